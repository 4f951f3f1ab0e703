//! Periods: fiscal years, halves and quarters, calendar months, and exact days.

use serde::Serialize;

use super::day::{Day, plus_days};
use crate::model::words::month::month_named;

/// A stretch of days; both ends belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(into = "WrittenPeriod")]
pub struct Period {
    /// As people write it: `2026-Q4`, or `2026-10-05..2026-12-18` for exact days.
    pub name: String,
    /// Its first day.
    pub start: Day,
    /// Its last day.
    pub end: Day,
    /// What it is one of.
    pub unit: PeriodUnit,
}

/// What a period is one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum PeriodUnit {
    /// Several years.
    Years,
    /// A fiscal year.
    Year,
    /// A fiscal half.
    Half,
    /// A fiscal quarter.
    Quarter,
    /// A calendar month.
    Month,
    /// Given days.
    Exact,
}

/// A period as it is written: by its name, or as exact days.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
enum WrittenPeriod {
    /// Such as `2026-Q4`.
    Name(String),
    /// From one day to another.
    Days {
        /// The first day.
        start: Day,
        /// The last day.
        end: Day,
    },
}

impl From<Period> for WrittenPeriod {
    fn from(Period { name, start, end, unit }: Period) -> Self {
        if unit == PeriodUnit::Exact { Self::Days { start, end } } else { Self::Name(name) }
    }
}

/// The error for a text that is no period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodError {
    /// The message.
    pub message: String,
    /// The period that was meant, if that is certain.
    pub meant: Option<String>,
}

impl Period {
    /// Reads `2026`, `2026..2028`, `2026-H2`, `2026-Q4` and `2026-11`.
    ///
    /// `fiscal_start` is the month, 1 to 12, in which the fiscal year begins. A fiscal year has the name of the
    /// calendar year in which it ends; a month is always the calendar's.
    ///
    /// # Errors
    /// The text is none of these.
    pub fn parse(text: &str, fiscal_start: u8) -> Result<Self, PeriodError> {
        if let Some((first, last)) = text.split_once("..") {
            // A path has dots too: an empty half is no name to quote.
            let half = |half: &str| match half.trim() {
                "" => Err(PeriodError { message: format!("`{text}` is no period"), meant: None }),
                half => one(half, fiscal_start),
            };
            let (first, last) = (half(first)?, half(last)?);
            if first.start > last.end {
                let message = format!("`{text}` ends before it begins");
                return Err(PeriodError { message, meant: None });
            }
            return Ok(Self { name: text.to_owned(), start: first.start, end: last.end, unit: PeriodUnit::Years });
        }
        one(text, fiscal_start)
    }

    /// The period of exact days; none if it ends before it begins.
    pub fn exact(start: Day, end: Day) -> Option<Self> {
        (start <= end).then(|| Self { name: format!("{start}..{end}"), start, end, unit: PeriodUnit::Exact })
    }

    /// The year, half, quarter or month that some days are; none if they are none of these.
    pub fn named(start: Day, end: Day, fiscal_start: u8) -> Option<Self> {
        Self::all_from(start, fiscal_start).find(|period| period.end == end)
    }

    /// The periods with a name that begin on a day.
    fn all_from(start: Day, fiscal_start: u8) -> impl Iterator<Item = Self> {
        // A fiscal year may have the name of the year after its first day.
        let years = [i32::from(start.year()), i32::from(start.year()) + 1];
        let named = |year: i32| ["", "-H1", "-H2", "-Q1", "-Q2", "-Q3", "-Q4"].map(|part| format!("{year:04}{part}"));
        let fiscal = years.into_iter().flat_map(named);
        let month = format!("{:04}-{:02}", start.year(), start.month());
        let named = fiscal.chain([month]).filter_map(move |name| Self::parse(&name, fiscal_start).ok());
        named.filter(move |period| period.start == start)
    }

    /// The period of the same kind that begins when this one is over; none for days without a name and several years.
    #[must_use]
    pub fn following(&self, fiscal_start: u8) -> Option<Self> {
        if matches!(self.unit, PeriodUnit::Exact | PeriodUnit::Years) {
            return None;
        }
        Self::all_from(plus_days(self.end, 1), fiscal_start).find(|period| period.unit == self.unit)
    }

    /// The fiscal quarter that a day lies in.
    pub fn quarter_of(day: Day, fiscal_start: u8) -> Self {
        let month = i32::from(day.month());
        let shift = (month - i32::from(fiscal_start)).rem_euclid(12);
        let starts_before = month < i32::from(fiscal_start);
        let year = i32::from(day.year()) + i32::from(fiscal_start > 1 && !starts_before);
        part(year, shift / 3, 3, fiscal_start)
            .map(|(start, end)| Self {
                name: format!("{year:04}-Q{}", shift / 3 + 1),
                start,
                end,
                unit: PeriodUnit::Quarter,
            })
            .unwrap_or(Self { name: day.to_string(), start: day, end: day, unit: PeriodUnit::Exact })
    }

    /// The quarter before (`-1`) or after (`1`) a quarter; any other period moves by its own length.
    #[must_use]
    pub fn beside(&self, step: i64, fiscal_start: u8) -> Self {
        let day = if step < 0 { plus_days(self.start, -1) } else { plus_days(self.end, 1) };
        if self.unit == PeriodUnit::Quarter {
            return Self::quarter_of(day, fiscal_start);
        }
        let length = super::day::days_between(self.start, self.end);
        let (start, end) = if step < 0 { (plus_days(day, -length), day) } else { (day, plus_days(day, length)) };
        Self { name: format!("{start}..{end}"), start, end, unit: PeriodUnit::Exact }
    }

    /// Whether a day lies in it.
    pub fn contains(&self, day: Day) -> bool {
        self.start <= day && day <= self.end
    }

    /// Whether it has a day in common with another.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// Its length in days, both ends counted.
    pub fn length(&self) -> i64 {
        super::day::days_between(self.start, self.end) + 1
    }
}

/// Parses a period that is not a range of others.
fn one(text: &str, fiscal_start: u8) -> Result<Period, PeriodError> {
    let wrong = || PeriodError { message: format!("`{text}` is no period"), meant: meant(text) };
    let year: i32 = text
        .get(..4)
        .filter(|year| year.bytes().all(|b| b.is_ascii_digit()))
        .ok_or_else(wrong)?
        .parse()
        .map_err(|_| wrong())?;
    let build = |days: Option<(Day, Day)>, unit| {
        let (start, end) = days.ok_or_else(wrong)?;
        Ok(Period { name: text.to_owned(), start, end, unit })
    };
    match &text.as_bytes()[4..] {
        [] => build(part(year, 0, 12, fiscal_start), PeriodUnit::Year),
        [b'-', b'H', half @ b'1'..=b'2'] => {
            build(part(year, i32::from(half - b'1'), 6, fiscal_start), PeriodUnit::Half)
        }
        [b'-', b'Q', quarter @ b'1'..=b'4'] => {
            build(part(year, i32::from(quarter - b'1'), 3, fiscal_start), PeriodUnit::Quarter)
        }
        [b'-', tens @ b'0'..=b'1', ones @ b'0'..=b'9'] => {
            let month = i32::from(tens - b'0') * 10 + i32::from(ones - b'0');
            build((1..=12).contains(&month).then(|| part(year, month - 1, 1, 1)).flatten(), PeriodUnit::Month)
        }
        _ => Err(wrong()),
    }
}

/// The first and the last day of the `index`th part, of `months` months each, of a fiscal year.
fn part(year: i32, index: i32, months: i32, fiscal_start: u8) -> Option<(Day, Day)> {
    // A fiscal year is named after the calendar year in which it ends: one that starts in January ends in its own.
    let first = (year - i32::from(fiscal_start > 1)) * 12 + i32::from(fiscal_start) - 1 + index * months;
    let start = month_start(first)?;
    let end = plus_days(month_start(first + months)?, -1);
    Some((start, end))
}

/// The first day of a month, counted from the year 0.
fn month_start(months: i32) -> Option<Day> {
    let year = i16::try_from(months.div_euclid(12)).ok()?;
    let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
    if year < 1 { None } else { Day::new(year, month, 1).ok() }
}

/// The period that was meant, if only its notation is wrong: `Q4 2026`, `Q4 FY26`, `2026/11`, `November 2026`.
fn meant(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split([' ', '-', ',', '.', '/', '_']).filter(|word| !word.is_empty()).collect();
    if let [one, other] = words.as_slice()
        && let Some((month, year)) =
            month_named(one).map(|month| (month, other)).or_else(|| Some((month_named(other)?, one)))
    {
        let name = format!("{year}-{month:02}");
        return (year.len() == 4 && self::one(&name, 1).is_ok()).then_some(name);
    }
    let upper = text.to_uppercase();
    // A fiscal year is often written in two digits: `Q4 FY26`.
    let is_fiscal = upper.contains("FY");
    let upper = upper.replace("FY", " ");
    let year = |digits: &str| match digits.len() {
        4 => Some(digits.to_owned()),
        2 if is_fiscal => Some(format!("20{digits}")),
        _ => None,
    };
    let digits: Vec<&str> = upper.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let letter = ['Q', 'H'].into_iter().find(|letter| upper.contains(*letter));
    let only = upper.chars().all(|c| c.is_ascii_digit() || matches!(c, 'Q' | 'H' | ' ' | '-' | '/' | '_' | '.'));
    if !only {
        return None;
    }
    let name = match (digits.as_slice(), letter) {
        ([one, other], Some(letter)) => {
            let (named, part) = if one.len() == 1 { (other, one) } else { (one, other) };
            format!("{}-{letter}{part}", year(named)?)
        }
        ([year, month] | [month, year], None) if year.len() == 4 && month.len() <= 2 => format!("{year}-{month:0>2}"),
        ([only], None) if is_fiscal => year(only)?,
        _ => return None,
    };
    (name != text && one(&name, 1).is_ok()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str, fiscal_start: u8) -> String {
        let period = Period::parse(text, fiscal_start).expect(text);
        format!("{}..{}", period.start, period.end)
    }

    #[test]
    fn calendar_periods() {
        assert_eq!(days("2026", 1), "2026-01-01..2026-12-31");
        assert_eq!(days("2026..2028", 1), "2026-01-01..2028-12-31");
        assert_eq!(days("2026-H2", 1), "2026-07-01..2026-12-31");
        assert_eq!(days("2026-Q4", 1), "2026-10-01..2026-12-31");
        assert_eq!(days("2024-02", 1), "2024-02-01..2024-02-29");
    }

    #[test]
    fn fiscal_periods_have_the_name_of_the_year_they_end_in() {
        assert_eq!(days("2027-Q1", 2), "2026-02-01..2026-04-30");
        assert_eq!(days("2027", 2), "2026-02-01..2027-01-31");
        assert_eq!(days("2026-H2", 10), "2026-04-01..2026-09-30");
        assert_eq!(days("2026-11", 2), "2026-11-01..2026-11-30", "a month is the calendar's");
    }

    #[test]
    fn what_is_no_period_says_what_was_meant() {
        let meant = |text| Period::parse(text, 1).expect_err(text).meant;
        assert_eq!(meant("2026-Q5"), None);
        assert_eq!(meant("2026-q4").as_deref(), Some("2026-Q4"));
        assert_eq!(meant("Q4 2026").as_deref(), Some("2026-Q4"));
        assert_eq!(meant("2026/11").as_deref(), Some("2026-11"));
        for (text, name) in [("Q4 FY26", "2026-Q4"), ("FY26 Q4", "2026-Q4"), ("H1 FY2026", "2026-H1"), ("FY26", "2026")]
        {
            assert_eq!(meant(text).as_deref(), Some(name), "{text}");
        }
        for text in ["November 2026", "Nov 2026", "nov. 2026", "November, 2026", "2026 Nov", "Nov-2026"] {
            assert_eq!(meant(text).as_deref(), Some("2026-11"), "{text}");
        }
        assert_eq!(meant("Nov 26"), None, "a day or a year");
        assert_eq!(meant("Ju 2026"), None);
        assert_eq!(meant("Q4 26"), None);
        assert_eq!(meant("next year"), None);
        assert_eq!(meant("2026-13"), None);
        assert_eq!(meant("2028..2026"), None);
        assert!(Period::parse("0000", 2).is_err());
        assert!(Period::parse("é026", 2).is_err());
    }

    #[test]
    fn a_day_knows_its_quarter_and_the_quarters_beside_it() {
        for start in 1..=12 {
            let mut quarter = Period::quarter_of(Day::constant(2026, 11, 21), start);
            for _ in 0..8 {
                assert_eq!(Period::parse(&quarter.name, start), Ok(quarter.clone()));
                let next = quarter.beside(1, start);
                assert_eq!(next.start, plus_days(quarter.end, 1));
                assert_eq!(next.beside(-1, start), quarter);
                quarter = next;
            }
        }
    }
}

//! A number in a title with the words around it: its value, its unit, and whether it says what is to be reached. The word
//! lists are English.

use super::title::{WAYS, last_word};
use crate::analysis::text::{NamedNumber, is_one_of};
use crate::model::{CONVERTIBLE, plain_unit};
use crate::syntax::{Notation, Numeral, is_percent};

/// Words behind which a number is a name: `tier 1`, `top 10`, `SOC 2`.
pub(super) const LABELS: &str = "tier stage type phase step version level soc iso day week month quarter year sprint release part option \
    top wave round gate milestone rfc no number cohort priority chapter section page node item goal kr okr objective series \
    gen generation class category grade rule article room floor port index python java";

/// Words before a number that do not count a target: `a cluster of 60 machines`, `by 20 %`, `per 100 shops`.
const DENYING: &str = "by of per with from every each first last next past other another the than a an within after before since \
    until till versus vs using";

/// Verbs directly before a share that make it a difference: `grow revenue 20 %` is told by the noun, `increase 20 %` by these.
pub(super) const CHANGES: &str = "increase increased increases reduce reduced reduces grow grown grew grows improve improved improves \
    decrease decreased decreases cut raise raised raises lower lowered lowers boost boosted lift lifted drop dropped rise risen \
    expand expanded accelerate accelerated";

/// Words soon after a share that make it a difference: `a 20 % increase`.
const DIFFERENCES: &str = "increase decrease reduction lift growth more less fewer higher lower faster slower improvement drop \
    uplift variance rise gain gains discount off better cheaper quicker boost saving savings";

/// Verbs whose object is the target.
pub(super) const REACHING: &str = "reach reaches reached hit hits achieve achieves achieved attain attains exceed exceeds surpass surpasses pass \
    passes target";

/// Words before a duration that make it a target: `is below 3 s`, `to under 2 days`.
const BOUNDING: &str = "under below over above most least less more than is are of to reach reaches exceed exceeds";

/// Signs of units that are measured, as they are written: behind a space, `M` is a million and `m` a metre.
const MEASURES: [&str; 28] = [
    "kg", "g", "mg", "t", "km", "m", "cm", "mm", "l", "L", "ml", "cl", "hl", "Wh", "kWh", "MWh", "GWh", "W", "kW",
    "MW", "ha", "m²", "m2", "m³", "m3", "km/h", "°C", "kcal",
];

/// Units of time in which a rate is given: `40 orders a week`.
const TIMES: [&str; 11] = ["ms", "s", "min", "h", "d", "week", "month", "year", "workday", "quarter", "night"];

/// A number of a title with the words around it.
pub(super) struct StatedAmount<'t> {
    /// The value with its multiple; none where it can be read in two ways.
    pub(super) value: Option<f64>,
    /// The multiple that it has: 1000 for `20k`.
    pub(super) multiple: Option<f64>,
    /// The text before it, without a currency sign.
    before: &'t str,
    /// The currency sign or code before it.
    currency: Option<&'t str>,
    /// What is written at the digits: `%`, `ms`, `th`.
    attached: &'t str,
    /// The text behind that.
    after: &'t str,
    /// The number as written.
    text: &'t str,
    /// Whether a sign without a space joins it to what is before or behind: `24/7`, `1-2`, `22:00`, `#5`.
    is_joined: bool,
    /// The first word of the title.
    first: &'t str,
}

impl<'t> StatedAmount<'t> {
    pub(super) fn read(title: &'t str, number: &NamedNumber<'t>, notation: Notation) -> Option<Self> {
        let (start, end) = (number.range.start, number.range.end);
        let rest = &title[end..];
        let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let mut attached = if rest.starts_with('%') { &rest[..1] } else { &rest[..letters] };
        let mut after = &rest[attached.len()..];
        // `1.2 million` and `25 %` have a space before what belongs to the number.
        let spaced = after.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        let word = spaced.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let numeral = Numeral::parse(title.get(start..title.len() - after.len())?)?;
        if attached.is_empty() && spaced.starts_with('%') {
            (attached, after) = (&spaced[..1], &spaced[1..]);
        }
        let with_word = format!("{}{word}", number.text);
        let multiple = Numeral::parse(&with_word).filter(|_| attached.is_empty() && word.len() > 1);
        let multiple = multiple.filter(|it| it.multiple().is_some());
        if multiple.is_some() {
            after = &spaced[word.len()..];
            // `2 Mio. EUR`: the point belongs to the abbreviation.
            after = after.strip_prefix('.').filter(|_| ["Mio", "Mrd", "mn", "bn"].contains(&word)).unwrap_or(after);
        }
        let whole = multiple.as_ref().unwrap_or(&numeral);
        let reading = whole.in_full(notation);
        let multiple = whole.multiple().and_then(|(zeros, _)| Some(10_f64.powi(i32::try_from(zeros).ok()?)));
        // `1.200` is 1.2 or 1200: a guess is not what the title says.
        let is_sure = reading.second().is_none() || number.text.contains(',') == (notation == Notation::Point);
        let is_negative = [" -", " −", "(-"].iter().any(|sign| title[..start].ends_with(sign));
        let value =
            reading.first().parse().ok().filter(|_| is_sure).map(|value: f64| if is_negative { -value } else { value });
        if numeral.multiple().is_some() {
            attached = "";
        }
        let is_joined_before = !is_negative && title[..start].ends_with(['/', ':', '#', '_', '’', '\'', '–', '-']);
        let is_joined = is_joined_before || after.starts_with(['/', ':', '-', '–', '_']);
        let first = title.split_whitespace().next().unwrap_or_default();
        let before = title[..start].trim_end();
        let sign = before.char_indices().next_back().filter(|(_, c)| "$€£¥".contains(*c)).map(|(at, _)| at);
        let code =
            before.rsplit(' ').next().filter(|word| word.len() == 3 && ["EUR", "USD", "GBP", "CHF"].contains(word));
        let currency = sign.map(|at| &before[at..]).or(code);
        let before = before[..before.len() - currency.map_or(0, str::len)].trim_end();
        Some(Self { value, multiple, before, currency, attached, after, text: number.text, is_joined, first })
    }

    /// The words behind it, up to the next punctuation.
    fn words_after(&self) -> impl Iterator<Item = &'t str> {
        let text = self.after.trim_start_matches(['+', ' ', '\u{a0}', '\u{202f}']);
        let end = text.find(['(', ')', ',', ';', '.', ':', '–', '—', '→', '[', '"']).unwrap_or(text.len());
        text[..end].split_whitespace()
    }

    fn next_word(&self) -> &'t str {
        self.words_after().next().unwrap_or_default()
    }

    fn is_percent(&self) -> bool {
        self.attached == "%" || (self.attached.is_empty() && is_percent(self.next_word()))
    }

    /// The plain name of its unit if that is one of time, else none.
    fn time(&self) -> Option<String> {
        let word = match self.next_word() {
            "business" | "working" | "calendar" => self.words_after().nth(1).unwrap_or_default(),
            word => word,
        };
        let name = plain_unit(if self.attached.is_empty() { word } else { self.attached });
        TIMES.contains(&name.as_str()).then(|| if name == "d" { "day".to_owned() } else { name })
    }

    /// The unit as the title writes it: a sign, a unit of time, a rate, or the things that are counted.
    pub(super) fn unit(&self) -> Option<String> {
        if self.is_percent() {
            return Some("%".to_owned());
        }
        if let Some(currency) = self.currency {
            return Some(currency.to_owned());
        }
        if let Some(time) = self.time() {
            let plural = ["day", "week", "month", "year", "workday", "quarter", "night"].contains(&time.as_str());
            return Some(if plural { format!("{time}s") } else { time });
        }
        let next = self.next_word();
        let is_convertible = |word: &str| CONVERTIBLE.iter().any(|names| names.contains(&plain_unit(word).as_str()));
        if !self.attached.is_empty() || is_convertible(next) || is_money(next) {
            return Some(if self.attached.is_empty() { next } else { self.attached }.to_owned());
        }
        if MEASURES.contains(&next) {
            return Some(self.with_rate(next.to_owned(), 1));
        }
        if matches!(next, "per" | "a" | "an" | "each") {
            let rate: Vec<&str> = self.words_after().skip(1).take(if next == "per" { 3 } else { 1 }).collect();
            return (!rate.is_empty()).then(|| format!("per {}", rate.join(" ")));
        }
        self.counted()
    }

    /// The things that are counted: the words up to the first plural, if no preposition is among them.
    fn counted(&self) -> Option<String> {
        let words: Vec<&str> = self.words_after().take(4).collect();
        if words.first().is_none_or(|word| !word.starts_with(char::is_alphabetic)) {
            return None;
        }
        // One of something is done or not: that is a milestone.
        if self.value.is_some_and(|value| value.total_cmp(&1.0).is_eq()) {
            return None;
        }
        let is_plural = |word: &&str| {
            let lower = word.to_lowercase();
            (lower.len() > 3 && lower.ends_with('s') && !["ss", "us", "is"].iter().any(|end| lower.ends_with(end)))
                || lower == "people"
        };
        let end = words.iter().position(is_plural)?;
        let is_joint = |word: &&str| is_one_of("to of in at on for by per and or with from that who is are", word);
        (!words[..end].iter().any(is_joint)).then(|| self.with_rate(words[..=end].join(" "), end + 1))
    }

    /// What is counted or measured, with the time or the thing for each of which it is: `orders a week`. The words up to `end`
    /// are what is counted.
    fn with_rate(&self, counted: String, end: usize) -> String {
        let mut words = self.words_after().skip(end);
        let (Some(each), Some(of)) = (words.next(), words.next()) else { return counted };
        let is_rate = match each {
            "per" => of.chars().all(char::is_alphabetic),
            "a" | "an" | "each" | "every" => TIMES.contains(&plain_unit(of).as_str()),
            _ => false,
        };
        if is_rate { format!("{counted} {each} {of}") } else { counted }
    }

    /// The last word before it, without qualifiers such as `at least`.
    fn last_word(&self) -> &'t str {
        last_word(self.before).unwrap_or_default()
    }

    /// The word directly before it; none behind a colon.
    pub(super) fn previous(&self) -> &'t str {
        let word = self.before.rsplit(char::is_whitespace).next().unwrap_or_default();
        if word.ends_with(':') {
            return "";
        }
        word.trim_matches(|c: char| !(c.is_alphanumeric() || "<>≤≥#+/~".contains(c)))
    }

    /// Whether its own unit stands behind it, so that it says all of itself: `5 users`.
    pub(super) fn has_unit_behind(&self) -> bool {
        self.currency.is_none() && self.unit().is_some()
    }

    pub(super) fn is_year(&self) -> bool {
        let is_four = self.text.len() == 4 && self.text.bytes().all(|byte| byte.is_ascii_digit());
        is_four && self.value.is_some_and(|value| (1990.0..2100.0).contains(&value)) && self.currency.is_none()
    }

    /// Whether it is no amount to be reached: part of a name, a date, a range, a rank, a difference, a time for
    /// something else.
    pub(super) fn is_aside(&self) -> bool {
        let previous = self.previous();
        // `+1`, `+/- 20 %`, `1st`, `3x`, `3 times more`
        let is_relative = previous.ends_with(['+', '/', '-', '±']);
        let attached = self.attached.to_lowercase();
        let is_times =
            self.next_word() == "times" && self.words_after().nth(1).is_some_and(|it| is_one_of("more as faster", it));
        let is_suffixed = is_one_of("st nd rd th x d g pm am", &attached) || is_times;
        // Titles In Capitals have their qualifiers in capitals, too.
        let is_word = is_one_of(BOUNDING, previous) || is_one_of(REACHING, previous);
        let is_first = self.before.split_whitespace().nth(1).is_none();
        let is_name = is_one_of(LABELS, previous) || !is_first && !is_word && previous.starts_with(char::is_uppercase);
        let is_reached = is_one_of(REACHING, self.last_word()) || self.last_word().eq_ignore_ascii_case("to");
        let is_date = self.is_year() && !is_reached && self.counted().is_none();
        let by = self.last_word().eq_ignore_ascii_case("by");
        let mut soon = self.words_after().take(3).take_while(|word| !is_one_of("of in to on", word));
        let is_difference =
            by || self.is_percent() && (is_one_of(CHANGES, previous) || soon.any(|word| is_one_of(DIFFERENCES, word)));
        // What stands in brackets is a remark.
        let is_remark = self.before.rfind('(') > self.before.rfind(')') && !self.has_target_before();
        let is_duration = self.time().is_some() && !self.is_bounded() && !self.has_target_before();
        self.is_joined || is_remark || is_relative || is_suffixed || is_name || is_date || is_difference || is_duration
    }

    fn has_target_before(&self) -> bool {
        let words: Vec<&str> = self.before.split_whitespace().rev().take(2).collect();
        matches!(words.as_slice(), [of, target, ..] if of.eq_ignore_ascii_case("of") && target.trim_start_matches('(').eq_ignore_ascii_case("target"))
    }

    /// Whether the word or sign directly before it sets a bound.
    fn is_bounded(&self) -> bool {
        is_one_of(BOUNDING, self.previous()) || self.before.ends_with(['<', '>', '≤', '≥', '='])
    }

    /// Whether it counts where or for how many something happens.
    pub(super) fn is_place(&self) -> bool {
        is_one_of("in for across among at on our", self.previous()) && self.counted().is_some()
    }

    /// Whether the words before it say that it is to be reached.
    pub(super) fn is_stated(&self) -> bool {
        let last = self.last_word();
        let is_to = WAYS.iter().any(|(_, to, _)| to.iter().any(|it| it.eq_ignore_ascii_case(last) && *it != "a"));
        let is_reached =
            is_one_of(REACHING, last) || last.eq_ignore_ascii_case("of") && is_one_of(REACHING, self.first);
        is_to && !self.before.to_lowercase().ends_with("up to") || is_reached || self.has_target_before()
    }

    /// Whether it is the amount to be reached.
    pub(super) fn is_target(&self) -> bool {
        let is_stated = self.is_stated();
        if self.is_percent() || self.time().is_some() {
            return is_stated || self.time().is_none() || self.is_bounded();
        }
        // A count for each of many is not the measure: that is how many of them reach it.
        let for_each = self.before.split_whitespace().any(|word| is_one_of("every each all any", word));
        let is_whole = self.value.is_some_and(|value| value.fract().total_cmp(&0.0).is_eq());
        let is_counted = is_whole && self.counted().is_some() || self.currency.is_some();
        !for_each && (is_stated || is_counted && !is_one_of(DENYING, self.last_word()))
    }
}

/// Whether a word is an amount of money: `EUR`, `kEUR`, `k€`.
fn is_money(word: &str) -> bool {
    let bare = word.trim_start_matches(['k', 'K', 'M', 'm', 'T']);
    ["EUR", "USD", "GBP", "CHF", "€", "$", "£", "dollars", "euros"].contains(&bare)
}

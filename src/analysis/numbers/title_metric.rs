//! The metric that a title states: "from 12 to 25 %", "reach 7000 subscribers", "to under 800 ms". Only what the title
//! says unambiguously is read; "by 20 %" and "3x" say neither where it begins nor where it ends.

use super::title::{from_to, last_word};
use super::title_amount::{LABELS, StatedAmount};
use crate::analysis::text::{NamedNumber, is_one_of, numbers_in, words_in};
use crate::model::{short_product, unit_factor};
use crate::syntax::Notation;

/// A baseline, a target and a unit that a title states.
#[derive(Debug, Clone, PartialEq)]
pub struct TitleMetric {
    /// The starting value.
    pub baseline: Option<f64>,
    /// The value to be reached.
    pub target: f64,
    /// The multiple of the target, such as a million, which a number beside it may share.
    pub multiple: Option<f64>,
    /// The unit of both; of two units that a title has, the smaller one.
    pub unit: Option<String>,
}

/// Numbers in words, beside which one in digits is not the only number of a title.
const IN_WORDS: &str = "two three four five six seven eight nine ten eleven twelve twenty dozen";

/// Beginnings of titles that keep a level instead of reaching one, and those that state a number for each of many.
const KEEPING: &str = "keep maintain stay remain sustain hold";

/// The metric that a title states, if it states exactly one.
pub fn metric_in(title: &str) -> Option<TitleMetric> {
    if is_one_of(KEEPING, title.split_whitespace().next()?) {
        return None;
    }
    let numbers = numbers_in(title);
    let mut ways = numbers.windows(2).filter_map(|pair| way(title, &pair[0], &pair[1]));
    if let Some((from, to, notation)) = ways.next() {
        let read = |number| StatedAmount::read(title, number, notation);
        return if ways.next().is_some() { None } else { StatedRange { from: read(from)?, to: read(to)? }.stated() };
    }
    let in_words = words_in(title).any(|word| is_one_of(IN_WORDS, word));
    let read = numbers.iter().filter_map(|number| StatedAmount::read(title, number, Notation::Point));
    let amounts: Vec<StatedAmount<'_>> = read.filter(|it| !it.is_aside()).collect();
    // `to 99.95 % in 3 regions` says what is to be reached, and where.
    let (places, targets): (Vec<_>, Vec<_>) = amounts.iter().partition(|it| amounts.len() > 1 && it.is_place());
    let [only] = targets.as_slice() else { return None };
    let is_stated = if places.is_empty() { only.is_target() } else { only.is_stated() };
    if is_stated && !in_words { alone(only) } else { None }
}

/// The metric of a target without a baseline.
fn alone(amount: &StatedAmount<'_>) -> Option<TitleMetric> {
    Some(TitleMetric { baseline: None, target: amount.value?, multiple: amount.multiple, unit: amount.unit() })
}

/// The way from one number to another.
struct StatedRange<'t> {
    from: StatedAmount<'t>,
    to: StatedAmount<'t>,
}

/// Two consecutive numbers as `from A to B`, or as `to B from A`, with the notation of their language.
fn way<'n, 't>(
    title: &str,
    one: &'n NamedNumber<'t>,
    other: &'n NamedNumber<'t>,
) -> Option<(&'n NamedNumber<'t>, &'n NamedNumber<'t>, Notation)> {
    from_to(title, one, other).or_else(|| {
        let words = (last_word(&title[..one.range.start])?, last_word(&title[one.range.end..other.range.start])?);
        let is_back = words.0.eq_ignore_ascii_case("to") && words.1.eq_ignore_ascii_case("from");
        is_back.then_some((other, one, Notation::Point))
    })
}

impl StatedRange<'_> {
    fn stated(&self) -> Option<TitleMetric> {
        // From one year to another, or from one stage to the next, nothing is measured.
        if self.from.is_year() && self.to.is_year() || is_one_of(LABELS, self.from.previous()) {
            return None;
        }
        let (from, to) = self.values()?;
        let (unit, baseline, target) = match (self.from.unit(), self.to.unit()) {
            (Some(own), Some(unit)) => match (unit_factor(&own, &unit), unit_factor(&unit, &own)) {
                (Some(count), _) => (Some(unit), short_product(from * count), to),
                (None, Some(count)) => (Some(own), from, short_product(to * count)),
                (None, None) => return None,
            },
            // In `from 9 minutes to 4` and in `from 9 to 4 minutes` both are minutes.
            (own, unit) => (unit.or(own), from, to),
        };
        (baseline.total_cmp(&target).is_ne()).then_some(TitleMetric {
            baseline: Some(baseline),
            target,
            multiple: self.to.multiple,
            unit,
        })
    }

    /// Both numbers in full. A multiple that stands once, behind the second one, may belong to both.
    fn values(&self) -> Option<(f64, f64)> {
        let (from, to) = (self.from.value?, self.to.value?);
        match (self.from.multiple, self.to.multiple) {
            (None, Some(multiple)) if !self.from.has_unit_behind() => Some((in_full(from, to, multiple)?, to)),
            // `from 1.2 million to 2` is said of two, or of two million.
            (Some(multiple), None) if !self.to.has_unit_behind() => {
                in_full(to, from, multiple).filter(|it| it.total_cmp(&to).is_eq()).map(|to| (from, to))
            }
            _ => Some((from, to)),
        }
    }
}

/// By how much more one reading of a number has to be than the other to be taken as the one that is meant.
const CLEARLY: f64 = 100.0;

/// A bare number beside one with a multiple: with the same multiple, as in `from 1.2 to 2 million`, or as it is, as in
/// `from 800 to 1.2k`. None where neither is clear from their size: `from 500 to 2 million`.
pub fn in_full(bare: f64, beside: f64, multiple: f64) -> Option<f64> {
    if bare.total_cmp(&0.0).is_eq() {
        return Some(bare);
    }
    let times_off = |number: f64| (number / beside).abs().max((beside / number).abs());
    let whole = short_product(bare * multiple);
    let (shared, alone) = (times_off(whole), times_off(bare));
    if shared * CLEARLY <= alone {
        Some(whole)
    } else if alone * CLEARLY <= shared {
        Some(bare)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(title: &str) -> Option<(Option<f64>, f64, Option<String>)> {
        metric_in(title).map(|it| (it.baseline, it.target, it.unit))
    }

    fn unit(text: &str) -> Option<String> {
        Some(text).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    #[test]
    fn from_and_to_are_baseline_and_target() {
        for (title, from, to, named) in [
            ("Raise activation from 12 to 25 %", 12.0, 25.0, "%"),
            ("Raise activation from 12% to 25%", 12.0, 25.0, "%"),
            ("Raise checkout availability from 99.5 % to 99.95 %", 99.5, 99.95, "%"),
            ("Reduce deploys from 5 min to 30 s", 300.0, 30.0, "s"),
            ("Cut the wait from 2 weeks to 3 days", 14.0, 3.0, "days"),
            ("Stretch the warranty from 10 days to 2 weeks", 10.0, 14.0, "days"),
            ("Let a visit last from 40 s to 1.1 min", 40.0, 66.0, "s"),
            ("Cut a build from 1.1 h to 18 min", 66.0, 18.0, "min"),
            ("Cut a build from 18 min to 0.3 s", 1080.0, 0.3, "s"),
            ("Cut answers from 1,200 ms to under 800 ms", 1200.0, 800.0, "ms"),
            ("Improve developer NPS from 25 to 35 (Developer Experience project tracker)", 25.0, 35.0, ""),
            ("Grow revenue from EUR 410,000 to EUR 700,000", 410_000.0, 700_000.0, "EUR"),
            ("Grow monthly revenue outside Spain from 210 to 480 kEUR", 210.0, 480.0, "kEUR"),
            ("Raise revenue from $1.2M to $2M", 1_200_000.0, 2_000_000.0, "$"),
            // The multiple that stood once was not the start's, which was wrong by a factor of a million.
            ("Raise revenue from 1.2 to 2 million EUR", 1_200_000.0, 2_000_000.0, "EUR"),
            ("Raise revenue from $1.2 to $2M", 1_200_000.0, 2_000_000.0, "$"),
            ("Raise users from 5 to 20 thousand", 5000.0, 20_000.0, ""),
            ("Raise users from 5 to 20k", 5000.0, 20_000.0, ""),
            ("Cut costs from 50 to 20 thousand EUR", 50_000.0, 20_000.0, "EUR"),
            ("Umsatz von 1,2 auf 2 Mio. EUR", 1_200_000.0, 2_000_000.0, "EUR"),
            ("Raise readers from 800 to 1.2k", 800.0, 1200.0, ""),
            ("Raise readers from 0 to 2 million", 0.0, 2_000_000.0, ""),
            ("Raise readers from 5 readers to 20k readers", 5.0, 20_000.0, "readers"),
            ("Raise listeners from 1.2 million to 2 million", 1_200_000.0, 2_000_000.0, ""),
            ("Loaves a day: 10 → 40", 10.0, 40.0, ""),
            ("Cut setup tickets from 31 to 12 per hundred shops", 31.0, 12.0, "per hundred shops"),
            ("Cut pages between 22:00 and 07:00 from 40 to 8 a month", 40.0, 8.0, "per month"),
            ("Raise retention to 60 % from 45 %", 45.0, 60.0, "%"),
            ("Turn the margin from -5 to 10 %", -5.0, 10.0, "%"),
            ("Senke die Zeit von 1,2 auf 0,8 s", 1.2, 0.8, "s"),
        ] {
            assert_eq!(stated(title), Some((Some(from), to, unit(named))), "{title}");
        }
    }

    #[test]
    fn a_target_alone_leaves_the_baseline_open() {
        for (title, to, named) in [
            ("Reach 7000 subscribers", 7000.0, "subscribers"),
            ("Reach 7000", 7000.0, ""),
            ("Bring p95 latency to under 800 ms", 800.0, "ms"),
            ("Reduce page weight to under 800", 800.0, ""),
            ("90% of new hires say their onboarding was excellent", 90.0, "%"),
            ("Publish 8 blog posts during Q1", 8.0, "blog posts"),
            ("95% of all P2 issues are resolved in one week", 95.0, "%"),
            ("100% of candidates are notified within 3 workdays", 100.0, "%"),
            ("Final Q3 hiring is 85%+ of the plan", 85.0, "%"),
            ("Average time-to-fill is ≤45 days", 45.0, "days"),
            ("Grow the newsletter to 7k readers", 7000.0, "readers"),
            ("Reach an NPS of 50", 50.0, ""),
            ("Raise availability to 99.95 % in 3 regions", 99.95, "%"),
            ("Decrease the time in stage 4 by 35% (target of 39 days)", 39.0, "days"),
        ] {
            assert_eq!(stated(title), Some((None, to, unit(named))), "{title}");
        }
    }

    #[test]
    fn differences_names_and_dates_are_no_targets() {
        for title in [
            "Increase traffic by 20 %",
            "Monthly referral traffic has increased 30%",
            "A blog post that brings a 20–30% lift",
            "Drive a 10% increase in applicants",
            "Grow ARR 3x",
            "Achieve SOC 2 Type 2 compliance",
            "A post in the top 5 of the news",
            "Hire 2 directors and 4 engineers",
            "Hire +1 designer",
            "Final hiring ends up +/- 25% of plan",
            "99th percentile of the time",
            "At least three customers have more than 50 % of it",
            "Every team talks to at least 2 customers",
            "Download everything in 1 month with 60 machines",
            "Ready within the first 30 days",
            "Open the shop by 2027",
            "Move from 2026 to 2027 plans",
            "Keep incidents under 5 a month",
            "Fix tier 1 bugs",
            "Improve the stage 2 -> 3 conversion",
            "Announce releases 0.2 of the engine",
            "Improve retention using 2 or more user actions",
            "Write success plans (to achieve 100 % retention)",
            "Publish at least 1 case study",
            "Support customers 24/7",
            "Raise it from 1.200 to 2.400",
            "Cut from 5 MB to 3 s",
            "Raise users from 500 to 2 million",
            "Raise users from 1.2 million to 2",
            "Cut defects from 20k to 5",
            "Raise A from 1 to 2 and B from 3 to 4",
            "Raise it from 5 to 5 %",
            "",
        ] {
            assert_eq!(stated(title), None, "{title}");
        }
    }
}

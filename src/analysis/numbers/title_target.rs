//! A title that names the target alone, in the metric's own unit: "reach 1,500 users", "raise sales to 4,000 loaves".

use super::title::{Contradiction, contradiction, last_word, unit_behind};
use super::title_amount::{CHANGES, REACHING};
use crate::analysis::text::{NamedNumber, is_one_of};
use crate::model::{Metric, Shape, plain_unit};
use crate::syntax::Notation;

/// The number of a title that contradicts the metric's target, where the title has one number in the metric's unit and
/// says that it is to be reached. The words are English. `numbers` are those of the title.
pub fn contradicted_target<'t>(
    title: &'t str,
    numbers: &[NamedNumber<'t>],
    metric: &Metric,
    unit: Option<&str>,
) -> Option<Contradiction<'t>> {
    let (Shape::Reach, Some(target), Some(unit)) = (metric.shape(), metric.target, unit) else { return None };
    let is_own = |number: &&NamedNumber<'_>| {
        unit_behind(&title[number.range.end..]).is_some_and(|named| named == plain_unit(unit))
    };
    let mut own = numbers.iter().filter(is_own);
    let (number, None) = (own.next()?, own.next()) else { return None };
    let before = last_word(&title[..number.range.start])?;
    let first = title.split_whitespace().next()?;
    let word = match before.to_lowercase().as_str() {
        // `Reply to 90 % of the mails` is no way to a number.
        "to" if is_one_of(CHANGES, &first.to_lowercase()) => "to",
        reached if is_one_of(REACHING, reached) => "reach",
        _ => return None,
    };
    contradiction((title, number), Notation::Point, (word, "target", target), || Some(plain_unit(unit)), Some(unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::text::numbers_in;

    fn says(title: &str, target: f64, unit: &str) -> Option<f64> {
        let metric = Metric { baseline: Some(1.0), target: Some(target), ..Metric::default() };
        contradicted_target(title, &numbers_in(title), &metric, Some(unit)).map(|it| it.says)
    }

    #[test]
    fn a_target_alone_is_compared_in_the_metrics_own_unit() {
        assert_eq!(says("Raise sales to 4,000 loaves", 4.0, "loaves"), Some(4000.0));
        assert_eq!(says("Reach 1,500 users", 1.5, "users"), Some(1500.0));
        assert_eq!(says("Reach 1,500 users", 1500.0, "users"), None);
        assert_eq!(says("Raise sales to 4.000 loaves", 4.0, "loaves"), None, "one fitting reading is enough");
        for (title, unit) in [
            ("Reply to 90 % of the mails within 2 days", "%"),
            ("Sell 4,000 loaves", "loaves"),
            ("Reach 1,500 users and 20 shops", "shops sold"),
            ("Raise sales by 20 % to 60 %", "%"),
            ("Reach 3 shops in each of 5 shops", "shops"),
        ] {
            assert_eq!(says(title, 95.0, unit), None, "{title}");
        }
    }
}

//! What cannot be written whoever gives it: a title of several lines, a value that the unit of its metric does not allow.

use super::unfit::{Unfit, unfit};
use crate::analysis::numbers::domain_of;
use crate::model::{Metric, Workspace, exact};
use crate::syntax::Numeral;

/// Ensures that a title is one line of text. Titles stand in lists, tables and subjects of commits.
///
/// # Errors
/// It has several lines, or characters that control a terminal.
pub fn ensure_title(title: &str) -> Result<(), Unfit> {
    let title = title.trim();
    if title.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
        return unfit("a title is one line".to_owned(), "put further text into `why`");
    }
    if title.contains(|c: char| c.is_control()) {
        return unfit("a title has no control characters".to_owned(), "write it again without them");
    }
    Ok(())
}

/// Ensures that a text names a unit, not a number or a sentence.
///
/// # Errors
/// It is a number, or has more words than a unit.
pub fn ensure_unit(unit: &str) -> Result<(), Unfit> {
    let is_number = Numeral::parse(unit.trim()).is_some_and(|it| it.is_bare());
    if is_number || unit.split_whitespace().count() > MOST_UNIT_WORDS {
        return unfit(
            format!("`{}` is no unit", unit.trim()),
            "name what is counted in few words, such as loaves a day",
        );
    }
    Ok(())
}

/// The most words of a unit, such as `working days from order to delivery`.
const MOST_UNIT_WORDS: usize = 6;

/// Why a number that a person gives is no value of a metric; none if it may be one. 104 % of a plan, or growth of -5 %, may
/// be what happened, and is left to a warning of `check`; what is further out than the domain is wide is a slip.
pub(super) fn far_misfit(workspace: &Workspace, metric: &Metric, value: f64) -> Option<String> {
    let is_near = domain_of(workspace, metric).is_some_and(|domain| {
        let width = domain.end() - domain.start();
        width.is_finite() && (domain.start() - width..=domain.end() + width).contains(&value)
    });
    misfit(workspace, metric, value).filter(|_| !is_near)
}

/// Why a number is no value of a metric; none if it may be one.
pub(super) fn misfit(workspace: &Workspace, metric: &Metric, value: f64) -> Option<String> {
    if !metric.scale.is_empty() {
        #[expect(clippy::cast_precision_loss, reason = "scales have few steps")]
        let is_step = value.fract() == 0.0 && (0.0..metric.scale.len() as f64).contains(&value);
        let last = metric.scale.len() - 1;
        return (!is_step).then(|| format!("{} is no step of the scale, whose steps are 0 to {last}", exact(value)));
    }
    let domain = domain_of(workspace, metric).filter(|domain| !domain.contains(&value))?;
    let unit = metric.unit.as_deref().unwrap_or_default();
    Some(if domain.end().is_finite() {
        format!("{} is outside {} to {} {unit}", exact(value), exact(*domain.start()), exact(*domain.end()))
    } else {
        format!("{} is below {} {unit}", exact(value), exact(*domain.start()))
    })
}

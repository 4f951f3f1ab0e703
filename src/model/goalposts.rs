//! The goalposts of a goal: the fields of the table that it is measured against.

use std::sync::LazyLock;

use super::field::{FIELDS, significance};
use super::field_row::FieldRow;
use super::form::Form;
use super::goal::Goal;
use super::goal_field::Field;
use super::link::Link;
use super::milestone::Milestone;
use super::significance::Significance;

/// Whether two versions certainly have the same goalposts: a fast check that suffices for most commits.
pub fn has_same_goalposts(before: &Goal, after: &Goal) -> bool {
    let metric = match (&before.metric, &after.metric) {
        (Some(a), Some(b)) => !a.differs(b, is_goalpost_in(*IN_METRIC)),
        (a, b) => a.is_none() && b.is_none(),
    };
    let is_listed = |list: Significance, name: &'static str| {
        let is_goalpost = is_goalpost_in(list);
        move |row: &FieldRow| row.name == name || is_goalpost(row)
    };
    let milestones = |a: &Milestone, b: &Milestone| !a.differs(b, is_listed(*IN_MILESTONES, "title"));
    let links = |a: &Link, b: &Link| !a.differs(b, is_listed(*IN_SUPPORTS, "goal"));
    metric
        && before.period == after.period
        && goalpost_fields().all(|field| field.form == Form::Period || field.is_same(before, after))
        && before.milestones.len() == after.milestones.len()
        && before.milestones.iter().zip(&after.milestones).all(|(a, b)| milestones(a, b))
        && before.supports.len() == after.supports.len()
        && before.supports.iter().zip(&after.supports).all(|(a, b)| links(a, b))
}

/// The significance of what stands inside these fields: all versions of all goals ask for it.
static IN_METRIC: LazyLock<Significance> = LazyLock::new(|| significance("metric"));
static IN_MILESTONES: LazyLock<Significance> = LazyLock::new(|| significance("milestones"));
static IN_SUPPORTS: LazyLock<Significance> = LazyLock::new(|| significance("supports"));

/// The goalposts that are fields of their own.
pub fn goalpost_fields() -> impl Iterator<Item = &'static Field> {
    static FOUND: LazyLock<Vec<&Field>> = LazyLock::new(|| {
        let is_goalpost = |field: &&Field| field.significance() == Significance::Goalpost;
        FIELDS.iter().filter(is_goalpost).filter(|it| it.form.is_single() || it.form == Form::Period).collect()
    });
    FOUND.iter().copied()
}

/// Whether what stands inside a field is a goalpost.
pub fn is_goalpost_of(name: &str) -> impl Fn(&FieldRow) -> bool + use<> {
    is_goalpost_in(significance(name))
}

fn is_goalpost_in(mapping: Significance) -> impl Fn(&FieldRow) -> bool {
    move |row| row.significance_in(mapping) == Significance::Goalpost
}

//! Goalposts that a file writes and that cannot be read: they are unknown, which is not unset.

use std::borrow::Cow;

use super::document::Role;
use super::goal::Goal;
use super::goalposts::{goalpost_fields, is_goalpost_of};
use super::unread_number::is_unread_number;
use crate::model::field::field;
use crate::syntax::{Fault, FaultKind, Node, QuoteStyle, Scalar, Tree, Value, locate, parse_number};

/// The fields with goalposts, or with parts that are goalposts, of which a fault hides what stands there.
pub(super) fn unread_goalposts(faults: &[Fault]) -> Vec<&'static str> {
    let hides = |name: &str| {
        let is_part =
            |fault: &Fault| fault.route.split(['.', '[']).next() == Some(name) && is_unread_number(Role::Goal, fault);
        let parts = field(name).map(|field| field.rows()).unwrap_or_default().iter();
        let parts: Vec<String> =
            parts.filter(|row| is_goalpost_of(name)(row)).map(|row| format!("{name}.{}", row.name)).collect();
        let is_misspelt =
            |fault: &Fault| fault.is_misspelling_of(name) || parts.iter().any(|part| fault.is_misspelling_of(part));
        faults.iter().any(|fault| is_part(fault) || is_misspelt(fault))
    };
    let single = goalpost_fields().map(|field| field.name);
    if faults.is_empty() {
        Vec::new()
    } else {
        ["metric", "milestones", "supports"].into_iter().chain(single).filter(|name| hides(name)).collect()
    }
}

/// The goalposts that are single numbers.
const NUMBERS: [&str; 5] = ["metric.baseline", "metric.target", "metric.at_least", "metric.at_most", "weight"];

/// The tree of a file without the quotes around numbers of goalposts, for which they cannot be read: everyone who looks at the
/// file takes them for the numbers. None where there are no such quotes.
pub(super) fn without_quotes(tree: &Tree, faults: &[Fault]) -> Option<Tree> {
    let is_hidden = |route: &str| faults.iter().any(|it| it.kind == FaultKind::WrongType && it.route == route);
    let mut plain: Option<Tree> = None;
    for route in NUMBERS.into_iter().filter(|route| is_hidden(route)) {
        let place = locate(tree.root.as_ref()?, route);
        let is_quoted = |it: &&Scalar| place.whole && it.style != QuoteStyle::Plain;
        let number = place.node.as_scalar().filter(is_quoted).and_then(|it| parse_number(it.text.trim()));
        if number.is_some_and(f64::is_finite)
            && let Some(root) = plain.get_or_insert_with(|| tree.clone()).root.as_mut()
        {
            unquote(root, route);
        }
    }
    plain
}

fn unquote(root: &mut Node, route: &str) {
    let mut node = root;
    for key in route.split('.') {
        let Value::Mapping(mapping) = &mut node.value else { return };
        let Some(entry) = mapping.entries.iter_mut().find(|entry| &*entry.key.text == key) else { return };
        node = &mut entry.value;
    }
    if let Value::Scalar(scalar) = &mut node.value {
        scalar.style = QuoteStyle::Plain;
    }
}

impl Goal {
    /// The goal with what its file writes and cannot be read as it was in an earlier version.
    #[must_use]
    pub fn with_unread_of(&self, before: Option<&Self>) -> Cow<'_, Self> {
        let Some(before) = before.filter(|_| !self.unread.is_empty()) else { return Cow::Borrowed(self) };
        let mut goal = self.clone();
        for name in &self.unread {
            match *name {
                "metric" => match (&mut goal.metric, &before.metric) {
                    (Some(own), Some(known)) => {
                        own.baseline = own.baseline.or(known.baseline);
                        own.target = own.target.or(known.target);
                        own.at_least = own.at_least.or(known.at_least);
                        own.at_most = own.at_most.or(known.at_most);
                        own.unit = own.unit.take().or_else(|| known.unit.clone());
                        own.kpi = own.kpi.take().or_else(|| known.kpi.clone());
                        own.from = own.from.take().or_else(|| known.from.clone());
                    }
                    (own, known) => own.clone_from(known),
                },
                "milestones" => goal.milestones.clone_from(&before.milestones),
                "supports" => goal.supports.clone_from(&before.supports),
                "period" => goal.period.clone_from(&before.period),
                "deadline" => goal.deadline = before.deadline,
                "measures" => goal.measures.clone_from(&before.measures),
                "weight" => goal.weight = before.weight,
                "commitment" => goal.commitment = before.commitment,
                "rollup" => goal.rollup = before.rollup,
                _ => {}
            }
        }
        Cow::Owned(goal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reading::read_alone;
    use crate::model::settings::Settings;
    use crate::source::SourceFile;

    fn goal(lines: &str) -> Goal {
        let text = format!("kind: key_result\nid: a\ntitle: Raise a\nmeasures: o\n{lines}");
        read_alone(&SourceFile::from_text("a.yaml", text), &Settings::default()).1.expect("a goal")
    }

    #[test]
    fn what_cannot_be_read_is_as_it_was_and_what_is_left_out_is_not() {
        let before = goal("period: 2026-Q4\nweight: 2\nmetric: {unit: x, baseline: 0, target: 100, current: 3}\n");
        for (lines, unread) in [
            ("weight: 2\nmetric: {unit: x, baseline: 0, target: many}\nperiod: 2026-Q4\n", &["metric"][..]),
            ("weight: 2\nmetric: {unit: x, baseline: 0, tagret: 9, current: 3}\nperiod: 2026-Q4\n", &["metric"]),
            (
                "wieght: 2\nmetric: {unit: x, baseline: 0, target: 100, current: 3}\nperiod: 2026-Q9\n",
                &["period", "weight"],
            ),
        ] {
            let after = goal(lines);
            let mut found = after.unread.clone();
            found.sort_unstable();
            assert_eq!(found, unread, "{lines}");
            let known = after.with_unread_of(Some(&before)).into_owned();
            assert_eq!(
                (&known.period, known.weight, &known.metric),
                (&before.period, before.weight, &before.metric),
                "{lines}"
            );
        }
        let less = goal("metric: {unit: x, baseline: 0, target: 100}\n");
        assert!(less.unread.is_empty() && less.with_unread_of(Some(&before)).weight.is_none());
    }

    #[test]
    fn a_number_in_quotes_is_meant_as_it_stands() {
        let written = goal("metric: {unit: x, baseline: 0, target: \"50\", current: 3}\nweight: '2'\n");
        assert!(written.unread.contains(&"metric") && written.weight.is_none());
        let meant = written.meant.as_ref().expect("it is meant");
        let target = meant.metric.as_ref().and_then(|it| it.target);
        assert_eq!((target, meant.weight, &meant.unread[..], &meant.meant), (Some(50.0), Some(2.0), &[][..], &None));
        for other in
            ["metric: {unit: x, baseline: 0, target: \"many\"}\n", "metric: {unit: \"x\", baseline: 0, target: 50}\n"]
        {
            assert_eq!(goal(other).meant, None, "{other}");
        }
    }
}

//! Finds what no merge can keep of both sides: git takes a line that one side removed and the other wrote anew elsewhere for
//! two changes that have nothing to do with each other.

use std::collections::BTreeSet;

use super::checkin;
use super::closed;
use super::lists;
use super::meaning::{Meaning, is_union};
use super::version::{BASE, OURS, THEIRS, Version};
use crate::syntax::{Entry, Node};

/// The route of a field, or of an entry of a list, that one side removed and the other changed; of a grade of which the
/// other side changed the numbers; or of the day of a value that the other side changed. Returns `None` if there is none, and for what is no goal file.
pub(super) fn lost_change(versions: [&[u8]; 3]) -> Option<String> {
    let [base, ours, theirs] = versions.map(|bytes| std::str::from_utf8(bytes).ok().and_then(Version::read));
    lost_change_of(&[base?, ours?, theirs?])
}

/// The same of versions that were read.
pub(super) fn lost_change_of(read: &[Version<'_>; 3]) -> Option<String> {
    if closed::is_graded_apart(read) {
        return Some("grade".to_owned());
    }
    if checkin::is_mixed(read) {
        return Some("metric.as_of".to_owned());
    }
    find("", "", read.each_ref().map(|version| Some(version.root())))
}

/// Compares a value of the three versions.
fn find(route: &str, name: &str, nodes: [Option<&Node>; 3]) -> Option<String> {
    let meanings = nodes.map(|node| node.map(|node| Meaning::of_field(name, node)));
    let [base, ours, theirs] = &meanings;
    // What the sides do not both change is merged without a choice.
    if base.is_none() || base == ours || base == theirs || ours == theirs {
        return None;
    }
    if is_union(name) {
        return find_entry(route, name, nodes);
    }
    if ours.is_none() || theirs.is_none() {
        return Some(route.to_owned());
    }
    let mappings = nodes.map(|node| node.and_then(Node::as_mapping));
    if mappings.iter().any(Option::is_none) {
        return None;
    }
    let names = |side: usize| mappings[side].into_iter().flat_map(|it| &it.entries).map(name_of);
    let names: BTreeSet<&str> = names(BASE).chain(names(OURS)).chain(names(THEIRS)).collect();
    names.into_iter().find_map(|name| {
        let below = if route.is_empty() { name.to_owned() } else { format!("{route}.{name}") };
        find(&below, name, mappings.map(|mapping| mapping?.get(name)))
    })
}

/// An entry that one side removed and the other changed is lost one way or the other; what both changed is compared by field.
fn find_entry(route: &str, name: &str, nodes: [Option<&Node>; 3]) -> Option<String> {
    let items =
        |node: Option<&Node>| node.and_then(Node::as_sequence).map(|list| list.items.clone()).unwrap_or_default();
    let lists = nodes.map(items);
    lists::align(name, lists.each_ref().map(Box::as_ref)).into_iter().find_map(|places| {
        let entries = [BASE, OURS, THEIRS].map(|side| Some(&lists[side][places[side]?]));
        let below = format!("{route}[{}]", places[OURS].or(places[THEIRS]).unwrap_or(0));
        if let [Some(base), Some(changed), None] | [Some(base), None, Some(changed)] = entries {
            return (Meaning::of(base) != Meaning::of(changed)).then_some(below);
        }
        find(&below, "", entries)
    })
}

fn name_of(entry: &Entry) -> &str {
    &entry.key.text
}

#[cfg(test)]
mod tests {
    use super::super::{Merged, merge};
    use crate::git::TextMerge;

    const START: &str = "kind: key_result\nid: uptime\n";
    const REST: &str = "title: Raise uptime\nmeasures: o\nowner: tom\nperiod: 2026-Q4\nlabels: [a]\n";
    const METRIC: &str = "metric:\n  name: uptime\n  unit: x\n  baseline: 0\n  target: 9\n";

    /// Merges by both sides; the merge is the same.
    fn merged([base, ours, theirs]: [String; 3]) -> Merged {
        let merge = |versions: [&String; 3]| {
            merge(versions.map(String::as_bytes), "a.yaml", &TextMerge::default(), || None).expect("merged")
        };
        let (one, other) = (merge([&base, &ours, &theirs]), merge([&base, &theirs, &ours]));
        assert_eq!((one.clean, &one.open), (other.clean, &other.open));
        one
    }

    #[test]
    fn a_field_rewritten_elsewhere_on_one_side_and_removed_on_the_other_is_a_conflict() {
        for [before, after] in [
            ["why: calls wait\n", "why: calls wait for hours\n"],
            ["grade: {score: 0.5, by: tom}\n", "grade: {score: 0.6, by: tom}\n"],
            ["why: >-\n  calls\n  wait\n", "why: >-\n  calls wait\n  for hours\n"],
        ] {
            let base = format!("{START}{before}{REST}{METRIC}");
            let (moved, removed) = (format!("{START}{REST}{METRIC}{after}"), format!("{START}{REST}{METRIC}"));
            let conflict = merged([base, moved, removed]);
            let name = before.split(':').next().expect("a name");
            assert_eq!((conflict.clean, &*conflict.open), (false, &[name.to_owned()][..]), "{before}");
            let text = String::from_utf8(conflict.bytes).expect("text");
            assert!(text.contains("<<<<<<<") && text.contains(after), "{text}");
        }
    }

    #[test]
    fn a_part_rewritten_elsewhere_on_one_side_and_removed_on_the_other_is_a_conflict() {
        let metric = METRIC.replace("  unit: x\n", "");
        let needs = |entry: &str| format!("needs:\n  - from: ops\n{entry}");
        let rest = "    what: keys\n    state: asked\n    effort: 2\n    goal: uptime\n";
        for (base, moved, removed, route) in [
            (METRIC.to_owned(), format!("{metric}  unit: y\n"), metric, "metric.unit"),
            (
                needs(&format!("    by: 2026-11-01\n{rest}")),
                needs(&format!("{rest}    by: 2026-11-02\n")),
                needs(rest),
                "needs[0].by",
            ),
        ] {
            let conflict = merged([base, moved, removed].map(|more| format!("{START}{REST}{more}")));
            assert_eq!((conflict.clean, &*conflict.open), (false, &[route.to_owned()][..]));
        }
    }

    #[test]
    fn an_entry_that_one_side_removed_and_the_other_changed_is_a_conflict_wherever_it_stands() {
        let milestone = |title: &str, done: &str| format!("  - {{title: {title}, due: 2026-11-01{done}}}\n");
        let milestones = |all: &[String]| format!("{START}{REST}milestones:\n{}", all.concat());
        let others = ["a", "b", "c", "d"].map(|title| milestone(title, ""));
        let with = |first: &[String], last: &[String]| milestones(&[first, &others[..], last].concat());
        let (before, after) = ([milestone("drill", "")], [milestone("drill", ", done: 2026-10-30")]);
        let removed = with(&[], &[]);
        for changed in [with(&after, &[]), with(&[], &after)] {
            let conflict = merged([with(&before, &[]), changed, removed.clone()]);
            assert_eq!(conflict.open.len(), 1);
            let text = String::from_utf8(conflict.bytes).expect("text");
            assert!(!conflict.clean && text.contains("<<<<<<<") && text.contains(&after[0]), "{text}");
        }
        // The last one, with its list.
        let conflict = merged([milestones(&before), milestones(&after), format!("{START}{REST}")]);
        assert!(!conflict.clean);
    }

    /// A side that planned a step beside the metric was in conflict with the close of the other, though no grade is made of
    /// such a step.
    #[test]
    fn a_planned_point_beside_a_close_is_no_conflict() {
        let goal = |metric: &str, more: &str| format!("{START}{REST}{metric}{more}");
        let closed = "state: missed\nclosed: 2026-11-05\ngrade: {score: 0.6, computed: 0.6, by: tom}\n";
        let step = |more: &str| format!("milestones:\n  - {{title: step, due: 2026-11-01{more}}}\n");
        let sides = [goal(METRIC, ""), goal(METRIC, closed), goal(METRIC, &step(", value: 4"))];
        assert!(merged(sides).clean);
        // Without a metric they are what is measured.
        let (before, after) = (step(""), step(", done: 2026-10-30"));
        let sides = [goal("", &before), goal("", &format!("{before}{closed}")), goal("", &after)];
        assert!(!merged(sides).clean);
    }

    #[test]
    fn a_value_of_one_side_never_gets_the_day_of_the_other() {
        let metric = |value: u32, day: &str| {
            format!("{START}{REST}metric:\n  current: {value}\n  name: n\n  unit: x\n  baseline: 0\n  target: 9\n{day}")
        };
        let (early, late) = ("  as_of: 2026-10-05\n", "  as_of: 2026-11-10\n");
        // Lines that lie apart git merges without a conflict: the older value would be one of the later day.
        for (one, other) in [((3, early), (2, late)), ((3, early), (2, "")), ((3, ""), (2, late))] {
            let before = if one.1.is_empty() { "" } else { early };
            let conflict = merged([metric(2, before), metric(one.0, one.1), metric(other.0, other.1)]);
            assert!(!conflict.clean, "{}", String::from_utf8_lossy(&conflict.bytes));
        }
        // The later check-in may repeat the value of before; it is one all the same.
        let whole = merged([metric(2, early), metric(3, "  as_of: 2026-10-20\n"), metric(2, late)]);
        assert!(whole.clean && String::from_utf8_lossy(&whole.bytes).contains("current: 2"));
    }

    #[test]
    fn what_was_only_moved_on_one_side_is_removed_as_on_the_other() {
        let why = "why: calls wait\n";
        let removed = format!("{START}{REST}{METRIC}");
        let merged =
            merged([format!("{START}{why}{REST}{METRIC}"), format!("{START}{REST}{METRIC}{why}"), removed.clone()]);
        assert_eq!((merged.clean, String::from_utf8_lossy(&merged.bytes).into_owned()), (true, removed));
    }
}

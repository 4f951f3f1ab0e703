//! Finds what a merge by line would lose: git takes a line that one side removed and the other wrote anew elsewhere for two
//! changes that have nothing to do with each other.

use std::collections::{BTreeSet, HashMap};

use super::lists;
use super::meaning::{Meaning, is_union};
use super::version::{BASE, OURS, THEIRS, Version};
use crate::source::SourceFile;
use crate::syntax::{Entry, Node, parse};

/// The route of a field that one side removed and the other changed, or of an entry of a list that one side changed and a
/// merge by line does not have. Returns `None` if there is none, and for what is no goal file.
pub(super) fn lost_change(versions: [&[u8]; 3], merged: &[u8]) -> Option<String> {
    let [base, ours, theirs] = versions.map(|bytes| std::str::from_utf8(bytes).ok().and_then(Version::read));
    lost_change_of(&[base?, ours?, theirs?], std::str::from_utf8(merged).ok()?)
}

/// The same of versions that were read.
pub(super) fn lost_change_of(read: &[Version<'_>; 3], merged: &str) -> Option<String> {
    let (tree, _) = parse(&SourceFile::from_text("", merged));
    find("", "", read.each_ref().map(|version| Some(version.root())), tree.root.as_ref())
}

/// Compares a value of the three versions with the merged one.
fn find(route: &str, name: &str, nodes: [Option<&Node>; 3], merged: Option<&Node>) -> Option<String> {
    let meanings = nodes.map(|node| node.map(|node| Meaning::of_field(name, node)));
    let [base, ours, theirs] = &meanings;
    // What the sides do not both change is merged without a choice.
    if base.is_none() || base == ours || base == theirs || ours == theirs {
        return None;
    }
    if is_union(name) {
        return find_entry(route, name, nodes, merged);
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
        let merged = merged.and_then(|node| node.as_mapping()?.get(name));
        find(&below, name, mappings.map(|mapping| mapping?.get(name)), merged)
    })
}

/// An entry that one side removed and the other changed stays, as changed; what both sides changed is compared by field.
fn find_entry(route: &str, name: &str, nodes: [Option<&Node>; 3], merged: Option<&Node>) -> Option<String> {
    let items =
        |node: Option<&Node>| node.and_then(Node::as_sequence).map(|list| list.items.clone()).unwrap_or_default();
    let (lists, merged) = (nodes.map(items), items(merged));
    let here = lists::align(name, [&lists[BASE], &merged, &[]]).into_iter();
    let here: HashMap<usize, usize> = here.filter_map(|places| Some((places[BASE]?, places[OURS]?))).collect();
    lists::align(name, lists.each_ref().map(Box::as_ref)).into_iter().find_map(|places| {
        let entries = [BASE, OURS, THEIRS].map(|side| Some(&lists[side][places[side]?]));
        let below = format!("{route}[{}]", places[OURS].or(places[THEIRS]).unwrap_or(0));
        let merged = places[BASE].and_then(|at| here.get(&at)).map(|at| &merged[*at]);
        if let [Some(base), Some(changed), None] | [Some(base), None, Some(changed)] = entries {
            let (before, after) = (Meaning::of(base), Meaning::of(changed));
            return (before != after && merged.map(Meaning::of) != Some(after)).then_some(below);
        }
        find(&below, "", entries, merged)
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
    fn an_entry_rewritten_elsewhere_on_one_side_and_removed_on_the_other_stays() {
        let entry = |from: &str, state: &str| format!("  - {{from: {from}, what: keys, state: {state}}}\n");
        let needs = |all: &[String]| format!("{START}{REST}needs:\n{}", all.concat());
        let others = ["a", "b", "c", "d"].map(|from| entry(from, "asked"));
        let with = |first: &[String], last: &[String]| needs(&[first, &others[..], last].concat());
        let (before, after) = ([entry("ops", "asked")], [entry("ops", "met")]);
        let text = merged([with(&before, &[]), with(&[], &after), with(&[], &[])]);
        assert!(text.clean && String::from_utf8_lossy(&text.bytes).contains("from: ops, what: keys, state: met"));
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

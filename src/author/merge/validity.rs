//! Tells whether a merged file is valid where both sides are.

use crate::analysis::facts::Facts;
use crate::lint::{self, Group, Level, Lint, Rule};
use crate::model::{Day, Settings, Workspace, goal_faults};
use crate::rules::RULES;
use crate::source::{MAX_BYTES, ORG_FILE, SETTINGS_FILE, SourceFile, SourceSet, most_bytes};
use crate::syntax::{Mapping, Tree, parse};

/// A fault: the name of its kind or rule, and its message.
type NamedFault = (String, String);

/// The rules that find errors in a goal file by itself, whatever stands in others: two fields that each side changed alone
/// may not go together.
const ALONE: [&str; 9] = [
    "deadline-outside-period",
    "dropped-without-reason",
    "duplicate-link",
    "missing-owner",
    "missing-period",
    "more-respondents-than-invited",
    "self-link",
    "target-equals-baseline",
    "target-outside-domain",
];

/// Returns why a merged file would not be valid, if both sides are valid YAML and it is not, or if it has a fault that
/// neither side has. `name` is the file's, which decides how large it may be. Git merges lines, and three valid files may merge to one with a field twice.
pub(super) fn refusal(sides: [&[u8]; 2], merged: &[u8], name: &str) -> Option<String> {
    let [ours, theirs] = sides.map(|side| faults(side, name));
    // Where a side is not valid YAML, nothing better can be expected of the merge.
    let (ours, theirs) = (ours?, theirs?);
    let most = most_bytes(name);
    if merged.len() as u64 > most {
        let files = if most == MAX_BYTES { "goal files are" } else { "it is" };
        return Some(format!("it would have {} bytes; {files} read up to {most} ({} MiB)", merged.len(), most >> 20));
    }
    let Some(found) = faults(merged, name) else { return Some(page_fault(merged, name)) };
    // What a rule finds in a side too is no fault of the merge, though its message may name other values.
    let is_alike = |a: &NamedFault, b: &NamedFault| if ALONE.contains(&&*a.0) { a.0 == b.0 } else { a == b };
    let known = |fault: &NamedFault| ours.iter().chain(&theirs).any(|it| is_alike(it, fault));
    found.into_iter().find(|fault| !known(fault)).map(|(_, message)| message)
}

/// The faults of a goal file, of `org.yaml` or of `goalpost.yaml`; none in other YAML. Returns `None` for what is not valid
/// YAML with fields.
fn faults(bytes: &[u8], name: &str) -> Option<Vec<NamedFault>> {
    let file = read(bytes, name)?;
    let (tree, faults) = parse(&file);
    let fields = tree.mapping().filter(|_| faults.is_empty() && !tree.partial)?;
    if fields.get("kind").is_some() && fields.get("id").is_some() {
        // The settings are not known here: a fault that comes of other ones is in both sides too.
        let faults = goal_faults(&file, &Settings::default()).into_iter();
        let mut faults: Vec<_> = faults.map(|it| (format!("{:?}", it.kind), it.message)).collect();
        faults.extend(errors("goal.yaml", &file.text, |rule| ALONE.contains(&rule.name)));
        return Some(faults);
    }
    let is_about_the_file =
        |rule: &Rule| matches!(rule.group, Group::Document) || matches!(rule.name, "team-cycle" | "manager-cycle");
    Some(name_of(&tree, fields).map_or_else(Vec::new, |name| errors(name, &file.text, is_about_the_file)))
}

/// The name of the file that has these fields, if it is one of the two about the repository.
fn name_of(tree: &Tree, fields: &Mapping) -> Option<&'static str> {
    let is_list = |name: &str| tree.mapping().and_then(|it| it.get(name)).is_some_and(|it| it.as_mapping().is_none());
    let only = |names: &[&str]| fields.entries.iter().all(|entry| names.contains(&&*entry.key.text));
    if only(&["teams", "people", "bots"]) && (fields.get("people").is_none() || is_list("people")) {
        return Some(ORG_FILE);
    }
    Some(SETTINGS_FILE).filter(|_| !fields.entries.is_empty())
}

/// The errors in a file that some rules find in the file itself. A file with fields that it does not have is another's.
fn errors(name: &str, text: &str, is_asked: impl Fn(&Rule) -> bool) -> Vec<NamedFault> {
    let workspace = Workspace::read(SourceSet::from_texts([(name, text)]));
    // What depends on today is not a matter of the merge: it is the same in all versions.
    let facts = Facts::take(&workspace, Day::constant(2000, 1, 1));
    let rules: Vec<&'static Rule> = RULES.iter().filter(|rule| is_asked(rule)).copied().collect();
    let findings = lint::run(&Lint { rules: &rules, ..Lint::default() }, &facts).findings;
    let is_foreign = findings
        .iter()
        .any(|it| it.rule == "unknown-field" && it.field.as_deref().is_some_and(|field| !field.contains(['.', '['])));
    let errors = findings.into_iter().filter(|it| it.level == Level::Error && !is_foreign);
    errors.map(|it| (it.rule.to_owned(), it.message)).collect()
}

/// A file that is UTF-8 and small enough to be read.
fn read(bytes: &[u8], name: &str) -> Option<SourceFile> {
    Some(SourceFile::from_bytes(name, bytes.to_vec())).filter(|file| file.fault.is_none())
}

fn page_fault(bytes: &[u8], name: &str) -> String {
    let fault = read(bytes, name).and_then(|file| parse(&file).1.into_iter().next());
    fault.map_or_else(|| "it would not be valid YAML".to_owned(), |fault| fault.message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal_of(ours: &str, theirs: &str, merged: &str) -> Option<String> {
        refusal([ours.as_bytes(), theirs.as_bytes()], merged.as_bytes(), "a.yaml")
    }

    #[test]
    fn a_new_fault_of_the_organisation_is_a_refusal() {
        let (ana, ben) = ("- {id: ana, name: Ana}\n", "- {id: ben, name: Ben}\n");
        let people = |all: &[&str]| format!("people:\n{}", all.concat());
        let twice = refusal_of(&people(&[ana, ben]), &people(&[ben, ana]), &people(&[ana, ben, ana]));
        assert!(twice.is_some_and(|it| it.contains("`ana`")));
        assert_eq!(refusal_of(&people(&[ana]), &people(&[ben]), &people(&[ana, ben])), None);
        let teams = |a: &str, b: &str| format!("teams:\n- {{id: a{a}}}\n- {{id: b{b}}}\n");
        let cycle =
            refusal_of(&teams(", parent: b", ""), &teams("", ", parent: a"), &teams(", parent: b", ", parent: a"));
        assert!(cycle.is_some_and(|it| it.contains("`a`") && it.contains("`b`")));
        let gone = refusal_of("teams:\n- {id: b}\n", &teams("", ", parent: a"), "teams:\n- {id: b, parent: a}\n");
        assert!(gone.is_some_and(|it| it.contains("`a`")));
    }

    #[test]
    fn fields_of_a_goal_that_do_not_go_together_are_a_refusal() {
        assert!(ALONE.iter().all(|name| RULES.iter().any(|rule| rule.name == *name)), "a rule has another name");
        let goal = |more: &str| format!("kind: key_result\nid: k\ntitle: Keep k\nmeasures: o\n{more}");
        let kept = |least: u32, most: u32| {
            goal(&format!("metric: {{name: n, unit: x, at_least: {least}, at_most: {most}}}\n"))
        };
        assert!(refusal_of(&kept(80, 90), &kept(10, 60), &kept(80, 60)).is_some());
        assert_eq!(refusal_of(&kept(80, 60), &kept(10, 20), &kept(80, 20)), None, "a side has the fault too");
        let way = |from: u32, to: u32| goal(&format!("metric: {{name: n, unit: x, baseline: {from}, target: {to}}}\n"));
        assert!(refusal_of(&way(50, 100), &way(0, 50), &way(50, 50)).is_some());
        assert_eq!(refusal_of(&way(20, 100), &way(0, 50), &way(20, 50)), None);
        let objective = |id: &str, more: &str| format!("kind: objective\nid: {id}\ntitle: Make it good\n{more}");
        let (renamed, linked) = (objective("p", "formerly: [o]\n"), objective("o", "supports: [p]\n"));
        assert!(refusal_of(&renamed, &linked, &objective("p", "formerly: [o]\nsupports: [p]\n")).is_some());
        let (draft, owner) = ("state: draft\n", "owner: ana\nperiod: 2026-Q4\n");
        let merged = objective("o", "period: 2026-Q4\n");
        assert!(
            refusal_of(&objective("o", owner), &objective("o", &format!("{draft}period: 2026-Q4\n")), &merged)
                .is_some()
        );
    }

    #[test]
    fn a_new_fault_of_the_settings_is_a_refusal_and_an_old_one_is_not() {
        let thresholds = |on_track, at_risk| format!("thresholds:\n  on_track: {on_track}\n  at_risk: {at_risk}\n");
        let crossed = refusal_of(&thresholds(0.7, 0.6), &thresholds(0.9, 0.8), &thresholds(0.7, 0.8));
        assert!(crossed.is_some_and(|it| it.contains("thresholds.at_risk")));
        assert_eq!(refusal_of(&thresholds(0.7, 0.6), &thresholds(0.8, 0.7), &thresholds(0.7, 0.7)), None);
        let odd = "settle: soon\n";
        assert_eq!(refusal_of(odd, &format!("{odd}ambition: 0.6\n"), &format!("{odd}ambition: 0.6\n")), None);
        // Files of other tools are not judged by fields that they happen to share.
        let other = |more: &str| format!("services: [x]\nrules: [y]\n{more}");
        assert_eq!(refusal_of(&other(""), &other("levels: []\n"), &other("levels: []\ntrunk: []\n")), None);
    }
}

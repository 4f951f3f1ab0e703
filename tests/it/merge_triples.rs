//! Merges of goal files made up at random, judged by a reader that knows nothing of the merge: valid where both sides
//! are, nothing lost that one side alone changed, and never a conflict where `git merge-file` gives a valid file that loses
//! nothing.
//!
//! `MERGE_CASES=9000 cargo test --test it merge_triples -- --nocapture` is the long run and prints the figures;
//! `MERGE_SEED=N` begins at another triple.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use goalpost::author::merge::merge;
use goalpost::git::{MergedText, TextMerge};
use goalpost::model::{Settings, goal_faults};
use goalpost::source::SourceFile;
use serde_yaml::Value;

use crate::support::triple::{Draft, Entry, Fields, Part, Triple};

/// Fields of an entry by which it is known. Where a side changes one, what the other side did to the entry may stand
/// beside it.
const KEYS: [(&str, &[&str]); 5] = [
    ("needs", &["from", "what", "goal"]),
    ("agreed", &["by"]),
    ("milestones", &["title", "due"]),
    ("supports", &["goal"]),
    ("log", &["date", "kind", "by", "text"]),
];

/// What is wrong with a merge.
struct Judgement<'t> {
    triple: &'t Triple,
    merged: Value,
    wrong: Vec<String>,
}

/// What a value means, as it is written.
fn meant(raw: &str) -> Value {
    let page: Value = serde_yaml::from_str(&format!("value: {raw}\n")).expect("a value");
    page["value"].clone()
}

fn meant_fields(fields: &Fields) -> Value {
    fields.iter().map(|(name, raw)| (Value::from(*name), meant(raw))).collect::<serde_yaml::Mapping>().into()
}

/// What comes of a value in three versions: what one side alone changed; nothing where both did.
fn outcome<T: PartialEq>([base, ours, theirs]: [T; 3]) -> Option<T> {
    if ours == theirs || theirs == base { Some(ours) } else { (ours == base).then_some(theirs) }
}

fn is_valid(text: &str) -> bool {
    let read = serde_yaml::from_str::<Value>(text).is_ok_and(|page| page["kind"].is_string() && page["id"].is_string());
    let small = text.len() <= 1024 * 1024;
    read && small && goal_faults(&SourceFile::from_text("g.yaml", text), &Settings::default()).is_empty()
}

impl Judgement<'_> {
    fn single(&mut self, route: &str, values: [Option<&String>; 3], merged: Option<&Value>) {
        let Some(expected) = outcome(values) else {
            // The value, its day and the confidence are of the later check-in.
            let sides = [values[1], values[2]].map(|raw| raw.map(|raw| meant(raw)));
            let checked = ["current", "as_of", "confidence"].contains(&route);
            if !checked || !sides.contains(&merged.cloned()) {
                self.wrong.push(format!("`{route}` of both sides is no conflict: {merged:?}"));
            }
            return;
        };
        let expected = expected.map(|raw| meant(raw));
        // A check-in of the other side that is later takes value and day together.
        let paired = ["current", "as_of"].contains(&route);
        if merged != expected.as_ref() && !(paired && self.is_whole_check_in()) {
            self.wrong.push(format!("`{route}`: {merged:?} instead of {expected:?}"));
        }
    }

    /// Whether value and day are those of a side that checked in, as both did.
    fn is_whole_check_in(&self) -> bool {
        let pair = |side: usize| {
            let Some(Part::Fields(fields)) = self.triple.drafts[side].part("metric") else { return [None, None] };
            ["current", "as_of"].map(|name| fields.get(name).map(|raw| meant(raw)))
        };
        let merged = ["current", "as_of"].map(|name| self.merged["metric"].get(name).cloned());
        pair(1) != pair(0) && pair(2) != pair(0) && [pair(1), pair(2)].contains(&merged)
    }

    /// A value stands beside the day of which it was.
    fn check_in(&mut self) {
        let pair = |side: usize| match self.triple.drafts[side].part("metric") {
            Some(Part::Fields(fields)) => Some(["current", "as_of"].map(|name| fields.get(name))),
            _ => None,
        };
        let has_changed = |side: usize| pair(side).is_some() && pair(side) != pair(0);
        if has_changed(1) && has_changed(2) && !self.is_whole_check_in() {
            self.wrong.push(format!("a check-in of nobody: {:?}", self.merged["metric"]));
        }
    }

    fn texts(&mut self, route: &str, versions: [&[String]; 3]) {
        let merged = self.merged.get(route).and_then(Value::as_sequence).cloned().unwrap_or_default();
        let [base, ours, theirs] = versions;
        for text in base.iter().chain(ours).chain(theirs) {
            let kept = outcome([base.contains(text), ours.contains(text), theirs.contains(text)]).unwrap_or(true);
            if merged.iter().filter(|it| **it == meant(text)).count() != usize::from(kept) {
                self.wrong.push(format!("`{route}` with {text}: {merged:?}"));
            }
        }
    }

    fn entries(&mut self, list: &'static str, versions: [&[Entry]; 3]) {
        let merged = self.merged.get(list).and_then(Value::as_sequence).cloned().unwrap_or_default();
        let keys = KEYS.iter().find(|(name, _)| *name == list).map_or(&[][..], |(_, keys)| *keys);
        let mut names: Vec<&str> = versions.iter().flat_map(|it| it.iter()).map(|it| it.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let mut expected_count = 0;
        let mut is_known = true;
        for name in names {
            let found = versions.map(|entries| entries.iter().find(|it| it.name == name).map(|it| &it.fields));
            let all: Vec<&Fields> = found.into_iter().flatten().collect();
            let renamed = keys.iter().any(|key| all.iter().any(|it| it.get(key) != all[0].get(key)));
            is_known &= !renamed;
            let whole: Vec<Fields> = match (outcome(found), found) {
                (Some(None), _) | (None, [_, None, None]) => continue,
                (Some(Some(fields)), _) => vec![fields.clone()],
                // Removed on one side and changed on the other: with another name it may be taken for another entry.
                (None, [_, Some(fields), None] | [_, None, Some(fields)]) => {
                    if !renamed {
                        self.wrong.push(format!("`{name}` in `{list}`, removed and changed, is no conflict"));
                    }
                    vec![fields.clone()]
                }
                (None, [_, Some(ours), Some(theirs)]) if renamed => vec![ours.clone(), theirs.clone()],
                (None, [base, Some(ours), Some(theirs)]) => {
                    vec![self.entry_fields(list, name, [base.unwrap_or(&Fields::new()), ours, theirs])]
                }
            };
            expected_count += 1;
            for fields in whole {
                let is_there = if renamed {
                    // What was set must be somewhere in the list.
                    let base = found[0];
                    let new = fields.iter().filter(|(key, raw)| base.and_then(|it| it.get(*key)) != Some(raw));
                    new.into_iter().all(|(key, raw)| merged.iter().any(|it| it[*key] == meant(raw)))
                } else {
                    merged.contains(&meant_fields(&fields))
                };
                if !is_there {
                    self.wrong.push(format!("`{list}` without {fields:?}: {merged:?}"));
                }
            }
        }
        if is_known && merged.len() != expected_count {
            self.wrong.push(format!("`{list}` has {} entries, not {expected_count}: {merged:?}", merged.len()));
        }
    }

    /// The fields of an entry that both sides changed.
    fn entry_fields(&mut self, list: &str, name: &str, [base, ours, theirs]: [&Fields; 3]) -> Fields {
        let mut fields = Fields::new();
        for field in ours.keys().chain(theirs.keys()) {
            let values = [base, ours, theirs].map(|it| it.get(field));
            match outcome(values) {
                Some(value) => fields.extend(value.map(|value| (*field, value.clone()))),
                // A person who agrees on both sides agreed on the later day.
                None if list == "agreed" => {
                    drop(fields.insert(field, values[1..].iter().copied().flatten().max().expect("a day").clone()));
                }
                None => self.wrong.push(format!("`{field}` of `{name}` in `{list}` is no conflict")),
            }
        }
        fields
    }

    /// A grade stands beside the numbers of which it was made.
    fn grade(&mut self) {
        let number = |side: usize, name: &str| {
            let Some(Part::Fields(fields)) = self.triple.drafts[side].part("metric") else { return None };
            fields.get(name).map(|raw| meant(raw))
        };
        let grade = |side: usize| self.triple.drafts[side].part("grade");
        for side in [1, 2].into_iter().filter(|side| grade(*side).is_some() && grade(1) != grade(2)) {
            let Some(Part::Single(raw)) = grade(side).filter(|own| grade(0) != Some(*own)) else { continue };
            let is_taken = self.merged.get("grade") == Some(&meant(raw));
            let is_other =
                |name: &&str| number(side, name) != self.merged.get("metric").and_then(|it| it.get(*name)).cloned();
            let other = ["baseline", "target", "current"].into_iter().find(is_other);
            if let Some(name) = other.filter(|_| is_taken) {
                self.wrong.push(format!("the grade {raw} beside another `{name}`"));
            }
        }
    }

    /// A value is not one of another unit. Where a side wrote another unit with other numbers, a value that the other side
    /// counted meanwhile was counted in the old one; a unit that is only spelt otherwise leaves the numbers as they are.
    fn unit(&mut self) {
        let of = |side: usize, name: &str| match self.triple.drafts[side].part("metric") {
            Some(Part::Fields(fields)) => fields.get(name).map(|raw| meant(raw)),
            _ => None,
        };
        let merged = |name: &str| self.merged.get("metric").and_then(|it| it.get(name)).cloned();
        let is_new = |side: usize, name: &str| of(side, name) != of(0, name) && of(side, name) != of(3 - side, name);
        let renumbers =
            |side: usize| ["baseline", "target", "current"].iter().any(|name| of(side, name) != of(0, name));
        for side in [1, 2].into_iter().filter(|side| is_new(*side, "unit") && renumbers(*side)) {
            let is_of_other = is_new(3 - side, "current") && merged("current") == of(3 - side, "current");
            if is_of_other && merged("unit") == of(side, "unit") {
                self.wrong.push(format!("a value of another unit: {:?}", self.merged["metric"]));
            }
        }
    }

    fn judge(&mut self) {
        let triple = self.triple;
        let drafts = triple.drafts.each_ref();
        let mut names: Vec<&'static str> = drafts.iter().flat_map(|it| it.parts.iter().map(|it| it.0)).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let parts = drafts.map(|draft: &Draft| draft.part(name));
            match parts.into_iter().flatten().next() {
                Some(Part::Single(_)) => {
                    let raw = parts.map(|part| if let Some(Part::Single(raw)) = part { Some(raw) } else { None });
                    let merged = self.merged.get(name).cloned();
                    self.single(name, raw, merged.as_ref());
                }
                Some(Part::Fields(_)) => {
                    let fields =
                        parts.map(|part| if let Some(Part::Fields(it)) = part { it.clone() } else { Fields::new() });
                    for key in ["unit", "baseline", "target", "stretch", "current", "as_of", "source"] {
                        let merged = self.merged[name].get(key).cloned();
                        self.single(key, fields.each_ref().map(|it| it.get(key)), merged.as_ref());
                    }
                }
                Some(Part::Texts(_)) => {
                    let texts = parts.map(|part| if let Some(Part::Texts(it)) = part { it.as_slice() } else { &[] });
                    self.texts(name, texts);
                }
                Some(Part::Entries(_)) => self.entries(name, drafts.map(|draft: &Draft| draft.entries(name))),
                None => {}
            }
        }
        self.grade();
        self.check_in();
        self.unit();
    }
}

/// What is wrong with a merge that is a valid file.
fn wrong_with(triple: &Triple, text: &str) -> Vec<String> {
    let merged = serde_yaml::from_str(text).expect("valid");
    let mut judgement = Judgement { triple, merged, wrong: Vec::new() };
    judgement.judge();
    judgement.wrong
}

/// The remarks that a side added are in the file, in conflict or not, unless the other side removed what stands below.
fn lost_remarks(triple: &Triple, text: &str) -> Vec<String> {
    let [base, ours, theirs] = &triple.drafts;
    let of = |own: &Draft, other: &Draft| {
        let stays = |name: &str| other.part(name).is_some() || base.part(name).is_none();
        own.parts.iter().filter(|part| stays(part.0)).flat_map(|part| part.2.clone()).collect::<Vec<_>>()
    };
    let remarks = [of(ours, theirs), of(theirs, ours)].concat();
    let lost = remarks.into_iter().filter(|remark| !text.contains(remark.as_str()));
    lost.map(|remark| format!("the remark `{remark}` is lost")).collect()
}

/// What a side alone set is in the file between the markers or outside them.
fn lost_values(triple: &Triple, text: &str) -> Vec<String> {
    let [base, ours, theirs] = &triple.texts;
    let lines = |text: &str| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
    let (base, all) = (lines(base), lines(text));
    let (ours, theirs) = (lines(ours), lines(theirs));
    let words = |line: &String| {
        line.split(['{', '}', ',', '[', ']'])
            .map(|it| it.trim().trim_start_matches("- ").to_owned())
            .collect::<Vec<_>>()
    };
    let known: Vec<String> = base.iter().flat_map(words).collect();
    let there: Vec<String> = all.iter().flat_map(words).collect();
    let text_of = |side: &[String]| side.iter().flat_map(words).collect::<Vec<_>>();
    let (ours, theirs) = (text_of(&ours), text_of(&theirs));
    let new = ours.iter().chain(&theirs).filter(|it| !known.contains(it) && !it.is_empty());
    let is_there = |it: &String| there.iter().any(|line| line.contains(it.as_str()));
    // The older of two check-ins, and of two agreements, may be left out.
    let older = |it: &String| ["current:", "as_of:", "confidence:", "date:"].iter().any(|name| it.contains(name));
    new.filter(|it| !older(it) && !is_there(it)).map(|it| format!("`{it}` is lost")).collect()
}

/// What stands between the markers as one side's is what that side wrote.
fn foreign_lines(triple: &Triple, text: &str) -> Vec<String> {
    let mut side = 0;
    let mut foreign = Vec::new();
    for line in text.lines() {
        match line.get(..7) {
            Some("<<<<<<<") => side = 1,
            Some("=======") => side = 2,
            Some(">>>>>>>") => side = 0,
            _ if side > 0 && !triple.texts[side].lines().any(|own| own.trim() == line.trim()) => {
                foreign.push(format!("`{line}` is not of {}", ["base", "ours", "theirs"][side]));
            }
            _ => {}
        }
    }
    foreign
}

/// Whether a stretch lies nearer than the target, as two sides may make it together.
fn stretch_falls_short(text: &str) -> bool {
    let Ok(page) = serde_yaml::from_str::<Value>(text) else { return false };
    let number = |name: &str| page["metric"][name].as_f64();
    let [Some(from), Some(to), Some(stretch)] = ["baseline", "target", "stretch"].map(number) else { return false };
    (stretch - to) * (to - from) <= 0.0
}

fn by_git(folder: &Path) -> (bool, String) {
    let output =
        Command::new("git").current_dir(folder).args(["merge-file", "-p", "-q", "ours", "base", "theirs"]).output();
    let output = output.expect("git runs");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn random_triples_merge_to_valid_files_lose_nothing_and_are_never_worse_than_git() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let (first, cases) = (number("MERGE_SEED").unwrap_or(0), number("MERGE_CASES").unwrap_or(150));
    let folder = tempfile::tempdir().expect("a folder");
    let [mut ours_clean, mut git_clean, mut git_valid] = [0; 3];
    let [mut invalid, mut lost, mut worse] = [0; 3];
    let mut told = String::new();
    for seed in first..first + cases {
        let triple = Triple::new(seed);
        assert!(
            triple.texts.iter().all(|text| is_valid(text)),
            "triple {seed} is not valid: {}",
            triple.texts.join("---\n")
        );
        for (name, text) in ["base", "ours", "theirs"].iter().zip(&triple.texts) {
            fs::write(folder.path().join(name), text).expect("written");
        }
        let git = by_git(folder.path());
        let git_is_valid = git.0 && is_valid(&git.1);
        let loses = |text: &str| !wrong_with(&triple, text).is_empty();
        let by_line = || Some(MergedText { bytes: git.1.clone().into_bytes(), clean: git.0 });
        let merged = merge(triple.texts.each_ref().map(String::as_bytes), "a.yaml", &TextMerge::default(), by_line);
        let merged = merged.expect("merged");
        let text = String::from_utf8(merged.bytes).expect("text");
        git_clean += usize::from(git.0);
        git_valid += usize::from(git_is_valid);
        ours_clean += usize::from(merged.clean);
        let mut wrong = lost_remarks(&triple, &text);
        if !merged.clean {
            wrong.extend(lost_values(&triple, &text));
            wrong.extend(foreign_lines(&triple, &text));
        } else if is_valid(&text) {
            wrong.extend(wrong_with(&triple, &text));
        } else {
            invalid += 1;
            wrong.push("it is not valid".to_owned());
        }
        lost += usize::from(!wrong.is_empty());
        // A file that lacks what a side changed is not the better merge, nor one of which no stretch comes.
        let is_short = !triple.texts[1..].iter().any(|text| stretch_falls_short(text)) && stretch_falls_short(&git.1);
        if !merged.clean && git_is_valid && !is_short && !loses(&git.1) {
            worse += 1;
            wrong.push("git has no conflict".to_owned());
        }
        if !wrong.is_empty() && told.len() < 20_000 {
            let [base, ours, theirs] = &triple.texts;
            told += &format!(
                "\n=== triple {seed}: {wrong:#?}\n--- base\n{base}--- ours\n{ours}--- theirs\n{theirs}--- merged (clean: {})\n{text}",
                merged.clean
            );
        }
    }
    let figures = format!(
        "{cases} triples: {ours_clean} merged without a conflict; git merge-file {git_clean}, of these {git_valid} to a valid file; {invalid} invalid, {lost} with something lost, {worse} worse than git"
    );
    writeln!(std::io::stderr(), "{figures}").expect("told");
    assert_eq!((invalid, lost, worse), (0, 0, 0), "{figures}{told}");
}

//! What a person does to a goal file, at random.

use super::{Chance, Draft, Part, day, entry, words};

const WAITING: [&str; 2] = ["asked", "met"];

/// One edit of a side.
pub(super) fn change(draft: &mut Draft, chance: &mut Chance, side: &str) {
    let lists: Vec<&str> = draft.parts.iter().filter(|it| matches!(it.1, Part::Entries(_))).map(|it| it.0).collect();
    match chance.below(14) {
        0 | 1 => {
            let name = chance.pick(&["title", "owner", "reason", "why", "priority", "effort", "team", "state"]);
            let value = match name {
                "owner" | "team" => chance.pick(&["tom", "lea", "nia"]).to_owned(),
                "priority" => chance.pick(&["must", "should", "could"]).to_owned(),
                "state" if draft.part("grade").is_some() => return,
                "state" => chance.pick(&["active", "draft"]).to_owned(),
                "effort" => (1 + chance.below(9)).to_string(),
                "why" if chance.one_in(2) => format!(">-\n  {side} says\n  so {}", chance.below(99)),
                _ => words(chance, side),
            };
            draft.set(chance, name, Part::Single(value));
        }
        2 => {
            let name = chance.pick(&["reason", "why", "priority", "labels", "confidence"]);
            draft.parts.retain(|part| part.0 != name);
        }
        3 if draft.has_metric() => {
            let name = chance.pick(&["target", "baseline", "stretch", "source", "unit"]);
            let value = match name {
                "unit" => chance.pick(&["x", "calls", "minutes"]).to_owned(),
                "source" => format!("https://{side}.example/{}", chance.below(9)),
                _ => (110 + chance.below(20)).to_string(),
            };
            let keep = !chance.one_in(4) || !matches!(name, "stretch" | "source");
            draft.set_metric(name, keep.then_some(value));
        }
        4..=6 if draft.has_metric() => check_in(draft, chance, side),
        7 => {
            let label = format!("{side}-{}", chance.below(4));
            match draft.part_mut("labels") {
                Some(Part::Texts(texts)) if texts.len() > 1 && chance.one_in(3) => drop(texts.remove(0)),
                Some(Part::Texts(texts)) if !texts.contains(&label) => {
                    texts.insert(chance.below(texts.len() + 1), label);
                }
                Some(_) => {}
                None => draft.set(chance, "labels", Part::Texts(vec![label])),
            }
        }
        8 | 9 => {
            let list = if draft.has_metric() {
                ["milestones", "needs", "agreed", "log"]
            } else {
                ["supports", "needs", "agreed", "log"]
            };
            let list = chance.pick(&list);
            let entry = entry(chance, list, side);
            if draft.entries(list).iter().all(|it| it.name != entry.name) {
                draft.push_entry(chance, list, entry);
            }
        }
        10 if !lists.is_empty() => change_entry(draft, chance, side, &lists),
        11 => {
            let at = chance.below(draft.parts.len());
            draft.parts[at].2.push(format!("{side} remark {}", chance.below(99)));
        }
        12 if chance.one_in(2) => close(draft, chance),
        13 if chance.one_in(2) => {
            let from = 3 + chance.below(draft.parts.len() - 3);
            let part = draft.parts.remove(from);
            let to = 3 + chance.below(draft.parts.len() - 2);
            draft.parts.insert(to, part);
        }
        _ => {}
    }
}

/// Ends the goal with a grade.
fn close(draft: &mut Draft, chance: &mut Chance) {
    let score = format!("0.{}", 1 + chance.below(9));
    let grade = format!("{{score: {score}, computed: {score}}}");
    for (name, value) in [("state", "missed".to_owned()), ("closed", day(chance)), ("grade", grade)] {
        draft.set(chance, name, Part::Single(value));
    }
}

fn check_in(draft: &mut Draft, chance: &mut Chance, side: &str) {
    let when = day(chance);
    let (valued, dated) = (!chance.one_in(4), !chance.one_in(6));
    if valued {
        draft.set_metric("current", Some((11 + chance.below(80)).to_string()));
        if dated {
            draft.set_metric("as_of", Some(when.clone()));
        }
    }
    if !valued || chance.one_in(2) {
        let confidence = format!("0.{}", 1 + chance.below(9));
        draft.set(chance, "confidence", Part::Single(confidence));
    }
    if !chance.one_in(3) {
        let mut note = entry(chance, "log", side);
        note.fields.insert("date", when);
        note.fields.insert("kind", "check-in".to_owned());
        draft.push_entry(chance, "log", note);
    }
}

fn change_entry(draft: &mut Draft, chance: &mut Chance, side: &str, lists: &[&'static str]) {
    let list = chance.pick(lists);
    let Some(Part::Entries(entries)) = draft.part_mut(list) else { return };
    let at = chance.below(entries.len());
    if chance.one_in(3) {
        entries.remove(at);
        if entries.is_empty() {
            draft.parts.retain(|part| part.0 != list);
        }
        return;
    }
    let fields = &mut entries[at].fields;
    match (list, chance.below(4)) {
        ("needs", 0) => drop(fields.insert("what", format!("{side} need {}", chance.below(99)))),
        ("needs", 1) => drop(fields.insert("effort", (1 + chance.below(9)).to_string())),
        ("needs", 2) => drop(fields.insert("by", day(chance))),
        ("needs", _) => drop(fields.insert("state", chance.pick(&WAITING).to_owned())),
        ("milestones", 0) => drop(fields.insert("title", words(chance, side))),
        ("milestones", 1) => drop(fields.insert("due", day(chance))),
        ("milestones", _) => drop(fields.insert("value", (20 + chance.below(60)).to_string())),
        ("supports", 0) => drop(fields.remove("weight")),
        ("supports", 1) => drop(fields.insert("weight", (1 + chance.below(4)).to_string())),
        ("supports", _) => drop(fields.insert("how", words(chance, side))),
        ("agreed", _) | (_, 0) => drop(fields.insert("date", day(chance))),
        (_, _) => drop(fields.insert("text", words(chance, side))),
    }
}

//! Whether closed goals are still as they were sealed, as terminal output.

use std::collections::BTreeSet;

use super::sections::{Section, SectionEntry, human};
use super::style::Style;
use crate::git::short_id;
use crate::model::count_of;
use crate::view::seals::{SealView, SealedVerdict, VerifiedField, VerifiedGoal, VerifiedView};

/// The maximum number of fields of a goal, and of goals without a seal that are named.
const MOST_FIELDS: usize = 12;
const MOST_NAMED: usize = 12;

/// The maximum number of seals in the summary.
const MOST_SEALS: usize = 4;

/// When a goal is sealed, and what is said of one that is not closed yet.
const WHEN: &str = "a goal is sealed when it is closed";
const NOT_YET: &str = "open, not sealed until closed";

/// The verification for a terminal.
pub fn seals(view: &VerifiedView, style: Style) -> String {
    let of = |states: &[&str]| -> Vec<&VerifiedGoal> {
        view.goals.iter().filter(|goal| states.contains(&goal.state.as_str())).collect()
    };
    let (differing, unsealed) = (of(&["differs", "removed"]), of(&["unsealed"]));
    let (intact, open) = (of(&["intact"]), of(&["open"]));
    let as_sealed = format!("as sealed ({})", seal_names(&intact));
    let counts = [
        (differing.len(), "differ from what was sealed", "differs from what was sealed"),
        (intact.len(), as_sealed.as_str(), as_sealed.as_str()),
        (of(&["reopened"]).len(), "reopened", "reopened"),
        (of(&["unknown"]).len(), "cannot be compared", "cannot be compared"),
        (unsealed.len(), "without a seal", "without a seal"),
        (open.len(), NOT_YET, NOT_YET),
    ];
    let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
    let words: Vec<String> =
        counts.map(|(count, many, one)| format!("{count} {}", if count == 1 { one } else { many })).collect();
    let first = match &open[..] {
        [] if view.goals.is_empty() => format!("no closed goals, so nothing to compare: {WHEN}"),
        [only] if view.goals.len() == 1 => format!("`{}` is open, so there is nothing to compare yet: {WHEN}", only.id),
        all if all.len() == view.goals.len() => {
            format!("{} are open, so there is nothing to compare yet: {WHEN}", count_of(all.len(), "goal"))
        }
        [] => format!("{}: {}", count_of(view.goals.len(), "closed or sealed goal"), words.join(" · ")),
        _ => format!("{}: {}", count_of(view.goals.len(), "goal"), words.join(" · ")),
    };
    let off: Vec<&SealView> = view.seals.iter().filter(|seal| seal.state != "in-place").collect();
    let named: Vec<&str> = unsealed.iter().take(MOST_NAMED).map(|goal| goal.id.as_str()).collect();
    let more = unsealed.len().saturating_sub(MOST_NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let without = SectionEntry { title: format!("{}{more}", named.join(", ")), ..SectionEntry::default() };
    let sections = [
        Section {
            heading: "Different from what was sealed".to_owned(),
            entries: differing.into_iter().map(goal).collect(),
        },
        Section { heading: "Seals".to_owned(), entries: off.into_iter().map(seal).collect() },
        Section { heading: "Reopened".to_owned(), entries: of(&["reopened"]).into_iter().map(goal).collect() },
        Section { heading: "Not comparable".to_owned(), entries: of(&["unknown"]).into_iter().map(goal).collect() },
        Section {
            heading: "Closed without a seal".to_owned(),
            entries: if unsealed.is_empty() { Vec::new() } else { vec![without] },
        },
    ];
    let next = match view
        .goals
        .iter()
        .find(|goal| matches!(goal.state.as_str(), "differs" | "removed") && goal.commit.is_some())
    {
        Some(goal) => {
            let (id, commit) =
                (goal.sealed_as.as_ref().unwrap_or(&goal.id), goal.commit.as_deref().map_or("", short_id));
            format!("as it was sealed: goalpost show {id} --at {commit}")
        }
        None if !(unsealed.is_empty() && open.is_empty()) => {
            "to seal goals when they are closed: goalpost close GOAL --commit --tag".to_owned()
        }
        None => String::new(),
    };
    human(&first, &sections, &[&next], style)
}

/// The names of the seals of some goals.
fn seal_names(goals: &[&VerifiedGoal]) -> String {
    let names: BTreeSet<&str> = goals.iter().filter_map(|goal| goal.seal.as_deref()).collect();
    let more = names.len().saturating_sub(MOST_SEALS);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", names.into_iter().take(MOST_SEALS).collect::<Vec<_>>().join(", "))
}

fn goal(it: &VerifiedGoal) -> SectionEntry {
    let mut facts: Vec<String> = it.seal.iter().map(|name| format!("seal {name}")).collect();
    facts.extend(it.closed_again.then(|| "closed again since, without a seal".to_owned()));
    facts.extend(it.sealed.as_ref().map(SealedVerdict::words));
    match it.state.as_str() {
        "removed" => facts.push(gone(it)),
        "unknown" => facts.push("the sealed commit or the file cannot be read".to_owned()),
        _ => {}
    }
    let mut sentences: Vec<String> = it.fields.iter().take(MOST_FIELDS).map(field).collect();
    if it.fields.len() > MOST_FIELDS {
        sentences.push(format!("and {} more", count_of(it.fields.len() - MOST_FIELDS, "field")));
    }
    let title = it.title.clone().filter(|title| !title.trim().is_empty()).unwrap_or_else(|| it.id.clone());
    SectionEntry { title, id: Some(it.id.clone()), facts, sentences }
}

/// That a goal's file is gone, and since when.
fn gone(it: &VerifiedGoal) -> String {
    let since = it.sealed.as_ref().and_then(|it| {
        let by = it.removed_author.as_ref().map(|by| format!("{by}, ")).unwrap_or_default();
        Some(format!(" since {} ({by}{})", it.removed_on?, short_id(it.removed_by.as_deref()?)))
    });
    format!("its file is gone{}", since.unwrap_or_default())
}

fn field(it: &VerifiedField) -> String {
    let since = match (it.day, &it.commit) {
        (Some(day), Some(commit)) => {
            let by = it.by.as_ref().map(|by| format!("{by}, ")).unwrap_or_default();
            format!("since {day} ({by}{})", short_id(commit))
        }
        _ if it.uncommitted => "not committed".to_owned(),
        _ => "since when is not known".to_owned(),
    };
    let explained = if it.explained { ", explained" } else { "" };
    format!("{}, {since}{explained}", it.words())
}

/// A seal whose tag is not where it was made.
fn seal(it: &SealView) -> SectionEntry {
    let id = |oid: &Option<String>| oid.as_deref().map_or("nothing", short_id).to_owned();
    let says = match it.state.as_str() {
        "moved" => format!(
            "the tag is on {}, but commit {} says that it was made for it; goals are compared with the latter",
            id(&it.tagged),
            id(&it.commit)
        ),
        "missing" => format!(
            "commit {} names it, but there is no such tag here: it was deleted, or not fetched (git fetch --tags)",
            id(&it.commit)
        ),
        _ => "the tag is on no commit".to_owned(),
    };
    SectionEntry { title: it.name.clone(), sentences: vec![says], ..SectionEntry::default() }
}

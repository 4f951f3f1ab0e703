//! The names of seals: `goalpost/PERIOD` where no goal of a period is left open, else `goalpost/ID` for each goal.

use std::collections::BTreeSet;

use crate::analysis::snapshot::Snapshot;
use crate::model::{Goal, GoalIx, Period, State};

/// The folder of the tags.
const FOLDER: &str = "goalpost/";

/// A seal that a close makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedSeal {
    /// The name of its tag, unless that is taken.
    pub name: String,
    /// The ids of the goals that it seals.
    pub goals: Vec<String>,
}

/// The seals of a close: one for each period of which it leaves no goal open, and one for each other named goal with its
/// closed key results. `is_closing` are the goals that it closes. Drafts leave nothing open: nobody has committed to them.
pub fn seals_of_close(snapshot: &Snapshot<'_>, named: &[GoalIx], is_closing: impl Fn(&Goal) -> bool) -> Vec<NamedSeal> {
    let is_closed = |goal: &Goal| !goal.is_open() || is_closing(goal);
    let mut seals: Vec<NamedSeal> = Vec::new();
    let mut whole: Vec<&Period> = Vec::new();
    for period in named.iter().filter_map(|ix| snapshot.goal(*ix).period.as_ref()) {
        if whole.iter().any(|it| is_same(it, period))
            || own_of(snapshot, period).any(|goal| goal.state != State::Draft && !is_closed(goal))
        {
            continue;
        }
        whole.push(period);
        let goals = sealed_of_period(snapshot, period, &is_closed);
        seals.push(NamedSeal { name: format!("{FOLDER}{}", ref_part(&period.name)), goals });
    }
    let mut seen = BTreeSet::new();
    for ix in named.iter().filter(|ix| seen.insert(**ix)) {
        let goal = snapshot.goal(*ix);
        if goal.period.as_ref().is_some_and(|period| whole.iter().any(|it| is_same(it, period))) {
            continue;
        }
        let goals = sealed_with(snapshot, *ix, &is_closed);
        seals.push(NamedSeal { name: format!("{FOLDER}{}", ref_part(&goal.id)), goals });
    }
    seals
}

/// A goal that was closed in a sealed commit and whose file is gone.
#[derive(Debug)]
pub(super) struct GoneClosedGoal {
    /// Its id.
    pub(super) id: String,
    /// The id of its objective.
    pub(super) measures: Option<String>,
    /// Its period, its own or that of its objective.
    pub(super) period: Option<Period>,
}

/// The goals that a tag of this name seals, with or without a number behind; none if it is no name of a seal. `is_closed`
/// tells which goals were closed in the commit, `gone` are those of it that no longer exist: what is deleted after its close
/// was sealed all the same.
pub(super) fn sealed_by_name(
    snapshot: &Snapshot<'_>,
    (name, gone): (&str, &dyn Fn() -> Vec<GoneClosedGoal>),
    is_closed: &dyn Fn(&Goal) -> bool,
) -> Vec<String> {
    let Some(part) = name.strip_prefix(FOLDER) else { return Vec::new() };
    let gone = gone();
    let unnumbered = part.rsplit_once('-').filter(|(_, number)| number.parse::<u32>().is_ok_and(|it| it > 1));
    for part in std::iter::once(part).chain(unnumbered.map(|(part, _)| part)) {
        let is_named = |it: &&GoneClosedGoal| {
            let period = it.period.as_ref().map(|period| ref_part(&period.name));
            [Some(ref_part(&it.id)), it.measures.as_deref().map(ref_part), period].contains(&Some(part.to_owned()))
        };
        let mut found: Vec<String> = gone.iter().filter(is_named).map(|it| it.id.clone()).collect();
        let mut periods = own(snapshot).filter_map(|(_, goal)| goal.period.as_ref());
        if let Some((ix, _)) = own(snapshot).find(|(_, goal)| ref_part(&goal.id) == part) {
            found.extend(sealed_with(snapshot, ix, is_closed));
        } else if let Some(period) = periods.find(|period| ref_part(&period.name) == part) {
            found.extend(sealed_of_period(snapshot, period, is_closed));
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// The goals that a period's seal is about: those that are closed.
fn sealed_of_period(snapshot: &Snapshot<'_>, period: &Period, is_closed: &dyn Fn(&Goal) -> bool) -> Vec<String> {
    own_of(snapshot, period).filter(|goal| is_closed(goal)).map(|goal| goal.id.clone()).collect()
}

/// The goals that a goal's own seal is about: itself and its closed key results.
fn sealed_with(snapshot: &Snapshot<'_>, ix: GoalIx, is_closed: &dyn Fn(&Goal) -> bool) -> Vec<String> {
    let parts = snapshot.graph.key_results(ix).map(|part| snapshot.goal(part.goal));
    let parts = parts.filter(|part| is_closed(part) && snapshot.workspace.is_own(part.document));
    std::iter::once(snapshot.goal(ix)).chain(parts).map(|goal| goal.id.clone()).collect()
}

fn own<'w>(snapshot: &Snapshot<'w>) -> impl Iterator<Item = (GoalIx, &'w Goal)> {
    let workspace = snapshot.workspace;
    snapshot.goals().filter(|(_, goal)| goal.is_work() && workspace.is_own(goal.document))
}

fn own_of<'w>(snapshot: &Snapshot<'w>, period: &Period) -> impl Iterator<Item = &'w Goal> {
    own(snapshot).map(|(_, goal)| goal).filter(|goal| goal.period.as_ref().is_some_and(|it| is_same(it, period)))
}

/// Whether two periods are the same days, whatever they are called.
fn is_same(a: &Period, b: &Period) -> bool {
    (a.start, a.end) == (b.start, b.end)
}

/// An id or the name of a period as part of a reference's name, where git-check-ref-format(1) refuses `..`, a dot at the
/// end and the ending `.lock`. `%` is in no id, so that different ids stay different.
fn ref_part(text: &str) -> String {
    let mut part = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let rest = &text[at + character.len_utf8()..];
        match character {
            '.' if part.ends_with('.') || rest.is_empty() || rest == "lock" || part.is_empty() => part.push_str("%2e"),
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '_' | '-' => part.push(character),
            other => other.to_string().bytes().for_each(|byte| part.push_str(&format!("%{byte:02x}"))),
        }
    }
    part
}

#[cfg(test)]
mod tests {
    use super::ref_part;

    #[test]
    fn every_id_and_period_makes_a_name_that_git_takes() {
        for (text, part) in [
            ("faster-payouts", "faster-payouts"),
            ("2026-Q4", "2026-Q4"),
            ("2026..2028", "2026.%2e2028"),
            ("v1.2", "v1.2"),
            ("a...b", "a.%2e.b"),
            ("a.", "a%2e"),
            ("build.lock", "build%2elock"),
            ("2026-10-01 to 2026-11-15", "2026-10-01%20to%202026-11-15"),
        ] {
            assert_eq!(ref_part(text), part);
            assert!(!part.contains("..") && !part.ends_with('.') && part.strip_suffix(".lock").is_none());
        }
    }
}

//! The next period: goals that go on get new files, made from the old ones with their comments and their order.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::scaffold::{SERVES, without};
use super::stale_words::{StaleWords, stale_words};
use super::unfit::Unfit;
use crate::analysis::facts::Facts;
use crate::model::{Goal, GoalIx, Kind, MAX_ID, Metric, ORDER, Period, PeriodUnit, Shape, State};
use crate::source::is_reserved;
use crate::syntax::{Content, Edit, apply};

/// A goal of the next period.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// The goal that it carries on.
    pub from: GoalIx,
    /// Its id.
    pub id: String,
    /// Its file, from the root.
    pub path: String,
    /// Its text.
    pub text: String,
    /// What is to be decided by hand, the most important first.
    pub decisions: Vec<Decision>,
    /// Words that name the old baseline or the old period.
    pub stale: Vec<StaleWords>,
}

/// What someone has to decide of a goal that is carried on, the most important first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// Its target is passed already, by this value: it is a draft until it has a new one.
    Target(String),
    /// A goal that it is linked to is over by then.
    Parent(String),
    /// No value is known of it, so that its baseline may be wrong.
    Baseline,
    /// Its milestones were of the old plan.
    Plan,
    /// Its milestones have no days yet.
    Days,
    /// What it needs is to be asked for anew.
    Needs,
}

impl Decision {
    /// What there is to do, for all goals of which it is to be decided.
    #[must_use]
    pub fn asks(&self) -> &'static str {
        match self {
            Self::Target(_) => "set a new target, and take out `state: draft`",
            Self::Parent(_) => "link to goals that go on",
            Self::Baseline => "look at the baseline: no value is known",
            Self::Plan => "plan anew: the milestones were of the old plan",
            Self::Days => "add `due` to the milestones",
            Self::Needs => "ask anew for what it needs",
        }
    }

    /// What more there is to say of one goal.
    #[must_use]
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::Target(value) => Some(format!("at {value}")),
            Self::Parent(parent) => Some(format!("`{parent}` is over")),
            _ => None,
        }
    }
}

/// Fields of a goal that are of its period alone.
const PASSING: [&str; 11] = [
    "deadline",
    "closed",
    "grade",
    "reason",
    "replaced_by",
    "retrospective",
    "agreed",
    "log",
    "formerly",
    "confidence",
    "needs",
];

/// The goals of a period that are carried on: those named, else all that were neither achieved nor dropped and that no
/// goal carries on already. Key results go with their objective; of one that is named alone the objective goes along, unless
/// it is carried on already.
#[must_use]
pub fn carried(snapshot: &Facts<'_>, from: &Period, named: &[GoalIx]) -> Vec<GoalIx> {
    let continued: HashSet<GoalIx> =
        snapshot.goals().filter_map(|(_, goal)| snapshot.workspace.find(goal.continues.as_deref()?)).collect();
    let is_of = |goal: &Goal| goal.period.as_ref().is_some_and(|it| it.start == from.start && it.end == from.end);
    let goes_on = |ix: &GoalIx| {
        let goal = snapshot.goal(*ix);
        let open = !matches!(goal.state, State::Achieved | State::Dropped);
        goal.is_work() && is_of(goal) && open && !continued.contains(ix) && snapshot.workspace.is_own(goal.document)
    };
    let mut all: Vec<GoalIx> = snapshot.goals().map(|(ix, _)| ix).filter(goes_on).collect();
    let set: HashSet<GoalIx> = all.iter().copied().collect();
    let by_name: HashSet<GoalIx> = named.iter().copied().collect();
    let objective_of = |ix: GoalIx| {
        let objective = snapshot.objective_of(snapshot.goal(ix));
        // One of a longer time goes on by itself.
        objective.filter(|it| is_of(snapshot.goal(*it)))
    };
    // A key result cannot lie in the next period below an objective of this one.
    let along: HashSet<GoalIx> =
        named.iter().filter_map(|ix| objective_of(*ix)).filter(|it| set.contains(it)).collect();
    let stays = |ix: &GoalIx| -> bool {
        let by_itself = named.is_empty() || by_name.contains(ix);
        match objective_of(*ix) {
            Some(objective) if named.is_empty() => set.contains(&objective),
            Some(objective) if set.contains(&objective) => by_name.contains(&objective) || by_name.contains(ix),
            Some(objective) => by_itself && continued.contains(&objective),
            None => by_itself || along.contains(ix),
        }
    };
    all.retain(stays);
    all
}

/// The new files of goals that are carried on into a period.
///
/// # Errors
/// A goal's id or file is there already, or its file cannot be edited.
pub fn carry_over(
    snapshot: &Facts<'_>,
    goals: &[GoalIx],
    named: &[GoalIx],
    (from, to): (&Period, &Period),
) -> Result<Vec<Carried>, Unfit> {
    let mut ids: HashMap<GoalIx, String> = HashMap::with_capacity(goals.len());
    let mut taken: HashSet<String> = HashSet::with_capacity(goals.len());
    for ix in goals {
        let goal = snapshot.goal(*ix);
        let id = next_id(&goal.id, from, to);
        if let Some(other) = snapshot.workspace.document_with(&id) {
            let path = &snapshot.workspace.file(other).path;
            let message = format!("`{}` would be `{id}`, which is taken, by {path}", goal.id);
            return Err(Unfit { message, help: "rename one of the two: goalpost rename OLD NEW".to_owned() });
        }
        if !taken.insert(id.clone()) {
            let message = format!("two goals would be `{id}`");
            return Err(Unfit { message, help: format!("rename one first: goalpost rename {} NEW", goal.id) });
        }
        ids.insert(*ix, id);
    }
    goals.par_iter().map(|ix| one(snapshot, *ix, (&ids, named), from, to)).collect()
}

/// `<stem>-<new period>`, where the stem is the id without its own period.
fn next_id(id: &str, from: &Period, to: &Period) -> String {
    let name = |period: &Period| period.name.to_lowercase().replace("..", "-");
    let stem = id.strip_suffix(&format!("-{}", name(from))).unwrap_or(id);
    let new = name(to);
    let room = MAX_ID - new.len() - 1;
    // An id is ASCII.
    let stem = stem.get(..room).unwrap_or(stem).trim_end_matches(['-', '.', '_']);
    format!("{stem}-{new}")
}

fn one(
    snapshot: &Facts<'_>,
    ix: GoalIx,
    (ids, named): (&HashMap<GoalIx, String>, &[GoalIx]),
    from: &Period,
    to: &Period,
) -> Result<Carried, Unfit> {
    let goal = snapshot.goal(ix);
    let document = snapshot.workspace.document_of(goal);
    let file = snapshot.workspace.file(goal.document);
    let id = &ids[&ix];
    let mut decisions = Vec::new();
    let text = apply(&file.text, &edits(snapshot, ix, (ids, named), to, &mut decisions)).map_err(|error| Unfit {
        message: format!("{}: {error}", file.path),
        help: "write the next goal by hand, or mend the file first: goalpost check".to_owned(),
    })?;
    // Where it serves nothing yet, its file says how to find what it might.
    let text = text.replace(&format!("{SERVES} {}\n", goal.id), &format!("{SERVES} {id}\n"));
    if document.writes("needs") {
        decisions.push(Decision::Needs);
    }
    decisions.sort();
    let stale = stale_words(goal, &text, from, to);
    let path = next_path(&file.path, &goal.id, id, from, to);
    Ok(Carried { from: ix, id: id.clone(), path, text, decisions, stale })
}

/// The file of a goal that goes on: in the new period's folder where there was one of the old, named after its id.
fn next_path(path: &str, old: &str, id: &str, from: &Period, to: &Period) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let part =
        |part: &str| if part.eq_ignore_ascii_case(&from.name) { to.name.replace("..", "-") } else { part.to_owned() };
    let mut parts: Vec<String> = folder.split('/').filter(|it| !it.is_empty()).map(part).collect();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "yaml"));
    // In a folder of its own period a file may go by the old name, if that is how it is done here.
    let moved = !parts.iter().zip(folder.split('/')).all(|(new, old)| new == old);
    let named = if stem == old || !moved || is_reserved(name) { id.to_owned() } else { stem.to_owned() };
    parts.push(format!("{named}.{ending}"));
    parts.join("/")
}

fn set(route: &str, to: Content) -> Edit {
    Edit::Set { route: route.to_owned(), to, order: ORDER }
}

/// The edits that make the next goal's text of the last one's, in the order in which they are to be made.
fn edits(
    snapshot: &Facts<'_>,
    ix: GoalIx,
    (ids, named): (&HashMap<GoalIx, String>, &[GoalIx]),
    to: &Period,
    decisions: &mut Vec<Decision>,
) -> Vec<Edit> {
    let goal = snapshot.goal(ix);
    let document = snapshot.workspace.document_of(goal);
    let remove = |route: &str| Edit::Remove { route: route.to_owned() };
    // A comment is named by its place, so that it goes before anything else is changed.
    let guidance = without(SERVES, snapshot.workspace.file(goal.document)).filter(|_| !goal.supports.is_empty());
    let mut edits: Vec<Edit> = guidance.into_iter().collect();
    edits.push(Edit::SetScalar { route: "id".to_owned(), to: Content::text(&ids[&ix]) });
    edits.extend(PASSING.iter().filter(|field| document.writes(field)).map(|field| remove(field)));
    edits.push(set("continues", Content::text(&goal.id)));
    let passed = is_passed(snapshot, ix);
    if passed {
        edits.push(set("state", Content::text("draft")));
    } else if document.writes("state") && goal.state != State::Draft {
        edits.push(remove("state"));
    }
    // A key result whose objective goes on by another name or in another time says itself when it is.
    let alone = goal.inherited.period
        && (named.contains(&ix) || snapshot.objective_of(goal).is_none_or(|it| !ids.contains_key(&it)));
    if document.writes("period") || alone {
        let exact = |(name, day): (&str, crate::model::Day)| (name.to_owned(), Content::word(&day));
        edits.push(match to.unit {
            PeriodUnit::Exact => {
                set("period", Content::Fields(vec![exact(("start", to.start)), exact(("end", to.end))]))
            }
            _ => set("period", Content::text(&to.name)),
        });
    }
    edits.extend(links(snapshot, goal, ids, to));
    let over = |id: &str| {
        let parent = snapshot.workspace.find(id).filter(|parent| !ids.contains_key(parent))?;
        if successor(snapshot, parent, to).is_some() {
            return None;
        }
        let parent = snapshot.goal(parent);
        (parent.end()? < to.start).then(|| parent.id.clone())
    };
    for parent in goal.supports.iter().map(|link| link.goal.as_str()).chain(goal.measures.as_deref()).filter_map(over) {
        decisions.push(Decision::Parent(parent));
    }
    if let Some(metric) = &goal.metric {
        edits.extend(measure(snapshot, ix, metric, passed, decisions));
    }
    edits.extend(milestones(goal, decisions));
    edits
}

/// Links to what is carried on too lead to the new goals, and those to what was replaced to what took its place. Nobody
/// has agreed to them yet.
fn links(snapshot: &Facts<'_>, goal: &Goal, ids: &HashMap<GoalIx, String>, to: &Period) -> Vec<Edit> {
    let next = |id: &str| -> Option<String> {
        let parent = snapshot.workspace.find(id)?;
        let replaced = || snapshot.goal(parent).replaced_by.clone();
        ids.get(&parent).cloned().or_else(|| successor(snapshot, parent, to)).or_else(replaced)
    };
    let mut edits = Vec::new();
    for link in &goal.supports {
        edits.extend(next(&link.goal).map(|to| Edit::SetScalar { route: link.route(), to: Content::text(to) }));
        if !link.agreed.is_empty() {
            edits.push(Edit::Remove { route: format!("supports[{}].agreed", link.index) });
        }
    }
    let objective = goal.measures.as_deref().and_then(next);
    edits.extend(objective.map(|to| Edit::SetScalar { route: "measures".to_owned(), to: Content::text(to) }));
    edits
}

/// The goal of a period that carries a goal on already.
fn successor(snapshot: &Facts<'_>, goal: GoalIx, to: &Period) -> Option<String> {
    let continues = |other: &Goal| {
        let of = other.period.as_ref().is_some_and(|period| period.start == to.start && period.end == to.end);
        of && other.continues.as_deref().and_then(|id| snapshot.workspace.find(id)) == Some(goal)
    };
    snapshot.goals().find(|(_, other)| continues(other)).map(|(_, other)| other.id.clone())
}

/// The last value of a goal in its period, else the one that stands there.
fn last_value(snapshot: &Facts<'_>, ix: GoalIx) -> Option<f64> {
    let goal = snapshot.goal(ix);
    let inside = |day| goal.period.as_ref().is_none_or(|period| period.contains(day));
    let observed = snapshot.timeline.of(ix).iter().rev().find(|it| inside(it.day)).and_then(|it| it.value);
    observed.or(goal.metric.as_ref()?.current)
}

/// Whether a goal has come to its target or past it: from there the way would lead back.
fn is_passed(snapshot: &Facts<'_>, ix: GoalIx) -> bool {
    let metric = snapshot.goal(ix).metric.as_ref().filter(|metric| metric.shape() != Shape::Keep);
    let ends = metric.and_then(|metric| metric.baseline.zip(metric.target));
    ends.zip(last_value(snapshot, ix)).is_some_and(
        |((baseline, target), value)| {
            if target >= baseline { value >= target } else { value <= target }
        },
    )
}

/// The last value of the period is where the next one begins. A target that is passed is none any more.
fn measure(
    snapshot: &Facts<'_>,
    ix: GoalIx,
    metric: &Metric,
    passed: bool,
    decisions: &mut Vec<Decision>,
) -> Vec<Edit> {
    let goal = snapshot.goal(ix);
    let document = snapshot.workspace.document_of(goal);
    let mut edits = Vec::new();
    if metric.shape() != Shape::Keep {
        match last_value(snapshot, ix) {
            Some(value) => {
                let written = if metric.shape() == Shape::Rubric { metric.say(value) } else { value.to_string() };
                edits.push(set("metric.baseline", Content::word(&written)));
                if passed {
                    decisions.push(Decision::Target(metric.say(value)));
                    let ends = ["metric.target", "metric.stretch"].into_iter().filter(|field| document.mentions(field));
                    edits.extend(ends.map(|field| Edit::Remove { route: field.to_owned() }));
                }
            }
            None => decisions.push(Decision::Baseline),
        }
    }
    for field in ["metric.current", "metric.as_of"] {
        if document.mentions(field) {
            edits.push(Edit::Remove { route: field.to_owned() });
        }
    }
    edits
}

/// Steps that are done are done; what is left has no day yet. Points of the old plan say nothing of the new one.
fn milestones(goal: &Goal, decisions: &mut Vec<Decision>) -> Vec<Edit> {
    if goal.milestones.is_empty() {
        return Vec::new();
    }
    let left: Vec<_> = goal.milestones.iter().filter(|step| !step.is_done()).collect();
    if goal.metric.is_some() || left.is_empty() {
        decisions.push(Decision::Plan);
        return vec![Edit::Remove { route: "milestones".to_owned() }];
    }
    let mut edits = Vec::new();
    if left.iter().any(|step| step.due.is_some()) {
        decisions.push(Decision::Days);
    }
    for step in goal.milestones.iter().rev() {
        let route = format!("milestones[{}]", step.index);
        if step.is_done() {
            edits.push(Edit::Remove { route });
        } else if step.due.is_some() {
            edits.push(Edit::Remove { route: format!("{route}.due") });
        }
    }
    edits
}

/// Whether a goal carried on is better closed first.
#[must_use]
pub fn is_unclosed(goal: &Goal) -> bool {
    goal.is_open() && goal.kind != Kind::Development
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(name: &str) -> Period {
        Period::parse(name, 1).expect("a period")
    }

    #[test]
    fn ids_and_files_follow_the_period() {
        let (q3, q4) = (period("2026-Q3"), period("2026-Q4"));
        assert_eq!(next_id("faster", &q3, &q4), "faster-2026-q4");
        assert_eq!(next_id("faster-2026-q3", &q3, &q4), "faster-2026-q4");
        assert_eq!(next_id(&"a".repeat(80), &q3, &q4).len(), 80);
        let path = |path| next_path(path, "a", "a-2026-q4", &q3, &q4);
        assert_eq!(path("2026-Q3/team/a.yaml"), "2026-Q4/team/a-2026-q4.yaml");
        assert_eq!(path("2026-q3/x.yml"), "2026-Q4/x.yml");
        assert_eq!(path("goals/x.yaml"), "goals/a-2026-q4.yaml");
    }
}

//! Carries goals over into the next period: their new files are made from the old ones, with comments and order.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::carried_value::{last_value, passing_value};
use super::decision::Decision;
use super::scaffold::{SUPPORTS_GUIDANCE, remove_guidance};
use super::stale_words::{StaleWords, stale_words};
use super::unfit::Unfit;
use crate::analysis::facts::Facts;
use crate::model::{Goal, GoalIx, Kind, LogEntry, MAX_ID, Metric, Milestone, ORDER, Period, PeriodUnit, Shape, State};
use crate::source::is_reserved;
use crate::syntax::{Content, Edit, apply};

/// A goal of the next period.
#[derive(Debug, Clone, PartialEq)]
pub struct CarriedGoal {
    /// The goal that it continues.
    pub from: GoalIx,
    /// Its id.
    pub id: String,
    /// Its file, from the root.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Decisions that are left to people, the most important first.
    pub decisions: Vec<Decision>,
    /// Texts that mention the old baseline or period.
    pub stale: Vec<StaleWords>,
}

/// Fields that belong to the old period and are not copied.
const PERIOD_FIELDS: [&str; 11] = [
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

/// Selects the goals of a period to carry over: the named ones, else all that were neither achieved nor dropped and
/// have no continuation yet. An objective brings its key results, and a key result its objective, unless that is
/// already continued.
pub fn select_carried(snapshot: &Facts<'_>, from: &Period, named: &[GoalIx]) -> Vec<GoalIx> {
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
        // An objective of a longer period continues without a copy.
        objective.filter(|it| is_of(snapshot.goal(*it)))
    };
    // A key result of the next period cannot measure an objective of this one, so the objective comes along.
    let brought_along: HashSet<GoalIx> =
        named.iter().filter_map(|ix| objective_of(*ix)).filter(|it| set.contains(it)).collect();
    let is_selected = |ix: &GoalIx| -> bool {
        let by_itself = named.is_empty() || by_name.contains(ix);
        match objective_of(*ix) {
            // What was left of an objective that went on before joins it.
            Some(objective) if named.is_empty() => set.contains(&objective) || continued.contains(&objective),
            Some(objective) if set.contains(&objective) => by_name.contains(&objective) || by_name.contains(ix),
            Some(objective) => by_itself && continued.contains(&objective),
            None => by_itself || brought_along.contains(ix),
        }
    };
    all.retain(is_selected);
    all
}

/// Creates the files of goals that are carried over.
///
/// # Errors
/// An id or file already exists, or an old file cannot be edited.
pub fn carry_over(
    snapshot: &Facts<'_>,
    goals: &[GoalIx],
    named: &[GoalIx],
    (from, to): (&Period, &Period),
) -> Result<Vec<CarriedGoal>, Unfit> {
    let mut ids: HashMap<GoalIx, String> = HashMap::with_capacity(goals.len());
    let mut taken: HashSet<String> = HashSet::with_capacity(goals.len());
    for ix in goals {
        let goal = snapshot.goal(*ix);
        let id = next_id(&goal.id, from, to);
        if let Some(other) = snapshot.workspace.document_with(&id) {
            let path = &snapshot.workspace.file(other).path;
            let message = format!("`{}` would become `{id}`, which is already used by {path}", goal.id);
            return Err(Unfit { message, help: format!("rename one of them first: goalpost rename {} NEW", goal.id) });
        }
        if !taken.insert(id.clone()) {
            let message = format!("two goals would become `{id}`");
            return Err(Unfit { message, help: format!("rename one of them first: goalpost rename {} NEW", goal.id) });
        }
        ids.insert(*ix, id);
    }
    goals.par_iter().map(|ix| carry_goal(snapshot, *ix, (&ids, named), from, to)).collect()
}

/// Returns `<stem>-<new period>`, where the stem is the id without the old period.
fn next_id(id: &str, from: &Period, to: &Period) -> String {
    let name = |period: &Period| period.name.to_lowercase().replace("..", "-");
    let stem = id.strip_suffix(&format!("-{}", name(from))).unwrap_or(id);
    let new = name(to);
    let room = MAX_ID - new.len() - 1;
    // An id is ASCII, so cutting at a byte is cutting at a character.
    let stem = stem.get(..room).unwrap_or(stem).trim_end_matches(['-', '.', '_']);
    format!("{stem}-{new}")
}

fn carry_goal(
    snapshot: &Facts<'_>,
    ix: GoalIx,
    (ids, named): (&HashMap<GoalIx, String>, &[GoalIx]),
    from: &Period,
    to: &Period,
) -> Result<CarriedGoal, Unfit> {
    let goal = snapshot.goal(ix);
    let document = snapshot.workspace.document_of(goal);
    let file = snapshot.workspace.file(goal.document);
    let id = &ids[&ix];
    let mut decisions = Vec::new();
    let text = apply(file.path_in_root(), &file.text, &carry_edits(snapshot, ix, (ids, named), to, &mut decisions))
        .map_err(|error| Unfit {
            message: format!("{}: {error}", file.path),
            help: "fix the file first: goalpost check; or copy the goal by hand".to_owned(),
        })?;
    // The comment that suggests a command for finding a parent must name the new id.
    let guidance = |id: &str| format!("{SUPPORTS_GUIDANCE} {id}\n");
    let text = text.replace(&guidance(&goal.id), &guidance(id));
    if goal.log.iter().any(LogEntry::is_open_obstacle) {
        decisions.push(Decision::Obstacles);
    }
    if document.writes("needs") {
        decisions.push(Decision::Needs);
    }
    decisions.sort();
    let stale = stale_words(goal, &text, from, to);
    let path = next_path(&file.path, &goal.id, id, from, to);
    Ok(CarriedGoal { from: ix, id: id.clone(), path, text, decisions, stale })
}

/// Returns the path of the new file: in the folder of the new period, if the old file is in one of its period, named
/// after the new id.
fn next_path(path: &str, old: &str, id: &str, from: &Period, to: &Period) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let part =
        |part: &str| if part.eq_ignore_ascii_case(&from.name) { to.name.replace("..", "-") } else { part.to_owned() };
    let mut parts: Vec<String> = folder.split('/').filter(|it| !it.is_empty()).map(part).collect();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "yaml"));
    // In the new period's folder, a file that is not named after its id keeps its name.
    let moved = !parts.iter().zip(folder.split('/')).all(|(new, old)| new == old);
    let named = if stem == old || !moved || is_reserved(name) { id.to_owned() } else { stem.to_owned() };
    parts.push(format!("{named}.{ending}"));
    parts.join("/")
}

fn set(route: &str, to: Content) -> Edit {
    Edit::Set { route: route.to_owned(), to, order: ORDER }
}

/// Returns the edits that turn the old text into the new one. Their order matters: an edit sees the text of those
/// before it.
fn carry_edits(
    snapshot: &Facts<'_>,
    ix: GoalIx,
    (ids, named): (&HashMap<GoalIx, String>, &[GoalIx]),
    to: &Period,
    decisions: &mut Vec<Decision>,
) -> Vec<Edit> {
    let goal = snapshot.goal(ix);
    let document = snapshot.workspace.document_of(goal);
    let remove = |route: &str| Edit::Remove { route: route.to_owned() };
    // A comment is identified by its position, so it goes first.
    let guidance = remove_guidance(SUPPORTS_GUIDANCE, snapshot.workspace.file(goal.document))
        .filter(|_| !goal.supports.is_empty());
    let mut edits: Vec<Edit> = guidance.into_iter().collect();
    edits.push(Edit::SetScalar { route: "id".to_owned(), to: Content::text(&ids[&ix]) });
    edits.extend(PERIOD_FIELDS.iter().filter(|field| document.writes(field)).map(|field| remove(field)));
    edits.push(set("continues", Content::text(&goal.id)));
    let passed = passing_value(snapshot, ix);
    if passed.is_some() || lacks_measure(goal) {
        edits.push(set("state", Content::text("draft")));
    } else if document.writes("state") && goal.state != State::Draft {
        edits.push(remove("state"));
    }
    // A key result whose objective is not carried over in this run cannot inherit the new period, so it gets its own.
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
    edits.extend(link_edits(snapshot, goal, ids, to));
    let ended = |id: &str| {
        let parent = snapshot.workspace.find(id).filter(|parent| !ids.contains_key(parent))?;
        if successor(snapshot, parent, to).is_some() {
            return None;
        }
        let parent = snapshot.goal(parent);
        (parent.end()? < to.start).then(|| parent.id.clone())
    };
    for parent in goal.supports.iter().map(|link| link.goal.as_str()).chain(goal.measures.as_deref()).filter_map(ended)
    {
        decisions.push(Decision::Parent(parent));
    }
    decisions.extend(departed(snapshot, goal, to));
    if let Some(metric) = &goal.metric {
        edits.extend(metric_edits(snapshot, ix, metric, passed, decisions));
    }
    edits.extend(milestone_edits(goal, decisions));
    edits
}

/// The owner and the team that a goal names and that are gone when a period starts.
fn departed(snapshot: &Facts<'_>, goal: &Goal, to: &Period) -> Vec<Decision> {
    let Some(org) = &snapshot.workspace.org else { return Vec::new() };
    let document = snapshot.workspace.document_of(goal);
    let owner = goal.owner.as_ref().filter(|_| document.writes("owner")).and_then(|owner| org.person(owner));
    let team = goal.team.as_ref().filter(|_| document.writes("team")).and_then(|team| org.team(team));
    let left = owner.filter(|it| it.left_before(to.start).is_some());
    let ended = team.filter(|it| it.ended_before(to.start).is_some());
    let left = left.map(|person| Decision::Owner(person.id.clone()));
    left.into_iter().chain(ended.map(|team| Decision::Team(team.id.clone()))).collect()
}

/// Redirects links to the copies of carried goals and to replacements. Agreements are removed: they were given for the
/// old period.
fn link_edits(snapshot: &Facts<'_>, goal: &Goal, ids: &HashMap<GoalIx, String>, to: &Period) -> Vec<Edit> {
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

/// Finds the goal of the new period that already continues a goal.
fn successor(snapshot: &Facts<'_>, goal: GoalIx, to: &Period) -> Option<String> {
    let continues = |other: &Goal| {
        let of = other.period.as_ref().is_some_and(|period| period.start == to.start && period.end == to.end);
        of && other.continues.as_deref().and_then(|id| snapshot.workspace.find(id)) == Some(goal)
    };
    snapshot.goals().find(|(_, other)| continues(other)).map(|(_, other)| other.id.clone())
}

/// Whether a key result is left with nothing that measures it: all its milestones are done, and it has no metric.
fn lacks_measure(goal: &Goal) -> bool {
    let is_over = !goal.milestones.is_empty() && goal.milestones.iter().all(Milestone::is_done);
    goal.kind == Kind::KeyResult && goal.metric.is_none() && is_over
}

/// Makes the last value the new baseline, and removes a target that is already passed.
fn metric_edits(
    snapshot: &Facts<'_>,
    ix: GoalIx,
    metric: &Metric,
    passed: Option<f64>,
    decisions: &mut Vec<Decision>,
) -> Vec<Edit> {
    let goal = snapshot.goal(ix);
    let document = snapshot.workspace.document_of(goal);
    let mut edits = Vec::new();
    if metric.shape() != Shape::Keep {
        match passed.or_else(|| last_value(snapshot, ix)) {
            Some(value) => {
                // A step is a text, which may need quotes.
                let is_step = metric.shape() == Shape::Rubric;
                let written = if is_step { Content::text(metric.say(value)) } else { Content::word(&value) };
                edits.push(set("metric.baseline", written));
                if passed.is_some() {
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

/// Removes done milestones and the due days of the others. Milestones beside a metric are points of the old plan, and
/// go.
fn milestone_edits(goal: &Goal, decisions: &mut Vec<Decision>) -> Vec<Edit> {
    if goal.milestones.is_empty() {
        return Vec::new();
    }
    let left: Vec<_> = goal.milestones.iter().filter(|step| !step.is_done()).collect();
    if goal.metric.is_some() || left.is_empty() {
        decisions.push(if lacks_measure(goal) { Decision::Measure } else { Decision::Plan });
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

/// Tells whether a carried goal should be closed. Development goals simply continue.
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

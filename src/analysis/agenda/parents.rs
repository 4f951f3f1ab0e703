//! Parents that a goal might have, bottom-up: ranked by what they are about, the team's line and the time.

use std::collections::HashSet;

use crate::analysis::snapshot::Snapshot;
use crate::analysis::text::similarity::Texts;
use crate::analysis::text::terms::Terms;
use crate::model::{Goal, GoalIx, Kind, State};

/// A goal that might be a parent.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The goal.
    pub goal: GoalIx,
    /// How well it fits, 0 to 1: half for the text, the rest for team, level and time.
    pub score: f64,
    /// The cosine of the texts, 0 to 1.
    pub similarity: f64,
    /// Why it fits.
    pub reasons: Vec<Reason>,
}

/// Why a goal might be a parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// They share these words.
    Words(Vec<String>),
    /// They are of the same team.
    SameTeam(String),
    /// Its team is so many steps above the goal's.
    TeamLine {
        /// Its team.
        team: String,
        /// How many steps.
        steps: usize,
    },
    /// It is one level up.
    OneLevelUp(String),
    /// Its time holds the goal's.
    Holds(String),
    /// It is what everything leads to.
    Mission,
}

/// The most words that are told.
const MOST_WORDS: usize = 5;

/// What a goal is compared by.
fn texts_of(goal: &Goal) -> [&str; 4] {
    let metric = goal.metric.as_ref().and_then(|metric| metric.name.as_deref()).unwrap_or_default();
    [&goal.title, goal.statement.as_deref().unwrap_or_default(), goal.why.as_deref().unwrap_or_default(), metric]
}

/// The best parents of some goals, best first, at most so many for each. Every text is weighed once.
#[must_use]
pub fn parents_for(snapshot: &Snapshot<'_>, goals: &[GoalIx], most: usize) -> Vec<Vec<Candidate>> {
    let mut terms = Terms::new();
    let texts: Vec<Vec<u32>> = snapshot
        .goals()
        .map(|(_, goal)| {
            let mut found = Vec::new();
            for text in texts_of(goal) {
                terms.each(text, |_, term| found.push(term));
            }
            found
        })
        .collect();
    let weighed = Texts::weigh(&texts);
    let open: Vec<GoalIx> =
        snapshot.live_goals().filter(|(_, goal)| may_be_parent(snapshot, goal)).map(|(ix, _)| ix).collect();
    let mut ranked = Vec::with_capacity(goals.len());
    for ix in goals {
        let goal = snapshot.goal(*ix);
        let mut below = below(snapshot, *ix);
        below.extend(snapshot.graph.parents(*ix).map(|parent| parent.goal));
        let mut candidates: Vec<Candidate> = open
            .iter()
            .filter(|parent| *parent != ix && !below.contains(parent) && fits(snapshot, goal, snapshot.goal(**parent)))
            .map(|parent| {
                let similarity = weighed.cosine(weighed.class(ix.index()), weighed.class(parent.index()));
                weigh(snapshot, goal, *parent, similarity)
            })
            .collect();
        candidates.sort_by(|a, b| {
            let rank = |candidate: &Candidate| closeness(snapshot, goal, candidate.goal);
            let by_score = b.score.total_cmp(&a.score);
            let by_id = || snapshot.goal(a.goal).id.cmp(&snapshot.goal(b.goal).id);
            by_score.then_with(|| rank(a).cmp(&rank(b))).then_with(by_id)
        });
        candidates.truncate(most);
        for candidate in &mut candidates {
            let words = common(&mut terms, goal, &texts[candidate.goal.index()]);
            if !words.is_empty() {
                candidate.reasons.insert(0, Reason::Words(words));
            }
        }
        ranked.push(candidates);
    }
    ranked
}

/// How close a goal that scores the same is, the closest first: objectives before key results, the nearest level, the
/// nearest team of the line.
fn closeness(snapshot: &Snapshot<'_>, goal: &Goal, parent: GoalIx) -> (bool, usize, usize) {
    let parent = snapshot.goal(parent);
    let rank = |goal: &Goal| snapshot.level_of(goal).map(|(_, rank)| rank);
    let levels = rank(goal).zip(rank(parent)).map_or(usize::MAX, |(own, other)| own.abs_diff(other));
    let teams = team_line(snapshot, goal, parent).map_or(usize::MAX, |(steps, _)| steps);
    (parent.kind == Kind::KeyResult, levels, teams)
}

fn may_be_parent(snapshot: &Snapshot<'_>, goal: &Goal) -> bool {
    matches!(goal.kind, Kind::Mission | Kind::Objective | Kind::KeyResult)
        && goal.state == State::Active
        && !snapshot.workspace.is_private(goal.document)
}

/// Whether a link from one goal to another may be: the right kinds, no lower level, a day in common.
fn fits(snapshot: &Snapshot<'_>, goal: &Goal, parent: &Goal) -> bool {
    let rank = |goal: &Goal| snapshot.level_of(goal).map(|(_, rank)| rank);
    let kinds = if goal.kind == Kind::KeyResult { parent.kind == Kind::Objective } else { true };
    let levels = match (rank(goal), rank(parent)) {
        (Some(own), Some(other)) if parent.kind != Kind::Mission && goal.kind != Kind::KeyResult => other <= own,
        _ => true,
    };
    let own_result = goal.kind != Kind::KeyResult && parent.measures.as_deref() == Some(goal.id.as_str());
    kinds && levels && !own_result && goal.overlaps(parent)
}

/// The goals that lead to a goal, by links or as key results.
fn below(snapshot: &Snapshot<'_>, ix: GoalIx) -> HashSet<GoalIx> {
    let mut found = HashSet::new();
    let mut open = vec![ix];
    while let Some(goal) = open.pop() {
        for child in snapshot.graph.children(goal) {
            if found.insert(child.goal) {
                open.push(child.goal);
            }
        }
    }
    found
}

/// How well a parent fits, and why.
fn weigh(snapshot: &Snapshot<'_>, goal: &Goal, ix: GoalIx, similarity: f64) -> Candidate {
    let parent = snapshot.goal(ix);
    let mut score = 0.5 * similarity.min(1.0);
    let mut reasons = Vec::new();
    if parent.kind == Kind::Mission {
        // Everything leads there in the end; what lies between says more.
        let highest = snapshot.settings().is_highest(goal.level.as_deref());
        score += if highest { 0.4 } else { 0.05 };
        reasons.push(Reason::Mission);
    }
    if let Some((steps, team)) = team_line(snapshot, goal, parent) {
        score += match steps {
            // A key result is measured by its own team's objective; an objective serves the team above.
            0 if goal.kind == Kind::KeyResult => 0.3,
            0 => 0.12,
            1 => 0.25,
            2 => 0.15,
            _ => 0.1,
        };
        reasons.push(if steps == 0 { Reason::SameTeam(team) } else { Reason::TeamLine { team, steps } });
    }
    if let (Some((_, own)), Some((level, other))) = (snapshot.level_of(goal), snapshot.level_of(parent))
        && own == other + 1
        && parent.kind != Kind::Mission
        // A key result has its objective's level: one level up is no reason for it.
        && goal.kind != Kind::KeyResult
    {
        score += 0.15;
        reasons.push(Reason::OneLevelUp(level.to_owned()));
    }
    if let (Some(own), Some(other)) = (&goal.period, &parent.period)
        && other.start <= own.start
        && own.end <= other.end
    {
        score += 0.1;
        reasons.push(Reason::Holds(other.name.clone()));
    }
    Candidate { goal: ix, score, similarity, reasons }
}

/// How many steps a parent's team is above a goal's; none where it is not in its line.
fn team_line(snapshot: &Snapshot<'_>, goal: &Goal, parent: &Goal) -> Option<(usize, String)> {
    let org = snapshot.org()?;
    let above = org.team(parent.team.as_deref()?)?;
    let mut team = org.team(goal.team.as_deref()?)?;
    for steps in 0..=org.teams.len() {
        if team.id == above.id {
            return Some((steps, above.name.clone()));
        }
        team = org.team(team.parent.as_deref()?)?;
    }
    None
}

/// The words of a goal whose terms another text has, as they are written, each once.
fn common(terms: &mut Terms, goal: &Goal, other: &[u32]) -> Vec<String> {
    let mut words = Vec::new();
    let mut seen = HashSet::new();
    for text in texts_of(goal) {
        terms.each(text, |word, term| {
            if words.len() < MOST_WORDS && other.contains(&term) && seen.insert(term) {
                words.push(word.to_lowercase());
            }
        });
    }
    words
}

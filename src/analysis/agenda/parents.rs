//! Candidates for a goal's parents, ranked by their texts, teams, levels and periods.

use std::collections::HashSet;

use crate::analysis::snapshot::Snapshot;
use crate::analysis::text::similarity::Texts;
use crate::analysis::text::terms::Terms;
use crate::model::{Goal, GoalIx, Kind, State};

/// A candidate for a parent.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The goal.
    pub goal: GoalIx,
    /// The score, 0 to 1: half for the text, the rest for team, level and period.
    pub score: f64,
    /// The cosine of the texts, 0 to 1.
    pub similarity: f64,
    /// The reasons for the score.
    pub reasons: Vec<Reason>,
}

/// A reason for a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The words that both texts have.
    Words(Vec<String>),
    /// Both belong to this team.
    SameTeam(String),
    /// Its team is above the goal's.
    TeamLine {
        /// Its team.
        team: String,
        /// The steps from the goal's team to it.
        steps: usize,
    },
    /// It is one level up, at this level.
    OneLevelUp(String),
    /// Its period, by name, contains the goal's.
    Holds(String),
    /// It is the mission.
    Mission,
}

/// The most common words that are shown.
const MOST_WORDS: usize = 5;

/// The texts by which a goal is compared.
fn texts_of(goal: &Goal) -> [&str; 4] {
    let metric = goal.metric.as_ref().and_then(|metric| metric.name.as_deref()).unwrap_or_default();
    [&goal.title, goal.statement.as_deref().unwrap_or_default(), goal.why.as_deref().unwrap_or_default(), metric]
}

/// The best candidates for the parents of some goals, best first, at most `most` for each. Every text is weighed once.
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

/// The order of candidates with equal scores: objectives before key results, then the nearest level, then the nearest
/// team above.
fn closeness(snapshot: &Snapshot<'_>, goal: &Goal, parent: GoalIx) -> (bool, usize, usize) {
    let parent = snapshot.goal(parent);
    let rank = |goal: &Goal| snapshot.level_of(goal).map(|(_, rank)| rank);
    let levels = rank(goal).zip(rank(parent)).map_or(usize::MAX, |(own, other)| own.abs_diff(other));
    let teams = team_line(snapshot, goal, parent).map_or(usize::MAX, |(steps, _)| steps);
    (parent.kind == Kind::KeyResult, levels, teams)
}

/// Whether a goal may be a parent: an active mission, objective or key result, and not private, because a public file
/// may not name a private goal.
fn may_be_parent(snapshot: &Snapshot<'_>, goal: &Goal) -> bool {
    matches!(goal.kind, Kind::Mission | Kind::Objective | Kind::KeyResult)
        && goal.state == State::Active
        && !snapshot.workspace.is_private(goal.document)
}

/// Whether a goal may be linked to a parent: the kinds match, the parent's level is not lower, and their periods
/// overlap.
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

/// The goals below a goal, by links or as key results. A link to one of them would form a cycle.
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

/// The score of a candidate, with its reasons. The weights are calibrated, not derived.
fn weigh(snapshot: &Snapshot<'_>, goal: &Goal, ix: GoalIx, similarity: f64) -> Candidate {
    let parent = snapshot.goal(ix);
    let mut score = 0.5 * similarity.min(1.0);
    let mut reasons = Vec::new();
    if parent.kind == Kind::Mission {
        // Every goal leads to the mission in the end: only one of the highest level should be linked to it directly.
        let highest = snapshot.settings().is_highest(goal.level.as_deref());
        score += if highest { 0.4 } else { 0.05 };
        reasons.push(Reason::Mission);
    }
    if let Some((steps, team)) = team_line(snapshot, goal, parent) {
        score += match steps {
            // A key result measures an objective of its own team; an objective supports one of the team above.
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
        // A key result has its objective's level: a parent one level up is none of its objectives.
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

/// The steps from a goal's team up to a parent's team, with that team's name; none if it is not above.
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

/// The words of a goal that another text has too, in lower case, each once.
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

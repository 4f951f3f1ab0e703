//! Parents that a goal might have, bottom-up: ranked by wording, by the children that they have, by team, level and time.
//!
//! The weights were chosen on the hidden links of two organisations' published goals: 867 links of key results and 323 of
//! objectives, each taken away in turn. The parent is among the first five for 85 % of the key results and 97 % of the
//! objectives (for 60 % and 78 % by the texts of the two goals, team, level and time alone).

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
    /// How well it fits, 0 to 1: a third for its own text, a quarter for its children's, the rest for team, level and
    /// time.
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
    /// Some of its children are worded alike: the identifier of the likest.
    LikeChild(String),
    /// A child of it is of the goal's team.
    TeamsChild(String),
    /// It is an objective without key results.
    Unmeasured,
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
                let own = weighed.class(ix.index());
                weigh(snapshot, goal, *parent, |other| weighed.cosine(own, weighed.class(other.index())))
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

/// What each sign of a parent adds to its score; all together at most 1.
struct Weights {
    text: f64,
    /// The likest child.
    likest_child: f64,
    /// The three likest children, on average; those that are not there count as unlike.
    like_children: f64,
    teams_child: f64,
    /// By how many teams the parent's is above, from 0.
    team_line: [f64; 3],
    one_level_up: f64,
    /// Taken off: an objective on the same level is rarely a parent.
    same_level: f64,
    same_period: f64,
    holds: f64,
    unmeasured: f64,
}

/// A key result is measured by an objective of its own team and period; it has no level of its own.
const KEY_RESULT: Weights = Weights {
    text: 0.34,
    likest_child: 0.14,
    like_children: 0.14,
    teams_child: 0.14,
    team_line: [0.10, 0.07, 0.03],
    one_level_up: 0.0,
    same_level: 0.0,
    same_period: 0.07,
    holds: 0.07,
    unmeasured: 0.10,
};

/// An objective serves the team and the level above.
const OBJECTIVE: Weights = Weights {
    text: 0.31,
    likest_child: 0.12,
    like_children: 0.13,
    teams_child: 0.09,
    team_line: [0.08, 0.16, 0.09],
    one_level_up: 0.13,
    same_level: 0.13,
    same_period: 0.0,
    holds: 0.06,
    unmeasured: 0.0,
};

/// From this cosine on a child's likeness is told as a reason.
const LIKE: f64 = 0.3;

/// How well a parent fits, and why. `cosine` compares the goal's text with another goal's.
fn weigh(snapshot: &Snapshot<'_>, goal: &Goal, ix: GoalIx, cosine: impl Fn(GoalIx) -> f64) -> Candidate {
    let parent = snapshot.goal(ix);
    let weights = if goal.kind == Kind::KeyResult { &KEY_RESULT } else { &OBJECTIVE };
    let similarity = cosine(ix).min(1.0);
    let mut score = weights.text * similarity;
    let mut reasons = Vec::new();
    if parent.kind == Kind::Mission {
        // Everything leads there in the end; what lies between says more.
        let highest = snapshot.settings().is_highest(goal.level.as_deref());
        score += if highest { 0.25 } else { 0.03 };
        reasons.push(Reason::Mission);
    }
    let mut children: Vec<(f64, GoalIx)> =
        snapshot.graph.children(ix).map(|child| (cosine(child.goal).min(1.0), child.goal)).collect();
    children.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| snapshot.goal(a.1).id.cmp(&snapshot.goal(b.1).id)));
    if let Some((likest, child)) = children.first() {
        let three = children.iter().take(3).map(|(cosine, _)| cosine).sum::<f64>() / 3.0;
        score += weights.likest_child * likest + weights.like_children * three;
        if *likest >= LIKE {
            reasons.push(Reason::LikeChild(snapshot.goal(*child).id.clone()));
        }
    }
    if let Some((steps, team)) = team_line(snapshot, goal, parent) {
        score += weights.team_line[steps.min(2)];
        reasons.push(if steps == 0 { Reason::SameTeam(team) } else { Reason::TeamLine { team, steps } });
    }
    let team_of = |goal| snapshot.workspace.team_of(goal);
    if let Some(team) = team_of(goal)
        && let Some((_, child)) = children.iter().find(|(_, child)| team_of(snapshot.goal(*child)) == Some(team))
    {
        score += weights.teams_child;
        reasons.push(Reason::TeamsChild(snapshot.goal(*child).id.clone()));
    }
    if weights.unmeasured > 0.0 && children.is_empty() {
        score += weights.unmeasured;
        reasons.push(Reason::Unmeasured);
    }
    if let (Some((_, own)), Some((level, other))) = (snapshot.level_of(goal), snapshot.level_of(parent))
        && parent.kind != Kind::Mission
        // A key result has its objective's level: one level up is no reason for it.
        && goal.kind != Kind::KeyResult
    {
        if own == other + 1 {
            score += weights.one_level_up;
            reasons.push(Reason::OneLevelUp(level.to_owned()));
        } else if own == other {
            score -= weights.same_level;
        }
    }
    if let (Some(own), Some(other)) = (&goal.period, &parent.period)
        && other.start <= own.start
        && own.end <= other.end
    {
        let is_same = (own.start, own.end) == (other.start, other.end);
        score += weights.holds + if is_same { weights.same_period } else { 0.0 };
        reasons.push(Reason::Holds(other.name.clone()));
    }
    Candidate { goal: ix, score: score.clamp(0.0, 1.0), similarity, reasons }
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

//! Candidates for a goal's parents, ranked by their texts, their children, team, level, period and ids.
//!
//! The weights were fitted to the links of two organisations' published goals: 867 links of key results and 323 of
//! objectives, each removed in turn. Without ids the parent is among the first five for 89 % of the key results (98 % in
//! one organisation, 81 % in the other, where most goals are of one team) and for 97 % of the objectives (92 % of the 131
//! that do not support the mission itself). In that other one 12 % of the key results share no word with their parents,
//! with the parents' other key results, or with key results of like objectives, so that words cannot find these. Letters,
//! owners, texts of whole families and the size of families gave nothing that held in both organisations. With ids it is
//! found for nearly all key results, which proves little: these goals were numbered along the headings from which the
//! links were read. Hence numbers count only as far as the linked goals of the same repository bear them out.

use std::collections::HashSet;

use super::like_results::{LikeResults, LinkedResults};
use super::numbering::{Numbering, Sign};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::text::similarity::Texts;
use crate::analysis::text::term_lists::TermLists;
use crate::analysis::text::terms::Terms;
use crate::model::{Goal, GoalIx, Kind, State};
use crate::source::InOrder as _;

/// A candidate for a parent.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The goal.
    pub goal: GoalIx,
    /// The score, 0 to 1: about a quarter for its own text, as much for its children's texts, a fifth for what like key
    /// results measure, the rest for team, level, period and ids.
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
    /// Its children have similar texts; the id of the most similar one.
    LikeChild(String),
    /// Its child with this id belongs to the goal's team.
    TeamsChild(String),
    /// A key result of another objective is worded like the goal, and that objective is like it.
    LikeResult {
        /// The id of the key result.
        result: String,
        /// The id of its objective.
        objective: String,
    },
    /// It is an objective without key results.
    Unmeasured,
    /// The goal's id begins with its id.
    IdBegins,
    /// Its id is numbered next to the goal's.
    NumberedNext,
    /// Its child with this id is numbered next to the goal.
    NumberedChild(String),
    /// Its period, by name, contains the goal's.
    Holds(String),
    /// It is the mission.
    Mission,
}

impl Reason {
    /// The id of the third goal that it names.
    pub fn third_goal(&self) -> Option<&str> {
        match self {
            Self::LikeChild(id) | Self::TeamsChild(id) | Self::NumberedChild(id) => Some(id),
            Self::LikeResult { result, .. } => Some(result),
            _ => None,
        }
    }
}

/// The most common words that are shown.
const MOST_WORDS: usize = 5;

/// The texts by which a goal is compared.
fn texts_of(goal: &Goal) -> [&str; 4] {
    let metric = goal.metric.as_ref().and_then(|metric| metric.name.as_deref()).unwrap_or_default();
    [&goal.title, goal.statement.as_deref().unwrap_or_default(), goal.why.as_deref().unwrap_or_default(), metric]
}

/// The best candidates for the parents of some goals, best first, at most `most` for each. Every text is weighed once.
pub fn parents_for(snapshot: &Snapshot<'_>, goals: &[GoalIx], most: usize) -> Vec<Vec<Candidate>> {
    let mut terms = Terms::new();
    let (mut texts, mut found) = (TermLists::default(), Vec::new());
    for (_, goal) in snapshot.goals() {
        found.clear();
        for text in texts_of(goal) {
            terms.each(text, |_, term| found.push(term));
        }
        texts.push(&found);
    }
    let weighed = Texts::weigh(&texts);
    let open: Vec<GoalIx> =
        snapshot.goals().filter(|(_, goal)| may_be_parent(snapshot, goal)).map(|(ix, _)| ix).collect();
    let numbering = Numbering::learn(snapshot);
    let linked = LinkedResults::find(snapshot);
    let cosine = |one: GoalIx, other: GoalIx| weighed.cosine(weighed.class(one.index()), weighed.class(other.index()));
    let mut ranked = Vec::with_capacity(goals.len());
    for ix in goals {
        let goal = snapshot.goal(*ix);
        let mut below = below(snapshot, *ix);
        below.extend(snapshot.graph.parents(*ix).map(|parent| parent.goal));
        // A goal of a past period is asked about to set its record right: then the goals of that time are candidates.
        let is_past = !snapshot.is_live(goal);
        let is_of_time = |parent: GoalIx| is_past || snapshot.is_live(snapshot.goal(parent));
        let like = (goal.kind == Kind::KeyResult).then(|| linked.like(*ix, &cosine));
        let signs = Signs { numbering: &numbering, like: like.as_ref() };
        let mut candidates: Vec<Candidate> = open
            .iter()
            .filter(|parent| *parent != ix && !below.contains(parent) && is_of_time(**parent))
            .filter(|parent| fits(snapshot, goal, snapshot.goal(**parent)))
            .map(|parent| weigh(snapshot, &signs, *ix, *parent, &cosine))
            .collect();
        candidates.order_by(|a, b| {
            let rank = |candidate: &Candidate| closeness(snapshot, goal, candidate.goal);
            let by_score = b.score.total_cmp(&a.score);
            let by_id = || snapshot.goal(a.goal).id.cmp(&snapshot.goal(b.goal).id);
            by_score.then_with(|| rank(a).cmp(&rank(b))).then_with(by_id)
        });
        candidates.truncate(most);
        for candidate in &mut candidates {
            let words = common(&mut terms, goal, texts.of(candidate.goal.index()));
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

/// Whether a goal may be a parent: an active mission, objective or key result. A private goal may not, because a public
/// file must not name it.
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

/// The weights of the features of a candidate; they sum to at most 1.
struct Weights {
    text: f64,
    /// The cosine of the most similar child.
    likest_child: f64,
    /// The mean cosine of the three most similar children; a missing one counts as 0.
    like_children: f64,
    teams_child: f64,
    /// By the number of steps from the goal's team up to the parent's: 0, 1, and 2 or more.
    team_line: [f64; 3],
    one_level_up: f64,
    /// Subtracted: an objective of the same level is rarely a parent.
    same_level: f64,
    same_period: f64,
    holds: f64,
    unmeasured: f64,
    /// Subtracted: an objective that objectives alone support sums them up, and rarely gets a key result of its own.
    only_supported: f64,
    like_result: f64,
    ids: f64,
}

/// A key result measures an objective of its own team and period, and has no level of its own.
const KEY_RESULT: Weights = Weights {
    text: 0.216,
    likest_child: 0.088,
    like_children: 0.088,
    teams_child: 0.088,
    team_line: [0.064, 0.048, 0.016],
    one_level_up: 0.0,
    same_level: 0.0,
    same_period: 0.048,
    holds: 0.048,
    unmeasured: 0.064,
    only_supported: 0.08,
    like_result: 0.2,
    ids: 0.16,
};

/// An objective supports one of the team and the level above.
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
    only_supported: 0.0,
    like_result: 0.0,
    ids: 0.0,
};

/// The least cosine of a child that is shown as a reason.
const LIKE: f64 = 0.3;

/// The least that a key result worded alike must say to be shown as a reason.
const TELLING: f64 = 0.15;

/// What a repository's other goals say about the parent of one.
struct Signs<'s> {
    numbering: &'s Numbering,
    /// For a key result alone.
    like: Option<&'s LikeResults>,
}

/// The score of a candidate for the parent of a goal, with its reasons. `between` compares two goals' texts.
fn weigh(
    snapshot: &Snapshot<'_>,
    signs: &Signs<'_>,
    own: GoalIx,
    ix: GoalIx,
    between: &impl Fn(GoalIx, GoalIx) -> f64,
) -> Candidate {
    let (goal, parent) = (snapshot.goal(own), snapshot.goal(ix));
    let cosine = |other: GoalIx| between(own, other);
    let weights = if goal.kind == Kind::KeyResult { &KEY_RESULT } else { &OBJECTIVE };
    let similarity = cosine(ix).min(1.0);
    let mut score = weights.text * similarity;
    let mut reasons = Vec::new();
    if parent.kind == Kind::Mission {
        // Every goal leads to the mission in the end: only one of the highest level should be linked to it directly.
        let highest = snapshot.settings().is_highest(goal.level.as_deref());
        score += if highest { 0.25 } else { 0.03 };
        reasons.push(Reason::Mission);
    }
    let mut children: Vec<(f64, GoalIx)> =
        snapshot.graph.children(ix).map(|child| (cosine(child.goal).min(1.0), child.goal)).collect();
    children.order_by(|a, b| b.0.total_cmp(&a.0).then_with(|| snapshot.goal(a.1).id.cmp(&snapshot.goal(b.1).id)));
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
    if weights.ids > 0.0
        && let Some((trust, sign)) = signs.numbering.sign(snapshot, goal, ix)
    {
        score += weights.ids * trust;
        reasons.push(match sign {
            Sign::Begins => Reason::IdBegins,
            Sign::Next => Reason::NumberedNext,
            Sign::NextToChild(child) => Reason::NumberedChild(snapshot.goal(child).id.clone()),
        });
    }
    if let Some((says, example)) = signs.like.and_then(|like| like.example_for(ix, between)) {
        score += weights.like_result * says;
        if says >= TELLING {
            let [result, objective] = [example.result, example.objective].map(|it| snapshot.goal(it).id.clone());
            reasons.push(Reason::LikeResult { result, objective });
        }
    }
    if !children.is_empty() && children.iter().all(|(_, child)| snapshot.goal(*child).kind == Kind::Objective) {
        score -= weights.only_supported;
    }
    if weights.unmeasured > 0.0 && children.is_empty() {
        score += weights.unmeasured;
        reasons.push(Reason::Unmeasured);
    }
    if let (Some((_, own)), Some((level, other))) = (snapshot.level_of(goal), snapshot.level_of(parent))
        && parent.kind != Kind::Mission
        // A key result has its objective's level, so that levels say nothing about its parent.
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

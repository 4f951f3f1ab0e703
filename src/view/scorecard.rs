//! What `scorecard` says: every goal by the letters of SMART and FAST, with the rule that decided each.

use std::collections::HashSet;

use serde::Serialize;

use super::unreadable::UnreadableView;
use super::withheld::is_withheld;
use crate::analysis::facts::Facts;
use crate::lint::Finding;
use crate::model::{GoalIx, Kind, Workspace};
use crate::rules::{CriterionResult, GoalScores, LETTERS};

/// The answer of `goalpost scorecard`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ScorecardView {
    /// The goals, by id.
    pub goals: Vec<GoalLetters>,
    /// The number of goals that meet each criterion.
    pub summary: Vec<LetterSummary>,
    /// Whether the summary is left empty because a filter leaves one person's goals, and `people.statistics` is not `person`.
    pub withheld: bool,
    /// The files that cannot be read now.
    pub unreadable: Vec<UnreadableView>,
    /// The goals' places in the order in which people read them: each objective with its key results below it.
    #[serde(skip)]
    pub order: Vec<usize>,
}

/// One goal's letters.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GoalLetters {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Its owner.
    pub owner: Option<String>,
    /// Its team.
    pub team: Option<String>,
    /// `draft`, `active`, `achieved`, `missed` or `dropped`.
    pub state: String,
    /// The nine letters: those of SMART, then those of FAST.
    pub letters: Vec<LetterView>,
    /// Whether it is shown below its objective.
    #[serde(skip)]
    pub below: bool,
}

/// The result of one criterion for a goal.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LetterView {
    /// The letter.
    pub letter: char,
    /// What it stands for.
    pub aspect: String,
    /// The word that it is a letter of: `SMART` or `FAST`.
    pub word: String,
    /// Whether the criterion is met; null where it does not apply, is not judged, or a comment allows the finding.
    pub verdict: Option<bool>,
    /// The rule that fails, or that a comment allows; null without findings.
    pub rule: Option<String>,
    /// The findings against it, or those that a comment allows, most important first.
    pub reasons: Vec<LetterReason>,
    /// Findings that do not decide it, such as a missing `why`.
    pub hints: Vec<LetterReason>,
}

/// A finding against a criterion.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LetterReason {
    /// The rule's name.
    pub rule: String,
    /// What it found.
    pub message: String,
    /// The goal at which it was found, if it is another.
    pub goal: Option<String>,
    /// The file, from the root; null where there is none.
    pub path: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
}

/// How many goals a letter holds for.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LetterSummary {
    /// The letter.
    pub letter: char,
    /// What it stands for.
    pub aspect: String,
    /// The word that it is a letter of: `SMART` or `FAST`.
    pub word: String,
    /// The number of goals that meet it.
    pub holds: usize,
    /// The number of goals that do not.
    pub fails: usize,
    /// The number of goals that are not judged.
    pub open: usize,
    /// The share of judged goals that meet it; null without judged goals.
    pub share: Option<f64>,
}

impl ScorecardView {
    /// The letters of some goals; those that have none are left out. Of goals that were narrowed down to one person's
    /// nothing is added up.
    pub fn new(
        snapshot: &Facts<'_>,
        scores: &GoalScores<'_, '_, '_>,
        chosen: impl IntoIterator<Item = GoalIx>,
        narrowed: bool,
    ) -> Self {
        let mut chosen: Vec<GoalIx> = chosen.into_iter().filter(|ix| snapshot.goal(*ix).is_work()).collect();
        chosen.sort_by(|a, b| snapshot.goal(*a).id.cmp(&snapshot.goal(*b).id));
        chosen.dedup();
        let mut goals: Vec<_> = chosen.iter().map(|ix| GoalLetters::new(snapshot, *ix, &scores.of(*ix))).collect();
        let order = reading_order(snapshot, &chosen, &mut goals);
        let withheld = narrowed && is_withheld(snapshot, chosen.iter().copied());
        let summary = LETTERS.iter().enumerate().map(|(at, letter)| {
            let counted = || goals.iter().filter(|_| !withheld);
            let verdicts = || counted().filter_map(|goal| goal.letters.get(at)).map(|it| it.verdict);
            let holds = verdicts().filter(|it| *it == Some(true)).count();
            let fails = verdicts().filter(|it| *it == Some(false)).count();
            let open = counted().count() - holds - fails;
            #[expect(clippy::cast_precision_loss, reason = "numbers of goals")]
            let share = (holds + fails > 0).then(|| holds as f64 / (holds + fails) as f64);
            let (aspect, word) = (letter.aspect.to_owned(), letter.word.to_owned());
            LetterSummary { letter: letter.initial, aspect, word, holds, fails, open, share }
        });
        let summary = summary.collect();
        Self { goals, summary, withheld, unreadable: UnreadableView::all(snapshot, true), order }
    }
}

/// Objectives from the highest level down, each with its key results; then all other goals.
fn reading_order(snapshot: &Facts<'_>, chosen: &[GoalIx], goals: &mut [GoalLetters]) -> Vec<usize> {
    let place = |ix: GoalIx| chosen.binary_search_by(|it| snapshot.goal(*it).id.cmp(&snapshot.goal(ix).id)).ok();
    let rank = |ix: GoalIx| {
        let level = snapshot.goal(ix).level.as_deref();
        level.and_then(|level| snapshot.settings().rank(level)).unwrap_or(usize::MAX)
    };
    let mut objectives: Vec<(usize, GoalIx)> =
        chosen.iter().copied().enumerate().filter(|(_, ix)| snapshot.goal(*ix).kind == Kind::Objective).collect();
    objectives.sort_by_key(|(at, ix)| (rank(*ix), *at));
    let mut order = Vec::with_capacity(chosen.len());
    for (at, objective) in objectives {
        order.push(at);
        let mut key_results: Vec<usize> =
            snapshot.graph.key_results(objective).filter_map(|it| place(it.goal)).collect();
        key_results.sort_unstable();
        for key_result in key_results {
            goals[key_result].below = true;
            order.push(key_result);
        }
    }
    let shown: HashSet<usize> = order.iter().copied().collect();
    order.extend((0..chosen.len()).filter(|at| !shown.contains(at)));
    order
}

impl GoalLetters {
    fn new(snapshot: &Facts<'_>, ix: GoalIx, verdicts: &[CriterionResult<'_>]) -> Self {
        let goal = snapshot.goal(ix);
        let reasons = |findings: &[&Finding]| -> Vec<LetterReason> {
            findings.iter().map(|it| LetterReason::new(snapshot.workspace, &goal.id, it)).collect()
        };
        let letters = LETTERS.iter().zip(verdicts).map(|(letter, verdict)| LetterView {
            letter: letter.initial,
            aspect: letter.aspect.to_owned(),
            word: letter.word.to_owned(),
            verdict: verdict.holds,
            rule: verdict.because.first().map(|finding| finding.rule.to_owned()),
            reasons: reasons(&verdict.because),
            hints: reasons(&verdict.hints),
        });
        Self {
            id: goal.id.clone(),
            kind: goal.kind,
            title: goal.title.clone(),
            owner: goal.owner.clone(),
            team: goal.team.clone(),
            state: goal.state.word().to_owned(),
            letters: letters.collect(),
            below: false,
        }
    }

    /// The failing rules, each once, in the order of the criteria.
    pub fn failing_rules(&self) -> Vec<&str> {
        let mut rules: Vec<&str> = Vec::new();
        for letter in self.letters.iter().filter(|letter| letter.verdict == Some(false)) {
            for reason in &letter.reasons {
                if !rules.contains(&reason.rule.as_str()) {
                    rules.push(&reason.rule);
                }
            }
        }
        rules
    }

    /// Whether no letter of a word fails, and one at least holds.
    pub fn does_well(&self, word: &str) -> bool {
        let mut verdicts = self.letters.iter().filter(|letter| letter.word == word).map(|letter| letter.verdict);
        verdicts.clone().any(|verdict| verdict == Some(true)) && verdicts.all(|verdict| verdict != Some(false))
    }
}

impl LetterReason {
    fn new(workspace: &Workspace, goal: &str, finding: &Finding) -> Self {
        let file = finding.location.map(|location| (workspace.file(location.document), location.span));
        Self {
            rule: finding.rule.to_owned(),
            message: finding.message.clone(),
            goal: finding.goal.clone().filter(|id| id != goal),
            path: file.map(|(file, _)| file.path.clone()),
            line: file.map(|(file, span)| file.position(span.start as usize).line),
        }
    }
}

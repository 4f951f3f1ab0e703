//! The answer of `digest`: changes since a date.

mod answered_need;
mod confidence_change;
mod health_change;
mod late_news;
mod measured;
mod moved_goalpost;
mod named_goal;
mod news;

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::deputies::deputies_of;
use super::forecast::ForecastView;
use super::late_value::done_milestone_words;
use super::moved::{ReasonView, move_words};
use super::moved_setting::MovedSettingView;
use super::removed::RemovedView;
use super::selection::{Selection, Time};
use super::standing::{CountedView, closed_words, graded_parts, judged_words, measured_parts};
use super::unreadable::UnreadableView;
use super::withdrawn::WithdrawnView;
use super::withheld::is_withheld;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Move, merged_by, price_of};
use crate::analysis::numbers::{Health, has_other_keeper};
use crate::git::OidSet;
use crate::model::{Day, Done, Goal, GoalIx, Kind, LogKind};
use measured::newly_measured;
use news::{GoalNews, changed_otherwise};

pub use answered_need::AnsweredNeed;
pub use confidence_change::ConfidenceChange;
pub use health_change::HealthChange;
pub use late_news::LateNews;
pub use moved_goalpost::MovedGoalpost;
pub use named_goal::NamedGoal;

/// What happened in a number of days.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DigestView {
    /// The day after which it begins.
    #[cfg_attr(test, schemars(with = "Option<Day>"))]
    pub since: Option<Day>,
    /// Its last day.
    #[cfg_attr(test, schemars(with = "Option<Day>"))]
    pub until: Option<Day>,
    /// Goals whose progress changed; null where there is no state to compare with.
    pub progress: Option<Vec<ProgressChange>>,
    /// Goals whose health changed; null where there is no state to compare with.
    pub health: Option<Vec<HealthChange>>,
    /// Key results whose confidence changed, the largest falls first; null where there is no state to compare with.
    pub confidence: Option<Vec<ConfidenceChange>>,
    /// Where there is nothing else, the ids of goals that were changed otherwise: a value confirmed, a note, another owner; null
    /// where there is no state to compare with, and where there is something else.
    pub changed: Option<Vec<String>>,
    /// Goals that were added; null where there is no state to compare with.
    pub added: Option<Vec<NamedGoal>>,
    /// Goals that were reached, missed or dropped.
    pub closed: Vec<ClosedGoal>,
    /// Milestones that were done.
    pub milestones: Vec<DigestEvent>,
    /// New values of a day after the last that counts for their goal.
    pub late: Vec<LateNews>,
    /// Recognition.
    pub recognition: Vec<DigestEvent>,
    /// New obstacles.
    pub obstacles: Vec<DigestEvent>,
    /// Resolved obstacles.
    pub resolved: Vec<DigestEvent>,
    /// The files that cannot be read now.
    pub unreadable: Vec<UnreadableView>,
    /// Goalposts that moved after they had settled.
    pub moved: Vec<MovedGoalpost>,
    /// Settings that were changed in mid-period without a reason, so that numbers or findings are others.
    pub moved_settings: Vec<MovedSettingView>,
    /// Values and other statements that were withdrawn and are not there again, the latest first.
    pub withdrawn: Vec<WithdrawnView>,
    /// Active goals that were removed after they had settled; null without a history.
    pub removed: Option<Vec<RemovedView>>,
    /// Needs that were answered; null where there is no state to compare with.
    pub answered: Option<Vec<AnsweredNeed>>,
    /// Whether nothing is added up because a filter leaves one person's goals, and `people.statistics` is not `person`.
    pub withheld: bool,
    /// Whether there are goals without an earlier state to compare with.
    #[serde(skip)]
    pub uncompared: bool,
}

/// A goal's progress then and now.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ProgressChange {
    /// Which goal.
    #[serde(flatten)]
    pub goal: NamedGoal,
    /// Whether a value or milestone changed in the goal or below it; false where only goalposts, weights or links did.
    pub measured: bool,
    /// Progress then, 0 to 1.
    pub before: Option<f64>,
    /// Progress now.
    pub after: Option<f64>,
    /// The measured share of the goal now, 0 to 1.
    pub coverage: Option<f64>,
    /// How many of its own parts are measured now; null for a goal with a measure of its own.
    pub counted: Option<CountedView>,
    /// `from 1 of 6`: the measured parts of its progress, where they are too few.
    #[serde(skip)]
    pub measured_parts: Option<String>,
}

/// A goal that was closed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClosedGoal {
    /// Which goal.
    #[serde(flatten)]
    pub goal: NamedGoal,
    /// `achieved`, `missed` or `dropped`.
    pub state: String,
    /// The same in words; `partly achieved` for an aspirational goal with a grade of 0.4 or more.
    pub words: String,
    /// Its grade.
    pub score: Option<f64>,
    /// `from 1 of 6`: the measured parts behind its grade, where they are less than half; else null.
    pub measured_parts: Option<String>,
    /// Whether its score is above the computed one and no owner of a parent goal has acknowledged it since.
    pub self_assessed: bool,
    /// Why it was dropped.
    pub reason: Option<String>,
}

/// Something that happened on a day.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DigestEvent {
    /// The goal that it is about.
    #[serde(flatten)]
    pub goal: NamedGoal,
    /// The day.
    pub day: Day,
    /// What.
    pub text: String,
    /// Who wrote it.
    pub by: Option<String>,
    /// Whom it is for.
    pub to: Vec<String>,
    /// Of an open obstacle, who stands in for those: the `deputy` of each in org.yaml, by their ids.
    pub deputies: BTreeMap<String, String>,
}

/// Smaller changes of progress are not reported: they round to nothing.
const NEWS: f64 = 0.005;

impl DigestView {
    /// The digest of the chosen goals since a day; `before` is the state on that day.
    pub fn new(snapshot: &Facts<'_>, before: Option<&Facts<'_>>, since: Day, selection: &Selection) -> Self {
        let mut view = Self { since: Some(since), until: Some(snapshot.today), ..Self::default() };
        let within = |day: Day| since < day && day <= snapshot.today;
        let known = before.map(|it| snapshot.known_to(it));
        // The default selection leaves out closed goals of past periods, but their close is news of these days.
        let now = matches!(selection.time, Time::Now);
        let whenever = Selection { time: Time::All, ..selection.clone() };
        let news = |goal: &Goal| GoalNews::new(snapshot, before, goal, &within);
        let covered = |(_, goal): &(GoalIx, &Goal)| {
            selection.covers(snapshot, goal) || now && news(goal).is_closed(goal) && whenever.covers(snapshot, goal)
        };
        let mut chosen: Vec<(GoalIx, &Goal)> = snapshot.goals().filter(covered).collect();
        chosen.sort_by(|a, b| a.1.id.cmp(&b.1.id));
        view.withheld = selection.is_filtered() && is_withheld(snapshot, chosen.iter().map(|(ix, _)| *ix));
        for (ix, goal) in &chosen {
            view.collect_events(snapshot, *ix, &news(goal));
            view.collect_moves(snapshot, *ix, known.as_ref(), within);
        }
        // Of what left for another period that is told, and no more.
        let all: Vec<GoalIx> = chosen.iter().map(|(ix, _)| *ix).collect();
        let told: HashSet<GoalIx> = all.iter().copied().collect();
        for ix in selection.left(snapshot).into_iter().filter(|ix| !told.contains(ix)) {
            view.collect_moves(snapshot, ix, known.as_ref(), within);
        }
        view.late = LateNews::all(snapshot, before, &all, within);
        view.withdrawn = WithdrawnView::all(snapshot, &all);
        view.withdrawn.retain(|it| match &known {
            Some(known) => it.is_new(snapshot, known),
            None => within(it.withdrawn_on),
        });
        view.moved_settings = known.as_ref().map(|it| MovedSettingView::new_since(snapshot, it)).unwrap_or_default();
        view.removed = RemovedView::all(snapshot, selection);
        view.removed.iter_mut().for_each(|all| {
            all.retain(|it| match &known {
                Some(known) => it.landed.is_none_or(|oid| !known.contains(&oid)),
                None => within(it.day),
            });
        });
        match before {
            Some(before) => view.compare(snapshot, before, &chosen),
            None => view.uncompared = !chosen.is_empty(),
        }
        for list in [&mut view.milestones, &mut view.recognition, &mut view.obstacles, &mut view.resolved] {
            list.sort_by(|a, b| (a.day, &a.goal.goal).cmp(&(b.day, &b.goal.goal)));
        }
        view.unreadable = UnreadableView::all(snapshot, true);
        if let Some(before) = before.filter(|_| view.is_empty()) {
            view.changed = Some(changed_otherwise(snapshot, before, &told));
        }
        view
    }

    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        let none = |list: Option<usize>| list.unwrap_or(0) == 0;
        self.closed.is_empty()
            && [&self.milestones, &self.recognition, &self.obstacles, &self.resolved].iter().all(|it| it.is_empty())
            && self.moved.is_empty()
            && self.late.is_empty()
            && self.moved_settings.is_empty()
            && self.withdrawn.is_empty()
            && none(self.removed.as_ref().map(Vec::len))
            && none(self.progress.as_ref().map(Vec::len))
            && none(self.health.as_ref().map(Vec::len))
            && none(self.confidence.as_ref().map(Vec::len))
            && none(self.added.as_ref().map(Vec::len))
            && none(self.answered.as_ref().map(Vec::len))
    }

    /// Collects the events in the goal's own file.
    fn collect_events(&mut self, snapshot: &Facts<'_>, ix: GoalIx, news: &GoalNews<'_, impl Fn(Day) -> bool>) {
        let goal = snapshot.goal(ix);
        for milestone in &goal.milestones {
            if let Some(Done::On(day)) = milestone.done
                && news.is_new(day, |then| then.milestones.iter().any(|it| it.title == milestone.title && it.is_done()))
            {
                let text = done_milestone_words(goal, milestone, day);
                let (to, deputies) = (Vec::new(), BTreeMap::new());
                self.milestones.push(DigestEvent { goal: named_goal(goal), day, text, by: None, to, deputies });
            }
        }
        for entry in &goal.log {
            let happening = |day| DigestEvent {
                goal: named_goal(goal),
                day,
                text: entry.text.clone(),
                by: entry.by.clone(),
                to: entry.to.clone(),
                deputies: BTreeMap::new(),
            };
            match (entry.kind, entry.resolved) {
                (LogKind::Recognition, _)
                    if news.is_new(entry.date, |then| news.earlier_entry(then, entry).is_some()) =>
                {
                    self.recognition.push(happening(entry.date));
                }
                (LogKind::Obstacle, None)
                    if news.is_new(entry.date, |then| news.earlier_entry(then, entry).is_some()) =>
                {
                    let deputies = deputies_of(snapshot, Some(goal), &entry.to);
                    self.obstacles.push(DigestEvent { deputies, ..happening(entry.date) });
                }
                (LogKind::Obstacle, Some(day))
                    if news.is_new(day, |then| {
                        news.earlier_entry(then, entry).is_some_and(|it| it.resolved.is_some())
                    }) =>
                {
                    self.resolved.push(happening(day));
                }
                _ => {}
            }
        }
        if news.is_closed(goal) {
            self.closed.push(ClosedGoal {
                goal: named_goal(goal),
                state: goal.state.word().to_owned(),
                words: closed_words(goal).to_owned(),
                score: goal.grade.as_ref().map(|grade| grade.score),
                measured_parts: graded_parts(snapshot, ix),
                self_assessed: snapshot.is_self_assessed(ix),
                reason: goal.reason_of_state().map(str::to_owned),
            });
        }
    }

    /// Collects the goalposts that moved on the trunk since the earlier state: those whose commits it does not have. The
    /// days of commits tell nothing of when a pull request was merged.
    fn collect_moves(
        &mut self,
        snapshot: &Facts<'_>,
        ix: GoalIx,
        known: Option<&OidSet>,
        within: impl Fn(Day) -> bool,
    ) {
        let Some(history) = snapshot.timeline.history() else { return };
        let goalposts = snapshot.goalposts(ix);
        let price = price_of(snapshot, ix, goalposts);
        let is_new = |it: &Move| known.map_or(within(it.day), |known| it.is_new(history, known));
        for it in goalposts.moves.iter().filter(|it| !it.settling && is_new(it)) {
            self.moved.push(MovedGoalpost {
                goal: named_goal(snapshot.goal(ix)),
                day: it.day,
                change: move_words(snapshot, history, ix, it),
                why: ReasonView::new(it.explanation.as_ref()),
                author: it.commit.map(|place| snapshot.author_name(&history.commits[place])),
                merged_by: it.commit.and_then(|place| merged_by(snapshot, history, place)),
                made_harder: it.made_harder,
                put_back: it.put_back,
                waiver: it.waiver(),
                against_original: price.and_then(|price| price.against_original),
                present: price.and_then(|price| price.present),
            });
        }
    }

    /// Collects the differences between the two states.
    fn compare(&mut self, snapshot: &Facts<'_>, before: &Facts<'_>, chosen: &[(GoalIx, &Goal)]) {
        let (mut progress, mut health, mut added, mut answered) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut confidence = Vec::new();
        let measured = newly_measured(snapshot, before, &self.withdrawn);
        for (ix, goal) in chosen {
            let Some(old) = before.workspace.find_same(snapshot.workspace, goal) else {
                // A goal whose file could not be read on the earlier day is not new: its state then is unknown.
                if before.workspace.may_hold_unread(snapshot.workspace, goal) {
                    self.uncompared = true;
                    continue;
                }
                answered.extend(AnsweredNeed::of_new(snapshot, goal));
                if !self.moved.iter().any(|it| it.goal.goal == goal.id) {
                    // One that came back with other goalposts is told among those.
                    added.push(named_goal(goal));
                }
                continue;
            };
            let (then, now) = (before.numbers(old), snapshot.numbers(*ix));
            let is_other = has_other_keeper((before.workspace, before.goal(old)), (snapshot.workspace, goal));
            if goal.is_work() && !is_other {
                let moved = match (then.progress, now.progress) {
                    (Some(then), Some(now)) => (then - now).abs() >= NEWS,
                    (then, now) => then.is_some() != now.is_some(),
                };
                if moved {
                    progress.push(ProgressChange {
                        goal: named_goal(goal),
                        measured: measured[ix.index()],
                        before: then.progress,
                        after: now.progress,
                        coverage: now.coverage,
                        counted: now.counted.map(CountedView::from),
                        measured_parts: measured_parts(now),
                    });
                }
            }
            if then.health != now.health && goal.kind != Kind::Mission && goal.closed.is_none() {
                let word = |health: Health| health.word().to_owned();
                health.push(HealthChange {
                    goal: named_goal(goal),
                    before: word(then.health),
                    after: word(now.health),
                    standing_before: judged_words(before, old),
                    standing_after: judged_words(snapshot, *ix),
                    forecast: ForecastView::of(snapshot, *ix)
                        .filter(|_| matches!(now.health, Health::AtRisk | Health::OffTrack)),
                });
            }
            let then = before.goal(old);
            confidence.extend(ConfidenceChange::of(then, goal));
            answered.extend(AnsweredNeed::since(then, goal));
        }
        // The largest changes first, gains and losses alike.
        let gain = |it: &ProgressChange| it.after.unwrap_or(0.0) - it.before.unwrap_or(0.0);
        progress.sort_by(|a, b| gain(b).abs().total_cmp(&gain(a).abs()));
        self.progress = Some(progress);
        self.health = Some(health);
        confidence.sort_by(|a, b| a.rise().total_cmp(&b.rise()));
        self.confidence = Some(confidence);
        self.added = Some(added);
        self.answered = Some(answered);
    }
}

fn named_goal(goal: &Goal) -> NamedGoal {
    NamedGoal { goal: goal.id.clone(), title: goal.title.clone() }
}

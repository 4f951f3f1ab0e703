//! Moved goalposts in words, and the part of them that `rollup` shows.

use serde::Serialize;
use serde_json::Value;

use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Explanation, Moment, Move, ReasonWaiver, merged_by, price_of, version_at};
use crate::analysis::history::{GoalHistory, Landed};
use crate::analysis::versions::goalpost_words;
use crate::git::{Commit, Signature};
use crate::model::{Day, Goal, GoalIx, Metric, abridged};

/// A goalpost that moved.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MoveView {
    /// The field.
    pub field: String,
    /// What it was.
    pub before: Value,
    /// The later value; null where it was removed.
    pub after: Value,
    /// What moved, in words: `target 99.99 → 99.95 %`.
    pub words: String,
    /// The day from which it counts: when it landed on the trunk; before that, the commit's day.
    pub day: Day,
    /// The commit that proposed it; null for uncommitted changes.
    pub commit: Option<String>,
    /// Who wrote the commit, as git has it.
    pub author: Option<String>,
    /// The author of the commit, by name; for a bot's commit its co-author. Null for uncommitted changes.
    pub by: Option<String>,
    /// Other people who reviewed, acknowledged or signed it or its merge, by id.
    pub reviewed_by: Vec<String>,
    /// The person who merged it, by id in org.yaml, else by name; null if that was its author or a service, and for what has
    /// not landed.
    pub merged_by: Option<String>,
    /// The first commit that made the change, with its author and the author's day; null for uncommitted changes.
    pub proposed: Option<LandingView>,
    /// The commit with which it landed on the trunk, a merge or the same one, with the merge's author or the commit's
    /// committer and the day; null for what has not landed.
    pub merged: Option<LandingView>,
    /// Why.
    #[serde(flatten)]
    pub why: ReasonView,
    /// Whether the owner wrote and committed it on the trunk and no other person signed or merged it; null where git
    /// cannot know.
    pub by_owner_alone: Option<bool>,
    /// Whether goalposts had not settled yet.
    pub settling: bool,
    /// Whether it made the goal harder, which needs no reason.
    pub made_harder: bool,
    /// The day on which the goalpost was put back to where it stood before this move; also of the move that put it back. Of
    /// one that was removed the day on which it was set again.
    /// Null while it stands elsewhere.
    pub put_back: Option<Day>,
    /// Why it needs no reason, for people.
    #[serde(skip)]
    pub waiver: Option<ReasonWaiver>,
    /// Whose commit it is, by id in org.yaml where they have one, for people.
    #[serde(skip)]
    pub by_id: Option<String>,
    /// The first line of the commit's message, for people.
    #[serde(skip)]
    pub subject: String,
    /// The place in history of the commit with which it landed, to tell which of two came later; none for what is not
    /// committed.
    #[serde(skip)]
    pub place: Option<usize>,
}

/// A commit, who made it and when.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LandingView {
    /// The commit.
    pub commit: String,
    /// Who made it, as git has it.
    pub author: String,
    /// The day, in their own zone.
    pub day: Day,
}

/// Why something changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReasonView {
    /// Whether there is a reason.
    pub explained: bool,
    /// The reason: of the goal's `reason`, a decision of its log, or a `Goal-Reason:` trailer.
    pub reason: Option<String>,
    /// The number of days until the reason was given, if more than seven; else null.
    pub explained_days_later: Option<i64>,
}

/// The most characters of a reason.
const MOST_REASON: usize = 120;

impl ReasonView {
    /// Why, as an explanation says.
    pub fn new(explanation: Option<&Explanation>) -> Self {
        Self {
            explained: explanation.is_some(),
            reason: explanation.map(|it| it.reason.clone()),
            explained_days_later: explanation.and_then(Explanation::late),
        }
    }

    /// In words: `because “…”`, `explained 12 days later: “…”` or `no reason given`.
    pub fn words(&self) -> String {
        self.reason_words().unwrap_or_else(|| "no reason given".to_owned())
    }

    /// The reason of a move in words; of one without, why it needs none.
    pub fn words_of_move(&self, waiver: Option<ReasonWaiver>) -> String {
        self.reason_words().unwrap_or_else(|| match waiver {
            Some(ReasonWaiver::PutBack(day)) => format!("put back on {day}"),
            Some(ReasonWaiver::PutsBack) => "puts it back".to_owned(),
            Some(ReasonWaiver::SetAgain(day)) => format!("set again on {day}"),
            Some(ReasonWaiver::Settling) => "settling".to_owned(),
            Some(ReasonWaiver::MadeHarder) => "made harder".to_owned(),
            None => self.words(),
        })
    }

    fn reason_words(&self) -> Option<String> {
        let reason = abridged(self.reason.as_ref()?, MOST_REASON);
        Some(match self.explained_days_later {
            Some(days) => format!("explained {days} days later: “{reason}”"),
            None => format!("because “{reason}”"),
        })
    }
}

impl MoveView {
    /// The moves of a goal's goalposts, oldest first.
    pub fn all(snapshot: &Facts<'_>, ix: GoalIx) -> Vec<Self> {
        Self::some(snapshot, ix, &snapshot.goalposts(ix).moves)
    }

    /// Some moves of a goal's goalposts.
    pub fn some(snapshot: &Facts<'_>, ix: GoalIx, moves: &[Move]) -> Vec<Self> {
        let Some(history) = snapshot.timeline.history() else { return Vec::new() };
        moves.iter().map(|it| Self::new(snapshot, history, ix, it)).collect()
    }

    fn new(snapshot: &Facts<'_>, history: &GoalHistory, ix: GoalIx, it: &Move) -> Self {
        let commit = it.commit.map(|place| &history.commits[place]);
        let people = commit.map(|commit| snapshot.contributors(commit)).unwrap_or_default();
        let line = match it.landed {
            Some(Landed::With(line)) => Some(&history.commits[line]),
            _ => None,
        };
        let is_merge = line.is_some_and(|line| commit.is_some_and(|commit| commit.oid != line.oid));
        let mut reviewers = people.reviewers;
        for person in line.filter(|_| is_merge).into_iter().flat_map(|line| snapshot.contributors(line).reviewers) {
            if !reviewers.iter().any(|it| it.id == person.id) {
                reviewers.push(person);
            }
        }
        let others = reviewers.iter().filter(|person| people.author != Some(*person));
        let landing = |commit: &Commit, by: &Signature| LandingView {
            commit: commit.oid.to_string(),
            author: by.name.clone(),
            day: by.day(),
        };
        Self {
            field: it.field.clone(),
            before: it.before.clone(),
            after: it.after.clone(),
            words: move_words(snapshot, history, ix, it),
            day: it.day,
            commit: commit.map(|commit| commit.oid.to_string()),
            author: commit.map(|commit| commit.author.name.clone()),
            by: commit.map(|commit| snapshot.author_name(commit)),
            reviewed_by: others.map(|person| person.id.clone()).collect(),
            merged_by: it.commit.and_then(|commit| merged_by(snapshot, history, commit)),
            proposed: commit.map(|commit| LandingView { day: commit.proposed_on(), ..landing(commit, &commit.author) }),
            merged: line.map(|line| LandingView {
                day: it.day,
                ..landing(line, if is_merge { &line.author } else { &line.committer })
            }),
            why: ReasonView::new(it.explanation.as_ref()),
            by_owner_alone: it.by_owner_alone,
            settling: it.settling,
            made_harder: it.made_harder,
            put_back: it.put_back,
            waiver: it.waiver(),
            by_id: commit.map(|commit| snapshot.author_id(commit)),
            subject: commit.map(|commit| commit.subject().to_owned()).unwrap_or_default(),
            place: match it.landed {
                Some(Landed::With(line)) => Some(line),
                _ => it.commit,
            },
        }
    }

    /// Whether it needs a reason and has none.
    pub fn is_quiet(&self) -> bool {
        !self.why.explained && self.waiver.is_none()
    }

    /// The reason, the reviewers and who merged: `no reason given, reviewed by eva, merged by ben`.
    pub fn why_words(&self) -> String {
        let mut words = self.why.words_of_move(self.waiver);
        if !self.reviewed_by.is_empty() {
            words.push_str(&format!(", reviewed by {}", self.reviewed_by.join(", ")));
        }
        if let Some(person) = &self.merged_by {
            words.push_str(&format!(", merged by {person}"));
        }
        words
    }
}

/// The latest goalpost of a goal that moved without a reason after goalposts had settled.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuietMove {
    /// Which goalposts, in words: `target`, `target and deadline`.
    pub what: String,
    /// The day of the latest.
    pub day: Day,
    /// Today's progress against the original goalposts; null where they do not measure the same thing.
    pub against_original: Option<f64>,
}

impl QuietMove {
    /// What moved without a reason, if anything did.
    pub fn of(snapshot: &Facts<'_>, ix: GoalIx) -> Option<Self> {
        let goalposts = snapshot.goalposts(ix);
        let quiet: Vec<&Move> = goalposts.moves.iter().filter(|it| it.is_quiet()).collect();
        let day = quiet.iter().map(|it| it.day).max()?;
        let mut names: Vec<&str> = quiet.iter().map(|it| goalpost_name(&it.field)).collect();
        names.dedup();
        let what = match names.as_slice() {
            [one] => (*one).to_owned(),
            [one, two] => format!("{one} and {two}"),
            _ => "several goalposts".to_owned(),
        };
        let against_original = price_of(snapshot, ix, goalposts).and_then(|price| price.against_original);
        Some(Self { what, day, against_original })
    }
}

/// What people call a goalpost.
fn goalpost_name(field: &str) -> &str {
    let list = field.split('[').next().unwrap_or(field);
    match list {
        "milestones" => "milestone",
        "supports" => "link",
        "metric.at_least" => "lower bound",
        "metric.at_most" => "upper bound",
        other => other.strip_prefix("metric.").unwrap_or(other),
    }
}

/// The unit that a metric had with a step along the trunk's line, or before it; without a step in what is not committed. That of
/// a KPI is the one that the KPI had then.
fn unit_then(snapshot: &Facts<'_>, history: &GoalHistory, metric: &Metric, at: Moment) -> Option<String> {
    if metric.unit.is_some() {
        return metric.unit.clone();
    }
    let kpi = snapshot.goal(snapshot.workspace.kpi_of(metric)?);
    let version = version_at(snapshot, Some(history), &kpi.id, at);
    version.unwrap_or(kpi).metric.as_ref()?.unit.clone()
}

/// A move in words: `target 99.99 → 99.95 %`.
pub fn move_words(snapshot: &Facts<'_>, history: &GoalHistory, ix: GoalIx, it: &Move) -> String {
    let present = snapshot.goal(ix);
    let change = history.landed(&present.id).iter().find(|change| Some(change.step) == it.step);
    let after: &Goal = change.and_then(|change| change.after.as_deref()).unwrap_or(present);
    let former = change.and_then(|change| change.before.as_ref()).or_else(|| history.at_head(&present.id));
    let [old, new] = [(former.map(|it| &**it), false), (Some(after), true)].map(|(goal, is_after)| {
        let unit = unit_then(snapshot, history, goal?.metric.as_ref()?, Moment { step: it.step, is_after })?;
        Some(format!(" {unit}"))
    });
    let (before, now) = (goalpost_words(&it.before), goalpost_words(&it.after));
    let change = |of_metric: bool| {
        let unit = |value: &Value, unit: &Option<String>| {
            unit.clone().filter(|_| of_metric && value.is_number()).unwrap_or_default()
        };
        match &it.after {
            Value::Null => format!("{before} removed"),
            // The unit stands once where both have it.
            _ if old == new => format!("{before} → {now}{}", unit(&it.after, &new)),
            _ => format!("{before}{} → {now}{}", unit(&it.before, &old), unit(&it.after, &new)),
        }
    };
    let (list, rest) = it.field.split_once('[').unwrap_or((&it.field, ""));
    let (place, part) = rest.split_once(']').unwrap_or(("", ""));
    let part = part.trim_start_matches('.');
    let place: Option<usize> = place.parse().ok();
    match list {
        "milestones" if part.is_empty() => format!("milestone “{before}” removed"),
        "milestones" => {
            let title = place.and_then(|place| after.milestones.get(place)).map_or("", |it| it.title.as_str());
            format!("milestone “{title}”: {part} {}", change(part == "value"))
        }
        "supports" => {
            let parent = place.and_then(|place| after.supports.get(place)).map_or("", |it| it.goal.as_str());
            format!("{part} in {parent} {}", change(false))
        }
        "metric.at_least" => format!("at least {}", change(true)),
        "metric.at_most" => format!("at most {}", change(true)),
        field => format!("{} {}", goalpost_name(field), change(field.starts_with("metric."))),
    }
}

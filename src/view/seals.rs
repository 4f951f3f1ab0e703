//! The answer of `history --verify`: whether closed goals are still as they were sealed.

use serde::Serialize;
use serde_json::Value;

use crate::analysis::facts::Facts;
use crate::analysis::history::GoalHistory;
use crate::analysis::seals::{ChangedField, Seal, SealState, SealedGoal, SealedState, Sealing};
use crate::analysis::versions::goalpost_words;
use crate::model::{Day, State};

/// Whether closed goals are still as they were sealed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VerifiedView {
    /// Whether anything differs from what was sealed: a goal, or where a tag is.
    pub differs: bool,
    /// The goals that are closed or were sealed, and open ones that were asked for, by id.
    pub goals: Vec<VerifiedGoal>,
    /// The seals, by name.
    pub seals: Vec<SealView>,
}

/// A goal and its seal.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VerifiedGoal {
    /// Its id.
    pub id: String,
    /// Its file, from the root; null if it is gone.
    pub path: Option<String>,
    /// `intact`, `differs`, `reopened` (open again, with a reason), `removed`, `unsealed`, `open` (never sealed, and not closed
    /// yet) or `unknown`.
    pub state: String,
    /// The name of its seal; null if none is known.
    pub seal: Option<String>,
    /// The commit that was sealed.
    pub commit: Option<String>,
    /// The id that it had in that commit; null where it is not known.
    pub sealed_as: Option<String>,
    /// Whether it was closed once more after it was sealed.
    pub closed_again: bool,
    /// The sealed values that differ, most significant first.
    pub fields: Vec<VerifiedField>,
    /// Its title, or the one that was sealed if its file is gone.
    pub title: Option<String>,
    /// What was sealed of a goal whose file is gone; null for others.
    pub sealed: Option<SealedVerdict>,
}

/// How a goal was closed that is gone, and since when it is.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SealedVerdict {
    /// The state that was sealed.
    pub state: State,
    /// The grade's score.
    pub score: Option<f64>,
    /// The day on which it was closed.
    pub closed: Option<Day>,
    /// The commit that removed its file; null if that is not committed, and if history does not show it.
    pub removed_by: Option<String>,
    /// The day of that commit.
    pub removed_on: Option<Day>,
    /// Its author, by name.
    pub removed_author: Option<String>,
}

/// A sealed value that differs.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VerifiedField {
    /// The field's route.
    pub field: String,
    /// The sealed value; null where it was unset.
    #[cfg_attr(test, schemars(with = "Option<serde_json::Value>"))]
    pub before: Value,
    /// The present value; null where it was removed.
    #[cfg_attr(test, schemars(with = "Option<serde_json::Value>"))]
    pub after: Value,
    /// The commit since which it differs; null for uncommitted changes, and if history does not show it.
    pub commit: Option<String>,
    /// The day of that commit.
    pub day: Option<Day>,
    /// Its author, by name.
    pub by: Option<String>,
    /// Whether the change is not committed.
    pub uncommitted: bool,
    /// Whether there is a reason for it.
    pub explained: bool,
}

/// A seal.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SealView {
    /// The name of its tag.
    pub name: String,
    /// `in-place`, `moved` (on another commit than the one that names it), `missing` (deleted, or never fetched) or
    /// `no-commit`.
    pub state: String,
    /// The commit that was sealed: the one that names the tag, else the one that the tag is on.
    pub commit: Option<String>,
    /// The commit that the tag is on.
    pub tagged: Option<String>,
    /// The day on which the tag was made.
    pub day: Option<Day>,
    /// Whether the tag has a message of its own.
    pub annotated: bool,
    /// Whether the tag has a signature. It is not verified here: `git tag -v NAME`.
    pub signed: bool,
    /// The goals that it seals.
    pub goals: Vec<String>,
}

impl VerifiedView {
    /// The view of a verification.
    pub fn new(snapshot: &Facts<'_>, history: &GoalHistory, sealing: &Sealing) -> Self {
        Self {
            differs: sealing.differs(),
            goals: sealing.goals.iter().map(|goal| VerifiedGoal::new(snapshot, history, goal)).collect(),
            seals: sealing.seals.iter().map(SealView::new).collect(),
        }
    }
}

impl VerifiedGoal {
    fn new(snapshot: &Facts<'_>, history: &GoalHistory, it: &SealedGoal) -> Self {
        let goal = it.goal.map(|ix| snapshot.goal(ix));
        let state = match it.state {
            SealedState::Intact => "intact",
            SealedState::Differs => "differs",
            SealedState::Reopened => "reopened",
            SealedState::Removed => "removed",
            SealedState::Unsealed => "unsealed",
            SealedState::Open => "open",
            SealedState::Unknown => "unknown",
        };
        Self {
            id: it.id.clone(),
            path: goal.map(|goal| snapshot.workspace.file(goal.document).path.clone()),
            state: state.to_owned(),
            seal: it.seal.clone(),
            commit: it.commit.map(|oid| oid.to_string()),
            sealed_as: it.sealed_as.clone(),
            closed_again: it.is_closed_again,
            fields: it.fields.iter().map(|field| VerifiedField::new(snapshot, history, field)).collect(),
            title: goal.or(it.sealed.as_deref()).map(|goal| goal.title.clone()),
            sealed: it.sealed.as_ref().map(|sealed| {
                let removal = snapshot.removals().iter().find(|removal| removal.id == it.id);
                let commit = removal.and_then(|removal| history.commits.get(removal.commit?));
                SealedVerdict {
                    state: sealed.state,
                    score: sealed.grade.as_ref().map(|grade| grade.score),
                    closed: sealed.closed,
                    removed_by: commit.map(|commit| commit.oid.to_string()),
                    removed_on: commit.map(|commit| commit.day),
                    removed_author: commit.map(|commit| snapshot.author_name(commit)),
                }
            }),
        }
    }
}

impl SealedVerdict {
    /// What was sealed, in words: `sealed as missed, graded 0.2, closed on 2027-01-05`.
    pub fn words(&self) -> String {
        let graded = self.score.map(|score| format!(", graded {score}")).unwrap_or_default();
        let closed = self.closed.map(|day| format!(", closed on {day}")).unwrap_or_default();
        format!("sealed as {}{graded}{closed}", self.state.word())
    }
}

impl VerifiedField {
    fn new(snapshot: &Facts<'_>, history: &GoalHistory, it: &ChangedField) -> Self {
        let commit = it.commit.map(|place| &history.commits[place]);
        Self {
            field: it.field.clone(),
            before: it.before.clone(),
            after: it.after.clone(),
            commit: commit.map(|commit| commit.oid.to_string()),
            day: commit.map(|commit| commit.day),
            by: commit.map(|commit| snapshot.author_name(commit)),
            uncommitted: it.uncommitted,
            explained: it.explained,
        }
    }

    /// What differs, in words: `grade.score 0.4 → 1`.
    pub fn words(&self) -> String {
        match &self.after {
            Value::Null => format!("{} {} removed", self.field, goalpost_words(&self.before)),
            after => format!("{} {} → {}", self.field, goalpost_words(&self.before), goalpost_words(after)),
        }
    }
}

impl SealView {
    fn new(seal: &Seal) -> Self {
        let state = match seal.state {
            SealState::InPlace => "in-place",
            SealState::Moved => "moved",
            SealState::Missing => "missing",
            SealState::NoCommit => "no-commit",
        };
        Self {
            name: seal.name.clone(),
            state: state.to_owned(),
            commit: seal.commit.map(|oid| oid.to_string()),
            tagged: seal.tagged.map(|oid| oid.to_string()),
            day: seal.day,
            annotated: seal.annotated,
            signed: seal.signed,
            goals: seal.goals.iter().cloned().collect(),
        }
    }
}

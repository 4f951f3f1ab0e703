//! The answer of `blame`: for every field of a goal the commit that last set it.

use serde::Serialize;
use serde_json::Value;

use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Provenance, Set, blame};
use crate::analysis::history::GoalHistory;
use crate::git::Commit;
use crate::model::{Day, GoalIx};
use crate::source::InOrder as _;

/// The answer of `goalpost blame`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BlameView {
    /// The goal.
    pub goal: String,
    /// Its file, from the root.
    pub path: String,
    /// Its fields, in the file's order: the metric's one by one, links, milestones, needs, agreements and log entries by
    /// item.
    pub fields: Vec<BlamedField>,
    /// Where the file was before, latest first, each with the day on which it left; for people.
    #[serde(skip)]
    pub earlier_paths: Vec<(String, Day)>,
}

/// One field and what set its present value.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BlamedField {
    /// The field: `metric.target`, `supports[0]`.
    pub field: String,
    /// Its present value; null where it cannot be read.
    pub value: Value,
    /// `commit`; `uncommitted`; `truncated` where a shallow clone is cut off before the commit; `unread` where the value
    /// cannot be read; `unknown` where history does not show it.
    pub set: String,
    /// The commit that set it; null unless `set` is `commit`.
    pub commit: Option<String>,
    /// Who wrote the commit.
    pub author: Option<String>,
    /// Their address.
    pub email: Option<String>,
    /// The committer's day.
    pub day: Option<Day>,
    /// When it was committed, in UTC.
    pub committed: Option<String>,
    /// The first line of the commit's message.
    pub subject: Option<String>,
    /// The value in words, for people; as the file writes it where it cannot be read.
    #[serde(skip)]
    pub words: String,
    /// The author's id in org.yaml, else their name, for people.
    #[serde(skip)]
    pub by: Option<String>,
    /// The commit's place in history.
    #[serde(skip)]
    pub place: Option<usize>,
}

impl BlameView {
    /// What set each field of a goal.
    pub fn new(snapshot: &Facts<'_>, history: &GoalHistory, ix: GoalIx) -> Self {
        let goal = snapshot.goal(ix);
        let path = snapshot.workspace.file(goal.document).path.clone();
        let fields = blame(snapshot, history, ix);
        let fields = fields.into_iter().map(|it| BlamedField::new(snapshot, history, it)).collect();
        let earlier_paths = earlier_paths(history, &goal.id, &path);
        Self { goal: goal.id.clone(), path, fields, earlier_paths }
    }
}

impl BlamedField {
    fn new(snapshot: &Facts<'_>, history: &GoalHistory, it: Provenance) -> Self {
        let (set, place) = match it.set {
            Set::By(place) => ("commit", Some(place)),
            Set::CutOff(_) => ("truncated", None),
            Set::Uncommitted => ("uncommitted", None),
            Set::Unread => ("unread", None),
            Set::Unknown => ("unknown", None),
        };
        let commit: Option<&Commit> = place.map(|place| &history.commits[place]);
        let by = commit.map(|commit| snapshot.author_id(commit));
        Self {
            words: if it.set == Set::Unread { it.written } else { words(&it.value) },
            field: it.field,
            value: it.value,
            set: set.to_owned(),
            commit: commit.map(|commit| commit.oid.to_string()),
            author: commit.map(|commit| commit.author.name.clone()),
            email: commit.map(|commit| commit.author.email.clone()),
            day: commit.map(|commit| commit.day),
            committed: commit.map(|commit| commit.committer.instant()),
            subject: commit.map(|commit| commit.subject().to_owned()),
            by,
            place,
        }
    }
}

/// Fields of list items that are shown without their names.
const UNNAMED: [&str; 6] = ["title", "goal", "what", "date", "kind", "text"];

/// Fields of list items that are shown with their names, in this order; others follow by name.
const NAMED: [&str; 9] = ["due", "value", "done", "weight", "share", "how", "by", "from", "state"];

/// A value in words: a list's items after each other, a mapping's with their names where they do not speak for
/// themselves.
fn words(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string()),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let is_shown = |value: &Value| !value.is_null() && value.as_array().is_none_or(|items| !items.is_empty());
            let (mut parts, mut named) = (Vec::new(), Vec::new());
            for name in UNNAMED {
                parts.extend(fields.get(name).filter(|value| is_shown(value)).map(words));
            }
            let rank = |name: &str| NAMED.iter().position(|it| *it == name).unwrap_or(NAMED.len());
            for (name, value) in
                fields.iter().filter(|(name, value)| !UNNAMED.contains(&name.as_str()) && is_shown(value))
            {
                named.push((rank(name), format!("{} {}", name.replace('_', " "), words(value))));
            }
            named.order();
            parts.extend(named.into_iter().map(|(_, text)| text));
            parts.join(", ")
        }
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
    }
}

/// Where a goal's file was before it came where it is, latest first.
fn earlier_paths(history: &GoalHistory, id: &str, path: &str) -> Vec<(String, Day)> {
    let mut found: Vec<(String, Day)> = Vec::new();
    let mut left = None;
    let mut at = path;
    for revision in history.of(id).iter().rev() {
        if revision.path != at
            && let Some(day) = left
        {
            found.push((revision.path.clone(), day));
            at = &revision.path;
        }
        left = Some(history.commits[revision.commit].day);
    }
    found
}

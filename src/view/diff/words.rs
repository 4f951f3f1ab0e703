//! The changes of a goal in words: one line for each group of fields.

use std::collections::HashMap;

use serde_json::Value;

use super::super::late_value::late_day_remark;
use super::line::{DiffLine, LineSubject};
use super::renamed_metric::renamed_metric;
use super::route::split_route;
use super::text::{change_words, plain};
use crate::analysis::diff::{ChangeKind, GoalChange, Moved};
use crate::analysis::facts::Facts;
use crate::analysis::numbers::{aim_words, unit_of};
use crate::analysis::text::percent;
use crate::analysis::versions::FieldChange;
use crate::model::{Done, Form, Goal, GoalIx, Kind, Significance, State, abridged, brief, field};

/// The most characters of a text that is what a line is about.
const TELLING: usize = 120;

/// The two sides of a change, and the links that are left without a goal.
pub(super) struct ChangeWords<'s, 'w> {
    before: &'s Facts<'w>,
    pub(super) after: &'s Facts<'w>,
    /// For each id that no goal of the later side has, the number of goals that link to it.
    left_over: HashMap<&'w str, usize>,
}

impl<'s, 'w> ChangeWords<'s, 'w> {
    pub(super) fn new(before: &'s Facts<'w>, after: &'s Facts<'w>) -> Self {
        let mut left_over = HashMap::new();
        for (_, goal) in after.goals() {
            let links = goal.supports.iter().map(|link| link.goal.as_str()).chain(goal.measures.as_deref());
            for id in links.filter(|id| after.workspace.find(id).is_none()) {
                *left_over.entry(id).or_default() += 1;
            }
        }
        Self { before, after, left_over }
    }

    /// The lines about a change, most important first.
    pub(super) fn lines(&self, change: &GoalChange) -> Vec<DiffLine> {
        let mut lines = Vec::new();
        let line = |about, text| DiffLine { about, text };
        match (change.kind, change.before, change.after) {
            (ChangeKind::Added, _, Some(ix)) if change.fields.is_empty() => {
                let about = if change.returned_from.is_some() { LineSubject::Returned } else { LineSubject::Added };
                lines.push(line(about, self.added(ix)));
            }
            (ChangeKind::Removed, Some(ix), _) => lines.push(line(LineSubject::Removed, self.removed(ix))),
            _ => {}
        }
        let old = change.before.map(|ix| self.before.goal(ix)).or(change.returned_from.as_deref());
        let (Some(old), Some(new)) = (old, change.after) else { return lines };
        let fields_words = FieldWords { words: self, old, new: self.after.goal(new) };
        let of = |significance| change.fields.iter().filter(move |field| field.significance == significance);
        let (moved, set): (Vec<_>, Vec<_>) = of(Significance::Goalpost).partition(|field| field.is_move);
        if let Some(how) = change.moved.as_ref().filter(|_| !moved.is_empty()) {
            let about = match how {
                Moved { settling: true, .. } => LineSubject::Settled,
                _ if how.explanation.is_some() || how.waiver().is_some() => LineSubject::Goalpost,
                _ => LineSubject::Unexplained,
            };
            // One statement: that it is back, and what moved meanwhile.
            let back = match (&change.returned_from, change.kind) {
                (None, _) => "",
                (Some(_), ChangeKind::Added) => "back again with another ",
                (Some(_), _) => "since it could last be read: ",
            };
            lines.push(line(about, format!("{back}{}", fields_words.describe_moves(&moved, how))));
        }
        if !set.is_empty() {
            lines.push(line(LineSubject::Settled, fields_words.describe_all(&set)));
        }
        let groups = [
            (Significance::State, LineSubject::State),
            (Significance::Link, LineSubject::Link),
            (Significance::Ownership, LineSubject::Ownership),
            (Significance::Progress, LineSubject::Progress),
            (Significance::Log, LineSubject::Log),
            (Significance::Wording, LineSubject::Wording),
        ];
        let renamed = renamed_metric(&change.fields);
        for (significance, about) in groups {
            let is_elsewhere = |it: &FieldChange| renamed.is_some_and(|name| name.field == it.field);
            let fields: Vec<_> = of(significance).filter(|it| !is_elsewhere(it)).collect();
            let text = match (about, renamed) {
                _ if fields.is_empty() => continue,
                (LineSubject::Progress, None) => fields_words.describe_check_in(&fields),
                (LineSubject::Progress, Some(name)) => {
                    let check_in = fields_words.describe_check_in(&fields);
                    format!("{check_in}, of a metric with another {}", fields_words.describe_all(&[name]))
                }
                _ => fields_words.describe_all(&fields),
            };
            lines.push(line(about, text));
        }
        if let Some(from) = &change.old_path {
            lines.push(line(LineSubject::File, format!("moved from {from}")));
        }
        lines.sort_by_key(|line| line.about);
        lines
    }

    fn added(&self, ix: GoalIx) -> String {
        let goal = self.after.goal(ix);
        let mut parts = vec![if goal.state == State::Draft {
            format!("draft of {}", goal.kind.noun())
        } else {
            goal.kind.noun().to_owned()
        }];
        parts.extend(parent_words(self.after, ix));
        parts.extend(goal.metric.as_ref().and_then(|metric| aim_words(self.after.workspace, metric)));
        parts.extend(goal.owner.as_ref().map(|owner| format!("owner {owner}")));
        parts.join(", ")
    }

    fn removed(&self, ix: GoalIx) -> String {
        let goal = self.before.goal(ix);
        let mut parts = vec![goal.kind.noun().to_owned()];
        parts.extend(goal.owner.as_ref().map(|owner| format!("owner {owner}")));
        if goal.state == State::Active {
            parts.extend(self.before.numbers(ix).progress.map(|progress| format!("was at {}", percent(progress))));
        } else {
            parts.push(format!("was {}", goal.state.word()));
        }
        let left = self.left_over.get(goal.id.as_str()).copied().unwrap_or(0);
        match left {
            0 => {}
            1 => parts.push("1 goal still links to it".to_owned()),
            count => parts.push(format!("{count} goals still link to it")),
        }
        parts.join(", ")
    }

    /// A goal's title, else its id.
    fn title(&self, id: &str) -> String {
        let find = |side: &Facts<'w>| side.workspace.find(id).map(|ix| side.goal(ix).title.as_str());
        find(self.after)
            .or_else(|| find(self.before))
            .map_or_else(|| format!("`{id}`"), |it| format!("“{}”", brief(it)))
    }
}

/// The first parent of a goal, and the number of further ones.
fn parent_words(side: &Facts<'_>, ix: GoalIx) -> Option<String> {
    let parents: Vec<GoalIx> = side.graph.parents(ix).map(|parent| parent.goal).collect();
    let first = parents.first()?;
    let verb = if side.goal(ix).kind == Kind::KeyResult { "measures" } else { "supports" };
    let more = if parents.len() > 1 { format!(" and {} more", parents.len() - 1) } else { String::new() };
    Some(format!("{verb} “{}”{more}", brief(&side.goal(*first).title)))
}

/// Describes the changed fields of one goal.
pub(super) struct FieldWords<'f, 's, 'w> {
    pub(super) words: &'f ChangeWords<'s, 'w>,
    pub(super) old: &'f Goal,
    pub(super) new: &'f Goal,
}

impl FieldWords<'_, '_, '_> {
    pub(super) fn describe_all(&self, fields: &[&FieldChange]) -> String {
        // A line of more than six parts is not read.
        const MOST: usize = 6;
        let mut parts: Vec<String> = Vec::new();
        let mut names: Vec<String> = Vec::new();
        for (at, field) in fields.iter().enumerate() {
            let Some((verb, name)) = list_change(field) else {
                parts.push(self.describe_field(field));
                continue;
            };
            names.push(name);
            // Items with the same verb are joined: "labels + a, b", not "labels + a, labels + b".
            if fields.get(at + 1).and_then(|next| list_change(next)).is_none_or(|(next, _)| next != verb) {
                let more = names.split_off(names.len().min(MOST));
                let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
                parts.push(format!("{verb} {}{more}", names.join(", ")));
                names.clear();
            }
        }
        let more = parts.split_off(parts.len().min(MOST));
        if !more.is_empty() {
            parts.push(format!("{} more", more.len()));
        }
        parts.join(", ")
    }

    /// Describes a check-in: value, day, confidence, milestones.
    fn describe_check_in(&self, fields: &[&FieldChange]) -> String {
        let find = |route: &str| fields.iter().find(|field| field.field == route);
        let mut parts = Vec::new();
        let day = find("metric.as_of").and_then(|field| field.after.as_str());
        // A value may be of a day that stood there before.
        let late = self.new.metric.as_ref().and_then(|metric| metric.as_of);
        let late = late.map(|day| late_day_remark(self.new, day)).unwrap_or_default();
        match (find("metric.current"), day) {
            (Some(value), Some(day)) => parts.push(format!("{} on {day}{late}", self.value_change(value, true))),
            (Some(value), None) => parts.push(format!("{}{late}", self.value_change(value, true))),
            (None, Some(day)) => parts.push(format!("value confirmed on {day}{late}")),
            (None, None) => {}
        }
        let rest: Vec<_> = fields
            .iter()
            .filter(|it| it.field != "metric.current" && (it.field != "metric.as_of" || day.is_none()))
            .copied()
            .collect();
        if !rest.is_empty() {
            parts.push(self.describe_all(&rest));
        }
        parts.join(", ")
    }

    fn describe_field(&self, change: &FieldChange) -> String {
        let (key, place, part) = split_route(&change.field);
        let none = (change.before.is_null(), change.after.is_null());
        let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let is_goal = matches!(key, "measures" | "replaced_by" | "continues");
        match (key, part, none) {
            ("metric", part, _) => format!(
                "{} {}",
                part.replace('_', " "),
                self.value_change(change, !matches!(part, "name" | "source" | "unit" | "kpi" | "as_of"))
            ),
            ("milestones", "", (false, true)) => format!("milestone {} removed", quoted_name(&change.before)),
            ("milestones", "", _) => format!("milestone {} added", quoted_name(&change.after)),
            ("milestones", "done", (_, true)) => format!("milestone {} no longer done", self.milestone(place)),
            ("milestones", "done", _) => match change.after.as_str() {
                Some(day) => {
                    let late = match self.new.milestones.get(place).map(|it| &it.done) {
                        Some(Some(Done::On(day))) => late_day_remark(self.new, *day),
                        _ => String::new(),
                    };
                    format!("milestone {} done on {day}{late}", self.milestone(place))
                }
                None if change.after == false => format!("milestone {} no longer done", self.milestone(place)),
                None => format!("milestone {} done", self.milestone(place)),
            },
            ("milestones", "title", _) => format!("milestone {}", self.value_change(change, false)),
            ("milestones", part, _) => {
                format!("milestone {} {part} {}", self.milestone(place), self.value_change(change, part == "value"))
            }
            ("supports", "", (true, _)) => format!("now supports {}", self.linked(&change.after)),
            ("supports", "", _) => format!("no longer supports {}", self.linked(&change.before)),
            ("supports", "agreed", _) => format!("agreement to its link to {} changed", self.link(place)),
            ("supports", part, _) => format!("{part} for {} {}", self.link(place), self.value_change(change, false)),
            ("needs", "", (true, _)) => {
                let by = text(&change.after, "by").map(|by| format!(" by {by}")).unwrap_or_default();
                format!(
                    "needs {} from {}{by}",
                    quoted_name(&change.after),
                    text(&change.after, "from").unwrap_or_default()
                )
            }
            ("needs", "", _) => {
                format!(
                    "no longer needs {} from {}",
                    quoted_name(&change.before),
                    text(&change.before, "from").unwrap_or_default()
                )
            }
            ("needs", "goal", _) => {
                let answer = change.after.as_str().map_or_else(|| "nothing".to_owned(), |id| self.words.title(id));
                format!("{} will be delivered by {answer}", self.need(place))
            }
            ("needs", "state", _) => format!("{} {}", self.need(place), self.value_change(change, false)),
            ("needs", part, _) => format!("{} {part} {}", self.need(place), self.value_change(change, false)),
            ("agreed", part, _) => format!("agreement's {part} {}", self.value_change(change, false)),
            ("log", "", (true, _)) => entry("", &change.after),
            ("log", "", _) => entry("removed entry: ", &change.before),
            ("log", "resolved", (_, false)) => format!("{} resolved on {}", self.logged(place), plain(&change.after)),
            ("log", part, _) => format!("{} {part} {}", self.logged(place), self.value_change(change, false)),
            (_, "", (true, _)) if is_goal => format!("{} {}", key.replace('_', " "), self.linked(&change.after)),
            (_, "", (_, true)) if is_goal => {
                format!("no longer {} {}", key.replace('_', " "), self.linked(&change.before))
            }
            (_, "", _) if is_goal => {
                format!("{} {} → {}", key.replace('_', " "), self.linked(&change.before), self.linked(&change.after))
            }
            ("state" | "commitment", _, (false, false)) => self.value_change(change, false),
            ("closed", _, (true, _)) => format!("closed on {}", plain(&change.after)),
            ("grade", "score", (true, _)) => format!("grade {}", plain(&change.after)),
            ("grade", "by", (true, _)) => format!("graded by {}", plain(&change.after)),
            ("grade" | "scores", part, _) => format!("{key} {part} {}", self.value_change(change, false)),
            ("effort", ..) => format!("effort {} person-weeks", self.value_change(change, false)),
            _ => format!("{} {}", change.field.replace('_', " "), self.value_change(change, false)),
        }
    }

    /// A field's value before and after, each in its own unit.
    fn value_change(&self, change: &FieldChange, with_unit: bool) -> String {
        let sides = [(self.words.before, self.old), (self.words.after, self.new)];
        let metrics = sides.map(|(side, goal)| Some((side.workspace, goal.metric.as_ref().filter(|_| with_unit)?)));
        change_words(change, metrics.map(|it| it.and_then(|(workspace, metric)| unit_of(workspace, metric))))
    }

    fn linked(&self, value: &Value) -> String {
        let id = value.as_str().or_else(|| value.get("goal").and_then(Value::as_str));
        id.map_or_else(|| plain(value), |id| self.words.title(id))
    }

    fn link(&self, place: usize) -> String {
        self.new.supports.get(place).map_or_else(String::new, |link| self.words.title(&link.goal))
    }

    fn milestone(&self, place: usize) -> String {
        self.new.milestones.get(place).map_or_else(String::new, |it| format!("“{}”", brief(&it.title)))
    }

    fn need(&self, place: usize) -> String {
        self.new.needs.get(place).map_or_else(String::new, |need| format!("need “{}”", brief(&need.what)))
    }

    fn logged(&self, place: usize) -> String {
        self.new.log.get(place).map_or_else(String::new, |it| format!("{} “{}”", it.kind.word(), brief(&it.text)))
    }
}

/// An entry of the log.
fn entry(lead: &str, entry: &Value) -> String {
    let part = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or("");
    let by = if part("by").is_empty() { String::new() } else { format!(" by {}", part("by")) };
    format!("{lead}{}{by}, {}: {}", part("kind"), part("date"), abridged(part("text"), TELLING))
}

fn is_list_of_texts(key: &str) -> bool {
    field(key).is_some_and(|field| field.form == Form::Texts)
}

/// An item added to a list or removed from it: the verb, by which items are grouped, and its name.
fn list_change(change: &FieldChange) -> Option<(String, String)> {
    let (key, _, part) = split_route(&change.field);
    let (gone, item) = match (&change.before, &change.after) {
        (Value::Null, after) => (false, after),
        (before, Value::Null) => (true, before),
        _ => return None,
    };
    let name = plain(item);
    match (key, part, gone) {
        (key, "", gone) if is_list_of_texts(key) => Some((format!("{key} {}", if gone { "−" } else { "+" }), name)),
        ("formerly", "", false) => Some(("formerly".to_owned(), name)),
        ("formerly", "", true) => Some(("no longer formerly".to_owned(), name)),
        ("allow", "", false) => Some(("allows".to_owned(), name)),
        ("allow", "", true) => Some(("no longer allows".to_owned(), name)),
        ("agreed", "", gone) => {
            let by = item.get("by").and_then(Value::as_str).unwrap_or_default();
            Some((if gone { "no longer agreed by" } else { "agreed by" }.to_owned(), brief(by)))
        }
        _ => None,
    }
}

/// The quoted name of a milestone or a need.
fn quoted_name(part: &Value) -> String {
    let text = part.get("title").or_else(|| part.get("what")).and_then(Value::as_str).unwrap_or("");
    format!("“{}”", brief(text))
}

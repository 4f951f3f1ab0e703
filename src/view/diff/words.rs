//! What became of a goal in people's words: one line for each thing that its fields are about.

use std::collections::HashMap;

use serde_json::Value;

use super::super::moved::ReasonView;
use super::line::{About, DiffLine};
use super::text::{PASSING, numeral, plain};
use crate::analysis::diff::{ChangeKind, GoalChange, Moved};
use crate::analysis::facts::Facts;
use crate::analysis::numbers::unit_of;
use crate::analysis::text::{abridged, percent, percent_pair};
use crate::analysis::versions::FieldChange;
use crate::model::{Form, Goal, GoalIx, Kind, Metric, Shape, Significance, State, field};

/// The most characters of a text that is what a line is about.
const TELLING: usize = 120;

/// The two sides of a change, and what still leads to goals that are not there.
pub(super) struct ChangeWords<'s, 'w> {
    before: &'s Facts<'w>,
    after: &'s Facts<'w>,
    /// How many goals of the later side name an id that no goal has.
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

    /// What became of a goal, in the order in which people want to know.
    pub(super) fn lines(&self, change: &GoalChange) -> Vec<DiffLine> {
        let mut lines = Vec::new();
        let line = |about, text| DiffLine { about, text };
        match (change.kind, change.before, change.after) {
            (ChangeKind::Added, _, Some(ix)) => lines.push(line(About::Added, self.added(ix))),
            (ChangeKind::Removed, Some(ix), _) => lines.push(line(About::Removed, self.removed(ix))),
            _ => {}
        }
        let (Some(old), Some(new)) = (change.before, change.after) else { return lines };
        let said = FieldWords { words: self, old: self.before.goal(old), new: self.after.goal(new) };
        let of = |significance| change.fields.iter().filter(move |field| field.significance == significance);
        let (moved, set): (Vec<_>, Vec<_>) = of(Significance::Goalpost).partition(|field| field.is_move());
        if let Some(how) = change.moved.as_ref().filter(|_| !moved.is_empty()) {
            let about = match how {
                Moved { settling: true, .. } => About::Settled,
                Moved { explanation: Some(_), .. } => About::Goalpost,
                _ => About::Unexplained,
            };
            lines.push(line(about, said.moved(&moved, how)));
        }
        if !set.is_empty() {
            lines.push(line(About::Settled, said.all(&set)));
        }
        let told = [
            (Significance::State, About::State),
            (Significance::Link, About::Link),
            (Significance::Ownership, About::Ownership),
            (Significance::Progress, About::Progress),
            (Significance::Log, About::Log),
            (Significance::Wording, About::Wording),
        ];
        for (significance, about) in told {
            let fields: Vec<_> = of(significance).collect();
            let text = match about {
                _ if fields.is_empty() => continue,
                About::Progress => said.progress(&fields),
                _ => said.all(&fields),
            };
            lines.push(line(about, text));
        }
        if let Some(from) = &change.old_path {
            lines.push(line(About::File, format!("moved from {from}")));
        }
        lines.sort_by_key(|line| line.about);
        lines
    }

    fn added(&self, ix: GoalIx) -> String {
        let goal = self.after.goal(ix);
        let mut parts =
            vec![if goal.state == State::Draft { format!("draft of {}", kind(goal)) } else { kind(goal).to_owned() }];
        parts.extend(serves(self.after, ix));
        parts.extend(goal.metric.as_ref().and_then(|metric| way(metric, unit_of(self.after.workspace, metric))));
        parts.extend(goal.owner.as_ref().map(|owner| format!("owner {owner}")));
        parts.join(", ")
    }

    fn removed(&self, ix: GoalIx) -> String {
        let goal = self.before.goal(ix);
        let mut parts = vec![kind(goal).to_owned()];
        parts.extend(goal.owner.as_ref().map(|owner| format!("owner {owner}")));
        if goal.state == State::Active {
            parts.extend(self.before.numbers(ix).progress.map(|progress| format!("was at {}", percent(progress))));
        } else {
            parts.push(format!("was {}", goal.state.word()));
        }
        let left = self.left_over.get(goal.id.as_str()).copied().unwrap_or(0);
        match left {
            0 => {}
            1 => parts.push("1 goal still leads to it".to_owned()),
            count => parts.push(format!("{count} goals still lead to it")),
        }
        parts.join(", ")
    }

    /// A goal by its title, else by the id that stands for it.
    fn title(&self, id: &str) -> String {
        let find = |side: &Facts<'w>| side.workspace.find(id).map(|ix| side.goal(ix).title.as_str());
        find(self.after)
            .or_else(|| find(self.before))
            .map_or_else(|| format!("`{id}`"), |it| format!("“{}”", abridged(it, PASSING)))
    }
}

/// What a goal supports or measures.
fn serves(side: &Facts<'_>, ix: GoalIx) -> Option<String> {
    let parents: Vec<GoalIx> = side.graph.parents(ix).map(|parent| parent.goal).collect();
    let first = parents.first()?;
    let verb = if side.goal(ix).kind == Kind::KeyResult { "measures" } else { "supports" };
    let more = if parents.len() > 1 { format!(" and {} more", parents.len() - 1) } else { String::new() };
    Some(format!("{verb} “{}”{more}", abridged(&side.goal(*first).title, PASSING)))
}

/// What is said of one goal's fields.
struct FieldWords<'s, 'w> {
    words: &'s ChangeWords<'s, 'w>,
    old: &'w Goal,
    new: &'w Goal,
}

impl FieldWords<'_, '_> {
    fn all(&self, fields: &[&FieldChange]) -> String {
        const MOST: usize = 6;
        let mut parts: Vec<String> = Vec::new();
        let mut names: Vec<String> = Vec::new();
        for (at, field) in fields.iter().enumerate() {
            let Some((verb, name)) = listed(field) else {
                parts.push(self.field(field));
                continue;
            };
            names.push(name);
            // What is said of one item after the other is said of all of them at once.
            if fields.get(at + 1).and_then(|next| listed(next)).is_none_or(|(next, _)| next != verb) {
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

    /// Moved goalposts, whether they say why, and what they do to progress.
    fn moved(&self, fields: &[&FieldChange], how: &Moved) -> String {
        let mut text = self.all(fields);
        let after = self.words.after;
        let history = after.timeline.history();
        let mut people: Vec<String> = Vec::new();
        for commit in how.moves.iter().filter_map(|it| Some(&history?.commits[it.commit?])) {
            let person = after.author_id(commit);
            if !people.contains(&person) {
                people.push(person);
            }
        }
        if !people.is_empty() {
            text.push_str(&format!(" by {}", people.join(" and ")));
        }
        text.push_str(&format!(", {}", ReasonView::new(how.explanation.as_ref()).words(how.settling)));
        if let Some((original, present)) = how.price {
            let (original, present) = percent_pair(original, present);
            text.push_str(&format!(": {original} becomes {present}"));
        }
        text
    }

    /// A check-in: the value, its day, how sure, what was done.
    fn progress(&self, fields: &[&FieldChange]) -> String {
        let find = |route: &str| fields.iter().find(|field| field.field == route);
        let mut parts = Vec::new();
        let day = find("metric.as_of").and_then(|field| field.after.as_str());
        match (find("metric.current"), day) {
            (Some(value), Some(day)) => parts.push(format!("{} on {day}", self.turn(value, true))),
            (Some(value), None) => parts.push(self.turn(value, true)),
            (None, Some(day)) => parts.push(format!("still true on {day}")),
            (None, None) => {}
        }
        let rest: Vec<_> = fields
            .iter()
            .filter(|it| it.field != "metric.current" && (it.field != "metric.as_of" || day.is_none()))
            .copied()
            .collect();
        if !rest.is_empty() {
            parts.push(self.all(&rest));
        }
        parts.join(", ")
    }

    fn field(&self, change: &FieldChange) -> String {
        let (key, place, part) = split(&change.field);
        let none = (change.before.is_null(), change.after.is_null());
        let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let is_goal = matches!(key, "measures" | "replaced_by" | "continues");
        match (key, part, none) {
            ("metric", part, _) => format!(
                "{} {}",
                part.replace('_', " "),
                self.turn(change, !matches!(part, "name" | "source" | "unit" | "kpi" | "as_of"))
            ),
            ("milestones", "", (false, true)) => format!("milestone {} removed", said(&change.before)),
            ("milestones", "", _) => format!("milestone {} added", said(&change.after)),
            ("milestones", "done", (_, true)) => format!("milestone {} no longer done", self.milestone(place)),
            ("milestones", "done", _) => match change.after.as_str() {
                Some(day) => format!("milestone {} done on {day}", self.milestone(place)),
                None if change.after == false => format!("milestone {} no longer done", self.milestone(place)),
                None => format!("milestone {} done", self.milestone(place)),
            },
            ("milestones", "title", _) => format!("milestone {}", self.turn(change, false)),
            ("milestones", part, _) => {
                format!("milestone {} {part} {}", self.milestone(place), self.turn(change, part == "value"))
            }
            ("supports", "", (true, _)) => format!("now supports {}", self.linked(&change.after)),
            ("supports", "", _) => format!("no longer supports {}", self.linked(&change.before)),
            ("supports", "agreed", _) => format!("who agreed to its link to {} changes", self.link(place)),
            ("supports", part, _) => format!("{part} for {} {}", self.link(place), self.turn(change, false)),
            ("needs", "", (true, _)) => {
                let by = text(&change.after, "by").map(|by| format!(" by {by}")).unwrap_or_default();
                format!("needs {} from {}{by}", said(&change.after), text(&change.after, "from").unwrap_or_default())
            }
            ("needs", "", _) => {
                format!(
                    "no longer needs {} from {}",
                    said(&change.before),
                    text(&change.before, "from").unwrap_or_default()
                )
            }
            ("needs", "goal", _) => {
                let answer = change.after.as_str().map_or_else(|| "nothing".to_owned(), |id| self.words.title(id));
                format!("{} is to come by {answer}", self.need(place))
            }
            ("needs", "state", _) => format!("{} {}", self.need(place), self.turn(change, false)),
            ("needs", part, _) => format!("{} {part} {}", self.need(place), self.turn(change, false)),
            ("agreed", part, _) => format!("agreement's {part} {}", self.turn(change, false)),
            ("log", "", (true, _)) => entry("", &change.after),
            ("log", "", _) => entry("no longer says: ", &change.before),
            ("log", "resolved", (_, false)) => format!("{} resolved on {}", self.logged(place), plain(&change.after)),
            ("log", part, _) => format!("{} {part} {}", self.logged(place), self.turn(change, false)),
            (_, "", (true, _)) if is_goal => format!("{} {}", key.replace('_', " "), self.linked(&change.after)),
            (_, "", (_, true)) if is_goal => {
                format!("no longer {} {}", key.replace('_', " "), self.linked(&change.before))
            }
            (_, "", _) if is_goal => {
                format!("{} {} → {}", key.replace('_', " "), self.linked(&change.before), self.linked(&change.after))
            }
            ("state" | "commitment", _, (false, false)) => self.turn(change, false),
            ("closed", _, (true, _)) => format!("closed on {}", plain(&change.after)),
            ("grade", "score", (true, _)) => format!("grade {}", plain(&change.after)),
            ("grade", "by", (true, _)) => format!("graded by {}", plain(&change.after)),
            ("grade" | "scores", part, _) => format!("{key} {part} {}", self.turn(change, false)),
            ("effort", ..) => format!("effort {} person-weeks", self.turn(change, false)),
            _ => format!("{} {}", change.field.replace('_', " "), self.turn(change, false)),
        }
    }

    /// From what to what.
    fn turn(&self, change: &FieldChange, with_unit: bool) -> String {
        let unit = self.new.metric.as_ref().or(self.old.metric.as_ref());
        let unit = unit.and_then(|metric| unit_of(self.words.after.workspace, metric)).filter(|_| with_unit);
        let measured = |value: &Value| match unit {
            Some(unit) if value.is_number() => format!("{} {unit}", plain(value)),
            _ => plain(value),
        };
        match (&change.before, &change.after) {
            (Value::Null, after) => format!("set to {}", measured(after)),
            (before, Value::Null) => format!("removed (was {})", measured(before)),
            (before, after) => format!("{} → {}", plain(before), measured(after)),
        }
    }

    fn linked(&self, value: &Value) -> String {
        let id = value.as_str().or_else(|| value.get("goal").and_then(Value::as_str));
        id.map_or_else(|| plain(value), |id| self.words.title(id))
    }

    fn link(&self, place: usize) -> String {
        self.new.supports.get(place).map_or_else(String::new, |link| self.words.title(&link.goal))
    }

    fn milestone(&self, place: usize) -> String {
        self.new.milestones.get(place).map_or_else(String::new, |it| format!("“{}”", abridged(&it.title, PASSING)))
    }

    fn need(&self, place: usize) -> String {
        self.new.needs.get(place).map_or_else(String::new, |need| format!("need “{}”", abridged(&need.what, PASSING)))
    }

    fn logged(&self, place: usize) -> String {
        self.new
            .log
            .get(place)
            .map_or_else(String::new, |it| format!("{} “{}”", it.kind.word(), abridged(&it.text, PASSING)))
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

/// An item that came to a list or left it: what is said of all of its like, and its name.
fn listed(change: &FieldChange) -> Option<(String, String)> {
    let (key, _, part) = split(&change.field);
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
        ("allow", "", false) => Some(("silences".to_owned(), name)),
        ("allow", "", true) => Some(("no longer silences".to_owned(), name)),
        ("agreed", "", gone) => {
            let by = item.get("by").and_then(Value::as_str).unwrap_or_default();
            Some((if gone { "no longer agreed by" } else { "agreed by" }.to_owned(), abridged(by, PASSING)))
        }
        _ => None,
    }
}

/// A route's key, the place in its list, and what is behind.
fn split(route: &str) -> (&str, usize, &str) {
    match route.split_once(['.', '[']) {
        None => (route, 0, ""),
        Some((key, rest)) if route[key.len()..].starts_with('[') => {
            let (place, rest) = rest.split_once(']').unwrap_or((rest, ""));
            (key, place.parse().unwrap_or(0), rest.trim_start_matches('.'))
        }
        Some((key, rest)) => (key, 0, rest),
    }
}

/// What a part of a goal is called: its title, or what it asks for.
fn said(part: &Value) -> String {
    let text = part.get("title").or_else(|| part.get("what")).and_then(Value::as_str).unwrap_or("");
    format!("“{}”", abridged(text, PASSING))
}

/// From where to where a metric is to go.
fn way(metric: &Metric, unit: Option<&str>) -> Option<String> {
    let unit = unit.map(|unit| format!(" {unit}")).unwrap_or_default();
    let say = |value: f64| if metric.shape() == Shape::Rubric { metric.say(value) } else { numeral(value) };
    match (metric.baseline, metric.target, metric.at_least, metric.at_most) {
        (Some(from), Some(to), ..) => Some(format!("{} → {}{unit}", say(from), say(to))),
        (_, _, Some(least), Some(most)) => Some(format!("{} to {}{unit}", say(least), say(most))),
        (_, _, Some(least), None) => Some(format!("at least {}{unit}", say(least))),
        (_, _, None, Some(most)) => Some(format!("at most {}{unit}", say(most))),
        _ => None,
    }
}

fn kind(goal: &Goal) -> &'static str {
    goal.kind.in_words().trim_start_matches("a ").trim_start_matches("an ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_fall_into_parts() {
        assert_eq!(split("metric.target"), ("metric", 0, "target"));
        assert_eq!(split("needs[12].state"), ("needs", 12, "state"));
        assert_eq!(split("log[2]"), ("log", 2, ""));
        assert_eq!(split("title"), ("title", 0, ""));
    }
}

//! Adds entries to a goal's log, next to the newest one.

use super::unfit::Unfit;
use crate::model::{Day, Goal, LogEntry, LogKind, ORDER, Scope, brief};
use crate::syntax::{Content, Edit, End, closest};

/// An entry to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLogEntry {
    /// The day of the entry.
    pub date: Day,
    /// The author, by id.
    pub by: Option<String>,
    /// The kind of entry.
    pub kind: LogKind,
    /// The text.
    pub text: String,
    /// The people and teams that it is addressed to.
    pub to: Vec<String>,
    /// The fields that it explains.
    pub about: Vec<String>,
    /// The origin of an obstacle.
    pub scope: Option<Scope>,
    /// A link to more information.
    pub link: Option<String>,
}

impl NewLogEntry {
    /// Creates an entry with a text only.
    pub fn new(date: Day, by: Option<String>, kind: LogKind, text: &str) -> Self {
        let (to, about) = (Vec::new(), Vec::new());
        Self { date, by, kind, text: text.trim().to_owned(), to, about, scope: None, link: None }
    }

    /// Returns the edit that adds it to a goal's log.
    pub fn edit(&self, goal: &Goal) -> Edit {
        Edit::Add { route: "log".to_owned(), item: self.content(), end: newest_end(&goal.log), order: ORDER }
    }

    /// Tells whether a goal's log already has this entry, word for word.
    pub fn is_in(&self, goal: &Goal) -> bool {
        let same =
            |it: &LogEntry| it.date == self.date && it.kind == self.kind && it.text == self.text && it.by == self.by;
        goal.log.iter().any(same)
    }

    fn content(&self) -> Content {
        let words = |words: &[String]| Content::List(words.iter().map(Content::text).collect());
        let mut fields = vec![("date", Content::word(&self.date))];
        fields.extend(self.by.as_ref().map(|by| ("by", Content::text(by))));
        fields.push(("kind", Content::text(self.kind.word())));
        fields.push(("text", Content::text(&self.text)));
        if !self.to.is_empty() {
            fields.push(("to", words(&self.to)));
        }
        if !self.about.is_empty() {
            fields.push(("about", words(&self.about)));
        }
        fields.extend(self.link.as_ref().map(|link| ("link", Content::text(link))));
        fields.extend(self.scope.map(|it| ("scope", Content::text(it.word()))));
        Content::Fields(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}

/// Returns the end of a log that has the newest entries: the last, unless most days descend. The majority decides,
/// because a late entry can be out of order.
pub(super) fn newest_end(log: &[LogEntry]) -> End {
    let steps = |is: fn(&Day, &Day) -> bool| log.windows(2).filter(|pair| is(&pair[0].date, &pair[1].date)).count();
    if steps(PartialOrd::gt) > steps(PartialOrd::lt) { End::First } else { End::Last }
}

/// Returns the edit that marks an obstacle as resolved, and the obstacle. It is given by its text, its number among the
/// open ones from 1, or a unique part of its text.
///
/// # Errors
/// The name matches no open obstacle or several, or the day is before the obstacle's.
pub fn resolve_obstacle<'g>(goal: &'g Goal, name: &str, day: Day) -> Result<(Edit, &'g LogEntry), Unfit> {
    let entry = find_open_obstacle(goal, name)?;
    if day < entry.date {
        return Err(Unfit {
            message: format!("the obstacle was recorded on {}, after {day}", entry.date),
            help: "give the day it was resolved: --date DATE".to_owned(),
        });
    }
    let route = format!("log[{}].resolved", entry.index);
    Ok((Edit::Set { route, to: Content::word(&day), order: ORDER }, entry))
}

/// Lists the unresolved obstacles of a goal.
pub fn open_obstacles(goal: &Goal) -> impl Iterator<Item = &LogEntry> {
    goal.log.iter().filter(|entry| entry.is_open_obstacle())
}

/// Finds an open obstacle by its text, its number, or a unique part of its text. The text precedes the number: it may
/// be a number.
fn find_open_obstacle<'g>(goal: &'g Goal, name: &str) -> Result<&'g LogEntry, Unfit> {
    let open: Vec<&LogEntry> = open_obstacles(goal).collect();
    let wanted = name.trim().to_lowercase();
    let is = |entry: &&LogEntry| entry.text.trim().to_lowercase() == wanted;
    let has = |entry: &&LogEntry| !wanted.is_empty() && entry.text.to_lowercase().contains(&wanted);
    let by_number = || wanted.parse::<usize>().ok().and_then(|number| open.get(number.checked_sub(1)?).copied());
    if let Some(found) = open.iter().copied().find(|it| is(it)).or_else(by_number) {
        return Ok(found);
    }
    let parts: Vec<&LogEntry> = open.iter().copied().filter(|it| has(it)).collect();
    if let [only] = parts.as_slice() {
        return Ok(only);
    }
    let resolved = goal.log.iter().filter(|it| it.kind == LogKind::Obstacle).find(|it| is(it) || has(it));
    if let Some((resolved, day)) = resolved.and_then(|it| Some((it, it.resolved?))).filter(|_| parts.is_empty()) {
        let message = format!("`{}` was already resolved on {day}", brief(&resolved.text));
        return Err(Unfit { message, help: "nothing to write".to_owned() });
    }
    if open.is_empty() {
        let message = format!("`{}` has no open obstacles", goal.id);
        return Err(Unfit { message, help: format!("to add one: goalpost note {} TEXT --kind obstacle", goal.id) });
    }
    let what = if parts.len() > 1 { "matches several obstacles" } else { "matches no open obstacle" };
    let near = closest(name.trim(), open.iter().map(|it| it.text.as_str())).filter(|_| parts.is_empty());
    let listed = open.iter().take(9).enumerate().map(|(at, it)| format!("{} {}", at + 1, brief(&it.text)));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the open obstacles are: {}", listed.collect::<Vec<_>>().join(" · ")),
    };
    Err(Unfit { message: format!("`{name}` {what} of `{}`", goal.id), help })
}

//! Entries of a goal's log, added at the end where the newest stands.

use super::unfit::Unfit;
use crate::model::{Day, Goal, LogEntry, LogKind, ORDER, Scope, brief};
use crate::syntax::{Content, Edit, End, closest};

/// An entry to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLogEntry {
    /// The day it is about.
    pub date: Day,
    /// Who writes it.
    pub by: Option<String>,
    /// What kind of entry it is.
    pub kind: LogKind,
    /// What there is to say.
    pub text: String,
    /// Whom it is for.
    pub to: Vec<String>,
    /// Which fields it explains.
    pub about: Vec<String>,
    /// For an obstacle: where it lies.
    pub scope: Option<Scope>,
    /// Where more is to be read.
    pub link: Option<String>,
}

impl NewLogEntry {
    /// An entry with nothing but a text.
    #[must_use]
    pub fn new(date: Day, by: Option<String>, kind: LogKind, text: &str) -> Self {
        let (to, about) = (Vec::new(), Vec::new());
        Self { date, by, kind, text: text.trim().to_owned(), to, about, scope: None, link: None }
    }

    /// The edit that adds it to a goal's log.
    #[must_use]
    pub fn edit(&self, goal: &Goal) -> Edit {
        Edit::Add { route: "log".to_owned(), item: self.content(), end: direction(&goal.log), order: ORDER }
    }

    /// Whether a goal's log has it already, word for word.
    #[must_use]
    pub fn stands_in(&self, goal: &Goal) -> bool {
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
        let scope = |scope: Scope| Scope::WORDS.iter().find(|(_, it)| *it == scope).map_or("", |(word, _)| word);
        fields.extend(self.scope.map(|it| ("scope", Content::text(scope(it)))));
        Content::Fields(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}

/// Where the newest entry of a log stands: last, unless its days say that it is first. One that came late stands where
/// the newest do, and says nothing against the others.
#[must_use]
pub fn direction(log: &[LogEntry]) -> End {
    let steps = |is: fn(&Day, &Day) -> bool| log.windows(2).filter(|pair| is(&pair[0].date, &pair[1].date)).count();
    if steps(PartialOrd::gt) > steps(PartialOrd::lt) { End::First } else { End::Last }
}

/// The edit that says since when an obstacle is out of the way, and the obstacle. It is named by its number among the open
/// ones from 1, its text, or a part of its text that no other open one has.
///
/// # Errors
/// It names no open obstacle or several, or the day is before the obstacle's.
pub fn resolution<'g>(goal: &'g Goal, name: &str, day: Day) -> Result<(Edit, &'g LogEntry), Unfit> {
    let entry = open_obstacle(goal, name)?;
    if day < entry.date {
        return Err(Unfit {
            message: format!("the obstacle came up on {}, after {day}", entry.date),
            help: "give the day it was out of the way with --date".to_owned(),
        });
    }
    let route = format!("log[{}].resolved", entry.index);
    Ok((Edit::Set { route, to: Content::word(&day), order: ORDER }, entry))
}

/// The obstacles of a goal that are not out of the way.
pub fn open_obstacles(goal: &Goal) -> impl Iterator<Item = &LogEntry> {
    goal.log.iter().filter(|entry| entry.kind == LogKind::Obstacle && entry.resolved.is_none())
}

fn open_obstacle<'g>(goal: &'g Goal, name: &str) -> Result<&'g LogEntry, Unfit> {
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
    let gone = goal.log.iter().filter(|it| it.kind == LogKind::Obstacle).find(|it| is(it) || has(it));
    if let Some((gone, day)) = gone.and_then(|it| Some((it, it.resolved?))).filter(|_| parts.is_empty()) {
        let message = format!("`{}` is resolved since {day}", brief(&gone.text));
        return Err(Unfit { message, help: "nothing is to be written".to_owned() });
    }
    if open.is_empty() {
        let message = format!("no obstacle of `{}` is open", goal.id);
        return Err(Unfit { message, help: format!("write one down: goalpost note {} TEXT --kind obstacle", goal.id) });
    }
    let what = if parts.len() > 1 { "names several obstacles" } else { "names no open obstacle" };
    let near = closest(name.trim(), open.iter().map(|it| it.text.as_str())).filter(|_| parts.is_empty());
    let listed = open.iter().take(9).enumerate().map(|(at, it)| format!("{} {}", at + 1, brief(&it.text)));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("give its number: {}", listed.collect::<Vec<_>>().join(" · ")),
    };
    Err(Unfit { message: format!("`{name}` {what} of `{}`", goal.id), help })
}

//! What of a question does not suit the source that is asked: fields that mean nothing to it, and fields that it needs.

use super::day::{Day, move_day, parse_day};
use super::feed::{Feed, FeedKind, QUERY};
use super::origin::{GitCount, Origin};

/// The three things of which a tracker is asked one.
const TRACKED: [&str; 3] = ["query", "milestone", "issue"];

/// Something in a question that does not suit its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// What is wrong with the field.
    pub kind: MisfitKind,
    /// The field of the question; none where one is missing.
    pub field: Option<&'static str>,
    /// What is wrong, to be read behind the name of the source. It repeats no text of the question.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MisfitKind {
    /// It means nothing to the source.
    Unused,
    /// It is missing.
    Missing,
    /// Its value is none that the source can be asked with.
    Unusable,
}

impl Feed {
    /// What of a question does not suit the source: what is missing first. `is_done` tells whether it is asked whether
    /// something is done, and not for a number.
    pub fn misfits(&self, origin: &Origin, is_done: bool) -> Vec<Misfit> {
        let mut found = Vec::new();
        found.extend(self.missing(origin, is_done));
        found.extend(self.unusable(origin, is_done));
        let taken = self.taken(origin, is_done);
        let known: Vec<&str> = taken.iter().copied().filter(|field| *field != "source").collect();
        for field in written_fields(origin).filter(|field| !taken.contains(field)) {
            found.push(self.unused(field, &known, is_done));
        }
        found
    }

    /// The fields that mean something to the source. Of what a tracker can be asked only the first that is written counts.
    fn taken(&self, origin: &Origin, is_done: bool) -> Vec<&'static str> {
        let mut fields = vec!["source"];
        match &self.kind {
            FeedKind::Prometheus { .. } => fields.push("query"),
            FeedKind::Http { .. } | FeedKind::Command { .. } => {
                fields.extend(self.has_place().then_some("query"));
                fields.push("pointer");
            }
            FeedKind::Csv { .. } => fields.push("key"),
            FeedKind::Github { .. } | FeedKind::Gitlab { .. } | FeedKind::Jira { .. } => {
                let asked = tracked(is_done);
                let written = asked.iter().find(|field| written_fields(origin).any(|it| it == **field));
                match written {
                    Some(field) => fields.push(field),
                    None => fields.extend(asked),
                }
            }
            FeedKind::Git { .. } => {
                fields.push("count");
                fields.extend(match origin.count {
                    Some(GitCount::Commits | GitCount::Authors) => &["files", "since"][..],
                    Some(GitCount::DaysSinceTag) => &["tag"],
                    Some(GitCount::Matches) => &["pattern", "files"],
                    None => &["pattern", "files", "tag", "since"],
                });
            }
        }
        // Whether something is done is no number, and nothing is made of it.
        if !is_done {
            fields.extend(["times", "round"]);
        }
        fields
    }

    /// Whether the source has a place for a query in its address or its command.
    fn has_place(&self) -> bool {
        match &self.kind {
            FeedKind::Http { url } => url.contains(QUERY),
            FeedKind::Command { program } => program.iter().any(|argument| argument.contains(QUERY)),
            _ => false,
        }
    }

    fn missing(&self, origin: &Origin, is_done: bool) -> Option<Misfit> {
        let missing = |message: String, help: &str| Misfit {
            kind: MisfitKind::Missing,
            field: None,
            message,
            help: help.to_owned(),
        };
        match &self.kind {
            FeedKind::Prometheus { .. } if origin.query.is_none() => {
                let help = "write `query:` with an expression that gives one number, such as sum(…)";
                Some(missing("is asked nothing: `query` is missing".to_owned(), help))
            }
            FeedKind::Http { .. } | FeedKind::Command { .. } if self.has_place() && origin.query.is_none() => {
                let place = self.place_of_query();
                let help = format!("write `query:` with the text that stands in place of {QUERY}");
                Some(missing(format!("is asked nothing: its {place} has {QUERY}, and `query` is missing"), &help))
            }
            FeedKind::Github { .. } | FeedKind::Gitlab { .. } | FeedKind::Jira { .. } => {
                let asked = tracked(is_done);
                let is_asked = written_fields(origin).any(|field| TRACKED.contains(&field));
                let help = format!("write one of {}", list(asked));
                (!is_asked).then(|| missing(format!("needs one of {}", list(asked)), &help))
            }
            FeedKind::Git { .. } if origin.count.is_none() => {
                let words = GitCount::WORDS.map(|(word, _)| word);
                Some(missing("needs `count`".to_owned(), &format!("write `count:` with one of {}", list(&words))))
            }
            FeedKind::Git { .. } if origin.count == Some(GitCount::Matches) && origin.pattern.is_none() => {
                Some(missing("needs `pattern`".to_owned(), "write `pattern:` with the text that counted lines contain"))
            }
            _ => None,
        }
    }

    fn unusable(&self, origin: &Origin, is_done: bool) -> Option<Misfit> {
        let unusable = |field: &'static str, message: &str, help: &str| {
            let (message, help) = (message.to_owned(), help.to_owned());
            Some(Misfit { kind: MisfitKind::Unusable, field: Some(field), message, help })
        };
        let is_other = |text: &Option<String>| text.as_deref().is_some_and(|text| !is_number(text));
        match &self.kind {
            FeedKind::Http { .. } | FeedKind::Command { .. }
                if origin.pointer.as_deref().is_some_and(|it| !it.is_empty() && !it.starts_with('/')) =>
            {
                unusable("pointer", "has a `pointer` that begins without a slash", "write it like /data/value")
            }
            FeedKind::Github { .. } | FeedKind::Gitlab { .. }
                if origin.issue.as_deref().is_some_and(|it| !is_number(it.trim_start_matches('#'))) =>
            {
                unusable("issue", "has issues with numbers", "write `issue: 123`")
            }
            FeedKind::Jira { .. } if is_other(&origin.milestone) => {
                let message = "has versions with numbers, which their addresses show";
                unusable("milestone", message, "write `milestone: 10001`")
            }
            FeedKind::Git { .. } if is_done => {
                let message = "is a git source, which counts and cannot tell whether something is done";
                unusable(
                    "source",
                    message,
                    "ask a tracker for an issue or a milestone, or write the day when it is done",
                )
            }
            FeedKind::Git { .. } if origin.pattern.as_deref().is_some_and(|it| it.is_empty() || it.contains('\n')) => {
                unusable("pattern", "has a `pattern` that is not on one line", "write a text that one line contains")
            }
            // Whether a text is a length of time does not depend on the day from which it is counted.
            FeedKind::Git { .. }
                if origin.since.as_deref().is_some_and(|it| since_day(it, Day::constant(2026, 1, 1)).is_none()) =>
            {
                let help = "write a day like 2026-10-01, or a length of time like 28d";
                unusable("since", "has a `since` that is neither a day nor a length of time", help)
            }
            _ => None,
        }
    }

    fn unused(&self, field: &'static str, known: &[&str], is_done: bool) -> Misfit {
        let kind = MisfitKind::Unused;
        let word = self.word();
        let help = format!("remove it; here a {word} source takes {}", list(known));
        if field == "query" && matches!(self.kind, FeedKind::Http { .. } | FeedKind::Command { .. }) {
            let place = self.place_of_query();
            let message = format!("has no place for the `query` in its {place}");
            let help = format!("write {QUERY} where it belongs in the {place} of the source, or remove `query`");
            return Misfit { kind, field: Some(field), message, help };
        }
        let message = if is_done && matches!(field, "times" | "round" | "query") {
            format!("takes no `{field}` where it tells whether something is done")
        } else if TRACKED.contains(&field) && known.iter().any(|it| TRACKED.contains(it)) {
            format!("is asked one thing at a time, and this is asked `{}` and `{field}`", known[0])
        } else {
            format!("is a {word} source, which takes no `{field}` here")
        };
        Misfit { kind, field: Some(field), message, help }
    }

    /// Where the source has a place for a query.
    fn place_of_query(&self) -> &'static str {
        if matches!(self.kind, FeedKind::Command { .. }) { "command" } else { "address" }
    }
}

/// What a tracker can be asked for a number, or whether something is done.
fn tracked(is_done: bool) -> &'static [&'static str] {
    if is_done { &TRACKED[1..] } else { &TRACKED }
}

/// The fields of a question that are written.
fn written_fields(origin: &Origin) -> impl Iterator<Item = &'static str> {
    Origin::TABLE.rows.iter().map(|row| row.name).filter(|name| !origin.value_of(name).is_null())
}

/// A list of fields: `` `query`, `times` and `round` ``.
fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => quoted.concat(),
    }
}

/// Whether a text is the number of an issue, a milestone or a version.
pub fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() < 20 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The day that a text names, or that is a length of time before today; none if it is neither.
pub fn since_day(text: &str, today: Day) -> Option<Day> {
    parse_day(text).or_else(|| move_day(today, text, false))
}

//! The fields that other commands write: which command it is, with what was given to `set`, so that it can be pasted.

use super::set::NewValue;
use super::unfit::Unfit;
use crate::model::{Goal, Need, NeedState, field, parse_confidence};
use crate::render::shell_word;

/// Returns what writes a field instead of `set`: the command, or the file alone where no command does it. None if `set`
/// writes it.
pub fn written_elsewhere(goal: &Goal, route: &str, value: &NewValue) -> Option<Unfit> {
    let key = route.split(['.', '[']).next().unwrap_or(route);
    // What this kind of goal does not have is no other command's either.
    if field(key).is_some_and(|field| !field.fits(goal.kind)) {
        return None;
    }
    Some(match command(goal, key, route, value)? {
        FieldWriter::Command(command) => {
            Unfit::new(format!("`{route}` is written by another command"), format!("run: {command}"))
        }
        FieldWriter::File => {
            Unfit::new(format!("no command changes `{route}` in this way"), "edit the goal's file, then goalpost check")
        }
    })
}

/// What writes a field.
enum FieldWriter {
    /// A command.
    Command(String),
    /// Only the author of the file.
    File,
}

impl FieldWriter {
    /// Several commands, one after the other; the file if there are none.
    fn commands(commands: &[String]) -> Self {
        if commands.is_empty() { Self::File } else { Self::Command(commands.join(" && ")) }
    }
}

fn command(goal: &Goal, key: &str, route: &str, value: &NewValue) -> Option<FieldWriter> {
    let id = &goal.id;
    let part = route.strip_prefix(key).unwrap_or_default();
    let removes = matches!(value, NewValue::Unset | NewValue::Without(_));
    let reopen = || FieldWriter::Command(format!("goalpost reopen {id} --reason TEXT"));
    Some(match (key, part) {
        ("kind", _) => FieldWriter::Command("goalpost new KIND".to_owned()),
        ("id", _) => FieldWriter::Command(format!("goalpost rename {id} {}", one(value, "NEW"))),
        ("formerly" | "log" | "agreed", _) | ("metric", ".current" | ".as_of") if removes => FieldWriter::File,
        ("formerly", _) => FieldWriter::Command(format!("goalpost rename {id} NEW")),
        // Why a grade differs may be written at any time.
        ("grade", ".why") if goal.grade.is_some() => return None,
        ("closed" | "grade" | "state", _) if !goal.is_open() => reopen(),
        ("closed" | "grade" | "confidence", _) if removes => return None,
        ("closed" | "grade", _) => FieldWriter::Command(format!("goalpost close {id}")),
        ("state", _) => FieldWriter::Command(match end(value)? {
            "dropped" => format!("goalpost close {id} --as dropped --reason TEXT"),
            word => format!("goalpost close {id} --as {word}"),
        }),
        ("supports", _) => return supports(goal, part, value),
        ("agreed", _) => match value {
            NewValue::Only(names) | NewValue::With(names) if part.is_empty() && !names.is_empty() => {
                let ack = |name: &String| format!("goalpost ack {id} --by {}", shell_word(name));
                FieldWriter::commands(&names.iter().map(ack).collect::<Vec<_>>())
            }
            _ => FieldWriter::Command(format!("goalpost ack {id}")),
        },
        ("needs", _) => need(goal, part, value),
        ("log", "") => FieldWriter::Command(format!("goalpost note {id} {}", one(value, "TEXT"))),
        ("log", _) => FieldWriter::File,
        ("metric", ".current") => FieldWriter::Command(format!("goalpost checkin {id} {}", one(value, "VALUE"))),
        ("metric", ".as_of") => {
            FieldWriter::Command(format!("goalpost checkin {id} VALUE --as-of {}", one(value, "DATE")))
        }
        ("confidence", _) => {
            // Words such as `high` are none that `checkin` takes.
            let is_word = |word: &String| parse_confidence(word).is_some();
            let is_taken = matches!(value, NewValue::Only(words) | NewValue::With(words) if words.iter().all(is_word));
            let number = if is_taken { one(value, "N") } else { "N".to_owned() };
            FieldWriter::Command(format!("goalpost checkin {id} --confidence {number}"))
        }
        ("milestones", part) if part.rsplit_once('.').is_some_and(|(_, name)| name == "done") => {
            return done(goal, part, value);
        }
        _ => return None,
    })
}

/// The only value, as a word of a shell, else a placeholder.
fn one(value: &NewValue, placeholder: &str) -> String {
    match value {
        NewValue::Only(words) | NewValue::With(words) if words.len() == 1 => shell_word(&words[0]),
        _ => placeholder.to_owned(),
    }
}

/// The state in which a goal ends, if it is set to one.
fn end(value: &NewValue) -> Option<&str> {
    let NewValue::Only(words) = value else { return None };
    words.iter().map(String::as_str).find(|word| ["achieved", "missed", "dropped"].contains(word))
}

/// The entry that a route names: by its number, else the only one.
fn entry<'e, T>(entries: &'e [T], part: &str, index: impl Fn(&T) -> usize) -> Option<&'e T> {
    match part.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((at, _)) => at.parse().ok().and_then(|at: usize| entries.iter().find(|it| index(it) == at)),
        None => Some(entries).filter(|it| it.len() == 1)?.first(),
    }
}

/// The last part of a route inside an entry: `how` of `[0].how`; empty for the entry itself.
fn inner(part: &str) -> &str {
    part.split_once('.').map_or("", |(_, inner)| inner)
}

fn supports(goal: &Goal, part: &str, value: &NewValue) -> Option<FieldWriter> {
    let id = &goal.id;
    let link = |parent: &str| format!("goalpost link {id} {}", shell_word(parent));
    let unlink = |parent: &str| format!("{} --remove", link(parent));
    let there = || goal.supports.iter().map(|it| it.goal.as_str());
    if part.is_empty() {
        return Some(match value {
            NewValue::With(parents) => FieldWriter::commands(&parents.iter().map(|it| link(it)).collect::<Vec<_>>()),
            NewValue::Without(parents) => {
                FieldWriter::commands(&parents.iter().map(|it| unlink(it)).collect::<Vec<_>>())
            }
            NewValue::Unset if goal.supports.is_empty() => return None,
            NewValue::Unset => FieldWriter::commands(&there().map(unlink).collect::<Vec<_>>()),
            NewValue::Only(parents) => {
                let gone = there().filter(|it| !parents.iter().any(|parent| parent == it));
                let new = parents.iter().filter(|parent| !there().any(|it| it == parent.as_str()));
                let commands: Vec<String> = new.map(|it| link(it)).chain(gone.map(unlink)).collect();
                if commands.is_empty() {
                    return None;
                }
                FieldWriter::commands(&commands)
            }
        });
    }
    let known = entry(&goal.supports, part, |it| it.index);
    let parent = known.map_or_else(|| "PARENT".to_owned(), |it| shell_word(&it.goal));
    let inner = inner(part);
    Some(match (inner, value) {
        ("" | "goal", NewValue::Unset) => FieldWriter::Command(format!("goalpost link {id} {parent} --remove")),
        ("" | "goal", NewValue::Only(to)) if to.len() == 1 => {
            FieldWriter::Command(format!("{} && goalpost link {id} {parent} --remove", link(&to[0])))
        }
        ("how" | "weight" | "share", NewValue::Only(_)) => {
            FieldWriter::Command(format!("goalpost link {id} {parent} --{inner} {}", one(value, "VALUE")))
        }
        (inner, NewValue::Only(_) | NewValue::With(_)) if inner.starts_with("agreed") => {
            FieldWriter::Command(format!("goalpost ack {id} --link {parent}"))
        }
        _ => FieldWriter::File,
    })
}

fn need(goal: &Goal, part: &str, value: &NewValue) -> FieldWriter {
    let id = &goal.id;
    if part.is_empty() {
        return match value {
            NewValue::Unset | NewValue::Without(_) => FieldWriter::File,
            _ => FieldWriter::Command(format!("goalpost need {id} {} --from TEAM", one(value, "WHAT"))),
        };
    }
    let known = entry(&goal.needs, part, |it| it.index);
    let named = |it: &Need| format!("goalpost need {id} {} --from {}", shell_word(&it.what), shell_word(&it.from));
    let command = known.map_or_else(|| format!("goalpost need {id} WHAT --from TEAM"), named);
    let (NewValue::Only(words), [word]) = (value, words_of(value)) else { return FieldWriter::File };
    match inner(part) {
        "by" => FieldWriter::Command(format!("{command} --due {}", shell_word(word))),
        "effort" => FieldWriter::Command(format!("{command} --effort {}", shell_word(word))),
        "goal" if known.is_none_or(|it| it.state != NeedState::Met) => {
            let answer = if known.is_some_and(|it| it.state == NeedState::Agreed) { " --agree" } else { "" };
            FieldWriter::Command(format!("{command}{answer} --goal {}", shell_word(word)))
        }
        "state" => match words[0].as_str() {
            "agreed" => FieldWriter::Command(format!("{command} --agree")),
            "declined" => FieldWriter::Command(format!("{command} --decline")),
            "met" => FieldWriter::Command(format!("{command} --met")),
            _ => FieldWriter::File,
        },
        _ => FieldWriter::File,
    }
}

fn words_of(value: &NewValue) -> &[String] {
    match value {
        NewValue::Only(words) | NewValue::With(words) | NewValue::Without(words) => words,
        NewValue::Unset => &[],
    }
}

/// A mark of a milestone. It is made by a check-in; one that was made by mistake is taken back by `set`.
fn done(goal: &Goal, part: &str, value: &NewValue) -> Option<FieldWriter> {
    let id = &goal.id;
    let word = match value {
        NewValue::Only(words) if words.iter().all(|word| word != "false") => words.first()?,
        _ if goal.is_open() => return None,
        _ => return Some(FieldWriter::Command(format!("goalpost reopen {id} --reason TEXT"))),
    };
    let title = entry(&goal.milestones, part, |it| it.index).map(|it| shell_word(&it.title));
    let day = if word == "true" { String::new() } else { format!(" --as-of {}", shell_word(word)) };
    Some(FieldWriter::Command(format!("goalpost checkin {id} --done {}{day}", title.as_deref().unwrap_or("MILESTONE"))))
}

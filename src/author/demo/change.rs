//! What a commit of the demo does to files, and how that is written into their texts.

use std::collections::BTreeMap;

use super::files::text_of;
use crate::syntax::{Content, Edit, apply};

/// The files of a branch: their texts by path.
pub(super) type Files = BTreeMap<String, String>;

/// A change of one file. A file is called by its name without folder and ending.
#[derive(Debug, Clone, Copy)]
pub(super) enum FileChange {
    /// A file is added, with its text from the folder `goals`.
    New(&'static str),
    /// A file moves to a path.
    Move(&'static str, &'static str),
    /// A file is removed.
    Remove(&'static str),
    /// A metric gets a value for a day.
    Value(&'static str, &'static str, &'static str),
    /// A field at a route gets another value.
    Set(&'static str, &'static str, &'static str),
    /// An entry is added to the log.
    Log(&'static str, &'static str),
    /// Lines are added at the end, but before the log.
    Add(&'static str, &'static str),
    /// A piece of text becomes another.
    Replace(&'static str, &'static str, &'static str),
}

impl FileChange {
    /// Makes the change.
    ///
    /// # Panics
    /// The change does not fit the texts. The demo's changes do: they and the texts are fixed, and a test makes them.
    pub(super) fn make(&self, files: &mut Files) {
        match *self {
            Self::New(path) => {
                let text = text_of(path).expect("the demo has a text for each file that it adds");
                files.insert(path.to_owned(), text.to_owned());
            }
            Self::Move(name, to) => {
                let path = path_of(files, name);
                let text = files.remove(&path).expect("a path that was found");
                files.insert(to.to_owned(), text);
            }
            Self::Remove(name) => {
                files.remove(&path_of(files, name));
            }
            Self::Value(name, value, day) => edit(files, name, |text| with_value(text, value, day)),
            Self::Set(name, route, to) => edit(files, name, |text| with_scalar(text, route, to)),
            Self::Log(name, entry) => edit(files, name, |text| with_entry(text, entry)),
            Self::Add(name, lines) => edit(files, name, |text| with_lines(text, lines)),
            Self::Replace(name, old, new) => edit(files, name, |text| {
                assert_eq!(text.matches(old).count(), 1, "{name}: {old}");
                text.replacen(old, new, 1)
            }),
        }
    }
}

/// Where a file lies.
fn path_of(files: &Files, name: &str) -> String {
    let is_it = |path: &&String| path.rsplit('/').next().and_then(|file| file.strip_suffix(".yaml")) == Some(name);
    files.keys().find(is_it).unwrap_or_else(|| panic!("the demo has no file {name} by then")).clone()
}

fn edit(files: &mut Files, name: &str, write: impl FnOnce(&str) -> String) {
    let path = path_of(files, name);
    let text = files.get_mut(&path).expect("a path that was found");
    let written = write(text);
    assert_ne!(*text, written, "a change of {name} changes something");
    *text = written;
}

fn with_scalar(text: &str, route: &str, to: &str) -> String {
    apply(text, &[Edit::SetScalar { route: route.to_owned(), to: Content::word(to) }])
        .unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A metric with another value; the first one stands before the line that says where it comes from.
fn with_value(text: &str, value: &str, day: &str) -> String {
    if text.contains("\n  current: ") {
        // The day stays where a value is corrected on the day itself.
        return with_scalar(&with_scalar(text, "metric.current", value), "metric.as_of", day);
    }
    let (before, after) = text.split_once("\n  source: ").expect("the demo's metrics name their source last");
    format!("{before}\n  current: {value}\n  as_of: {day}\n  source: {after}")
}

/// A log with one more entry, its text on a line of its own. The log comes last in the demo's files.
fn with_entry(text: &str, entry: &str) -> String {
    let entry = entry.replacen(", text: ", ",\n     text: ", 1);
    let head = if text.contains("\nlog:\n") { "" } else { "log:\n" };
    format!("{text}{head}  - {entry}\n")
}

fn with_lines(text: &str, lines: &str) -> String {
    match text.split_once("\nlog:\n") {
        Some((before, log)) => format!("{before}\n{lines}\nlog:\n{log}"),
        None => format!("{text}{lines}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_written_as_people_would_write_them() {
        let mut files = Files::from([(
            "a/b.yaml".to_owned(),
            "kind: key_result\nmetric:\n  target: 5   # five\n  source: x\nconfidence: 0.5\n".to_owned(),
        )]);
        for change in [
            FileChange::Value("b", "1", "2026-10-09"),
            FileChange::Log("b", "{text: one}"),
            FileChange::Value("b", "2", "2026-10-16"),
            FileChange::Set("b", "metric.target", "4"),
            FileChange::Add("b", "reason: four is enough"),
            FileChange::Log("b", "{text: two}"),
            FileChange::Move("b", "c/d.yaml"),
        ] {
            change.make(&mut files);
        }
        assert_eq!(
            files["c/d.yaml"],
            "kind: key_result\nmetric:\n  target: 4   # five\n  current: 2\n  as_of: 2026-10-16\n  source: x\n\
             confidence: 0.5\nreason: four is enough\nlog:\n  - {text: one}\n  - {text: two}\n"
        );
        assert_eq!(files.len(), 1);
    }
}

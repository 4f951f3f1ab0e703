//! The result of a writing command: the messages, then the files and the commit.

use super::clean::clean;
use super::here::Here;
use super::layout::{hang, width, wrap, wrap_facts, wrap_path};
use super::next_steps::{next_lines, wrap_command};
use super::style::Style;
use crate::git::short_id;
use crate::model::count_of;
use crate::view::written::{WrittenFile, WrittenView};

/// What the line of a written file begins with.
const WRITTEN: &str = "written: ";

/// The maximum number of files listed by name.
const MOST_FILES: usize = 12;

/// The result. `here` is the current folder.
pub fn written(view: &WrittenView, here: &Here, style: Style) -> String {
    let mut text = String::new();
    for sentence in &view.says {
        for line in hang("", 2, &wrap_facts(&clean(sentence), style.width.saturating_sub(2))) {
            text.push_str(&format!("{line}\n"));
        }
    }
    text.push_str(&rejected(view, style));
    // Only if goals were named; otherwise the messages above are the whole answer.
    if view.files.is_empty() && view.rejected.is_empty() && !view.goals.is_empty() {
        text.push_str("no changes: already up to date\n");
    }
    text.push_str(&file_lines(&view.files, here, style));
    text.push_str(&tail(view.commit.as_deref()));
    text.push_str(&next_command(view, style));
    text
}

/// What to run next where files were written.
fn next_command(view: &WrittenView, style: Style) -> String {
    let steps = view.next.iter().filter(|_| !view.files.is_empty()).flat_map(|next| next.split(" · "));
    next_lines(steps, style.width).iter().map(|line| format!("{}\n", style.dim(line))).collect()
}

/// The files that were written.
pub(super) fn file_lines(files: &[WrittenFile], here: &Here, style: Style) -> String {
    let mut text = String::new();
    for file in files.iter().take(MOST_FILES) {
        let path = here.path(&file.path);
        let (path, lines) = (clean(&path), format!("({})", lines(file)));
        let mut parts = hang(WRITTEN, WRITTEN.len(), &wrap_path(&path, style.width.saturating_sub(WRITTEN.len())));
        match parts.last_mut().filter(|last| width(last) + 1 + width(&lines) <= style.width) {
            Some(last) => last.push_str(&format!(" {}", style.dim(&lines))),
            None => parts.push(format!("{}{}", " ".repeat(WRITTEN.len()), style.dim(&lines))),
        }
        text.push_str(&format!("{}\n", parts.join("\n")));
    }
    if files.len() > MOST_FILES {
        text.push_str(&format!("written: {}\n", count_of(files.len() - MOST_FILES, "more file")));
    }
    text
}

/// The commit that was made.
pub(super) fn tail(commit: Option<&str>) -> String {
    commit.map(|commit| format!("committed: {}\n", short_id(commit))).unwrap_or_default()
}

/// The result if each step was reported when it was done: the commit, the next command and the summary.
pub fn recorded(view: &WrittenView, tally: &str, style: Style) -> String {
    let mut text = String::new();
    if let Some(commit) = &view.commit {
        text.push_str(&format!("committed: {}\n", short_id(commit)));
    }
    text.push_str(&next_command(view, style));
    text + &format!("{}\n", clean(tally))
}

/// The rejected rows, one on each line.
pub fn rejected(view: &WrittenView, style: Style) -> String {
    let mut text = String::new();
    for row in &view.rejected {
        let first = format!("line {}: ", row.line);
        let lines = wrap(&clean(&row.reason), style.width.saturating_sub(first.len()));
        for line in hang(&style.bad(&first), first.len(), &lines) {
            text.push_str(&format!("{line}\n"));
        }
        if let Some(help) = &row.help {
            let lines = wrap_command(&clean(help), style.width.saturating_sub(8));
            for line in hang("  help: ", 8, &lines) {
                text.push_str(&format!("{line}\n"));
            }
        }
    }
    text
}

fn lines(file: &WrittenFile) -> String {
    let lines = count_of(file.added.max(file.removed), "line");
    if file.created { format!("new, {lines}") } else { lines }
}

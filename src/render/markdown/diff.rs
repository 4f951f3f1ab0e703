//! The meaning of a change as a comment on a pull request.

use super::super::address::{path_in_repository, percent_encode};
use super::super::clean::clean;
use super::report_text::reason;
use super::suspect;
use super::text::{code, escape};
use crate::analysis::text::percent_pair;
use crate::model::{abridged, count_of, counted};
use crate::source::InOrder as _;
use crate::view::diff::{DiffLine, DiffView, GoalChangeView, ImpactView, LineSubject, PutBackView, ReviewerView};
use crate::view::moved_setting::MovedSettingView;
use crate::view::withdrawn::WithdrawnView;

/// The most characters of a comment; GitHub allows 65,536.
const MOST: usize = 64_000;
/// The characters reserved for the note on what was omitted.
const KEPT: usize = 400;
/// The most rows of changes, and of changed wording.
const MOST_ROWS: usize = 25;
/// The most goals with changed numbers, the most people, and the most reasons for each person.
const MOST_IMPACT: usize = 6;
const MOST_PEOPLE: usize = 6;
const MOST_REASONS: usize = 1;
/// The most characters of a title, a line and a path.
const TITLE: usize = 80;
const LINE: usize = 280;

/// A change as a comment: the result, a row for each goal, changed wording in a folded part, and the people who should
/// review it.
///
/// Only logins in `org.yaml` become real mentions. `root` is the goals' folder from the top of git's work tree: links
/// to files are relative to that top.
pub fn diff(view: &DiffView, root: &str) -> String {
    let mut headline = format!("**{}**\n", escape(&view.headline().join(" · ")));
    if let Some(beside) = &view.beside {
        let verdict = match beside.len() {
            0 => "no changes other than those allowed".to_owned(),
            count => counted(count, "change that is not allowed", "changes that are not allowed"),
        };
        headline.push_str(&format!("\n{verdict}\n"));
    }
    // Where it is not known, nothing is asked.
    let suspect = suspect::suspect(view.suspect_links.as_deref().or(Some(&[])), MOST_IMPACT);
    let tail = format!(
        "{}{}{}{}{}{suspect}{}",
        put_back(view),
        withdrawn(view),
        moved_settings(view),
        files(view),
        impact(&view.visible_impact()),
        people(&view.reviewers)
    );
    let mut changes: Vec<&GoalChangeView> = view.by_objective().concat();
    changes.order_by_key(|change| change.rank());
    let listed: Vec<&GoalChangeView> =
        changes.iter().copied().filter(|it| it.weight() != LineSubject::Wording).collect();
    let reworded: Vec<&GoalChangeView> =
        changes.iter().copied().filter(|it| it.lines.iter().any(|line| line.about == LineSubject::Wording)).collect();
    let mut left = MOST.saturating_sub(headline.chars().count() + tail.chars().count() + KEPT);
    let mut text = headline;
    let rows = listed.iter().map(|change| row(change, root));
    let shown = table("\n| | goal | change |\n|---|---|---|\n", rows, "", &mut left, &mut text);
    if shown < listed.len() {
        let more = listed.len() - shown;
        let goals = counted(more, "more goal changes", "more goals change");
        let range = if view.range.is_empty() { String::new() } else { format!(" {}", view.range) };
        text.push_str(&format!("\n{goals}: {} lists them.\n", code(&format!("goalpost diff{range}"))));
    }
    let title = format!("wording of {}", count_of(reworded.len(), "goal"));
    let head = format!("\n<details><summary>{title}</summary>\n\n| goal | changed wording |\n|---|---|\n");
    let rows = reworded.iter().map(|change| wording(change, root));
    let shown = table(&head, rows, "\n</details>\n", &mut left, &mut text);
    if shown < reworded.len() {
        text.push_str(&format!("\n{} more goals change only in wording.\n", reworded.len() - shown));
    }
    text.push_str(&tail);
    text
}

/// The goals of which goalposts moved and were put back.
fn put_back(view: &DiffView) -> String {
    let row = |goal: &PutBackView| {
        let moves = goal.moves.iter().map(|it| format!("{} ({}, {})", it.words, it.day, it.why_words()));
        format!("- {}: {}\n", shortened(&goal.title, TITLE), shortened(&moves.collect::<Vec<_>>().join("; "), LINE))
    };
    let rows: String = view.put_back.iter().take(MOST_ROWS).map(row).collect();
    if rows.is_empty() { rows } else { format!("\nMoved and put back:\n\n{rows}") }
}

/// What goals said once and say no more.
fn withdrawn(view: &DiffView) -> String {
    let row = |it: &WithdrawnView| {
        let by = it.by.as_deref().unwrap_or("not committed");
        let facts = [it.words.clone(), it.withdrawn_on.to_string(), by.to_owned(), it.why_words()];
        let facts = facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(", ");
        format!("- {}: {}\n", shortened(&it.title, TITLE), shortened(&facts, LINE))
    };
    let rows: String = view.withdrawn.iter().take(MOST_ROWS).map(row).collect();
    if rows.is_empty() { rows } else { format!("\nWithdrawn:\n\n{rows}") }
}

/// The settings that were changed so that numbers or findings are others.
fn moved_settings(view: &DiffView) -> String {
    let row = |it: &MovedSettingView| {
        format!(
            "- {}, {} ({})\n",
            shortened(&it.words, LINE),
            reason(!it.why.explained, &it.why.words()),
            escape(&it.origin_words())
        )
    };
    let rows: String = view.moved_settings.iter().take(MOST_ROWS).map(row).collect();
    if rows.is_empty() { rows } else { format!("\nSettings changed in mid-period:\n\n{rows}") }
}

/// Adds the rows of a table that fit, and the number of omitted ones.
fn table(head: &str, rows: impl Iterator<Item = String>, foot: &str, room: &mut usize, text: &mut String) -> usize {
    let frame = head.chars().count() + foot.chars().count();
    let mut body = String::new();
    let mut shown = 0;
    for row in rows.take(MOST_ROWS) {
        let length = row.chars().count() + if shown == 0 { frame } else { 0 };
        if length > *room {
            break;
        }
        *room -= length;
        body.push_str(&row);
        shown += 1;
    }
    if shown > 0 {
        text.push_str(head);
        text.push_str(&body);
        text.push_str(foot);
    }
    shown
}

fn row(change: &GoalChangeView, root: &str) -> String {
    let lines: Vec<&DiffLine> = change.lines.iter().filter(|line| line.about != LineSubject::Wording).collect();
    let mut cells: Vec<String> = lines
        .iter()
        .take(3)
        .map(|line| match line.about {
            LineSubject::Added => format!("new {}", shortened(&line.text, LINE)),
            LineSubject::Returned => format!("back again: {}", shortened(&line.text, LINE)),
            LineSubject::Removed => format!("removed: {}", shortened(&line.text, LINE)),
            _ => shortened(&line.text, LINE),
        })
        .collect();
    let also = change.lines.len() > lines.len();
    match (lines.len().saturating_sub(3), also) {
        (0, false) => {}
        (0, true) => cells.push("wording".to_owned()),
        (more, _) => cells.push(format!("and {more} more")),
    }
    format!("| {} | {} | {} |\n", mark(change.weight()), link(change, root), cells.join("<br>"))
}

fn wording(change: &GoalChangeView, root: &str) -> String {
    let lines = change.lines.iter().filter(|line| line.about == LineSubject::Wording);
    let cells: Vec<String> = lines.map(|line| shortened(&line.text, 2 * LINE)).collect();
    format!("| {} | {} |\n", link(change, root), cells.join("<br>"))
}

/// An icon for the first column. The words next to it have the same meaning.
fn mark(about: LineSubject) -> &'static str {
    match about {
        LineSubject::Unexplained | LineSubject::Goalpost | LineSubject::Settled => "🥅",
        LineSubject::Removed => "➖",
        LineSubject::Added | LineSubject::Returned => "➕",
        LineSubject::State => "🚦",
        LineSubject::Link => "🔗",
        LineSubject::Ownership => "👤",
        LineSubject::Progress => "📈",
        LineSubject::Log => "💬",
        LineSubject::File => "📁",
        LineSubject::Wording => "✎",
    }
}

/// A goal's title as a link to its file, if the file still exists.
fn link(change: &GoalChangeView, root: &str) -> String {
    let title = shortened(&change.title, TITLE);
    let title = if title.is_empty() { escape(&change.goal) } else { title };
    if change.change == "removed" {
        return title;
    }
    // A file outside of the repository has no address there.
    let Some(path) = path_in_repository(root, &change.path) else { return title };
    format!("[{title}]({})", percent_encode(&path))
}

fn files(view: &DiffView) -> String {
    const MOST_FILES: usize = 10;
    if view.files.is_empty() {
        return String::new();
    }
    let say = |what: &str| match what {
        "settings" => "settings change: numbers and findings may change",
        "organisation" => "teams or people change",
        "broken" => "cannot be read as a goal",
        "mended" => "can now be read",
        _ => "its id belongs to another file",
    };
    let mut parts: Vec<String> = view
        .files
        .iter()
        .take(MOST_FILES)
        .map(|file| format!("{} ({})", code(&abridged(&clean(&file.path), 2 * TITLE)), say(&file.what)))
        .collect();
    if view.files.len() > MOST_FILES {
        parts.push(format!("and {}", count_of(view.files.len() - MOST_FILES, "more file")));
    }
    format!("\nOther files: {}\n", parts.join(" · "))
}

fn impact(felt: &[&ImpactView]) -> String {
    if felt.is_empty() {
        return String::new();
    }
    let mut parts: Vec<String> = felt
        .iter()
        .take(MOST_IMPACT)
        .map(|it| {
            let title = shortened(&it.title, TITLE);
            let changed = it.standing_before != it.standing_after;
            let health =
                if changed { format!("{} → {}", it.standing_before, it.standing_after) } else { String::new() };
            match (it.progress_before, it.progress_after) {
                (Some(before), Some(after)) if it.progress_changes() => {
                    let (before, after) = percent_pair(before, after);
                    let parts = it.measured_parts.iter().filter(|_| !changed);
                    let chances = it.chances();
                    let remarks = parts.map(String::as_str).chain(changed.then_some(health.as_str()));
                    let remarks: Vec<&str> = remarks.chain(chances.as_deref()).collect();
                    let remarks = if remarks.is_empty() { String::new() } else { format!(" ({})", remarks.join(", ")) };
                    format!("*{title}* {before} → {after}{remarks}")
                }
                _ => format!("*{title}* {health}"),
            }
        })
        .collect();
    if felt.len() > MOST_IMPACT {
        parts.push(format!("and {} more goals", felt.len() - MOST_IMPACT));
    }
    format!("\nProgress: {}\n", parts.join(" · "))
}

fn people(reviewers: &[ReviewerView]) -> String {
    if reviewers.is_empty() {
        return String::new();
    }
    let mut parts: Vec<String> = reviewers
        .iter()
        .take(MOST_PEOPLE)
        .map(|it| {
            let more = it.because.len().saturating_sub(MOST_REASONS);
            let mut reasons: Vec<String> =
                it.because.iter().take(MOST_REASONS).map(|reason| shortened(reason, LINE)).collect();
            if more > 0 {
                reasons.push(format!("and {more} more"));
            }
            format!("{} ({})", who(it), reasons.join(", "))
        })
        .collect();
    if reviewers.len() > MOST_PEOPLE {
        parts.push(format!("and {} more", reviewers.len() - MOST_PEOPLE));
    }
    format!("\nWho should look: {}\n", parts.join(" · "))
}

/// A mention by login, or the name of a person without one.
fn who(reviewer: &ReviewerView) -> String {
    let login = reviewer.github.as_deref().filter(|login| is_login(login));
    match (login, &reviewer.name) {
        (Some(login), _) => format!("@{login}"),
        (None, Some(name)) => shortened(name, TITLE),
        (None, None) => shortened(&reviewer.person, TITLE),
    }
}

/// Whether a text is a valid GitHub login. Other texts could mention somebody else.
fn is_login(text: &str) -> bool {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (1..=39).contains(&text.len()) && plain && !text.starts_with('-') && !text.ends_with('-')
}

/// An escaped text of limited length.
fn shortened(text: &str, most: usize) -> String {
    escape(&abridged(&clean(text), most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_logins_are_mentioned() {
        assert!(is_login("maria-l") && is_login("a"));
        for text in ["", "org/team", "a b", "-a", "a-", "everyone @all", "ä", "a]("] {
            assert!(!is_login(text), "{text}");
        }
    }

    #[test]
    fn a_table_ends_with_a_whole_row() {
        let mut text = String::new();
        let mut left = 25;
        let rows = (0..9).map(|at| format!("| row {at} |\n"));
        assert_eq!(table("| h |\n", rows, "", &mut left, &mut text), 1);
        assert_eq!(text, "| h |\n| row 0 |\n");
    }
}

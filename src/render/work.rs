//! Commits that reference goals as terminal output, by goal, and the ids that no goal has.

use super::clean::clean;
use super::layout::{cut, pad, paragraph, width, wrap};
use super::number::tight_percent;
use super::style::Style;
use crate::git::short_id;
use crate::model::{Statistics, count_of, plural_form};
use crate::view::work::{CommitView, UnknownName, WorkView, WorkedGoal};

/// The maximum number of goals; the others are counted.
const MOST_GOALS: usize = 30;

/// The maximum number of unknown ids.
const MOST_UNKNOWN: usize = 10;

/// The commits that reference goals.
pub fn work(view: &WorkView, style: Style) -> String {
    let since = view.since.map(|day| format!(" since {day}")).unwrap_or_default();
    let share = match view.commits {
        0 => String::new(),
        _ => format!(" ({})", tight_percent(ratio(view.naming, view.commits))),
    };
    let verb = plural_form(view.naming, "names", "name");
    let mut text = String::new();
    let answer = format!("{} of {} commits{since} {verb} a goal{share}", view.naming, view.commits);
    for line in wrap(&answer, style.width) {
        text.push_str(&format!("{}\n", style.bold(&line)));
    }
    if view.repositories.len() > 1 {
        for it in &view.repositories {
            let line = format!("  {}: {} of {}", clean(&it.name), it.naming, it.commits);
            text.push_str(&style.dim(&cut(&line, style.width)));
            text.push('\n');
        }
    }
    strategic(view, style, &mut text);
    goals(view, style, &mut text);
    unknown(view, style, &mut text);
    text.push('\n');
    if view.naming == 0 {
        let how = "A commit names goals at the end of its message, after an empty line: `Goal: ID`, several with commas; \
                   `git commit --trailer \"Goal: ID\"` writes it.";
        for line in wrap(how, style.width) {
            text.push_str(&format!("{line}\n"));
        }
    }
    let caution = "Evidence, not a target: much of the best work needs no commit.";
    for line in wrap(caution, style.width) {
        text.push_str(&format!("{}\n", style.dim(&line)));
    }
    text
}

fn strategic(view: &WorkView, style: Style, text: &mut String) {
    if view.naming == 0 || view.strategic.is_empty() {
        return;
    }
    text.push_str("\nby strategic goal\n");
    let mut rows: Vec<_> = view.strategic.iter().collect();
    rows.sort_by(|a, b| b.commits.cmp(&a.commits).then(a.goal.cmp(&b.goal)));
    for row in rows.iter().take(MOST_GOALS) {
        let share = row.share.map_or_else(String::new, tight_percent);
        let title = pad(&clean(&row.title), style.width.saturating_sub(16));
        text.push_str(&format!("  {title} {:>6} {share:>5}\n", row.commits));
    }
    more(rows.len(), MOST_GOALS, "strategic goal", style, text);
}

fn goals(view: &WorkView, style: Style, text: &mut String) {
    if view.goals.is_empty() {
        return;
    }
    text.push_str("\nby goal\n");
    let mut rows: Vec<&WorkedGoal> = view.goals.iter().collect();
    rows.sort_by(|a, b| b.commits.cmp(&a.commits).then(a.goal.cmp(&b.goal)));
    for row in rows.iter().take(MOST_GOALS) {
        let title = pad(&clean(&row.title), style.width.saturating_sub(16));
        text.push_str(&format!("  {title} {:>6}\n", row.commits));
        // Whoever is alone in a team is not told of by its name.
        let no_team = match view.statistics {
            Statistics::Person => "no known team",
            Statistics::Team | Statistics::Off => "no known team, or one of one person",
        };
        let teams =
            row.teams.iter().map(|it| format!("{} {}", it.team.as_deref().map_or(no_team.into(), clean), it.commits));
        let teams: Vec<String> = teams.collect();
        let days = match (row.first, row.last) {
            (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
            (Some(day), _) => day.to_string(),
            _ => String::new(),
        };
        let facts: Vec<String> = [clean(&row.goal).into_owned(), days].into_iter().chain(teams).collect();
        text.push_str(&format!("    {}\n", style.dim(&cut(&facts.join(" · "), style.width.saturating_sub(4)))));
    }
    more(rows.len(), MOST_GOALS, "goal", style, text);
}

fn unknown(view: &WorkView, style: Style, text: &mut String) {
    if view.unknown.is_empty() {
        return;
    }
    text.push_str(&format!("\n{}\n", style.warn("unknown goal ids")));
    let mut rows: Vec<&UnknownName> = view.unknown.iter().collect();
    rows.sort_by(|a, b| b.commits.cmp(&a.commits).then(a.name.cmp(&b.name)));
    for row in rows.iter().take(MOST_UNKNOWN) {
        let near = row.near.as_ref().map(|near| format!(": did you mean {near}?")).unwrap_or_default();
        let name = cut(&clean(&row.name), style.width.saturating_sub(16 + width(&near)).max(12));
        text.push_str(&format!("  {name}, {}{near}\n", count_of(row.commits, "commit")));
        if let Some(commit) = row.evidence.first() {
            text.push_str(&format!("    {}\n", style.dim(&cut(&last(commit), style.width.saturating_sub(4)))));
        }
    }
    more(rows.len(), MOST_UNKNOWN, "name", style, text);
}

fn last(commit: &CommitView) -> String {
    format!("{} {} {}", commit.day, short_id(&commit.commit), clean(&commit.subject))
}

/// The number of omitted entries, and how to list them.
fn more(all: usize, most: usize, noun: &str, style: Style, text: &mut String) {
    if all > most {
        let line = format!("and {} more: --format json has them all", count_of(all - most, noun));
        text.push_str(&paragraph(2, &line, style.width, |line| style.dim(line)));
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers of commits")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

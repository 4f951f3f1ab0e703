//! The report as Markdown, for wikis and issues. The goals come last, as far as there is room.

use super::super::tree::ago;
use super::report_groups;
use super::report_text::{TEXT, TITLE, goal_name, known_share, reason, section, shortened};
use super::text::{code, escape};
use crate::analysis::text::percent;
use crate::git::short_id;
use crate::model::{Day, count_of, counted};
use crate::view::forecast::ForecastView;
use crate::view::report::{BaseCommitView, Mention, ReportView};

/// The maximum length of a page in characters; GitHub allows 65,536 in an issue.
const MOST: usize = 64_000;

/// The report in Markdown.
pub fn report(view: &ReportView, today: Day) -> String {
    let mut text = heading(view, today);
    let sections = [
        strategic(view),
        attention(view),
        report_groups::groups(view),
        report_groups::kpis(view),
        tensions(view),
        moved(view),
        moved_settings(view),
        removed(view),
        withdrawn(view),
        needs(view),
        obstacles(view),
        happened(view),
        due(view),
        report_groups::grades(view),
        lessons(view),
    ];
    for section in sections {
        // The last 4,000 characters are reserved for the table of goals.
        if text.chars().count() + section.chars().count() < MOST - 4_000 {
            text.push_str(&section);
        }
    }
    goals(view, today, &mut text);
    text
}

/// The summary of the report in Markdown.
pub fn report_summary(view: &ReportView, today: Day) -> String {
    [heading(view, today), strategic(view), attention(view), report_groups::teams(view)].concat()
}

/// The title, the day and commit, and the period in numbers.
fn heading(view: &ReportView, today: Day) -> String {
    let mut text = String::new();
    let title = view.organization.as_deref().map_or_else(String::new, |name| format!("{} · ", shortened(name, TITLE)));
    let commit = view.commit.as_ref().map(commit_words).unwrap_or_default();
    text.push_str(&format!(
        "# {title}{}\n\nAs of {today}{commit}{}\n\n**{}**\n",
        escape(&view.heading),
        view.history_begins.map(|day| format!(". {}", history_words(day))).unwrap_or_default(),
        escape(&view.summary.headline)
    ));
    text.push_str(&figures(view));
    text
}

/// What a shallow clone does not tell.
fn history_words(begins: Day) -> String {
    format!("The history here begins on {begins}: what moved or was removed before is not known.")
}

/// The commit that was read, as a part of a sentence.
fn commit_words(commit: &BaseCommitView) -> String {
    let day = commit.day.map(|day| format!(" of {day}")).unwrap_or_default();
    let changed = commit.uncommitted.filter(|count| *count > 0);
    let changed = changed.map(|count| format!(", with {} not committed", count_of(count, "goal"))).unwrap_or_default();
    format!(", commit {}{day}{changed}", short_id(&commit.id))
}

fn figures(view: &ReportView) -> String {
    let indicators = &view.align.indicators;
    let mut parts = Vec::new();
    let mut share =
        |words: &str, value: Option<f64>| parts.extend(value.map(|value| format!("{} {words}", percent(value))));
    share("of goals are linked to the mission", indicators.reach.value);
    share("of check-ins due were made", indicators.discipline.value);
    let mut count = |number: usize, one: &str, many: &str| {
        if number > 0 {
            parts.push(counted(number, one, many));
        }
    };
    count(
        view.summary.moved_quietly.unwrap_or(0),
        "goal moved its goalposts without a reason",
        "goals moved their goalposts without a reason",
    );
    count(view.align.conflicts.len(), "conflict", "conflicts");
    count(view.summary.obstacles, "open obstacle", "open obstacles");
    count(view.summary.troubled_needs, "dependency at risk", "dependencies at risk");
    if parts.is_empty() { String::new() } else { format!("\n{}\n", parts.join(" · ")) }
}

fn strategic(view: &ReportView) -> String {
    let rows = view.strategic.iter().map(|it| {
        let serving = it.serving;
        format!(
            "| {} | {} | {} | {} | {} | {serving} |\n",
            goal_name(&it.goal),
            known_share(it.goal.progress),
            stretch_plan(it.expected, it.ambition),
            it.forecast.as_ref().map_or_else(|| "–".to_owned(), ForecastView::range),
            it.goal.standing
        )
    });
    let head = "| goal | progress | plan | likely end | health | served by |\n|---|--:|--:|--:|---|--:|\n";
    section("Strategic goals", head, rows)
}

/// The plan; of a stretch goal also the part of it that is expected.
fn stretch_plan(expected: Option<f64>, ambition: f64) -> String {
    match expected.filter(|_| ambition < 1.0) {
        Some(share) => format!("{} (stretch goal: {} expected)", percent(share), percent(share * ambition)),
        None => known_share(expected),
    }
}

fn attention(view: &ReportView) -> String {
    let rows = view.attention.iter().map(|it| {
        let mut why: Vec<String> = it.because.iter().map(|reason| shortened(reason, TEXT)).collect();
        if let Some(progress) = it.goal.progress {
            let plan =
                it.expected.map(|_| format!(", plan {}", stretch_plan(it.expected, it.ambition))).unwrap_or_default();
            why.insert(0, format!("progress {}{plan}", percent(progress)));
        }
        format!("- **{}** ({}, {}): {}\n", goal_name(&it.goal), who(&it.goal), it.goal.standing, why.join(" · "))
    });
    section("Needs attention", "", rows)
}

fn tensions(view: &ReportView) -> String {
    let align = &view.align;
    let titled = |id: &String| format!("*{}*", shortened(align.title(id), TITLE));
    let names = |ids: &[String]| ids.iter().take(6).map(titled).collect::<Vec<_>>().join(", ");
    let conflicts = align.conflicts.iter().map(|it| {
        format!("- **{}**: {} ({})\n", shortened(&it.metric, TITLE), shortened(&it.reason, TEXT), names(&it.goals))
    });
    let duplicates = align
        .duplicates
        .iter()
        .map(|it| format!("- {}: shared words: {}\n", names(&it.goals), shortened(&it.terms.join(", "), TEXT)));
    let lost = align.lost_lines.iter().map(|it| format!("- {}\n", titled(&it.top)));
    format!(
        "{}{}{}",
        section("Conflicts", "", conflicts),
        section("Likely duplicates", "", duplicates),
        section("Not linked to the mission", "", lost)
    )
}

fn removed(view: &ReportView) -> String {
    let rows = view.removed.iter().flatten().map(|it| {
        let title = if it.title.trim().is_empty() { &it.goal } else { &it.title };
        let by = it.by.as_deref().map_or_else(|| "not committed".to_owned(), |by| shortened(by, TITLE));
        let why = reason(!it.has_reason(), &it.why_words());
        format!("- {}: {} ({}), {by}, {why}\n", it.day, shortened(title, TITLE), it.what())
    });
    section("Removed goals", "", rows)
}

fn withdrawn(view: &ReportView) -> String {
    let rows = view.withdrawn.iter().flatten().map(|it| {
        let title = if it.title.trim().is_empty() { &it.goal } else { &it.title };
        let by = it.by.as_deref().map_or_else(|| "not committed".to_owned(), |by| shortened(by, TITLE));
        let why = reason(it.quiet, &it.why_words());
        let why = if why.is_empty() { why } else { format!(", {why}") };
        format!("- {}: {} ({}), {by}{why}\n", it.withdrawn_on, shortened(title, TITLE), shortened(&it.words, TEXT))
    });
    section("Withdrawn values", "", rows)
}

fn moved(view: &ReportView) -> String {
    let rows = view.moved.iter().flatten().map(|it| {
        let price = it.price.and_then(|price| price.against_original).map_or_else(|| "–".to_owned(), percent);
        let why = reason(it.what.is_quiet(), &it.what.why_words());
        let by = it.what.by.as_deref().map_or_else(|| "not committed".to_owned(), |by| shortened(by, TITLE));
        format!(
            "| {} | {} | {}, {why} | {by} | {} | {price} |\n",
            it.what.day,
            goal_name(&it.goal),
            shortened(&it.what.words, TEXT),
            known_share(it.goal.progress)
        )
    });
    section(
        "Moved goalposts",
        "| day | goal | what moved | by | now | against the original |\n|---|---|---|---|--:|--:|\n",
        rows,
    )
}

fn moved_settings(view: &ReportView) -> String {
    let rows = view.moved_settings.iter().flatten();
    let rows = rows.map(|it| {
        format!(
            "- {}, {} ({})\n",
            escape(&it.words),
            reason(!it.why.explained, &it.why.words()),
            escape(&it.origin_words())
        )
    });
    section("Settings changed in mid-period", "", rows)
}

fn needs(view: &ReportView) -> String {
    let rows = view.needs.iter().map(|it| {
        let by = it.by.map_or_else(|| "–".to_owned(), |day| day.to_string());
        let answer = it
            .trouble
            .as_deref()
            .map_or_else(|| it.state.word().to_owned(), |trouble| format!("**{}**", escape(trouble)));
        format!(
            "| {by} | {} | {} | {} | {answer} |\n",
            shortened(&it.what, TEXT),
            shortened(&it.from.name, TITLE),
            goal_name(&it.goal)
        )
    });
    section("Needs", "| by | what | asked of | for | answer |\n|---|---|---|---|---|\n", rows)
}

fn obstacles(view: &ReportView) -> String {
    let rows = view.obstacles.iter().map(|it| {
        let to: Vec<String> = it.to.iter().map(|to| shortened(&to.name, TITLE)).collect();
        let to = if to.is_empty() { String::new() } else { format!(", asked of {}", to.join(", ")) };
        format!("- {} ({}, since {}{to})\n", shortened(&it.text, TEXT), goal_name(&it.goal), it.date)
    });
    section("Open obstacles", "", rows)
}

fn happened(view: &ReportView) -> String {
    // Events that people wrote come before numbers.
    let (numbers, events): (Vec<_>, Vec<_>) = view.happened.iter().partition(|it| it.kind == "progress");
    let rows = events.into_iter().chain(numbers).map(|it| {
        let what = match (it.kind.as_str(), it.after) {
            ("progress", Some(after)) => {
                format!("{} → {}", it.before.map_or_else(|| "–".to_owned(), percent), percent(after))
            }
            ("closed", _) => format!("closed: {}", escape(&it.goal.standing)),
            (kind, _) => match &it.text {
                Some(text) => format!("{kind}: {}", shortened(text, TEXT)),
                None => kind.to_owned(),
            },
        };
        format!("- {} {}: {what}\n", it.day, goal_name(&it.goal))
    });
    section("This week", "", rows)
}

fn due(view: &ReportView) -> String {
    let rows = view.due.iter().filter(|it| it.kind != "check-in" || it.late > 0).map(|it| {
        let late = if it.late > 0 { " **late**" } else { "" };
        let what = it.text.as_deref().map_or_else(|| it.kind.clone(), |text| shortened(text, TEXT));
        format!("- {}{late} {}: {what}\n", it.day, goal_name(&it.goal))
    });
    section("Due", "", rows)
}

fn lessons(view: &ReportView) -> String {
    let rows = view.lessons.iter().map(|it| {
        let text = it
            .retrospective
            .as_deref()
            .map_or_else(|| "retrospective missing".to_owned(), |text| shortened(text, TEXT));
        format!("- **{}** ({}): {text}\n", goal_name(&it.goal), it.goal.standing)
    });
    section("Lessons", "", rows)
}

/// The goals in the order of the tree, as far as there is room.
fn goals(view: &ReportView, today: Day, text: &mut String) {
    let head = "\n## Goals\n\n| goal | owner | progress | plan | health | last check-in |\n|---|---|--:|--:|---|---|\n";
    let mut left = MOST.saturating_sub(text.chars().count() + head.len() + 200);
    let rows: Vec<_> = view.tree.iter().filter(|row| row.shown_under.is_none()).collect();
    if rows.is_empty() {
        return;
    }
    text.push_str(head);
    for (at, row) in rows.iter().enumerate() {
        let goal = &view.goals[row.goal];
        let numbers = &goal.goal;
        let indent = "&nbsp;&nbsp;".repeat(row.last.len().min(8));
        let title = if numbers.title.trim().is_empty() { &numbers.id } else { &numbers.title };
        let late: String = numbers.late_words().map(|words| format!("; {}", shortened(words, TEXT))).collect();
        let health = format!("{}{late}", numbers.standing);
        let seen = numbers.last_check_in.map(|day| ago(day, today)).unwrap_or_default();
        let owner = shortened(goal.owner_name.as_deref().unwrap_or(""), TITLE);
        let line = format!(
            "| {indent}{} | {owner} | {} | {} | {health} | {seen} |\n",
            shortened(title, TITLE),
            known_share(numbers.progress),
            known_share(numbers.expected),
        );
        let length = line.chars().count();
        if length > left {
            text.push_str(&format!(
                "\nand {} more: {} shows a team’s\n",
                rows.len() - at,
                code("goalpost report --team TEAM")
            ));
            return;
        }
        left -= length;
        text.push_str(&line);
    }
}

fn who(goal: &Mention) -> String {
    let names = [goal.owner.as_ref(), goal.team.as_ref()];
    let names: Vec<String> = names.into_iter().flatten().map(|it| shortened(&it.name, TITLE)).collect();
    if names.is_empty() { "no owner".to_owned() } else { names.join(", ") }
}

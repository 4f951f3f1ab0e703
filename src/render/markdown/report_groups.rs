//! The teams, KPIs and grades of a report in Markdown.

use super::groups::group_table;
use super::report_text::{TITLE, goal_name, section, shortened};
use crate::render::number::grade_cell;
use crate::view::group::{GoalGroupView, GroupBy};
use crate::view::report::ReportView;

/// The most rows of a table of groups, and of periods with grades.
const GROUPS: usize = 30;
const PERIODS: usize = 2;

/// The goals by team, perspective and area.
pub(super) fn groups(view: &ReportView) -> String {
    let tables =
        [("Perspectives", &view.perspectives, GroupBy::Perspective), ("Key result areas", &view.areas, GroupBy::Area)];
    std::iter::once(teams(view)).chain(tables.map(|(title, groups, by)| table(title, groups, by))).collect()
}

/// The goals by team.
pub(super) fn teams(view: &ReportView) -> String {
    table("Teams", &view.teams, GroupBy::Team)
}

fn table(title: &str, groups: &[GoalGroupView], by: GroupBy) -> String {
    if groups.is_empty() {
        return String::new();
    }
    let (shown, rest) = groups.split_at(groups.len().min(GROUPS));
    let rest = if rest.is_empty() { String::new() } else { format!("\nand {} more\n", rest.len()) };
    format!("\n## {title}\n\n{}{rest}", group_table(shown, by))
}

/// The KPIs.
pub(super) fn kpis(view: &ReportView) -> String {
    let rows = view.kpis.iter().map(|it| {
        let value = it.kpi.as_ref().map_or_else(|| "–".to_owned(), |kpi| shortened(&kpi.value, TITLE));
        let bounds = it
            .kpi
            .as_ref()
            .and_then(|kpi| kpi.bounds.as_deref())
            .map_or_else(|| "–".to_owned(), |it| shortened(it, TITLE));
        format!("| {} | {value} | {bounds} | {} |\n", goal_name(&it.goal), it.goal.standing)
    });
    section("KPIs", "| KPI | value | to be | health |\n|---|--:|---|---|\n", rows)
}

/// The grades of the latest closed periods.
pub(super) fn grades(view: &ReportView) -> String {
    let periods = view.closed.iter().take(PERIODS).map(|period| {
        let rows = period.goals.iter().map(|it| {
            let indent = if it.is_part { "&nbsp;&nbsp;" } else { "" };
            format!("| {indent}{} | {} | {} |\n", goal_name(&it.goal), grade_cell(it.grade), it.goal.standing)
        });
        // The grade of a single objective stands in its row.
        let mean = period
            .grade
            .filter(|_| period.graded > 1)
            .map(|grade| format!(" (graded objectives: {} on average)", grade_cell(Some(grade))))
            .unwrap_or_default();
        let name = period.period.as_deref().map_or_else(|| "no period".to_owned(), |name| shortened(name, TITLE));
        section(&format!("Grades of {name}{mean}"), "| goal | grade | outcome |\n|---|--:|---|\n", rows)
    });
    periods.collect()
}

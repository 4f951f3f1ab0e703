//! The plan as terminal output: whether it is ready, and what is missing, from the lowest level up.

use super::align::capacity;
use super::clean::clean;
use super::filter_options::filter_options;
use super::layout::{cut, pad, paragraph, width, wrap};
use super::next_steps::next_steps;
use super::number::tight_percent;
use super::style::Style;
use super::suspect;
use crate::model::count_of;
use crate::view::plan::{LevelPlan, OpenNeed, PlanGapView, PlanView};
use crate::view::selection::Selection;
use crate::view::unreadable::{UnreadableKind, unreadable_words};

/// The maximum number of entries of a kind; the others are counted.
const MOST: usize = 8;

/// The maximum number of themes.
const MOST_THEMES: usize = 6;

/// Whether the goals of a period are ready, level by level.
pub fn plan(view: &PlanView, selection: &Selection, style: Style) -> String {
    let mut page = PlanPage { text: String::new(), style };
    let answer = answer(view);
    for line in wrap(&answer, style.width) {
        page.text.push_str(&format!("{}\n", style.bold(&line)));
    }
    if let (Some(start), Some(end)) = (view.start, view.end) {
        page.text.push_str(&format!("{}\n", style.dim(&format!("{start} to {end}"))));
    }
    page.text.push('\n');
    for level in view.plans() {
        page.level(view, level);
    }
    page.needs(view);
    page.agreements(view);
    page.text.push_str(&suspect::human(view.suspect_links.as_deref(), style));
    page.overlaps(view);
    page.themes(view);
    capacity(&view.capacity, style, &mut page.text);
    let same = filter_options(selection, &[]);
    page.text + &next_steps([format!("indicators: goalpost align --drafts{same}")], style)
}

/// The first line: whether the plan is ready, and what is missing.
pub(super) fn answer(view: &PlanView) -> String {
    let period = view.period.as_deref().map_or("the plan".into(), clean);
    if view.goals == 0 {
        let unread = unreadable_words(&view.unreadable).map(|words| format!(" · {}", clean(&words)));
        return format!("no goals of {period} here yet{}", unread.unwrap_or_default());
    }
    let goals = count_of(view.goals, "goal");
    if view.ready.is_none() {
        return format!(
            "whether {period} is ready is withheld (one person's load): {goals}, {} of them drafts",
            view.drafts
        );
    }
    if view.ready == Some(true) {
        return format!("{period} is ready: {goals}, {} of them drafts", view.drafts);
    }
    let values = view.unreadable.iter().filter(|it| it.what == UnreadableKind::Value).count();
    let gaps: usize = view.plans().map(|level| level.gaps.len()).sum();
    let counts = [
        (gaps, "gap"),
        (view.needs.len(), "open need"),
        (view.agreements.len(), "missing agreement"),
        (view.duplicates.len(), "duplicate"),
        (view.conflicts.len(), "conflict"),
        (view.contended.len(), "overloaded team"),
        (view.unreadable.len() - values, "unreadable file"),
        (values, "unreadable value"),
    ];
    let lacking: Vec<String> =
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| count_of(count, noun)).collect();
    format!("{period} is not ready: {goals}, {}", lacking.join(", "))
}

/// What is missing, as a predicate for the name of a goal or team.
pub(super) fn gap_words(gap: &PlanGapView) -> &'static str {
    match gap.kind.as_str() {
        "no-goals" => "no goals yet",
        "no-path" => "not linked to the mission",
        "no-support" => "no supporting goals",
        "no-owner" => "no owner",
        "unknown-owner" => "owner not in org.yaml",
        "departed-owner" => "owner has left by then",
        "unknown-team" => "team not in org.yaml",
        "dissolved-team" => "team has ended by then",
        "unknown-kpi" => "its KPI does not exist",
        "no-weight" => "all that it is computed from has the weight 0",
        "other-period" => "what measures it is of another period",
        "no-period" => "no period",
        _ => "no measure",
    }
}

/// What a level has besides gaps.
pub(super) fn level_facts(level: &LevelPlan) -> Vec<String> {
    let counts = [
        (level.open_needs, "open need"),
        (level.missing_agreements, "missing agreement"),
        (level.overlaps, "overlap"),
        (level.contended.len(), "overloaded team"),
    ];
    counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| count_of(count, noun)).collect()
}

struct PlanPage {
    text: String,
    style: Style,
}

impl PlanPage {
    fn line(&mut self, indent: usize, line: &str) {
        self.text.push_str(&paragraph(indent, line, self.style.width, str::to_owned));
    }

    fn heading(&mut self, text: &str) {
        self.text.push_str(&format!("\n{}", paragraph(0, text, self.style.width, |line| self.style.bold(line))));
    }

    fn more(&mut self, all: usize, noun: &str) {
        if all > MOST {
            let line = format!("and {} more: --format json has them all", count_of(all - MOST, noun));
            self.text.push_str(&paragraph(2, &line, self.style.width, |line| self.style.dim(line)));
        }
    }

    fn level(&mut self, view: &PlanView, level: &LevelPlan) {
        let style = self.style;
        let goals = count_of(level.goals, "goal");
        let drafts = if level.drafts > 0 { format!(", {}", count_of(level.drafts, "draft")) } else { String::new() };
        let teams = match level.teams.iter().filter(|team| team.team.is_some()).count() {
            0 => String::new(),
            count => format!(", {}", count_of(count, "team")),
        };
        let (word, painted) = match (level.ready, level.goals) {
            (Some(true), 0) => ("nothing proposed", style.dim("nothing proposed")),
            (Some(true), _) => ("ready", style.good("ready")),
            (Some(false), _) => ("not ready", style.warn("not ready")),
            (None, _) => ("withheld", style.dim("withheld")),
        };
        let head = format!("{}  {goals}{drafts}{teams}", pad(&clean(&level.level), 14));
        let room = style.width.saturating_sub(word.len() + 2);
        if width(&head) > room {
            self.line(0, &head);
            self.line(4, word);
        } else {
            self.text.push_str(&format!("{}  {painted}\n", pad(&head, room)));
        }
        for gap in level.gaps.iter().take(MOST) {
            let name = match (&gap.goal, &gap.team) {
                (Some(goal), _) => format!("{} ({})", cut(&clean(view.title(goal)), 80), clean(goal)),
                (None, Some(team)) => clean(team).into_owned(),
                (None, None) => continue,
            };
            self.line(4, &format!("{name}: {}", gap_words(gap)));
        }
        if level.gaps.len() > MOST {
            self.line(4, &format!("and {} more: --format json has them all", count_of(level.gaps.len() - MOST, "gap")));
        }
        let facts = level_facts(level);
        if !facts.is_empty() {
            self.line(4, &facts.join(" · "));
        }
    }

    fn needs(&mut self, view: &PlanView) {
        if view.needs.is_empty() {
            return;
        }
        self.heading(&OpenNeed::heading(&view.needs).to_lowercase());
        for need in view.needs.iter().take(MOST) {
            let by = need.by.map(|day| format!(" by {day}")).unwrap_or_default();
            let remark = need.remark();
            let what = cut(&clean(&need.what), 60);
            self.line(2, &format!("{}: {what}{by}{remark}, for {}", clean(&need.from), clean(&need.goal)));
        }
        self.more(view.needs.len(), "need");
    }

    fn agreements(&mut self, view: &PlanView) {
        if view.agreements.is_empty() {
            return;
        }
        self.heading("links not confirmed by the parent goal's owner");
        for it in view.agreements.iter().take(MOST) {
            let (owner, child, parent) = (clean(&it.owner), clean(&it.child), clean(&it.parent));
            self.line(2, &format!("{owner}: confirm that {child} supports {parent}"));
        }
        self.more(view.agreements.len(), "link");
    }

    fn overlaps(&mut self, view: &PlanView) {
        if view.duplicates.is_empty() && view.conflicts.is_empty() {
            return;
        }
        self.heading("overlaps");
        for it in view.conflicts.iter().take(MOST) {
            self.line(2, &format!("conflict over {}: {}", cut(&clean(&it.metric), 40), clean(&it.reason)));
        }
        for it in view.duplicates.iter().take(MOST) {
            let goals: Vec<_> = it.goals.iter().take(4).map(|id| clean(id).into_owned()).collect();
            let more = it.goals.len().saturating_sub(goals.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let similarity = tight_percent(it.similarity);
            self.line(2, &format!("very similar ({similarity}): {}{more}", goals.join(", ")));
        }
        self.more(view.duplicates.len().max(view.conflicts.len()), "overlap");
    }

    fn themes(&mut self, view: &PlanView) {
        if view.themes.is_empty() {
            return;
        }
        self.heading("topics shared by several teams");
        for theme in view.themes.iter().take(MOST_THEMES) {
            let teams: Vec<_> = theme.teams.iter().take(6).map(|team| clean(team).into_owned()).collect();
            let more = theme.teams.len().saturating_sub(teams.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            self.line(2, &format!("{}: {}{more}", cut(&clean(&theme.word), 30), teams.join(", ")));
        }
    }
}

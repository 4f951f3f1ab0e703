//! The indicators of alignment as rows: name, number, change and meaning.

use crate::analysis::text::points;
use crate::model::{Statistics, count_of, counted};
use crate::render::clean::clean;
use crate::render::number::rounded;
use crate::render::number::{share_cell, tight_percent};
use crate::view::align::{AlignView, IndicatorChange, PortionView, ShareView};
use crate::view::unreadable::unreadable_words;

/// A row of the table of indicators.
#[derive(Debug, Clone)]
pub(in crate::render) struct IndicatorRow {
    /// The name of the indicator, or of a part of one.
    pub(in crate::render) name: String,
    /// Whether it is a part of the indicator above it.
    pub(in crate::render) part: bool,
    /// The number.
    pub(in crate::render) value: String,
    /// The change; none if there is no comparison.
    pub(in crate::render) change: Option<String>,
    /// What the number counts.
    pub(in crate::render) says: String,
}

/// The first line: the most important result.
pub(in crate::render) fn answer(view: &AlignView) -> String {
    let unread = unreadable_words(&view.unreadable).map(|words| format!(" · {}", clean(&words))).unwrap_or_default();
    if view.goals == 0 {
        return format!("no goals here to align{unread}");
    }
    let reach = &view.indicators.reach;
    let reached = reach.of - reach.missing.len();
    let mut answer = if reach.missing.is_empty() {
        format!("all {} reach the mission", count_of(reach.of, "goal"))
    } else {
        format!("{reached} of {} reach the mission", count_of(reach.of, "goal"))
    };
    if reach.of == 1 {
        "the one goal here ".clone_into(&mut answer);
        answer.push_str(if reached == 1 { "reaches the mission" } else { "does not reach the mission" });
    }
    let counts = [
        (view.unsupported.len(), "goal without support", "goals without support"),
        (view.conflicts.len(), "conflict", "conflicts"),
        (view.duplicates.len(), "duplicate", "duplicates"),
        (view.silos.len(), "silo", "silos"),
        (view.contended.len(), "overloaded team", "overloaded teams"),
    ];
    for (count, one, many) in counts.into_iter().filter(|(count, ..)| *count > 0) {
        answer.push_str(&format!(" · {}", counted(count, one, many)));
    }
    answer + &unread
}

/// What a team's name is followed by where its work and its people are those of the teams below it too.
pub(in crate::render) fn with_teams_below(planned: f64, own: f64) -> &'static str {
    if planned > own { " and its teams" } else { "" }
}

/// All indicators, in order.
pub(in crate::render) fn figures(view: &AlignView) -> Vec<IndicatorRow> {
    let it = &view.indicators;
    let mut table = IndicatorRows { view, lines: Vec::new() };
    let reached = |share: &ShareView| format!("{} of {}", share.of - share.missing.len(), share.of);
    let reach = ShareView { value: it.reach.value, of: it.reach.of, missing: it.reach.missing.clone() };
    table.share("reach", "reach", reach.value, format!("{} have a path to the mission", reached(&reach)));
    let mut levels: Vec<_> = it.reach.levels.iter().filter(|(_, share)| !share.missing.is_empty()).collect();
    // Levels on which every goal reaches the mission need no row; the worst level comes first.
    levels.sort_by(|a, b| a.1.value.unwrap_or(1.0).total_cmp(&b.1.value.unwrap_or(1.0)).then(a.0.cmp(b.0)));
    for (level, share) in levels {
        table.part("reach", level, share.value.map(tight_percent), reached(share));
    }
    let linked = &it.linked_individuals;
    let says = match linked.of {
        0 => "no goals of the lowest level".to_owned(),
        _ => format!("{} of the lowest level support one a level up", reached(linked)),
    };
    table.share("linked individuals", "linked_individuals", linked.value, says);
    let says = match it.support.of {
        0 => "no objectives that need support from a lower level".to_owned(),
        _ => format!("{} objectives above the two lowest levels have supporting goals", reached(&it.support)),
    };
    table.share("support", "support", it.support.value, says);
    if it.coverage.of > 0 {
        let says = format!("{} strategic goals are measured by half or more", reached(&it.coverage));
        table.share("coverage", "coverage", it.coverage.value, says);
    }
    let crossing = &it.collaboration;
    let says = match crossing.of {
        0 => "no goals that belong to a department".to_owned(),
        _ => format!("{} of {} link to another department", crossing.across.len(), crossing.of),
    };
    table.share("collaboration", "collaboration", crossing.value, says);
    if crossing.of > 0 {
        let says = format!("{} involve two or more departments", reached(&crossing.worked));
        table.part_of("worked_across", "in work", crossing.worked.value.map(tight_percent), says);
    }
    let off = view.statistics == Statistics::Off;
    let no_history = |withheld: bool, known: bool| {
        if withheld {
            "one person's goals: `people.statistics` is team".to_owned()
        } else if off {
            "`people.statistics` is off".to_owned()
        } else if known {
            "no data yet".to_owned()
        } else {
            "needs git and org.yaml".to_owned()
        }
    };
    let part = &it.participation;
    let says = match part.value {
        None => no_history(part.withheld, it.direction.is_some() && part.of == 0 && !part.unknown.is_empty()),
        Some(_) => {
            format!("{} of {} set with the owner's part", part.of - part.missing.len(), count_of(part.of, "goal"))
        }
    };
    table.share("participation", "participation", part.value, says);
    direction(view, &mut table);
    let says = match it.discipline.value {
        None => no_history(it.discipline.withheld, it.direction.is_some()),
        Some(_) => format!("{} of {} check-ins made", it.discipline.made, it.discipline.due),
    };
    table.share("discipline", "discipline", it.discipline.value, says);
    understanding(view, &mut table);
    balance(view, &mut table);
    if let Some(work) = &it.work {
        let says = format!(
            "{} of {} are named by commits ({} of {})",
            work.of - work.missing.len(),
            work.of,
            work.naming,
            work.commits
        );
        table.share("work", "work", work.value, says);
    }
    table.lines
}

fn direction(view: &AlignView, table: &mut IndicatorRows<'_>) {
    let Some(direction) = &view.indicators.direction else {
        return table.line("direction", String::new(), None, "needs git".to_owned());
    };
    let known = direction.top_down + direction.bottom_up + direction.together;
    let says = match known {
        0 if direction.links.is_empty() => "no links between goals yet".to_owned(),
        0 => "history does not show which goal of a link came first".to_owned(),
        _ => format!(
            "links: {} top-down · {} bottom-up · {} together",
            direction.top_down, direction.bottom_up, direction.together
        ),
    };
    table.line("direction", String::new(), None, says);
}

fn understanding(view: &AlignView, table: &mut IndicatorRows<'_>) {
    let understanding = &view.indicators.understanding;
    let withheld = match understanding.withheld.len() {
        0 => String::new(),
        count => format!("; {} with fewer than 5 answers withheld", count_of(count, "survey")),
    };
    let Some(value) = understanding.value else {
        let says = format!("no survey with enough answers{withheld}");
        return table.line("understanding", String::new(), table.change("understanding", None, one_digit), says);
    };
    let says = format!("of 5, from {}{withheld}", count_of(understanding.respondents as usize, "answer"));
    table.line("understanding", one_digit(value), table.change("understanding", None, one_digit), says);
}

fn balance(view: &AlignView, table: &mut IndicatorRows<'_>) {
    let balance = &view.indicators.balance;
    let list = |portions: Vec<(&str, &PortionView)>, none: &PortionView| {
        let mut parts: Vec<String> = portions.iter().map(|(name, it)| portion(name, it)).collect();
        if none.goals > 0 {
            parts.push(portion("not stated", none));
        }
        parts.join(" · ")
    };
    let stated = balance.perspectives.values().any(|it| it.goals > 0);
    let says = if stated {
        let words = crate::model::Perspective::WORDS.iter();
        let portions = words.filter_map(|(word, _)| Some((*word, balance.perspectives.get(*word)?))).collect();
        list(portions, &balance.no_perspective)
    } else {
        "no objective states a perspective".to_owned()
    };
    table.line("balance", String::new(), None, says);
    if balance.areas.values().any(|it| it.goals > 0) {
        let areas = balance.areas.iter().map(|(name, it)| (name.as_str(), it)).collect();
        let says = list(areas, &balance.no_area);
        table.lines.push(IndicatorRow {
            name: "areas".to_owned(),
            part: true,
            value: String::new(),
            change: None,
            says,
        });
    }
}

fn portion(name: &str, it: &PortionView) -> String {
    if it.effort > 0.0 { format!("{name} {} ({})", it.goals, weeks(it.effort)) } else { format!("{name} {}", it.goals) }
}

/// Formats person-weeks with one decimal.
pub(in crate::render) fn weeks(weeks: f64) -> String {
    format!("{} pw", one_digit(weeks))
}

/// Formats a number with one decimal, or none if it is whole.
pub(in crate::render) fn one_digit(number: f64) -> String {
    rounded((number * 10.0).round() / 10.0, 1).0
}

/// The rows of the table, under construction.
struct IndicatorRows<'v> {
    view: &'v AlignView,
    lines: Vec<IndicatorRow>,
}

impl IndicatorRows<'_> {
    fn share(&mut self, name: &str, indicator: &str, value: Option<f64>, says: String) {
        let change = self.change_in_points(indicator, None);
        self.line(name, share_cell(value), change, says);
    }

    fn part(&mut self, indicator: &str, of: &str, value: Option<String>, says: String) {
        let change = self.change_in_points(indicator, Some(of));
        let value = value.unwrap_or_else(|| "–".to_owned());
        self.lines.push(IndicatorRow { name: of.to_owned(), part: true, value, change, says });
    }

    fn part_of(&mut self, indicator: &str, name: &str, value: Option<String>, says: String) {
        let change = self.change_in_points(indicator, None);
        let value = value.unwrap_or_else(|| "–".to_owned());
        self.lines.push(IndicatorRow { name: name.to_owned(), part: true, value, change, says });
    }

    fn line(&mut self, name: &str, value: String, change: Option<String>, says: String) {
        self.lines.push(IndicatorRow { name: name.to_owned(), part: false, value, change, says });
    }

    /// The change of a share, between the whole percentages that are shown then and now.
    fn change_in_points(&self, indicator: &str, of: Option<&str>) -> Option<String> {
        self.view.comparison.as_ref()?;
        let both = self.found(indicator, of).and_then(|it| it.before.zip(it.after));
        let change = both.map(|(before, after)| points(after) - points(before));
        Some(change.map_or_else(String::new, |change| signed(change, |size| format!("{size:.0}"))))
    }

    /// The change of a number; blank if one of the two is unknown, none without a comparison.
    fn change(&self, indicator: &str, of: Option<&str>, say: impl Fn(f64) -> String) -> Option<String> {
        self.view.comparison.as_ref()?;
        let change = self.found(indicator, of).and_then(|it| it.change);
        Some(change.map_or_else(String::new, |change| signed(change, say)))
    }

    /// What is known of a number's change.
    fn found(&self, indicator: &str, of: Option<&str>) -> Option<&IndicatorChange> {
        let comparison = self.view.comparison.as_ref()?;
        let is_it = |it: &&IndicatorChange| it.indicator == indicator && it.of.as_deref() == of;
        comparison.changes.iter().find(is_it)
    }
}

/// Formats a change with its sign; `same` if it rounds to zero.
pub(in crate::render) fn signed(change: f64, say: impl Fn(f64) -> String) -> String {
    let size = say(change.abs());
    let nothing = size.chars().all(|it| !it.is_ascii_digit() || it == '0');
    match change {
        _ if nothing => "same".to_owned(),
        change if change > 0.0 => format!("+{size}"),
        _ => format!("−{size}"),
    }
}

//! The forecast of a goal, as a person would work it out on paper.

use super::super::clean::clean;
use super::super::table::{Align, Cell, Table};
use super::sheet::{Sheet, number, operand, result};
use crate::analysis::text::percent;
use crate::model::{count_of, exact};
use crate::view::explanation::{CourseSums, ForecastExplained, ForecastHow, PartForecastView};
use crate::view::forecast::{BasisView, ForecastView, chance};

/// The forecast of a goal.
pub(super) fn forecast(sheet: &mut Sheet<'_>, view: &ForecastExplained) {
    let value = &view.value;
    sheet.figure("forecast", &clean(&value.words));
    match &view.how {
        ForecastHow::Parts { parts, .. } => {
            of_parts(sheet, parts, &view.how, value);
        }
        how => of_measure(sheet, how, &ends_of(value), value.is_over),
    }
    chances(sheet, view);
}

/// The forecast of a goal with a measure of its own.
fn of_measure(sheet: &mut Sheet<'_>, how: &ForecastHow, ends: &[f64; 5], is_over: bool) {
    match how {
        ForecastHow::Course(course) => of_course(sheet, course, ends, is_over),
        ForecastHow::Keep { inside, days, left, is_inside, of_days_left } => {
            let stands = if *is_inside { "inside" } else { "outside" };
            sheet.line(&format!(
                "end = (inside + share × left) / (days + left) = ({inside} + share × {left}) / ({days} + {left}); the last \
                 value lies {stands} the bounds"
            ));
            let table = quantile_table(&[("share", of_days_left), ("end", ends)]);
            sheet.table(&table);
        }
        ForecastHow::Parts { .. } => {}
    }
}

/// The forecast by the course of a goal's own measure.
fn of_course(sheet: &mut Sheet<'_>, view: &CourseSums, ends: &[f64; 5], is_over: bool) {
    let (t, u, r) = (view.gone, view.last, view.left);
    sheet.line(&format!(
        "u = {} progress, t = {} of the time over, r = {} left, at the last check-in",
        number(u),
        number(t),
        number(if is_over { 0.0 } else { r })
    ));
    if let Some(day) = view.restarted {
        let from = format!(
            "t and r count from {day}, when the baseline or the metric changed, at progress {}",
            number(view.anchor)
        );
        sheet.line(&from);
    }
    if view.ignored > 0 {
        sheet.line(&format!("{} ignored: far off, and back at the next check-in", count_of(view.ignored, "outlier")));
    }
    if is_over {
        sheet.line("no time is left: it ends where it stands");
        return;
    }
    own_pace(sheet, view);
    let (share, most) = (exact(view.prior_share), exact(view.most_open));
    sheet.line(&format!("prior pace = {share} × open way (0 to {most}) {}", result(view.prior)));
    sheet.line(&format!(
        "expected pace = (pace × trust + prior × {p}) / (trust + {p}) = ({} × {} + {} × {p}) / ({} + {p}) {}",
        number(view.pace),
        operand(view.trust),
        operand(view.prior),
        number(view.trust),
        result(view.drift),
        p = exact(view.prior_trust),
    ));
    sheet.line(&format!(
        "expected end = u + expected pace × r = {} + {} × {} {}",
        number(u),
        operand(view.drift),
        number(r),
        result(view.expected)
    ));
    let freedom = if view.steps.is_empty() {
        exact(view.prior_steps)
    } else {
        format!("steps - 1 + {} = {}", exact(view.prior_steps), exact(view.degrees))
    };
    sheet.line(&format!("degrees of freedom f of the noise = {freedom}: the fewer, the wider the spread"));
    sheet.line(&format!(
        "spread = √((noise × r + r² / (trust + {p})) × f / (f - 2)) = √(({} × {} + {}² / ({} + {p})) × {f} / ({f} - 2)) {}",
        number(view.noise),
        number(r),
        number(r),
        number(view.trust),
        result(view.spread),
        p = exact(view.prior_trust),
        f = exact(view.degrees),
    ));
    let whose = match view.own_misses {
        Some(goals) => format!("the misses of {} of your own", count_of(goals, "closed goal")),
        None => "the shipped constants: too few of your own goals are closed".to_owned(),
    };
    sheet.line(&format!("end = expected end + z × spread; z are {whose}"));
    if let Some(floor) = view.floor {
        sheet.line(&format!("not below {}, because it only went up", number(floor)));
    }
    let mut columns: Vec<(&'static str, &[f64; 5])> = vec![("z", &view.z), ("end", &view.ends)];
    if view.bounded {
        sheet.line("within bounds: the nearest end that its measure can have");
        columns.push(("within bounds", ends));
    }
    let table = quantile_table(&columns);
    sheet.table(&table);
}

/// The pace of the course itself, and how far it is to be trusted.
fn own_pace(sheet: &mut Sheet<'_>, view: &CourseSums) {
    let (n, sd) = (exact(view.prior_steps), exact(view.prior_noise));
    if view.steps.is_empty() {
        sheet.line(&format!("nothing is known of its own pace: trust = 0, noise = {sd}² {}", result(view.noise)));
        return;
    }
    let table = step_table(view);
    sheet.table(&table);
    let way = if view.anchor == 0.0 { "u".to_owned() } else { format!("(u - {})", operand(view.anchor)) };
    sheet.line(&format!(
        "overall pace = {way} / t {}; recent pace = Σ weight × way / Σ weight × time {}",
        result(view.overall),
        result(view.recent)
    ));
    sheet.line(&format!("pace = ({} + {}) / 2 {}", number(view.overall), operand(view.recent), result(view.pace)));
    sheet.line(&format!(
        "noise = (Σ scatter + {n} × {sd}²) / (steps - 1 + {n}) = ({} + {n} × {sd}²) / ({} + {n}) {}",
        number(view.scatter),
        view.steps.len() - 1,
        result(view.noise),
    ));
    sheet.line(&format!("trust = t / noise {}", result(view.trust)));
}

/// The quantiles of a forecast.
fn ends_of(value: &ForecastView) -> [f64; 5] {
    [value.low, value.lower_quartile, value.median, value.upper_quartile, value.high]
}

/// The forecast of an objective by its parts.
fn of_parts(sheet: &mut Sheet<'_>, parts: &[PartForecastView], how: &ForecastHow, value: &ForecastView) {
    let ForecastHow::Parts { correlation, mean, narrowing, narrowed, all_reach, of_mean, .. } = how else { return };
    for part in parts {
        derived_part(sheet, part, value.is_over);
    }
    let columns = [
        ("part", Align::Left),
        ("weight", Align::Right),
        ("10 %", Align::Right),
        ("25 %", Align::Right),
        ("50 %", Align::Right),
        ("75 %", Align::Right),
        ("90 %", Align::Right),
    ];
    let mut table = Table::new(columns);
    for part in parts {
        let quantiles = [part.low, part.lower_quartile, part.median, part.upper_quartile, part.high];
        let numbers = quantiles.map(|it| Cell::new(number(it)));
        let cells = [Cell::new(&part.id), Cell::new(exact(part.weight))].into_iter().chain(numbers);
        table.row(cells);
    }
    sheet.table(&table);
    let [low, middle, high] = of_mean.map(exact);
    sheet.line(&format!(
        "mean = Σ weight × ({low} × 10 % + {middle} × 50 % + {high} × 90 %) / Σ weight {}",
        result(*mean)
    ));
    let c = exact(*correlation);
    sheet.line(&format!("their misses correlate by {c}, so the interval is narrower than the mean of theirs:"));
    sheet.line(&format!(
        "factor = √((1 - {c}) × Σ (weight × width)² + {c} × (Σ weight × width)²) / Σ weight × width {}",
        result(*narrowing)
    ));
    let listed = |ends: &[f64; 5]| ends.map(number).join(", ");
    sheet.line(&format!(
        "end = mean + factor × (Σ weight × quantile / Σ weight - mean): {} at 10, 25, 50, 75 and 90 %",
        listed(narrowed)
    ));
    let ends = ends_of(value);
    if ends.iter().zip(narrowed).any(|(end, narrowed)| end.total_cmp(narrowed).is_ne()) {
        sheet.line(&format!(
            "an end is 1 where all parts reach 1 at least as often, with a chance of {}: {}",
            number(*all_reach),
            listed(&ends)
        ));
    }
}

/// How the forecast of a part was computed that no goal explains as its own.
fn derived_part(sheet: &mut Sheet<'_>, part: &PartForecastView, is_over: bool) {
    let Some(how) = part.how.as_deref() else { return };
    let id = clean(&part.id);
    sheet.line(&match part.from.as_str() {
        "standing" => format!("{id}, of whose pace nothing is known, from where it stands:"),
        _ => format!("{id}, from its check-ins until this goal's end, which make no forecast of its own:"),
    });
    let ends = [part.low, part.lower_quartile, part.median, part.upper_quartile, part.high];
    of_measure(sheet, how, &ends, is_over);
}

/// The probability by the numbers, and with the stated confidence.
fn chances(sheet: &mut Sheet<'_>, view: &ForecastExplained) {
    let value = &view.value;
    let by_numbers = number(value.by_numbers);
    let bar = exact(value.bar);
    match &view.how {
        ForecastHow::Parts { parts, correlation, .. } if value.bar >= 1.0 => {
            let columns = [("part", Align::Left), ("reaches 1", Align::Right), ("with confidence", Align::Right)];
            let mut table = Table::new(columns);
            for part in parts {
                let numbers = [part.by_numbers, part.probability].map(|it| Cell::new(number(it)));
                table.row(std::iter::once(Cell::new(&part.id)).chain(numbers));
            }
            sheet.table(&table);
            let c = exact(*correlation);
            sheet.line(&format!("all parts reach 1 = (Π reaches 1)^(1 - {c}) × (least of them)^{c} = {by_numbers}"));
            if chance(value.probability) != chance(value.by_numbers) {
                sheet.line(&format!("the same with confidence {}", result(value.probability)));
            }
        }
        _ if value.is_over => {
            let reached = if value.by_numbers < 1.0 { "below" } else { "at or above" };
            sheet.line(&format!("{reached} {bar}: the chance is {by_numbers}"));
        }
        how => {
            let ends = match how {
                ForecastHow::Course(course) => course.ends,
                _ => ends_of(value),
            };
            let before =
                if matches!(how, ForecastHow::Course(course) if course.bounded) { " before bounds" } else { "" };
            sheet.line(&format!("at or above {bar} = {by_numbers}, {}{before}", reading(value.bar, &ends, view.far)));
        }
    }
    let weights = value.weight_of_numbers.zip(view.weight_of_confidence);
    if let Some((stated, (p, rest))) = value.confidence.zip(weights) {
        sheet.line(&format!(
            "with confidence, p of the period over = p × numbers + (1 - p) × confidence = {} × {by_numbers} + {} × {} {}",
            number(p),
            number(rest),
            exact(stated),
            result(value.probability)
        ));
    }
    let check_ins = count_of(value.observations, "check-in");
    let basis = match value.basis {
        BasisView::OwnClosedGoals => "the interval comes from your own closed goals",
        BasisView::Shipped => "the interval comes from shipped constants",
    };
    sheet.line(&format!("from {check_ins}; {basis}"));
}

/// How the probability of a level is read from the ends.
fn reading(level: f64, ends: &[f64; 5], far: f64) -> String {
    let [low, .., high] = *ends;
    let half = (high - low) / 2.0;
    let (side, share) = if level <= low { ("below", 1.0 - far) } else { ("above", far) };
    if low < level && level <= high {
        return "on a line between the ends".to_owned();
    }
    if level < low - half || level > high + half {
        let by = "by more than half of the interval's width";
        return format!("{} where it lies {side} all ends {by}", percent(share));
    }
    format!("that of the nearest of the ends, because it lies {side} all of them")
}

fn step_table(view: &CourseSums) -> Table {
    let names = ["at", "time", "way", "weight", "scatter"];
    let mut table = Table::new(names.map(|name| (name, Align::Right)));
    for it in &view.steps {
        table.row([it.at, it.time, it.way, it.weight, it.scatter].map(|it| Cell::new(number(it))));
    }
    table
}

fn quantile_table(columns: &[(&'static str, &[f64; 5])]) -> Table {
    let names = std::iter::once("quantile").chain(columns.iter().map(|(name, _)| *name));
    let mut table = Table::new(names.map(|name| (name, Align::Right)));
    for (at, share) in ["10 %", "25 %", "50 %", "75 %", "90 %"].into_iter().enumerate() {
        let numbers = columns.iter().map(|(_, values)| number(values[at]));
        table.row(std::iter::once(share.to_owned()).chain(numbers).map(Cell::new));
    }
    table
}

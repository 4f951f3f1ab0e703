//! The forecast of a goal, as a person would work it out on paper.

use super::super::clean::clean;
use super::super::table::{Align, Cell, Table};
use super::sheet::{Sheet, number, operand, result};
use crate::model::{count_of, exact};
use crate::view::explanation::{CourseSums, ForecastExplained, ForecastHow, PartForecastView};
use crate::view::forecast::{BasisView, ForecastView, chance};

/// The forecast of a goal.
pub(super) fn forecast(sheet: &mut Sheet<'_>, view: &ForecastExplained) {
    let value = &view.value;
    sheet.figure("forecast", &clean(&value.words));
    match &view.how {
        ForecastHow::Course(course) => of_course(sheet, course, value),
        ForecastHow::Keep { inside, days, left, is_inside, of_days_left } => {
            let stands = if *is_inside { "inside" } else { "outside" };
            sheet.line(&format!(
                "end = (inside + share × left) / (days + left) = ({inside} + share × {left}) / ({days} + {left}); the last \
                 value lies {stands} the bounds"
            ));
            let table = quantile_table("share", of_days_left, value);
            sheet.table(&table);
        }
        ForecastHow::Parts { parts, correlation, mean, narrowing } => {
            of_parts(sheet, parts, value, (*correlation, *mean, *narrowing));
        }
    }
    chances(sheet, view);
}

/// The forecast by the course of a goal's own measure.
fn of_course(sheet: &mut Sheet<'_>, view: &CourseSums, value: &ForecastView) {
    let (t, u, r) = (view.gone, view.last, view.left);
    sheet.line(&format!(
        "u = {} progress, t = {} of the time over, r = {} left, at the last check-in",
        number(u),
        number(t),
        number(r)
    ));
    if let Some(day) = view.restarted {
        let from =
            format!("time counts from {day}, when the baseline or the metric changed, at {}", number(view.anchor));
        sheet.line(&from);
    }
    if view.ignored > 0 {
        let left = count_of(view.ignored, "value");
        sheet.line(&format!(
            "{left} left and returned at once, and {} not counted",
            if view.ignored == 1 { "is" } else { "are" }
        ));
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
    let steps = view.steps.len();
    sheet.line(&format!(
        "noise = (Σ scatter + {n} × {sd}²) / (steps - 1 + {n}) = ({} + {n} × {sd}²) / ({} + {n}) {}",
        number(view.scatter),
        steps.saturating_sub(1),
        result(view.noise),
        n = exact(view.prior_steps),
        sd = exact(view.prior_noise),
    ));
    sheet.line(&format!("trust = t / noise {}", result(view.trust)));
    sheet.line(&format!("prior pace = 0.5 × open way (0 to 1.5) {}", result(view.prior)));
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
    sheet.line(&format!(
        "spread = √(noise × r + r² / (trust + {p})) = √({} × {} + {}² / ({} + {p})) {}",
        number(view.noise),
        number(r),
        number(r),
        number(view.trust),
        result(view.spread),
        p = exact(view.prior_trust),
    ));
    let whose = match view.own_misses {
        Some(goals) => format!("the misses of {} of your own", count_of(goals, "closed goal")),
        None => "the shipped constants: too few of your own goals are closed".to_owned(),
    };
    sheet.line(&format!("end = expected end + z × spread; z are {whose}"));
    if let Some(floor) = view.floor {
        sheet.line(&format!("not below {}, because it only went up", number(floor)));
    }
    if view.bounded {
        sheet.line("what its measure cannot have is the nearest that it can");
    }
    let table = quantile_table("z", &view.z, value);
    sheet.table(&table);
}

/// The forecast of an objective by its parts.
fn of_parts(
    sheet: &mut Sheet<'_>,
    parts: &[PartForecastView],
    value: &ForecastView,
    (correlation, mean, narrowing): (f64, f64, f64),
) {
    let columns = [
        ("part", Align::Left),
        ("weight", Align::Right),
        ("10 %", Align::Right),
        ("median", Align::Right),
        ("90 %", Align::Right),
        ("reaches", Align::Right),
        ("with confidence", Align::Right),
    ];
    let mut table = Table::new(columns);
    for part in parts {
        let numbers = [part.low, part.median, part.high, part.by_numbers, part.probability];
        let numbers = numbers.map(|it| Cell::new(number(it)));
        let cells = [Cell::new(&part.id), Cell::new(exact(part.weight))].into_iter().chain(numbers);
        table.row(cells);
    }
    sheet.table(&table);
    sheet.line(&format!("mean = Σ weight × (0.3 × low + 0.4 × median + 0.3 × high) / Σ weight {}", result(mean)));
    let c = exact(correlation);
    sheet.line(&format!("their misses correlate by {c}, so the interval is narrower than the mean of theirs:"));
    sheet.line(&format!(
        "factor = √((1 - {c}) × Σ (weight × width)² + {c} × (Σ weight × width)²) / Σ weight × width {}",
        result(narrowing)
    ));
    sheet.line(&format!(
        "end = mean + factor × (Σ weight × quantile / Σ weight - mean): {}, {}, {} at 10, 50 and 90 %",
        number(value.low),
        number(value.median),
        number(value.high)
    ));
}

/// The probability by the numbers, and with the stated confidence.
fn chances(sheet: &mut Sheet<'_>, view: &ForecastExplained) {
    let value = &view.value;
    let by_numbers = number(value.by_numbers);
    let bar = exact(value.bar);
    match &view.how {
        ForecastHow::Parts { correlation, .. } if value.bar >= 1.0 => {
            let c = exact(*correlation);
            sheet.line(&format!("all parts reach 1 = (Π reaches)^(1 - {c}) × (least of them)^{c} = {by_numbers}"));
            if chance(value.probability) != chance(value.by_numbers) {
                sheet.line(&format!("with the stated confidence of the parts {}", result(value.probability)));
            }
        }
        _ => sheet.line(&format!(
            "the share at or above {bar}, on a line between the quantiles (2 % or 98 % far outside) = {by_numbers}"
        )),
    }
    if let Some(stated) = value.confidence {
        let t = value.weight_of_numbers;
        sheet.line(&format!(
            "with confidence = t × numbers + (1 - t) × confidence = {} × {by_numbers} + {} × {} {}",
            number(t),
            number(1.0 - t),
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

fn step_table(view: &CourseSums) -> Table {
    let names = ["at", "time", "way", "weight", "scatter"];
    let mut table = Table::new(names.map(|name| (name, Align::Right)));
    for it in &view.steps {
        table.row([it.at, it.time, it.way, it.weight, it.scatter].map(|it| Cell::new(number(it))));
    }
    table
}

fn quantile_table(name: &'static str, by: &[f64; 5], value: &ForecastView) -> Table {
    let mut table = Table::new([("quantile", Align::Right), (name, Align::Right), ("end", Align::Right)]);
    let ends = [value.low, value.lower_quartile, value.median, value.upper_quartile, value.high];
    for ((share, by), end) in ["10 %", "25 %", "50 %", "75 %", "90 %"].into_iter().zip(by).zip(ends) {
        table.row([Cell::new(share), Cell::new(number(*by)), Cell::new(number(end))]);
    }
    table
}

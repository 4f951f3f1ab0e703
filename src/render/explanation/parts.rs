//! The progress of an objective as a table: each part's weight, progress and product, their sums, and the parts that do
//! not count.

use super::super::clean::clean;
use super::super::table::{Align, Cell, CellTone, Table};
use super::sheet::{Sheet, number, result};
use crate::model::{count_of, exact};
use crate::view::explanation::{PartsView, PlaceView};
use crate::view::standing::CountedView;

/// The progress of an objective.
pub(super) fn progress(
    sheet: &mut Sheet<'_>,
    value: Option<f64>,
    of: &str,
    of_place: Option<&PlaceView>,
    view: &PartsView,
) {
    let (noun, default) = match of {
        "key_results" => ("key result", "the default with key results"),
        _ => ("supporting goal", "the default without key results"),
    };
    let origin = of_place.map_or_else(|| default.to_owned(), |place| format!("`rollup: {of}`, {}", sheet.place(place)));
    let count = count_of(view.parts.len(), noun);
    sheet.figure("progress", &format!("Σ weight × progress / Σ weight, over {count} ({origin})"));
    match value {
        Some(value) => sheet.line(&format!("= {} / {} {}", number(view.sum), number(view.weights), result(value))),
        None if view.parts.is_empty() => sheet.line("none: no part counts"),
        None => sheet.line("none: the weights add up to 0"),
    }
    table(sheet, view, noun, true);
}

/// The parts, their sums, the places of weights, the parts that do not count, and the part that is furthest behind.
pub(super) fn table(sheet: &mut Sheet<'_>, view: &PartsView, noun: &str, expected: bool) {
    if !view.parts.is_empty() {
        let table = parts(view, noun, expected);
        sheet.table(&table);
    }
    let written: Vec<String> = view
        .parts
        .iter()
        .filter_map(|part| Some((part, part.weight.place.as_ref()?)))
        .map(|(part, place)| format!("{} of {} in {}", exact(part.weight.value), clean(&part.id), sheet.place(place)))
        .collect();
    let rest = match (written.is_empty(), written.len() == view.parts.len()) {
        (true, true) => String::new(),
        (true, false) => "1 by default".to_owned(),
        (false, true) => written.join(", "),
        (false, false) => format!("{}; else 1 by default", written.join(", ")),
    };
    if !rest.is_empty() {
        sheet.line(&format!("weights: {rest}"));
    }
    if view.parts.iter().any(|part| part.progress.is_none()) {
        sheet.line("unknown progress counts as 0 once the period has started");
    }
    for part in &view.parts {
        if let Some(place) = &part.unreadable_weight {
            let (id, place) = (clean(&part.id), sheet.place(place));
            sheet.line(&format!("the weight of {id} cannot be read ({place}) and counts as 1"));
        }
    }
    for (part, path) in view.parts.iter().filter_map(|part| Some((part, part.unreadable.as_deref()?))) {
        let what = match (&part.unreadable_field, &part.unreadable_place) {
            (Some(field), Some(place)) => {
                format!("{} of {} cannot be read ({})", clean(field), clean(&part.id), sheet.place(place))
            }
            _ => format!("{} cannot be read", sheet.path(path)),
        };
        sheet.line(&format!("{what}: see goalpost check"));
    }
    if let Some(weakest) = view.weakest.as_deref().filter(|_| expected) {
        sheet.line(&format!("furthest behind its plan: {}", clean(weakest)));
    }
    if expected && view.counted.measured < view.counted.of {
        let CountedView { measured, of } = view.counted;
        sheet.line(&format!("coverage {}: {measured} of {of} measured", number(view.coverage)));
    }
    for part in &view.left_out {
        let place = part.place.as_ref().map(|place| format!(", {}", sheet.place(place))).unwrap_or_default();
        sheet.line(&format!("left out: {} ({}{place})", clean(&part.id), clean(&part.reason)));
    }
}

fn parts(view: &PartsView, noun: &str, expected: bool) -> Table {
    let right = Align::Right;
    let mut columns = vec![(noun, Align::Left), ("weight", right), ("progress", right), ("weight ×\nprogress", right)];
    if expected {
        columns.extend([("expected", right), ("weight ×\nexpected", right)]);
    }
    let mut table = Table::new(columns);
    for part in &view.parts {
        let weight = part.weight.value;
        let mut cells = vec![
            Cell::new(&part.id),
            Cell::new(exact(weight)),
            Cell::new(part.progress.map_or_else(|| "unknown".to_owned(), number)),
            Cell::new(number(part.weighted_progress)),
        ];
        if expected {
            cells.push(Cell::new(part.expected.map_or_else(|| "no plan".to_owned(), number)));
            cells.push(Cell::new(part.weighted_expected.map_or_else(|| "–".to_owned(), number)));
        }
        table.row(cells);
    }
    let bold = |text: String| Cell::toned(text, CellTone::Bold);
    let mut sums = vec![bold("Σ".to_owned()), bold(number(view.weights)), Cell::new(""), bold(number(view.sum))];
    if expected {
        sums.extend([Cell::new(""), bold(number(view.expected_sum))]);
    }
    table.row(sums);
    table
}

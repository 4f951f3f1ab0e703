//! The order of day and month that a table shows.

use super::columns::plain;
use super::map::ColumnMap;
use crate::model::{DayOrder, read_cell_day};
use crate::syntax::TableRow;

/// The order of day and month that a table shows: what every one of its days says that can be read in one order alone, whatever
/// its column. `12/31/2026` says of `10/01/2026` in another that it is the first of October.
pub(super) fn order_of_days(heads: &[String], rows: &[TableRow], map: &ColumnMap) -> Option<DayOrder> {
    let is_day = |head: &String| map.column(&plain(head)).is_some_and(|column| DAYS.contains(&column));
    let columns: Vec<usize> = (0..heads.len()).filter(|at| is_day(&heads[*at])).collect();
    let cells = rows.iter().filter_map(|row| row.cells.as_ref().ok());
    let cells = cells.flat_map(|cells| columns.iter().filter_map(|at| cells.get(*at)));
    let mut shown = None;
    for cell in cells {
        let fits = |order| read_cell_day(cell, Some(order)).is_ok();
        let order = match (fits(DayOrder::DayFirst), fits(DayOrder::MonthFirst)) {
            (true, false) => DayOrder::DayFirst,
            (false, true) => DayOrder::MonthFirst,
            _ => continue,
        };
        // `31/Dec/26` begins or ends with the year: it says nothing of others.
        if read_cell_day(cell, None).is_err() {
            continue;
        }
        if shown.is_some_and(|known| known != order) {
            return None;
        }
        shown = Some(order);
    }
    shown
}

/// The columns with days.
const DAYS: [&str; 5] = ["start", "end", "deadline", "as_of", "closed"];

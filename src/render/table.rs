//! Tables in columns as terminal output. No other file uses comfy-table.

use comfy_table::{
    Attribute, CellAlignment, Color, ColumnConstraint, ContentArrangement, Table as Grid, TableStyle, Width,
};

use super::clean::clean;
use super::style::Style;

/// The alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    /// Left, for words.
    Left,
    /// Centered, for marks.
    Center,
    /// Right, for numbers.
    Right,
}

/// The emphasis of a cell. It repeats what the text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum CellTone {
    /// No emphasis.
    #[default]
    Plain,
    /// Dimmed.
    Dim,
    /// Bold.
    Bold,
    /// Good.
    Good,
    /// A warning.
    Warn,
    /// Bad.
    Bad,
}

/// A cell. Its text may come from a goal file.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    text: String,
    tone: CellTone,
}

/// The letters lam of Arabic. comfy-table counts one of them and an alef as one column, and terminals draw two: while it lays
/// out the cells, characters that join nothing stand for them.
const LAMS: [char; 8] = ['\u{644}', '\u{6b5}', '\u{6b6}', '\u{6b7}', '\u{6b8}', '\u{76a}', '\u{8a6}', '\u{8c7}'];
const STAND_INS: [char; 8] =
    ['\u{f0000}', '\u{f0001}', '\u{f0002}', '\u{f0003}', '\u{f0004}', '\u{f0005}', '\u{f0006}', '\u{f0007}'];

/// A text with some characters in place of others.
fn exchanged(text: &str, from: [char; 8], to: [char; 8]) -> String {
    text.chars().map(|c| from.iter().position(|it| *it == c).map_or(c, |at| to[at])).collect()
}

impl Cell {
    /// A plain cell.
    pub(super) fn new(text: impl AsRef<str>) -> Self {
        Self::toned(text, CellTone::Plain)
    }

    /// A cell with a colour.
    pub(super) fn toned(text: impl AsRef<str>, tone: CellTone) -> Self {
        Self { text: exchanged(&clean(text.as_ref()), LAMS, STAND_INS), tone }
    }
}

/// A table under construction.
#[derive(Debug)]
pub(super) struct Table {
    heads: Vec<Cell>,
    columns: Vec<(Align, Option<u16>)>,
    rows: Vec<Vec<Cell>>,
    gap: u16,
}

impl Table {
    /// Creates a table with a heading for each column.
    pub(super) fn new<'h>(columns: impl IntoIterator<Item = (&'h str, Align)>) -> Self {
        let mut table = Self { heads: Vec::new(), columns: Vec::new(), rows: Vec::new(), gap: 2 };
        for (head, align) in columns {
            // Headings are our own text and may have two lines.
            table.heads.push(Cell { text: head.to_owned(), tone: CellTone::Dim });
            table.columns.push((align, None));
        }
        table
    }

    /// Sets the space between columns.
    pub(super) fn gap(&mut self, gap: u16) {
        self.gap = gap;
    }

    /// Sets the width of a column, whatever its cells contain.
    pub(super) fn fix(&mut self, column: usize, width: usize) {
        if let Some((_, fixed)) = self.columns.get_mut(column) {
            *fixed = u16::try_from(width).ok();
        }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Formats the lines of the table with an indentation, within the style's width.
    pub(super) fn draw(&self, indent: usize, style: Style) -> String {
        let mut grid = Grid::new();
        grid.load_style(TableStyle::new()).force_no_tty().set_content_arrangement(ContentArrangement::Dynamic);
        grid.set_width(u16::try_from(style.width.saturating_sub(indent)).unwrap_or(u16::MAX));
        if style.color {
            grid.enforce_styling().style_text_only();
        }
        if self.heads.iter().any(|head| !head.text.is_empty()) {
            grid.set_header(self.heads.iter().map(to_grid_cell).collect::<Vec<_>>());
        }
        for row in &self.rows {
            grid.add_row(row.iter().map(to_grid_cell).collect::<Vec<_>>());
        }
        for (at, (align, fixed)) in self.columns.iter().enumerate() {
            let last = at + 1 == self.columns.len();
            let Some(column) = grid.column_mut(at) else { continue };
            let gap = if last { 0 } else { self.gap };
            column.set_padding((0, gap)).set_cell_alignment(match align {
                Align::Left => CellAlignment::Left,
                Align::Center => CellAlignment::Center,
                Align::Right => CellAlignment::Right,
            });
            if let Some(width) = fixed {
                column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width + gap)));
            }
        }
        let mut text = String::new();
        for line in grid.lines() {
            text.push_str(format!("{}{}", " ".repeat(indent), exchanged(&line, STAND_INS, LAMS)).trim_end());
            text.push('\n');
        }
        text
    }
}

fn to_grid_cell(cell: &Cell) -> comfy_table::Cell {
    let drawn = comfy_table::Cell::new(&cell.text);
    match cell.tone {
        CellTone::Plain => drawn,
        _ if cell.text.is_empty() => drawn,
        CellTone::Dim => drawn.add_attribute(Attribute::Dim),
        CellTone::Bold => drawn.add_attribute(Attribute::Bold),
        CellTone::Good => drawn.fg(Color::DarkGreen),
        CellTone::Warn => drawn.fg(Color::DarkYellow),
        CellTone::Bad => drawn.fg(Color::DarkRed),
    }
}

#[cfg(test)]
mod tests {
    use super::super::layout::width;
    use super::*;

    fn table() -> Table {
        let mut table = Table::new([("goal", Align::Left), ("weight", Align::Right), ("", Align::Center)]);
        table.row([Cell::new("日本語の題名 とても長い 👩‍👩‍👧‍👦 題名"), Cell::new("2"), Cell::toned("✓", CellTone::Good)]);
        table.row([Cell::new("a\u{1b}[31mb\nc"), Cell::new("10.5"), Cell::toned("✗", CellTone::Bad)]);
        table
    }

    #[test]
    fn a_table_keeps_to_its_width_and_asks_no_terminal_for_colour() {
        for width_asked in [24, 40, 80] {
            let plain = table().draw(2, Style { color: false, width: width_asked });
            assert!(plain.lines().all(|line| width(line) <= width_asked), "{plain}");
            assert!(!plain.contains('\u{1b}'), "{plain}");
        }
        assert!(table().draw(0, Style { color: true, width: 80 }).contains("\u{1b}["));
    }

    #[test]
    fn columns_line_up() {
        let text = table().draw(0, Style::default());
        let places: Vec<_> =
            text.lines().skip(1).filter_map(|line| line.find(['✓', '✗']).map(|at| width(&line[..at]))).collect();
        assert_eq!(places.len(), 2);
        assert_eq!(places[0], places[1], "{text}");
    }
}

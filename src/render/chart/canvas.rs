//! A grid of characters with colors.

use super::super::layout::width;
use super::super::style::Style;

/// The purpose of a character, which determines its color.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// The background: plan, bounds, the line of today.
    Dim,
    /// The values.
    Value,
    /// The last value.
    Last,
    /// A value outside its bounds.
    Bad,
}

/// A grid of characters by row, from 0 at the bottom, and column.
pub(super) struct Canvas {
    rows: Vec<Vec<(char, Ink)>>,
}

impl Canvas {
    /// Creates an empty canvas.
    pub(super) fn new(rows: usize, columns: usize) -> Self {
        Self { rows: vec![vec![(' ', Ink::Dim); columns]; rows] }
    }

    /// Draws a character. Positions outside are ignored.
    pub(super) fn put(&mut self, row: usize, column: usize, character: char, ink: Ink) {
        if let Some(cell) = self.rows.get_mut(row).and_then(|row| row.get_mut(column)) {
            *cell = (character, ink);
        }
    }

    /// Writes a text if each of its characters takes one column; other texts are ignored.
    pub(super) fn write(&mut self, row: usize, column: usize, text: &str, ink: Ink) {
        if width(text) == text.chars().count() {
            for (at, character) in text.chars().enumerate() {
                self.put(row, column + at, character, ink);
            }
        }
    }

    /// A row as text, without trailing blanks.
    pub(super) fn line(&self, row: usize, style: Style) -> String {
        let paint = |ink: Ink, text: &str| match ink {
            Ink::Dim => style.dim(text),
            Ink::Value => text.to_owned(),
            Ink::Last => style.bold(text),
            Ink::Bad => style.bad(text),
        };
        let mut line = String::new();
        let cells = self.rows.get(row).map_or(&[][..], Vec::as_slice);
        let used = cells.iter().rposition(|(character, _)| *character != ' ').map_or(0, |at| at + 1);
        for run in cells[..used].chunk_by(|(_, a), (_, b)| a == b) {
            let text: String = run.iter().map(|(character, _)| *character).collect();
            line.push_str(&paint(run[0].1, &text));
        }
        line
    }
}

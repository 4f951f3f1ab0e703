//! The page that explains a goal's numbers: figures with labels, formulas and tables of inputs.

use super::super::clean::clean;
use super::super::here::Here;
use super::super::layout::{cut, pad, width, wrap};
use super::super::number::rounded;
use super::super::style::Style;
use super::super::table::{Cell, CellTone, Table};
use crate::git::short_id;
use crate::model::exact;
use crate::view::explanation::{InputView, PlaceView};

/// The decimals of computed numbers; inputs have all of theirs.
const DIGITS: usize = 6;

/// The columns before a formula: two spaces, the figure's name, a space.
const LABEL: usize = 12;

/// The columns before a table.
const TABLE: usize = 4;

/// The most lines of titles and paths.
const MOST_LINES: usize = 3;

/// The widest formula in columns, for readability.
const WIDEST: usize = 110;

/// A page under construction.
pub(super) struct Sheet<'v> {
    own: &'v str,
    here: &'v Here,
    pub(super) style: Style,
    out: String,
    /// The places in other files from which the next table's rows come.
    notes: Vec<String>,
}

impl<'v> Sheet<'v> {
    /// Creates an empty page about a goal in a file.
    pub(super) fn new(own: &'v str, here: &'v Here, style: Style) -> Self {
        Self {
            own,
            here,
            style: Style { width: style.width.min(WIDEST), ..style },
            out: String::new(),
            notes: Vec::new(),
        }
    }

    /// The page's text.
    pub(super) fn text(self) -> String {
        self.out
    }

    /// A path relative to the current folder.
    pub(super) fn path(&self, path: &str) -> String {
        self.here.path(&clean(path))
    }

    /// A place: only the line if it is in the goal's own file.
    pub(super) fn place(&self, place: &PlaceView) -> String {
        if place.path == self.own {
            format!("line {}", place.line)
        } else {
            format!("{}:{}", self.path(&place.path), place.line)
        }
    }

    /// The place where an input is written, or that it is the default.
    pub(super) fn origin(&self, input: &InputView) -> String {
        match (&input.place, &input.commit) {
            (Some(place), _) => self.place(place),
            (None, Some(commit)) => format!("commit {}", short_id(commit)),
            (None, None) => "the default".to_owned(),
        }
    }

    /// Adds an indented text of a few lines.
    pub(super) fn wrapped(&mut self, indent: usize, text: &str, paint: impl Fn(&str) -> String) {
        let room = self.style.width.saturating_sub(indent).max(16);
        let mut lines = wrap(text, room);
        if lines.len() > MOST_LINES {
            let rest = lines.split_off(MOST_LINES - 1).join(" ");
            lines.push(cut(&rest, room));
        }
        for line in lines {
            self.out.push_str(&format!("{}{}\n", " ".repeat(indent), paint(&line)));
        }
    }

    /// Adds the first line of a figure: its name and value.
    pub(super) fn figure(&mut self, name: &str, what: &str) {
        self.out.push('\n');
        let room = self.style.width.saturating_sub(LABEL).max(16);
        for (at, line) in wrap(what, room).iter().enumerate() {
            let label = if at == 0 { self.style.bold(&pad(&format!("  {name}"), LABEL)) } else { " ".repeat(LABEL) };
            self.out.push_str(&format!("{label}{line}\n"));
        }
    }

    /// Adds a further line of a figure.
    pub(super) fn line(&mut self, text: &str) {
        let room = self.style.width.saturating_sub(LABEL + 2).max(16);
        for (at, line) in wrap(text, room).iter().enumerate() {
            let indent = if at == 0 { LABEL } else { LABEL + 2 };
            self.out.push_str(&format!("{}{line}\n", " ".repeat(indent)));
        }
    }

    /// A place for a table's cell: a line of the goal's own file. Other files are collected and listed below the table.
    pub(super) fn cell(&mut self, what: &str, place: Option<&PlaceView>) -> Cell {
        let Some(place) = place else { return Cell::new("") };
        if place.path == self.own {
            return Cell::toned(format!("line {}", place.line), CellTone::Dim);
        }
        let note = format!("{}: {}", clean(what), self.place(place));
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
        Cell::new("")
    }

    /// Adds the inputs of a figure: names, values and places, on a line of their own if they are long.
    pub(super) fn inputs(&mut self, rows: &[(&str, String, String)]) {
        let widest = |at: fn(&(&str, String, String)) -> usize| rows.iter().map(at).max().unwrap_or(0);
        let names = widest(|(name, ..)| width(name));
        let values = widest(|(_, value, _)| width(value)).min(36);
        let indent = TABLE + names + 2;
        let room = self.style.width.saturating_sub(indent).max(16);
        for (name, value, place) in rows {
            let name = format!("{}{}", " ".repeat(TABLE), pad(name, names + 2));
            if width(value) <= values && values + 2 + width(place) <= room {
                self.out.push_str(&format!("{name}{}  {}\n", pad(value, values), self.style.dim(place)));
                continue;
            }
            for (at, line) in wrap(value, room).iter().enumerate() {
                let label = if at == 0 { name.clone() } else { " ".repeat(indent) };
                self.out.push_str(&format!("{label}{line}\n"));
            }
            for line in wrap(place, room) {
                self.out.push_str(&format!("{}{}\n", " ".repeat(indent), self.style.dim(&line)));
            }
        }
    }

    /// Adds a table of the inputs of a figure.
    pub(super) fn table(&mut self, table: &Table) {
        self.out.push_str(&table.draw(TABLE, self.style));
        for note in std::mem::take(&mut self.notes) {
            for line in wrap(&note, self.style.width.saturating_sub(TABLE)) {
                self.out.push_str(&format!("{}{}\n", " ".repeat(TABLE), self.style.dim(&line)));
            }
        }
    }
}

/// A computed number.
pub(super) fn number(value: f64) -> String {
    rounded(value, DIGITS).0
}

/// A computed number as an operand of a formula: in parentheses if it is negative.
pub(super) fn operand(value: f64) -> String {
    let text = number(value);
    if value < 0.0 { format!("({text})") } else { text }
}

/// An input as an operand of a formula, with all its digits.
pub(super) fn input_operand(value: f64) -> String {
    let text = exact(value);
    if value < 0.0 { format!("({text})") } else { text }
}

/// A result: `= 0.5`, or `≈ 0.756757` if digits are omitted.
pub(super) fn result(value: f64) -> String {
    let (text, lost) = rounded(value, DIGITS);
    format!("{} {text}", if lost { "≈" } else { "=" })
}

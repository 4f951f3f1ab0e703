//! The style of human output: color as a second signal, and the line width.

use anstyle::{AnsiColor, Effects};

use crate::view::standing::PARTLY;

/// The style of human output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to use colors.
    pub color: bool,
    /// The maximum width of a line in columns.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, width: 80 }
    }
}

impl Style {
    fn paint(self, text: &str, style: anstyle::Style) -> String {
        if self.color && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// Dimmed.
    pub fn dim(self, text: &str) -> String {
        self.paint(text, anstyle::Style::new().effects(Effects::DIMMED))
    }

    /// Bold.
    pub fn bold(self, text: &str) -> String {
        self.paint(text, anstyle::Style::new().effects(Effects::BOLD))
    }

    /// Italic.
    pub fn italic(self, text: &str) -> String {
        self.paint(text, anstyle::Style::new().effects(Effects::ITALIC))
    }

    /// The color for something good.
    pub fn good(self, text: &str) -> String {
        self.paint(text, AnsiColor::Green.on_default())
    }

    /// The color for a warning.
    pub fn warn(self, text: &str) -> String {
        self.paint(text, AnsiColor::Yellow.on_default())
    }

    /// The color for something bad.
    pub fn bad(self, text: &str) -> String {
        self.paint(text, AnsiColor::Red.on_default())
    }

    /// The color of a health.
    pub fn health(self, health: &str, text: &str) -> String {
        match health {
            "on-track" | "achieved" | "achieved-early" => self.good(text),
            "at-risk" => self.warn(text),
            // Of an aspirational goal 0.4 and more is between good and bad.
            "missed" if text.starts_with(PARTLY) => self.warn(text),
            "off-track" | "missed" => self.bad(text),
            _ => self.dim(text),
        }
    }
}

/// A text without the sequences that color it, of which these are the only ones (ECMA-48, SGR).
pub(super) fn unpainted(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| plain + part.split_once('m').map_or(part, |(_, behind)| behind))
}

//! What is assumed of rows, or left out of them: a note for each reason, with the lines.

use std::collections::BTreeMap;

/// What is assumed of a row or left out of it, in the order of the notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RowNote {
    /// A row of no kind without a target.
    NoKind,
    /// A row of no kind with a target.
    Measured,
    /// A key result that is repeated in a row without a title.
    NoTitle,
    /// The share of the way where there is no metric.
    ProgressAsMetric,
    /// The share of the way as a fraction.
    ProgressOfOne,
    /// Numbers with a sign for percent and without a unit.
    PercentSign,
    /// Numbers with the sign of a currency and without a unit.
    MoneySign,
    /// A value without a day.
    NoDay,
    /// A grade up to 100.
    GradeInPercent,
    /// A grade of a goal that is open.
    OpenGrade,
    /// Progress of a goal that has no use for it.
    Progress,
    /// Numbers of a goal that has no metric.
    Numbers,
    /// A note without a day.
    UndatedNote,
    /// A row of a kind that the map skips.
    Skipped,
}

/// The most lines that a note names.
const MOST: usize = 8;

/// What was assumed or left out, with the lines.
#[derive(Debug, Default)]
pub(super) struct RowNotes(BTreeMap<RowNote, Vec<u64>>);

impl RowNotes {
    /// Adds a line, once.
    pub(super) fn add(&mut self, note: RowNote, line: u64) {
        let lines = self.0.entry(note).or_default();
        if lines.last() != Some(&line) {
            lines.push(line);
        }
    }

    /// The notes.
    pub(super) fn words(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(note, lines)| {
            let shown: Vec<String> = lines.iter().take(MOST).map(u64::to_string).collect();
            let more = if lines.len() > shown.len() { ", …" } else { "" };
            let noun = if lines.len() == 1 { "line" } else { "lines" };
            note.words(&format!("{noun} {}{more}", shown.join(", ")))
        })
    }
}

impl RowNote {
    fn words(self, on: &str) -> String {
        match self {
            Self::NoKind => format!("no `kind` on {on}: read as `objective`"),
            Self::Measured => format!("no `kind` on {on}: read as `key_result`, because there is a target"),
            Self::NoTitle => format!("key results without a title on {on}: titled by their number"),
            Self::ProgressAsMetric => format!("progress on {on}: read as the value of a metric from 0 to 100 %"),
            Self::ProgressOfOne => format!("progress on {on}: read as shares of 1, so that 0.45 is 45 %"),
            Self::PercentSign => format!("numbers with a percent sign on {on}: the unit is %"),
            Self::MoneySign => format!("numbers with the sign of a currency on {on}: it is the unit"),
            Self::NoDay => format!("values without a day (`as_of`) on {on}: they count from the day of their commit"),
            Self::GradeInPercent => format!("scores on {on}: read as percent, so that 70 is 0.7"),
            Self::OpenGrade => format!("the score of open goals on {on} left out: only closed goals have a grade"),
            Self::Progress => format!(
                "progress on {on} left out: it is computed from key results, or from the metric where there is one"
            ),
            Self::Numbers => format!(
                "numbers on {on} left out: only key results and KPIs have a metric; an objective is computed from them"
            ),
            Self::UndatedNote => format!("notes on {on} left out: a note needs the day of its check-in (`as_of`)"),
            Self::Skipped => format!("rows on {on} left out: the map skips their kind"),
        }
    }
}

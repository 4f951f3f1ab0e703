//! What is assumed of rows, or left out of them: a note for each reason, with the lines.

use std::collections::BTreeMap;

use crate::model::{abridged, count_of};

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
    /// Numbers with one unit behind each of them and no column for it.
    SharedUnit,
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
    /// A note of a dropped goal.
    NoteAsReason,
    /// A note without a day.
    UndatedNote,
    /// A row that sums up those above.
    Total,
    /// A row of a kind that the map skips.
    Skipped,
}

/// The most lines that a note names.
const MOST: usize = 8;

/// The most records that a note names by their titles.
const MOST_TITLES: usize = 3;

/// The most characters of such a title.
const TITLE: usize = 40;

/// What was assumed or left out, with the lines, and with the titles of the records where a line has several.
#[derive(Debug, Default)]
pub(super) struct RowNotes {
    noted: BTreeMap<RowNote, Vec<(u64, String)>>,
    /// Whether a line has several records, as in the JSON that services answer with: then the line says nothing.
    pub(super) by_title: bool,
}

impl RowNotes {
    /// Adds a row, once.
    pub(super) fn add(&mut self, note: RowNote, line: u64, title: &str) {
        let rows = self.noted.entry(note).or_default();
        if rows.last().is_none_or(|(last, named)| *last != line || self.by_title && named != title) {
            let title = if self.by_title { abridged(title, TITLE) } else { String::new() };
            rows.push((line, title));
        }
    }

    /// The notes.
    pub(super) fn words(&self) -> impl Iterator<Item = String> {
        self.noted.iter().map(|(note, rows)| {
            let most = if self.by_title { MOST_TITLES } else { MOST };
            let more = if rows.len() > most { ", …" } else { "" };
            if self.by_title {
                let shown: Vec<String> = rows.iter().take(most).map(|(_, title)| format!("`{title}`")).collect();
                return note.words(&format!("{} ({}{more})", count_of(rows.len(), "record"), shown.join(", ")));
            }
            let shown: Vec<String> = rows.iter().take(most).map(|(line, _)| line.to_string()).collect();
            let noun = if rows.len() == 1 { "line" } else { "lines" };
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
            Self::SharedUnit => format!("numbers with a unit on {on}: it is the unit"),
            Self::NoDay => format!("values without a day (`as_of`) on {on}: they count from the day of their commit"),
            Self::GradeInPercent => format!("scores on {on}: read as percent, so that 70 is 0.7"),
            Self::OpenGrade => format!("the score of open goals on {on} left out: only closed goals have a grade"),
            Self::Progress => format!(
                "progress on {on} left out: it is computed from key results, or from the metric where there is one"
            ),
            Self::Numbers => format!(
                "numbers on {on} left out: only key results and KPIs have a metric; an objective is computed from them"
            ),
            Self::NoteAsReason => format!("notes of dropped goals on {on}: read as the reason why"),
            Self::UndatedNote => format!("notes on {on} left out: a note needs the day of its check-in (`as_of`)"),
            Self::Total => format!("the total or average at the end, on {on}, left out"),
            Self::Skipped => format!("rows on {on} left out: the map skips their kind"),
        }
    }
}

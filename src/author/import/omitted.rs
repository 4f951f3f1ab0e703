//! What is left out of many rows for one reason: a note each, with the lines.

/// The lines of rows of which something was left out for one reason.
#[derive(Debug, Default)]
pub(super) struct OmittedLines {
    /// Grades of goals that are open.
    pub(super) scores: Vec<u64>,
    /// Progress of goals that have no use for it.
    pub(super) progress: Vec<u64>,
    /// Numbers of goals that have no metric.
    pub(super) numbers: Vec<u64>,
    /// Notes without a day.
    pub(super) notes: Vec<u64>,
    /// Rows of kinds that the map skips.
    pub(super) skipped: Vec<u64>,
}

impl OmittedLines {
    /// The notes, with at most eight lines each.
    pub(super) fn notes(&self) -> Vec<String> {
        let note = |lines: &[u64], what: &str, why: &str| {
            let shown: Vec<String> = lines.iter().take(8).map(u64::to_string).collect();
            let more = if lines.len() > shown.len() { ", …" } else { "" };
            let noun = if lines.len() == 1 { "line" } else { "lines" };
            (!lines.is_empty()).then(|| format!("{what} on {noun} {}{more} left out: {why}", shown.join(", ")))
        };
        let notes = [
            note(&self.scores, "the score of open goals", "only closed goals have a grade"),
            note(&self.progress, "progress", "it is computed from key results, or from the metric where there is one"),
            note(
                &self.numbers,
                "numbers",
                "only key results and KPIs have a metric; an objective is computed from them",
            ),
            note(&self.notes, "notes", "a note needs the day of its check-in (`as_of`)"),
            note(&self.skipped, "rows", "the map skips their kind"),
        ];
        notes.into_iter().flatten().collect()
    }
}

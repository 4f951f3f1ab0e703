//! A change in one line.

use std::collections::BTreeSet;

use super::{DiffView, LineSubject};
use crate::analysis::text::percent_pair;
use crate::model::{abridged, count_of, counted};
use crate::view::withdrawn::VALUE;

impl DiffView {
    /// The answer in one line: how much changes, how many goalposts move, and what it does to the goal nearest the top.
    pub fn headline(&self) -> Vec<String> {
        if self.changes.is_empty()
            && self.files.is_empty()
            && self.put_back.is_empty()
            && self.withdrawn.is_empty()
            && self.moved_settings.is_empty()
        {
            return vec!["no changes".to_owned()];
        }
        let mut parts = Vec::new();
        // That something is taken back is easily missed among what is new.
        if !self.withdrawn.is_empty() {
            let goals: BTreeSet<&str> = self.withdrawn.iter().map(|it| it.goal.as_str()).collect();
            let values = self.withdrawn.iter().all(|it| it.what == VALUE);
            let (one, many) = if values { ("value is", "values are") } else { ("statement is", "statements are") };
            let withdrawn = counted(self.withdrawn.len(), one, many);
            parts.push(format!("{withdrawn} withdrawn from {}", count_of(goals.len(), "goal")));
        }
        parts.push(match self.changes.len() {
            0 => "no goals change".to_owned(),
            count => counted(count, "goal changes", "goals change"),
        });
        let (moves, settling) = (self.moves(false), self.moves(true));
        if moves > 0 {
            parts.push(counted(moves, "goalpost moves", "goalposts move"));
        } else if settling > 0 {
            parts.push(counted(settling, "goalpost settles", "goalposts settle"));
        }
        if !self.put_back.is_empty() {
            parts.push(format!("goalposts of {} moved and were put back", count_of(self.put_back.len(), "goal")));
        }
        if !self.moved_settings.is_empty() {
            let (one, many) = ("setting changes in mid-period", "settings change in mid-period");
            parts.push(counted(self.moved_settings.len(), one, many));
        }
        if let Some(all) = self.all_alike() {
            parts.push(all.to_owned());
        }
        if let Some(felt) = self.visible_impact().first() {
            let (before, after) = (felt.progress_before, felt.progress_after);
            let numbers = match (before, after) {
                (Some(before), Some(after)) if felt.progress_changes() => {
                    let (before, after) = percent_pair(before, after);
                    let parts = felt.measured_parts.as_ref().map(|parts| format!(", {parts}"));
                    format!("{before} → {after}{}", parts.unwrap_or_default())
                }
                _ => format!("{} → {}", felt.standing_before, felt.standing_after),
            };
            parts.push(format!("{} {numbers}", abridged(&felt.title, 30)));
        }
        for what in ["settings", "organisation"] {
            parts.extend(self.files.iter().find(|file| file.what == what).map(|file| format!("{} changes", file.path)));
        }
        match self.files.iter().filter(|file| file.what == "broken").count() {
            0 => {}
            1 => parts.push("1 file cannot be read".to_owned()),
            count => parts.push(format!("{count} files cannot be read")),
        }
        parts
    }

    /// How many goalposts move, or only settle.
    fn moves(&self, settling: bool) -> usize {
        let moved =
            self.changes.iter().filter(|change| change.moved.as_ref().is_some_and(|it| it.settling == settling));
        moved.map(|change| change.fields.iter().filter(|field| field.is_move).count()).sum()
    }

    /// What all changes have in common, where that spares reading on.
    fn all_alike(&self) -> Option<&'static str> {
        let all = |wanted: &[LineSubject]| {
            let lines = self.changes.iter().flat_map(|change| &change.lines);
            // A file that cannot be read may hide any change, and settings change numbers.
            !self.changes.is_empty()
                && self.files.is_empty()
                && lines.into_iter().all(|line| wanted.contains(&line.about))
        };
        if all(&[LineSubject::Progress, LineSubject::Log])
            && self.changes.iter().all(|it| it.is_check_in)
            && self.withdrawn.is_empty()
        {
            Some("check-ins only")
        } else if all(&[LineSubject::Wording]) {
            Some("wording only")
        } else if all(&[LineSubject::File]) {
            Some("file moves only")
        } else {
            None
        }
    }
}

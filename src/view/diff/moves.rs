//! Moved goalposts between two states in words: who moved what, and why.

use super::super::moved::ReasonView;
use super::words::FieldWords;
use crate::analysis::diff::{Moved, waiver_between};
use crate::analysis::goalposts::{Move, merged_by};
use crate::analysis::text::percent_pair;
use crate::analysis::versions::FieldChange;

/// Who made moves for one reason.
struct MoversWords {
    people: Vec<String>,
    mergers: Vec<String>,
    why: String,
}

impl MoversWords {
    /// `by tom and ben, merged by ana, no reason given`.
    fn text(&self) -> String {
        let by = |lead: &str, people: &[String]| {
            if people.is_empty() { String::new() } else { format!("{lead} by {}", people.join(" and ")) }
        };
        format!("{}{}, {}", by("", &self.people), by(", merged", &self.mergers), self.why)
    }
}

impl FieldWords<'_, '_, '_> {
    /// Describes moved goalposts: of each who moved it and why, told once where that is the same of several, and the effect
    /// on today's progress.
    pub(super) fn describe_moves(&self, fields: &[&FieldChange], how: &Moved) -> String {
        let mut groups: Vec<(String, Vec<&FieldChange>)> = Vec::new();
        for field in fields {
            let why = self.by_whom_and_why(how, &how.made_of(&field.field));
            match groups.iter_mut().find(|(known, _)| *known == why) {
                Some((_, fields)) => fields.push(field),
                None => groups.push((why, vec![field])),
            }
        }
        let groups = groups.into_iter().map(|(why, fields)| format!("{}{why}", self.describe_all(&fields)));
        let mut text = groups.collect::<Vec<_>>().join("; ");
        if let Some((original, present)) = how.price {
            let (original, present) = percent_pair(original, present);
            text.push_str(&format!(": {original} becomes {present}"));
        }
        text
    }

    /// The people of moves with their reasons: ` by ben, no reason given, and by tom, because “…”`.
    fn by_whom_and_why(&self, how: &Moved, moves: &[&Move]) -> String {
        if moves.is_empty() {
            return format!(", {}", ReasonView::new(how.explanation.as_ref()).words_of_move(how.waiver()));
        }
        let after = self.words.after;
        let mut groups: Vec<MoversWords> = Vec::new();
        let add = |to: &mut Vec<String>, person: String| {
            if !to.contains(&person) {
                to.push(person);
            }
        };
        for it in moves {
            let explanation = it.explanation.as_ref().filter(|_| it.put_back.is_none());
            let why = ReasonView::new(explanation).words_of_move(waiver_between(it));
            let at = groups.iter().position(|known| known.why == why).unwrap_or_else(|| {
                groups.push(MoversWords { people: Vec::new(), mergers: Vec::new(), why });
                groups.len() - 1
            });
            if let Some((history, place)) = after.timeline.history().zip(it.commit) {
                add(&mut groups[at].people, after.author_id(&history.commits[place]));
                if let Some(person) = merged_by(after, history, place) {
                    add(&mut groups[at].mergers, person);
                }
            }
        }
        groups.iter().map(MoversWords::text).collect::<Vec<_>>().join(", and")
    }
}

//! How the goalposts of a goal moved between two states.

use std::sync::Arc;

use crate::analysis::goalposts::ease::{is_harder, is_number, is_recast};
use crate::analysis::goalposts::explanation::Explanation;
use crate::analysis::goalposts::goalpost::{Goalposts, Move, ReasonWaiver, goalposts_of, price_of};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::difference::FieldChange;
use crate::analysis::versions::field_value::{as_mapping, item_values};
use crate::analysis::versions::goalpost_change::field_without_index;
use crate::git::OidSet;
use crate::model::{Day, Goal, GoalIx, State, plus_days};

/// The tolerance for progress: sums differ by the order of addition.
pub(super) const NOISE: f64 = 1e-9;

/// The moves of a goal's goalposts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Moved {
    /// The explanation, if every move that needs one is explained.
    pub explanation: Option<Explanation>,
    /// Whether goalposts had not settled yet, or the goal was a draft.
    pub settling: bool,
    /// Whether a move made the goal harder, and no other needs an explanation and has none.
    pub made_harder: bool,
    /// Whether the owner made a move without another person; none where git does not know.
    pub by_owner_alone: Option<bool>,
    /// The day on which all of it was put back to where it stood before.
    pub put_back: Option<Day>,
    /// Today's progress against the earlier and the later goalposts, 0 to 1, if both are known and differ.
    pub price: Option<(f64, f64)>,
    /// The moves in history of the fields that differ, oldest first.
    pub moves: Vec<Move>,
    /// Of each field that differs, by its route, the moves among these that made it differ: none that was put back, settled or
    /// went the other way beside one that did not.
    pub made: Vec<(String, Vec<Move>)>,
}

impl Moved {
    /// Why they need no explanation; none if they need one.
    pub fn waiver(&self) -> Option<ReasonWaiver> {
        match self.put_back {
            Some(day) => Some(ReasonWaiver::PutBack(day)),
            None if self.settling => Some(ReasonWaiver::Settling),
            None => self.made_harder.then_some(ReasonWaiver::MadeHarder),
        }
    }

    /// The moves that made a field differ; those of all fields where history tells none of its own.
    pub fn made_of(&self, field: &str) -> Vec<&Move> {
        match self.made.iter().find(|(route, moves)| route == field && !moves.is_empty()) {
            Some((_, moves)) => moves.iter().collect(),
            None => self.counting(),
        }
    }

    /// The moves that made a difference, each once, oldest first.
    fn counting(&self) -> Vec<&Move> {
        let makes = |it: &&Move| self.made.iter().any(|(_, moves)| moves.contains(it));
        let counting: Vec<&Move> = self.moves.iter().filter(makes).collect();
        if counting.is_empty() { self.moves.iter().collect() } else { counting }
    }
}

/// Why a move between two states needs no reason: whether it or another one put the goalpost back is told of both alike.
pub fn waiver_between(it: &Move) -> Option<ReasonWaiver> {
    it.put_back.map(ReasonWaiver::PutBack).or_else(|| it.waiver())
}

/// The moves of a goalpost that made its net change.
fn making(moves: Vec<&Move>, is_harder: bool) -> Vec<Move> {
    let rest = |moves: Vec<&'_ Move>, counts: &dyn Fn(&Move) -> bool| -> Vec<Move> {
        let kept: Vec<Move> = moves.iter().filter(|it| counts(it)).map(|it| (*it).clone()).collect();
        if kept.is_empty() { moves.into_iter().cloned().collect() } else { kept }
    };
    let moves = rest(moves, &|it| it.put_back.is_none());
    let moves = rest(moves.iter().collect(), &|it| !it.settling);
    rest(moves.iter().collect(), &|it| it.made_harder == is_harder)
}

/// How goalposts moved: as history between the two sides tells it, else by the two versions alone.
pub(super) fn how_moved(
    after: &Snapshot<'_>,
    fields: &[FieldChange],
    earlier: &Goal,
    new: GoalIx,
    known: &OidSet,
) -> Moved {
    let later = after.goal(new);
    let changed = || fields.iter().filter(|it| it.is_move);
    // An entry of a list may stand at another place by now: it is known by its title, or by its goal.
    let is_gone = |change: &FieldChange| change.after.is_null() && change.field.ends_with(']');
    // One that has another title now is known by its place.
    let is_renamed = |part: Option<&str>| part.is_some_and(|part| !has_part(earlier, part) && !has_part(later, part));
    let is_of = |change: &FieldChange, it: &Move| {
        let part = part_at(if is_gone(change) { earlier } else { later }, &change.field);
        (field_without_index(&change.field) == it.field_without_index() && part == it.part)
            // What moved before it was removed moved too.
            || (is_gone(change) && part.is_some() && part == it.part)
            || (is_renamed(it.part.as_deref()) && change.field == it.field)
    };
    let original = Goalposts { original: Some(Arc::new(earlier.clone())), ..Goalposts::default() };
    let price = price_of(after, new, &original)
        .and_then(|price| Some((price.against_original?, price.present?)))
        .filter(|(original, present)| (original - present).abs() > NOISE);
    let moves: Vec<_> = after.timeline.history().map_or_else(Vec::new, |history| {
        let moves = goalposts_of(after, history, &later.id, Some(new)).moves;
        moves.into_iter().filter(|it| changed().any(|to| is_of(to, it)) && it.is_new(history, known)).collect()
    });
    let recast = is_recast(changed().map(|it| (it.field.as_str(), [&it.before, &it.after])));
    let is_harder_now = |it: &FieldChange| {
        let field = field_without_index(&it.field);
        !(recast && is_number(&field)) && is_harder(&field, earlier.metric.as_ref(), &it.before, &it.after)
    };
    if moves.is_empty() {
        let settled = earlier.start().map(|start| plus_days(start, after.settings().settle));
        return Moved {
            explanation: later
                .reason
                .clone()
                .filter(|_| later.reason != earlier.reason)
                .map(Explanation::given_at_once),
            settling: later.state == State::Draft || settled.is_some_and(|settled| after.today <= settled),
            made_harder: changed().all(is_harder_now),
            by_owner_alone: None,
            put_back: None,
            price,
            moves: Vec::new(),
            made: Vec::new(),
        };
    }
    let made = changed().map(|change| {
        let own = moves.iter().filter(|it| is_of(change, it)).collect();
        (change.field.clone(), making(own, is_harder_now(change)))
    });
    let found = Moved { price, made: made.collect(), moves, ..Moved::default() };
    let counting = found.counting();
    Moved {
        // A detour within the change that came back owes no reason, nor does what made the goal harder.
        explanation: Explanation::of_all(
            counting
                .iter()
                .filter(|it| it.put_back.is_none() && (it.is_explained() || !it.made_harder))
                .map(|it| it.explanation.as_ref()),
        ),
        settling: counting.iter().all(|it| it.settling),
        made_harder: counting.iter().any(|it| it.made_harder) && !counting.iter().any(|it| it.is_quiet()),
        // True if any move was made by the owner alone; false only if that is known of all moves.
        by_owner_alone: counting
            .iter()
            .map(|it| it.by_owner_alone)
            .max_by_key(|it| (*it == Some(true), it.is_none()))
            .flatten(),
        put_back: counting.iter().map(|it| it.put_back).min().flatten(),
        ..found
    }
}

/// The entry of a list to which a route leads: a milestone's title or the goal of a link.
fn part_at(goal: &Goal, route: &str) -> Option<String> {
    let (list, rest) = route.split_once('[')?;
    let place: usize = rest.split_once(']')?.0.parse().ok()?;
    let name = match list {
        "milestones" => "title",
        "supports" => "goal",
        _ => return None,
    };
    let (_, item) = item_values(goal, list).into_iter().find(|(at, _)| *at == place)?;
    as_mapping(item)[name].as_str().map(str::to_owned)
}

/// Whether a version has a milestone with a title, or a link to a goal.
fn has_part(goal: &Goal, part: &str) -> bool {
    goal.milestones.iter().any(|it| it.title == part) || goal.supports.iter().any(|it| it.goal == part)
}

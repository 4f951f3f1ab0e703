//! Cycles among teams or people, of which each names at most one other above it.

use crate::lint::{Report, Sink, Subject};

/// What a rule says about a cycle.
pub(super) struct CycleWords {
    /// The message, before the ids of the cycle.
    pub(super) message: &'static str,
    /// The label on the first member.
    pub(super) label: &'static str,
    /// What to do.
    pub(super) help: &'static str,
}

/// Reports each cycle once, at its first member. `above` is the place of the one above each, and `member` gives the route
/// of that reference in `org.yaml` and the id.
pub(super) fn report_cycles<'o>(
    above: &[Option<usize>],
    member: impl Fn(usize) -> (String, &'o str),
    words: &CycleWords,
    sink: &mut Sink<'_, '_>,
) {
    for cycle in find_cycles(above) {
        let members: Vec<(String, &str)> = cycle.iter().map(|at| member(*at)).collect();
        let ids: Vec<String> = members.iter().map(|(_, id)| format!("`{id}`")).collect();
        let mut members = members.into_iter().map(|(route, _)| route);
        let Some(first) = members.next() else { continue };
        let message = format!("{}: {} → {}", words.message, ids.join(" → "), ids[0]);
        let report = Report::on(Subject::Org, first, message).label(words.label).help(words.help);
        sink.report(members.fold(report, |report, route| report.related_on(Subject::Org, route, "part of the cycle")));
    }
}

/// Finds the cycles, each from its first member upward, in linear time.
fn find_cycles(above: &[Option<usize>]) -> Vec<Vec<usize>> {
    // The round in which each was visited first; 0 means never.
    let mut seen = vec![0; above.len()];
    let mut found = Vec::new();
    for start in 0..above.len() {
        let round = start + 1;
        let mut at = Some(start);
        while let Some(place) = at.filter(|place| seen[*place] == 0) {
            seen[place] = round;
            at = above[place];
        }
        // The walk reached a place that it visited in this round, where the cycle begins.
        if let Some(first) = at.filter(|place| seen[*place] == round) {
            let mut cycle = vec![first];
            let mut next = above[first];
            while let Some(place) = next.filter(|place| *place != first) {
                cycle.push(place);
                next = above[place];
            }
            let lowest = cycle.iter().enumerate().min_by_key(|(_, place)| **place).map_or(0, |(at, _)| at);
            cycle.rotate_left(lowest);
            found.push(cycle);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::find_cycles;

    #[test]
    fn each_cycle_is_found_once_without_what_leads_into_it() {
        assert_eq!(find_cycles(&[Some(1), Some(2), None]), Vec::<Vec<usize>>::new());
        assert_eq!(find_cycles(&[Some(0)]), [vec![0]]);
        assert_eq!(find_cycles(&[Some(2), Some(2), Some(3), Some(1), Some(5), Some(4)]), [vec![1, 2, 3], vec![4, 5]]);
    }
}

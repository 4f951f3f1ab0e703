//! The most goals that run at the same time.

use crate::model::{Day, Goal};

/// The first day from `from` on on which the most goals run at once, with these goals in the order of `goals`.
///
/// A goal runs from its start to its end; one without an end does not count. The time is O(n log n).
pub fn max_overlap_day<T: Copy>(goals: &[(T, &Goal)], from: Day) -> Option<(Day, Vec<T>)> {
    let span = |goal: &Goal| {
        let end = goal.end().filter(|end| *end >= from)?;
        let start = goal.start().map_or(from, |start| start.max(from));
        (start <= end).then_some((start, end))
    };
    let spans: Vec<(T, Day, Day)> =
        goals.iter().filter_map(|(of, goal)| span(goal).map(|(start, end)| (*of, start, end))).collect();
    let mut starts: Vec<Day> = spans.iter().map(|(_, start, _)| *start).collect();
    let mut ends: Vec<Day> = spans.iter().map(|(_, _, end)| *end).collect();
    starts.sort_unstable();
    ends.sort_unstable();
    let mut best: Option<(Day, usize)> = None;
    let mut over = 0;
    for (at, start) in starts.iter().enumerate() {
        while ends.get(over).is_some_and(|end| end < start) {
            over += 1;
        }
        let count = at + 1 - over;
        if best.is_none_or(|(_, most)| count > most) {
            best = Some((*start, count));
        }
    }
    let (day, _) = best?;
    let running = spans.iter().filter(|(_, start, end)| *start <= day && day <= *end);
    Some((day, running.map(|(of, ..)| *of).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Workspace, parse_day};
    use crate::source::SourceSet;

    #[test]
    fn the_first_of_the_busiest_days_is_found() {
        let texts = [("a", "2026-Q4"), ("b", "2027-Q1"), ("c", "2027-Q1"), ("d", "2026-Q1"), ("e", "2027-Q2")].map(
            |(id, period)| (format!("{id}.yaml"), format!("kind: objective\nid: {id}\ntitle: t\nperiod: {period}\n")),
        );
        let workspace = Workspace::read(SourceSet::from_texts(texts));
        let goals: Vec<_> = workspace.iter().map(|(_, goal)| (goal.id.as_str(), goal)).collect();
        let day = |text| parse_day(text).expect("a day");
        assert_eq!(max_overlap_day(&goals, day("2026-11-21")), Some((day("2027-01-01"), vec!["b", "c"])));
        assert_eq!(max_overlap_day(&goals, day("2027-05-01")), Some((day("2027-05-01"), vec!["e"])));
        assert_eq!(max_overlap_day(&goals, day("2028-01-01")), None);
    }
}

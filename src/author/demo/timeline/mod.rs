//! What happened at Lanterna, commit by commit.

mod fifth_week;
mod november;
mod october;
mod september;
mod setting;

use super::step::Step;

/// Every step in the order of history.
pub(super) fn steps() -> impl Iterator<Item = &'static Step> {
    [september::STEPS, setting::STEPS, october::STEPS, fifth_week::STEPS, november::STEPS].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn time_goes_on_and_nobody_works_on_the_last_day() {
        let mut last: BTreeMap<&str, i64> = BTreeMap::new();
        for step in steps() {
            let (at, by) = step.landed.unwrap_or((step.at, step.by));
            let (written, committed) = (step.by.sign(step.at), by.sign(at));
            assert!(written.time <= committed.time, "{}: {}", step.at, step.message);
            let before = last.insert(step.branch, committed.time).unwrap_or_default();
            assert!(before < committed.time, "{}: {}", step.at, step.message);
            assert!(committed.day() < crate::author::demo::TODAY, "{}", step.message);
        }
    }

    #[test]
    fn messages_are_written_as_git_wants_them() {
        for step in steps() {
            let subject = step.message.lines().next().expect("a subject");
            assert!(subject.chars().count() <= 72, "{subject}");
            for line in step.message.lines().skip(1) {
                assert!(line.chars().count() <= 76, "{line}");
            }
        }
    }
}

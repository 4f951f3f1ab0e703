//! A promise that became a stretch after goalposts had settled, and nobody said why.

use super::telling;
use crate::analysis::facts::Facts;
use crate::analysis::numbers::Health;
use crate::analysis::text::percent;
use crate::lint::{Group, Level, Rule, Sink};
use crate::model::Commitment;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "softened-commitment",
    group: Group::History,
    level: Some(Level::Warning),
    page: include_str!("softened_commitment.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal, slips) in telling::slips(snapshot, &["commitment"]) {
        let softened = goal.commitment == Some(Commitment::Aspirational);
        for slip in slips.iter().filter(|slip| softened && slip.base.commitment == Some(Commitment::Committed)) {
            let mut promised = goal.clone();
            promised.commitment = Some(Commitment::Committed);
            let numbers = snapshot.numbers(ix);
            let settings = snapshot.settings();
            let health = Health::of(&promised, numbers.standing(), settings, snapshot.today);
            let price = if health == numbers.health {
                String::new()
            } else {
                let word = |health: Health| health.word().replace('-', " ");
                format!(". As a promise it would be {}; as a stretch it is {}", word(health), word(numbers.health))
            };
            let part = percent(settings.ambition);
            let message = format!("`{}` was promised whole, and {part} of it is enough now{price}", goal.id);
            sink.report(telling::report(snapshot, ix, slip, message));
        }
    }
}

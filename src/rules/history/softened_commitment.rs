//! A committed goal that became aspirational after goalposts had settled and without a reason.

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::numbers::Health;
use crate::analysis::text::percent;
use crate::lint::{Group, Rule, Sink};
use crate::model::Commitment;

pub(in crate::rules) static RULE: Rule = Rule::warning("softened-commitment", Group::History, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal, slips) in phrases::slips(snapshot, &["commitment"]) {
        let softened = goal.commitment == Some(Commitment::Aspirational);
        for slip in slips.iter().filter(|slip| softened && slip.before == "committed") {
            let mut promised = goal.clone();
            promised.commitment = Some(Commitment::Committed);
            let numbers = snapshot.numbers(ix);
            let settings = snapshot.settings();
            let health = Health::of(&promised, numbers.standing(), settings, snapshot.today);
            let effect = if health == numbers.health {
                String::new()
            } else {
                let word = |health: Health| health.word().replace('-', " ");
                format!("; it is {}, and as a committed goal it would be {}", word(numbers.health), word(health))
            };
            let part = percent(settings.ambition);
            let message = format!("`{}` was committed and is now aspirational ({part} is enough){effect}", goal.id);
            sink.report(phrases::report(snapshot, ix, slip, message));
        }
    }
}

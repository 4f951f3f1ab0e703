//! A title that contains two goals joined by "and".

use crate::analysis::facts::Facts;
use crate::analysis::text::wording_of;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Kind, quoted_title};

pub(in crate::rules) static RULE: Rule = Rule::off("compound-title", Group::Smart, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_goals() {
        if !matches!(goal.kind, Kind::Objective | Kind::KeyResult) {
            continue;
        }
        let Some(wording) = wording_of(snapshot.workspace, goal) else { continue };
        if let Some((first, second)) = wording.two_deeds() {
            let message = format!("{} contains two goals: to {first} and to {second}", quoted_title(&goal.title));
            sink.report(
                Report::at(ix, "title", message)
                    .label("two goals")
                    .help("split it into two goals, or name the one outcome that both serve"),
            );
        }
    }
}

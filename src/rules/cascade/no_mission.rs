//! A repository of goals without a mission.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink, Subject};
use crate::model::{Kind, Role, State};

pub(in crate::rules) static RULE: Rule = Rule::warning("no-mission", Group::Cascade, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let has_goals = snapshot.goals().any(|(_, goal)| goal.kind == Kind::Objective && goal.state == State::Active);
    // A mission with other errors in its file is reported there, not as missing.
    // A private root leaves the mission to the open one, which may not be at hand.
    let is_private = snapshot.settings().within.is_some();
    if has_goals && !is_private && !snapshot.graph.has_mission() && !has_unread_mission(snapshot) {
        let report = Report::on(Subject::Settings, "", "this repository has goals but no mission")
            .label("no file of kind `mission`")
            .help("add a file with `kind: mission`, `id`, `title` and `statement`; goals then name it in `supports`");
        sink.report(report);
    }
}

/// Whether a file with errors declares a mission.
fn has_unread_mission(snapshot: &Facts<'_>) -> bool {
    let is_mission = |(_, kind): &(String, &str)| *kind == Kind::Mission.word();
    let mut files = snapshot.workspace.documents.iter().filter(|document| document.role == Role::Goal);
    files.any(|document| document.texts("kind").iter().any(is_mission))
}

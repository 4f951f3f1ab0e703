//! Reports what of a question does not suit the source that is asked, as the rule about such fields.

use crate::analysis::facts::Facts;
use crate::lint::{Report, Sink};
use crate::model::MisfitKind;

/// Reports everything of a kind that does not suit a source, of the goals that are asked for. A source that is not there is
/// the business of `unknown-source`.
pub(super) fn report(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>, kind: MisfitKind) {
    let sources = &snapshot.settings().sources;
    for (ix, goal) in snapshot.live_goals() {
        for (milestone, origin) in goal.origins() {
            let Some(feed) = sources.get(&origin.source) else { continue };
            let place = milestone.map_or_else(|| "metric.from".to_owned(), |index| format!("milestones[{index}].done"));
            for misfit in feed.misfits(origin, milestone.is_some()).into_iter().filter(|it| it.kind == kind) {
                let route = misfit.field.map_or_else(|| place.clone(), |field| format!("{place}.{field}"));
                let message = format!("`{}` {}", origin.source, misfit.message);
                sink.report(Report::at(ix, route, message).label(label(kind)).help(misfit.help));
            }
        }
    }
}

fn label(kind: MisfitKind) -> &'static str {
    match kind {
        MisfitKind::Unused => "means nothing to the source",
        MisfitKind::Missing => "asks too little",
        MisfitKind::Unusable => "cannot be asked",
    }
}

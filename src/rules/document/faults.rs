//! Turns the faults that reading found into reports of the rule with the same name.

use crate::analysis::facts::Facts;
use crate::lint::{Report, Sink, Subject};
use crate::model::DocIx;
use crate::syntax::{Fault, FaultKind};

/// The maximum number of faults of one kind in one file that are reported, so that a hostile file costs no more.
const MAX_FAULTS: usize = 100;

/// Reports every fault of a kind.
pub(super) fn report(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>, kind: FaultKind) {
    for (ix, document) in (0..).map(DocIx).zip(&snapshot.workspace.documents) {
        let faults = || document.faults.iter().filter(|fault| fault.kind == kind);
        if document.faults.len() <= MAX_FAULTS {
            faults().for_each(|fault| sink.report(report_of(ix, fault, 0)));
            continue;
        }
        let more = faults().map(|fault| 1 + fault.more).sum::<usize>().saturating_sub(MAX_FAULTS);
        for (at, fault) in faults().take(MAX_FAULTS).enumerate() {
            sink.report(report_of(ix, fault, if at + 1 == MAX_FAULTS { more } else { 0 }));
        }
    }
}

fn report_of(document: DocIx, fault: &Fault, more: usize) -> Report {
    let message = match more {
        0 => fault.message.clone(),
        more => format!("{} (and {more} more like this in this file)", fault.message),
    };
    let mut report = Report::on(Subject::Document(document), fault.route.clone(), message)
        .span(fault.span)
        .label(fault.label.clone());
    if let Some(help) = &fault.help {
        report = report.help(help.clone());
    }
    if let Some((span, message)) = &fault.related {
        report = report.related_span(*span, message.clone());
    }
    if let Some(edit) = &fault.fix {
        report = report.safe_fix(edit.clone());
    }
    report
}

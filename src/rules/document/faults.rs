//! From a fault that reading has found to a report of the rule of its name.

use crate::analysis::facts::Facts;
use crate::lint::{Report, Sink, Subject};
use crate::model::DocIx;
use crate::syntax::{Fault, FaultKind};

/// The most faults of one kind in one file that are told one by one: a hostile file costs no more.
const MOST: usize = 100;

/// Reports every fault of a kind.
pub(super) fn report(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>, kind: FaultKind) {
    for (ix, document) in (0..).map(DocIx).zip(&snapshot.workspace.documents) {
        let faults = || document.faults.iter().filter(|fault| fault.kind == kind);
        if document.faults.len() <= MOST {
            faults().for_each(|fault| sink.report(of(ix, fault, 0)));
            continue;
        }
        let more = faults().count().saturating_sub(MOST);
        for (at, fault) in faults().take(MOST).enumerate() {
            sink.report(of(ix, fault, if at + 1 == MOST { more } else { 0 }));
        }
    }
}

fn of(document: DocIx, fault: &Fault, more: usize) -> Report {
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

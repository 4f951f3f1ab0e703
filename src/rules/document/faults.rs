//! From a fault that reading has found to a report of the rule of its name.

use crate::analysis::Snapshot;
use crate::lint::{Report, Sink, Subject};
use crate::model::DocIx;
use crate::syntax::FaultKind;

/// Reports every fault of a kind.
pub(super) fn report(snapshot: &Snapshot<'_>, sink: &mut Sink<'_, '_>, kind: FaultKind) {
    for (at, document) in snapshot.workspace.documents.iter().enumerate() {
        let subject = Subject::Document(DocIx(u32::try_from(at).unwrap_or(u32::MAX)));
        for fault in document.faults.iter().filter(|fault| fault.kind == kind) {
            let mut report = Report::on(subject, fault.route.clone(), fault.message.clone())
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
            sink.report(report);
        }
    }
}

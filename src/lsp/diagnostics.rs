//! Findings as diagnostics, by file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, Message, Range, Uri,
};

use super::goals::GoalsNow;
use super::line_index::LineIndex;
use crate::lint::{Finding, Level, fold_batches};
use crate::model::{DocIx, Role};
use crate::render::clean_block;

/// The scheme of the pages that the server has: `goalpost:/rules/cycle.md`.
pub(super) const PAGES: &str = "goalpost";

/// The name of the program beside a diagnostic.
const SOURCE: &str = "goalpost";

/// Returns the address of a rule's page.
pub(super) fn page_of(rule: &str) -> Uri {
    Uri::from(format!("{PAGES}:/rules/{rule}.md"))
}

/// Returns the diagnostics of every file that has some, by its real path.
pub(super) fn diagnostics(now: &GoalsNow<'_>) -> BTreeMap<PathBuf, Vec<Diagnostic>> {
    let workspace = now.workspace();
    let mut found: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
    let mut last: Option<(DocIx, PathBuf, LineIndex<'_>)> = None;
    for finding in fold_batches(now.findings().to_vec()) {
        // A finding without a place is about a file that is gone, or about a root without settings.
        let document = finding.location.map(|it| it.document).or_else(|| workspace.by_role(Role::Settings));
        let Some(document) = document else { continue };
        if last.as_ref().is_none_or(|(at, ..)| *at != document) {
            let file = workspace.file(document);
            last = Some((document, now.places.path_of(file), now.lines(document)));
        }
        let Some((_, path, lines)) = &last else { continue };
        if now.places.is_reported_here(workspace.file(document), path) {
            found.entry(path.clone()).or_default().push(diagnostic(now, &finding, lines));
        }
    }
    found
}

/// Returns a finding as a diagnostic.
pub(super) fn diagnostic(now: &GoalsNow<'_>, finding: &Finding, lines: &LineIndex<'_>) -> Diagnostic {
    let gone = finding.gone.as_ref().map(|path| format!("{path}: ")).unwrap_or_default();
    let mut message = format!("{gone}{}", finding.message);
    if let Some(help) = &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    let related = finding.related.iter().filter_map(|related| {
        let place = related.location?;
        let location = now.location(place.document, place.span);
        Some(DiagnosticRelatedInformation { location, message: clean_block(&related.message) })
    });
    let mut related: Vec<_> = related.collect();
    if let Some(location) = finding.location.filter(|_| !finding.label.is_empty()) {
        // The label says what is at the place itself.
        let location = Location { uri: now.uri(location.document), range: lines.range(location.span) };
        related.insert(0, DiagnosticRelatedInformation { location, message: clean_block(&finding.label) });
    }
    Diagnostic {
        range: finding.location.map_or(Range::default(), |location| lines.range(location.span)),
        severity: Some(match finding.level {
            Level::Error => DiagnosticSeverity::Error,
            Level::Warning => DiagnosticSeverity::Warning,
        }),
        code: Some(Code::String(finding.rule.to_owned())),
        code_description: now.client.opens_pages.then(|| CodeDescription { href: page_of(finding.rule) }),
        source: Some(SOURCE.to_owned()),
        message: Message::String(clean_block(&message)),
        tags: None,
        related_information: Some(related).filter(|related| !related.is_empty()),
        data: None,
    }
}

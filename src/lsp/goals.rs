//! The goals of a root at one moment, with what is computed from them: what requests are answered from.

use std::cell::OnceCell;
use std::path::Path;

use gen_lsp_types::{Location, Uri};

use super::client::Client;
use super::line_index::LineIndex;
use super::places::Places;
use super::uri::path_of;
use crate::analysis::facts::Facts;
use crate::lint::{self, Finding, Lint};
use crate::model::{DocIx, Goal, Workspace};
use crate::rules::RULES;
use crate::source::Span;

/// The goals of a root at one moment.
pub(super) struct GoalsNow<'w> {
    /// The goals and what is computed from them.
    pub(super) facts: Facts<'w>,
    /// Where their files are.
    pub(super) places: &'w Places,
    /// What the client can do.
    pub(super) client: &'w Client,
    findings: OnceCell<Vec<Finding>>,
}

impl<'w> GoalsNow<'w> {
    /// Creates the state of a moment.
    pub(super) fn new(facts: Facts<'w>, places: &'w Places, client: &'w Client) -> Self {
        Self { facts, places, client, findings: OnceCell::new() }
    }

    /// Returns the goals, settings and organisation.
    pub(super) fn workspace(&self) -> &'w Workspace {
        self.facts.workspace
    }

    /// Returns what the rules find, as `goalpost check` does. Computed on first use.
    pub(super) fn findings(&self) -> &[Finding] {
        self.findings.get_or_init(|| {
            let lint = Lint { rules: RULES, ..Lint::default() };
            lint::run(&lint, &self.facts).findings
        })
    }

    /// Tells whether a file may tell of a goal: one that everybody reads names and counts no private goals.
    pub(super) fn tells_of(&self, document: DocIx, goal: &Goal) -> bool {
        self.workspace().is_private(document) || !self.workspace().is_private(goal.document)
    }

    /// Returns the goals that a file may tell of.
    pub(super) fn told_in(&self, document: DocIx) -> impl Iterator<Item = &'w Goal> {
        self.workspace().goals.iter().map(Box::as_ref).filter(move |goal| self.tells_of(document, goal))
    }

    /// Returns the document at an address; none if it is not read here.
    pub(super) fn document_at(&self, uri: &Uri) -> Option<DocIx> {
        self.document_of(&real_path(&path_of(uri)?))
    }

    /// Returns the document of a real path; none if it is not read here.
    pub(super) fn document_of(&self, path: &Path) -> Option<DocIx> {
        let file = self.workspace().sources.by_path(&self.places.name_of(path)?)?;
        Some(DocIx(file.0))
    }

    /// Returns the address of a document.
    pub(super) fn uri(&self, document: DocIx) -> Uri {
        self.places.uri_of(&self.places.path_of(self.workspace().file(document)))
    }

    /// Returns the lines of a document.
    pub(super) fn lines(&self, document: DocIx) -> LineIndex<'w> {
        LineIndex::new(&self.workspace().file(document).text, self.client.units)
    }

    /// Returns the place of bytes of a document.
    pub(super) fn location(&self, document: DocIx, span: Span) -> Location {
        Location { uri: self.uri(document), range: self.lines(document).range(span) }
    }
}

/// Returns a path without symbolic links, as far as it exists.
pub(super) fn real_path(path: &Path) -> std::path::PathBuf {
    let below = path.parent().zip(path.file_name());
    let whole = path.canonicalize().ok();
    whole
        .or_else(|| below.and_then(|(folder, name)| Some(folder.canonicalize().ok()?.join(name))))
        .unwrap_or_else(|| path.to_path_buf())
}

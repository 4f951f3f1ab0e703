//! A `goalpost.yaml` or an `org.yaml` below the root: nothing is read from it.

use std::collections::HashSet;

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink, Subject};
use crate::model::{DocIx, Role};
use crate::source::{SETTINGS_FILE, Span};

pub(in crate::rules) static RULE: Rule = Rule::error("nested-root", Group::Document, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let workspace = snapshot.workspace;
    let documents = (0..).map(DocIx).zip(&workspace.documents);
    let strays = documents.filter(|(_, document)| document.role == Role::Stray);
    let strays: Vec<(DocIx, &str)> = strays.map(|(ix, _)| (ix, workspace.file(ix).path.as_str())).collect();
    let roots: HashSet<&str> = strays.iter().filter_map(|(_, path)| path.strip_suffix(SETTINGS_FILE)).collect();
    for (ix, path) in strays {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let (message, help) = if path.ends_with(SETTINGS_FILE) {
            let message = format!("`{folder}` is a root inside this root: its settings have no effect here");
            (message, "remove the file, or list the folder in `include` if its goals form a private root")
        } else if roots.contains(path.trim_end_matches(crate::source::ORG_FILE)) {
            // One cause, one finding: the org.yaml of a nested root belongs to the finding at its goalpost.yaml.
            continue;
        } else {
            let message = format!("`{path}` is not read: teams and people belong in the root's org.yaml");
            (message, "move its content to org.yaml at the root, and remove the file")
        };
        let report = Report::on(Subject::Document(ix), "", message).span(Span::default());
        sink.report(report.label("not read").help(help));
    }
}

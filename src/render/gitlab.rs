//! Findings as a code quality report of GitLab (`docs.gitlab.com/ci/testing/code_quality`, "Code Quality report
//! format").

use serde::Serialize;

use super::address::path_in_repository;
use super::clean::clean;
use super::json::json;
use crate::source::SETTINGS_FILE;
use crate::view::check::{CheckView, FindingView};

/// The findings, the most important first. `root` is the goals' folder from the top of git's work tree.
pub fn findings(view: &CheckView, root: &str) -> String {
    json(&view.most_important_first().into_iter().map(|finding| issue(finding, root)).collect::<Vec<_>>())
}

#[derive(Serialize)]
struct QualityIssue<'f> {
    description: String,
    check_name: &'f str,
    fingerprint: &'f str,
    severity: &'static str,
    location: QualityPlace,
}

#[derive(Serialize)]
struct QualityPlace {
    path: String,
    lines: QualityLines,
}

#[derive(Serialize)]
struct QualityLines {
    begin: usize,
}

fn issue<'f>(finding: &'f FindingView, root: &str) -> QualityIssue<'f> {
    let mut description = clean(&finding.message).into_owned();
    let path = path_in_repository(root, &finding.path).unwrap_or_else(|| {
        // GitLab drops an issue whose path it does not know.
        description.push_str(&format!(" (in {}, outside of this repository)", clean(&finding.path)));
        path_in_repository(root, SETTINGS_FILE).unwrap_or_default()
    });
    if let Some(help) = &finding.help {
        description.push_str(&format!("; help: {}", clean(help)));
    }
    QualityIssue {
        description,
        check_name: &finding.rule,
        fingerprint: &finding.fingerprint,
        severity: if finding.is_error() { "major" } else { "minor" },
        location: QualityPlace { path, lines: QualityLines { begin: finding.line.unwrap_or(1) } },
    }
}

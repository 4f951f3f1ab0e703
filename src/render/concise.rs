//! Findings with a line each, as compilers print them and editors jump to: `path:line:column: error[rule] message`.

use super::clean::clean;
use super::here::Here;
use crate::view::check::{CheckView, FindingView};

/// The findings, a line each. `here` is the current folder.
pub fn findings(view: &CheckView, here: &Here) -> String {
    view.findings.iter().map(|finding| line(finding, &here.path(&clean(&finding.path))) + "\n").collect()
}

/// One finding at a path.
pub(super) fn line(finding: &FindingView, path: &str) -> String {
    let at = match (finding.line, finding.column) {
        (Some(line), Some(column)) => format!(":{line}:{column}"),
        _ => String::new(),
    };
    format!("{path}{at}: {}[{}] {}", finding.level, finding.rule, clean(&finding.message))
}

//! Findings as `JUnit` XML, in the form that GitLab, Jenkins and Azure read (github.com/testmoapp/junitxml).

use std::collections::{BTreeMap, HashMap};

use super::address::path_in_repository;
use super::svg::escape;
use crate::view::check::{CheckView, FindingView};

/// The findings as test cases, a suite for each file. Those that make the check fail are failures: errors, and warnings
/// where `strict` says so; other warnings are skipped tests. `root` is the goals' folder from the top of git's work tree.
pub fn findings(view: &CheckView, root: &str, strict: bool) -> String {
    let mut suites: BTreeMap<&str, Vec<&FindingView>> = BTreeMap::new();
    for finding in &view.findings {
        suites.entry(&finding.path).or_default().push(finding);
    }
    let fails = |finding: &FindingView| strict || finding.is_error();
    let failures = view.findings.iter().filter(|it| fails(it)).count();
    let total = view.findings.len();
    let numbers = |tests: usize, failures: usize, skipped: usize| {
        format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"")
    };
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    text.push_str(&format!(
        "<testsuites name=\"goalpost check\" {}>\n",
        numbers(total.max(1), failures, total - failures)
    ));
    for (path, findings) in suites {
        let failures = findings.iter().filter(|it| fails(it)).count();
        let path = escape(&path_in_repository(root, path).unwrap_or_else(|| path.to_owned()));
        let counts = numbers(findings.len(), failures, findings.len() - failures);
        text.push_str(&format!("  <testsuite name=\"{path}\" {counts}>\n"));
        let mut names: HashMap<String, usize> = HashMap::new();
        for finding in findings {
            text.push_str(&case(finding, &path, fails(finding), &mut names));
        }
        text.push_str("  </testsuite>\n");
    }
    if total == 0 {
        // Some readers take a report without tests for a broken one.
        text.push_str(&format!("  <testsuite name=\"goalpost check\" {}>\n", numbers(1, 0, 0)));
        text.push_str("    <testcase classname=\"goalpost\" name=\"no issues found\"/>\n  </testsuite>\n");
    }
    text + "</testsuites>\n"
}

/// One finding. Its name is that of the rule and the field, numbered where a file has more of them.
fn case(finding: &FindingView, path: &str, fails: bool, names: &mut HashMap<String, usize>) -> String {
    let field = finding.field.as_deref().map(|field| format!(" at {field}")).unwrap_or_default();
    let mut name = format!("{}{field}", finding.rule);
    let number = names.entry(name.clone()).or_default();
    *number += 1;
    if *number > 1 {
        name.push_str(&format!(" ({number})"));
    }
    let line = finding.line.map(|line| format!(" line=\"{line}\"")).unwrap_or_default();
    let head = format!("    <testcase classname=\"{path}\" name=\"{}\" file=\"{path}\"{line}>\n", escape(&name));
    let message = escape(&finding.message);
    let at = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
    let help = finding.help.as_deref().map(|help| format!("\nhelp: {}", escape(help))).unwrap_or_default();
    let outcome = if fails {
        let level = escape(&finding.level);
        format!("      <failure type=\"{level}\" message=\"{message}\">{path}{at}: {message}{help}</failure>\n")
    } else {
        format!("      <skipped message=\"warning: {message}\"/>\n")
    };
    format!("{head}{outcome}    </testcase>\n")
}

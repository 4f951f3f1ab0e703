//! Findings as annotations of GitHub Actions, by workflow commands on standard output
//! (docs.github.com/actions/reference/workflow-commands-for-github-actions), and texts that are none.

use std::borrow::Cow;

use super::address::path_in_repository;
use super::clean::clean;
use super::concise;
use crate::model::counted;
use crate::view::check::{CheckView, FindingView};

/// The most annotations of a kind that GitHub takes from one step; it silently drops the others.
const MOST: usize = 10;

/// The findings as annotations, the most important first. Those beyond GitHub's limit are lines of the log, and a notice
/// tells how many they are. `root` is the goals' folder from the top of git's work tree.
pub fn findings(view: &CheckView, root: &str) -> String {
    let (mut commands, mut lines) = (String::new(), String::new());
    let (mut errors, mut warnings) = (0, 0);
    for finding in view.most_important_first() {
        let count = if finding.is_error() { &mut errors } else { &mut warnings };
        *count += 1;
        if *count <= MOST {
            commands.push_str(&annotation(finding, root));
        } else {
            let path = path_in_repository(root, &finding.path).unwrap_or_else(|| finding.path.clone());
            lines.push_str(&without_commands(&format!("  {}\n", concise::line(finding, &clean(&path)))));
        }
    }
    let cut: Vec<String> = [(errors, "error", "errors"), (warnings, "warning", "warnings")]
        .into_iter()
        .filter(|(count, ..)| *count > MOST)
        .map(|(count, one, many)| counted(count - MOST, one, many))
        .collect();
    if !cut.is_empty() {
        let cut = cut.join(" and ");
        let limit = format!("GitHub shows {MOST} annotations of a kind in a step");
        commands.push_str(&format!("::notice title=goalpost::{cut} more in the log of this step ({limit})\n"));
    }
    commands + &lines
}

/// How commands begin that a pipeline finds anywhere in a line: of GitHub's older syntax, of Azure and of `TeamCity`.
pub(super) const COMMANDS: [&str; 3] = ["##[", "##vso[", "##teamcity["];

/// A text in which the runner of a pipeline finds no command, for its log.
///
/// GitHub's also looks for `::` at the start of a line, where it passes over spaces and what it takes for invisible.
pub fn without_commands(text: &str) -> Cow<'_, str> {
    if !text.contains("##") && !text.contains("::") {
        return Cow::Borrowed(text);
    }
    let safe = |line: &str| {
        let line = COMMANDS
            .iter()
            .fold(line.to_owned(), |line, command| line.replace(command, &command.replacen("##", "#\u{fffd}", 1)));
        let start = line.find(char::is_alphanumeric).unwrap_or(line.len());
        line[..start].replace("::", "\u{fffd}:") + &line[start..]
    };
    Cow::Owned(text.split_inclusive(['\n', '\r']).map(safe).collect())
}

fn annotation(finding: &FindingView, root: &str) -> String {
    let kind = if finding.is_error() { "error" } else { "warning" };
    let path = path_in_repository(root, &finding.path);
    let mut properties = Vec::new();
    if let Some(path) = &path {
        properties.push(format!("file={}", property(path)));
        let places = [("line", finding.line), ("endLine", finding.end_line)];
        // GitHub takes columns only within one line.
        let within = finding.line == finding.end_line;
        let columns = [("col", finding.column), ("endColumn", finding.end_column)].into_iter().filter(|_| within);
        let known = places.into_iter().chain(columns).filter_map(|(name, at)| Some(format!("{name}={}", at?)));
        properties.extend(known);
    }
    properties.push(format!("title={}", property(&finding.rule)));
    let mut lines = vec![clean(&finding.message).into_owned()];
    if path.is_none() {
        lines.push(format!("in {}, outside of this repository", clean(&finding.path)));
    }
    lines.extend(finding.help.as_deref().map(|help| format!("help: {}", clean(help))));
    format!("::{kind} {}::{}\n", properties.join(","), data(&lines.join("\n")))
}

/// Escapes the message of a command, as the actions toolkit does.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command, as the actions toolkit does.
fn property(text: &str) -> String {
    data(&clean(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_a_command_or_begins_one() {
        assert_eq!(data("50 %\n::add-mask::x%0A"), "50 %25%0A::add-mask::x%250A");
        assert_eq!(property("a,line=1::x\r\n.yaml"), "a%2Cline=1%3A%3Ax  .yaml");
    }

    #[test]
    fn a_line_of_the_log_is_no_command() {
        let hostile = "::add-mask::e\n  \u{a0}::error::x\n:::warning::x\nsee ##[add-mask]e ##vso[task.x]y ##teamcity[z]\n\u{1b}[1m::stop-commands::x\n";
        for line in without_commands(hostile).split('\n') {
            assert!(COMMANDS.iter().all(|command| !line.contains(command)), "{line}");
            assert!(!line.trim_start().starts_with("::"), "{line}");
        }
        let harmless = "q4/a.yaml:1:2: see a::b, # and [\n";
        assert_eq!(without_commands(harmless), harmless);
    }
}

//! Findings as SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0), within the limits of GitHub's code scanning
//! (docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).

mod log;

use std::collections::{BTreeMap, HashMap};

use super::address::{path_in_repository, percent_encode};
use super::clean::clean;
use super::json::json;
use crate::lint::replacement;
use crate::model::{DocIx, Workspace, abridged, counted};
use crate::rules::rule;
use crate::source::SETTINGS_FILE;
use crate::view::check::{CheckView, FindingView, RelatedView};
use log::{
    SarifArtifact, SarifAutomation, SarifBase, SarifChange, SarifConfiguration, SarifDriver, SarifFix, SarifInvocation,
    SarifLocation, SarifLog, SarifNotification, SarifPage, SarifPlace, SarifRegion, SarifReplacement, SarifResult,
    SarifRule, SarifRuleProperties, SarifRun, SarifSuppression, SarifText, SarifTool,
};

/// The most results in a log; GitHub refuses one with more.
const MOST_RESULTS: usize = 25_000;
/// The most related places of a result; GitHub shows this many.
const MOST_RELATED: usize = 100;
/// The most characters of a rule's description; GitHub cuts it there.
const DESCRIPTION: usize = 1024;
/// The most fixes in a file that are worked out, because each parses the file again.
const MOST_FIXES: usize = 64;
/// The name of the top of git's work tree in a log.
const TOP: &str = "%SRCROOT%";

/// The findings, the most important first, then those that comments allow. `root` is the goals' folder from the top of
/// git's work tree.
pub fn findings(view: &CheckView, workspace: &Workspace, root: &str) -> String {
    let counted_findings = view.most_important_first().into_iter().map(|finding| (finding, false));
    let all: Vec<_> = counted_findings.chain(view.suppressed.iter().map(|finding| (finding, true))).collect();
    let shown = &all[..all.len().min(MOST_RESULTS)];
    let mut rules = RuleTable::default();
    let mut writer = ResultWriter { workspace, root, fixes: HashMap::new() };
    let results = shown.iter().map(|(finding, suppressed)| {
        let index = rules.index(&finding.rule);
        writer.result(finding, index, *suppressed)
    });
    let results = results.collect();
    let cut = (all.len() > shown.len()).then(|| SarifNotification {
        level: "warning",
        message: SarifText { text: cut_words(all.len() - shown.len()) },
    });
    let base = SarifBase { description: text("The top of the repository.") };
    let run = SarifRun {
        tool: SarifTool {
            driver: SarifDriver {
                name: "goalpost",
                version: env!("CARGO_PKG_VERSION"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: rules.rules,
            },
        },
        automation_details: SarifAutomation { id: run_id(root) },
        invocations: [SarifInvocation {
            execution_successful: true,
            tool_execution_notifications: cut.into_iter().collect(),
        }],
        original_uri_base_ids: BTreeMap::from([(TOP, base)]),
        column_kind: "unicodeCodePoints",
        results,
    };
    let schema = "https://json.schemastore.org/sarif-2.1.0.json";
    json(&SarifLog { schema, version: "2.1.0", runs: [run] })
}

/// What is left out of a log of a view, if anything is.
pub fn left_out(view: &CheckView) -> Option<String> {
    let all = view.findings.len() + view.suppressed.len();
    (all > MOST_RESULTS).then(|| cut_words(all - MOST_RESULTS))
}

fn cut_words(count: usize) -> String {
    let findings = counted(count, "finding", "findings");
    format!("{findings} left out, the least important: a log has at most {MOST_RESULTS} results")
}

/// The id of the run. GitHub takes what stands before the last slash as its category, of which an upload may have one.
fn run_id(root: &str) -> String {
    match path_in_repository(root, "") {
        Some(folder) if !folder.is_empty() => format!("goalpost/{folder}/"),
        _ => "goalpost/".to_owned(),
    }
}

/// The rules of the results, each once.
#[derive(Default)]
struct RuleTable<'f> {
    rules: Vec<SarifRule<'f>>,
    places: HashMap<&'f str, usize>,
}

impl<'f> RuleTable<'f> {
    fn index(&mut self, name: &'f str) -> usize {
        let Self { rules, places } = self;
        *places.entry(name).or_insert_with(|| {
            rules.push(describe(name));
            rules.len() - 1
        })
    }
}

fn describe(name: &str) -> SarifRule<'_> {
    let known = rule(name);
    let page = known.map_or(name, |rule| rule.page());
    let summary = known.map_or_else(|| name.to_owned(), crate::lint::Rule::summary);
    let is_error = known.is_some_and(|rule| rule.level == Some(crate::lint::Level::Error));
    let level = if is_error { "error" } else { "warning" };
    SarifRule {
        id: name,
        name: pascal_case(name),
        short_description: text(&abridged(&summary, DESCRIPTION)),
        full_description: text(&abridged(&summary, DESCRIPTION)),
        help: SarifPage { text: page, markdown: page },
        default_configuration: SarifConfiguration { level },
        properties: SarifRuleProperties { tags: [known.map_or("goals", |rule| rule.group.word())], severity: level },
    }
}

/// A rule's name as SARIF wants names: `moved-target` is `MovedTarget`.
fn pascal_case(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    name.split('-').map(word).collect()
}

/// Makes results of findings.
struct ResultWriter<'w> {
    workspace: &'w Workspace,
    root: &'w str,
    /// The number of fixes worked out so far, by file.
    fixes: HashMap<DocIx, usize>,
}

impl ResultWriter<'_> {
    fn result<'f>(&mut self, finding: &'f FindingView, rule_index: usize, suppressed: bool) -> SarifResult<'f> {
        let path = path_in_repository(self.root, &finding.path);
        let mut lines = vec![plain(&finding.message)];
        if path.is_none() {
            lines.push(format!("In {}, outside of this repository.", plain(&finding.path)));
        }
        lines.extend(finding.help.as_deref().map(|help| format!("Help: {}", plain(help))));
        let region = SarifRegion {
            start_line: finding.line.unwrap_or(1),
            start_column: finding.column,
            end_line: finding.end_line,
            end_column: finding.end_column,
        };
        let place = SarifPlace {
            artifact_location: self.artifact(path.as_deref()),
            region: if path.is_some() { region } else { first_line() },
        };
        let related = finding.related.iter().filter_map(|related| self.related(related));
        let related = related.take(MOST_RELATED).enumerate();
        let related_locations = related.map(|(at, it)| SarifLocation { id: Some(at + 1), ..it }).collect();
        let suppression = suppressed.then_some(SarifSuppression { kind: "inSource", status: "accepted" });
        // GitHub knows a result again by `primaryLocationLineHash` alone, which it would take from the line's text.
        let line_hash = format!("{}:1", &finding.fingerprint.get(..16).unwrap_or(&finding.fingerprint));
        SarifResult {
            rule_id: &finding.rule,
            rule_index,
            level: &finding.level,
            message: SarifText { text: lines.join("\n") },
            locations: [SarifLocation { id: None, physical_location: place, message: None }],
            related_locations,
            partial_fingerprints: BTreeMap::from([
                ("goalpostFinding/v1", finding.fingerprint.clone()),
                ("primaryLocationLineHash", line_hash),
            ]),
            baseline_state: finding.is_new.map(|is_new| if is_new { "new" } else { "unchanged" }),
            suppressions: suppression.into_iter().collect(),
            fixes: self.fix(finding).into_iter().collect(),
        }
    }

    fn related(&self, related: &RelatedView) -> Option<SarifLocation> {
        let path = path_in_repository(self.root, &related.path)?;
        let region = SarifRegion { start_line: related.line?, start_column: related.column, ..first_line() };
        let message = (!related.message.is_empty()).then(|| SarifText { text: plain(&related.message) });
        let place = SarifPlace { artifact_location: self.artifact(Some(&path)), region };
        Some(SarifLocation { id: None, physical_location: place, message })
    }

    fn fix(&mut self, finding: &FindingView) -> Option<SarifFix> {
        let fix = finding.edit.as_ref()?;
        let file = self.workspace.file(fix.document);
        let path = path_in_repository(self.root, &file.path)?;
        let worked_out = self.fixes.entry(fix.document).or_default();
        *worked_out += 1;
        if *worked_out > MOST_FIXES {
            return None;
        }
        let (span, inserted) = replacement(self.workspace, fix)?;
        let (start, end) = (file.position(span.start as usize), file.position(span.end as usize));
        let deleted_region = SarifRegion {
            start_line: start.line,
            start_column: Some(start.column),
            end_line: Some(end.line),
            end_column: Some(end.column),
        };
        let words = if fix.safe { "Safe fix" } else { "Fix that may change what the goal means" };
        let inserted_content = (!inserted.is_empty()).then_some(SarifText { text: inserted });
        Some(SarifFix {
            description: text(words),
            artifact_changes: [SarifChange {
                artifact_location: self.artifact(Some(&path)),
                replacements: [SarifReplacement { deleted_region, inserted_content }],
            }],
        })
    }

    /// A file of the repository. Where a finding lies outside, `goalpost.yaml` stands for it: without a place in the
    /// repository it would not be shown.
    fn artifact(&self, path: Option<&str>) -> SarifArtifact {
        let otherwise = || path_in_repository(self.root, SETTINGS_FILE).unwrap_or_else(|| SETTINGS_FILE.to_owned());
        let path = path.map_or_else(otherwise, str::to_owned);
        SarifArtifact { uri: percent_encode(&path), uri_base_id: TOP }
    }
}

fn first_line() -> SarifRegion {
    SarifRegion { start_line: 1, start_column: None, end_line: None, end_column: None }
}

fn text(text: &str) -> SarifText {
    SarifText { text: text.to_owned() }
}

/// A text from goal files as a message: in one line, without placeholders (3.11.5), links (3.11.6) and mentions.
fn plain(text: &str) -> String {
    let text = clean(text).replace('@', "@\u{200d}");
    let text =
        if text.contains("](") { text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]") } else { text };
    let is_placeholder = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    if !text.split('{').skip(1).any(is_placeholder) {
        return text;
    }
    text.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_no_links_placeholders_or_mentions() {
        assert_eq!(plain("supports[0] is `{a}`"), "supports[0] is `{a}`");
        assert_eq!(plain("see [it](https://evil.example)"), "see \\[it\\](https://evil.example)");
        assert_eq!(plain("{0} of @all\n\u{1b}"), "{{0}} of @\u{200d}all \u{fffd}");
    }

    #[test]
    fn each_root_is_a_category_of_its_own() {
        assert_eq!(run_id("."), "goalpost/");
        assert_eq!(run_id("okrs/people"), "goalpost/okrs/people/");
    }
}

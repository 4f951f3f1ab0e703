//! Rule pages are tests: the bad example raises the page's rule at the marked lines and nothing else, the good one
//! nothing, and fixing the bad one gives the fixed one. Every rule runs over every example. `PAGE=a,b` runs some pages
//! alone, and `SHOW=1` with `--nocapture` shows what their findings look like.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

use goalpost::analysis::facts::Facts;
use goalpost::analysis::goalposts::unlisted_ids;
use goalpost::git::Story;
use goalpost::lint::{self, Finding, Group, Lint, Rule, Safety};
use goalpost::model::Workspace;
use goalpost::project::Project;
use goalpost::render::{Here, Style, pretty};
use goalpost::rules::RULES;
use goalpost::syntax::{Tree, parse};
use goalpost::view::check::CheckView;

use crate::support::history::with_history;
use crate::support::page::{Example, Role, examples, written_pages};
use crate::support::world::{today, world_with, world_with_history};

/// A finding as a test says it: path, line, rule.
type Told = (String, usize, String);

/// Findings at their levels by default, and those of one rule whatever its level.
fn findings(workspace: &Workspace, rule: &'static Rule) -> Vec<Finding> {
    findings_of(&Facts::take(workspace, today()), rule)
}

fn findings_of(snapshot: &Facts<'_>, rule: &'static Rule) -> Vec<Finding> {
    let mut found = lint::run(&Lint { rules: RULES, ..Lint::default() }, snapshot).findings;
    if rule.level.is_none() {
        let only = Lint { rules: RULES, only: vec![rule.name.to_owned()], ..Lint::default() };
        found.extend(lint::run(&only, snapshot).findings);
    }
    lint::fold_batches(found)
}

fn reported(workspace: &Workspace, findings: &[Finding]) -> Vec<Told> {
    let mut told: Vec<Told> = findings
        .iter()
        .map(|finding| {
            let gone = finding.gone.clone().unwrap_or_default();
            let (path, line) = finding.location.map_or((gone, 0), |location| {
                let file = workspace.file(location.document);
                (file.path.clone(), file.position(location.span.start as usize).line)
            });
            (path, line, finding.rule.to_owned())
        })
        .collect();
    told.sort();
    told
}

fn problems_of(rule: &'static Rule, example: &Example, fixed: Option<&Example>) -> Vec<String> {
    let at = format!("{}.md:{}", rule.name, example.line);
    let mut files: BTreeMap<String, String> = example.files.iter().cloned().collect();
    let (workspace, found) = match &example.history {
        None => {
            let workspace = Workspace::read(world_with(&example.files));
            let found = findings(&workspace, rule);
            (workspace, found)
        }
        Some(history) => {
            let (repo, at_last) = world_with_history(history);
            files = at_last;
            let mut project = Project::open(repo.path()).expect("goals");
            let changed = {
                let facts = with_history(&project, today());
                facts.timeline.history().map_or_else(Vec::new, |history| unlisted_ids(facts.workspace, history))
            };
            project.take_over(&changed);
            let mut facts = with_history(&project, today());
            facts.moved_settings = lint::find_moved_settings(RULES, &project, &facts);
            let found = findings_of(&facts, rule);
            (project.workspace, found)
        }
    };
    let told = reported(&workspace, &found);
    let wanted: Vec<Told> = match example.role {
        Role::Bad => example.marks(&files).into_iter().map(|(path, line)| (path, line, rule.name.to_owned())).collect(),
        _ => Vec::new(),
    };
    let mut problems = Vec::new();
    if example.role == Role::Bad && wanted.is_empty() {
        problems.push(format!("{at}: a bad example without a marked line"));
    }
    if told != wanted {
        let messages: Vec<_> = found.iter().map(|it| format!("{}: {}", it.rule, it.message)).collect();
        problems.push(format!("{at}: wanted {wanted:?}\n    found {told:?}\n    {}", messages.join("\n    ")));
    }
    if std::env::var_os("SHOW").is_some() && !found.is_empty() {
        let style = Style { color: false, width: 80 };
        let view = CheckView::new(&workspace, &found);
        let shown = format!("== {at}\n{}", pretty::findings(&view, &workspace, &Here::default(), style));
        std::io::stderr().write_all(shown.as_bytes()).expect("a place to show it");
    }
    for finding in found.iter().filter(|it| it.rule == rule.name) {
        if finding.label.is_empty() {
            problems.push(format!("{at}: the finding says nothing under its underline: {}", finding.message));
        }
        if finding.help.is_none() {
            problems.push(format!("{at}: the finding does not say what to do: {}", finding.message));
        }
    }
    if let Some(fixed) = fixed {
        problems.extend(problems_of_fix(rule, &workspace, &found, fixed));
    } else if example.role == Role::Bad && found.iter().any(|it| it.fix.as_ref().is_some_and(|fix| fix.safe)) {
        // A page may show several bad examples and fix only the first: whatever is fixed must be mended at least.
        for file in lint::fix_all(&workspace, &found, Safety::Safe) {
            let (tree, faults) = parse(&goalpost::source::SourceFile::from_text("", file.text.clone()));
            if tree.partial || !faults.is_empty() {
                problems.push(format!("{at}: the fix leaves a file that does not parse:\n{}", file.text));
            }
        }
    }
    problems
}

fn comments(tree: &Tree) -> BTreeSet<String> {
    tree.comments.iter().map(|comment| comment.text.trim().to_owned()).collect()
}

fn problems_of_fix(rule: &'static Rule, workspace: &Workspace, found: &[Finding], fixed: &Example) -> Vec<String> {
    let at = format!("{}.md:{}", rule.name, fixed.line);
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for (document, file) in (0..).map(goalpost::model::DocIx).zip(&workspace.sources.files) {
        let new = lint::fix_all(workspace, found, Safety::Safe).into_iter().find(|it| it.document == document);
        if let Some(new) = &new {
            let (tree, _) = parse(&goalpost::source::SourceFile::from_text("", new.text.clone()));
            let lost: Vec<_> =
                comments(&workspace.document(document).tree).difference(&comments(&tree)).cloned().collect();
            let kept: BTreeSet<_> = fixed.files.iter().flat_map(|(_, text)| text.lines()).collect();
            for comment in lost {
                if kept.iter().any(|line| line.contains(&comment)) {
                    problems.push(format!("{at}: the fix loses the comment `{comment}`"));
                }
            }
        }
        files.push((file.path.clone(), new.map_or_else(|| file.text.clone(), |new| new.text)));
    }
    for (path, wanted) in &fixed.files {
        let text = files.iter().find(|(name, _)| name == path).map_or("", |(_, text)| text.as_str());
        if text.trim_end() != wanted.trim_end() {
            problems.push(format!("{at}: {path} is fixed to\n{text}\n  and not to\n{wanted}"));
        }
    }
    // Fixing again changes nothing.
    let again = Workspace::read(goalpost::source::SourceSet::from_texts(files));
    let left = findings(&again, rule);
    let more = lint::fix_all(&again, &left, Safety::Safe);
    if !more.is_empty() || left.iter().any(|it| it.rule == rule.name) {
        problems.push(format!("{at}: after the fix there is more to fix: {:?}", reported(&again, &left)));
    }
    problems
}

#[test]
fn the_world_is_clean() {
    let workspace = Workspace::read(world_with(&[]));
    let snapshot = Facts::take(&workspace, today());
    let outcome = lint::run(&Lint { rules: RULES, ..Lint::default() }, &snapshot);
    assert_eq!(reported(&workspace, &outcome.findings), [], "{:#?}", outcome.findings);
}

#[test]
fn the_world_with_a_past_is_clean() {
    let (repo, _) = world_with_history(&Story::default());
    let project = Project::open(repo.path()).expect("goals");
    let snapshot = with_history(&project, today());
    let history = |rule: &&&'static Rule| matches!(rule.group, Group::History);
    let asked = RULES.iter().filter(history).map(|rule| rule.name.to_owned()).collect();
    let mut found = lint::run(&Lint { rules: RULES, ..Lint::default() }, &snapshot).findings;
    found.extend(lint::run(&Lint { rules: RULES, only: asked, ..Lint::default() }, &snapshot).findings);
    assert_eq!(reported(&project.workspace, &found), [], "{found:#?}");
}

#[test]
fn every_example_shows_what_its_page_says() {
    let only = std::env::var("PAGE").unwrap_or_default();
    let mut problems = Vec::new();
    for rule in RULES.iter().filter(|rule| only.is_empty() || only.split(',').any(|name| name == rule.name)) {
        let examples = examples(rule.page());
        for (at, example) in examples.iter().enumerate().filter(|(_, it)| it.role != Role::Fixed) {
            let fixed = examples.get(at + 1).filter(|next| next.role == Role::Fixed);
            problems.extend(problems_of(rule, example, fixed));
        }
    }
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn every_page_has_its_shape() {
    for rule in RULES {
        assert!(rule.page().starts_with(&format!("# {}\n", rule.name)), "{}", rule.name);
        let headings: Vec<_> = rule.page().lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(headings, ["## Why", "## Examples", "## Settings", "## Sources"], "{}", rule.name);
        let width = rule.page().lines().map(|line| line.chars().count()).max();
        assert!(width <= Some(120), "{} is wider than 120", rule.name);
        assert!(rule.summary().ends_with('.'), "{}: {}", rule.name, rule.summary());
    }
}

#[test]
fn every_page_belongs_to_a_rule_and_every_rule_to_its_group() {
    let pages = written_pages().into_iter().filter(|it| it.group != "concepts").map(|it| (it.group, it.name));
    let pages: BTreeSet<_> = pages.collect();
    let rules: BTreeSet<_> = RULES.iter().map(|rule| (rule.group.word().to_owned(), rule.name.to_owned())).collect();
    assert_eq!(rules.len(), RULES.len(), "a rule is listed twice");
    let without: Vec<_> = pages.difference(&rules).collect();
    assert!(without.is_empty(), "pages whose rule is not in the list: {without:?}");
}

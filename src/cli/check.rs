//! `goalpost check`: reads all goals and reports what is wrong with them.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::{CommandError, Session, Verdict};
use crate::analysis::Snapshot;
use crate::lint::{self, Finding, Lint};
use crate::model::Workspace;
use crate::project::Project;
use crate::render::{json, markdown, pretty};
use crate::rules::{RULES, rule};
use crate::syntax::closest;
use crate::view::Envelope;
use crate::view::check::CheckView;

/// Checks goals: links, fields, measures, owners, and much else
///
/// Reads every goal file below the root and reports what is wrong, where, and what to do. Exits with 1 if anything is
/// wrong at level error. `goalpost rules` lists what is looked for, `goalpost explain RULE` says why.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Formats: human, json, markdown")]
pub(super) struct Args {
    /// Report only what is in these files or folders; everything is read all the same
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Only these rules, on even if they are off
    #[arg(long = "rule", value_name = "NAME")]
    rules: Vec<String>,
    /// Exit with 1 for warnings too
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Human,
    Json,
    Markdown,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let formats = [("human", Format::Human), ("json", Format::Json), ("markdown", Format::Markdown)];
    let format = session.format("check", &formats)?;
    for name in &args.rules {
        known(name)?;
    }
    let project = session.open()?;
    let context = session.context(&project)?;
    let snapshot = Snapshot::take(&project.workspace, context.today);
    let lint = Lint { rules: RULES, only: args.rules.clone(), ..Lint::default() };
    let mut findings = lint::run(&lint, &snapshot).findings;
    within(&mut findings, &project, &args.paths)?;
    let view = CheckView::new(&project.workspace, &findings);
    let failed = view.summary.errors > 0 || (args.strict && view.summary.warnings > 0);
    let text = match format {
        Format::Human => pretty::findings(&view, &project.workspace, &Session::here(&project), session.style()),
        Format::Json => json::json(&Envelope::new("check", &context, view)),
        Format::Markdown => markdown::check(&view),
    };
    session.answer(&text)?;
    Ok(if failed { Verdict::Failed } else { Verdict::Done })
}

fn known(name: &str) -> Result<(), CommandError> {
    if rule(name).is_some() {
        return Ok(());
    }
    let near = closest(name, RULES.iter().map(|rule| rule.name));
    let hint = near.map_or_else(|| "goalpost rules lists them".to_owned(), |near| format!("did you mean `{near}`?"));
    Err(CommandError::new(format!("there is no rule `{name}`")).hint(hint))
}

/// Keeps the findings of some files or folders.
fn within(findings: &mut Vec<Finding>, project: &Project, paths: &[PathBuf]) -> Result<(), CommandError> {
    if paths.is_empty() {
        return Ok(());
    }
    let root = project.root.canonicalize().unwrap_or_else(|_| project.root.clone());
    let mut wanted = Vec::new();
    for path in paths {
        let real = path.canonicalize().map_err(|_| {
            CommandError::new(format!("there is no file or folder `{}`", path.display()))
                .hint("paths are taken from the current folder")
        })?;
        let below = real.strip_prefix(&root).map_err(|_| {
            CommandError::new(format!("`{}` is not below the goals' root", path.display()))
                .hint(format!("the root is `{}`; --root names another", project.root.display()))
        })?;
        wanted.push(below.to_path_buf());
    }
    let workspace: &Workspace = &project.workspace;
    findings.retain(|finding| {
        let path = finding.location.map_or("goalpost.yaml", |it| workspace.file(it.document).path.as_str());
        wanted.iter().any(|below| PathBuf::from(path).starts_with(below))
    });
    Ok(())
}

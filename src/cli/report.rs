//! `goalpost report`: generates a report for a period.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::error::CommandError;
use super::format::Answer;
use super::input::read_text;
use super::output::unwritten;
use super::own_template;
use super::range::open_on;
use super::report_file;
use super::scope::ScopeArgs;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use crate::model::plus_days;
use crate::project::Project;
use crate::render::html::{EditUrl, EditUrlError, ReportOptions};
use crate::render::{json, markdown};
use crate::view::report::{BACK, BaseCommitView, ReportView};
use crate::view::{Context, Envelope};

/// Generate a report for a period (HTML, Markdown, JSON)
///
/// Writes one self-contained HTML file: a summary, the tree of goals with a chart each, links, needs and obstacles,
/// moved goalposts and lessons. Goals of private roots (`include`) are left out unless --include names their root.
/// On a terminal, the page goes to a temporary file, and is opened if you like.
///
/// Without --period: the goals whose period contains today, and open goals past their period or without one.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost report --output report.html
  goalpost report --summary --format markdown
  goalpost report --edit-url 'https://HOST/REPO/edit/main/{path}#L{line}'")]
pub(super) struct Args {
    #[command(flatten)]
    scope: ScopeArgs,
    /// Link goals to their source, with {path}, {id} or {line} replaced
    #[arg(long, value_name = "URL")]
    edit_url: Option<String>,
    /// Link for check-ins (default: --edit-url)
    #[arg(long, value_name = "URL")]
    check_in_url: Option<String>,
    /// Jinja template to use instead of the built-in page; it can extend "report.html"
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,
    /// Write the summary alone, which fits one printed page
    #[arg(long)]
    summary: bool,
    #[command(flatten)]
    answer: Answer<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// One self-contained file
    #[default]
    Html,
    /// For comments, wikis and issues
    Markdown,
    /// For programs
    Json,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let options = read_options(args, format)?;
    let (view, context) = read_view(session, args)?;
    let page = |out: &mut dyn Write| match format {
        Format::Html => own_template::render(view, &context, options, args.template.as_deref(), out),
        Format::Markdown => {
            let report = if args.summary { markdown::report_summary } else { markdown::report };
            out.write_all(report(&view, context.today).as_bytes()).map_err(|error| unwritten(&error))
        }
        Format::Json => json::write(&Envelope::new("report", &context, view), out).map_err(|error| unwritten(&error)),
    };
    if format == Format::Html && session.is_on_terminal() && !session.is_asked_by_program() {
        report_file::offer(session, page)?;
    } else {
        session.answer_as_it_comes(page)?;
        let ending = session.global().output.as_ref().and_then(|file| file.extension()?.to_str());
        let other = [("md", "markdown"), ("markdown", "markdown"), ("json", "json")];
        if let Some((_, named)) = other.iter().find(|(it, _)| ending == Some(it) && !args.answer.is_given()) {
            session.note(&format!("the file has HTML, whatever its name; for another format: --format {named}"));
        }
    }
    Ok(Verdict::Done)
}

/// Reads the goals and their history. Only the view of them is left when it is rendered, as both of a large repository at once
/// would need twice the memory.
fn read_view(session: &Session, args: &Args) -> Result<(ReportView, Context), CommandError> {
    let project = session.open()?;
    let before = project.workspace.goals.len();
    let mut project = args.scope.privacy.guard(session, project)?;
    let left_out = before.saturating_sub(project.workspace.goals.len());
    let context = session.context(&project)?;
    let since = plus_days(context.today, -BACK);
    let (selection, mut heading) = args.scope.select(&project, context.today)?;
    if let Some(day) = context.judged_since {
        heading.push_str(&format!(" · history judged since {day}"));
    }
    let commit = find_commit(&project);
    let mut earlier =
        open_on(session, &project, (since, context.today))?.map(|it| it.for_everyone(&args.scope.privacy.include));
    let earlier = earlier.as_mut().map(|earlier| (earlier, since));
    let (before, snapshot) = session.snapshot_since(earlier, &mut project, &context, HistoryReach::Whole)?;
    let view = ReportView::new(&snapshot, before.as_ref(), &selection, &heading, (left_out, commit));
    Ok((view, context))
}

fn read_options(args: &Args, format: Format) -> Result<ReportOptions, CommandError> {
    if format != Format::Html && (args.template.is_some() || args.edit_url.is_some() || args.check_in_url.is_some()) {
        return Err(CommandError::usage("--template, --edit-url and --check-in-url need --format html")
            .hint("remove them, or remove --format"));
    }
    if format == Format::Json && args.summary {
        return Err(CommandError::usage("--summary needs --format html or markdown")
            .hint("JSON has it as `summary`, `strategic`, `attention` and `teams`"));
    }
    let url =
        |text: &Option<String>| text.as_deref().map(EditUrl::parse).transpose().map_err(|error| url_error(&error));
    Ok(ReportOptions {
        template: args.template.as_deref().map(read_text).transpose()?,
        edit: url(&args.edit_url)?,
        check_in: url(&args.check_in_url)?,
        summary: args.summary,
    })
}

/// Finds the commit that was read, or that the work tree is based on.
fn find_commit(project: &Project) -> Option<BaseCommitView> {
    if let Some(revision) = project.revision {
        return Some(BaseCommitView { id: revision.oid.to_string(), day: None, uncommitted: None });
    }
    let repository = project.repository.as_ref().ok()?;
    let head = repository.head().ok()?;
    Some(BaseCommitView { id: head.oid.to_string(), day: Some(head.day), uncommitted: None })
}

fn url_error(error: &EditUrlError) -> CommandError {
    CommandError::usage(error.to_string())
        .hint("for example https://github.com/ORG/REPO/edit/main/{path}#L{line}")
        .hint("{path} is the goal's file from the top of the repository, {id} its id, {line} the line of its value")
}

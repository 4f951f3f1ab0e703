//! The command line: one file for each command. Only this layer reads the clock, the environment, the current folder
//! and the terminal.

mod ack;
mod actions;
mod agenda;
mod align;
mod arguments;
mod audience;
mod blame;
#[cfg(test)]
mod broken_disk;
mod calibrate;
mod capture;
mod carry_answers;
mod carry_over;
mod cascade;
mod check;
mod checkin;
mod clock;
mod close;
mod color;
mod completions;
mod day;
mod demo;
mod diff;
mod digest;
mod error;
mod explain;
mod export;
mod field_name;
mod filter;
mod finding_format;
mod format;
mod gaps;
mod global;
mod goal;
mod graph;
mod guard;
mod help;
mod history;
mod hook;
mod impact;
mod import;
mod init;
mod input;
mod instructions;
mod interrupts;
mod link;
mod lsp;
mod man;
mod mcp;
mod member;
mod memory;
mod merge;
mod moved_settings;
mod need;
mod new;
mod note;
mod other_periods;
mod output;
mod overview;
mod own_template;
mod pager;
mod parser_message;
mod pasted;
mod plan;
mod privacy;
mod progress;
mod prompt;
mod pull;
mod quoted_commands;
mod range;
mod reason;
mod reassign;
mod rename;
mod reopen;
mod report;
mod report_file;
mod review;
mod rollup;
mod root;
mod rules;
mod schema;
mod scope;
mod scorecard;
mod session;
mod set;
mod show;
mod slip;
mod snapshots;
mod suggest;
mod validate;
mod verdict;
mod why;
mod words;
mod work;
mod writing;

use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use capture::Captured;
pub use error::CommandError;
use global::Global;
use pasted::Pasted;
use session::Session;
use verdict::Verdict;

#[cfg(test)]
use crate::view;
use crate::view::schema::{FILES, NamedSchema, SchemaOrigin};

/// OKRs in git, with goalposts that cannot move unseen.
///
/// Goals are plain YAML files in a folder with goalpost.yaml at its root. Without a command: one screen on where they
/// stand. Start with `goalpost init` or `goalpost demo`; `goalpost explain` lists the guide and the concepts.
#[derive(Debug, Parser)]
#[command(name = "goalpost", version, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Makes of the list of commands the subcommands, what runs each, and the schemas of their JSON.
macro_rules! commands {
    ($($group:literal {
        $($name:literal $variant:ident($module:ident $(, $more:expr)?) $(answers $view:ty: $says:literal)?;)*
    })*) => {
        #[derive(Debug, Subcommand)]
        enum Command {
            $($(#[command(name = $name)] $variant(Box<$module::Args>),)*)*
        }

        fn execute(session: &Session, command: Command) -> Result<Verdict, CommandError> {
            match command {
                $($(Command::$variant(args) => $module::run(session, &args $(, $more)?),)*)*
            }
        }

        /// The names of the commands, by group.
        const GROUPS: help::Groups = &[$(($group, &[$($name),*])),*];

        /// The schemas of what commands answer with `--format json`.
        static ANSWERS: &[NamedSchema] = &[$($($(NamedSchema {
            name: $name,
            side: SchemaOrigin::Answered,
            says: $says,
            path: concat!("schema/output/", $name, ".schema.json"),
            #[cfg(test)]
            make: view::schema::generate::answer::<$view>,
        },)?)*)*];
    };
}

// Every command, by what it is for: its name, its module with what else it is given, and what its JSON is.
commands! {
    "Start" {
        "init" Init(init) answers view::written::WrittenView: "the created files";
        "demo" Demo(demo) answers view::demo::DemoView: "the sample repository that was created";
        "import" Import(import) answers view::written::WrittenView: "imported goals and rejected rows";
        "explain" Explain(explain) answers view::explain::ExplainView: "a page of documentation, or the list of pages";
    }
    "Every week" {
        "check" Check(check) answers view::check::CheckView: "errors and warnings, with locations and fixes";
        "checkin" Checkin(checkin) answers view::written::WrittenView: "recorded check-ins and rejected rows";
        "pull" Pull(pull) answers view::pull::PullView: "values that came from sources, and what became of them";
        "note" Note(note) answers view::written::WrittenView: "the log entry that was added";
        "rollup" Rollup(rollup) answers view::explanation::ExplainedRollup: "goals with progress, plan and health";
        "agenda" Agenda(agenda) answers view::agenda::AgendaView: "what needs action, most urgent first";
        "digest" Digest(digest) answers view::digest::DigestView: "changes since a date";
    }
    "Look closer" {
        "show" Show(show) answers view::show::ShowView: "everything about one goal";
        "why" Why(why) answers view::why::WhyView: "lines of sight to the mission, or the goals that serve a goal";
        "history" History(history) answers view::history::HistoryView: "values over time, and moved goalposts";
        "blame" Blame(blame) answers view::blame::BlameView: "the commit that last set each field of a goal";
        "impact" Impact(impact) answers view::impact::GoalImpactView: "what a change to a goal would affect, and whom to ask";
        "align" Align(align) answers view::align::AlignView: "alignment: indicators, orphans, conflicts, duplicates";
        "scorecard" Scorecard(scorecard) answers view::scorecard::ScorecardView: "scores of goals against SMART and FAST";
        "calibrate" Calibrate(calibrate) answers view::calibrate::CalibrationView: "how often forecasts and stated confidence came true";
        "work" Work(work) answers view::work::WorkView: "commits that reference goals";
        "rules" Rules(rules) answers view::rules::RulesView: "rules with their configured levels";
    }
    "Change goals" {
        "new" New(new) answers view::written::WrittenView: "the goal that was written";
        "set" Set(set) answers view::written::WrittenView: "the field that was set";
        "link" Link(link) answers view::written::WrittenView: "the link that was written";
        "suggest" Suggest(suggest) answers view::suggest::SuggestView: "goals with suggested parents";
        "need" Need(need) answers view::written::WrittenView: "the need that was asked for or answered";
        "cascade" Cascade(cascade) answers view::written::WrittenView: "the drafted objectives";
        "ack" Ack(ack) answers view::written::WrittenView: "the recorded agreement";
        "rename" Rename(rename) answers view::written::WrittenView: "the files in which the id changed";
        "reassign" Reassign(reassign) answers view::written::WrittenView: "the transferred goals";
    }
    "End of the quarter" {
        "close" Close(close) answers view::written::WrittenView: "the closed goals with their grades";
        "reopen" Reopen(reopen) answers view::written::WrittenView: "the reopened goals";
        "carry-over" CarryOver(carry_over) answers view::written::WrittenView: "the goals copied into the next period";
        "plan" Plan(plan) answers view::plan::PlanView: "whether the goals of an upcoming period are ready, by level";
        "review" Review(review) answers view::review::ReviewView: "a summary of one person's goals";
    }
    "Share" {
        "diff" Diff(diff) answers view::diff::DiffView: "changed goals, moved goalposts, progress, reviewers";
        "report" Report(report) answers view::report::ReportView: "the report for a period";
        "graph" Graph(graph) answers view::graph::GraphView: "goals and the links between them";
        "export" Export(export) answers view::export::ExportView: "every goal with the fields of its file";
    }
    "For tools" {
        "lsp" Lsp(lsp);
        "merge" Merge(merge);
        "hook" Hook(hook);
        "schema" Schema(schema, &schemas());
        "completions" Completions(completions);
        "instructions" Instructions(instructions);
        "mcp" Mcp(mcp, run_captured);
        "man" Man(man, Cli::command());
    }
}

/// The schema of the maps that `import --map` takes. They are no files of a goals repository, so it is not among those.
static MAP: NamedSchema = NamedSchema {
    name: "map",
    side: SchemaOrigin::Written,
    says: "a map of columns, for import --map",
    path: "schema/map.schema.json",
    #[cfg(test)]
    make: crate::author::import::schema::map,
};

/// Every schema that there is: of the files that people write, then of what commands answer.
pub fn schemas() -> Vec<&'static NamedSchema> {
    FILES.iter().chain([&MAP]).chain(ANSWERS).collect()
}

/// Runs the command line and returns the exit code: 0 done, 1 findings, 2 could not run (129 for `merge`), 130
/// interrupted.
pub fn main() -> ExitCode {
    run(std::env::args_os())
}

/// The most columns of a help: longer lines are hard to read.
const WIDEST_HELP: usize = 100;

fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    if completions::answer(&args, Cli::command) {
        return ExitCode::SUCCESS;
    }
    let program = Cli::command();
    let args = arguments::format_behind_verb(args, &program);
    let failure = failure_code(&args, &program);
    // Set here, because clap takes a pipe to have 100 columns, and the lines it breaks there were broken once more at 80.
    let columns = Session::answer_width(std::io::stdout().is_terminal());
    let program = program.term_width(columns.min(WIDEST_HELP));
    let program = if arguments::asks_for_help(&args) { help::arrange(program, GROUPS) } else { program };
    let read = program.try_get_matches_from(&args).and_then(|matches| {
        let mut cli = Cli::from_arg_matches(&matches)?;
        cli.global.pasted = Pasted::new(cli.global.options_of_root(), matches.subcommand_name(), GROUPS);
        cli.global.audience = actions::audience(&matches, cli.global.root.is_some(), Cli::command);
        Ok(cli)
    });
    let cli = match read {
        Ok(cli) => cli,
        Err(mut error) => {
            help::suggest_command(&mut error, &Cli::command());
            help::suggest_place(&mut error, &Cli::command(), &args);
            parser_message::print(&error, columns, arguments::color_of_help(&args));
            return if error.use_stderr() { failure } else { ExitCode::SUCCESS };
        }
    };
    // The overview has one format; every command takes the option itself.
    let is_human = cli.global.format.as_deref().is_none_or(|format| format == "human");
    let session = Session::new(cli.global);
    // Checked before the command runs: a writing command has already written by the time it answers.
    let done = session.refuse_goal_output().and_then(|()| match cli.command {
        Some(command) => execute(&session, command),
        None if is_human => overview::run(&session),
        None => Err(CommandError::usage("the overview has no format but `human`")
            .hint("for programs: goalpost rollup --format json, goalpost agenda --format json")),
    });
    match done {
        Ok(Verdict::Done) => ExitCode::SUCCESS,
        Ok(Verdict::Failed) => ExitCode::from(1),
        // 128 + SIGINT, as shells report a program that Ctrl-C ended.
        Ok(Verdict::Interrupted) => ExitCode::from(130),
        Err(error) => {
            session.report_error(&error);
            failure
        }
    }
}

/// Runs a command line, and captures its answer and notes.
fn run_captured(session: &Session, line: &[String]) -> Captured {
    let parsed = Cli::try_parse_from(std::iter::once("goalpost").chain(line.iter().map(String::as_str)));
    let command = match parsed {
        Ok(Cli { command: Some(command), .. }) => command,
        Ok(_) => return Captured { answer: Err(CommandError::usage("no command")), notes: Vec::new() },
        Err(error) => {
            let text = error.render().to_string();
            let text = text.trim().trim_start_matches("error: ").to_owned();
            return Captured { answer: Err(CommandError::usage(text)), notes: Vec::new() };
        }
    };
    session.capture(|session| execute(session, command).map(|_| ()))
}

/// Returns the exit code of a command that could not run: above 128 for `merge`, as git asks (gitattributes(5)).
fn failure_code(args: &[OsString], program: &clap::Command) -> ExitCode {
    let verb = args.iter().skip(1).find(|arg| program.find_subcommand(arg).is_some());
    ExitCode::from(if verb.is_some_and(|verb| verb == "merge") { merge::FAILED } else { 2 })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    /// The files in `schema/` are what the types say, and there are no others.
    #[test]
    fn the_files_of_schemas_are_what_the_types_say() {
        use std::path::Path;
        use std::{env, fs};

        use crate::view::schema::generate;
        let update = env::var_os("UPDATE_SCHEMA").is_some();
        let mut stale = Vec::new();
        for schema in super::schemas() {
            let path = schema.path.to_owned();
            let made = generate::text(schema);
            if fs::read_to_string(&path).is_ok_and(|text| text == made) {
                continue;
            }
            if update {
                fs::write(&path, made).expect("the schema can be written");
            }
            stale.push(path);
        }
        for folder in ["schema", "schema/output"] {
            for path in fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
                if path.is_file() && !super::schemas().iter().any(|it| path == Path::new(it.path)) {
                    stale.push(format!("{}, which belongs to no schema", path.display()));
                }
            }
        }
        assert!(
            stale.is_empty() || update,
            "not what the types say: {}\n\nIf the change is meant, write the files anew and look at what changed:\n    \
             UPDATE_SCHEMA=1 cargo test --lib schema",
            stale.join(", ")
        );
    }

    #[test]
    fn no_command_has_an_option_twice() {
        super::Cli::command().debug_assert();
    }
}

//! One run of the program: reads the goals, tells today's date, and writes the answer, notes and errors.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashSet;
use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::audience::Audience;
use super::capture::Captured;
use super::clock::local_day;
use super::color::uses_colors;
use super::day::read_past_day;
use super::error::CommandError;
use super::global::Global;
use super::progress::Progress;
use super::quoted_commands::QuotedCommands;
use super::root::find_root;
use super::verdict::Verdict;
use super::{actions, output, pager};
use crate::git::{Revision, allow_fetching};
use crate::model::{Day, Settings};
use crate::project::{self, Project, Site};
use crate::render::{Here, Style, aside, clean};
use crate::source::SETTINGS_FILE;
use crate::view::Context;

/// The folder for this user's persistent state, as the XDG base directory specification names it.
pub(super) fn state_folder() -> Option<PathBuf> {
    let named = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = named("XDG_STATE_HOME").or_else(|| Some(named("HOME")?.join(".local/state")));
    Some(state?.join("goalpost"))
}

/// One run of the program.
#[derive(Debug)]
pub(super) struct Session {
    global: Global,
    /// Notes that were shown, so that comparing two states of one repository does not repeat them.
    noted: RefCell<HashSet<String>>,
    /// The answer and the notes so far, where they are captured and not written.
    captured: Option<RefCell<(String, Vec<String>)>>,
    /// What the goals say and reads like a command.
    quoted: RefCell<QuotedCommands>,
}

impl Session {
    /// Starts a run with the global options.
    pub(super) fn new(mut global: Global) -> Self {
        global.output = global.output.filter(|path| path != Path::new("-"));
        if global.fetch {
            allow_fetching();
        }
        Self { global, noted: RefCell::default(), captured: None, quoted: RefCell::default() }
    }

    /// Does something in a run with the same options, whose answer and notes are captured.
    pub(super) fn capture(&self, done: impl FnOnce(&Self) -> Result<(), CommandError>) -> Captured {
        let session = Self { captured: Some(RefCell::default()), ..Self::new(self.global.clone()) };
        let done = done(&session);
        let (text, notes) = session.captured.map(RefCell::into_inner).unwrap_or_default();
        Captured { answer: done.map(|()| text), notes }
    }

    /// Whether a program asks, which reads the captured answer.
    pub(super) fn is_asked_by_program(&self) -> bool {
        self.captured.is_some()
    }

    /// Takes what nobody needs when a command has answered. Where the program ends then, thousands of goals are not taken apart
    /// one by one before.
    pub(super) fn leave<T>(&self, done: T) {
        if self.captured.is_none() {
            std::mem::forget(done);
        }
    }

    /// Refuses `--output` to a goal file.
    pub(super) fn refuse_goal_output(&self) -> Result<(), CommandError> {
        let Some(to) = &self.global.output else { return Ok(()) };
        let roots = find_root(self.global.root.as_deref(), self.global.at.is_some())
            .ok()
            .flatten()
            .map(|root| self.site(&root).folders());
        output::refuse_goal_files(to, &roots.unwrap_or_default())
    }

    /// Returns today: the day of `--today`, else that of the revision of `--at`, else `GOALPOST_TODAY`, else the
    /// clock's. A revision precedes the variable, which is set for a whole shell; an option precedes both.
    pub(super) fn today(&self, revision: Option<Revision>) -> Result<Day, CommandError> {
        match revision.filter(|_| self.global.today.is_none()) {
            Some(revision) => Ok(revision.day),
            None => Ok(self.given_day()?.unwrap_or_else(|| self.local_day())),
        }
    }

    /// Returns the day of `--today`, else of `GOALPOST_TODAY`; none where the clock tells it.
    pub(super) fn given_day(&self) -> Result<Option<Day>, CommandError> {
        if let Some(text) = &self.global.today {
            return read_past_day(text, local_day().0, "--today").map(Some);
        }
        let given = env::var("GOALPOST_TODAY").ok().filter(|text| !text.is_empty());
        given.map(|text| read_past_day(&text, local_day().0, "GOALPOST_TODAY")).transpose()
    }

    /// Returns the clock's day in the local time zone.
    fn local_day(&self) -> Day {
        let (day, note) = local_day();
        if let Some(note) = note {
            self.note(&note);
        }
        day
    }

    /// Notes that a change is dated by `GOALPOST_TODAY`, if the clock differs. The variable is easily left behind in a
    /// shell, and would date every check-in wrongly.
    pub(super) fn note_other_day(&self) -> Result<(), CommandError> {
        if self.global.today.is_none() && env::var_os("GOALPOST_TODAY").is_some_and(|text| !text.is_empty()) {
            let (today, clock) = (self.today(None)?, self.local_day());
            if today != clock {
                self.note(&format!("using {today} as today (GOALPOST_TODAY); the clock says {clock}"));
            }
        }
        Ok(())
    }

    /// Reads the goals, and notes what could not be read.
    pub(super) fn open(&self) -> Result<Project, CommandError> {
        let project = self.open_to_check()?;
        self.note_unreadable(&project);
        Ok(project)
    }

    /// Reads the goals for a command that reports unreadable files itself.
    pub(super) fn open_to_check(&self) -> Result<Project, CommandError> {
        let project = self.read(&self.root()?)?;
        self.remember_quoted(&project);
        if let Some(to) = &self.global.output {
            let files = project.workspace.sources.files.iter();
            output::refuse_read_files(to, files.map(|file| project.root.join(&file.path)))?;
        }
        self.note_gaps(&project);
        Ok(project)
    }

    /// Reads the goals of a commit, and further roots of other repositories from the work tree; a commit from before the
    /// goals' root existed has none.
    pub(super) fn open_revision(&self, revision: Revision) -> Result<Project, CommandError> {
        self.open_commit(&self.site(&self.root()?), revision)
    }

    /// Reads the goals of a commit, and further roots of other repositories as of its day.
    pub(super) fn open_dated(&self, revision: Revision) -> Result<Project, CommandError> {
        self.open_commit(&self.site(&self.root()?).dated(self.today(None)?), revision)
    }

    fn open_commit(&self, site: &Site, revision: Revision) -> Result<Project, CommandError> {
        let project = site.of_revision_or_nothing(revision)?;
        self.remember_quoted(&project);
        self.note_fetched(&project);
        Ok(project)
    }

    /// Remembers what goals say and reads like a command, where commands are changed.
    fn remember_quoted(&self, project: &Project) {
        if self.global.pasted.changes_texts() {
            let mut quoted = self.quoted.borrow_mut();
            project.workspace.sources.files.iter().for_each(|file| quoted.remember(&file.text));
        }
    }

    /// Returns the global options.
    pub(super) fn global(&self) -> &Global {
        &self.global
    }

    /// Returns the revision or day of `--at`, as given.
    pub(super) fn at(&self) -> Option<&str> {
        self.global.at.as_deref()
    }

    /// Returns a run on the goals of a commit, as of a day.
    pub(super) fn at_commit(&self, name: &str, today: Day) -> Self {
        Self::new(Global { at: Some(name.to_owned()), today: Some(today.to_string()), ..self.global.clone() })
    }

    /// Returns a root with the folders that it may include.
    pub(super) fn site(&self, root: &Path) -> Site {
        Site::new(root).allow(&self.global.allow_include)
    }

    fn read(&self, root: &Path) -> Result<Project, CommandError> {
        let _progress = self.progress("reading the goals");
        Ok(match &self.global.at {
            Some(name) => self.site(root).open_at(name, self.today(None)?)?,
            None => self.site(root).open()?,
        })
    }

    /// Reads the goals of the index.
    pub(super) fn open_staged(&self) -> Result<Project, CommandError> {
        if self.global.at.is_some() {
            return Err(CommandError::usage("--staged cannot be combined with --at").hint("remove one of them"));
        }
        let project = self.site(&self.root()?).open_staged()?;
        self.remember_quoted(&project);
        self.note_gaps(&project);
        Ok(project)
    }

    /// Reads the settings without the goals, and the context of the answer. There are no settings outside goals
    /// repositories.
    pub(super) fn settings(&self) -> Result<(Option<Settings>, Context), CommandError> {
        let alone = |root: &PathBuf| self.global.at.is_none() && root.join(SETTINGS_FILE).is_file();
        match find_root(self.global.root.as_deref(), self.global.at.is_some())? {
            Some(root) if !alone(&root) => match self.read(&root) {
                Ok(project) => {
                    let written = project.workspace.sources.by_path(SETTINGS_FILE).is_some();
                    let context = self.context(&project)?;
                    Ok((written.then_some(project.workspace.settings), context))
                }
                Err(error) if self.global.at.is_some() => Err(error),
                // Such as a bare repository without commits, which has no settings.
                Err(_) => self.settings_of(root.to_string_lossy().into_owned(), None),
            },
            Some(root) => self.settings_of(project::root_in_git(&root), project::settings_at(&root)),
            None => self.settings_of(".".to_owned(), None),
        }
    }

    fn settings_of(
        &self,
        root: String,
        settings: Option<Settings>,
    ) -> Result<(Option<Settings>, Context), CommandError> {
        let judged_since = settings.as_ref().and_then(|settings| settings.adopted);
        Ok((settings, Context { root, today: self.today(None)?, revision: None, judged_since }))
    }

    /// Returns the root of the goals. Being outside a goals repository is an error.
    pub(super) fn root(&self) -> Result<PathBuf, CommandError> {
        find_root(self.global.root.as_deref(), self.global.at.is_some())?.ok_or_else(|| {
            CommandError::failed("could not find goalpost.yaml in this folder or any parent folder")
                .hint("change to the folder of your goals, or name it with --root DIR")
                .hint("to create a goals repository here: goalpost init (an empty goalpost.yaml is enough)")
                .hint("to try a sample: goalpost demo")
        })
    }

    /// Returns the context of the answer: root, today and revision.
    pub(super) fn context(&self, project: &Project) -> Result<Context, CommandError> {
        let revision = project.revision.map(|revision| revision.oid.to_string());
        let (root, judged_since) = (project.root_in_git.clone(), project.workspace.settings.adopted);
        Ok(Context { root, today: self.today(project.revision)?, revision, judged_since })
    }

    /// Returns the current folder, as seen from the root.
    pub(super) fn here(project: &Project) -> Here {
        Here::new(&project.root, &env::current_dir().unwrap_or_default())
    }

    /// Returns the style of human output. Output that goes to a pipe or a file is 80 columns wide, whatever the
    /// terminal, unless `COLUMNS` says otherwise.
    pub(super) fn style(&self) -> Style {
        let to_terminal = self.is_on_terminal();
        Style { color: uses_colors(self.global.color, to_terminal), width: Self::answer_width(to_terminal) }
    }

    /// Returns the width of answers.
    pub(super) fn answer_width(to_terminal: bool) -> usize {
        let width =
            if to_terminal { terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)) } else { None };
        columns_of_environment().or(width).unwrap_or(80).clamp(LEAST_COLUMNS, MOST_COLUMNS)
    }

    /// Tells whether a person reads the answer: it goes to a terminal.
    pub(super) fn is_on_terminal(&self) -> bool {
        self.global.output.is_none() && io::stdout().is_terminal()
    }

    /// Tells whether the answer goes to a file.
    pub(super) fn has_output(&self) -> bool {
        self.global.output.is_some()
    }

    /// Tells whether `--verbose` is given.
    pub(super) fn is_verbose(&self) -> bool {
        self.global.verbose
    }

    /// Writes the answer, with which a command is done that has no other verdict.
    pub(super) fn answer(&self, text: &str) -> Result<Verdict, CommandError> {
        // Checked again: the command itself may have turned the output file into a goal file.
        self.refuse_goal_output()?;
        let quoted = self.quoted.borrow();
        let text = &*self.global.pasted.in_answer(text, self.global.audience, &quoted);
        if let Some(captured) = &self.captured {
            captured.borrow_mut().0.push_str(text);
            return Ok(Verdict::Done);
        }
        let text = actions::answered(text, &self.global);
        if self.global.output.is_some() || !pager::show(&text, |text| self.note(&clean(text))) {
            output::write(&text, self.global.output.as_deref())?;
        }
        Ok(Verdict::Done)
    }

    /// Writes an answer as it comes, where nothing has to be known of all of it: a long one is never whole in memory then.
    pub(super) fn answer_as_it_comes(
        &self,
        answer: impl FnOnce(&mut dyn Write) -> Result<(), CommandError>,
    ) -> Result<Verdict, CommandError> {
        let is_shown = io::stdout().is_terminal() || self.global.audience == Audience::People;
        if self.captured.is_some() || is_shown && self.global.output.is_none() {
            let mut text = Vec::new();
            answer(&mut text)?;
            return self.answer(&String::from_utf8(text).map_err(|error| output::unwritten(&io::Error::other(error)))?);
        }
        self.refuse_goal_output()?;
        output::write_as_it_comes(self.global.output.as_deref(), |out| {
            let quoted = self.quoted.borrow();
            let mut lines = self.global.pasted.lines(out, self.global.audience, &quoted);
            answer(&mut lines)?;
            lines.finish().map_err(|error| output::unwritten(&error))
        })?;
        Ok(Verdict::Done)
    }

    /// Prints for people what goes to a file in a format for programs.
    pub(super) fn print(text: &str) -> Result<(), CommandError> {
        output::write(&actions::printed(text), None)
    }

    /// Shows progress on a terminal, as long as the returned value is held.
    pub(super) fn progress(&self, what: &'static str) -> Progress {
        Progress::begin(what, self.global.quiet)
    }

    /// Prints a note on standard error, once for each text.
    pub(super) fn note(&self, text: &str) {
        let text = &*self.rooted(text);
        if !self.global.quiet && self.noted.borrow_mut().insert(text.to_owned()) {
            if let Some(captured) = &self.captured {
                captured.borrow_mut().1.push(text.to_owned());
                return;
            }
            let _ = io::stderr().write_all(actions::printed(&aside("note: ", text, Self::error_width())).as_bytes());
        }
    }

    /// Returns a text whose commands name the root that was given.
    pub(super) fn rooted<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.global.pasted.in_text(text, &self.quoted.borrow())
    }

    /// Returns the width of notes and errors.
    pub(super) fn error_width() -> usize {
        let terminal = || terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| usize::from(width.0));
        columns_of_environment().or_else(terminal).unwrap_or(80).clamp(LEAST_COLUMNS, MOST_COLUMNS)
    }

    /// Prints an error with its hints.
    pub(super) fn report_error(&self, error: &CommandError) {
        let mut text = aside("error: ", &self.rooted(&error.to_string()), Self::error_width());
        for hint in error.hints() {
            text.push_str(&aside("  help: ", &self.rooted(hint), Self::error_width()));
        }
        let _ = io::stderr().write_all(actions::printed(&text).as_bytes());
    }
}

/// The most columns of an answer: wider than any screen. Charts and tables are drawn in as many as there are, and a width of a
/// thousand million has no end.
const MOST_COLUMNS: usize = 2_000;

/// The fewest columns: below them words are broken wherever they stand.
const LEAST_COLUMNS: usize = 20;

/// The columns that `COLUMNS` names. 0 is what terminals say of a width that nobody knows.
fn columns_of_environment() -> Option<usize> {
    env::var("COLUMNS").ok()?.parse().ok().filter(|columns| *columns > 0)
}

//! What a command needs of the world: the root, the day, the terminal, a place for the answer and for notes.

use std::cell::RefCell;
use std::collections::HashSet;
use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::clock::local_day;
use super::day::day;
use super::error::CommandError;
use super::global::{Color, Global};
use super::output;
use super::progress::Progress;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::first_move;
use crate::analysis::history::GoalHistory;
use crate::analysis::numbers::{Timeline, needed_from, suffices};
use crate::analysis::snapshot::NoHistory;
use crate::git::{GitError, Limit, Oid, Repository, Revision, allow_fetching};
use crate::model::{Day, Settings, counted, days_between};
use crate::project::{self, Project, Site};
use crate::render::{Style, aside, clean};
use crate::source::{RefusedRoot, Root, SETTINGS_FILE, find_root};
use crate::view::Context;
use crate::view::unreadable::unreadable_files;

/// How far back history is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HistoryReach {
    /// As far as the numbers of the goals that are still looked at need it.
    Recent,
    /// As far as these numbers and their trends need it.
    Trends,
    /// To the beginning.
    Whole,
    /// To the beginning, and there must be one.
    Needed,
}

/// The commit from which history is read, if there is one.
type Tip<'p> = Option<(&'p Repository, Oid)>;

/// One run of the program.
#[derive(Debug)]
pub(super) struct Session {
    global: Global,
    /// What was noted already: two states of one repository have the same bounds.
    noted: RefCell<HashSet<String>>,
}

impl Session {
    pub(super) fn new(mut global: Global) -> Self {
        global.output = global.output.filter(|path| path != Path::new("-"));
        if global.fetch {
            allow_fetching();
        }
        Self { global, noted: RefCell::default() }
    }

    /// Sees that the file that the answer is to go to holds no goals.
    pub(super) fn spare_goals(&self) -> Result<(), CommandError> {
        let Some(to) = &self.global.output else { return Ok(()) };
        let roots = self.root_here().ok().flatten().map(|root| self.site(&root).folders());
        output::spare_goals(to, &roots.unwrap_or_default())
    }

    /// The day it is: as given, else that of the revision looked at, else `GOALPOST_TODAY`, else the clock's.
    pub(super) fn today(&self, revision: Option<Revision>) -> Result<Day, CommandError> {
        if let Some(text) = &self.global.today {
            return day(text, "--today");
        }
        if let Some(revision) = revision {
            return Ok(revision.day);
        }
        match env::var("GOALPOST_TODAY").ok().filter(|text| !text.is_empty()) {
            Some(text) => day(&text, "GOALPOST_TODAY"),
            None => Ok(self.local_day()),
        }
    }

    /// The clock's day, here.
    fn local_day(&self) -> Day {
        let (day, note) = local_day();
        if let Some(note) = note {
            self.note(&note);
        }
        day
    }

    /// Notes that what is written is dated by `GOALPOST_TODAY` and not by the clock: the variable is made for tests, and
    /// is easily left behind in a shell.
    pub(super) fn note_other_day(&self) -> Result<(), CommandError> {
        if self.global.today.is_none() && env::var_os("GOALPOST_TODAY").is_some_and(|text| !text.is_empty()) {
            let (today, clock) = (self.today(None)?, self.local_day());
            if today != clock {
                self.note(&format!("today is {today} by GOALPOST_TODAY, {clock} by the clock"));
            }
        }
        Ok(())
    }

    /// Reads the goals, and notes on standard error what could not be looked at.
    pub(super) fn open(&self) -> Result<Project, CommandError> {
        let project = self.open_to_check()?;
        self.tell_unreadable(&project);
        Ok(project)
    }

    /// Reads the goals for a command that tells itself what cannot be read, and why.
    pub(super) fn open_to_check(&self) -> Result<Project, CommandError> {
        let project = self.read(&self.root()?)?;
        if let Some(to) = &self.global.output {
            let files = project.workspace.sources.files.iter();
            output::spare_files(to, files.map(|file| project.root.join(&file.path)))?;
        }
        self.remark(&project);
        Ok(project)
    }

    /// Reads what a commit has; a commit from before there were goals has none.
    pub(super) fn open_revision(&self, revision: Revision) -> Result<Project, CommandError> {
        let project = self.site(&self.root()?).of_revision_or_nothing(revision)?;
        self.tell_fetched(&project);
        Ok(project)
    }

    /// The root that was named with `--root`.
    pub(super) fn named_root(&self) -> Option<PathBuf> {
        self.global.root.clone()
    }

    /// The revision or day to look at, as it was named.
    pub(super) fn at(&self) -> Option<&str> {
        self.global.at.as_deref()
    }

    /// A root, with the folders elsewhere that it may bring in.
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

    /// Reads what the next commit would hold.
    pub(super) fn open_staged(&self) -> Result<Project, CommandError> {
        if self.global.at.is_some() {
            return Err(CommandError::usage("--staged and --at do not go together").hint("leave one of them out"));
        }
        let project = self.site(&self.root()?).open_staged()?;
        self.remark(&project);
        Ok(project)
    }

    /// Notes what could not be looked at.
    fn remark(&self, project: &Project) {
        if project.workspace.org.is_none() {
            self.note("no org.yaml: teams and people are not checked");
        }
        if project.workspace.sources.by_path(SETTINGS_FILE).is_none() {
            self.note("no goalpost.yaml here: the default settings hold");
        }
        for (root, name) in &project.absent {
            let (key, name) = (key(*root), clean(name));
            self.note(&format!("`{key}` names {name}, which is not here: its goals are not read"));
        }
        for RefusedRoot { root, name, refusal } in &project.workspace.sources.refused {
            let (key, name, reason) = (key(*root), clean(name), refusal.reason());
            self.note(&format!("`{key}` names {name}, which {reason}: its goals are not read ({})", refusal.help()));
        }
        self.tell_fetched(project);
    }

    /// Notes which files could not be read: their goals are missing in the answer.
    fn tell_unreadable(&self, project: &Project) {
        let paths: Vec<&str> = project.workspace.unreadable_paths().collect();
        if let Some(words) = unreadable_files(&paths) {
            self.note(&format!("{} (see why: goalpost check)", clean(&words)));
        }
    }

    /// Notes what reading brought from the remote of a partial clone: nothing else here asks the network.
    fn tell_fetched(&self, project: &Project) {
        if let Some((count, remote)) = project.repository.as_ref().ok().and_then(Repository::fetched) {
            let objects = counted(count, "object was", "objects were");
            self.note(&format!("this is a partial clone: {objects} fetched from {remote}"));
        }
    }

    /// Takes stock of the goals, with their history where there is one; what bounds it is noted.
    pub(super) fn snapshot<'p>(
        &self,
        project: &'p Project,
        context: &Context,
        reach: HistoryReach,
    ) -> Result<Facts<'p>, CommandError> {
        let (needed, today) = (reach == HistoryReach::Needed, context.today);
        let (tip, no_history) = self.tip(project, needed)?;
        let Some((repository, tip)) = tip else { return Ok(without_history(project, no_history, today)) };
        let read = |since| {
            self.read_history(project, needed, || GoalHistory::read(repository, tip, since, &project.workspace))
        };
        let taken = |history| with_history(project, history, today);
        let first = read(reach.since(&[(project, today)]))?.map(taken);
        // What was written before that day may count: then all is read.
        let facts = match first {
            Some(facts) if !reach.is_enough(&facts) => read(None)?.map(taken),
            first => first,
        };
        Ok(facts.unwrap_or_else(|| without_history(project, no_history, today)))
    }

    /// Takes stock of two states, each on its day and with the history that leads to it, both read from the same day on.
    /// Every command that compares with an earlier state does it with this, so that all say the same of it.
    pub(super) fn snapshots<'p>(
        &self,
        before: (&'p Project, Day),
        after: (&'p Project, Day),
        reach: HistoryReach,
    ) -> Result<(Facts<'p>, Facts<'p>), CommandError> {
        let (tip, no_history) = self.tip(after.0, false)?;
        let Some((repository, tip)) = tip else {
            let bare = |(project, today)| without_history(project, no_history, today);
            return Ok((bare(before), bare(after)));
        };
        let later = (tip, &after.0.workspace);
        let read = |since| {
            self.read_history(after.0, false, || {
                let Some(base) = before.0.revision else {
                    // An earlier state without a commit is that before the first one.
                    let history = GoalHistory::read(repository, later.0, since, later.1)?;
                    let nothing = without_history(before.0, no_history, before.1);
                    return Ok((nothing, with_history(after.0, history, after.1)));
                };
                let earlier = (base.oid, &before.0.workspace);
                let (first, second) = GoalHistory::read_both(repository, since, earlier, later)?;
                Ok((with_history(before.0, first, before.1), with_history(after.0, second, after.1)))
            })
        };
        let facts = match read(reach.since(&[before, after]))? {
            Some((first, second)) if !(reach.is_enough(&first) && reach.is_enough(&second)) => read(None)?,
            facts => facts,
        };
        let bare = |(project, today)| without_history(project, no_history, today);
        Ok(facts.unwrap_or_else(|| (bare(before), bare(after))))
    }

    /// Takes stock of the goals, and of how they stood on an earlier day where that is known.
    pub(super) fn snapshot_since<'p>(
        &self,
        earlier: Option<(&'p Project, Day)>,
        project: &'p Project,
        context: &Context,
        reach: HistoryReach,
    ) -> Result<(Option<Facts<'p>>, Facts<'p>), CommandError> {
        Ok(match earlier {
            Some(earlier) => {
                let (before, after) = self.snapshots(earlier, (project, context.today), reach)?;
                (Some(before), after)
            }
            None => (None, self.snapshot(project, context, reach)?),
        })
    }

    /// The commit from which a project's history is read; where there is no history, which is noted, what there is in its
    /// stead.
    fn tip<'p>(&self, project: &'p Project, needed: bool) -> Result<(Tip<'p>, NoHistory), CommandError> {
        let repository = match &project.repository {
            Ok(repository) => repository,
            Err(error) if needed => return Err(error.into()),
            Err(GitError::NoRepository(_)) => {
                self.note("not in git: no trends, no authors, no moved goalposts");
                return Ok((None, NoHistory::OutsideGit));
            }
            Err(error) => {
                self.note(&format!("{error}: no history ({})", error.hint()));
                return Ok((None, NoHistory::OutsideGit));
            }
        };
        let tip = match project.revision.map_or_else(|| repository.head(), Ok) {
            Ok(tip) => tip,
            Err(error) if needed => return Err(error.into()),
            Err(GitError::Unborn) => {
                self.note("nothing is committed yet: no trends, no authors, no moved goalposts");
                return Ok((None, NoHistory::Unborn));
            }
            Err(error) => {
                self.note(&format!("{error}: no history ({})", error.hint()));
                return Ok((None, NoHistory::OutsideGit));
            }
        };
        for limit in repository.limits() {
            self.note(match limit {
                Limit::Shallow => "this is a shallow clone: history begins where it is cut off (git fetch --unshallow)",
                Limit::Grafts => "info/grafts is not followed: history may differ from git log's",
                Limit::Replaced => "refs/replace is not followed: history may differ from git log's",
            });
        }
        Ok((Some((repository, tip.oid)), NoHistory::OutsideGit))
    }

    /// Reads history; where that cannot be and need not, there is none, which is noted.
    fn read_history<T>(
        &self,
        project: &Project,
        needed: bool,
        read: impl FnOnce() -> Result<T, GitError>,
    ) -> Result<Option<T>, CommandError> {
        let waiting = self.progress("reading the history");
        let history = read();
        drop(waiting);
        self.tell_fetched(project);
        match history {
            Ok(history) => Ok(Some(history)),
            Err(error) if needed => Err(error.into()),
            Err(error) => {
                self.note(&format!("{error}: no history ({})", error.hint()));
                Ok(None)
            }
        }
    }

    /// The settings that hold here without the goals; none outside of goals repositories. With what answers begin with.
    pub(super) fn settings(&self) -> Result<(Option<Settings>, Context), CommandError> {
        let alone = |root: &PathBuf| self.global.at.is_none() && root.join(SETTINGS_FILE).is_file();
        match self.root_here()? {
            Some(root) if !alone(&root) => match self.read(&root) {
                Ok(project) => {
                    let written = project.workspace.sources.by_path(SETTINGS_FILE).is_some();
                    let context = self.context(&project)?;
                    Ok((written.then_some(project.workspace.settings), context))
                }
                Err(error) if self.global.at.is_some() => Err(error),
                // Such as a bare repository without a commit: nothing is set there.
                Err(_) => self.settled(root.to_string_lossy().into_owned(), None),
            },
            Some(root) => self.settled(project::root_in_git(&root), project::settings_at(&root)),
            None => self.settled(".".to_owned(), None),
        }
    }

    fn settled(&self, root: String, settings: Option<Settings>) -> Result<(Option<Settings>, Context), CommandError> {
        Ok((settings, Context { root, today: self.today(None)?, revision: None }))
    }

    pub(super) fn root(&self) -> Result<PathBuf, CommandError> {
        self.root_here()?.ok_or_else(|| {
            CommandError::failed("there is no goalpost.yaml here or in any folder above")
                .hint("go to your goals' folder, name it with --root DIR,")
                .hint("or make this folder one: an empty goalpost.yaml is enough")
        })
    }

    /// The root that is named, else the one that is found; none outside of goals repositories.
    fn root_here(&self) -> Result<Option<PathBuf>, CommandError> {
        if let Some(root) = &self.global.root {
            return match root.metadata() {
                Ok(metadata) if metadata.is_dir() => Ok(Some(root.clone())),
                Ok(_) => Err(CommandError::usage(format!("`{}` is no folder", root.display()))
                    .hint("--root names the folder that holds goalpost.yaml")),
                // A bare repository has folders in its commits alone.
                Err(_) if bare_repository(root)?.is_some() => Ok(Some(root.clone())),
                Err(_) => Err(CommandError::unknown(format!("there is no folder `{}`", root.display()))
                    .hint("--root names the folder that holds goalpost.yaml")),
            };
        }
        let here = env::current_dir()
            .map_err(|error| CommandError::failed(format!("the current folder cannot be read: {error}")))?;
        match find_root(&here) {
            Some(root) => Ok(Some(root.strip_prefix(&here).map_or_else(|_| above(&here, &root), dot))),
            None => Ok(bare_repository(&here)?.map(|repository| above(&here, repository.folder()))),
        }
    }

    /// What every answer begins with.
    pub(super) fn context(&self, project: &Project) -> Result<Context, CommandError> {
        let revision = project.revision.map(|revision| revision.oid.to_string());
        Ok(Context { root: project.root_in_git.clone(), today: self.today(project.revision)?, revision })
    }

    /// The root as the user sees it from where they are; empty where they are in it.
    pub(super) fn here(project: &Project) -> String {
        let root = project.root.to_string_lossy();
        if root == "." { String::new() } else { root.trim_end_matches('/').to_owned() }
    }

    /// How answers for people look: coloured or not, and how wide.
    pub(super) fn style(&self) -> Style {
        let to_terminal = self.global.output.is_none() && io::stdout().is_terminal();
        let width =
            if to_terminal { terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)) } else { None };
        let columns = env::var("COLUMNS").ok().and_then(|text| text.parse().ok()).filter(|_| to_terminal);
        Style { color: self.colors(to_terminal), width: columns.or(width).unwrap_or(80).max(40) }
    }

    fn colors(&self, to_terminal: bool) -> bool {
        let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        match self.global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if set("NO_COLOR") => false,
            Color::Auto if env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0" && !value.is_empty()) => true,
            Color::Auto => to_terminal && env::var_os("TERM").is_none_or(|term| term != "dumb"),
        }
    }

    /// Whether more is asked for than is usually said.
    pub(super) fn is_verbose(&self) -> bool {
        self.global.verbose
    }

    /// Gives the answer.
    pub(super) fn answer(&self, text: &str) -> Result<(), CommandError> {
        // What was no goal's file at the beginning may have become one.
        self.spare_goals()?;
        output::write(text, self.global.output.as_deref())
    }

    /// Shows on a terminal that something takes its time, as long as what this gives is held.
    pub(super) fn progress(&self, what: &'static str) -> Progress {
        Progress::begin(what, self.global.quiet)
    }

    /// Says something beside the answer, on standard error.
    pub(super) fn note(&self, text: &str) {
        if !self.global.quiet && self.noted.borrow_mut().insert(text.to_owned()) {
            let _ = io::stderr().write_all(aside("note: ", text, Self::page()).as_bytes());
        }
    }

    /// How wide what is said on standard error is.
    fn page() -> usize {
        let terminal = terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| usize::from(width.0));
        terminal.unwrap_or(80).max(40)
    }

    /// Says why the command could not run, and what to do.
    pub(super) fn complain(error: &CommandError) {
        let mut text = aside("error: ", &error.to_string(), Self::page());
        for hint in error.hints() {
            text.push_str(&aside("  help: ", hint, Self::page()));
        }
        let _ = io::stderr().write_all(text.as_bytes());
    }
}

/// The bare repository that a folder is in, if it is in one.
fn bare_repository(folder: &Path) -> Result<Option<Repository>, CommandError> {
    match Repository::open(folder) {
        Ok(repository) => Ok(Some(repository).filter(Repository::is_bare)),
        Err(error @ GitError::BareNotNamed(_)) => Err(error.into()),
        Err(_) => Ok(None),
    }
}

impl HistoryReach {
    /// Since when history is read at first for some states, in seconds since 1970; none for all of it.
    fn since(self, states: &[(&Project, Day)]) -> Option<i64> {
        if !matches!(self, Self::Recent | Self::Trends) {
            return None;
        }
        let states = states.iter().filter(|(project, _)| !project.workspace.goals.is_empty());
        let needed = states.map(|(project, today)| needed_from(&project.workspace, *today));
        needed.min().flatten().map(seconds)
    }

    /// Whether what was read gives the numbers that all of history would.
    fn is_enough(self, facts: &Facts<'_>) -> bool {
        suffices(facts.workspace, &facts.timeline, facts.today, self == Self::Trends)
    }
}

/// A workspace on a day, with its history.
fn with_history(project: &Project, mut history: GoalHistory, today: Day) -> Facts<'_> {
    find_landings(project, &mut history);
    let timeline = Timeline::from_history(&project.workspace, history, today);
    Facts::with_timeline(&project.workspace, timeline, today)
}

/// Finds out how moves came onto the trunk: who merged them, and what came with them. Only a history that moved something
/// is asked; where it cannot be told, nobody is said to have been alone.
fn find_landings(project: &Project, history: &mut GoalHistory) {
    let (Ok(repository), Some(since)) = (&project.repository, first_move(history)) else { return };
    let Ok(tip) = project.revision.map_or_else(|| repository.head(), Ok) else { return };
    let trunk = project.workspace.settings.trunk.as_deref();
    let newest = trunk.filter(|_| project.revision.is_none()).and_then(|name| {
        // A clone of a pull request may have the trunk under its remote alone.
        let names = [name.to_owned(), format!("origin/{name}")];
        names.iter().find_map(|name| repository.resolve(name, trunk, tip.day).ok())
    });
    drop(history.find_landings(repository, newest.unwrap_or(tip).oid, trunk, since));
}

/// A workspace on a day, and why it has no history.
fn without_history(project: &Project, no_history: NoHistory, today: Day) -> Facts<'_> {
    let mut facts = Facts::take(&project.workspace, today);
    facts.no_history = no_history;
    facts
}

/// Where the settings name a further root.
fn key(root: Root) -> &'static str {
    if root == Root::Outer { "within" } else { "include" }
}

/// A day's beginning in seconds since 1970.
fn seconds(day: Day) -> i64 {
    days_between(Day::constant(1970, 1, 1), day) * 86_400
}

fn dot(below: &Path) -> PathBuf {
    if below.as_os_str().is_empty() { PathBuf::from(".") } else { below.to_path_buf() }
}

/// The way up from a folder to one above it; the other as it is where it is not above.
fn above(here: &Path, root: &Path) -> PathBuf {
    match here.strip_prefix(root).map(|below| below.components().count()) {
        Ok(0) => PathBuf::from("."),
        Ok(steps) => std::iter::repeat_n("..", steps).collect(),
        Err(_) => root.to_path_buf(),
    }
}

//! The thread of a goals root: it takes changes of files, answers requests in the order in which they came, and checks the
//! goals when nothing else waits.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::Duration;

use gen_lsp_types::{Diagnostic, PublishDiagnosticsNotification, PublishDiagnosticsParams};
use lsp_server::Request;

use super::answers::{answer, is_check};
use super::buffers::Buffer;
use super::client::Client;
use super::diagnostics::diagnostics;
use super::goals::GoalsNow;
use super::outbox::Outbox;
use super::past::{GoalIds, GoalsPast, tip};
use super::places::Places;
use crate::git::{Oid, Repository};
use crate::model::Day;
use crate::project::{Project, Site, settings_file};
use crate::source::{Discovery, SETTINGS_FILE, SourceFile, is_hidden_path, is_yaml};

/// How long nothing must happen until the thread looks whether somebody committed, or the day has changed.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// The day that is today, asked anew each time: a server runs for days.
pub type Today = Arc<dyn Fn() -> Day + Send + Sync>;

/// What a root is told.
#[derive(Debug)]
pub(super) enum Task {
    /// The editor opened a file, or changed its text.
    Edited(PathBuf, Buffer),
    /// The editor closed a file: what is on disk counts again.
    Closed(PathBuf),
    /// Somebody changed files on disk.
    Touched(Vec<PathBuf>),
    /// Files came or went, or nobody knows what happened.
    Rescan,
    /// The client asks.
    Asked(Request),
    /// The server ends.
    Stop,
}

/// Why the goals of a moment are needed no longer.
enum Interruption {
    /// Something happened to files.
    Change(Task),
    /// Nothing happened, but the history or the day may be another one.
    LookAgain,
    Stop,
}

/// A goals root while its goals are edited.
pub(super) struct RootThread {
    pub(super) site: Site,
    pub(super) places: Places,
    pub(super) client: Arc<Client>,
    pub(super) today: Today,
    pub(super) outbox: Outbox,
    /// Which files the settings included when they were found.
    pub(super) scope: FileScope,
}

/// The settings that decide which files are read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FileScope {
    left_out: Vec<String>,
    include: Vec<String>,
    within: Option<String>,
}

impl RootThread {
    /// Serves the root until it is told to stop.
    pub(super) fn run(mut self, tasks: &Receiver<Task>) {
        let mut queue = VecDeque::new();
        let mut published = BTreeMap::new();
        while let Some(project) = self.open(tasks, &mut queue) {
            if self.serve(project, tasks, &mut queue, &mut published) {
                return;
            }
        }
    }

    /// Opens the root. While it cannot be read, requests are answered with nothing; none once the server ends.
    fn open(&mut self, tasks: &Receiver<Task>, queue: &mut VecDeque<Task>) -> Option<Project> {
        loop {
            let unsaved = self.places.unsaved_settings();
            let site =
                unsaved.map_or_else(|| self.site.clone(), |file| self.site.with_unsaved(self.site.settings_in(&file)));
            let error = match site.open() {
                Ok(project) => {
                    self.scope = self.scope_now();
                    self.places.learn(&project.workspace.sources);
                    return Some(self.with_open_texts(project));
                }
                Err(error) => error,
            };
            self.outbox.log(&format!("cannot read the goals in {}: {error}", self.places.folder().display()));
            loop {
                let task = queue.pop_front().unwrap_or_else(|| tasks.recv().unwrap_or(Task::Stop));
                match task {
                    Task::Asked(request) => self.outbox.answer(request.id, &serde_json::Value::Null),
                    Task::Stop => return None,
                    Task::Edited(path, buffer) => _ = self.places.open.insert(path, buffer),
                    Task::Closed(path) => _ = self.places.open.remove(&path),
                    Task::Touched(_) | Task::Rescan => break,
                }
            }
        }
    }

    /// Serves the root as it was opened, until everything is to be read again. Returns whether the server ends.
    fn serve(
        &mut self,
        mut project: Project,
        tasks: &Receiver<Task>,
        queue: &mut VecDeque<Task>,
        published: &mut BTreeMap<PathBuf, Vec<Diagnostic>>,
    ) -> bool {
        let opened_at = tip(&project);
        let mut past = GoalsPast::default();
        let mut ids = GoalIds::of(&project.workspace);
        loop {
            let today = (self.today)();
            if queue.is_empty() {
                queue.extend(tasks.try_recv().ok());
            }
            // While requests wait they are answered with the history that there was.
            let is_time = match queue.front() {
                None => true,
                Some(Task::Asked(request)) => past.is_unread() || is_check(request),
                Some(_) => past.is_unread(),
            };
            if is_time && past.is_stale(ids.key(&project, today)) {
                if tip(&project) != opened_at {
                    return false;
                }
                (project, past) = past.read(project, ids, today);
            }
            let is_current = || !past.is_stale(ids.key(&project, (self.today)()));
            let now = GoalsNow::new(past.facts(&project.workspace, today), &self.places, &self.client);
            let turn = self.answer_until_change(&now, is_current, tasks, queue, published);
            drop(now);
            let changes = match turn {
                Interruption::Stop => return true,
                Interruption::LookAgain if tip(&project) != opened_at => return false,
                Interruption::LookAgain => continue,
                Interruption::Change(task) => {
                    let mut changes = vec![task];
                    // What was typed meanwhile is one change.
                    while queue.is_empty() {
                        match tasks.try_recv() {
                            Ok(task @ (Task::Asked(_) | Task::Stop)) => queue.push_back(task),
                            Ok(task) => changes.push(task),
                            Err(_) => break,
                        }
                    }
                    changes
                }
            };
            match self.changed_files(&project, changes, opened_at) {
                Some(files) if files.is_empty() => {}
                Some(files) => {
                    project = project.with_files(files);
                    ids = GoalIds::of(&project.workspace);
                }
                None => return false,
            }
        }
    }

    /// Answers what is asked, and reports findings when nothing waits.
    fn answer_until_change(
        &self,
        now: &GoalsNow<'_>,
        is_current: impl Fn() -> bool,
        tasks: &Receiver<Task>,
        queue: &mut VecDeque<Task>,
        published: &mut BTreeMap<PathBuf, Vec<Diagnostic>>,
    ) -> Interruption {
        let (is_settled, mut is_reported) = (is_current(), false);
        loop {
            let task = match queue.pop_front().map_or_else(|| tasks.try_recv(), Ok) {
                Ok(task) => task,
                Err(TryRecvError::Disconnected) => return Interruption::Stop,
                Err(TryRecvError::Empty) if !is_settled => return Interruption::LookAgain,
                Err(TryRecvError::Empty) if !is_reported => {
                    self.publish(now, published);
                    is_reported = true;
                    continue;
                }
                Err(TryRecvError::Empty) => match tasks.recv_timeout(LOOK_AGAIN) {
                    Ok(task) => task,
                    Err(RecvTimeoutError::Timeout) if is_current() => continue,
                    Err(RecvTimeoutError::Timeout) => return Interruption::LookAgain,
                    Err(RecvTimeoutError::Disconnected) => return Interruption::Stop,
                },
            };
            match task {
                Task::Asked(request) if is_check(&request) => {
                    // Somebody may have committed since then.
                    if !is_current() {
                        queue.push_front(Task::Asked(request));
                        return Interruption::LookAgain;
                    }
                    self.publish(now, published);
                    is_reported = true;
                    answer(now, request, &self.outbox);
                }
                Task::Asked(request) => answer(now, request, &self.outbox),
                Task::Stop => return Interruption::Stop,
                change => return Interruption::Change(change),
            }
        }
    }

    /// Sends the diagnostics of files for which they are not what the client has.
    fn publish(&self, now: &GoalsNow<'_>, published: &mut BTreeMap<PathBuf, Vec<Diagnostic>>) {
        let found = diagnostics(now);
        let paths: BTreeSet<&Path> = published.keys().chain(found.keys()).map(PathBuf::as_path).collect();
        for path in paths {
            let diagnostics = found.get(path).cloned().unwrap_or_default();
            if published.get(path).is_none_or(|before| *before != diagnostics) {
                let version = self.places.open.get(path).map(|buffer| buffer.version);
                let uri = self.places.uri_of(path);
                self.outbox.notify::<PublishDiagnosticsNotification>(&PublishDiagnosticsParams {
                    uri,
                    version,
                    diagnostics,
                });
            }
        }
        *published = found;
        self.outbox.refresh(self.client.refreshes);
    }

    /// Takes note of what happened to files. Returns those that are to be read again; none if all are.
    fn changed_files(
        &mut self,
        project: &Project,
        changes: Vec<Task>,
        opened_at: Option<Oid>,
    ) -> Option<Vec<SourceFile>> {
        let mut touched: BTreeSet<PathBuf> = BTreeSet::new();
        let mut is_known = true;
        for change in changes {
            match change {
                Task::Edited(path, buffer) => {
                    self.places.open.insert(path.clone(), buffer);
                    touched.insert(path);
                }
                Task::Closed(path) => {
                    self.places.open.remove(&path);
                    touched.insert(path);
                }
                Task::Touched(paths) => touched.extend(paths),
                Task::Rescan => is_known = false,
                Task::Asked(_) | Task::Stop => {}
            }
        }
        let is_settings = |path: &PathBuf| path.ends_with(SETTINGS_FILE);
        if !is_known || tip(project) != opened_at || (touched.iter().any(is_settings) && self.scope_now() != self.scope)
        {
            return None;
        }
        let mut files = Vec::new();
        for path in touched {
            let Some(name) = self.places.name_of(&path).filter(|_| is_yaml(&path)) else { continue };
            let sources = &project.workspace.sources;
            let known = sources.by_path(&name).map(|ix| sources.file(ix));
            match (known, self.places.open.get(&path)) {
                (Some(file), Some(buffer)) if *file.text == *buffer.text && file.fault.is_none() => {}
                (Some(file), Some(buffer)) => files.push(file.with_text(&*buffer.text)),
                (Some(file), None) if path.is_file() => files.push(file.read_again(&path)),
                (None, Some(buffer)) if self.is_read(project, &name) => {
                    files.push(SourceFile::from_text(name, &*buffer.text));
                }
                // A file came or went. What else did is found out with it.
                (Some(_), None) => return None,
                (None, None) if path.is_file() => return None,
                (None, _) => {}
            }
        }
        Some(files)
    }

    /// Which files the settings include now, saved or not.
    fn scope_now(&self) -> FileScope {
        let file = self.places.unsaved_settings().or_else(|| settings_file(self.places.folder()));
        let settings = file.map(|file| self.site.settings_in(&file)).unwrap_or_default();
        let left_out = settings.left_out();
        FileScope { left_out, include: settings.include, within: settings.within }
    }

    /// Tells whether a file that is not on disk yet would be read.
    fn is_read(&self, project: &Project, name: &str) -> bool {
        let exclude = project.workspace.settings.left_out();
        let discovery = || Discovery::new(self.places.folder(), Repository::tracked_below).exclude(&exclude);
        !is_hidden_path(name) && discovery().leaves_out(name).is_none()
    }

    /// Replaces the texts of files by those that the editor has open.
    fn with_open_texts(&mut self, project: Project) -> Project {
        let open: Vec<Task> = self.places.open.keys().map(|path| Task::Touched(vec![path.clone()])).collect();
        let at = tip(&project);
        match self.changed_files(&project, open, at) {
            Some(files) => project.with_files(files),
            None => project,
        }
    }
}

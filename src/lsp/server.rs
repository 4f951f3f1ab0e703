//! The server's first thread: it reads messages, keeps the open texts, and passes changes and requests on to the threads
//! of the goals roots.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};

use gen_lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, FileChangeType, LspNotificationMethod, LspRequestMethod,
    Uri,
};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::buffers::{Buffer, Buffers};
use super::capabilities::{capabilities, watched_files};
use super::client::Client;
use super::frames;
use super::goals::real_path;
use super::outbox::Outbox;
use super::pages;
use super::places::Places;
use super::root::{FileScope, RootThread, Task, Today};
use super::uri::path_of;
use crate::project::Site;
use crate::source::{find_root, is_yaml};

/// How the server is started.
pub struct ServerOptions {
    /// The one root to serve; by default those of the files that are opened and of the folders that the editor shows.
    pub root: Option<PathBuf>,
    /// Folders in which included roots may be, beside the usual ones.
    pub allowed: Vec<PathBuf>,
    /// Today.
    pub today: Today,
}

/// Why the server ended before its time.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The client does not speak the protocol.
    #[error("the client broke the protocol: {0}")]
    Protocol(#[from] lsp_server::ProtocolError),
    /// Standard input or output failed.
    #[error("cannot talk to the client: {0}")]
    Io(#[from] std::io::Error),
    /// The client ended the server without shutting it down first.
    #[error("the client ended the server without a `shutdown` request")]
    NoShutdown,
}

/// Serves a client on standard input and output until it ends the server or closes the pipe.
///
/// # Errors
/// The client breaks the protocol, or standard input or output fails.
pub fn serve(options: ServerOptions) -> Result<(), ServeError> {
    let (connection, threads) = frames::connect()?;
    let served = serve_on(&connection, options);
    drop(connection);
    served?;
    Ok(threads.join()?)
}

/// Serves a client on a connection.
pub(super) fn serve_on(connection: &Connection, options: ServerOptions) -> Result<(), ServeError> {
    let (id, params) = match connection.initialize_start() {
        Ok(started) => started,
        // The client closed the pipe before it said anything.
        Err(error) if error.channel_is_disconnected() => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let client = Client::read(&params);
    let about = json!({"name": "goalpost", "version": env!("CARGO_PKG_VERSION")});
    connection.initialize_finish(id, json!({"capabilities": capabilities(&client), "serverInfo": about}))?;
    let sender = connection.sender.clone();
    // A client that is gone needs no answers; reading ends soon after.
    let outbox = Outbox::new(move |message| _ = sender.send(message));
    let mut server =
        Server { client: Arc::new(client), options, outbox, buffers: Buffers::default(), roots: BTreeMap::new() };
    let done = server.run(connection);
    server.stop();
    done
}

/// The thread of a root, and the way to tell it something.
struct RunningRoot {
    tasks: Sender<Task>,
    thread: JoinHandle<()>,
}

struct Server {
    client: Arc<Client>,
    options: ServerOptions,
    outbox: Outbox,
    buffers: Buffers,
    /// The roots by their real folders.
    roots: BTreeMap<PathBuf, RunningRoot>,
}

impl Server {
    fn run(&mut self, connection: &Connection) -> Result<(), ServeError> {
        if self.client.watches_files {
            self.outbox.ask("client/registerCapability", &watched_files());
        }
        for folder in self.client.folders.clone() {
            self.start_root_of(&folder);
        }
        // What comes between `shutdown` and `exit` is answers to the server, or late: neither is an error.
        let mut is_shut_down = false;
        for message in &connection.receiver {
            match message {
                Message::Request(request) if is_shut_down => {
                    self.outbox.expect(&request.id, 1);
                    self.outbox.refuse(request.id, ErrorCode::InvalidRequest, "the server is shut down");
                }
                Message::Request(request) if request.method == "shutdown" => {
                    is_shut_down = true;
                    self.outbox.expect(&request.id, 1);
                    self.outbox.answer(request.id, &Value::Null);
                }
                Message::Request(request) => self.ask(request),
                Message::Notification(notification) if notification.method == "exit" => {
                    return if is_shut_down { Ok(()) } else { Err(ServeError::NoShutdown) };
                }
                Message::Notification(notification) => self.take(notification),
                // Nothing that the server asks for matters to it.
                Message::Response(_) => {}
            }
        }
        Ok(())
    }

    /// Ends the threads of all roots.
    fn stop(&mut self) {
        let roots: Vec<_> = std::mem::take(&mut self.roots).into_values().collect();
        for root in &roots {
            let _ = root.tasks.send(Task::Stop);
        }
        for root in roots {
            let _ = root.thread.join();
        }
    }

    /// Passes a request on to the root that it is about.
    fn ask(&mut self, request: Request) {
        if request.method == LspRequestMethod::WorkspaceSymbol.to_string() && self.roots.len() > 1 {
            self.outbox.expect(&request.id, self.roots.len());
            return self.tell_all(|| Task::Asked(request.clone()));
        }
        self.outbox.expect(&request.id, 1);
        if let Some(page) = pages::requested_page(&request) {
            match page {
                Ok(page) => self.outbox.answer(request.id, &page),
                Err(why) => self.outbox.refuse(request.id, ErrorCode::InvalidParams, &why),
            }
            return;
        }
        let named = ["/textDocument/uri", "/item/uri", "/arguments/0"]
            .iter()
            .find_map(|at| request.params.pointer(at)?.as_str());
        let path = named.and_then(|uri| path_of(&Uri::from(uri))).map(|path| real_path(&path));
        let root = match &path {
            Some(path) => self.root_of(path),
            None => None,
        };
        match root.or_else(|| self.only_root()).and_then(|root| self.roots.get(&root)) {
            Some(root) => _ = root.tasks.send(Task::Asked(request)),
            None => self.outbox.answer(request.id, &Value::Null),
        }
    }

    /// Takes a notification. One that cannot be read is ignored: the client would not learn of an error.
    fn take(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        match LspNotificationMethod::from(method.as_str()) {
            LspNotificationMethod::CancelRequest => {
                let id = params.get("id").and_then(|id| serde_json::from_value::<RequestId>(id.clone()).ok());
                if let Some(id) = id {
                    self.outbox.cancel(id);
                }
            }
            LspNotificationMethod::TextDocumentDidOpen => {
                let Some(DidOpenTextDocumentParams { text_document: opened }) = read(params) else { return };
                let Some(path) = path_of(&opened.uri).map(|path| real_path(&path)) else { return };
                let buffer = Buffer { uri: opened.uri, version: opened.version, text: Arc::from(opened.text) };
                self.buffers.open(path.clone(), buffer.clone());
                let _ = self.root_of(&path);
                self.tell_all(|| Task::Edited(path.clone(), buffer.clone()));
            }
            LspNotificationMethod::TextDocumentDidChange => {
                let Some(DidChangeTextDocumentParams { text_document, content_changes }) = read(params) else { return };
                let uri = text_document.text_document_identifier.uri;
                let Some(path) = path_of(&uri).map(|path| real_path(&path)) else { return };
                let version = text_document.version;
                let Some(buffer) = self.buffers.change(&path, version, content_changes, self.client.units) else {
                    return;
                };
                let buffer = buffer.clone();
                self.tell_all(|| Task::Edited(path.clone(), buffer.clone()));
            }
            LspNotificationMethod::TextDocumentDidClose => {
                let Some(DidCloseTextDocumentParams { text_document }) = read(params) else { return };
                let Some(path) = path_of(&text_document.uri).map(|path| real_path(&path)) else { return };
                self.buffers.close(&path);
                self.tell_all(|| Task::Closed(path.clone()));
            }
            // A client that does not watch files tells of what others did only by the way.
            LspNotificationMethod::TextDocumentDidSave if !self.client.watches_files => self.tell_all(|| Task::Rescan),
            LspNotificationMethod::WorkspaceDidChangeWatchedFiles => {
                let Some(DidChangeWatchedFilesParams { changes }) = read(params) else { return };
                let path = |uri: &Uri| path_of(uri).map(|path| real_path(&path));
                let changes: Vec<_> = changes.iter().filter_map(|it| Some((path(&it.uri)?, &it.kind))).collect();
                // Of a folder that is gone the client tells only that.
                let is_more = |(path, kind): &(PathBuf, &FileChangeType)| {
                    !is_yaml(path) && (**kind == FileChangeType::Deleted || path.ends_with(".gitignore"))
                };
                if changes.iter().any(is_more) {
                    self.tell_all(|| Task::Rescan);
                } else {
                    self.tell_all(|| Task::Touched(changes.iter().map(|(path, _)| path.clone()).collect()));
                }
            }
            LspNotificationMethod::WorkspaceDidChangeWorkspaceFolders => {
                let Some(DidChangeWorkspaceFoldersParams { event }) = read(params) else { return };
                for folder in event.added.iter().filter_map(|folder| path_of(&folder.uri)) {
                    self.start_root_of(&folder);
                }
            }
            _ => {}
        }
    }

    fn tell_all(&self, task: impl Fn() -> Task) {
        for root in self.roots.values() {
            let _ = root.tasks.send(task());
        }
    }

    /// Starts the root that a folder is in, or those directly below it.
    fn start_root_of(&mut self, folder: &Path) {
        let folder = real_path(folder);
        if let Some(root) = &self.options.root {
            self.start(real_path(root));
        } else if let Some(root) = find_root(&folder) {
            self.start(root);
        } else {
            for root in roots_below(&folder) {
                self.start(root);
            }
        }
    }

    /// Returns the root of a file, and starts it if it does not run yet; none if the file is in none.
    fn root_of(&mut self, path: &Path) -> Option<PathBuf> {
        let root = match &self.options.root {
            Some(root) => real_path(root),
            None => find_root(path.parent()?)?,
        };
        self.start(root.clone());
        Some(root)
    }

    /// Returns the root that runs, if it is the only one: it may include the files of a folder that is no root itself.
    fn only_root(&self) -> Option<PathBuf> {
        if self.roots.len() == 1 { self.roots.keys().next().cloned() } else { None }
    }

    fn start(&mut self, folder: PathBuf) {
        if self.roots.contains_key(&folder) {
            return;
        }
        let open: HashMap<PathBuf, Buffer> =
            self.buffers.iter().map(|(path, buffer)| (path.to_path_buf(), buffer.clone())).collect();
        let root = RootThread {
            site: Site::new(&folder).allow(&self.options.allowed),
            places: Places::new(folder.clone(), open),
            client: Arc::clone(&self.client),
            today: Arc::clone(&self.options.today),
            outbox: self.outbox.clone(),
            scope: FileScope::default(),
        };
        let (tasks, received) = channel();
        let thread = thread::spawn(move || root.run(&received));
        self.roots.insert(folder, RunningRoot { tasks, thread });
    }
}

fn read<P: DeserializeOwned>(params: Value) -> Option<P> {
    serde_json::from_value(params).ok()
}

/// Finds the goals roots at most two folders below one, as `okrs` in a repository of code.
fn roots_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![(folder.to_path_buf(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
            if is_hidden || path.is_symlink() || !path.is_dir() {
                continue;
            }
            if find_root(&path).is_some_and(|root| root == path) {
                found.push(path);
            } else if depth == 0 {
                open.push((path, depth + 1));
            }
        }
    }
    found
}

//! What a command needs of the world: the root, the day, the terminal, a place for the answer and for notes.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::CommandError;
use super::global::{Color, Global};
use super::output;
use crate::model::{Day, parse_day};
use crate::project::Project;
use crate::render::{Style, clean};
use crate::source::{SETTINGS_FILE, find_root};
use crate::view::Context;

/// One run of the program.
#[derive(Debug)]
pub(super) struct Session {
    global: Global,
}

impl Session {
    pub(super) fn new(global: Global) -> Self {
        Self { global }
    }

    /// The day it is: as given, else the clock's.
    pub(super) fn today(&self) -> Result<Day, CommandError> {
        match self.global.today.as_deref().filter(|text| !text.is_empty()) {
            Some(text) => parse_day(text).ok_or_else(|| {
                CommandError::new(format!("`{text}` is no day")).hint("write --today YYYY-MM-DD (or GOALPOST_TODAY)")
            }),
            None => Ok(jiff::Zoned::now().date()),
        }
    }

    /// Reads the goals, and notes on standard error what could not be looked at.
    pub(super) fn open(&self) -> Result<Project, CommandError> {
        let root = self.root()?;
        let project = Project::open(&root)
            .map_err(|error| CommandError::new(error.to_string()).hint("name the goals' root with --root DIR"))?;
        if project.workspace.org.is_none() {
            self.note("no org.yaml: teams and people are not checked");
        }
        if !root.join(SETTINGS_FILE).is_file() {
            self.note("no goalpost.yaml here: the default settings hold");
        }
        for absent in &project.absent {
            self.note(&format!("`include` names {absent}, which is not here: its goals are not read"));
        }
        Ok(project)
    }

    fn root(&self) -> Result<PathBuf, CommandError> {
        if let Some(root) = &self.global.root {
            return match root.metadata() {
                Ok(metadata) if metadata.is_dir() => Ok(root.clone()),
                Ok(_) => Err(CommandError::new(format!("`{}` is no folder", root.display()))
                    .hint("--root names the folder that holds goalpost.yaml")),
                Err(_) => Err(CommandError::new(format!("there is no folder `{}`", root.display()))
                    .hint("--root names the folder that holds goalpost.yaml")),
            };
        }
        let here = env::current_dir()
            .map_err(|error| CommandError::new(format!("the current folder cannot be read: {error}")))?;
        let root = find_root(&here).ok_or_else(|| {
            CommandError::new("there is no goalpost.yaml here or in any folder above")
                .hint("go to your goals' folder, name it with --root DIR,")
                .hint("or make this folder one: an empty goalpost.yaml is enough")
        })?;
        Ok(root.strip_prefix(&here).map_or_else(|_| above(&here, &root), |below| dot(below)))
    }

    /// What every answer begins with.
    pub(super) fn context(&self, project: &Project) -> Result<Context, CommandError> {
        Ok(Context { root: project.root_in_git.clone(), today: self.today()?, revision: None })
    }

    /// The root as the user sees it from where they are; empty where they are in it.
    pub(super) fn here(project: &Project) -> String {
        let root = project.root.to_string_lossy();
        if root == "." { String::new() } else { root.trim_end_matches('/').to_owned() }
    }

    /// The format asked for, one of those the command has. The first is the default.
    pub(super) fn format<T: Copy>(&self, command: &str, formats: &[(&'static str, T)]) -> Result<T, CommandError> {
        let Some(name) = &self.global.format else { return Ok(formats[0].1) };
        formats.iter().find(|(known, _)| known == name).map(|(_, format)| *format).ok_or_else(|| {
            let known: Vec<_> = formats.iter().map(|(name, _)| *name).collect();
            CommandError::new(format!("{command} has no format `{}`", clean(name)))
                .hint(format!("it has {}", known.join(", ")))
        })
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
        output::write(text, self.global.output.as_deref())
    }

    /// Says something beside the answer, on standard error.
    pub(super) fn note(&self, text: &str) {
        if !self.global.quiet {
            let _ = writeln!(io::stderr(), "note: {}", clean(text));
        }
    }

    /// Says why the command could not run, and what to do.
    pub(super) fn complain(&self, error: &CommandError) {
        let mut text = format!("error: {}\n", clean(&error.to_string()));
        for hint in error.hints() {
            text.push_str(&format!("  help: {}\n", clean(hint)));
        }
        let _ = io::stderr().write_all(text.as_bytes());
    }
}

fn dot(below: &Path) -> PathBuf {
    if below.as_os_str().is_empty() { PathBuf::from(".") } else { below.to_path_buf() }
}

/// The way up from a folder to one above it.
fn above(here: &Path, root: &Path) -> PathBuf {
    let steps = here.strip_prefix(root).map_or(0, |below| below.components().count());
    if steps == 0 { root.to_path_buf() } else { std::iter::repeat_n("..", steps).collect() }
}

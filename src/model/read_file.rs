//! What is read of one file of a workspace, by its role.

use rayon::prelude::*;

use super::document::{DocIx, Document, Role};
use super::goal::Goal;
use super::org::Org;
use super::reading::{read_goal, read_org, read_settings, read_stray, settings_of};
use super::salvage::salvage;
use super::settings::Settings;
use super::unread_org::hides_members;
use crate::source::{FileIx, ORG_FILE, Root, SETTINGS_FILE, SourceFile, SourceSet};

/// A file after reading. There are as many at once as files, so that what is large and not in every file stands apart.
pub(super) struct Read {
    pub(super) document: Document,
    pub(super) goal: Option<Box<Goal>>,
    pub(super) org: Option<Box<Org>>,
}

impl Read {
    /// Reads one file.
    pub(super) fn one(file: &SourceFile, ix: FileIx, settings: &Settings) -> Self {
        match role_of(file.path_in_root()) {
            Role::Settings => Self { document: read_settings(file, ix).1, goal: None, org: None },
            Role::Org => {
                let (org, document) = read_org(file, ix, settings);
                // By what is left of an organisation people would have left that are here.
                let org = (!hides_members(&document)).then(|| Box::new(org));
                Self { document, goal: None, org }
            }
            Role::Stray => Self { document: read_stray(file, ix), goal: None, org: None },
            Role::Goal => {
                let (mut document, goal) = read_goal(file, ix, settings);
                if document.tree.partial && document.id.is_none() {
                    let read = salvage(&file.text, settings).map(|goal| goal.id);
                    document.id = read.filter(|id| !id.is_empty());
                }
                Self { document, goal: goal.map(Box::new), org: None }
            }
        }
    }

    /// What was read before, at another place in the list of files.
    fn moved_to(mut self, ix: FileIx) -> Self {
        self.document.file = ix;
        if let Some(goal) = &mut self.goal {
            goal.document = DocIx(ix.0);
        }
        self
    }
}

/// The role of a file by its path relative to its own root.
pub(super) fn role_of(path: &str) -> Role {
    let name = path.rsplit('/').next().unwrap_or(path);
    match path {
        SETTINGS_FILE => Role::Settings,
        ORG_FILE => Role::Org,
        _ if name == SETTINGS_FILE || name == ORG_FILE => Role::Stray,
        _ => Role::Goal,
    }
}

/// Reads the files that are not known from before.
pub(super) fn read_files(sources: &SourceSet, settings: &Settings, kept: Vec<Option<Read>>) -> Vec<Read> {
    let outer = outer_settings(sources);
    let read = |(at, (file, kept)): (usize, (&SourceFile, Option<Read>))| {
        let ix = FileIx(u32::try_from(at).unwrap_or(u32::MAX));
        let settings = outer.as_ref().filter(|_| file.root == Root::Outer).unwrap_or(settings);
        kept.map_or_else(|| Read::one(file, ix, settings), |read| read.moved_to(ix))
    };
    sources.files.par_iter().zip(kept).enumerate().map(read).collect()
}

/// The settings of the open root that this one names: it has its own fiscal year and levels. An included root is read with
/// those of this root.
fn outer_settings(sources: &SourceSet) -> Option<Settings> {
    let of_outer = |file: &&SourceFile| file.root == Root::Outer && file.path_in_root() == SETTINGS_FILE;
    sources.files.iter().find(of_outer).map(settings_of)
}

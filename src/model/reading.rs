//! Reads files: from a text to settings, an organisation or a goal, with all faults.

use super::document::{ALONE, DocIx, Document, Role};
use super::goal::Goal;
use super::lower;
use super::org::Org;
use super::settings::Settings;
use super::unread_org::hides_members;
use crate::source::{FileIx, Root, SourceFile};
use crate::syntax::{Fault, Tree, parse_for_meaning};

pub(super) fn read_settings(file: &SourceFile, ix: FileIx) -> (Settings, Document) {
    let (tree, mut faults) = parse_for_meaning(file);
    let (settings, more) = lower::settings(&tree);
    if !tree.partial {
        faults.extend(more);
    }
    (settings, Document { file: ix, tree, faults, id: None, role: Role::Settings })
}

pub(super) fn read_org(file: &SourceFile, ix: FileIx, settings: &Settings) -> (Org, Document) {
    let (tree, mut faults) = parse_for_meaning(file);
    let is_private = match file.root {
        Root::Included(_) => true,
        Root::Own => settings.within.is_some(),
        Root::Outer => false,
    };
    let (org, more) = lower::org(&tree, settings, is_private);
    if !tree.partial {
        faults.extend(more);
    }
    (org, Document { file: ix, tree, faults, id: None, role: Role::Org })
}

/// Reads a file that is not used, because of its place, and reports only that. It is parsed for its comments, one of which may
/// allow it.
pub(super) fn read_stray(file: &SourceFile, ix: FileIx) -> Document {
    let (tree, _) = parse_for_meaning(file);
    Document { file: ix, tree, faults: Vec::new(), id: None, role: Role::Stray }
}

pub(super) fn read_goal(file: &SourceFile, ix: FileIx, settings: &Settings) -> (Document, Option<Goal>) {
    let (tree, mut faults) = parse_for_meaning(file);
    let id = lower::identity(&tree);
    let document = DocIx(ix.0);
    let goal = if tree.partial {
        None
    } else {
        let (goal, more) = lower::goal(&tree, document, settings);
        faults.extend(more);
        goal
    };
    (Document { file: ix, tree, faults, id, role: Role::Goal }, goal)
}

/// Reads a goal file alone, without inheritance: its tree, its goal and its id.
pub(super) fn read_alone(file: &SourceFile, settings: &Settings) -> (Tree, Option<Goal>, Option<String>) {
    let (document, goal) = read_goal(file, FileIx(ALONE.0), settings);
    (document.tree, goal, document.id)
}

/// The faults of a goal file that is read alone.
pub fn goal_faults(file: &SourceFile, settings: &Settings) -> Vec<Fault> {
    read_goal(file, FileIx(ALONE.0), settings).0.faults
}

/// The goal in a file that is read alone, without inheritance; none if there is none, or the file cannot be read.
pub fn goal_of(file: &SourceFile, settings: &Settings) -> Option<Goal> {
    read_alone(file, settings).1
}

/// The organisation in a text of `org.yaml`, as far as it can be read.
pub fn org_of(file: &SourceFile, settings: &Settings) -> Org {
    read_org(file, FileIx(0), settings).0
}

/// The organisation in a text of `org.yaml`; none if teams or people of it cannot be read.
pub fn readable_org(file: &SourceFile, settings: &Settings) -> Option<Org> {
    let (org, document) = read_org(file, FileIx(0), settings);
    (!hides_members(&document)).then_some(org)
}

/// The settings in a text of `goalpost.yaml`; none if it is no YAML.
pub fn readable_settings(file: &SourceFile) -> Option<Settings> {
    let (settings, document) = read_settings(file, FileIx(0));
    (!document.tree.partial).then_some(settings)
}

/// The settings of a repository, read before its files because they decide which files belong to it.
pub fn settings_of(file: &SourceFile) -> Settings {
    read_settings(file, FileIx(0)).0
}

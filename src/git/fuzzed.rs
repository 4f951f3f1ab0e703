//! Reads made-up bytes as git's own files and objects, for the fuzz targets: whatever they are, nothing panics, and a
//! walk over what was read ends.

use super::commit::{parse_people, parse_raw};
use super::commit_graph::CommitGraph;
use super::filter::{FilterSettings, PathKey};
use super::messages::Message;
use super::oids::Oid;
use super::trailer::{trailers_with, values_of};
use super::tree::Folder;

/// Reads bytes as a commit-graph, with its filters.
///
/// # Panics
/// A promise does not hold.
pub fn read_commit_graph(bytes: &[u8]) {
    let Some(graph) = CommitGraph::of_layer(bytes.to_vec()) else { return };
    let places = 0..u32::try_from(graph.len()).unwrap_or(u32::MAX).min(1000);
    let settings = graph.filter_settings();
    let key = settings.and_then(|settings| Some((PathKey::new("okrs/a.yaml", settings)?, settings)));
    for place in places.chain([u32::MAX, u32::MAX / 2]) {
        if let Some(oid) = graph.oid(place) {
            assert!(graph.find(oid).is_none_or(|at| graph.oid(at) == Some(oid)), "a found commit has its name");
        }
        let _ = (graph.tree(place), graph.commit(place), graph.parents(place));
        if let Some((key, settings)) = &key {
            let _ = graph.may_have_changed(place, key, *settings);
        }
    }
}

/// Looks for paths in bytes as a changed-path filter; the first byte is the number of hashes.
pub fn read_filter(bytes: &[u8]) {
    let Some((&hashes, filter)) = bytes.split_first() else { return };
    for version in [1, 2, 3] {
        for path in ["okrs", "okrs/ä.yaml", ""] {
            let key = PathKey::new(path, FilterSettings { version, hashes: u32::from(hashes) });
            let _ = key.map(|key| key.may_be_in(filter));
        }
    }
}

/// Reads bytes as a tree, and as a commit with its people, its day and its trailers.
pub fn read_objects(bytes: &[u8]) {
    for width in [20, 32] {
        let folder = Folder::of_bytes(bytes.to_vec(), width);
        let _ = folder.entries().count();
    }
    let _ = parse_raw(bytes);
    let (author, committer, message) = parse_people(bytes);
    for signature in [&author, &committer] {
        let _ = (signature.day(), signature.instant());
    }
    for trailer in ["Goal", "Goal-Reason", "Co-authored-by", "Seal"] {
        let _ = (trailers_with(&message, trailer).len(), values_of(&message, trailer).len());
    }
    let mailmap = git2::Mailmap::from_buffer(&message).ok();
    let Some(oid) = Oid::from_bytes(&[7; 20]) else { return };
    let _ = Message::parse(oid, bytes, mailmap.as_ref());
}

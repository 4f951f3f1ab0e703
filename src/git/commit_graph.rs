//! The commit-graph file: trees, parents and dates of commits, and their changed-path filters. The format is
//! gitformat-commit-graph(5).
//!
//! The bytes are untrusted: offsets are checked, and a file or record that is inconsistent is treated as absent, because
//! the objects themselves have the same information.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::filter::{FilterSettings, PathKey};
use super::oids::Oid;
use super::verified::is_intact_once;
use crate::source::{open_regular, read_regular, read_regular_text};

/// A record of the commit data chunk (`CDAT`).
#[derive(Debug, Clone)]
pub(super) struct GraphCommit {
    /// The position of the first parent.
    pub(super) first: Option<u32>,
    /// The position of the second parent, [`NO_PARENT`], or an index into the chunk of extra edges.
    second: u32,
    /// The commit time in seconds since 1970.
    pub(super) committed: i64,
}

/// A commit-graph of one file or a chain of files. A commit's position counts through all files of the chain.
#[derive(Debug)]
pub(super) struct CommitGraph {
    layers: Vec<Layer>,
}

/// One file of a chain. The chunks are given by their offsets in the file.
#[derive(Debug)]
struct Layer {
    data: Vec<u8>,
    /// The number of commits in the layers below.
    base: u32,
    /// The number of commits in this layer.
    count: u32,
    fanout: usize,
    oids: usize,
    commits: usize,
    edges: Option<(usize, usize)>,
    filters: Option<PathFilters>,
}

#[derive(Debug, Clone, Copy)]
struct PathFilters {
    index: usize,
    data: usize,
    data_len: usize,
    settings: FilterSettings,
}

/// The files of the commit-graph below an object folder, the base layer first.
fn files(objects: &Path) -> Option<Vec<PathBuf>> {
    let single = objects.join("info/commit-graph");
    if single.is_file() {
        return Some(vec![single]);
    }
    let folder = objects.join("info/commit-graphs");
    let chain = read_regular_text(&folder.join("commit-graph-chain")).ok()?;
    Some(chain.lines().map(|hash| folder.join(format!("graph-{}.graph", hash.trim()))).collect())
}

/// The value of an absent parent.
const NO_PARENT: u32 = 0x7000_0000;
/// The bit that marks a second parent as an index into `EDGE`, and the last entry of a list there.
const EXTRA_EDGES: u32 = 0x8000_0000;

impl CommitGraph {
    /// Reads the commit-graph below an object folder; none if it is absent or inconsistent.
    pub(super) fn open(objects: &Path) -> Option<Self> {
        let mut layers = Vec::new();
        let mut base: u32 = 0;
        for file in files(objects)? {
            let layer = Layer::parse(read_regular(&file).ok()?, base)?;
            base = base.checked_add(layer.count)?;
            layers.push(layer);
        }
        (!layers.is_empty()).then_some(Self { layers }).filter(Self::is_ordered)
    }

    /// Whether every commit is further from the first ones than its parents are, as git writes down. A graph that leads in a
    /// circle has no end, whatever its checksum is.
    fn is_ordered(&self) -> bool {
        let is_above = |place: u32| {
            let own = self.generation(place)?;
            let is_below = |parent: u32| self.generation(parent).is_some_and(|generation| generation < own);
            // Most commits have one parent, for which no list is made.
            match self.commit(place)? {
                commit if commit.second == NO_PARENT => Some(commit.first.is_none_or(is_below)),
                _ => Some(self.parents(place)?.into_iter().all(is_below)),
            }
        };
        (0..u32::try_from(self.len()).unwrap_or(0)).all(|place| is_above(place).unwrap_or(false))
    }

    /// The generation number of the commit at a position: more than that of each of its parents.
    fn generation(&self, place: u32) -> Option<u32> {
        let (layer, at) = self.layer(place)?;
        Some(be32(&layer.data, layer.commits + 36 * at as usize + 28)? >> 2)
    }

    /// Reads any bytes as a commit-graph of one file.
    #[cfg(any(test, feature = "fuzz"))]
    pub(super) fn of_layer(bytes: Vec<u8>) -> Option<Self> {
        Some(Self { layers: vec![Layer::parse(bytes, 0)?] })
    }

    /// Whether the checksum of a commit-graph file does not match; such a graph must not be used. A graph of a SHA-256
    /// repository ends in another hash and is never used, so it is not called broken.
    pub(super) fn is_broken(objects: &Path, git_dir: &Path) -> bool {
        let is_sha256 = |file: &Path| {
            let mut head = [0; 8];
            open_regular(file).and_then(|mut it| it.read_exact(&mut head)).is_ok() && head[5] == 2
        };
        let mut files = files(objects).into_iter().flatten();
        files.any(|file| is_intact_once(&file, git_dir).is_ok_and(|intact| !intact) && !is_sha256(&file))
    }

    /// The number of commits.
    pub(super) fn len(&self) -> usize {
        self.layers.last().map_or(0, |layer| (layer.base + layer.count) as usize)
    }

    /// The tree of the commit at a position.
    pub(super) fn tree(&self, place: u32) -> Option<Oid> {
        let (layer, at) = self.layer(place)?;
        Oid::from_bytes(layer.data.get(layer.commits + 36 * at as usize..)?.get(..20)?)
    }

    /// The position of a commit.
    pub(super) fn find(&self, oid: Oid) -> Option<u32> {
        self.layers.iter().rev().find_map(|layer| layer.find(oid.as_bytes()).map(|at| layer.base + at))
    }

    /// The name of the commit at a position.
    pub(super) fn oid(&self, place: u32) -> Option<Oid> {
        let (layer, at) = self.layer(place)?;
        Oid::from_bytes(layer.data.get(layer.oids + 20 * at as usize..)?.get(..20)?)
    }

    /// The record at a position.
    pub(super) fn commit(&self, place: u32) -> Option<GraphCommit> {
        let (layer, at) = self.layer(place)?;
        let record = layer.data.get(layer.commits + 36 * at as usize..)?.get(..36)?;
        let (first, second) = (be32(record, 20)?, be32(record, 24)?);
        let high = u64::from(be32(record, 28)? & 0x3);
        let committed = i64::try_from(high << 32 | u64::from(be32(record, 32)?)).ok()?;
        Some(GraphCommit { first: (first != NO_PARENT).then_some(first), second, committed })
    }

    /// Whether the commit at a position has several parents.
    pub(super) fn is_merge(&self, place: u32) -> bool {
        self.commit(place).is_some_and(|commit| commit.second != NO_PARENT)
    }

    /// The position of a commit's parent at a place; none where it has fewer.
    pub(super) fn parent(&self, place: u32, at: usize) -> Option<u32> {
        match at {
            0 => self.commit(place)?.first,
            _ if !self.is_merge(place) => None,
            _ => self.parents(place)?.get(at).copied(),
        }
    }

    /// The positions of a commit's parents, in order.
    pub(super) fn parents(&self, place: u32) -> Option<Vec<u32>> {
        let commit = self.commit(place)?;
        let mut parents: Vec<u32> = commit.first.into_iter().collect();
        if commit.second & EXTRA_EDGES != 0 {
            let (layer, _) = self.layer(place)?;
            let (start, len) = layer.edges?;
            let mut edge = (commit.second & !EXTRA_EDGES) as usize;
            loop {
                if edge.checked_mul(4)? >= len {
                    return None;
                }
                let value = be32(&layer.data, start + 4 * edge)?;
                parents.push(value & !EXTRA_EDGES);
                if value & EXTRA_EDGES != 0 {
                    break;
                }
                edge += 1;
            }
        } else if commit.second != NO_PARENT {
            parents.push(commit.second);
        }
        Some(parents)
    }

    /// The filter settings of the first layer that has filters. Filters of layers with other settings are not used.
    pub(super) fn filter_settings(&self) -> Option<FilterSettings> {
        self.layers.iter().find_map(|layer| layer.filters).map(|filters| filters.settings)
    }

    /// Whether a commit may have changed a path compared to its first parent; none if it has no usable filter.
    pub(super) fn may_have_changed(&self, place: u32, key: &PathKey, settings: FilterSettings) -> Option<bool> {
        let (layer, at) = self.layer(place)?;
        let filters = layer.filters.filter(|it| it.settings == settings)?;
        let end = be32(&layer.data, filters.index + 4 * at as usize)? as usize;
        let start = if at == 0 { 0 } else { be32(&layer.data, filters.index + 4 * (at as usize - 1))? as usize };
        if start > end || end > filters.data_len {
            return None;
        }
        if start == end {
            // An empty entry means that no filter was computed for this commit.
            return None;
        }
        Some(key.may_be_in(layer.data.get(filters.data + start..filters.data + end)?))
    }

    fn layer(&self, place: u32) -> Option<(&Layer, u32)> {
        let layer = self.layers.iter().rev().find(|layer| layer.base <= place)?;
        let at = place - layer.base;
        (at < layer.count).then_some((layer, at))
    }
}

impl Layer {
    fn parse(data: Vec<u8>, base: u32) -> Option<Self> {
        let head = data.get(..8)?;
        // Only version 1 with SHA-1 (hash version 1) is supported.
        if &head[..4] != b"CGPH" || head[4] != 1 || head[5] != 1 {
            return None;
        }
        let chunks = usize::from(head[6]);
        let mut table = Vec::with_capacity(chunks);
        for at in 0..=chunks {
            let row = data.get(8 + 12 * at..)?.get(..12)?;
            let offset = usize::try_from(u64::from_be_bytes(row[4..].try_into().ok()?)).ok()?;
            if offset > data.len() {
                return None;
            }
            table.push(([row[0], row[1], row[2], row[3]], offset));
        }
        let chunk = |id: &[u8; 4]| {
            let at = table.iter().position(|(name, _)| name == id)?;
            let (start, end) = (table[at].1, table.get(at + 1)?.1);
            Some((start, end.checked_sub(start)?))
        };
        let (fanout, fanout_len) = chunk(b"OIDF")?;
        let (oids, oids_len) = chunk(b"OIDL")?;
        let (commits, commits_len) = chunk(b"CDAT")?;
        if fanout_len < 1024 {
            return None;
        }
        let count = be32(&data, fanout + 255 * 4)?;
        let commit_count = count as usize;
        if oids_len < commit_count.checked_mul(20)? || commits_len < commit_count.checked_mul(36)? {
            return None;
        }
        let filters = match (chunk(b"BIDX"), chunk(b"BDAT")) {
            (Some((index, index_len)), Some((start, len))) if index_len >= commit_count * 4 && len >= 12 => {
                let settings = FilterSettings { version: be32(&data, start)?, hashes: be32(&data, start + 4)? };
                Some(PathFilters { index, data: start + 12, data_len: len - 12, settings })
            }
            _ => None,
        };
        let edges = chunk(b"EDGE");
        Some(Self { data, base, count, fanout, oids, commits, edges, filters })
    }

    fn find(&self, oid: &[u8]) -> Option<u32> {
        let first = usize::from(*oid.first()?);
        let bound = |at: usize| be32(&self.data, self.fanout + 4 * at);
        let (mut low, mut high) = (if first == 0 { 0 } else { bound(first - 1)? }, bound(first)?.min(self.count));
        while low < high {
            let middle = low + (high - low) / 2;
            let found = self.data.get(self.oids + 20 * middle as usize..)?.get(..20)?;
            match found.cmp(oid) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

fn be32(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(data.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

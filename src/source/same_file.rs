//! Files that have several names: hard links.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use walkdir::WalkDir;

use super::reserved::is_yaml;

/// Whether a YAML file below a folder is this file under another name, a hard link.
pub fn is_linked_from(folder: &Path, file: &Path) -> bool {
    let Ok(metadata) = file.metadata() else { return false };
    if metadata.nlink() < 2 {
        return false;
    }
    let identity = |it: &Metadata| (it.dev(), it.ino());
    let yaml = WalkDir::new(folder).into_iter().flatten().filter(|entry| is_yaml(entry.path()));
    yaml.filter_map(|entry| entry.metadata().ok()).any(|it| identity(&it) == identity(&metadata))
}

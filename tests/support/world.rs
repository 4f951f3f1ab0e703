//! A small company whose goals are clean, to which a test adds what it is about.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use goalpost::model::{Day, parse_day};
use goalpost::source::SourceSet;

/// The day it is in tests.
pub(crate) fn today() -> Day {
    parse_day("2026-11-21").expect("a day")
}

/// The files of the world with some replaced or added; an empty text takes a file away.
pub(crate) fn world_with(files: &[(String, String)]) -> SourceSet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/world");
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the world's folder") {
        let entry = entry.expect("a file of the world");
        let text = fs::read_to_string(entry.path()).expect("the world is text");
        texts.insert(entry.file_name().to_string_lossy().into_owned(), text);
    }
    for (path, text) in files {
        if text.trim().is_empty() {
            texts.remove(path);
        } else {
            texts.insert(path.clone(), text.clone());
        }
    }
    SourceSet::from_texts(texts)
}

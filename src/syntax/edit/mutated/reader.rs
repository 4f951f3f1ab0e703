//! A second reader of YAML, to compare with.

use serde_yaml::Value as Yaml;

/// What another reader of YAML makes of a text.
pub(super) fn read(text: &str) -> Option<Yaml> {
    serde_yaml::from_str(text.trim_start_matches('\u{feff}')).ok()
}

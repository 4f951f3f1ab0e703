//! The concepts behind the rules, each with a page that `goalpost explain` shows.

use crate::guide::Topic;

/// All concepts, in reading order.
pub static CONCEPTS: &[Topic] = &[
    Topic { name: "okr", path: "src/rules/concepts/okr.md" },
    Topic { name: "smart", path: "src/rules/concepts/smart.md" },
    Topic { name: "fast", path: "src/rules/concepts/fast.md" },
    Topic { name: "cascade", path: "src/rules/concepts/cascade.md" },
    Topic { name: "linking-up", path: "src/rules/concepts/linking_up.md" },
    Topic { name: "alignment", path: "src/rules/concepts/alignment.md" },
    Topic { name: "check-in", path: "src/rules/concepts/check_in.md" },
    Topic { name: "forecast", path: "src/rules/concepts/forecast.md" },
    Topic { name: "grading", path: "src/rules/concepts/grading.md" },
    Topic { name: "privacy", path: "src/rules/concepts/privacy.md" },
];

/// Finds a concept by name.
pub fn concept(name: &str) -> Option<&'static Topic> {
    CONCEPTS.iter().find(|concept| concept.name == name)
}

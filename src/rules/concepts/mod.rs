//! The concepts behind the rules, each with a page that `goalpost explain` shows.

use crate::guide::Topic;

/// All concepts, in reading order.
pub static CONCEPTS: &[Topic] = &[
    Topic { name: "okr", page: include_str!("okr.md") },
    Topic { name: "smart", page: include_str!("smart.md") },
    Topic { name: "fast", page: include_str!("fast.md") },
    Topic { name: "cascade", page: include_str!("cascade.md") },
    Topic { name: "linking-up", page: include_str!("linking_up.md") },
    Topic { name: "alignment", page: include_str!("alignment.md") },
    Topic { name: "check-in", page: include_str!("check_in.md") },
    Topic { name: "forecast", page: include_str!("forecast.md") },
    Topic { name: "grading", page: include_str!("grading.md") },
    Topic { name: "privacy", page: include_str!("privacy.md") },
];

/// Finds a concept by name.
pub fn concept(name: &str) -> Option<&'static Topic> {
    CONCEPTS.iter().find(|concept| concept.name == name)
}

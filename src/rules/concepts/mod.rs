//! The concepts behind the rules, each with a page that `goalpost explain` shows.

/// A concept with its page.
#[derive(Debug, Clone, Copy)]
pub struct Concept {
    /// The name, as `goalpost explain` takes it.
    pub name: &'static str,
    /// The Markdown page.
    pub page: &'static str,
}

/// All concepts, in reading order.
pub static CONCEPTS: &[Concept] = &[
    Concept { name: "okr", page: include_str!("okr.md") },
    Concept { name: "smart", page: include_str!("smart.md") },
    Concept { name: "fast", page: include_str!("fast.md") },
    Concept { name: "cascade", page: include_str!("cascade.md") },
    Concept { name: "linking-up", page: include_str!("linking_up.md") },
    Concept { name: "alignment", page: include_str!("alignment.md") },
    Concept { name: "check-in", page: include_str!("check_in.md") },
    Concept { name: "forecast", page: include_str!("forecast.md") },
    Concept { name: "grading", page: include_str!("grading.md") },
    Concept { name: "privacy", page: include_str!("privacy.md") },
];

/// Finds a concept by name.
#[must_use]
pub fn concept(name: &str) -> Option<&'static Concept> {
    CONCEPTS.iter().find(|concept| concept.name == name)
}

impl Concept {
    /// The page's heading.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.page.lines().next().unwrap_or("").trim_start_matches("# ")
    }

    /// The page's opening sentence.
    #[must_use]
    pub fn summary(&self) -> String {
        let opening = self.page.lines().skip(1).skip_while(|line| line.trim().is_empty());
        let text = opening.take_while(|line| !line.trim().is_empty()).collect::<Vec<_>>().join(" ");
        text.find(". ").map_or(text.clone(), |end| text[..=end].to_owned())
    }
}

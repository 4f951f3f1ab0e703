//! The guide: pages on how to use goalpost, which `goalpost explain` shows. Their consoles are run by the tests.

use crate::texts::text;

/// A page of documentation with its name.
#[derive(Debug, Clone, Copy)]
pub struct Topic {
    /// The name, as `goalpost explain` takes it.
    pub name: &'static str,
    /// The file with the Markdown page.
    pub path: &'static str,
}

/// The pages of the guide, in reading order.
pub static GUIDE: &[Topic] = &[
    Topic { name: "first-steps", path: "src/guide/first_steps.md" },
    Topic { name: "company", path: "src/guide/company.md" },
    Topic { name: "history", path: "src/guide/history.md" },
    Topic { name: "writing", path: "src/guide/writing.md" },
    Topic { name: "numbers", path: "src/guide/numbers.md" },
    Topic { name: "quarter-end", path: "src/guide/quarter_end.md" },
    Topic { name: "teams", path: "src/guide/teams.md" },
    Topic { name: "reports", path: "src/guide/reports.md" },
    Topic { name: "ci", path: "src/guide/ci.md" },
    Topic { name: "agents", path: "src/guide/agents.md" },
    Topic { name: "editor", path: "src/guide/editor.md" },
    Topic { name: "settings", path: "src/guide/settings.md" },
    Topic { name: "adoption", path: "src/guide/adoption.md" },
    Topic { name: "import", path: "src/guide/import.md" },
    Topic { name: "json", path: "src/guide/json.md" },
    Topic { name: "guarantees", path: "src/guide/guarantees.md" },
    Topic { name: "commands", path: "src/guide/commands.md" },
    Topic { name: "rules", path: "src/guide/rules.md" },
];

impl Topic {
    /// The Markdown page.
    pub fn page(&self) -> &'static str {
        text(self.path)
    }

    /// The page's heading.
    pub fn title(&self) -> &'static str {
        self.page().lines().next().unwrap_or("").trim_start_matches("# ")
    }

    /// The page's opening sentence, without the addresses of links.
    pub fn summary(&self) -> String {
        let opening = self.page().lines().skip(1).skip_while(|line| line.trim().is_empty());
        let text = opening.take_while(|line| !line.trim().is_empty()).collect::<Vec<_>>().join(" ");
        let sentence = text.find(". ").map_or(text.as_str(), |end| &text[..=end]);
        without_addresses(sentence)
    }
}

/// Markdown without the addresses of its links: `[a page](page.md)` becomes `a page`.
fn without_addresses(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once('[') {
        let Some((name, (_, after))) =
            link.split_once("](").and_then(|(name, tail)| Some((name, tail.split_once(')')?)))
        else {
            break;
        };
        out.push_str(before);
        out.push_str(name);
        rest = after;
    }
    out + rest
}

/// Finds a page of the guide by name.
pub fn guide(name: &str) -> Option<&'static Topic> {
    GUIDE.iter().find(|topic| topic.name == name)
}

//! The guide: pages on how to use goalpost, which `goalpost explain` shows. Their consoles are run by the tests.

/// A page of documentation with its name.
#[derive(Debug, Clone, Copy)]
pub struct Topic {
    /// The name, as `goalpost explain` takes it.
    pub name: &'static str,
    /// The Markdown page.
    pub page: &'static str,
}

/// The pages of the guide, in reading order.
pub static GUIDE: &[Topic] = &[
    Topic { name: "first-steps", page: include_str!("first_steps.md") },
    Topic { name: "company", page: include_str!("company.md") },
    Topic { name: "history", page: include_str!("history.md") },
    Topic { name: "writing", page: include_str!("writing.md") },
    Topic { name: "numbers", page: include_str!("numbers.md") },
    Topic { name: "quarter-end", page: include_str!("quarter_end.md") },
    Topic { name: "teams", page: include_str!("teams.md") },
    Topic { name: "reports", page: include_str!("reports.md") },
    Topic { name: "ci", page: include_str!("ci.md") },
    Topic { name: "agents", page: include_str!("agents.md") },
    Topic { name: "editor", page: include_str!("editor.md") },
    Topic { name: "settings", page: include_str!("settings.md") },
    Topic { name: "adoption", page: include_str!("adoption.md") },
    Topic { name: "import", page: include_str!("import.md") },
    Topic { name: "json", page: include_str!("json.md") },
    Topic { name: "guarantees", page: include_str!("guarantees.md") },
    Topic { name: "commands", page: include_str!("commands.md") },
    Topic { name: "rules", page: include_str!("rules.md") },
];

impl Topic {
    /// The page's heading.
    pub fn title(&self) -> &'static str {
        self.page.lines().next().unwrap_or("").trim_start_matches("# ")
    }

    /// The page's opening sentence, without the addresses of links.
    pub fn summary(&self) -> String {
        let opening = self.page.lines().skip(1).skip_while(|line| line.trim().is_empty());
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

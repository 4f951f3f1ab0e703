//! The examples of a rule's page: fenced blocks marked `bad`, `good` or `fixed`.

/// What a block is an example of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Bad,
    Good,
    Fixed,
}

/// One example: its files in order.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    pub(crate) role: Role,
    /// The line of the page on which it begins.
    pub(crate) line: usize,
    pub(crate) files: Vec<(String, String)>,
}

/// The mark at the end of a line on which a finding begins.
pub(crate) const MARK: &str = "# ← here";

impl Example {
    /// The marked lines, as (path, line from 1).
    pub(crate) fn marks(&self) -> Vec<(String, usize)> {
        let mut marks = Vec::new();
        for (path, text) in &self.files {
            for (at, line) in text.lines().enumerate() {
                if line.trim_end().ends_with(MARK) {
                    marks.push((path.clone(), at + 1));
                }
            }
        }
        marks.sort();
        marks
    }
}

/// The examples of a page.
pub(crate) fn examples(page: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut open: Option<(Role, usize, String)> = None;
    let mut fenced = false;
    for (at, line) in page.lines().enumerate() {
        if let Some(info) = line.strip_prefix("```") {
            if let Some((role, line, text)) = open.take() {
                examples.push(Example { role, line, files: files(&text) });
                fenced = false;
            } else if fenced {
                fenced = false;
            } else {
                fenced = true;
                let role = match info.trim() {
                    "yaml bad" => Some(Role::Bad),
                    "yaml good" => Some(Role::Good),
                    "yaml fixed" => Some(Role::Fixed),
                    _ => None,
                };
                open = role.map(|role| (role, at + 1, String::new()));
            }
        } else if let Some((_, _, text)) = &mut open {
            text.push_str(line);
            text.push('\n');
        }
    }
    examples
}

/// The files of a block: one `example.yaml`, or those that `# file: NAME` lines begin.
fn files(block: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        if let Some(name) = line.strip_prefix("# file: ") {
            files.push((name.trim().to_owned(), String::new()));
            continue;
        }
        if files.is_empty() {
            files.push(("example.yaml".to_owned(), String::new()));
        }
        if let Some((_, text)) = files.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    files
}

//! Consoles in Markdown: fenced blocks marked `console`, with commands after `$ ` (and `> ` where they go on) and what
//! was answered below them.

/// A stretch of a page: text that stays, or a command with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    Command(Command),
}

/// A command in a console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Command {
    /// The number of the section (`## …`) in which it stands.
    pub(crate) section: usize,
    /// The line of the page, from 1.
    pub(crate) line: usize,
    /// What is typed, of one line or more.
    pub(crate) typed: String,
    /// What is answered.
    pub(crate) answer: String,
}

/// The pieces of a page, in order.
pub(crate) fn pieces(page: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut section = 0;
    let mut fence: Option<bool> = None;
    for (line, text) in (1..).zip(page.lines()) {
        let is_fence = text.starts_with("```");
        fence = match fence {
            None if is_fence => Some(text == "```console"),
            Some(_) if is_fence => None,
            open => open,
        };
        section += usize::from(fence.is_none() && text.starts_with("## "));
        let in_console = fence == Some(true) && !is_fence;
        match pieces.last_mut() {
            _ if in_console && text.starts_with("$ ") => {
                let typed = text[2..].to_owned();
                pieces.push(Piece::Command(Command { section, line, typed, answer: String::new() }));
            }
            Some(Piece::Command(command)) if in_console => match text.strip_prefix("> ") {
                Some(more) if command.answer.is_empty() => command.typed.push_str(&format!("\n{more}")),
                _ => command.answer.push_str(&format!("{text}\n")),
            },
            Some(Piece::Text(before)) => before.push_str(&format!("{text}\n")),
            _ => pieces.push(Piece::Text(format!("{text}\n"))),
        }
    }
    pieces
}

/// The page of pieces.
pub(crate) fn page(pieces: &[Piece]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Command(it) => format!("$ {}\n{}", it.typed.replace('\n', "\n> "), it.answer),
    };
    pieces.iter().map(text).collect()
}

//! Examples on a page in the terminal: goal files and commands, indented, and wrapped so that they keep their meaning.

use super::clean::clean_block;
use super::layout::{width, wrap};
use super::style::Style;
use crate::git::HEADS;

/// The end of a line in a bad example on which a rule has a finding.
const MARK: &str = "# ← here";

/// A code block, indented below its label by two more columns. `info` is the info string of its fence.
pub(super) fn example(info: &str, code: &str, indent: usize, style: Style) -> String {
    let inner = indent + 2;
    let mut out = String::new();
    let (language, role) = info.trim().split_once(' ').unwrap_or((info.trim(), ""));
    let label = match role {
        "bad" => style.bad("bad:"),
        "good" => style.good("good:"),
        "fixed" => style.good("after goalpost check --fix:"),
        _ => String::new(),
    };
    if !label.is_empty() {
        out.push_str(&format!("{}{label}\n", " ".repeat(indent)));
    }
    let room = style.width.saturating_sub(inner).max(16);
    let code = clean_block(code.trim_end());
    let too_wide = code.lines().any(|line| width(line) > room);
    for line in code.lines() {
        if HEADS.iter().any(|head| line.starts_with(head)) && !line.ends_with(MARK) {
            if !out.ends_with("\n\n") && !out.ends_with(":\n") && !label.is_empty() {
                out.push('\n');
            }
            for part in fold(line, room) {
                out.push_str(&format!("{}{}\n", " ".repeat(inner), style.dim(&part)));
            }
            continue;
        }
        let marked = line.strip_suffix(MARK).map(str::trim_end);
        let mut parts = match language {
            "yaml" => fold(marked.unwrap_or(line), room),
            // Below a command stands what it prints: nothing that is typed goes on.
            "console" if !line.starts_with(['$', '>']) => wrap_output(line, room),
            _ if too_wide => command(line, room),
            _ => vec![line.to_owned()],
        };
        // In a fixed example the marks are removed: they show where findings were before.
        if marked.is_some() && role == "bad" {
            let fits = parts.last().is_some_and(|last| width(last) + 2 + width(MARK) <= room);
            let mark = style.bad(MARK);
            match parts.last_mut().filter(|_| fits) {
                Some(last) => last.push_str(&format!("  {mark}")),
                None => parts.push(format!("{}{mark}", " ".repeat(indent_of(line) + 4))),
            }
        }
        for part in parts {
            out.push_str(format!("{}{part}", " ".repeat(inner)).trim_end());
            out.push('\n');
        }
    }
    out
}

/// Wraps a line of YAML at spaces and indents the continuation, so that it is the same YAML.
fn fold(line: &str, room: usize) -> Vec<String> {
    if width(line) <= room {
        return vec![line.to_owned()];
    }
    let indent = indent_of(line);
    let (code, comment) = match line.find(" #").filter(|at| !line[..*at].trim().is_empty()) {
        Some(at) => (line[..at].trim_end(), line[at..].trim()),
        None if line.trim_start().starts_with('#') => ("", line.trim()),
        None => (line, ""),
    };
    let deeper = indent + if code.trim_start().starts_with("- ") { 4 } else { 2 };
    let mut parts: Vec<String> = Vec::new();
    if !code.trim().is_empty() {
        let mut lines = break_code(code, room.saturating_sub(deeper)).into_iter();
        parts.extend(lines.next().map(|first| format!("{}{first}", " ".repeat(indent))));
        parts.extend(lines.map(|more| format!("{}{more}", " ".repeat(deeper))));
    }
    let at = if parts.is_empty() { indent } else { deeper };
    parts.extend(comment_lines(comment, at, room));
    parts
}

/// Wraps a comment, of YAML or of a shell.
fn comment_lines(comment: &str, indent: usize, room: usize) -> Vec<String> {
    let lines = wrap(comment.trim_start_matches('#'), room.saturating_sub(indent + 2)).into_iter();
    lines.filter(|it| !it.is_empty()).map(|more| format!("{}# {more}", " ".repeat(indent))).collect()
}

/// Wraps a line of output; one that fits stays as it is.
fn wrap_output(line: &str, room: usize) -> Vec<String> {
    if width(line) <= room {
        return vec![line.to_owned()];
    }
    // What stands far to the right would be a column of single words.
    let indent = " ".repeat(indent_of(line).min(room / 3));
    let parts = wrap(line, room.saturating_sub(indent.len())).into_iter();
    parts.map(|part| format!("{indent}{part}")).collect()
}

/// Wraps code, after commas in a flow collection, else at spaces.
fn break_code(code: &str, columns: usize) -> Vec<String> {
    if !code.contains(['{', '[']) {
        return wrap(code, columns);
    }
    let mut lines: Vec<String> = Vec::new();
    for entry in code.trim().split_inclusive(", ") {
        match lines.last_mut() {
            Some(line) if width(line) + width(entry.trim_end()) <= columns => line.push_str(entry),
            _ => {
                let mut parts = wrap(entry, columns);
                if let Some(last) = parts.last_mut() {
                    last.push_str(if entry.ends_with(' ') { " " } else { "" });
                }
                lines.append(&mut parts);
            }
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// A command with its comment on the line before, wrapped with backslashes as in a shell.
fn command(line: &str, room: usize) -> Vec<String> {
    let (command, comment) = match line.split_once("  #") {
        Some((command, comment)) if !command.trim().is_empty() => (command.trim_end(), comment),
        _ if line.starts_with('#') => ("", line),
        _ => (line, ""),
    };
    let mut lines = comment_lines(comment, 0, room);
    if command.is_empty() && !line.is_empty() {
        return lines;
    }
    if width(command) <= room {
        lines.push(command.to_owned());
        return lines;
    }
    let parts = wrap(command, room.saturating_sub(6));
    for (at, part) in parts.iter().enumerate() {
        let indent = if at == 0 { "" } else { "    " };
        let more = if at + 1 < parts.len() { " \\" } else { "" };
        lines.push(format!("{indent}{part}{more}"));
    }
    lines
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_yaml_means_the_same() {
        let parsed = |text: &str| crate::syntax::parse(&crate::source::SourceFile::from_text("a.yaml", text)).0;
        for line in [
            "  title: A plain scalar that is so long that it must be broken somewhere at a space",
            "  - {date: 2026-11-14, by: tom, kind: obstacle, text: the failover drill slipped, to: [maria]}  # a comment that is long",
            "  text: \"a quoted text, with: a colon, that is too long for its line as well, and more\"",
            "  # a comment that is much too long for one line of the terminal that it has to be shown on",
        ] {
            let whole = format!("a:\n{line}\n");
            let folded = fold(line, 40);
            assert!(folded.iter().all(|line| width(line) <= 40), "{folded:?}");
            assert!(parsed(&whole).same_meaning(&parsed(&format!("a:\n{}\n", folded.join("\n")))), "{folded:?}");
        }
    }
}

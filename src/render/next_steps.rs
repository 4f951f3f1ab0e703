//! What to run next, at the end of an answer.

use super::clean::clean;
use super::layout::{width, wrap};
use super::style::Style;

/// The columns between two commands on a line.
const GAP: usize = 3;

/// Lines with what to run next, dimmed and below an empty line; nothing where there is no step. A step is `what it shows:
/// goalpost …` or a command alone.
pub(super) fn next_steps<S: AsRef<str>>(steps: impl IntoIterator<Item = S>, style: Style) -> String {
    let lines = next_lines(steps, style.width);
    if lines.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = lines.iter().map(|line| style.dim(line)).collect();
    format!("\n{}\n", lines.join("\n"))
}

/// Steps beside each other where there is room. A command is not broken, so that it can be pasted: what leads to it stands on
/// the line before.
pub(super) fn next_lines<S: AsRef<str>>(steps: impl IntoIterator<Item = S>, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for step in steps {
        let step = clean(step.as_ref());
        let fits = |line: &&mut String| width(line) + GAP + width(&step) <= columns;
        if step.is_empty() {
            continue;
        }
        if let Some(line) = lines.last_mut().filter(fits) {
            line.push_str(&format!("{}{step}", " ".repeat(GAP)));
            continue;
        }
        let command = [": goalpost ", ": cd ", ": git "].iter().filter_map(|it| step.find(it)).min();
        match command.filter(|_| width(&step) > columns) {
            Some(at) => {
                lines.extend(wrap(&step[..=at], columns));
                lines.push(format!("  {}", &step[at + 2..]));
            }
            None => lines.push(step.into_owned()),
        }
    }
    lines
}

/// Wraps a text that may end with a command, which then has a line of its own, so that it can be pasted.
pub(super) fn wrap_command(text: &str, columns: usize) -> Vec<String> {
    match command_at_end(text).filter(|_| width(text) > columns) {
        Some((label, command)) => wrap(label, columns).into_iter().chain([command.to_owned()]).collect(),
        None => wrap(text, columns),
    }
}

/// What leads to the command at the end of a text, and the command.
pub(super) fn command_at_end(text: &str) -> Option<(&str, &str)> {
    let at = [": goalpost ", ": git "].iter().filter_map(|it| text.find(it)).min()?;
    let (label, command) = (&text[..=at], &text[at + 2..]);
    (![", ", "; ", " · ", ": ", " ("].iter().any(|it| command.contains(it))).then_some((label, command))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_whole_on_every_page() {
        let steps = ["every goal: goalpost rollup", "terms: goalpost explain check-in"];
        assert_eq!(next_lines(steps, 80), ["every goal: goalpost rollup   terms: goalpost explain check-in"]);
        assert_eq!(next_lines(steps, 40), steps);
        assert_eq!(
            next_lines(["goals of all teams: goalpost rollup"], 24),
            ["goals of all teams:", "  goalpost rollup"]
        );
        assert_eq!(next_lines(["begin: cd a && git add ."], 20), ["begin:", "  cd a && git add ."]);
        let help = "run: goalpost link one two && goalpost link one three --remove";
        assert_eq!(wrap_command(help, 30), ["run:", &help[5..]]);
        assert_eq!(wrap_command("set it: goalpost set a b, or not", 20), ["set it: goalpost set", "a b, or not"]);
        assert_eq!(next_steps([""], Style::default()), "");
    }
}

//! Salvages id, links, weight and what others inherit of a goal file that cannot be read, from whole fields at column 1.

use super::document::ALONE;
use super::goal::Goal;
use super::lower;
use super::settings::Settings;
use crate::source::SourceFile;
use crate::syntax::parse_for_meaning;

/// The fields that decide in which goals a file counts and with which weight, and those that key results inherit.
const FIELDS: [&str; 9] = ["id", "kind", "measures", "supports", "weight", "owner", "team", "level", "period"];

/// Reads the whole fields at column 1 of a broken file; none if there is no such field.
///
/// Every field is parsed alone, so that a fault in one does not affect the others. A field that occurs twice with
/// different values, as between conflict markers, is ignored: neither side is known to be right.
pub(super) fn salvage(text: &str, settings: &Settings) -> Option<Goal> {
    let (mut kept, mut known) = (String::new(), Vec::new());
    for name in FIELDS {
        let found: Vec<&str> =
            blocks(text).filter(|(key, _)| *key == name).map(|(_, block)| block.trim_end()).collect();
        let Some(first) = found.first().filter(|first| found.iter().all(|it| it == *first)) else { continue };
        // What is indented below a whole line may be what broke the file.
        let line = first.lines().next().filter(|line| !line.trim_end().ends_with(':'));
        if let Some(whole) = std::iter::once(*first).chain(line).find(|it| is_whole(it)) {
            kept.push_str(whole);
            kept.push('\n');
            known.push(name);
        }
    }
    // The kind alone tells nothing of a goal.
    if known.iter().all(|name| *name == "kind") {
        return None;
    }
    let guess = if known.contains(&"measures") { "kind: key_result\n" } else { "kind: objective\n" };
    // Without an id the file still counts in the goals that it names.
    let id = if known.contains(&"id") { "" } else { "id: unknown\n" };
    let lower = |kind: &str, kept: &str| {
        let text = format!("{kind}{id}title: unread\n{kept}");
        let (tree, _) = parse_for_meaning(&SourceFile::from_text("", text));
        lower::goal(&tree, ALONE, settings).0
    };
    // A kind that is written but unknown, such as one with a typing error, is guessed too.
    let written = known.contains(&"kind").then(|| lower("", &kept)).flatten();
    let rest = || blocks(&kept).filter(|(key, _)| *key != "kind").map(|(_, block)| block).collect::<String>();
    let goal = written.or_else(|| lower(guess, &rest()));
    goal.map(|goal| Goal { id: if id.is_empty() { goal.id } else { String::new() }, ..goal })
}

/// Whether a field can be read by itself.
fn is_whole(field: &str) -> bool {
    let (tree, faults) = parse_for_meaning(&SourceFile::from_text("", field));
    !tree.partial && faults.is_empty()
}

/// The fields at column 1 with their lines: the first, and those below it that are indented, empty or begin a list
/// item.
fn blocks(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let goes_on = line.starts_with([' ', '\t', '-']) || line.trim().is_empty();
        if !goes_on || starts.is_empty() {
            starts.push(at);
        }
        at += line.len();
    }
    let ends: Vec<usize> = starts.iter().copied().skip(1).chain([text.len()]).collect();
    starts.into_iter().zip(ends).filter_map(|(start, end)| {
        let block = &text[start..end];
        let (key, _) = block.split_once(':')?;
        Some((key, block))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Id, measured goal, supported goals and weight.
    fn place(text: &str) -> Option<String> {
        let goal = salvage(text, &Settings::default())?;
        let links: Vec<&str> = goal.supports.iter().map(|link| link.goal.as_str()).collect();
        let measures = goal.measures.clone().unwrap_or_default();
        Some(format!("{}|{measures}|{}|{:?}", goal.id, links.join(" "), goal.weight))
    }

    #[test]
    fn whole_fields_of_a_broken_file_are_read() {
        let text = "kind: key_result\nid: k\ntitle: \"open\nmeasures: o # the checkout\nweight: 2\nmetric: {unit: h\n";
        assert_eq!(place(text), Some("k|o||Some(2.0)".to_owned()));
        let text = "kind: objective\nid: [x\nsupports:\n- a\n- {goal: b, weight: 3}\n\ntitle: a: b\n";
        assert_eq!(place(text), Some("||a b|None".to_owned()));
        assert_eq!(place("kind: objective\n  id: a\ntitle: b: c\n"), None);
        assert_eq!(place("id: a\nsupports: [m]\n  bad: [\n"), Some("a||m|None".to_owned()));
        assert_eq!(place(""), None);
    }

    #[test]
    fn between_conflict_markers_only_what_both_sides_say_is_known() {
        let side = |measures: &str| format!("id: k\nmeasures: {measures}\n");
        let conflict =
            |ours: &str, theirs: &str| format!("<<<<<<< HEAD\n{}=======\n{}>>>>>>> main\n", side(ours), side(theirs));
        assert_eq!(place(&conflict("o", "o")), Some("k|o||None".to_owned()));
        assert_eq!(place(&conflict("o", "p")), Some("k|||None".to_owned()));
    }
}

//! Parses text to a tree. Parsing stops at the first syntax error and keeps the part before it.

mod builder;
mod conflict;
mod grammar;
mod keys;
mod plain_page;
mod refused;
mod unread;

use crate::source::{ReadFault, SourceFile};

use super::fault::Fault;
use super::tree::Tree;
use builder::Builder;
use conflict::unresolved_merge;
use unread::{control_character, unread};

/// The prefix of comments with instructions to goalpost.
pub const COMMENT_PREFIX: &str = "goalpost:";

/// Parses a file's first document, and returns its faults as YAML.
pub fn parse(file: &SourceFile) -> (Tree, Vec<Fault>) {
    parse_with(file, true)
}

/// As [`parse`], but without comments if none can be an instruction to goalpost. That halves the time for most files.
pub fn parse_for_meaning(file: &SourceFile) -> (Tree, Vec<Fault>) {
    parse_with(file, file.text.contains(COMMENT_PREFIX))
}

fn parse_with(file: &SourceFile, comments: bool) -> (Tree, Vec<Fault>) {
    if let Some(fault) = &file.fault
        && !matches!(fault, ReadFault::NotUtf8 { .. })
    {
        return (Tree { partial: true, ..Tree::default() }, vec![unread(file, fault)]);
    }
    let plain = if comments { None } else { plain_page::read(&file.text) };
    let control = if plain.is_some() { None } else { control_character(&file.text) };
    let builder = plain.unwrap_or_else(|| {
        let mut builder = Builder::new(&file.text);
        builder.run(comments);
        builder
    });
    let (mut tree, mut faults) = builder.finish();
    if let Some(fault @ ReadFault::NotUtf8 { .. }) = &file.fault {
        tree.partial = true;
        faults = vec![unread(file, fault)];
    } else if let Some(fault) = control {
        tree.partial = true;
        faults = vec![fault];
    } else if (tree.partial || tree.root.is_some() && tree.mapping().is_none())
        && let Some(fault) = unresolved_merge(&file.text)
    {
        // Conflict markers cause many different syntax errors, or make one long text of the lines between them; the conflict
        // is reported instead.
        tree.partial = true;
        faults = vec![fault];
    }
    (tree, faults)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{FaultKind, Node, Value};

    fn faults(text: &str) -> Vec<(FaultKind, String)> {
        let file = SourceFile::from_text("a.yaml", text);
        let (_, faults) = parse(&file);
        faults.iter().map(|fault| (fault.kind, file.slice(fault.span).to_owned())).collect()
    }

    #[test]
    fn what_stops_the_reading_is_reported_alone() {
        assert_eq!(faults("a: &x 1\nb: 1\nb: 2\nc: *x\n"), [(FaultKind::TooLarge, "*x".to_owned())]);
        assert_eq!(faults("a: &x 1\nb: 1\nb: [2\n"), [(FaultKind::InvalidYaml, "[".to_owned())]);
    }

    #[test]
    fn a_tab_is_found_where_it_indents() {
        let file = SourceFile::from_text("a.yaml", "kind: objective\nid: a\n\ttitle: x\n");
        let (_, faults) = parse(&file);
        assert_eq!(faults.iter().map(|fault| file.position(fault.span.start as usize).line).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn an_unresolved_merge_is_reported_as_such() {
        let sides = "current: 4\n=======\ncurrent: 5\n>>>>>>> main\n";
        for (text, line) in [
            (format!("id: a\n<<<<<<< HEAD\n{sides}"), "<<<<<<< HEAD"),
            (format!("id: a\r\n<<<<<<<<<<\r\n{sides}"), "<<<<<<<<<<"),
            ("id: a\n>>>>>>> a branch\n".to_owned(), ">>>>>>> a branch"),
        ] {
            let file = SourceFile::from_text("a.yaml", text);
            let (_, faults) = parse(&file);
            assert_eq!(faults.len(), 1, "{faults:?}");
            assert_eq!(file.slice(faults[0].span), line);
            assert!(faults[0].message.starts_with("unresolved merge"), "{}", faults[0].message);
        }
        let text = "id: a\ntitle: x: y\nwhy: |\n  <<<<<<< HEAD\n";
        let (_, found) = parse(&SourceFile::from_text("a.yaml", text));
        assert!(!found[0].message.contains("unresolved"), "markers stand at the left edge");
        assert_eq!(faults("why: |\n  <<<<<<< HEAD\n  =======\n"), []);
        // A plain text of several lines is YAML too.
        let text = "<<<<<<< HEAD\none line\n=======\nanother\n>>>>>>> main\n";
        assert_eq!(faults(text), [(FaultKind::InvalidYaml, "<<<<<<< HEAD".to_owned())]);
    }

    #[test]
    fn control_characters_of_both_halves_are_found() {
        assert_eq!(faults("a: x\u{9b}y\n"), [(FaultKind::InvalidYaml, "\u{9b}".to_owned())]);
        assert_eq!(faults("a: x\0y\n"), [(FaultKind::InvalidYaml, "\0".to_owned())]);
        assert_eq!(faults("a: £ 5, naïve\n"), []);
    }

    /// An empty item before a comment was placed after the comment, unless a comment in the file spoke to goalpost.
    #[test]
    fn where_nothing_stands_does_not_depend_on_comments() {
        for text in [
            "labels:\n  -¦ # later\nowner: ana\n",
            "labels:\n# new\n- a\n# : -\n-¦\n# more\n",
            "owner:¦ # who?\n# more\nid: a\n",
            "? owner\n# : who\n:¦ # nobody\n",
            "labels: [a, # one\n  b:¦ , # two\n  {c: 1}]\n",
            "people: [{name¦, id: a}]\n",
        ] {
            let wanted = text.find('¦').expect("a place");
            let file = SourceFile::from_text("a.yaml", text.replace('¦', ""));
            let (tree, again) = (parse(&file).0, parse_for_meaning(&file).0);
            assert_eq!(tree.root, again.root, "{text}");
            assert!(tree.root.iter().any(|root| has_nothing_at(root, wanted)), "{text}: {:?}", tree.root);
        }
    }

    fn has_nothing_at(node: &Node, place: usize) -> bool {
        match &node.value {
            Value::Scalar(_) => node.is_null() && node.span.start as usize == place,
            Value::Sequence(list) => list.items.iter().any(|item| has_nothing_at(item, place)),
            Value::Mapping(mapping) => mapping.entries.iter().any(|entry| has_nothing_at(&entry.value, place)),
        }
    }

    #[test]
    fn a_field_that_stands_twice_has_its_route() {
        let (_, faults) = parse(&SourceFile::from_text("a.yaml", "log:\n  - {by: a}\n  - {by: b, by: c}\n"));
        assert_eq!(faults.iter().map(|fault| fault.route.as_str()).collect::<Vec<_>>(), ["log[1].by"]);
    }
}

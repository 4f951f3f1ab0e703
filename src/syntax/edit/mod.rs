//! Edits of a file's text at a route, which leave comments, quotes, order and line ends as they are.
//!
//! Every edit is one splice, and is checked: the new text is parsed again and must mean the old tree with this change
//! alone, and keep every comment that does not belong to what was removed. Else nothing is changed.

mod add;
mod content;
mod guard;
#[cfg(test)]
mod laws;
mod lines;
mod order;
mod remove;
mod scalar;
mod set;
mod wanted;

use crate::source::{SourceFile, Span};

use super::parse::parse;
use super::route::locate;
use super::tree::{Node, Sequence, Style, Tree, Value};

pub use content::Content;
pub use order::FieldOrder;

/// A change of one place in a goal file, by route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Writes another value over a single value.
    SetScalar {
        /// The value's route.
        route: String,
        /// The new value as YAML reads it back, unquoted.
        to: String,
    },
    /// Writes a value: over what stands there, or as a new field where the order of fields puts it.
    Set {
        /// The field's route. What is missing on the way is added too.
        route: String,
        /// The value.
        to: Content,
        /// Where new fields go.
        order: FieldOrder,
    },
    /// Adds an item to a list, or begins the list with it.
    Add {
        /// The list's route.
        route: String,
        /// The item.
        item: Content,
        /// At which end of the list.
        end: End,
        /// Where the list goes if there is none.
        order: FieldOrder,
    },
    /// Gives a field another name.
    RenameKey {
        /// The field's route.
        route: String,
        /// The new name.
        to: String,
    },
    /// Removes a field with its value, or an item of a list. What is left empty becomes `[]` or `{}`.
    Remove {
        /// The route of the field or item.
        route: String,
    },
    /// Makes a single value a list of one.
    Bracket {
        /// The value's route.
        route: String,
    },
    /// Removes a comment; a line that held nothing else goes with it.
    RemoveComment {
        /// Where the comment stands.
        span: Span,
    },
}

/// An end of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Before the first item.
    First,
    /// After the last item.
    Last,
}

/// Why an edit was not made; the file stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The text is no YAML, so there is no route to follow.
    #[error("the file does not parse")]
    Unparsable,
    /// The route leads nowhere, or to something that this edit cannot change.
    #[error("`{0}` cannot be changed here")]
    NotThere(String),
    /// The layout is such that the edit would have changed more than it should.
    #[error("the layout around `{0}` is too unusual to edit safely")]
    Unsafe(String),
}

/// Makes edits one after the other and gives the new text.
///
/// # Errors
/// The first edit that cannot be made safely; no edit is made then.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut text = text.to_owned();
    // Later places first, so that the indices and spans of earlier ones stay true.
    let mut edits: Vec<_> = edits.iter().collect();
    let (tree, _) = tree_of(&text)?;
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.position(&tree)));
    for edit in edits {
        text = edit.apply_one(&text)?;
    }
    Ok(text)
}

/// The tree of a text that parses to its end, and how many faults it has as YAML.
fn tree_of(text: &str) -> Result<(Tree, usize), EditError> {
    let (tree, faults) = parse(&SourceFile::from_text("", text));
    if tree.partial || tree.root.is_none() { Err(EditError::Unparsable) } else { Ok((tree, faults.len())) }
}

/// One way of making an edit: a splice, and the tree that it should lead to.
struct Way {
    span: Span,
    with: String,
    wanted: Tree,
    /// Where comments may go with what they belong to.
    lost: Span,
}

impl Way {
    fn new(span: Span, with: String, wanted: Tree) -> Self {
        Self { span, with, wanted, lost: Span::default() }
    }

    fn spliced(&self, text: &str) -> String {
        format!("{}{}{}", &text[..self.span.start as usize], self.with, &text[self.span.end as usize..])
    }
}

impl Edit {
    fn name(&self) -> String {
        match self {
            Self::SetScalar { route, .. }
            | Self::Set { route, .. }
            | Self::Add { route, .. }
            | Self::RenameKey { route, .. }
            | Self::Remove { route }
            | Self::Bracket { route } => route.clone(),
            Self::RemoveComment { .. } => "#".to_owned(),
        }
    }

    fn position(&self, tree: &Tree) -> u32 {
        match self {
            Self::RemoveComment { span } => span.start,
            _ => tree.root.as_ref().map_or(0, |root| locate(root, &self.name()).node.span.start),
        }
    }

    fn apply_one(&self, text: &str) -> Result<String, EditError> {
        let (tree, faults) = tree_of(text)?;
        let root = tree.root.as_ref().ok_or(EditError::Unparsable)?;
        let ways = self.ways(text, &tree, root).ok_or_else(|| EditError::NotThere(self.name()))?;
        let safe = |way: &Way| guard::passes(way, &tree, faults, &way.spliced(text));
        ways.iter().find(|way| safe(way)).map(|way| way.spliced(text)).ok_or_else(|| EditError::Unsafe(self.name()))
    }

    /// The ways of making it, best first; none where the route does not lead to what it changes.
    fn ways(&self, text: &str, tree: &Tree, root: &Node) -> Option<Vec<Way>> {
        match self {
            Self::SetScalar { route, to } => set::scalar(text, tree, root, route, to),
            Self::Set { route, to, order } => set::set(text, tree, root, route, to, *order),
            Self::Add { route, item, end, order } => add::add(text, tree, root, (route, *end), item, *order),
            Self::Remove { route } => remove::remove(text, tree, root, route),
            Self::RenameKey { route, to } => {
                let place = locate(root, route);
                let key = place.key.filter(|_| place.whole)?;
                let mut wanted = tree.clone();
                wanted::entry_mut(&mut wanted, route)?.key.text = to.as_str().into();
                Some(vec![Way::new(key, content::key(to, true), wanted)])
            }
            Self::Bracket { route } => {
                let place = locate(root, route);
                if !place.whole || place.node.as_scalar().is_none_or(|scalar| scalar.style == Style::Block) {
                    return None;
                }
                let mut wanted = tree.clone();
                let node = wanted::node_mut(&mut wanted, route)?;
                let item = node.clone();
                node.value = Value::Sequence(Sequence { flow: true, items: vec![item] });
                let span = place.node.span;
                Some(vec![Way::new(span, format!("[{}]", &text[span.range()]), wanted)])
            }
            Self::RemoveComment { span } => {
                let span = remove::comment(text, *span);
                Some(vec![Way { lost: span, ..Way::new(span, String::new(), tree.clone()) }])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOAL: &str = "# top\nkind: objective   # what\nid: a\nsupports:\n  - one   # first\n  - two\nlabels: [x, 'y', z]\nmetric: {target: \"42\", unit: '%'}\n";

    fn edited(edit: Edit) -> String {
        apply(GOAL, &[edit]).expect("the edit is possible")
    }

    #[test]
    fn a_scalar_keeps_its_quotes_and_its_comment() {
        let text = edited(Edit::SetScalar { route: "kind".into(), to: "mission".into() });
        assert!(text.contains("kind: mission   # what\n"), "{text}");
        let text = edited(Edit::SetScalar { route: "labels[1]".into(), to: "new".into() });
        assert!(text.contains("labels: [x, 'new', z]"), "{text}");
        let text = edited(Edit::SetScalar { route: "metric.target".into(), to: "42".into() });
        assert!(text.contains("{target: 42, unit: '%'}"), "{text}");
        let text = edited(Edit::SetScalar { route: "id".into(), to: "a: b # c".into() });
        assert!(text.contains("id: \"a: b # c\"\n"), "{text}");
    }

    #[test]
    fn removing_takes_the_line_or_the_comma_and_no_more() {
        let text = edited(Edit::Remove { route: "supports[0]".into() });
        assert!(text.contains("supports:\n  - two\nlabels"), "{text}");
        let text = edited(Edit::Remove { route: "labels[2]".into() });
        assert!(text.contains("labels: [x, 'y']\n"), "{text}");
        let text = edited(Edit::Remove { route: "labels[0]".into() });
        assert!(text.contains("labels: ['y', z]\n"), "{text}");
        let text = edited(Edit::Remove { route: "id".into() });
        assert!(text.contains("kind: objective   # what\nsupports:"), "{text}");
        let text = edited(Edit::Remove { route: "metric.unit".into() });
        assert!(text.contains("metric: {target: \"42\"}\n"), "{text}");
    }

    #[test]
    fn what_has_no_value_is_removed_with_its_colon() {
        let removed = |text: &str, route: &str| apply(text, &[Edit::Remove { route: route.into() }]);
        assert_eq!(removed("{a: 1, b: 2, c: }\n", "c").as_deref(), Ok("{a: 1, b: 2}\n"));
        assert_eq!(removed("{a: 1, b: , c: 2}\n", "b").as_deref(), Ok("{a: 1, c: 2}\n"));
        assert_eq!(removed("a: 1\nb:   # later\nc: 2\n", "b").as_deref(), Ok("a: 1\nc: 2\n"));
        assert_eq!(removed("a:\n  - 1\n  -   # later\n  - 2\n", "a[1]").as_deref(), Ok("a:\n  - 1\n  - 2\n"));
    }

    #[test]
    fn keys_are_renamed_and_single_values_become_lists() {
        assert!(edited(Edit::RenameKey { route: "metric.unit".into(), to: "name".into() }).contains("name: '%'"));
        assert!(edited(Edit::Bracket { route: "id".into() }).contains("id: [a]\n"));
    }

    const ORDER: FieldOrder = FieldOrder(&[
        ("", &["kind", "id", "title", "owner", "supports", "metric", "labels", "log"]),
        ("metric", &["name", "unit", "target", "current", "as_of"]),
    ]);

    fn set(text: &str, route: &str, to: Content) -> String {
        apply(text, &[Edit::Set { route: route.into(), to, order: ORDER }]).expect("the edit is possible")
    }

    fn add(text: &str, route: &str, item: Content, end: End) -> String {
        apply(text, &[Edit::Add { route: route.into(), item, end, order: ORDER }]).expect("the edit is possible")
    }

    fn entry() -> Content {
        Content::Fields(vec![("date".into(), Content::word("2026-11-21")), ("text".into(), Content::text("a, b"))])
    }

    #[test]
    fn a_new_field_goes_where_the_order_puts_it() {
        assert!(set(GOAL, "owner", Content::word("tom")).contains("id: a\nowner: tom\nsupports:"));
        assert!(set(GOAL, "metric.current", Content::word("7")).contains("{target: \"42\", current: 7, unit: '%'}"));
        assert!(set(GOAL, "metric.name", Content::text("x: y")).contains("metric: {name: \"x: y\", target"));
        assert_eq!(set("id: a", "title", Content::text("b")), "id: a\ntitle: b");
        assert_eq!(set("id: a\r\n", "title", Content::text("b")), "id: a\r\ntitle: b\r\n");
        assert_eq!(set("title: b # c\n", "id", Content::word("a")), "id: a\ntitle: b # c\n");
        assert_eq!(set("id: a\n", "metric.current", Content::word("1")), "id: a\nmetric: {current: 1}\n");
        assert_eq!(
            set("id: a\nmetric:\n    unit: x\n    # then\nlog: []\n", "metric.current", Content::word("1")),
            "id: a\nmetric:\n    unit: x\n    current: 1\n    # then\nlog: []\n"
        );
        assert_eq!(set("id:    a\ntitle: b\n", "owner", Content::word("t")), "id:    a\ntitle: b\nowner: t\n");
    }

    #[test]
    fn what_stands_in_a_block_needs_no_quotes_for_a_comma() {
        // Once plain texts were judged as if they stood in brackets everywhere.
        assert!(set(GOAL, "kind", Content::text("a, b")).contains("kind: a, b   # what\n"));
        assert!(set(GOAL, "title", Content::text("a, b [c]")).contains("title: a, b [c]\n"));
        assert!(set(GOAL, "labels[0]", Content::text("a, b")).contains("labels: [\"a, b\", 'y', z]"));
    }

    #[test]
    fn values_become_lists_mappings_and_blocks_of_lines() {
        let lines = "first\n\nsecond: # 2";
        let text = set(GOAL, "title", Content::text(lines));
        assert!(text.contains("title: |-\n  first\n\n  second: # 2\nsupports"), "{text}");
        let text = set("id: a\nlabels:   # later\nz: 1\n", "labels", Content::List(vec![entry()]));
        assert_eq!(text, "id: a\nlabels:   # later\n  - {date: 2026-11-21, text: \"a, b\"}\nz: 1\n");
        assert!(set(GOAL, "supports[0]", entry()).contains("  - {date: 2026-11-21, text: \"a, b\"}   # first\n"));
        assert!(set(GOAL, "metric", Content::word("x")).ends_with("metric: x\n"));
        assert!(set(GOAL, "metric.target", Content::List(vec![])).contains("{target: [], unit"));
    }

    #[test]
    fn items_are_added_at_either_end() {
        let word = || Content::word("new");
        assert!(add(GOAL, "supports", word(), End::Last).contains("  - two\n  - new\nlabels"));
        assert!(add(GOAL, "supports", word(), End::First).contains("supports:\n  - new\n  - one   # first\n"));
        assert!(add(GOAL, "labels", word(), End::Last).contains("[x, 'y', z, new]"));
        assert!(add(GOAL, "labels", word(), End::First).contains("[new, x, 'y', z]"));
        assert_eq!(
            add("id: a\nlog: []  # none\n", "log", entry(), End::Last),
            "id: a\nlog:  # none\n  - {date: 2026-11-21, text: \"a, b\"}\n"
        );
        assert_eq!(
            add("a:\n- b: 1\n  c: 2\n", "a", entry(), End::First),
            "a:\n- date: 2026-11-21\n  text: a, b\n- b: 1\n  c: 2\n"
        );
        assert_eq!(add("id: a\n", "log", entry(), End::Last), "id: a\nlog:\n  - {date: 2026-11-21, text: \"a, b\"}\n");
        assert_eq!(
            add("a:\n  # of 1\n  - 1\n  # of 2\n  - 2\n", "a", word(), End::First),
            "a:\n  - new\n  # of 1\n  - 1\n  # of 2\n  - 2\n"
        );
        assert_eq!(
            add("a:\n  # newest first\n  - 1\n  - 2", "a", word(), End::Last),
            "a:\n  # newest first\n  - 1\n  - 2\n  - new"
        );
    }

    #[test]
    fn what_is_left_empty_says_so() {
        let removed = |text: &str, route: &str| apply(text, &[Edit::Remove { route: route.into() }]);
        assert_eq!(removed("a:\n  # c\n  - 1\nb: 2", "a[0]").as_deref(), Ok("a: []\n  # c\nb: 2"));
        assert_eq!(removed("a:  # c\n  - 1\nb: 2", "a[0]").as_deref(), Ok("a: []  # c\nb: 2"));
        assert_eq!(removed("a:\n  b: 1", "a.b").as_deref(), Ok("a: {}"));
        assert_eq!(removed("a: [1, ]\n", "a[0]").as_deref(), Ok("a: [ ]\n"));
        assert_eq!(removed("a: x -\nb: 2\n", "b").as_deref(), Ok("a: x -\n"));
        assert_eq!(removed("a:\n  - b: 1 # one\n    c: 2\n", "a[0].b").as_deref(), Ok("a:\n  - c: 2\n"));
    }

    #[test]
    fn no_text_breaks_out_of_its_place() {
        for hostile in [
            "a: b",
            "# c",
            "- d",
            "'",
            "\"",
            "\\",
            "{",
            "[x",
            "*a",
            "&a",
            "!t",
            "null",
            "",
            " x ",
            "a\nb: c",
            "\u{202e}x",
            "\u{0}",
            "\u{85}",
            "a #b",
            "%x",
            "@x",
            "`x",
            "---",
            "...",
            "? x",
            "| y",
            "> z",
            "<<",
            "a\tb",
            "👩‍🚀: 日本",
            "a:",
            ":",
            "a\r\nb",
            "--- x",
            "\u{feff}x",
        ] {
            for text in [GOAL, "{id: a}\n", "id: a\nlog:\n- {date: 1, text: b}\n"] {
                for route in ["title", "metric.name", "id"] {
                    let new = set(text, route, Content::text(hostile));
                    let (tree, _) = tree_of(&new).expect("YAML");
                    let node = locate(tree.root.as_ref().expect("a tree"), route).node;
                    assert_eq!(node.as_scalar().map(|it| &*it.text), Some(hostile), "{new}");
                }
                let item = Content::Fields(vec![("text".into(), Content::text(hostile))]);
                add(text, "log", item.clone(), End::Last);
                add(text, "log", item, End::First);
            }
        }
    }

    #[test]
    fn what_is_not_there_is_refused() {
        let missing = Edit::Remove { route: "owner".into() };
        assert_eq!(apply(GOAL, &[missing]), Err(EditError::NotThere("owner".into())));
        assert_eq!(apply("a: [", &[Edit::Remove { route: "a".into() }]), Err(EditError::Unparsable));
    }
}

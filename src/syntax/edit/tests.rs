//! Edits one by one, as people would see them in a diff.

use super::parsed_text::tree_of;
use super::*;

const GOAL: &str = "# top\nkind: objective   # what\nid: a\nsupports:\n  - one   # first\n  - two\nlabels: [x, 'y', z]\nmetric: {target: \"42\", unit: '%'}\n";

fn edited(edit: Edit) -> String {
    apply("a.yaml", GOAL, &[edit]).expect("the edit is possible")
}

#[test]
fn a_scalar_keeps_its_quotes_and_its_comment() {
    let text = edited(Edit::SetScalar { route: "kind".into(), to: Content::word("mission") });
    assert!(text.contains("kind: mission   # what\n"), "{text}");
    let text = edited(Edit::SetScalar { route: "labels[1]".into(), to: Content::word("new") });
    assert!(text.contains("labels: [x, 'new', z]"), "{text}");
    let text = edited(Edit::SetScalar { route: "metric.target".into(), to: Content::word("42") });
    assert!(text.contains("{target: 42, unit: '%'}"), "{text}");
    let text = edited(Edit::SetScalar { route: "id".into(), to: Content::word("a: b # c") });
    assert!(text.contains("id: \"a: b # c\"\n"), "{text}");
}

#[test]
fn a_day_keeps_quotes_that_were_chosen_and_a_number_has_none() {
    // Once the quotes of a day went with the old day, for they could have been needed.
    for quote in ["\"", "'"] {
        let text = format!("metric:\n  as_of: {quote}2026-11-19{quote}\n");
        let new = set(&text, "metric.as_of", Content::word("2026-11-21"));
        assert_eq!(new, text.replace("19", "21"));
        let edit = Edit::SetScalar { route: "metric.as_of".into(), to: Content::word("2026-11-21") };
        assert_eq!(apply("a.yaml", &text, &[edit]), Ok(new));
    }
    assert_eq!(set("a: 'yes'\n", "a", Content::word("true")), "a: true\n");
    assert_eq!(set("a: \"no\"\n", "a", Content::word("false")), "a: false\n");
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
    let removed = |text: &str, route: &str| apply("a.yaml", text, &[Edit::Remove { route: route.into() }]);
    assert_eq!(removed("{a: 1, b: 2, c: }\n", "c").as_deref(), Ok("{a: 1, b: 2}\n"));
    assert_eq!(removed("{a: 1, b: , c: 2}\n", "b").as_deref(), Ok("{a: 1, c: 2}\n"));
    assert_eq!(removed("a: 1\nb:   # later\nc: 2\n", "b").as_deref(), Ok("a: 1\nc: 2\n"));
    assert_eq!(removed("a:\n  - 1\n  -   # later\n  - 2\n", "a[1]").as_deref(), Ok("a:\n  - 1\n  - 2\n"));
}

#[test]
fn keys_are_renamed_and_single_values_become_lists() {
    assert!(edited(Edit::RenameKey { route: "metric.unit".into(), to: "name".into() }).contains("name: '%'"));
    assert!(edited(Edit::Bracket { route: "id".into() }).contains("id: [a]\n"));
    let bracket = Edit::Bracket { route: "labels".into() };
    assert_eq!(apply("a.yaml", "labels: a, b # c\n", &[bracket]).as_deref(), Ok("labels: [\"a, b\"] # c\n"));
}

const ORDER: FieldOrder = FieldOrder(|place| match place {
    "" => vec!["kind", "id", "title", "owner", "supports", "metric", "labels", "log"],
    "metric" => vec!["name", "unit", "target", "current", "as_of"],
    _ => Vec::new(),
});

fn set(text: &str, route: &str, to: Content) -> String {
    apply("a.yaml", text, &[Edit::Set { route: route.into(), to, order: ORDER }]).expect("the edit is possible")
}

fn add(text: &str, route: &str, item: Content, end: End) -> String {
    apply("a.yaml", text, &[Edit::Add { route: route.into(), item, end, order: ORDER }]).expect("the edit is possible")
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
    let removed = |text: &str, route: &str| apply("a.yaml", text, &[Edit::Remove { route: route.into() }]);
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
fn a_block_of_lines_stays_one_for_a_text_and_its_comments_are_not_lost() {
    // Once a block's opening sign was left out, and the edit refused.
    for sign in [">-", "|", "|- # why", ">"] {
        let text = format!("id: {sign}\n  a\n\ntitle: c\n");
        let edit = Edit::SetScalar { route: "id".into(), to: Content::word("b") };
        assert_eq!(apply("a.yaml", &text, &[edit]), Ok(text.replace("  a\n", "  b\n")));
    }
    assert_eq!(set("id: a\ntitle: |- # why\n  b\n  c\n", "title", Content::text("d")), "id: a\ntitle: d # why\n");
    let number = set("id: a\nweight: |- # why\n  b\n", "weight", Content::word("2"));
    assert_eq!(number, "id: a\nweight: 2 # why\n");
    let edit = Edit::Set { route: "metric".into(), to: Content::word("x"), order: ORDER };
    let comments = EditError::Comments("metric".into());
    assert_eq!(apply("a.yaml", "id: a\nmetric:\n  unit: x # of what\n  target: 2\n", &[edit]), Err(comments));
}

#[test]
fn a_text_that_ends_with_a_break_does_so_at_the_end_of_a_file_without_one() {
    // Once a block was begun there, whose text ends without a break for other readers of YAML.
    let text = set("id: a\ntitle: b", "title", Content::text("two\nlines\n"));
    assert_eq!(text, "id: a\ntitle: \"two\\nlines\\n\"");
    let text = set("id: a", "title", Content::text("two\nlines\n"));
    assert_eq!(text, "id: a\ntitle: \"two\\nlines\\n\"");
}

#[test]
fn a_file_may_end_in_a_block_that_something_is_added_below() {
    let text = "id: a\ntitle: |\n  so\n  and so";
    assert_eq!(add(text, "log", Content::word("new"), End::Last), format!("{text}\nlog: [new]"));
}

#[test]
fn what_is_not_there_is_refused() {
    let missing = Edit::Remove { route: "owner".into() };
    assert_eq!(apply("a.yaml", GOAL, &[missing]), Err(EditError::NotThere("owner".into())));
    assert_eq!(apply("a.yaml", "a: [", &[Edit::Remove { route: "a".into() }]), Err(EditError::Unparsable));
}

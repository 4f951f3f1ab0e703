//! Pages that are read here are those that the parser would make of them.

use proptest::prelude::*;

use super::*;

/// What the parser for all of YAML makes of a page.
fn parsed(text: &str) -> String {
    let mut builder = Builder::new(text);
    builder.run(false);
    format!("{:#?}", builder.finish())
}

/// Whether a page was read here; then it is what the parser makes of it.
fn is_read_the_same(text: &str) -> bool {
    let Some(builder) = read(text) else { return false };
    assert!(format!("{:#?}", builder.finish()) == parsed(text), "{text}");
    true
}

#[test]
fn goal_files_as_people_write_them_are_read_here() {
    for text in [
        "kind: mission\nid: m",
        "# a comment\nkind: objective\n\nid: o-1  # its id\ntitle: Größere Läden, 3x – now\nsupports: [mission, o-2]\n",
        "metric:\n  name: cases\n  baseline: -1.5\n\n  # sources\n  source: https://numbers.example/1#2\nconfidence: 0.6\n",
        "log:\n- date: 2026-01-01\n  note: 'it is: fine' # yes\n-   by: \"p #1\"\nlabels:\n  - a b\n  - c\nid: x\n",
        "log:\n  - {by: p, date: 2026-01-01, note: \"it is: fine\"}  # yes\n  - {}\ngrade: {score: -0.5 , why: 'a b'}\n",
        "a: 1\nb: 2\na: 3\n",
        "a: ~\nb: <<\nc: (x)\nd: a:b\ne: x#y\n",
    ] {
        assert!(is_read_the_same(text), "{text}");
    }
}

/// A list in brackets that a file ended in, behind a comma, ended the program.
#[test]
fn a_page_may_end_anywhere() {
    let page = "kind: x\nlabels: [a, \"b\" , c]\nlog:\n  - {by: p, note: 'it is'}\n-  a: # b\n";
    for end in 0..=page.len() {
        is_read_the_same(&page[..end]);
    }
}

#[test]
fn what_is_in_doubt_is_left_to_the_parser() {
    for text in [
        "",
        "# a\n",
        "- a\n",
        " a: 1\n",
        "a: 1\n b: 2\n",
        "a: b\n  c\n",
        "a: |\n  b\n",
        "a: {b: 1, }\n",
        "a: {b}\n",
        "a: {b:1}\n",
        "a: {b: }\n",
        "a: {b: {c: 1}}\n",
        "a: {b: c: d}\n",
        "a: [b #c]\n",
        "a: \"x\\n\"\n",
        "a: 'it''s'\n",
        "a: &x 1\n",
        "a: *x\n",
        "a: !!str 1\n",
        "a:\n",
        "a:\nb: 1\n",
        "a: b: c\n",
        "a: b:\n",
        "a:\tb\n",
        "a: b\r\n",
        "--- \na: 1\n",
        "a: 1\n...\n",
        "%YAML 1.2\n",
        "a: [b\n",
        "a: [b, ]\n",
        "a: [b] c\n",
        "a: [b: c]\n",
        "a: \"b\" c\n",
        "a: - b\n",
        "a:\n  - - b\n",
        "a:\n  - b\n  c: 1\n",
        "a:\n  - b: 1\n   c: 2\n",
        "<<: 1\n",
        "a b: 1\n",
        "\"a\": 1\n",
        "\u{feff}a: 1\n",
        "a: x\u{85}y\n",
    ] {
        assert!(read(text).is_none(), "{text:?}");
    }
}

#[test]
fn a_large_page_is_left_to_the_parser() {
    let page = |lines: usize| (0..lines).map(|line| format!("a{line}: 1\n")).collect::<String>();
    assert!(read(&page(1000)).is_some() && read(&page(10_000)).is_none());
}

/// Pieces of lines, of which some are in doubt.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "b_2",
        "kind",
        "é",
        "1",
        "-1",
        "0.5",
        "~",
        "<<",
        "x y",
        ":",
        ": ",
        "- ",
        "-",
        "  ",
        " ",
        "\n",
        "\n",
        "\n",
        "\n  ",
        "\n  ",
        "\n    ",
        "\n- ",
        "\n  - ",
        "\nc: ",
        "\n  d: ",
        "#",
        " # ",
        "'",
        "\"",
        "''",
        "\\",
        "[",
        "]",
        ", ",
        ",",
        "[a, b]",
        "[]",
        "{a: b}",
        "{a: b, c: 'd'}",
        "{",
        "{",
        "}",
        "'a b'",
        "\"c: d\"",
        "|",
        ">",
        "&",
        "*",
        "!",
        "?",
        "? ",
        "%",
        "@",
        "`",
        "…",
        "\u{a0}",
        "\u{3000}",
        "\t",
        "\r",
        "---",
        "...",
        "=",
    ])
}

fn cases() -> u32 {
    std::env::var("PLAIN_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(1500)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn what_is_read_is_what_the_parser_reads(
        pieces in prop::collection::vec(piece(), 0..24),
        first in prop::sample::select(vec!["", "a: ", "a:\n  b: ", "a:\n- ", "a:\n- b: "]),
    ) {
        is_read_the_same(&format!("{first}{}", pieces.concat()));
    }

    #[test]
    fn a_page_with_a_piece_too_many_or_few_is_what_the_parser_reads(
        at in 0_usize..220, length in 0_usize..6, with in piece(),
    ) {
        let page = "kind: key_result\nid: o-1\nsupports: [a, b]\nmetric:\n  name: \"n\"\n  unit: a week # w\nlog:\n  - date: 2026-01-01\n    \
                    note: it is\n  - by: p\n  - {by: q, note: 'n'}\nlabels:\n- x\n- y\ntitle: The end\n";
        let [from, to] = [at, at + length].map(|at| at.min(page.len()));
        is_read_the_same(&[&page[..from], with, &page[to..]].concat());
    }
}

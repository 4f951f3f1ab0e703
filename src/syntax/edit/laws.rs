//! Laws of edits, over layouts as people and other programs write them: what is not edited keeps every byte, and an edit
//! followed by its inverse leaves no trace.

use proptest::prelude::*;

use super::apply;
use super::content::Content;
use super::definition::{Edit, End};
use super::guard::same;
use super::order::FieldOrder;
use super::parsed_text::tree_of;
use crate::syntax::route::locate;
use crate::syntax::tree::{Tree, Value};

pub(super) const ORDER: FieldOrder = FieldOrder(|place| match place.split('[').next().unwrap_or(place) {
    "" => vec!["kind", "id", "title", "owner", "supports", "metric", "milestones", "confidence", "labels", "log"],
    "metric" => vec!["name", "unit", "target", "current", "as_of", "source"],
    "log" => vec!["date", "by", "kind", "text"],
    "milestones" => vec!["title", "due", "done"],
    _ => Vec::new(),
});

/// What one file looks like; each number chooses among a few habits.
#[derive(Clone)]
struct Habits {
    choices: Vec<u8>,
    line_end: u8,
    open_end: bool,
    bom: bool,
    marker: bool,
}

impl std::fmt::Debug for Habits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", page(self))
    }
}

fn habits() -> impl Strategy<Value = Habits> {
    (proptest::collection::vec(any::<u8>(), 80), 0_u8..3, any::<bool>(), any::<bool>(), any::<bool>())
        .prop_map(|(choices, line_end, open_end, bom, marker)| Habits { choices, line_end, open_end, bom, marker })
}

/// Draws one habit after the other.
struct Pen {
    choices: Vec<u8>,
    at: usize,
    text: String,
}

impl Pen {
    fn pick<'p>(&mut self, from: &[&'p str]) -> &'p str {
        let choice = self.choices[self.at % self.choices.len()];
        self.at += 1;
        from[usize::from(choice) % from.len()]
    }

    fn chance(&mut self, percent: u8) -> bool {
        let choice = self.choices[self.at % self.choices.len()];
        self.at += 1;
        choice % 100 < percent
    }

    /// Something between two fields that belongs to neither.
    fn between(&mut self, indent: &str) {
        let piece =
            self.pick(&["", "", "", "", "\n", "# alone: {not} [yaml]\n", "\n# \"two\"\n# lines\n", "  \n", "#\n"]);
        for line in piece.split_inclusive('\n') {
            if line.starts_with('#') {
                self.text.push_str(indent);
            }
            self.text.push_str(line);
        }
    }

    fn end(&mut self) {
        let tail = self.pick(&["", "", "", "", " # why: 'so'", "   #aligned", "\t# tab", "  ", " # {x"]);
        self.text.push_str(tail);
        self.text.push('\n');
    }

    fn scalar(&mut self) -> &'static str {
        self.pick(&[
            "plain",
            "two words",
            "a, b",
            "'single'",
            "'it''s'",
            "\"double\"",
            "\"a: b # c\"",
            "99.5",
            "\"\\u00e9\\n\"",
            "日本 👩‍🚀",
            "https://x.example/a?b=1#c",
            "a - b",
            "-x",
            "'#'",
            "\"\"",
            "x -",
        ])
    }

    fn flow_scalar(&mut self) -> &'static str {
        self.pick(&["a", "two words", "'a, b'", "\"{x}\"", "7", "é", "a-b", "\"it's\""])
    }

    fn field(&mut self, indent: &str, name: &str) {
        self.between(indent);
        let gap = self.pick(&[" ", " ", " ", "   ", "\t"]);
        let value = if self.chance(12) {
            let deeper = format!("{indent}   ");
            self.pick(&[
                "|\n%one\n%two: # x",
                "|-\n%one\n\n%two",
                ">\n%folded\n%text",
                ">-\n%folded",
                "plain text\n%that goes on",
                "\"quoted\n%that goes on\"",
            ])
            .replace('%', &deeper)
        } else {
            self.scalar().to_owned()
        };
        let block = value.contains('\n');
        self.text.push_str(&format!("{indent}{name}:{gap}{value}"));
        if block { self.text.push('\n') } else { self.end() }
    }

    fn flow_mapping(&mut self, fields: &[&str]) -> String {
        let (open, close) = if self.chance(30) { ("{ ", " }") } else { ("{", "}") };
        let comma = self.pick(&[", ", ", ", ",", " , "]);
        let fields: Vec<_> = fields.iter().map(|name| format!("{name}: {}", self.flow_scalar())).collect();
        format!("{open}{}{close}", fields.join(comma))
    }

    fn list(&mut self, name: &str, fields: &[&str]) {
        self.between("");
        let count = usize::from(self.choices[self.at % self.choices.len()] % 4);
        self.at += 1;
        if count == 0 {
            let empty = self.pick(&[" []", "  []", " [ ]"]);
            self.text.push_str(&format!("{name}:{empty}"));
            return self.end();
        }
        if self.chance(30) {
            let items: Vec<_> = (0..count)
                .map(|_| if fields.is_empty() { self.flow_scalar().to_owned() } else { self.flow_mapping(fields) })
                .collect();
            let joined = match self.pick(&["one", "one", "lines", "trailing"]) {
                "lines" => format!("[\n    {}\n  ]", items.join(",\n    ")),
                "trailing" => format!("[{},]", items.join(", ")),
                _ => format!("[{}]", items.join(", ")),
            };
            self.text.push_str(&format!("{name}: {joined}"));
            return self.end();
        }
        self.text.push_str(&format!("{name}:"));
        self.end();
        let indent = self.pick(&["", "  ", "    "]).to_owned();
        let pad = self.pick(&[" ", " ", "   "]).to_owned();
        let in_lines = self.chance(50);
        for _ in 0..count {
            self.between(&indent);
            self.text.push_str(&format!("{indent}-{pad}"));
            if fields.is_empty() {
                let value = self.scalar();
                self.text.push_str(value);
                self.end();
            } else if in_lines {
                let inner = format!("{indent} {pad}");
                for (at, name) in fields.iter().enumerate() {
                    let value = self.scalar();
                    let lead = if at == 0 { "" } else { &inner };
                    self.text.push_str(&format!("{lead}{name}: {value}"));
                    self.end();
                }
            } else {
                let item = self.flow_mapping(fields);
                self.text.push_str(&item);
                self.end();
            }
        }
    }
}

/// A goal file in the layout of some habits.
fn page(habits: &Habits) -> String {
    let mut pen = Pen { choices: habits.choices.clone(), at: 0, text: String::new() };
    if habits.marker {
        pen.text.push_str("---\n");
    }
    for name in ["kind", "id"] {
        pen.field("", name);
    }
    for name in ["title", "owner", "confidence"] {
        if pen.chance(60) {
            pen.field("", name);
        }
    }
    if pen.chance(60) {
        pen.list("supports", &[]);
    }
    if pen.chance(70) {
        pen.between("");
        if pen.chance(30) {
            let metric = pen.flow_mapping(&["name", "target"]);
            pen.text.push_str(&format!("metric: {metric}"));
            pen.end();
        } else {
            pen.text.push_str("metric:");
            pen.end();
            let indent = pen.pick(&["  ", "    ", " "]).to_owned();
            for name in ["name", "unit", "target", "source"] {
                if name == "name" || pen.chance(60) {
                    pen.field(&indent, name);
                }
            }
        }
    }
    if pen.chance(50) {
        pen.list("milestones", &["title", "due"]);
    }
    if pen.chance(50) {
        pen.list("labels", &[]);
    }
    if pen.chance(60) {
        pen.list("log", &["date", "text"]);
    }
    pen.between("");
    let mut text = pen.text;
    if habits.open_end {
        text = text.trim_end().to_owned();
    }
    let text = text.replace('\n', ["\n", "\r\n", "\n"][usize::from(habits.line_end)]);
    if habits.bom { format!("\u{feff}{text}") } else { text }
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z ,]{1,12}",
        "[0-9]{1,3}(\\.[0-9])?",
        "[-#:'\"\\[\\]{}&*!|>%@`,? a-z\\\\]{1,16}",
        "\\PC{0,12}",
        "[a-z]{1,5}\n[a-z: #-]{1,9}",
    ]
}

/// An edit with the one that takes it back.
fn edits(tree: &Tree, choice: u8, text: &str) -> (Edit, Edit) {
    let root = tree.root.as_ref().expect("a tree");
    let order = ORDER;
    let fields =
        || Content::Fields(vec![("date".into(), Content::word("2026-11-21")), ("text".into(), Content::text(text))]);
    let routes = ["title", "owner", "confidence", "metric.current", "metric.unit", "metric.name", "id"];
    let lists = ["supports", "labels", "log", "milestones"];
    let list = lists[usize::from(choice / 8) % lists.len()];
    let (end, item) = if choice.is_multiple_of(2) { (End::First, fields()) } else { (End::Last, fields()) };
    let item = if matches!(list, "supports" | "labels") { Content::text(text) } else { item };
    if choice % 8 < 4 {
        let route = routes[usize::from(choice / 8) % routes.len()].to_owned();
        let set = Edit::Set { route: route.clone(), to: Content::text(text), order };
        let place = locate(root, &route);
        let back = if place.whole {
            let old = place.node.as_scalar().expect("single values alone");
            let to = if old.is_plain() { Content::word(&old.text) } else { Content::text(&*old.text) };
            Edit::Set { route, to, order }
        } else if route.starts_with("metric.") && !locate(root, "metric").whole {
            Edit::Remove { route: "metric".to_owned() }
        } else {
            Edit::Remove { route }
        };
        return (set, back);
    }
    let place = locate(root, list);
    let back = match &place.node.value {
        Value::Sequence(it) if place.whole => {
            format!("{list}[{}]", if end == End::First { 0 } else { it.items.len() })
        }
        _ => list.to_owned(),
    };
    (Edit::Add { route: list.to_owned(), item, end, order }, Edit::Remove { route: back })
}

/// Whether a single value is written as an edit would write it, so that writing it again gives the same bytes.
fn is_rewritten_alike(text: &str, tree: &Tree, edit: &Edit) -> bool {
    let Edit::Set { route, .. } = edit else { return true };
    let place = locate(tree.root.as_ref().expect("a tree"), route);
    if !place.whole {
        return true;
    }
    let slice = &text[place.node.span.range()];
    let scalar = place.node.as_scalar().expect("a single value");
    scalar.is_plain() && slice == &*scalar.text
}

pub(super) fn cases() -> u32 {
    std::env::var("EDIT_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(400)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_not_edited_keeps_every_byte_and_the_inverse_leaves_no_trace(
        habits in habits(), choice in any::<u8>(), with in texts(),
    ) {
        law(&page(&habits), choice, &with)?;
    }
}

/// What is not edited keeps every byte, and the inverse leaves no trace.
fn law(text: &str, choice: u8, with: &str) -> Result<(), TestCaseError> {
    let (tree, faults) = tree_of(text).map_err(|error| TestCaseError::fail(format!("{error}:\n{text}")))?;
    prop_assert_eq!(faults, 0, "{}", text);
    let (edit, back) = edits(&tree, choice, with);
    let edited = apply("a.yaml", text, std::slice::from_ref(&edit));
    let edited = edited.map_err(|error| TestCaseError::fail(format!("{error}: {edit:?}\n{text}")))?;
    let (new, _) = tree_of(&edited).expect("the guard has seen it");
    // Comments and line ends outside of what was edited are what they were.
    let comments = |tree: &Tree| tree.comments.iter().map(|it| it.text.clone()).collect::<Vec<_>>();
    prop_assert_eq!(comments(&tree), comments(&new), "{:?}\n{}", edit, text);
    let breaks = |text: &str| (text.contains("\r\n"), text.replace("\r\n", "").contains('\n'));
    prop_assert!(breaks(&edited) == breaks(text) || !text.contains('\n'), "{:?}\n{:?}", text, edited);
    prop_assert_eq!(edited.starts_with('\u{feff}'), text.starts_with('\u{feff}'));
    prop_assert_eq!(edited.ends_with('\n'), text.ends_with('\n'), "{:?}\n{:?}", text, edited);
    let undone = apply("a.yaml", &edited, std::slice::from_ref(&back));
    let undone = undone.map_err(|error| TestCaseError::fail(format!("{error}: {back:?}\n{edited}")))?;
    if is_rewritten_alike(text, &tree, &edit) {
        prop_assert_eq!(&*undone, text, "{:?}", edit);
    } else {
        let again = tree_of(&undone).expect("YAML").0;
        let same = same(again.root.as_ref().expect("a tree"), tree.root.as_ref().expect("a tree"));
        prop_assert!(same, "{:?}\n{}\n{}", edit, text, undone);
    }
    Ok(())
}

#[test]
fn a_field_of_a_flow_mapping_with_spaces_before_its_commas_comes_and_goes() {
    for with in ["?", "x", "a, b", "- x"] {
        for text in ["{ name: é , target: a }", "{name: a , target: é}", "{ name: é , target: \"{x}\" }"] {
            let text = format!("kind: plain\nid: plain\nmetric: {text}\n");
            for choice in [80, 72, 88] {
                law(&text, choice, with).unwrap_or_else(|error| panic!("{text}{choice} {with}: {error}"));
            }
        }
    }
}

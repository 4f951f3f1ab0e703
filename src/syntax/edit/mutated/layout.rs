//! Pages of the examples in layouts of somebody else's.

use std::path::Path;

use super::reader::read;
use crate::source::{InOrder as _, Span};
use crate::syntax::edit::parsed_text::tree_of;
use crate::syntax::edit::scalar::double_quoted;
use crate::syntax::route::{Segment, locate, route_text};
use crate::syntax::tree::{Entry, Node, QuoteStyle, Tree, Value};

/// Every goal file of the examples.
pub(super) fn pages() -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the examples") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "yaml") {
                found.push((path.clone(), std::fs::read_to_string(&path).expect("text")));
            }
        }
    }
    found.order();
    found.into_iter().map(|(_, text)| text).collect()
}

/// Numbers that decide, one after the other, the same for the same seed (`SplitMix64`).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let throw = (mixed ^ (mixed >> 31)) >> 33;
        usize::try_from(throw).expect("31 bits") % count.max(1)
    }

    pub(super) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}

/// Every place of a tree with its route.
pub(super) fn places(tree: &Tree) -> Vec<(String, &Node)> {
    let mut found = vec![];
    let mut open: Vec<(Vec<Segment>, &Node)> = tree.root.iter().map(|root| (Vec::new(), root)).collect();
    while let Some((route, node)) = open.pop() {
        let mut deeper = |step: Segment, node| open.push((route.iter().cloned().chain([step]).collect(), node));
        match &node.value {
            Value::Mapping(it) => {
                it.entries
                    .iter()
                    .for_each(|entry| deeper(Segment::Key(entry.key.text.as_ref().to_owned()), &entry.value));
            }
            Value::Sequence(it) => {
                it.items.iter().enumerate().for_each(|(at, item)| deeper(Segment::Index(at), item));
            }
            Value::Scalar(_) => {}
        }
        found.push((route_text(&route), node));
    }
    found
}

fn replaced(text: &str, span: Span, with: &str) -> String {
    [&text[..span.start as usize], with, &text[span.end as usize..]].concat()
}

/// A single value in another writing.
fn requoted(text: &str, tree: &Tree, dice: &mut Dice) -> Option<String> {
    let scalars: Vec<_> = places(tree).into_iter().filter(|(_, node)| node.as_scalar().is_some()).collect();
    let (_, node) = dice.pick(&scalars);
    let scalar = node.as_scalar().filter(|it| it.style != QuoteStyle::Block && !it.text.is_empty())?;
    let value = &scalar.text;
    let lead = text[..node.span.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let column = text[lead..].len() - text[lead..].trim_start().len();
    let deeper = " ".repeat(column + 2 + dice.below(3));
    let (first, rest) = value.split_once(' ').unwrap_or((value, ""));
    let form = match dice.below(if rest.is_empty() { 5 } else { 8 }) {
        0 | 1 => format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")),
        2 | 3 => format!("'{}'", value.replace('\'', "''")),
        4 => format!("|-\n{deeper}{value}"),
        5 => format!(">-\n{deeper}{first}\n{deeper}{rest}"),
        6 => format!("{first}\n{deeper}{rest}"),
        _ => format!("\"{first}\n{deeper}{rest}\""),
    };
    Some(replaced(text, node.span, &form))
}

/// A list or mapping in brackets.
fn in_brackets(text: &str, tree: &Tree, dice: &mut Dice) -> Option<String> {
    fn flow(node: &Node, wide: bool) -> String {
        let pad = if wide { " " } else { "" };
        match &node.value {
            Value::Scalar(it) if it.is_plain() => it.text.to_string(),
            Value::Scalar(it) => double_quoted(&it.text),
            Value::Sequence(it) => {
                let items: Vec<_> = it.items.iter().map(|item| flow(item, wide)).collect();
                format!("[{pad}{}{pad}]", items.join(", "))
            }
            Value::Mapping(it) => {
                let field = |entry: &Entry| format!("{}: {}", entry.key.text, flow(&entry.value, wide));
                format!("{{{pad}{}{pad}}}", it.entries.iter().map(field).collect::<Vec<_>>().join(", "))
            }
        }
    }
    let blocks: Vec<_> =
        places(tree).into_iter().filter(|(route, node)| !route.is_empty() && node.is_block()).collect();
    let (route, node) = blocks.get(dice.below(blocks.len()))?;
    let from = locate(tree.root.as_ref()?, route).key.map_or(node.span.start as usize, |key| {
        key.end as usize + text[key.end as usize..].find(':').map_or(0, |at| at + 1)
    });
    Some(replaced(text, Span::new(from, node.span.end as usize), &format!(" {}", flow(node, dice.below(2) == 0))))
}

/// Another layout of the same page; none where the place that was drawn does not allow it.
fn mutated(text: &str, dice: &mut Dice) -> Option<String> {
    let (tree, _) = tree_of(text).ok()?;
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    let at = dice.below(lines.len());
    let (line, rest) =
        (lines[at].trim_end_matches(['\n', '\r']), &lines[at][lines[at].trim_end_matches(['\n', '\r']).len()..]);
    let with = |line: String| Some([&lines[..at].concat(), line.as_str(), &lines[at + 1..].concat()].concat());
    match dice.below(18) {
        0 => with(format!("{line}{}{rest}", dice.pick(&[" # why: 'so'", "   #x", "\t# tab", " # {[\"", " #"]))),
        1 => with(format!("{}# alone: - [x\n{line}{rest}", " ".repeat(dice.below(6)))),
        2 => with(format!("{}{line}{rest}", dice.pick(&["\n", "  \n", "\n\n"]))),
        // A tab alone on a line is a comment to us and an error to others.
        3 if line.trim().is_empty() => None,
        3 => with(format!("{line}{}{rest}", dice.pick(&["  ", "\t", " "]))),
        4 => with(line.replacen(": ", dice.pick(&[":    ", ":\t", ":  "]), 1) + rest),
        5 => with(line.replacen("- ", dice.pick(&["-   ", "-  "]), 1) + rest),
        6..=9 => requoted(text, &tree, dice),
        10 | 11 => in_brackets(text, &tree, dice),
        12 => {
            let keys: Vec<_> = tree.mapping()?.entries.iter().map(|entry| entry.key.span).collect();
            let key = dice.pick(&keys);
            let quote = dice.pick(&["'", "\""]);
            Some(replaced(text, key, &format!("{quote}{}{quote}", &text[key.range()])))
        }
        13 => with(format!(
            "{}{line}{rest}",
            dice.pick(&["owner:\n", "labels: []\n", "needs: [ ]\n", "confidence: ~\n", "why: null  # later\n"])
        )),
        14 => {
            // A block indented further, with all that stands in it.
            let blocks: Vec<_> =
                places(&tree).into_iter().filter(|(route, node)| !route.is_empty() && node.is_block()).collect();
            let (_, node) = blocks.get(dice.below(blocks.len()))?;
            let start = text[..node.opening().start as usize].rfind('\n').map_or(0, |at| at + 1);
            let inner = &text[start..node.span.end as usize];
            let pad = " ".repeat(1 + dice.below(3));
            let inner: Vec<_> = inner.split('\n').map(|line| format!("{pad}{line}")).collect();
            Some(replaced(text, Span::new(start, node.span.end as usize), &inner.join("\n")))
        }
        15 => Some(format!("{}{text}", dice.pick(&["---\n", "# top\n---\n", "\n\n", "%YAML 1.2\n---\n"]))),
        16 => {
            // The fields of the top in another order.
            let mut starts: Vec<_> = tree.mapping()?.entries.iter().map(|it| it.key.span.start as usize).collect();
            let first = *starts.first()?;
            starts.push(text.len());
            let mut parts: Vec<_> = starts.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect();
            let (a, b) = (dice.below(parts.len()), dice.below(parts.len()));
            parts.swap(a, b);
            Some([&text[..first], &parts.concat()].concat())
        }
        _ => Some(text.trim_end().to_owned()),
    }
}

/// A page of the examples in a layout of somebody else's: what it means is what YAML and another reader of it say.
pub(super) fn page(dice: &mut Dice, pages: &[String]) -> String {
    let mut text = dice.pick(pages);
    for _ in 0..dice.below(9) {
        let Some(next) = mutated(&text, dice) else { continue };
        let sound = |text: &String| tree_of(text).is_ok_and(|(_, faults)| faults == 0) && read(text).is_some();
        if sound(&next) {
            text = next;
        }
    }
    let text = match dice.below(6) {
        0 | 1 => text.replace('\n', "\r\n"),
        _ => text,
    };
    if dice.below(8) == 0 && !text.starts_with('%') { format!("\u{feff}{text}") } else { text }
}

//! Pages made up at random are read as `PyYAML`, libyaml behind it and `yaml_serde` read them: the same tree, or one of
//! them refuses the page.
//!
//! `PAGES=100000 cargo test --test it yaml_readers -- --nocapture` is the long run, and says how many both read.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use goalpost::source::SourceFile;
use goalpost::syntax::{Node, Value as Written, parse};
use serde_json::{Value, json};

use crate::support::chance::Chance;
use crate::support::clients::skipped;

/// No `?a` in brackets: libyaml takes that for a key without a value, which YAML 1.2 does not.
const WORDS: &[&str] = &[
    "a",
    "b c",
    "it's",
    "x: y",
    "a:b",
    "é",
    "日本",
    "👩‍🚀",
    "1",
    "0x1F",
    "1_000",
    "yes",
    "~",
    "null",
    "2026-11-21",
    "-1",
    ".5",
    "a #b",
    "a#b",
    "-a",
    "- a",
    "@a",
    "`a`",
    "%a",
    "!a",
    "!!str a",
    "&a b",
    "*a",
    "[a]",
    "{a: b}",
    "a]",
    "a,b",
    "|a",
    ">",
    "<<",
    "=",
    "",
    "a  b",
    "a\tb",
    "\u{a0}",
    "C:\\d",
    "\"q\"",
    "'q'",
    "--- a",
    "...",
    "12:30:45",
    "100 %",
];
const SPACE: &[&str] = &["", "", "", " ", "  ", "\t"];
const COMMENT: &[&str] = &["", "", "", "", " # c", "  # x: [y", "# no", "\t# t"];

/// A page: mappings and lists in blocks and in brackets, every style of text, comments and empty lines; sometimes with a
/// mistake.
struct Page {
    chance: Chance,
    text: String,
}

impl Page {
    fn end(&mut self) {
        let tail = [self.chance.pick(SPACE), self.chance.pick(COMMENT)].concat();
        self.text.push_str(&tail);
        self.text.push('\n');
        if self.chance.below(9) == 0 {
            let line = self.chance.pick(&["\n", "# alone\n", "  # deep\n", "   \n", "\t\n", "#\n"]);
            self.text.push_str(line);
        }
    }

    fn quoted(&mut self) -> String {
        let word = self.chance.pick(WORDS);
        match self.chance.below(5) {
            0 => format!("'{}'", word.replace('\'', "''")),
            1 => format!("{word:?}"),
            2 => format!("\"{}\\n\\x41\\u00e9\\t\"", word.replace(['\\', '"'], "")),
            _ => word.to_owned(),
        }
    }

    fn flow(&mut self, depth: usize) -> String {
        if depth > 2 || self.chance.below(3) > 0 {
            return self.quoted();
        }
        let (gap, count) = (self.chance.pick(&["", " ", "\n    ", "  "]), self.chance.below(4));
        let mut items = Vec::new();
        let is_list = self.chance.below(2) == 0;
        for _ in 0..count {
            let value = self.flow(depth + 1);
            let colon = self.chance.pick(&[": ", ": ", ":", " : "]);
            items.push(if is_list { value } else { format!("{}{colon}{value}", self.key()) });
        }
        let tail = self.chance.pick(&["", "", ","]);
        let inner = format!("{gap}{}{tail}{gap}", items.join(&format!(",{gap}")));
        if is_list { format!("[{inner}]") } else { format!("{{{inner}}}") }
    }

    fn key(&mut self) -> String {
        let number = self.chance.below(40);
        match self.chance.below(12) {
            0 => format!("\"k{number}\""),
            1 => format!("'k{number}'"),
            2 => self.quoted(),
            _ => format!("k{number}"),
        }
    }

    fn value(&mut self, indent: usize) {
        let pad = " ".repeat(indent + 2);
        match self.chance.below(10) {
            0..=3 => {
                let text = self.quoted();
                let _ = write!(self.text, " {text}");
                self.end();
            }
            4 => {
                let text = self.flow(0);
                let _ = write!(self.text, " {text}");
                self.end();
            }
            5 => {
                let head = self.chance.pick(&["|", ">", "|-", ">-", "|+", ">+", "|2", ">2-", "|1", "|+2"]);
                let _ = writeln!(self.text, " {head}{}", self.chance.pick(COMMENT));
                for _ in 0..self.chance.below(4) {
                    let (more, word) = (self.chance.pick(&["", "", "  ", "\t"]), self.chance.pick(WORDS));
                    let line = self.chance.pick(&["", "\n", "   \n", "# no comment\n"]);
                    let _ = write!(self.text, "{pad}{more}{word}\n{line}");
                }
            }
            6 => {
                let (one, two) = (self.chance.pick(WORDS), self.chance.pick(WORDS));
                let _ = write!(self.text, " {one}\n{pad}{two}");
                self.end();
            }
            _ if indent > 6 => self.end(),
            7 | 8 => {
                self.end();
                self.mapping(indent + 2);
            }
            _ => {
                self.end();
                let more = 2 * self.chance.below(2);
                self.list(indent + more);
            }
        }
    }

    fn mapping(&mut self, indent: usize) {
        for _ in 0..=self.chance.below(4) {
            let key = self.key();
            let colon = self.chance.pick(&[":", ":", ":", ":", ":", " :"]);
            let _ = write!(self.text, "{}{key}{colon}", " ".repeat(indent));
            self.value(indent);
        }
    }

    fn list(&mut self, indent: usize) {
        for _ in 0..=self.chance.below(3) {
            let _ = write!(self.text, "{}-", " ".repeat(indent));
            if self.chance.below(3) == 0 {
                let (key, value) = (self.key(), self.quoted());
                let _ = write!(self.text, " {key}: {value}\n{}k: v", " ".repeat(indent + 2));
                self.end();
            } else {
                self.value(indent);
            }
        }
    }

    fn make(seed: u64) -> String {
        let mut page = Self { chance: Chance::new(seed), text: String::new() };
        page.chance.below(2);
        let head =
            page.chance.pick(&["", "", "", "---\n", "# head\n", "%YAML 1.2\n---\n", "\u{feff}", "--- # c\n", "\n\n"]);
        page.text.push_str(head);
        match page.chance.below(8) {
            0 => page.list(0),
            _ => page.mapping(0),
        }
        // Now and then a mistake.
        while page.chance.below(3) == 0 {
            let at =
                page.text.char_indices().map(|(at, _)| at).nth(page.chance.below(page.text.len() + 1)).unwrap_or(0);
            if page.chance.below(2) == 0 {
                let sign = page.chance.pick(&[
                    " ", "\n", ":", "-", "#", "'", "\"", "[", "]", "{", "}", ",", "\t", "|", "\\", "\r\n", "\r",
                ]);
                page.text.insert_str(at, sign);
            } else if !page.text.is_empty() {
                page.text.remove(at);
            }
        }
        if page.chance.below(9) == 0 { page.text.replace('\n', "\r\n") } else { page.text }
    }
}

/// The tree in JSON: a mapping as a list of pairs, every other value as its text, with whether that has quotes.
fn told(node: &Node) -> Value {
    match &node.value {
        Written::Scalar(scalar) if scalar.is_plain() => json!({"plain": scalar.text}),
        Written::Scalar(scalar) => json!({"text": scalar.text}),
        Written::Sequence(list) => json!({"list": list.items.iter().map(told).collect::<Vec<_>>()}),
        Written::Mapping(mapping) => {
            let entry = |entry: &goalpost::syntax::Entry| json!([&*entry.key.text, told(&entry.value)]);
            json!({"map": mapping.entries.iter().map(entry).collect::<Vec<_>>()})
        }
    }
}

/// Where readers are known to differ. `PyYAML` takes a byte order mark in the midst of a page for a letter; and whether a block
/// of text at the end of a page without a last line break has one of its own, each decides for itself.
fn is_read_in_several_ways(page: &str) -> bool {
    let has_mark = without_mark(page).contains('\u{feff}');
    has_mark || !page.ends_with('\n')
}

/// The page without the byte order mark at its beginning, which `yaml_serde` takes for a column: what is one column in below
/// the first key then stands beside it.
fn without_mark(page: &str) -> &str {
    page.strip_prefix('\u{feff}').unwrap_or(page)
}

/// What this reader makes of a page; none where it refuses it.
fn read(page: &str) -> Option<Value> {
    let (tree, faults) = parse(&SourceFile::from_text("a.yaml", page));
    (faults.is_empty() && !tree.partial).then(|| tree.root.as_ref().map_or(Value::Null, told))
}

/// Whether `yaml_serde` reads the same; it says of plain texts what type they are, so these are not compared.
fn is_same(ours: &Value, theirs: &serde_yaml::Value) -> bool {
    use serde_yaml::Value as Theirs;
    match (ours, theirs) {
        (Value::Null, Theirs::Null) => true,
        (Value::Object(ours), theirs) => match (ours.iter().next(), theirs) {
            (Some((kind, Value::String(text))), Theirs::String(theirs)) => {
                matches!(&**kind, "text" | "plain") && text == theirs
            }
            (Some((kind, _)), Theirs::Null | Theirs::Bool(_) | Theirs::Number(_)) => kind == "plain",
            (Some((_, Value::Array(list))), Theirs::Sequence(theirs)) => {
                ours.contains_key("list")
                    && list.len() == theirs.len()
                    && list.iter().zip(theirs).all(|(a, b)| is_same(a, b))
            }
            (Some((_, Value::Array(pairs))), Theirs::Mapping(theirs)) => {
                let is_pair = |(pair, (key, value)): (&Value, (&Theirs, &Theirs))| {
                    let same_key = key.as_str().is_none_or(|key| pair[0] == key);
                    same_key && is_same(&pair[1], value)
                };
                ours.contains_key("map") && pairs.len() == theirs.len() && pairs.iter().zip(theirs).all(is_pair)
            }
            _ => false,
        },
        _ => false,
    }
}

#[test]
#[allow(clippy::print_stdout, reason = "with --nocapture it says how much was tried")]
fn pages_are_read_as_others_read_them_or_refused() {
    let count: u64 = std::env::var("PAGES").ok().and_then(|it| it.parse().ok()).unwrap_or(3_000);
    let (mut lines, mut wrong) = (String::new(), Vec::new());
    let (mut read_here, mut known_there) = (0, 0);
    for seed in 1..=count {
        let page = Page::make(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        if is_read_in_several_ways(&page) {
            continue;
        }
        let Some(ours) = read(&page) else { continue };
        read_here += 1;
        if let Ok(theirs) = serde_yaml::from_str::<serde_yaml::Value>(without_mark(&page)) {
            known_there += 1;
            if !is_same(&ours, &theirs) {
                wrong.push(format!("{page:?}\n  here:       {ours}\n  yaml_serde: {theirs:?}"));
            }
        }
        let _ = writeln!(lines, "{}", json!([page, ours]));
    }
    println!("{count} pages, {read_here} read here, {known_there} of them by yaml_serde");
    assert!(read_here * 4 > count && known_there * 8 > count, "the pages are mostly right: {read_here}, {known_there}");
    let folder = tempfile::tempdir().expect("a folder");
    let (script, input) = (folder.path().join("read.py"), folder.path().join("pages"));
    fs::write(&script, SCRIPT).expect("written");
    fs::write(&input, lines).expect("written");
    let python = Command::new("python3").arg(&script).arg(&input).output().ok();
    let Some(answer) = python.filter(|answer| answer.status.code() != Some(9)) else {
        skipped("PyYAML");
        return;
    };
    let told = String::from_utf8_lossy(&[answer.stdout, answer.stderr].concat()).into_owned();
    print!("{told}");
    assert!(wrong.is_empty(), "{} pages are read otherwise:\n{}", wrong.len(), wrong[..wrong.len().min(6)].join("\n"));
    assert!(answer.status.success(), "{told}");
}

const SCRIPT: &str = r"
import json, sys
try:
    import yaml
except ImportError:
    sys.exit(9)

def told(node):
    if node is None:
        return None
    if isinstance(node, yaml.ScalarNode):
        return {'text' if node.style else 'plain': node.value}
    if isinstance(node, yaml.SequenceNode):
        return {'list': [told(it) for it in node.value]}
    return {'map': [[key.value, told(value)] for key, value in node.value]}

# Of null, only that it is plain is compared: an empty value has many spellings.
def plain(node):
    if isinstance(node, dict):
        if node.get('plain') in ('', '~', 'null'):
            return {'plain': None}
        return {kind: plain(value) for kind, value in node.items()}
    return [plain(it) for it in node] if isinstance(node, list) else node

pure, quick = yaml.BaseLoader, getattr(yaml, 'CBaseLoader', yaml.BaseLoader)
wrong = read = 0
for number, line in enumerate(open(sys.argv[1], encoding='utf-8', newline='\n')):
    page, ours = json.loads(line)
    for loader in [quick, pure] if number % 10 == 0 else [quick]:
        try:
            theirs = told(yaml.compose(page, loader))
        except Exception:
            continue
        read += 1
        if plain(theirs) != plain(ours):
            wrong += 1
            if wrong < 7:
                print(repr(page), '  here:   ' + json.dumps(ours), '  PyYAML: ' + json.dumps(theirs), sep='\n')
print(read, 'read by PyYAML,', wrong, 'otherwise')
sys.exit(1 if wrong else 0)
";

//! Triples made up at random: a goal file, and what two people made of it at the same time. It knows what each of them
//! changed, and nothing of how files are merged.

mod edits;

use std::collections::BTreeMap;

use super::chance::Chance;
use edits::change;

/// Fields and their values as they are written.
pub type Fields = BTreeMap<&'static str, String>;

/// An entry of a list. Its name stays when its fields change.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub name: String,
    pub fields: Fields,
}

/// A field of a goal.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    Single(String),
    Fields(Fields),
    Texts(Vec<String>),
    Entries(Vec<Entry>),
}

/// A goal: its fields in the order in which they are written, each with the comments above it.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub parts: Vec<(&'static str, Part, Vec<String>)>,
}

/// How a person writes.
#[derive(Debug, Clone, Copy)]
struct Hand {
    indent: usize,
    braces: bool,
    metric_in_braces: bool,
    returns: bool,
}

/// The three versions of a file, and what they say.
pub struct Triple {
    pub drafts: [Draft; 3],
    pub texts: [String; 3],
}

/// The usual order of fields, in which commands insert them.
const ORDER: [&str; 23] = [
    "kind",
    "id",
    "title",
    "owner",
    "team",
    "contributors",
    "period",
    "state",
    "closed",
    "grade",
    "reason",
    "measures",
    "supports",
    "priority",
    "why",
    "metric",
    "confidence",
    "milestones",
    "labels",
    "effort",
    "needs",
    "agreed",
    "log",
];
const METRIC: [&str; 7] = ["unit", "baseline", "target", "stretch", "current", "as_of", "source"];

impl Draft {
    pub fn part(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.0 == name).map(|part| &part.1)
    }

    fn part_mut(&mut self, name: &str) -> Option<&mut Part> {
        self.parts.iter_mut().find(|part| part.0 == name).map(|part| &mut part.1)
    }

    pub fn entries(&self, name: &str) -> &[Entry] {
        if let Some(Part::Entries(entries)) = self.part(name) { entries } else { &[] }
    }

    fn has_metric(&self) -> bool {
        self.part("metric").is_some()
    }

    /// Sets a field: where it is, or else where commands or people put a new one.
    fn set(&mut self, chance: &mut Chance, name: &'static str, part: Part) {
        if let Some(old) = self.part_mut(name) {
            *old = part;
            return;
        }
        let rank = |name: &str| ORDER.iter().position(|it| *it == name);
        let at = match chance.below(5) {
            0 | 1 => self.parts.len(),
            2 | 3 => self.parts.iter().position(|it| rank(it.0) > rank(name)).unwrap_or(self.parts.len()),
            _ => 3 + chance.below(self.parts.len() - 2),
        };
        self.parts.insert(at, (name, part, Vec::new()));
    }

    fn push_entry(&mut self, chance: &mut Chance, list: &'static str, entry: Entry) {
        match self.part_mut(list) {
            Some(Part::Entries(entries)) => entries.push(entry),
            _ => self.set(chance, list, Part::Entries(vec![entry])),
        }
    }

    fn set_metric(&mut self, name: &'static str, value: Option<String>) {
        if let Some(Part::Fields(fields)) = self.part_mut("metric") {
            match value {
                Some(value) => drop(fields.insert(name, value)),
                None => drop(fields.remove(name)),
            }
        }
    }

    fn write(&self, hand: Hand) -> String {
        let mut text = String::new();
        let pad = " ".repeat(hand.indent);
        let braces = |fields: &Fields, order: &[&str]| {
            let ordered = order.iter().filter_map(|name| Some(format!("{name}: {}", fields.get(*name)?)));
            format!("{{{}}}", ordered.collect::<Vec<_>>().join(", "))
        };
        for (name, part, comments) in &self.parts {
            for comment in comments {
                text.push_str(&format!("# {comment}\n"));
            }
            match part {
                Part::Single(value) => text.push_str(&format!("{name}: {value}\n")),
                Part::Fields(fields) if hand.metric_in_braces => {
                    text.push_str(&format!("{name}: {}\n", braces(fields, &METRIC)));
                }
                Part::Fields(fields) => {
                    text.push_str(&format!("{name}:\n"));
                    for field in METRIC.iter().filter(|field| fields.contains_key(*field)) {
                        text.push_str(&format!("  {field}: {}\n", fields[field]));
                    }
                }
                Part::Texts(texts) => text.push_str(&format!("{name}: [{}]\n", texts.join(", "))),
                Part::Entries(entries) => {
                    text.push_str(&format!("{name}:\n"));
                    for Entry { fields, .. } in entries {
                        let names = entry_fields(name);
                        if hand.braces {
                            text.push_str(&format!("{pad}- {}\n", braces(fields, names)));
                            continue;
                        }
                        for (at, field) in names.iter().filter(|field| fields.contains_key(*field)).enumerate() {
                            let lead = if at == 0 { "- " } else { "  " };
                            text.push_str(&format!("{pad}{lead}{field}: {}\n", fields[field]));
                        }
                    }
                }
            }
        }
        if hand.returns { text.replace('\n', "\r\n") } else { text }
    }
}

fn entry_fields(list: &str) -> &'static [&'static str] {
    match list {
        "needs" => &["from", "what", "by", "goal", "effort", "state"],
        "agreed" => &["by", "date"],
        "milestones" => &["title", "due", "value"],
        "supports" => &["goal", "weight", "how"],
        _ => &["date", "by", "kind", "text"],
    }
}

fn day(chance: &mut Chance) -> String {
    format!("2026-{:02}-{:02}", 10 + chance.below(2), 1 + chance.below(28))
}

fn words(chance: &mut Chance, side: &str) -> String {
    match chance.below(5) {
        0 => format!("\"{side}: {}\"", chance.below(999)),
        1 => format!("'{side} # {}'", chance.below(999)),
        _ => format!("{side} words {}", chance.below(999)),
    }
}

/// A new entry. What both sides may add as the same has the same name.
fn entry(chance: &mut Chance, list: &str, side: &str) -> Entry {
    let mut fields = Fields::new();
    let person = chance.pick(&["ana", "ben", "maria"]);
    let name = match list {
        "needs" => {
            let (team, what) =
                (chance.pick(&["eng", "ops"]), chance.pick(&["a region", "a page", "keys", "a contract"]));
            fields.insert("from", team.to_owned());
            fields.insert("what", what.to_owned());
            fields.insert("state", "asked".to_owned());
            if chance.one_in(2) {
                fields.insert("by", day(chance));
            }
            if chance.one_in(3) {
                fields.insert("goal", format!("goal-{}", chance.below(99)));
            }
            format!("{team} {what}")
        }
        "agreed" => {
            fields.insert("by", person.to_owned());
            fields.insert("date", day(chance));
            person.to_owned()
        }
        "milestones" => {
            let title = format!("step {}", chance.below(6));
            fields.insert("title", title.clone());
            fields.insert("due", day(chance));
            fields.insert("value", (20 + chance.below(60)).to_string());
            title
        }
        "supports" => {
            let goal = format!("parent-{}", chance.below(5));
            fields.insert("goal", goal.clone());
            if chance.one_in(2) {
                fields.insert("weight", (1 + chance.below(4)).to_string());
            }
            goal
        }
        _ => {
            fields.insert("date", day(chance));
            fields.insert("by", person.to_owned());
            fields.insert("kind", chance.pick(&["note", "decision", "check-in", "obstacle"]).to_owned());
            fields.insert("text", words(chance, side));
            format!("{side} {}", chance.below(usize::MAX >> 33))
        }
    };
    Entry { name, fields }
}

fn base(chance: &mut Chance) -> Draft {
    let measured = !chance.one_in(3);
    let single = |text: &str| Part::Single(text.to_owned());
    let kind = if measured { "key_result" } else { "objective" };
    let head = [("kind", kind), ("id", "g"), ("title", "Calls are answered")];
    let mut draft = Draft { parts: head.map(|(name, text)| (name, single(text), Vec::new())).to_vec() };
    let mut add = |name, part| draft.parts.push((name, part, Vec::new()));
    add("owner", single("ana"));
    add("period", single("2026-Q4"));
    if measured {
        add("measures", single("o"));
        let mut metric = Fields::from([("unit", "x".into()), ("baseline", "0".into()), ("target", "100".into())]);
        if !chance.one_in(4) {
            metric.insert("current", "10".to_owned());
            metric.insert("as_of", "2026-10-05".to_owned());
        }
        add("metric", Part::Fields(metric));
        if chance.one_in(2) {
            add("confidence", single("0.5"));
        }
    }
    if chance.one_in(2) {
        add("why", single(chance.pick(&["calls wait", ">-\n  calls wait\n  too long"])));
    }
    if chance.one_in(2) {
        add("labels", Part::Texts(vec!["calm".into(), "calls".into()]));
    }
    for list in ["supports", "milestones", "needs", "agreed", "log"] {
        let fits = match list {
            "supports" => !measured,
            "milestones" => measured,
            _ => true,
        };
        let mut entries: Vec<Entry> = Vec::new();
        for _ in 0..chance.below(4) {
            let entry = entry(chance, list, "base");
            if entries.iter().all(|it| it.name != entry.name) {
                entries.push(entry);
            }
        }
        if fits && !entries.is_empty() {
            draft.parts.push((list, Part::Entries(entries), Vec::new()));
        }
    }
    draft
}

impl Triple {
    pub fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        for _ in 0..8 {
            chance.below(2);
        }
        let base = base(&mut chance);
        let (mut ours, mut theirs) = (base.clone(), base.clone());
        for (side, name) in [(&mut ours, "ours"), (&mut theirs, "theirs")] {
            for _ in 0..=chance.below(4) {
                change(side, &mut chance, name);
            }
        }
        // The same edit on both sides, as after a cherry-pick.
        if chance.one_in(8) {
            let seed = chance.below(1 << 20) as u64;
            change(&mut ours, &mut Chance::new(seed), "both");
            change(&mut theirs, &mut Chance::new(seed), "both");
        }
        let hand = Hand {
            indent: 2 * chance.below(2),
            braces: !chance.one_in(3),
            metric_in_braces: chance.one_in(3),
            returns: chance.one_in(12),
        };
        let hands = [hand; 3].map(|hand| {
            // Some write the whole file anew in their own hand.
            if chance.one_in(12) {
                Hand { indent: 2 - hand.indent, braces: !hand.braces, ..hand }
            } else if chance.one_in(20) {
                Hand { returns: !hand.returns, ..hand }
            } else {
                hand
            }
        });
        let drafts = [base, ours, theirs];
        let texts = [0, 1, 2].map(|side| drafts[side].write(if side == 0 { hand } else { hands[side] }));
        Self { drafts, texts }
    }
}

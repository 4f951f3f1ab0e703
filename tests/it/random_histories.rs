//! Histories made up at random, told to git and read by a small reader that knows nothing of the program: both find the same
//! observations and the same moved goalposts, by the same people on the same days.
//!
//! `HISTORIES=2000 cargo test --test it random_histories -- --nocapture` is the long run; `HISTORY_SEED=N` begins at another
//! history. `STATES=30` compares the states of earlier days with their checkouts in so many. A history over which two disagree is
//! made smaller and printed as a list.

mod days;
mod earlier;
mod edits;
mod page;
mod plot;
mod reader;
mod shrink;
mod since;
mod story;

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use crate::support::program::goalpost;
use days::text;
use plot::is_plain;
use reader::{Moved, Point, Reader};
use story::{Story, Told};

/// What the program answers about a story.
struct Question<'t> {
    story: &'t Story,
    told: &'t Told,
    /// The commit that is asked about.
    tip: usize,
    places: HashMap<&'t str, usize>,
}

impl<'t> Question<'t> {
    fn new(story: &'t Story, told: &'t Told, tip: usize) -> Self {
        let places = told.names.iter().enumerate().map(|(place, name)| (name.as_str(), place)).collect();
        Self { story, told, tip, places }
    }

    /// What a command answers of the commit that is asked about.
    fn ask(&self, args: &[&str]) -> Value {
        let is_head = self.tip + 1 == self.story.commits.len();
        let at = if is_head { vec![] } else { vec!["--at", &self.told.names[self.tip]] };
        self.ask_of(args, &at)
    }

    fn ask_of(&self, args: &[&str], at: &[&str]) -> Value {
        let today = text(self.story.today);
        let args = [&["-q", "--today", &today, "--format", "json"], at, args].concat();
        let answer = goalpost(&self.told.path(self.story.commits[self.story.commits.len() - 1].root), &args);
        serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{args:?}: {}", answer.stderr))
    }

    /// The place of the commit with a name.
    fn place(&self, name: &Value) -> Option<usize> {
        self.places.get(name.as_str()?).copied()
    }

    fn author(&self, place: usize) -> &'static str {
        self.story.commits[place].author
    }

    /// What the program and the reader do not agree about.
    fn disagreements(&self) -> Vec<String> {
        let reader = Reader::new(self.story, self.tip);
        let (observations, moves) = (reader.observations(), reader.moves());
        let answer = self.ask(&["history", "--all"]);
        let goals = answer["goals"].as_array().expect("goals");
        let mut wrong = Vec::new();
        for id in reader.goals() {
            let Some(found) = goals.iter().find(|goal| goal["id"] == id) else {
                wrong.push(format!("{id}: not in the answer"));
                continue;
            };
            let points = observations.get(id).map_or(&[][..], Vec::as_slice);
            let is_sure = reader.judges_confidence(id);
            wrong.extend(
                self.wrong_points(points, &found["observations"], is_sure).iter().map(|it| format!("{id}: {it}")),
            );
            let moves = moves.get(id).map_or(&[][..], Vec::as_slice);
            wrong.extend(self.wrong_moves(moves, &found["goalposts"]).iter().map(|it| format!("{id}: {it}")));
        }
        wrong.extend(self.wrong_reports(&reader, goals));
        wrong
    }

    /// What `report` and `check` say otherwise than `history`.
    fn wrong_reports(&self, reader: &Reader<'_>, goals: &[Value]) -> Vec<String> {
        let key = |it: &Value| ["field", "before", "after", "day", "commit"].map(|name| it[name].to_string()).join(" ");
        let settled = |goal: &Value| {
            let moves = goal["goalposts"].as_array().expect("a list").clone();
            moves.into_iter().filter(|it| it["settling"] == false).collect::<Vec<_>>()
        };
        let mut told: Vec<String> = goals.iter().flat_map(settled).map(|it| key(&it)).collect();
        let report = self.ask(&["report"]);
        let mut reported: Vec<String> = report["moved"].as_array().expect("a list").iter().map(key).collect();
        told.sort();
        reported.sort();
        let mut wrong = Vec::new();
        wrong.extend(self.wrong_since(reader, goals, report["moved"].as_array().expect("a list")));
        if told != reported {
            wrong.push(format!("history {told:?} and report {reported:?}"));
        }
        let checked = self.ask(&["check", "--rule", "moved-target"]);
        let findings = checked["findings"].as_array().expect("a list");
        for goal in goals {
            let is_target = |it: &&Value| {
                let field = it["field"].as_str().unwrap_or_default();
                // A milestone that is removed is one, too.
                matches!(field, "metric.target" | "metric.at_least") || field.ends_with(']')
            };
            let moves = settled(goal);
            let quiet: Vec<&Value> = moves.iter().filter(|it| it["explained"] == false).filter(is_target).collect();
            let is_found = findings.iter().any(|it| it["goal"] == goal["id"]);
            let last = moves.iter().rfind(is_target);
            let stands =
                quiet.first().zip(last).is_some_and(|(first, last)| last["after"].as_f64() < first["before"].as_f64());
            let is_other = moves.iter().any(|it| it["field"] == "metric.unit" || it["field"] == "metric.kpi");
            if is_found && quiet.is_empty() {
                wrong.push(format!("{}: a finding without a move", goal["id"]));
            }
            // Findings rest for drafts.
            let rests = goal["id"].as_str().is_some_and(|id| reader.is_draft(id) || !reader.has_one_file(id));
            if !is_found && !rests && stands && quiet.len() == moves.iter().filter(is_target).count() && !is_other {
                wrong.push(format!("{}: a move without a finding", goal["id"]));
            }
        }
        wrong
    }

    fn wrong_points(&self, expected: &[Point], found: &Value, is_sure: bool) -> Vec<String> {
        let found = found.as_array().expect("a list");
        let describe = |point: &Point| {
            let confidence = point.confidence.filter(|_| is_sure).map(|tenths| f64::from(tenths) / 10.0);
            format!(
                "{} {:?} {confidence:?} by {} {}",
                text(point.day),
                point.value,
                point.commit,
                self.author(point.commit)
            )
        };
        let told = |it: &Value| {
            let value = it["value"].as_f64().map(|value| format!("{value}"));
            let value = value.map(|value| value.parse::<i64>().expect("a whole number"));
            let (day, place) = (it["day"].as_str().expect("a day"), self.place(&it["commit"]));
            let place = place.map(|place| place.to_string()).unwrap_or_default();
            let author = it["author"].as_str().unwrap_or_default();
            format!("{day} {value:?} {:?} by {place} {author}", it["confidence"].as_f64().filter(|_| is_sure))
        };
        let mut wrong = Vec::new();
        let mut unmatched: Vec<&Value> = found.iter().collect();
        for point in expected {
            let is_same = |it: &&Value| {
                let by = self.place(&it["withdrawn"]["commit"]);
                let is_withdrawn = match by {
                    Some(by) => point.withdrawn.contains(&by),
                    None => point.withdrawn.is_empty() && it["withdrawn"].is_null(),
                };
                told(it) == describe(point) && is_withdrawn
            };
            match unmatched.iter().position(is_same) {
                Some(at) => drop(unmatched.remove(at)),
                None => wrong.push(format!("no observation {} withdrawn by {:?}", describe(point), point.withdrawn)),
            }
        }
        let by = |it: &Value| self.place(&it["withdrawn"]["commit"]);
        wrong
            .extend(unmatched.into_iter().map(|it| format!("told observation {} withdrawn by {:?}", told(it), by(it))));
        wrong
    }

    fn wrong_moves(&self, expected: &[Moved], found: &Value) -> Vec<String> {
        let describe = |it: &Moved| {
            format!(
                "{} {} -> {} landed {} with {} of {}, proposed by {} of {}{}",
                it.field,
                it.before,
                it.after,
                text(it.day),
                it.merged,
                self.story.commits[it.merged].author,
                it.proposed,
                self.author(it.proposed),
                if it.settling { ", settling" } else { "" },
            )
        };
        let told = |it: &Value| {
            let place = |it: &Value| self.place(it).map(|place| place.to_string()).unwrap_or_default();
            let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
            let merged = self.place(&it["merged"]["commit"]).unwrap_or_default();
            // Of a commit of the trunk itself the committer is named.
            let is_itself = it["merged"]["commit"] == it["proposed"]["commit"];
            let by = if is_itself { self.story.commits[merged].committer } else { self.story.commits[merged].author };
            let landed = if it["merged"]["author"] == by {
                self.story.commits[merged].author.to_owned()
            } else {
                text(&it["merged"]["author"])
            };
            format!(
                "{} {} -> {} landed {} with {} of {landed}, proposed by {} of {}{}",
                text(&it["field"]),
                it["before"],
                it["after"],
                text(&it["day"]),
                place(&it["merged"]["commit"]),
                place(&it["proposed"]["commit"]),
                text(&it["proposed"]["author"]),
                if it["settling"] == true { ", settling" } else { "" },
            )
        };
        let mut found: Vec<String> = found.as_array().expect("a list").iter().map(told).collect();
        let mut wrong = Vec::new();
        for it in expected.iter().map(describe) {
            match found.iter().position(|found| *found == it) {
                Some(at) => drop(found.remove(at)),
                None => wrong.push(format!("no move {it}")),
            }
        }
        wrong.extend(found.into_iter().map(|it| format!("told move {it}")));
        wrong
    }
}

/// What the program and the reader do not agree about in a story.
fn disagreements(story: &Story) -> Vec<String> {
    let told = story.tell();
    let last = story.commits.len() - 1;
    // And one of the commits before it.
    let before = story.commits[last].parents.first().and_then(|parent| story.commits[*parent].parents.first());
    // What is excluded there is not read at all.
    let tips = [last].into_iter().chain(before.copied()).filter(|place| is_plain(&story.commits[*place].files));
    tips.flat_map(|tip| {
        // No answer at all is one of the things to be told.
        let ask = || Question::new(story, &told, tip).disagreements();
        let found = std::panic::catch_unwind(ask).unwrap_or_else(|_| vec!["no answer".to_owned()]);
        found.into_iter().map(move |it| format!("at {tip}, {it}"))
    })
    .collect()
}

/// Tries random histories in threads, and prints what is wrong with the first few, made smaller. From which number on and how
/// many may be set from outside.
fn try_histories((many, usual): (&str, u64), wrong_in: impl Fn(&Story) -> Vec<String> + Sync) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let (first, count) = (number("HISTORY_SEED").unwrap_or(0), number(many).unwrap_or(usual));
    let (next, wrong) = (AtomicU64::new(first), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + count {
                        break;
                    }
                    let found = wrong_in(&Story::draw(seed));
                    if !found.is_empty() {
                        writeln!(std::io::stderr(), "history {seed}: {found:#?}").expect("told");
                        wrong.lock().expect("no panic").push(seed);
                    }
                }
            });
        }
    });
    let mut wrong = wrong.into_inner().expect("no panic");
    wrong.sort_unstable();
    let mut told = format!("{count} histories from {first}: {} with disagreements: {wrong:?}\n", wrong.len());
    for seed in wrong.iter().take(number("HISTORY_SHOWN").map_or(3, |shown| usize::try_from(shown).expect("few"))) {
        let story = shrink::shrink(Story::draw(*seed), |story| !wrong_in(story).is_empty());
        told += &format!("\n=== history {seed}, made smaller: {:#?}\n{}", wrong_in(&story), story.list());
    }
    writeln!(std::io::stderr(), "{told}").expect("told");
    assert!(wrong.is_empty(), "{told}");
}

#[test]
fn random_histories_are_told_as_an_independent_reader_reads_them() {
    try_histories(("HISTORIES", 100), disagreements);
}

#[test]
fn the_states_of_random_days_are_what_their_checkouts_say() {
    try_histories(("STATES", 5), earlier::wrong_states);
}

//! Every target over its seeds, the examples and random changes of these.
//!
//! `FUZZ_CASES=100000 cargo test --release --lib fuzz -- --nocapture` is a long run; `FUZZ_SEED=N` begins elsewhere, and
//! `FUZZ_TARGET=parse` runs one target alone.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use super::*;

/// What turns one input into another of some meaning.
const PIECES: &[&str] = &[
    "\n",
    ": ",
    "- ",
    "#",
    " # ",
    "'",
    "\"",
    "|",
    ">",
    "|-\n  ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a ",
    "*a",
    "!!str ",
    "? ",
    "---\n",
    "...\n",
    "<<: ",
    "\t",
    "\r\n",
    "\r",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\u{0}",
    "é",
    "👩\u{200d}🚀",
    "\u{202e}",
    "%",
    "2026-Q4",
    "2026-11-31",
    "9999-12-31",
    "-1",
    "1e999",
    "0x1f",
    "1_000",
    "99999999999999999999",
    "NaN",
    ".inf",
    "null",
    "~",
    "true",
    "kind: objective\n",
    "id: a\n",
    "supports: [a]\n",
    "metric: {baseline: 0, target: 0}\n",
    "log:\n  - {}\n",
    "# goalpost: allow all\n",
    "# file: org.yaml\n",
    "# file: goalpost.yaml\n",
    "\n=====\n",
    "Goal: a\n",
    "author A <a@b> 9999999999999999999 +9999\n",
    "40000 a\u{0}",
    "sep=;\n",
    ";",
    "goal,value\n",
    "{\"kind\":\"kpi\"}\n",
];

/// Numbers without chance.
struct FuzzDice(u64);

impl FuzzDice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).expect("small")
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        start..start + self.below((length - start).min(40) + 1)
    }

    /// A changed input.
    fn change(&mut self, input: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        for _ in 0..=self.below(6) {
            let range = self.range(input.len());
            match self.below(7) {
                0 if !input.is_empty() => {
                    let at = self.below(input.len());
                    input[at] ^= 1 << self.below(8);
                }
                1 => drop(input.drain(range)),
                2 => {
                    let again = input[range.clone()].to_vec();
                    drop(input.splice(range.end..range.end, again));
                }
                3 | 4 => {
                    let piece = PIECES[self.below(PIECES.len())].bytes();
                    drop(input.splice(range.start..range.start, piece));
                }
                5 => {
                    let other = &seeds[self.below(seeds.len())];
                    let part = self.range(other.len());
                    drop(input.splice(range, other[part].iter().copied()));
                }
                _ => {
                    let byte = u8::try_from(self.below(256)).expect("a byte");
                    drop(input.splice(range.start..range.start, [byte]));
                }
            }
        }
        input.truncate(16_384);
    }
}

fn read_folder(path: &str, to: &mut Vec<Vec<u8>>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let mut paths: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|it| it.path()).collect();
    paths.sort();
    to.extend(paths.iter().filter(|path| path.is_file()).filter_map(|path| fs::read(path).ok()));
}

/// The seeds of a target: its own, and pages of the examples or tables of other services.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    read_folder(&format!("fuzz/seeds/{target}"), &mut seeds);
    match target {
        "parse" | "lower" | "edit" | "merge" => {
            for folder in ["examples/minimal", "examples/northwind", "tests/fixtures/complete"] {
                read_folder(folder, &mut seeds);
            }
        }
        "tables" => read_folder("tests/fixtures/import", &mut seeds),
        "maps" => read_folder("src/author/import/maps", &mut seeds),
        _ => {}
    }
    assert!(!seeds.is_empty(), "{target} has no seed");
    seeds
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|it| it.parse().ok())
}

#[test]
#[allow(clippy::print_stdout, reason = "with --nocapture it says how much was tried")]
fn no_target_panics_over_its_seeds_and_random_changes_of_them() {
    let cases = number("FUZZ_CASES").unwrap_or(120);
    let only = std::env::var("FUZZ_TARGET").ok();
    let mut failed = Vec::new();
    for target in TARGETS.iter().filter(|target| only.as_ref().is_none_or(|only| only == target.name)) {
        let seeds = seeds(target.name);
        let mut dice = FuzzDice(number("FUZZ_SEED").unwrap_or(0x9E37_79B9_7F4A_7C15));
        // Threads start and end for every session.
        let cases = if target.name == "messages" { cases.div_ceil(10) } else { cases };
        let (began, mut slowest) = (Instant::now(), Duration::ZERO);
        let mut run = |input: &[u8]| {
            let began = Instant::now();
            let done = catch_unwind(AssertUnwindSafe(|| (target.run)(input)));
            slowest = slowest.max(began.elapsed());
            if done.is_err() {
                let found = std::env::temp_dir().join(format!("goalpost-found-{}", target.name));
                fs::write(&found, input).expect("written");
                failed.push(format!("{}: the input is in {}", target.name, found.display()));
            }
            done.is_ok()
        };
        if !seeds.iter().all(|seed| run(seed)) {
            continue;
        }
        let mut pool = seeds.clone();
        for _ in 0..cases {
            let mut input = pool[dice.below(pool.len())].clone();
            dice.change(&mut input, &seeds);
            if !run(&input) {
                break;
            }
            // What was changed before is changed again: further from the seeds.
            if dice.below(4) == 0 {
                let at = dice.below(pool.len() + 1);
                if at < seeds.len() || pool.len() < 500 { pool.push(input) } else { pool[at.min(499)] = input }
            }
        }
        println!("{}: {cases} inputs in {:.0?}, the slowest {slowest:.0?}", target.name, began.elapsed());
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

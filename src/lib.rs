//! OKRs in git, with goalposts that cannot move unseen.
//!
//! A goals repository is a folder of plain YAML files with a `goalpost.yaml` at its root, one file a goal: a mission,
//! objectives, the key results that measure them. This crate reads them, builds the graph of who supports whom, computes
//! progress, asks git how it all came about, and says what is wrong where. The program `goalpost` is its command line;
//! the README shows it at work, and two whole repositories are in `examples/`: `minimal`, four small files, and
//! `northwind`, a company with teams, people, needs, surveys and closed quarters.
//!
//! ```
//! use std::path::Path;
//!
//! use goalpost::analysis::facts::Facts;
//! use goalpost::lint::{self, Lint};
//! use goalpost::model::parse_day;
//! use goalpost::project::Project;
//! use goalpost::rules::RULES;
//!
//! let project = Project::open(Path::new("examples/minimal"))?;
//! let today = parse_day("2026-11-21").expect("a day");
//! let snapshot = Facts::take(&project.workspace, today);
//!
//! let outcome = lint::run(&Lint { rules: RULES, ..Lint::default() }, &snapshot);
//! assert!(outcome.findings.is_empty());
//!
//! let queue = project.workspace.find("morning-queue").expect("a goal of this id");
//! assert_eq!(snapshot.numbers(queue).progress, Some(0.6));
//! # Ok::<(), goalpost::project::ProjectError>(())
//! ```
//!
//! # The pipeline
//!
//! Data flows one way:
//!
//! ```text
//! paths → SourceSet → Tree → Workspace → Graph, Timeline → Findings, Rollups → View → bytes → exit code
//! index,  source      syntax model       graph  analysis   lint + rules        view   render  cli
//! revision                               git
//! ```
//!
//! | layer | what lives there |
//! |---|---|
//! | [`source`] | texts without meaning: files, lines, spans, discovery |
//! | [`syntax`] | YAML: spanned trees, decoding with many faults, edits that keep comments |
//! | [`model`] | meaning without input or output: goals, metrics, periods, people, settings, schemas |
//! | [`git`], [`graph`] | revisions and history; who supports whom |
//! | [`project`] | a goals repository opened: from the work tree, the index or a revision |
//! | [`analysis`] | what the goals amount to: pure functions over workspace, graph and timeline |
//! | [`lint`], [`rules`] | the engine that knows no rule, and the list of rules, each with its page |
//! | [`view`] | what each command says, as plain structs: the JSON contract |
//! | [`render`] | from views to bytes, one file a format |
//! | [`author`] | goal files written and changed |
//! | [`cli`] | the command line, and alone the clock, the environment and the terminal |
//!
//! Each knows only those above it in this table. A test holds this, and that each foreign crate is named in one place
//! only. Problems never stop the pipeline: a broken file yields findings, and everything else is still reported. A
//! *finding* (the goals are wrong) and an *error* (the job could not be done) never mix.
//!
//! # To add something
//!
//! - A **rule**: `rules/<group>/<name>.rs` with its page `<name>.md`, a line in `rules/mod.rs`.
//! - A **command**: `cli/<verb>.rs`, a view in `view/`, one variant and one arm in `cli/mod.rs`; for its JSON a line in
//!   `view/schema.rs`.
//! - A **format**: `render/<format>.rs` with a function over a view, one variant and one arm in the command.
//!
//! CONTRIBUTING.md goes through each step by step.

pub mod analysis;
pub mod author;
pub mod cli;
pub mod git;
pub mod graph;
pub mod lint;
pub mod model;
pub mod project;
pub mod render;
pub mod rules;
pub mod source;
pub mod syntax;
pub mod view;

//! OKRs in git, with goalposts that cannot move unseen.
//!
//! A goals repository is a folder of plain YAML files with a `goalpost.yaml` at its root, one file for each goal: a
//! mission, objectives, the key results that measure them. This crate reads them, builds the graph of links between
//! them, computes progress, reads their history from git, and reports problems with their places. The program
//! `goalpost` is its command line; the README shows it in use. `examples/` has two complete repositories: `minimal`,
//! four small files, and `northwind`, a company with teams, people, needs, surveys and closed quarters.
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
//! | layer | contents |
//! |---|---|
//! | [`texts`] | schemas and pages, compressed in the program |
//! | [`source`] | files with their lines and spans, and their discovery; no meaning |
//! | [`syntax`] | YAML: spanned trees, decoding with many faults, edits that keep comments |
//! | [`model`] | goals, metrics, periods, people, settings, schemas; no input or output |
//! | [`git`], [`graph`], [`fetch`] | revisions and history; the links between goals; values from their sources |
//! | [`project`] | opens a goals repository: from the work tree, the index or a revision |
//! | [`analysis`] | progress, health and other facts: pure functions over workspace, graph and timeline |
//! | [`guide`] | pages on how to use goalpost |
//! | [`lint`], [`rules`] | the engine, which knows no rule, and the rules, each with its page |
//! | [`view`] | the answer of each command as plain structs: the JSON contract |
//! | [`render`] | from views to bytes, one file for each format |
//! | [`author`] | creates and edits goal files |
//! | [`lsp`] | the language server: findings and answers in an editor |
//! | [`cli`] | the command line; only this layer uses the clock, the environment and the terminal |
//!
//! Each layer uses only those above it in this table, and each foreign crate is used in one place only; tests check
//! both. Problems never stop the pipeline: a broken file yields findings, and everything else is still reported. A
//! *finding* (the goals have a problem) and an *error* (the command could not run) never mix.
//!
//! # To add something
//!
//! - A **rule**: `rules/<group>/<name>.rs` with its page `<name>.md`, a line in `rules/mod.rs`.
//! - A **command**: `cli/<verb>.rs`, a view in `view/`, a line in `cli/mod.rs`.
//! - An answer in **editors**: `lsp/<request>.rs`, an arm in `lsp/answers.rs`, a line in `lsp/capabilities.rs`.
//! - A **format**: `render/<format>.rs` with a function over a view, one variant and one arm in the command.
//!
//! CONTRIBUTING.md goes through each step by step.

pub mod analysis;
pub mod author;
pub mod cli;
pub mod fetch;
#[cfg(any(test, feature = "fuzz"))]
pub mod fuzz;
pub mod git;
pub mod graph;
pub mod guide;
pub mod lint;
pub mod lsp;
pub mod model;
pub mod project;
pub mod render;
pub mod rules;
pub mod source;
pub mod syntax;
pub mod texts;
pub mod view;

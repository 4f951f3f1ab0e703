//! OKRs in git, with goalposts that cannot move unseen.
//!
//! A goals repository is a folder of plain YAML files, one per objective or key result. This crate reads them, builds
//! the graph of who supports whom, computes progress, and says what is wrong where. Data flows one way:
//!
//! ```text
//! paths → SourceSet → Tree → Workspace → Graph, Timeline → Findings, Rollup → View → bytes → exit code
//!         source      syntax model       graph  analysis   lint + rules       view   render  cli
//! ```
//!
//! Each layer knows only those before it in this list: [`source`], [`syntax`], [`model`], [`git`] and [`graph`],
//! [`project`], [`analysis`], [`lint`], [`rules`], [`view`], [`render`], [`author`], [`cli`]. A test holds this.
//!
//! - To add a **rule**: `rules/<group>/<name>.rs` with its page `<name>.md`, a line in `rules/mod.rs`.
//! - To add a **command**: `cli/<verb>.rs`, a view in `view/`, one variant and one arm in `cli/mod.rs`; for its JSON a
//!   line in `view/schema.rs`.
//! - To add a **format**: `render/<format>.rs` with a function over a view, one variant and one arm in the command.

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

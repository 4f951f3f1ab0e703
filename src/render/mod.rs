//! Formats views as text: one file for each format. Text from goal files is untrusted, and every format cleans or
//! escapes it.

pub mod agenda;
pub mod align;
pub mod blame;
pub mod card;
pub mod codeowners;
pub mod csv;
pub mod demo;
pub mod diff;
pub mod digest;
pub mod dot;
pub mod explain;
pub mod explanation;
pub mod export;
pub mod history;
pub mod html;
pub mod impact;
pub mod index;
pub mod json;
pub mod jsonl;
pub mod line_of_sight;
pub mod markdown;
pub mod mermaid;
pub mod number;
pub mod overview;
pub mod page;
pub mod plan;
pub mod pretty;
pub mod review;
pub mod rules;
pub mod scorecard;
pub mod seals;
pub mod suggest;
pub mod svg;
pub mod tree;
pub mod work;
pub mod written;

mod aside;
mod bar;
mod chart;
mod clean;
mod example;
mod layout;
mod node_label;
mod sections;
mod shell;
mod sparkline;
mod standing;
mod style;
mod suspect;
mod table;

pub use aside::aside;
pub use clean::{clean, clean_block, same_length};
pub use shell::shell_word;
pub use style::Style;

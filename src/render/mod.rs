//! Formats views as text: one file for each format. Text from goal files is untrusted, and every format cleans or
//! escapes it.

pub mod agenda;
pub mod align;
pub mod blame;
pub mod calibrate;
pub mod card;
pub mod check_table;
pub mod codeowners;
pub mod concise;
pub mod csv;
pub mod demo;
pub mod diff;
pub mod digest;
pub mod dot;
pub mod explain;
pub mod explanation;
pub mod export;
pub mod github;
pub mod gitlab;
pub mod groups;
pub mod history;
pub mod html;
pub mod ics;
pub mod impact;
pub mod index;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod line_of_sight;
pub mod markdown;
pub mod mermaid;
pub mod number;
pub mod openmetrics;
pub mod overview;
pub mod page;
pub mod plan;
pub mod pretty;
pub mod pull;
pub mod review;
pub mod rules;
pub mod sarif;
pub mod scorecard;
pub mod seals;
pub mod suggest;
pub mod svg;
pub mod tree;
pub mod work;
pub mod written;

mod address;
mod aside;
mod bar;
mod chart;
mod clean;
mod example;
mod excerpt;
mod filter_options;
mod here;
mod layout;
mod next_steps;
mod node_label;
mod sections;
mod shell;
mod slack;
mod sparkline;
mod stand_ins;
mod standing;
mod style;
mod suspect;
mod table;
mod teams;

pub use aside::{aside, fit};
pub use clean::{clean, clean_block};
pub use filter_options::filter_options;
pub use here::Here;
pub use shell::shell_word;
pub use style::Style;

/// What is written, as text.
#[cfg(test)]
pub(crate) fn written_text(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("memory takes everything");
    String::from_utf8(bytes).expect("text")
}

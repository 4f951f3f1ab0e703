//! From views to bytes: one file a format. Text from goal files is hostile in each of them, and inert when it leaves.

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
pub mod history;
pub mod html;
pub mod index;
pub mod json;
pub mod jsonl;
pub mod markdown;
pub mod mermaid;
pub mod number;
pub mod page;
pub mod plan;
pub mod pretty;
pub mod review;
pub mod rules;
pub mod scorecard;
pub mod sight;
pub mod suggest;
pub mod svg;
pub mod tree;
pub mod work;
pub mod written;

mod bar;
mod chart;
mod clean;
mod example;
mod layout;
mod node_label;
mod sections;
mod sparkline;
mod standing;
mod style;
mod table;

pub use clean::{clean, clean_block, same_length};
pub use style::Style;

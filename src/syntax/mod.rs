//! YAML 1.2 with source positions. No other layer uses the YAML crates.
//!
//! A file is parsed to a [`Tree`], in which every key, value and comment has a [`Span`](crate::source::Span). The
//! [`Decoder`] reads typed values from it and collects every [`Fault`]. An [`Edit`] changes the text at a route and leaves
//! the rest of the file unchanged.

mod decode;
mod digits;
mod edit;
mod fault;
mod formula;
mod multiple;
mod number;
mod numeral;
mod parse;
mod percent;
mod route;
mod suggest;
mod table;
mod tree;
mod unfit;

pub use decode::{Decoder, Fields};
pub use edit::{Content, Edit, EditError, End, FieldOrder, apply, double_quoted, reads_plain};
pub use fault::{Fault, FaultKind};
pub use formula::{escape_formula, unescape_formula};
pub use multiple::{is_currency_sign, is_money, multiple_behind, power_of};
pub use number::parse_number;
pub use numeral::{Notation, Numeral, Reading};
pub use parse::{COMMENT_PREFIX, parse, parse_for_meaning};
pub use percent::{is_beside_percent, is_in_percent, is_in_points, is_percent};
pub use route::{Segment, is_within, locate, parse_route, route_text, select};
pub use suggest::{Lexicon, closest, count_edits, quoted};
pub use table::{InputTable, TableRow, decode, fits_a_file, has_room, read_table};
pub use tree::{Comment, Entry, Mapping, Node, QuoteStyle, Scalar, Sequence, Tree, Value};
pub use unfit::{Unfit, unfit};

//! YAML with its places: the only part that knows the YAML crates.
//!
//! A file becomes a [`Tree`] whose every key and value has a [`Span`](crate::source::Span), comments included. The
//! [`Decoder`] reads typed values from it and collects every [`Fault`] on the way; [`Edit`] changes a file's text at a
//! route and leaves all else as it was.

mod decode;
mod digits;
mod edit;
mod fault;
mod number;
mod numeral;
mod parse;
mod route;
mod suggest;
mod tree;

pub use decode::{Decoder, Fields};
pub use edit::{Content, Edit, EditError, End, FieldOrder, apply, double_quoted, reads_plain};
pub use fault::{Fault, FaultKind};
pub use number::parse_number;
pub use numeral::{Notation, Numeral, Reading, is_percent};
pub use parse::{MAX_DEPTH, SPOKEN_TO, parse, parse_for_meaning};
pub use route::{Place, Segment, is_within, locate, parse_route, route_text, select};
pub use suggest::{Lexicon, closest, quoted};
pub use tree::{Comment, Entry, Key, Mapping, Node, QuoteStyle, Scalar, Sequence, Tree, Value};

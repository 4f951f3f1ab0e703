//! Lists of names under headings.

use super::layout::{pad, width};
use super::style::Style;
use crate::view::schema::{NamedSchema, SchemaOrigin};

/// The list of schemas, with how to use one.
#[must_use]
pub fn schemas(schemas: &[&NamedSchema], style: Style) -> String {
    let of = |side| schemas.iter().filter(move |schema| schema.side == side);
    let column = schemas.iter().map(|schema| width(schema.name)).max().unwrap_or(0);
    let mut text = String::new();
    let groups = [
        (SchemaOrigin::Written, "what you write"),
        (SchemaOrigin::Answered, "what commands answer with --format json"),
    ];
    for (side, heading) in groups {
        text.push_str(&format!("{} ({})\n", style.bold(heading), of(side).count()));
        for schema in of(side) {
            text.push_str(&format!("  {}  {}\n", pad(schema.name, column), schema.says));
        }
        text.push('\n');
    }
    text.push_str("save one:  goalpost schema goal --output goal.schema.json\n");
    text.push_str("use it:    # yaml-language-server: $schema=goal.schema.json\n");
    text.push_str(&style.dim("           (the first line of a goal file, with the path from there)"));
    text.push('\n');
    text
}

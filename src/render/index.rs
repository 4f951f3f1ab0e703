//! Lists of names under headings.

use super::layout::{hang, pad, paragraph, width, wrap};
use super::next_steps::next_lines;
use super::style::Style;
use crate::view::schema::{NamedSchema, SchemaOrigin};

/// The list of schemas, with how to use one.
pub fn schemas(schemas: &[&NamedSchema], style: Style) -> String {
    let of = |side| schemas.iter().filter(move |schema| schema.side == side);
    let column = schemas.iter().map(|schema| width(schema.name)).max().unwrap_or(0);
    let mut text = String::new();
    let groups = [
        (SchemaOrigin::Written, "what you write"),
        (SchemaOrigin::Answered, "what commands answer with --format json"),
    ];
    for (side, heading) in groups {
        let heading = format!("{heading} ({})", of(side).count());
        text.push_str(&paragraph(0, &heading, style.width, |line| style.bold(line)));
        for schema in of(side) {
            let says = wrap(schema.says, style.width.saturating_sub(column + 4));
            for line in hang(&format!("  {}  ", pad(schema.name, column)), column + 4, &says) {
                text.push_str(&format!("{line}\n"));
            }
        }
        text.push('\n');
    }
    for line in next_lines(["save one: goalpost schema goal --output goal.schema.json"], style.width) {
        text.push_str(&format!("{line}\n"));
    }
    let first = "use it, as the first line of a goal file, with the path from there:";
    text.push_str(&paragraph(0, first, style.width, str::to_owned));
    text + "  # yaml-language-server: $schema=goal.schema.json\n"
}

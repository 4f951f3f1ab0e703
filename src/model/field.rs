//! The table of a goal file's fields: which kind has which, and which it must have. Decoding, schemas and writing read it.

use super::kind::Kind;
use crate::syntax::FieldOrder;

/// A field of goal files.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// The kinds that have it.
    pub kinds: &'static [Kind],
    /// The kinds that must have it.
    pub required: &'static [Kind],
}

use Kind::{Development, KeyResult, Kpi, Mission, Objective, Survey};

const ALL: &[Kind] = &[Mission, Objective, KeyResult, Kpi, Development, Survey];
const GOALS: &[Kind] = &[Mission, Objective, KeyResult, Kpi, Development];
const LASTING: &[Kind] = &[Objective, KeyResult, Kpi, Development];
const WORK: &[Kind] = &[Objective, KeyResult, Development];

const fn may(name: &'static str, kinds: &'static [Kind]) -> Field {
    Field { name, kinds, required: &[] }
}

const fn must(name: &'static str, kinds: &'static [Kind], required: &'static [Kind]) -> Field {
    Field { name, kinds, required }
}

/// Every field, in the order in which a goal file reads best.
pub static FIELDS: &[Field] = &[
    must("kind", ALL, ALL),
    must("id", ALL, ALL),
    must("title", ALL, GOALS),
    must("statement", &[Mission], &[Mission]),
    may("vision", &[Mission]),
    may("formerly", ALL),
    may("continues", WORK),
    must("owner", GOALS, &[Development]),
    must("team", &[Objective, KeyResult, Kpi, Development, Survey], &[Survey]),
    may("contributors", LASTING),
    may("level", LASTING),
    may("period", &[Mission, Objective, KeyResult, Development]),
    may("deadline", WORK),
    may("state", GOALS),
    may("closed", GOALS),
    may("grade", WORK),
    may("reason", GOALS),
    may("replaced_by", GOALS),
    may("retrospective", WORK),
    may("supports", &[Objective, Development]),
    must("measures", &[KeyResult], &[KeyResult]),
    may("perspective", &[Objective, Kpi]),
    may("area", &[Objective, Kpi]),
    may("commitment", &[Objective, KeyResult]),
    may("rollup", &[Objective]),
    may("weight", &[KeyResult]),
    may("priority", WORK),
    may("why", GOALS),
    must("metric", &[KeyResult, Kpi], &[Kpi]),
    may("confidence", &[KeyResult]),
    may("milestones", &[KeyResult, Development]),
    may("competency", &[Development]),
    may("aspiration", &[Development]),
    may("training", &[Development]),
    must("date", &[Survey], &[Survey]),
    must("respondents", &[Survey], &[Survey]),
    may("invited", &[Survey]),
    must("scores", &[Survey], &[Survey]),
    may("labels", ALL),
    may("skills", WORK),
    may("stakeholders", GOALS),
    may("effort", WORK),
    may("needs", WORK),
    may("agreed", GOALS),
    may("log", GOALS),
];

/// The order in which new fields are written, those of mappings inside a goal file included.
pub static ORDER: FieldOrder = FieldOrder(&[
    ("", &NAMES),
    ("period", &["start", "end"]),
    ("grade", &["score", "computed", "by", "why"]),
    ("supports[]", &["goal", "weight", "share", "how", "agreed"]),
    ("supports[].agreed[]", &["by", "date"]),
    (
        "metric",
        &[
            "name", "unit", "kpi", "scale", "baseline", "target", "at_least", "at_most", "stretch", "current", "as_of",
            "source",
        ],
    ),
    ("milestones[]", &["title", "due", "value", "done", "weight"]),
    ("needs[]", &["from", "what", "by", "goal", "effort", "state"]),
    ("agreed[]", &["by", "date"]),
    ("log[]", &["date", "by", "kind", "text", "to", "about", "link", "scope", "resolved"]),
]);

/// The names of [`FIELDS`], in their order.
static NAMES: [&str; FIELDS.len()] = {
    let mut names = [""; FIELDS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = FIELDS[at].name;
        at += 1;
    }
    names
};

/// The field of a name.
#[must_use]
pub fn field(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}

impl Field {
    /// Whether a kind has it.
    #[must_use]
    pub fn fits(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }
}

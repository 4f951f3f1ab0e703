//! The table of a goal file's fields: which kind has which, which it must have, and of plain ones what is written in them.
//! Reading, schemas, differences, exports, imports, cards and writing walk it.

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
    /// What is written in it.
    pub form: Form,
    /// What it is, for editors and readers; of a field with a form of its own the types of the schema say it.
    pub about: &'static str,
}

/// What is written in a field, as far as the table knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A form of its own: the model has a part for it, and its versions are compared part by part, or as goalposts are.
    Own,
    /// A single value with a meaning of its own: the model has a part for it, and its versions are compared as a whole.
    Value,
    /// A text that nothing is computed from. It is read, compared, exported, taken in and shown by the table alone.
    Text,
    /// A list of such texts.
    Texts,
}

use Kind::{Development, KeyResult, Kpi, Mission, Objective, Survey};

const ALL: &[Kind] = &[Mission, Objective, KeyResult, Kpi, Development, Survey];
const GOALS: &[Kind] = &[Mission, Objective, KeyResult, Kpi, Development];
const LASTING: &[Kind] = &[Objective, KeyResult, Kpi, Development];
const WORK: &[Kind] = &[Objective, KeyResult, Development];

const fn may(name: &'static str, kinds: &'static [Kind]) -> Field {
    must(name, kinds, &[])
}

const fn must(name: &'static str, kinds: &'static [Kind], required: &'static [Kind]) -> Field {
    Field { name, kinds, required, form: Form::Own, about: "" }
}

const fn value(name: &'static str, kinds: &'static [Kind], required: &'static [Kind]) -> Field {
    Field { name, kinds, required, form: Form::Value, about: "" }
}

const fn plain(name: &'static str, kinds: &'static [Kind], form: Form, about: &'static str) -> Field {
    Field { name, kinds, required: &[], form, about }
}

/// Every field, in the order in which a goal file reads best.
pub static FIELDS: &[Field] = &[
    value("kind", ALL, ALL),
    value("id", ALL, ALL),
    value("title", ALL, GOALS),
    value("statement", &[Mission], &[Mission]),
    value("vision", &[Mission], &[]),
    may("formerly", ALL),
    value("continues", WORK, &[]),
    value("owner", GOALS, &[Development]),
    value("team", &[Objective, KeyResult, Kpi, Development, Survey], &[Survey]),
    may("contributors", LASTING),
    value("level", LASTING, &[]),
    may("period", &[Mission, Objective, KeyResult, Development]),
    may("deadline", WORK),
    value("state", GOALS, &[]),
    value("closed", GOALS, &[]),
    may("grade", WORK),
    value("reason", GOALS, &[]),
    value("replaced_by", GOALS, &[]),
    value("retrospective", WORK, &[]),
    may("supports", &[Objective, Development]),
    must("measures", &[KeyResult], &[KeyResult]),
    value("perspective", &[Objective, Kpi], &[]),
    value("area", &[Objective, Kpi], &[]),
    may("commitment", &[Objective, KeyResult]),
    may("rollup", &[Objective]),
    may("weight", &[KeyResult]),
    value("priority", WORK, &[]),
    value("why", GOALS, &[]),
    must("metric", &[KeyResult, Kpi], &[Kpi]),
    value("confidence", &[KeyResult], &[]),
    may("milestones", &[KeyResult, Development]),
    plain("competency", &[Development], Form::Text, "The competency that this growth goal develops."),
    plain(
        "aspiration",
        &[Development],
        Form::Text,
        "The person's career aspiration. Personal: it belongs in a private root (`include` in goalpost.yaml).",
    ),
    plain("training", &[Development], Form::Texts, "Training that helps."),
    // A field that only the tests have: what the table alone does for a field is tried with it.
    #[cfg(test)]
    plain("tea", &[Objective], Form::Text, "What is drunk meanwhile."),
    #[cfg(test)]
    plain("cakes", &[Objective], Form::Texts, "What is eaten meanwhile."),
    must("date", &[Survey], &[Survey]),
    must("respondents", &[Survey], &[Survey]),
    may("invited", &[Survey]),
    must("scores", &[Survey], &[Survey]),
    may("labels", ALL),
    may("skills", WORK),
    may("stakeholders", GOALS),
    value("effort", WORK, &[]),
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

/// The fields that the table alone describes.
pub fn plain_fields() -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(|field| matches!(field.form, Form::Text | Form::Texts))
}

impl Field {
    /// Whether a kind has it.
    #[must_use]
    pub fn fits(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }
}

//! One goal file: its fields as its kind has them.

use super::meaning::{Holder, meant_field, only, word};
use super::number::{confidence, effort, weight};
use super::parts::{agreements, grade, ids, links, log, metric, milestones, needs, survey, texts};
use super::scalar::{day, id, period};
use crate::model::document::DocIx;
use crate::model::field;
use crate::model::field::{FIELDS, Form, plain_fields};
use crate::model::goal::Goal;
use crate::model::inherited::Inherited;
use crate::model::kind::{Commitment, Kind, Perspective, Priority, Rollup, State};
use crate::model::plain_fields::PlainFields;
use crate::model::settings::Settings;
use crate::source::Span;
use crate::syntax::{Content, Decoder, Edit, Fault, FaultKind, Fields, Node, Tree, Value, closest, quoted};

/// The id that stands in a file, however broken the rest is.
pub(in crate::model) fn identity(tree: &Tree) -> Option<String> {
    let scalar = tree.mapping()?.get("id")?.as_scalar()?;
    (!scalar.is_null() && !scalar.text.trim().is_empty()).then(|| scalar.text.to_string())
}

/// Lowers a file's tree to a goal, with every fault. No goal comes of a file without a kind or an id.
pub(in crate::model) fn goal(tree: &Tree, document: DocIx, settings: &Settings) -> (Option<Goal>, Vec<Fault>) {
    let mut decoder = Decoder::new();
    let goal = match &tree.root {
        None => {
            decoder.fault(empty_file());
            None
        }
        Some(root) if root.is_null() => {
            decoder.fault(empty_file());
            None
        }
        Some(root) if matches!(root.value, Value::Mapping(_)) => read(&mut decoder, root, document, settings),
        Some(root) => {
            let shape = root.shape();
            let fault = Fault::new(
                FaultKind::WrongType,
                root.opening(),
                format!("a goal file is a mapping, and this is {shape}"),
                "expected `kind: …` here",
            );
            decoder.fault(fault.help("begin with `kind: objective`, then `id:` and `title:`"));
            None
        }
    };
    (goal, decoder.into_faults())
}

fn empty_file() -> Fault {
    Fault::new(FaultKind::WrongType, Span::default(), "this goal file is empty", "nothing here")
        .help("begin with `kind: objective`, then `id:` and `title:`; or remove the file")
}

fn read(decoder: &mut Decoder, root: &Node, document: DocIx, settings: &Settings) -> Option<Goal> {
    let mut fields = decoder.fields(root, "a goal")?;
    // What a field means depends on the kind: without one nothing else is judged.
    let Some(kind) = fields.required(decoder, "kind", "a goal", kind) else {
        if root.as_mapping().is_some_and(|mapping| mapping.entry("kind").is_none()) {
            decoder.advise("write `kind: objective`, say; `exclude` the file in goalpost.yaml if it is no goal");
        }
        fields.finish_slips(decoder, "a goal", "kind");
        return None;
    };
    let id = fields.required(decoder, "id", "a goal", id);
    let what = kind.in_words();
    let mut file = File { decoder, fields, kind };
    let title = if kind == Kind::Survey { file.text("title") } else { file.must_text("title", what) };
    let metric = file.metric(what);
    let metric_written = match file.fields.written("metric") {
        Some(_) => Some(true),
        None if file.fields.has("metric") => None,
        None => Some(false),
    };
    let scale = metric.as_ref().map(|metric| metric.scale.clone()).unwrap_or_default();
    let stones = file.take("milestones", |decoder, node| milestones(decoder, node, &scale, metric_written));
    let fiscal_start = settings.fiscal_year_starts;
    let supports = file.take("supports", links).unwrap_or_default();
    let goal = Goal {
        document,
        kind,
        title: title.unwrap_or_else(|| id.clone().unwrap_or_default()),
        statement: if kind == Kind::Mission { file.must_text("statement", what) } else { None },
        vision: file.text("vision"),
        owner: if kind == Kind::Development { file.must_one("owner", what, OWNERS) } else { file.one("owner", OWNERS) },
        team: if kind == Kind::Survey { file.must_one("team", what, TEAMS) } else { file.one("team", TEAMS) },
        contributors: file.take("contributors", texts).unwrap_or_default(),
        level: file.take("level", |decoder, node| level(decoder, node, settings)),
        period: file.take("period", |decoder, node| period(decoder, node, fiscal_start)),
        deadline: file.take("deadline", day),
        state: file.take("state", |decoder, node| word(decoder, node, &State::WORDS)).unwrap_or_default(),
        closed: file.take("closed", day),
        grade: file.take("grade", grade),
        reason: file.text("reason"),
        replaced_by: file.text("replaced_by"),
        retrospective: file.text("retrospective"),
        why: file.text("why"),
        priority: file.take("priority", |decoder, node| word(decoder, node, &Priority::WORDS)),
        labels: file.take("labels", texts).unwrap_or_default(),
        skills: file.take("skills", texts).unwrap_or_default(),
        stakeholders: file.take("stakeholders", texts).unwrap_or_default(),
        effort: file.take("effort", effort),
        needs: file.take("needs", needs).unwrap_or_default(),
        agreed: file.take("agreed", agreements).unwrap_or_default(),
        continues: file.text("continues"),
        formerly: file.take("formerly", ids).unwrap_or_default(),
        log: file.take("log", log).unwrap_or_default(),
        supports,
        measures: if kind == Kind::KeyResult { file.must_one("measures", what, OBJECTIVES) } else { None },
        perspective: file.take("perspective", |decoder, node| word(decoder, node, &Perspective::WORDS)),
        area: file.text("area"),
        commitment: file.take("commitment", |decoder, node| word(decoder, node, &Commitment::WORDS)),
        rollup: file.take("rollup", |decoder, node| word(decoder, node, &Rollup::WORDS)),
        weight: file.take("weight", weight),
        confidence: file.take("confidence", confidence),
        metric,
        milestones: stones.unwrap_or_default(),
        plain: file.plain(),
        survey: if kind == Kind::Survey { survey(file.decoder, &mut file.fields) } else { None },
        inherited: Inherited::default(),
        id: id.clone().unwrap_or_default(),
    };
    file.purpose(&goal);
    let File { fields, .. } = file;
    fields.finish(decoder, what, |name| elsewhere(name).or_else(|| meant_field(Holder::Goal, Some(kind), name)));
    id.map(|_| goal)
}

/// Where several owners go.
const OWNERS: &str = "one person is accountable; other teams are `contributors`";
/// Where several teams go.
const TEAMS: &str = "a goal has one team; others are `contributors`";
/// Where several objectives go.
const OBJECTIVES: &str = "a key result measures one objective; make another key result for another";

/// A goal file that is being read: its fields, but those alone that its kind has.
struct File<'d, 't> {
    decoder: &'d mut Decoder,
    fields: Fields<'t>,
    kind: Kind,
}

impl<'t> File<'_, 't> {
    /// A field's value, if the kind has the field and the file says it.
    fn take<T>(&mut self, name: &'static str, read: impl FnOnce(&mut Decoder, &'t Node) -> Option<T>) -> Option<T> {
        if field(name).is_some_and(|field| field.fits(self.kind)) {
            self.fields.optional(self.decoder, name, read)
        } else {
            None
        }
    }

    /// The fields that the table alone describes.
    fn plain(&mut self) -> PlainFields {
        let mut plain = PlainFields::default();
        for field in plain_fields() {
            if field.form == Form::Texts {
                if let Some(list) = self.take(field.name, texts) {
                    plain.set_texts(field.name, list);
                }
            } else if let Some(text) = self.text(field.name) {
                plain.set_text(field.name, text);
            }
        }
        plain
    }

    fn text(&mut self, name: &'static str) -> Option<String> {
        self.take(name, Decoder::text)
    }

    fn must_text(&mut self, name: &'static str, what: &str) -> Option<String> {
        self.fields.required(self.decoder, name, what, Decoder::text)
    }

    /// A text of which there is one, and where others go.
    fn one(&mut self, name: &'static str, others: &str) -> Option<String> {
        self.take(name, |decoder, node| only(decoder, node, others))
    }

    fn must_one(&mut self, name: &'static str, what: &str, others: &str) -> Option<String> {
        self.fields.required(self.decoder, name, what, |decoder, node| only(decoder, node, others))
    }

    /// Tells of a metric that says neither where to get nor what to keep.
    fn purpose(&mut self, goal: &Goal) {
        if !purpose_missing(goal) {
            return;
        }
        let Some(entry) = self.fields.written("metric") else { return };
        if ["target", "at_least", "at_most"].iter().any(|name| self.decoder.has_slip(&format!("metric.{name}"))) {
            return;
        }
        if let Some(target) = entry.value.as_mapping().and_then(|metric| metric.entry("target")) {
            self.decoder.retract("metric.target");
            let fault = Fault::new(
                FaultKind::MissingField,
                target.key.span,
                "`metric.target` has no value",
                "nothing after it",
            );
            self.decoder.within_entry(entry, |decoder| {
                decoder.within_entry(target, |decoder| decoder.fault(fault.help("add the value to reach")));
            });
            return;
        }
        let fault = Fault::new(
            FaultKind::MissingField,
            entry.key.span,
            "a key result's metric needs `target`, or `at_least` or `at_most`",
            "neither a value to reach nor one to keep",
        );
        self.decoder.within_entry(entry, |decoder| {
            decoder.fault(fault.help("add `baseline:` and `target:`, or a bound to keep; or make it a draft"));
        });
    }

    fn metric(&mut self, what: &str) -> Option<crate::model::metric::Metric> {
        match self.kind {
            Kind::Kpi => self.fields.required(self.decoder, "metric", what, metric),
            _ => self.take("metric", metric),
        }
    }
}

/// A metric without a value to reach or keep measures nothing; a draft may still be looking for one.
fn purpose_missing(goal: &Goal) -> bool {
    goal.kind == Kind::KeyResult
        && goal.state != State::Draft
        && goal.metric.as_ref().is_some_and(|it| it.target.is_none() && it.at_least.is_none() && it.at_most.is_none())
}

fn kind(decoder: &mut Decoder, node: &Node) -> Option<Kind> {
    let text = decoder.text(node)?;
    if let Some((_, kind)) = Kind::WORDS.iter().find(|(word, _)| *word == text) {
        return Some(*kind);
    }
    let words = || Kind::WORDS.iter().map(|(word, _)| *word);
    let plain: String = text.to_lowercase().chars().map(|c| if c == '-' || c == ' ' { '_' } else { c }).collect();
    let meant =
        words().find(|word| *word == plain || word.replace('_', "") == plain).or_else(|| match plain.as_str() {
            "kr" | "keyresult" => Some("key_result"),
            "okr" | "goal" | "o" => Some("objective"),
            _ => closest(&plain, words()),
        });
    let fault = Fault::new(
        FaultKind::UnknownKind,
        node.span,
        format!("`{text}` is no kind of goal"),
        format!("must be {}", quoted(words())),
    );
    let certain = meant.filter(|_| !matches!(plain.as_str(), "okr" | "goal" | "o"));
    let fault = match meant {
        Some(word) => fault.help(format!("did you mean `{word}`?")),
        None => fault.help("see goalpost explain okr"),
    };
    decoder.fault(fault.fix(certain.map(|word| Edit::SetScalar { route: "kind".to_owned(), to: Content::text(word) })));
    None
}

/// A level, one of the settings'.
pub(super) fn level(decoder: &mut Decoder, node: &Node, settings: &Settings) -> Option<String> {
    let text = decoder.text(node)?;
    if settings.rank(&text).is_some() {
        return Some(text);
    }
    let route = decoder.route();
    let words = || settings.levels.iter().map(String::as_str);
    let fault = Fault::new(
        FaultKind::WrongType,
        node.span,
        format!("`{route}` must be {}", quoted(words())),
        "not a level of this organisation",
    );
    let lower = text.to_lowercase();
    let near = words().find(|word| *word == lower).or_else(|| closest(&text, words()));
    let fault = match near {
        Some(word) => fault
            .help(format!("did you mean `{word}`?"))
            .fix(Some(Edit::SetScalar { route: route.clone(), to: Content::text(word) })),
        None => fault.help("`levels` in goalpost.yaml says which there are"),
    };
    decoder.fault(fault);
    None
}

/// Where a field belongs that this kind does not have.
fn elsewhere(name: &str) -> Option<String> {
    let field = FIELDS.iter().find(|field| field.name == name)?;
    let kinds = quoted(field.kinds.iter().map(|kind| kind.word())).replace(" or ", " and ");
    Some(format!("`{name}` belongs to {kinds}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;
    use crate::syntax::{QuoteStyle, parse};

    fn lower(text: &str) -> (Option<Goal>, Vec<Fault>) {
        let (tree, mut faults) = parse(&SourceFile::from_text("a.yaml", text));
        let (goal, more) = goal(&tree, DocIx(0), &Settings::default());
        faults.extend(more);
        (goal, faults)
    }

    #[test]
    fn every_fault_of_a_file_is_found_at_once() {
        let (goal, faults) = lower(
            "kind: key_result\nid: A\ntitel: x\nmeasures: o\nperiod: 2026-Q5\nconfidence: 7\nsupports: [m]\nmetric: {target: \"5\"}\n",
        );
        assert!(goal.is_some());
        let kinds: Vec<_> = faults.iter().map(|fault| (fault.kind, fault.route.as_str())).collect();
        assert_eq!(
            kinds,
            [
                (FaultKind::InvalidId, "id"),
                (FaultKind::WrongType, "metric.target"),
                (FaultKind::InvalidPeriod, "period"),
                (FaultKind::NumberOutOfRange, "confidence"),
                (FaultKind::UnknownField, "titel"),
                (FaultKind::UnknownField, "supports"),
            ]
        );
    }

    fn told(text: &str) -> Vec<(FaultKind, String)> {
        lower(text).1.into_iter().map(|fault| (fault.kind, fault.route)).collect()
    }

    #[test]
    fn a_slip_in_kind_is_told_and_nothing_else_of_the_file() {
        // Once nothing at all was told of such a file.
        assert_eq!(told("knid: objective\nid: a\nfoo: 1\n"), [(FaultKind::UnknownField, "knid".to_owned())]);
        assert_eq!(told("kind: objektiv\nid: A\nfoo: 1\n"), [(FaultKind::UnknownKind, "kind".to_owned())]);
        assert_eq!(told("id: A\nfoo: 1\n"), [(FaultKind::MissingField, "kind".to_owned())]);
    }

    #[test]
    fn a_metric_without_a_target_is_told_once() {
        let told = |metric: &str| told(&format!("kind: key_result\nid: a\ntitle: x\nmeasures: o\nmetric: {metric}\n"));
        assert_eq!(told("{baseline: 1}"), [(FaultKind::MissingField, "metric".to_owned())]);
        assert_eq!(told("{baseline: 1, target: }"), [(FaultKind::MissingField, "metric.target".to_owned())]);
        assert_eq!(told("{baseline: 1, tagret: 2}"), [(FaultKind::UnknownField, "metric.tagret".to_owned())]);
        assert_eq!(told("{at_most: 1, unit: }"), [(FaultKind::WrongType, "metric.unit".to_owned())]);
    }

    #[test]
    fn shares_are_the_parts_of_one_effort() {
        let objective = |links: &str| format!("kind: objective\nid: a\ntitle: x\nsupports: [{links}]\n");
        let (goal, faults) = lower(&objective("{goal: b, share: 0.7}, {goal: c, share: 0.5}, {goal: d, share: 0.1}"));
        assert_eq!(faults.iter().map(|fault| fault.route.as_str()).collect::<Vec<_>>(), ["supports[1].share"]);
        assert_eq!(goal.expect("a goal").supports[1].share, None);
        assert_eq!(told(&objective("{goal: b, share: 0.7}, {goal: c, share: 0.3}")), []);
        assert_eq!(told(&objective("{goal: b, share: 0.7}, {goal: b, share: 0.7}")), [], "an entry again counts once");
    }

    #[test]
    fn of_an_empty_metric_nobody_knows_what_its_milestones_mix() {
        let rest = "milestones: [{title: m, done: true}, {title: n, value: 3}]\n";
        let told = |metric: &str| told(&format!("kind: key_result\nid: a\ntitle: x\nmeasures: o\n{metric}{rest}"));
        assert_eq!(told("metric:\n"), [(FaultKind::WrongType, "metric".to_owned())]);
        assert_eq!(told(""), [(FaultKind::MixedMilestones, "milestones[1].value".to_owned())]);
    }

    #[test]
    fn what_is_missing_from_a_block_is_told_at_its_name() {
        let text = "kind: objective\nid: a\ntitle: x\ngrade:\n  by: tom\n";
        let (_, faults) = lower(text);
        assert_eq!(faults.iter().map(|fault| &text[fault.span.range()]).collect::<Vec<_>>(), ["grade"]);
    }

    #[test]
    fn a_metric_that_does_not_decode_measures_nothing() {
        let (goal, _) = lower("kind: key_result\nid: a\ntitle: x\nmeasures: o\nmetric: {baseline: 1, target: two}\n");
        assert_eq!(goal.expect("a goal").metric, None);
    }

    #[test]
    fn every_field_of_the_table_is_read() {
        // A field that the table has and the decoder does not read would be reported as unknown.
        for kind in Kind::WORDS.iter().map(|(_, kind)| *kind) {
            let mut text = format!("kind: {}\n", kind.word());
            for field in FIELDS.iter().filter(|field| field.fits(kind) && field.name != "kind") {
                text.push_str(&format!("{}: [[x]]\n", field.name));
            }
            let (_, faults) = lower(&text);
            let unknown: Vec<_> = faults.iter().filter(|fault| fault.kind == FaultKind::UnknownField).collect();
            assert!(unknown.is_empty(), "{kind:?}: {unknown:?}");
        }
    }

    #[test]
    fn quoted_and_plain_scalars_both_are_texts() {
        let (goal, faults) = lower("kind: objective\nid: 2026\ntitle: true\nperiod: 2026\n");
        assert_eq!(faults, []);
        let goal = goal.expect("a goal");
        assert_eq!((goal.id.as_str(), goal.title.as_str()), ("2026", "true"));
        let (tree, _) = parse(&SourceFile::from_text("a.yaml", "a: 'b'"));
        let scalar = tree.mapping().and_then(|it| it.get("a")).and_then(Node::as_scalar).map(|it| it.style);
        assert_eq!(scalar, Some(QuoteStyle::Single));
    }
}

//! Lowers a goal file: the fields of its kind.

use std::sync::Arc;

use super::meaning::{Holder, meant_field};
use super::reader::FieldReader;
use super::scalar::id;
use crate::model::document::DocIx;
use crate::model::field::{FIELDS, field};
use crate::model::goal::Goal;
use crate::model::kind::{Kind, State};
use crate::model::settings::Settings;
use crate::model::unread_goalposts::{unread_goalposts, without_quotes};
use crate::source::Span;
use crate::syntax::{Content, Decoder, Edit, Fault, FaultKind, Node, Tree, Value, closest, quoted};

/// The id in a file, even if the rest is broken.
pub(in crate::model) fn identity(tree: &Tree) -> Option<String> {
    let scalar = tree.mapping()?.get("id")?.as_scalar()?;
    (!scalar.is_null() && !scalar.text.trim().is_empty()).then(|| scalar.text.as_ref().to_owned())
}

/// Lowers a file's tree to a goal, with all faults. A file without a kind or an id has no goal.
pub(in crate::model) fn goal(tree: &Tree, document: DocIx, settings: &Settings) -> (Option<Goal>, Vec<Fault>) {
    let mut decoder = Decoder::new();
    let mut goal = match &tree.root {
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
    let faults = decoder.into_faults();
    let unread = unread_goalposts(&faults);
    // Most have none: then nothing is kept for it.
    if let Some(goal) = goal.as_mut().filter(|_| !unread.is_empty()) {
        goal.unread = unread;
        if let Some(plain) = without_quotes(tree, &faults) {
            goal.meant = self::goal(&plain, document, settings).0.map(Arc::new);
        }
    }
    (goal, faults)
}

fn empty_file() -> Fault {
    Fault::new(FaultKind::WrongType, Span::default(), "this goal file is empty", "nothing here")
        .help("begin with `kind: objective`, then `id:` and `title:`; or remove the file")
}

fn read(decoder: &mut Decoder, root: &Node, document: DocIx, settings: &Settings) -> Option<Goal> {
    let mut fields = decoder.fields(root, "a goal")?;
    // The meaning of a field depends on the kind: without one no other field is judged.
    let Some(kind) = fields.required(decoder, "kind", "a goal", kind) else {
        if root.as_mapping().is_some_and(|mapping| mapping.entry("kind").is_none()) {
            decoder.set_help(
                "write for example `kind: objective`; if the file is not a goal, `exclude` it in goalpost.yaml",
            );
        }
        fields.report_misspellings(decoder, "a goal", "kind");
        return None;
    };
    let id = fields.required(decoder, "id", "a goal", id);
    let mut goal = Goal { document, kind, id: id.clone().unwrap_or_default(), ..Goal::default() };
    let what = kind.in_words();
    let mut reader = FieldReader { decoder, fields, settings, what, name: "", required: false };
    for field in FIELDS.iter().filter(|field| field.fits(kind)) {
        (reader.name, reader.required) = (field.name, field.required.contains(&kind));
        field.read(&mut goal, &mut reader);
    }
    report_purpose(&goal, &mut reader);
    let FieldReader { fields, .. } = reader;
    fields.finish(decoder, what, |name| elsewhere(name).or_else(|| meant_field(Holder::Goal, Some(kind), name)));
    id.map(|_| goal)
}

/// Reports a metric without a target or bounds.
fn report_purpose(goal: &Goal, FieldReader { decoder, fields, .. }: &mut FieldReader<'_, '_>) {
    if !purpose_missing(goal) {
        return;
    }
    let Some(entry) = fields.written("metric") else { return };
    if ["target", "at_least", "at_most"].iter().any(|name| decoder.has_misspelling(&format!("metric.{name}"))) {
        return;
    }
    if let Some(target) = entry.value.as_mapping().and_then(|metric| metric.entry("target")) {
        decoder.retract("metric.target");
        let fault =
            Fault::new(FaultKind::MissingField, target.key.span, "`metric.target` has no value", "nothing after it");
        decoder.within_entry(entry, |decoder| {
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
    decoder.within_entry(entry, |decoder| {
        decoder.fault(fault.help("add `baseline:` and `target:`, or a bound to keep; or make it a draft"));
    });
}

/// Whether a key result's metric has neither a target nor bounds, and so measures nothing. A draft may lack them.
fn purpose_missing(goal: &Goal) -> bool {
    goal.kind == Kind::KeyResult
        && goal.state != State::Draft
        && goal.metric.as_ref().is_some_and(|it| it.target.is_none() && it.at_least.is_none() && it.at_most.is_none())
}

fn kind(decoder: &mut Decoder, node: &Node) -> Option<Kind> {
    let text = decoder.text(node)?;
    if let Some(kind) = Kind::of_word(&text) {
        return Some(kind);
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
    // A `goal` may also be a key result: that is no safe fix.
    let certain = meant.filter(|_| !matches!(plain.as_str(), "okr" | "goal" | "o"));
    let fault = match meant {
        Some(word) => fault.help(format!("did you mean `{word}`?")),
        None => fault.help("see goalpost explain okr"),
    };
    decoder.fault(fault.fix(certain.map(|word| Edit::SetScalar { route: "kind".to_owned(), to: Content::text(word) })));
    None
}

/// The kinds that have a field, for one that this kind does not have.
fn elsewhere(name: &str) -> Option<String> {
    let field = field(name)?;
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
                (FaultKind::InvalidPeriod, "period"),
                (FaultKind::WrongType, "metric.target"),
                (FaultKind::NumberOutOfRange, "confidence"),
                (FaultKind::UnknownField, "titel"),
                (FaultKind::UnknownField, "supports"),
            ]
        );
    }

    fn faults_of(text: &str) -> Vec<(FaultKind, String)> {
        lower(text).1.into_iter().map(|fault| (fault.kind, fault.route)).collect()
    }

    #[test]
    fn a_misspelt_kind_is_the_only_fault_of_the_file() {
        // Such a file once had no fault at all.
        assert_eq!(faults_of("knid: objective\nid: a\nfoo: 1\n"), [(FaultKind::UnknownField, "knid".to_owned())]);
        assert_eq!(faults_of("kind: objektiv\nid: A\nfoo: 1\n"), [(FaultKind::UnknownKind, "kind".to_owned())]);
        assert_eq!(faults_of("id: A\nfoo: 1\n"), [(FaultKind::MissingField, "kind".to_owned())]);
    }

    #[test]
    fn a_metric_without_a_target_is_reported_once() {
        let faults =
            |metric: &str| faults_of(&format!("kind: key_result\nid: a\ntitle: x\nmeasures: o\nmetric: {metric}\n"));
        assert_eq!(faults("{baseline: 1}"), [(FaultKind::MissingField, "metric".to_owned())]);
        assert_eq!(faults("{baseline: 1, target: }"), [(FaultKind::MissingField, "metric.target".to_owned())]);
        assert_eq!(faults("{baseline: 1, tagret: 2}"), [(FaultKind::UnknownField, "metric.tagret".to_owned())]);
        assert_eq!(faults("{at_most: 1, unit: }"), [(FaultKind::WrongType, "metric.unit".to_owned())]);
    }

    #[test]
    fn shares_are_the_parts_of_one_effort() {
        let objective = |links: &str| format!("kind: objective\nid: a\ntitle: x\nsupports: [{links}]\n");
        let (goal, faults) = lower(&objective("{goal: b, share: 0.7}, {goal: c, share: 0.5}, {goal: d, share: 0.1}"));
        assert_eq!(faults.iter().map(|fault| fault.route.as_str()).collect::<Vec<_>>(), ["supports[1].share"]);
        assert_eq!(goal.expect("a goal").supports[1].share, None);
        assert_eq!(faults_of(&objective("{goal: b, share: 0.7}, {goal: c, share: 0.3}")), []);
        assert_eq!(
            faults_of(&objective("{goal: b, share: 0.7}, {goal: b, share: 0.7}")),
            [],
            "an entry again counts once"
        );
    }

    #[test]
    fn milestones_beside_an_empty_metric_are_not_mixed() {
        let rest = "milestones: [{title: m, done: true}, {title: n, value: 3}]\n";
        let faults =
            |metric: &str| faults_of(&format!("kind: key_result\nid: a\ntitle: x\nmeasures: o\n{metric}{rest}"));
        assert_eq!(faults("metric:\n"), [(FaultKind::WrongType, "metric".to_owned())]);
        assert_eq!(faults(""), [(FaultKind::MixedMilestones, "milestones[1].value".to_owned())]);
    }

    #[test]
    fn a_missing_field_of_a_mapping_is_reported_at_the_name_of_the_mapping() {
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
    fn a_value_off_a_long_scale_does_not_repeat_all_its_steps() {
        let faults = |steps: usize| {
            let steps: Vec<String> = (0..steps).map(|step| format!("step-{step}")).collect();
            let metric = format!("{{scale: [{}], target: step-1, current: step-x}}", steps.join(", "));
            lower(&format!("kind: key_result\nid: a\ntitle: x\nmeasures: o\nmetric: {metric}\n")).1
        };
        assert!(faults(3)[0].message.ends_with("a step of the scale: `step-0`, `step-1` or `step-2`"));
        assert!(faults(60_000)[0].message.ends_with("one of the 60000 steps of the scale"));
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

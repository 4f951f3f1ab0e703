//! Lowers scalars with a meaning (days, ids, lengths of time), and lists.

#![expect(clippy::unnecessary_wraps, reason = "readers of fields share one shape, whether they can fail or not")]

use crate::model::day::{Day, Days, parse_day, parse_days};
use crate::model::id::{id_problem, suggested_id};
use crate::model::settings::Settings;
use crate::model::words::abridged::abridged;
use crate::model::written_day::{NOT_A_DAY, read_day};
use crate::syntax::{Content, Decoder, Edit, Fault, FaultKind, Node, closest, quoted};

/// The most characters of a text that a label quotes.
const MOST_QUOTED: usize = 40;

/// A day.
pub(in crate::model) fn day(decoder: &mut Decoder, node: &Node) -> Option<Day> {
    let text = decoder.text(node)?;
    let day = parse_day(&text);
    if day.is_none() {
        let route = decoder.route();
        let message = format!("`{route}` must be a day such as 2026-11-14");
        let fault = |label: String| Fault::new(FaultKind::InvalidDate, node.span, message, label);
        decoder.fault(match read_day(&text, None) {
            Ok(meant) => {
                let fault = fault(format!("`{}` is none", abridged(&text, MOST_QUOTED))).help(format!("write {meant}"));
                // `04.11.2026` may mean two days: the fix is safe only if the text begins with the year.
                let certain = text.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
                fault.fix(certain.then(|| Edit::SetScalar { route, to: Content::word(&meant) }))
            }
            Err(wrong) if wrong.reason == NOT_A_DAY => fault(format!("`{}` is none", abridged(&text, MOST_QUOTED)))
                .help("write the year, month and day as YYYY-MM-DD"),
            Err(wrong) => fault(wrong.reason.clone()).help(format!("write {}", wrong.offered())),
        });
    }
    day
}

/// A list of texts.
pub(in crate::model) fn texts(decoder: &mut Decoder, node: &Node) -> Option<Vec<String>> {
    Some(decoder.list(node, Decoder::text))
}

/// A list of ids.
pub(in crate::model) fn ids(decoder: &mut Decoder, node: &Node) -> Option<Vec<String>> {
    Some(decoder.list(node, id))
}

/// A list whose entries have fields of their own.
pub(in crate::model) fn entries<T>(
    read: fn(&mut Decoder, &Node) -> Option<T>,
) -> impl FnOnce(&mut Decoder, &Node) -> Option<Vec<T>> {
    move |decoder, node| Some(decoder.list_of_mappings(node, read))
}

/// The index of an entry in its list.
pub(in crate::model) fn place_in_list(decoder: &Decoder, _: &Node) -> usize {
    decoder.index().unwrap_or(0)
}

/// Reads the last day of what began on a day. What ends before it begins is never, which nobody means.
pub(in crate::model) fn last_day(from: Option<Day>) -> impl FnOnce(&mut Decoder, &Node) -> Option<Day> {
    move |decoder, node| {
        let until = day(decoder, node)?;
        if let Some(from) = from.filter(|from| until < *from) {
            let message = format!("`{}` is before `from`, which is {from}", decoder.route());
            let fault = Fault::new(FaultKind::InvalidDate, decoder.place(node), message, "ends before it begins");
            decoder.fault(fault.help("write the last day, or exchange the two"));
        }
        Some(until)
    }
}

/// A level of the settings.
pub(in crate::model) fn level(decoder: &mut Decoder, node: &Node, settings: &Settings) -> Option<String> {
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

/// An id. An invalid one is reported and still returned, so that links to it resolve.
pub(in crate::model) fn id(decoder: &mut Decoder, node: &Node) -> Option<String> {
    let text = decoder.text(node)?;
    if let Some(problem) = id_problem(&text) {
        let meant = suggested_id(&text);
        let fault = Fault::new(FaultKind::InvalidId, node.span, problem, "not an id");
        let fault = if meant.is_empty() {
            fault.help("use lower-case letters, digits, `.`, `_` and `-`")
        } else {
            fault.help(format!("for example `{meant}`; goals that link here must say the same"))
        };
        decoder.fault(fault);
    }
    Some(text)
}

/// A length of time such as `14d`.
pub(in crate::model) fn days(decoder: &mut Decoder, node: &Node) -> Option<Days> {
    let text = decoder.text(node)?;
    let days = parse_days(&text);
    if days.is_none() {
        let route = decoder.route();
        let fault = Fault::new(
            FaultKind::WrongType,
            node.span,
            format!("`{route}` must be a number of days such as 14d"),
            "not a length of time",
        );
        let digits = text.trim();
        let fault = if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            fault
                .help(format!("write {digits}d"))
                .fix(Some(Edit::SetScalar { route, to: Content::text(format!("{digits}d")) }))
        } else {
            fault.help("write a number and `d` for days or `w` for weeks")
        };
        decoder.fault(fault);
    }
    days
}

//! Scalars with a meaning: days, periods, ids, lengths of time.

use super::meaning::{Holder, meant_field};
use crate::model::day::{Day, Days, parse_day, parse_days};
use crate::model::id::{id_problem, suggested_id};
use crate::model::period::Period;
use crate::model::settings::Settings;
use crate::model::words::abridged::abridged;
use crate::model::written_day::{NOT_A_DAY, read_day};
use crate::syntax::{Content, Decoder, Edit, Fault, FaultKind, Node, Value, closest, quoted};

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
                // `04.11.2026` is another day to some readers than to others: only what begins with the year is certain.
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

/// A level, one of the settings'.
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

/// A period, by name or as `{start, end}`.
pub(in crate::model) fn period(decoder: &mut Decoder, node: &Node, settings: &Settings) -> Option<Period> {
    if let Value::Mapping(_) = node.value {
        let mut fields = decoder.fields(node, "a period")?;
        let start = fields.required(decoder, "start", "a period", day);
        let end = fields.required(decoder, "end", "a period", day);
        fields.finish(decoder, "a period", |name| meant_field(Holder::Period, None, name));
        let period = Period::exact(start?, end?);
        if period.is_none() {
            let fault = Fault::new(
                FaultKind::InvalidPeriod,
                decoder.place(node),
                "the period ends before it begins",
                "`end` comes first",
            )
            .help("both days belong to the period: `start` must not be later than `end`");
            decoder.fault(fault);
        }
        return period;
    }
    let text = decoder.text(node)?;
    match Period::parse(&text, settings.fiscal_year_starts) {
        Ok(period) => Some(period),
        Err(error) => {
            let route = decoder.route();
            let fault = Fault::new(FaultKind::InvalidPeriod, node.span, error.message, "not a period");
            let fault = match error.meant {
                Some(meant) => fault
                    .help(format!("did you mean `{meant}`?"))
                    .fix(Some(Edit::SetScalar { route, to: Content::text(meant) })),
                None => {
                    fault.help("write `2026`, `2026..2028`, `2026-H2`, `2026-Q4`, `2026-11` or `{start: …, end: …}`")
                }
            };
            decoder.fault(fault);
            None
        }
    }
}

/// An id; one that cannot be one is told and still given, so that links to it resolve.
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

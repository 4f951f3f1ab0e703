//! Scalars with a meaning: days, periods, ids, lengths of time.

use super::meaning::{Holder, meant_field};
use crate::model::day::{Day, Days, parse_day, parse_days};
use crate::model::id::{id_problem, suggested_id};
use crate::model::period::Period;
use crate::model::written_day::{NOT_A_DAY, read_day};
use crate::syntax::{Content, Decoder, Edit, Fault, FaultKind, Node, Value};

/// A day.
pub(super) fn day(decoder: &mut Decoder, node: &Node) -> Option<Day> {
    let text = decoder.text(node)?;
    let day = parse_day(&text);
    if day.is_none() {
        let route = decoder.route();
        let message = format!("`{route}` must be a day such as 2026-11-14");
        let fault = |label: String| Fault::new(FaultKind::InvalidDate, node.span, message, label);
        decoder.fault(match read_day(&text, None) {
            Ok(meant) => {
                let fault = fault(format!("{} is none", shortened(&text))).help(format!("write {meant}"));
                // `04.11.2026` is another day to some readers than to others: only what begins with the year is certain.
                let certain = text.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
                fault.fix(certain.then(|| Edit::SetScalar { route, to: Content::word(&meant) }))
            }
            Err(wrong) if wrong.reason == NOT_A_DAY => {
                fault(format!("{} is none", shortened(&text))).help("write the year, month and day as YYYY-MM-DD")
            }
            Err(wrong) => fault(wrong.reason.clone()).help(format!("write {}", wrong.offered())),
        });
    }
    day
}

/// A period, by name or as `{start, end}`.
pub(super) fn period(decoder: &mut Decoder, node: &Node, fiscal_start: u8) -> Option<Period> {
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
    match Period::parse(&text, fiscal_start) {
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
pub(super) fn id(decoder: &mut Decoder, node: &Node) -> Option<String> {
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
pub(super) fn days(decoder: &mut Decoder, node: &Node) -> Option<Days> {
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

/// A text for a label: short, in backticks.
fn shortened(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    if short.len() < text.len() { format!("`{short}…`") } else { format!("`{short}`") }
}

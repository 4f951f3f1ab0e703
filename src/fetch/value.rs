//! Reads the number that a source answered with, strictly: what is no plain finite decimal number is refused.

use serde_json::Value;

use crate::model::{Day, days_between, read_cell_day};
use crate::syntax::parse_number;

use super::ask::{Fetched, Wanted};
use super::excerpt::excerpt;
use super::failure::{Failure, fail};
use super::secret::Secrets;

/// How an answer is read: what was asked for, and on which day.
#[derive(Debug, Clone, Copy)]
pub(super) struct ValueReader<'r> {
    pub(super) wanted: Wanted,
    pub(super) today: Day,
    pub(super) secrets: &'r Secrets,
}

impl ValueReader<'_> {
    /// Reads an answer as text: one number, or JSON.
    pub(super) fn text(&self, text: &str) -> Result<Fetched, Failure> {
        // Windows programs write a byte order mark, and every program may end its line.
        let text = text.trim_start_matches('\u{feff}').trim();
        if let Some(number) = parse_number(text) {
            return self.number(number, None, text);
        }
        let is_json = text.starts_with('{') || self.wanted == Wanted::Done && matches!(text, "true" | "false");
        match serde_json::from_str(text) {
            Ok(json) if is_json => self.json(&json),
            Err(error) if is_json => fail(format!("answered JSON that cannot be read: {error}")),
            _ if text.is_empty() => fail("answered nothing instead of a number"),
            _ => fail(format!("answered {}, which is no number", excerpt(text, self.secrets))),
        }
    }

    /// Reads an answer in JSON: a number, a number in a text, or an object with `value` and perhaps `as_of`. A boolean is
    /// one only where it is asked whether something is done.
    pub(super) fn json(&self, json: &Value) -> Result<Fetched, Failure> {
        let Value::Object(object) = json else { return self.json_number(json, None) };
        let Some(value) = object.get("value").filter(|value| !value.is_object()) else {
            return fail(format!("answered {}, which has no `value`", excerpt(&json.to_string(), self.secrets)));
        };
        let as_of = match object.get("as_of") {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(self.day(text)?),
            Some(other) => {
                return fail(format!(
                    "answered {} as `as_of`, which is no day",
                    excerpt(&other.to_string(), self.secrets)
                ));
            }
        };
        self.json_number(value, as_of)
    }

    fn json_number(&self, json: &Value, as_of: Option<Day>) -> Result<Fetched, Failure> {
        let shown = json.to_string();
        match json {
            Value::Number(number) => match number.as_f64() {
                Some(number) => self.number(number + 0.0, as_of, &shown),
                None => self.no_number(&shown),
            },
            // Services write decimal numbers as texts where a double would round them.
            Value::String(text) => match parse_number(text.trim()) {
                Some(number) => self.number(number, as_of, text),
                None => self.no_number(text),
            },
            Value::Bool(is_done) if self.wanted == Wanted::Done => {
                Ok(Fetched { value: f64::from(u8::from(*is_done)), as_of, second: None })
            }
            _ => self.no_number(&shown),
        }
    }

    /// Judges a number.
    pub(super) fn number(&self, value: f64, as_of: Option<Day>, shown: &str) -> Result<Fetched, Failure> {
        if !value.is_finite() {
            return fail(format!("answered {}, which is no finite number", excerpt(shown, self.secrets)));
        }
        let is_flag = value.to_bits() == 0 || value.to_bits() == 1.0f64.to_bits();
        if self.wanted == Wanted::Done && !is_flag {
            let shown = excerpt(shown, self.secrets);
            return fail(format!("answered {shown}; whether it is done is 1 or 0, true or false"));
        }
        Ok(Fetched { value, as_of, second: None })
    }

    /// The day in a text: as people and spreadsheets write days, or a time (RFC 3339), of which the day counts that is
    /// written. One that may be two days is refused.
    ///
    /// A day after today is refused: no value is true for the future. Only tomorrow is taken for today, as it has begun
    /// further east.
    pub(super) fn day(&self, text: &str) -> Result<Day, Failure> {
        let day = read_cell_day(text, None).map_err(|none| {
            let shown = excerpt(text, self.secrets);
            Failure::new(match none.meant.as_slice() {
                [] => format!("has the day {shown}: write days like 2026-11-14"),
                _ => format!("has the day {shown}, which may be {}: write days like 2026-11-14", none.offered()),
            })
        })?;
        match days_between(self.today, day) {
            ..=0 => Ok(day),
            1 => Ok(self.today),
            _ => fail(format!("has the day {day}, which is in the future")),
        }
    }

    fn no_number<T>(&self, shown: &str) -> Result<T, Failure> {
        fail(format!("answered {}, which is no number", excerpt(shown, self.secrets)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, wanted: Wanted) -> Result<(f64, Option<String>), String> {
        let (today, secrets) = (Day::constant(2026, 11, 21), Secrets::default());
        let reading = ValueReader { wanted, today, secrets: &secrets };
        let day = |it: Fetched| (it.value, it.as_of.map(|day| day.to_string()));
        reading.text(text).map(day).map_err(|failure| failure.to_string())
    }

    #[test]
    fn one_number_is_read() {
        assert_eq!(read("\u{feff} 99.71\r\n", Wanted::Number), Ok((99.71, None)));
        assert_eq!(read("-0", Wanted::Number).map(|(value, _)| value.is_sign_negative()), Ok(false));
        let dated = |text| read(text, Wanted::Number).map(|(_, day)| day.unwrap_or_default());
        assert_eq!(dated(r#"{"value": 1, "as_of": "2026-11-14"}"#), Ok("2026-11-14".to_owned()));
        assert_eq!(dated(r#"{"value": "1.5", "as_of": "2026-11-22T01:00:00+05:00"}"#), Ok("2026-11-21".to_owned()));
        // Days as people write them were refused, though tables of check-ins may have them.
        for text in ["14.11.2026", "14 Nov 2026", "11/14/2026", "2026/11/14", "14.11.2026 09:30"] {
            let answer = format!(r#"{{"value": 1, "as_of": "{text}"}}"#);
            let day = read(&answer, Wanted::Number).map(|(_, day)| day.unwrap_or_default());
            assert_eq!(day, Ok("2026-11-14".to_owned()), "{text}");
        }
        let two = dated(r#"{"value": 1, "as_of": "11/12/2026"}"#);
        assert!(two.as_ref().is_err_and(|it| it.contains("may be 2026-11-12 or 2026-12-11")), "{two:?}");
        assert_eq!(dated(r#"{"value": 1, "as_of": null}"#), Ok(String::new()));
        assert_eq!(read("true", Wanted::Done), Ok((1.0, None)));
        assert_eq!(read(r#"{"value": 0}"#, Wanted::Done), Ok((0.0, None)));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "",
            "NaN",
            "inf",
            "1e999",
            "1,5",
            "1 2",
            "1\n2",
            "0x10",
            "42%",
            "true",
            "null",
            "[1]",
            "\"1\"",
            "{}",
            "{\"value\": {}}",
            "{\"value\": NaN}",
            "{\"value\": 1e999}",
            "{\"value\": \"1e999\"}",
            "{\"value\": true}",
            "{\"value\": 1",
            "<html>1</html>",
            "\u{1b}[1m1",
            "{\"value\": 1, \"as_of\": 20261114}",
            "{\"value\": 1, \"as_of\": \"11/12/2026\"}",
            "{\"value\": 1, \"as_of\": \"14.11.26\"}",
            "{\"value\": 1, \"as_of\": \"2026-11-23\"}",
        ] {
            assert!(read(text, Wanted::Number).is_err(), "{text}: {:?}", read(text, Wanted::Number));
        }
        for text in ["0.5", "2", "yes", "done"] {
            assert!(read(text, Wanted::Done).is_err(), "{text}");
        }
    }
}

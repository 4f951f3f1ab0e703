//! Planned days as a calendar (iCalendar, RFC 5545).

use super::clean::{clean, clean_block};
use crate::model::Day;
use crate::view::agenda::{CalendarEvent, CalendarView};

/// The most bytes of a line without its end; longer ones are folded (section 3.1).
const LINE: usize = 75;

/// The calendar, with a day-long event for each entry. They do not block anybody's time.
pub fn calendar(view: &CalendarView, today: Day) -> String {
    let mut text = String::new();
    let mut put = |line: &str| text.push_str(&folded(line));
    put("BEGIN:VCALENDAR");
    put("VERSION:2.0");
    put(concat!("PRODID:-//goalpost//goalpost ", env!("CARGO_PKG_VERSION"), "//EN"));
    put("CALSCALE:GREGORIAN");
    put("METHOD:PUBLISH");
    put("X-WR-CALNAME:Goals");
    for CalendarEvent { uid, day, summary, details, kind } in &view.events {
        put("BEGIN:VEVENT");
        put(&format!("UID:{uid}@goalpost"));
        put(&format!("DTSTAMP:{}T000000Z", compact(today)));
        put(&format!("DTSTART;VALUE=DATE:{}", compact(*day)));
        put(&format!("SUMMARY:{}", escape(&clean(summary))));
        put(&format!("DESCRIPTION:{}", escape(&clean_block(details))));
        put(&format!("CATEGORIES:{kind}"));
        put("TRANSP:TRANSPARENT");
        put("END:VEVENT");
    }
    put("END:VCALENDAR");
    text
}

/// A day as a DATE (section 3.3.4).
fn compact(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// Escapes a TEXT (section 3.3.11).
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// A content line with its end, folded between characters.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 2);
    let mut length = 0;
    for character in line.chars() {
        if length + character.len_utf8() > LINE {
            folded.push_str("\r\n ");
            length = 1;
        }
        length += character.len_utf8();
        folded.push(character);
    }
    folded.push_str("\r\n");
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters_and_texts_stay_texts() {
        let line = format!("SUMMARY:{}", "日".repeat(60));
        let folded = folded(&line);
        assert!(folded.split("\r\n").all(|part| part.len() <= LINE), "{folded}");
        assert_eq!(folded.replace("\r\n ", "").trim_end(), line);
        assert_eq!(escape("a;b,c\\n\nEND:VEVENT"), "a\\;b\\,c\\\\n\\nEND:VEVENT");
    }
}

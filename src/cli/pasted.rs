//! Commands as they have to be typed here: what an answer, a note or an error advises names the root that was given.

use std::borrow::Cow;
use std::io::{self, Write};

use super::audience::Audience;
use super::help::Groups;
use super::quoted_commands::{NAME, QuotedCommands};

/// Commands to which no root belongs: they read no goals, or make a root where they are run.
const ROOTLESS: [&str; 10] =
    ["completions", "demo", "explain", "init", "instructions", "lsp", "man", "mcp", "merge", "schema"];

/// How every command begins: the program's name, and what stands before the verb.
const BEGIN: &str = "goalpost ";

/// How the commands of a run are shown.
#[derive(Debug, Clone, Default)]
pub(super) struct Pasted {
    /// The options that say which root is meant, as given, each with a space before it.
    options: String,
    commands: Groups,
}

impl Pasted {
    /// Creates what a command that runs with these options for its root asks for.
    pub(super) fn new(options: String, running: Option<&str>, commands: Groups) -> Self {
        // Pages about commands in general are the same for every root; `init` goes on with the root that it made, and `mcp`
        // with that whose goals it tells of.
        let is_general = running.is_some_and(|name| !["init", "mcp"].contains(&name) && ROOTLESS.contains(&name));
        Self { options: if is_general { String::new() } else { options }, commands }
    }

    /// Whether a root was given, so that texts are changed at all.
    pub(super) fn changes_texts(&self) -> bool {
        !self.options.is_empty()
    }

    /// Returns a text in which every command that reads goals names the root. What names one itself stays, and what goals say.
    pub(super) fn in_text<'t>(&self, text: &'t str, quoted: &QuotedCommands) -> Cow<'t, str> {
        self.inserted(text, &self.options, quoted)
    }

    /// Returns an answer with the root in its commands: all of them where people read it, in JSON those of the fields that
    /// hold commands, and none in other formats, whose texts are data.
    pub(super) fn in_answer<'t>(&self, text: &'t str, audience: Audience, quoted: &QuotedCommands) -> Cow<'t, str> {
        match audience {
            _ if self.options.is_empty() => Cow::Borrowed(text),
            Audience::People | Audience::Readers => self.in_text(text, quoted),
            // Most answers hold no command at all.
            Audience::Json if !text.contains(BEGIN) => Cow::Borrowed(text),
            Audience::Json => {
                let mut answer = JsonAnswer::new(self, quoted);
                let (mut named, mut done, mut at) = (String::new(), 0, 0);
                while at < text.len() {
                    let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
                    if let Cow::Owned(line) = answer.line(&text[at..end]) {
                        named.push_str(&text[done..at]);
                        named.push_str(&line);
                        done = end;
                    }
                    at = end;
                }
                if done == 0 { Cow::Borrowed(text) } else { Cow::Owned(named + &text[done..]) }
            }
            Audience::Programs | Audience::Any => Cow::Borrowed(text),
        }
    }

    /// Returns a writer that makes of an answer, line by line, what [`Self::in_answer`] makes of it.
    pub(super) fn lines<'a>(
        &'a self,
        to: &'a mut dyn Write,
        audience: Audience,
        quoted: &'a QuotedCommands,
    ) -> RootedLines<'a> {
        let kind = match audience {
            _ if self.options.is_empty() => LineKind::Data,
            Audience::People | Audience::Readers => LineKind::Text(self, quoted),
            Audience::Json => LineKind::Json(JsonAnswer::new(self, quoted)),
            Audience::Programs | Audience::Any => LineKind::Data,
        };
        RootedLines { kind, line: Vec::new(), to }
    }

    fn inserted<'t>(&self, text: &'t str, options: &str, quoted: &QuotedCommands) -> Cow<'t, str> {
        let mut named = String::new();
        let mut done = 0;
        for (at, _) in text.match_indices(NAME).filter(|_| !options.is_empty()) {
            let behind = &text[at + NAME.len()..];
            let is_name = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !"-_./".contains(c));
            let verb = behind
                .strip_prefix(' ')
                .and_then(|rest| rest.split(|c: char| !c.is_ascii_lowercase() && c != '-').next());
            let command = behind.split(['\n', '`', ';', '·']).next().unwrap_or_default();
            let is_command =
                is_name && verb.is_some_and(|verb| self.reads_goals(verb)) && !command.contains(" --root ");
            if is_command && !quoted.has(&text[..at], behind) {
                named.push_str(&text[done..at + NAME.len()]);
                named.push_str(options);
                done = at + NAME.len();
            }
        }
        if done == 0 { Cow::Borrowed(text) } else { Cow::Owned(named + &text[done..]) }
    }

    fn reads_goals(&self, verb: &str) -> bool {
        self.commands.iter().any(|(_, names)| names.contains(&verb)) && !ROOTLESS.contains(&verb)
    }
}

/// The lines of an answer in JSON. The fields that hold commands are `command`, `help` and `next`, on a line each or as lists
/// of lines.
struct JsonAnswer<'a> {
    pasted: &'a Pasted,
    quoted: &'a QuotedCommands,
    options: String,
    is_listed: bool,
}

impl<'a> JsonAnswer<'a> {
    fn new(pasted: &'a Pasted, quoted: &'a QuotedCommands) -> Self {
        let options = pasted.options.replace('\\', "\\\\").replace('"', "\\\"");
        Self { pasted, quoted, options, is_listed: false }
    }

    fn line<'t>(&mut self, line: &'t str) -> Cow<'t, str> {
        // Every line of an answer passes here, and few are of these fields.
        let field = &line[line.bytes().take_while(|byte| *byte == b' ').count()..];
        let may_hold = matches!(field.as_bytes(), [b'"', b'c' | b'h' | b'n', ..]);
        let begins = |texts: &[&str]| may_hold && texts.iter().any(|text| field.starts_with(text));
        let is_field = begins(&["\"command\": \"", "\"help\": \"", "\"next\": \""]);
        let named = if is_field || self.is_listed {
            self.pasted.inserted(line, &self.options, self.quoted)
        } else {
            Cow::Borrowed(line)
        };
        self.is_listed = (self.is_listed && !field.starts_with(']')) || begins(&["\"help\": [\n", "\"next\": [\n"]);
        named
    }
}

/// What the lines of an answer are.
enum LineKind<'a> {
    Text(&'a Pasted, &'a QuotedCommands),
    Json(JsonAnswer<'a>),
    Data,
}

/// Writes an answer, with the root in its commands.
pub(super) struct RootedLines<'a> {
    kind: LineKind<'a>,
    /// The beginning of a line whose end has not come yet.
    line: Vec<u8>,
    to: &'a mut dyn Write,
}

impl RootedLines<'_> {
    /// Writes what has no end of line.
    pub(super) fn finish(mut self) -> io::Result<()> {
        if self.line.is_empty() { Ok(()) } else { self.write_line() }
    }

    fn write_line(&mut self) -> io::Result<()> {
        let line = str::from_utf8(&self.line).map_err(io::Error::other)?;
        let line = match &mut self.kind {
            LineKind::Text(pasted, quoted) => pasted.in_text(line, quoted),
            LineKind::Json(answer) => answer.line(line),
            LineKind::Data => Cow::Borrowed(line),
        };
        self.to.write_all(line.as_bytes())?;
        self.line.clear();
        Ok(())
    }
}

impl Write for RootedLines<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let LineKind::Data = self.kind {
            return self.to.write(bytes);
        }
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                self.write_line()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_names_the_root_once_and_no_other_word_does() {
        let pasted =
            Pasted { options: " --root 'my okrs'".to_owned(), commands: &[("", &["why", "check", "explain"])] };
        let quoted = QuotedCommands::default();
        let said = |text: &str| pasted.in_text(text, &quoted).into_owned();
        assert_eq!(
            said("see why: goalpost why a · goalpost check"),
            "see why: goalpost --root 'my okrs' why a · goalpost --root 'my okrs' check"
        );
        for text in [
            "goalpost explain okr",
            "goalpost reads it",
            "goalposts check",
            "goalpost check --fix --root other",
            "a goalpost\n",
        ] {
            assert_eq!(said(text), text);
        }
        assert_eq!(said(&said("run goalpost why x")), "run goalpost --root 'my okrs' why x");
        let answer = "{\n  \"title\": \"goalpost why\",\n  \"help\": [\n    \"goalpost check\"\n  ],\n  \"x\": [\n    \"goalpost check\"\n  ]\n}\n";
        let named = pasted.in_answer(answer, Audience::Json, &quoted).into_owned();
        assert_eq!(named, answer.replacen("goalpost check", "goalpost --root 'my okrs' check", 1));
        assert_eq!(pasted.in_answer(answer, Audience::Programs, &quoted), answer);
        // The same, written in pieces.
        for audience in [Audience::Json, Audience::Programs, Audience::Readers] {
            let mut written = Vec::new();
            let mut lines = pasted.lines(&mut written, audience, &quoted);
            answer.trim_end().as_bytes().chunks(7).for_each(|piece| lines.write_all(piece).expect("written"));
            lines.finish().expect("written");
            assert_eq!(String::from_utf8_lossy(&written), pasted.in_answer(answer.trim_end(), audience, &quoted));
        }
    }
}

//! A page of documentation as terminal output: headings, paragraphs, lists, tables and examples, wrapped. No other file
//! uses the Markdown parser.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::clean::clean;
use super::example::example;
use super::layout::{width, wrap};
use super::style::Style;
use super::table::{Align, Cell, Table};

/// The widest paragraph in columns, for readability.
const WIDEST: usize = 96;

/// The indentation of text below headings, in columns.
const TEXT: usize = 2;

/// The body of a Markdown page. The caller shows the first heading.
pub fn page(markdown: &str, style: Style) -> String {
    let mut writer = Writer {
        style,
        columns: style.width.min(WIDEST),
        out: String::new(),
        inline: Vec::new(),
        faces: Vec::new(),
        links: Vec::new(),
        lists: Vec::new(),
        lead: None,
        code: None,
        table: None,
        under_heading: true,
    };
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        writer.take(event);
    }
    writer.out
}

/// The topic of another page of this documentation: `../rules/concepts/check_in.md` is `check-in`.
fn topic_of(url: &str) -> Option<String> {
    let page = url.strip_suffix(".md").filter(|page| !page.contains("://"))?;
    Some(page.rsplit('/').next()?.replace('_', "-"))
}

/// The emphasis of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Face {
    Plain,
    Strong,
    Emphasis,
}

/// A word in pieces with different emphasis: `(`, **bold**, `)`.
type Word = Vec<(String, Face)>;

struct Writer {
    style: Style,
    columns: usize,
    out: String,
    inline: Vec<(String, Face)>,
    faces: Vec<Face>,
    links: Vec<String>,
    /// The next number of each open list; none for bullet lists.
    lists: Vec<Option<u64>>,
    /// The bullet of an item whose text has not started.
    lead: Option<String>,
    /// The info string and text of an open code block.
    code: Option<(String, String)>,
    table: Option<TableRows>,
    /// Whether nothing was written since the last heading.
    under_heading: bool,
}

struct TableRows {
    aligns: Vec<Align>,
    rows: Vec<Vec<String>>,
}

impl Writer {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(tag) => self.close(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.say(&text),
            },
            Event::Code(text) => self.say(&format!("`{text}`")),
            Event::SoftBreak | Event::HardBreak => self.say(" "),
            Event::Rule => self.gap(),
            // A comment is for those who maintain the page.
            Event::Html(text) | Event::InlineHtml(text) if text.trim_start().starts_with("<!--") => {}
            Event::Html(text) | Event::InlineHtml(text) => self.say(&text),
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn open(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph if self.lead.is_none() => self.gap(),
            Tag::Heading { .. } => self.gap(),
            Tag::CodeBlock(kind) => {
                self.flush();
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((info, String::new()));
            }
            Tag::List(first) => {
                self.flush();
                if self.lists.is_empty() {
                    self.gap();
                }
                self.lists.push(first);
            }
            Tag::Item => {
                self.lead = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "• ".to_owned(),
                });
            }
            Tag::Table(aligns) => {
                let align = |it: &pulldown_cmark::Alignment| match it {
                    pulldown_cmark::Alignment::Right => Align::Right,
                    pulldown_cmark::Alignment::Center => Align::Center,
                    _ => Align::Left,
                };
                self.table = Some(TableRows { aligns: aligns.iter().map(align).collect(), rows: Vec::new() });
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows.push(Vec::new());
                }
            }
            Tag::Emphasis => self.faces.push(Face::Emphasis),
            Tag::Strong => self.faces.push(Face::Strong),
            Tag::Link { dest_url, .. } => self.links.push(dest_url.to_string()),
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                let text: String = std::mem::take(&mut self.inline).into_iter().map(|(text, _)| text).collect();
                if level == pulldown_cmark::HeadingLevel::H1 {
                    self.under_heading = true;
                    return;
                }
                self.out.push_str(&format!("{}\n", self.style.bold(&clean(&text))));
                self.under_heading = true;
            }
            TagEnd::Paragraph | TagEnd::Item => self.flush(),
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::CodeBlock => {
                if let Some((info, code)) = self.code.take() {
                    self.gap();
                    self.out.push_str(&example(&info, &code, TEXT, self.style));
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.gap();
                    self.grid(table);
                }
            }
            TagEnd::TableCell => {
                let cell: String = std::mem::take(&mut self.inline).into_iter().map(|(text, _)| text).collect();
                if let Some(row) = self.table.as_mut().and_then(|table| table.rows.last_mut()) {
                    row.push(cell);
                }
            }
            TagEnd::Emphasis | TagEnd::Strong => {
                self.faces.pop();
            }
            TagEnd::Link => {
                let url = self.links.pop().unwrap_or_default();
                let address = topic_of(&url).map_or_else(|| url.clone(), |topic| format!("goalpost explain {topic}"));
                // A name that is the address, or the topic, needs no second one.
                let is_shown = self.inline.last().is_some_and(|(text, _)| {
                    text.ends_with(url.trim_start_matches("mailto:")) || topic_of(&url).as_ref() == Some(text)
                });
                // The path of another file leads nowhere from a terminal.
                let is_address = topic_of(&url).is_some() || url.contains(':');
                if !is_shown && is_address {
                    self.say(&format!(" ({address})"));
                }
            }
            _ => {}
        }
    }

    fn say(&mut self, text: &str) {
        let face = self.faces.last().copied().unwrap_or(Face::Plain);
        self.inline.push((text.to_owned(), face));
    }

    /// Adds an empty line before the next block, except at the top and right below a heading.
    fn gap(&mut self) {
        self.flush();
        if !self.under_heading && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
        self.under_heading = false;
    }

    /// Writes the collected text as a paragraph or list item.
    fn flush(&mut self) {
        let words = words(&std::mem::take(&mut self.inline));
        if words.is_empty() {
            return;
        }
        let depth = self.lists.len().saturating_sub(1);
        let lead = self.lead.take();
        // Further paragraphs of an item are aligned with its text.
        let hang = if self.lists.is_empty() { 0 } else { 2 * depth + lead.as_ref().map_or(2, |lead| width(lead)) };
        let first = lead.map_or_else(|| " ".repeat(hang), |lead| format!("{}{lead}", " ".repeat(2 * depth)));
        let room = self.columns.saturating_sub(TEXT + hang).max(16);
        for (at, line) in lines(words, room).into_iter().enumerate() {
            let prefix = if at == 0 { first.clone() } else { " ".repeat(hang) };
            self.out.push_str(&format!("{}{prefix}{}\n", " ".repeat(TEXT), self.paint_line(&line)));
        }
    }

    fn paint_line(&self, line: &[Word]) -> String {
        let paint = |(text, face): &(String, Face)| match face {
            Face::Plain => clean(text).into_owned(),
            Face::Strong => self.style.bold(&clean(text)),
            Face::Emphasis => self.style.italic(&clean(text)),
        };
        let words: Vec<String> = line.iter().map(|word| word.iter().map(paint).collect()).collect();
        words.join(" ")
    }

    fn grid(&mut self, table: TableRows) {
        let mut rows = table.rows.into_iter();
        let heads = rows.next().unwrap_or_default();
        let mut grid = Table::new(heads.iter().map(String::as_str).zip(table.aligns));
        for row in rows {
            grid.row(row.iter().map(Cell::new));
        }
        self.out.push_str(&grid.draw(TEXT, Style { width: self.columns, ..self.style }));
    }
}

/// Splits pieces of text into words, each with the pieces of different emphasis.
fn words(inline: &[(String, Face)]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut joined = false;
    for (text, face) in inline {
        for (at, part) in text.split([' ', '\n', '\t']).enumerate() {
            if at > 0 {
                joined = false;
            }
            if part.is_empty() {
                continue;
            }
            match words.last_mut().filter(|_| joined) {
                Some(word) => word.push((part.to_owned(), *face)),
                None => words.push(vec![(part.to_owned(), *face)]),
            }
            joined = true;
        }
    }
    words
}

/// A word in pieces that fit a line: an address stays whole, so that it can be followed.
fn broken(word: Word, room: usize) -> Vec<Word> {
    let is_whole = |(text, _): &(String, Face)| width(text) <= room || text.contains("://");
    if word.iter().all(is_whole) {
        return vec![word];
    }
    word.into_iter()
        .flat_map(|(text, face)| wrap(&text, room).into_iter().map(move |part| vec![(part, face)]))
        .collect()
}

/// Wraps words to lines. A longer word is broken.
fn lines(words: Vec<Word>, room: usize) -> Vec<Vec<Word>> {
    let mut lines: Vec<Vec<Word>> = Vec::new();
    let mut used = 0;
    for word in words.into_iter().flat_map(|word| broken(word, room)) {
        let wide: usize = word.iter().map(|(text, _)| width(text)).sum();
        if let Some(line) = lines.last_mut().filter(|_| used + 1 + wide <= room) {
            line.push(word);
            used += 1 + wide;
        } else {
            lines.push(vec![word]);
            used = wide;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn narrow(markdown: &str, width: usize) -> String {
        page(markdown, Style { color: false, width })
    }

    #[test]
    fn text_is_wrapped_and_set_in() {
        let text =
            narrow("# t\n\nOne *two* **three**, `four five` six.\n\n## Why\n\n* a\n  b\n  * c\n* [d](http://e)\n", 20);
        assert_eq!(text, "  One two three,\n  `four five` six.\n\nWhy\n  • a b\n    • c\n  • d (http://e)\n");
    }

    #[test]
    fn items_are_numbered_and_hang() {
        assert_eq!(narrow("1. one two three four five\n2. b\n", 20), "  1. one two three\n     four five\n  2. b\n");
    }

    #[test]
    fn a_mark_stays_where_something_is_found_and_nowhere_else() {
        let bad = narrow("```yaml bad\nid: a  # ← here\n```\n\n```yaml fixed\nid: b  # ← here\n```\n", 40);
        assert_eq!(bad, "  bad:\n    id: a  # ← here\n\n  after goalpost check --fix:\n    id: b\n");
    }
}

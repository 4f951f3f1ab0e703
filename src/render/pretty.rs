//! Findings as terminal output: the underlined line of YAML, the problem and the help. No other file uses miette.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, Severity,
    SourceCode, SourceSpan, SpanContents, ThemeStyles,
};

use super::check_table;
use super::clean::{clean, same_length};
use super::excerpt::{Excerpt, Marked};
use super::here::Here;
use super::layout::{LEAD, LEAST_LABEL, cut, hang, join_facts, width, wrap, wrap_path};
use super::next_steps::{next_lines, wrap_command};
use super::stand_ins::ClusterStandIns;
use super::style::{Style, unpainted};
use crate::git::short_id;
use crate::lint::Location;
use crate::model::{DocIx, Workspace, count_of};
use crate::view::check::{CheckView, FindingView, RelatedView, SinceView, Summary};

/// What further lines of a heading begin with.
const HANG: &str = "  │ ";

/// The most places of a finding in other files that are shown.
const MOST_PLACES: usize = 20;

/// A finding in the form that miette takes.
struct Shown<'v> {
    finding: &'v FindingView,
    source: Option<NamedExcerpt>,
    labels: Vec<LabeledSpan>,
}

/// An excerpt of a file under its name. miette reads only the lines around a place: by default it would read from the start
/// of the file for every finding.
struct NamedExcerpt {
    name: String,
    excerpt: Excerpt,
}

impl SourceCode for NamedExcerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (run, first) = self.excerpt.run_at(span.offset()).ok_or(MietteError::OutOfBounds)?;
        if span.offset() + span.len() > run.end {
            return Err(MietteError::OutOfBounds);
        }
        let part = self.excerpt.text()[run.clone()].as_bytes();
        let contents = part.read_span(&(span.offset() - run.start, span.len()).into(), before, after)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            contents.data(),
            (contents.span().offset() + run.start, contents.span().len()).into(),
            contents.line() + first,
            contents.column(),
            contents.line_count() + first,
        )))
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.finding.rule)
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&clean(&self.finding.message))
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn severity(&self) -> Option<Severity> {
        Some(if self.finding.level == "error" { Severity::Error } else { Severity::Warning })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.source.as_ref().map(|_| Box::new(self.labels.iter().cloned()) as Box<dyn Iterator<Item = LabeledSpan>>)
    }
}

/// All findings with their lines of YAML, then the summary. `here` is the current folder.
pub fn findings(view: &CheckView, workspace: &Workspace, here: &Here, style: Style) -> String {
    each_finding(view, workspace, here, style) + &total(view, style)
}

/// Many findings: their numbers by rule, the first of each rule, then the summary.
pub fn many_findings(view: &CheckView, workspace: &Workspace, here: &Here, style: Style) -> String {
    let first = CheckView { findings: check_table::first_of_each(view), ..view.clone() };
    let steps = ["look closer: goalpost check --rule NAME", "see every one: goalpost check --all"];
    format!(
        "{}\nThe first of each:\n\n{}{}{}\n",
        check_table::table(view, style),
        each_finding(&first, workspace, here, style),
        total(view, style),
        next_lines(steps, style.width).join("\n")
    )
}

/// The numbers of goals and findings, in a line.
pub fn total(view: &CheckView, style: Style) -> String {
    counts(&view.summary, view.since.as_ref(), style)
}

/// All findings with their lines of YAML, an empty line after each.
pub fn each_finding(view: &CheckView, workspace: &Workspace, here: &Here, style: Style) -> String {
    let mut sources = Sources { workspace, cleaned: HashMap::new() };
    let shown = view.findings.iter().map(|finding| render_finding(finding, &mut sources, here, style) + "\n");
    shown.collect()
}

/// The cleaned texts of files, each cleaned once.
struct Sources<'w> {
    workspace: &'w Workspace,
    cleaned: HashMap<DocIx, Arc<str>>,
}

impl Sources<'_> {
    fn text(&mut self, document: DocIx) -> &Arc<str> {
        let workspace = self.workspace;
        self.cleaned.entry(document).or_insert_with(|| same_length(&workspace.file(document).text).into())
    }
}

fn render_finding(finding: &FindingView, sources: &mut Sources<'_>, here: &Here, style: Style) -> String {
    let path = here.path(&clean(&finding.path));
    let shown = finding.location.filter(|location| fits(sources.text(location.document), *location));
    // miette counts columns in bytes; ours are characters as in all other formats.
    let at = match (finding.line, finding.column) {
        (Some(line), Some(column)) => format!("{path}:{line}:{column}"),
        _ => path,
    };
    let mut stand_ins = ClusterStandIns::default();
    let (source, labels) = match shown {
        Some(location) => {
            let (mut excerpt, labels, places) = draw(finding, location, sources, style);
            stand_ins = excerpt.put_stand_ins(&places);
            (Some(NamedExcerpt { name: at.clone(), excerpt }), labels)
        }
        None => (None, Vec::new()),
    };
    let diagnostic = Shown { finding, source, labels };
    let mut text = String::new();
    let handler = GraphicalReportHandler::new_themed(theme(finding, style)).with_width(style.width).with_links(false);
    let handler = handler.without_primary_span_start();
    // If miette cannot draw a report, the message is shown without the excerpt. Writing to a String cannot fail.
    if handler.render_report(&mut text, &diagnostic).is_err() {
        text = format!("  {}[{}]: {}\n", finding.level, finding.rule, clean(&finding.message));
    }
    text = stand_ins.take_back(text);
    let mut text = fold_place(&fold_heading(text.trim_start_matches('\n'), finding, style), &at, style);
    if shown.is_none() {
        text.push_str(&place_line("╶─", &at, &clean(&finding.label), style));
    }
    let elsewhere =
        |it: &&RelatedView| shown.is_none() || it.location.map(|it| it.document) != shown.map(|it| it.document);
    let elsewhere: Vec<&RelatedView> = finding.related.iter().filter(elsewhere).collect();
    for related in elsewhere.iter().take(MOST_PLACES) {
        let at = related.line.map(|line| format!(":{line}")).unwrap_or_default();
        let path = here.path(&clean(&related.path));
        text.push_str(&place_line("and", &format!("{path}{at}"), &clean(&related.message), style));
    }
    if elsewhere.len() > MOST_PLACES {
        let more = format!("{} more", elsewhere.len() - MOST_PLACES);
        text.push_str(&place_line("and", &more, "list them: --format json", style));
    }
    if let Some(help) = &finding.help {
        let fix = if finding.fix.as_deref() == Some("safe") { " (goalpost check --fix)" } else { "" };
        let help = format!("{}{fix}", clean(help));
        let lines = wrap_command(&help, style.width.saturating_sub(8));
        text.push_str(&format!("  {} {}\n", style.good("help:"), lines.join("\n        ")));
    }
    text
}

/// The lines that a finding shows of its file, and the labels under them.
fn draw(
    finding: &FindingView,
    location: Location,
    sources: &mut Sources<'_>,
    style: Style,
) -> (Excerpt, Vec<LabeledSpan>, Vec<Range<usize>>) {
    let text = Arc::clone(sources.text(location.document));
    let file = sources.workspace.file(location.document);
    let mut shown = vec![(location, finding.label.as_str())];
    let related = finding.related.iter().filter_map(|it| Some((it.location?, it.message.as_str())));
    shown.extend(related.filter(|(it, _)| it.document == location.document && fits(&text, *it)));
    // Before the text stand a number and a bar. Another label may lie further down, where numbers are longer.
    let lines = finding.related.iter().filter_map(|it| it.line).chain(finding.line).max().unwrap_or(0) + 1;
    let room = style.width.saturating_sub(lines.to_string().len() + 4);
    let marked = |(location, _): &(Location, &str)| {
        let range = first_line_of(&text, *location);
        Marked { line: file.position(range.start).line - 1, range }
    };
    let (excerpt, ranges) = Excerpt::of(&text, &shown.iter().map(marked).collect::<Vec<_>>(), room);
    let labels = shown.iter().zip(ranges).enumerate();
    let labels: Vec<LabeledSpan> =
        labels.map(|(at, ((_, words), range))| label(excerpt.text(), range, words, room, at == 0)).collect();
    let places = labels.iter().map(|label| label.offset()..label.offset() + label.len()).collect();
    (excerpt, labels, places)
}

/// Whether a place is in its file as it was read.
fn fits(text: &str, location: Location) -> bool {
    !text.is_empty() && text.is_char_boundary((location.span.start as usize).min(text.len()))
}

/// The bytes of a place up to the end of its first line: an underline ends there.
fn first_line_of(text: &str, location: Location) -> Range<usize> {
    let mut range = location.span.range();
    range.start = range.start.min(text.len());
    range.end = range.end.clamp(range.start, text.len());
    while !text.is_char_boundary(range.end) {
        range.end -= 1;
    }
    if let Some(end) = text[range.clone()].find(['\n', '\r']) {
        range.end = range.start + end;
    }
    range
}

/// A label under its place. It is wrapped to `room` columns from where the line's text begins: miette does not.
fn label(text: &str, range: Range<usize>, label: &str, room: usize, primary: bool) -> LabeledSpan {
    let line = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    // The label hangs from the middle of the underline, which ends early where that leaves it no room.
    let most = 2 * room.saturating_sub(width(&text[line..range.start]) + LEAST_LABEL + LEAD).max(1);
    let marked = cut(&text[range.clone()], most);
    let kept = if width(&text[range.clone()]) > most { marked.trim_end_matches('…').len() } else { range.len() };
    let range = range.start..range.start + kept;
    let hook = width(&text[line..range.start]) + width(&text[range.clone()]) / 2 + LEAD;
    let room = room.saturating_sub(hook).max(LEAST_LABEL);
    let words = (!label.is_empty()).then(|| wrap(&clean(label), room).join("\n"));
    if primary { LabeledSpan::new_primary_with_span(words, range) } else { LabeledSpan::new_with_span(words, range) }
}

fn theme(finding: &FindingView, style: Style) -> GraphicalTheme {
    let mut theme = GraphicalTheme::unicode_nocolor();
    if style.color {
        theme.styles = ThemeStyles::ansi();
    }
    let heading = format!("{}[{}]:", finding.level, finding.rule);
    theme.characters.error.clone_from(&heading);
    theme.characters.warning = heading;
    theme
}

/// The report with a heading that is wrapped at spaces alone, so that ids and days stay whole. miette indents it by two columns
/// and wraps at hyphens too.
fn fold_heading(text: &str, finding: &FindingView, style: Style) -> String {
    let heading = format!("{}[{}]:", finding.level, finding.rule);
    let room = style.width.saturating_sub(width(HANG));
    // The heading is of ASCII, and may be wider than the room of the lines below it.
    let filler = "x".repeat(heading.len().min(room));
    let lines = wrap(&format!("{filler} {}", clean(&finding.message)), room);
    let paint = |text: &str| if finding.level == "error" { style.bad(text) } else { style.warn(text) };
    let mut folded = paint(&heading) + &lines[0][filler.len()..];
    let bar = HANG.replace('│', &paint("│"));
    lines[1..].iter().for_each(|line| folded.push_str(&format!("\n{bar}{line}")));
    let rest = text.lines().skip(1).skip_while(|line| unpainted(line).starts_with(HANG));
    rest.map(str::trim_end).for_each(|line| folded.push_str(&format!("\n{line}")));
    folded + "\n"
}

/// The frame with the place of a finding, on several lines where its path is wider than the page.
fn fold_place(text: &str, at: &str, style: Style) -> String {
    let mut folded = String::new();
    for line in text.split_inclusive('\n') {
        let Some((before, behind)) = line.split_once(at).filter(|_| width(line.trim_end()) > style.width) else {
            folded.push_str(line);
            continue;
        };
        let indent = before.len() - before.trim_start().len();
        let lines = wrap_path(at, style.width.saturating_sub(indent + 4));
        let last = lines.len() - 1;
        for (number, part) in lines.iter().enumerate() {
            let before = if number == 0 { before.to_owned() } else { format!("{}│  ", " ".repeat(indent)) };
            folded.push_str(&format!("{before}{part}{}", if number == last { behind } else { "\n" }));
        }
    }
    folded
}

/// How a fact is colored.
type Paint = fn(Style, &str) -> String;

/// The numbers of goals, errors, warnings and fixes; of those that are new since a revision, with the number of known ones.
fn counts(summary: &Summary, since: Option<&SinceView>, style: Style) -> String {
    let mut facts: Vec<(String, Paint)> = Vec::new();
    let mut put = |words: String, paint: Paint| facts.push((words, paint));
    put(count_of(summary.goals, "goal"), |_, words| words.to_owned());
    if summary.errors > 0 {
        put(count_of(summary.errors, "error"), Style::bad);
    }
    if summary.warnings > 0 {
        put(count_of(summary.warnings, "warning"), Style::warn);
    }
    let revision = since.map(|since| short_id(&since.revision));
    match (revision, summary.errors + summary.warnings) {
        (None, 0) => put("no issues found".to_owned(), Style::good),
        (None, _) => {}
        (Some(revision), 0) => put(format!("no new issues since {revision}"), Style::good),
        (Some(revision), _) => put(format!("new since {revision}"), |_, words| words.to_owned()),
    }
    if let Some(since) = since.filter(|since| since.known > 0) {
        put(format!("{} not shown", count_of(since.known, "older finding")), Style::dim);
    }
    let used: usize = facts.iter().map(|(words, _)| width(words) + 3).sum();
    let fixable = format!("{} can be fixed: goalpost check --fix", summary.fixable);
    let fixable = match used + width(&fixable) <= style.width {
        _ if summary.fixable == 0 => String::new(),
        true => format!(" ({fixable})"),
        false => format!("\n{fixable}"),
    };
    format!("{}{fixable}\n", join_facts(&facts, style.width, |words, paint| paint(style, words)))
}

/// A place with a message, on two lines if it does not fit on one.
fn place_line(mark: &str, place: &str, words: &str, style: Style) -> String {
    let indent = 4 + width(mark);
    let mut lines =
        hang(&format!("   {} ", style.dim(mark)), indent, &wrap_path(place, style.width.saturating_sub(indent)));
    match lines.last_mut().filter(|last| indent + width(place) + 2 + width(words) <= style.width && !last.is_empty()) {
        _ if words.is_empty() => {}
        Some(last) => last.push_str(&format!("  {words}")),
        None => lines.extend(wrap(words, style.width.saturating_sub(8)).iter().map(|line| format!("        {line}"))),
    }
    lines.join("\n") + "\n"
}

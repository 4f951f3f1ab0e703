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
use super::layout::{width, wrap};
use super::style::Style;
use crate::git::short_id;
use crate::lint::Location;
use crate::model::{DocIx, Workspace, count_of};
use crate::view::check::{CheckView, FindingView, RelatedView, SinceView, Summary};

/// The fewest columns of a label: one at the end of a long line is wider than the terminal rather than a column of words.
const LEAST_LABEL: usize = 20;

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

/// All findings with their lines of YAML, then the summary. `here` is the root's path from the current folder.
#[must_use]
pub fn findings(view: &CheckView, workspace: &Workspace, here: &str, style: Style) -> String {
    each_finding(view, workspace, here, style) + &total(view, style)
}

/// Many findings: their numbers by rule, the first of each rule, then the summary.
#[must_use]
pub fn many_findings(view: &CheckView, workspace: &Workspace, here: &str, style: Style) -> String {
    let first = CheckView { findings: check_table::first_of_each(view), ..view.clone() };
    format!(
        "{}\nThe first of each:\n\n{}{}look closer: goalpost check --rule NAME\nsee every one: goalpost check --all\n",
        check_table::table(view, style),
        each_finding(&first, workspace, here, style),
        total(view, style)
    )
}

/// The numbers of goals and findings, in a line.
#[must_use]
pub fn total(view: &CheckView, style: Style) -> String {
    match &view.since {
        Some(since) => summary_since(&view.summary, since, style),
        None => summary(&view.summary, style),
    }
}

/// All findings with their lines of YAML, an empty line after each.
#[must_use]
pub fn each_finding(view: &CheckView, workspace: &Workspace, here: &str, style: Style) -> String {
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

fn render_finding(finding: &FindingView, sources: &mut Sources<'_>, here: &str, style: Style) -> String {
    let path = place(here, &finding.path);
    let shown = finding.location.filter(|location| fits(sources.text(location.document), *location));
    // miette counts columns in bytes; ours are characters as in all other formats.
    let at = match (finding.line, finding.column) {
        (Some(line), Some(column)) => format!("{path}:{line}:{column}"),
        _ => path,
    };
    let (source, labels) = match shown {
        Some(location) => {
            let (excerpt, labels) = draw(finding, location, sources, style);
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
    let mut text = unindent_heading(text.trim_start_matches('\n'));
    if shown.is_none() {
        text.push_str(&place_line("╶─", &at, &clean(&finding.label), style));
    }
    let elsewhere =
        |it: &&RelatedView| shown.is_none() || it.location.map(|it| it.document) != shown.map(|it| it.document);
    let elsewhere: Vec<&RelatedView> = finding.related.iter().filter(elsewhere).collect();
    for related in elsewhere.iter().take(MOST_PLACES) {
        let at = related.line.map(|line| format!(":{line}")).unwrap_or_default();
        let path = place(here, &related.path);
        text.push_str(&place_line("and", &format!("{path}{at}"), &clean(&related.message), style));
    }
    if elsewhere.len() > MOST_PLACES {
        let more = format!("{} more", elsewhere.len() - MOST_PLACES);
        text.push_str(&place_line("and", &more, "list them: --format json", style));
    }
    if let Some(help) = &finding.help {
        let fix = if finding.fix.as_deref() == Some("safe") { " (goalpost check --fix)" } else { "" };
        let help = format!("{}{fix}", clean(help));
        let lines = super::layout::wrap(&help, style.width.saturating_sub(8));
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
) -> (Excerpt, Vec<LabeledSpan>) {
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
    let labels = labels.map(|(at, ((_, words), range))| label(excerpt.text(), range, words, room, at == 0)).collect();
    (excerpt, labels)
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
    let hook = width(&text[line..range.start]) + width(&text[range.clone()]) / 2 + "╰── ".chars().count();
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

/// miette indents the heading by two columns, which are removed here.
fn unindent_heading(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if let Some(first) = lines.first_mut()
        && let Some(rest) = first.strip_prefix("  ")
    {
        *first = rest.to_owned();
    }
    lines.push(String::new());
    lines.join("\n")
}

/// The path of a file from the current folder.
pub(super) fn place(here: &str, path: &str) -> String {
    let path = clean(path);
    if here.is_empty() { path.into_owned() } else { format!("{here}/{path}") }
}

/// The numbers of goals, errors, warnings and fixes.
#[must_use]
pub fn summary(summary: &Summary, style: Style) -> String {
    let goals = count_of(summary.goals, "goal");
    let mut parts = vec![goals];
    if summary.errors > 0 {
        parts.push(style.bad(&count_of(summary.errors, "error")));
    }
    if summary.warnings > 0 {
        parts.push(style.warn(&count_of(summary.warnings, "warning")));
    }
    if summary.errors + summary.warnings == 0 {
        parts.push(style.good("no issues found"));
    }
    let fixable = match summary.fixable {
        0 => String::new(),
        count => format!(" ({count} can be fixed: goalpost check --fix)"),
    };
    format!("{}{fixable}\n", parts.join(" · "))
}

/// The findings that are new since a revision, and the number of known ones.
fn summary_since(all: &Summary, since: &SinceView, style: Style) -> String {
    let revision = short_id(&since.revision);
    let old = match since.known {
        0 => String::new(),
        count => style.dim(&format!("; {} not shown", count_of(count, "older finding"))),
    };
    if all.errors + all.warnings == 0 {
        let new = style.good(&format!("no new issues since {revision}"));
        return format!("{} · {new}{old}\n", count_of(all.goals, "goal"));
    }
    format!("{}, new since {revision}{old}\n", summary(all, style).trim_end())
}

/// A place with a message, on two lines if it does not fit on one.
fn place_line(mark: &str, place: &str, words: &str, style: Style) -> String {
    let head = format!("   {} {place}", style.dim(mark));
    let used = 4 + super::layout::width(mark) + super::layout::width(place);
    if words.is_empty() || used + 2 + super::layout::width(words) <= style.width {
        return if words.is_empty() { format!("{head}\n") } else { format!("{head}  {words}\n") };
    }
    let lines = super::layout::wrap(words, style.width.saturating_sub(8));
    format!("{head}\n        {}\n", lines.join("\n        "))
}

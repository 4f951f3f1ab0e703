//! The report as a self-contained HTML file, which loads nothing from the network. Text from goal files is cleaned
//! before the templates get it and escaped by them; a Content-Security-Policy forbids anything else.

mod assets;
mod edit;
mod filters;
mod on_demand;
mod options;
mod page;

use std::io::{self, Write};

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, ErrorKind, Value};

pub use edit::{EditUrl, EditUrlError};
pub use options::ReportOptions;

use super::layout::in_line;
use crate::view::Context;
use crate::view::report::ReportView;

/// The built-in templates. A template of the user's may extend or include them.
const TEMPLATES: [(&str, &str); 13] = [
    ("report.html", include_str!("templates/report.html")),
    ("macros.html", include_str!("templates/macros.html")),
    ("summary.html", include_str!("templates/summary.html")),
    ("goals.html", include_str!("templates/goals.html")),
    ("groups.html", include_str!("templates/groups.html")),
    ("kpis.html", include_str!("templates/kpis.html")),
    ("alignment.html", include_str!("templates/alignment.html")),
    ("between.html", include_str!("templates/between.html")),
    ("calibration.html", include_str!("templates/calibration.html")),
    ("moved.html", include_str!("templates/moved.html")),
    ("lessons.html", include_str!("templates/lessons.html")),
    ("week.html", include_str!("templates/week.html")),
    ("reading.html", include_str!("templates/reading.html")),
];

/// The name of the user's template in error messages.
const OWN: &str = "the template";

/// An error in a template.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct TemplateError {
    message: String,
    /// The line in the user's template, from 1.
    pub line: Option<usize>,
}

/// Why a report was not rendered.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The user's template has an error.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// It cannot be written.
    #[error(transparent)]
    Write(#[from] io::Error),
}

/// Writes the report as an HTML page, as it is rendered.
///
/// # Errors
/// The user's template has an error: nothing is written then. Or what is rendered cannot be written.
pub fn report(
    mut view: ReportView,
    context: &Context,
    options: &ReportOptions,
    to: &mut dyn Write,
) -> Result<(), ReportError> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    for (name, text) in TEMPLATES {
        environment.add_template(name, text).map_err(|error| template_error(&error))?;
    }
    filters::add(&mut environment, &mut view, context.today, !options.summary);
    let rows = view.tree.len();
    if let Some(own) = &options.template {
        environment.add_template_owned(OWN, own.clone()).map_err(|error| template_error(&error))?;
        environment.set_fuel(Some(STEPS + STEPS_PER_ROW * rows as u64));
    }
    let page = page::page(view, context, options);
    if options.template.is_none() {
        return render(&environment, "report.html", page, to, usize::MAX);
    }
    // One that fails at its end has written nothing: it is run for its errors first. It says the same again.
    let most = MOST_BYTES + BYTES_PER_ROW * rows;
    render(&environment, OWN, page.clone(), &mut io::sink(), most)?;
    render(&environment, OWN, page, to, most)
}

fn render(
    environment: &Environment<'_>,
    name: &str,
    page: Value,
    to: &mut dyn Write,
    most: usize,
) -> Result<(), ReportError> {
    let template = environment.get_template(name).map_err(|error| template_error(&error))?;
    let mut out = CappedOutput { to, left: most, fault: None };
    let rendered = template.render_captured_to(page, &mut out).map(drop);
    match out.fault {
        Some(fault) if fault.kind() == io::ErrorKind::FileTooLarge && out.left < most => {
            Err(TemplateError { message: format!("it writes more than {} MiB", most >> 20), line: None }.into())
        }
        Some(fault) => Err(fault.into()),
        None => Ok(rendered.map_err(|error| template_error(&error))?),
    }
}

/// The most that a template of the user's may do, and in addition for each row of the tree. A step is an operation, 64 bytes of
/// a text that is made or written, or two entries of a list: a value that does not fit into what is left is not made.
const STEPS: u64 = 2_500_000;
const STEPS_PER_ROW: u64 = 10_000;

/// The largest page of such a template in bytes, and in addition for each row of the tree.
const MOST_BYTES: usize = 256 << 20;
const BYTES_PER_ROW: usize = 1 << 10;

/// Passes on what is written, up to a limit.
struct CappedOutput<'a> {
    to: &'a mut dyn Write,
    left: usize,
    fault: Option<io::Error>,
}

impl Write for CappedOutput<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match self.left.checked_sub(bytes.len()) {
            Some(left) => {
                self.left = left;
                self.to.write_all(bytes)
            }
            None => Err(io::ErrorKind::FileTooLarge.into()),
        };
        written.map(|()| bytes.len()).map_err(|error| {
            let kind = error.kind();
            self.fault.get_or_insert(error);
            kind.into()
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// The longest detail of an error that is shown, in bytes.
const DETAIL: usize = 400;

/// The error's message in one line, and its line if it is in the user's template.
fn template_error(error: &minijinja::Error) -> TemplateError {
    let of_user = error.name() == Some(OWN);
    let what = match (error.kind(), error.detail()) {
        (ErrorKind::OutOfFuel, _) => "it does not come to an end, or makes too long texts or lists".to_owned(),
        (ErrorKind::TemplateNotFound, _) => "it names a template that is not there".to_owned(),
        // A detail can have a value in it, however long that is.
        (kind, Some(detail)) => in_line(&format!("{kind}: {}", &detail[..detail.floor_char_boundary(DETAIL)]), DETAIL),
        (kind, None) => kind.to_string(),
    };
    TemplateError { message: what, line: error.line().filter(|_| of_user) }
}

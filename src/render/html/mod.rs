//! The report as a self-contained HTML file, which loads nothing from the network. Text from goal files is cleaned
//! before the templates get it and escaped by them; a Content-Security-Policy forbids anything else.

mod assets;
mod edit;
mod filters;
mod on_demand;
mod options;
mod page;

use std::io;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, ErrorKind};

pub use edit::{EditUrl, EditUrlError};
pub use options::ReportOptions;

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

/// Renders the report as an HTML page.
///
/// # Errors
/// The user's template has an error.
pub fn report(view: ReportView, context: &Context, options: &ReportOptions) -> Result<String, TemplateError> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    for (name, text) in TEMPLATES {
        environment.add_template(name, text).map_err(|error| template_error(&error))?;
    }
    filters::add(&mut environment, &view, context.today, !options.summary);
    let name = if let Some(own) = &options.template {
        environment.add_template_owned(OWN, own.clone()).map_err(|error| template_error(&error))?;
        OWN
    } else {
        "report.html"
    };
    if options.template.is_some() {
        // The limit stops endless templates; useful ones stay far below it.
        environment.set_fuel(Some(STEPS + STEPS_PER_ROW * view.tree.len() as u64));
    }
    let page = page::page(view, context, options);
    let template = environment.get_template(name).map_err(|error| template_error(&error))?;
    let mut text = CappedOutput::default();
    let written = template.render_captured_to(page, &mut text).map(drop);
    if text.is_full {
        return Err(TemplateError { message: format!("it writes more than {} MiB", MOST_BYTES >> 20), line: None });
    }
    written.map_err(|error| template_error(&error))?;
    String::from_utf8(text.bytes).map_err(|error| TemplateError { message: error.to_string(), line: None })
}

/// The most steps of a template, and the additional steps for each row of the tree.
const STEPS: u64 = 20_000_000;
const STEPS_PER_ROW: u64 = 20_000;

/// The largest page, in bytes.
const MOST_BYTES: usize = 256 << 20;

/// An output buffer with a size limit.
#[derive(Debug, Default)]
struct CappedOutput {
    bytes: Vec<u8>,
    is_full: bool,
}

impl io::Write for CappedOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > MOST_BYTES {
            self.is_full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The error's message in one line, and its line if it is in the user's template.
fn template_error(error: &minijinja::Error) -> TemplateError {
    let of_user = error.name() == Some(OWN);
    let what = match (error.kind(), error.detail()) {
        (ErrorKind::OutOfFuel, _) => "it does not come to an end".to_owned(),
        (ErrorKind::TemplateNotFound, _) => "it names a template that is not there".to_owned(),
        (kind, Some(detail)) => format!("{kind}: {detail}"),
        (kind, None) => kind.to_string(),
    };
    TemplateError { message: what, line: error.line().filter(|_| of_user) }
}

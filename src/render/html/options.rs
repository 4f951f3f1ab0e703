//! The options of an HTML report.

use super::edit::EditUrl;

/// The options of an HTML report.
#[derive(Debug, Default)]
pub struct ReportOptions {
    /// A template that replaces the built-in one.
    pub template: Option<String>,
    /// The URL template for editing goals.
    pub edit: Option<EditUrl>,
    /// The URL template for check-ins, if it differs.
    pub check_in: Option<EditUrl>,
    /// Whether the page has the summary alone.
    pub summary: bool,
}

//! The options of a report.

use super::edit::EditUrl;

/// The options of a report.
#[derive(Debug, Default)]
pub struct ReportOptions {
    /// A template in place of the program's.
    pub template: Option<String>,
    /// Where goals are edited.
    pub edit: Option<EditUrl>,
    /// Where check-ins are made, if not there.
    pub check_in: Option<EditUrl>,
}

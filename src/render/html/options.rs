//! How a report is to be written.

use super::edit::EditUrl;

/// How a report is to be written.
#[derive(Debug, Default)]
pub struct ReportOptions {
    /// A template in place of the program's.
    pub template: Option<String>,
    /// Where goals are edited.
    pub edit: Option<EditUrl>,
    /// Where check-ins are made, if not there.
    pub check_in: Option<EditUrl>,
}

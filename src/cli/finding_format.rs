//! The formats of findings.

use clap::ValueEnum;

use super::session::Session;
use crate::project::Project;
use crate::render::{concise, github, gitlab, json, junit, markdown, pretty, sarif};
use crate::view::check::CheckView;
use crate::view::{Context, Envelope};

/// Formats of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum FindingFormat {
    /// For people, on a terminal or in a pipe
    #[default]
    Human,
    /// A line for each finding, for editors and grep
    Concise,
    /// For programs
    Json,
    /// For comments, wikis and issues
    Markdown,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// Code quality report of GitLab
    Gitlab,
    /// `JUnit` XML, for the test reports of CI services
    Junit,
}

impl FindingFormat {
    /// Tells whether the output is meant to be shared, so that private roots stay out of it.
    pub(super) fn is_passed_around(self) -> bool {
        !matches!(self, Self::Human | Self::Concise | Self::Json)
    }

    /// Tells whether a service reads the file that `--output` names, while people read what the command prints.
    pub(super) fn is_for_a_service(self) -> bool {
        matches!(self, Self::Sarif | Self::Github | Self::Gitlab | Self::Junit)
    }
}

/// Formats findings, and notes what is left out for the limits of a format.
pub(super) fn render(
    session: &Session,
    format: FindingFormat,
    (view, project): (&CheckView, &Project),
    context: &Context,
    strict: bool,
) -> String {
    let (workspace, root) = (&project.workspace, context.root.as_str());
    match format {
        FindingFormat::Human => pretty::findings(view, workspace, &Session::here(project), session.style()),
        FindingFormat::Concise => {
            session.note(pretty::total(view, crate::render::Style::default()).trim_end());
            concise::findings(view, &Session::here(project))
        }
        FindingFormat::Json => json::json(&Envelope::new("check", context, view)),
        FindingFormat::Markdown => markdown::check(view),
        FindingFormat::Sarif => {
            if let Some(words) = sarif::left_out(view) {
                session.note(&words);
            }
            sarif::findings(view, workspace, root)
        }
        FindingFormat::Github => github::findings(view, root),
        FindingFormat::Gitlab => gitlab::findings(view, root),
        FindingFormat::Junit => junit::findings(view, root, strict),
    }
}

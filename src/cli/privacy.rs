//! What may be told to everyone: answers that are passed around leave out what lies in private roots, unless asked.

use clap::Args;

use super::error::CommandError;
use super::session::Session;
use crate::project::Project;
use crate::syntax::closest;

/// Which private roots an answer may speak of.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Privacy {
    /// Speak also of the goals of this included root, as `include` in goalpost.yaml names it; without it they stay out
    /// of what is passed around: tables, drawings, Markdown, alignment
    #[arg(long, value_name = "ROOT")]
    pub(super) include: Vec<String>,
}

impl Privacy {
    /// The same where an answer is written to be passed around; what a person reads for themselves leaves nothing out.
    pub(super) fn guard_if(
        &self,
        passed_around: bool,
        session: &Session,
        project: Project,
    ) -> Result<Project, CommandError> {
        if passed_around { self.guard(session, project) } else { Ok(project) }
    }

    /// A project without the goals of included roots, but for those that are named.
    pub(super) fn guard(&self, session: &Session, project: Project) -> Result<Project, CommandError> {
        let known = &project.workspace.settings.include;
        let plain = |root: &str| root.trim_end_matches('/').to_owned();
        for name in &self.include {
            if known.iter().any(|root| plain(root) == plain(name)) {
                continue;
            }
            let error = CommandError::unknown(format!("goalpost.yaml includes no root `{name}`"));
            let otherwise = match known.as_slice() {
                [] => "it has no `include`: there is nothing private to ask for".to_owned(),
                known => format!("it includes {}", known.join(", ")),
            };
            return Err(error.meant(closest(name, known.iter().map(String::as_str)), otherwise));
        }
        let before = project.workspace.goals.len();
        let project = project.for_everyone(&self.include);
        let kept = before - project.workspace.goals.len().min(before);
        if kept > 0 {
            let goals = if kept == 1 { "1 goal".to_owned() } else { format!("{kept} goals") };
            session.note(&format!("{goals} of included roots stay out of this answer: --include ROOT asks for them"));
        }
        Ok(project)
    }
}

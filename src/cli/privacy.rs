//! What may be told to everyone: answers that are passed around leave out what lies in private roots, unless asked.

use clap::Args;

use super::error::CommandError;
use super::session::Session;
use crate::model::count_of;
use crate::project::Project;
use crate::render::clean;
use crate::source::Root;
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
    /// The same where an answer is written to be passed around; what a person reads for themselves leaves nothing out. Goals
    /// that are asked for by name are no exception: what is written of them is passed around as well.
    pub(super) fn guard_if(
        &self,
        passed_around: bool,
        session: &Session,
        project: Project,
        goals: &[String],
    ) -> Result<Project, CommandError> {
        if !passed_around {
            return Ok(project);
        }
        let workspace = &project.workspace;
        let private = |id: &String| workspace.find(id).map(|ix| workspace.file(workspace.goal(ix).document).root);
        let hidden = goals.iter().find_map(|id| match private(id)? {
            Root::Included(at) => {
                workspace.settings.include.get(at).filter(|root| !self.names(root)).map(|root| (id, root))
            }
            Root::Own | Root::Outer => None,
        });
        if let Some((id, root)) = hidden {
            return Err(CommandError::refused(format!(
                "`{}` lies in a private root, and this answer is for everyone",
                clean(id)
            ))
            .hint(format!("--include {} asks for it; on a terminal it is shown without", clean(root))));
        }
        self.guard(session, project)
    }

    /// Whether an included root is asked for.
    fn names(&self, root: &str) -> bool {
        let plain = |root: &str| root.trim_end_matches('/').to_owned();
        self.include.iter().any(|name| plain(name) == plain(root))
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
            let goals = count_of(kept, "goal");
            session.note(&format!("{goals} of included roots stay out of this answer: --include ROOT asks for them"));
        }
        Ok(project)
    }
}

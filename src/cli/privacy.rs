//! Keeps goals of private roots out of shared output, unless --include names their root.

use clap::Args;

use super::error::CommandError;
use super::session::Session;
use crate::project::Project;
use crate::render::clean;
use crate::source::Root;
use crate::syntax::closest;

/// The private roots that an answer may include.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Privacy {
    /// Include goals from this root in shared output
    #[arg(long, value_name = "ROOT")]
    pub(super) include: Vec<String>,
}

impl Privacy {
    /// As [`Privacy::guard`], only if the output is shared. Human output is for the user, who can read the private
    /// files anyway. A private goal that is named is an error in shared output, not an exception: a page about it is
    /// shared just the same.
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
                workspace.settings.include.get(at).filter(|root| !self.includes(root)).map(|root| (id, root))
            }
            Root::Own | Root::Outer => None,
        });
        if let Some((id, root)) = hidden {
            return Err(CommandError::refused(format!(
                "`{}` is in a private root, and this output is meant to be shared",
                clean(id)
            ))
            .hint(format!("to include it: --include {}; human output shows it without", clean(root))));
        }
        self.guard(session, project)
    }

    /// Tells whether --include names a root.
    fn includes(&self, root: &str) -> bool {
        let plain = |root: &str| root.trim_end_matches('/').to_owned();
        self.include.iter().any(|name| plain(name) == plain(root))
    }

    /// Returns a project without the goals of private roots that --include does not name.
    pub(super) fn guard(&self, session: &Session, project: Project) -> Result<Project, CommandError> {
        let known = &project.workspace.settings.include;
        let plain = |root: &str| root.trim_end_matches('/').to_owned();
        for name in &self.include {
            if known.iter().any(|root| plain(root) == plain(name)) {
                continue;
            }
            let error = CommandError::unknown(format!("goalpost.yaml does not include a root `{name}`"));
            let otherwise = match known.as_slice() {
                [] => "it has no `include`, so there are no private roots; remove --include".to_owned(),
                known => format!("it includes {}", known.join(", ")),
            };
            return Err(error.did_you_mean(closest(name, known.iter().map(String::as_str)), otherwise));
        }
        let before = project.workspace.goals.len();
        let project = project.for_everyone(&self.include);
        // How many there are is not for the log of a pipeline either.
        if project.workspace.goals.len() < before {
            session.note("left out the goals of private roots; to include them: --include ROOT");
        }
        Ok(project)
    }
}

//! The answers to what `carry-over` leaves open: given as options, or asked for on a terminal.

use super::error::CommandError;
use super::prompt::Prompt;
use crate::analysis::facts::Facts;
use crate::author::{CarriedGoal, CarryField, Decision, answer_carried};
use crate::model::{GoalIx, Period};

/// The options, each as `GOAL=VALUE`.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct CarryAnswers {
    /// New target of a goal, as GOAL=VALUE; repeatable
    #[arg(long, value_name = "GOAL=VALUE")]
    target: Vec<String>,
    /// Baseline of a goal, as GOAL=VALUE (default: its last value); repeatable
    #[arg(long, value_name = "GOAL=VALUE")]
    baseline: Vec<String>,
    /// Parent in the new period of a goal whose parent has ended, as GOAL=PARENT; repeatable
    #[arg(long, value_name = "GOAL=PARENT")]
    parent: Vec<String>,
    /// Owner in place of one who has left, as GOAL=PERSON; repeatable
    #[arg(long, value_name = "GOAL=PERSON")]
    owner: Vec<String>,
    /// Team in place of one that has ended, as GOAL=TEAM; repeatable
    #[arg(long, value_name = "GOAL=TEAM")]
    team: Vec<String>,
}

impl CarryAnswers {
    /// Writes the answers that options give, then on a terminal those that are asked for.
    pub(super) fn settle(&self, facts: &Facts<'_>, files: &mut [CarriedGoal], to: &Period) -> Result<(), CommandError> {
        let carried: Vec<(String, GoalIx)> = files.iter().map(|file| (file.id.clone(), file.from)).collect();
        self.write_given(facts, files, (&carried, to))?;
        ask(facts, files, (&carried, to));
        Ok(())
    }

    fn write_given(
        &self,
        facts: &Facts<'_>,
        files: &mut [CarriedGoal],
        next: (&[(String, GoalIx)], &Period),
    ) -> Result<(), CommandError> {
        let options = [
            ("--target", &self.target),
            ("--baseline", &self.baseline),
            ("--parent", &self.parent),
            ("--owner", &self.owner),
            ("--team", &self.team),
        ];
        for (option, text) in
            options.into_iter().flat_map(|(option, texts)| texts.iter().map(move |text| (option, text)))
        {
            let Some((goal, answer)) =
                text.split_once('=').filter(|(goal, answer)| !goal.is_empty() && !answer.is_empty())
            else {
                return Err(CommandError::usage(format!("`{text}` is not GOAL=VALUE"))
                    .hint(format!("for example {option} {}=42", files.first().map_or("GOAL", |file| &file.id))));
            };
            let found = files.iter_mut().find(|file| file.id == goal || facts.goal(file.from).id == goal);
            let Some(file) = found else {
                return Err(CommandError::unknown(format!("`{goal}` of {option} is not carried over"))
                    .hint("name a goal that is, by its old or its new id"));
            };
            let field = match option {
                "--target" => CarryField::Target,
                "--baseline" => CarryField::Baseline,
                "--owner" => CarryField::Owner,
                "--team" => CarryField::Team,
                _ => {
                    let ended = file.decisions.iter().find_map(|decision| match decision {
                        Decision::Parent(parent) => Some(parent.clone()),
                        _ => None,
                    });
                    let Some(ended) = ended else {
                        return Err(CommandError::usage(format!("`{goal}` needs no new parent"))
                            .hint(format!("to add one: goalpost link {} PARENT", file.id)));
                    };
                    CarryField::Parent(ended)
                }
            };
            answer_carried(facts, file, &field, answer, next)
                .map_err(|wrong| CommandError::usage(format!("{option} {text}: {}", wrong.message)).hint(wrong.help))?;
        }
        Ok(())
    }
}

/// Asks for what is open, on a terminal. An empty answer leaves it open, the end of the input ends the questions.
fn ask(facts: &Facts<'_>, files: &mut [CarriedGoal], next: (&[(String, GoalIx)], &Period)) {
    let is_open = |decision: &Decision| question(decision).is_some();
    if !files.iter().any(|file| file.decisions.iter().any(is_open)) {
        return;
    }
    let Some(mut prompt) = Prompt::terminal() else { return };
    prompt.say("Some goals need a decision; Enter leaves it open.");
    for file in files {
        let decisions = file.decisions.clone();
        for (at, (field, question)) in decisions.iter().filter_map(question).enumerate() {
            if at == 0 {
                prompt.say(&format!("{}: {}", file.id, facts.goal(file.from).title));
            }
            let mut answered = file.clone();
            let done = prompt.ask_until(&format!("  {question}"), |line| {
                if line.is_empty() {
                    return Ok(());
                }
                answer_carried(facts, &mut answered, &field, line, next)
                    .map_err(|wrong| format!("{wrong}: {}", wrong.help))
            });
            *file = answered;
            if done.is_none() {
                return;
            }
        }
    }
}

/// What to ask about a decision; none about what is left to the file.
fn question(decision: &Decision) -> Option<(CarryField, String)> {
    match decision {
        Decision::Target(value) => {
            Some((CarryField::Target, format!("its target is passed (now {value}). New target? (Enter: a draft)")))
        }
        Decision::Parent(parent) => {
            Some((CarryField::Parent(parent.clone()), format!("`{parent}` has ended. Which goal does it serve now?")))
        }
        Decision::Owner(owner) => Some((CarryField::Owner, format!("`{owner}` has left. Who owns it now?"))),
        Decision::Team(team) => Some((CarryField::Team, format!("`{team}` has ended. Which team has it now?"))),
        Decision::Baseline => Some((CarryField::Baseline, "it has no value. Baseline?".to_owned())),
        Decision::Measure | Decision::Plan | Decision::Days | Decision::Needs | Decision::Obstacles => None,
    }
}

/// Asks for a period on a terminal, with a default.
pub(super) fn ask_period(
    question: &str,
    default: &Period,
    mut read: impl FnMut(&str) -> Result<Period, CommandError>,
) -> Option<Period> {
    let mut prompt = Prompt::terminal()?;
    prompt.ask_until(&format!("{question} [{}]", default.name), |line| match line {
        "" => Ok(default.clone()),
        _ => read(line).map_err(|error| error.to_string()),
    })
}

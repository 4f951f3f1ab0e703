//! The objectives that `init` is given as options: each `--objective` has the `--key-result`s behind it.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

/// The objectives with their key results, in the order of the command line.
#[derive(Debug, Clone, Default)]
pub(in crate::cli) struct GivenObjectives(pub(super) Vec<GivenObjective>);

/// An objective with its key results.
#[derive(Debug, Clone)]
pub(in crate::cli) struct GivenObjective {
    /// The title.
    pub(super) title: String,
    /// The key results, as they were written.
    pub(super) results: Vec<String>,
}

impl Args for GivenObjectives {
    fn augment_args(command: Command) -> Command {
        command
            .arg(
                Arg::new("objective")
                    .long("objective")
                    .value_name("TITLE")
                    .action(ArgAction::Append)
                    .help("First objective; repeatable, each with its key results behind it"),
            )
            .arg(
                Arg::new("key_result")
                    .long("key-result")
                    .value_name("TEXT")
                    .action(ArgAction::Append)
                    .requires("objective")
                    .help("Key result: TITLE, or \"TITLE: START to TARGET UNIT, now VALUE\"; repeatable"),
            )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for GivenObjectives {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let each = |id: &str| {
            let texts = matches.get_many::<String>(id).into_iter().flatten().cloned();
            texts.zip(matches.indices_of(id).into_iter().flatten()).collect::<Vec<_>>()
        };
        let (places, mut objectives): (Vec<usize>, Vec<GivenObjective>) = each("objective")
            .into_iter()
            .map(|(title, place)| (place, GivenObjective { title, results: Vec::new() }))
            .unzip();
        for (text, place) in each("key_result") {
            // One before every objective is of the first.
            let of = places.iter().filter(|objective| **objective < place).count().saturating_sub(1);
            if let Some(objective) = objectives.get_mut(of) {
                objective.results.push(text);
            }
        }
        Ok(Self(objectives))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_results_belong_to_the_objective_before_them() {
        let read = |line: &str| {
            let command = GivenObjectives::augment_args(Command::new("init"));
            let matches = command.try_get_matches_from(line.split(' ')).expect("options");
            let given = GivenObjectives::from_arg_matches(&matches).expect("objectives");
            given.0.into_iter().map(|it| format!("{}: {}", it.title, it.results.join(" "))).collect::<Vec<_>>()
        };
        let line = "init --key-result a --objective A --key-result b --objective B --objective C --key-result c";
        assert_eq!(read(line), ["A: a b", "B: ", "C: c"]);
        assert!(read("init").is_empty());
    }
}

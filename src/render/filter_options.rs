//! The options that choose the goals of a view, for commands that go on with it.

use super::clean::clean;
use super::layout::{paragraph, width};
use super::shell::shell_word;
use crate::view::selection::{Selection, Time};

/// The options of a choice, each with a space before it, without those of some names.
pub fn filter_options(selection: &Selection, without: &[&str]) -> String {
    let given = selection.options().into_iter().filter(|(name, _)| !without.contains(name));
    let option = |(name, value): (&str, Option<String>)| {
        format!(" --{name}{}", value.map(|value| format!(" {}", shell_word(&value))).unwrap_or_default())
    };
    given.map(option).collect()
}

/// What a command says where no goal is selected, and which files cannot be read: a goal of this time may be in one of them.
pub(super) fn no_goals(command: &str, selection: &Selection, unread: Option<&str>, columns: usize) -> String {
    let unread = unread.map(|words| paragraph(0, &clean(words), columns, str::to_owned)).unwrap_or_default();
    // Where all periods were looked at, it is the filter that leaves nothing.
    let is_all = matches!(selection.time, Time::All);
    let same = if is_all { String::new() } else { filter_options(selection, &["period"]) };
    let command = format!("goalpost {command} --period all{same}");
    let line = format!("no goals here; {command} shows every one");
    // A command stays whole, to be copied.
    let told = if width(&line) <= columns {
        format!("{line}\n")
    } else {
        format!("{}  {command}\n", paragraph(0, "no goals here; to see every one:", columns, str::to_owned))
    };
    told + &unread
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::numbers::Health;
    use crate::view::selection::HealthFilter;

    #[test]
    fn a_choice_is_said_by_its_options() {
        assert_eq!(filter_options(&Selection::default(), &[]), "");
        let selection = Selection {
            time: Time::All,
            team: Some("ovens".to_owned()),
            label: Some("two words".to_owned()),
            health: vec![HealthFilter::Is(Health::OffTrack), HealthFilter::PartlyAchieved],
            stale: true,
            ..Selection::default()
        };
        let all = " --period all --team ovens --label 'two words' --health off-track,partly-achieved --stale";
        assert_eq!(filter_options(&selection, &[]), all);
        let rest = filter_options(&selection, &["period", "team", "health"]);
        assert_eq!(rest, " --label 'two words' --stale");
    }
}

//! A goal in brief, for drawings: every text in it is the same.

use goalpost::model::Kind;
use goalpost::view::brief::Brief;

/// An objective on track with a text as its title, team and owner.
pub(crate) fn brief(id: &str, text: &str) -> Brief {
    Brief {
        id: id.to_owned(),
        kind: Kind::Objective,
        title: text.to_owned(),
        level: None,
        team: Some(text.to_owned()),
        owner: Some(text.to_owned()),
        state: "active".to_owned(),
        health: "on-track".to_owned(),
        standing: "on track".to_owned(),
        short_standing: "on track".to_owned(),
        progress: Some(0.5),
        coverage: None,
        counted: None,
    }
}

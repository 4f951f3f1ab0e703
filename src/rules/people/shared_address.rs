//! Two people with the same address or login, so that their commits cannot be told apart.

use std::collections::HashMap;

use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Report, Rule, Sink, Subject};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "shared-address",
    group: Group::People,
    level: Some(Level::Warning),
    page: include_str!("shared_address.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let Some(org) = snapshot.org() else { return };
    // Case is ignored, as GitHub and GitLab do.
    let mut first: HashMap<(&str, String), (usize, String)> = HashMap::new();
    for (at, person) in org.people.iter().enumerate() {
        let index = person.index;
        let route = |place: usize| match person.email.len() {
            1 => format!("people[{index}].email"),
            _ => format!("people[{index}].email[{place}]"),
        };
        let emails = person.email.iter().enumerate().map(|(place, email)| ("address", email, route(place)));
        let logins = [("login at GitHub", &person.github, "github"), ("login at GitLab", &person.gitlab, "gitlab")];
        let logins = logins
            .into_iter()
            .filter_map(|(what, login, key)| Some((what, login.as_ref()?, format!("people[{index}].{key}"))));
        for (what, text, route) in emails.chain(logins).filter(|(_, text, _)| !text.trim().is_empty()) {
            match first.get(&(what, text.to_lowercase())) {
                None => drop(first.insert((what, text.to_lowercase()), (at, route))),
                Some((other, _)) if *other == at => {}
                Some((other, there)) => {
                    let other = &org.people[*other].id;
                    let message = format!("`{}` and `{other}` have the same {what} `{text}`", person.id);
                    let report = Report::on(Subject::Org, route, message)
                        .label(format!("`{other}` counts as the author of its commits"))
                        .help("keep it for the author of the commits; if both ids are one person, use `formerly`")
                        .related_on(Subject::Org, there.clone(), format!("the {what} of `{other}`"));
                    sink.report(report);
                }
            }
        }
    }
}

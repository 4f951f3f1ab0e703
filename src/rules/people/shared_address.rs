//! Two people with the same address or login, so that their commits cannot be told apart.

use std::collections::HashMap;

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink, Subject};
use crate::model::{Forge, Person, noreply_login};

pub(in crate::rules) static RULE: Rule = Rule::warning("shared-address", Group::People, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let Some(org) = snapshot.org() else { return };
    // Case is ignored, as GitHub and GitLab do.
    let mut first: HashMap<(&str, String), (usize, String)> = HashMap::new();
    let by_id: HashMap<&str, &Person> = org.people.iter().rev().map(|person| (person.id.as_str(), person)).collect();
    for (at, person) in org.people.iter().enumerate() {
        let index = person.index;
        let route = |place: usize| match person.email.len() {
            1 => format!("people[{index}].email"),
            _ => format!("people[{index}].email[{place}]"),
        };
        for (place, email) in person.email.iter().enumerate().filter(|(_, email)| org.is_bot(email)) {
            let message = format!("`{}` and `bots` have the same address `{email}`", person.id);
            let report = Report::on(Subject::Org, route(place), message)
                .label("commits with it count as a bot's")
                .help("keep it in one place: a bot's commits belong to their co-authors");
            sink.report(report);
        }
        for (place, former) in person.formerly.iter().enumerate() {
            if let Some(other) = by_id.get(former.as_str()).filter(|other| other.id != person.id) {
                let message =
                    format!("`{}` lists the id `{former}` in `formerly`, which is another person's", person.id);
                let report = Report::on(Subject::Org, format!("people[{index}].formerly[{place}]"), message)
                    .label(format!("`{former}` counts as the other one"))
                    .help("remove it, or remove the other person if both ids are one person")
                    .related_on(Subject::Org, format!("people[{}].id", other.index), "the other person");
                sink.report(report);
            }
        }
        let emails = person.email.iter().enumerate().map(|(place, email)| (address_key(email), email, route(place)));
        let logins = [(AT_GITHUB, &person.github, "github"), (AT_GITLAB, &person.gitlab, "gitlab")];
        let logins = logins.into_iter().filter_map(|(what, login, key)| {
            let login = login.as_ref()?;
            Some(((what, login.to_lowercase()), login, format!("people[{index}].{key}")))
        });
        for (key, text, route) in emails.chain(logins).filter(|(_, text, _)| !text.trim().is_empty()) {
            let what = key.0;
            match first.get(&key) {
                None => drop(first.insert(key, (at, route))),
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

const AT_GITHUB: &str = "login at GitHub";
const AT_GITLAB: &str = "login at GitLab";

/// What an address says of its owner, with the text by which it is compared: an address that GitHub or GitLab makes of a
/// login is that login.
fn address_key(email: &str) -> (&'static str, String) {
    match noreply_login(email) {
        Some((Forge::GitHub, login)) => (AT_GITHUB, login),
        Some((Forge::GitLab, login)) => (AT_GITLAB, login),
        None => ("address", email.to_lowercase()),
    }
}

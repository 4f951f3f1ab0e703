//! The organisation with its past: the teams and people of `org.yaml`.

use std::collections::HashSet;

use foldhash::HashMap;

use super::absence::Absence;
use super::day::Day;
use super::field_row::field_table;
use super::lower::meaning::Holder;
use super::lower::number::capacity;
use super::lower::scalar::{day, entries, id, ids, last_day, level, place_in_list, texts};
#[cfg(test)]
use super::schema::scalar::{Amount, Id, LevelName, Weight};
use super::settings::Settings;
use crate::syntax::Decoder;

/// The present and former teams and people of `org.yaml`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Org {
    /// Teams in the file's order.
    pub teams: Vec<Team>,
    /// People in the file's order.
    pub people: Vec<Person>,
    /// Addresses whose commits belong to their co-authors.
    pub bots: Vec<String>,
    team_by_id: HashMap<String, usize>,
    person_by_id: HashMap<String, usize>,
    /// Whether earlier versions of `org.yaml` are missing, because the clone is shallow.
    pub is_past_hidden: bool,
    past_teams: HashSet<String>,
    past_people: HashSet<String>,
    person_by_email: HashMap<String, usize>,
    person_by_github: HashMap<String, usize>,
    person_by_gitlab: HashMap<String, usize>,
    /// People by their names in lower case; none where several have one.
    person_by_name: HashMap<String, Option<usize>>,
}

field_table! {
    /// A present or past team.
    Team(Default): "a team", Holder::Team, known by &[&["id"]], keeps {
        /// Its index in the file.
        index: usize = place_in_list,
    }, given settings: &Settings;
    /// The id of the team, unique among the ids of teams and people.
    ///
    /// 1 to 80 characters: lower-case letters, digits, `.`, `_`, `-`; the first a letter or a digit. Example: `payments`.
    required id: String, Text, id, schema Id;
    /// The name of the team. Default: its id.
    optional name: String, Text, Decoder::text;
    /// The level of the team and of its goals, one of `levels` in goalpost.yaml.
    optional level: Option<String>, Text, |decoder, node| level(decoder, node, settings), schema LevelName;
    /// The id of the parent team.
    optional parent: Option<String>, Text, Decoder::text;
    /// The lead of the team: a person's id.
    optional lead: Option<String>, Text, Decoder::text;
    /// The team's capacity in person-weeks per quarter, 0 or more. Default: the sum over its people.
    optional capacity: Option<f64>, Number, capacity, schema Amount;
    /// Its first day, as `YYYY-MM-DD`.
    optional from: Option<Day>, Day, day;
    /// Its last day, as `YYYY-MM-DD`. Default: it still exists.
    optional until: Option<Day>, Day, last_day(from);
    /// The id of the team that took over.
    optional successor: Option<String>, Text, Decoder::text;
    /// Its earlier ids, which goals can still use.
    optional formerly: Vec<String>, Texts, ids, schema Vec<Id>;
}

field_table! {
    /// Membership in a team.
    Membership(Eq): "a membership", Holder::Membership, known by &[&["id"]];
    /// The id of the team.
    required id: String, Text, Decoder::text;
    /// From this day on, as `YYYY-MM-DD`.
    optional from: Option<Day>, Day, day;
    /// Up to this day, as `YYYY-MM-DD`.
    optional until: Option<Day>, Day, last_day(from);
}

field_table! {
    /// A present or past person.
    Person(Default): "a person", Holder::Person, known by &[&["id"]], keeps {
        /// Their index in the file.
        index: usize = place_in_list,
    }, given is_private: bool;
    /// The id of the person, unique among the ids of teams and people.
    ///
    /// 1 to 80 characters: lower-case letters, digits, `.`, `_`, `-`; the first a letter or a digit. Example: `maria`.
    required id: String, Text, id, schema Id;
    /// Their name. Default: their id.
    optional name: String, Text, Decoder::text;
    /// The id of their team.
    optional team: Option<String>, Text, Decoder::text;
    /// Their teams over time, where there was more than one.
    optional teams: Vec<Membership>, Entries, entries(Membership::read), table &Membership::TABLE;
    /// Their email addresses in commits, as a list.
    optional email: Vec<String>, Texts, texts;
    /// Their login at GitHub. Commits with its `…@users.noreply.github.com` are theirs.
    optional github: Option<String>, Text, Decoder::text;
    /// Their login at GitLab. Commits with its `…@users.noreply.gitlab.com` are theirs.
    optional gitlab: Option<String>, Text, Decoder::text;
    /// Their capacity as a share of full time, 0 or more: 0.8 is four days a week.
    optional capacity: Option<f64>, Number, capacity, schema Weight;
    /// The id of their manager. Default: their team's lead; for a lead, the lead of the parent team.
    optional manager: Option<String>, Text, Decoder::text;
    /// The id of the person who stands in for them while they are away.
    optional deputy: Option<String>, Text, Decoder::text;
    /// The days on which they are away, only in the `org.yaml` of a private root. Reasons are not recorded.
    optional away: Vec<Absence>, Entries, entries(Absence::read), table &Absence::TABLE, only if is_private;
    /// Their first day, as `YYYY-MM-DD`.
    optional from: Option<Day>, Day, day;
    /// Their last day, as `YYYY-MM-DD`. Default: they have not left.
    optional until: Option<Day>, Day, last_day(from);
    /// Their earlier ids, which goals can still use.
    optional formerly: Vec<String>, Texts, ids, schema Vec<Id>;
}

impl Org {
    /// Indexes teams and people by their present and former ids. Of several with one id the first counts.
    pub fn new(teams: Vec<Team>, people: Vec<Person>, bots: Vec<String>) -> Self {
        let mut org = Self { teams, people, bots, ..Self::default() };
        for (at, team) in org.teams.iter().enumerate() {
            org.team_by_id.entry(team.id.clone()).or_insert(at);
        }
        // A present id takes precedence over the same id in `formerly`.
        for (at, team) in org.teams.iter().enumerate() {
            for id in &team.formerly {
                org.team_by_id.entry(id.clone()).or_insert(at);
            }
        }
        for (at, person) in org.people.iter().enumerate() {
            org.person_by_id.entry(person.id.clone()).or_insert(at);
        }
        for (at, person) in org.people.iter().enumerate() {
            let named = org.person_by_name.entry(person.name.to_lowercase());
            named.and_modify(|several| *several = None).or_insert(Some(at));
            for id in &person.formerly {
                org.person_by_id.entry(id.clone()).or_insert(at);
            }
            for email in &person.email {
                org.person_by_email.entry(email.to_ascii_lowercase()).or_insert(at);
            }
            for (login, logins) in
                [(&person.github, &mut org.person_by_github), (&person.gitlab, &mut org.person_by_gitlab)]
            {
                logins.entry(login.as_deref().unwrap_or_default().to_ascii_lowercase()).or_insert(at);
            }
        }
        org
    }

    /// Remembers the ids of an earlier `org.yaml`: a person or team that was in it once remains known.
    pub fn remember(&mut self, earlier: &Self) {
        self.past_teams.extend(earlier.team_by_id.keys().cloned());
        self.past_people.extend(earlier.person_by_id.keys().cloned());
    }

    /// The person that a text means: by id in any case, by an address in commits, by a login with or without `@`, by a full
    /// name that only one person has, or by `Name <address>`.
    pub fn person_meant(&self, text: &str) -> Option<&Person> {
        let text = text.trim();
        if let Some((name, address)) = name_and_address(text) {
            let named = || if name.is_empty() { None } else { self.person_meant(name) };
            return self.person_of_email(address).or_else(named);
        }
        let login = text.strip_prefix('@').unwrap_or(text).to_ascii_lowercase();
        let by_login = |logins: &HashMap<String, usize>| logins.get(&login).filter(|_| !login.is_empty()).copied();
        let by_id = || self.person(text).or_else(|| self.person(&text.to_lowercase()));
        let known = by_id().or_else(|| self.person_of_email(text)).or_else(|| {
            let place = by_login(&self.person_by_github).or_else(|| by_login(&self.person_by_gitlab));
            place.map(|place| &self.people[place])
        });
        known.or_else(|| (*self.person_by_name.get(&text.to_lowercase())?).map(|place| &self.people[place]))
    }

    /// Whether an id belongs to a present or former team.
    pub fn knows_team(&self, id: &str) -> bool {
        self.team_by_id.contains_key(id) || self.past_teams.contains(id)
    }

    /// Whether an id belongs to a present or former person.
    pub fn knows_person(&self, id: &str) -> bool {
        self.person_by_id.contains_key(id) || self.past_people.contains(id)
    }

    /// The team with a present or former id.
    pub fn team(&self, id: &str) -> Option<&Team> {
        self.team_by_id.get(id).map(|at| &self.teams[*at])
    }

    /// The person with a present or former id.
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.person_by_id.get(id).map(|at| &self.people[*at])
    }

    /// Whether two ids, present or former, belong to the same person.
    pub fn is_same_person(&self, a: &str, b: &str) -> bool {
        let id = |id| self.person(id).map(|person| person.id.as_str());
        a == b || id(a).is_some_and(|person| Some(person) == id(b))
    }

    /// Whether two ids, present or former, belong to the same team.
    pub fn is_same_team(&self, a: &str, b: &str) -> bool {
        let id = |id| self.team(id).map(|team| team.id.as_str());
        a == b || id(a).is_some_and(|team| Some(team) == id(b))
    }

    /// The person with an address in a commit: by `email`, or by the noreply address of a login at GitHub or GitLab,
    /// with or without the number before it (`1234+login@users.noreply.github.com`,
    /// `1234-login@users.noreply.gitlab.com`).
    pub fn person_of_email(&self, email: &str) -> Option<&Person> {
        let email = email.to_ascii_lowercase();
        if let Some(at) = self.person_by_email.get(&email) {
            return Some(&self.people[*at]);
        }
        let (forge, login) = noreply_login(&email)?;
        let logins = match forge {
            Forge::GitHub => &self.person_by_github,
            Forge::GitLab => &self.person_by_gitlab,
        };
        logins.get(&login).filter(|_| !login.is_empty()).map(|at| &self.people[*at])
    }

    /// Whether an address belongs to a bot, whose commits belong to their co-authors.
    pub fn is_bot(&self, email: &str) -> bool {
        self.bots.iter().any(|bot| bot.eq_ignore_ascii_case(email))
    }

    /// The manager of a person: the stated one, else their team's lead; for a lead, the lead of the nearest team above.
    pub fn manager(&self, person: &Person) -> Option<&Person> {
        if let Some(manager) = &person.manager {
            return self.person(manager);
        }
        let mut team = self.team(person.team.as_deref()?)?;
        for _ in 0..self.teams.len() {
            match team.lead.as_deref().and_then(|lead| self.person(lead)) {
                Some(lead) if lead.id != person.id => return Some(lead),
                _ => team = self.team(team.parent.as_deref()?)?,
            }
        }
        None
    }

    /// The person who stands in for a member on a day: their `deputy`, if both are here. A deputy's own deputy does not
    /// follow, so that two people may stand in for each other.
    pub fn deputy_on(&self, person: &Person, day: Day) -> Option<&Person> {
        let deputy = self.person(person.deputy.as_deref()?)?;
        (deputy.id != person.id && person.is_here(day) && deputy.is_here(day)).then_some(deputy)
    }

    /// Whether a team is another one, or is below it.
    pub fn is_within(&self, team: &str, other: &str) -> bool {
        let Some(other) = self.team(other) else { return false };
        let mut next = self.team(team);
        for _ in 0..=self.teams.len() {
            let Some(at) = next else { return false };
            if at.id == other.id {
                return true;
            }
            next = at.parent.as_deref().and_then(|parent| self.team(parent));
        }
        false
    }

    /// The first team with a level, at or above a team: for example the department of a team.
    pub fn ancestor_at<'o>(&'o self, team: &str, level: &str) -> Option<&'o Team> {
        let mut team = self.team(team)?;
        for _ in 0..=self.teams.len() {
            if team.level.as_deref() == Some(level) {
                return Some(team);
            }
            team = self.team(team.parent.as_deref()?)?;
        }
        None
    }
}

/// A service whose logins make addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forge {
    /// GitHub.
    GitHub,
    /// GitLab.
    GitLab,
}

/// The login, in lower case, of which GitHub or GitLab made an address: `1234+login@users.noreply.github.com`.
pub fn noreply_login(email: &str) -> Option<(Forge, String)> {
    let email = email.to_ascii_lowercase();
    let (name, host) = email.split_once('@')?;
    let numbered = |mark: char| name.split_once(mark).filter(|(id, _)| id.bytes().all(|byte| byte.is_ascii_digit()));
    let login = |mark: char| numbered(mark).map_or(name, |(_, login)| login).to_owned();
    match host {
        "users.noreply.github.com" => Some((Forge::GitHub, login('+'))),
        "users.noreply.gitlab.com" => Some((Forge::GitLab, login('-'))),
        _ => None,
    }
}

/// The parts of `Name <address>`, as mail programs write it. The name may be empty.
pub fn name_and_address(text: &str) -> Option<(&str, &str)> {
    let (name, address) = text.trim().strip_suffix('>')?.rsplit_once('<')?;
    Some((name.trim().trim_matches('"').trim(), address.trim())).filter(|(_, address)| address.contains('@'))
}

impl Team {
    /// Whether it exists on a day.
    pub fn stands(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Its last day, if that is before a day.
    pub fn ended_before(&self, day: Day) -> Option<Day> {
        self.until.filter(|until| *until < day)
    }
}

impl Person {
    /// Whether they belong to the organisation on a day.
    pub fn is_here(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Their last day, if that is before a day.
    pub fn left_before(&self, day: Day) -> Option<Day> {
        self.until.filter(|until| *until < day)
    }

    /// Their team on a day: the first membership that includes it, else `team`.
    pub fn team_on(&self, day: Day) -> Option<&str> {
        let within =
            |it: &&Membership| it.from.is_none_or(|from| from <= day) && it.until.is_none_or(|until| day <= until);
        self.teams.iter().find(within).map(|it| it.id.as_str()).or(self.team.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceSet;

    #[test]
    fn a_login_may_hold_the_sign_that_ends_a_number() {
        let people = "people: [{id: ana, gitlab: ana-p, github: ana-p}, {id: ben, gitlab: p}]\n";
        let workspace = crate::model::Workspace::read(SourceSet::from_texts([("org.yaml", people)]));
        let org = workspace.org.expect("an organisation");
        let person = |email: &str| org.person_of_email(email).map(|it: &Person| it.id.clone());
        assert_eq!(person("ana-p@users.noreply.gitlab.com").as_deref(), Some("ana"));
        assert_eq!(person("12-ana-p@users.noreply.gitlab.com").as_deref(), Some("ana"));
        assert_eq!(person("12+Ana-P@users.noreply.github.com").as_deref(), Some("ana"));
        assert_eq!(person("7-p@users.noreply.gitlab.com").as_deref(), Some("ben"));
    }
}

//! A quarter of a small team in git: check-ins, a file that moves, goalposts that settle, slip and are explained.

use std::fmt::Write as _;
use std::sync::OnceLock;

use super::repository::Repo;

const ORG: &str = "teams:
  - {id: northwind, name: Northwind Bank, level: company, lead: maria}
  - {id: payments, name: Payments, level: team, parent: northwind, lead: tom}
people:
  - {id: maria, name: Maria López, team: northwind, email: [maria@northwind.example]}
  - {id: tom, name: Tom Becker, team: payments, email: [tom@northwind.example]}
";

const OBJECTIVE: &str = "kind: objective
id: reliable-checkout
title: Make the checkout survive the loss of a data centre
owner: maria
team: payments
period: 2026-Q4
supports: [mission]
";

const MARIA: &str = "maria";
const TOM: &str = "tom";
const GUEST: &str = "an Outside Contributor With A Long Name";

/// The repository as of 2026-11-14: a copy of its own for each test.
pub fn story() -> Repo {
    static TOLD: OnceLock<Repo> = OnceLock::new();
    TOLD.get_or_init(tell).copy()
}

fn tell() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "organization: Northwind Bank\ncadence: {company: monthly}\n");
    repo.write("org.yaml", ORG);
    repo.write(
        "mission.yaml",
        "kind: mission\nid: mission\ntitle: Boring money\nstatement: Make moving money boring.\n",
    );
    repo.write("objective.yaml", OBJECTIVE);
    repo.write("uptime.yaml", &uptime(None, 99.99, ""));
    repo.write("rating.yaml", &rating(44, "2026-09-28", 40));
    repo.write("drills.yaml", &drills("none", "2026-09-28"));
    repo.write("region.yaml", &region(&[]));
    repo.write("availability.yaml", &availability(99.95, "2026-09-25"));
    repo.commit(MARIA, "2026-09-24T09:00:00+02:00", "Set the quarter's goals");
    repo.write("uptime.yaml", &uptime(Some((99.52, "2026-10-02", 0.5)), 99.99, ""));
    repo.commit(TOM, "2026-10-02T16:00:00+02:00", "week 1");
    repo.write("uptime.yaml", &uptime(Some((99.52, "2026-10-02", 0.5)), 99.95, ""));
    repo.commit(MARIA, "2026-10-08T10:00:00+02:00", "Settle on what we can promise");
    repo.write("uptime.yaml", &uptime(Some((99.6, "2026-10-10", 0.5)), 99.95, ""));
    repo.write("rating.yaml", &rating(46, "2026-10-10", 40));
    repo.commit(TOM, "2026-10-10T16:00:00+02:00", "week 2");
    repo.write("2026-Q4/checkout-uptime.yaml", &repo.read("uptime.yaml"));
    repo.remove("uptime.yaml");
    repo.commit(TOM, "2026-10-11T16:00:00+02:00", "Tidy the folder");
    let path = "2026-Q4/checkout-uptime.yaml";
    repo.write(path, &uptime(Some((99.58, "2026-10-17", 0.4)), 99.95, ""));
    repo.write("rating.yaml", &rating(38, "2026-10-17", 40));
    repo.write("region.yaml", &region(&["2026-10-14"]));
    repo.commit(TOM, "2026-10-17T16:00:00+02:00", "week 3: a bad release");
    repo.write(path, &uptime(Some((99.64, "2026-10-24", 0.5)), 99.95, ""));
    repo.write("drills.yaml", &drills("piloted", "2026-10-24"));
    repo.write("availability.yaml", &availability(99.93, "2026-10-24"));
    repo.commit(TOM, "2026-10-24T16:00:00+02:00", "week 4");
    repo.write(path, &uptime(Some((99.7, "2026-10-31", 0.6)), 99.95, ""));
    repo.write("rating.yaml", &rating(43, "2026-10-31", 40));
    repo.commit(TOM, "2026-10-31T16:00:00+01:00", "after the failover drill");
    repo.write(path, &uptime(Some((99.7, "2026-10-31", 0.6)), 99.85, ""));
    repo.commit(TOM, "2026-11-03T16:00:00+01:00", "update numbers");
    repo.write(path, &uptime(Some((99.73, "2026-11-07", 0.6)), 99.85, ""));
    repo.write("region.yaml", &region(&["2026-10-14", "2026-11-06"]));
    repo.write("availability.yaml", &availability(99.88, "2026-11-07"));
    repo.commit(GUEST, "2026-11-07T16:00:00+01:00", "week 6, with a subject that says rather more than it should");
    let why = "why: shops lose orders by the minute\n";
    repo.write(path, &uptime(Some((99.76, "2026-11-14", 0.7)), 99.85, why));
    repo.write("rating.yaml", &(rating(45, "2026-11-14", 39) + "reason: fewer answers count now\n"));
    repo.write("drills.yaml", &drills("adopted", "2026-11-14"));
    repo.write("availability.yaml", &availability(99.94, "2026-11-14"));
    repo.commit(TOM, "2026-11-14T16:00:00+01:00", "week 7");
    repo
}

/// The key result whose target slips.
pub fn uptime(now: Option<(f64, &str, f64)>, target: f64, rest: &str) -> String {
    let mut text = format!(
        "kind: key_result\nid: checkout-uptime\ntitle: Raise checkout availability from 99.5 % to {target} %\n\
         measures: reliable-checkout\nowner: tom\nmetric:\n  name: checkout availability\n  unit: \"%\"\n  \
         baseline: 99.5\n  target: {target}\n"
    );
    if let Some((value, day, confidence)) = now {
        write!(text, "  current: {value}\n  as_of: {day}\nconfidence: {confidence}\n").expect("texts take all");
    }
    text + rest
}

fn rating(value: u32, day: &str, least: u32) -> String {
    format!(
        "kind: key_result\nid: answer-rating\ntitle: Keep what merchants say of our answers at 40 or better\n\
         measures: reliable-checkout\n\
         metric: {{name: rating, unit: points, at_least: {least}, current: {value}, as_of: {day}}}\n"
    )
}

fn drills(step: &str, day: &str) -> String {
    format!(
        "kind: key_result\nid: drill-habit\ntitle: Make failover drills a habit\nmeasures: reliable-checkout\n\
         metric: {{name: drills, scale: [none, piloted, adopted, habitual], baseline: none, target: habitual, \
         current: {step}, as_of: {day}}}\n"
    )
}

fn region(done: &[&str]) -> String {
    let mut text = "kind: key_result\nid: second-region\ntitle: 第二のリージョンから決済を行う 🚀 serve live traffic\n\
                    measures: reliable-checkout\nmilestones:\n"
        .to_owned();
    let steps = [
        ("second region bought", "2026-10-15"),
        ("first traffic served", "2026-11-05"),
        ("half of the traffic", "2026-11-30"),
        ("all of the traffic", "2026-12-20"),
    ];
    for (at, (title, due)) in steps.iter().enumerate() {
        let done = done.get(at).map(|day| format!(", done: {day}")).unwrap_or_default();
        writeln!(text, "  - {{title: {title}, due: {due}{done}}}").expect("texts take all");
    }
    text
}

fn availability(value: f64, day: &str) -> String {
    format!(
        "kind: kpi\nid: availability\ntitle: Availability of the checkout\n\
         metric: {{name: availability, unit: \"%\", at_least: 99.9, current: {value}, as_of: {day}}}\n"
    )
}

//! A small company with a past, on which a change can be told.

use crate::support::repository::Repo;

/// A key result whose target may slip: 40 % of the way.
pub(super) const CHURN: &str = "\
kind: key_result
id: churn
title: Cut monthly churn from 8 to 3 %
measures: retention
metric:
  name: churn
  unit: \"%\"
  baseline: 8
  target: 3
  current: 6
  as_of: 2026-11-13
";

/// An objective that asks another team for something.
pub(super) const RETENTION: &str = "\
kind: objective
id: retention
title: Keep the shops we win
owner: ana
team: growth
period: 2026-Q4
supports: [three-markets]
needs:
  - {from: payments, what: fraud rules, by: 2026-12-04, state: asked}
";

const ORG: &str = "\
teams:
  - {id: northwind, level: company, lead: ines}
  - {id: growth, level: department, parent: northwind, lead: ana}
  - {id: payments, level: department, parent: northwind, lead: tom}
people:
  - {id: ines, name: Ines Almeida, team: northwind, email: [ines@northwind.example], github: ines-a}
  - {id: ana, name: Ana Petrova, team: growth, email: [ana@northwind.example], github: ana-p}
  - {id: tom, name: Tom Becker, team: payments, email: [tom@northwind.example]}
  - {id: lea, name: Lea Fontaine, team: payments, email: [lea@northwind.example]}
";

const FILES: [(&str, &str); 8] = [
    ("goalpost.yaml", "organization: Northwind\n"),
    ("org.yaml", ORG),
    (
        "mission.yaml",
        "kind: mission\nid: mission\ntitle: Make moving money boring\nstatement: For every small business.\n",
    ),
    (
        "2026/three-markets.yaml",
        "kind: objective\nid: three-markets\ntitle: Live in three new markets\nowner: ines\nteam: northwind\nperiod: 2026\n\
         supports: [mission]\n",
    ),
    ("2026-Q4/growth/retention.yaml", RETENTION),
    (
        "2026-Q4/payments/steady-payments.yaml",
        "kind: objective\nid: steady-payments\ntitle: Steady payments\nowner: tom\nteam: payments\nperiod: 2026-Q4\n\
         supports: [{goal: three-markets, weight: 2}]\n",
    ),
    (
        "2026-Q4/payments/fast-answers.yaml",
        "kind: key_result\nid: fast-answers\ntitle: Answer a payment in 100 ms\nmeasures: steady-payments\n\
         metric: {kpi: latency, baseline: 300, target: 100}\n",
    ),
    (
        "kpis/latency.yaml",
        "kind: kpi\nid: latency\ntitle: Time to answer\nmetric: {unit: ms, at_most: 250, current: 200, as_of: 2026-10-16}\n",
    ),
];

/// A key result that is kept: its progress is in its history.
const UPTIME: &str = "\
kind: key_result
id: uptime
title: Keep the checkout up 99.7 % of the time
measures: steady-payments
metric:
  name: uptime
  unit: \"%\"
  at_least: 99.7
  current: 99.9
  as_of: 2026-10-09
";

/// The company after two months of work: a first commit, check-ins, and the values of today.
pub(super) fn world() -> Repo {
    let repo = Repo::new();
    for (path, text) in FILES {
        repo.write(path, text);
    }
    repo.write(
        "2026-Q4/growth/churn.yaml",
        &CHURN.replace("current: 6", "current: 8").replace("2026-11-13", "2026-10-02"),
    );
    repo.write("2026-Q4/payments/uptime.yaml", UPTIME);
    repo.commit("ines", "2026-10-01T08:00:00Z", "Set the goals");
    repo.write("2026-Q4/payments/uptime.yaml", &UPTIME.replace("99.9\n", "99.2\n").replace("2026-10-09", "2026-10-23"));
    repo.write("kpis/latency.yaml", &FILES[7].1.replace("200", "180").replace("10-16", "10-23"));
    repo.commit("tom", "2026-10-23T08:00:00Z", "Check in");
    repo.write("2026-Q4/payments/uptime.yaml", &UPTIME.replace("99.9\n", "99.8\n").replace("2026-10-09", "2026-11-06"));
    repo.commit("tom", "2026-11-06T08:00:00Z", "Check in");
    repo.write("2026-Q4/growth/churn.yaml", CHURN);
    repo.commit("ana", "2026-11-13T08:00:00Z", "Check in");
    repo
}

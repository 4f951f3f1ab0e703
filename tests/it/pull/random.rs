//! 1,000 answers that nobody expects, through the whole of `pull`: 200 goals in each of five runs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use goalpost::source::is_hidden;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;

use super::{bakery, publish, pull};
use crate::fetch::hostile::{answers, numbers_in};
use crate::support::program::goalpost;
use crate::support::server::{Answer, Server};

const GOALS: usize = 200;
const RUNS: usize = 5;

/// What a goal asks: JSON as it is, at a pointer, and what Prometheus answers.
const ASKS: [&str; 3] = ["plain, query: \"{}\"", "plain, query: \"{}\", pointer: /v", "metrics, query: \"{}\""];

#[test]
fn a_thousand_random_answers_write_nothing_wrong_and_show_nothing_hostile() {
    let bodies: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
    let server = Server::plain({
        let bodies = Arc::clone(&bodies);
        move |asked| {
            let at = asked.path.rsplit(['/', '=']).next().and_then(|it| it.parse::<usize>().ok());
            Answer::ok(bodies.lock().expect("bodies")[at.expect("a number")].clone())
        }
    });
    let mut runner = TestRunner::deterministic();
    let (mut written, mut refused) = (0, 0);
    for run in 0..RUNS {
        let body = |runner: &mut TestRunner| answers().new_tree(runner).expect("an answer").current();
        *bodies.lock().expect("bodies") = (0..GOALS).map(|_| body(&mut runner)).collect();
        let metric = |at: usize| {
            let ask = ASKS[(at + run) % ASKS.len()].replace("{}", &at.to_string());
            format!("  current: 6\n  as_of: 2026-11-10\n  from: {{source: {ask}}}\n")
        };
        let goals: Vec<(String, String)> = (0..GOALS).map(|at| (format!("kr-{at}"), metric(at))).collect();
        let goals: Vec<(&str, &str)> = goals.iter().map(|(id, metric)| (id.as_str(), metric.as_str())).collect();
        let repo = bakery(&goals);
        let port = server.port;
        let url = format!("http://localhost:{port}");
        let sources =
            format!("sources:\n  plain: {{http: \"{url}/{{query}}\"}}\n  metrics: {{prometheus: \"{url}\"}}\n");
        repo.write("goalpost.yaml", &format!("organization: Bakery\ntrunk: main\n{sources}"));
        repo.commit("nia", "2026-10-03T08:00:00Z", "Ask the server");
        publish(&repo);
        let before: Vec<String> = (0..GOALS).map(|at| repo.read(&format!("kr-{at}.yaml"))).collect();
        let answer = pull(repo.path(), &[]);
        assert!(answer.code == 1 && !answer.stderr.contains("panicked"), "{}{}", answer.stdout, answer.stderr);
        let told = format!("{}{}", answer.stdout, answer.stderr);
        assert!(!told.chars().any(|it| is_hidden(it) && it != '\n'), "{told:?}");
        let bodies = bodies.lock().expect("bodies");
        for (at, before) in before.iter().enumerate() {
            let file = repo.read(&format!("kr-{at}.yaml"));
            if file == *before {
                refused += 1;
                continue;
            }
            written += 1;
            let fields = |text: &str| -> BTreeMap<String, serde_json::Value> {
                let page: serde_json::Value = serde_yaml::from_str(text).expect("YAML");
                let metric = page["metric"].as_object().expect("a metric").clone();
                metric
                    .into_iter()
                    .filter(|(name, _)| !["current", "as_of", "pulled"].contains(&name.as_str()))
                    .collect()
            };
            assert_eq!(fields(&file), fields(before));
            let page: serde_json::Value = serde_yaml::from_str(&file).expect("YAML");
            let value = page["metric"]["current"].as_f64().expect("a number");
            assert_eq!(page["metric"]["pulled"]["value"].as_f64(), Some(value));
            let body = &bodies[at];
            assert!(numbers_in(body).contains(&value), "{value} of {:?}", String::from_utf8_lossy(body));
        }
        let check = goalpost(repo.path(), &["check", "--format", "concise"]).stdout;
        for rule in ["invalid-yaml", "wrong-type", "number-out-of-range", "invalid-date", "outside-domain"] {
            assert!(!check.contains(rule), "{check}");
        }
    }
    assert!(written > 20 && refused > 200, "{written} written, {refused} refused");
}

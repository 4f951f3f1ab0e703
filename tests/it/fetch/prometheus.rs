//! Prometheus: its answers as documented, and the real server with series that are known.

use std::fs;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use goalpost::model::{Feed, FeedKind, Origin};

use super::{World, feed, query};
use crate::support::clients::skipped;
use crate::support::server::{Answer, Asked, Server};

fn at(url: &str) -> Feed {
    feed(FeedKind::Prometheus { url: url.to_owned() })
}

#[test]
fn a_query_gives_one_number_or_fails() {
    let series = |values: &[&str]| {
        let one = |value: &&str| format!(r#"{{"metric": {{}}, "value": [1435781451.781, "{value}"]}}"#);
        let all = values.iter().map(one).collect::<Vec<_>>().join(",");
        format!(r#"{{"status": "success", "data": {{"resultType": "vector", "result": [{all}]}}}}"#)
    };
    let answer = move |asked: &Asked| match asked.path.rsplit('=').next().unwrap_or_default() {
        "one" => Answer::ok(series(&["0.9971"])),
        "none" => Answer::ok(series(&[])),
        "three" => Answer::ok(series(&["1", "2", "3"])),
        "nan" => Answer::ok(series(&["NaN"])),
        "inf" => Answer::ok(series(&["+Inf"])),
        "scalar" => {
            Answer::ok(r#"{"status": "success", "data": {"resultType": "scalar", "result": [1435781451, "-2e3"]}}"#)
        }
        "matrix" => Answer::ok(r#"{"status": "success", "data": {"resultType": "matrix", "result": []}}"#),
        "odd" => {
            Answer::ok(r#"{"status": "success", "data": {"resultType": "vector", "result": [{"value": [1, 2]}]}}"#)
        }
        "histogram" => {
            Answer::ok(r#"{"status": "success", "data": {"resultType": "vector", "result": [{"histogram": [1, {}]}]}}"#)
        }
        "wrong" => {
            Answer::new(400, r#"{"status": "error", "errorType": "bad_data", "error": "parse error: \u001b[31m"}"#)
        }
        _ => Answer::ok("{}"),
    };
    let server = Server::start(answer);
    let world = World::new();
    let number = |name: &str| world.number(&at(&format!("{}/prom/", server.url)), &query(name));
    assert_eq!(number("one"), Ok(0.9971));
    assert_eq!(number("scalar"), Ok(-2000.0));
    let said = |name: &str| number(name).expect_err("no number");
    assert_eq!(
        said("none"),
        "gave no series for the query: the metric may be gone, or not scraped in the last minutes"
    );
    assert_eq!(said("three"), "gave 3 series for the query: make them one, as in sum(…) or max(…)");
    assert_eq!(said("nan"), "answered `NaN`, which is no number");
    assert_eq!(said("inf"), "answered `+Inf`, which is no number");
    assert!(said("matrix").starts_with("gave a matrix"));
    assert!(said("odd").contains("which holds no number") && said("histogram").contains("which holds no number"));
    assert_eq!(said("wrong"), "answered 400: `parse error: \u{fffd}[31m`");
    assert!(said("else").starts_with("answered `{}`"));
    assert_eq!(server.asked()[0].path, "/prom/api/v1/query?query=one");
    let nothing = world.number(&at(&server.url), &Origin::default());
    assert!(nothing.expect_err("no query").starts_with("is asked nothing: `query` is missing"));
    let pointed = Origin { pointer: Some("/value".to_owned()), ..query("one") };
    let unused = world.number(&at(&server.url), &pointed).expect_err("nothing to point at");
    assert!(unused.starts_with("is a prometheus source, which takes no `pointer` here"), "{unused}");
}

/// Ends the server with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_real_server_answers() {
    if Command::new("prometheus").arg("--version").output().is_err() {
        return skipped("Prometheus");
    }
    // A target that counts its scrapes, so that an average over time is known to lie between them.
    let target = Server::plain(|_| {
        let text = "# TYPE checkout_availability gauge\ncheckout_availability 0.9971\n\
                    # TYPE requests_total counter\nrequests_total{code=\"200\"} 900\nrequests_total{code=\"500\"} 100\n";
        Answer::ok(text).with("Content-Type", "text/plain; version=0.0.4")
    });
    let port = TcpListener::bind(("127.0.0.1", 0)).and_then(|it| it.local_addr()).expect("a port").port();
    let config = format!(
        "global: {{scrape_interval: 1s}}\nscrape_configs:\n- job_name: shop\n  static_configs: [{{targets: ['localhost:{}']}}]\n",
        target.port
    );
    let world = World::new().file("prometheus.yml", config);
    let log = fs::File::create(world.path().join("log")).expect("a file");
    let child = Command::new("prometheus")
        .arg(format!("--config.file={}", world.path().join("prometheus.yml").display()))
        .arg(format!("--storage.tsdb.path={}", world.path().join("data").display()))
        .arg(format!("--web.listen-address=127.0.0.1:{port}"))
        .stdout(Stdio::null())
        .stderr(log)
        .spawn();
    let _running = Running(child.expect("the server starts"));
    let source = at(&format!("http://localhost:{port}"));
    let ask = |text: &str| world.number(&source, &query(text));
    let begun = Instant::now();
    while ask("checkout_availability").is_err() {
        assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", ask("checkout_availability"));
        thread::sleep(Duration::from_millis(200));
    }
    assert_eq!(ask("checkout_availability"), Ok(0.9971));
    let average = ask("avg_over_time(checkout_availability[7d])").expect("an average");
    assert!((average - 0.9971).abs() < 1e-9, "{average}");
    assert_eq!(ask("sum(requests_total{code=\"500\"}) / sum(requests_total)"), Ok(0.1));
    assert_eq!(ask("count(requests_total)"), Ok(2.0));
    assert_eq!(ask("scalar(checkout_availability)"), Ok(0.9971));
    assert!(ask("requests_total").expect_err("two series").starts_with("gave 2 series"));
    assert!(ask("gone").expect_err("no series").starts_with("gave no series"));
    assert!(ask("sum(").expect_err("no query").contains("parse error"));
    assert!(ask("requests_total[5m]").expect_err("a matrix").starts_with("gave a matrix"));
    assert_eq!(ask("vector(0) / 0"), Err("answered `NaN`, which is no number".to_owned()));
}

//! JSON from a server with its own certificate authority: what it answers, and what it should not.

use std::time::Duration;

use goalpost::fetch::{Ask, Wanted};
use goalpost::model::{Feed, Origin};

use super::{World, feed, json_at, pointer, query, with_token};
use crate::support::server::{Answer, Asked, Server, proxy};

const TOKEN: &str = "tok-5ecret/with+signs";

fn world() -> World {
    World::new().secret("THE_TOKEN", TOKEN)
}

/// What is said of a source that fails.
fn failure(world: &World, feed: &Feed, origin: &Origin) -> String {
    let said = world.number(feed, origin).expect_err("no number");
    assert!(!said.contains("5ecret"), "{said}");
    assert!(!said.chars().any(char::is_control) && said.chars().count() < 400, "{said:?}");
    said
}

/// What is said of an answer.
fn failure_of(answer: Answer) -> String {
    let server = Server::start(move |_| answer.clone());
    failure(&world(), &with_token(json_at(&server.url)), &pointer("/v"))
}

#[test]
fn a_number_is_read_at_its_pointer_with_the_token_in_the_header_alone() {
    let server = Server::start(|_| Answer::ok(r#"{"a": {"b/c": [1, {"v": 99.71}]}, "text": "1.5"}"#));
    let (world, feed) = (world(), with_token(json_at(&format!("{}/summary?x=1", server.url))));
    assert_eq!(world.number(&feed, &pointer("/a/b~1c/1/v")), Ok(99.71));
    assert_eq!(world.number(&feed, &pointer("/text")), Ok(1.5));
    let asked = server.asked();
    assert_eq!(asked[0].path, "/summary?x=1");
    assert_eq!(asked[0].header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert_eq!(asked[0].header("accept"), Some("application/json"));
    insta::assert_snapshot!(world.explained(&feed, &pointer("/a")).replace(&server.port.to_string(), "PORT"), @r"
    GET https://localhost:PORT/summary?x=1
    Accept: application/json
    Authorization: Bearer $THE_TOKEN
    trusted certificates: ca.pem
    time limit: 10 s
    value: at /a of the JSON
    ");
}

#[test]
fn a_query_is_one_part_of_an_address() {
    let server = Server::start(|_| Answer::ok("7"));
    let feed = feed(json_at(&format!("{}/v/{{query}}/x?of={{query}}", server.url)));
    assert_eq!(world().number(&feed, &query("a/../b ü&of=2#")), Ok(7.0));
    assert_eq!(server.asked()[0].path, "/v/a%2F..%2Fb%20%C3%BC%26of%3D2%23/x?of=a%2F..%2Fb%20%C3%BC%26of%3D2%23");
    assert!(failure(&world(), &feed, &Origin::default()).contains("`query` is missing"));
    let elsewhere = super::feed(json_at("https://{query}.example/x"));
    assert!(failure(&world(), &elsewhere, &query("evil")).contains("in its host"));
    let fixed = super::feed(json_at(&server.url));
    assert!(failure(&world(), &fixed, &query("x")).contains("no place for the `query`"));
}

#[test]
fn an_answer_that_is_no_number_says_what_it_is() {
    let said = |body: &str| failure_of(Answer::ok(body));
    assert_eq!(
        said("<html>\u{1b}[31m tok-5ecret/with+signs"),
        "answered `<html>\u{fffd}[31m ***`, which is not valid JSON (expected value at line 1 column 1)"
    );
    assert_eq!(said(r#"{"w": 1}"#), "answered JSON that has nothing at `/v`");
    assert_eq!(said(r#"{"v": null}"#), "answered `null`, which is no number");
    assert_eq!(said(r#"{"v": true}"#), "answered `true`, which is no number");
    assert_eq!(said(r#"{"v": [1]}"#), "answered `[1]`, which is no number");
    assert_eq!(said(r#"{"v": "99 %"}"#), "answered `99 %`, which is no number");
    assert!(said(r#"{"v": 1e999}"#).contains("number out of range"));
    assert!(said(r#"{"v": NaN}"#).contains("not valid JSON"));
    assert!(said("").contains("answered nothing"));
    assert!(said(&"[".repeat(100_000)).contains("recursion limit"));
}

#[test]
fn statuses_say_what_to_do() {
    assert_eq!(
        failure_of(Answer::new(401, r#"{"message": "Bad credentials tok-5ecret/with+signs"}"#)),
        "answered 401: it does not accept the token in THE_TOKEN: `Bad credentials ***`"
    );
    assert!(failure_of(Answer::new(403, "")).ends_with("the token in THE_TOKEN"));
    let server = Server::start(|_| Answer::new(401, ""));
    let said = failure(&world(), &feed(json_at(&server.url)), &pointer("/v"));
    assert_eq!(said, "answered 401: it wants a token; name the variable that holds it: `token: $NAME`");
    let unset = failure(&World::new(), &with_token(json_at(&server.url)), &pointer("/v"));
    assert_eq!(unset, "needs the environment variable THE_TOKEN, which is not set");
    assert_eq!(failure_of(Answer::new(500, "<h1>Oops</h1>")), "answered 500: `<h1>Oops</h1>`");
    assert_eq!(failure_of(Answer::new(204, "")), "answered nothing");
}

#[test]
fn a_server_that_is_busy_is_asked_again_in_time() {
    let server = Server::start({
        let tries = std::sync::atomic::AtomicUsize::new(0);
        move |_| match tries.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0 => Answer::new(429, "").with("Retry-After", "1"),
            1 => Answer::new(503, "").with("Retry-After", "0"),
            _ => Answer::ok("5"),
        }
    });
    assert_eq!(world().number(&feed(json_at(&server.url)), &Origin::default()), Ok(5.0));
    assert_eq!(server.asked().len(), 3);
    assert_eq!(
        failure_of(Answer::new(429, r#"{"message": "slow down"}"#).with("Retry-After", "600")),
        "answered 429 and asks to wait 10 min, which is longer than is left of its 10 s: `slow down`"
    );
    let limit = Answer::new(403, "").with("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
    let limit = limit.with("X-RateLimit-Remaining", "0").with("X-RateLimit-Reset", "784114777");
    assert!(failure_of(limit).contains("asks to wait 50 min"));
}

#[test]
fn an_answer_has_an_end_in_time_and_size() {
    let slow = Server::start(|_| Answer::ok("5").after(Duration::from_secs(4)));
    let hasty = Feed { timeout: 1, ..feed(json_at(&slow.url)) };
    assert_eq!(failure(&world(), &hasty, &Origin::default()), "gave no answer within 1 s");

    let dripping = Server::start(|_| Answer { drip: Duration::from_millis(300), ..Answer::ok(vec![b' '; 100]) });
    let hasty = Feed { timeout: 1, ..feed(json_at(&dripping.url)) };
    assert_eq!(failure(&world(), &hasty, &Origin::default()), "gave no answer within 1 s");
    // Redirects and waits are within the same time.
    let again = Server::start(|asked| match asked.path.as_str() {
        "/a" => Answer::new(302, "").with("Location", "/b").after(Duration::from_secs(2)),
        _ => Answer::new(429, "").with("Retry-After", "0").after(Duration::from_secs(2)),
    });
    let hasty = Feed { timeout: 3, ..feed(json_at(&format!("{}/a", again.url))) };
    assert_eq!(failure(&world(), &hasty, &Origin::default()), "gave no answer within 3 s");
    assert_eq!(again.asked().len(), 2);

    let said = "answered with more than 5 MB";
    assert_eq!(failure_of(Answer::ok(vec![b' '; 5 * 1024 * 1024 + 1])), said);
    assert_eq!(failure_of(Answer { endless: Some(6 * 1024 * 1024), ..Answer::ok("") }), said);
    let whole = [vec![b' '; 5 * 1024 * 1024 - 1], b"5".to_vec()].concat();
    let server = Server::start(move |_| Answer::ok(whole.clone()));
    assert_eq!(world().number(&feed(json_at(&server.url)), &Origin::default()), Ok(5.0));

    assert_eq!(failure_of(Answer { cut: Some(3), ..Answer::ok("12345678") }), "broke off its answer");
    assert!(failure_of(Answer::ok("1").with("X-Long", &"x".repeat(100_000))).contains("headers that are too long"));
}

#[test]
fn a_certificate_must_be_trusted() {
    let server = Server::start(|_| Answer::ok("5"));
    let feed_without = Feed { ca: None, ..feed(json_at(&server.url)) };
    let said =
        failure(&world().variable("SSL_CERT_FILE", "/etc/ssl/certs/none.pem"), &feed_without, &Origin::default());
    assert!(said.contains("SSL_CERT_FILE") && said.contains("cannot be read"), "{said}");

    let world = world();
    let file = world.path().join("ca.pem").display().to_string();
    let world = world.variable("SSL_CERT_FILE", &file);
    assert_eq!(world.number(&feed_without, &Origin::default()), Ok(5.0));

    let other = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate").cert.pem();
    let world =
        world.file("other.pem", other).file("no.pem", "nothing").file("key.pem", "-----BEGIN CERTIFICATE-----\nx");
    let named = |ca: &str| Feed { ca: Some(ca.to_owned()), ..feed(json_at(&server.url)) };
    let said = failure(&world, &named("other.pem"), &Origin::default());
    assert!(said.contains("signed by an unknown authority") && said.contains("`ca: FILE`"), "{said}");
    assert_eq!(failure(&world, &named("no.pem"), &Origin::default()), "`no.pem` has no certificate in PEM");
    assert!(failure(&world, &named("gone.pem"), &Origin::default()).contains("cannot be read, `gone.pem`"));
    let numbered =
        Feed { ca: Some("ca.pem".to_owned()), ..feed(json_at(&server.url.replace("localhost", "127.0.0.1"))) };
    assert_eq!(world.number(&numbered, &Origin::default()), Ok(5.0));
    let gone = feed(json_at("https://localhost:1"));
    assert_eq!(failure(&world, &gone, &Origin::default()), "cannot be reached: connection refused");
}

/// A server that redirects `/from` to an address, and answers 5 anywhere else.
fn redirecting(to: impl Fn() -> String + Send + Sync + 'static) -> Server {
    Server::start(move |asked: &Asked| match asked.path.as_str() {
        "/from" => Answer::new(302, "").with("Location", &to()),
        _ => Answer::ok("5"),
    })
}

#[test]
fn a_token_stays_with_its_server() {
    let other = Server::start(|_| Answer::ok("6"));
    let to = other.url.clone();
    let server = redirecting(move || format!("{to}/x"));
    let from = json_at(&format!("{}/from", server.url));
    let said = failure(&world(), &with_token(from.clone()), &Origin::default());
    assert!(said.starts_with("was redirected to another server, `https://localhost:"), "{said}");
    assert_eq!(other.asked(), []);
    assert_eq!(world().number(&feed(from), &Origin::default()), Ok(6.0));
    assert_eq!(other.asked()[0].header("authorization"), None);

    let server = redirecting(|| "/to?x".to_owned());
    let within = with_token(json_at(&format!("{}/from", server.url)));
    assert_eq!(world().number(&within, &Origin::default()), Ok(5.0));
    assert_eq!(server.asked()[1].path, "/to?x");
    assert!(server.asked()[1].header("authorization").is_some());

    let clear = with_token(json_at("http://example.invalid/x"));
    assert!(failure(&world(), &clear, &Origin::default()).contains("over https:// only"));
    let here = Server::plain(|_| Answer::ok("5"));
    assert_eq!(world().number(&with_token(json_at(&here.url)), &Origin::default()), Ok(5.0));
}

#[test]
fn redirects_have_an_end_and_stay_encrypted() {
    let plain = Server::plain(|_| Answer::ok("6"));
    let to = plain.url.clone();
    let server = redirecting(move || to.clone());
    let said = failure(&world(), &feed(json_at(&format!("{}/from", server.url))), &Origin::default());
    assert!(said.starts_with("was redirected from https:// to `http://localhost:"), "{said}");
    assert_eq!(plain.asked(), []);
    let round = redirecting(|| "/from".to_owned());
    let said = failure(&world(), &feed(json_at(&format!("{}/from", round.url))), &Origin::default());
    assert!(said.starts_with("was redirected more than 5 times"), "{said}");
    let odd = redirecting(|| "ftp://x".to_owned());
    let said = failure(&world(), &feed(json_at(&format!("{}/from", odd.url))), &Origin::default());
    assert_eq!(said, "was redirected to `ftp://x`, which is no address");
}

#[test]
fn metadata_services_are_not_reached_unless_named() {
    for to in [
        "http://169.254.169.254/latest/meta-data/",
        "http://0xa9fea9fe/",
        "http://2852039166/",
        "http://[fe80::1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://metadata.google.internal/",
    ] {
        let server = Server::plain(move |_| Answer::new(302, "").with("Location", to));
        let said = failure(&world(), &feed(json_at(&server.url)), &Origin::default());
        assert!(said.contains("leads to a link-local or metadata address"), "{to}: {said}");
    }
    let named = Feed { timeout: 1, ..feed(json_at("http://169.254.169.254/latest")) };
    assert!(!failure(&world(), &named, &Origin::default()).contains("link-local"));
}

#[test]
fn a_proxy_of_the_environment_is_used() {
    let server = Server::start(|_| Answer::ok("5"));
    let (port, asked) = proxy();
    let world = world().variable("HTTPS_PROXY", &format!("http://ana:pr0xypass@localhost:{port}"));
    let source = with_token(json_at(&server.url));
    assert_eq!(world.number(&source, &Origin::default()), Ok(5.0));
    let expected = format!("CONNECT localhost:{} by basic YW5hOnByMHh5cGFzcw==", server.port);
    assert_eq!(asked.lock().expect("a list").join("\n").to_lowercase(), expected.to_lowercase());
    let explained = world.explained(&source, &Origin::default());
    assert!(explained.contains("through the proxy") && !explained.contains("pr0xypass"), "{explained}");

    let world = world.variable("NO_PROXY", "example.com, localhost");
    assert_eq!(world.number(&source, &Origin::default()), Ok(5.0));
    assert_eq!(asked.lock().expect("a list").len(), 1);

    let server = Server::plain(|_| Answer::new(302, "").with("Location", "https://0xa9fea9fe/"));
    let said = failure(&world, &feed(json_at(&server.url)), &Origin::default());
    assert!(said.contains("leads to a link-local"), "{said}");
    let socks = World::new().variable("all_proxy", "socks5://localhost:1");
    let said = failure(&socks, &feed(json_at("https://localhost:1")), &Origin::default());
    assert!(said.starts_with("cannot be reached"), "{said}");
    let long = failure(&World::new(), &feed(json_at("https://a.example/{query}")), &query(&"x".repeat(40_000)));
    assert_eq!(long, "is asked too much at once: an address of 40018 bytes");
    let broken = World::new().variable("https_proxy", "::::");
    assert!(failure(&broken, &feed(json_at("https://a.example")), &Origin::default()).contains("the proxy"));
}

#[test]
fn what_is_asked_twice_is_asked_once() {
    let server = Server::start(|_| Answer::ok(r#"{"a": 1, "b": 2}"#));
    let source = feed(json_at(&server.url));
    let origins = [pointer("/a"), pointer("/b"), pointer("/c"), Origin { times: Some(100.0), ..pointer("/a") }];
    let asks: Vec<Ask<'_>> = origins
        .iter()
        .map(|origin| Ask { name: "here", feed: &source, origin, goal: "goal", wanted: Wanted::Number })
        .collect();
    let values: Vec<_> = world().all(&asks).into_iter().map(|it| it.ok().map(|it| it.value)).collect();
    assert_eq!(values, [Some(1.0), Some(2.0), None, Some(1.0)]);
    assert_eq!(server.asked().len(), 1);
}

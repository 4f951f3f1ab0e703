//! Many questions at once: limits, order, and what is said as it comes.

use std::io::Write as _;
use std::time::Duration;

use goalpost::fetch::{Ask, Wanted, fetch};
use goalpost::model::{Feed, Origin};

use super::{World, feed, json_at, query};
use crate::support::server::{Answer, Server};

#[test]
fn a_source_is_asked_as_often_at_once_as_it_allows() {
    // 200 goals from three sources, each at its limit. How long that takes is measured, and not judged by a test.
    let servers: Vec<Server> = [10, 20, 5]
        .into_iter()
        .map(|wait| {
            Server::start(move |asked| {
                let number = asked.path.rsplit('/').next().unwrap_or_default().to_owned();
                Answer::ok(number).after(Duration::from_millis(wait))
            })
        })
        .collect();
    let limits = [8, 3, 1];
    let sources: Vec<Feed> = servers
        .iter()
        .zip(limits)
        .map(|(server, limit)| Feed { limit, ..feed(json_at(&format!("{}/v/{{query}}", server.url))) })
        .collect();
    let origins: Vec<Origin> = (0..200).map(|at| query(&at.to_string())).collect();
    let names = ["a", "b", "c"];
    let asks: Vec<Ask<'_>> = origins
        .iter()
        .enumerate()
        .map(|(at, origin)| {
            let source = at % 3;
            Ask { name: names[source], feed: &sources[source], origin, goal: "goal", wanted: Wanted::Number }
        })
        .collect();
    let world = World::new();
    let begun = std::time::Instant::now();
    let outcomes = world.with(|given| fetch(&asks, given));
    let taken = begun.elapsed().as_millis();
    let _ = writeln!(std::io::stdout(), "200 questions to three sources: {taken} ms");
    for (at, outcome) in outcomes.iter().enumerate() {
        assert_eq!(outcome.as_ref().map(|it| it.value).ok(), u32::try_from(at).ok().map(f64::from));
    }
    assert_eq!(outcomes.len(), 200);
    for (server, limit) in servers.iter().zip(limits) {
        assert!(server.most_at_once() <= limit, "{} at once", server.most_at_once());
        assert!(server.connections() <= limit, "{} connections", server.connections());
    }
    assert!(servers[0].most_at_once() > 1);
}

#[test]
fn what_fails_does_not_stop_the_others() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/1" => Answer::new(500, "oops"),
        "/2" => Answer::ok("NaN"),
        _ => Answer::ok("5"),
    });
    let source = feed(json_at(&format!("{}/{{query}}", server.url)));
    let gone = feed(json_at("https://localhost:1/{query}"));
    let origins: Vec<Origin> = (0..4).map(|at| query(&at.to_string())).collect();
    let ask = |feed, origin| Ask { name: "here", feed, origin, goal: "goal", wanted: Wanted::Number };
    let nothing = Origin::default();
    let asks = [
        ask(&source, &origins[0]),
        ask(&source, &origins[1]),
        ask(&gone, &origins[0]),
        ask(&source, &origins[2]),
        ask(&source, &nothing),
        ask(&source, &origins[3]),
    ];
    let outcomes = World::new().all(&asks);
    let is_there: Vec<bool> = outcomes.iter().map(Result::is_ok).collect();
    assert_eq!(is_there, [true, false, false, false, false, true], "{outcomes:?}");
    assert_eq!(World::new().all(&[]), []);
}

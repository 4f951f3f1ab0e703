//! GitHub, GitLab and Jira: the few calls of their APIs, answered as they are documented.

use goalpost::model::{Feed, FeedKind, Origin};

use super::{World, query, with_token};
use crate::support::server::{Answer, Asked, Server};

fn world() -> World {
    World::new().secret("THE_TOKEN", "tok-5ecret")
}

fn milestone(name: &str) -> Origin {
    Origin { milestone: Some(name.to_owned()), ..Origin::default() }
}

fn issue(name: &str) -> Origin {
    Origin { issue: Some(name.to_owned()), ..Origin::default() }
}

fn github(server: &Server) -> Feed {
    with_token(FeedKind::Github { repo: "shop/web".to_owned(), url: Some(server.url.clone()) })
}

/// What api.github.com answers, with two pages of milestones.
fn github_answer(asked: &Asked) -> Answer {
    let host = asked.header("host").unwrap_or_default();
    let milestone = |number: u32, title: &str, state: &str, closed_at: &str| {
        format!(
            r#"{{"number": {number}, "title": "{title}", "state": "{state}", "open_issues": 1, "closed_issues": 3, "closed_at": {closed_at}}}"#
        )
    };
    let issue = |rest: &str| Answer::ok(format!(r#"{{"number": 7, "title": "x", {rest}}}"#));
    match asked.path.as_str() {
        "/search/issues?q=is%3Aissue%20label%3Abug%20repo%3Ashop%2Fweb&per_page=1" => {
            Answer::ok(r#"{"total_count": 40, "incomplete_results": false, "items": [{}]}"#)
        }
        "/search/issues?q=is%3Aopen%20org%3Ashop&per_page=1" => {
            Answer::ok(r#"{"total_count": 9, "incomplete_results": true, "items": []}"#)
        }
        "/search/issues?q=nonsense%3A%20repo%3Ashop%2Fweb&per_page=1" => Answer::new(
            422,
            r#"{"message": "Validation Failed", "errors": [{"message": "The query contains nonsense"}]}"#,
        ),
        "/repos/shop/web/milestones?state=all&per_page=100" => {
            let next =
                format!("<https://{host}/repos/shop/web/milestones?state=all&per_page=100&page=2>; rel=\"next\"");
            Answer::ok(format!("[{}]", milestone(1, "1.0", "closed", "\"2026-11-12T23:10:00Z\""))).with("Link", &next)
        }
        "/repos/shop/web/milestones?state=all&per_page=100&page=2" => {
            Answer::ok(format!("[{}, {}]", milestone(2, "next", "open", "null"), milestone(3, "2026", "open", "null")))
        }
        "/repos/shop/web/milestones/2" => Answer::ok(milestone(2, "next", "open", "null")),
        "/repos/shop/web/milestones/5" => Answer::ok(r#"{"state": "open", "open_issues": 0, "closed_issues": 0}"#),
        "/repos/shop/web/issues/7" => {
            issue(r#""state": "closed", "state_reason": "completed", "closed_at": "2026-11-14T09:00:00Z""#)
        }
        "/repos/shop/web/issues/8" => issue(r#""state": "open", "closed_at": null"#),
        "/repos/shop/web/issues/9" => {
            issue(r#""state": "closed", "state_reason": "not_planned", "closed_at": "2026-11-14T09:00:00Z""#)
        }
        "/repos/shop/web/issues/10" => {
            issue(r#""state": "closed", "closed_at": "2026-11-14T09:00:00Z", "pull_request": {"merged_at": null}"#)
        }
        _ => Answer::new(404, r#"{"message": "Not Found", "status": "404"}"#),
    }
}

#[test]
fn github_counts_and_closes() {
    let server = Server::start(github_answer);
    let (world, source) = (world(), github(&server));
    let number = |origin: &Origin| world.number(&source, origin);
    let done = |origin: &Origin| world.done(&source, origin);
    assert_eq!(number(&query("is:issue label:bug")), Ok(40.0));
    assert_eq!(number(&query("is:open org:shop")), Err("stopped counting before the end: ask for less".to_owned()));
    let invalid = number(&query("nonsense:"));
    assert_eq!(invalid, Err("answered 422: `Validation Failed: The query contains nonsense`".to_owned()));
    assert_eq!(number(&milestone("1.0")), Ok(0.75));
    assert_eq!(number(&milestone("next")), Ok(0.75));
    assert_eq!(number(&milestone("2")), Ok(0.75));
    assert_eq!(number(&milestone("2026")), Ok(0.75));
    assert_eq!(number(&milestone("gone")), Err("has no milestone `gone`".to_owned()));
    assert!(number(&milestone("5")).expect_err("no issues").contains("without issues"));
    assert_eq!(done(&milestone("1.0")), Ok((1.0, Some("2026-11-12".to_owned()))));
    assert_eq!(done(&milestone("next")), Ok((0.0, None)));
    assert_eq!(done(&issue("#7")), Ok((1.0, Some("2026-11-14".to_owned()))));
    for open in ["8", "9", "10"] {
        assert_eq!(done(&issue(open)), Ok((0.0, None)), "{open}");
    }
    assert_eq!(number(&issue("7")), Ok(1.0));
    assert_eq!(number(&issue("70")), Err("answered 404: `Not Found`".to_owned()));
    assert!(number(&issue("x")).expect_err("no number").contains("write `issue: 123`"));
    assert!(
        done(&query("x")).expect_err("no state").contains("takes no `query` where it tells whether something is done")
    );
    assert!(number(&Origin::default()).expect_err("nothing").contains("needs one of"));
    assert!(server.asked().iter().all(|asked| asked.header("authorization") == Some("Bearer tok-5ecret")));
}

#[test]
fn a_next_page_on_another_server_does_not_get_the_token() {
    let other = Server::start(|_| Answer::ok("[]"));
    let link = format!("<{}/x>; rel=\"next\"", other.url);
    let server = Server::start(move |_| Answer::ok("[]").with("Link", &link));
    let said = world().number(&github(&server), &milestone("1.0")).expect_err("no number");
    assert!(said.contains("another server, which is not to get the token"), "{said}");
    assert_eq!(other.asked(), []);
}

#[test]
fn gitlab_counts_and_closes() {
    let server = Server::start(|asked| {
        let path = asked.path.strip_prefix("/api/v4/projects/shop%2Fweb").unwrap_or_default();
        match path {
            "/issues?labels=bug&state=opened&per_page=1" => Answer::ok("[{}]").with("X-Total", "12"),
            "/issues?state=closed&per_page=1" => {
                Answer::ok("[{}]").with("Link", "<https://localhost/api/v4/x?page=2>; rel=\"next\"")
            }
            "/issues?labels=none&per_page=1" => Answer::ok("[]"),
            "/issues/7" => Answer::ok(r#"{"iid": 7, "state": "closed", "closed_at": "2026-11-14T09:00:00.000+01:00"}"#),
            "/issues/8" => Answer::ok(r#"{"iid": 8, "state": "opened", "closed_at": null}"#),
            "/milestones?title=Version%201.0" | "/milestones?iids%5B%5D=3" => {
                Answer::ok(r#"[{"id": 12, "iid": 3, "title": "Version 1.0", "state": "active"}]"#)
            }
            "/milestones?title=2026" => Answer::ok(r#"[{"id": 13, "iid": 4, "title": "2026", "state": "closed"}]"#),
            "/issues_statistics?scope=all&milestone=Version%201.0" => {
                Answer::ok(r#"{"statistics": {"counts": {"all": 20, "closed": 5, "opened": 15}}}"#)
            }
            _ if path.starts_with("/milestones") => Answer::ok("[]"),
            _ => Answer::new(404, r#"{"message": "404 Project Not Found"}"#),
        }
    });
    let source =
        |project: &str| with_token(FeedKind::Gitlab { project: project.to_owned(), url: Some(server.url.clone()) });
    let (world, web) = (world(), source("shop/web"));
    let number = |origin: &Origin| world.number(&web, origin);
    assert_eq!(number(&query("labels=bug&state=opened")), Ok(12.0));
    assert_eq!(number(&query("labels=none")), Ok(0.0));
    assert!(number(&query("state=closed")).expect_err("too many").contains("too many issues"));
    assert_eq!(number(&milestone("Version 1.0")), Ok(0.25));
    assert_eq!(number(&milestone("3")), Ok(0.25));
    assert_eq!(number(&milestone("gone")), Err("has no milestone `gone`".to_owned()));
    assert_eq!(world.done(&web, &milestone("2026")), Ok((1.0, None)));
    assert_eq!(world.done(&web, &milestone("3")), Ok((0.0, None)));
    assert_eq!(world.done(&web, &issue("7")), Ok((1.0, Some("2026-11-14".to_owned()))));
    assert_eq!(world.done(&web, &issue("8")), Ok((0.0, None)));
    let elsewhere = world.number(&source("shop/gone"), &issue("7"));
    assert_eq!(elsewhere, Err("answered 404: `404 Project Not Found`".to_owned()));
}

fn jira_answer(asked: &Asked) -> Answer {
    let total =
        |total: u32| Answer::ok(format!(r#"{{"startAt": 0, "maxResults": 0, "total": {total}, "issues": []}}"#));
    let issue = |category: &str, resolved: &str| {
        let status = format!(r#"{{"name": "x", "statusCategory": {{"key": "{category}"}}}}"#);
        Answer::ok(format!(r#"{{"key": "WEB-7", "fields": {{"status": {status}, "resolutiondate": {resolved}}}}}"#))
    };
    let resolved_as = |resolution: &str| {
        let fields =
            r#""status": {"statusCategory": {"key": "done"}}, "resolutiondate": "2026-11-14T10:00:00.000+0000""#;
        Answer::ok(format!(r#"{{"fields": {{{fields}, "resolution": {{"name": "{resolution}"}}}}}}"#))
    };
    match asked.path.as_str() {
        "/rest/api/2/search?maxResults=0&jql=project%20%3D%20WEB" => total(31),
        "/rest/api/2/search?maxResults=0&jql=fixVersion%20%3D%2010001" => total(8),
        "/rest/api/2/search?maxResults=0&jql=fixVersion%20%3D%2010001%20AND%20statusCategory%20%3D%20Done" => total(2),
        "/rest/api/2/version/10001" => Answer::ok(r#"{"id": "10001", "name": "1.0", "released": false}"#),
        "/rest/api/2/version/10002" => Answer::ok(r#"{"id": "10002", "released": true, "releaseDate": "2026-11-10"}"#),
        "/rest/api/2/issue/WEB-7?fields=status,resolution,resolutiondate" => {
            issue("done", "\"2026-11-14T10:00:00.000+0000\"")
        }
        "/rest/api/2/issue/WEB-8?fields=status,resolution,resolutiondate" => issue("indeterminate", "null"),
        "/rest/api/2/issue/WEB-9?fields=status,resolution,resolutiondate" => resolved_as("Won't Do"),
        "/rest/api/2/issue/WEB-10?fields=status,resolution,resolutiondate" => resolved_as("Duplicate"),
        "/rest/api/2/issue/WEB-11?fields=status,resolution,resolutiondate" => resolved_as("Fixed"),
        _ => Answer::new(400, r#"{"errorMessages": ["The value 'x' does not exist"], "errors": {}}"#),
    }
}

#[test]
fn jira_counts_and_resolves() {
    let server = Server::start(jira_answer);
    let jira = |url: &str| with_token(FeedKind::Jira { url: url.to_owned() });
    let (world, source) = (world(), jira(&server.url));
    let number = |origin: &Origin| world.number(&source, origin);
    assert_eq!(number(&query("project = WEB")), Ok(31.0));
    assert_eq!(number(&query("project = x")), Err("answered 400: `The value 'x' does not exist`".to_owned()));
    assert_eq!(number(&milestone("10001")), Ok(0.25));
    assert!(number(&milestone("1.0")).expect_err("no number").contains("write `milestone: 10001`"));
    assert_eq!(world.done(&source, &milestone("10001")), Ok((0.0, None)));
    assert_eq!(world.done(&source, &milestone("10002")), Ok((1.0, Some("2026-11-10".to_owned()))));
    assert_eq!(world.done(&source, &issue("WEB-7")), Ok((1.0, Some("2026-11-14".to_owned()))));
    assert_eq!(world.done(&source, &issue("WEB-8")), Ok((0.0, None)));
    // What was given up is closed, and has not been done.
    assert_eq!(world.done(&source, &issue("WEB-9")), Ok((0.0, None)));
    assert_eq!(world.done(&source, &issue("WEB-10")), Ok((0.0, None)));
    assert_eq!(world.done(&source, &issue("WEB-11")), Ok((1.0, Some("2026-11-14".to_owned()))));
    assert_eq!(server.asked()[0].header("authorization"), Some("Bearer tok-5ecret"));

    // The cloud takes an address with a token as user and password, and has another search.
    let cloud = Server::start(|asked| match (asked.method.as_str(), asked.path.as_str()) {
        ("POST", "/rest/api/3/search/approximate-count") if asked.body == r#"{"jql":"project = \"WEB\""}"# => {
            Answer::ok(r#"{"count": 153}"#)
        }
        _ => Answer::new(410, r#"{"errorMessages": ["The requested API has been removed."]}"#),
    });
    let world = world.secret("THE_TOKEN", "ana@shop.example:tok-5ecret");
    let source = jira(&cloud.url);
    assert_eq!(world.number(&source, &query("project = \"WEB\"")), Ok(153.0));
    let explained = world.explained(&source, &query("project = \"WEB\""));
    assert!(
        explained.contains("Authorization: Basic (in Base64) $THE_TOKEN") && !explained.contains("5ecret"),
        "{explained}"
    );
    let basic = cloud.asked()[1].header("authorization").map(str::to_owned);
    assert_eq!(basic.as_deref(), Some("Basic YW5hQHNob3AuZXhhbXBsZTp0b2stNWVjcmV0"));
    let explained = world.explained(&jira("https://shop.atlassian.net/"), &query("project = WEB"));
    assert!(
        explained.starts_with("POST https://shop.atlassian.net/rest/api/3/search/approximate-count\n"),
        "{explained}"
    );
    assert!(explained.contains("{\"jql\":\"project = WEB\"}"), "{explained}");
}

#[test]
fn a_server_that_sends_its_token_back_does_not_show_it() {
    let server = Server::start(|asked| {
        let sent = asked.header("authorization").unwrap_or_default();
        Answer::new(403, format!(r#"{{"message": "no access for {sent}"}}"#))
    });
    let source = with_token(FeedKind::Jira { url: server.url.clone() });
    let said = world().secret("THE_TOKEN", "ana:tok-5ecret").number(&source, &query("x")).expect_err("no number");
    assert_eq!(said, "answered 403: it does not accept the token in THE_TOKEN: `no access for Basic ***`");
}

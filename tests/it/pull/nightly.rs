//! What stands around `pull`: the nightly workflow, and the numbers for Prometheus.

use crate::support::program::{folder, goalpost, project, says};
use crate::support::repository::Repo;

#[test]
fn the_nightly_workflow_has_the_least_permissions_and_runs_on_the_trunk() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "organization: Bakery\n");
    repo.write("mission.yaml", "kind: mission\nid: bread\ntitle: Bread\nstatement: Bread for all.\n");
    repo.commit("nia", "2026-10-02T08:00:00Z", "Begin");
    says(repo.path(), &["init", "--pull", "github"]);
    let text = repo.read(".github/workflows/goals-pull.yml");
    let workflow: serde_json::Value = serde_yaml::from_str(&text).expect("YAML");
    assert_eq!(workflow["permissions"], serde_json::json!({}));
    let permissions = serde_json::json!({"contents": "write", "pull-requests": "write", "statuses": "write"});
    assert_eq!(workflow["jobs"]["pull"]["permissions"], permissions);
    // The event of a schedule, which runs on the default branch, does not name it.
    let on_trunk = "github.event_name == 'schedule' || github.ref_name == github.event.repository.default_branch";
    assert_eq!(workflow["jobs"]["pull"]["if"], on_trunk);
    let steps = &workflow["jobs"]["pull"]["steps"];
    assert_eq!(steps[0]["with"]["ref"], "${{ github.ref_name }}");
    assert_eq!(steps[1]["with"], serde_json::json!({"root": ".", "version": env!("CARGO_PKG_VERSION"), "pull": true}));
    assert!(steps[1]["env"].is_object() && steps[2].is_null(), "{text}");
    assert!(!text.contains("main\n") && !text.contains("pull_request"), "{text}");
    let action: serde_json::Value =
        serde_yaml::from_str(&std::fs::read_to_string(project("action.yml")).expect("the action")).expect("YAML");
    assert!(action["inputs"]["pull"].is_object());
    says(repo.path(), &["init", "--pull", "gitlab"]);
    let text = repo.read(".gitlab/goals-pull.yml");
    let pipeline: serde_json::Value = serde_yaml::from_str(&text).expect("YAML");
    assert!(
        pipeline["goals-pull"]["rules"][0]["if"].as_str().is_some_and(|it| it.contains("$CI_DEFAULT_BRANCH")),
        "{text}"
    );
    // Nothing that exists is overwritten.
    repo.write(".gitlab/goals-pull.yml", "ours: {}\n");
    assert_eq!(goalpost(repo.path(), &["init", "--pull", "gitlab"]).code, 0);
    assert_eq!(repo.read(".gitlab/goals-pull.yml"), "ours: {}\n");
}

#[test]
fn open_goals_are_gauges_without_names_of_people() {
    let goals = folder(&[
        ("goalpost.yaml", "organization: Bakery\n"),
        ("queue.yaml", "kind: objective\nid: queue\ntitle: Make the queue a pleasure\nowner: nia\nperiod: 2026-Q4\n"),
        (
            "wait.yaml",
            "kind: key_result\nid: wait\ntitle: Wait\nmeasures: queue\nmetric: {unit: \"a\\\"b\", baseline: 9, target: 4, current: 6.5, as_of: 2026-11-20}\nconfidence: 0.6\n",
        ),
    ]);
    let text = says(goals.path(), &["export", "--format", "openmetrics"]);
    let labels = "goal=\"wait\",kind=\"key_result\",period=\"2026-Q4\",unit=\"a\\\"b\",health=\"at-risk\"";
    for line in [
        "# TYPE goalpost_progress_ratio gauge".to_owned(),
        format!("goalpost_progress_ratio{{{labels}}} 0.5"),
        format!("goalpost_confidence_ratio{{{labels}}} 0.6"),
        format!("goalpost_value{{{labels}}} 6.5"),
        format!("goalpost_value_timestamp_seconds{{{labels}}} 1795132800"),
    ] {
        assert!(text.lines().any(|it| it == line), "{line}\n{text}");
    }
    assert!(text.ends_with("# EOF\n") && !text.contains("nia"), "{text}");
}

//! What commands say of moved goalposts, for tests that compare them.

use serde_json::Value;

use super::program::goalpost;
use super::repository::Repo;

/// What a command answers, whether or not it finds something.
pub fn json(repo: &Repo, args: &[&str]) -> Value {
    let answer = goalpost(repo.path(), &[args, &["--today", "2026-12-10", "--format", "json"]].concat());
    serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{args:?}: {}", answer.stderr))
}

/// Each move in words.
pub fn words(moves: &Value) -> Vec<String> {
    let moves = moves.as_array().cloned().unwrap_or_default();
    let of = |it: &Value| it["words"].as_str().or(it["change"].as_str()).unwrap_or_default().to_owned();
    moves.iter().map(of).collect()
}

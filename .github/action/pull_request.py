"""The check, with annotations, SARIF, report and summary, and the one comment on a pull request.

Nothing of a pull request is executed: its commits are fetched as data, and goalpost reads files alone.
"""

import json
import os
import urllib.parse

from github import call, cut, event, git, goalpost, is_commit, is_ours, name_of_root, pages, put, tell, warn

# GitHub's limit: bytes of a step's summary.
SUMMARY = 1_000_000
NOT_HERE = "check out with fetch-depth: 0"


def without_suppressed(text):
    """A SARIF log without what comments in the files allow: GitHub would show it as open alerts."""
    log = json.loads(text)
    for run in log["runs"]:
        run["results"] = [result for result in run["results"] if not result.get("suppressions")]
    return json.dumps(log)


def check():
    """Annotations, SARIF, report and summary. Fails if the check does, which a pull request does for what it brings."""
    since = []
    base = event().get("pull_request", {}).get("base", {}).get("sha")
    if is_commit(base):
        since = ["--since", base]
    elif base:
        warn(f"the base of the pull request is not here; {NOT_HERE}")
    code, text = goalpost("check", "--format", "github", *since)
    # These are the commands; the texts in them are escaped.
    print(text, end="", flush=True)
    folder = os.environ.get("RUNNER_TEMP") or "."
    sarif, report = os.path.join(folder, "goals.sarif"), os.path.join(folder, "goals.html")
    _, log = goalpost("check", "--quiet", "--format", "sarif")
    if log:
        with open(sarif, "w", encoding="utf-8") as file:
            file.write(without_suppressed(log))
        put("GITHUB_OUTPUT", f"sarif={sarif}\n")
    if os.environ.get("REPORT", "true") == "true" and goalpost("report", "--quiet", "--output", report)[0] == 0:
        put("GITHUB_OUTPUT", f"report={report}\n")
    told = [goalpost("check", "--quiet", "--format", "markdown", *since)[1]]
    if since:
        told.append(goalpost("diff", f"{base}...HEAD", "--quiet", "--format", "markdown")[1])
    put("GITHUB_STEP_SUMMARY", cut("\n\n".join(told), SUMMARY) + "\n")
    return code


def pull_request(told, repository):
    """The pull request of an event, or none, with the reason."""
    if "workflow_run" not in told:
        pull = told["pull_request"]
        if (pull["head"].get("repo") or {}).get("full_name") != repository:
            return None, "a fork's pull request gets its comment from the workflow that follows this one (workflow_run)"
        return pull, None
    run = told["workflow_run"]
    if run.get("event") != "pull_request":
        return None, "the workflow did not run for a pull request"
    # The event does not name a fork's pull request. What the fork says of itself is not believed: its number counts
    # only if its head is the commit that was checked.
    owner = (run.get("head_repository") or {}).get("owner", {}).get("login", "")
    head = urllib.parse.quote(f"{owner}:{run.get('head_branch', '')}")
    pulls = call("GET", f"/repos/{repository}/pulls?state=open&per_page=100&head={head}")
    pulls = [pull for pull in pulls if pull["head"]["sha"] == run["head_sha"]]
    if len(pulls) != 1:
        return None, "no open pull request has the commit that was checked as its head"
    return pulls[0], None


def fetch(number, wanted):
    """Fetches the head of a pull request as data, if it is not here."""
    if not is_commit(wanted):
        git("fetch", "--quiet", "--no-tags", "origin", f"+refs/pull/{number}/head")
    return is_commit(wanted)


def comment():
    """Creates or updates the comment."""
    repository, told = os.environ["GITHUB_REPOSITORY"], event()
    pull, reason = pull_request(told, repository)
    if pull is None:
        tell(reason)
        return 0
    number, base, head = int(pull["number"]), pull["base"]["sha"], pull["head"]["sha"]
    if not is_commit(base) or not fetch(number, head):
        warn(f"the commits of the pull request are not here; {NOT_HERE}")
        return 0
    code, text = goalpost("diff", f"{base}...{head}", "--quiet", "--format", "json")
    if code != 0:
        return code
    view = json.loads(text)
    is_empty = not view["changes"] and not view["files"] and not view["withdrawn"]
    code, text = goalpost("diff", f"{base}...{head}", "--quiet", "--format", "markdown")
    if code != 0:
        return code
    mark = f"<!-- goalpost diff {name_of_root()} -->"
    body = cut(f"{mark}\n{text}")
    known = next((it for it in pages(f"/repos/{repository}/issues/{number}/comments") if is_ours(it, mark)), None)
    if known:
        call("PATCH", f"/repos/{repository}/issues/comments/{int(known['id'])}", {"body": body})
    elif not is_empty:
        call("POST", f"/repos/{repository}/issues/{number}/comments", {"body": body})
    return 0

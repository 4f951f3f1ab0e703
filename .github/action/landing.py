"""How commits of the bot reach the branch that is checked out: pushed to it, or, where it is protected, in a pull request that
the commits of a series share.
"""

import json
import os
import re
import urllib.error
import urllib.parse

from github import BOT, call, cut, git, goalpost, pages, push, quoted, take_off


class Refused(Exception):
    """Why nothing was written, for whoever asked."""


class NotHere(Exception):
    """What is to be taken back is not on this branch."""


class Series:
    """Commits of one sort."""

    def __init__(self, prefix, title, intro, what, has_pull_requests=True, only=None):
        # What the names of their branches begin with, before the day.
        self.prefix = prefix
        # The title of their pull request, before the day, and the line before their list.
        self.title, self.intro = title, intro
        # What they are in a sentence: `the check-in is`.
        self.what = what
        # Whether they go into a pull request where the branch does not take them.
        self.has_pull_requests = has_pull_requests
        # What their pull request may change, in the words of `goalpost diff --only`; none where each commit is judged before.
        self.only = only


class Landed:
    """A commit that was pushed."""

    def __init__(self, commit, says, pull=None, branch=None):
        self.commit, self.says, self.branch = commit, says, branch
        self.where = f"\nin pull request {pull}, which takes effect when it is merged" if pull else ""


def commit_of(command):
    """Makes a commit as the bot; gives its name."""
    name, email = BOT
    if not git("-c", f"user.name={name}", "-c", f"user.email={email}", *command)[0]:
        git("reset", "--quiet", "--hard")
        raise Refused("nothing to commit: the goal says this already")
    return git("rev-parse", "HEAD")[1]


def land(series, write, repository, branch=None):
    """Pushes the commit that `write` makes to the branch that is checked out, or, where that is protected, to the branch of the
    series, which has a pull request. What is to be taken back may be on another branch of it."""
    _, trunk = git("rev-parse", "--abbrev-ref", "HEAD")
    day = None
    try:
        # Others may push meanwhile.
        for _ in range(3):
            _, before = git("rev-parse", "HEAD")
            commit, says, day = write()
            if push(commit, trunk):
                return Landed(commit, says)
            git("reset", "--quiet", "--hard", before)
            git("fetch", "--quiet", "--no-tags", "origin", f"+refs/heads/{trunk}:refs/remotes/origin/{trunk}")
            _, there = git("rev-parse", f"refs/remotes/origin/{trunk}")
            if there == before:
                break
            git("reset", "--quiet", "--hard", there)
    except NotHere:
        if branch is None:
            raise Refused(f"{series.what} not on the branch any more") from None
    else:
        branch = None
    if not series.has_pull_requests:
        raise Refused(f"{series.what} not pushed: the branch is protected")
    branch = branch or new_branch(series, repository, day or today(), trunk)
    return land_by_pull_request(series, write, repository, trunk, branch)


def today():
    """The day that goalpost takes for today."""
    code, text = goalpost("agenda", "--quiet", "--format", "json")
    if code != 0:
        raise Refused(goalpost.said)
    return json.loads(text)["today"]


def land_by_pull_request(series, write, repository, trunk, branch):
    """Pushes the commit that `write` makes to a branch, and keeps its pull request and the commit's status."""
    try:
        return landed_beside(series, write, repository, trunk, branch)
    finally:
        git("checkout", "--quiet", "--force", trunk)


def landed_beside(series, write, repository, trunk, branch):
    # Others may push meanwhile.
    for _ in range(3):
        pull = pull_request_of(repository, branch, trunk)
        git("checkout", "--quiet", "--force", "-B", branch, f"refs/remotes/origin/{branch}" if pull else trunk)
        name, email = BOT
        # The values that people see are those of both branches. Where they differ, people merge.
        if not git("-c", f"user.name={name}", "-c", f"user.email={email}", "merge", "--quiet", "--no-edit", trunk)[0]:
            git("merge", "--abort")
        try:
            commit, says, _ = write()
        except NotHere:
            raise Refused(f"{series.what} not in its pull request any more") from None
        if push(commit, branch):
            break
    else:
        raise Refused(f"{series.what} not pushed, neither to the branch nor to one beside it")
    _, list_of = git("log", "--reverse", "--no-merges", "--format=%s", f"{trunk}..HEAD")
    day = branch.removeprefix(series.prefix)[:10]
    body = {"title": f"{series.title} of {day}", "body": cut(f"{series.intro}:\n\n" + quoted(list_of))}
    if pull is None:
        pull = open_pull_request(repository, commit, {**body, "head": branch, "base": trunk})
    else:
        call("PATCH", f"/repos/{repository}/pulls/{pull}", body)
    # Pushes with the workflow's own token start no workflows; an app's do.
    if not os.environ.get("APP_TOKEN"):
        set_status(series, repository, commit, trunk)
    return Landed(commit, says, pull, branch)


def open_pull_request(repository, commit, body):
    """Opens the pull request of a branch that was just pushed; gives its number. Without one, nobody would see what is on the
    branch, so it is deleted again."""
    try:
        return int(call("POST", f"/repos/{repository}/pulls", body)["number"])
    except urllib.error.HTTPError as error:
        is_gone = take_off(commit, body["head"])
        if error.code != 403:
            raise
        state = "nothing was written" if is_gone else f"the value is on {body['head']}, which could not be deleted"
        raise Refused(
            f"{state}: the branch is protected, and workflows may not open pull requests here\n"
            "enable it in Settings, Actions, General: Allow GitHub Actions to create and approve pull requests\n"
            "(the organization's settings may have to allow it first), or give the action an app-token; then ask again"
        ) from None


def fetched(branch):
    """Whether the remote has a branch; it is here then."""
    return git("fetch", "--quiet", "--no-tags", "origin", f"+refs/heads/{branch}:refs/remotes/origin/{branch}")[0]


def pull_request_of(repository, branch, trunk):
    """The number of the open pull request of a branch to the trunk; none if the branch or the pull request is not there."""
    if not fetched(branch):
        return None
    head, base = urllib.parse.quote(f"{repository.split('/')[0]}:{branch}"), urllib.parse.quote(trunk)
    pulls = call("GET", f"/repos/{repository}/pulls?state=open&per_page=100&head={head}&base={base}")
    return int(pulls[0]["number"]) if pulls else None


def open_branch(series, repository, trunk):
    """The branch of a series whose pull request is open, whatever its day; none if there is none. A fork may have a branch of
    the same name."""
    base = urllib.parse.quote(trunk)
    for pull in pages(f"/repos/{repository}/pulls?state=open&base={base}"):
        head = pull["head"]
        is_own = ((head.get("repo") or {}).get("full_name") or "").lower() == repository.lower()
        if is_own and re.fullmatch(re.escape(series.prefix) + r"[0-9-]+", head["ref"]):
            return head["ref"]
    return None


def new_branch(series, repository, day, trunk):
    """The name of the branch of a day. One whose pull request is closed is used no more."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        raise Refused(f"{series.what} of no day")
    for number in range(1, 51):
        branch = series.prefix + day + (f"-{number}" if number > 1 else "")
        if not fetched(branch) or pull_request_of(repository, branch, trunk):
            return branch
    raise Refused(f"there are too many branches {series.prefix}{day}")


def set_status(series, repository, commit, trunk):
    """Runs the check, and sets the status that the branch requires on the commit."""
    code, _ = goalpost("check", "--quiet", "--since", trunk)
    states = {0: ("success", "the goals have no new errors"), 1: ("failure", "goalpost check finds new errors")}
    state, says = states.get(code, ("error", "goalpost check could not run"))
    # Whoever may push to the branch could have a change pass with the values.
    if series.only and state == "success" and goalpost("diff", "--quiet", f"{trunk}...HEAD", "--only", series.only)[0]:
        state, says = "failure", "others changed more here than the values"
    status = {"state": state, "description": says, "context": os.environ.get("STATUS") or "goals"}
    call("POST", f"/repos/{repository}/statuses/{commit}", status)

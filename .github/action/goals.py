"""What action.yml runs: `check` checks the goals, `comment` keeps one comment on the pull request, `checkin` writes the
check-ins that people ask for in comments.

Everything comes from the environment of GitHub Actions and the event's file. Nothing of a pull request is executed: its
commits are fetched as data, and goalpost reads files alone.
"""

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

# GitHub's limits: characters of a comment, bytes of a step's summary.
COMMENT = 65_000
SUMMARY = 1_000_000


def goalpost(*args):
    """Runs goalpost on the goals; gives its exit code, output and notes."""
    command = ["goalpost", "--root", os.environ.get("ROOT") or ".", *args]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    goalpost.said = done.stderr
    # What a note quotes must not be read as a workflow command.
    for line in done.stderr.splitlines():
        print("| " + line.replace("##[", "# ["), file=sys.stderr)
    return done.returncode, done.stdout


def event():
    with open(os.environ["GITHUB_EVENT_PATH"], encoding="utf-8") as file:
        return json.load(file)


def git(*args):
    """Runs git; gives whether it went well, and its output."""
    done = subprocess.run(["git", *args], capture_output=True, text=True, encoding="utf-8", check=False)
    return done.returncode == 0, done.stdout.strip()


def is_commit(name):
    """Whether a text is the name of a commit that is here."""
    if not re.fullmatch(r"[0-9a-f]{40,64}", name or ""):
        return False
    return subprocess.run(["git", "cat-file", "-e", name + "^{commit}"], capture_output=True, check=False).returncode == 0


def put(name, text):
    """Appends to one of the files by which a step tells something."""
    path = os.environ.get(name)
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)


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
        print("::warning title=goalpost::the base of the pull request is not here; check out with fetch-depth: 0")
    code, text = goalpost("check", "--format", "github", *since)
    print(text, end="")
    folder = os.environ.get("RUNNER_TEMP") or "."
    sarif, report = os.path.join(folder, "goals.sarif"), os.path.join(folder, "goals.html")
    _, log = goalpost("check", "--quiet", "--format", "sarif")
    if log:
        with open(sarif, "w", encoding="utf-8") as file:
            file.write(without_suppressed(log))
        put("GITHUB_OUTPUT", f"sarif={sarif}\n")
    if os.environ.get("REPORT", "true") == "true" and goalpost("report", "--quiet", "--output", report)[0] == 0:
        put("GITHUB_OUTPUT", f"report={report}\n")
    pages = [goalpost("check", "--quiet", "--format", "markdown", *since)[1]]
    if since:
        pages.append(goalpost("diff", f"{base}...HEAD", "--quiet", "--format", "markdown")[1])
    put("GITHUB_STEP_SUMMARY", "\n\n".join(pages).encode()[:SUMMARY].decode(errors="ignore") + "\n")
    return code


def call(method, path, body=None):
    """Calls the API of GitHub."""
    url = (os.environ.get("GITHUB_API_URL") or "https://api.github.com") + path
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method)
    request.add_header("Authorization", "Bearer " + os.environ["GITHUB_TOKEN"])
    request.add_header("Accept", "application/vnd.github+json")
    request.add_header("X-GitHub-Api-Version", "2022-11-28")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


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
    if is_commit(wanted):
        return True
    subprocess.run(
        ["git", "fetch", "--quiet", "--no-tags", "origin", f"+refs/pull/{number}/head"], check=False, capture_output=True
    )
    return is_commit(wanted)


def comment():
    """Creates or updates the comment."""
    repository, told = os.environ["GITHUB_REPOSITORY"], event()
    pull, reason = pull_request(told, repository)
    if pull is None:
        print("| " + reason)
        return 0
    number, base, head = int(pull["number"]), pull["base"]["sha"], pull["head"]["sha"]
    if not is_commit(base) or not fetch(number, head):
        print("::warning title=goalpost::the commits of the pull request are not here; check out with fetch-depth: 0")
        return 0
    code, text = goalpost("diff", f"{base}...{head}", "--quiet", "--format", "json")
    if code != 0:
        return code
    view = json.loads(text)
    is_empty = not view["changes"] and not view["files"] and not view["withdrawn"]
    code, text = goalpost("diff", f"{base}...{head}", "--quiet", "--format", "markdown")
    if code != 0:
        return code
    root = re.sub(r"[^A-Za-z0-9._/]", "-", os.environ.get("ROOT") or ".").replace("--", "-")
    mark = f"<!-- goalpost diff {root} -->"
    body = f"{mark}\n{text}"[:COMMENT]
    known = own_comment(repository, number, mark)
    if known:
        call("PATCH", f"/repos/{repository}/issues/comments/{known}", {"body": body})
    elif not is_empty:
        call("POST", f"/repos/{repository}/issues/{number}/comments", {"body": body})
    return 0


def own_comment(repository, number, mark):
    """The number of the comment that an earlier run wrote: a bot's, since anyone can write the mark."""
    for page in range(1, 101):
        comments = call("GET", f"/repos/{repository}/issues/{number}/comments?per_page=100&page={page}")
        for it in comments:
            if (it.get("user") or {}).get("type") == "Bot" and (it.get("body") or "").startswith(mark):
                return int(it["id"])
        if len(comments) < 100:
            return None
    return None


# A comment's first line: the goal, the value, and perhaps a confidence (0.6, 60%, 6/10) and a note.
CHECKIN = re.compile(r"/checkin\s+(\S+)\s+(\S+)(?:\s+(0?\.\d+|0|1|1\.0+|\d{1,3}%|\d{1,2}/10)(?=\s|$))?(?:\s+(.*))?")
BOT = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")


def checkin():
    """Writes the check-in of a comment as a commit, or takes back the last one of the same person (`/undo`)."""
    told = event()
    asked = told["comment"]
    lines = (asked.get("body") or "").strip().splitlines()
    first = lines[0].strip() if lines else ""
    user, login = asked["user"], asked["user"]["login"]
    # An edited comment changes nothing.
    if told.get("action") != "created" or user.get("type") != "User" or not re.fullmatch(r"[A-Za-z0-9-]+", login):
        return 0
    repository, number = os.environ["GITHUB_REPOSITORY"], int(told["issue"]["number"])

    def reply(text):
        call("POST", f"/repos/{repository}/issues/{number}/comments", {"body": text[:COMMENT]})
        return 0

    if first == "/undo":
        return undo(repository, number, login, reply)
    match = CHECKIN.fullmatch(first)
    if not match:
        return 0 if not first.startswith("/checkin") else reply(quoted("write: /checkin GOAL VALUE [CONFIDENCE] [NOTE]"))
    goal, value, confidence, note = match.groups()
    options = ["--by", "@" + login, "--format", "json"]
    options += ["--confidence", confidence] if confidence else []
    options += ["--note=" + note] if note else []
    code, text = goalpost("checkin", "--quiet", *options, "--", goal, value)
    if code != 0:
        return reply(quoted(goalpost.said))
    written = json.loads(text)
    _, text = goalpost("diff", "--quiet", "--only", "progress,log", "--by", "@" + login, "--format", "json")
    beside = json.loads(text)["beside"] if text else [{"what": goalpost.said, "goal": goal}]
    # A KPI may feed the goals of others: its own owner checks in on it all the same.
    beside = [it for it in beside if it["what"] != "KPI of another owner's goal"]
    if beside:
        git("checkout", "--quiet", "--", ".")
        return reply(quoted(refusal(login, goal, beside)))
    message = f"Check in on {written['goals'][0]}\n\n{asked['html_url']}\n\nGoal: {written['goals'][0]}\n"
    message += f"Co-authored-by: {login} <{int(user['id'])}+{login}@users.noreply.github.com>"
    commit = push(["commit", "--quiet", "--all", "--message", message])
    if commit is None:
        return reply(quoted("the check-in could not be pushed; is the branch protected?"))
    return reply(f"<!-- goalpost checkin {commit} {login} -->\n" + quoted("\n".join(written["says"]) + "\nto take it back: /undo"))


def undo(repository, number, login, reply):
    """Reverts the latest check-in that this person made on this issue and that is still there."""
    marks = []
    for page in range(1, 101):
        comments = call("GET", f"/repos/{repository}/issues/{number}/comments?per_page=100&page={page}")
        for it in comments:
            match = re.match(r"<!-- goalpost (checkin|undo) ([0-9a-f]{40,64}) ([A-Za-z0-9-]+) -->", it.get("body") or "")
            if match and (it.get("user") or {}).get("type") == "Bot" and match[3] == login:
                marks.append((match[1], match[2]))
        if len(comments) < 100:
            break
    undone = {commit for kind, commit in marks if kind == "undo"}
    left = [commit for kind, commit in marks if kind == "checkin" and commit not in undone]
    if not left:
        return reply(quoted("there is no check-in of yours to take back here"))
    if push(["revert", "--no-edit", left[-1]]) is None:
        git("revert", "--abort")
        return reply(quoted("the check-in cannot be taken back: the goal has changed since, or the branch is protected"))
    return reply(f"<!-- goalpost undo {left[-1]} {login} -->\n" + quoted("taken back"))


def refusal(login, goal, beside):
    """Why a check-in is not written."""
    if any(it["what"] == "goal of another owner" for it in beside):
        code, text = goalpost("show", "--quiet", "--format", "json", "--", goal)
        owner = json.loads(text)["goal"]["owner"] if code == 0 else None
        return f"{login} does not own this goal; ask its owner: {owner or 'nobody yet'}"
    return "this would change more than the progress: " + ", ".join(it["what"] for it in beside)


def quoted(text):
    """Text as a block of code, in which GitHub reads no markup and no mention."""
    return "\n".join("    " + line for line in text.splitlines())


def push(command):
    """Makes a commit as the bot and pushes it to the branch that is checked out; gives its name."""
    _, branch = git("rev-parse", "--abbrev-ref", "HEAD")
    _, before = git("rev-parse", "HEAD")
    name, email = BOT
    done, _ = git("-c", f"user.name={name}", "-c", f"user.email={email}", *command)
    if not done:
        return None
    _, commit = git("rev-parse", "HEAD")
    if git("push", "--quiet", "origin", f"HEAD:refs/heads/{branch}")[0]:
        return commit
    git("reset", "--quiet", "--hard", before)
    return None


if __name__ == "__main__":
    try:
        sys.exit({"check": check, "comment": comment, "checkin": checkin}[sys.argv[1]]())
    except urllib.error.HTTPError as error:
        print(f"::error title=goalpost::GitHub answered {error.code} to {error.url}; is pull-requests: write permitted?")
        sys.exit(2)

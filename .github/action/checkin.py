"""Check-ins by people without git: a comment `/checkin`, or the form of an issue, becomes a commit, and `/undo` takes it back.

What people write reaches goalpost and git as arguments, never through a shell, and comes back as a block of code.
"""

import contextlib
import json
import os
import re
import urllib.error

from github import call, cut, event, git, goalpost, is_ours, pages, quoted
from landing import NotHere, Refused, Series, commit_of, land

# A confidence that nobody takes for the first word of a note, such as "1 customer left".
CONFIDENCE = r"0?\.\d+|1\.0+|\d{1,3}%|\d{1,2}/10"
# In a field of its own a bare 0 or 1 is one too.
FIELD_CONFIDENCE = CONFIDENCE + "|0|1"
# The most characters of a comment's first line, or of an answer in the form.
LONGEST = 2_000
# A comment's first line: the goal, the value, and perhaps a confidence (0.6, 60%, 6/10) and a note.
COMMAND = re.compile(rf"/checkin\s+(\S+)\s+(\S+)(?:\s+({CONFIDENCE})(?=\s|$))?(?:\s+(.*))?")
# The headings of the answers in an issue that was opened by the form.
FORM = re.compile(r"^### (Goal|Value|Confidence|Note)[ \t]*$", re.MULTILINE)
# What a reply of ours begins with: what was done, the commit, the login, and the branch beside the trunk.
MARK = re.compile(
    r"<!-- goalpost (checkin|undo) ([0-9a-f]{40,64}) ([A-Za-z0-9-]+)(?: (goalpost/check-ins-[0-9-]+))? -->"
)
# What a trunk does not take goes into the day's pull request.
CHECK_INS = Series(
    "goalpost/check-ins-",
    "Check-ins",
    "Check-ins by comments and forms",
    "the check-in is",
    os.environ.get("CHECKIN_PULL_REQUEST", "true") == "true",
)
USAGE = "write: /checkin GOAL VALUE [CONFIDENCE] [NOTE]"


class Asked:
    """What a person asks for: in a new comment, or in a new issue by the form."""

    def __init__(self, told):
        entry = told.get("comment") or told["issue"]
        self.is_form = "comment" not in told
        self.body = (entry.get("body") or "").replace("\r\n", "\n").strip()
        self.link = entry["html_url"]
        self.login, self.kind, self.user = entry["user"]["login"], entry["user"].get("type"), int(entry["user"]["id"])
        self.number = int(told["issue"]["number"])
        # An edited comment changes nothing.
        is_new = told.get("action") == ("opened" if self.is_form else "created")
        self.counts = is_new and self.kind == "User" and bool(re.fullmatch(r"[A-Za-z0-9-]+", self.login))

    def first_line(self):
        return self.body.split("\n", 1)[0].strip()

    def check_in(self):
        """The goal, value, confidence and note; none if it asks for no check-in."""
        if self.is_form:
            return self.form()
        if not re.match(r"/checkin(?!\S)", self.first_line()):
            return None
        if len(self.first_line()) > LONGEST:
            raise Refused(f"write a line of at most {LONGEST:,} characters")
        match = COMMAND.fullmatch(self.first_line())
        if not match:
            raise Refused(USAGE)
        return match.groups()

    def form(self):
        parts = FORM.split(self.body)
        answers = {}
        for name, text in zip(parts[1::2], parts[2::2]):
            text = " ".join(text.split())
            answers.setdefault(name, "" if text == "_No response_" else text)
        if parts[0].strip() or not {"Goal", "Value"} <= answers.keys():
            return None
        confidence = answers.get("Confidence", "")
        if not answers["Goal"] or not answers["Value"]:
            raise Refused("the form needs a goal and a value")
        if any(len(text) > LONGEST for text in answers.values()):
            raise Refused(f"write answers of at most {LONGEST:,} characters")
        if confidence and not re.fullmatch(FIELD_CONFIDENCE, confidence):
            raise Refused("write the confidence as 0.6, 60% or 6/10")
        return answers["Goal"], answers["Value"], confidence, answers.get("Note", "")

    def author(self):
        return f"Co-authored-by: {self.login} <{self.user}+{self.login}@users.noreply.github.com>"


def checkin():
    """Writes what a comment or an issue asks for, and replies."""
    asked, repository = Asked(event()), os.environ["GITHUB_REPOSITORY"]
    if not asked.counts:
        return 0

    def reply(text, mark=""):
        body = {"body": cut(mark + quoted(text.strip() or "it could not be done; the log of the workflow says why"))}
        call("POST", f"/repos/{repository}/issues/{asked.number}/comments", body)

    try:
        answer = done(asked, repository)
    except Refused as refused:
        reply(str(refused))
        return 0
    except urllib.error.HTTPError as error:
        # Whoever asked is told, if that is permitted; the log has the rest.
        with contextlib.suppress(urllib.error.HTTPError):
            reply(f"it could not be done, or only in part: GitHub answered {error.code}; the log of the workflow says why")
        raise
    if answer is None:
        return 0
    reply(*answer)
    if asked.is_form:
        call("PATCH", f"/repos/{repository}/issues/{asked.number}", {"state": "closed"})
    return 0


def done(asked, repository):
    """Does what is asked; gives the reply and its mark, or none if nothing is asked."""
    if not asked.is_form and asked.first_line() == "/undo":
        commit, branch = last_check_in(asked, repository)
        landed = land(CHECK_INS, lambda: take_back(commit, asked), repository, branch)
        return f"taken back{landed.where}", f"<!-- goalpost undo {commit} {asked.login} -->\n"
    given = asked.check_in()
    if given is None:
        return None
    landed = land(CHECK_INS, lambda: written(*given, asked), repository)
    place = f" {landed.branch}" if landed.branch else ""
    mark = f"<!-- goalpost checkin {landed.commit} {asked.login}{place} -->\n"
    return f"{landed.says}{landed.where}\nto take it back: /undo", mark


def written(goal, value, confidence, note, asked):
    """Commits a check-in; gives the commit, what it says, and the day."""
    options = ["--by", "@" + asked.login, "--format", "json"]
    options += ["--confidence", confidence] if confidence else []
    options += ["--note=" + note] if note else []
    code, text = goalpost("checkin", "--quiet", *options, "--", goal, value)
    if code != 0:
        if f"no person `@{asked.login}`" in goalpost.said:
            raise Refused(f"{asked.login} is nobody's login in org.yaml; ask the owner of {goal}: {owner_of(goal)}")
        raise Refused(goalpost.said)
    view = json.loads(text)
    others = beside(asked)
    if others:
        git("checkout", "--quiet", "--", ".")
        raise Refused(refusal(asked.login, others))
    goal = view["goals"][0]
    message = f"Check in on {goal}\n\n{asked.link}\n\nGoal: {goal}\n{asked.author()}"
    return commit_of(["commit", "--quiet", "--all", "--message", message]), "\n".join(view["says"]), view["today"]


def beside(asked, *revisions):
    """What a change, of the work tree or between revisions, has beside a check-in that this person may make."""
    allowed = ["--only", "progress,log", "--by", "@" + asked.login, "--stand-in"]
    _, text = goalpost("diff", "--quiet", *allowed, "--format", "json", *revisions)
    found = json.loads(text)["beside"] if text else [{"what": goalpost.said, "goal": None}]
    # A KPI may feed the goals of others: its own owner checks in on it all the same.
    return [it for it in found if it["what"] != "KPI of another owner's goal"]


def refusal(login, others):
    """Why a check-in is not written."""
    owned = [it["goal"] for it in others if it["what"] == "goal of another owner"]
    if not owned:
        return "this would change more than the progress: " + ", ".join(it["what"] for it in others)
    return f"{login} does not own {owned[0]}; ask its owner: {owner_of(owned[0])}"


def owner_of(goal):
    """The id of a goal's owner, for a reply."""
    code, text = goalpost("show", "--quiet", "--format", "json", "--", goal)
    return (json.loads(text)["goal"]["owner"] if code == 0 else None) or "nobody yet"


def last_check_in(asked, repository):
    """The latest check-in that this person made on this issue and that is still there, and the branch beside the trunk to
    which it was pushed, if it was."""
    marks = []
    for it in pages(f"/repos/{repository}/issues/{asked.number}/comments"):
        match = MARK.match(it.get("body") or "")
        if match and is_ours(it, "<!-- goalpost") and match[3] == asked.login:
            marks.append((match[1], match[2], match[4]))
    undone = {commit for kind, commit, _ in marks if kind == "undo"}
    left = [(commit, branch) for kind, commit, branch in marks if kind == "checkin" and commit not in undone]
    if not left:
        raise Refused("there is no check-in of yours to take back here")
    return left[-1]


def take_back(commit, asked):
    """Reverts a commit; gives the commit that does."""
    if not git("merge-base", "--is-ancestor", commit, "HEAD")[0]:
        raise NotHere
    # A mark is worth no more than whoever wrote it: any bot can write one. The commit itself has to be this person's.
    names = git("rev-list", "--parents", "--max-count=1", commit)[1].split()
    message = git("log", "-1", "--format=%B", commit)[1].splitlines()
    if len(names) != 2 or asked.author() not in message or beside(asked, f"{names[1]}..{names[0]}"):
        raise Refused(f"{commit[:12]} is no check-in of yours, so it is not taken back")
    if not git("revert", "--no-commit", commit)[0]:
        git("revert", "--abort")
        raise Refused("the check-in cannot be taken back: the goal has changed since")
    _, subject = git("log", "-1", "--format=%s", commit)
    message = f'Revert "{subject}"\n\n{asked.link}\n\nThis reverts commit {commit}.\n\n{asked.author()}'
    return commit_of(["commit", "--quiet", "--message", message]), "", None

"""The agenda as one issue, which is updated, and one comment a week that mentions those of whom others ask something."""

import datetime
import json
import os
import re

from github import call, cut, goalpost, is_ours, name_of_root, pages

TITLE = "What there is to do for our goals"


def agenda():
    """Creates or updates the issue and the comment of the week."""
    repository = os.environ["GITHUB_REPOSITORY"]
    code, page = goalpost("agenda", "--quiet", "--by-team", "--format", "markdown")
    if code != 0:
        return code
    code, text = goalpost("agenda", "--quiet", "--format", "json")
    if code != 0:
        return code
    view = json.loads(text)
    # What is for a goal's owner and their lead alone is not posted.
    items = [item for item in view["items"] if not item["is_private"]]
    mark = f"<!-- goalpost agenda {name_of_root()} -->"
    body = cut(f"{mark}\n{page}")
    open_issues = pages(f"/repos/{repository}/issues?state=open&sort=created&direction=desc")
    issue = next((it for it in open_issues if "pull_request" not in it and is_ours(it, mark)), None)
    if issue:
        number = int(issue["number"])
        call("PATCH", f"/repos/{repository}/issues/{number}", {"body": body})
    elif items:
        number = int(call("POST", f"/repos/{repository}/issues", {"title": TITLE, "body": body})["number"])
    else:
        return 0
    mention(repository, number, view, items)
    return 0


def mention(repository, number, view, items):
    """Mentions the people of whom another person asks something, each once a week: those whom the week's comment has
    already keep their line."""
    asked = asked_people(view, items)
    year, week, _ = datetime.date.fromisoformat(view["today"]).isocalendar()
    mark = f"<!-- goalpost asked {name_of_root()} {year}-W{week:02} -->"
    comments = f"/repos/{repository}/issues/{number}/comments"
    known = next((it for it in pages(comments) if is_ours(it, mark)), None)
    lines = known["body"].split("\n") if known else [mark, "Others ask this of you:", ""]
    there = {match[1].lower() for line in lines if (match := re.match(r"- @([A-Za-z0-9-]+): ", line))}
    new = [f"- @{login}: {what}" for login, what in asked if login.lower() not in there]
    if not new:
        return
    body = {"body": cut("\n".join(lines + new))}
    if known:
        call("PATCH", f"/repos/{repository}/issues/comments/{int(known['id'])}", body)
    else:
        call("POST", comments, body)


def asked_people(view, items):
    """The logins of whom other people ask something, and what, in the order of the agenda."""
    logins = {person["id"]: person["github"] for person in view["people"] if is_login(person["github"])}
    asked = {}
    for item in items:
        for who in item["who"] if item["asked_by"] else []:
            if who in logins:
                by = ", ".join(code(it) for it in item["asked_by"])
                asked.setdefault(logins[who], []).append(f"{item['kind']} for {code(item['goal'])}, by {by}")
    return [(login, "; ".join(what)) for login, what in asked.items()]


def is_login(text):
    """Whether a text is a login, and nothing else that would be read as markup."""
    return bool(re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})", text or ""))


def code(text):
    """An id as code, in which nobody is mentioned."""
    return "`" + re.sub(r"[`\s]", "-", text) + "`"

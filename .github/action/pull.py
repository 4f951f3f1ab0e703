"""The values of a night: what `goalpost pull` writes is pushed, or, where the branch is protected, goes into one pull request
that later nights continue until it is merged or closed.

What sources answer reaches the log and the summary as a block of code.
"""

import os

from github import BOT, git, goalpost, put, quoted, tell
from landing import Refused, Series, land, land_by_pull_request, open_branch, today

VALUES = Series("goalpost/pull-", "Values", "Values from their sources", "the values are", only="progress")


class Nothing(Exception):
    """Nothing is to be pushed: no value is new, or none could be asked for."""


class Night:
    """The answers of one night."""

    def __init__(self):
        self.code, self.text, self.known = 0, "", {}

    def write(self):
        """Commits the values; gives the commit, what it says, and the day."""
        _, base = git("rev-parse", "HEAD")
        # The sources are asked once for a state of the branch, whether their values are pushed to it or beside it.
        if base not in self.known:
            name, email = BOT
            role = {f"GIT_{it}_{key}": value for it in ("AUTHOR", "COMMITTER") for key, value in (("NAME", name), ("EMAIL", email))}
            self.code, self.text = goalpost("pull", "--commit", env=role)
            self.known[base] = git("rev-parse", "HEAD")[1]
        commit = self.known[base]
        if commit == base:
            raise Nothing
        git("reset", "--quiet", "--hard", commit)
        return commit, self.text, today()


def pull():
    """Asks the sources, and pushes what is new."""
    repository = os.environ["GITHUB_REPOSITORY"]
    _, trunk = git("rev-parse", "--abbrev-ref", "HEAD")
    # Sources are taken from here, never from a proposal.
    git("remote", "set-head", "origin", trunk)
    night, where, refused = Night(), "", ""
    try:
        # What waits in a pull request is continued there: each night on the branch would begin from older values.
        branch = open_branch(VALUES, repository, trunk)
        if branch:
            where = land_by_pull_request(VALUES, night.write, repository, trunk, branch).where
        else:
            where = land(VALUES, night.write, repository).where
    except Nothing:
        pass
    except Refused as error:
        refused = str(error)
    tell(night.text + where + refused)
    put("GITHUB_STEP_SUMMARY", "\n" + quoted((night.text + where + "\n" + refused).strip()) + "\n")
    if refused:
        print("::error title=goalpost::the values were not pushed; the log says why", flush=True)
    return night.code or (2 if refused else 0)

"""What action.yml runs: `check` checks the goals, `comment` keeps one comment on the pull request, `checkin` writes the
check-ins that people ask for in comments and forms, `agenda` keeps the issue of what there is to do, `pull` pushes the values
that come from sources."""

import sys
import urllib.error

from agenda import agenda
from checkin import checkin
from pull import pull
from pull_request import check, comment

COMMANDS = {"check": check, "comment": comment, "checkin": checkin, "agenda": agenda, "pull": pull}
NEEDS = {
    "comment": "pull-requests: write",
    "checkin": "contents, issues, pull-requests and statuses: write, and may workflows create pull requests",
    "agenda": "issues: write",
    "pull": "contents, pull-requests and statuses: write, and may workflows create pull requests",
}

if __name__ == "__main__":
    command = sys.argv[1]
    try:
        sys.exit(COMMANDS[command]())
    except urllib.error.HTTPError as error:
        needs = NEEDS.get(command, "")
        print(f"::error title=goalpost::GitHub answered {error.code} to {error.url}; is {needs} permitted?")
        sys.exit(2)

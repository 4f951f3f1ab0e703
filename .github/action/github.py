"""What the scripts of the action share: the event, the API, git, goalpost, and what they print.

Everything comes from the environment of GitHub Actions and the event's file.
"""

import base64
import json
import os
import re
import secrets
import subprocess
import urllib.request

# The most bytes of a comment or an issue; GitHub takes 65,536 characters.
COMMENT = 65_000
# Who commits what people ask for.
BOT = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")


def tell(text):
    """Prints text that may quote goals or comments: the runner takes no command between these two lines, whose word nobody
    can guess (docs.github.com, "Stopping and starting workflow commands")."""
    if text.strip():
        token = secrets.token_hex(16)
        print(f"::stop-commands::{token}", text.rstrip(), f"::{token}::", sep="\n", flush=True)


def warn(text):
    """Prints a warning of the script itself, which quotes nothing."""
    print(f"::warning title=goalpost::{text}", flush=True)


def goalpost(*args, env=None):
    """Runs goalpost on the goals; gives its exit code and output. Its notes are printed, and kept in `goalpost.said`."""
    command = ["goalpost", "--root", os.environ.get("ROOT") or ".", *args]
    env = None if env is None else {**os.environ, **env}
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False, env=env
    )
    goalpost.said = done.stderr
    tell(done.stderr)
    return done.returncode, done.stdout


goalpost.said = ""


def git(*args, env=None):
    """Runs git; gives whether it went well, and its output."""
    env = None if env is None else {**os.environ, **env}
    done = subprocess.run(
        ["git", *args], capture_output=True, text=True, encoding="utf-8", errors="replace", check=False, env=env
    )
    return done.returncode == 0, done.stdout.strip()


def push(commit, branch):
    """Pushes a commit to a branch; gives whether it was taken."""
    return push_as_allowed(f"{commit}:refs/heads/{branch}")


def take_off(commit, branch):
    """Deletes a branch of the remote, unless others pushed to it since; gives whether it is gone."""
    return push_as_allowed(f"--force-with-lease=refs/heads/{branch}:{commit}", f":refs/heads/{branch}")


def push_as_allowed(*args):
    """Pushes to the remote. An app's token goes in place of the one of the checkout, by the environment, where no list of
    processes shows it. The refspec, or an option and the refspec, are the arguments."""
    env = {}
    token = os.environ.get("APP_TOKEN")
    if token:
        header = "AUTHORIZATION: basic " + base64.b64encode(f"x-access-token:{token}".encode()).decode()
        key = f"http.{os.environ.get('GITHUB_SERVER_URL') or 'https://github.com'}/.extraheader"
        # An empty value takes back the header that the checkout has left.
        env = {"GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": key, "GIT_CONFIG_VALUE_0": ""}
        env |= {"GIT_CONFIG_KEY_1": key, "GIT_CONFIG_VALUE_1": header}
    *options, refspec = args
    return git("push", "--quiet", *options, "origin", refspec, env=env)[0]


def event():
    with open(os.environ["GITHUB_EVENT_PATH"], encoding="utf-8") as file:
        return json.load(file)


def is_commit(name):
    """Whether a text is the name of a commit that is here."""
    return bool(re.fullmatch(r"[0-9a-f]{40,64}", name or "")) and git("cat-file", "-e", name + "^{commit}")[0]


def call(method, path, body=None):
    """Calls the API of GitHub, by an app's token if there is one."""
    url = (os.environ.get("GITHUB_API_URL") or "https://api.github.com") + path
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method)
    request.add_header("Authorization", "Bearer " + (os.environ.get("APP_TOKEN") or os.environ["GITHUB_TOKEN"]))
    request.add_header("Accept", "application/vnd.github+json")
    request.add_header("X-GitHub-Api-Version", "2022-11-28")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def pages(path):
    """All entries of a list of the API, page by page."""
    sign = "&" if "?" in path else "?"
    for page in range(1, 101):
        entries = call("GET", f"{path}{sign}per_page=100&page={page}")
        yield from entries
        if len(entries) < 100:
            return


def is_ours(entry, mark):
    """Whether a comment or an issue is one that an earlier run wrote: a bot's, since anyone can write the mark."""
    return (entry.get("user") or {}).get("type") == "Bot" and (entry.get("body") or "").startswith(mark)


def name_of_root():
    """The goals' folder, as it may stand in a hidden comment."""
    return re.sub(r"[^A-Za-z0-9._/]", "-", os.environ.get("ROOT") or ".").replace("--", "-")


def put(name, text):
    """Appends to one of the files by which a step tells something."""
    path = os.environ.get(name)
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)


def quoted(text):
    """Text as a block of code, in which GitHub reads no markup and no mention."""
    return "\n".join("    " + line for line in text.splitlines())


def cut(text, most=COMMENT):
    """Text of at most so many bytes, cut at the end of a line, or in the line if it is long, with a line that says so."""
    known = text.encode(errors="replace")
    if len(known) <= most:
        return text
    note = "\n\n… and more, for which there is no room here"
    room = known[: most - len(note.encode())]
    end = room.rfind(b"\n")
    # The half of a character that is left of a line that was cut is dropped.
    return room[: end if end > len(room) // 2 else None].decode(errors="ignore") + note

"""The scripts of the action, against recorded events and a local server that speaks the few calls of GitHub's API.

GOALPOST names the folder of the program: `GOALPOST=target/debug python3 tests/action/test_action.py`.
"""

import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
SCRIPT = TOP / ".github/action/goals.py"
GOAL = "kind: key_result\nid: k\ntitle: {title}\nmeasures: o\nowner: ana\nmetric: {{unit: min, baseline: 9, target: {target}, current: 6, as_of: {day}}}\n"


class GitHub(http.server.BaseHTTPRequestHandler):
    """Comments and pull requests, as far as the script asks."""

    def answer(self, value, code=200):
        body = json.dumps(value).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def do_GET(self):
        state = self.server.state
        assert self.headers["Authorization"] == "Bearer secret"
        if "/comments" in self.path:
            page = int(self.path.split("page=")[-1])
            self.answer(state["comments"][100 * (page - 1) : 100 * page])
        else:
            state["asked"].append(self.path)
            self.answer(state["pulls"])

    def do_POST(self):
        state = self.server.state
        if state.get("forbidden"):
            return self.answer({"message": "Resource not accessible by integration"}, 403)
        comment = {"id": 7, "user": {"type": "Bot"}, "body": self.body()["body"]}
        state["comments"].append(comment)
        return self.answer(comment, 201)

    def do_PATCH(self):
        known = int(self.path.rsplit("/", 1)[1])
        for comment in self.server.state["comments"]:
            if comment["id"] == known:
                comment["body"] = self.body()["body"]
        self.answer({})

    def log_message(self, *_):
        pass


class Scripts(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.repo = pathlib.Path(self.folder.name) / "repo"
        self.temp = pathlib.Path(self.folder.name) / "temp"
        self.temp.mkdir()
        self.state = {"comments": [], "pulls": [], "asked": []}
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), GitHub)
        self.server.state = self.state
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        (self.repo / "okrs").mkdir(parents=True)
        self.git("init", "-q", "-b", "main")
        self.write("goalpost.yaml", "")
        self.write("org.yaml", "people: [{id: ana}]\n")
        self.write("m.yaml", "kind: mission\nid: m\ntitle: Good bread\nstatement: Bake it.\n")
        self.write("o.yaml", "kind: objective\nid: o\ntitle: Make guests smile\nowner: ana\nperiod: 2026-Q4\nsupports: [m]\n")
        self.write("k.yaml", GOAL.format(title="Cut the wait", target=3, day="2026-09-24"))
        self.base = self.commit("Set the goals", day="2026-09-25")
        self.git("checkout", "-q", "-b", "side")
        self.write("k.yaml", GOAL.format(title="\"@all ::error::x ##[add-mask]y <!-- -->\"", target=5, day="2026-11-09"))
        self.head = self.commit("Update")

    def write(self, name, text):
        (self.repo / "okrs" / name).write_text(text, encoding="utf-8")

    def git(self, *args, day="2026-11-10"):
        environment = {**self.environment(), "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
        for role in ("AUTHOR", "COMMITTER"):
            environment |= {f"GIT_{role}_NAME": "Ana", f"GIT_{role}_EMAIL": "ana@x.example", f"GIT_{role}_DATE": f"{day}T08:00:00Z"}
        done = subprocess.run(["git", *args], cwd=self.repo, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def commit(self, message, day="2026-11-10"):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message, day=day)
        return self.git("rev-parse", "HEAD")

    def environment(self):
        programs = os.environ.get("GOALPOST", str(TOP / "target/debug"))
        return {"PATH": f"{programs}:{os.environ['PATH']}", "HOME": self.folder.name, "GOALPOST_TODAY": "2026-11-21"}

    def run_script(self, command, told):
        path = self.temp / "event.json"
        path.write_text(json.dumps(told), encoding="utf-8")
        environment = {
            **self.environment(),
            "ROOT": "okrs",
            "GITHUB_EVENT_PATH": str(path),
            "GITHUB_REPOSITORY": "ana/bread",
            "GITHUB_API_URL": f"http://127.0.0.1:{self.server.server_port}",
            "GITHUB_TOKEN": "secret",
            "GITHUB_OUTPUT": str(self.temp / "output"),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary"),
            "RUNNER_TEMP": str(self.temp),
        }
        done = subprocess.run([sys.executable, SCRIPT, command], cwd=self.repo, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    def pull(self, repository="ana/bread"):
        return {"number": 12, "base": {"sha": self.base}, "head": {"sha": self.head, "repo": {"full_name": repository}}}


class Action(Scripts):
    """The check, and the comment on a pull request."""

    def test_one_comment_is_written_and_then_updated(self):
        self.state["comments"] = [{"id": 1, "user": {"type": "User"}, "body": "<!-- goalpost diff okrs --> mine"}] * 100
        for _ in range(2):
            code, out, err = self.run_script("comment", {"pull_request": self.pull()})
            self.assertEqual((code, out), (0, ""), err)
        self.assertEqual(len(self.state["comments"]), 101, "a person's comment is not taken for the bot's")
        body = self.state["comments"][100]["body"]
        self.assertTrue(body.startswith("<!-- goalpost diff okrs -->\n**"), body)
        self.assertIn("target", body)
        self.assertNotIn("@all", body)
        self.git("checkout", "-q", "main")
        self.git("checkout", "-q", "-b", "other")
        (self.repo / "README").write_text("no goals", encoding="utf-8")
        self.head = self.commit("Nothing about goals")
        self.run_script("comment", {"pull_request": self.pull()})
        self.assertEqual(len(self.state["comments"]), 101)
        self.assertNotEqual(self.state["comments"][100]["body"], body, "it tells what the pull request changes now")

    def test_nothing_is_said_where_no_goal_changes(self):
        self.head = self.base
        self.assertEqual(self.run_script("comment", {"pull_request": self.pull()})[0], 0)
        self.assertEqual(self.state["comments"], [])

    def test_a_fork_gets_its_comment_from_the_workflow_that_follows(self):
        code, out, _ = self.run_script("comment", {"pull_request": self.pull("eve/bread")})
        self.assertEqual((code, self.state["comments"]), (0, []))
        self.assertIn("workflow_run", out)
        run = {
            "event": "pull_request",
            "head_sha": self.head,
            "head_branch": "side&per_page=1",
            "head_repository": {"owner": {"login": "eve"}},
            "pull_requests": [],
        }
        # A pull request whose head is another commit is not believed.
        self.state["pulls"] = [{**self.pull("eve/bread"), "head": {"sha": self.base}}]
        code, out, _ = self.run_script("comment", {"workflow_run": run})
        self.assertEqual((code, self.state["comments"]), (0, []), out)
        self.state["pulls"] = [self.pull("eve/bread")]
        code, out, err = self.run_script("comment", {"workflow_run": run})
        self.assertEqual((code, len(self.state["comments"])), (0, 1), out + err)
        self.assertTrue(self.state["asked"][-1].endswith("head=eve%3Aside%26per_page%3D1"), self.state["asked"])
        code, _, _ = self.run_script("comment", {"workflow_run": {**run, "event": "push"}})
        self.assertEqual((code, len(self.state["comments"])), (0, 1))

    def test_a_token_that_may_not_comment_is_told(self):
        self.state["forbidden"] = True
        code, out, _ = self.run_script("comment", {"pull_request": self.pull()})
        self.assertEqual(code, 2)
        self.assertIn("pull-requests: write", out)

    def test_the_check_annotates_what_the_pull_request_brings(self):
        code, out, err = self.run_script("check", {"pull_request": self.pull()})
        self.assertEqual(code, 0, out + err)
        commands = [line for line in out.splitlines() if line.startswith("::")]
        self.assertTrue(any(line.startswith("::warning file=okrs/k.yaml,") and "moved-target" in line for line in commands), out)
        self.assertTrue(all(line.startswith(("::warning ", "::error ", "::notice ")) for line in commands), out)
        self.assertFalse(any(line.startswith("::error::x") for line in out.splitlines()), out)
        output = (self.temp / "output").read_text(encoding="utf-8")
        self.assertIn(f"sarif={self.temp}/goals.sarif\n", output)
        self.assertIn(f"report={self.temp}/goals.html\n", output)
        self.assertTrue((self.temp / "goals.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>"))
        summary = (self.temp / "summary").read_text(encoding="utf-8")
        self.assertTrue(summary.startswith("**") and "target" in summary, summary)
        self.assertLessEqual(len(summary.encode()), 1_000_000)

    def test_an_error_fails_the_check_and_what_is_allowed_is_not_uploaded(self):
        self.write("o.yaml", "kind: objective\nid: o\ntitle: T\nowner: ana\nperiod: 2026-Q4\nsupports: [m, nowhere]\n")
        self.write("p.yaml", "# goalpost: allow dangling-link -- later\nkind: objective\nid: p\ntitle: P\nowner: ana\nperiod: 2026-Q4\nsupports: [nowhere]\n")
        self.head = self.commit("Break it")
        code, out, _ = self.run_script("check", {"pull_request": self.pull()})
        self.assertEqual(code, 1, out)
        log = json.loads((self.temp / "goals.sarif").read_text(encoding="utf-8"))
        results = log["runs"][0]["results"]
        self.assertEqual([it["ruleId"] for it in results if it["level"] == "error"], ["dangling-link"])
        self.assertTrue(all(not it["suppressions"] for it in results))

    def test_without_the_base_everything_is_checked_and_told(self):
        told = self.pull()
        told["base"] = {"sha": "1" * 40}
        code, out, _ = self.run_script("check", {"pull_request": told})
        self.assertEqual(code, 0, out)
        self.assertIn("fetch-depth: 0", out)
        self.assertEqual(self.run_script("check", {})[0], 0, "a push has no base")

    def test_a_name_of_a_commit_is_no_option(self):
        told = self.pull()
        told["base"] = {"sha": "--output=pwned"}
        self.run_script("check", {"pull_request": told})
        self.assertFalse((self.repo / "pwned").exists() or (self.repo / "okrs/pwned").exists())


class CheckIn(Scripts):
    """Check-ins by comments."""

    def setUp(self):
        super().setUp()
        self.git("checkout", "-q", "main")
        self.write("org.yaml", "people: [{id: ana, github: ana-p}, {id: ben, github: ben-b}]\n")
        self.commit("Logins", day="2026-09-26")
        self.remote = pathlib.Path(self.folder.name) / "remote"
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", self.remote], check=True)
        self.git("remote", "add", "origin", str(self.remote))
        self.git("push", "-q", "origin", "main")

    def say(self, body, login="ana-p", action="created", kind="User"):
        told = {
            "action": action,
            "issue": {"number": 3},
            "comment": {"id": 9, "body": body, "html_url": "https://github.example/c/9", "user": {"login": login, "id": 42, "type": kind}},
        }
        before = len(self.state["comments"])
        code, out, err = self.run_script("checkin", told)
        self.assertEqual(code, 0, out + err)
        said = self.state["comments"][before:]
        return said[0]["body"] if said else None

    def log(self):
        return subprocess.run(["git", "log", "--format=%an|%B", "main"], cwd=self.remote, capture_output=True, text=True, check=True).stdout

    def page(self):
        return (self.repo / "okrs/k.yaml").read_text(encoding="utf-8")

    def test_the_owner_checks_in_and_takes_it_back(self):
        said = self.say("/checkin k 5 0.6 the new desk helps\n\nmore")
        self.assertIn("6 → 5", said)
        self.assertIn("current: 5", self.page())
        self.assertIn("the new desk helps", self.page())
        log = self.log()
        self.assertTrue(log.startswith("github-actions[bot]|Check in on k\n\nhttps://github.example/c/9\n\nGoal: k\n"), log)
        self.assertIn("Co-authored-by: ana-p <42+ana-p@users.noreply.github.com>", log)
        self.assertIn("no check-in of yours", self.say("/undo", login="ben-b"))
        self.assertIn("taken back", self.say("/undo"))
        self.assertIn("current: 6", self.page())
        self.assertIn("no check-in of yours", self.say("/undo"), "once is enough")

    def test_others_are_told_who_owns_it(self):
        before = self.log()
        self.assertIn("ask its owner: ana", self.say("/checkin k 5", login="ben-b"))
        self.assertIn("org.yaml has no person", self.say("/checkin k 5", login="eve"))
        self.assertIn("current: 6", self.page())
        self.assertEqual(self.log(), before)

    def test_what_is_no_check_in_changes_nothing(self):
        before = self.log()
        for body in ("hello", "see /checkin k 5", "", "> /checkin k 5"):
            self.assertIsNone(self.say(body), body)
        self.assertIsNone(self.say("/checkin k 5", action="edited"))
        self.assertIsNone(self.say("/checkin k 5", kind="Bot"))
        self.assertIn("write: /checkin GOAL VALUE", self.say("/checkin k"))
        self.assertIn("there is no goal", self.say("/checkin @all 5"))
        for line in self.say("/checkin `rm` $(touch${IFS}pwned) ::error::x").splitlines():
            self.assertTrue(line.startswith("    "), line)
        self.assertIn("    error", self.say("/checkin --output=pwned 5"))
        self.assertFalse(any(path.name == "pwned" for path in pathlib.Path(self.folder.name).rglob("*")))
        self.assertEqual(self.log(), before)

    def test_a_protected_branch_is_told(self):
        hook = self.remote / "hooks/pre-receive"
        hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        hook.chmod(0o755)
        self.assertIn("protected", self.say("/checkin k 5"))
        self.assertIn("current: 6", self.page())


if __name__ == "__main__":
    unittest.main()

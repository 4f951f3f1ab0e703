"""The scripts of the action, against recorded events and a local server that speaks the few calls of GitHub's API."""

import base64
import json
import os
import re
import subprocess
import sys
import unittest
import urllib.parse

from service import GOAL, TOP, InRepository, Remote, Service

SCRIPT = TOP / ".github/action/goals.py"


def obeyed(log):
    """The commands that the runner takes from what a step prints: it looks for `::` where a line begins, for `##[` anywhere,
    and between `stop-commands` and its word for nothing."""
    commands, stopped = [], None
    for line in re.split(r"[\r\n]", log):
        bare = line.lstrip("\ufeff \t")
        if stopped is not None:
            stopped = None if bare == f"::{stopped}::" else stopped
        elif bare.startswith("::stop-commands::"):
            stopped = bare.removeprefix("::stop-commands::")
        elif bare.startswith("::") or "##[" in line:
            commands.append(bare)
    return commands


class GitHub(Service):
    """Comments, issues, pull requests and statuses, as far as the scripts ask."""

    def listed(self, entries):
        page = int(self.path.split("page=")[-1])
        self.answer(entries[100 * (page - 1) : 100 * page])

    def do_GET(self):
        state = self.server.state
        assert self.headers["Authorization"] in ("Bearer secret", "Bearer of-the-app")
        if "/comments" in self.path:
            self.listed(state["comments"])
        elif "/issues?" in self.path:
            self.listed([it for it in state["issues"] if it["state"] == "open"])
        else:
            state["asked"].append(self.path)
            asked = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
            head, base = asked.get("head", [":"])[0].partition(":")[2], asked.get("base", [None])[0]
            pulls = [it for it in state["pulls"] if "" == head or it["head"].get("ref") in (None, head)]
            self.answer([it for it in pulls if it.get("state") != "closed" and base in (None, it["base"])])

    def do_POST(self):
        state, path = self.server.state, self.path.removeprefix("/repos/ana/bread")
        if state.get("forbidden"):
            return self.answer({"message": "Resource not accessible by integration"}, 403)
        body = self.body()
        state["by"].append((path, self.headers["Authorization"]))
        if code := state.get("refused", {}).get(path):
            return self.answer({"message": "no"}, code)
        if path == "/pulls":
            pull = {"number": 20 + len(state["pulls"]), "head": {"ref": body["head"], "repo": {"full_name": "ana/bread"}}, "base": body["base"], **{it: body[it] for it in ("title", "body")}}
            state["pulls"].append(pull)
            return self.answer(pull, 201)
        if path.startswith("/statuses/"):
            state["statuses"].append((path.rsplit("/", 1)[1], body["state"], body["context"]))
            return self.answer({}, 201)
        if path == "/issues":
            issue = {"number": 30 + len(state["issues"]), "state": "open", "user": {"type": "Bot"}, **body}
            state["issues"].append(issue)
            return self.answer(issue, 201)
        comment = {"id": 7 + len(state["comments"]), "user": {"type": "Bot"}, "body": body["body"]}
        state["comments"].append(comment)
        return self.answer(comment, 201)

    def do_PATCH(self):
        state, known = self.server.state, int(self.path.rsplit("/", 1)[1])
        kinds = {"/issues/comments/": ("comments", "id"), "/pulls/": ("pulls", "number"), "/issues/": ("issues", "number")}
        name, key = next(kinds[it] for it in kinds if it in self.path)
        body = self.body()
        for entry in state[name]:
            if entry[key] == known:
                entry.update(body)
        state["patched"].append((name, known, body))
        self.answer({})


class Scripts(InRepository):
    def setUp(self):
        super().setUp()
        self.inputs = {}
        self.temp = self.folder / "temp"
        self.temp.mkdir()
        self.state = {name: [] for name in ("comments", "issues", "pulls", "statuses", "asked", "by", "patched")}
        self.server = self.serve(GitHub)
        self.server.state = self.state
        self.begin("Cut the wait", "\"@all ::error::x ##[add-mask]y <!-- -->\"")

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
            **self.inputs,
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
        self.assertTrue(all(line.startswith(("::warning ", "::error ", "::notice ")) for line in obeyed(out + err)), out)
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

    def test_what_is_too_long_is_cut_at_a_line_and_says_so(self):
        told = "from github import cut; t = cut('ö line\\n' * 20_000); print(len(t.encode()), repr(t[-90:]), cut('short'))"
        done = subprocess.run([sys.executable, "-c", told], cwd=SCRIPT.parent, capture_output=True, text=True, check=True)
        self.assertLessEqual(int(done.stdout.split()[0]), 65_000)
        self.assertRegex(done.stdout, r"ö line\\n\\n… and more, for which there is no room here' short")

    def test_one_long_line_is_cut_in_the_line(self):
        for text in ("'ö' * 40_000", "'mark\\n' + 'ö' * 40_000", "'\\ud800' * 70_000"):
            told = f"from github import cut; t = cut({text}); print(len(t.encode('utf-8', 'replace')), ascii(t[-60:]))"
            done = subprocess.run([sys.executable, "-c", told], cwd=SCRIPT.parent, capture_output=True, text=True, check=True)
            self.assertTrue(64_000 < int(done.stdout.split()[0]) <= 65_000, done.stdout)
            self.assertRegex(done.stdout, r"(\\xf6|\?)\\n\\n\\u2026 and more")

    def test_what_notes_quote_is_no_command(self):
        self.assertEqual(len(obeyed("x ##[add-mask]y\n  ::error::x\n\rtext ::no\n")), 2)
        told = "from github import tell; tell('x ##[add-mask]y\\n  ::error::x\\n::stop-commands::w\\n::w::\\n::set-output name=a::b')"
        done = subprocess.run([sys.executable, "-c", told], cwd=SCRIPT.parent, capture_output=True, text=True, check=True)
        self.assertEqual((obeyed(done.stdout), done.stderr), ([], ""))
        self.assertIn("::error::x", done.stdout, "people read it")
        for name in ("##[add-mask]y.yaml", "::error::x.yaml"):
            self.write(name, "kind: [\n")
        code, out, err = self.run_script("check", {})
        self.assertEqual(code, 1, out + err)
        for line in obeyed(out + err):
            self.assertRegex(line, r"^::(warning|error|notice) ([a-zA-Z]+=[^:,]*,?)+::")

    def test_a_name_of_a_commit_is_no_option(self):
        told = self.pull()
        told["base"] = {"sha": "--output=pwned"}
        self.run_script("check", {"pull_request": told})
        self.assertFalse((self.repo / "pwned").exists() or (self.repo / "okrs/pwned").exists())


class WithRemote(Scripts):
    """Scripts that push: the goals have a remote, which may protect its branch."""

    def setUp(self):
        super().setUp()
        self.git("checkout", "-q", "main")
        people = "{id: ana, github: ana-p, deputy: dee}, {id: ben, github: ben-b}, {id: dee, github: dee-d}, {id: lea, github: lea-l}"
        self.write("org.yaml", f"teams: [{{id: t, name: T, lead: lea}}]\npeople: [{people}]\n")
        self.write("o.yaml", (self.repo / "okrs/o.yaml").read_text(encoding="utf-8") + "contributors: [t]\n")
        self.commit("Logins", day="2026-09-26")
        self.remote = self.folder / "remote"
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", self.remote], check=True)
        self.git("remote", "add", "origin", str(self.remote))
        self.git("push", "-q", "origin", "main")

    def log(self):
        return subprocess.run(["git", "log", "--format=%an|%B", "main"], cwd=self.remote, capture_output=True, text=True, check=True).stdout

    def protect(self):
        hook = self.remote / "hooks/pre-receive"
        hook.write_text("#!/bin/sh\nwhile read -r _ _ ref; do [ \"$ref\" != refs/heads/main ] || exit 1; done\n", encoding="utf-8")
        hook.chmod(0o755)


class CheckIn(WithRemote):
    """Check-ins by comments."""

    def say(self, body, login="ana-p", action="created", kind="User", ends=0):
        user = {"login": login, "id": 42, "type": kind}
        comment = {"id": 9, "body": body, "html_url": "https://github.example/c/9", "user": user}
        return self.reply_to({"action": action, "issue": {"number": 3}, "comment": comment}, ends)

    def open_issue(self, body, action="opened"):
        user = {"login": "ana-p", "id": 42, "type": "User"}
        issue = {"number": 3, "state": "open", "body": body, "html_url": "https://github.example/i/3", "user": user}
        return self.reply_to({"action": action, "issue": issue})

    def reply_to(self, told, ends=0):
        before = len(self.state["comments"])
        code, out, err = self.run_script("checkin", told)
        self.assertEqual(code, ends, out + err)
        if ends:
            self.assertIn("::error title=goalpost::GitHub answered", out)
            out = ""
        self.assertEqual(obeyed(out + err), [])
        said = self.state["comments"][before:]
        return said[0]["body"] if said else None

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

    def claim(self, commit):
        """A comment of some other bot, which begins with our mark for a commit."""
        self.state["comments"].append({"id": 1, "user": {"type": "Bot"}, "body": f"<!-- goalpost checkin {commit} ana-p -->"})

    def test_undo_takes_back_ones_own_check_ins_alone(self):
        author = "Co-authored-by: {0} <42+{0}@users.noreply.github.com>"
        page = GOAL.format(title="Cut the wait", target=3, day="2026-11-09")
        commits = [
            (page.replace("current: 6", "current: 5"), "Check in on k", "names nobody"),
            (page.replace("current: 6", "current: 4"), "Check in on k\n\n" + author.format("dee-d"), "names another"),
            (page.replace("target: 3", "target: 8"), "Lower it\n\n" + author.format("ana-p"), "is no check-in"),
        ]
        for text, message, why in commits:
            self.write("k.yaml", text)
            commit = self.commit(message)
            self.git("push", "-q", "origin", "main")
            self.claim(commit)
            self.assertIn("is no check-in of yours", self.say("/undo"), why)
            self.assertEqual(self.page(), text, why)
            self.assertNotIn("Revert", self.log(), why)
        self.write("k.yaml", page.replace("current: 6", "current: 5"))
        (self.repo / "README").write_text("x", encoding="utf-8")
        self.claim(self.commit("Check in\n\n" + author.format("ana-p")))
        self.git("push", "-q", "origin", "main")
        self.assertIn("is no check-in of yours", self.say("/undo"), "it has another file")
        self.assertTrue((self.repo / "README").exists())

    def test_others_are_told_who_owns_it(self):
        before = self.log()
        self.assertIn("ask its owner: ana", self.say("/checkin k 5", login="ben-b"))
        self.assertIn("ask the owner of k: ana", self.say("/checkin k 5", login="eve"), "nobody's login")
        self.write("f.yaml", "kind: key_result\nid: f\ntitle: F\nmeasures: o\nowner: ana\nmetric: {kpi: rate, baseline: 9, target: 3}\n")
        self.write("rate.yaml", "kind: kpi\nid: rate\ntitle: R\nowner: ben\nmetric: {current: 6, as_of: 2026-11-01}\n")
        self.commit("A measure of ben's")
        self.assertIn("does not own rate; ask its owner: ben", self.say("/checkin f 5"))
        self.git("reset", "-q", "--hard", "HEAD~1")
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
        self.assertFalse(any(path.name == "pwned" for path in self.folder.rglob("*")))
        self.assertEqual(self.log(), before)

    def test_a_number_that_begins_a_note_is_no_confidence(self):
        for number, (given, confidence) in enumerate([("0.6", "0.6"), ("60%", "0.6"), ("6/10", "0.6"), (".4", "0.4"), ("1.0", "1.0")]):
            self.say(f"/checkin k {5 - number / 10} {given} sure")
            self.assertIn(f"\nconfidence: {confidence}\n", self.page(), given)
            self.assertNotIn(f"{given} sure", self.page(), given)
        for value, note in ((4, "1 customer left"), (3.5, "0 complaints"), (3, "1")):
            self.assertIn(f"→ {value}", self.say(f"/checkin k {value} {note}"))
            self.assertIn("\nconfidence: 1.0\n", self.page(), "as it was")
            self.assertIn(note, self.page())
        form = "### Goal\n\nk\n\n### Value\n\n4\n\n### Confidence\n\n0\n"
        self.open_issue(form)
        self.assertIn("\nconfidence: 0\n", self.page())

    def test_another_command_and_a_line_without_end_are_no_check_in(self):
        before = self.log()
        self.assertIsNone(self.say("/checkin-process k 5"))
        self.assertIn("at most 2,000 characters", self.say("/checkin k 5 " + "ö" * 2_000))
        form = "### Goal\n\nk\n\n### Value\n\n4\n\n### Note\n\n" + "ö" * 2_001
        self.assertIn("at most 2,000 characters", self.open_issue(form))
        self.assertEqual(self.log(), before)

    def test_the_deputy_and_the_lead_of_a_contributing_team_check_in(self):
        self.assertIn("6 → 5", self.say("/checkin k 5", login="dee-d"))
        self.assertIn("5 → 4", self.say("/checkin k 4", login="lea-l"))
        log = self.log()
        self.assertIn("Co-authored-by: dee-d", log)
        self.assertIn("Co-authored-by: lea-l", log)

    def test_a_form_is_the_other_way_in(self):
        form = "### Goal\r\n\r\nk\r\n\r\n### Value\r\n\r\n5\r\n\r\n### Confidence\r\n\r\n60%\r\n\r\n### Note\r\n\r\nthe new\r\ndesk @all\r\n"
        before = self.log()
        self.assertIsNone(self.open_issue(form, action="edited"))
        self.assertIsNone(self.open_issue("An idea\n\n" + form))
        self.assertIsNone(self.open_issue("### Goal\n\nk\n"))
        self.assertIn("needs a goal and a value", self.open_issue("### Goal\n\nk\n\n### Value\n\n_No response_\n"))
        self.assertIn("write the confidence as", self.open_issue(form.replace("60%", "sure")))
        self.assertEqual((self.log(), self.state["patched"]), (before, []))
        said = self.open_issue(form)
        self.assertIn("6 → 5", said)
        self.assertIn("note: the new desk @all".split(": ")[1], self.page())
        self.assertIn("confidence: 0.6", self.page())
        self.assertIn("https://github.example/i/3", self.log())
        self.assertEqual(self.state["patched"], [("issues", 3, {"state": "closed"})])
        self.assertIn("taken back", self.say("/undo"))
        self.assertIn("current: 6", self.page())

    def test_who_pushes_meanwhile_is_not_overwritten(self):
        other = self.folder / "other"
        subprocess.run(["git", "clone", "-q", self.remote, other], check=True)
        (other / "README").write_text("x", encoding="utf-8")
        person = ["-c", "user.name=Ben", "-c", "user.email=ben@x.example"]
        for args in (["add", "-A"], [*person, "commit", "-q", "-m", "Meanwhile"], ["push", "-q"]):
            subprocess.run(["git", *args], cwd=other, check=True)
        self.assertIn("6 → 5", self.say("/checkin k 5"))
        self.assertIn("Meanwhile", self.log())
        self.assertIn("Check in on k", self.log())

    def test_where_the_branch_is_protected_a_day_has_one_pull_request(self):
        self.protect()
        before = self.log()
        said = self.say("/checkin k 5")
        self.assertIn("6 → 5", said)
        self.assertIn("pull request 20", said)
        self.assertIn("5 → 4", self.say("/checkin k 4"))
        self.assertEqual(self.log(), before, "the branch is as it was")
        self.assertEqual(self.git("rev-parse", "--abbrev-ref", "HEAD"), "main")
        self.assertIn("current: 6", self.page())
        [pull] = self.state["pulls"]
        branch = "goalpost/check-ins-2026-11-21"
        self.assertEqual((pull["head"]["ref"], pull["base"], pull["title"]), (branch, "main", "Check-ins of 2026-11-21"))
        self.assertEqual(pull["body"].count("    Check in on k"), 2)
        head = self.git("ls-remote", "origin", branch).split()[0]
        self.assertEqual(self.state["statuses"][-1], (head, "success", "goals"))
        self.assertEqual(len(self.state["statuses"]), 2)
        self.assertIn("taken back", self.say("/undo"))
        there = subprocess.run(["git", "show", f"{branch}:okrs/k.yaml"], cwd=self.remote, capture_output=True, text=True, check=True)
        self.assertIn("current: 5", there.stdout)
        # What was merged or closed is used no more.
        pull["state"] = "closed"
        self.assertIn("6 → 3", self.say("/checkin k 3"))
        self.assertEqual([it["head"]["ref"] for it in self.state["pulls"]], [branch, branch + "-2"])
        self.assertIn("taken back", self.say("/undo"))
        self.assertIn("not in its pull request any more", self.say("/undo"), "the first is in one that is closed")
        self.assertEqual(len(self.state["pulls"]), 2)

    def test_who_pushes_to_the_days_branch_meanwhile_is_not_overwritten(self):
        self.protect()
        self.say("/checkin k 5")
        hook = self.remote / "hooks/pre-receive"
        once = "case \"$ref\" in refs/heads/goalpost/*) [ -e once ] || { touch once; exit 1; } ;; esac"
        hook.write_text(hook.read_text(encoding="utf-8").replace("; done", f"; {once}; done"), encoding="utf-8")
        self.assertIn("5 → 4", self.say("/checkin k 4"))
        self.assertTrue((self.remote / "once").exists(), "the first push was refused")
        self.assertEqual(self.git("log", "--format=%s", "origin/goalpost/check-ins-2026-11-21").count("Check in on k"), 2)

    def test_where_no_pull_request_may_be_opened_the_branch_is_deleted_and_people_are_told(self):
        self.protect()
        self.state["refused"] = {"/pulls": 403}
        said = self.say("/checkin k 5")
        self.assertIn("nothing was written", said)
        self.assertIn("Allow GitHub Actions to create and approve pull requests", said)
        self.assertNotIn("goalpost/check-ins", self.git("ls-remote", "origin"))
        self.assertIn("no check-in of yours", self.say("/undo"))
        self.state["refused"] = {"/pulls": 422}
        self.assertIn("GitHub answered 422", self.say("/checkin k 5", ends=2))
        self.assertNotIn("goalpost/check-ins", self.git("ls-remote", "origin"))
        self.state["refused"] = {}
        self.assertIn("pull request 20", self.say("/checkin k 5"))

    def test_a_pull_request_to_another_branch_is_not_the_days(self):
        self.protect()
        branch = "goalpost/check-ins-2026-11-21"
        self.git("push", "-q", "origin", f"main:{branch}")
        self.state["pulls"] = [{"number": 20, "head": {"ref": branch}, "base": "release"}]
        self.assertIn("pull request 21", self.say("/checkin k 5"))
        self.assertEqual(self.state["pulls"][1]["head"]["ref"], branch + "-2")

    def test_the_status_is_that_of_the_check(self):
        self.protect()
        self.inputs = {"STATUS": "check / goals"}
        self.say("/checkin k 5")
        self.assertEqual(self.state["statuses"][-1][1:], ("success", "check / goals"))
        # An error of another commit on the branch is not the check-in's, and yet must not be merged.
        branch = "goalpost/check-ins-2026-11-21"
        self.git("checkout", "-q", "-b", "aside", self.git("ls-remote", "origin", branch).split()[0])
        self.write("o.yaml", "kind: objective\nid: o\ntitle: T\nowner: ana\nperiod: 2026-Q4\nsupports: [nowhere]\n")
        self.commit("Break it")
        self.git("push", "-q", "origin", f"aside:{branch}")
        self.git("checkout", "-q", "main")
        self.say("/checkin k 4")
        self.assertEqual(self.state["statuses"][-1][1:], ("failure", "check / goals"))

    def test_a_protected_branch_is_told_where_no_pull_request_is_wanted(self):
        self.protect()
        self.inputs = {"CHECKIN_PULL_REQUEST": "false"}
        self.assertIn("protected", self.say("/checkin k 5"))
        self.assertIn("current: 6", self.page())
        self.assertEqual(self.state["pulls"], [])

    def test_an_apps_token_pushes_and_opens_and_leaves_the_status_to_workflows(self):
        served, url = self.serve_repository(self.remote)
        self.git("remote", "set-url", "origin", url + "/repo")
        # As the checkout leaves it.
        self.git("config", f"http.{url}/.extraheader", "AUTHORIZATION: basic of-the-workflow")
        self.protect()
        self.inputs = {"APP_TOKEN": "of-the-app", "GITHUB_SERVER_URL": url}
        self.assertIn("pull request 20", self.say("/checkin k 5"))
        pushed = {token for path, token in served.tokens if path.endswith("git-receive-pack")}
        self.assertEqual(pushed, {"basic " + base64.b64encode(b"x-access-token:of-the-app").decode()})
        self.assertIn(("/pulls", "Bearer of-the-app"), self.state["by"])
        self.assertEqual(self.state["statuses"], [])


class Pull(WithRemote):
    """The values of a night."""

    def setUp(self):
        super().setUp()
        self.write("goalpost.yaml", "trunk: main\nsources: {board: {csv: board.csv, key: kr, value: value, date: day}}\n")
        page = GOAL.format(title="Cut the wait", target=3, day="2026-09-24")
        self.write("k.yaml", page.replace("current: 6", "from: {source: board}, current: 6"))
        self.answer_with("5")

    def answer_with(self, value, more=""):
        """The source's answer of tonight, on the trunk."""
        self.write("board.csv", f"kr,value,day\nk,{value},2026-11-20\n" + more)
        self.commit("The board", day="2026-11-20")
        subprocess.run(["git", "push", "-q", "--force", str(self.remote), "main"], cwd=self.repo, check=True)
        self.git("fetch", "-q", "origin")

    def run_pull(self, ends=0):
        (self.temp / "summary").unlink(missing_ok=True)
        code, out, err = self.run_script("pull", {"schedule": "23 4 * * *"})
        self.assertEqual(code, ends, out + err)
        self.assertEqual([it for it in obeyed(out + err) if "::error title=goalpost::" not in it], [], out + err)
        self.assertEqual(self.git("rev-parse", "--abbrev-ref", "HEAD"), "main")
        return (self.temp / "summary").read_text(encoding="utf-8")

    def there(self, branch="main"):
        done = subprocess.run(["git", "show", f"{branch}:okrs/k.yaml"], cwd=self.remote, capture_output=True, text=True, check=True)
        return done.stdout

    def test_values_are_pushed_in_one_commit_of_the_bot(self):
        self.assertIn("    k: 5 (was 6) · board\n", self.run_pull())
        self.assertIn("current: 5", self.there())
        self.assertTrue(self.log().startswith("github-actions[bot]|Pull k from board\n\nGoal: k\n"), self.log())
        self.assertEqual((self.state["pulls"], self.state["statuses"]), ([], []))
        before = self.log()
        self.assertIn("unchanged", self.run_pull())
        self.assertEqual(self.log(), before, "the same number makes no second commit")

    def test_where_the_branch_is_protected_nights_share_one_pull_request_until_it_is_merged(self):
        self.protect()
        self.assertIn("in pull request 20", self.run_pull())
        self.assertIn("current: 6", self.there())
        [pull] = self.state["pulls"]
        branch = "goalpost/pull-2026-11-21"
        self.assertEqual((pull["head"]["ref"], pull["base"], pull["title"]), (branch, "main", "Values of 2026-11-21"))
        self.assertIn("current: 5", self.there(branch))
        head = self.git("ls-remote", "origin", branch).split()[0]
        self.assertEqual(self.state["statuses"], [(head, "success", "goals")])
        self.assertIn("k: 5, unchanged", self.run_pull(), "of what waits already nothing is new")
        self.assertEqual(len(self.state["statuses"]), 1)
        # Another night, and the trunk went on.
        (self.remote / "hooks/pre-receive").unlink()
        self.answer_with("4")
        self.protect()
        self.inputs = {"GOALPOST_TODAY": "2026-11-22"}
        self.assertIn("k: 4 (was 5)", self.run_pull())
        [pull] = self.state["pulls"]
        self.assertEqual(pull["body"].count("    Pull k from board"), 2)
        self.assertIn("current: 4", self.there(branch))
        self.assertEqual(self.state["statuses"][-1], (self.git("ls-remote", "origin", branch).split()[0], "success", "goals"))
        pull["state"] = "closed"
        self.assertIn("k: 4 (was 6)", self.run_pull())
        self.assertEqual([it["head"]["ref"] for it in self.state["pulls"]], [branch, "goalpost/pull-2026-11-22"])

    def test_a_forks_pull_request_of_the_same_name_is_not_the_nights(self):
        self.protect()
        ref = "goalpost/pull-2026-11-20"
        self.state["pulls"] = [{"number": 19, "head": {"ref": ref, "repo": {"full_name": "mallory/bread"}}, "base": "main"}]
        self.assertIn("in pull request 21", self.run_pull())
        self.assertEqual(self.state["pulls"][1]["head"]["ref"], "goalpost/pull-2026-11-21")

    def test_what_fails_fails_the_job_and_the_rest_is_pushed(self):
        self.write("l.yaml", (self.repo / "okrs/k.yaml").read_text(encoding="utf-8").replace("id: k", "id: l"))
        self.answer_with("5", "l,::error::x <b>,2026-11-20\n")
        summary = self.run_pull(ends=1)
        self.assertIn("current: 5", self.there())
        self.assertIn("    l: failed", summary)
        self.assertTrue(all(line.startswith("    ") for line in summary.splitlines() if line), summary)

    def test_where_no_pull_request_may_be_opened_it_is_told_and_the_branch_is_gone(self):
        self.protect()
        self.state["refused"] = {"/pulls": 403}
        self.assertIn("Allow GitHub Actions to create and approve pull requests", self.run_pull(ends=2))
        self.assertNotIn("goalpost/pull", self.git("ls-remote", "origin"))

    def test_a_proposal_is_not_asked(self):
        self.protect()
        self.run_pull()
        branch = "goalpost/pull-2026-11-21"
        self.git("checkout", "-q", "-B", "aside", self.git("ls-remote", "origin", branch).split()[0])
        self.write("goalpost.yaml", f"trunk: {branch}\nsources: {{board: {{command: [touch, {self.temp}/ran]}}}}\n")
        self.commit("Propose")
        self.git("push", "-q", "origin", f"aside:{branch}")
        self.git("checkout", "-q", "main")
        (self.remote / "hooks/pre-receive").unlink()
        self.answer_with("4")
        self.protect()
        self.assertIn("k: 4 (was 5)", self.run_pull())
        self.assertFalse((self.temp / "ran").exists())
        self.assertEqual(self.state["statuses"][-1][1:], ("failure", "goals"), "it is no change of values alone")

    def test_an_apps_token_pushes_and_opens_and_leaves_the_status_to_workflows(self):
        _, url = self.serve_repository(self.remote)
        self.git("remote", "set-url", "origin", url + "/repo")
        self.protect()
        self.inputs = {"APP_TOKEN": "of-the-app", "GITHUB_SERVER_URL": url}
        self.assertIn("in pull request 20", self.run_pull())
        self.assertIn(("/pulls", "Bearer of-the-app"), self.state["by"])
        self.assertEqual(self.state["statuses"], [])


class Recipe(Scripts):
    """The step of the guide that merges pull requests that only check in."""

    def run_step(self):
        page = (TOP / "src/guide/ci.md").read_text(encoding="utf-8")
        [script] = re.findall(r"^  run: \|\n((?:    .*\n)+)", page, re.MULTILINE)
        path = self.programs("gh", f"#!/bin/sh\necho \"$*\" >> '{self.temp}/said'\n")
        environment = {**self.environment(), "AUTHOR": "ana-p", "BASE": self.base, "HEAD": self.head, "PULL": "URL", "PATH": path}
        (self.temp / "said").unlink(missing_ok=True)
        subprocess.run(["bash", "-e", "-c", script], cwd=self.repo / "okrs", env=environment, capture_output=True, check=True)
        return (self.temp / "said").read_text(encoding="utf-8").splitlines()

    def test_what_only_checks_in_is_merged_as_it_was_judged_and_a_later_push_takes_it_back(self):
        self.git("checkout", "-q", "main")
        self.write("org.yaml", "people: [{id: ana, github: ana-p}]\n")
        self.base = self.commit("Logins")
        self.git("checkout", "-q", "-b", "values")
        page = GOAL.format(title="Cut the wait", target=3, day="2026-11-09")
        self.write("k.yaml", page.replace("current: 6", "current: 5"))
        self.head = self.commit("Check in on k")
        # The runner checks out the merge with the branch, in which other things may have changed.
        self.git("checkout", "-q", "-b", "merge", "main")
        self.write("o.yaml", (self.repo / "okrs/o.yaml").read_text(encoding="utf-8").replace("smile", "laugh"))
        self.commit("Meanwhile")
        self.git("merge", "-q", "--no-edit", "values")
        self.assertEqual(self.run_step(), [f"pr merge --auto --merge --match-head-commit {self.head} URL"])
        self.git("checkout", "-q", "values")
        self.write("k.yaml", page.replace("target: 3", "target: 5"))
        self.head = self.commit("More")
        self.assertEqual(self.run_step(), ["pr merge --disable-auto URL"])


class Agenda(Scripts):
    """The agenda as an issue."""

    def setUp(self):
        super().setUp()
        people = "{id: ana, github: ana-p}, {id: ben, github: ben-b}, {id: cem, github: \"@everyone\"}"
        self.write("org.yaml", f"teams: [{{id: t, name: T, lead: ben}}, {{id: u, name: U, lead: cem}}]\npeople: [{people}]\n")
        self.needs("t", "u")
        self.commit("Needs")

    def needs(self, *teams):
        needs = "".join(f"  - {{from: {team}, what: \"@all an oven <b>\", by: 2026-11-22, state: asked}}\n" for team in teams)
        self.write("o.yaml", "kind: objective\nid: o\ntitle: \"@all <img> ::error::x\"\nowner: ana\nperiod: 2026-Q4\nsupports: [m]\nneeds:\n" + needs)

    def run_agenda(self, day="2026-11-21"):
        self.inputs = {"GOALPOST_TODAY": day}
        code, out, err = self.run_script("agenda", {"schedule": "0 6 * * 1"})
        self.assertEqual((code, obeyed(out + err)), (0, []), out + err)

    def mentioned(self):
        return [re.findall(r"(?<![`\w])@([A-Za-z0-9-]+)", comment["body"]) for comment in self.state["comments"]]

    def test_one_issue_is_updated_and_a_person_is_mentioned_once_a_week_for_what_others_ask(self):
        self.state["issues"] = [{"number": 1, "state": "open", "user": {"type": "User"}, "body": "<!-- goalpost agenda okrs --> mine"}]
        for _ in range(2):
            self.run_agenda()
        self.assertEqual(len(self.state["issues"]), 2)
        issue = self.state["issues"][1]
        self.assertTrue(issue["body"].startswith("<!-- goalpost agenda okrs -->\n"), issue["body"])
        self.assertIn("#### t \\(1\\)\n", issue["body"])
        self.assertNotIn("@all", issue["body"])
        self.assertNotIn("<img>", issue["body"])
        self.assertEqual(re.findall(r"@\w", issue["body"]), [], "nobody is mentioned by a page that is written again")
        # Ana's own check-in is due, which nobody but the calendar asks.
        self.assertIn("  - check-in · ana · ", issue["body"])
        self.assertEqual(self.mentioned(), [["ben-b"]])
        self.assertIn("need for `o`, by `ana`", self.state["comments"][0]["body"])
        self.write("org.yaml", (self.repo / "okrs/org.yaml").read_text(encoding="utf-8").replace("@everyone", "cem-c"))
        self.run_agenda("2026-11-22")
        self.assertEqual(self.mentioned(), [["ben-b", "cem-c"]], "the week's comment has who is new")
        self.run_agenda("2026-11-23")
        self.assertEqual(self.mentioned(), [["ben-b", "cem-c"], ["ben-b", "cem-c"]], "another week")
        self.assertEqual(len(self.state["issues"]), 2)

    def test_what_is_for_an_owner_and_their_lead_alone_opens_no_issue_and_mentions_nobody(self):
        for is_private, issues in ((True, 0), (False, 1)):
            item = {"kind": "off-track", "is_private": is_private, "goal": "k", "who": ["ben"], "asked_by": ["ana"]}
            view = json.dumps({"today": "2026-11-21", "people": [{"id": "ben", "github": "ben-b"}], "items": [item]})
            answer = f"print({view!r} if 'json' in sys.argv else '')"
            self.inputs = {"PATH": self.programs("goalpost", f"#!/usr/bin/env python3\nimport sys\n\n{answer}\n")}
            code, out, err = self.run_script("agenda", {})
            self.assertEqual((code, len(self.state["issues"]), len(self.state["comments"])), (0, issues, issues), out + err)

    def test_where_there_is_nothing_to_do_no_issue_is_opened(self):
        for name in ("o.yaml", "k.yaml"):
            (self.repo / "okrs" / name).unlink()
        self.run_agenda()
        self.assertEqual((self.state["issues"], self.state["comments"]), ([], []))


if __name__ == "__main__":
    unittest.main()

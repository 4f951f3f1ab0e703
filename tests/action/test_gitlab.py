"""The CI component for GitLab: its scripts, as they stand in it, against a local server that speaks GitLab's API for notes."""

import base64
import json
import re
import subprocess
import textwrap
import unittest

from service import GOAL, TOP, InRepository, Service

COMPONENT = (TOP / "templates/goalpost.yml").read_text(encoding="utf-8")
NIGHTLY = (TOP / "src/author/init/gitlab_pull.yml").read_text(encoding="utf-8")
HOSTILE = '"@all ~bug <img src=x> /close"'


def job(name, pipeline=COMPONENT):
    """The commands of a job."""
    block = re.search(rf"^{name}:\n((?:  .*\n|\n)+)", pipeline, re.MULTILINE)[1]
    script = re.search(r"^  script:\n((?:    .*\n|\n)+)", block, re.MULTILINE)[1]
    parts = re.split(r"^    - ", script, flags=re.MULTILINE)[1:]
    commands = [textwrap.dedent("      " + part.removeprefix("|\n      ")) if part.startswith("|\n") else part for part in parts]
    return [re.sub(r"^\s*#.*\n", "", command, flags=re.MULTILINE) if "SCRIPT" not in command else command for command in commands]


class GitLab(Service):
    """The notes of a merge request, and who asks."""

    def do_GET(self):
        assert self.headers["PRIVATE-TOKEN"] == "secret"
        if self.path == "/api/v4/user":
            return self.answer({"id": 5})
        assert self.path.startswith("/api/v4/projects/8/merge_requests/12/notes?")
        page = int(self.path.split("&page=")[1])
        return self.answer(self.server.notes[100 * (page - 1) : 100 * page])

    def do_POST(self):
        if self.server.forbidden:
            return self.answer({"message": "403 Forbidden"}, 403)
        note = {"id": 100 + len(self.server.notes), "author": {"id": 5}, **self.body()}
        self.server.notes.append(note)
        return self.answer(note, 201)

    def do_PUT(self):
        for note in self.server.notes:
            if note["id"] == int(self.path.rsplit("/", 1)[1]):
                note.update(self.body())
        self.answer({})


class Component(InRepository):
    FOLDER = "o k"

    def setUp(self):
        super().setUp()
        self.server = self.serve(GitLab)
        self.server.notes, self.server.forbidden = [], False
        self.begin(HOSTILE, HOSTILE)

    def run_job(self, name, **more):
        """Runs the commands of a job as a runner does: the first that fails ends it."""
        environment = {
            **self.environment(),
            "GOALPOST_ROOT": self.FOLDER,
            "GOALPOST_TOKEN": "secret",
            "CI_API_V4_URL": f"http://127.0.0.1:{self.server.server_port}/api/v4",
            "CI_PROJECT_ID": "8",
            "CI_MERGE_REQUEST_IID": "12",
            "CI_COMMIT_SHA": self.head,
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": self.base,
            **more,
        }
        said = ""
        for command in job(name):
            done = subprocess.run(["bash", "-c", command], cwd=self.repo, env=environment, capture_output=True, text=True, check=False)
            said += done.stdout + done.stderr
            if done.returncode:
                return done.returncode, said
        return 0, said

    def test_one_note_is_written_and_then_updated(self):
        self.server.notes = [{"id": 1, "author": {"id": 6}, "body": "<!-- goalpost diff o-k --> mine"}] * 100
        for _ in range(2):
            self.assertEqual(self.run_job("goalpost note")[0], 0)
        self.assertEqual(len(self.server.notes), 101)
        body = self.server.notes[100]["body"]
        self.assertTrue(body.startswith("<!-- goalpost diff o-k -->\n**"), body)
        self.assertIn("target", body)
        for markup in ("@all", "<img", "~bug"):
            self.assertFalse(re.search(rf"(?<!\\){re.escape(markup)}", body), body)
        self.assertFalse(re.search(r"(?m)^\s*/", body), body)

    def test_nothing_is_said_where_no_goal_changes_and_where_there_is_no_token(self):
        head, self.head = self.head, self.base
        self.assertEqual((self.run_job("goalpost note")[0], self.server.notes), (0, []))
        self.head = head
        code, said = self.run_job("goalpost note", GOALPOST_TOKEN="")
        self.assertEqual((code, self.server.notes), (0, []))
        self.assertIn("GOALPOST_TOKEN has no token", said)

    def test_a_token_that_may_not_write_is_told_without_being_printed(self):
        self.server.forbidden = True
        code, said = self.run_job("goalpost note")
        self.assertEqual(code, 1)
        self.assertIn("GitLab answered 403", said)
        self.assertNotIn("secret", said)

    def test_the_check_writes_its_reports_and_fails_for_what_the_merge_request_brings(self):
        code, said = self.run_job("goalpost")
        self.assertEqual(code, 0, said)
        findings = json.loads((self.repo / "gl-code-quality-report.json").read_text(encoding="utf-8"))
        self.assertTrue(all(it["location"]["path"].startswith("o k/") for it in findings), findings)
        self.assertIn("<testsuites", (self.repo / "goals.xml").read_text(encoding="utf-8"))
        self.assertTrue((self.repo / "goals.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>"))
        self.write("o.yaml", "kind: objective\nid: o\ntitle: T\nowner: ana\nperiod: 2026-Q4\nsupports: [nowhere]\n")
        self.head = self.commit("Break it", "2026-11-11")
        code, said = self.run_job("goalpost")
        self.assertEqual(code, 1, said)
        self.assertIn("dangling-link", said)
        self.base = self.head
        self.assertEqual(self.run_job("goalpost")[0], 0, "it was there before")
        self.assertEqual(self.run_job("goalpost", CI_MERGE_REQUEST_DIFF_BASE_SHA="")[0], 1, "a push has no base")

    def test_what_the_target_branch_brings_is_not_the_authors(self):
        self.git("branch", "source")
        self.git("checkout", "-q", "-b", "target", self.base)
        self.write("q.yaml", GOAL.format(title="Theirs", target=3, day="2026-11-09").replace("id: k", "id: q"))
        self.write("p.yaml", "kind: objective\nid: p\ntitle: P\nowner: ana\nperiod: 2026-Q4\nsupports: [nowhere]\n")
        target = self.commit("Meanwhile", "2026-11-12")
        self.git("checkout", "-q", "--detach", "target")
        self.git("merge", "-q", "--no-edit", "source")
        source, self.head = self.head, self.git("rev-parse", "HEAD")
        merged = {"CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": source, "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": target}
        self.assertEqual(self.run_job("goalpost note", **merged)[0], 0)
        [note] = self.server.notes
        self.assertIn("target", note["body"])
        self.assertNotIn("Theirs", note["body"])
        code, said = self.run_job("goalpost", **merged)
        self.assertEqual(code, 0, said)
        self.assertNotIn("dangling-link", said)

    def test_one_long_line_is_cut_in_the_line(self):
        answer = "print('{\"changes\": [1]}' if 'json' in sys.argv else 'ö' * 1_000_000)"
        path = self.programs("goalpost", f"#!/usr/bin/env python3\nimport sys\n\n{answer}\n")
        code, said = self.run_job("goalpost note", PATH=path)
        self.assertEqual(code, 0, said)
        [note] = self.server.notes
        self.assertTrue(890_000 < len(note["body"]) < 1_000_000, len(note["body"]))
        self.assertTrue(note["body"].endswith("öö\n\n… and more, for which there is no room here"), note["body"][-80:])

    def test_the_pages_are_the_report(self):
        self.assertEqual(self.run_job("pages")[0], 0)
        self.assertTrue((self.repo / "public/index.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>"))


class Nightly(InRepository):
    """The job that pulls values every night, against a repository over HTTP that takes push options, as GitLab does."""

    FOLDER = "."

    def setUp(self):
        super().setUp()
        self.write("goalpost.yaml", "trunk: main\nsources: {board: {csv: board.csv, key: kr, value: value, date: day}}\n")
        self.write("k.yaml", GOAL.format(title="Cut the wait", target=3, day="2026-09-24").replace("current: 6", "from: {source: board}, current: 6"))
        self.write("board.csv", "kr,value,day\nk,5,2026-11-20\n")
        self.commit("Begin", day="2026-10-02")
        self.remote = self.folder / "remote"
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", self.remote], check=True)
        subprocess.run(["git", "config", "receive.advertisePushOptions", "true"], cwd=self.remote, check=True)
        self.served, self.url = self.serve_repository(self.remote)
        self.served.wants_token = True
        self.git("remote", "add", "origin", str(self.remote))
        self.publish()

    def publish(self):
        self.git("push", "-q", "origin", "main")
        self.git("fetch", "-q", "origin")

    def protect(self):
        """The main branch takes no push by HTTP; what others ask for is noted."""
        hook = self.remote / "hooks/pre-receive"
        refused = "[ \"$ref\" != refs/heads/main ] || [ -z \"$REMOTE_USER\" ] || exit 1"
        noted = 'i=0; while [ "$i" -lt "${GIT_PUSH_OPTION_COUNT:-0}" ]; do eval echo "\\"\\$GIT_PUSH_OPTION_$i\\"" >> options; i=$((i + 1)); done'
        hook.write_text(f"#!/bin/sh\nwhile read -r _ _ ref; do {refused}; done\n{noted}\n", encoding="utf-8")
        hook.chmod(0o755)

    def run_night(self, day="2026-11-21"):
        host, port = self.url.removeprefix("http://").split(":")
        head = self.git("rev-parse", "main")
        self.git("checkout", "-q", "--detach", head)
        environment = {
            **self.environment(),
            "GOALPOST_TODAY": day,
            "GOALPOST": "none",
            "GOALS_PUSH_TOKEN": "s3cret",
            "BESIDE": "goalpost/pull",
            "CI_DEFAULT_BRANCH": "main",
            "CI_COMMIT_SHA": head,
            "CI_SERVER_PROTOCOL": "http",
            "CI_SERVER_HOST": host,
            "CI_SERVER_PORT": port,
            "CI_PROJECT_PATH": "repo",
        }
        for role in ("AUTHOR", "COMMITTER"):
            environment |= {f"GIT_{role}_NAME": "goals-pull", f"GIT_{role}_EMAIL": "p@x.example", f"GIT_{role}_DATE": f"{day}T08:00:00Z"}
        script = "\n".join(job("goals-pull", NIGHTLY))
        done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", script], cwd=self.repo, env=environment, capture_output=True, text=True, check=False)
        self.assertNotIn("s3cret", done.stdout + done.stderr)
        return done.returncode, done.stdout + done.stderr

    def there(self, branch="main"):
        done = subprocess.run(["git", "show", f"{branch}:k.yaml"], cwd=self.remote, capture_output=True, text=True, check=True)
        return done.stdout

    def test_values_are_pushed_to_the_main_branch(self):
        code, said = self.run_night()
        self.assertEqual(code, 0, said)
        self.assertIn("current: 5", self.there())
        token = "Basic " + base64.b64encode(b"goals-pull:s3cret").decode()
        self.assertIn(("/repo.git/git-receive-pack", token), self.served.tokens)
        self.git("fetch", "-q", "origin")
        self.git("checkout", "-q", "-B", "main", "origin/main")
        code, said = self.run_night()
        self.assertEqual((code, self.git("ls-remote", "origin", "main").split()[0]), (0, self.git("rev-parse", "main")), said)

    def test_where_it_is_protected_nights_share_one_merge_request(self):
        self.protect()
        code, said = self.run_night()
        self.assertEqual(code, 0, said)
        self.assertIn("current: 6", self.there())
        self.assertIn("current: 5", self.there("goalpost/pull"))
        options = (self.remote / "options").read_text(encoding="utf-8").splitlines()
        self.assertEqual(options, ["merge_request.create", "merge_request.target=main", "merge_request.title=Values from their sources", "merge_request.remove_source_branch"])
        # Another night: the trunk went on, and what waits is continued.
        self.git("checkout", "-q", "main")
        self.write("board.csv", "kr,value,day\nk,4,2026-11-21\n")
        self.commit("The board")
        self.publish()
        code, said = self.run_night("2026-11-22")
        self.assertEqual(code, 0, said)
        self.assertIn("k: 4 (was 5)", said)
        self.assertIn("current: 4", self.there("goalpost/pull"))
        self.assertEqual(self.git("ls-remote", "origin", "refs/heads/*").count("\n"), 1, "the main branch and one beside it")

    def test_what_fails_fails_the_job_and_the_rest_is_pushed(self):
        self.write("l.yaml", (self.repo / "k.yaml").read_text(encoding="utf-8").replace("id: k", "id: l"))
        self.commit("Another")
        self.publish()
        code, said = self.run_night()
        self.assertEqual(code, 1, said)
        self.assertIn("l: failed", said)
        self.assertIn("current: 5", self.there())


if __name__ == "__main__":
    unittest.main()

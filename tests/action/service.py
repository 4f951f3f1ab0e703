"""What the tests of the scripts share: a local server that stands for a service, a small repository with goals, and the
program.

GOALPOST names the folder of the program: `GOALPOST=target/debug python3 tests/action/test_action.py`.
"""

import gzip
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
GOAL = "kind: key_result\nid: k\ntitle: {title}\nmeasures: o\nowner: ana\nmetric: {{unit: min, baseline: 9, target: {target}, current: 6, as_of: {day}}}\n"


class Service(http.server.BaseHTTPRequestHandler):
    """Answers and questions in JSON, without a log."""

    def answer(self, value, code=200):
        body = json.dumps(value).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def log_message(self, *_):
        pass


class Remote(http.server.BaseHTTPRequestHandler):
    """A repository over HTTP, by git's own program."""

    def do_GET(self):
        self.server.tokens.add((self.path.split("?")[0], self.headers["Authorization"]))
        if self.server.wants_token and not self.headers["Authorization"]:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if (self.headers.get("Content-Encoding") or "") == "gzip":
            body = gzip.decompress(body)
        environment = {
            **os.environ,
            "GIT_PROJECT_ROOT": self.server.folder,
            "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": re.sub(r"^/repo(\.git)?", "", path),
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type") or "",
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_USER": "app",
        }
        done = subprocess.run([self.server.backend], input=body, env=environment, capture_output=True, check=False)
        head, _, answer = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().splitlines())
        self.send_response(int(headers.pop("Status", "200").split()[0]))
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_POST = do_GET

    def log_message(self, *_):
        pass


class InRepository(unittest.TestCase):
    """Tests in a repository whose goals are in `FOLDER`: an objective and, with `begin`, its key result."""

    FOLDER = "okrs"

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.repo = self.folder / "repo"
        (self.repo / self.FOLDER).mkdir(parents=True)
        self.git("init", "-q", "-b", "main")
        self.write("goalpost.yaml", "")
        self.write("org.yaml", "people: [{id: ana}]\n")
        self.write("m.yaml", "kind: mission\nid: m\ntitle: Good bread\nstatement: Bake it.\n")
        self.write("o.yaml", "kind: objective\nid: o\ntitle: Make guests smile\nowner: ana\nperiod: 2026-Q4\nsupports: [m]\n")

    def begin(self, title, proposed):
        """Commits the key result, and on the branch `side` its proposed title and another target."""
        self.write("k.yaml", GOAL.format(title=title, target=3, day="2026-09-24"))
        self.base = self.commit("Set the goals", day="2026-09-25")
        self.git("checkout", "-q", "-b", "side")
        self.write("k.yaml", GOAL.format(title=proposed, target=5, day="2026-11-09"))
        self.head = self.commit("Update")

    def serve(self, handler):
        """Starts a local server, which ends with the test."""
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server

    def serve_repository(self, folder):
        """Starts a server that serves a bare repository over HTTP; gives it and its address."""
        backend = subprocess.run(["git", "--exec-path"], capture_output=True, text=True, check=True).stdout.strip() + "/git-http-backend"
        if not shutil.which(backend):
            self.skipTest("git-http-backend is not here")
        served = self.serve(Remote)
        served.backend, served.folder, served.tokens, served.wants_token = backend, str(folder), set(), False
        subprocess.run(["git", "config", "http.receivepack", "true"], cwd=folder, check=True)
        return served, f"http://127.0.0.1:{served.server_port}"

    def environment(self):
        """What every program that a test starts is given."""
        programs = pathlib.Path(os.environ.get("GOALPOST", TOP / "target/debug")).resolve()
        return {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GOALPOST_TODAY": "2026-11-21",
        }

    def write(self, name, text):
        (self.repo / self.FOLDER / name).write_text(text, encoding="utf-8")

    def git(self, *args, day="2026-11-10"):
        environment = self.environment()
        for role in ("AUTHOR", "COMMITTER"):
            environment |= {f"GIT_{role}_NAME": "Ana", f"GIT_{role}_EMAIL": "ana@x.example", f"GIT_{role}_DATE": f"{day}T08:00:00Z"}
        done = subprocess.run(["git", *args], cwd=self.repo, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def commit(self, message, day="2026-11-10"):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message, day=day)
        return self.git("rev-parse", "HEAD")

    def programs(self, name, text):
        """A PATH on which a program of this text comes first."""
        folder = self.folder / "programs"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755)
        return f"{folder}:{self.environment()['PATH']}"

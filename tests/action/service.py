"""What local servers that stand for a service share: answers and questions in JSON, without a log."""

import http.server
import json


class Service(http.server.BaseHTTPRequestHandler):
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

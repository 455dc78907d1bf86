#!/usr/bin/env python3
"""lookup_server.py FOLDER: registers on loopback over https. Writes FOLDER/port when ready and a line to FOLDER/asked for
each question. What to answer stands in FOLDER/company and FOLDER/address at the moment of asking: the name of a recorded
answer of fixtures/lookup, or a number (that status), "slow" (nothing, until the other end gives up), "huge", "cut", or
"html"."""
import http.server
import ssl
import sys
import time
from pathlib import Path

FOLDER = Path(sys.argv[1])
RECORDED = Path(__file__).resolve().parent.parent / "fixtures" / "lookup"


class Register(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_GET(self):
        with open(FOLDER / "asked", "a", encoding="utf-8") as log:
            log.write(self.path + "\n")
        order = (FOLDER / ("company" if self.path.startswith("/cvr/") else "address")).read_text().strip()
        if order == "slow":
            time.sleep(30)
            return
        status = int(order) if order.isdigit() else 200
        body = {"huge": b"[" + b" " * (2 << 20) + b"]", "html": b"<html><body>Service busy</body></html>"}.get(order)
        if body is None and order.endswith(".json"):
            body = (RECORDED / order).read_bytes()
        body = body or b'{"error":"NOT_FOUND"}'
        length = len(body)
        if order == "cut":
            body = (RECORDED / "company-active.json").read_bytes()
            length, body = len(body), body[:40]
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(length))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass # it has heard enough


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Register)
server.daemon_threads = True
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(FOLDER / "server.pem", FOLDER / "server.key")
server.socket = context.wrap_socket(server.socket, server_side=True)
(FOLDER / "port.part").write_text(str(server.server_port))
(FOLDER / "port.part").rename(FOLDER / "port")
server.serve_forever()

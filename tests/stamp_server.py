#!/usr/bin/env python3
"""stamp_server.py FOLDER: a timestamp authority on loopback, made of `openssl ts`. Makes its keys in FOLDER (root.pem is the root),
writes FOLDER/port when ready and a line to FOLDER/asked for each question. How to answer stands in FOLDER/mode at the moment of
asking: "good"; "nonce", "hash" (of a question other than ours); "expired", "other" (another signer); "refuse"; "html"; "slow";
"huge"; a number (that status)."""
import http.server
import subprocess
import sys
import time
from pathlib import Path

FOLDER = Path(sys.argv[1])
CONFIG = """
[ca]
default_ca = root
[root]
database = {folder}/index.txt
new_certs_dir = {folder}
serial = {folder}/ca.serial
certificate = {folder}/root.pem
private_key = {folder}/root.key
default_md = sha256
policy = any
[any]
commonName = supplied
[stamping]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[tsa]
default_tsa = one
[one]
serial = {folder}/tsa.serial
default_policy = 1.2.3.4
digests = {digests}
signer_digest = sha256
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def key(name):
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", FOLDER / f"{name}.key")


def root(name):
    key(name)
    openssl("req", "-x509", "-new", "-key", FOLDER / f"{name}.key", "-subj", f"/CN=Proeve {name}", "-days", 3650, "-config", FOLDER / "ca.cnf",
            "-extensions", "authority", "-out", FOLDER / f"{name}.pem")


def signer(name, issuer, *days):
    key(name)
    openssl("req", "-new", "-key", FOLDER / f"{name}.key", "-subj", f"/CN=Proeve tidsstempel {name}", "-config", FOLDER / "ca.cnf",
            "-out", FOLDER / f"{name}.csr")
    openssl("ca", "-batch", "-notext", "-config", FOLDER / "ca.cnf", "-extensions", "stamping", "-cert", FOLDER / f"{issuer}.pem", "-keyfile",
            FOLDER / f"{issuer}.key", *days, "-in", FOLDER / f"{name}.csr", "-out", FOLDER / f"{name}.pem")


def make():
    head = "[req]\ndistinguished_name = dn\nprompt = no\n[dn]\nCN = x\n"
    (FOLDER / "ca.cnf").write_text(head + CONFIG.format(folder=FOLDER, digests="sha256"))
    (FOLDER / "refuse.cnf").write_text(CONFIG.format(folder=FOLDER, digests="sha512"))
    (FOLDER / "index.txt").write_text("")
    (FOLDER / "index.txt.attr").write_text("unique_subject = no\n")
    (FOLDER / "ca.serial").write_text("1000\n")
    (FOLDER / "tsa.serial").write_text("01\n")
    root("root")
    root("elsewhere")
    signer("good", "root", "-days", 3650)
    signer("expired", "root", "-startdate", "20200101000000Z", "-enddate", "20210101000000Z")
    signer("other", "elsewhere", "-days", 3650)


def reply(request, mode):
    name = mode if mode in ("expired", "other") else "good"
    changed = bytearray(request)
    if mode == "hash":
        changed[request.index(b"\x04\x20") + 9] ^= 1
    if mode == "nonce":
        changed[request.index(b"\x02\x08", request.index(b"\x04\x20") + 34) + 9] ^= 1
    (FOLDER / "request").write_bytes(changed)
    openssl("ts", "-reply", "-config", FOLDER / ("refuse.cnf" if mode == "refuse" else "ca.cnf"), "-section", "one", "-queryfile",
            FOLDER / "request", "-signer", FOLDER / f"{name}.pem", "-inkey", FOLDER / f"{name}.key", "-out", FOLDER / "reply")
    return (FOLDER / "reply").read_bytes()


class Authority(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_POST(self):
        request = self.rfile.read(int(self.headers["Content-Length"]))
        with open(FOLDER / "asked", "a", encoding="utf-8") as log:
            log.write(self.headers["Content-Type"] + "\n")
        mode = (FOLDER / "mode").read_text().strip()
        if mode == "slow":
            time.sleep(30)
            return
        body = {"html": b"<html><body>Service busy</body></html>", "huge": b"\x30" * (1 << 20)}.get(mode)
        status = int(mode) if mode.isdigit() else 200
        if body is None:
            body = b"" if status != 200 else reply(request, mode)
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if mode == "html" else "application/timestamp-reply")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass # it has heard enough


make()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Authority)
server.daemon_threads = True
(FOLDER / "port.part").write_text(str(server.server_port))
(FOLDER / "port.part").rename(FOLDER / "port")
server.serve_forever()

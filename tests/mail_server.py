#!/usr/bin/env python3
"""mail_server.py DIR: a mail server on loopback that does what DIR/mode says, on two ports (DIR/port: STARTTLS, DIR/port-tls: TLS
from the first byte). Every message that came whole is kept as DIR/in/N.eml, whatever was answered; DIR/talk has what was said."""
import os
import socket
import ssl
import sys
import threading
import time
from base64 import b64decode
from pathlib import Path

HERE = Path(sys.argv[1])
LOCK = threading.Lock()
ANSWERS = {"mail": "250 2.1.0 ok", "rcpt": "250 2.1.5 ok", "data": "354 go on", "end": "250 2.0.0 queued as {n}"}


def mode():
    return (HERE / "mode").read_text().strip()


class Talk:
    def __init__(self, plain, tls):
        self.line = plain
        self.secure = False
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(HERE / "server.pem", HERE / "server.key")
        if tls:
            self.lock()
        self.mode = mode()
        self.rest = b""

    def lock(self):
        self.line = self.context.wrap_socket(self.line, server_side=True)
        self.secure = True

    def say(self, text):
        self.line.sendall(text.encode() + b"\r\n")

    def hear(self):
        while b"\r\n" not in self.rest:
            piece = self.line.recv(65536)
            if not piece:
                raise EOFError
            self.rest += piece
        line, self.rest = self.rest.split(b"\r\n", 1)
        with LOCK, open(HERE / "talk", "a", encoding="utf-8") as talk:
            talk.write(line.decode("utf-8", "replace") + "\n")
        return line.decode("utf-8", "replace")

    def hear_message(self):
        got = self.rest
        while not got.endswith(b"\r\n.\r\n"):
            piece = self.line.recv(65536)
            if not piece:
                raise EOFError
            got += piece
            if self.mode == "cut-in-data":
                raise EOFError
        self.rest = b""
        return b"\r\n".join(l[1:] if l.startswith(b".") else l for l in got[:-5].split(b"\r\n")) + b"\r\n"

    def answer(self, at):
        """The mode may be "rcpt 451 4.7.1 later": that answer at that point."""
        point, _, text = self.mode.partition(" ")
        if point == at and text:
            return text
        return ANSWERS[at]

    def signed_in(self, line):
        if self.mode == "auth":
            self.say("535 5.7.8 you said " + line)  # a server that repeats what it was told
            return
        user, word = b64decode(line.split()[2]).split(b"\0")[1:]
        fine = (user, word) == (b"kontoret", "en hemmelig sætning".encode())
        self.say("235 2.7.0 welcome" if fine else "535 5.7.8 no")

    def keep(self, message):
        with LOCK:
            n = len(list((HERE / "in").iterdir())) + 1
            (HERE / "in" / f"{n}.eml").write_bytes(message)
        return n

    def data(self):
        self.say(self.answer("data"))
        if not self.answer("data").startswith("354"):
            return True
        n = self.keep(self.hear_message())
        if self.mode == "silent":
            time.sleep(30)
        if self.mode == "slow":
            time.sleep(3)
        if self.mode in ("silent", "cut-after-data"):
            return False
        self.say(self.answer("end").format(n=n))
        return True

    def run(self):
        if self.mode == "greet":
            self.say("554 5.3.2 not today")
            return
        self.say("220 localhost ESMTP")
        while True:
            line = self.hear()
            word = line.split(" ")[0].split(":")[0].upper()
            if word == "EHLO":
                offers = ["localhost", "8BITMIME", "SIZE 30000000"]
                if not self.secure and self.mode != "no-starttls":
                    offers.append("STARTTLS")
                if self.secure or self.mode == "no-starttls":
                    offers.append("AUTH PLAIN")
                for i, offer in enumerate(offers):
                    self.say(f"250{' ' if i + 1 == len(offers) else '-'}{offer}")
            elif word == "STARTTLS":
                self.say("220 go on")
                self.lock()
            elif word == "AUTH":
                if len(line.split()) == 2:
                    self.say("334 ")
                    line += " " + self.hear()
                self.signed_in(line)
            elif word == "MAIL":
                if self.mode == "slow-mail":
                    time.sleep(2)
                self.say(self.answer("mail"))
            elif word == "RCPT":
                self.say(self.answer("rcpt"))
            elif word == "DATA":
                if not self.data():
                    return
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


def talk(plain, tls):
    try:
        with plain:
            Talk(plain, tls).run()
    except (EOFError, OSError, ssl.SSLError):
        pass


def serve(name, tls):
    ear = socket.create_server(("127.0.0.1", 0))
    (HERE / (name + ".part")).write_text(str(ear.getsockname()[1]))
    os.rename(HERE / (name + ".part"), HERE / name)
    while True:
        plain, _ = ear.accept()
        threading.Thread(target=talk, args=(plain, tls), daemon=True).start()


(HERE / "in").mkdir(exist_ok=True)
threading.Thread(target=serve, args=("port-tls", True), daemon=True).start()
serve("port", False)

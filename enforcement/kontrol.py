#!/usr/bin/env python3
"""Checks an auditor's pack on a machine without paakrav: python3 kontrol.py PACK.zip [--certificate HOUSE.pem] [--authority TSA.pem]
[--receipt FILE]... [--seed N] [--lang en]. Needs Python 3 and, for signatures, openssl. Ends with 0 when all holds, 1 with a line
"WHAT WHERE: words" for each fault, 2 when it is no pack. A --receipt is anything that left the house with a head of the books."""
import argparse, base64, csv, hashlib, io, json, os, shutil, subprocess, sys, tempfile, zipfile
from collections import defaultdict
from pathlib import Path

LISTS = "4c8cbc784dddb0da4a4580dbcec57a9a45888d70ec91f0f3afccafcf89107f73"  # sha256 of kontrollister.py, which lies in the pack

raw, sha = (lambda data: hashlib.sha256(data).digest()), (lambda data: hashlib.sha256(data).hexdigest())
def tree(level):  # The root of RFC 6962: pairs from the left, what is alone goes up as it is.
    while len(level) > 1:
        level = [raw(b"\1" + level[i] + level[i + 1]) if i + 1 < len(level) else level[i] for i in range(0, len(level), 2)]
    return level[0] if level else raw(b"")

class Check:
    def __init__(self, path, options):
        self.path, self.options, self.faults, self.notes, self.zip = path, options, 0, {}, zipfile.ZipFile(path)
        self.names, self.pack = set(self.zip.namelist()), json.loads(self.zip.read("pack.json"))
        self.first, self.last, self.head = self.pack["from"], self.pack["to"], self.pack["journal"]
        self.words = {row["what"]: row[options.lang] for row in csv.DictReader(io.StringIO(self.read("kontrol.csv").decode()))}

    def need(self, holds, what, where):
        if not holds:
            self.faults += 1
            if self.faults <= 200:
                print(f"{what} {where}: {self.words.get(what, what)}")
        return holds

    def note(self, what, where=""):
        self.notes.setdefault(what, []).append(str(where))

    def read(self, name):
        return self.zip.read(name) if name in self.names else b""

    def rows(self, name):
        there = self.need(name in self.names, "manifest", name)
        return csv.DictReader(io.TextIOWrapper(self.zip.open(name), "utf-8", newline="")) if there else []

    def manifest(self):
        listed = {"manifest.csv"}
        self.need(len(self.names) == len(self.zip.namelist()), "manifest", self.path)
        for row in self.rows("manifest.csv"):
            listed.add(row["name"])
            self.need(row["name"] in self.names and sha(self.read(row["name"])) == row["sha256"], "manifest", row["name"])
        self.need(self.names == listed, "manifest", " ".join(sorted(self.names ^ listed)))

    def owner(self, account, case):
        return "-" if case == "-" or account == "unidentified" else self.client.get(case, "sag-" + case)

    def journal(self):  # the chain, the tree, and all that later checks add up, in one walk. Without a chain nothing else can be asked
        self.account = {row["account"]: row for row in self.rows("accounts.csv")}
        self.client = {row["case"]: row["client"] for row in self.rows("clients.csv")}
        self.entry, self.hashes, self.commitments, self.period, leaves, total = {}, ["0" * 64], [""], [], [], 0
        self.by_day, (self.opening, self.debit, self.credit, self.counts, self.moves) = defaultdict(list), (defaultdict(int) for _ in range(5))
        for seq, row in enumerate(self.rows("journal.csv"), 1):
            where, day, case, amount = f"seq {row['seq']}", row["booked_on"], row["case"], int(row["amount_ore"])
            text = "\n".join(("paakrav-journal/1", str(seq), self.hashes[-1], row["id"], case, day, row["kind"], row["debit"], row["credit"],
                              row["amount_ore"], row["commitment"], ""))
            digest = raw(text.encode())
            if not self.need(digest.hex() == row["hash"] and row["seq"] == str(seq), "chain", where):
                return False
            for known, more in ((self.hashes, row["hash"]), (self.commitments, row["commitment"]), (leaves, raw(b"\0" + digest))):
                known.append(more)
            when = "before" if day < self.first else "after" if day > self.last else "in"
            self.need(row["period"] == when and amount > 0 and row["debit"] != row["credit"] and {row["debit"], row["credit"]} <= {*self.account}, "entry", where)
            self.entry[row["id"]] = (seq, day, row["kind"], case, amount, row["debit"], row["credit"], row["id"])
            for account, ore in ((row["debit"], amount), (row["credit"], -amount)):
                if account == "client_bank":
                    self.by_day[day].append((seq, "", ore))
                elif self.account.get(account, {}).get("class") == "client":
                    self.by_day[day].append((seq, self.owner(account, case), -ore))
                    self.moves[self.owner(account, case), account, day] -= ore
                self.counts[account, when] += 1
                side = self.opening if when == "before" else self.debit if ore > 0 else self.credit
                side[account] += ore if when == "before" else abs(ore) * (when == "in")
            if when == "in":
                self.period.append(row["id"])
                total += amount
        self.need((len(self.hashes) - 1, self.hashes[-1]) == (self.head["seq"], self.head["hash"]), "head", "pack.json")
        self.need((self.pack["entries"], self.pack["sum_ore"]) == (len(self.period), total), "sum", "pack.json")
        self.size, self.root = len(leaves), tree(leaves)
        return self.need(self.root.hex() == self.pack["root"], "root", "pack.json") or True

    def balance(self):
        seen, keys = {}, ("opening_ore", "debit_ore", "credit_ore", "closing_ore", "entries_before", "entries")
        for name, row in ((row["account"], row) for row in self.rows("balance.csv")):
            opening, debit, credit = self.opening[name], self.debit[name], self.credit[name]
            seen[name] = [opening, debit, credit, opening + debit - credit, self.counts[name, "before"], self.counts[name, "in"]]
            self.need(seen[name] == [int(row[key]) for key in keys], "balance", name)
        self.need({name for (name, when), count in self.counts.items() if when != "after" and count} <= {*seen}, "balance", "balance.csv")

    def hledger(self):  # every posting of the hledger journal is one of the period's, and none is missing
        want, have, at = defaultdict(int), defaultdict(int), ""
        path = {row["hledger"]: name for name, row in self.account.items()}
        want.update({("opening", name): ore for name, ore in self.opening.items()})
        for seq, day, _, _, amount, debit, credit, _ in map(self.entry.get, self.period):
            want[f"{day} {seq}", debit] += amount
            want[f"{day} {seq}", credit] -= amount
        for line in io.StringIO(self.read("journal.hledger").decode()):
            if line[:1].isdigit():
                at = f"{line[:10]} {line.split('(')[1].split(')')[0]}" if "(" in line else "opening"
            elif line.startswith("    "):
                account, amount = line.strip().split("  ")
                have[at, path.get(account, account)] += int(amount.removesuffix(" DKK").replace(".", ""))
        self.need(not (odd := sorted(key for key in {*want, *have} if want[key] != have[key])), "hledger", "; ".join(map(" ".join, odd[:5])))

    def clientmoney(self):  # nobody below zero on any evening; the bank account holds what the clients hold
        held, apart = defaultdict(int), 0
        for (owner, account, day), ore in sorted(self.moves.items()):
            held[owner, account] += ore
            self.need(held[owner, account] >= 0, "client", f"{owner} {account} {day}")
        for day, moves in sorted(self.by_day.items()):
            apart += sum(-ore if owner else ore for _, owner, ore in moves)
            self.need(apart == 0, "clientbank", day)

    def signed(self, where, data, signature, token=None):  # signature over data under the house's certificate; token, an RFC 3161 timestamp, over the signature
        if not shutil.which("openssl"):
            return self.note("no-openssl")
        with tempfile.TemporaryDirectory() as folder:
            def openssl(what, *arguments, **files):
                for name, content in files.items():
                    Path(folder, name).write_bytes(content)
                done = subprocess.run(["openssl", *arguments], capture_output=True, cwd=folder)
                self.need(done.returncode == 0, what, where)
            house, authority = (Path(own).read_bytes() if own else self.read(packed) for own, packed in
                                ((self.options.certificate, "keys/signer.pem"), (self.options.authority, "keys/authority.pem")))
            openssl("signature", "cms", "-verify", "-binary", "-inform", "DER", "-in", "sig", "-content", "data", "-CAfile", "house", "-purpose",
                    "any", "-out", os.devnull, data=data, sig=signature, house=house)
            if token and authority:
                openssl("timestamp", "ts", "-verify", "-data", "sig", "-in", "token", "-token_in", "-CAfile", "tsa", token=token, tsa=authority)
            elif token is not None:
                self.note("no-stamp", where)

    def at(self, what, where, head):  # the head is the chain's own; how far it reaches
        seq = head["seq"]
        return seq if self.need(0 <= seq < len(self.hashes) and self.hashes[seq] == head["hash"], what, where) else 0

    def proofs(self):
        self.proof, self.said, self.sealed, reach, beside = {}, {}, False, 0, self.path + ".receipt.json"
        for row in self.rows("heads.csv"):
            self.at("head", f"{row['what']} {row['name']}", {"seq": int(row["seq"]), "hash": row["hash"]})
        for row in self.rows("proofs.csv"):
            name, data = row["file"], self.read(row["file"])
            self.proof[row["day"]] = name
            if self.need(sha(data) == row["sha256"], "proof", name):
                said = self.said[row["day"]] = json.loads(data)
                self.signed(name, data, self.read(name + ".p7s"), self.read(name + ".p7s.tst"))
                reach = max(reach, self.at("proof", name, said["journal"]))
                told = [row[key] for key in ("day", "number", "made_on", "seq", "hash", "ok")]
                same = told == [said["on"], *(str(part) for part in (said["number"], said["made_on"], *said["journal"].values(), int(said["ok"])))]
                self.need(self.figures(said) and same, "proof", name)
        for path in self.options.receipt + [beside] * os.path.exists(beside):
            said = json.loads(data := Path(path).read_bytes())
            head, ours = said["journal"], said["schema"] == "paakrav.audit-pack-receipt/1"
            self.need(not ours or said["sha256"] == sha(Path(self.path).read_bytes()), "receipt", path)
            if "signature" in head:
                self.signed(path, f"paakrav-head/1\n{head['seq']}\n{head['hash']}\n".encode(), base64.b64decode(head["signature"]))
            if ours and (sig := Path(path.removesuffix(".receipt.json") + ".p7s")).exists():
                self.sealed = True  # or a fault is told
                self.signed(sig, data, sig.read_bytes(), stamp.read_bytes() if (stamp := Path(f"{sig}.tst")).exists() else b"")
            reach = max(reach, self.at("head", path, head))
        if reach < self.head["seq"]:
            self.note("unsigned", f"{reach + 1}-{self.head['seq']}")
        if not self.options.certificate:
            self.note("no-house")

    def figures(self, said):  # what a day proof says, added up from the entries that it knew
        held = defaultdict(int)
        for seq, owner, ore in (move for day, moves in self.by_day.items() if day <= said["on"] for move in moves):
            held[owner] += ore if seq <= said["journal"]["seq"] else 0
        book, told = held.pop("", 0), {row["client"]: row["held_ore"] for row in said["clients"]}
        items = sum(item["amount_ore"] * (1 if item["where"] == "statement" else -1) for item in said["items"])
        same = {who: ore for who, ore in held.items() if ore} == {who: ore for who, ore in told.items() if ore}
        return book == said["book_ore"] and same and (not said["ok"] or said["bank_ore"] == book + items and book == sum(held.values()))

    def opens(self, where, seq_or_hex, salt, text):
        commitment = self.commitments[seq_or_hex] if isinstance(seq_or_hex, int) else seq_or_hex
        self.need(not salt or sha(bytes.fromhex(salt) + text.encode()) == commitment, "commitment", where)

    def lists(self):  # the other half of this program, taken from the pack: no other bytes than those that this half was written with are run
        code, names = self.read("kontrollister.py"), {}
        if self.need(sha(code) == LISTS, "manifest", "kontrollister.py"):
            exec(compile(code, "kontrollister.py", "exec"), names)
            names["Lists"](self).run()

    def laws(self):
        for row in self.rows("laws.csv"):
            files = sorted((name.rsplit("/", 1)[1], self.read(name)) for name in self.names if row["folder"] and name.startswith(row["folder"] + "/"))
            held = sha(b"".join(f"{name} {len(data)}\n".encode() + data for name, data in files)) == row["edition"]
            self.note("no-law", row["edition"][:16]) if not row["folder"] else self.need(held, "law", row["edition"][:16])

    def samples(self):
        seed, rows, drawn, i = self.pack["seed"] if self.options.seed is None else self.options.seed, list(self.rows("samples.csv")), [], 0
        erased = {row["case"] for row in self.rows("erasures.csv")}
        while len(drawn) < min(self.pack["samples"], len(self.period)):
            lot = raw(f"paakrav-sample/1\n{seed}\n{self.head['hash']}\n{i}\n".encode())
            entry, i = self.period[int.from_bytes(lot[:8], "big") % len(self.period)], i + 1
            at = [str(len(drawn) + 1), str(i - 1), str(self.period.index(entry)), entry]
            drawn += [at] * all(entry != one[3] for one in drawn)
        self.need(drawn == [[row[key] for key in ("number", "draw", "place", "entry")] for row in rows], "sample", f"samples.csv ({seed})")
        for row in rows:
            name, one = row["file"], json.loads(self.read(row["file"]) or "{}")
            if not self.need(one and row["entry"] in self.entry and one["seq"] == self.entry[row["entry"]][0], "sample", name):
                continue
            digest, index, last = raw(one["text"].encode()), one["seq"] - 1, self.size - 1
            at, path = raw(b"\0" + digest), [bytes.fromhex(step) for step in one["path"]]
            while last > 0 and (path or index == last):
                if index % 2 or index < last:
                    at = raw(b"\1" + path.pop(0) + at if index % 2 else b"\1" + at + path.pop(0))
                index, last = index // 2, last // 2
            self.need(at == self.root and not path and last == 0 and digest.hex() == self.hashes[one["seq"]], "sample", name)
            self.opens(name, one["seq"], one["salt"], one["payload"])
            for part in [part for part in (one["event"], one["bank_line"], *one["documents"]) if part]:
                self.opens(name, part["commitment"], part["salt"], part["sealed"])
            for document in one["documents"]:
                if not document["file"] and (case := one["text"].split("\n")[4]) in erased:
                    self.note("erased", f"{case} {document['id']}")
                    continue
                self.need(document["file"] and sha(self.read(document["file"])) == document["sha256"], "document", f"{name} {document['id']}")

    def run(self):
        self.manifest()
        if self.journal():
            for part in (self.balance, self.hledger, self.clientmoney, self.proofs, self.lists, self.laws, self.samples):
                part()
        for what, wheres in ((what, wheres) for what, wheres in self.notes.items() if wheres):
            print(f"- {self.words.get(what, what)}" + (f": {', '.join(wheres[:12])}{' …' * (len(wheres) > 12)}" if any(wheres) else ""))
        print(f"{self.words.get('holds-not' if self.faults else 'holds', '')} ({len(self.hashes) - 1} / {self.faults})")
        return 1 if self.faults else 0

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack"), parser.add_argument("--certificate"), parser.add_argument("--authority"), parser.add_argument("--seed", type=int)
    parser.add_argument("--receipt", action="append", default=[]), parser.add_argument("--lang", default="da", choices=("da", "en"))
    options = parser.parse_args()
    try:
        sys.exit(Check(options.pack, options).run())
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as why:
        print(f"pack {options.pack}: {type(why).__name__}: {why}")
        sys.exit(2)

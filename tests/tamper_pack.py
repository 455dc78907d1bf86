#!/usr/bin/env python3
"""Change an auditor's pack as somebody with the file in hand would, and see that its checker names it.

tamper_pack.py CHECKER PACK RECEIPT: PACK is whole and holds; RECEIPT is what left the house with it. Each kind is tried on a copy.
A kind marked whole=True also makes the list of files anew, as somebody who knows how would."""
import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile

checker, pack, receipt = sys.argv[1:]
with zipfile.ZipFile(pack) as source:
    ORIGINAL = {name: source.read(name) for name in source.namelist()}
FIELDS = ("seq", "id", "case", "booked_on", "kind", "debit", "credit", "amount_ore", "commitment", "hash", "period")


def rows(files, name):
    return list(csv.DictReader(io.StringIO(files[name].decode())))


def put(files, name, table):
    out = io.StringIO()
    writer = csv.DictWriter(out, rows(files, name)[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    files[name] = out.getvalue().encode()


def cell(name, column, change, row=0):
    def kind(files):
        table = rows(files, name)
        table[row][column] = change(table[row][column])
        put(files, name, table)
    return kind


def more(value):
    return str(int(value or 0) + 100)


def without(name, row=-1):
    def kind(files):
        table = rows(files, name)
        del table[row]
        put(files, name, table)
    return kind


def twice(name):
    def kind(files):
        table = rows(files, name)
        put(files, name, table + table[-1:])
    return kind


def rechained(change, told=True):
    """The journal changed, its chain and the pack's own head and root made anew."""
    def kind(files):
        table, prev, level, total = rows(files, "journal.csv"), "0" * 64, [], 0
        change(table)
        for seq, row in enumerate(table, 1):
            row["seq"] = str(seq)
            text = "\n".join(["paakrav-journal/1", row["seq"], prev, *(row[field] for field in FIELDS[1:9]), ""])
            row["hash"] = prev = hashlib.sha256(text.encode()).hexdigest()
            level.append(hashlib.sha256(b"\0" + bytes.fromhex(prev)).digest())
            total += int(row["amount_ore"]) * (row["period"] == "in")
        while len(level) > 1:
            level = [hashlib.sha256(b"\1" + b"".join(level[i:i + 2])).digest() if i + 1 < len(level) else level[i] for i in range(0, len(level), 2)]
        put(files, "journal.csv", table)
        said = json.loads(files["pack.json"])
        said.update(journal={"seq": len(table), "hash": prev}, root=level[0].hex(), sum_ore=total, entries=sum(row["period"] == "in" for row in table))
        files["pack.json"] = json.dumps(said).encode()
    return kind


def amount(table):
    table[1]["amount_ore"] = more(table[1]["amount_ore"])


def exchange(table):
    table[0], table[1] = table[1], table[0]


def bytes_of(pattern, change):
    def kind(files):
        name = sorted(name for name in files if re.search(pattern, name))[0]
        files[name] = change(files[name])
    return kind


def flip(data):
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1:]


def told(**changes):
    def kind(files):
        files["pack.json"] = json.dumps({**json.loads(files["pack.json"]), **changes}).encode()
    return kind


def replace(old, new):
    return lambda data: data.replace(old, new, 1)


def gone(pattern):
    def kind(files):
        del files[sorted(name for name in files if re.search(pattern, name))[0]]
    return kind


def stray(files):
    files["ekstra.csv"] = b"a,b\n1,2\n"


def documents(files):
    """Two documents exchanged, each under the other's name."""
    first, second = sorted(name for name in files if name.startswith("documents/"))[:2]
    files[first], files[second] = files[second], files[first]


def proof_figures(files):
    name = rows(files, "proofs.csv")[0]["file"]
    said = json.loads(files[name])
    said["book_ore"] += 100
    said["bank_ore"] += 100
    files[name] = json.dumps(said).encode()
    cell("proofs.csv", "sha256", lambda _: hashlib.sha256(files[name]).hexdigest())(files)


def sample_text(files):
    one = json.loads(files["samples/001.json"])
    one["payload"] = (one["payload"] or "") + " "
    files["samples/001.json"] = json.dumps(one).encode()


def line_amount(files):
    """The line, and what is said to be booked of it, by the same amount."""
    for column in ("amount_minor", "booked_ore"):
        cell("bank_lines.csv", column, more)(files)


def agreement_words(files):
    """Better words for an agreement, with their own hash: the fees' texts name the old one."""
    cell("agreements.csv", "text", lambda text: text.replace("3500", "4500"))(files)
    text = rows(files, "agreements.csv")[0]["text"]
    cell("agreements.csv", "sha256", lambda _: hashlib.sha256(text.encode()).hexdigest())(files)


AGREEMENTS = next(i for i, row in enumerate(rows(ORIGINAL, "people.csv")) if row["what"] == "agreement")
PROVED = next(i for i, row in enumerate(rows(ORIGINAL, "days.csv")) if row["last_proof"])
HEDGE = rb"  (\d+)\.(\d\d) DKK"
# name, change, what the checker calls it, the list of files made anew
KINDS = [
    ("an amount in the journal", cell("journal.csv", "amount_ore", more), "manifest", False),
    ("an amount in the journal, the list made anew", cell("journal.csv", "amount_ore", more), "chain", True),
    ("a line dropped", without("journal.csv", 3), "chain", True),
    ("the last line dropped", without("journal.csv"), "head", True),
    ("a line twice", twice("journal.csv"), "chain", True),
    ("an account", cell("journal.csv", "debit", lambda _: "own_bank", 2), "chain", True),
    ("a day", cell("journal.csv", "booked_on", lambda day: day[:-2] + "01"), "chain", True),
    ("a line's period", cell("journal.csv", "period", lambda _: "before"), "entry", True),
    ("an amount, the chain and head made anew", rechained(amount), "head", True),
    ("a line dropped, the chain and head made anew", rechained(lambda table: table.pop(2)), "head", True),
    ("two lines exchanged, the chain and head made anew", rechained(exchange), "head", True),
    ("another head in pack.json", told(journal={"seq": 3, "hash": "ab" * 32}), "head", True),
    ("another root", told(root="cd" * 32), "root", True),
    ("another sum", told(sum_ore=1), "sum", True),
    ("another seed", told(seed=99), "sample", True),
    ("fewer samples", told(samples=3), "sample", True),
    ("a sample dropped", without("samples.csv"), "sample", True),
    ("a sample's payload", sample_text, "commitment", True),
    ("a sample's file removed", gone("^samples/"), "sample", True),
    ("a byte of a document", bytes_of("^documents/", flip), "document", True),
    ("two documents exchanged", documents, "document", True),
    ("a document removed", gone("^documents/"), "document", True),
    ("a balance", cell("balance.csv", "closing_ore", more), "balance", True),
    ("an account left out of the balance", without("balance.csv"), "balance", True),
    ("an amount in the hledger journal", bytes_of("hledger$", lambda data: re.sub(HEDGE, rb"  \g<1>0.\g<2> DKK", data, count=1)), "hledger", True),
    ("whose a case is", cell("clients.csv", "client", lambda _: "cvr-00000000"), "proof", True),
    ("a day proof's figures, its hash made anew", proof_figures, "signature", True),
    ("a day proof's figures again", proof_figures, "proof", True),
    ("a byte of a signature", bytes_of(r"\.p7s$", flip), "signature", True),
    ("a day proof removed", gone(r"^proofs/.*\.json$"), "proof", True),
    ("a day proof left out of the list", without("proofs.csv", 0), "day", True),
    ("a missing day called proved", cell("days.csv", "state", lambda _: "ok"), "day", True),
    ("the count of missing days", told(missing_days=0), "day", True),
    ("a head of a proof", cell("heads.csv", "hash", lambda _: "ef" * 32), "head", True),
    ("the house's certificate", bytes_of(r"signer\.pem$", lambda _: b""), "signature", True),
    ("a fee's agreement", cell("fees.csv", "terms", lambda _: "9"), "fee", True),
    ("a fee's text", cell("fees.csv", "payload", lambda text: text.replace('"law":"', '"law":"0')), "commitment", True),
    ("a fee left out", without("fees.csv", 0), "list", True),
    ("a fee's sum", cell("fee_sums.csv", "net_ore", more), "fee", True),
    ("an invoice left out", without("invoices.csv", 0), "invoice", True),
    ("an invoice's number", cell("invoices.csv", "number", lambda _: "7"), "invoice", True),
    ("an invoice's VAT", cell("invoices.csv", "vat_ore", more), "invoice", True),
    ("an invoice's day", cell("invoices.csv", "issued_on", lambda _: "2026-11-01"), "invoice", True),
    ("an invoice's line left out", without("invoice_lines.csv", 0), "invoice", True),
    ("an invoice's line", cell("invoice_lines.csv", "amount_ore", more), "invoice", True),
    ("an agreement's words", cell("agreements.csv", "text", lambda text: text + " "), "agreement", True),
    ("a receipt left out", without("receipts.csv", 0), "list", True),
    ("a split moved off its payment", cell("receipts.csv", "splits", lambda _: ""), "split", True),
    ("an entry on the bank account left out", without("bank_entries.csv", 0), "list", True),
    ("a bank line's entries", cell("bank_lines.csv", "entries", lambda _: ""), "line", True),
    ("a payout left out", without("payout_parts.csv", 0), "list", True),
    ("a payout's amount", cell("payout_parts.csv", "amount_ore", more), "list", True),
    ("a reversal left out", lambda files: put(files, "exceptions.csv", [row for row in rows(files, "exceptions.csv") if row["what"] != "reversal"]), "exception", True),
    ("a rate of the law", bytes_of("reference_rates", flip), "law", True),
    ("a file put in", stray, "manifest", False),
    ("a file removed", gone("^people"), "manifest", False),
    ("a bank line's amount", cell("bank_lines.csv", "amount_minor", more), "line", True),
    ("a bank line's amount and what is booked of it", line_amount, "line", True),
    ("a bank line's case", cell("bank_lines.csv", "case", lambda _: "2026-000002"), "line", True),
    ("a statement's opening", cell("statements.csv", "opening_ore", more), "statement", True),
    ("a statement's closing", cell("statements.csv", "closing_ore", more), "statement", True),
    ("the fees earned under an agreement", cell("fee_sums.csv", "earned_ore", more), "fee", True),
    ("how many fees were earned", cell("fee_sums.csv", "earned", more), "fee", True),
    ("what a fee is reckoned of", cell("fees.csv", "base_ore", more), "fee", True),
    ("a fee's clause", cell("fees.csv", "clause", lambda _: "hourly"), "fee", True),
    ("a fee's case", cell("fees.csv", "case", lambda _: "2026-000009"), "repeated", True),
    ("the day an agreement was made", cell("agreements.csv", "agreed_on", lambda _: "2026-10-01"), "repeated", True),
    ("an agreement's words and their hash", agreement_words, "repeated", True),
    ("what was set off", cell("invoices.csv", "set_off_ore", more), "invoice", True),
    ("an invoice's VAT percentage", cell("invoices.csv", "vat_percent", lambda _: "12"), "invoice", True),
    ("whose an invoice is", cell("invoices.csv", "client", lambda _: "cvr-00000000"), "repeated", True),
    ("an invoice line's agreement", cell("invoice_lines.csv", "terms", lambda _: "7"), "repeated", True),
    ("who confirmed a payout account", cell("payout_accounts.csv", "confirmed_by", lambda _: "Anna"), "persons", True),
    ("who approved a payout", cell("payout_parts.csv", "said_by", lambda _: "Anna"), "persons", True),
    ("an exception's amount", cell("exceptions.csv", "amount_ore", more), "repeated", True),
    ("an exception's day", cell("exceptions.csv", "booked_on", lambda _: "2026-11-01"), "repeated", True),
    ("how often somebody acted", cell("people.csv", "count", more, AGREEMENTS), "people", True),
    ("who acted", without("people.csv", AGREEMENTS), "people", True),
    ("a day's last proof", cell("days.csv", "last_proof", lambda _: "x", PROVED), "day", True),
    ("a proof's day of making", cell("proofs.csv", "made_on", lambda _: "2026-11-01"), "proof", True),
    ("a sample's place", cell("samples.csv", "place", more), "sample", True),
    ("the checker's other half", bytes_of("^kontrollister", lambda data: data + b"#"), "manifest", True),
    ("the receipt of another pack", lambda files: files.update({"README.txt": b"x"}), "receipt", True),
]


def relisted(files):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["name", "size", "sha256"])
    for name in files:
        if name != "manifest.csv":
            writer.writerow([name, len(files[name]), hashlib.sha256(files[name]).hexdigest()])
    files["manifest.csv"] = out.getvalue().encode()


def erased(files):
    """A document of a sample taken out, and its case called erased."""
    sample = next(name for name in sorted(files) if name.startswith("samples/") and json.loads(files[name])["documents"])
    one = json.loads(files[sample])
    del files[one["documents"][0]["file"]]
    taken, case = one["documents"][0]["sha256"], one["text"].split("\n")[4]
    for name in (name for name in files if name.startswith("samples/")):
        other = json.loads(files[name])
        for document in (document for document in other["documents"] if document["sha256"] == taken):
            document["file"] = None
        files[name] = json.dumps(other).encode()
    files["erasures.csv"] += f"1,{case},2025-01-01,,\n".encode()
    return case


def remarked(path):
    """No pack can tell whether a case was erased: without a receipt that is said, and the document named."""
    files = dict(ORIGINAL)
    case = erased(files)
    relisted(files)
    with zipfile.ZipFile(path, "w") as out:
        for file, data in files.items():
            out.writestr(file, data)
    said = subprocess.run([sys.executable, "-B", checker, path, "--lang", "en"], capture_output=True, text=True).stdout
    held = [line for line in said.splitlines() if "manifest only" in line]
    named = [line for line in said.splitlines() if "said to be erased" in line and case in line]
    return None if held and "erasures.csv" in held[0] and named else said[-900:]


def tried(name, change, what, whole, path):
    files = dict(ORIGINAL)
    change(files)
    if files == ORIGINAL:
        return "nothing was changed: the kind tests nothing"
    if whole:
        relisted(files)
    with zipfile.ZipFile(path, "w") as out:
        for file, data in files.items():
            out.writestr(file, data)
    answer = subprocess.run([sys.executable, "-B", checker, path, "--lang", "en", *(["--receipt", receipt] if what == "receipt" else [])],
                            capture_output=True, text=True)
    named = {line.split(" ", 1)[0] for line in answer.stdout.splitlines()}
    if answer.returncode != 1:
        return f"exit {answer.returncode}: {answer.stdout[-300:]} {answer.stderr[-300:]}"
    return None if what in named else f"called {sorted(named)}"


with tempfile.TemporaryDirectory() as scratch:
    bad = [(kind[0], wrong) for kind in KINDS if (wrong := tried(*kind, os.path.join(scratch, "pack.zip")))]
    if wrong := remarked(os.path.join(scratch, "pack.zip")):
        bad.append(("a case called erased", wrong))
for name, wrong in bad:
    print(f"{name}: {wrong}")
print(f"{len(KINDS) + 1} kinds of tampering with the pack, {len(KINDS) + 1 - len(bad)} caught and named")
sys.exit(1 if bad else 0)

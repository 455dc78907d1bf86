#!/usr/bin/env python3
"""reading.py PAAKRAV FIXTURES CORPORA [--slow] [--show] [--check FILE | --write FILE]

Reads invoices with known contents and counts, for each format and fact, what was read right, wrong and not at all. A fact
below the confidence that counts is unknown, and so are two that disagree; a fact that is told and is not what the document
shows is wrong, and so is the exit code. --slow also reads what needs seconds a file: scans, and the e-invoices in PDFs with
all that is attached to them. --write puts the tables into FILE, --check compares; without --slow the slow one stays as it is.
"""
import argparse
import collections
import csv
import decimal
import json
import os
import pathlib
import subprocess
import sys

LIMIT_CONFIDENCE = 50
QUICK = ("<!-- reading.py -->", "<!-- end of reading.py -->")
SLOW = ("<!-- reading.py --slow -->", "<!-- end of reading.py --slow -->")


def read(program, file):
    """The facts of a document that count, by name; those of invoices alone. None when it is refused."""
    run = subprocess.run([program, "read", "--format", "json", str(file)], capture_output=True, check=False)
    if run.returncode != 0:
        return None
    facts = collections.defaultdict(set)
    result = json.loads(run.stdout)
    for fact in result["facts"]:
        if fact["proof"]["document"] != os.path.basename(file):  # of a document inside it
            continue
        if fact["subject"].startswith("invoice/") and fact["value"] is not None and fact["confidence"] >= LIMIT_CONFIDENCE:
            facts[fact["name"]].add(plain(str(fact["value"])))
    return facts


def plain(text):
    """Dashes are one and the same to an engine that recognises them, and a number sign is no part of a number."""
    return text.replace("\u2013", "-").lstrip("#")


class Table:
    """Counts by format and fact."""

    def __init__(self, show):
        self.rows = collections.defaultdict(lambda: [0, 0, 0])
        self.show = show
        self.wrong = []

    def add(self, kind, file, name, wanted, got):
        """wanted: the value, None when the document does not show it; got: the values read."""
        row = self.rows[(kind, name)]
        wanted = None if wanted is None else plain(wanted)
        if wanted is not None and got == {wanted}:
            row[0] += 1
        elif not got or (wanted is not None and wanted in got):  # two candidates that disagree are no answer
            row[2] += wanted is not None
            if wanted is not None and self.show:
                print(f"unknown {file} {name}: {wanted!r} {sorted(got)}", file=sys.stderr)
        else:
            row[1] += 1
            self.wrong.append(f"{file} {name}: {sorted(got)} for {wanted!r}")


def minor(text):
    return None if text in (None, "") else str(int(decimal.Decimal(str(text)) * 100))


SAME = {"id": "invoice.number", "issue": "invoice.issue_on", "due": "invoice.due_on", "currency": "invoice.currency",
        "seller": "seller.name", "seller_id": "seller.id", "seller_endpoint": "seller.endpoint", "buyer": "buyer.name",
        "buyer_id": "buyer.id", "buyer_endpoint": "buyer.endpoint", "nlines": "invoice.line_count", "pm_code": "payment.means",
        "pm_id": "payment.id", "pm_instr": "payment.instruction", "account": "payment.account", "bank": "payment.bank",
        "billing_ref": "ref.billing", "order_ref": "ref.order", "contract_ref": "ref.contract"}
SUMS = {"lines_total": "invoice.lines_total_ore", "net": "invoice.net_ore", "tax": "invoice.vat_ore", "gross": "invoice.total_ore",
        "prepaid": "invoice.prepaid_ore", "rounding": "invoice.rounding_ore", "payable": "invoice.payable_ore"}


def einvoices(program, corpora, oracle, table):
    with open(corpora / "oracle" / oracle, newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["root"] not in ("Reminder", "Statement")]
    for row in rows:
        name = row.get("pdf") or row["file"]
        kind = "PDF with e-invoice" if row.get("pdf") else row["syntax"]
        facts = read(program, corpora / name)
        for columns, form in ((SAME, lambda text: text or None), (SUMS, minor)):
            for column, fact in columns.items():
                if row[column] != "":
                    table.add(kind, name, fact, form(row[column]), facts.get(fact, set()) if facts is not None else set())


def wanted_of(row):
    """What the page of a made document shows, from its oracle row."""
    shows = row["visible"]
    credit = row["kind"] == "creditnote"
    street, town = row["buyer_address"].rsplit(", ", 1)
    postcode, city = town.split(" ", 1)
    seller_street, seller_town = row["seller_address"].rsplit(", ", 1)
    fik = f'+{row["fik_type"]}<{row["fik_id"]}+{row["fik_creditor"]}' if "FIK" in shows else None
    layout_2 = row["layout"] == 2
    return {
        "invoice.number": row["invoice_number"], "invoice.issue_on": row["issue_date"], "invoice.due_on": row["due_date"],
        "invoice.net_ore": minor(row["net"]), "invoice.vat_ore": minor(row["vat"]), "invoice.total_ore": minor(row["total"]),
        "invoice.payable_ore": minor(row["total"]), "invoice.currency": row["currency"],
        "invoice.payment_days": str(row["terms_days"]), "invoice.kind": "credit_note" if credit else "invoice",
        "invoice.description": "; ".join(line[0] for line in row["lines"]),
        "seller.name": row["seller"], "seller.cvr": row["seller_cvr"], "seller.street": seller_street,
        "seller.postcode": seller_town.split(" ", 1)[0], "seller.city": seller_town.split(" ", 1)[1],
        "buyer.name": row["buyer"], "buyer.street": street, "buyer.postcode": postcode, "buyer.city": city,
        "buyer.cvr": row["buyer_cvr"] if layout_2 else None, "buyer.address": row["buyer_address"],
        "payment.fik": fik, "payment.account": row["account"] if "bank" in shows else None,
        "payment.bank": row["reg_nr"] if "bank" in shows else None, "payment.iban": row["iban"] if "bank" in shows else None,
    }


def made(program, corpora, table, scans):
    """The invoices and credit notes of dk-synth: PDFs, or their scans."""
    with open(corpora / "oracle" / "dk-synth-oracle.json", encoding="utf-8") as file:
        rows = [row for row in json.load(file) if row["kind"] in ("invoice", "creditnote")]
    for row in rows:
        for key, kind in (("file", "PDF"), ("scan", "scan")):
            name = row.get(key)
            if name is None or (key == "scan") != scans:
                continue
            facts = read(program, corpora / "dk-synth" / name)
            for fact, wanted in wanted_of(row).items():
                table.add(kind if scans else "Danish PDF", name, fact, wanted, facts.get(fact, set()) if facts is not None else set())


def found_elsewhere(program, corpora, table):
    """Ordinary invoices of the invoice2data project: their JSON tells a few facts of each."""
    for file in sorted((corpora / "invoice2data" / "tests").rglob("*.json")):
        expected = json.loads(file.read_text(encoding="utf-8"))
        document = next((file.with_suffix(end) for end in (".pdf", ".txt") if file.with_suffix(end).exists()), None)
        if document is None or not expected:
            continue
        row = expected[0]
        facts = read(program, document)
        wanted = {"invoice.number": row.get("invoice_number"), "invoice.issue_on": row.get("date"), "invoice.due_on": row.get("date_due"),
                  "invoice.total_ore": minor(row.get("amount")), "invoice.net_ore": minor(row.get("amount_untaxed")),
                  "invoice.vat_ore": minor(row.get("amount_tax")), "invoice.currency": row.get("currency"),
                  "payment.iban": row.get("iban"), "seller.name": row.get("partner_name")}
        for fact, value in wanted.items():
            if value is not None:
                table.add("other PDF" if document.suffix == ".pdf" else "other text", document.name, fact, str(value),
                          facts.get(fact, set()) if facts is not None else set())


def markdown(table):
    """One row a fact, one column a format: right / wrong / unknown."""
    kinds = list(dict.fromkeys(kind for kind, _ in table.rows))
    names = sorted({name for _, name in table.rows})
    lines = ["| fact | " + " | ".join(kinds) + " |", "| --- |" + " ---: |" * len(kinds)]
    for name in names:
        cells = [" / ".join(map(str, table.rows[(kind, name)])) if (kind, name) in table.rows else "" for kind in kinds]
        lines.append(f"| `{name}` | " + " | ".join(cells) + " |")
    sums = [[sum(row[i] for (kind, _), row in table.rows.items() if kind == this) for i in range(3)] for this in kinds]
    lines.append("| all | " + " | ".join(" / ".join(map(str, row)) for row in sums) + " |")
    return "\n".join(lines) + "\n"


HEAD = """## Invoices

Each cell is right / wrong / unknown, counted over the documents that show the fact. UBL and CII are e-invoices; Danish PDF
are invoices and credit notes made for this project's tests, other PDF and other text ordinary invoices from abroad whose
issuers nobody tuned to. Made by `tests/reading.py build/release/paakrav fixtures ../shared/corpora --write docs/reading.md`;
a test holds the file to it.

{quick}
What takes seconds a file is counted by the same command with `--slow`: e-invoices in PDFs, and scans and photos.

{slow}"""


def put(file, marks, text):
    whole = file.read_text(encoding="utf-8") if file.exists() else "# What reading gets right\n"
    if QUICK[0] not in whole:
        title, rest = (whole.split("\n", 1) + [""])[:2]
        both = [begin + "\n" + end + "\n" for begin, end in (QUICK, SLOW)]
        whole = title + "\n\n" + HEAD.format(quick=both[0], slow=both[1]) + "\n" + rest.lstrip("\n")
        whole = whole.rstrip("\n") + "\n"
    before, rest = whole.split(marks[0] + "\n", 1)
    return before + marks[0] + "\n" + text + marks[1] + rest.split(marks[1], 1)[1]


def settle(call, marks, table):
    text = markdown(table)
    if call.write:
        call.write.write_text(put(call.write, marks, text), encoding="utf-8")
    elif call.check:
        if put(call.check, marks, text) != call.check.read_text(encoding="utf-8"):
            sys.exit(f"{call.check} says otherwise:\n{text}")
    else:
        print(text)
    for line in table.wrong:
        print(f"wrong: {line}", file=sys.stderr)
    return bool(table.wrong)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("fixtures", type=pathlib.Path)
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--check", type=pathlib.Path)
    parser.add_argument("--write", type=pathlib.Path)
    call = parser.parse_args()
    if not call.corpora.is_dir():
        print(f"no corpora at {call.corpora}: nothing is read", file=sys.stderr)
        sys.exit(1 if os.environ.get("PAAKRAV_REQUIRE_CORPORA") else 0)
    table = Table(call.show)
    einvoices(call.program, call.corpora, "einvoice-xml.csv", table)
    made(call.program, call.corpora, table, False)
    found_elsewhere(call.program, call.corpora, table)
    wrong = settle(call, QUICK, table)
    if call.slow:
        slow = Table(call.show)
        einvoices(call.program, call.corpora, "einvoice-pdf.csv", slow)
        made(call.program, call.corpora, slow, True)
        wrong = settle(call, SLOW, slow) or wrong
    sys.exit(wrong)


if __name__ == "__main__":
    main()

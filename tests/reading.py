#!/usr/bin/env python3
"""reading.py PAAKRAV CORPORA FIXTURES [--scans] [--wrong] [--check FILE | --write FILE]

Reads documents with known contents and counts, for each format and fact, what was read right, wrong and not at all.
A fact below the confidence that counts is unknown; a fact that the document does not show and that is told all the same is
wrong. --scans also recognises the scans, which costs seconds a page; without it their figures are kept from the FILE.
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
FEW = ("invoice.number", "invoice.total_ore", "seller.cvr")


def read(program, file):
    """The facts of a document that count, by name; those of invoices alone. None when it is refused."""
    run = subprocess.run([program, "read", "--format", "json", str(file)], capture_output=True, check=False)
    if run.returncode != 0:
        return None
    facts = collections.defaultdict(set)
    for fact in json.loads(run.stdout)["facts"]:
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
        kind = ("PDF with " if row.get("pdf") else "") + row["syntax"]
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
    with open(corpora / "oracle" / "dk-synth-oracle.json", encoding="utf-8") as file:
        rows = [row for row in json.load(file) if row["kind"] in ("invoice", "creditnote")]
    for row in rows:
        for key, kind in (("file", "PDF"), ("scan", "scan")):
            name = row.get(key)
            if name is None or (key == "scan" and not scans):
                continue
            facts = read(program, corpora / "dk-synth" / name)
            for fact, wanted in wanted_of(row).items():
                table.add(kind, name, fact, wanted, facts.get(fact, set()) if facts is not None else set())


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
                table.add("PDF abroad" if document.suffix == ".pdf" else "text abroad", document.name, fact, str(value),
                          facts.get(fact, set()) if facts is not None else set())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("fixtures", type=pathlib.Path)
    parser.add_argument("--scans", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--only", default="")
    call = parser.parse_args()
    table = Table(call.wrong)
    if call.only in ("", "e"):
        einvoices(call.program, call.corpora, "einvoice-xml.csv", table)
        einvoices(call.program, call.corpora, "einvoice-pdf.csv", table)
    if call.only in ("", "m"):
        made(call.program, call.corpora, table, call.scans)
    if call.only in ("", "f"):
        found_elsewhere(call.program, call.corpora, table)
    for (kind, name), (right, wrong, unknown) in sorted(table.rows.items()):
        print(f"{kind:12} {name:24} {right:5} {wrong:5} {unknown:5}")
    print("\n".join(table.wrong))


if __name__ == "__main__":
    main()

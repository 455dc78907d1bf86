#!/usr/bin/env python3
"""letters.py PAAKRAV FIXTURES CORPORA [--scans] [--show] [--check FILE | --write FILE]

Reads letters with known contents and sets the kind that was read against the kind that they are, and their figures against
those that they show. A kind below the confidence that counts, and "other" for a letter that is of a kind, is unknown; a sure
kind that is not the letter's is wrong, and so is the exit code. --write puts the tables into FILE, --check compares.
"""
import argparse
import collections
import csv
import decimal
import json
import pathlib
import subprocess
import sys

LIMIT_CONFIDENCE = 50
KINDS = ("reminder", "demand", "objection", "acknowledgement", "promise", "instalment_offer", "payment_notice", "other")
FIGURES = ("sent_on", "deadline_on", "fee_ore", "principal_ore", "amount_ore", "number")
BEGIN, END = "<!-- letters.py -->", "<!-- end of letters.py -->"


def read(program, file):
    """The facts of each letter of a document that count: {number: {name: [value]}}, and the kind with its confidence."""
    run = subprocess.run([program, "read", "--format", "json", str(file)], capture_output=True, check=False)
    if run.returncode != 0:
        sys.exit(f"{file}: {run.stderr.decode(errors='replace')}")
    letters = collections.defaultdict(lambda: collections.defaultdict(list))
    for fact in json.loads(run.stdout)["facts"]:
        if fact["subject"].startswith("letter/") and fact["value"] is not None and fact["confidence"] >= LIMIT_CONFIDENCE:
            letters[int(fact["subject"][7:])][fact["name"]].append(str(fact["value"]))
    return letters


class Tables:
    def __init__(self, show):
        self.kinds = collections.defaultdict(collections.Counter)  # {set: {(wanted, got)}}
        self.facts = collections.defaultdict(lambda: [0, 0, 0])
        self.wrong, self.show = [], show

    def kind(self, where, file, wanted, facts):
        got = (facts.get("letter.kind") or ["unsure"])[0]
        self.kinds[where][(wanted, got)] += 1
        if got not in (wanted, "unsure", "other"):
            self.wrong.append((where, f"{file}: {got} for {wanted}"))
        if got != wanted and self.show and where != "held out":
            print(f"{where} {file}: {got} for {wanted}", file=sys.stderr)

    def fact(self, where, file, name, wanted, got):
        row = self.facts[(where, name)]
        wanted, got = set(wanted), set(got)
        row[0 if got == wanted else 1 if got - wanted else 2] += 1
        if got != wanted and self.show and where != "held out":
            print(f"{where} {file} {name}: {sorted(got)} for {sorted(wanted)}", file=sys.stderr)


def own(program, fixtures, tables):
    """The letters written for this table; those of the set "held" were never looked at while the phrases were written."""
    with open(fixtures / "letters" / "letters.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    seen = {}
    for row in rows:
        name, where = row["file"], "held out" if row["set"] == "held" else "own"
        letters = seen.setdefault(name, read(program, fixtures / "letters" / name))
        facts = letters.get(int(row["letter"]), {})
        # A text that is no letter at all has no facts: to say nothing of it is to call it other.
        tables.kind(where, name, row["kind"], facts if facts or row["kind"] != "other" else {"letter.kind": ["other"]})
        for figure in FIGURES:
            if row.get(figure):
                tables.fact(where, name, f"letter.{figure}", [row[figure]], facts.get(f"letter.{figure}", []))
        if row["kind"] == "objection":
            tables.fact(where, name, "letter.ground", row["grounds"].split(), facts.get("letter.ground", []))
        for column, fact in (("elements", "letter.element"), ("threats", "letter.threat")):
            if row[column]:
                tables.fact(where, name, fact, row[column].split(), facts.get(fact, []))


SUBJECTS = (("Rykker", "reminder"), ("Indsigelse", "objection"), ("Spørgsmål om afdrag", "instalment_offer"), ("Kvittering", "payment_notice"))


def made(program, corpora, tables, scans):
    with open(corpora / "oracle" / "dk-synth-oracle-eml.json", encoding="utf-8") as file:
        mails = json.load(file)
    for mail in mails:
        wanted = next(kind for begin, kind in SUBJECTS if mail["subject"].startswith(begin))
        facts = read(program, corpora / "dk-synth" / mail["file"])[1]
        tables.kind("dk-synth mails", mail["file"], wanted, facts)
        tables.fact("dk-synth mails", mail["file"], "letter.invoice", [mail["about_invoice"]], facts.get("letter.invoice", []))
    with open(corpora / "oracle" / "dk-synth-oracle.json", encoding="utf-8") as file:
        rows = [row for row in json.load(file) if row["kind"] == "reminder"]
    for row in rows:
        for key in ("file", "scan"):
            if row.get(key) is None or (key == "scan" and not scans):
                continue
            where = "dk-synth PDFs" if key == "file" else "dk-synth scans"
            facts = read(program, corpora / "dk-synth" / row[key])[1]
            tables.kind(where, row[key], "demand" if row["inkassovarsel"] else "reminder", facts)
            for name, wanted in reminder_of(row).items():
                tables.fact(where, row[key], name, [wanted], facts.get(name, []))


def minor(text):
    return str(int(decimal.Decimal(text) * 100))


def reminder_of(row):
    return {"letter.sent_on": row["reminder_date"], "letter.deadline_on": row["reminder_deadline"], "letter.number": str(row["reminder_no"]),
            "letter.fee_ore": minor(row["reminder_fees"]), "letter.principal_ore": minor(row["total"]),
            "letter.amount_ore": minor(row["amount_due"]), "letter.invoice": row["invoice_number"],
            "letter.from": f'{row["seller"]}, {row["seller_address"]}', "letter.to": f'{row["buyer"]}, {row["buyer_address"]}'}


def markdown(tables):
    lines = []
    for where in tables.kinds:
        counts = tables.kinds[where]
        rows = [kind for kind in KINDS if any(wanted == kind for wanted, _ in counts)]
        columns = [kind for kind in (*KINDS, "unsure") if any(got == kind for _, got in counts)]
        right = sum(n for (wanted, got), n in counts.items() if wanted == got)
        wrong = sum(n for (wanted, got), n in counts.items() if got not in (wanted, "unsure", "other"))
        lines += [f"**{where}**: {sum(counts.values())} letters, {right} right, {wrong} wrong, "
                  f"{sum(counts.values()) - right - wrong} unknown.", "",
                  "| is \\ read as | " + " | ".join(columns) + " |", "|---|" + "--:|" * len(columns)]
        for kind in rows:
            lines.append(f"| {kind} | " + " | ".join(str(counts[(kind, got)] or "") for got in columns) + " |")
        lines.append("")
    lines += ["| letters | fact | right | wrong | unknown |", "|---|---|--:|--:|--:|"]
    for (where, name), row in tables.facts.items():
        lines.append(f"| {where} | {name} | " + " | ".join(map(str, row)) + " |")
    return "\n".join(lines) + "\n"


def put(file, text):
    whole = file.read_text(encoding="utf-8") if file.exists() else "# What reading gets right\n"
    if BEGIN not in whole:
        whole = whole.rstrip("\n") + f"\n\n## Letters\n\n{BEGIN}\n{END}\n"
    before, rest = whole.split(BEGIN, 1)
    return before + BEGIN + "\n" + text + END + rest.split(END, 1)[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("fixtures", type=pathlib.Path)
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("--scans", action="store_true")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--check", type=pathlib.Path)
    parser.add_argument("--write", type=pathlib.Path)
    call = parser.parse_args()
    tables = Tables(call.show)
    own(call.program, call.fixtures, tables)
    if call.corpora.is_dir():
        made(call.program, call.corpora, tables, call.scans)
    else:
        print(f"no corpora at {call.corpora}: only the letters of the fixtures are read", file=sys.stderr)
    text = markdown(tables)
    if call.write:
        call.write.write_text(put(call.write, text), encoding="utf-8")
    elif call.check:
        if put(call.check, text) != call.check.read_text(encoding="utf-8"):
            sys.exit(f"{call.check} says otherwise:\n{text}")
    else:
        print(text)
    for where, line in tables.wrong:
        print(f"wrong: {where}: {line}", file=sys.stderr)
    sys.exit(any(where != "held out" for where, _ in tables.wrong))


if __name__ == "__main__":
    main()

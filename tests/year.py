#!/usr/bin/env python3
"""A simulated year of business, from a seed: year.py DIR [--cases N] [--months N] [--seed N], with $PAAKRAV the program and DIR new.

Day by day: cases come in, letters go, debtors pay (into the bank, or the creditor himself), break plans, object, are sentenced, go
bankrupt; the bank's files come one a day, some twice; a second edition of the law is taken in at midsummer; the money of each day is
proved, each month closed. At the end the books are held against yearbooks.py, which reckons them from the agreements alone."""
import argparse
import csv
import datetime
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
import zipfile
from collections import Counter, defaultdict
from xml.sax.saxutils import escape

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import make_bank  # noqa: E402
import yearbooks  # noqa: E402
from yearbooks import DAY  # noqa: E402

YEAR = 2026
SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CLOSED = {datetime.date(YEAR, m, d) for m, d in ((1, 1), (4, 2), (4, 3), (4, 6), (5, 14), (5, 25), (6, 5), (12, 24), (12, 25), (12, 31))}
OWN = "11112222222222"
# The lending rate of each half-year under the second edition; the first says 2.00 for the last.
RATES = yearbooks.Rates({(2025, False): 275, (2025, True): 175, (2026, False): 175, (2026, True): 225, (2027, False): 0})
CLAIM = """<?xml version="1.0" encoding="UTF-8"?>
<claim xmlns="urn:paakrav:claim:1"><creditor><name>{creditor}</name><address>Leverandørvej {n}</address><postcode>2870</postcode>
<city>Dyssegård</city><country>DK</country><cvr>{cvr}</cvr><email>post@{cvr}.example</email><account>0000 0000000000</account>
<vat-registered>yes</vat-registered></creditor>
<debtor id="d1" kind="{kind}"><name>{debtor}</name><address>Skyldnervej {street}</address><postcode>5000</postcode><city>Odense C</city>
<country>DK</country></debtor>
<item id="i1" kind="invoice"><number>{number}</number><description>Varer efter aftale</description><principal>{sum}</principal>
<issued-on>{issued}</issued-on><due-on>{due}</due-on><due-basis>agreed</due-basis><arisen-on>{issued}</arisen-on>
<agreed-on>{issued}</agreed-on><agreed-how>signed</agreed-how><delivered-on>{issued}</delivered-on></item>
<instruction on="{due}" unpaid="yes" objection-expected="no" cost-risk-accepted="yes"/>
<operator kind="{operator}"{authorised}/></claim>
"""


def kroner(ore):
    return f"{'-' if ore < 0 else ''}{abs(ore) // 100}.{abs(ore) % 100:02d}"


def is_open(day):
    return day.weekday() < 5 and day not in CLOSED


def open_from(day):
    while not is_open(day):
        day += DAY
    return day


class Program:
    def __init__(self, home):
        self.home, self.spent, self.starts = home, Counter(), Counter()

    def call(self, day, *args, codes=(0,)):
        began = time.monotonic()
        done = subprocess.run([os.environ["PAAKRAV"], "--home", self.home, "--today", str(day), "--lang", "en", "--format", "json",
                               *map(str, args)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        name = " ".join(a for a in map(str, args[:2]) if a.replace("-", "").isalpha() and not a.startswith("/"))
        self.spent[name] += time.monotonic() - began
        self.starts[name] += 1
        if done.returncode not in codes:
            raise SystemExit(f"{day}: {' '.join(map(str, args))}: exit {done.returncode}\n{done.stderr[-2000:]}{done.stdout[-2000:]}")
        return json.loads(done.stdout) if done.stdout.strip() else {}


class Bank:
    """The client account: what moves on a day, and the day's file."""

    def __init__(self, folder):
        self.folder, self.lines, self.balance, self.refs = folder, defaultdict(list), 0, 0
        os.makedirs(folder)

    def line(self, day, ore, text, **more):
        self.refs += 1
        one = {"on": str(day), "amount": kroner(ore), "bank": more.pop("bank", None) or f"BANKREF{self.refs:08d}", "text": text, **more}
        self.lines[day].append(one)
        return one["bank"]

    def write(self, day, kind, version, name):
        lines = self.lines[day]
        head = {"head": True, "opening": kroner(self.balance), "from": str(day), "to": str(day), "message": f"M{day}{name}"}
        path = f"{self.folder}/{day}{name}.xml"
        with open(path, "w", encoding="utf-8") as file:
            file.write(make_bank.make(kind, version, [head, *lines]))
        return path

    def close(self, day):
        path = self.write(day, "053", 8 if day.day % 2 else 2, "")
        self.balance += sum(int(one["amount"].replace(".", "")) for one in self.lines[day])
        return path


def creditors_of(number, chance):
    start, later = datetime.date(YEAR, 1, 1), datetime.date(YEAR, 9, 1)
    all_of = []
    for i in range(number):
        kind = i % 4
        if kind < 2:  # a collector: a share out of court, a fixed price from the filing on
            prices = [yearbooks.Price("collector", start, share=2500, court=250000, keeps_fees=True, ours=kind == 1)]
            if i % 8 == 0:
                prices.append(yearbooks.Price("collector", later, share=2000, court=250000, keeps_fees=True, ours=False))
        elif kind == 2:  # a lawyer: fixed prices
            prices = [yearbooks.Price("lawyer", start, fixed=75000, court=300000)]
        else:  # a lawyer: by the hour, and a tariff
            prices = [yearbooks.Price("hours", start, hour=140000, court_steps=[(0, 150000), (1000000, 300000), (5000000, 500000)])]
        all_of.append(yearbooks.Creditor(f"99{i + 1:06d}", f"Årskreditor {i + 1} ApS", prices))
    return all_of


def terms_args(creditor, price):
    collector = price.name == "collector"
    args = ["--creditor", creditor.cvr, "--from", price.start, "--agreed-on", price.start, "--operator", "collector" if collector else "lawyer",
            "--client", "business", "--vat", "yes", "--direct-payments", "yes", "--loss", "ours" if price.ours else "client", "--by", "Anna",
            "--court", "fixed", "--court-success", "no", "--set-off", "no" if price.fixed else "yes"]
    if collector:
        args += ["--authorised-from", f"{YEAR - 2}-01-01", "--authorised-to", f"{YEAR + 2}-12-31", "--out-of-court", "percent",
                 "--out-of-court-share", f"{price.share / 100:g}", "--share-of", "principal,interest", "--reminder-fees", "operator"]
    else:
        args += ["--out-of-court", "fixed" if price.fixed else "hourly", "--out-of-court-success", "no",
                 "--out-of-court-price", kroner(price.fixed or price.hour)]
    if price.court_steps:
        args += ["--court-tariff", ",".join(f"{a // 100}={b // 100}" for a, b in price.court_steps)]
    else:
        args += ["--court-price", kroner(price.court)]
    return args + (["--decision", "Drøftet og besluttet"] if price.ours else [])


class Year:
    def __init__(self, folder, cases, months, seed):
        self.folder, self.chance = folder, random.Random(seed)
        self.program = Program(folder + "/home")
        self.bank = Bank(folder + "/bank")
        self.first, self.last = datetime.date(YEAR, 1, 1), datetime.date(YEAR + months // 12, months % 12 + 1, 1) - DAY
        self.creditors = creditors_of(max(4, min(40, cases // 12)), self.chance)
        self.cases = [self.case(i) for i in range(cases)]
        self.plan = defaultdict(list)  # day: what is to be done
        self.rows = []  # of today's note --from
        self.asked = []  # bank lines that a person must answer
        self.counts = Counter()
        self.missing_days = set()
        self.invoices = {}  # number: {case: ([set off by part], {line: (øre, VAT, is a fee)})}
        self.covered = self.vat = 0
        self.quarters = Counter()  # VAT
        self.unplaced = 0
        self.faults = []

    # ---- what is simulated ----

    def case(self, i):
        creditor = self.creditors[i % len(self.creditors)]
        due = datetime.date(YEAR, 1, 1) + datetime.timedelta(self.chance.randrange(-120, -5))
        principal = self.chance.choice((self.chance.randrange(40000, 400000), self.chance.randrange(400000, 3000000), self.chance.randrange(3000000, 9500000)))
        case = yearbooks.Case(creditor, principal, due - datetime.timedelta(30), due)
        case.number = i + 1
        case.name = f"Årsskyldner {i + 1:05d}" + (" ApS" if i % 3 else "")
        case.kind = "business" if i % 3 else "consumer"
        days = max(1, (self.last - self.first).days - 55)
        case.start = open_from(self.first + datetime.timedelta(1 + i * days // max(1, self.total(i))))
        creditor.cases.append(case)
        return case

    def total(self, i):
        return max(i + 1, getattr(self, "n", 0))

    def at(self, day, what, *args):
        if day <= self.last:
            self.plan[open_from(day)].append((what, args))

    def story(self, case):
        """What will happen on the case, each step some days after the last; a step that comes too late falls away."""
        pick, day = self.chance, case.start
        steps = []

        def then(wait, what, *args):
            nonlocal day
            day = open_from(day + datetime.timedelta(wait))
            steps.append((day, what, args))

        if pick.random() < 0.6:
            then(0, "note", "reminder_sent", {"amount": "100.00"}, [("step", 0), ("reminder_fee", 10000)])
            then(14, "note", "demand_sent", {"deadline": 10}, [("step", 0)])
        else:
            then(0, "note", "demand_sent", {"deadline": 10}, [("step", 0)])
        if case.creditor.prices[0].hour:
            then(3, "hours", pick.randrange(5, 90))
        way = pick.random()
        if way < 0.28:
            then(pick.randrange(7, 30), "pay", 1.0, pick.choice(("bank", "bank", "bank", "direct", "odd")))
        elif way < 0.42:  # a plan, kept or broken
            kept = pick.random() < 0.6
            rests = kept and pick.random() < 0.5  # agreed without interest: it rests while the plan is kept (the deed's point 3)
            then(13, "note", "settlement_signed", {"document": "claim.xml", "ground": "uden renter" if rests else "med renter"}, [("rests", 0)] if rests else [])
            for _ in range(pick.randrange(1, 4)):
                then(28, "pay", 0.3, "bank")
            if kept:
                then(28, "pay", 1.0, "bank")
            else:
                then(40, "note", "instalment_defaulted", {}, [])
                then(10, "pay", 0.2, pick.choice(("bank", "direct")))
        elif way < 0.50:  # in parts, one of them taken back by the bank
            then(9, "pay", 0.4, "bank")
            then(pick.choice((5, 26)), "bounce")
            then(14, "pay", 0.5, "bank")
        elif way < 0.56:
            then(9, "note", "client_stop", {}, [("end", 0)])
        elif way < 0.60:
            then(9, "pay", 0.3, "wrong")
        elif way < 0.94:
            self.court(then, pick)
        for step in steps:
            self.at(step[0], self.do, case, step[1], step[2])

    def court(self, then, pick):
        if pick.random() < 0.25:
            then(8, "pay", 0.2, "bank")
        then(16, "note", "bp_filed", {}, [("filed", 0)])
        then(12, "note", "bp_served", {}, [])
        way = pick.random()
        if way < 0.35:
            then(17, "note", "bp_endorsed_plain", {"costs": "750.00"}, [("endorsed", 75000)])
            then(pick.randrange(7, 40), "pay", pick.choice((1.0, 0.4)), pick.choice(("bank", "direct")))
        elif way < 0.55:
            then(17, "note", "bp_endorsed_udlaeg", {"costs": "750.00"}, [("endorsed", 75000)])
            then(40, "note", "uneconomic", {}, [("end", 0)])
        elif way < 0.70:
            then(20, "note", "bankruptcy_notice", {}, [])
            then(14, "note", "estate_claim_filed", {}, [])
            then(60, "pay", 0.06, "bank")
        elif way < 0.95:
            then(8, "note", "bp_objection", {"ground": "indsigelse"}, [])
            then(9, "note", "case_started", {}, [])
            then(9, "note", "claim_served_kap39", {}, [])
            then(18, "judged")
            then(20, "pay", pick.choice((1.0, 0.5)), "bank")
        else:
            then(17, "note", "client_stop", {}, [("end", 0)])

    # ---- what is done ----

    def do(self, day, case, what, args):
        if case.ended is None and case.id is not None:
            getattr(self, "do_" + what)(day, case, *args)

    def note(self, case, event, day, **keys):
        self.rows.append({"case": case.id, "event": event, "on": str(day), **keys})
        self.counts[event] += 1

    def do_note(self, day, case, event, keys, effects):
        keys = dict(keys)
        if "deadline" in keys:
            keys["deadline"] = str(day + datetime.timedelta(keys["deadline"]))
        self.note(case, event, day, **keys)
        if event == "bp_filed":
            case.advances.append((day, 75000))  # ral § 12 stk. 1
        for kind, value in effects:
            if kind == "end":
                case.ended = day
            else:
                case.add(day, kind, value)

    def do_judged(self, day, case):
        debt = case.replay(RATES, day)[0]
        debt.run_to(day)
        costs = 150000
        self.note(case, "default_judgment", day, principal=kroner(debt.principal), interest=kroner(debt.interest), costs=kroner(costs))
        case.add(day, "judged", (debt.principal, debt.interest, costs))

    def do_hours(self, day, case, minutes):
        self.program.call(day, "time", "add", case.id, "--minutes", minutes, "--on", day, "--by", "Anna", "--what", "Gennemgang og brev")
        case.minutes.append((day, minutes))

    def do_pay(self, day, case, part, how):
        owed = case.owed(RATES, day)
        ore = owed if part == 1.0 else int(owed * part)
        if ore <= 0:
            return
        if how == "direct":
            self.note(case, "payment", day, amount=kroner(ore), **{"paid-to": "creditor"})
            case.add(day, "paid_direct", ore)
        elif how == "bank":
            ref = self.bank.line(day, ore, f"Betaling sag {case.id}", name=case.name)
            case.last = (case.add(day, "paid", ore), ref)
        elif how == "odd":  # nobody can see what it is for; a person knows, some days later
            text = f"indbetaling {case.number:05d}"
            self.bank.line(day, ore, text, name="Ukendt Afsender")
            case.waiting = (day, ore, text)
            self.at(day + datetime.timedelta(6), self.do, case, "place", ())
        else:  # never placed, or sent back
            text = f"fejlsendt {case.number:05d}"
            self.bank.line(day, ore, text, name="Fremmed Afsender")
            self.counts["never placed"] += 1
            self.unplaced += ore

    def do_place(self, day, case):
        on, ore, text = case.waiting
        line = next(row["line"] for row in self.asked if text in (row["text"] or ""))
        self.program.call(day, "bank", "match", line, case.id, "--by", "Anna", "--why", "skyldner har ringet")
        case.add(on, "paid", ore)

    def do_bounce(self, day, case):
        if getattr(case, "last", None) is None:
            return
        event, ref = case.last
        case.last = None
        self.bank.line(day, -event[3], "tilbageført", bank=ref, reversal=True)
        missing = case.bounce(RATES, event)
        self.counts["bounced"] += 1
        if missing:
            self.counts["bounced after the money had left"] += 1
            self.covered += missing
            self.at(day + DAY, self.cover, missing)

    # ---- the days ----

    def take_in(self, day, cases):
        inbox = f"{self.folder}/ind/{day}"
        for case in cases:
            os.makedirs(f"{inbox}/{case.number:05d}")
            operator = "collector" if case.creditor.prices[0].share else "lawyer"
            authorised = f' authorised-from="{YEAR - 2}-01-01" authorised-to="{YEAR + 2}-12-31"' if operator == "collector" else ""
            with open(f"{inbox}/{case.number:05d}/claim.xml", "w", encoding="utf-8") as file:
                file.write(CLAIM.format(creditor=escape(case.creditor.name), n=self.creditors.index(case.creditor) + 1, cvr=case.creditor.cvr,
                                        kind=case.kind, debtor=escape(case.name), street=case.number, number=f"Å-{case.number:05d}",
                                        sum=kroner(case.principal), issued=case.issued, due=case.due, operator=operator, authorised=authorised))
        answer = self.program.call(day, "inbox", inbox, codes=(0, 1))
        taken = {os.path.basename(s["path"]): s["case"] for s in answer["submissions"] if s["outcome"] == "taken"}
        for case in cases:
            case.id = taken[f"{case.number:05d}"]
            self.story(case)

    def note_all(self, day):
        if not self.rows:
            return
        path = self.folder + "/n.csv"
        names = ["case", "event", "on", "amount", "principal", "interest", "costs", "deadline", "paid-to", "ground", "document"]
        with open(path, "w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, names)
            out.writeheader()
            out.writerows(self.rows)
        answer = self.program.call(day, "note", "--from", path, codes=(0, 1))
        for row, note in zip(self.rows, answer["notes"]):
            if note["outcome"] != "recorded":
                self.faults.append(f"{day}: {row}: {note['outcome']} {note.get('text')}")
            # R21: the papers were made elsewhere, and the fee is booked by two persons.
            for finding in (f for f in note.get("findings", []) if f["id"] != "R21"):
                self.faults.append(f"{day}: {row['case']} {row['event']}: {finding}")
        self.rows = []

    def bank_day(self, day, today):
        """The file of a day, taken the next morning: now and then twice, and once more as a notification."""
        if day.day == 28 or (day.day in (26, 27) and not is_open(day + 2 * DAY) and not is_open(day + DAY)):
            self.bank.line(day, -4500, "Gebyr")
            self.counts["bank charges"] += 1
            self.at(day + DAY, self.cover, 4500)
        notification = self.bank.write(day, "054", 8, "-b") if self.bank.lines[day] and day.day % 9 == 0 else None
        path = self.bank.close(day)
        answer = self.program.call(today, "bank", "import", path)
        self.counts["bank lines"] += answer["count"]
        self.asked += [row for row in answer["lines"] if row["state"] == "asked"]
        if day.day % 7 == 0:
            again = self.program.call(today, "bank", "import", path)
            self.counts["doubled files"] += again["outcome"] == "already"
        if notification:
            again = self.program.call(today, "bank", "import", notification)
            self.counts["doubled files"] += again["known"] == again["count"]
        if self.counts["days"] % 50 == 33:
            self.missing_days.add(str(day))
        else:
            proof = self.program.call(today, "clientmoney", "day", day, codes=(0, 1))
            self.counts["day proofs"] += 1
            if not proof["ok"]:
                self.faults.append(f"{day}: proof: {proof['bank_ore']} in the bank, {proof['book_ore']} in the books, {proof['items']}")
            if proof["bank_ore"] != self.bank.balance:
                self.faults.append(f"{day}: {proof['bank_ore']} and not {self.bank.balance}")
        self.counts["days"] += 1

    def cover(self, day, ore):
        self.bank.line(day, ore, "dækning fra egen konto", account=OWN)

    # ---- what clients are billed ----

    def same(self, what, got, want):
        if got != want:
            self.faults.append(f"{what}: {got}, and not {want}")

    def bill(self, day):
        """Credit notes for what the books took back, then an invoice to each client: fees, VAT, advances, and what is set off."""
        by_id = {case.id: case for case in self.cases if case.id}
        back = 0
        for number in sorted({row["number"] for row in self.program.call(day, "invoice", "list")["to_credit"]}):
            note = self.program.call(day, "invoice", "credit", number, "--taken-back", "--why", "betalingen blev tilbageført", "--by", "Anna")
            back += self.credited(note, by_id)
        issued = self.program.call(day, "invoice", "issue", "--by", "Anna", codes=(0, 1))
        self.same(f"{day}: refused invoices", issued["refused"], [])
        off, there = 0, {one["client"]: one for one in issued["invoices"]}
        for creditor in self.creditors:
            off += self.billed(day, creditor, there.pop("cvr-" + creditor.cvr, None))
        self.same(f"{day}: invoices to others", list(there), [])
        if back:
            self.bank.line(day, back, "tilbage efter kreditnota", account=OWN)
        if off:
            self.bank.line(day, -off, "modregnet salær", name="Årets Inkasso ApS")

    def billed(self, day, creditor, one):
        """One client's invoice, against what his cases say should be on it; what is set off."""
        lines, offsets = (one["lines"], one["set_off"]) if one else ([], [])
        mine = self.invoices.setdefault(one["number"], {}) if one else {}
        if one:
            self.counts["invoices"] += 1
            self.same(f"invoice {one['number']}", (one["vat_ore"], one["net_ore"] + one["exempt_ore"] + one["vat_ore"]),
                      (yearbooks.vat_of(one["net_ore"]), one["total_ore"]))
            self.vat += one["vat_ore"]
            self.quarters[(day.year, (day.month + 2) // 3)] += one["vat_ore"]
        for line in lines:
            fee = line["kind"] == "fee"
            mine.setdefault(line["case"], ([0, 0, 0], {}))[1][line["line"]] = (line["amount_ore"], line["vat_ore"], fee)
            if abs(100 * line["vat_ore"] - 25 * line["amount_ore"] * fee) >= 100:
                self.faults.append(f"invoice {one['number']}: {line}")
        offs = {row["case"]: [row["costs_ore"], row["interest_ore"], row["principal_ore"]] for row in offsets}
        total = 0
        for case in (c for c in creditor.cases if c.id):
            sums, rows = case.books(RATES), mine.get(case.id, ([], {}))[1].values()
            net, passed = sum(a for a, _, fee in rows if fee), sum(a for a, _, fee in rows if not fee)
            self.same(f"{day}: {case.id} billed", (net, passed), (sums["fee_earned"] - case.billed, sums["advance_charged"] - case.passed_on))
            gross, held, wanted = net + passed + sum(v for _, v, _ in rows), case.held(RATES), []
            rest = gross if creditor.price(day).fixed == 0 else 0
            for part in yearbooks.PARTS:
                wanted.append(min(held[part], rest))
                rest -= wanted[-1]
            self.same(f"{day}: {case.id} set off", offs.get(case.id, [0, 0, 0]), wanted)
            for part, ore in zip(yearbooks.PARTS, wanted):
                case.off[part] += ore
            if rows:
                mine[case.id] = (wanted, mine[case.id][1])
            case.billed, case.passed_on = case.billed + net, case.passed_on + passed
            case.receivable += gross - sum(wanted)
            total += sum(wanted)
        return total

    def credited(self, note, by_id):
        """A credit note: its lines off the invoice, and what was set off for more than is left is given back. How much that is."""
        self.counts["credit notes"] += 1
        mine, total = self.invoices[note["credits"]], 0
        for line in note["lines"]:
            ore, vat, fee = mine[line["case"]][1].pop(line["credits_line"])
            case = by_id[line["case"]]
            self.same(f"credit note {note['number']}", (line["amount_ore"], line["vat_ore"]), (ore, vat))
            self.vat -= vat
            self.quarters[(int(note["issued_on"][:4]), (int(note["issued_on"][5:7]) + 2) // 3)] -= vat
            case.billed, case.passed_on = case.billed - ore * fee, case.passed_on - ore * (not fee)
            case.receivable -= ore + vat
        for case_id in sorted({line["case"] for line in note["lines"]}):
            offs, rows = mine[case_id]
            back = max(0, sum(offs) - sum(a + v for a, v, _ in rows.values()))
            total += back
            by_id[case_id].receivable += back
            for i in (2, 1, 0):
                part = min(offs[i], back)
                offs[i], back = offs[i] - part, back - part
                by_id[case_id].off[yearbooks.PARTS[i]] -= part
        return total

    # ---- what clients are paid ----

    def accounts(self, day, creditor):
        """An account to pay out on: one person writes it, another confirms."""
        made = self.program.call(day, "payout", "account", "set", "--creditor", creditor.cvr, "--number", f"9570 {10000000 + self.counts['accounts']}",
                                 "--why", "klientens brev", "--by", "Anna")
        self.program.call(day, "payout", "account", "confirm", made["account"], "--by", "Bent")
        self.counts["accounts"] += 1
        creditor.account = True

    def pay_out(self, day):
        """All that is held for each client, less what he owes; prepared by one, approved by another, carried out by the bank today."""
        for creditor in self.creditors:
            if not getattr(creditor, "account", None) and any(case.id for case in creditor.cases):
                self.accounts(day, creditor)
        prepared = self.program.call(day, "payout", "prepare", "--by", "Anna", codes=(0, 1))
        if prepared["payout"] is not None and day.month == 3:  # once somebody saw a fault, and it was made anew
            self.program.call(day, "payout", "reject", prepared["payout"], "--why", "forkert dag", "--by", "Bent")
            self.counts["payouts rejected"] += 1
            prepared = self.program.call(day, "payout", "prepare", "--by", "Anna", codes=(0, 1))
        there = {one["receiver"]: one for one in prepared["transfers"]}
        for creditor in self.creditors:
            self.paid_out(day, creditor, there.pop("cvr-" + creditor.cvr, None))
        self.same(f"{day}: payouts to others", list(there), [])
        if prepared["payout"] is None:
            return
        approved = self.program.call(day, "payout", "approve", prepared["payout"], "--by", "Bent", "--out", f"{self.folder}/pain-{day}.xml")
        self.same(f"{day}: approved", approved["sum_ore"], prepared["sum_ore"])
        self.counts["payouts"] += 1
        for one in approved["transfers"]:
            self.bank.line(day, -one["sum_ore"], "udbetaling", e2e=one["end_to_end"], name=one["name"] or "Klient")
            self.counts["transfers"] += 1
        if day.month in (5, 8):  # the bank sends one back
            one = approved["transfers"][0]
            self.at(day + 3 * DAY, self.sent_back, one, prepared["payout"])

    def paid_out(self, day, creditor, one):
        cases = sorted((c for c in creditor.cases if c.id), key=lambda c: c.id)
        parts = [[case, part, ore] for case in cases for part, ore in case.held(RATES).items()]
        keep = sum(case.owes(RATES) for case in cases)
        if keep > 0:
            for row in reversed(parts):
                row[2], keep = row[2] - min(keep, row[2]), keep - min(keep, row[2])
        want = [(case.id, "payout_" + part, ore) for case, part, ore in parts if ore]
        if getattr(creditor, "account", None) == "sent back":
            want = []
        got = [(p["case"], p["kind"], p["amount_ore"]) for p in one["parts"]] if one else []
        self.same(f"{day}: paid out to {creditor.cvr}", got, want)
        for case, part, ore in parts if want else []:
            case.out[part] += ore

    def sent_back(self, day, one, payout):
        self.bank.line(day, one["sum_ore"], "returneret", e2e=one["end_to_end"], name="Klient", returned="AC04")
        creditor = next(c for c in self.creditors if one["receiver"] == "cvr-" + c.cvr)
        by_id = {case.id: case for case in creditor.cases}
        for part in one["parts"]:
            by_id[part["case"]].out[part["kind"].removeprefix("payout_")] -= part["amount_ore"]
        creditor.account = "sent back"
        self.counts["transfers sent back"] += 1
        self.at(day + 40 * DAY, self.accounts, creditor)

    def clients_pay(self, day):
        """Clients whose agreement knows no set-off pay one case's invoice a month into our own account: two persons book it."""
        for creditor in (c for c in self.creditors if c.prices[0].fixed):
            for case in [c for c in creditor.cases if c.id and c.owes(RATES) > 0][:1]:
                ore = case.owes(RATES)
                made = self.program.call(day, "ledger", "propose", "--kind", "client_paid_us", "--case", case.id, "--amount", kroner(ore),
                                         "--by", "Anna", "--why", "betalt til os")
                self.program.call(day, "ledger", "confirm", made["proposal"], "--by", "Bent")
                case.receivable -= ore
                self.counts["clients paid us"] += 1

    def month_end(self, day):
        self.program.call(day, "ledger", "close", str(day.replace(day=1) - DAY)[:7], "--by", "Anna")
        self.counts["months closed"] += 1

    def edition(self, day):
        """The second edition: the rate of the half-year that begins is another one. Signed, and taken into use before its first day."""
        folder = self.folder + "/lov"
        shutil.copytree(SOURCE + "/assess/tables", folder)
        path = folder + "/reference_rates.csv"
        text = open(path, encoding="utf-8").read()
        there, put = f"{YEAR}-07-01,{YEAR}-12-31,2.00,", f"{YEAR}-07-01,{YEAR}-12-31,2.25,"
        if there not in text:
            raise SystemExit("the rate of the second half-year is not what this simulation knows")
        open(path, "w", encoding="utf-8").write(text.replace(there, put))
        tables = sorted(n for n in os.listdir(folder) if n.endswith(".csv"))
        rows = "".join(f'<table name="{n}" sha256="{hashlib.sha256(open(f"{folder}/{n}", "rb").read()).hexdigest()}"/>' for n in tables)
        open(folder + "/manifest.xml", "w").write(f'<law xmlns="urn:paakrav:law:1" serial="7" made-on="{day}">{rows}</law>')
        subprocess.run(["openssl", "cms", "-sign", "-binary", "-in", folder + "/manifest.xml", "-signer", self.folder + "/issuer.pem", "-inkey",
                        self.folder + "/issuer.key", "-outform", "DER", "-out", folder + "/manifest.xml.p7s"], check=True)
        with zipfile.ZipFile(self.folder + "/lov.zip", "w") as bundle:
            for name in sorted(os.listdir(folder)):
                bundle.write(f"{folder}/{name}", name)
        answer = self.program.call(day, "law", "update", self.folder + "/lov.zip")
        self.counts["law editions"] = 2
        if len(answer["rows"]) != 1:
            self.faults.append(f"law update: {answer['rows']}")

    def begin(self):
        os.makedirs(self.folder + "/home")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650", "-subj",
                        "/CN=udgiver", "-keyout", self.folder + "/issuer.key", "-out", self.folder + "/issuer.pem"], check=True, stderr=subprocess.DEVNULL)
        with open(self.program.home + "/paakrav.conf", "w") as conf:
            conf.write(f"[bank]\naccounts=0040 0440116243\n[own-account]\nnumber=1111 2222222222\n[law]\ncertificate={self.folder}/issuer.pem\n"
                       "[firm]\nname=Årets Inkasso ApS\naddress=Bogvej 1\npostcode=5000\ncity=Odense C\ncvr=99999901\nphone=00 00 00 00\n"
                       "email=post@aaret.example\naccount=1111 2222222222\n")

    def agreements(self, day):
        for creditor in self.creditors:
            for price in creditor.prices:
                if price.start == day:
                    self.program.call(day, "agreement", "set", *terms_args(creditor, price))
                    self.counts["agreements"] += 1

    def play(self):
        self.begin()
        starts = defaultdict(list)
        for case in self.cases:
            starts[case.start].append(case)
        day, last_bank_day = self.first, None
        while day <= self.last + 12 * DAY:
            self.agreements(day)
            if day == datetime.date(YEAR, 6, 26):
                self.edition(day)
            if is_open(day):
                if last_bank_day is not None:
                    self.bank_day(last_bank_day, day)
                    if last_bank_day.month != day.month:
                        self.bill(day)
                        self.clients_pay(day)
                        self.pay_out(day)
                if last_bank_day is not None and last_bank_day > self.last:
                    break
                if starts.get(day):
                    self.take_in(day, starts[day])
                for what, args in self.plan.pop(day, []):
                    what(day, *args)
                self.note_all(day)
                if day.month > 1 and not any(is_open(datetime.date(day.year, day.month, d)) for d in range(10, day.day)) and day.day >= 10:
                    self.month_end(day)
                last_bank_day = day
            day += DAY
        self.today = day

    # ---- the end ----

    def standing(self, entries):
        by = defaultdict(int)
        for e in entries:
            kind = e["kind"]
            by[e["case"], kind.removesuffix("_back")] += -e["amount_ore"] if kind.endswith("_back") else e["amount_ore"]
        return by

    def held(self):
        """The journal against the reckoning: every case and kind of posting, every client's balance, the bank."""
        journal = self.program.call(self.today, "ledger")
        self.counts["journal entries"] = journal["count"]
        by, totals = self.standing(journal["entries"]), Counter()
        for case in self.cases:
            if case.id is None:
                continue
            for kind, ore in case.books(RATES).items():
                there = by[case.id, kind] + (by[case.id, "receipt_placed"] if kind == "client_payment" else 0)
                totals[kind] += ore
                if there != ore:
                    self.faults.append(f"{case.id} ({case.creditor.prices[0].name}): {kind} {there}, and not {ore}: {case.events}")
        held, money = 0, self.program.call(self.today, "clientmoney")
        there = {row["client"]: row["held_ore"] for row in money["clients"]}
        for creditor in self.creditors:
            want = sum(sum(case.held(RATES).values()) for case in creditor.cases if case.id)
            held += want
            self.same(f"held for {creditor.cvr}", there.get("cvr-" + creditor.cvr, 0), want)
        self.same("not placed", money["unidentified_ore"], self.unplaced)
        self.same("all client money", money["total_ore"], held + self.unplaced)
        balance = self.program.call(self.today, "ledger", "balance")
        trial = {a["account"]: a["balance_ore"] for a in balance["accounts"]}
        self.same("debit and credit", balance["debit_ore"], balance["credit_ore"])
        self.same("client bank", trial.get("client_bank", 0), self.bank.balance)
        cases = [case for case in self.cases if case.id]
        self.same("VAT", trial.get("vat_payable", 0), -self.vat)
        self.same("not billed", trial.get("fee_unbilled", 0), totals["fee_earned"] - sum(case.billed for case in cases))
        self.same("owed by clients", trial.get("client_receivable", 0), sum(case.owes(RATES) for case in cases))
        self.same("fee income", trial.get("fee_income", 0), -totals["fee_earned"])
        self.same("advances", trial.get("court_fee_advanced", 0), totals["court_fee_advanced"] - totals["advance_charged"] - totals["advance_lost"])
        self.same("loss", trial.get("loss", 0), totals["advance_lost"])
        missing = self.program.call(self.today, "clientmoney", "missing", codes=(0, 1))
        self.same("days without proof", sorted(m["on"] for m in missing["missing"] if m["on"] <= str(self.last)), sorted(self.missing_days))
        self.totals = totals
        self.seen_by_clients()

    def seen_by_clients(self):
        """Each client's statement of the whole time, and the VAT of each quarter."""
        for creditor in (c for c in self.creditors if any(case.id for case in c.cases)):
            s = self.program.call(self.today, "settlement", "--creditor", creditor.cvr)
            cases = [case for case in creditor.cases if case.id]
            sums = Counter()
            for case in cases:
                sums.update(case.books(RATES))
                sums.update({"out": sum(case.out.values()), "off": sum(case.off.values()), "held": sum(case.held(RATES).values())})
            got = {key: s[key + "_ore"] for key in ("fee", "set_off", "paid_out", "held", "receivable")}
            self.same(f"settlement of {creditor.cvr}", got, {"fee": sums["fee_earned"], "set_off": sums["off"], "paid_out": sums["out"],
                                                            "held": sums["held"], "receivable": sum(c.owes(RATES) for c in cases)})
        for (year, quarter), ore in sorted(self.quarters.items()):
            vat = self.program.call(self.today, "vat", "report", "--period", f"{year}-Q{quarter}", codes=(0, 1))
            self.same(f"VAT of {year}-Q{quarter}", (vat["vat_ore"], vat["journal_ore"], vat["agrees"]), (ore, ore, True))

    def proved(self):
        """Audited clean, packed, held together by the pack's own checker, and hledger agrees on every account."""
        audit = self.program.call(self.today, "audit", codes=(0, 6))
        self.same("audit", audit["faults"], [])
        path = self.folder + "/pakke"
        made = self.program.call(self.today, "audit", "pack", "--from", self.first, "--to", min(self.last, self.today), "--out", path + ".zip")
        self.counts["pack: bytes"] = os.path.getsize(path + ".zip")
        self.counts["pack: entries"] = made["entries"]
        with zipfile.ZipFile(path + ".zip") as pack:
            pack.extractall(path)
        began = time.monotonic()
        checked = subprocess.run([sys.executable, "-B", SOURCE + "/enforcement/kontrol.py", path + ".zip"], stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, text=True)
        self.program.spent["the pack's checker"] = time.monotonic() - began
        self.same("the pack's checker", checked.returncode and checked.stdout[-600:], 0)
        if shutil.which("hledger") is None:
            print("hledger is not installed: its part is left out")
            return
        began = time.monotonic()
        journal = path + "/journal.hledger"
        check = subprocess.run(["hledger", "-f", journal, "check", "--strict", "ordereddates"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.same("hledger check", check.returncode and check.stdout[-600:], 0)
        out = subprocess.run(["hledger", "-f", journal, "bal", "--flat", "-E", "-N", "-O", "csv"], stdout=subprocess.PIPE, check=True, text=True).stdout
        self.program.spent["hledger"] = time.monotonic() - began
        theirs = {row[0].split(":")[-1]: int(row[1].replace(" DKK", "").replace(".", "").replace(",", "") or 0) for row in list(csv.reader(out.splitlines()))[1:]}
        balance = self.program.call(self.today, "ledger", "balance", "--on", min(self.last, self.today))
        ours = {a["account"]: a["balance_ore"] for a in balance["accounts"] if a["balance_ore"]}
        self.same("hledger's balances", {a: ore for a, ore in theirs.items() if ore}, ours)

    def doubted(self):
        """Is a reckoning by other shares noticed?"""
        before, self.faults = self.faults, []
        for creditor in self.creditors:
            for price in creditor.prices:
                price.share += 1 if price.share else 0
        self.held()
        noticed, self.faults = [f for f in self.faults if "fee_earned" in f], before
        print(f"by shares a hundredth of a percent off: {len(noticed)} cases wrong")
        return bool(noticed)

    def tell(self):
        for name, number in sorted(self.counts.items()):
            print(f"  {name:24} {number}")
        for name, ore in sorted(self.totals.items()):
            print(f"  {name:24} {kroner(ore)}")
        print("  program starts, seconds:")
        for name, spent in self.program.spent.most_common(14):
            print(f"    {name:22} {self.program.starts[name]:6} {spent:9.1f}")
        size = sum(os.path.getsize(os.path.join(d, f)) for d, _, files in os.walk(self.program.home) for f in files)
        print(f"  home {size / 1e6:.1f} MB, of it the store {os.path.getsize(self.program.home + '/paakrav.db') / 1e6:.1f} MB")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--doubt", action="store_true", help="hold the same books against shares a hundredth of a percent off: that must be noticed")
    args = parser.parse_args()
    began = time.monotonic()
    Year.n = args.cases
    year = Year(os.path.abspath(args.folder), args.cases, args.months, args.seed)
    year.play()
    year.held()
    year.proved()
    print(f"year: seed {args.seed}, {args.cases} cases, {args.months} months, {time.monotonic() - began:.0f} s, {len(year.faults)} faults")
    year.tell()
    for fault in year.faults[:40]:
        print("  " + fault[:600])
    return 1 if year.faults or (args.doubt and not year.doubted()) else 0


if __name__ == "__main__":
    sys.exit(main())

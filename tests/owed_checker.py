#!/usr/bin/env python3
"""Reckons every case of a JSON-lines file again, from the statute's words, one day at a time, and compares.

usage: owed_checker.py TABLES CASES.jsonl

renteloven § 5: for each day the lending rate of its half-year plus the surcharge of the claim's due date, on what is
open of the principal that day; summed as exact fractions, rounded half away from zero once per payment or statement.
Shares no code with the program; reads the tables itself.
"""
import collections
import csv
import datetime
import json
import sys
from fractions import Fraction

DAY = datetime.timedelta(days=1)


def day(text):
    return datetime.date.fromisoformat(text) if text else None


def read(tables, name):
    with open(f"{tables}/{name}.csv", encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


class Unknown(Exception):
    pass


class Law:
    def __init__(self, tables):
        self.rates = {}
        for row in read(tables, "reference_rates"):
            if row["lending_rate_pct"]:
                d = day(row["valid_from"])
                self.rates[(d.year, d.month > 6)] = Fraction(row["lending_rate_pct"])
        self.surcharges = [(day(r["valid_from"]), day(r["valid_to"]) or datetime.date.max, Fraction(r["value"]))
                           for r in read(tables, "limits") if r["name"] == "interest_surcharge"]

    def percent(self, debt, half_year):
        if debt["agreed_bp"] is not None:
            return Fraction(debt["agreed_bp"], 100)
        due = day(debt["due_on"])
        for first, last, surcharge in self.surcharges:
            if first <= due <= last:
                break
        else:
            raise Unknown("surcharge")
        if half_year not in self.rates:
            raise Unknown("rate")
        return self.rates[half_year] + surcharge


def half_away(x):
    whole, rest = divmod(abs(x.numerator), x.denominator)
    whole += 2 * rest >= x.denominator
    return whole if x >= 0 else -whole


def year_length(year):
    return (datetime.date(year + 1, 1, 1) - datetime.date(year, 1, 1)).days


def weight(count, d):
    """The part of a year that the step from the day before d to d is, and the day whose rate it bears."""
    if count in ("ACT_ACT_EXCL", "ACT_ACT_INCL"):
        return Fraction(1, year_length(d.year)), d
    if count == "ACT_365_EXCL":
        return Fraction(1, 365), d
    before = d - DAY
    steps = (d.year - before.year) * 360 + (d.month - before.month) * 30 + min(d.day, 30) - min(before.day, 30)
    return Fraction(steps, 360), before


FIRST, LAST = datetime.date(2002, 1, 1), datetime.date(2030, 1, 1)
CALENDAR = {}


def calendar(count):
    """For each day that may be counted: the half-year whose rate it bears and its part of a year."""
    if count not in CALENDAR:
        days = CALENDAR[count] = {}
        d = FIRST
        while d < LAST:
            share, rated = weight(count, d)
            days[d.toordinal()] = (rated.year, rated.month > 6, share.numerator, share.denominator)
            d += DAY
    return CALENDAR[count]


class Claim:
    def __init__(self, debt, place, count):
        self.debt, self.place, self.count = debt, place, count
        self.open, self.interest = debt["principal_ore"], 0
        start = day(debt["interest_from"])
        self.next = None if start is None else start + (0 if count == "ACT_ACT_INCL" else 1) * DAY
        self.memo = {}

    def until(self, law, to):
        """Exact øre earned up to and with the day `to`."""
        if self.next is None or self.next > to:
            return Fraction(0)
        exact = Fraction(0)
        if self.open:
            days = map(calendar(self.count).__getitem__, range(self.next.toordinal(), to.toordinal() + 1))
            for (year, second, part, whole), n in collections.Counter(days).items():
                half_year = (year, second)
                if part:
                    if half_year not in self.memo:
                        self.memo[half_year] = law.percent(self.debt, half_year)
                    rate = self.memo[half_year]
                    exact += Fraction(self.open * rate.numerator * part * n, 100 * rate.denominator * whole)
        self.next = to + DAY
        return exact


def reckon(law, case):
    on, count = day(case["owed"]["on"]), case["owed"]["day_count"]
    claims = [Claim(d, i, count) for i, d in enumerate(case["debts"])]
    claims.sort(key=lambda c: (c.debt["due_on"], c.debt["claim"], c.place))
    costs = sorted((c for c in case["costs"] if day(c["on"]) <= on), key=lambda c: c["on"])
    costs = [dict(c, open=c["amount_ore"]) for c in costs]
    past = sorted((r for r in case["reductions"] if day(r["on"]) <= on), key=lambda r: r["on"])
    surplus = 0
    for r in past:
        if r["kind"] != "credit":
            continue
        rest = r["amount_ore"]
        for c in claims:
            if r["claim"] in (None, c.debt["claim"]):
                part = min(rest, c.open)
                c.open -= part
                rest -= part
        surplus += rest
    answer = {"principal_ore": sum(c.open for c in claims), "costs_ore": sum(c["amount_ore"] for c in costs),
              "interest_ore": 0, "payments_ore": 0}
    postings = []

    def accrue(to):
        exact = Fraction(0)
        given = 0
        for c in claims:
            exact += c.until(law, to)
            share = half_away(exact) - given
            c.interest += share
            given += share
        answer["interest_ore"] += given

    def close(posted, to):
        there = [c for c in costs if day(c["on"]) <= to]
        posted["open_costs_ore"] = sum(c["open"] for c in there)
        posted["open_interest_ore"] = sum(c.interest for c in claims)
        posted["open_principal_ore"] = sum(c.open for c in claims)
        posted["balance_ore"] = (posted["open_costs_ore"] + posted["open_interest_ore"] + posted["open_principal_ore"])
        postings.append(posted)

    for r in past:
        if r["kind"] != "payment":
            continue
        d = day(r["on"])
        accrue(d)
        rest = r["amount_ore"]
        answer["payments_ore"] += rest
        split = {"to_costs_ore": 0, "to_interest_ore": 0, "to_principal_ore": 0}
        for only in ([r["claim"]] if r["claim"] else []) + [None]:
            for c in costs:
                if day(c["on"]) <= d and only in (None, c["claim"]):
                    part = min(rest, c["open"])
                    c["open"] -= part
                    rest -= part
                    split["to_costs_ore"] += part
            for c in claims:
                if only in (None, c.debt["claim"]):
                    part = min(rest, c.interest)
                    c.interest -= part
                    rest -= part
                    split["to_interest_ore"] += part
            for c in claims:
                if only in (None, c.debt["claim"]):
                    part = min(rest, c.open)
                    c.open -= part
                    rest -= part
                    split["to_principal_ore"] += part
        surplus += rest
        close(dict(split, on=r["on"], amount_ore=r["amount_ore"], surplus_ore=rest), d)
    accrue(on)
    close({"on": case["owed"]["on"], "amount_ore": 0, "to_costs_ore": 0, "to_interest_ore": 0, "to_principal_ore": 0,
           "surplus_ore": 0}, on)
    answer["surplus_ore"] = surplus
    for name in ("costs", "interest", "principal"):
        answer[f"open_{name}_ore"] = postings[-1][f"open_{name}_ore"]
    answer["total_ore"] = postings[-1]["balance_ore"]
    return answer, postings


def faults(law, case):
    got = case["owed"]
    try:
        answer, postings = reckon(law, case)
    except Unknown:
        return [] if got["unknown"] and got["total_ore"] is None else ["unknown, but an answer was given"]
    if got["unknown"]:
        return [f"known, but answered: {got['unknown']}"]
    wrong = [f"{key}: {got[key]}, not {value}" for key, value in answer.items() if got[key] != value]
    if len(postings) != len(got["postings"]):
        return wrong + [f"{len(got['postings'])} postings, not {len(postings)}"]
    for i, (mine, theirs) in enumerate(zip(postings, got["postings"])):
        wrong += [f"posting {i} {key}: {theirs[key]}, not {value}" for key, value in mine.items() if theirs[key] != value]
    if sum(p["interest_ore"] for p in got["periods"]) != answer["interest_ore"]:
        wrong.append("the periods do not add up")
    return wrong


def main():
    law, bad, n, unknown = Law(sys.argv[1]), 0, 0, 0
    with open(sys.argv[2], encoding="utf-8") as f:
        for n, line in enumerate(f, 1):
            case = json.loads(line)
            unknown += case["owed"]["unknown"] is not None
            wrong = faults(law, case)
            if wrong:
                bad += 1
                if bad <= 5:
                    print(f"case {n}: {'; '.join(wrong[:6])}", file=sys.stderr)
    print(f"owed_checker: {n} cases, {unknown} of them unknown, {bad} wrong")
    return 0 if n and not bad else 1


if __name__ == "__main__":
    sys.exit(main())

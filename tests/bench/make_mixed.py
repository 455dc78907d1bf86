#!/usr/bin/env python3
"""make_mixed.py N SEED DIR: N submissions of every shape that an assessment meets, the same for the same seed.

What a case holds is drawn by itself: one invoice or many (one case in two thousand has three hundred), firms and
consumers, one debtor or two, payments, credit notes, reminder and other fees, agreed rates, old claims that were
acknowledged, objections, letters too short or none, insolvency, operators with an agreement, e-invoices beside the claim."""
import random
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "fixtures"))
from einvoices import invoice, kroner  # noqa: E402
from make_inbox import TRYK, agreed, claim, course, document, event, firm, item, person  # noqa: E402

from make_cases import GOODS, PLACES  # noqa: E402

ABROAD = {"country": "SE", "postcode": "21120", "city": "Malmø"}
TERMS = (("percent", "fixed"), ("fixed", "fixed"), ("percent", "percent"), ("hourly", "hourly"), ("percent", None))


def how_many(chance, i):
    """Invoices of case i."""
    if i % 2000 == 1999:
        return 300
    draw = chance.random()
    return 1 if draw < 0.70 else chance.randint(2, 5) if draw < 0.92 else chance.randint(6, 20)


def items_of(chance, i, n, old):
    items = []
    for k in range(n):
        month = chance.randint(1, 8)
        year = 2023 if old else 2026
        more = {"issued_on": f"{year}-{month:02d}-03", "due_on": f"{year}-{month + 1:02d}-02",
                "arisen_on": f"{year}-{month:02d}-03", "delivered_on": f"{year}-{month:02d}-03",
                "due_basis": chance.choice(("agreed", "agreed", "demand", None)),
                "agreed_how": chance.choice(("signed", "accepted-in-writing", "silence", None)),
                "housing": "yes" if chance.random() < 0.05 else None}
        if chance.random() < 0.1:
            more["agreed_interest"] = chance.choice(("1", "8.05", "24"))
        lines = [(chance.choice(GOODS), 1, chance.randint(20000, 4000000 // n + 20000))]
        items.append(agreed(f"{i}-{k}", lines, id=f"i{k + 1}", **more))
    draw = chance.random()
    if draw < 0.15:
        items.append(item(None, "reminder-fee", f"i{n + 1}", principal="100.00", arisen_on="2026-09-14"))
    if draw < 0.08:
        items.append(item(None, "inkasso-fee", f"i{n + 2}", principal="100.00", arisen_on="2026-10-01"))
    if draw < 0.05:
        items.append(item(None, "compensation", f"i{n + 3}", principal="310.00", arisen_on="2026-10-01"))
    if draw > 0.98:
        items.append(item(None, "not-money", f"i{n + 4}", description="Udlevering af lånt udstyr"))
    return items


def events_of(chance, n, old, i):
    draw = chance.random()
    events = course() if draw < 0.85 else course(stated="2026-10-12") if draw < 0.9 else course(demanded=None)
    if chance.random() < 0.15:
        events += [event("payment", f"2026-{chance.randint(9, 11):02d}-{chance.randint(1, 20):02d}",
                         amount=kroner(chance.randint(5000, 100000)), **{"paid-to": "creditor"})
                   for _ in range(chance.randint(1, 4))]
    if chance.random() < 0.06:
        events.append(event("credit", "2026-09-10", amount=kroner(chance.randint(5000, 20000)), claim=f"{i}-0"))
    if chance.random() < 0.1:
        events.append(event("reminder_sent", "2026-09-26", amount="100.00", claim=f"{i}-{chance.randrange(n)}"))
    if old:
        events.append(event("acknowledged", "2025-03-01"))
    for share, name, debtor in ((0.05, "objection_received", "d1"), (0.02, "bankruptcy_notice", "d1"),
                                (0.02, "nothing_found", "d1"), (0.02, "henstand_granted", None)):
        if chance.random() < share:
            more = {"deadline-on": "2026-10-30"} if name == "henstand_granted" else {}
            events.append(event(name, "2026-10-20", debtor=debtor, **more))
    return events


def make(n, seed, where):
    chance = random.Random(seed)
    creditors = [firm(300 + i, f"Målerfirma {i} ApS", "Prøvevej", str(i + 1), *PLACES[i % len(PLACES)]) for i in range(20)]
    for i in range(n):
        place, creditor, old = chance.choice(PLACES), chance.choice(creditors), chance.random() < 0.08
        debtors = []
        for k in range(2 if chance.random() < 0.12 else 1):
            who = firm if chance.random() < 0.6 else person
            one = who(400 + 2 * i + k, f"Måledebitor {i:06d} {k}", "Bænkvej", str(i % 300 + 1), *place)
            if chance.random() < 0.02:
                one.update(ABROAD)
            debtors.append((one, "business" if who is firm else "consumer", {}))
        count = how_many(chance, i)
        items, more = items_of(chance, i, count, old), {}
        if chance.random() < 0.15:
            terms = chance.choice(TERMS)
            more = {"operator": chance.choice(({"kind": "collector", "authorised-from": "2024-01-01",
                                                "authorised-to": "2028-12-31"}, {"kind": "lawyer"})),
                    "representative": TRYK, "agreement": {"on": "2026-09-20", "out-of-court-basis": terms[0],
                                                          "court-basis": terms[1], "success-only": "no"}}
        folder = where / f"{i:06d}"
        folder.mkdir(parents=True)
        documents = []
        if count == 1 and chance.random() < 0.3:
            one = items[0]
            ore = int(one["principal"].replace(".", ""))
            text = invoice("oioubl2", one["number"], one["issued_on"], one["due_on"], creditor, debtors[0][0],
                           [(one["description"], 1, ore * 4 // 5)])
            (folder / "faktura.xml").write_text(text, encoding="utf-8")
            documents = [document("faktura.xml", "invoice", one["issued_on"], "Faktura", "exhibit")]
        (folder / "claim.xml").write_text(claim(creditor, debtors, items, events_of(chance, count, old, i), documents, **more),
                                          encoding="utf-8")


if __name__ == "__main__":
    make(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))

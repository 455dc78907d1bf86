#!/usr/bin/env python3
"""make_cases.py N SEED DIR: N submissions with one e-invoice each, the same for the same seed, all fit for a package."""
import random
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "fixtures"))
from einvoices import invoice  # noqa: E402
from make_inbox import agreed, claim, course, document, firm, person  # noqa: E402

PLACES = (("5000", "Odense C"), ("8000", "Aarhus C"), ("9000", "Aalborg"), ("6000", "Kolding"), ("6700", "Esbjerg"),
          ("8900", "Randers C"), ("5700", "Svendborg"), ("9800", "Hjørring"))
GOODS = ("Kontorstole", "Reoler", "Kabeltromler", "Arbejdstøj", "Rengøring", "Vinduespolering", "Tryksager", "Fragt")


def make(n, seed, where):
    chance = random.Random(seed)
    creditors = [firm(300 + i, f"Målerfirma {i} ApS", "Prøvevej", str(i + 1), *PLACES[i % len(PLACES)]) for i in range(20)]
    for i in range(n):
        number = f"M-{seed}-{i:06d}"
        place = chance.choice(PLACES)
        who = firm if chance.random() < 0.6 else person
        debtor = who(400 + i, f"Måledebitor {i:06d}", "Bænkvej", str(i % 300 + 1), *place)
        lines = [(chance.choice(GOODS), chance.randint(1, 9), chance.randint(10000, 150000))
                 for _ in range(chance.randint(1, 5))]
        creditor = chance.choice(creditors)
        kind = chance.choice(("oioubl2", "oioubl3", "peppol"))
        folder = where / f"{i:06d}"
        folder.mkdir(parents=True)
        text = invoice(kind, number, "2026-08-03", "2026-09-02", creditor, debtor, lines)
        (folder / "faktura.xml").write_text(text, encoding="utf-8")
        (folder / "claim.xml").write_text(claim(
            creditor, [(debtor, "business" if who is firm else "consumer", {})], [agreed(number, lines)], course(),
            [document("faktura.xml", "invoice", "2026-08-03", f"Faktura {number}", "exhibit")]), encoding="utf-8")


if __name__ == "__main__":
    make(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))

#!/usr/bin/env python3
"""oracle.py ORACLE RECEIPT: did every submission of the demo inbox get the outcome and route that inbox.csv says?"""
import csv
import json
import sys

with open(sys.argv[1], newline="", encoding="utf-8") as file:
    expected = {row["path"]: row for row in csv.DictReader(file)}
with open(sys.argv[2], encoding="utf-8") as file:
    receipt = json.load(file)

faults = []
seen = [row["path"] for row in receipt["submissions"]]
if seen != sorted(seen, key=lambda path: path.encode()):
    faults.append("the submissions are not in byte order of path")
if set(seen) != set(expected) or len(seen) != len(set(seen)):
    faults.append(f"not the same submissions: {sorted(set(seen) ^ set(expected))}")
for row in receipt["submissions"]:
    want = expected.get(row["path"])
    if want is None:
        continue
    got = (row["outcome"], (row["route"] or "") if row["outcome"] == "taken" else "")
    if got != (want["outcome"], want["route"]):
        reasons = "; ".join(f'{reason["code"]} {reason["text"]}' for reason in row["reasons"])
        faults.append(f'{row["path"]} ({want["why"]}): expected {want["outcome"]} {want["route"]}, got {got[0]} {got[1]}: {reasons}')
    if row["outcome"] in ("refused", "waiting", "duplicate") and not row["reasons"]:
        faults.append(f'{row["path"]}: {row["outcome"]} without a reason')
    if row["outcome"] == "taken" and row["route"] not in ("betalingspaakrav", "civil_claim") and not row["reasons"]:
        faults.append(f'{row["path"]}: {row["route"]} without a reason')
    if (row["package"] is not None) != (row["outcome"] == "taken" and row["route"] in ("betalingspaakrav", "civil_claim")):
        faults.append(f'{row["path"]}: route {row["route"]} and package {row["package"]}')
totals = receipt["totals"]
if totals["count"] != len(seen) or totals["count"] != sum(totals[k] for k in ("taken", "duplicate", "refused", "waiting")):
    faults.append(f"the totals do not add up: {totals}")
for outcome in ("taken", "duplicate", "refused", "waiting"):
    if totals[outcome] != sum(row["outcome"] == outcome for row in receipt["submissions"]):
        faults.append(f"the total of {outcome} is wrong")
for route, count in totals["routes"].items():
    if count != sum(row["route"] == route and row["outcome"] == "taken" for row in receipt["submissions"]):
        faults.append(f"the total of {route} is wrong")
print("\n".join(faults) or f"{len(seen)} submissions as expected")
sys.exit(1 if faults else 0)

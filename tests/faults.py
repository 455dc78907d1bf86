#!/usr/bin/env python3
"""Let each write, sync, rename and new file of a step fail in turn, or kill the step there, and see that nothing is torn.

faults.py PAAKRAV SHIM [--all | --samples N] [--seed N] [--only STEP] [--inbox DIR]: each step is run once whole to count its
calls and to know what it makes; then with a fault at a call. After the fault the store opens and its audit is clean, all is as
before the step or as after it and nothing in between; what failed said so in a sentence with the exit code of the store (4) or of
delivery (5); the same step again makes what one whole run makes.
"""
import argparse
import glob
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

options = argparse.ArgumentParser()
options.add_argument("paakrav")
options.add_argument("shim")
options.add_argument("--all", action="store_true")
options.add_argument("--samples", type=int, default=8, help="faults for each step and kind")
options.add_argument("--seed", type=int, default=8)
options.add_argument("--only")
options.add_argument("--verbose", action="store_true")
options.add_argument("--source", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
args = options.parse_args()
KINDS = ["EIO", "ENOSPC", "KILL"]
TODAY = "2026-11-20"
CASE = "2026-000001"
last_code = 0


def call(work, words, fault=None, log=None, today=TODAY):
    env = dict(os.environ)
    if fault or log:
        env.update(LD_PRELOAD=args.shim, FAULT_UNDER=work, **({"FAULT_LOG": log} if log else {}))
    if fault:
        env.update(FAULT_AT=str(fault[0]), FAULT_KIND=fault[1])
    line = [args.paakrav, "--home", f"{work}/home", "--today", today] + [w.replace("@", work) for w in words]
    return subprocess.run(line, env=env, capture_output=True, text=True, errors="replace")


def must(work, *words, today=TODAY, code=(0,)):
    done = call(work, list(words), today=today)
    if done.returncode not in code:
        sys.exit(f"{words}: exit {done.returncode}: {done.stderr}")
    return done.stdout


def state(home):
    """How many rows each table has whose rows are for ever, and the chain's end. None: there is no store."""
    path = f"{home}/paakrav.db"
    if not os.path.exists(path):
        return None
    db = sqlite3.connect(path)
    tables = [r[0] for r in db.execute("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name = tbl_name || '_no_delete' ORDER BY 1")]
    counts = {t: db.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in tables}
    if "journal" in counts:
        counts["sum"] = db.execute("SELECT coalesce(sum(amount_ore), 0) FROM journal").fetchone()[0]
        counts["ids"] = [r[0] for r in db.execute("SELECT id FROM journal ORDER BY seq")]
    db.close()
    # Law files kept beside are the same whoever keeps them first.
    return {t: n for t, n in counts.items() if n and not t.startswith("law_")} or None


# ---- the steps, each on a home made once ----

made = {}


def begin_with(make, work):
    """What make makes, made once and copied from then on: always at the same place, for a list or a receipt may name it."""
    if make not in made:
        make(work)
        made[make] = os.path.join(os.path.dirname(work), make.__name__)
        shutil.copytree(work, made[make])
    else:
        shutil.rmtree(work)
        shutil.copytree(made[make], work)


def agree(work):
    must(work, "agreement", "set", "--case", CASE, "--from", "2026-01-01", "--agreed-on", "2026-01-01", "--operator", "lawyer", "--client", "business",
         "--out-of-court", "fixed", "--out-of-court-price", "500", "--out-of-court-success", "yes", "--court", "fixed", "--court-price", "1500",
         "--court-success", "yes", "--win", "payment", "--reminder-fees", "client", "--interest", "client", "--awarded-costs", "client", "--loss", "ours",
         "--vat", "yes", "--direct-payments", "yes", "--decision", "set af advokaten", "--by", "Advokat")


def case_home(work):
    shutil.copytree(f"{args.source}/fixtures/inbox/34-advokat", f"{work}/inbox/34-advokat")
    must(work, "run", "@/inbox", "--out", "@/out")
    with open(os.path.join(work, "home", "paakrav.conf"), "w") as conf:
        conf.write("[bank]\naccounts=0040 0440116243\n[own-account]\nnumber=1111 2222222222\n[firm]\nname=Advokat Prøve\naddress=Havnegade 1\n"
                   "postcode=9000\ncity=Aalborg\ncvr=99001003\naccount=0040 0440116243\nyear-end=12-31\n")


def bank_home(work):
    begin_with(case_home, work)
    rows = [{"head": True, "opening": "0", "to": "2026-11-19"},
            {"on": "2026-11-11", "amount": "1000.00", "bank": "R1", "text": f"sag {CASE}"},
            {"on": "2026-11-12", "amount": "250.00", "bank": "R2", "text": "hej", "name": "Ukendt"},
            {"on": "2026-11-13", "amount": "-80.00", "bank": "R3", "text": "Gebyr"}]
    subprocess.run([sys.executable, "-B", f"{args.source}/tests/make_bank.py", "053", "8", f"{work}/s.xml"], input=json.dumps(rows), text=True, check=True)


def booked_home(work):
    begin_with(bank_home, work)
    agree(work)
    must(work, "bank", "import", "@/s.xml", code=(0, 1))


def prepared_home(work):
    begin_with(booked_home, work)
    must(work, "payout", "account", "set", "--case", CASE, "--number", "9570 12345678", "--why", "klientens brev", "--by", "Anna")
    must(work, "payout", "account", "confirm", "1", "--by", "Bo")
    must(work, "payout", "prepare", "--by", "Anna")


def unfollowed_home(work):
    """An agreement that came after the payment: the fee is not booked yet."""
    begin_with(bank_home, work)
    must(work, "bank", "import", "@/s.xml", code=(0, 1))
    agree(work)


def over_home(work):
    """Paid to the creditor and nothing booked: no law keeps it."""
    begin_with(case_home, work)
    must(work, "note", CASE, "payment", "--on", "2026-11-19", "--amount", "57000", "--paid-to", "creditor")


def saved_home(work):
    begin_with(booked_home, work)
    must(work, "backup", "@/kopi")
    shutil.rmtree(f"{work}/home")


def inbox(work):
    shutil.copytree(f"{args.source}/fixtures/inbox/34-advokat", f"{work}/inbox/34-advokat")


NOTE = ["note", CASE, "payment", "--on", "2026-11-19", "--amount", "700.50", "--paid-to", "operator"]
# step: what it starts from, the command, may it be done twice (then the second changes nothing), its exit codes when it works
STEPS = {
    "hand-in": (inbox,
                ["run", "@/inbox", "--out", "@/out", "--workers", "1"], True, (0, 1)),
    "note payment": (booked_home, NOTE, False, (0,)),
    "bank import": (bank_home, ["bank", "import", "@/s.xml"], True, (0, 1)),
    "clientmoney day": (booked_home, ["clientmoney", "day", "2026-11-12"], True, (0,)),
    "ledger close": (booked_home, ["ledger", "close", "2026-10", "--by", "Anna Vest"], False, (0,)),
    "books update": (unfollowed_home, ["books", "update"], True, (0,)),
    "invoice issue": (booked_home, ["invoice", "issue", "--by", "Anna Vest"], False, (0, 1)),
    "payout approve": (prepared_home, ["payout", "approve", "1", "--by", "Bo", "--out", "@/pain.xml"], False, (0,)),
    "backup": (booked_home, ["backup", "@/kopi"], False, (0,)),
    "restore": (saved_home, ["restore", "@/kopi", "--erased", "none"], False, (0,)),
    "erase": (over_home, ["erase", CASE, "--by", "Anna Vest", "--why", "tid", "--out", "@/out"], True, (0,)),
}


def wrong_after(step, work, fault, before, after, unclean):
    _, words, again, codes = STEPS[step]
    global last_code
    done = call(work, words, fault)
    last_code = done.returncode
    if fault[1] == "KILL":
        if done.returncode != -9 and done.returncode not in codes:
            return f"not killed: exit {done.returncode}"
    elif done.returncode not in codes + (1, 4, 5):
        return f"exit {done.returncode}: {done.stderr.strip()[:300]}"
    elif done.returncode in (4, 5) and not done.stderr.startswith("paakrav: "):
        return f"said: {done.stderr[:300]}"
    stands = os.path.exists(os.path.join(work, "home", "paakrav.db"))
    if stands:
        audit = call(work, ["audit"])
        young = audit.returncode == 4 and ("submit" in audit.stderr or "kommando" in audit.stderr or "ikke en sagsdatabase" in audit.stderr)
        if audit.returncode != 0 and not (before is None and young) and not (unclean and state(f"{work}/home") == before):
            return f"audit: exit {audit.returncode}: {(audit.stdout + audit.stderr)[:400]}"
    now = state(f"{work}/home")
    if step not in ("hand-in", "bank import") and now not in (before, after):
        return f"torn: {differs(before, now)}"
    if done.returncode == 4 and now == after != before and step not in ("erase", "backup"):
        return "said it was not kept, and it was"
    if (again and (args.all or now != after)) or now == before:
        retry = call(work, words)
        if retry.returncode not in codes and not (step == "backup" and os.path.isdir(f"{work}/kopi")) and not (step == "restore" and now == after):
            return f"again: exit {retry.returncode}: {retry.stderr.strip()[:300]}"
    now = state(f"{work}/home")
    if now != after:
        return f"in the end: {differs(after, now)}"
    last = call(work, ["audit"]) if args.all else None
    if last is not None and last.returncode != 0:
        return f"last audit: {last.stdout}{last.stderr}"
    if step == "backup" and call(work, ["--home", f"{work}/kopi", "audit"]).returncode != 0:
        return "the backup is not whole"
    left = [p for p in glob.glob(f"{work}/**/*.part", recursive=True)]
    if left and fault[1] != "KILL":
        return f"left behind: {left}"
    return None


def differs(a, b):
    a, b = a or {}, b or {}
    return {k: (a.get(k), b.get(k)) for k in sorted(set(a) | set(b)) if a.get(k) != b.get(k)}


def step_try(step, scratch):
    make, words, _, codes = STEPS[step]
    base, work = f"{scratch}/base", f"{scratch}/work"
    for folder in (base, work):
        shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(work)
    begin_with(make, work)
    shutil.copytree(work, base)
    before = state(f"{work}/home")
    # Books that the step is to bring up to what the record says are behind until it did.
    unclean = before is not None and call(work, ["audit"]).returncode != 0
    whole = call(work, words, log=f"{scratch}/calls", today=TODAY)
    if whole.returncode not in codes:
        sys.exit(f"{step}: exit {whole.returncode}: {whole.stdout}{whole.stderr}")
    after, calls = state(f"{work}/home"), int(open(f"{scratch}/calls").read())
    chance = random.Random(f"{args.seed} {step}")
    bad, tried = [], 0
    for kind in KINDS:
        at = range(1, calls + 1)
        samples = args.samples if step != "hand-in" else max(1, args.samples // 2) # a whole one takes as long as ten of the others
        if not args.all and calls > samples:
            stride = calls / samples
            offset = chance.random() * stride
            at = sorted({min(calls, int(offset + i * stride) + 1) for i in range(samples)})
        for n in at:
            shutil.rmtree(work)
            shutil.copytree(base, work)
            tried += 1
            wrong = wrong_after(step, work, (n, kind), before, after, unclean)
            if args.verbose:
                print(f"{step} {kind} {n}: {wrong or last_code}", flush=True)
            if wrong:
                bad.append(f"{step}: {kind} at call {n} of {calls}: {wrong}")
    print(f"{step}: {calls} calls, {tried} faults, {len(bad)} wrong", flush=True)
    return bad


with tempfile.TemporaryDirectory() as scratch:
    scratch = os.path.realpath(scratch)
    wrong = [line for step in STEPS if args.only in (None, step) for line in step_try(step, scratch)]
for line in wrong:
    print(line)
sys.exit(1 if wrong else 0)

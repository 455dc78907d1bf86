#!/usr/bin/env python3
"""Plays one life of a case by its dates: python3 lives.py LIFE DIR, with $PAAKRAV the program and DIR a new folder.

A life is a text of days. Above the first day stands the claim; a day begins with its date, and what follows is done or
asserted with that day as today. The part after | is the statute, word for word as the program must print it.

  claim KR issued DATE due DATE        debtor ID consumer|business NAME, STREET, POSTCODE CITY
  operator self|lawyer|collector [authorised-from=DATE authorised-to=DATE]   
  agreement ARGS (of agreement set, after the claim is taken)

  do EVENT [key=value …] [> STATE] [| §]     note it; its debtor is then in STATE by that §, and what-next had offered it
  came EVENT > STATE [| §]                   what the days alone brought
  state [ID] STATE                           status
  next EVENT [from=DATE] [by=DATE] [| §]     what-next offers it, open;  no EVENT: it does not, or something stands in the way
  docket CLOCK …                             due lists these clocks and no other (- for none)
  due [ID] CLOCK last=DATE by=DATE [| §]     due lists it, with these days
  owed principal=KR interest=KR costs=KR total=KR [| §]     what is open, to the day (unknown where the law's table ends)
  limitation [ID] DATE|held|none             the last day to interrupt it
  title KIND from=DATE until=DATE [| §]      the title, from when it may be enforced, until when it lives
  run [EXIT] ARGS                            any command; CASE is the case
  that ARGS :: PATH = VALUE                  a value of any command's JSON; PATH as a.0.b, # is a length
  advance KR [| §]                           the court's fee, booked with the day's filing: the client's, or self: one's own
  undo EVENT                                 it did not happen after all: the last of that name is put right by payment_reversed
  books KIND KR                              sum of a kind in the ledger, less what was taken back
  trial ACCOUNT=KR …                         the case's trial balance, debit less credit: these accounts and no other (- for none)
"""
import csv, json, os, re, subprocess, sys

CLAIM = """<?xml version="1.0" encoding="UTF-8"?>
<claim xmlns="urn:paakrav:claim:1">
<creditor><name>Nordlys Tavler ApS</name><address>Leverandørvej 11</address><postcode>2870</postcode><city>Dyssegård</city>
<country>DK</country><cvr>99001011</cvr><email>post@firma101.example</email><account>0000 0000000000</account>
<vat-registered>yes</vat-registered></creditor>
{debtors}
<item id="i1" kind="invoice"{owers}><number>A-1001</number><description>Hejsetavle med beslag, montering</description>
<principal>{sum}</principal><issued-on>{issued}</issued-on><due-on>{due}</due-on><due-basis>agreed</due-basis>
<arisen-on>{issued}</arisen-on><agreed-on>{issued}</agreed-on><agreed-how>signed</agreed-how><delivered-on>{issued}</delivered-on></item>
<instruction on="{due}" unpaid="yes" objection-expected="no" cost-risk-accepted="yes"/>
<operator kind="{operator}"/>
</claim>
"""
DEBTOR = """<debtor id="{id}" kind="{kind}"><name>{name}</name><address>{street}</address><postcode>{post}</postcode>
<city>{city}</city><country>DK</country>{cvr}</debtor>"""


def ore(kroner):
    if kroner == "unknown":
        return None
    whole, _, part = kroner.partition(".")
    return int(whole + (part + "00")[:2])


class Life:
    def __init__(self, path, folder):
        self.path, self.folder, self.day, self.case, self.line = path, folder, None, "", 0
        self.claim, self.debtors, self.operator, self.agreement = {}, [], "self", None
        self.asked, self.faults, self.checks = {}, [], 0

    def call(self, *args):
        done = subprocess.run([os.environ["PAAKRAV"], "--home", self.folder + "/home", "--today", self.day, "--format", "json", *args],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if args[0] not in ("due", "owed", "status", "show", "events", "what-next", "title") and args[:2] != ("ledger", "--case"):
            self.asked = {}
        return done.returncode, done.stdout, done.stderr

    def ask(self, *args):
        if args not in self.asked:
            code, out, err = self.call(*args)
            if not out:
                raise ValueError(f"{' '.join(args)}: exit {code} {err.strip()}")
            self.asked[args] = json.loads(out)
        return self.asked[args]

    def same(self, what, got, want):
        self.checks += 1
        if got != want:
            self.faults.append(f"{os.path.basename(self.path)}:{self.line}: {self.day}: {what}: {got!r}, and not {want!r}")

    def take(self):
        """The submission, on its first day."""
        c, sub = self.claim, self.folder + "/krav"
        os.makedirs(sub)
        debtors = "".join(DEBTOR.format(**d) for d in self.debtors)
        owers = ' debtors="%s"' % " ".join(d["id"] for d in self.debtors) if len(self.debtors) > 1 else ""
        open(sub + "/claim.xml", "w", encoding="utf-8").write(CLAIM.format(debtors=debtors, owers=owers, operator=self.operator, **c))
        code, out, err = self.call("submit", sub)
        taken = json.loads(out)["submissions"][0]
        if taken["outcome"] != "taken":
            raise ValueError(out)
        self.case = taken["case"]
        if self.agreement:
            code, out, err = self.call("agreement", "set", "--case", self.case, *self.agreement)
            self.same("agreement set", (code, err), (0, err))

    def debtor(self, words):
        return words.pop(0) if words and re.fullmatch(r"d\d", words[0]) else self.debtors[0]["id"]

    def of(self, rows, debtor):
        return [r for r in rows if r["debtor"] in (debtor, None)]

    def ahead(self, debtor):
        return self.of(self.ask("what-next", self.case)["debtors"], debtor)[0]

    # ---- the words of a life ----

    def word_claim(self, words, keys, statute):
        self.claim = {"sum": words[0], "issued": words[2], "due": words[4]}

    def word_debtor(self, words, keys, statute):
        name, street, place = [w.strip() for w in " ".join(words[2:]).split(",")]
        post, city = place.split(" ", 1)
        cvr = "<cvr>99002018</cvr>" if words[1] == "business" else ""
        self.debtors.append({"id": words[0], "kind": words[1], "name": name, "street": street, "post": post, "city": city, "cvr": cvr})

    def word_operator(self, words, keys, statute):
        self.operator = words[0] + "".join(f'" {key}="{value}' for key, value in keys.items())

    def word_agreement(self, words, keys, statute):
        self.agreement = words

    def word_do(self, words, keys, statute):
        event, debtor = words[0], keys.get("debtor", self.debtors[0]["id"])
        to = words[words.index(">") + 1] if ">" in words else None
        if to and event not in ("bp_filed", "claim_filed"):  # these two may be noted before what leads to them
            offered = [s["event"] for s in self.ahead(debtor)["steps"]]
            self.same(f"what-next offers {event}", event in offered, True)
        with open(self.folder + "/n.csv", "w", encoding="utf-8", newline="") as file:
            row = {"case": self.case, "event": event, "on": self.day, **keys}
            out = csv.DictWriter(file, list(row))
            out.writeheader()
            out.writerow(row)
        code, out, err = self.call("note", "--from", self.folder + "/n.csv")
        self.same(f"note {event}", (code, json.loads(out)["notes"][0]["outcome"] if code == 0 else err + out), (0, "recorded"))
        if to:
            self.stepped(debtor, event, to, statute)

    def stepped(self, debtor, event, to, statute):
        steps = [s for s in self.of(self.ask("show", self.case)["steps"], debtor) if s["event"] == event]
        self.same(f"{event} moves {debtor}", (steps[-1]["to"], steps[-1]["on"]) if steps else None, (to, self.day))
        if steps and statute:
            self.same(f"statute of {event}", steps[-1]["statute"], statute)

    def word_came(self, words, keys, statute):
        debtor = self.debtor(words)
        self.stepped(debtor, words[0], words[2], statute)

    def word_state(self, words, keys, statute):
        debtor = self.debtor(words)
        rows = self.of(self.ask("status", self.case)["cases"][0]["debtors"], debtor)
        self.same(f"state of {debtor}", rows[0]["state"], words[0])

    def word_next(self, words, keys, statute):
        debtor = self.debtor(words)
        steps = [s for s in self.ahead(debtor)["steps"] if s["event"] == words[0] and s["open"]]
        self.same(f"what-next offers {words[0]}", bool(steps), True)
        for s in steps[:1]:
            for key, value in keys.items():
                self.same(f"{words[0]} {key}", s["cost_ore"] if key == "cost" else s[key + "_on"], ore(value) if key == "cost" else value)
            if statute:
                self.same(f"statute of {words[0]}", s["statute"], statute)

    def word_no(self, words, keys, statute):
        debtor = self.debtor(words)
        steps = [s for s in self.ahead(debtor)["steps"] if s["event"] == words[0]]
        self.same(f"{words[0]} is open", any(s["open"] for s in steps), False)
        if statute:
            failing = [g["statute"] for s in steps for g in s["guards"] if g["answer"] == "fails"]
            self.same(f"what bars {words[0]}", statute in failing or failing, True)

    def tasks(self, debtor=None):
        return [t for t in self.ask("due")["tasks"] if debtor is None or t["debtor"] == debtor]

    def agree(self):
        """status, what-next and due tell of the same next step."""
        if not self.case:
            return
        step = self.ask("status", self.case)["cases"][0]["next"]
        self.same("next of what-next and status", self.ask("what-next", self.case)["next"], step)
        rows = [t for t in self.tasks() if t["case"] == self.case]
        if step["task"] is None:
            ours = [t["key"] for t in rows if t["kind"] in ("next", "own", "step") and t["by_on"] <= self.day]
            self.same("due has nothing to do now, as status", ours, [])
            return
        here = [t for t in rows if t["key"] == step["task"]]
        self.same("due has the next step of status", len(here), 1)
        for t in here:
            self.same("its day, who and words", (t["by_on"], t["who"]), (step["from_on"] or step["by_on"], step["who"]))

    def word_docket(self, words, keys, statute):
        debtor = words.pop(0) if re.fullmatch(r"d\d", words[0]) else None
        rows = [t for t in self.tasks(debtor) if t["kind"] != "next"]  # what the state asks for: see agree
        self.same("docket", sorted(t["clock"] or t["kind"] for t in rows), sorted(w for w in words if w != "-"))

    def word_due(self, words, keys, statute):
        debtor = self.debtor(words)
        tasks = [t for t in self.tasks(debtor) if t["clock"] == words[0] and (not statute or t["statute"] == statute)]
        self.same(f"due {words[0]} {statute or ''}", [t["clock"] for t in tasks][:1] or self.tasks(debtor), [words[0]])
        for t in tasks[:1]:
            for key, value in keys.items():
                self.same(f"{words[0]} {key}", t["urgency"] if key == "urgency" else t[key + "_on"], value)

    def word_owed(self, words, keys, statute):
        owed = self.ask("owed", self.case, "--on", self.day)
        for key, value in keys.items():
            self.same(f"owed {key}", owed[key + "_ore" if key == "total" else f"open_{key}_ore"], ore(value))
        if statute:
            self.same("statute of the interest", sorted({p["statute"] for p in owed["periods"]}), [statute])

    def word_limitation(self, words, keys, statute):
        debtor = self.debtor(words)
        ahead = self.ahead(debtor)
        got = "held" if ahead["limitation_held"] else ahead["limitation_on"] or "none"
        self.same(f"limitation of {debtor}", got, words[0])
        if statute:
            self.same("statute of limitation", statute in [c["statute"] for c in ahead["clocks"]], True)

    def word_title(self, words, keys, statute):
        debtor = self.debtor(words)
        titles = [t for t in self.of(self.ask("title", self.case)["titles"], debtor) if t["stands"]]
        self.same("titles", [t["kind"] for t in titles], [words[0]] if words[0] != "none" else [])
        for t in titles[:1]:
            names = {"from": "enforceable_on", "until": "limitation_on", "waits": "waits"}
            for key, value in keys.items():
                self.same(f"title {key}", str(t[names[key]]).replace("§ ", "").replace(" ", "_"), value)
            if statute:
                self.same("statute of the title", t["statute"], statute)

    def args(self, words):
        return [w.replace("CASE", self.case) for w in words]

    def word_run(self, words, keys, statute):
        want = int(words.pop(0)) if words[0].isdigit() else 0
        code, out, err = self.call(*self.args(words))
        self.same(" ".join(words), code if code == want else f"{code} {err} {out}", want)

    def word_that(self, words, keys, statute):
        args, (path, _, *value) = words[:words.index("::")], words[words.index("::") + 1:]
        code, out, err = self.call(*self.args(args))
        here = json.loads(out)
        for key in path.split("."):
            here = len(here) if key == "#" else here[int(key)] if isinstance(here, list) else here[key]
        got = here if isinstance(here, str) else json.dumps(here, ensure_ascii=False)
        self.same(f"{' '.join(args)} {path}", got, " ".join(value))

    def word_books(self, words, keys, statute):
        entries = self.ask("ledger", "--case", self.case)["entries"]
        got = sum(e["amount_ore"] for e in entries if e["kind"] == words[0]) - sum(
            e["amount_ore"] for e in entries if e["kind"] == words[0] + "_back")
        self.same(f"books {words[0]}", got, ore(words[1]))

    def word_advance(self, words, keys, statute):
        kind = "court_fee_paid" if self.operator.startswith("self") else "court_fee_advanced"
        filed = {f"{kind}/{self.case}/{e['id']}" for e in self.ask("events", self.case)["events"] if e["on"] == self.day and not e["replaced"]}
        got = [e["amount_ore"] for e in self.ask("ledger", "--case", self.case)["entries"] if e["id"] in filed]
        self.same(kind, got, [ore(words[0])])

    def word_undo(self, words, keys, statute):
        events = [e for e in self.ask("events", self.case)["events"] if e["name"] == words[0] and not e["replaced"]]
        code, out, err = self.call("note", self.case, words[0] + "_reversed", "--on", self.day, "--replaces", str(events[-1]["id"]))
        self.same("undo " + words[0], (code, err), (0, ""))

    def word_trial(self, words, keys, statute):
        got = {}
        for e in self.ask("ledger", "--case", self.case)["entries"]:
            got[e["debit"]] = got.get(e["debit"], 0) + e["amount_ore"]
            got[e["credit"]] = got.get(e["credit"], 0) - e["amount_ore"]
        self.same("trial balance", {a: v for a, v in sorted(got.items()) if v}, {a: ore(v) for a, v in sorted(keys.items())})

    def play(self):
        days = 0
        for self.line, raw in enumerate(open(self.path, encoding="utf-8"), 1):
            text, _, statute = raw.split("#")[0].partition("|") if not raw.lstrip().startswith("that ") else (raw, "", "")
            if not text.strip():
                continue
            if re.fullmatch(r"\d{4}-\d\d-\d\d", text.strip()):
                if days:
                    self.agree()
                if self.day is not None and text.strip() <= self.day:
                    raise ValueError(f"{self.path}:{self.line}: the days of a life follow each other")
                self.day, self.asked, days = text.strip(), {}, days + 1
                if days == 1:
                    self.take()
                continue
            # Blanks inside a value are written as _.
            word, *rest = text.split()
            plain = word in ("run", "that", "agreement")
            keys = {} if plain else {k: v.replace("_", " ") if k in ("ground",) else v for k, v in (r.split("=", 1) for r in rest if "=" in r)}
            words = rest if plain else [r for r in rest if "=" not in r]
            getattr(self, "word_" + word)(words, keys, statute.strip())
        self.agree()
        print(f"{os.path.basename(self.path)}: {days} days, {self.checks} checks, {len(self.faults)} faults")
        for fault in self.faults:
            print("  " + fault)
        return 1 if self.faults or not self.checks else 0


if __name__ == "__main__":
    sys.exit(Life(sys.argv[1], sys.argv[2]).play())

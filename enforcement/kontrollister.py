"""The lists of an auditor's pack, held against the books, against the texts that the books commit to, and against each other.
kontrol.py reads this file from the pack and runs it only when it is, byte for byte, the one that kontrol.py was written with."""
import datetime, hashlib, json
from collections import defaultdict

FEES, BILLS, RECEIPTS = ("fee_earned", "advance_charged"), ("fee_invoiced", "fee_vat"), ("client_payment", "receipt_placed")
PAID = ("payout_costs", "payout_interest", "payout_principal", "surplus_returned")
BANK = lambda e: e[4] if e[5] == "client_bank" else -e[4] if e[6] == "client_bank" else 0

# A list, its column that names a row of another, that list and its key, and the columns that both have: "ours=theirs" or one name.
SAME = (
    ("fees.csv", "entry", "journal", "entry", "seq case client booked_on kind amount_ore"),
    ("receipts.csv", "entry", "journal", "entry", "seq case client booked_on amount_ore event"),
    ("bank_entries.csv", "entry", "journal", "entry", "seq case booked_on kind"),
    ("payout_parts.csv", "entry", "journal", "entry", "case kind amount_ore"),
    ("invoice_lines.csv", "entry", "journal", "entry", "case"),
    ("proposals.csv", "entry", "journal", "entry", "case kind"),
    ("exceptions.csv", "entry", "journal", "entry", "seq case booked_on amount_ore"),
    ("fees.csv", "terms", "agreements.csv", "terms", "terms_sha256=sha256 agreed_on from_on"),
    ("fee_sums.csv", "terms", "agreements.csv", "terms", "scope"),
    ("invoice_lines.csv", "entry", "fees.csv", "entry", "terms clause phase work_on"),
    ("invoice_lines.csv", "invoice", "invoices.csv", "number", "client"),
)
# Two persons: who proposed and who confirmed. Only where the list has a second one.
PERSONS = (("payout_accounts.csv", "by", "confirmed_by"), ("payout_parts.csv", "prepared_by", "said_by"), ("proposals.csv", "by", "confirmed_by"))
# What people.csv counts, where each of it stands in a list of its own: list, person, day.
COUNTED = {
    "agreement": ("agreements.csv", "by", "recorded_on"), "invoice": ("invoices.csv", "by", "issued_on"),
    "posting_proposed": ("proposals.csv", "by", "proposed_on"), "payout_account": ("payout_accounts.csv", "by", "proposed_on"),
    "payout_account_confirmed": ("payout_accounts.csv", "confirmed_by", "confirmed_on"),
    "case_erased": ("erasures.csv", "by", "erased_on"), "month_closed": ("closes.csv", "by", "closed_on"),
}
# Nothing in the books says these again: without the house's receipt for the pack only the list of files holds them.
LOOSE = {
    "erasures.csv": "", "assignments.csv": "", "overrides.csv": "", "restores.csv": "", "rules.csv": "", "bank_accounts.csv": "",
    "accounts.csv": "", "agreements.csv": "scope, recorded_on, decided, by, why", "bank_entries.csv": "line, state",
    "bank_lines.csv": "line, days, currency, file, reversal, fate, event, and the amount of what is not booked", "days.csv": "open",
    "exceptions.csv": "what, about", "heads.csv": "what, name", "invoice_lines.csv": "disbursement",
    "closes.csv": "by", "invoices.csv": "due_on, from_on, to_on, law, pdf_sha256, xml_sha256, by, why", "payout_accounts.csv": "names, days, last_four",
    "payout_parts.csv": "names, days, outcome, file_sha256", "proposals.csv": "names, days", "people.csv": "bank_line, decision, event …",
    "statements.csv": "file_sha256, days", "laws.csv": "entries", "clients.csv": "client, where no day proof names it",
}

class Lists:
    def __init__(self, check):
        self.check, self.need, self.note, self.entry, self.period, self.tables, latest = check, check.need, check.note, check.entry, check.period, {}, ""
        self.tables["journal"], self.before, self.of_case = [], {}, defaultdict(list)
        for name, (seq, day, kind, case, amount, _, _, _) in self.entry.items():
            self.before[name], latest = latest, max(latest, day)
            if kind == "fee_earned":
                self.of_case[case].append((name, amount))
            self.tables["journal"].append({"entry": name, "seq": str(seq), "booked_on": day, "kind": kind, "case": case, "amount_ore": str(amount),
                                           "client": check.owner("", case), "event": name[len(kind) + len(case) + 2:]})

    def rows(self, name):
        if name not in self.tables:
            self.tables[name] = list(self.check.rows(name))
        return self.tables[name]

    def repeated(self):  # what a list says again is what the other says; an entry that it names is there
        for name, by, of, key, columns in SAME:
            others = {row[key]: row for row in self.rows(of)}
            for row in self.rows(name):
                other = others.get(row[by])
                self.need(other or not row[by] or of != "journal", "list", f"{name} {row[by]}")
                mine = {"client": self.check.owner("", row.get("case", "-")), **row}
                gone = other and other.get("payload") == ""  # erased with its case; what it said is not there to be repeated
                pairs = [(column.split("=")[0], column.split("=")[-1]) for column in columns.split() if other]
                odd = [ours for ours, theirs in pairs if mine[ours] != other[theirs] and not (gone and other[theirs] == "")]
                self.need(not odd, "repeated", f"{name} {row[by]} {' '.join(odd)}")

    def people(self):
        for name, first, second in PERSONS:
            for row in self.rows(name):
                alone = row.get("word", "approved") != "approved"  # who prepared a payout may reject it
                self.need(not row[second] or alone or row[first] != row[second], "persons", f"{name} {row[second]}")
        said, acts = {(row["name"], row["what"]): row for row in self.rows("people.csv")}, defaultdict(list)
        for what, (name, who, day) in COUNTED.items():
            for row in (row for row in self.rows(name) if row[who] and self.check.first <= row[day] <= self.check.last):
                acts[row[who], what].append(row[day])
        for key in sorted({*acts, *(key for key in said if key[1] in COUNTED)}):
            row, days = said.get(key, defaultdict(str)), acts.get(key, [""])
            self.need([row["first_on"], row["last_on"], row["count"]] == [min(days), max(days), str(len(days))], "people", " ".join(key))

    def listed(self, name, wanted):  # the rows of a list of entries, by entry: those of the period that belong there, each once, with their amounts
        rows, want = {}, {entry: amount for entry in self.period if (amount := wanted(self.entry[entry]))}
        for row in (row for row in self.rows(name) if row["entry"]):
            self.need(row["entry"] not in rows, "list", f"{name} {row['entry']}")
            rows[row["entry"]] = row
        for entry in sorted({*rows, *want}):
            self.need(entry in rows and entry in want and int(rows[entry]["amount_ore"]) == want[entry], "list", f"{name} {entry}")
        return {entry: row for entry, row in rows.items() if entry in want}

    def fees(self):  # each column of what a fee rests on is the one in the text that its entry commits to
        sums, shares = defaultdict(lambda: [0] * 5), defaultdict(list)
        columns = [(name, name) for name in ("terms", "terms_sha256", "clause", "phase", "base_ore", "event", "law")] + [("on", "work_on")]
        for entry, row in self.listed("fees.csv", lambda e: e[4] if e[2].removesuffix("_back") in FEES else 0).items():
            said, back = json.loads(row["payload"] or "{}"), row["kind"].endswith("_back")
            self.check.opens(f"fees.csv {entry}", int(row["of_seq"]), row["salt"], row["payload"])
            of = self.entry.get(row["kind"].removesuffix("_back") + entry[len(row["kind"]):], (0,))
            late = row["terms"] not in ("", "0") and row["agreed_on"] > row["work_on"]
            self.need(all(str(said.get(key, "")) == row[column] for key, column in columns) and (row["flag"] == "agreed_after_work") == late and
                      (row["terms"] or row["flag"]) and str(of[0]) == row["of_seq"], "fee", entry)
            if row["clause"] == "share" and row["base_ore"] and not back and f"fee_earned_back{entry[10:]}" not in self.entry:
                shares[row["case"]].append(row)
            if row["flag"]:
                self.note("flag", entry)
            if row["kind"].startswith("fee_earned"):
                for at, more in enumerate((not back, int(row["amount_ore"]) * (not back), back, int(row["amount_ore"]) * back)):
                    sums[row["terms"]][at] += more
                sums[row["terms"]][4] = sums[row["terms"]][1] - sums[row["terms"]][3]
        told = {row["terms"]: [int(row[name]) for name in ("earned", "earned_ore", "reversed", "reversed_ore", "net_ore")] for row in self.rows("fee_sums.csv")}
        self.need(sums == told, "fee", "fee_sums.csv")
        self.shares(shares)
        for row in self.rows("agreements.csv"):
            self.need(hashlib.sha256(row["text"].encode()).hexdigest() == row["sha256"], "agreement", row["terms"])

    def shares(self, cases):  # a case's shares are together the agreed part of the last base; asked where one agreement and phase has them all
        standing = lambda case: [name for name, _ in self.of_case[case] if ".share." in name and f"fee_earned_back{name[10:]}" not in self.entry]
        terms = {row["terms"]: json.loads(row["text"] or "{}") for row in self.rows("agreements.csv")}
        for case, rows in sorted(cases.items()):
            agreed = terms.get(rows[0]["terms"], {}).get(rows[0]["phase"]) or {}
            one = len({(row["terms"], row["phase"]) for row in rows}) == 1 and len(rows) == len(standing(case))
            if one and agreed.get("share_bp") and not agreed["minimum_ore"] and not agreed["cap_ore"]:
                owed, booked = max(int(row["base_ore"]) for row in rows) * agreed["share_bp"], sum(int(row["amount_ore"]) for row in rows)
                self.need(abs(booked * 10000 - owed) <= 10000, "fee", f"{case} share")

    def receipts(self):
        back = {entry[2][:-5] + name[len(entry[2]):] for name, entry in self.entry.items() if entry[2].endswith("_back")}
        paid, split = {name.split("/", 1)[1] for name, e in self.entry.items() if e[2] in RECEIPTS and e[1] < self.check.first}, set()
        for name, row in self.listed("receipts.csv", lambda e: e[4] if e[2] in RECEIPTS else 0).items():
            parts = row["splits"].split()
            split.update(parts)
            self.need(sum(self.entry[part][4] for part in parts if part in self.entry) == int(row["split_ore"]) and
                      (row["reversed"] == "1") == (name in back), "split", name)
        for name in (name for name in self.period if name.startswith("split_") and name not in back and "_back/" not in name):
            self.need(name in split or name.split("/", 1)[1].rsplit(".", 1)[0] in paid, "split", name)
        self.listed("bank_entries.csv", BANK)
        self.listed("payout_parts.csv", lambda e: e[4] if e[2] in PAID and "/p" in e[7] else 0)
        named = {row["entry"] for row in self.rows("exceptions.csv") if row["what"] == "reversal"}
        for row in self.rows("exceptions.csv"):
            self.need(row["what"] != "back_dated" or self.before.get(row["entry"]) == row["about"], "exception", row["entry"])
        for entry in self.period:
            self.need((entry in named) == self.entry[entry][2].endswith("_back"), "exception", entry)

    def bank(self):  # a line is booked whole, split or not at all, and on its own case; a statement's lines lead from its opening to its closing
        moved, taken = defaultdict(int), defaultdict(int)
        for row in self.rows("bank_lines.csv"):
            booked, amount = sum(BANK(self.entry[entry]) for entry in row["entries"].split() if entry in self.entry), int(row["amount_minor"])
            cases = {self.entry[entry][3] for entry in row["entries"].split() if entry in self.entry} - {"-"}
            whole = booked in (0, amount) or row["fate"] == "split" or row["currency"] != "DKK"
            self.need(booked == int(row["booked_ore"]) and whole and (not cases or not row["case"] or row["case"] in cases), "line", row["line"])
            if row["client"] == "1" and booked != amount and row["fate"] != "split":
                self.note("unbooked", row["line"])
            if row["client"] == "1":
                moved[row["file_sha256"]] += amount
                taken[row["file_sha256"]] += 1
        statements, last = sorted(self.rows("statements.csv"), key=lambda row: (row["account"], row["from_on"], int(row["statement"]))), {}
        files, single = [row["file_sha256"] for row in statements], len({row["account"] for row in statements}) == 1
        for row in statements:
            file, opening, closing, proof = row["file_sha256"], int(row["opening_ore"]), int(row["closing_ore"]), self.check.said.get(row["to_on"])
            whole = self.check.first <= row["from_on"] and row["to_on"] <= self.check.last and files.count(file) == 1 and row["lines"] == row["taken"]
            proved = single and proof and file in proof["statements"] and proof["bank_ore"] is not None
            self.need(not whole or (taken[file] == int(row["lines"]) and opening + moved[file] == closing), "statement", row["statement"])
            self.need(not proved or proof["bank_ore"] == closing, "statement", f"{row['statement']} {row['to_on']}")
            before, day = last.get(row["account"]), str(datetime.date.fromisoformat(row["from_on"]) - datetime.timedelta(days=1))
            next_to = before and before["to_on"] == day
            self.need(not next_to or int(before["closing_ore"]) == opening, "statement", f"{before['statement']}-{row['statement']}" if next_to else "")
            if not whole and not proved:
                self.note("unheld", row["statement"])
            last[row["account"]] = row

    def days(self):
        for row in self.rows("days.csv"):
            missing, said = row["open"] == "1" and row["day"] not in self.check.proof, self.check.said.get(row["day"])
            since = sum(1 for entry in self.entry.values() if entry[1] == row["day"] and entry[0] > said["journal"]["seq"]) if said else 0
            self.need((row["day"] in self.check.proof) == (row["proofs"] != "0") and (row["state"] == "missing") == missing and
                      row["last_proof"] == self.check.proof.get(row["day"], "/.")[7:-5] and row["entries_since"] == str(since), "day", row["day"])
            if missing:
                self.note("gap", row["day"])
        self.need(len(self.check.notes.get("gap", [])) == self.check.pack["missing_days"], "day", "days.csv")

    def invoices(self):  # numbered without a gap; each line is booked on the invoice's day, and nothing is booked without one
        books = {name: e for name, e in self.entry.items() if e[2].removesuffix("_back") in BILLS and e[1] <= self.check.last}
        bills, sums = {row["number"]: row for row in self.rows("invoices.csv")}, defaultdict(int)
        for row in self.rows("invoice_lines.csv"):
            bill, where = bills.get(row["invoice"], defaultdict(str)), f"{row['invoice']}.{row['line']}"
            tail = f"{'_back' * bool(bill['credits'])}/{row['case']}/f{bill['credits'] or row['invoice']}.{row['credits_line'] or row['line']}"
            owed = int(row["amount_ore"]) * int(bill["vat_percent"] or 0) * (row["bears_vat"] == "1")
            self.need(abs(owed - int(row["vat_ore"]) * 100) <= 100, "invoice", f"{where} vat_percent")
            for kind, column in zip(BILLS, ("amount_ore", "vat_ore")):
                sums[row["invoice"], column] += int(row[column])
                booked = books.pop(kind + tail, None) or (0, bill["issued_on"], "", "", 0)
                self.need(row["entry"] in self.entry and (row["disbursement"] == "1" or (booked[4], booked[1]) == (int(row[column]), bill["issued_on"])),
                          "invoice", where)
        for name, e in self.entry.items():
            if e[2].startswith("setoff_") and e[1] <= self.check.last:
                sums[name.rsplit("/f", 1)[1], "set_off"] += e[4]
        for number, (name, bill) in enumerate(bills.items(), 1):
            net, vat = sums[name, "amount_ore"], sums[name, "vat_ore"]
            said = (int(bill["net_ore"]) + int(bill["exempt_ore"]), int(bill["vat_ore"]), int(bill["total_ore"]), int(bill["set_off_ore"]))
            self.need((name, *said) == (str(number), net, vat, net + vat, sums[name, "set_off"]), "invoice", name)
        drawn = ((name, e[1]) for name, e in self.entry.items() if e[2] == "withdrawal" and e[1] <= self.check.last)
        odd = [*books, *(name for name, day in drawn if bills.get(name.rsplit("/f", 1)[1], {}).get("issued_on") != day)]
        self.need(not odd, "invoice", " ".join(odd[:5]))

    def run(self):
        for part in (self.repeated, self.people, self.fees, self.invoices, self.receipts, self.bank, self.days):
            part()
        if not self.check.sealed:
            self.note("loose", "; ".join(f"{name} ({columns})" if columns else name for name, columns in LOOSE.items() if self.rows(name)))

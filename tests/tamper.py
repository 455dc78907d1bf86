#!/usr/bin/env python3
"""Change a store as somebody with the file in hand would, and see that audit names it.

tamper.py PAAKRAV HOME RECEIPT [payouts]: HOME is a whole store, RECEIPT an audit's JSON of it; payouts: the kinds that a store
with a payout that the bank carried out can have. Each kind is tried on a copy, with the
database's own locks taken off for the change and put back after it.
"""
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

paakrav, home, receipt = sys.argv[1:4]


def rows(db):
    return db.execute("SELECT seq, prev, id, case_id, day, kind, debit, credit, amount_ore, commitment FROM journal ORDER BY seq").fetchall()


def rechain(db):
    """Make the chain whole again, as somebody who knows how would."""
    prev = bytes(32)
    for seq, _, id_, case, day, kind, debit, credit, amount, commitment in rows(db):
        text = "\n".join(["paakrav-journal/1", str(seq), prev.hex(), id_, case, day, kind, debit, credit, str(amount), commitment.hex(), ""])
        digest = hashlib.sha256(text.encode()).digest()
        db.execute("UPDATE journal SET prev = ?, hash = ? WHERE seq = ?", (prev, digest, seq))
        prev = digest


def sql(*statements, chain=False):
    def change(db, folder):
        done = 0
        for statement in statements:
            done += max(db.execute(statement).rowcount, 0)
        if chain:
            rechain(db)
        return done
    return change


def flip(db, folder):
    path = documents(folder)[0]
    data = bytearray(open(path, "rb").read())
    data[len(data) // 2] ^= 1
    put(path, data)
    return 1


def put(path, data):
    os.chmod(path, 0o600)
    open(path, "wb").write(data)


def documents(folder):
    named = {r[0] for r in sqlite3.connect(os.path.join(folder, "paakrav.db")).execute("SELECT sha256 FROM document")}
    return [os.path.join(folder, "documents", n[:2], n) for n in sorted(named)]


def remove(db, folder):
    os.remove(documents(folder)[0])
    return 1


def cut(db, folder):
    path = documents(folder)[1]
    put(path, open(path, "rb").read()[:-1])
    return 1


def exchange(db, folder):
    a, b = documents(folder)[:2]
    first, second = open(a, "rb").read(), open(b, "rb").read()
    put(a, second), put(b, first)
    return 1


def invoice_page(db, folder):
    (name,) = db.execute("SELECT pdf_sha256 FROM invoice ORDER BY id LIMIT 1").fetchone()
    path = os.path.join(folder, "documents", name[:2], name)
    put(path, open(path, "rb").read() + b" ")
    return 1


def salt(db, folder):
    return db.execute("UPDATE journal_payload SET salt = zeroblob(16) WHERE seq = 1").rowcount


def swap(db, folder):
    (a,), (b,) = db.execute("SELECT hash FROM journal WHERE seq IN (1, 2) ORDER BY seq").fetchall()
    db.execute("UPDATE journal SET seq = -1 WHERE seq = 1")
    db.execute("UPDATE journal SET seq = 1 WHERE seq = 2")
    db.execute("UPDATE journal SET seq = 2 WHERE seq = -1")
    return 1


def insert(db, folder):
    last = rows(db)[-1]
    db.execute("INSERT INTO journal (seq, prev, id, case_id, day, kind, debit, credit, amount_ore, commitment, hash) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
               (last[0] + 1, bytes(32), "bank_charge/x/1", "-", last[4], "bank_charge", "bank_charges", "client_bank", 500, bytes(32), bytes(32)))
    rechain(db)
    return 1


def whole_database(db, folder):
    path = os.path.join(folder, "paakrav.db")
    db.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(open(path, "rb").read())
    root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'journal'").fetchone()[0]
    size = int.from_bytes(data[16:18], "big")
    data[(root - 1) * size] ^= 0xFF
    open(path, "r+b").write(data)
    return 1


J = "UPDATE journal SET "
FIRST = " WHERE seq = 1"
# name, change, what audit calls it; needs the receipt of the day before
KINDS = [
    ("an amount", sql(J + "amount_ore = amount_ore + 1" + FIRST), "hash", False),
    ("a day", sql(J + "day = '2026-01-01'" + FIRST), "hash", False),
    ("a case", sql(J + "case_id = '2026-000001'" + FIRST), "hash", False),
    ("a kind", sql(J + "kind = 'fee_earned'" + FIRST), "hash", False),
    ("a debit account", sql(J + "debit = 'own_bank'" + FIRST), "hash", False),
    ("a credit account", sql(J + "credit = 'fee_income'" + FIRST), "hash", False),
    ("an entry's name", sql(J + "id = id || 'x'" + FIRST), "hash", False),
    ("a commitment", sql(J + "commitment = zeroblob(32)" + FIRST), "hash", False),
    ("a hash", sql(J + "hash = zeroblob(32)" + FIRST), "hash", False),
    ("a link", sql(J + "prev = zeroblob(32) WHERE seq = 2"), "prev", False),
    ("a payload", sql("UPDATE journal_payload SET payload = cast(cast(payload AS TEXT) || ' ' AS BLOB)" + FIRST), "payload", False),
    ("a salt", salt, "payload", False),
    ("an entry removed", sql("DELETE FROM journal_payload WHERE seq = 2", "DELETE FROM journal WHERE seq = 2"), "gap", False),
    ("two entries exchanged", swap, "prev", False),
    ("an amount, the chain made anew", sql(J + "amount_ore = amount_ore + 100" + FIRST, chain=True), "unbooked", False),
    ("a fee, the chain made anew", sql(J + "amount_ore = amount_ore + 100 WHERE kind = 'fee_earned'", chain=True), "figure", False),
    ("a split, the chain made anew", sql(J + "amount_ore = amount_ore + 100 WHERE kind LIKE 'split_%'", chain=True), "client", False),
    ("the last entries cut", sql("DELETE FROM journal_payload WHERE seq >= 3", "DELETE FROM journal WHERE seq >= 3"), "figure", False),
    ("all entries cut", sql("DELETE FROM journal_payload", "DELETE FROM journal"), "unbooked", False),
    ("other accounts, the chain made anew", sql(J + "debit = 'own_bank'" + FIRST, chain=True), "kind", False),
    ("a day, the chain made anew", sql(J + "day = '2026-01-01'" + FIRST, chain=True), "receipt", True),
    ("an entry put in, the chain made anew", insert, "balance", False),
    ("a fact's value", sql("UPDATE fact_value SET value = value || '0' WHERE value IS NOT NULL"), "payload", False),
    ("a fact's words", sql("UPDATE fact_value SET raw = 'x' WHERE rowid_ = 1".replace("rowid_", "id")), "payload", False),
    ("where a fact was read", sql("UPDATE fact_value SET place = 'x' WHERE id = 1"), "payload", False),
    ("a fact's standing", sql("UPDATE fact SET status = 'accepted' WHERE id = 1 AND status <> 'accepted'"), "row", True),
    ("a fact's confidence", sql("UPDATE fact SET confidence = 12"), "row", True),
    ("a fact removed", sql("DELETE FROM fact WHERE id = 3", "DELETE FROM fact_value WHERE id = 3"), "cut", True),
    ("what was said of an event", sql("UPDATE event_value SET ground = 'x'"), "payload", False),
    ("an event's amount", sql("UPDATE event_value SET amount_ore = amount_ore + 1 WHERE amount_ore IS NOT NULL"), "payload", False),
    ("an event's day", sql("UPDATE event SET happened_on = '2026-01-02'"), "row", True),
    ("an event's name", sql("UPDATE event SET name = 'credit' WHERE name = 'payment'"), "row", True),
    ("an event removed", sql("DELETE FROM event", "DELETE FROM event_value"), "cut", True),
    ("who decided", sql("UPDATE decision_value SET by = 'En anden'"), "payload", False),
    ("a decision", sql("UPDATE decision SET word = 'rejected'"), "row", True),
    ("a document's name", sql("UPDATE document_name SET name = 'x'"), "payload", False),
    ("a document's hash", sql("UPDATE document SET sha256 = replace(sha256, 'a', 'b') WHERE id = 1"), "document", False),
    ("what a row commits to", sql("UPDATE fact SET commitment = zeroblob(32) WHERE id = 2"), "payload", False),
    ("personal values gone without erasure", sql("DELETE FROM event_value"), "absent", False),
    ("an entry's text gone without erasure", sql("DELETE FROM journal_payload WHERE seq = 2"), "absent", False),
    ("an erasure made up", sql("INSERT INTO erased SELECT 1, id, '2026-01-01', zeroblob(32) FROM cases LIMIT 1",
                               "INSERT INTO erased_text VALUES (1, zeroblob(16), 'x', 'x')"), "kept", False),
    ("who erased", sql("INSERT INTO erased SELECT 1, id, '2026-01-01', zeroblob(32) FROM cases LIMIT 1",
                       "INSERT INTO erased_text VALUES (1, zeroblob(16), 'x', 'x')"), "payload", False),
    ("a submission's outcome", sql("UPDATE submission SET outcome = 'refused' WHERE outcome = 'taken'"), "row", True),
    ("an agreement's terms", sql("UPDATE agreement SET terms = terms || ' '"), "row", True),
    ("who agreed a fee", sql("UPDATE agreement_text SET by = 'x'"), "payload", False),
    ("whose client a case is", sql("UPDATE client_case SET client = 'cvr-10000009'"), "row", True),
    ("an invoice's line", sql("UPDATE invoice_line SET amount_ore = amount_ore + 1 WHERE id = 1"), "invoice", False),
    ("an invoice's VAT", sql("UPDATE invoice SET vat_ore = vat_ore + 1, total_ore = total_ore + 1 WHERE id = 3"), "invoice", False),
    ("a line that bears no VAT", sql("UPDATE invoice_line SET bears_vat = 0, vat_ore = 0", "UPDATE invoice SET exempt_ore = exempt_ore + net_ore,"
                                     " net_ore = 0, total_ore = total_ore - vat_ore, vat_ore = 0, vat_percent = NULL"), "invoice", False),
    ("an invoice's number", sql("UPDATE invoice SET id = 9 WHERE id = 3", "UPDATE invoice_text SET id = 9 WHERE id = 3",
                                "UPDATE invoice_line SET invoice_id = 9 WHERE invoice_id = 3"), "gap", False),
    ("an invoice's day", sql("UPDATE invoice SET issued_on = '2026-11-23' WHERE id = 3"), "invoice", False),
    ("an invoice removed", sql("DELETE FROM invoice_text WHERE id = 3", "DELETE FROM invoice_line WHERE invoice_id = 3",
                               "DELETE FROM invoice WHERE id = 3"), "uninvoiced", False),
    ("a credit note's invoice", sql("UPDATE invoice SET credits = 3 WHERE id = 2"), "invoice", False),
    ("an entry invoiced twice", sql("UPDATE invoice SET credits = NULL WHERE id = 2"), "invoice", False),
    ("another agreement behind a line", sql("UPDATE invoice_line SET terms = 0 WHERE id = 3"), "invoice", False),
    ("whom an invoice is to", sql("UPDATE invoice_text SET buyer = 'En anden'"), "payload", False),
    ("an invoice's page", invoice_page, "document", False),
    ("a fee invoiced, the chain made anew", sql(J + "amount_ore = amount_ore + 100 WHERE kind = 'fee_invoiced'", chain=True), "invoice", False),
    ("the VAT, the chain made anew", sql(J + "amount_ore = amount_ore - 1 WHERE kind = 'fee_vat'", chain=True), "invoice", False),
    ("set-off and withdrawal less, the chain made anew",
     sql(J + "amount_ore = amount_ore - 1 WHERE (kind LIKE 'setoff_%' OR kind LIKE 'withdrawal%') AND id LIKE '%/f3'", chain=True), "invoice", False),
    ("a withdrawal on another day, the chain made anew",
     sql(J + "day = '2026-11-23' WHERE (kind LIKE 'setoff_%' OR kind = 'withdrawal') AND id LIKE '%/f3'", chain=True), "invoice", False),
    ("a lock taken off", sql("DROP TRIGGER journal_no_update; ".rstrip("; ")), "guard", False),
    ("a lock of the events taken off", sql("DROP TRIGGER event_no_delete"), "guard", False),
    ("a lock made of air", sql("DROP TRIGGER fact_next", "CREATE TRIGGER fact_next BEFORE INSERT ON fact BEGIN SELECT 1; END"), "guard", False),
    ("a byte of a document", flip, "document", False),
    ("a document removed", remove, "document", False),
    ("a document cut short", cut, "document", False),
    ("two documents exchanged", exchange, "document", False),
    ("a page of the database", whole_database, "store", False),
]


def sealed(table, side, column, value, columns):
    """Change a personal value and what its row commits to, as somebody who knows how would."""
    def change(db, folder):
        done = 0
        for (id_,) in db.execute(f"SELECT id FROM {table}").fetchall():
            db.execute(f"UPDATE {side} SET {column} = ({value}) WHERE id = ?", (id_,))
            salt_, *texts = db.execute(f"SELECT salt, {columns} FROM {side} WHERE id = ?", (id_,)).fetchone()
            payload = b"".join(b"-," if t is None else b"%d:%s," % (len(t.encode()), t.encode()) for t in texts)
            done += db.execute(f"UPDATE {table} SET commitment = ? WHERE id = ?", (hashlib.sha256(salt_ + payload).digest(), id_)).rowcount
        return done
    return change


def bank_file(db, folder):
    (name,) = db.execute("SELECT sha256 FROM payout_word").fetchone()
    return os.path.join(folder, "documents", name[:2], name)


def no_bank_file(db, folder):
    os.remove(bank_file(db, folder))
    return 1


def other_bank_file(db, folder):
    path = bank_file(db, folder)
    data = open(path, "rb").read().replace(b"1000.00", b"1001.00")
    name = hashlib.sha256(data).hexdigest()
    os.makedirs(os.path.join(folder, "documents", name[:2]), exist_ok=True)
    open(os.path.join(folder, "documents", name[:2], name), "wb").write(data)
    return db.execute("UPDATE payout_word SET sha256 = ?", (name,)).rowcount


ACCOUNT = ("payout_account", "payout_account_text")
PAYOUTS = [
    ("a payout's account", sql("UPDATE payout_account_text SET number = '95700000000001'"), "payload", False),
    ("a payout's account, sealed anew", sealed(*ACCOUNT, "number", "'95700000000001'", "number, name, by, why"), "payout", False),
    ("an account's holder, sealed anew", sealed(*ACCOUNT, "name", "'En anden'", "number, name, by, why"), "payout", False),
    ("an account confirmed by who proposed it", sealed("payout_account_confirmed", "payout_account_confirmed_text", "by",
                                                      "SELECT by FROM payout_account_text", "by"), "payout", False),
    ("whose account it is", sql("UPDATE payout_account SET receiver = 'cvr-10000009'"), "payout", False),
    ("an account never confirmed", sql("DELETE FROM payout_account_confirmed_text", "DELETE FROM payout_account_confirmed"), "payout", False),
    ("a payout approved by who prepared it", sealed("payout_word", "payout_word_text", "by", "SELECT by FROM payout_text", "by, why"), "payout", False),
    ("an approval removed", sql("DELETE FROM payout_word_text", "DELETE FROM payout_word"), "payout", False),
    ("a payout's sum", sql("UPDATE payout SET sum_ore = sum_ore + 1"), "payout", False),
    ("a transfer's sum", sql("UPDATE payout_transfer SET sum_ore = sum_ore + 1"), "payout", False),
    ("a transfer's receiver", sql("UPDATE payout_transfer SET receiver = 'cvr-10000009'"), "payout", False),
    ("a part's amount", sql("UPDATE payout_part SET amount_ore = amount_ore - 1"), "payout", False),
    ("what was held", sql("UPDATE payout_part SET held_ore = held_ore + 1"), "payout", False),
    ("all of a payout's sums", sql("UPDATE payout_part SET amount_ore = amount_ore + 1, held_ore = held_ore + 1",
                                   "UPDATE payout_transfer SET sum_ore = sum_ore + 1", "UPDATE payout SET sum_ore = sum_ore + 1"), "payout", False),
    ("the bank's file removed", no_bank_file, "payout", False),
    ("the bank's file exchanged", other_bank_file, "payout", False),
    ("the bank's word removed", sql("DELETE FROM payout_outcome_text", "DELETE FROM payout_outcome"), "payout", False),
    ("a payout's entry without its line", sql("DELETE FROM client_link WHERE entry LIKE 'payout_%'"), "payout", False),
    ("a payout's day", sql("UPDATE payout SET prepared_on = '2026-11-19'"), "row", True),
]


def tried(name, change, what, needs, scratch):
    folder = os.path.join(scratch, "home")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(home, folder)
    db = sqlite3.connect(os.path.join(folder, "paakrav.db"))
    locks = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    own = name.startswith("a lock")
    if not own:
        for lock, _ in locks:
            db.execute(f"DROP TRIGGER {lock}")
    done = change(db, folder)
    if not own and what != "store":
        for _, text in locks:
            db.execute(text)
    db.commit()
    db.close()
    if not own and done == 0:
        return "nothing was changed: the kind tests nothing"
    run = [paakrav, "--home", folder, "--today", "2026-11-22", "--format", "json", "audit"]
    answers = [subprocess.run(run + extra, capture_output=True, text=True) for extra in ([["--receipt", receipt]] if needs else [[]])]
    for answer in answers:
        if answer.returncode != 6:
            return f"exit {answer.returncode}: {answer.stderr.strip()}"
        faults = json.loads(answer.stdout)["faults"]
        if what not in [f["what"] for f in faults]:
            return f"called {sorted({f['what'] for f in faults})}"
        if not all(f["where"] and f["text"] for f in faults):
            return "a fault says not where"
    return None


with tempfile.TemporaryDirectory() as scratch:
    kinds = PAYOUTS if sys.argv[4:] == ["payouts"] else KINDS
    if os.environ.get("PAAKRAV_SANITIZED"):
        kinds = kinds[::4]  # the sanitizers watch the code that finds them, not the finding
    bad = [(kind[0], wrong) for kind in kinds if (wrong := tried(*kind, scratch))]
for name, wrong in bad:
    print(f"{name}: {wrong}")
print(f"{len(kinds)} kinds of tampering, {len(kinds) - len(bad)} caught and named")
sys.exit(1 if bad else 0)

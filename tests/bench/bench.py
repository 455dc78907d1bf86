#!/usr/bin/env python3
"""./dev bench [walk] [paper] [pool] [read] [mail] [sign] [bank] [handin] [assess] [due] [books]: whole cases per second, CPU and peak memory for one and two
workers, each stage alone, the form, the package of one case, what the locked room costs, reading against xmllint, mails against gmime, the
hand-in, assessments a second, the docket; all of them when none is named. Where there is an aim it stands beside the figure with
whether it was reached. Figures of one machine and one moment; the
ratios, taken in the same run, travel."""
import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parents[1] / "fixtures"))
from einvoices import invoice  # noqa: E402
from make_cases import make  # noqa: E402
from make_mixed import make as make_mixed  # noqa: E402
from make_inbox import firm  # noqa: E402


class Memory(threading.Thread):
    """The greatest sum of resident memory of a process and all below it, and of the process alone, looked at every 20 ms."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.whole_kb, self.own_kb, self.on = pid, 0, 0, True

    @staticmethod
    def resident(pid):
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            for line in file:
                if line.startswith("Pss:"):
                    return int(line.split()[1])
        return 0

    def below(self, pid):
        yield pid
        try:
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
                    for child in file.read().split():
                        yield from self.below(int(child))
        except OSError:
            return

    def run(self):
        while self.on:
            whole = 0
            for pid in self.below(self.pid):
                try:
                    kb = self.resident(pid)
                except OSError:
                    continue
                whole += kb
                if pid == self.pid:
                    self.own_kb = max(self.own_kb, kb)
            self.whole_kb = max(self.whole_kb, whole)
            time.sleep(0.02)


def measure(arguments, allowed=(0, 1), memory=True):
    """Run to the end: wall seconds, CPU seconds of it and all below it, peak kilobytes."""
    began = time.monotonic()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
    watch = Memory(process.pid)
    if memory:
        watch.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    watch.on = False
    if os.waitstatus_to_exitcode(status) not in allowed:
        sys.exit(f"{' '.join(map(str, arguments))}: ended {os.waitstatus_to_exitcode(status)}")
    return {"wall_s": wall, "cpu_s": usage.ru_utime + usage.ru_stime, "whole_kb": watch.whole_kb, "own_kb": watch.own_kb}


def walk(program, inbox, where, workers):
    shutil.rmtree(where, ignore_errors=True)
    return measure([program, "--home", f"{where}/home", "--today", "2026-11-22", "run", str(inbox), "--out", f"{where}/out",
                    "--workers", str(workers)])


def reading(program, folder, n_lines):
    """CPU of `paakrav read` against `xmllint --noout` on one invoice of n_lines lines, best of three."""
    big = folder / "big.xml"
    buyer = firm(2, "Køber ApS", "Vej", "1", "5000", "Odense C")
    seller = firm(1, "Sælger ApS", "Vej", "2", "5000", "Odense C")
    big.write_text(invoice("oioubl2", "BIG", "2026-08-03", "2026-09-02", seller, buyer,
                           [(f"Vare {i}", 1, 100 + i % 50) for i in range(n_lines)]), encoding="utf-8")
    ours = min(measure([program, "--format", "json", "read", str(big)], memory=False)["cpu_s"] for _ in range(3))
    lint = min(measure(["xmllint", "--noout", str(big)], memory=False)["cpu_s"] for _ in range(3))
    return big.stat().st_size, ours, lint


def aim(value, wanted, at_least, unit=""):
    """The aim beside its figure."""
    reached = value >= wanted if at_least else value <= wanted
    return f"aim: {'at least' if at_least else 'at most'} {wanted:,}{unit}, {'reached' if reached else 'MISSED'}"


def built(build, *targets):
    subprocess.run(["cmake", "--build", str(build), "--target", *targets, "--", "--quiet"], check=True,
                   stdout=subprocess.DEVNULL)


def asked(*arguments, **more):
    """What a measuring program says, as JSON."""
    return json.loads(subprocess.run([str(a) for a in arguments], check=True, stdout=subprocess.PIPE, **more).stdout)


def bench_walk(chosen, build, folder, figures):
    program, inbox = chosen.program, folder / "inbox"
    make(chosen.n, chosen.seed, inbox)
    print(f"{chosen.n} submissions, seed {chosen.seed}")
    for workers in (1, 2):
        one = walk(program, inbox, folder / f"w{workers}", workers)
        one["cases_per_s"] = chosen.n / one["wall_s"]
        figures[f"workers_{workers}"] = one
        print(f"  {workers} worker{'s' if workers > 1 else ' '}: {one['cases_per_s']:7.1f} cases/s   wall {one['wall_s']:6.2f} s"
              f"   CPU {one['cpu_s'] / chosen.n * 1000:6.2f} ms/case   peak {one['whole_kb'] / 1024:6.1f} MB all processes,"
              f" {one['own_kb'] / 1024:.1f} MB the writer")
    gain = figures["workers_1"]["wall_s"] / figures["workers_2"]["wall_s"]
    figures["two_against_one"] = gain
    print(f"  two workers against one: {gain:.2f} times ({aim(gain, 1.7, True)})")
    built(build, "bench_stages", "bench_form", "bench_bundle")
    stages = asked(build / "tests" / "bench_stages", build / "paakrav-worker", folder / "home", inbox, folder / "out")
    cases, pages = stages.pop("cases"), stages.pop("pages")
    figures["stages"] = stages
    total = sum(stage["cpu_us"] for stage in stages.values())
    for stage, spent in stages.items():
        print(f"  {stage:8} alone: CPU {spent['cpu_us'] / 1000:7.3f} ms/case   wall {spent['wall_us'] / 1000:7.3f} ms/case"
              f"   {spent['cpu_us'] / total:5.1%} of the CPU")
    whole = figures["workers_1"]["cpu_s"] / chosen.n * 1e6 / total
    figures["whole_against_stages"] = whole
    print(f"  whole case against the sum of its stages, CPU: {whole:.2f} times ({aim(whole, 1.25, False)})")
    if pages:
        figures["page_ms"] = stages["papers"]["cpu_us"] / 1000 * cases / pages
        print(f"  papers for each page laid out, hashing, zip and signature included: {figures['page_ms']:.2f} ms")
    figures["bundle"] = bundle = asked(build / "tests" / "bench_bundle", cwd=HERE.parent)
    print(f"  samlet.pdf of {bundle['pages']} pages: merge, stamps, links and bookmarks {bundle['bind_ms']} ms, bare merge "
          f"{bundle['merge_ms']} ms, {bundle['ratio']} times (aim: at most 1.3)")
    figures["form"] = asked(build / "tests" / "bench_form", cwd=HERE.parent)
    for name, form in figures["form"].items():
        told = ", ".join(f"{key} {value}" for key, value in form.items()) if isinstance(form, dict) else form
        print(f"  the form with fixed words cached, {name}: {told} (aim: at most 5 ms a page)")
    three = figures["form"]["three_pages"]["form_ms"]
    print(f"  a form of three pages: {three:.1f} ms ({aim(three, 10, False)})")
    for n in chosen.growth:
        more = folder / f"inbox{n}"
        make(n, chosen.seed + 1, more)
        grown = walk(program, more, folder / "grown", 2)
        figures[f"growth_{n}"] = grown
        print(f"  {n:6} cases: {n / grown['wall_s']:.1f} cases/s, peak {grown['whole_kb'] / 1024:.1f} MB all processes,"
              f" {grown['own_kb'] / 1024:.1f} MB the writer")
        shutil.rmtree(more)
        shutil.rmtree(folder / "grown")


def bench_read(chosen, build, folder, figures):
    size, ours, lint = reading(chosen.program, folder, 8000)
    figures["read_against_xmllint"] = ours / lint
    print(f"  reading one invoice of {size / 1e6:.1f} MB: CPU {ours * 1000:.0f} ms against xmllint {lint * 1000:.0f} ms:"
          f" {ours / lint:.2f} times ({aim(ours / lint, 1.5, False)})")


def bench_mail(chosen, build, folder, figures):
    """dk-synth's mails where the corpora lie beside the source; else the seeds of the fuzzer."""
    corpora = Path(os.environ.get("PAAKRAV_CORPORA") or HERE.parents[2] / "shared" / "corpora")
    mails = sorted((corpora / "dk-synth" / "eml").glob("*.eml")) or sorted((HERE.parents[1] / "fixtures/fuzz/fuzz_mail").glob("*.eml"))
    built(build, "bench_mail")
    one = figures["mail"] = asked(build / "tests" / "bench_mail", 15, *mails)
    print(f"  opening {one['mails']} mails of {one['bytes'] / one['mails'] / 1000:.0f} kB: {one['ours_us']:.0f} µs CPU each against"
          f" gmime alone {one['gmime_us']:.0f} µs: {one['ratio']:.2f} times ({aim(one['ratio'], 1.5, False)})")


def bench_sign(chosen, build, folder, figures):
    built(build, "bench_sign")
    one = figures["sign"] = asked(build / "tests" / "bench_sign")
    print(f"  a signature over {one['bytes'] >> 10} KB: {one['cms_us']:.0f} µs CPU against {one['bare_us']:.0f} µs for bare key and hash:"
          f" {one['ratio']:.2f} times ({aim(one['ratio'], 1.5, False)}); a case file's, 20 parts, {one['case_file_us']:.0f} µs"
          f" (the key alone {one['key_us']:.0f} µs)")


BARE_BANK = """
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
CREATE TABLE line AS SELECT * FROM book.bank_line LIMIT 0;
CREATE TABLE text (id INTEGER PRIMARY KEY, salt, key UNIQUE, entry_key, account, bank_reference, reference, name, counter_account, text);
CREATE INDEX by_entry ON text (entry_key);
CREATE TABLE fate AS SELECT * FROM book.bank_match LIMIT 0;
CREATE INDEX by_line ON fate (line_id);
BEGIN;
INSERT INTO line SELECT * FROM book.bank_line;
INSERT INTO text SELECT * FROM book.bank_line_text;
INSERT INTO fate SELECT * FROM book.bank_match;
COMMIT;
"""


def bench_bank(chosen, build, folder, figures):
    """A bank's file of 50,000 payments, none of a case, into a store; against SQLite alone taking the same rows."""
    place, lines = folder / "bank", 50000
    place.mkdir()
    subprocess.run([sys.executable, "-B", str(HERE.parent / "make_bank.py"), "many", str(lines), str(place / "many.xml")], check=True)
    arguments = [str(chosen.program), "--home", str(place / "home"), "--today", "2026-11-22", "--format", "json", "bank", "import",
                 str(place / "many.xml"), "--account", "DK5000400440116243"]
    ours = measure(arguments)
    bare = measure(["sqlite3", str(place / "bare.db"), f"ATTACH '{place / 'home' / 'paakrav.db'}' AS book; {BARE_BANK}"])
    again = measure(arguments)
    figures["bank"] = {"lines": lines, "ours": ours, "bare": bare, "again": again}
    print(f"  {lines:,} bank lines ({(place / 'many.xml').stat().st_size / 1e6:.0f} MB): {ours['wall_s']:.2f} s, {ours['cpu_s']:.2f} s CPU,"
          f" {ours['whole_kb'] / 1000:.0f} MB at most; SQLite alone with the same rows {bare['wall_s']:.2f} s, {bare['cpu_s']:.2f} s CPU:"
          f" {ours['cpu_s'] / bare['cpu_s']:.1f} times; the file again {again['wall_s']:.2f} s")


def bench_handin(chosen, build, folder, figures):
    cases, filed, entries = chosen.handin
    built(build, "bench_handin")
    figures["handin"] = asked(build / "tests" / "bench_handin", folder / "handin", cases, filed, entries)
    print(f"  {filed} hand-ins, status of one among {cases}, books of {entries} entries:")
    for key, value in figures["handin"].items():
        print(f"    {key:24} {value}")


def bench_due(chosen, build, folder, figures):
    built(build, "bench_due")
    told = figures["due"] = asked(build / "tests" / "bench_due", folder / "due", *chosen.due)
    for one in told:
        print(f"  due over {one['cases']:,} open cases, {one['rows']:,} tasks, JSON and all: {one['due_ms']:.0f} ms CPU against"
              f" SQLite's bare scan {one['scan_ms']:.0f} ms; the next 14 days {one['within_ms']:.0f} ms; a case reckoned anew"
              f" {one['refresh_us']:.0f} µs")
        print(f"  report over {one['cases']:,} cases: {one['report_ms'] / 1000:.2f} s CPU, {one['report_ms'] / one['cases'] * 1000:.0f} µs a case")
    first, last = told[0], told[-1]
    grown = round(last["report_ms"] / last["cases"] / (first["report_ms"] / first["cases"]), 2)
    print(f"  report: {grown:.2f} times the cost a case of {first['cases']:,} cases ({aim(grown, 1.2, False)})")
    print(f"  {last['cases']:,} cases: {last['due_ms'] / 1000:.2f} s ({aim(round(last['due_ms'] / 1000, 2), 1, False, ' s')}),"
          f" {last['due_ms'] / last['rows'] / (first['due_ms'] / first['rows']):.2f} times the cost a task of {first['cases']:,} cases"
          f" ({aim(round(last['due_ms'] / last['rows'] / (first['due_ms'] / first['rows']), 2), 1.2, False)})")


def hashing(size):
    """Bytes a second that openssl hashes in pieces of that size."""
    done = subprocess.run(["openssl", "speed", "-seconds", "1", "-bytes", str(size), "-evp", "sha256"], check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1].removesuffix("k")) * 1000


def bench_books(chosen, build, folder, figures):
    """The books against hledger on the same journal and against openssl on the same bytes; proofs as the entries grow."""
    built(build, "bench_books")
    today = ["--today", "2026-11-22"]
    told = figures["books"] = []
    for n in chosen.entries:
        home, pack = folder / f"books{n}", folder / f"books{n}.zip"
        made = asked(build / "tests" / "bench_books", home, n)
        ours = [chosen.program, "--home", str(home), *today]
        db = sqlite3.connect(home / "paakrav.db")
        total, text = db.execute("SELECT sum(amount_ore), sum(18 + length(seq) + 64 + length(id) + length(case_id) + length(day) + length(kind) + length(debit)"
                                 " + length(credit) + length(amount_ore) + 64 + 10) FROM journal").fetchone()
        payload = db.execute("SELECT sum(16 + length(payload)) FROM journal_payload").fetchone()[0]
        db.close()
        least = lambda *command: min(measure([*ours, *command], memory=False)["cpu_s"] for _ in range(3 if n < 500000 else 1))
        one = {"entries": n, "made_s": made["made_s"], "verify_s": least("ledger", "verify"), "audit_s": least("audit")}
        one["openssl_s"] = text / hashing(text // n) + payload / hashing(payload // n)
        one["pack_s"] = measure([*ours, "audit", "pack", "--from", "2024-01-01", "--to", "2026-11-20", "--out", str(pack)], memory=False)["cpu_s"]
        with zipfile.ZipFile(pack) as zipped:
            zipped.extractall(folder, ["journal.hledger", "pack.json", "kontrol.py"])
        one["check_s"], one["bal_s"] = (measure(["hledger", "-f", str(folder / "journal.hledger"), what], memory=False)["cpu_s"] for what in ("check", "bal"))
        one["checker_s"] = measure([sys.executable, "-B", str(folder / "kontrol.py"), str(pack)], allowed=(0,), memory=False)["cpu_s"]
        if json.loads((folder / "pack.json").read_bytes())["sum_ore"] != total:
            sys.exit("the pack's sum is not that of the books")
        began = time.monotonic()
        proof = subprocess.run([*ours, "--format", "json", "proof", "2024-000001"], check=True, stdout=subprocess.PIPE).stdout
        one["proof_ms"], one["proof_bytes"] = (time.monotonic() - began) * 1000, len(proof)
        one["path"] = len(json.loads(proof)["entries"][0]["path"])
        told.append(one)
        print(f"  {n:9,} entries: chain and balances {one['verify_s']:.3f} s CPU, whole audit {one['audit_s']:.3f} s; hledger check {one['check_s']:.2f} s,"
              f" bal {one['bal_s']:.2f} s; openssl on the same bytes {one['openssl_s']:.3f} s; the pack {one['pack_s']:.2f} s, its checker"
              f" {one['checker_s']:.2f} s, to the øre; proof of 20 entries {one['proof_bytes']:,} bytes in {one['proof_ms']:.0f} ms, {one['path']} steps each")
        shutil.rmtree(home)
        pack.unlink()
    last = told[-1]
    times = min(last["check_s"], last["bal_s"]) / last["verify_s"]
    print(f"  chain and balances against hledger: {times:.1f} times faster ({aim(round(times, 1), 20, True)}); the whole audit"
          f" {min(last['check_s'], last['bal_s']) / last['audit_s']:.1f} times; hashing takes openssl {last['openssl_s'] / last['verify_s']:.0%} of it")


def bench_assess(chosen, build, folder, figures):
    built(build, "bench_assess")
    make_mixed(chosen.cases, chosen.seed, folder / "mixed")
    one = asked(build / "tests" / "bench_assess", build / "paakrav-worker", folder / "mixed-home", folder / "mixed", 5)
    figures["assess"] = one
    print(f"  {one['cases']} stored cases of mixed shape, {one['items'] / one['cases']:.1f} items and"
          f" {one['findings'] / one['cases']:.0f} findings each: {one['cpu_us']:.1f} µs CPU a case, {one['a_second']:,}"
          f" assessments a second on one core, no I/O ({aim(one['a_second'], 20000, True)})")
    print(f"  a case of {one['largest_items']} items: {one['largest_a_second']} a second,"
          f" {1e6 / one['largest_a_second'] / one['largest_items']:.1f} µs an item against"
          f" {one['cpu_us'] * one['cases'] / one['items']:.1f} µs in the mix")
    built(build, "test_assess_owed")
    began = time.monotonic()
    told = subprocess.run([str(build / "tests" / "test_assess_owed")], check=False, cwd=HERE.parent, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env={**os.environ, "PAAKRAV_OWED_CASES": str(chosen.checked)})
    figures["checker"] = {"cases": chosen.checked, "agrees": told.returncode == 0}
    words = [line.strip() for line in told.stdout.splitlines() if line.strip().startswith("owed")]
    print(f"  the second interest engine ({time.monotonic() - began:.0f} s): {'; '.join(words)}")
    if told.returncode != 0:
        sys.exit(f"the two engines do not agree:\n{told.stdout}")


def text_pdf(path, pages):
    """A PDF of that many pages, each with forty lines of text."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for page in range(pages):
        lines = "".join(f"(Linje {line} paa side {page}: 17 timers arbejde efter aftale, 1.234,50 kr.) Tj T*\n" for line in range(40))
        stream = f"BT /F 10 Tf 14 TL 40 780 Td\n{lines}ET".encode("ascii")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
                       % (len(objects) + 2))
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream))
    objects[1] = f"<</Type/Pages/Count {pages}/Kids[{' '.join(kids)}]>>".encode("ascii")
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.write_bytes(out)


def bench_pool(chosen, build, folder, figures):
    built(build, "bench_pool")
    pages, told = 4, None
    for _ in range(3):  # until the document takes about 20 ms here
        text_pdf(folder / "pages.pdf", pages)
        told = asked(build / "tests" / "bench_pool", build / "paakrav-worker", folder / "pages.pdf")
        if 15000 <= told["here_cpu_us"] <= 30000:
            break
        pages = max(1, round(pages * 20000 / told["here_cpu_us"]))
    more, gain = told["pool_cpu_us"] / told["here_cpu_us"] - 1, told["one_us"] / told["two_us"]
    late = told["pool_us"] / told["here_us"] - 1
    figures["pool"] = {**told, "pages": pages, "more": more, "two_against_one": gain}
    print(f"  a job of {told['here_cpu_us'] / 1000:.1f} ms CPU costs {more:+.1%} in the locked room"
          f" ({aim(round(more * 100, 1), 5, False, ' %')}), by the wall clock {late:+.1%}")
    print(f"  two locked rooms against one: {gain:.2f} times ({aim(gain, 1.7, True)})")


def bench_pages(chosen, build, folder, figures):
    """Text of a PDF against poppler alone, and a scan against tesseract alone: each in turn, the best of three."""
    built(build, "bench_pages")
    text_pdf(folder / "pages.pdf", 20)
    told = asked(build / "tests" / "bench_pages", folder / "pages.pdf")
    ratio = told["placed_us"] / told["bare_places_us"]
    print(f"  words in lines with places, {told['placed_us']} µs CPU a page, against poppler's text and places alone:"
          f" {ratio:.2f} times ({aim(ratio, 1.2, False)}); its text alone {told['placed_us'] / told['bare_us']:.2f} times;"
          f" read for its meaning too, {told['whole_us']} µs")
    figures["pages"] = told
    if not (shutil.which("tesseract") and shutil.which("pdftoppm")):
        print("  recognition: skipped, no tesseract or pdftoppm")
        return
    subprocess.run(["pdftoppm", "-r", "300", "-gray", "-png", "-singlefile", folder / "pages.pdf", folder / "scan"], check=True)
    scan, one = str(folder / "scan.png"), {**os.environ, "OMP_THREAD_LIMIT": "1"}
    ours, bare = [], []
    for _ in range(3):
        before = os.times()
        subprocess.run(["tesseract", scan, str(folder / "bare"), "-l", "dan"], check=True, env=one, stderr=subprocess.DEVNULL)
        between = os.times()
        subprocess.run([chosen.program, "read", scan], check=True, env=one, stdout=subprocess.DEVNULL)
        after = os.times()
        for kept, from_, to in ((bare, before, between), (ours, between, after)):
            kept.append(to.children_user + to.children_system - from_.children_user - from_.children_system)
    ratio = min(ours) / min(bare)
    figures["ocr"] = {"ours_s": min(ours), "tesseract_s": min(bare)}
    print(f"  a scan read, {min(ours):.2f} s CPU, against tesseract alone with one thread: {ratio:.2f} times ({aim(ratio, 1.05, False)})")


OFFICE_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>%s</office:text></office:body></office:document>"""


def office(program, fields, folder):
    """CPU of LibreOffice making a PDF of the same labels and values; None where it is not installed."""
    if not program:
        return None
    lines = [line for box in fields for line in (box["label"], *(box["value"] or "").split("\n"))]
    (folder / "form.fodt").write_text(OFFICE_PAGE % "".join(f"<text:p>{escape(line)}</text:p>" for line in lines), encoding="utf-8")
    return min(measure([program, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf", "--outdir", str(folder),
                        str(folder / "form.fodt")], memory=False)["cpu_s"] for _ in range(2))


def bench_paper(chosen, build, folder, figures):
    """The package of one case, from the record to zip and signature: a form typeset, the same in a blank, and a civil claim."""
    where, fixtures, told = folder / "paper", HERE.parents[1] / "fixtures", {}
    base = [chosen.program, "--home", str(where / "home"), "--today", "2026-11-22"]
    for case in ("01-erhverv", "07-indsigelse"):
        shutil.copytree(fixtures / "inbox" / case, where / "inbox" / case)
    measure([*base, "run", str(where / "inbox"), "--out", str(where / "out")])
    form, suit = sorted(path.name for path in (where / "out" / "til-godkendelse").iterdir() if path.is_dir())
    shown = [*base, "--format", "json", "package"]

    def package(case):
        return min((measure([*shown, case, "--out", str(where / "out")], memory=False) for _ in range(5)), key=lambda one: one["cpu_s"])

    told["start"] = min((measure([*base, "status", form], memory=False) for _ in range(5)), key=lambda one: one["cpu_s"])
    told["form"], told["suit"] = package(form), package(suit)
    blank = fixtures / "forms" / "proeveblanket.pdf"
    measure([*base, "forms", "confirm", "betalingspaakrav-2026", "--blank", str(blank), "--map", str(blank.with_suffix(".csv")), "--by", "Bench"])
    told["blank"] = package(form)
    figures["paper"] = told
    for name, what in (("form", "a form case, typeset"), ("blank", "the same in the test blank"), ("suit", "a civil claim with exhibits and bundle")):
        print(f"  package of {what}, end to end: {told[name]['cpu_s'] * 1000:.0f} ms CPU, {told[name]['wall_s'] * 1000:.0f} ms by the clock")
    print(f"  of each of them the program's own start, with the store opened: {told['start']['cpu_s'] * 1000:.0f} ms CPU")
    fields = json.loads((where / "out" / "til-godkendelse" / form / "felter.json").read_text(encoding="utf-8"))["fields"]
    spent = office(shutil.which("soffice") or shutil.which("libreoffice"), fields, where)
    figures["office_s"] = spent
    if spent is None:
        print("  LibreOffice with the same fields: skipped, not installed")
    else:
        print(f"  LibreOffice with the same fields as text: {spent * 1000:.0f} ms CPU, {spent / told['blank']['cpu_s']:.1f} times the whole package")


BENCHES = {"walk": bench_walk, "paper": bench_paper, "pool": bench_pool, "pages": bench_pages, "read": bench_read, "mail": bench_mail, "sign": bench_sign, "bank": bench_bank, "handin": bench_handin, "assess": bench_assess, "due": bench_due,
           "books": bench_books}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("what", nargs="*", metavar="WHAT", help=f"{', '.join(BENCHES)}; all of them when none is named")
    options.add_argument("--program", required=True)
    options.add_argument("-n", type=int, default=300, help="submissions walked (300)")
    options.add_argument("--cases", type=int, default=20000, help="cases assessed (20000)")
    options.add_argument("--checked", type=int, default=100000, help="random cases for the second interest engine (100000)")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--growth", type=int, nargs="*", default=[], metavar="N", help="memory at these sizes, e.g. 1000 20000")
    options.add_argument("--handin", type=int, nargs=3, default=[2000, 500, 50000], metavar=("CASES", "FILED", "ENTRIES"))
    options.add_argument("--due", type=int, nargs="+", default=[1000, 10000, 100000], metavar="CASES")
    options.add_argument("--entries", type=int, nargs="+", default=[1000, 10000, 100000, 1000000], metavar="N", help="sizes of the books")
    options.add_argument("--json", help="write the figures there too")
    chosen = options.parse_args()
    strange = [what for what in chosen.what if what not in BENCHES]
    if strange:
        options.error(f"no such bench: {strange[0]}")
    figures = {}
    build = Path(chosen.program).resolve().parent
    with tempfile.TemporaryDirectory(prefix="bench.", dir=build) as name:
        for what in chosen.what or BENCHES:
            BENCHES[what](chosen, build, Path(name), figures)
    if chosen.json:
        Path(chosen.json).write_text(json.dumps(figures, indent=2) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()

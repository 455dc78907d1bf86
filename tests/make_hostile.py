#!/usr/bin/env python3
"""make_hostile.py DIR: an inbox in which every entry but `god` must be refused, with a reason that names a file.

Made when the test runs: some of it is tens of megabytes of nothing."""
import os
import struct
import sys
import zipfile
import zlib
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "fixtures"))
from make_inbox import TAVLE, agreed, claim, course, firm  # noqa: E402

LINES = [("Vare", 1, 100000)]
GOOD = claim(TAVLE, [(firm(240, "Uskyldig ApS", "Vej", "1", "5000", "Odense C"), "business", {})],
             [agreed("H-1", LINES)], course())
NS = 'xmlns="urn:paakrav:claim:1"'


def folder(where, name, **files):
    (where / name).mkdir()
    for file, body in files.items():
        (where / name / file.replace("__", ".")).write_bytes(body if isinstance(body, bytes) else body.encode())


def xml(where, name, body):
    folder(where, name, claim__xml=body)


def archive(where, name, entries, **more):
    """entries: (name, bytes, mode); mode None is an ordinary file."""
    with zipfile.ZipFile(where / f"{name}.zip", "w", zipfile.ZIP_DEFLATED, **more) as out:
        for file, body, mode in entries:
            entry = zipfile.ZipInfo(file)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (mode or 0o100644) << 16
            out.writestr(entry, body)


def claims(where):
    change = GOOD.replace
    xml(where, "xml-doctype", change("<claim ", "<!DOCTYPE claim>\n<claim "))
    laughs = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "ha"}">' for i in range(10))
    xml(where, "xml-entiteter", change("<claim ", f"<!DOCTYPE claim [{laughs}]>\n<claim ").replace("Vare", "&e9;"))
    xml(where, "xml-ekstern", change("<claim ", '<!DOCTYPE claim [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<claim ')
        .replace("Vare", "&x;"))
    xml(where, "xml-doctype-utf16", change("<claim ", "<!DOCTYPE claim>\n<claim ").replace("UTF-8", "UTF-16").encode("utf-16"))
    xml(where, "xml-dyb", f'<claim {NS}>' + "<a>" * 50000 + "</a>" * 50000 + "</claim>")
    for megabytes, size in (("1", 3), ("11", 104)):
        attributes = "".join(f' a{i}="{"x" * size}"' for i in range(100000))
        xml(where, f"xml-attributter-{megabytes}", f"<claim {NS}{attributes}/>")
    xml(where, "xml-stort-maerke", f'<claim {NS} a="{"x" * 200000}"/>')
    xml(where, "xml-forkert-kodning", change("Odense", "Od\xf8nse").encode("latin-1", "replace"))
    xml(where, "xml-ukendt-kodning", change("UTF-8", "EBCDIC-DK-NO"))
    xml(where, "xml-nul", change("Vare", "Va\0re"))
    xml(where, "xml-50-mb", change("<operator", "<!--" + "x" * (50 << 20) + "--><operator"))
    xml(where, "xml-tom", b"")
    xml(where, "xml-tekst", "Kære ret, betal mig.\n")
    xml(where, "xml-afkortet", GOOD[:-30])
    xml(where, "xml-andet-navnerum", change("urn:paakrav:claim:1", "urn:paakrav:claim:9"))
    xml(where, "xml-intet-navnerum", change(f" {NS}", ""))
    xml(where, "xml-ukendt-element", change("<phone>", "<fax>1</fax><phone>"))
    xml(where, "xml-ukendt-attribut", change('kind="business"', 'kind="business" colour="red"'))
    xml(where, "xml-umulig-dato", change("2026-09-02", "2026-02-30"))
    xml(where, "xml-tre-decimaler", change("1250.00", "1250.005"))
    xml(where, "xml-komma", change("1250.00", "1250,00"))
    xml(where, "xml-ukendt-haendelse", change("demand_sent", "demand_shouted"))
    xml(where, "xml-ukendt-skyldner", change('<event name="reminder_sent"', '<event name="reminder_sent" debtor="d9"'))


def zips(where):
    ok = ("claim.xml", GOOD.encode(), None)
    archive(where, "zip-op", [ok, ("../ude.xml", b"x", None)])
    archive(where, "zip-op-inde", [ok, ("a/../../ude.xml", b"x", None)])
    archive(where, "zip-rod", [ok, ("/etc/ude.xml", b"x", None)])
    archive(where, "zip-skraastreg", [ok, ("..\\ude.xml", b"x", None)])
    archive(where, "zip-laenke", [ok, ("laenke", b"/etc/passwd", 0o120777)])
    archive(where, "zip-styretegn", [ok, ("æ\x01b.txt", b"x", None)])
    sys.stderr = open(os.devnull, "w", encoding="ascii") # zipfile warns of the duplicate, which is the point
    archive(where, "zip-dobbelt", [ok, ("b.txt", b"one", None), ("b.txt", b"two", None)])
    sys.stderr = sys.__stderr__
    archive(where, "zip-dyb", [ok, ("/".join(["d"] * 30) + "/x.txt", b"x", None)])
    archive(where, "zip-mange", [ok] + [(f"{i:05d}.txt", str(i).encode(), None) for i in range(1500)])
    archive(where, "zip-bombe", [ok, ("nul.txt", bytes(400 << 20), None)])
    inner = where / "indre.zip"
    archive(where, "indre", [("nul.txt", bytes(1 << 20), None)])
    archive(where, "zip-i-zip", [ok, ("indre.zip", inner.read_bytes(), None)])
    inner.unlink()
    body = (where / "zip-op.zip").read_bytes()
    (where / "zip-afkortet.zip").write_bytes(body[: len(body) // 2])
    (where / "zip-intet.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    (where / "zip-tekst.zip").write_bytes(b"this is no zip\n")
    lying(where / "zip-loegn.zip", GOOD.encode())
    # An encrypted entry, as far as the reader can tell: its flag says so.
    archive(where, "zip-krypteret", [ok, ("b.txt", b"secret", None)])
    data = bytearray((where / "zip-krypteret.zip").read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.rfind(mark) if mark == b"PK\x03\x04" else data.rfind(mark)
        data[at + place] |= 1
    (where / "zip-krypteret.zip").write_bytes(bytes(data))


def lying(path, claim_bytes):
    """A zip whose directory says 10 bytes of an entry that unpacks to ten million."""
    def entry(name, body, size):
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(body) + packer.flush()
        crc = zlib.crc32(body)
        head = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, crc, len(packed), size, len(name), 0)
        return head, packed, name

    out, places, parts = b"", [], [entry(b"claim.xml", claim_bytes, len(claim_bytes)), entry(b"b.txt", bytes(10_000_000), 10)]
    for head, packed, name in parts:
        places.append(len(out))
        out += b"PK\x03\x04" + head + name + packed
    start = len(out)
    for (head, _, name), place in zip(parts, places):
        out += b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0o100644 << 16, place) + name
    out += b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 2, 2, len(out) - start, start, 0)
    path.write_bytes(out)


def folders(where):
    (where / "mappe-tom").mkdir()
    folder(where, "mappe-laenke", claim__xml=GOOD)
    os.symlink("/etc/passwd", where / "mappe-laenke" / "b.txt")
    folder(where, "mappe-roer", claim__xml=GOOD)
    os.mkfifo(where / "mappe-roer" / "b.txt")
    folder(where, "mappe-mange", claim__xml=GOOD)
    for i in range(1500):
        (where / "mappe-mange" / f"{i}.txt").write_text(str(i))
    deep = where / "mappe-dyb" / "/".join(["d"] * 30)
    deep.mkdir(parents=True)
    (deep / "x.txt").write_text("x")
    folder(where, "mappe-faktura-doctype", claim__xml=GOOD,
           faktura__xml='<!DOCTYPE Invoice>\n<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>')


def main():
    where = Path(sys.argv[1])
    where.mkdir(parents=True, exist_ok=True)
    xml(where, "god", GOOD)
    claims(where)
    zips(where)
    folders(where)


if __name__ == "__main__":
    main()

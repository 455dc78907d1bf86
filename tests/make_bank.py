#!/usr/bin/env python3
"""Bank files for tests, invented from the published ISO 20022 element names: camt.053 and camt.054 in the editions 02 and 08.
make_bank.py KIND VERSION FILE < LINES makes one statement: a JSON list of entries {on, amount, ...} as below; "head": true in the
first may change the account, the balances and the sums. make_bank.py many N FILE: a statement of N entries."""
import json
import sys
from decimal import Decimal
from xml.sax.saxutils import escape

IBAN = "DK5000400440116243" # the example number of the standard


def tag(name, text, attributes=""):
    return "" if text is None or text == "" else f"<{name}{attributes}>{escape(str(text))}</{name}>"


def amount(value, currency="DKK", name="Amt"):
    return tag(name, f"{abs(Decimal(str(value))):.2f}", f' Ccy="{currency}"')


def sign(value):
    return tag("CdtDbtInd", "CRDT" if Decimal(str(value)) >= 0 else "DBIT")


def party(version, kind, name):
    return "" if not name else f"<{kind}>{'<Pty>' if version >= 8 else ''}{tag('Nm', name)}{'</Pty>' if version >= 8 else ''}</{kind}>"


def detail(version, one, entry):
    value, currency = one.get("amount"), one.get("ccy", entry.get("ccy", "DKK"))
    out = "<TxDtls>" + "<Refs>" + tag("AcctSvcrRef", one.get("ref")) + tag("EndToEndId", one.get("e2e", "NOTPROVIDED")) + "</Refs>"
    if value is not None:
        out += amount(value, currency) + sign(value) if version >= 4 else f"<AmtDtls><TxAmt>{amount(value, currency)}</TxAmt></AmtDtls>"
    out += "<RltdPties>" + party(version, "Dbtr", one.get("name"))
    account = one.get("account")
    out += (f"<DbtrAcct><Id><Othr>{tag('Id', account)}</Othr></Id></DbtrAcct>" if account else "") + "</RltdPties>"
    fik = f"<Strd><CdtrRefInf>{tag('Ref', one.get('fik'))}</CdtrRefInf></Strd>" if one.get("fik") else ""
    text = one.get("text")
    out += "<RmtInf>" + "".join(tag("Ustrd", t) for t in ([text] if isinstance(text, str) else text or [])) + fik + "</RmtInf>"
    if one.get("returned"):
        out += f"<RtrInf><Rsn>{tag('Cd', one['returned'])}</Rsn></RtrInf>"
    return out + "</TxDtls>"


def entry(version, one):
    status = one.get("status", "BOOK")
    out = "<Ntry>" + tag("NtryRef", one.get("entry")) + amount(one["amount"], one.get("ccy", "DKK")) + sign(one["amount"])
    out += tag("RvslInd", "true" if one.get("reversal") else "")
    out += tag("Sts", status) if version < 8 else f"<Sts>{tag('Cd', status)}</Sts>"
    out += f"<BookgDt>{tag('Dt', one['on'])}</BookgDt><ValDt>{tag('Dt', one['on'])}</ValDt>" + tag("AcctSvcrRef", one.get("bank"))
    parts = one.get("parts")
    if parts is None and any(one.get(key) for key in ("name", "text", "fik", "ref", "returned", "account")):
        parts = [{key: one[key] for key in ("name", "text", "fik", "ref", "returned", "e2e", "account") if key in one}]
    if parts:
        batch = one.get("batch")
        out += "<NtryDtls>" + (f"<Btch>{tag('NbOfTxs', batch)}</Btch>" if batch else "") + "".join(detail(version, p, one) for p in parts) + "</NtryDtls>"
    return out + tag("AddtlNtryInf", one.get("info")) + "</Ntry>"


def balance(code, value, on):
    return f"<Bal><Tp><CdOrPrtry>{tag('Cd', code)}</CdOrPrtry></Tp>{amount(value)}{sign(value)}<Dt>{tag('Dt', on)}</Dt></Bal>"


def make(kind, version, lines):
    head = lines.pop(0) if lines and lines[0].get("head") else {}
    booked = sum((Decimal(str(one["amount"])) for one in lines if one.get("status", "BOOK") == "BOOK"), Decimal(0))
    root, part = ("BkToCstmrStmt", "Stmt") if kind == "053" else ("BkToCstmrDbtCdtNtfctn", "Ntfctn")
    opening = Decimal(str(head.get("opening", 1000)))
    account = head.get("iban", IBAN)
    out = f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version:02d}"><{root}>'
    out += f"<GrpHdr>{tag('MsgId', head.get('message', 'M1'))}{tag('CreDtTm', '2026-11-20T06:00:00')}</GrpHdr>\n<{part}>{tag('Id', 'S1')}"
    out += f"<Acct><Id>{tag('IBAN', account)}</Id>{tag('Ccy', 'DKK')}</Acct>"
    if kind == "053" and head.get("balances", True):
        out += balance("OPBD", opening, head.get("from", "2026-11-01"))
        out += balance("CLBD", opening + booked + Decimal(str(head.get("off", 0))), head.get("to", "2026-11-20"))
    count, total = head.get("count", len(lines)), sum(abs(Decimal(str(one["amount"]))) for one in lines)
    out += f"<TxsSummry><TtlNtries>{tag('NbOfNtries', count)}{tag('Sum', f'{total:.2f}')}</TtlNtries></TxsSummry>\n"
    return out + "\n".join(entry(version, one) for one in lines) + f"\n</{part}></{root}></Document>\n"


def main():
    if sys.argv[1] == "many":
        n = int(sys.argv[2])
        lines = [{"on": f"2026-11-{1 + i % 20:02d}", "amount": f"{100 + i % 9000}.{i % 100:02d}", "bank": f"R{i:09d}", "name": f"Kunde {i % 5000} ApS",
                  "text": f"Faktura {700000 + i}"} for i in range(n)]
        kind, version, path = "053", 8, sys.argv[3]
    else:
        kind, version, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
        lines = json.load(sys.stdin)
    with open(path, "w", encoding="utf-8") as file:
        file.write(make(kind, version, lines))


if __name__ == "__main__":
    main()

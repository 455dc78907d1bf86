#!/usr/bin/env python3
"""Mails for the tests of what lies inside documents. make_mails.py KIND FILE…: writes one mail to standard output.

attach FILE…         a mail with those files attached, each under its own name
named NAME FILE      the same with one file under that name, whatever it is
nest N FILE          a mail in a mail in a mail …, N deep, the innermost with the file attached
letter DAY TEXT      a letter of the creditor to the debtor on that day"""
import sys
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

FROM, TO = "Havnens Blikkenslager ApS <bogholderi@havnensblik.example>", "Spisehuset Lanternen ApS <kontor@lanternen.example>"


def mail(subject, text, day="Mon, 14 Sep 2026"):
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = FROM, TO, subject
    message["Date"] = f"{day} 09:12:00 +0200"
    message.set_content(text)
    return message


def attach(message, name, data):
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)


def main():
    kind, rest = sys.argv[1], sys.argv[2:]
    if kind == "attach":
        message = mail("Bilag", "Se vedhæftede.\n")
        for file in rest:
            attach(message, Path(file).name, Path(file).read_bytes())
    elif kind == "named":
        message = mail("Bilag", "Se vedhæftede.\n")
        attach(message, rest[0], Path(rest[1]).read_bytes())
    elif kind == "nest":
        message = mail("Inderst", "Se vedhæftede.\n")
        attach(message, Path(rest[1]).name, Path(rest[1]).read_bytes())
        for level in range(1, int(rest[0])):
            outer = mail(f"Lag {level}", "Se den vedhæftede mail.\n")
            outer.add_attachment(message)
            message = outer
    elif kind == "letter":
        message = mail("Rykker: faktura 20417", rest[1], rest[0])
    else:
        sys.exit(__doc__)
    sys.stdout.buffer.write(message.as_bytes())


main()

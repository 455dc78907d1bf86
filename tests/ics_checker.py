#!/usr/bin/env python3
"""ics_checker.py FILE...: is each a calendar file that holds to RFC 5545, by a strict look and, where it is installed, by the
icalendar library? Prints one line an event: uid, sequence, day, summary."""
import re
import sys

NEEDED = ("UID", "DTSTAMP", "DTSTART;VALUE=DATE", "SEQUENCE", "SUMMARY")


def unfold(path):
    data = open(path, "rb").read()
    if not data.endswith(b"\r\n") or b"\n" in data.replace(b"\r\n", b""):
        sys.exit(f"{path}: a line does not end in CRLF")
    lines = []
    for raw in data[:-2].split(b"\r\n"):
        if len(raw) > 75:
            sys.exit(f"{path}: a line of {len(raw)} octets")
        text = raw.decode("utf-8")  # a fold inside a character would fail here
        if text.startswith(" "):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def check(path):
    lines = unfold(path)
    if lines[0] != "BEGIN:VCALENDAR" or lines[-1] != "END:VCALENDAR" or "VERSION:2.0" not in lines:
        sys.exit(f"{path}: no calendar")
    event, seen = None, set()
    for line in lines[1:-1]:
        name, colon, value = line.partition(":")
        if not colon or not re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[A-Z0-9-]+)*", name):
            sys.exit(f"{path}: {line!r} is no property")
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            missing = [key for key in NEEDED if key not in event]
            if missing or event["UID"] in seen:
                sys.exit(f"{path}: {event} lacks {missing}, or its UID stands twice")
            seen.add(event["UID"])
            if not event["SEQUENCE"].isdigit() or not re.fullmatch(r"\d{8}", event["DTSTART;VALUE=DATE"]) or \
                    event["DTEND;VALUE=DATE"] <= event["DTSTART;VALUE=DATE"] or not re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"]):
                sys.exit(f"{path}: {event}")
            print(event["UID"], event["SEQUENCE"], event["DTSTART;VALUE=DATE"], event["SUMMARY"])
        elif event is not None:
            if name in event or re.search(r"(?<!\\)(?:\\\\)*[;,]", value) and name in ("SUMMARY", "DESCRIPTION"):
                sys.exit(f"{path}: {line!r} stands twice or is not escaped")
            event[name] = value
    try:
        from icalendar import Calendar
    except ImportError:
        return
    read = Calendar.from_ical(open(path, "rb").read())
    if read.errors or {str(e["UID"]) for e in read.walk("VEVENT")} != seen or any(e.errors for e in read.walk("VEVENT")):
        sys.exit(f"{path}: icalendar reads it otherwise")


for one in sys.argv[1:]:
    check(one)

#!/usr/bin/env python3
"""Fill a blank's fields as a person at a viewer would: form_filler.py IN OUT NAME=TEXT ...

A value "/State" ticks; "" empties. "\\n" in a value is a new line."""
import json
import subprocess
import sys
import tempfile


def objects(path):
    whole = json.loads(subprocess.run(["qpdf", "--json-output", path], check=True, capture_output=True).stdout)
    return whole, whole["qpdf"][1]


def main():
    source, target, *pairs = sys.argv[1:]
    wanted = dict(pair.split("=", 1) for pair in pairs)
    whole, all_objects = objects(source)
    found = set()
    for held in all_objects.values():
        value = held.get("value")
        name = value.get("/T", "")[2:] if isinstance(value, dict) and isinstance(value.get("/T"), str) else None
        if name not in wanted:
            continue
        found.add(name)
        text = wanted[name].replace("\\n", "\n")
        if not text.startswith("/"):
            value["/V"] = "u:" + text
            continue
        value["/V"] = text
        kids = [all_objects["obj:" + kid]["value"] for kid in value.get("/Kids", [])] or [value]
        for kid in kids:
            kid["/AS"] = text if text in kid.get("/AP", {}).get("/N", {}) else "/Off"
    if found != set(wanted):
        sys.exit("no such field: %s" % ", ".join(sorted(set(wanted) - found)))
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file: # qpdf goes back and forth in it
        json.dump(whole, file)
        file.flush()
        subprocess.run(["qpdf", "--json-input", file.name, target], check=True)


main()

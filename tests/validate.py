#!/usr/bin/env python3
"""validate.py NAME FILE...: does each result, one in a file, hold to docs/schemas/NAME.json? The first is also broken
on purpose, each required key taken out in turn: a schema that accepts anything would otherwise pass unseen.

validate.py [--break] < RESULT: the same for one result, to the schema it names; broken too with --break."""
import functools
import json
import os
import sys
from pathlib import Path

if os.environ.get("PAAKRAV_SANITIZED"):
    # The program's own memory is looked at there; release holds the same results to their schemas.
    sys.exit(0 if len(sys.argv) > 2 or sys.stdin.read() else 1)

import jsonschema

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "schemas"


def no_float(text):
    raise ValueError(f"{text}: no number of a result has a point")


@functools.lru_cache(maxsize=None)
def validator(name):
    with open(FOLDER / f"{name}.json", encoding="utf-8") as file:
        schema = json.load(file)
    with open(FOLDER / "shapes.json", encoding="utf-8") as file:
        shapes = json.load(file)
    kind = jsonschema.Draft202012Validator
    kind.check_schema(schema)
    kind.check_schema(shapes)
    # shapes.json is named by file; the schemas' own ids are names, not places.
    schema.pop("$id", None)
    shapes.pop("$id", None)
    resolver = jsonschema.RefResolver("file:///schemas/", schema, store={"file:///schemas/shapes.json": shapes})
    return kind(schema, resolver=resolver, format_checker=jsonschema.FormatChecker())


def judge(name, result, breaking):
    schema = result.get("schema", "")
    if not schema.startswith("paakrav.") or not schema.endswith("/1"):
        return [f"no schema of ours: {schema!r}"]
    check = validator(schema[len("paakrav."):-2])
    faults = sorted(check.iter_errors(result), key=lambda fault: list(map(str, fault.absolute_path)))
    told = [f"{name}: {schema} at {'/'.join(map(str, fault.absolute_path))}: {fault.message[:300]}" for fault in faults[:20]]
    if breaking:
        for key in check.schema["required"]:
            broken = {other: value for other, value in result.items() if other != key}
            if check.is_valid(broken):
                told.append(f"{schema}: without {key} the schema still says yes")
        if check.is_valid({**result, "schema": "paakrav.other/1"}):
            told.append(f"{schema}: any name is accepted")
    return told


def main():
    if all(word.startswith("-") for word in sys.argv[1:]):
        told = judge("result", json.load(sys.stdin, parse_float=no_float), "--break" in sys.argv)
        print("\n".join(told))
        sys.exit(1 if told else 0)
    told, seen = [], set()
    want = sys.argv[1]
    for name in sys.argv[2:]:
        with open(name, encoding="utf-8") as file:
            result = json.load(file, parse_float=no_float)
        if result.get("schema") != f"paakrav.{want}/1":
            told.append(f"{name}: {result.get('schema')!r} is not paakrav.{want}/1")
            continue
        told += judge(name, result, want not in seen)
        seen.add(want)
    if not seen:
        told.append(f"no result to hold to {want}")
    print("\n".join(told[:40]))
    sys.exit(1 if told else 0)


if __name__ == "__main__":
    main()

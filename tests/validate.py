#!/usr/bin/env python3
"""validate.py [--break] < RESULT: does a command's result hold to docs/schemas/NAME.json, named by its own "schema"?

--break takes each required key out, one at a time, and succeeds when the schema refuses every one: a schema that
accepts anything would otherwise pass unseen."""
import copy
import json
import sys
from pathlib import Path

import jsonschema

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "schemas"


def no_float(text):
    raise ValueError(f"{text}: no number of a result has a point")


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


def required_places(value, path=()):
    """Every key of every object, to be taken out in turn; of a list, its first entry stands for all."""
    if isinstance(value, dict):
        for key in value:
            yield path + (key,)
            yield from required_places(value[key], path + (key,))
    elif isinstance(value, list) and value:
        yield from required_places(value[0], path + (0,))


def main():
    result = json.load(sys.stdin, parse_float=no_float)
    schema = result.get("schema", "")
    if not schema.startswith("paakrav.") or not schema.endswith("/1"):
        sys.exit(f"no schema of ours: {schema!r}")
    check = validator(schema[len("paakrav."):-2])
    if "--break" in sys.argv:
        top = [path for path in required_places(result) if len(path) == 1]
        for path in top:
            broken = copy.deepcopy(result)
            del broken[path[0]]
            if path[0] in check.schema["required"] and check.is_valid(broken):
                sys.exit(f"{schema}: without {path[0]} the schema still says yes")
        wrong = copy.deepcopy(result)
        wrong["schema"] = "paakrav.other/1"
        if check.is_valid(wrong):
            sys.exit(f"{schema}: any name is accepted")
        return
    faults = sorted(check.iter_errors(result), key=lambda fault: list(map(str, fault.absolute_path)))
    for fault in faults[:20]:
        print(f"{schema} at {'/'.join(map(str, fault.absolute_path))}: {fault.message[:300]}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The look of pages as text, so that a golden can be read and compared with tolerance.

pagegrid.py draw PDF...: each page as a grid of digits, 0 white to 9 black, one for each 4 mm by 4 mm.
pagegrid.py compare KEPT MADE: 1 and what differs when a page is missing, or a digit differs by more than one."""
import subprocess
import sys
import tempfile
from pathlib import Path

DPI = 50.8 # two pixels a millimetre
CELL = 8


def pixmap(path):
    data = path.read_bytes()
    fields, at = [], 0
    while len(fields) < 4:
        end = at
        while not data[end:end + 1].isspace():
            end += 1
        fields.append(data[at:end])
        at = end + 1
    assert fields[0] == b"P5" and fields[3] == b"255"
    return int(fields[1]), int(fields[2]), data[at:]


def grid(path):
    wide, high, dots = pixmap(path)
    for top in range(0, high, CELL):
        line = ""
        for left in range(0, wide, CELL):
            rows = [dots[y * wide + left:y * wide + min(left + CELL, wide)] for y in range(top, min(top + CELL, high))]
            dark = sum(255 * len(row) - sum(row) for row in rows) / (255 * sum(map(len, rows)))
            line += str(min(9, round(dark * 18))) # a page of text is half black at most
        yield line


def draw(pdfs):
    with tempfile.TemporaryDirectory() as folder:
        for pdf in pdfs:
            for old in Path(folder).iterdir():
                old.unlink()
            subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", pdf, f"{folder}/page"], check=True)
            for number, page in enumerate(sorted(Path(folder).iterdir()), 1):
                print(f"== {Path(pdf).name} side {number}")
                print("\n".join(grid(page)))


def pages_of(path):
    pages, name = {}, None
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            name = line
            pages[name] = []
        else:
            pages[name].append(line)
    return pages


def compare(kept, made):
    told, old, new = [], pages_of(kept), pages_of(made)
    told += [f"{name}: {'gone' if name in old else 'new'}" for name in sorted(old.keys() ^ new.keys())]
    for name in sorted(old.keys() & new.keys()):
        for row, (a, b) in enumerate(zip(old[name], new[name])):
            if len(a) != len(b) or any(abs(int(x) - int(y)) > 1 for x, y in zip(a, b)):
                told.append(f"{name} at {row * 4} mm:\n- {a}\n+ {b}")
                break
        if len(old[name]) != len(new[name]):
            told.append(f"{name}: another size")
    print("\n".join(told))
    return 1 if told else 0


if __name__ == "__main__":
    if sys.argv[1] == "draw":
        draw(sys.argv[2:])
    else:
        sys.exit(compare(sys.argv[2], sys.argv[3]))

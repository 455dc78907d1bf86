#!/usr/bin/env python3
"""make_scan.py JPEG PDF [ROTATE]: a PDF that is nothing but that picture, 150 dots an inch, shown turned by ROTATE degrees."""
import struct
import sys


def size_of(jpeg):
    at = 2
    while True:
        mark, length = jpeg[at + 1], struct.unpack(">H", jpeg[at + 2:at + 4])[0]
        if 0xC0 <= mark <= 0xC2:
            height, width = struct.unpack(">HH", jpeg[at + 5:at + 9])
            return width, height, jpeg[at + 9]
        at += 2 + length


def main(source, target, rotate="0"):
    jpeg = open(source, "rb").read()
    width, height, samples = size_of(jpeg)
    wide, high = width * 72 / 150, height * 72 / 150
    content = f"q {wide} 0 0 {high} 0 0 cm /I Do Q".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide} {high}]/Rotate {rotate}/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>".encode(),
        f"<</Length {len(content)}>>stream\n".encode() + content + b"\nendstream",
        f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8/ColorSpace/Device{'Gray' if samples == 1 else 'RGB'}"
        f"/Filter/DCTDecode/Length {len(jpeg)}>>stream\n".encode() + jpeg + b"\nendstream",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    open(target, "wb").write(out)


if __name__ == "__main__":
    main(*sys.argv[1:])

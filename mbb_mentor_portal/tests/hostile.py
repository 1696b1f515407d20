# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What somebody who means harm, or a broken browser, may send to a form."""

import io
import struct
import zipfile
import zlib
from functools import cache
from urllib.parse import quote_from_bytes

from hypothesis import strategies as st
from PIL import Image

#: Never to be found in a page as it was typed.
SCRIPTS = ("<script>alert(1)", "<img src=x onerror", "<svg onload")
TEXTS = (
    *("", " ", "\x00", "a\x00b", "\x1b[2J", "\ufeff", "\u202egnp.exe", "\u2066x"),
    *(f"{script}</script>" for script in SCRIPTS),
    "\"><script>alert(1)</script>",
    "'; DROP TABLE mbb_mentee; --",
    *("{{7*7}}", "${7*7}", "<t t-out='7*7'/>", "%(x)s%s%n", "t-call=\"web.layout\""),
    *("\ud800", "\udfff x", "İstanbul Iğdır ıi", "STRASSE ß", "a\u0301" * 300, "𝔘" * 99),
    *("٣", "²", "-1", "0", "1e309", "NaN", "Infinity", "0x10", "1_000", "True", "[1]"),
    *("9" * 20, "9" * 5000, "2147483648", "9223372036854775808", "1,000,000.00"),
    *("2026-02-30", "0000-00-00", "9999-12-31", "2026-03-10T25:00", "10000-01-01"),
    *("x\r\nSet-Cookie: a=b", "a@b.example\nBcc: c@d.example", "//evil.example", "None"),
    *("../../etc/passwd", "C:\\boot.ini", "file:///etc/passwd", "javascript:alert(1)"),
    "x" * 7000,
    "x" * 1_000_000,
)
IDS = (
    *("-1", "0", "1", "2", "3", "4", "5", "٣", "1.5", "[1]", "1,2", "x", "None", "%00"),
    *("9" * 10, "2147483648", "9" * 19, "9" * 60, "9" * 5000, "1%20OR%201=1", "..%2F1"),
)
QUERIES = (
    *("debug=1", "debug=assets", "done=%3Cscript%3Ealert(1)%3C/script%3E", "page=-1"),
    *("redirect=//evil.example", "assignment=-1", "assignment=%D9%A3", "call=x&call=y"),
    *("lang=xx_XX", "kind=%00", f"rows={'9' * 30}", "assignment=" + "9" * 19),
)
NAMES = (
    *("paper.pdf", "../../etc/passwd", "..\\..\\boot.ini", "a\nb.pdf", "a\r\nX-Evil: 1"),
    *("invoice.pdf.exe", "picture.png.html", "\u202efdp.exe", "\x00.pdf", "İıŞ.PDF"),
    *("x" * 5000 + ".pdf", ".", "..", "con.pdf", 'a";filename="b.html', "<script>.pdf"),
)
TYPES = (
    *("application/json", "text/plain", "application/xml", "multipart/form-data"),
    *("application/x-www-form-urlencoded; charset=utf-16", "", "x/y", "text/html"),
)
#: Instead of the token of a form.
TOKENS = (
    *("f" * 40 + "o99999999999", "ş", "f" * 40 + "o٣", "\ud800", "o", "x" * 7000),
    *("f" * 40 + f"o{'9' * 5000}", "\u2066", "\x00"),
)
METHODS = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def _png(width, height, data=b""):
    def chunk(kind, body):
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(data))
        + chunk(b"IEND", b"")
    )


def _jpeg(exif=b"", size=(8, 8)):
    output = io.BytesIO()
    Image.new("L", size).save(output, "JPEG", exif=exif)
    return output.getvalue()


def _zip(name, content):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return output.getvalue()


#: As a turned photograph has it: the orientation is 6.
TURNED = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03" + (
    b"\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
)
PAGE = b"<html><script>alert(1)</script></html>"


@cache
def files():
    """{what it is: bytes}"""
    pdf = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    return {
        "nothing": b"",
        "a page": PAGE,
        "a PDF": pdf,
        "a PDF that is a page, too": pdf[:9] + PAGE + pdf[9:],
        "a page with a PDF in it": PAGE + pdf,
        "a cut PDF": pdf[:20],
        "30 MB": pdf[:-6] + b"\n" * (30 * 1024 * 1024) + b"%%EOF\n",
        "SVG": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "XML that reads files": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM '
        b'"file:///etc/passwd">]><x>&e;</x>',
        "a package that grows": _zip("a", b"\x00" * 20_000_000),
        "an office document": _zip("[Content_Types].xml", b"<x/>"),
        "a program": b"MZ\x90\x00" + b"\x00" * 64,
        "a picture of 60,000 × 60,000": _png(60_000, 60_000),
        "a picture of 12,000 × 12,000": _png(12_000, 12_000, b"\x00" * 1501 * 12_000),
        "a picture of no size": _png(0, 0),
        "a cut picture": _png(8, 8, b"\x00" * 16)[:50],
        "a photograph": _jpeg(TURNED),
        "a photograph with broken Exif": _jpeg(TURNED[:-9]),
        "a photograph with Exif of chance": _jpeg(b"Exif\x00\x00" + b"\xff" * 90),
        "a cut photograph": _jpeg(TURNED)[:-40],
        "a photograph with a page behind it": _jpeg() + PAGE,
        "a GIF": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    }


def _bytes(text):
    return text.encode("utf-8", "surrogatepass")


def urlencoded(pairs):
    return b"&".join(
        f"{quote_from_bytes(_bytes(name))}={quote_from_bytes(_bytes(value))}".encode()
        for name, value in pairs
    )


def multipart(pairs, uploads, boundary=b"xxBOUNDARYxx"):
    """Written by hand: a library would mend the names."""
    parts = [
        b'Content-Disposition: form-data; name="%s"\r\n\r\n%s'
        % (_bytes(name), _bytes(value))
        for name, value in pairs
    ]
    parts += [
        b'Content-Disposition: form-data; name="%s"; filename="%s"\r\n'
        b"Content-Type: application/pdf\r\n\r\n%s" % (_bytes(field), _bytes(name), body)
        for field, name, body in uploads
    ]
    return b"".join(b"--%s\r\n%s\r\n" % (boundary, part) for part in parts) + (
        b"--%s--\r\n" % boundary
    )


def mostly(usual, *others):
    """`usual` in three of four."""
    return st.sampled_from(range(4)).flatmap(
        lambda number: st.one_of(*others) if number == 3 else usual
    )


#: What is typed into one field.
texts = st.one_of(
    st.sampled_from(TEXTS), st.text(max_size=40), st.text("{}<>%$'\"\\\x00\r\n٣İ")
)
uploads = st.tuples(
    st.sampled_from(sorted(files())), mostly(st.just("paper.pdf"), st.sampled_from(NAMES))
)

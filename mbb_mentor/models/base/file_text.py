# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""The text of a file, as far as a program can read it: PDF, office files, plain text.

Nobody reads a scanned page here: what names a person without letters is found by the
record that it lies with.
"""

import io
import logging
import zipfile

from odoo.tools.pdf import PdfReader

_logger = logging.getLogger(__name__)

#: Bytes of one member of an archive, and of all together: what unpacks to more than
#: that was not made by an office.
MAX_MEMBER = 20 * 1024 * 1024
MAX_ALL = 100 * 1024 * 1024


def read_text(content):
    """All the words in `content` (bytes); "" where there are none to read."""
    try:
        if content.lstrip()[:5] == b"%PDF-":
            return _read_pdf(content)
        if content[:4] == b"PK\x03\x04":
            return _read_zip(content)
    except Exception as error:
        # Damaged, or locked by a password: it is told, and its bytes are looked at.
        _logger.info("A file could not be read for its words: %s", error)
    return _decode(content)


def _read_pdf(content):
    reader = PdfReader(io.BytesIO(content), strict=False)
    pages = [page.extract_text() or "" for page in reader.pages]
    about = [str(value) for value in (reader.metadata or {}).values()]
    return "\n".join([*pages, *about, _decode(content)])


def _read_zip(content):
    texts, left = [], MAX_ALL
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            if member.file_size > min(MAX_MEMBER, left):
                continue
            left -= member.file_size
            texts += [member.filename, read_text(archive.read(member))]
    return "\n".join(texts)


def _decode(content):
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "ignore")
    return content.decode("utf-8", "ignore")

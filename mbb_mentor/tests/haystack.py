# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Looks for a person in whole rows of every table and in every file.

It shares nothing with what takes the person out: no list of tables, columns or fields.
"""

import io
import re
import zipfile

from pypdf import PdfReader

_LETTERS = str.maketrans("İIıŞşĞğÜüÖöÇçÂâÎîÛû", "iiissgguuooccaaiiuu")


def spell(text):
    """Letters and digits alone, Turkish ones as plain ones, JSON escapes undone."""
    text = re.sub(
        r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text or ""
    )
    text = text.replace("%40", "@")
    text = re.sub(r"<[^<>]*>|&nbsp;", " ", text)
    return re.sub(r"[\W_]+", " ", text.translate(_LETTERS).lower()).strip()


def find(text, signs):
    """Which of the signs stand in the text; numbers however they are grouped."""
    words = f" {spell(text)} "
    digits = re.sub(r"(?<=\d)[^\w<>]{1,3}(?=\d)", "", text or "")
    found = set()
    for sign in signs:
        wanted = spell(sign)
        if re.fullmatch(r"\+?[\d\s]+", sign):
            number = re.sub(r"\D", "", sign)[-10:]
            if re.search(rf"{number}(?!\d)", digits):
                found.add(sign)
        elif f" {wanted} " in words or (
            sign.startswith("TR") and wanted.replace(" ", "") in words.replace(" ", "")
        ):
            found.add(sign)
    return found


def read(content):
    """The words of a file: of PDF and archives those inside."""
    texts = [content.decode("utf-8", "ignore")]
    try:
        if content[:5] == b"%PDF-":
            texts += [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
        elif content[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                texts += [read(archive.read(name)) for name in archive.namelist()]
    except Exception:  # A test's file may be no more than the beginning of one.
        texts.append("")
    return "\n".join(texts)


def find_in_rows(cr, signs):
    """{(table, id or row): signs} over all tables, in whole rows."""
    cr.execute(
        "SELECT table_name FROM information_schema.tables "
        "WHERE table_schema = current_schema AND table_type = 'BASE TABLE'"
    )
    found = {}
    for (table,) in cr.fetchall():
        cr.execute(f'SELECT t::text FROM "{table}" t')  # pylint: disable=sql-injection
        for (row,) in cr.fetchall():
            signs_here = find(row.replace('""', '"'), signs)
            if signs_here:
                found[table, row[:300]] = signs_here
    return found


def find_in_files(env, signs):
    """{attachment: signs}."""
    env.cr.execute("SELECT id FROM ir_attachment")
    files = env["ir.attachment"].sudo().browse(row for (row,) in env.cr.fetchall())
    found = {}
    for file in files:
        place = file.res_model or ""
        if file.type != "binary" or place.startswith("ir.ui") or not file.store_fname:
            continue
        if (file.url or "").startswith("/web/assets"):
            continue
        signs_here = find(read(file.raw or b""), signs)
        if signs_here:
            found[file.id, place, file.res_field] = signs_here
    return found

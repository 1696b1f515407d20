# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What every paper of the Birlik needs, whichever room prints it."""

import io

from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas


def print_page(env, template, values, footer, paperformat="paperformat_letter"):
    """The PDF (bytes) of a page of ours, its pages numbered."""
    paper = env.ref(f"mbb_mentor.{paperformat}")
    printer = env["ir.actions.report"].new({"paperformat_id": paper.id})
    html = env["ir.qweb"]._render(template, values)
    # Everything the page needs is in it: the printer fetches nothing.
    return number_pages(printer._run_wkhtmltopdf([str(html)]), footer)


def number_pages(content, footer):
    """Put page numbers on each page: the printer may be one that cannot."""
    reader = PdfReader(io.BytesIO(content))
    writer = PdfWriter()
    total = len(reader.pages)
    # Comes with reportlab; the standard fonts of PDF lack ğ, ı and ş.
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    for number, page in enumerate(reader.pages, 1):
        page = writer.add_page(page)
        width = float(page.mediabox.width)
        buffer = io.BytesIO()
        layer = canvas.Canvas(buffer, pagesize=(width, page.mediabox.height))
        layer.setFont("Vera", 7)
        layer.drawString(56, 28, footer)
        layer.drawRightString(width - 56, 28, f"{number}/{total}")
        layer.save()
        page.merge_page(PdfReader(buffer).pages[0])
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def get_capitals(env, text):
    """The text in capitals; Python's upper() knows no dotted one."""
    if (env.lang or "").startswith("tr"):
        text = text.replace("i", "İ")
    return text.upper()


def get_logo(company):
    """The logo for an <img>, or False: nothing is fetched while it is printed."""
    if not company.logo or company.uses_default_logo:
        return False
    return f"data:image/png;base64,{company.logo.decode()}"

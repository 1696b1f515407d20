# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import csv
import io
from datetime import datetime, time, timedelta
from pathlib import Path

import pytz
import reportlab
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from odoo import fields

ZONE = pytz.timezone("Europe/Istanbul")


def read(name):
    """The rows of a table of this folder."""
    path = Path(__file__).with_name(f"{name}.txt")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def paper(title, *lines):
    """The bytes of a one-page PDF, marked as a specimen."""
    # Comes with reportlab and has the Turkish letters.
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=A4)
    page.setTitle(title)
    for number, line in enumerate((title, "", *lines, "", "ÖRNEKTİR – GÖSTERİM VERİSİ")):
        page.setFont("Vera", 14 if not number else 11)
        page.drawString(72, 760 - 20 * number, line)
    page.save()
    return buffer.getvalue()


def logo(*lines):
    """A plain sign for the demo's company, in place of Odoo's English one."""
    folder = Path(reportlab.__file__).parent / "fonts"
    font = ImageFont.truetype(str(folder / "VeraBd.ttf"), 20)
    width = max(font.getbbox(line)[2] for line in lines)
    picture = Image.new("RGBA", (width + 70, 60), (255, 255, 255, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((4, 6, 52, 54), fill="#0b5570")
    draw.arc((14, 22, 42, 50), 200, 340, fill="white", width=4)
    for number, line in enumerate(lines):
        draw.text((64, 5 + 25 * number), line, font=font, fill="#0b5570")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue())


class Calendar:
    """Days and hours around today, as the clocks in Istanbul show them."""

    def __init__(self):
        self.today = datetime.now(ZONE).date()

    def day(self, offset):
        return self.today + timedelta(days=int(offset))

    def week(self, weeks, weekday):
        """A weekday (0 is Monday) so many weeks from this one."""
        return self.today + timedelta(weeks=weeks, days=weekday - self.today.weekday())

    @staticmethod
    def at(day, hour, minute=0):
        """The moment of that day and hour, as Odoo stores it."""
        local = ZONE.localize(datetime.combine(day, time(hour, minute)))
        return fields.Datetime.to_string(local.astimezone(pytz.utc))

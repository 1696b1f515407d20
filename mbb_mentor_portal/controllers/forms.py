# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Reading a posted form: what was typed is kept, each error knows its field."""

import re
from datetime import date, datetime

import pytz

from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import email_normalize

from odoo.addons.mbb_mentor.models.base.mbb_evidence import MAX_SIZE
from odoo.addons.mbb_mentor.models.base.uploads import is_readable, strip_metadata

from ..models.mbb_portal_mixin import MAX_TEXT

#: Characters of one line.
MAX_LINE = 200
#: [0-9], not \d: that takes the digits of every script.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
#: Control characters, and those that turn the direction of what is read.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


#: Times of a journey are those of the place (6245 m.39).
ZONE = pytz.timezone("Europe/Istanbul")


def to_utc(local, zone=None):
    """A time at the place as it is stored."""
    if not local:
        return False
    return (zone or ZONE).localize(local).astimezone(pytz.utc).replace(tzinfo=None)


def is_number(value):
    """Whether `value` is a number as an address or a hidden field of ours has it."""
    return bool(re.fullmatch(r"[0-9]{1,9}", str(value or "")))


class Form:
    """Values as typed (strings) and messages by field, in the order of the page."""

    def __init__(self, post=None, values=None):
        self.post = post or {}
        self.values = dict(values or {})
        self.errors = {}
        #: Where a message leads, if not to its field on this page.
        self.links = {}
        #: {field: (label, text)} that somebody else saved meanwhile.
        self.theirs = {}
        #: The answer's status when there are errors.
        self.status = 422

    def __contains__(self, name):
        return name in self.errors

    def get(self, name, default=""):
        value = self.values.get(name, default)
        return default if value is None or value is False else value

    def error(self, name, message):
        self.errors.setdefault(name, message)

    @property
    def ok(self):
        return not self.errors

    def raw(self, name):
        value = self.post.get(name, "")
        if not isinstance(value, str):
            value = ""
        value = _CONTROL.sub("", value.replace("\r\n", "\n")).strip()
        self.values[name] = value
        return value

    def text(self, name, required=False, limit=MAX_TEXT, message=None):
        value = self.raw(name)
        if len(value) > limit:
            self.error(
                name,
                request.env._(
                    "This is too long: at most %(limit)s characters.", limit=limit
                ),
            )
        elif required and not value:
            self.error(name, message or request.env._("Fill this in."))
        return value

    def line(self, name, required=False, limit=MAX_LINE, message=None):
        return " ".join(self.text(name, required, limit, message).split())

    def email(self, name, required=False):
        message = request.env._("Enter the e-mail address.")
        value = self.line(name, required, message=message)
        # An address has no Turkish letters: İ typed with caps lock reaches nobody.
        if value and not (value.isascii() and email_normalize(value)):
            self.error(
                name,
                request.env._("Enter an e-mail address, like name@example.org."),
            )
        return value

    def flag(self, name):
        value = bool(self.post.get(name))
        self.values[name] = value
        return value

    def choice(self, name, options, required=False, message=None):
        value = self.raw(name)
        if not value and not required:
            return False
        if value not in options:
            self.error(name, message or request.env._("Choose one of the list."))
            return False
        return value

    def integer(self, name, low=0, high=10**6, required=False):
        value = self.raw(name)
        if not value and not required:
            return 0
        if not re.fullmatch(r"[0-9]{1,7}", value) or not low <= int(value) <= high:
            self.error(
                name,
                request.env._(
                    "Enter a whole number from %(low)s to %(high)s.",
                    low=low,
                    high=high,
                ),
            )
            return 0
        return int(value)

    def number(self, name, required=False):
        """A number as people type it, 12,5 or -3; None where there is none."""
        value = self.raw(name).replace(" ", "")
        if not value and not required:
            return None
        if not re.fullmatch(r"-?[0-9]{1,9}([.,][0-9]{1,2})?", value):
            self.error(name, request.env._("Enter a number, like 12,5."))
            return None
        return float(value.replace(",", "."))

    def money(self, name, required=False, message=None):
        """A sum as people type it: 1.250,50 or 1250.50 or 1250."""
        value = self.raw(name).replace(" ", "")
        if not value and not required:
            return 0.0
        plain = value
        if "," in plain:
            plain = plain.replace(".", "").replace(",", ".")
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", plain):
            self.error(
                name,
                message or request.env._("Enter a sum of money, like 1250,50."),
            )
            return 0.0
        return float(plain)

    def date(self, name, required=False, message=None):
        value = self.raw(name)
        if not value and not required:
            return False
        try:
            parsed = _DAY.fullmatch(value) and date.fromisoformat(value)
        except ValueError:
            parsed = None
        if not parsed or not 2000 <= parsed.year <= 2100:
            self.error(name, message or request.env._("Enter a date."))
            return False
        return parsed

    def datetime(self, name, required=False, message=None):
        value = self.raw(name)
        if not value and not required:
            return False
        try:
            parsed = _MOMENT.fullmatch(value) and datetime.fromisoformat(value)
        except ValueError:
            parsed = None
        if not parsed or not 2000 <= parsed.year <= 2100:
            self.error(name, message or request.env._("Enter a day and an hour."))
            return False
        return parsed

    def upload(self, name, required=False):
        """(file name, bytes) of an acceptable file, or (False, False).

        Judged by its content, and by the one who keeps it (mbb.evidence).
        """
        uploaded = request.httprequest.files.get(name)
        if not uploaded or not uploaded.filename:
            if required:
                self.error(name, request.env._("Choose a file."))
            return False, False
        # sudo: a check of bytes; nothing is read or written.
        evidence_sudo = request.env["mbb.evidence"].sudo()
        # One byte more than is allowed is enough to know.
        content = uploaded.stream.read(MAX_SIZE + 1)
        try:
            mimetype = evidence_sudo._check_content(content)
        except UserError as refusal:
            self.error(name, str(refusal))
            return False, False
        if not is_readable(content, mimetype):
            self.error(name, request.env._("The file is damaged: it cannot be read."))
            return False, False
        return uploaded.filename, strip_metadata(content, mimetype)

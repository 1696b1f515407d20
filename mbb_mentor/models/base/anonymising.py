# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""The words in which a room says what becomes of each field when its person goes.

    {model: {path to the person: {field: how}}}

The rooms say it in their `retention.py`, as they say in `personal_data.py` what is told.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from . import needles


class How(NamedTuple):
    """What becomes of a value; `sign` is what kind of sign of the person it is."""

    what: str
    sign: str = ""


#: Nothing is left (words where the column may not be empty).
BLANK = How("blank")
#: Words say that something stood there: what a constraint asks for is still there.
WORDS = How("words")
#: It says what the office needs for its figures, or is written by the office: only
#: the signs of the person in it are replaced.
STAYS = How("stays")
#: The same while the record is kept; it goes when the record's own retention ends.
ENDS = How("ends")
#: The bytes go; what was known of them (hash, dates) stays.
FILE = How("file")
#: In the place of `field`: the row goes, or the files that lie with it.
ROW, FILES = "*row", "*files"
GOES = How("goes")

FULL_NAME = How("name", needles.NAME)
MAIL = How("blank", needles.EMAIL)
LOGIN = How("login", needles.LOGIN)
PHONE = How("blank", needles.PHONE)
IDENTITY = How("blank", needles.NUMBER)
ACCOUNT = How("words", needles.NUMBER)


@dataclass
class Outcome:
    """What was destroyed, in numbers and hashes: nothing that identifies."""

    fields: int = 0
    files: int = 0
    rows: int = 0
    hashes: list = field(default_factory=list)
    #: What stood in fields that are words now; looked for in mails, never stored.
    texts: set = field(default_factory=set)

    def add(self, other):
        self.fields += other.fields
        self.files += other.files
        self.rows += other.rows
        self.hashes += other.hashes
        self.texts |= other.texts

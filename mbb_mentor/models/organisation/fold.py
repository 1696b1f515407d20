# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import re
import unicodedata

#: What Unicode's own decomposition leaves apart in Turkish.
_LETTERS = str.maketrans("ıİ", "ii")


def fold(text):
    """The text as two people who spell it differently would both write it.

    İ, I, ı and i are one letter, marks and punctuation go, blanks are single.
    """
    text = unicodedata.normalize("NFKD", (text or "").translate(_LETTERS))
    text = "".join(char for char in text if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", text.lower()))

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What identifies a person, looked for in whatever somebody typed.

A name in any case and spelling of its Turkish letters, in both orders, with tags or
commas between its words; an e-mail address; the digits of a phone, an identity number
or an account, however they are grouped. A single word is never looked for: it would
take common words along.
"""

import json
import re
import unicodedata
from urllib.parse import quote

NAME, EMAIL, PHONE, NUMBER, LOGIN = "name", "email", "phone", "number", "login"
#: The letters that are one when a person is looked for; see `fold`.
_SAME = ("iİIı", "sSşŞ", "gGğĞ", "uUüÜûÛ", "oOöÖôÔ", "cCçÇ", "aAâÂ", "eEéÉêÊ")
_CLASSES = {letter: letters for letters in _SAME for letter in letters}
_MARK = "[\u0300-\u036f]?"
#: Between two words of a name: blanks, marks, tags.
_BETWEEN = r"(?:\s|&nbsp;|&#160;|\\[nrt]|[,;.'’_\-]|<[^<>]{0,200}>){1,8}"
_BEFORE, _AFTER = r"(?<![^\W_])", r"(?![^\W_])"
_GAP = r"(?:[\s().\-/]|&nbsp;){0,3}"
#: For PostgreSQL: `lower` alone depends on the collation of the database.
SQL_FROM = "İIıŞşĞğÜüÛûÖöÔôÇçÂâÉéÊê"
SQL_TO = "iiissgguuuuooooccaaeeee"[: len(SQL_FROM)]
assert len(SQL_FROM) == len(SQL_TO)


def plain(text):
    """Lower case without Turkish letters, as the database compares it."""
    text = unicodedata.normalize("NFC", text or "")
    return text.translate(str.maketrans(SQL_FROM, SQL_TO)).lower()


def _letter(char):
    """One letter of a name: each spelling of it, and as JSON escapes it."""
    letters = _CLASSES.get(char, char.lower() + char.upper())
    escapes = {
        json.dumps(letter)[1:-1] for letter in letters if not letter.isascii()
    }
    options = [f"[{re.escape(letters)}]{_MARK}"] + [
        "".join(
            re.escape(part) if part in "\\u" else f"[{part}{part.upper()}]"
            for part in escape
        )
        for escape in sorted(escapes)
    ]
    return f"(?:{'|'.join(options)})" if len(options) > 1 else options[0]


def _word(word):
    return "".join(map(_letter, unicodedata.normalize("NFC", word)))


def split_name(name):
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", name or ""))


def _name_pattern(name):
    """The full name in both orders, or None where it is a single word."""
    words = split_name(name)
    if len(words) < 2:
        return None
    orders = {tuple(words), (words[-1], *words[:-1])}
    found = "|".join(_BETWEEN.join(map(_word, order)) for order in sorted(orders))
    return f"{_BEFORE}(?:{found}){_AFTER}"


def _email_pattern(email):
    local, _at, host = email.strip().partition("@")
    if not local or not host:
        return None
    at = r"(?:@|%40|&#64;|\\u0040)"
    quoted = quote(local, safe="")
    first = "|".join(sorted({_word_all(local), _word_all(quoted)}))
    return rf"(?<![\w.+%-])(?:{first}){at}{_word_all(host)}(?![\w-])"


def _word_all(text):
    return "".join(
        _letter(char) if char.isalpha() else re.escape(char) for char in text
    )


def get_digits(number):
    """The digits by which a number is known; of a Turkish phone the last ten."""
    digits = re.sub(r"\D", "", number or "")
    return digits[-10:] if len(digits) >= 10 else digits


def _phone_pattern(phone):
    digits = get_digits(phone)
    if len(digits) < 7:
        return None
    return rf"(?<!\d)(?:(?:\+|00)?9?0?{_GAP})?{_GAP.join(digits)}(?!\d)"


def _number_pattern(number):
    signs = re.sub(r"[\W_]", "", number or "")
    if len(signs) < 6:
        return None
    return _BEFORE + _GAP.join(map(_letter, signs)) + _AFTER


_PATTERNS = {
    NAME: _name_pattern,
    EMAIL: _email_pattern,
    LOGIN: _email_pattern,
    PHONE: _phone_pattern,
    NUMBER: _number_pattern,
}


class Needles:
    """The signs of one person, and the words that stand in their place."""

    def __init__(self, signs, words):
        """
        :param signs: {(kind, text)}
        :param words: {kind: what stands there afterwards}
        """
        self.words = words
        self.signs = {
            (kind, text) for kind, text in signs if text and _PATTERNS[kind](text)
        }
        self._found = [
            (kind, re.compile(_PATTERNS[kind](text)))
            # An address first: the name within it would be taken out of it.
            for kind, text in sorted(
                self.signs, key=lambda sign: (sign[0] == NAME, -len(sign[1]), sign)
            )
        ]

    def __bool__(self):
        return bool(self._found)

    def replace(self, text):
        for kind, pattern in self._found:
            text = pattern.sub(lambda found, kind=kind: self._say(kind, found), text)
        return text

    def _say(self, kind, found):
        """The words instead, with the tags that stood between those of a name."""
        return self.words[kind] + "".join(re.findall(r"<[^<>]*>", found[0]))

    def is_in(self, text):
        return any(pattern.search(text) for _kind, pattern in self._found)

    def get_clues(self):
        """(words that stand together, digits), by which the database looks first.

        The database finds too much rather than too little; `replace` decides.
        """
        together, digits = [], []
        for kind, text in sorted(self.signs):
            if kind == NAME:
                # Shorter than the whole where letters are escaped: see `plain`.
                together.append([plain(word) for word in split_name(text)])
            elif kind in (EMAIL, LOGIN):
                together.append([plain(text.strip().partition("@")[0])])
            elif kind == PHONE:
                digits.append(get_digits(text))
            else:
                together.append([])
                signs = re.sub(r"[\W_]", "", text)
                digits.append("".join(filter(str.isdigit, signs))[-10:])
        return [words for words in together if words], [d for d in digits if d]

    def get_escaped_clues(self):
        """Words as JSON escapes them, for texts that were stored that way."""
        clues = []
        for kind, text in sorted(self.signs):
            if kind == NAME and not text.isascii():
                words = {
                    json.dumps(spelling)[1:-1]
                    for word in split_name(text)
                    if not word.isascii()
                    for spelling in (word, word.upper(), word.lower(), word.title())
                }
                clues.extend(sorted(words))
        return clues

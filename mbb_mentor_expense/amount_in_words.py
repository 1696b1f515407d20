# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""An amount as it is written out on Turkish papers.

num2words drops the "bir" of 101 001 (yüzbirbinbir) and its callers put capitals that
Turkish does not have (`"iki".title()`), so papers are written with this.
"""

ONES = ("", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz")
TENS = (
    "",
    "on",
    "yirmi",
    "otuz",
    "kırk",
    "elli",
    "altmış",
    "yetmiş",
    "seksen",
    "doksan",
)
SCALES = ("", "bin", "milyon", "milyar", "trilyon")


def number_in_words(number):
    """A whole number in one word, so that nothing can be written in between."""
    if number < 0 or number >= 1000 ** len(SCALES):
        raise ValueError(number)
    if not number:
        return "sıfır"
    groups = []
    for scale in SCALES:
        number, group = divmod(number, 1000)
        # A thousand is "bin", never "birbin"; a million is "birmilyon".
        words = "" if (group, scale) == (1, "bin") else _below_thousand(group)
        groups.append(words + scale if group else "")
    return "".join(reversed(groups))


def _below_thousand(number):
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = (ONES[hundreds] if hundreds > 1 else "") + ("yüz" if hundreds else "")
    return words + TENS[tens] + ONES[ones]


def amount_in_words(amount, unit="TL", subunit="Kr."):
    """``"3610.05"`` as "yalnız üçbinaltıyüzon TL beş Kr."

    :param str amount: a decimal string, as many places as the currency has
    """
    whole, _point, part = amount.partition(".")
    words = f"yalnız {number_in_words(int(whole))} {unit}"
    if part and int(part):
        words = f"{words} {number_in_words(int(part))} {subunit}".rstrip()
    return words

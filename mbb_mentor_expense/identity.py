# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Check digits of what identifies a payee. Imports no Odoo."""

import re

BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
PASSPORT = re.compile(r"[A-Z0-9]{5,20}")


def is_tckn(number):
    """Whether the eleven digits have the check digits of a T.C. Kimlik No."""
    if not re.fullmatch(r"[1-9][0-9]{10}", number or ""):
        return False
    digits = [int(digit) for digit in number]
    tenth = (7 * sum(digits[0:9:2]) - sum(digits[1:8:2])) % 10
    return digits[9] == tenth and digits[10] == sum(digits[:10]) % 10


def is_bic(code):
    """Whether it is written like a SWIFT/BIC of 8 or 11 characters."""
    return bool(BIC.fullmatch(code or ""))


def is_passport(number):
    return bool(PASSPORT.fullmatch(number or ""))

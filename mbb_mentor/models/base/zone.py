# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""The day on which something happens is the programme's day, not the user's."""

from datetime import datetime
from zoneinfo import ZoneInfo

from odoo import fields
from odoo.exceptions import UserError

ZONE = "Europe/Istanbul"


def local_today():
    """Today's date in Istanbul, whoever asks from wherever."""
    # Record rules ask for it: without an environment made for it.
    return datetime.now(ZoneInfo(ZONE)).date()


def to_zone(record, moment):
    """A stored (UTC) moment as an aware one in Istanbul."""
    return fields.Datetime.context_timestamp(record.with_context(tz=ZONE), moment)


def check_signed(record, date):
    """No paper that is recorded today was signed on a later day."""
    if date and fields.Date.to_date(date) > local_today():
        raise UserError(
            record.env._("A paper of a coming day was not signed yet.")
        )

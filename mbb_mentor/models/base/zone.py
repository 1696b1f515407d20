# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""The day on which something happens is the programme's day, not the user's."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from odoo import fields
from odoo.exceptions import UserError

ZONE = "Europe/Istanbul"


def local_today():
    """Today's date in Istanbul, whoever asks from wherever."""
    # Record rules ask for it: without an environment made for it.
    return datetime.now(ZoneInfo(ZONE)).date()


def to_zone(moment):
    """A stored (UTC) moment as an aware one in Istanbul."""
    # Asked of each row of a list: no environment is made for it.
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(ZONE))


def get_midnight(day):
    """The begin of a day in Istanbul, as moments are stored (UTC, naive)."""
    local = datetime.combine(day, time.min, ZoneInfo(ZONE))
    return local.astimezone(UTC).replace(tzinfo=None)


def check_signed(record, date):
    """No paper that is recorded today was signed on a later day."""
    if date and fields.Date.to_date(date) > local_today():
        raise UserError(
            record.env._("A paper of a coming day was not signed yet.")
        )

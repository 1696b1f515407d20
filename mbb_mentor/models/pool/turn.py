# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.tools import SQL

from ..base.mbb_state_mixin import lock_or_tell


def take_turn(record, counter):
    """Hold `record` until the end of the transaction, and count the turn.

    A lock alone lets the second of two go on with what it read before the first one
    saved. The counter makes it fail on the row, and it is run again.
    """
    record.ensure_one()
    record.flush_recordset()
    lock_or_tell(record)
    name = SQL.identifier(counter)
    record.env.cr.execute(
        SQL(
            "UPDATE %s SET %s = COALESCE(%s, 0) + 1 WHERE id = %s",
            SQL.identifier(record._table),
            name,
            name,
            record.id,
        )
    )

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


def wait_turn(records):
    """Hold `records` until the end of the transaction; whoever comes meanwhile waits,
    is run again by the platform and sees what the first one wrote.

    The row is written, not locked: under REPEATABLE READ a lock that was waited for
    goes on with what was read before it, a row that was written in between does not.
    """
    records.flush_recordset()
    records.env.cr.execute(
        SQL(
            "UPDATE %s SET id = id WHERE id = ANY(%s)",
            SQL.identifier(records._table),
            list(records.ids),
        )
    )

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL
from odoo.tools.sql import column_exists

#: The platform keeps a column whose type has changed under this name.
OLD = "legal_ground_moved0"


def migrate(cr, version):
    """The ground of an assignment was a text: each text becomes a row of its own."""
    if not version or not column_exists(cr, "mbb_assignment", OLD):
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    programme = env.ref("mbb_mentor.mbb_legal_ground_programme")
    known = {
        programme.with_context(lang=lang.code).article: programme
        for lang in env["res.lang"].search([])
    }
    old = SQL.identifier(OLD)
    cr.execute(
        SQL(
            "SELECT DISTINCT %s FROM mbb_assignment"
            " WHERE legal_ground IS NULL AND %s <> ''",
            old,
            old,
        )
    )
    for (text,) in cr.fetchall():
        ground = known.get(text) or programme.copy(
            {"name": text, "article": text, "certainty": "unverified", "active": False}
        )
        cr.execute(
            SQL(
                "UPDATE mbb_assignment SET legal_ground = %s"
                " WHERE %s = %s AND legal_ground IS NULL",
                ground.id,
                old,
                text,
            )
        )
    cr.execute(SQL("ALTER TABLE mbb_assignment DROP COLUMN %s", old))

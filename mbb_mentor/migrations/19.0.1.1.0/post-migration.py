# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import SUPERUSER_ID, api
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
    cr.execute(
        f"SELECT DISTINCT {OLD} FROM mbb_assignment"  # pylint: disable=sql-injection
        f" WHERE legal_ground IS NULL AND {OLD} <> ''"
    )
    for (text,) in cr.fetchall():
        ground = known.get(text) or programme.copy(
            {"name": text, "article": text, "certainty": "unverified", "active": False}
        )
        cr.execute(
            f"UPDATE mbb_assignment SET legal_ground = %s"  # pylint: disable=sql-injection
            f" WHERE {OLD} = %s AND legal_ground IS NULL",
            [ground.id, text],
        )
    cr.execute(f"ALTER TABLE mbb_assignment DROP COLUMN {OLD}")

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbCall(models.Model):
    """A call that carries on what was learnt (MPY m.7/3)."""

    _inherit = "mbb.call"

    practice_id = fields.Many2one(
        "mbb.practice",
        string="Carries On",
        index="btree_not_null",
        copy=False,
        check_company=True,
        groups="mbb_mentor.group_mentor_officer",
    )

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    mentor_loaded_keys = fields.Json(
        copy=False,
        groups="base.group_system",
        help="What of the shipped organisation was loaded once: what somebody deleted "
        "afterwards does not come back.",
    )

    # Where the authority of the Genel Sekreter ends, and whom else is asked. The rules
    # read these fields in their domains, so that a limit is a setting. Companies are read
    # by whoever signs in; these are of the house.
    mbb_head_approves_pool = fields.Boolean(
        string="Unit Head Accepts into the Pool",
        help="The unit of the main subject decides, the others are informed.",
        groups="base.group_user",
    )
    mbb_head_approves_match = fields.Boolean(
        string="Unit Head Approves Matches",
        help="The unit of the main subject decides, the others are informed.",
        groups="base.group_user",
    )
    mbb_president_abroad = fields.Boolean(
        string="Başkan Approves Duty Abroad",
        default=True,
        groups="base.group_user",
    )
    mbb_president_days = fields.Integer(
        string="Başkan Approves Beyond (Days)",
        default=30,
        help="0: no limit.",
        groups="base.group_user",
    )
    mbb_president_amount = fields.Monetary(
        string="Başkan Approves Above",
        default=50000,
        help="0: no limit.",
        groups="base.group_user",
    )
    mbb_limit_directive_id = fields.Many2one(
        "mbb.directive",
        string="The Limits Rest On",
        ondelete="restrict",
        default=lambda self: self.env["mbb.directive"]._get_unseen(),
        groups="base.group_user",
    )

    _mbb_check_limits = models.Constraint(
        "CHECK(mbb_president_days >= 0 AND mbb_president_amount >= 0)",
        "A limit cannot be negative.",
    )

    def _mbb_get_general_secretariat(self):
        """The unit at the head of the administration (GÇY m.8)."""
        self.ensure_one()
        return self.env["hr.department"].search(
            [
                ("mentor_kind", "=", "general_secretariat"),
                ("company_id", "=", self.id),
            ],
            limit=1,
        )

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    mbb_agreement_required = fields.Boolean(
        string="Mentoring Agreement First",
        help="No assignment, and no session after the first one, before both sides "
        "have agreed to a mentoring agreement (MPY m.6).",
        groups="base.group_user",
    )

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbTravelControlMixin(models.AbstractModel):
    """Whether ön malî kontrol looks at a claim (5018 m.58).

    The amount is that of the day of submission and of what was claimed: what a checker
    takes off does not take a claim out of the control.
    """

    _name = "mbb.travel.control.mixin"
    _description = "Scope of the Preliminary Control"

    in_control_scope = fields.Boolean(
        string="In the Scope of Preliminary Control",
        compute="_compute_in_control_scope",
        store=True,
    )

    @api.depends("claimed_gross", "date_submitted", "company_id")
    def _compute_in_control_scope(self):
        policies = self.env["mbb.travel.policy"]
        for claim in self:
            moment = claim.date_submitted or fields.Datetime.now()
            company = claim.company_id or self.env.company
            policy = policies._get_policy(moment.date(), company)
            claim.in_control_scope = claim.claimed_gross >= policy.control_from

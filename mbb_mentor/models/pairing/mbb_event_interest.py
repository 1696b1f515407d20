# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models
from odoo.exceptions import UserError


class MbbEventInterest(models.Model):
    _inherit = "mbb.event.interest"

    match_id = fields.Many2one(
        "mbb.match",
        string="Proposed Match",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    _guarded_fields = ("match_id",)

    def action_propose_match(self):
        """What both wish becomes a proposal, once both sides are in the pool."""
        self.ensure_one()
        if self.state != "mutual":
            raise UserError(self.env._("The interest is not mutual."))
        wizard = self.env["mbb.event.match"].create({"interest_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose a Match"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_view_match(self):
        self.ensure_one()
        return self.match_id._open()

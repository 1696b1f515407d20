# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class MbbDataRequestEntry(models.TransientModel):
    """A request that came on paper or by KEP, entered with its file."""

    _name = "mbb.data.request.entry"
    _description = "Enter a Data Request"

    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        domain=[("is_company", "=", False), ("is_mentor_unit", "=", False)],
    )
    kind = fields.Selection("_selection_kind", required=True, default="access")
    text = fields.Text(string="What Is Asked", required=True)
    origin = fields.Selection(
        [("paper", "Paper"), ("kep", "KEP")], required=True, default="paper"
    )
    date_received = fields.Date(
        string="Received On", required=True, default=fields.Date.context_today
    )
    file = fields.Binary(required=True)
    file_name = fields.Char()

    def _selection_kind(self):
        kinds = self.env["mbb.data.request"]._fields["kind"]
        return kinds._description_selection(self.env)

    def action_enter(self):
        self.ensure_one()
        requests = self.env["mbb.data.request"]
        if not self.env.user.has_group("mbb_mentor.group_mentor_officer"):
            raise AccessError(self.env._("Only the Sekreterya may take this step."))
        if self.date_received > requests._get_today():
            raise UserError(self.env._("The day of receipt lies ahead."))
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        # Of the person first: the request is made with its paper in hand.
        evidence = self.env["mbb.evidence"]._record(
            self.partner_id,
            self.file_name or self.env._("Request"),
            content,
            "application",
        )
        request = requests._receive(
            self.partner_id,
            self.kind,
            self.text,
            origin=self.origin,
            date_received=self.date_received,
            evidence_id=evidence.id,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": request._name,
            "res_id": request.id,
            "views": [(False, "form")],
        }

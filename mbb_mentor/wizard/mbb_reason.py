# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError


class MbbReason(models.TransientModel):
    """One dialog for every step that has to be reasoned (MPY m.5/6)."""

    _name = "mbb.reason"
    _description = "Reason"

    res_model = fields.Char(readonly=True)
    res_ids = fields.Json(readonly=True)
    method = fields.Char(readonly=True)
    reason = fields.Text(required=True)

    @api.model
    def default_get(self, fields):
        context = self.env.context
        return {
            **super().default_get(fields),
            "res_model": context.get("active_model"),
            "res_ids": context.get("active_ids") or [],
            "method": context.get("reason_method"),
        }

    def action_confirm(self):
        self.ensure_one()
        model = self.env.get(self.res_model)
        if model is None or self.method not in getattr(model, "_reason_methods", ()):
            raise UserError(self.env._("This step takes no reason."))
        ids = self.res_ids
        # A Json field takes whatever a caller sends.
        if not (isinstance(ids, list) and ids and all(type(i) is int for i in ids)):
            raise UserError(self.env._("Choose first what the reason is for."))
        result = getattr(model.browse(ids), self.method)(self.reason)
        if isinstance(result, dict):
            if result["type"] == "ir.actions.act_url":
                # The web client leaves the dialog open after a download.
                return {**result, "target": "new", "close": True}
            return result
        return {"type": "ir.actions.act_window_close"}

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError


class MbbInstitutionChange(models.TransientModel):
    """Rename, merge or close an institution; its history stays."""

    _name = "mbb.institution.change"
    _description = "Change of an Institution"

    institution_id = fields.Many2one(
        "res.partner",
        required=True,
        readonly=True,
        domain=[("is_mentor_institution", "=", True)],
    )
    kind = fields.Selection(
        [
            ("rename", "New Name"),
            ("merge", "Became Part of Another Institution"),
            ("close", "Closed Down"),
        ],
        required=True,
        default="rename",
    )
    name = fields.Char(string="New Name")
    successor_id = fields.Many2one(
        "res.partner",
        string="Merged Into",
        domain="[('is_mentor_institution', '=', True),"
        " ('mentor_closed_on', '=', False), ('id', '!=', institution_id)]",
    )
    date = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    ground = fields.Char(required=True, help="Number and date of the law or decision.")

    @api.constrains("date")
    def _check_date(self):
        if any(row.date > fields.Date.context_today(row) for row in self):
            raise UserError(self.env._("Enter it when the day has come."))

    def action_apply(self):
        self.ensure_one()
        institution = self.institution_id
        if not institution.is_mentor_institution:
            raise UserError(self.env._("This is for an institution."))
        if self.kind == "rename":
            if not (self.name or "").strip():
                raise UserError(self.env._("Give the new name."))
            institution._mentor_rename(self.name.strip(), self.date, self.ground)
        elif self.kind == "merge":
            if not self.successor_id:
                raise UserError(self.env._("Name the institution that it became."))
            institution._mentor_close(self.date, self.ground, self.successor_id)
        else:
            institution._mentor_close(self.date, self.ground)
        return {"type": "ir.actions.act_window_close"}

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError


class MbbPersonLeave(models.TransientModel):
    """Somebody leaves an institution, retires or moves to another one."""

    _name = "mbb.person.leave"
    _description = "Left or Moved"

    person_id = fields.Many2one("res.partner", required=True, readonly=True)
    kind = fields.Selection(
        [("left", "Left"), ("retired", "Retired"), ("moved", "Moved")],
        required=True,
        default="left",
    )
    institution_id = fields.Many2one(
        "res.partner",
        string="New Institution",
        domain=[("is_mentor_institution", "=", True), ("mentor_closed_on", "=", False)],
    )
    date = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    note = fields.Char()

    @api.constrains("date")
    def _check_date(self):
        if any(row.date > fields.Date.context_today(row) for row in self):
            raise UserError(self.env._("Enter it when the day has come."))

    def _get_reason(self):
        self.ensure_one()
        values = {
            "person": self.person_id.name,
            "institution": self.person_id._get_institution().name or "–",
        }
        reason = {
            "left": self.env._("%(person)s has left %(institution)s.", **values),
            "retired": self.env._(
                "%(person)s has retired from %(institution)s.", **values
            ),
            "moved": self.env._(
                "%(person)s has moved from %(institution)s to another institution.",
                **values,
            ),
        }[self.kind]
        return f"{reason} {self.note}" if self.note else reason

    def action_apply(self):
        self.ensure_one()
        person = self.person_id
        if person.is_company or person.is_mentor_institution or person.is_mentor_unit:
            raise UserError(self.env._("This is for a person."))
        institution = self.institution_id
        if self.kind == "moved" and (
            not institution.is_mentor_institution or institution.mentor_closed_on
        ):
            raise UserError(self.env._("Name the new institution."))
        person.check_access("write")
        reason = self._get_reason()
        person._mentor_leave(reason, self.date)
        if self.kind == "moved":
            # A new authority, a new application: nothing is taken along.
            person.parent_id = institution
            person.sudo().mentor_left_on = False
        else:
            person.sudo().mentor_left_on = self.date
        person.message_post(body=reason)
        return {"type": "ir.actions.act_window_close"}

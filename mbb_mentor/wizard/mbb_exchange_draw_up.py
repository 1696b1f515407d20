# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError


class MbbExchangeDrawUp(models.TransientModel):
    """Draw up the other way of a staff exchange."""

    _name = "mbb.exchange.draw.up"
    _description = "Draw Up the Other Way of an Exchange"

    assignment_id = fields.Many2one("mbb.assignment", required=True, readonly=True)
    own_institution_id = fields.Many2one(
        related="assignment_id.host_institution_id", string="Own Institution"
    )
    host_institution_id = fields.Many2one(
        related="assignment_id.sending_institution_id", string="Host Institution"
    )
    expert_id = fields.Many2one(
        "res.partner", required=True, domain=[("is_company", "=", False)]
    )
    place = fields.Char(required=True)
    tasks = fields.Text(required=True)
    date_from = fields.Date(
        string="From",
        required=True,
        compute="_compute_dates",
        store=True,
        precompute=True,
        readonly=False,
    )
    date_to = fields.Date(
        string="To",
        required=True,
        compute="_compute_dates",
        store=True,
        precompute=True,
        readonly=False,
    )

    @api.depends("assignment_id")
    def _compute_dates(self):
        for wizard in self:
            wizard.date_from = wizard.assignment_id.date_from
            wizard.date_to = wizard.assignment_id.date_to

    def action_draw_up(self):
        self.ensure_one()
        first = self.assignment_id
        if first.kind != "exchange":
            raise UserError(
                self.env._("%(name)s is no staff exchange.", name=first.display_name)
            )
        first.check_access("write")
        other = first.copy(
            {
                "expert_id": self.expert_id.id,
                "sending_institution_id": first.host_institution_id.id,
                "host_institution_id": first.sending_institution_id.id,
                "place": self.place,
                "place_state_id": first.sending_institution_id.state_id.id,
                "tasks": self.tasks,
                "date_from": self.date_from,
                "date_to": self.date_to,
            }
        )
        first._link_exchange(other)
        return other._get_records_action()

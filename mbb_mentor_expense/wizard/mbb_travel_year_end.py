# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class MbbTravelYearEnd(models.TransientModel):
    """Advances open at the end of the year go to the account of past years."""

    _name = "mbb.travel.year.end"
    _description = "Advances at the End of the Year"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    date = fields.Date(
        string="Last Day of the Year", required=True, default=lambda self: self._get_day()
    )
    advance_ids = fields.Many2many(
        "mbb.travel.advance", string="Open Advances", compute="_compute_advance_ids"
    )

    @api.model
    def _get_day(self):
        """The end of this year in December, of the year before it otherwise."""
        today = fields.Date.context_today(self)
        year = today.year if today.month == 12 else today.year - 1
        return fields.Date.to_date(f"{year}-12-31")

    @api.depends("date", "company_id")
    def _compute_advance_ids(self):
        for wizard in self:
            source = wizard.company_id._mbb_get_travel_account("advance").account_id
            advances = self.env["mbb.travel.advance"].search(
                [
                    ("state", "in", ("paid", "recovery")),
                    ("company_id", "=", wizard.company_id.id),
                    ("date_paid", "<=", wizard.date),
                ]
            )
            wizard.advance_ids = advances.filtered(
                lambda advance, account=source: account
                in advance._get_open_lines().account_id
            )

    def action_confirm(self):
        self.ensure_one()
        if not self.env.user.has_group("mbb_mentor_expense.group_travel_accountant"):
            raise AccessError(self.env._("Malî Hizmetler closes the year."))
        if (self.date.month, self.date.day) != (12, 31):
            raise UserError(self.env._("The budget year ends on 31 December."))
        moves = self.env["account.move"]
        for advance in self.advance_ids:
            moves |= advance._carry_over(self.date)
        if not moves:
            raise UserError(self.env._("No advance of that year is open."))
        return moves._get_records_action(name=self.env._("Entries"))

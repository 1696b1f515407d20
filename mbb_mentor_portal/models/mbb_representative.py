# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbRepresentative(models.Model):
    _name = "mbb.representative"
    _inherit = ["mbb.portal.mixin", "mbb.representative"]

    _portal_readable_fields = frozenset(
        {
            "display_name",
            "user_id",
            "institution_id",
            "unit_id",
            "role",
            "date_from",
            "date_to",
            "is_current",
        }
    )

    def write(self, vals):
        res = super().write(vals)
        if "date_to" in vals:
            self._drop_followers()
        return res

    def _drop_followers(self):
        """Whose right has ended follows no record of the institution any more."""
        today = fields.Date.context_today(self)
        rows_sudo = self.sudo().filtered(lambda r: r.date_to and r.date_to < today)
        partners_sudo = rows_sudo.user_id.partner_id.filtered("partner_share")
        if not partners_sudo:
            return
        # sudo: who follows what; whether they may is then asked as themselves.
        followers_sudo = (
            self.env["mail.followers"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", partners_sudo.ids),
                    ("res_model", "=like", "mbb.%"),
                ]
            )
        )
        fence = self.env.registry["mbb.portal.mixin"]
        for name, rows in followers_sudo.grouped("res_model").items():
            model = self.env.get(name)
            if isinstance(model, fence):
                model.browse(rows.mapped("res_id")).exists()._drop_ended_followers()

    @api.model
    def _drop_ended(self):
        """Rights end by their date, without anybody writing."""
        self.sudo().search([("date_to", "<", "today")])._drop_followers()

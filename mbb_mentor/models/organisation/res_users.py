# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    mentor_deputy_ids = fields.One2many(
        "mbb.deputy", "principal_id", string="Deputies"
    )

    @api.constrains("group_ids")
    def _check_not_representative(self):
        """Who collects the consents does not give them (MPY m.5/4)."""
        # Not `has_group`: it remembers the groups from before.
        group = self.env.ref("mbb_mentor.group_mentor_officer")
        officers = self.sudo().filtered(lambda user: group in user.all_group_ids)
        rows = self.env["mbb.representative"].sudo().search(
            [("user_id", "in", officers.ids), ("is_current", "=", True)], limit=1
        )
        if rows:
            rows._refuse_secretariat()

    @api.model
    def _get_mentor_open_work(self):
        """{model: domain of its open records}: what somebody is responsible for.

        Each room adds its own models, which have `responsible_id` and `company_id`.
        """
        return {}

    def _mentor_hand_over(self, target, company):
        """Give this user's open work in a company to `target`, with its reminders.

        :return: how many records
        """
        self.ensure_one()
        work, count = self._get_mentor_open_work(), 0
        for model, domain in work.items():
            records = self.env[model].sudo().search(
                [
                    ("responsible_id", "=", self.id),
                    ("company_id", "=", company.id),
                    *domain,
                ]
            )
            records.write({"responsible_id": target.id})
            count += len(records)
            activities = self.env["mail.activity"].sudo().search(
                [("res_model", "=", model), ("user_id", "=", self.id)]
            )
            activities.filtered(
                lambda row, ids=set(records.ids): row.res_id in ids
            ).write({"user_id": target.id})
        return count

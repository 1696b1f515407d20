# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..base.zone import local_today


class MbbHealthAlert(models.Model):
    """A part of a match's health that is red, from when to when.

    The row is what makes an activity come once a breach, however often or seldom
    the scheduler runs.
    """

    _name = "mbb.health.alert"
    _description = "Health Alert"
    _order = "date_from desc, id desc"
    _rec_name = "text"
    _check_company_auto = True

    match_id = fields.Many2one(
        "mbb.match",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    part = fields.Selection(
        selection="_selection_part", required=True, readonly=True
    )
    text = fields.Char(required=True, readonly=True)
    date_from = fields.Date(string="Since", required=True, readonly=True)
    date_to = fields.Date(string="Until", readonly=True)
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, index="btree_not_null", ondelete="set null"
    )
    match_sides = fields.Char(related="match_id.sides")
    company_id = fields.Many2one(related="match_id.company_id", store=True, index=True)

    _one_open = models.UniqueIndex(
        "(match_id, part) WHERE date_to IS NULL", "This was told already."
    )

    @api.model
    def _selection_part(self):
        return self.env["mbb.health.rule"]._fields["part"]._description_selection(
            self.env
        )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_system()
        return super().create(vals_list)

    def write(self, vals):
        self._check_system()
        return super().write(vals)

    def _check_system(self):
        if not self.env.su:
            raise AccessError(
                self.env._("Alerts follow from the health of the match.")
            )

    @api.model
    def _raise(self, match, part):
        """Tell the match's officer of a part that turned red."""
        user = match.responsible_id
        to_do = match.with_context(lang=user.lang or self.env.lang)
        activity = self.env["mail.activity"]
        if user.active and user._is_internal():
            activity = to_do.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=to_do._get_alert_summary(part["part"]),
                note=part["text"],
                user_id=user.id,
            )
        return self.create(
            {
                "match_id": match.id,
                "part": part["part"],
                "text": part["text"],
                "date_from": local_today(),
                "activity_id": activity.id,
            }
        )

    def _close(self):
        """It is better again: what was told is no work any more."""
        if self:
            self.activity_id.unlink()
            self.write({"date_to": local_today()})

    def action_open_match(self):
        self.ensure_one()
        return self.match_id._get_records_action()

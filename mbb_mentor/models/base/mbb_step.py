# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError


class MbbStep(models.Model):
    """One arrow that was taken: what a record waited in, until when, how long.

    Written by `mbb.state.mixin` alone and never changed: what the report on the
    length of each step counts.
    """

    _name = "mbb.step"
    _description = "Step Taken"
    _order = "id desc"
    _rec_name = "source"
    _log_access = False

    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True, readonly=True
    )
    source = fields.Char(string="From State", required=True, readonly=True)
    target = fields.Char(string="To State", required=True, readonly=True)
    date_start = fields.Datetime(string="Since", readonly=True)
    date = fields.Datetime(string="Until", required=True, readonly=True, index=True)
    days = fields.Float(string="Days Waited", readonly=True, aggregator="avg")
    was_late = fields.Boolean(string="After Its Due Date", readonly=True)
    user_id = fields.Many2one("res.users", string="Taken By", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, index=True)

    _document = models.Index("(res_model, res_id)")

    @api.model
    def _log(self, records, target):
        """One insert for all records that take an arrow together."""
        now = fields.Datetime.now()
        today = records._get_today()
        return self.sudo().create(
            [
                {
                    "res_model": record._name,
                    "res_id": record.id,
                    "source": record.state,
                    "target": target,
                    "date_start": record.date_state,
                    "date": now,
                    "days": (now - (record.date_state or now)).total_seconds() / 86400,
                    "was_late": bool(record.date_due and record.date_due < today),
                    "user_id": self.env.uid,
                    "company_id": record.company_id.id,
                }
                for record in records.sudo()
            ]
        )

    def write(self, vals):
        if vals:
            raise UserError(self.env._("A step that was taken cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A step that was taken cannot be deleted."))

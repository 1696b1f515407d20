# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError


class MbbDecisionAsk(models.TransientModel):
    """Put a record before an organ, with what was decided before in view (MPY m.9)."""

    _name = "mbb.decision.ask"
    _description = "Put before an Organ"

    res_model = fields.Char(readonly=True, required=True)
    res_id = fields.Many2oneReference(
        model_field="res_model", readonly=True, required=True
    )
    record_name = fields.Char(string="About", compute="_compute_record_name")
    company_id = fields.Many2one("res.company", compute="_compute_record_name")
    organ_id = fields.Many2one(
        "mbb.organ",
        required=True,
        domain="[('company_id', '=', company_id)]",
        default=lambda self: self.env["mbb.organ"]._get_organ(
            "committee", self.env.company
        ),
    )
    subject = fields.Char(required=True)
    question = fields.Text(required=True)
    ground = fields.Text(required=True)
    keywords = fields.Char()
    precedent_ids = fields.Many2many(
        "mbb.decision", string="Decided Before", compute="_compute_precedent_ids"
    )

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        for wizard in self:
            record = wizard._get_record()
            wizard.record_name = record.display_name
            wizard.company_id = record.company_id or self.env.company

    @api.depends("subject", "question", "keywords", "res_model")
    def _compute_precedent_ids(self):
        for wizard in self:
            words = " ".join(
                filter(None, (wizard.subject, wizard.question, wizard.keywords))
            )
            wizard.precedent_ids = self.env["mbb.decision"]._find_precedents(
                words, wizard.res_model, wizard.company_id
            )

    def _get_record(self):
        """The record, as the user may read it."""
        model = self.env.get(self.res_model)
        if model is None or not hasattr(model, "_put_before_organ"):
            raise UserError(self.env._("This cannot be put before an organ."))
        record = model.browse(self.res_id)
        record.check_access("read")
        return record

    def action_confirm(self):
        self.ensure_one()
        self._get_record()._put_before_organ(
            self.organ_id, self.subject, self.question, self.ground, self.keywords
        )
        return {"type": "ir.actions.act_window_close"}

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What this room keeps of a person: papers they gave, steps they took, what they wrote.

What somebody did in the service of the Birlik is its record, not told here.
"""

from odoo import api, models
from odoo.fields import Domain


class MbbEvidence(models.Model):
    _name = "mbb.evidence"
    _inherit = ["mbb.evidence", "mbb.personal.data.mixin"]

    _personal_category = "papers"
    _personal_fields = ("name", "kind", "date", "size", "sha256")

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("user_id.partner_id", "=", partner.id) & Domain(
            "user_id.share", "=", True
        )


class MbbStep(models.Model):
    _name = "mbb.step"
    _inherit = ["mbb.step", "mbb.personal.data.mixin"]

    _personal_category = "steps"
    _personal_fields = ("date",)

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("user_id.partner_id", "=", partner.id) & Domain(
            "user_id.share", "=", True
        )

    def _get_personal_entry(self, partner, names=None):
        entry = super()._get_personal_entry(partner, names)
        model = self.env.get(self.res_model)
        kind = self.env["ir.model"]._get(self.res_model).name
        labels = {}
        if model is not None:
            labels = dict(model._fields["state"]._description_selection(self.env))
        step = labels.get(self.target, self.target)
        record, target = self.env._("Record"), self.env._("Step To")
        entry["values"] += [
            self._prepare_personal_value("res_model", record, self.res_model, kind),
            self._prepare_personal_value("target", target, self.target, step),
        ]
        return entry


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message", "mbb.personal.data.mixin"]

    _personal_category = "messages"
    _personal_fields = ("date", "subject", "body")

    @api.model
    def _get_personal_domain(self, partner):
        """What they wrote; what was written to them stands in their mails."""
        if not partner.partner_share:
            return Domain.FALSE
        return (
            Domain("author_id", "=", partner.id)
            & Domain("model", "=like", "mbb.%")
            & Domain("message_type", "in", ("comment", "email"))
        )

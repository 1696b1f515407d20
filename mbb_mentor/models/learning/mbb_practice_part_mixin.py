# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbPracticePartMixin(models.AbstractModel):
    """A row of what a good practice says: as open or as frozen as the practice."""

    _name = "mbb.practice.part.mixin"
    _description = "Part of a Good Practice"
    _order = "sequence, id"
    _check_company_auto = True

    practice_id = fields.Many2one(
        "mbb.practice",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        related="practice_id.company_id", store=True, index=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts.practice_id._check_content_open()
        parts.practice_id._content_changes()
        return parts

    def write(self, vals):
        self.practice_id._check_content_open()
        res = super().write(vals)
        self.practice_id._check_content_open()
        self.practice_id._content_changes()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        self.practice_id._check_content_open()

    def unlink(self):
        practices = self.practice_id
        res = super().unlink()
        practices.exists()._content_changes()
        return res

    def _get_content_payload(self):
        """What of it is published, as plain values."""
        raise NotImplementedError

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models
from odoo.exceptions import UserError


class MbbRecommendation(models.Model):
    """An institution may be advised to do what another one has done well."""

    _inherit = "mbb.recommendation"

    practice_id = fields.Many2one(
        "mbb.practice",
        string="Good Practice to Adopt",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain=[("state", "=", "published")],
    )

    def write(self, vals):
        if "practice_id" in vals and any(row.state != "open" for row in self):
            raise UserError(
                self.env._("What was advised stays once somebody said what became of it.")
            )
        return super().write(vals)


class MbbPractice(models.Model):
    _inherit = "mbb.practice"

    recommendation_ids = fields.One2many(
        "mbb.recommendation", "practice_id", string="Recommended To"
    )

    def _get_adoption_counts(self):
        """Different institutions, whichever version they were advised to adopt."""
        counts = super()._get_adoption_counts()
        numbers = [number for number in self.mapped("number") if number]
        rows = self.env["mbb.recommendation"]._read_group(
            [("state", "=", "adopted"), ("practice_id.number", "in", numbers)],
            ["practice_id", "institution_id"],
        )
        adopters = {}
        for practice, institution in rows:
            adopters.setdefault(practice.number, set()).add(institution.id)
        for practice in self:
            count = len(adopters.get(practice.number, ()))
            if count:
                counts[practice.id] = count
        return counts

    def action_view_adoptions(self):
        """What was advised with any of its versions, and what became of it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_recommendation_action"
        )
        return {
            **action,
            "domain": [("practice_id.number", "=", self.number)],
            "context": {},
        }

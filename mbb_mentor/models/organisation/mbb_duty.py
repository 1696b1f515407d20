# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class MbbDuty(models.Model):
    """One duty of one unit (GÇY m.8/3 and 10–44).

    A duty that moves to another unit ends here and begins there: the past stays
    readable as it was.
    """

    _name = "mbb.duty"
    _description = "Duty of a Unit"
    _inherit = ["mbb.dated.mixin", "mbb.moved.mixin"]
    _order = "department_id, article, paragraph, sequence, id"
    _rec_name = "text"
    _check_company_auto = True

    department_id = fields.Many2one(
        "hr.department",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    sequence = fields.Integer(default=10)
    article = fields.Integer(aggregator=None)
    paragraph = fields.Integer(aggregator=None)
    letter = fields.Char(string="Lettered Item", size=2)
    reference = fields.Char(string="Article Reference", compute="_compute_reference")
    text = fields.Text(string="Duty", required=True, translate=True)
    directive_id = fields.Many2one("mbb.directive", string="Rests On")
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="To")
    origin_id = fields.Many2one(
        "mbb.duty",
        string="Moved From",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    ground = fields.Char(help="Number and date of what moved it here.")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _check_dates = models.Constraint(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_from <= date_to)",
        "A duty cannot end before it starts.",
    )
    _unique_reference = models.UniqueIndex(
        "(company_id, article, paragraph, COALESCE(letter, '')) "
        "WHERE article > 0 AND date_to IS NULL",
        "This duty belongs to a unit already.",
    )

    @api.depends("article", "paragraph", "letter")
    @api.depends_context("lang")
    def _compute_reference(self):
        for duty in self:
            duty.reference = duty._get_reference()

    def _get_reference(self):
        """As Turkish law is cited: m.14/2-b."""
        self.ensure_one()
        if not self.article:
            return False
        parts = [str(self.article)]
        if self.paragraph:
            parts.append(f"/{self.paragraph}")
        if self.letter:
            parts.append(f"-{self.letter}")
        return self.env._("m.%(place)s", place="".join(parts))

    @api.depends("reference", "text")
    def _compute_display_name(self):
        for duty in self:
            parts = [duty.reference, duty.text]
            duty.display_name = " ".join(part for part in parts if part)

    @api.depends("date_from", "date_to")
    def _compute_is_current(self):
        today = self._get_today()
        for duty in self:
            duty.is_current = (not duty.date_from or duty.date_from <= today) and (
                not duty.date_to or duty.date_to >= today
            )

    @api.model
    def _get_current_domain(self):
        today = self._get_today()
        begun = Domain("date_from", "=", False) | Domain("date_from", "<=", today)
        return begun & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))

    def _move(self, department, date, ground):
        """From `date` on the duty is another unit's (GÇY m.8/4).

        :return: the new rows
        """
        moved = self.browse()
        for duty in self:
            if duty.date_to or (duty.date_from and duty.date_from >= date):
                raise UserError(
                    self.env._(
                        "%(duty)s does not stand with %(unit)s on that day.",
                        duty=duty.display_name,
                        unit=duty.department_id.name,
                    )
                )
            duty.date_to = fields.Date.subtract(date, days=1)
            # The index on what belongs to whom looks at the database.
            duty.flush_recordset(["date_to"])
            moved |= duty.copy(
                {
                    "department_id": department.id,
                    "date_from": date,
                    "date_to": False,
                    "origin_id": duty.id,
                    "ground": ground,
                }
            )
        return moved

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbUnitSecretariat(models.Model):
    """The secretariat that one unit keeps for another, or for an organ or commission
    (GÇY m.16, 20, 24/2-e, 26, 30/2-b and c)."""

    _name = "mbb.unit.secretariat"
    _description = "Secretariat Kept by a Unit"
    _inherit = ["mbb.moved.mixin"]
    _order = "article, paragraph, letter, id"
    _rec_name = "body"
    _check_company_auto = True

    department_id = fields.Many2one(
        "hr.department",
        string="Kept By",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    beneficiary_id = fields.Many2one(
        "hr.department",
        string="For the Unit",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    body = fields.Char(
        string="For the Organ or Commission",
        translate=True,
        help="Where it is kept for something that is no unit.",
    )
    article = fields.Integer(aggregator=None)
    paragraph = fields.Integer(aggregator=None)
    letter = fields.Char(string="Lettered Item", size=2)
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="To")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _one_beneficiary = models.Constraint(
        "CHECK((beneficiary_id IS NULL) != (body IS NULL))",
        "A secretariat is kept for a unit, or for an organ or commission.",
    )
    _not_self = models.Constraint(
        "CHECK(beneficiary_id IS NULL OR beneficiary_id != department_id)",
        "A unit keeps no secretariat for itself.",
    )
    _check_dates = models.Constraint(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_from <= date_to)",
        "A secretariat cannot end before it starts.",
    )

    @api.depends("beneficiary_id", "body")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.beneficiary_id.name or row.body

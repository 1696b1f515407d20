# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.fields import Domain


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    is_mentor_expert = fields.Boolean(
        string="Expert of Another Institution",
        readonly=True,
        copy=False,
        help="Made so that a travel claim can be paid; no member of the personnel.",
    )

    # A person is made once, whoever approves two assignments at the same moment.
    _unique_mentor_expert = models.UniqueIndex(
        "(work_contact_id, company_id) WHERE is_mentor_expert",
        "This person has an employee record for travel claims already.",
    )

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Nobody chooses an outside expert as manager or coach by mistake."""
        domain = Domain(domain or Domain.TRUE) & Domain("is_mentor_expert", "=", False)
        return super().name_search(name, domain, operator, limit)

    @api.model
    def _get_staff(self, partner, company):
        return super()._get_staff(partner, company).filtered(
            lambda employee: not employee.is_mentor_expert
        )

    @api.model
    def _mbb_get_expert(self, partner, company):
        """The employee record of a person in a company: own staff or an expert."""
        return self.sudo().search(
            [("work_contact_id", "=", partner.id), ("company_id", "=", company.id)],
            order="is_mentor_expert, id",
            limit=1,
        )

    @api.model
    def _mbb_get_or_create_expert(self, partner, company):
        """As above; an outside expert's record is made when it is missing.

        No user, no department: the person is a payee, not a member of the staff.
        """
        employee = self._mbb_get_expert(partner, company)
        if employee:
            return employee
        return (
            self.sudo()
            .with_company(company)
            .create(
                {
                    "name": partner.name,
                    "work_contact_id": partner.id,
                    "company_id": company.id,
                    "employee_type": "mentor_expert",
                    "is_mentor_expert": True,
                    "address_id": partner.commercial_partner_id.id,
                    "image_1920": partner.image_1920 or False,
                }
            )
        )

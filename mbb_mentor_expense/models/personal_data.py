# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What travel keeps of a person: their claims, advances, debts, degree and account."""

from odoo import api, models
from odoo.fields import Domain


def mask(number):
    """A number by its last four characters: enough to know it again."""
    return f"•••• {number[-4:]}" if number else None


class HrEmployee(models.Model):
    """The file of an expert from outside. Who works at the Birlik asks its personnel
    office."""

    _name = "hr.employee"
    _inherit = ["hr.employee", "mbb.personal.data.mixin"]

    _personal_category = "travel"
    _personal_fields = (
        "name",
        "work_email",
        "work_phone",
        "employee_type",
        "create_date",
    )

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("work_contact_id", "=", partner.id) & Domain(
            "employee_type", "=", "mentor_expert"
        )


class MbbTravelClaim(models.Model):
    _name = "mbb.travel.claim"
    _inherit = ["mbb.travel.claim", "mbb.personal.data.mixin"]

    _personal_category = "travel"
    _personal_fields = (
        "number",
        "assignment_id.number",
        "state",
        "title",
        "degree",
        "place",
        "date_departure",
        "date_return",
        "date_submitted",
        "allowance",
        "lodging",
        "transport",
        "gross",
        "stamp_tax",
        "net",
        "payable",
        "return_reason",
        "refuse_reason",
        "recovery_reason",
    )

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("expert_id", "=", partner.id)


class MbbTravelLineMixin(models.AbstractModel):
    _name = "mbb.travel.line.mixin"
    _inherit = ["mbb.travel.line.mixin", "mbb.personal.data.mixin"]

    _personal_category = "travel"

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("claim_id.expert_id", "=", partner.id)

    def _get_personal_entry(self, partner, names=None):
        names = ("claim_id.number", *self._personal_fields) if names is None else names
        return super()._get_personal_entry(partner, names)


class MbbTravelLeg(models.Model):
    _inherit = "mbb.travel.leg"

    _personal_fields = (
        "kind",
        "place_from",
        "date_departure",
        "place_to",
        "date_arrival",
        "count",
        "amount",
        "document_number",
    )


class MbbTravelLodging(models.Model):
    _inherit = "mbb.travel.lodging"

    _personal_fields = (
        "name",
        "date_from",
        "nights",
        "invoice_number",
        "invoice_total",
    )


class MbbTravelStay(models.Model):
    _inherit = "mbb.travel.stay"

    _personal_fields = ("country_id", "date_from", "rate_amount")


class MbbTravelAbsence(models.Model):
    _inherit = "mbb.travel.absence"

    _personal_fields = ("kind", "cause", "date_from", "date_to", "is_hospital")


class MbbTravelBenefit(models.Model):
    _inherit = "mbb.travel.benefit"

    _personal_fields = ("name", "element", "amount")


class MbbTravelAdvance(models.Model):
    _name = "mbb.travel.advance"
    _inherit = ["mbb.travel.advance", "mbb.personal.data.mixin"]

    _personal_category = "travel"
    _personal_fields = (
        "number",
        "assignment_id.number",
        "state",
        "amount",
        "reason",
        "date_paid",
        "refuse_reason",
        "recovery_reason",
    )

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("expert_id", "=", partner.id)


class MbbTravelRecovery(models.Model):
    """What is asked back; before the demand it is a draft of the office."""

    _name = "mbb.travel.recovery"
    _inherit = ["mbb.travel.recovery", "mbb.personal.data.mixin"]

    _personal_category = "travel"
    _personal_fields = ("number", "state", "ground", "amount", "date_demanded")

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("expert_id", "=", partner.id) & Domain(
            "date_demanded", "!=", False
        )


class MbbTravelStatus(models.Model):
    _name = "mbb.travel.status"
    _inherit = ["mbb.travel.status", "mbb.personal.data.mixin"]

    _personal_category = "travel"
    _personal_fields = (
        "date_from",
        "date_to",
        "status",
        "title",
        "degree",
        "post_degree",
        "additional_indicator",
        "contract_rate",
    )

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("partner_id", "=", partner.id)


class MbbTravelPayee(models.Model):
    """Who holds the paper in hand knows the number: it is masked in every form."""

    _name = "mbb.travel.payee"
    _inherit = ["mbb.travel.payee", "mbb.personal.data.mixin"]

    _personal_category = "bank"
    _personal_fields = ("kind", "state", "date_from", "date_to", "refuse_reason")

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("expert_id", "=", partner.id)

    def _get_personal_entry(self, partner, names=None):
        entry = super()._get_personal_entry(partner, names)
        entry["values"] += [
            self._prepare_personal_value(
                name,
                self._fields[name]._description_string(self.env),
                mask(self[name]),
            )
            for name in ("iban", "identity_number", "passport_number")
        ]
        return entry

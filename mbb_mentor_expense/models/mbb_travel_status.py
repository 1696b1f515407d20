# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from .mbb_travel_rate import RATE_ROWS

STATUSES = [
    ("civil_servant", "Civil Servant (memur)"),
    ("contract", "Contract Staff (sözleşmeli)"),
    ("worker", "Worker or Company Staff (m.7)"),
    ("elected", "Elected"),
    ("retired", "Retired"),
    ("foreign", "Foreign"),
    ("other", "Other: Assigned from Outside (m.8)"),
]
#: Neither the law nor a practice read so far says which row these stand in.
UNSETTLED = ("contract", "elected", "retired", "foreign")
#: What of a status a claim says, too.
STATUS_FACTS = ("status", "degree", "post_degree", "additional_indicator")


class MbbTravelStatus(models.Model):
    """What a traveller is, from a day on (6245 m.3, m.7, m.8).

    Claims start from it and keep what they said: a later change is a new row.
    """

    _name = "mbb.travel.status"
    _inherit = ["mbb.travel.limits.mixin", "mail.thread"]
    _description = "Traveller's Status"
    _order = "partner_id, date_from desc, id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("is_company", "=", False)],
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    date_from = fields.Date(string="From", required=True, tracking=True)
    date_to = fields.Date(string="To", tracking=True)
    status = fields.Selection(
        STATUSES, required=True, default="civil_servant", tracking=True
    )
    title = fields.Char(tracking=True)
    degree = fields.Integer(
        required=True,
        default=5,
        tracking=True,
        help="1 to 15, of the salary drawn; of the civil servant compared to, for "
        "those who are none.",
    )
    post_degree = fields.Integer(
        string="Degree of the Post (kadro)",
        tracking=True,
        help="0: none. Who draws a lower salary in a post of degrees 1 to 4 travels by "
        "the degree of the post (6245 m.7).",
    )
    additional_indicator = fields.Integer(tracking=True, help="Ek gösterge; 0: none.")
    is_settled = fields.Boolean(
        string="Has a Settled Rule", compute="_compute_is_settled"
    )
    ground = fields.Text(
        string="Written Ground",
        tracking=True,
        help="Contract, decision or opinion that says how the person is paid.",
    )
    decision_id = fields.Many2one(
        "mbb.decision",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain=[("state", "=", "decided"), ("outcome", "!=", "end")],
        tracking=True,
    )
    decided_row = fields.Selection(
        RATE_ROWS,
        string="Row by the Ground",
        tracking=True,
        help="Empty: compared to a civil servant, at most degree 4 (6245 m.8).",
    )
    contract_rate = fields.Monetary(
        string="Daily Rate of the Contract",
        tracking=True,
        help="Where the contract itself names it; no row of the table is then used "
        "(6245 m.8).",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True, tracking=True)

    _check_values = models.Constraint(
        "CHECK(degree BETWEEN 1 AND 15 AND post_degree BETWEEN 0 AND 15 "
        "AND additional_indicator >= 0 AND COALESCE(contract_rate, 0) >= 0)",
        "A degree is a number from 1 to 15; an additional indicator is not negative.",
    )
    _check_dates = models.Constraint(
        "CHECK(date_to IS NULL OR date_from <= date_to)",
        "A status cannot end before it starts.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (partner_id WITH =, company_id WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&) WHERE (active)",
        "A person has one status on a day. End the earlier one first.",
    )

    @api.depends("status")
    def _compute_is_settled(self):
        for status in self:
            status.is_settled = status.status not in UNSETTLED

    @api.depends("partner_id", "status", "date_from")
    def _compute_display_name(self):
        labels = dict(self._fields["status"]._description_selection(self.env))
        for status in self:
            person = status.sudo().partner_id
            status.display_name = bool(person and status.date_from) and self.env._(
                "%(person)s: %(status)s, from %(date)s",
                person=person.name,
                status=labels.get(status.status, ""),
                date=format_date(self.env, status.date_from),
            )

    @api.constrains("status", "decided_row", "ground", "decision_id")
    def _check_decided_row(self):
        for status in self:
            if not status.decided_row:
                continue
            if status.is_settled:
                raise ValidationError(
                    self.env._(
                        "The law itself says the row of this status; none is decided."
                    )
                )
            if not status._has_ground():
                raise ValidationError(
                    self.env._("A row rests on a written ground or a decision.")
                )

    @api.constrains("status", "contract_rate", "ground", "decision_id")
    def _check_contract_rate(self):
        for status in self.filtered("contract_rate"):
            if status.status == "civil_servant":
                raise ValidationError(
                    self.env._("A civil servant is paid by the table, not a contract.")
                )
            if not status._has_ground():
                raise ValidationError(
                    self.env._("A rate rests on a written ground or a decision.")
                )

    @api.constrains("decision_id")
    def _check_decision(self):
        for decision in self.sudo().decision_id:
            if decision.state != "decided" or decision.outcome == "end":
                raise ValidationError(
                    self.env._("Only a decision that lets go on can be a ground.")
                )

    def _has_ground(self):
        self.ensure_one()
        return bool((self.ground or "").strip() or self.decision_id)

    def _get_ground_text(self):
        """The ground as a claim keeps it."""
        self.ensure_one()
        return "\n".join(
            filter(None, [self.ground, self.sudo().decision_id.display_name])
        )

    @api.model
    def _get_status(self, partner, date, company):
        """The status of a person on a day."""
        if not partner or not date:
            return self.browse()
        # sudo: what the office has recorded counts for each claim of the person.
        domain = (
            Domain("partner_id", "=", partner.id)
            & Domain("company_id", "=", company.id)
            & Domain("date_from", "<=", date)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", date))
        )
        return self.sudo().search(domain, limit=1)

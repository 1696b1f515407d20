# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .mbb_travel_payee import PAYEE_FIELDS, PAYERS

#: Who sees the last four digits, besides the person.
HINT_GROUPS = (
    "mbb_mentor_expense.group_travel_checker,"
    "mbb_mentor_expense.group_travel_control,"
    f"{PAYERS}"
)


class MbbTravelPayeeMixin(models.AbstractModel):
    """What is paid to a person: a claim, an advance. Has `expert_id` and `company_id`."""

    _name = "mbb.travel.payee.mixin"
    _description = "Paid to a Person"

    payee_id = fields.Many2one(
        "mbb.travel.payee",
        compute="_compute_payee",
        compute_sudo=True,
        groups=PAYERS,
        help="Where the money goes: the checked account, or the one that waits.",
    )
    payee_hint = fields.Char(
        string="Account", compute="_compute_payee_hint", compute_sudo=True
    )
    payee_state = fields.Selection(
        [
            ("missing", "No Account Yet"),
            ("waiting", "To Be Checked"),
            ("checked", "Checked"),
            ("refused", "Not Accepted"),
        ],
        string="Check of the Account",
        compute="_compute_payee_hint",
        compute_sudo=True,
    )

    def _get_payee(self, *states):
        self.ensure_one()
        return self.env["mbb.travel.payee"]._get_of(
            self.expert_id, self.company_id, *states
        )[:1]

    def _get_current_payee(self):
        """The account in force, or else the one that waits, or was not accepted."""
        payee = self._get_payee("checked") or self._get_payee("waiting", "refused")
        return payee

    @api.depends("expert_id", "company_id")
    def _compute_payee(self):
        for record in self:
            record.payee_id = record._get_current_payee()

    @api.depends("expert_id", "company_id")
    @api.depends_context("uid")
    def _compute_payee_hint(self):
        user = self.env.user
        allowed = user.has_groups(HINT_GROUPS)
        for record in self:
            payee = record._get_current_payee()
            sees = allowed or user.partner_id == record.expert_id
            record.payee_state = sees and (payee.state or "missing")
            record.payee_hint = sees and payee.hint

    def _get_payee_obstacle(self):
        """Why nothing is paid to this person now, or False."""
        self.ensure_one()
        record = self.sudo()
        if record._get_payee("checked"):
            return False
        if record._get_payee("waiting"):
            return self.env._(
                "The account of %(person)s is not checked yet. Check it under Travel, "
                "Payees, and pay then.",
                person=record.expert_id.name,
            )
        return self.env._(
            "There is no account of %(person)s to pay to. The person enters it on the "
            "page of the claim.",
            person=record.expert_id.name,
        )

    def _record_payee(self, **values):
        """Where the person wants to be paid, entered by themselves."""
        self.ensure_one()
        self.check_access("read")
        if self.env.user.partner_id != self.sudo().expert_id:
            raise AccessError(
                self.env._("Everybody enters their own account, and nobody else's.")
            )
        known = set(PAYEE_FIELDS) - {"kind", "institution_id"}
        return (
            self.env["mbb.travel.payee"]
            .sudo()
            .create(
                {
                    **{name: v for name, v in values.items() if name in known},
                    "expert_id": self.sudo().expert_id.id,
                    "company_id": self.sudo().company_id.id,
                }
            )
            .sudo(False)
        )

    def action_open_payee(self):
        """The accountant's way to the account; the person's way to enter their own."""
        self.ensure_one()
        self.check_access("read")
        if self.env.user.has_group(PAYERS):
            payee = self._get_current_payee().sudo(False)
            if payee:
                return payee._get_records_action()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor_expense.mbb_travel_payee_entry_action"
        )
        return {
            **action,
            "context": {
                "default_res_model": self._name,
                "default_res_id": self.id,
            },
        }

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models

from odoo.addons.mbb_mentor.models.base.mbb_state_mixin import MbbStateMixin

from .mbb_travel_advance_request_mixin import ADVANCEABLE

#: Given, and not accounted for yet.
OPEN_STATES = ("requested", "approved", "paid", "recovery")


class MbbTravelAdvance(models.Model):
    """Yolluk avansı (6245 m.59, 5018 m.35): paid before the trip, set off after it.

    Saving one is asking for it. From `paid` on its state is what the ledger says.
    """

    _name = "mbb.travel.advance"
    _description = "Travel Advance"
    _inherit = [
        "mbb.travel.advance.request.mixin",
        "mbb.travel.advance.clock.mixin",
        "mbb.travel.limits.mixin",
        "mbb.travel.payee.mixin",
        "mbb.travel.advance.payment.mixin",
        "mbb.travel.advance.ledger.mixin",
        "mbb.approval.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_name = "number"
    _check_company_auto = True
    _mail_post_access = "read"

    _first_state = "requested"
    _arrows = {
        "requested": {"approved": "system", "refused": "stop"},
        "approved": {"paid": "system", "refused": "stop"},
        "paid": {
            "settled": "system",
            "repaid": "system",
            "recovery": "accountant",
            "approved": "system",
        },
        "settled": {"paid": "system", "repaid": "system"},
        "repaid": {"paid": "system", "settled": "system"},
        "recovery": {"paid": "system"},
    }
    _approval_arrows = {"requested": "approved"}
    _reason_methods = ("action_refuse_approval", "action_refuse", "action_recover")
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "number",
        "claim_id",
        "date_paid",
        "requested_by_id",
        "refuse_reason",
        "recovery_reason",
    )

    number = fields.Char(readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True,
        default=lambda self: self.env.company,
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Books"
    )
    state = fields.Selection(
        [
            ("requested", "Requested"),
            ("approved", "Approved"),
            ("paid", "Paid"),
            ("settled", "Settled"),
            ("repaid", "Paid Back"),
            ("recovery", "In Recovery"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="requested",
        copy=False,
        index=True,
        tracking=True,
    )
    assignment_id = fields.Many2one(
        "mbb.assignment",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("state", "in", ADVANCEABLE), ("birlik_pays", "=", True)],
    )
    expert_id = fields.Many2one(
        "res.partner",
        compute="_compute_expert_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    amount = fields.Monetary(required=True, tracking=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    ceiling = fields.Monetary(
        string="At Most",
        compute="_compute_ceiling",
        currency_field="company_currency_id",
        help="The share of the expected cost that may be paid in advance, less what "
        "was paid for this assignment already.",
    )
    reason = fields.Text(help="What the money is needed for before the trip.")
    claim_id = fields.Many2one(
        "mbb.travel.claim",
        string="Set Off in",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    requested_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    date_paid = fields.Date(string="Paid On", readonly=True, copy=False)
    date_return = fields.Date(
        related="assignment_id.date_to", string="Return", store=True
    )
    days_open = fields.Integer(
        compute="_compute_days_open", help="Since it was paid."
    )
    refuse_reason = fields.Text(readonly=True, copy=False)
    recovery_reason = fields.Text(readonly=True, copy=False)
    recovery_ids = fields.One2many("mbb.travel.recovery", "advance_id")
    responsible_id = fields.Many2one(
        "res.users",
        string="Followed By",
        domain=[("share", "=", False)],
        copy=False,
        tracking=True,
    )

    _check_amount = models.Constraint(
        "CHECK(amount > 0)", "An advance is an amount above zero."
    )
    # Who has not accounted for one gets no other, whoever asks at the same moment.
    _unique_open = models.UniqueIndex(
        "(assignment_id) WHERE state IN ('requested', 'approved', 'paid', 'recovery')",
        "There is an open advance for this assignment already.",
    )
    _unique_number = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL", "This number is taken."
    )

    # -- computed ------------------------------------------------------------

    @api.depends("assignment_id")
    def _compute_expert_id(self):
        for advance in self:
            advance.expert_id = advance.assignment_id.expert_id

    @api.depends("assignment_id", "company_id")
    def _compute_ceiling(self):
        for advance in self.sudo():
            advance.ceiling = advance._get_ceiling()

    @api.depends("date_paid", "state")
    def _compute_days_open(self):
        today = fields.Date.context_today(self)
        for advance in self:
            is_open = advance.date_paid and advance.state in ("paid", "recovery")
            advance.days_open = (today - advance.date_paid).days if is_open else 0

    @api.depends("number", "expert_id")
    def _compute_display_name(self):
        for advance in self.sudo():
            advance.display_name = advance.number or self.env._(
                "Advance of %(expert)s", expert=advance._get_person_name() or "…"
            )

    def _get_amount_company(self, amount=None, day=None):
        """An amount of this advance in the currency of the books."""
        self.ensure_one()
        company = self.company_id or self.env.company
        return self.currency_id._convert(
            self.amount if amount is None else amount,
            company.currency_id,
            company,
            day or self.date_paid or fields.Date.context_today(self),
        )

    # -- duties ----------------------------------------------------------------

    def _get_authority_obstacle(self, authority):
        groups = {
            "stop": (
                "mbb_mentor.group_mentor_officer,"
                "mbb_mentor_expense.group_travel_authoriser,"
                "mbb_mentor_expense.group_travel_accountant"
            ),
            "accountant": "mbb_mentor_expense.group_travel_accountant",
        }
        if self.env.su or authority not in groups:
            return super()._get_authority_obstacle(authority)
        if not self.env.user.has_groups(groups[authority]):
            return self.env._("You have no duty at this step of an advance.")
        if self.env.user.partner_id == self.sudo().expert_id:
            return self.env._("Nobody decides on one's own advance.")
        return False

    def _get_parties(self):
        assignment = self.assignment_id
        return (
            super()._get_parties()
            | self.expert_id
            | assignment.sending_institution_id
            | assignment.host_institution_id
        )

    def _get_approval_amount(self):
        return self.amount

    def _get_approval_subject(self):
        return self._get_person_name()

    def _get_participants(self):
        """Who asked or approved: none of them pays (5018 m.60)."""
        self.ensure_one()
        rows = self.sudo().approval_ids.filtered(lambda row: row.state == "approved")
        return (
            self.sudo().requested_by_id
            | rows.decided_by_id
            | rows.principal_id
            | self.sudo().expert_id.user_ids
        )

    def _get_excluded_users(self, target):
        return super()._get_excluded_users(target) | self._get_participants()

    def _get_exclusion_reason(self, user, target, asked_by):
        reason = super()._get_exclusion_reason(user, target, asked_by)
        if not reason and user.has_group("mbb_mentor_expense.group_travel_accountant"):
            return self.env._(
                "%(user)s is an accountant and does not authorise expenses (5018 "
                "m.60).",
                user=user.name,
            )
        return reason

    # -- arrows ----------------------------------------------------------------

    def _approval_refused(self, approval):
        result = super()._approval_refused(approval)
        self._take_arrow("refused", {"refuse_reason": approval.reason})
        return result

    def _on_arrow(self, source, target):
        result = super()._on_arrow(source, target)
        if target == "approved":
            self._write_guarded({"date_paid": False})
        elif target == "refused":
            self._tell_expert()
        elif target == "recovery":
            self.env["mbb.travel.recovery"]._open_for(self)
        self._refresh_drafts()
        return result

    def _refresh_drafts(self):
        """Drafts show what is left to pay after the advance."""
        claims = self.sudo().assignment_id.travel_claim_ids
        claims.filtered(lambda claim: claim.state == "draft")._refresh_result()

    def _tell_expert(self):
        """Each refusal has a reason that the applicant sees (m.5/6)."""
        advance = self.with_context(lang=self.expert_id.lang or self.env.lang)
        advance.message_post(
            body=advance.env._(
                "Your advance %(number)s was refused: %(reason)s",
                number=advance.number,
                reason=advance.refuse_reason or "",
            ),
            partner_ids=advance.expert_id.ids,
            message_type="notification",
            subtype_xmlid="mail.mt_comment",
        )

    def action_refuse(self, reason):
        """Refuse an advance that is not paid yet, or take the request back."""
        return self._take_arrow(
            "refused", {"refuse_reason": self._check_reason(reason)}
        )

    def action_recover(self, reason):
        """What was not accounted for is recovered (6245 m.59, 5018 m.35)."""
        return self._take_arrow(
            "recovery", {"recovery_reason": self._check_reason(reason)}
        )

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.mbb_mentor.models.base.mbb_state_mixin import MbbStateMixin

#: Open until it is demanded; closed to everybody afterwards.
CONTENT_FIELDS = (
    "ground",
    "amount",
    "date_interest_from",
    "explanation",
)


class MbbTravelRecovery(models.Model):
    """Kişiden alacak: what a person owes of a claim or an advance, until it is paid."""

    _name = "mbb.travel.recovery"
    _description = "Recovery"
    _inherit = [
        "mbb.travel.limits.mixin",
        "mbb.travel.recovery.ledger.mixin",
        "mbb.travel.recovery.letter.mixin",
        "mbb.state.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_name = "number"
    _check_company_auto = True

    _first_state = "open"
    _arrows = {
        "open": {"demanded": "accountant", "lifted": "accountant"},
        "demanded": {"closed": "system", "lifted": "accountant"},
        "closed": {"demanded": "system"},
    }
    _reason_methods = ("action_lift",)
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "number",
        "date_demanded",
        "demanded_by_id",
        "lift_reason",
        "letter_person_id",
        "letter_institution_id",
    )

    number = fields.Char(readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [
            ("open", "Opened"),
            ("demanded", "Demanded"),
            ("closed", "Recovered"),
            ("lifted", "Lifted"),
        ],
        required=True,
        readonly=True,
        default="open",
        copy=False,
        index=True,
        tracking=True,
    )
    claim_id = fields.Many2one(
        "mbb.travel.claim",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    advance_id = fields.Many2one(
        "mbb.travel.advance",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    assignment_id = fields.Many2one(
        "mbb.assignment", compute="_compute_source", store=True, index=True
    )
    expert_id = fields.Many2one(
        "res.partner",
        string="Person",
        compute="_compute_source",
        store=True,
        index=True,
        ondelete="restrict",
    )
    ground = fields.Selection(
        [
            ("m59", "Advance not accounted for (6245 m.59)"),
            ("m60", "Untrue declaration (6245 m.60)"),
            ("loss", "Public loss (5018 m.71)"),
        ],
        required=True,
        tracking=True,
    )
    reason = fields.Text(
        readonly=True, help="The reason given when the recovery was opened."
    )
    explanation = fields.Text(
        string="What Was Paid Wrongly", help="Stands in the letters."
    )
    amount = fields.Monetary(required=True, tracking=True)
    date_interest_from = fields.Date(
        string="Interest From",
        required=True,
        tracking=True,
        help="The day on which the money was taken; the next day is the first that "
        "bears interest (6245 m.59).",
    )
    date_demanded = fields.Date(string="Demanded On", readonly=True, copy=False)
    demanded_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    lift_reason = fields.Text(readonly=True, copy=False)
    responsible_id = fields.Many2one(
        "res.users",
        string="Followed By",
        domain=[("share", "=", False)],
        copy=False,
        tracking=True,
    )

    _one_source = models.Constraint(
        "CHECK(num_nonnulls(claim_id, advance_id) = 1)",
        "What is recovered is of one claim or of one advance.",
    )
    _check_amount = models.Constraint(
        "CHECK(amount > 0)", "What is recovered is above zero."
    )
    _unique_claim = models.UniqueIndex(
        "(claim_id) WHERE state IN ('open', 'demanded')",
        "A recovery of this claim is open already.",
    )
    _unique_advance = models.UniqueIndex(
        "(advance_id) WHERE state IN ('open', 'demanded')",
        "A recovery of this advance is open already.",
    )
    _unique_number = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL", "This number is taken."
    )

    @api.depends("claim_id", "advance_id")
    def _compute_source(self):
        for recovery in self.sudo():
            source = recovery.claim_id or recovery.advance_id
            recovery.assignment_id = source.assignment_id
            recovery.expert_id = source.expert_id

    @api.depends("number", "expert_id")
    def _compute_display_name(self):
        for recovery in self.sudo():
            recovery.display_name = recovery.number or self.env._(
                "Recovery from %(person)s", person=recovery._get_person_name() or "…"
            )

    @api.constrains("amount", "claim_id", "advance_id")
    def _check_at_most(self):
        for recovery in self.sudo():
            most = recovery._get_most()
            if recovery.currency_id.compare_amounts(recovery.amount, most) > 0:
                raise ValidationError(
                    self.env._("More than was paid cannot be recovered.")
                )

    def _get_most(self):
        """What was paid of the claim, its advance included, or is open of the advance."""
        self.ensure_one()
        if self.claim_id:
            return self.claim_id.net
        return (
            self.advance_id.amount_open_company if self.state == "open" else self.amount
        )

    @api.constrains("date_interest_from")
    def _check_date(self):
        today = fields.Date.context_today(self)
        if any(recovery.date_interest_from > today for recovery in self):
            raise ValidationError(
                self.env._("Interest runs from the day on which the money was taken.")
            )

    # -- opening ---------------------------------------------------------------

    @api.model
    def _open_for(self, record):
        """The recovery of what a claim or an advance has just gone into."""
        record = record.sudo()
        is_claim = record._name == "mbb.travel.claim"
        values = {
            "company_id": record.company_id.id,
            "reason": record.recovery_reason,
            "responsible_id": record.responsible_id.id,
        }
        if is_claim:
            values |= {
                "claim_id": record.id,
                "ground": "loss",
                "amount": record.net,
                "date_interest_from": record._get_day_paid(),
            }
        else:
            values |= {
                "advance_id": record.id,
                "ground": "m59",
                "amount": record.amount_open_company,
                "date_interest_from": record.date_paid,
            }
        recovery = self.sudo().create(values)
        recovery._take_number()
        return recovery

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(
                self.env._("A recovery is opened from its claim or its advance.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if set(vals).intersection(("claim_id", "advance_id", "company_id", "reason")):
            raise UserError(self.env._("A recovery stays with what it was opened for."))
        if set(vals).intersection(CONTENT_FIELDS):
            self.check_access("write")
            for recovery in self:
                authority = recovery._get_authority_obstacle("accountant")
                if authority:
                    raise AccessError(authority)
            if any(recovery.state != "open" for recovery in self):
                raise UserError(
                    self.env._(
                        "What was demanded stays as it is. Lift it with a reason and "
                        "open another recovery."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A recovery is lifted, not deleted."))

    # -- arrows ----------------------------------------------------------------

    def _get_authority_obstacle(self, authority):
        if self.env.su or authority != "accountant":
            return super()._get_authority_obstacle(authority)
        if not self.env.user.has_group("mbb_mentor_expense.group_travel_accountant"):
            return self.env._("You have no duty at this step of a recovery.")
        if self.env.user.partner_id == self.sudo().expert_id:
            return self.env._("Nobody decides on one's own debt.")
        return False

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle:
            return obstacle
        if target == "demanded" and self.state == "open":
            return self._get_demand_obstacle()
        if target == "lifted" and self.sudo().amount_received:
            return self.env._(
                "A part was paid already. Pay it back to the person first."
            )
        return False

    def _on_arrow(self, source, target):
        result = super()._on_arrow(source, target)
        if (source, target) == ("open", "demanded"):
            self._book_debt()
            self._issue_letters()
            self._sync_ledger()
        elif target == "lifted":
            self._undo_debt()
            if self.advance_id:
                self.advance_id._take_arrow("paid")
                self.advance_id._sync_ledger()
        return result

    def action_demand(self):
        """Book the debt and write to the person and to the employing institution."""
        return self._take_arrow(
            "demanded",
            {
                "date_demanded": fields.Date.context_today(self),
                "demanded_by_id": self.env.uid,
            },
        )

    def action_lift(self, reason):
        """Not owed after all: an objection was right, or an organ decided so."""
        return self._take_arrow("lifted", {"lift_reason": self._check_reason(reason)})

    def action_open_source(self):
        self.ensure_one()
        return (self.claim_id or self.advance_id)._get_records_action()

    def _get_first_day_with_interest(self):
        return self.date_interest_from + timedelta(days=1)

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..base.mbb_state_mixin import MbbStateMixin
from ..base.zone import local_today
from ..pool.changes import is_changed_by

#: What the authoriser is asked to order (5018 m.32).
ORDERED_FIELDS = (
    "name",
    "ground",
    "legal_basis",
    "amount",
    "currency_id",
    "company_id",
    "date_from",
    "date_to",
    "appropriation",
    "method",
    "performer_id",
)


class MbbSpendingOrder(models.Model):
    """Harcama talimatı: without it nothing is spent from a budget (5018 m.32).

    One order may cover the several assignments of a visit.
    """

    _name = "mbb.spending.order"
    _description = "Spending Order"
    _inherit = [
        "mbb.spending.order.cover.mixin",
        "mbb.spending.order.paper.mixin",
        "mbb.approval.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    _arrows = {
        "draft": {"approval": "officer", "cancelled": "officer"},
        "approval": {
            "approved": "system",
            "draft": "officer",
            "rejected": "system",
            "cancelled": "officer",
        },
        "approved": {"closed": "officer", "cancelled": "officer"},
    }
    _approval_arrows = {"approval": "approved"}
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "number",
        "date",
        "prepared_by_id",
        "document_number",
        "document_date",
        "evidence_id",
        "reject_reason",
        "cancel_reason",
        "return_reason",
    )
    _reason_methods = ("action_cancel", "action_take_back", "action_refuse_approval")

    number = fields.Char(readonly=True, copy=False, index="trigram")
    name = fields.Char(string="Subject", required=True, tracking=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approval", "Awaiting Approval"),
            ("approved", "Approved"),
            ("closed", "Order Closed"),
            ("rejected", "Not Approved"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    ground = fields.Text(
        required=True, help="Why the service is needed (5018 m.32)."
    )
    legal_basis = fields.Char(
        required=True,
        default=lambda self: self.env._(
            "Act No. 5018, Art. 32; Mentor Programme Regulation, Art. 8; Travel "
            "Expenses Act No. 6245"
        ),
    )
    amount = fields.Monetary(required=True, tracking=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.currency_id,
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    appropriation = fields.Char(
        string="Appropriation (tertip)",
        help="The budget item, as the Birlik's budget writes it.",
    )
    method = fields.Selection(
        [
            ("claim", "Travel claim after the duty"),
            ("advance", "Advance, then travel claim"),
        ],
        string="Way of Carrying It Out",
        required=True,
        default="claim",
    )
    performer_id = fields.Many2one(
        "res.users",
        string="Carried Out By",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        help="Gerçekleştirme görevlisi (5018 m.33): never who gives the order.",
    )
    authoriser = fields.Char(
        compute="_compute_authoriser",
        compute_sudo=True,
        help="Harcama yetkilisi (5355 m.14): who approved.",
    )
    date = fields.Date(
        string="Ordered On",
        readonly=True,
        copy=False,
        help="The day of the approval, or of the signed paper that is recorded.",
    )
    document_number = fields.Char(string="Paper Number", readonly=True, copy=False)
    document_date = fields.Date(string="Paper Date", readonly=True, copy=False)
    evidence_id = fields.Many2one(
        "mbb.evidence",
        string="Signed Paper",
        readonly=True,
        copy=False,
        check_company=True,
    )
    assignment_ids = fields.One2many(
        "mbb.assignment", "spending_order_id", string="Assignments"
    )
    extension_ids = fields.One2many(
        "mbb.assignment.extension", "spending_order_id", string="Extensions"
    )
    expected_amount = fields.Monetary(
        string="Expected Cost of What It Covers", compute="_compute_expected_amount"
    )
    letter_ids = fields.One2many("mbb.letter", "spending_order_id", string="Letters")
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
    )
    prepared_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    reject_reason = fields.Text(readonly=True, copy=False)
    cancel_reason = fields.Text(readonly=True, copy=False)
    return_reason = fields.Text(
        string="Reason of the Return", readonly=True, copy=False
    )
    obstacles = fields.Text(
        string="What Stands in the Way", compute="_compute_obstacles"
    )
    is_president_matter = fields.Boolean(
        string="For the Başkan",
        compute="_compute_is_president_matter",
        search="_search_is_president_matter",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _check_dates = models.Constraint(
        "CHECK(date_from <= date_to)", "A spending order cannot end before it starts."
    )
    _check_amount = models.Constraint(
        "CHECK(amount >= 0)", "The amount cannot be negative."
    )
    _unique_number = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL",
        "This number was given already.",
    )

    # -- computed ----------------------------------------------------------

    @api.depends("number", "name")
    def _compute_display_name(self):
        for order in self:
            order.display_name = order.number or order.name or ""

    @api.depends("approval_ids.state")
    @api.depends_context("lang")
    def _compute_authoriser(self):
        for order in self:
            rows = order.approval_ids.filtered(lambda a: a.state == "approved")
            last = rows.sorted("date_decided")[-1:]
            order.authoriser = last._get_signature() if last else False

    @api.depends("assignment_ids", "extension_ids")
    def _compute_expected_amount(self):
        for order in self:
            order.expected_amount = order.sudo()._get_covered_amount()

    @api.depends("amount", "assignment_ids")
    def _compute_is_president_matter(self):
        for order in self:
            company = order.company_id.sudo()
            limit = company.mbb_president_amount
            order.is_president_matter = bool(
                limit > 0
                and company.currency_id.compare_amounts(order.amount, limit) > 0
            ) or any(order.sudo().assignment_ids.mapped("is_president_matter"))

    def _search_is_president_matter(self, operator, value):
        if operator != "in":
            return NotImplemented
        open_ones = self.sudo().search([("state", "in", ("draft", "approval"))])
        found = open_ones.filtered("is_president_matter")
        return Domain("id", "in" if True in value else "not in", found.ids)

    @api.depends("state", "amount", "date_from", "date_to", "assignment_ids")
    @api.depends_context("lang")
    def _compute_obstacles(self):
        for order in self:
            open_now = order.state in ("draft", "approval")
            found = order._get_order_obstacles() if open_now else []
            order.obstacles = "\n".join(found) or False

    # -- approvals ---------------------------------------------------------

    def _get_parties(self):
        parties = super()._get_parties()
        for assignment in self.assignment_ids | self.extension_ids.assignment_id:
            parties |= assignment._get_parties()
        return parties

    def _get_approval_amount(self):
        return self.amount

    def _get_approval_subject(self):
        return self.name

    def _get_excluded_users(self, target):
        """Who carries it out does not order it (5018 m.33)."""
        return (
            super()._get_excluded_users(target)
            | self.performer_id
            | self.prepared_by_id
        )

    def _approval_refused(self, approval):
        res = super()._approval_refused(approval)
        self._take_arrow("rejected", {"reject_reason": approval.reason})
        return res

    @api.constrains("performer_id")
    def _check_performer(self):
        """5018 m.33: of the house."""
        for order in self:
            if order.performer_id.share:
                raise ValidationError(
                    self.env._(
                        "%(user)s is not of the house and carries out no order.",
                        user=order.performer_id.name,
                    )
                )

    # -- guard of what is ordered ------------------------------------------

    def write(self, vals):
        names = [name for name in self._get_ordered_fields() if name in vals]
        for order in self if names else ():
            if order.state != "draft" and is_changed_by(order, vals, names):
                raise UserError(
                    self.env._(
                        "%(order)s was put before the authoriser. Take it back, or "
                        "cancel it and draw up another one.",
                        order=order.display_name,
                    )
                )
        return super().write(vals)

    @api.model
    def _get_ordered_fields(self):
        return ORDERED_FIELDS

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        if any(order.state != "draft" for order in self):
            raise UserError(
                self.env._("Only a draft can be deleted. Cancel it with a reason.")
            )

    # -- arrows ------------------------------------------------------------

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle:
            return obstacle
        if target in ("approval", "approved"):
            return "\n".join(self._get_order_obstacles()) or False
        if target in ("cancelled", "closed"):
            return self._get_resting_obstacle(target)
        return False

    def _get_resting_obstacle(self, target):
        """What rests on the order keeps it: all of it, or what still goes on."""
        states = ("approved", "ongoing")
        if target == "cancelled":
            states = (*states, "done", "ended")
        order = self.sudo()
        resting = order.assignment_ids.filtered(lambda a: a.state in states)
        resting |= order.extension_ids.filtered(
            lambda e: e.state == "approved" and e.assignment_id.state in states
        ).assignment_id
        if order.state != "approved" or not resting:
            return False
        return self.env._(
            "%(assignments)s rests on the spending order %(order)s.",
            assignments=", ".join(resting.mapped("display_name")),
            order=order.display_name,
        )

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == "approved":
            self._write_guarded({"date": self.document_date or local_today()})
            self._take_number()
            self.env["mbb.letter"]._issue(self, "spending_order")
        return res

    def action_ask_approval(self):
        return self._take_arrow("approval", {"prepared_by_id": self.env.uid})

    def action_take_back(self, reason):
        return self._take_arrow(
            "draft", {"return_reason": self._check_reason(reason)}
        )

    def action_cancel(self, reason):
        return self._take_arrow(
            "cancelled", {"cancel_reason": self._check_reason(reason)}
        )

    def action_close(self):
        """All is paid: what is left of the amount is free again."""
        return self._take_arrow("closed")

    def _release(self, assignment):
        """An assignment that does not happen leaves its part of the order free."""
        for order in self.sudo():
            order.message_post(
                body=self.env._(
                    "%(assignment)s does not take place: its part of the order is "
                    "free.",
                    assignment=assignment.display_name,
                )
            )
            if order.state == "approved" and not order._get_covered_assignments():
                order._clock_activity(
                    self.env._("Nothing rests on this spending order any more")
                )

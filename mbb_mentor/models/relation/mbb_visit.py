# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..pool.changes import is_changed_by


class MbbVisit(models.Model):
    """Several experts of one visit: drawn up, approved and printed together.

    One assignment is one expert; the visit only holds them together and has no state
    of its own.
    """

    _name = "mbb.visit"
    _description = "Group Visit"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _rec_name = "number"
    _check_company_auto = True
    _reason_methods = ("action_refuse_approval", "action_cancel")

    number = fields.Char(readonly=True, copy=False, index="trigram")
    match_id = fields.Many2one(
        "mbb.match",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    match_sides = fields.Char(related="match_id.sides")
    assignment_ids = fields.One2many("mbb.assignment", "visit_id", readonly=True)
    host_institution_id = fields.Many2one(
        "res.partner", compute="_compute_facts"
    )
    place = fields.Char(compute="_compute_facts")
    date_from = fields.Date(string="From", compute="_compute_facts")
    date_to = fields.Date(string="To", compute="_compute_facts")
    expert_count = fields.Integer(string="Experts", compute="_compute_facts")
    approved_count = fields.Integer(string="Approved Experts", compute="_compute_facts")
    birlik_pays = fields.Boolean(compute="_compute_facts")
    expected_cost = fields.Monetary(
        string="Expected Cost to the Birlik", compute="_compute_facts"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    spending_order_ids = fields.Many2many(
        "mbb.spending.order", compute="_compute_facts", string="Spending Orders"
    )
    obstacles = fields.Text(
        string="What Stands in the Way", compute="_compute_obstacles"
    )
    can_ask = fields.Boolean(compute="_compute_facts")
    can_cancel = fields.Boolean(compute="_compute_facts")
    lacks_letter = fields.Boolean(compute="_compute_facts")
    can_approve = fields.Boolean(compute="_compute_can_approve")
    has_letters = fields.Boolean(compute="_compute_facts")
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _unique_number = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL",
        "This number was given already.",
    )

    def _get_live(self):
        """Those that take place, or are to."""
        return self.assignment_ids.filtered(
            lambda a: a.state not in ("rejected", "cancelled")
        )

    def _get_cancellable(self):
        return self.assignment_ids.filtered(
            lambda a: a.state in ("draft", "consent", "approval", "approved")
        )

    def _get_without_letter(self):
        """Those whose own institution's letter is still awaited."""
        return self.assignment_ids.filtered(
            lambda a: a.state in ("draft", "consent", "approval")
            and not a.sending_letter_evidence_id
        )

    @api.depends(
        "assignment_ids.state",
        "assignment_ids.spending_order_id",
        "assignment_ids.sending_letter_evidence_id",
    )
    def _compute_facts(self):
        for visit in self:
            rows = visit._get_live() or visit.assignment_ids
            visit.host_institution_id = rows[:1].host_institution_id
            visit.place = rows[:1].place
            visit.date_from = min(rows.mapped("date_from"), default=False)
            visit.date_to = max(rows.mapped("date_to"), default=False)
            visit.expert_count = len(rows.expert_id)
            done = ("approved", "ongoing", "done", "ended")
            visit.approved_count = len(rows.filtered(lambda a: a.state in done))
            visit.birlik_pays = any(rows.mapped("birlik_pays"))
            visit.expected_cost = sum(rows.mapped("expected_cost"))
            visit.spending_order_ids = rows.spending_order_id
            visit.can_ask = any(row.state == "draft" for row in rows)
            visit.can_cancel = bool(visit._get_cancellable())
            visit.lacks_letter = bool(visit._get_without_letter())
            visit.has_letters = bool(rows.letter_ids)

    @api.depends("assignment_ids")
    @api.depends_context("lang")
    def _compute_obstacles(self):
        for visit in self:
            lines = [
                f"{row.expert_id.name}: {row.obstacles}"
                for row in visit.assignment_ids
                if row.obstacles
            ]
            visit.obstacles = "\n".join(lines) or False

    @api.depends_context("uid")
    @api.depends("assignment_ids.approval_ids.state")
    def _compute_can_approve(self):
        for visit in self:
            visit.can_approve = any(visit.assignment_ids.mapped("can_approve"))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            company = self.env["res.company"].browse(vals.get("company_id"))
            sequences = self.env["ir.sequence"].sudo()
            vals["number"] = sequences.with_company(
                company or self.env.company
            ).next_by_code("mbb.visit")
        return super().create(vals_list)

    def write(self, vals):
        if "number" in vals:
            raise UserError(self.env._("A number is given once."))
        for visit in self:
            names = [name for name in ("match_id", "company_id") if name in vals]
            if is_changed_by(visit, vals, names):
                raise UserError(self.env._("A visit stays with its match."))
        return super().write(vals)

    def _add(self, assignments):
        """Put drafts under the visit."""
        self.ensure_one()
        assignments._write_guarded({"visit_id": self.id})

    # -- together ----------------------------------------------------------

    def action_ask_consents(self):
        """For each expert who is still a draft; one reason stops all."""
        drafts = self.assignment_ids.filtered(lambda a: a.state == "draft")
        if not drafts:
            raise UserError(self.env._("All consents were asked already."))
        return drafts.action_ask_consents()

    def action_record_sending_letter(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Letter of the Sending Institution"),
            "res_model": "mbb.sending.letter",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_visit_id": self.id},
        }

    def action_draw_up_order(self):
        self.ensure_one()
        return self._get_live().action_draw_up_order()

    def _get_my_approvals(self):
        self.check_access("read")
        rows = self.env["mbb.approval"]
        for assignment in self.assignment_ids:
            rows |= assignment._get_my_approval()
        if not rows:
            raise AccessError(self.env._("No assignment of it waits for you."))
        return rows

    def action_approve(self):
        """Decide each row that waits for me: all of them, or none."""
        return self._get_my_approvals().action_approve()

    def action_refuse_approval(self, reason):
        return self._get_my_approvals().action_refuse(reason)

    def action_cancel(self, reason):
        """The visit does not take place: none of what is not under way does."""
        rows = self._get_cancellable()
        if not rows:
            raise UserError(self.env._("There is nothing left to cancel."))
        return rows.action_cancel(reason)

    def action_print_letters(self):
        """One file of the letters of all, as they were issued."""
        letters = self.env["mbb.letter"]
        for assignment in self.assignment_ids.sorted("id"):
            letters |= assignment._get_duty_letters()[:1]
        if not letters:
            raise UserError(self.env._("No letter has been issued yet."))
        return letters.action_download()

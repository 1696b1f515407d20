# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import format_date

from odoo.addons.base.models.res_users import check_identity

from .mbb_state_mixin import lock_or_tell


class MbbApproval(models.Model):
    """One question to one rule's deciders, and its answer, written once.

    The row is made and written by private code for the signed-in user. A password
    asked again is a check of identity, never a signature (imza).
    """

    _name = "mbb.approval"
    _description = "Approval"
    _inherit = ["mbb.register.mixin"]
    _order = "id desc"
    _rec_name = "record_name"

    rule_id = fields.Many2one(
        "mbb.approval.rule", required=True, readonly=True, ondelete="restrict"
    )
    res_model = fields.Char(
        string="Document Model", required=True, readonly=True, index=True
    )
    res_id = fields.Many2oneReference(
        string="Document ID", model_field="res_model", readonly=True, index=True
    )
    record_name = fields.Char(string="Document", readonly=True)
    target = fields.Char(required=True, readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting for Approval"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("forwarded", "Forwarded"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="waiting",
        index=True,
    )
    round = fields.Integer(readonly=True)
    asked_by_id = fields.Many2one("res.users", readonly=True)
    date_asked = fields.Datetime(readonly=True)
    date_due = fields.Date(string="Due", readonly=True, index=True)
    approver_ids = fields.Many2many(
        "res.users", string="May Decide", readonly=True
    )
    decided_by_id = fields.Many2one("res.users", readonly=True)
    principal_id = fields.Many2one(
        "res.users", string="In the Name Of", readonly=True
    )
    date_decided = fields.Datetime(readonly=True)
    reason = fields.Text(readonly=True)
    forwarded_from_id = fields.Many2one(
        "mbb.approval",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The row that was forwarded to a named person.",
    )
    forwarded_to_id = fields.Many2one(
        "res.users", readonly=True, help="The named person it was forwarded to."
    )
    office = fields.Char(
        readonly=True, help="The post (makam) held, or stood in for, that day."
    )
    signature = fields.Char(
        string="Decided As", compute="_compute_signature", compute_sudo=True
    )
    document_kind = fields.Char(compute="_compute_document_kind")
    summary = fields.Char(string="What Is Decided", compute="_compute_summary")
    is_for_me = fields.Boolean(
        string="Waiting for Me",
        compute="_compute_can_decide",
        search="_search_is_for_me",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    can_decide = fields.Boolean(compute="_compute_can_decide")
    waiting_days = fields.Integer(
        string="Days Waiting", compute="_compute_waiting_days"
    )
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_waiting_days")

    _reason_methods = ("action_refuse",)

    _decided = models.Constraint(
        "CHECK(state NOT IN ('approved', 'refused', 'forwarded') "
        "OR (decided_by_id IS NOT NULL AND date_decided IS NOT NULL))",
        "A decision has a decider and a date.",
    )

    @api.depends_context("uid")
    @api.depends("state", "approver_ids")
    def _compute_can_decide(self):
        for approval in self:
            approval.can_decide = approval.is_for_me = (
                approval.state == "waiting"
                and not approval._get_decider_obstacle(self.env.user)
            )

    def _search_is_for_me(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        return Domain("state", "=", "waiting") & self._get_mine_domain()

    @api.model
    def _get_mine_domain(self):
        return Domain("approver_ids", "in", self.env.uid)

    @api.depends("res_model")
    @api.depends_context("lang")
    def _compute_document_kind(self):
        for approval in self:
            model = self.env["ir.model"]._get(approval.res_model)
            approval.document_kind = model.name

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "lang")
    def _compute_summary(self):
        """As the record stands; nothing for whoever may not read that."""
        self.summary = False
        for model, approvals in self.grouped("res_model").items():
            records = self.env[model].browse(approvals.mapped("res_id"))
            readable = records.exists()._filtered_access("read")
            told = {record.id: record._get_approval_summary() for record in readable}
            for approval in approvals:
                approval.summary = told.get(approval.res_id)

    @api.depends("decided_by_id", "principal_id")
    @api.depends_context("lang")
    def _compute_signature(self):
        for approval in self:
            approval.signature = approval._get_signature()

    @api.depends("date_asked", "date_decided", "date_due", "state")
    def _compute_waiting_days(self):
        now = fields.Datetime.now()
        today = fields.Date.context_today(self)
        for approval in self:
            until = approval.date_decided or now
            approval.waiting_days = (until - (approval.date_asked or until)).days
            approval.is_overdue = bool(
                approval.state == "waiting"
                and approval.date_due
                and approval.date_due < today
            )

    def _get_closed_text(self):
        return self.env._("An approval is recorded by the decision itself only.")

    @api.model
    def _ask(self, record, target, rules, forwarded=None, user=None):
        """Make a waiting row a rule, and tell those who may decide.

        :param forwarded: the row that is handed on to `user` instead
        """
        due = record.date_due if "date_due" in record._fields else False
        rows = self._create_private(
            [
                {
                    "rule_id": rule.id,
                    "res_model": record._name,
                    "res_id": record.id,
                    "record_name": record.display_name,
                    "target": target,
                    "round": record.approval_round,
                    "asked_by_id": (forwarded or self).asked_by_id.id
                    or self.env.uid,
                    "date_asked": fields.Datetime.now(),
                    "date_due": due,
                    "approver_ids": (
                        user or record._get_approvers(rule, target)
                    ).ids,
                    "forwarded_from_id": forwarded and forwarded.id,
                    "forwarded_to_id": user and user.id,
                    "company_id": (record.company_id or self.env.company).id,
                }
                for rule in rules
            ]
        )
        record.invalidate_recordset(["approval_ids"], flush=False)
        rows._notify_approvers()
        return rows

    def _notify_approvers(self):
        """A mail with nothing but a link, in each one's language."""
        for approval in self.sudo():
            approval._notify(approval._get_deciders())

    def _notify(self, users):
        self.ensure_one()
        template = self.env.ref(
            "mbb_mentor.mail_template_approval_asked", raise_if_not_found=False
        )
        for user in users.filtered("email"):
            if template:
                template.with_context(recipient_lang=user.lang).send_mail(
                    self.id,
                    email_values={
                        "recipient_ids": [(4, user.partner_id.id)],
                        "email_to": False,
                    },
                )

    @api.model
    def _refresh_approvers(self):
        """Hold the waiting rows against today's rules and groups."""
        for approval in self.sudo().search([("state", "=", "waiting")]):
            if not approval._get_record():
                continue
            users = approval._get_allowed()
            if users != approval.approver_ids:
                approval._write_private({"approver_ids": [(6, 0, users.ids)]})

    # -- who and what ------------------------------------------------------

    def _get_record(self):
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).exists()

    def _get_allowed(self):
        """Who is eligible today: by the rule, or the one it was forwarded to.

        Where the named person may no longer decide, the rule says again who does.
        """
        self.ensure_one()
        approval = self.sudo()
        record = approval._get_record()
        named = approval.forwarded_to_id.filtered(
            lambda user: approval.rule_id._may_be_asked(user)
            and not record._get_exclusion_reason(
                user, approval.target, approval.asked_by_id
            )
        )
        return named or record._get_approvers(approval.rule_id, approval.target)

    def _get_office(self, user):
        """The office (makam) that `user` holds, as papers name it."""
        return user.sudo().partner_id.function or user.sudo().name

    def _get_signature(self):
        """Who decided, as it stands on papers, in the language of the context.

        Who stands in signs in the name of the office: "[Ad], [Makam] adına
        vekâleten" (GÇY m.6).
        """
        user, principal = self.decided_by_id, self.principal_id
        if not user:
            return False
        office = self.office or self._get_office(principal or user)
        if principal:
            return self.env._(
                "%(name)s, by proxy for %(office)s", name=user.name, office=office
            )
        return user.name if office == user.name else f"{user.name}, {office}"

    def _get_deciders(self):
        """Principals and, on top, those who stand in for them."""
        self.ensure_one()
        return self.approver_ids

    def _get_principal(self, user):
        """In whose name `user` may decide: their own, or a principal's; or none."""
        self.ensure_one()
        return user & self.sudo().approver_ids

    def _get_decider_obstacle(self, user):
        """Why `user` may not decide, or False. Asked again at the decision."""
        self.ensure_one()
        record = self.sudo()._get_record()
        excluded = record._get_exclusion_reason(user, self.target, self.asked_by_id)
        if excluded:
            return excluded
        principal = self._get_principal(user)
        if not principal or not principal <= self._get_allowed():
            return self.env._(
                "%(user)s is not among those who may decide on %(record)s.",
                user=user.name,
                record=self.sudo().record_name,
            )
        return False

    # -- decisions ---------------------------------------------------------

    def action_approve(self):
        self._check_signed_in()
        if any(self.sudo().rule_id.mapped("ask_identity")):
            return self.action_approve_identified()
        return self._do_approve()

    @check_identity
    def action_approve_identified(self):
        self._check_signed_in()
        return self._do_approve()

    def action_refuse(self, reason):
        self._check_signed_in()
        return self._do_refuse(reason)

    def action_forward(self, user_id, reason):
        """Hand the question on to a named person, with a reason."""
        self._check_signed_in()
        return self._do_forward(self.env["res.users"].browse(user_id), reason)

    def action_open_forward(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Forward"),
            "res_model": "mbb.approval.forward",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_approval_id": self.id},
        }

    def action_open_record(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def _check_signed_in(self):
        """Decisions need the person at the screen: keys of programs have no session."""
        if not request or request.session.uid != self.env.uid:
            raise AccessError(
                self.env._("A decision is made in a signed-in session only.")
            )

    def _do_approve(self):
        for approval in self:
            approval._decide("approved")
            record = approval.sudo()._get_record()
            record._on_approval(approval.sudo())
        return True

    def _do_refuse(self, reason):
        reason = self.env["mbb.state.mixin"]._check_reason(reason)
        for approval in self:
            approval._decide("refused", reason)
            record = approval.sudo()._get_record()
            record._cancel_approvals()
            record._approval_refused(approval.sudo())
        return True

    def _do_forward(self, user, reason):
        """Hand the question to a named person who may be asked and is no party."""
        reason = self.env["mbb.state.mixin"]._check_reason(reason)
        self.ensure_one()
        user.ensure_one()
        approval = self.sudo()
        record = approval._get_record()
        if user == self.env.user or not approval.rule_id._may_be_asked(user.sudo()):
            raise UserError(
                self.env._("%(user)s may not be asked.", user=user.sudo().name)
            )
        obstacle = record._get_exclusion_reason(
            user, approval.target, approval.asked_by_id
        )
        if obstacle:
            raise UserError(obstacle)
        self._decide("forwarded", reason)
        return approval._ask(
            record, approval.target, approval.rule_id, forwarded=approval, user=user
        )

    def _decide(self, state, reason=False):
        self.ensure_one()
        self.check_access("read")
        lock_or_tell(self)
        if self.state != "waiting":
            raise UserError(
                self.env._(
                    "%(record)s was decided on %(date)s already.",
                    record=self.record_name,
                    date=format_date(self.env, self.date_decided),
                )
            )
        obstacle = self._get_decider_obstacle(self.env.user)
        if obstacle:
            raise AccessError(obstacle)
        principal = self._get_principal(self.env.user)
        lang = self.company_id.sudo().partner_id.lang or self.env.lang
        self._write_private(
            {
                "state": state,
                "reason": reason,
                "decided_by_id": self.env.uid,
                "principal_id": principal.id if principal != self.env.user else False,
                "office": self.with_context(lang=lang)._get_office(principal),
                "date_decided": fields.Datetime.now(),
            }
        )

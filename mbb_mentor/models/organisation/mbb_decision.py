# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import re
import unicodedata

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date
from odoo.tools.misc import SENTINEL

from ..base.mbb_state_mixin import MbbStateMixin

class MbbDecision(models.Model):
    """A matter that the regulation does not settle, and the organ's answer (MPY m.9).

    While it is open, every guard of the record it is about gives it as the reason.
    """

    _name = "mbb.decision"
    _description = "Decision of an Organ"
    _inherit = [
        "mbb.decision.precedent.mixin",
        "mbb.decision.paper.mixin",
        "mbb.state.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True

    _first_state = "awaiting"
    _arrows = {
        "awaiting": {"agenda": "registry", "cancelled": "asker"},
        "agenda": {
            "decided": "registry",
            "awaiting": "registry",
            "cancelled": "asker",
        },
    }
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "number",
        "date",
        "year",
        "outcome",
        "text",
        "evidence_id",
        "cancel_reason",
    )
    #: What the organ is asked; closed once it has answered.
    _content_fields = (
        "organ_id",
        "subject",
        "question",
        "ground",
        "meeting_date",
        "agenda_order",
    )
    _reason_methods = ("action_cancel",)

    organ_id = fields.Many2one(
        "mbb.organ",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    organ_kind = fields.Selection(related="organ_id.kind")
    company_id = fields.Many2one(
        related="organ_id.company_id", store=True, index=True
    )
    state = fields.Selection(
        [
            ("awaiting", "To Be Put on the Agenda"),
            ("agenda", "On the Agenda"),
            ("decided", "Decided"),
            ("cancelled", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="awaiting",
        copy=False,
        index=True,
        tracking=True,
        group_expand="_group_expand_state",
    )
    subject = fields.Char(required=True, tracking=True)
    question = fields.Text(required=True, help="What the organ is to decide.")
    ground = fields.Text(
        required=True, help="Why neither the regulation nor the law settles it (MPY m.9)."
    )
    keywords = fields.Char(help="Words under which the matter is to be found again.")
    res_model = fields.Char(
        string="Document Model", readonly=True, index="btree_not_null"
    )
    res_id = fields.Many2oneReference(
        string="Document ID", model_field="res_model", readonly=True, index=True
    )
    record_name = fields.Char(string="About", compute="_compute_record_name")
    document_kind = fields.Char(compute="_compute_record_name")
    asked_by_id = fields.Many2one(
        "res.users",
        string="Put by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    meeting_date = fields.Date(tracking=True)
    agenda_order = fields.Integer(string="Item")
    number = fields.Char(
        string="Decision Number", readonly=True, copy=False, tracking=True
    )
    date = fields.Date(
        string="Decision Date", readonly=True, copy=False, index=True, tracking=True
    )
    year = fields.Integer(readonly=True, copy=False)
    outcome = fields.Selection(
        [
            ("go_on", "Goes On"),
            ("conditions", "Goes On with Conditions"),
            ("end", "Does Not Go On"),
        ],
        readonly=True,
        copy=False,
        tracking=True,
        help="What becomes of the record.",
    )
    text = fields.Text(string="Decision", readonly=True, copy=False)
    evidence_id = fields.Many2one(
        "mbb.evidence",
        string="Paper of the Decision",
        readonly=True,
        copy=False,
        check_company=True,
    )
    cancel_reason = fields.Text(readonly=True, copy=False)

    # Two people saving at the same moment: the second one is refused.
    _unique_number = models.UniqueIndex(
        "(organ_id, year, number) WHERE number IS NOT NULL",
        "This organ has a decision of this number in that year already.",
    )
    _one_open = models.UniqueIndex(
        "(res_model, res_id) WHERE res_model IS NOT NULL "
        "AND state IN ('awaiting', 'agenda')",
        "The record waits for a decision already.",
    )
    _decided_whole = models.Constraint(
        "CHECK(state != 'decided' OR (number IS NOT NULL AND date IS NOT NULL "
        "AND outcome IS NOT NULL AND evidence_id IS NOT NULL))",
        "A decision has its number, date, outcome and paper.",
    )

    # -- computed ------------------------------------------------------------

    @api.depends("subject", "organ_id", "number", "year")
    def _compute_display_name(self):
        for decision in self:
            if decision.number:
                organ = decision.organ_id.name
                decision.display_name = (
                    f"{organ} {decision.year}/{decision.number}: {decision.subject}"
                )
            else:
                decision.display_name = decision.subject

    @api.depends("res_model", "res_id")
    @api.depends_context("lang")
    def _compute_record_name(self):
        for decision in self:
            record = decision.sudo()._get_record()
            kind = self.env["ir.model"]._get(decision.res_model) if record else None
            decision.document_kind = kind.name if kind else False
            decision.record_name = record.display_name if record else False

    def _group_expand_state(self, states, domain):
        return ["awaiting", "agenda", "decided"]

    def _get_record(self):
        """The record the matter is about, or None."""
        self.ensure_one()
        if not self.res_model or self.res_model not in self.env:
            return None
        return self.env[self.res_model].browse(self.res_id).exists() or None

    def _get_waiting_text(self):
        """Why a record waits, for its banner and its guards."""
        self.ensure_one()
        decision = self.sudo()
        if decision.state == "agenda":
            return self.env._(
                "“%(subject)s” is on the agenda of %(organ)s of %(date)s (MPY m.9).",
                subject=decision.subject,
                organ=decision.organ_id.name,
                date=format_date(self.env, decision.meeting_date),
            )
        return self.env._(
            "“%(subject)s” waits for a decision of %(organ)s (MPY m.9).",
            subject=decision.subject,
            organ=decision.organ_id.name,
        )

    def _get_reference_text(self):
        """A decision as papers refer to it."""
        self.ensure_one()
        decision = self.sudo()
        return self.env._(
            "%(organ)s decision of %(date)s, number %(number)s (%(outcome)s)",
            organ=decision.organ_id.name,
            date=format_date(self.env, decision.date),
            number=decision.number,
            outcome=dict(
                self._fields["outcome"]._description_selection(self.env)
            ).get(decision.outcome),
        )

    # -- writing -------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                # A record is put before an organ from its own form.
                vals.update(res_model=False, res_id=False, asked_by_id=self.env.uid)
        decisions = super().create(vals_list)
        decisions._tell_registry()
        return decisions

    def write(self, vals):
        if set(self._content_fields) & vals.keys() and any(
            decision.state in ("decided", "cancelled") for decision in self
        ):
            raise UserError(
                self.env._("What was decided is not rewritten: put a new matter.")
            )
        if any(
            vals.get(name, SENTINEL) not in (SENTINEL, decision[name])
            for decision in self
            for name in ("res_model", "res_id")
        ):
            raise UserError(self.env._("A matter keeps the record it is about."))
        if not self.env.su and "asked_by_id" in vals:
            raise UserError(self.env._("A matter keeps who put it."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A matter is not deleted: withdraw it with a reason.")
        )

    def _tell_registry(self):
        group = self.env.ref("mbb_mentor.group_mentor_registry")
        for decision in self.sudo():
            users = group.all_user_ids.filtered(
                lambda user, company=decision.company_id: company in user.company_ids
            )
            decision.message_post(
                body=decision._get_waiting_text(),
                partner_ids=users.partner_id.ids,
            )

    # -- arrows --------------------------------------------------------------

    def _get_authority_obstacle(self, authority):
        is_registry = self.env.user.has_group("mbb_mentor.group_mentor_registry")
        if authority == "registry":
            if self.env.su or is_registry:
                return False
            return self.env._("Only Yazı İşleri may take this step.")
        if authority == "asker":
            if self.env.su or is_registry or self.env.user == self.sudo().asked_by_id:
                return False
            return self.env._("Only who put the matter, or Yazı İşleri, withdraws it.")
        return super()._get_authority_obstacle(authority)

    def _get_decision_obstacle(self, target):
        return False

    def _get_open_decision(self):
        return self.browse()

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle:
            return obstacle
        if target == "agenda" and not self.meeting_date:
            return self.env._(
                "%(subject)s: give the date of the meeting.", subject=self.subject
            )
        return False

    def action_put_on_agenda(self):
        for decision in self:
            decision._take_arrow("agenda")
            if not decision.agenda_order:
                decision.sudo().agenda_order = decision._get_next_item()
        return True

    def _get_next_item(self):
        others = self.sudo().search(
            [
                ("organ_id", "=", self.organ_id.id),
                ("meeting_date", "=", self.meeting_date),
                ("state", "!=", "cancelled"),
            ]
        )
        return max(others.mapped("agenda_order"), default=0) + 1

    def action_postpone(self):
        """Off this agenda; it waits for another meeting."""
        res = self._take_arrow("awaiting")
        self.sudo().write({"meeting_date": False, "agenda_order": 0})
        return res

    def action_cancel(self, reason):
        return self._take_arrow(
            "cancelled", {"cancel_reason": self._check_reason(reason)}
        )

    def action_record(self):
        """Open the dialog for the answer of the organ."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record the Decision"),
            "res_model": "mbb.decision.record",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_decision_id": self.id},
        }

    def _record_decision(self, *, number, date, outcome, text, file_name, content):
        """Write down what the organ decided, with its paper; the record goes on."""
        self.ensure_one()
        number = self._clean_number(number)
        text = (text or "").strip()
        if not (number and date and outcome and text):
            raise UserError(
                self.env._("Give the number, date, outcome and text of the decision.")
            )
        if date > self._get_today():
            raise UserError(self.env._("The decision cannot lie in the future."))
        obstacle = self._get_arrow_obstacle("decided")
        if obstacle:
            raise AccessError(obstacle)
        self.check_access("read")
        self._check_number(number, date.year)
        evidence = self.env["mbb.evidence"].sudo()._record(
            self.sudo(), file_name, content, "decision", note=f"{date.year}/{number}"
        )
        return self._take_arrow(
            "decided",
            {
                "number": number,
                "date": date,
                "year": date.year,
                "outcome": outcome,
                "text": text,
                "evidence_id": evidence.id,
            },
        )

    @api.model
    def _clean_number(self, number):
        """The number as it is compared: what looks the same is the same."""
        number = unicodedata.normalize("NFKC", number or "")
        return re.sub(r"[^\w/.-]+", "", number).upper().lstrip("0")

    def _check_number(self, number, year):
        """A readable refusal; two at the same moment meet the unique index."""
        taken = self.sudo().search(
            [
                ("organ_id", "=", self.organ_id.id),
                ("year", "=", year),
                ("number", "=", number),
            ],
            limit=1,
        )
        if taken:
            raise UserError(
                self.env._(
                    "%(organ)s has the decision %(year)s/%(number)s already: "
                    "%(subject)s.",
                    organ=self.organ_id.name,
                    year=year,
                    number=number,
                    subject=taken.subject,
                )
            )

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        record = self._get_record()
        if target == "decided" and record:
            record._on_decision(self)
        if target == "cancelled" and record and "message_ids" in record._fields:
            record.message_post(
                body=self.env._(
                    "“%(subject)s” was withdrawn: %(reason)s",
                    subject=self.subject,
                    reason=self.cancel_reason,
                )
            )
        return res

    def action_open_record(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

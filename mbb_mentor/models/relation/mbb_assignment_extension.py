# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.tools import format_date

from ..base.mbb_state_mixin import MbbStateMixin
from ..base.zone import local_today


class MbbAssignmentExtension(models.Model):
    """More days for an approved assignment, where needed (MPY m.5/5).

    It has its own consents and its own approval; approved, it moves the assignment's
    last day.
    """

    _name = "mbb.assignment.extension"
    _description = "Extension of an Assignment"
    _inherit = [
        "mbb.assignment.extension.spending.mixin",
        "mbb.consent.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    _arrows = {
        "draft": {"consent": "officer", "cancelled": "officer"},
        "consent": {
            "approval": "system",
            "draft": "officer",
            "rejected": "system",
            "cancelled": "officer",
        },
        "approval": {
            "approved": "system",
            "draft": "officer",
            "rejected": "system",
            "cancelled": "officer",
        },
        # A consent withdrawn after the approval ends the extension.
        "approved": {"cancelled": "system"},
    }
    _approval_arrows = {"approval": "approved"}
    _consent_field = "extension_id"
    _consent_request = "extension"
    _consent_covered_fields = ("assignment_id", "date_to_new", "reason")
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "date_to_old",
        "prepared_by_id",
        "date_approved",
        "reject_reason",
        "cancel_reason",
        "return_reason",
    )
    _reason_methods = ("action_cancel", "action_take_back", "action_refuse_approval")

    assignment_id = fields.Many2one(
        "mbb.assignment",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain=[("state", "in", ("approved", "ongoing"))],
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("consent", "Awaiting Consents"),
            ("approval", "Awaiting Approval"),
            ("approved", "Approved"),
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
    expert_id = fields.Many2one(related="assignment_id.expert_id")
    birlik_pays = fields.Boolean(related="assignment_id.birlik_pays")
    date_from = fields.Date(related="assignment_id.date_from")
    date_to_present = fields.Date(
        related="assignment_id.date_to", string="Present Last Day"
    )
    date_to_old = fields.Date(
        string="Last Day before the Extension", readonly=True, copy=False
    )
    date_to_new = fields.Date(string="New Last Day", required=True, tracking=True)
    reason = fields.Text(required=True)
    consent_ids = fields.One2many("mbb.consent", "extension_id", string="Consents")
    letter_ids = fields.One2many("mbb.letter", "extension_id", string="Letters")
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    prepared_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    date_approved = fields.Date(string="Approved On", readonly=True, copy=False)
    reject_reason = fields.Text(readonly=True, copy=False)
    cancel_reason = fields.Text(readonly=True, copy=False)
    return_reason = fields.Text(
        string="Reason of the Return", readonly=True, copy=False
    )
    obstacles = fields.Text(
        string="What Stands in the Way", compute="_compute_obstacles"
    )
    company_id = fields.Many2one(
        related="assignment_id.company_id", store=True, index=True
    )

    _one_open = models.UniqueIndex(
        "(assignment_id) WHERE state IN ('draft', 'consent', 'approval')",
        "Another extension of this assignment is under way.",
    )

    @api.depends("assignment_id", "date_to_new")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for extension in self:
            extension.display_name = self.env._(
                "%(assignment)s, extension to %(date)s",
                assignment=extension.sudo().assignment_id.display_name,
                date=format_date(self.env, extension.date_to_new),
            )

    @api.depends(
        "state",
        "date_to_new",
        "assignment_id.state",
        "assignment_id.date_to",
        "consent_ids.paper_ids",
    )
    @api.depends_context("lang")
    def _compute_obstacles(self):
        for extension in self:
            open_now = extension.state in ("draft", "consent", "approval")
            found = extension._get_extension_obstacles() if open_now else []
            extension.obstacles = "\n".join(found) or False

    def _get_extension_obstacles(self):
        """Every reason why the extension cannot go on now, as texts."""
        self.ensure_one()
        assignment = self.sudo().assignment_id
        found = []
        if assignment.state not in ("approved", "ongoing"):
            found.append(
                self.env._(
                    "%(assignment)s is neither approved nor ongoing.",
                    assignment=assignment.display_name,
                )
            )
        if not assignment.date_to or not self.date_to_new:
            return found
        if self.date_to_new <= assignment.date_to:
            found.append(
                self.env._(
                    "The new last day has to be after %(date)s.",
                    date=format_date(self.env, assignment.date_to),
                )
            )
        found += assignment._get_period_obstacles(self.date_to_new)
        if self.state in ("draft", "consent", "approval"):
            found += assignment._get_ground_obstacles(self.date_to_new)
        found += assignment._get_overlap_obstacles(
            assignment.date_from, self.date_to_new
        )
        if self.state == "approval" and self._needs_official_letter():
            found.append(self._get_letter_text())
        return found + self.sudo()._get_spending_obstacles()

    # -- approvals and consents --------------------------------------------

    def _get_approval_subject(self):
        return self.assignment_id._get_approval_subject()

    def _get_parties(self):
        return super()._get_parties() | self.assignment_id._get_parties()

    def _get_excluded_users(self, target):
        return super()._get_excluded_users(target) | self.prepared_by_id

    def _get_units(self):
        return self.assignment_id._get_units()

    def _decision_ends(self, decision):
        res = super()._decision_ends(decision)
        self._stop(decision._get_reference_text())
        return res

    def _approval_refused(self, approval):
        res = super()._approval_refused(approval)
        self._take_arrow("rejected", {"reject_reason": approval.reason})
        return res

    def _get_consent_parties(self):
        return self.assignment_id._get_consent_parties()

    def _get_consent_text(self):
        self.ensure_one()
        extension = self.sudo()
        assignment = extension.assignment_id
        lines = [
            self.env._(
                "The extension of the following assignment is put before you for your "
                "consent (Mentor Programme Regulation, Art. 5/4 and 5/5)."
            ),
            "",
            self.env._("Assignment: %(number)s", number=assignment.number or "–"),
            self.env._(
                "Expert: %(name)s, %(institution)s",
                name=assignment.expert_id.name,
                institution=assignment.sending_institution_id.name,
            ),
            self.env._(
                "Host institution: %(name)s", name=assignment.host_institution_id.name
            ),
            self.env._(
                "Last day so far: %(date)s",
                date=format_date(self.env, assignment.date_to),
            ),
            self.env._(
                "New last day: %(date)s",
                date=format_date(self.env, extension.date_to_new),
            ),
            self.env._("Reason: %(text)s", text=extension.reason),
            "",
            self.env._("The other conditions of the assignment stay as they are."),
            assignment._get_rights_text(),
            assignment._get_payment_text(),
        ]
        return "\n".join(lines)

    def _get_covered_change_hint(self):
        return self.env._("Draw up another extension.")

    def _is_over(self):
        return super()._is_over() or self.assignment_id._is_over()

    def _consent_withdrawn(self, consent):
        """Withdrawn after the approval: the old last day again, at the earliest today.

        Days served stay payable (6245 m.26).
        """
        if self.state in self._consent_open_states:
            self._consent_failed(consent)
        elif self.state == "approved":
            reason = consent._get_outcome_text()
            assignment = self.assignment_id
            # Further days were counted from these ones.
            later = assignment.extension_ids.filtered(
                lambda e: e.state == "approved" and e.date_to_old >= self.date_to_new
            )
            (self | later)._take_arrow("cancelled", {"cancel_reason": reason})
            if assignment.state in ("approved", "ongoing"):
                today = local_today()
                last = min(max(today, self.date_to_old), assignment.date_to)
                assignment._write_covered({"date_to": last})
                assignment.message_post(body=reason)

    def _stop(self, reason):
        extensions = self.sudo().filtered(
            lambda e: e.state in ("draft", "consent", "approval")
        )
        if extensions:
            extensions._take_arrow("cancelled", {"cancel_reason": reason})

    # -- arrows ------------------------------------------------------------

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if not obstacle and target in ("consent", "approval", "approved"):
            obstacle = "\n".join(self._get_extension_obstacles())
        return obstacle or False

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == "approved":
            assignment = self.assignment_id
            self._write_guarded(
                {
                    "date_approved": local_today(),
                    "date_to_old": assignment.date_to,
                }
            )
            assignment._write_covered({"date_to": self.date_to_new})
            self.env["mbb.letter"]._issue(self, "extension")
        return res

    def action_ask_consents(self):
        return self._take_arrow("consent", {"prepared_by_id": self.env.uid})

    def action_take_back(self, reason):
        """Return to draft; the answers given so far are cancelled."""
        return self._take_arrow(
            "draft", {"return_reason": self._check_reason(reason)}
        )

    def action_cancel(self, reason):
        return self._take_arrow(
            "cancelled", {"cancel_reason": self._check_reason(reason)}
        )

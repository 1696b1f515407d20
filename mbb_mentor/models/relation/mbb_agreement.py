# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.mbb_state_mixin import MbbStateMixin
from ..base.zone import local_today

LIVE_ASSIGNMENT = ("consent", "approval", "approved", "ongoing")


class MbbAgreement(models.Model):
    """One version of what mentor and mentee agree on: goals, calendar, method,
    confidentiality, conduct (MPY m.6). What was put before them never changes; a
    revision is a new version, and stands when all sides have agreed to it.
    """

    _name = "mbb.agreement"
    _description = "Mentoring Agreement"
    _inherit = [
        "mbb.agreement.text.mixin",
        "mbb.agreement.paper.mixin",
        "mbb.consent.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "match_id desc, version desc"
    _check_company_auto = True

    _arrows = {
        "draft": {"asked": "officer", "cancelled": "officer"},
        "asked": {
            "agreed": "system",
            "draft": "officer",
            "declined": "system",
            "cancelled": "officer",
        },
        "agreed": {"replaced": "system", "cancelled": "system"},
    }
    _consent_field = "agreement_id"
    _consent_request = "agreement"
    _consent_state = "asked"
    _consent_open_states = ("asked",)
    _consent_failed_state = "declined"
    _consent_failed_field = "decline_reason"
    _consent_covered_fields = (
        "goals",
        "skill_ids",
        "calendar",
        "session_target",
        "mode",
        "method",
        "confidentiality",
        "conduct",
        "date_from",
        "date_to",
        "change_note",
    )
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "version",
        "date_agreed",
        "decline_reason",
        "cancel_reason",
        "return_reason",
    )
    _reason_methods = ("action_cancel", "action_take_back")

    match_id = fields.Many2one(
        "mbb.match",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("state", "in", ("agreed", "active"))],
    )
    match_state = fields.Selection(
        related="match_id.state", string="State of the Match"
    )
    mentor_name = fields.Char(related="match_id.mentor_name")
    mentee_name = fields.Char(related="match_id.mentee_name")
    version = fields.Integer(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("asked", "Put before the Sides"),
            ("agreed", "Agreed On"),
            ("replaced", "Replaced by a New Version"),
            ("declined", "Not Agreed On"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        copy=False,
        readonly=True,
        tracking=True,
        index=True,
    )
    template_id = fields.Many2one(
        "mbb.agreement.template",
        check_company=True,
        default=lambda self: self.env["mbb.agreement.template"].search([], limit=1),
    )
    goals = fields.Text()
    skill_ids = fields.Many2many(
        "hr.skill",
        string="Subjects",
        domain=[("skill_type_id.is_mentor_subject", "=", True)],
    )
    calendar = fields.Text()
    session_target = fields.Integer(string="Sessions Planned")
    mode = fields.Selection(
        [
            ("online", "Online"),
            ("onsite", "Face to Face"),
            ("both", "Online and Face to Face"),
        ],
        default="both",
    )
    method = fields.Text(string="Way of Working")
    confidentiality = fields.Text()
    conduct = fields.Text()
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="To")
    change_note = fields.Text(
        string="What Is New", help="From the second version on: why it is revised."
    )
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: False if self.env.user.share else self.env.user,
        domain=[("share", "=", False)],
        index=True,
        copy=False,
        tracking=True,
    )
    date_agreed = fields.Date(string="Agreed On Date", readonly=True, copy=False)
    decline_reason = fields.Text(
        string="Why It Was Not Agreed On", readonly=True, copy=False
    )
    cancel_reason = fields.Text(
        string="Why It Was Cancelled", readonly=True, copy=False
    )
    return_reason = fields.Text(
        string="Why It Was Taken Back", readonly=True, copy=False
    )
    consent_ids = fields.One2many("mbb.consent", "agreement_id", string="Answers")
    company_id = fields.Many2one(
        related="match_id.company_id", store=True, index=True
    )

    _check_dates = models.Constraint(
        "CHECK(date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "The period cannot end before it starts.",
    )
    _check_sessions = models.Constraint(
        "CHECK(session_target >= 0)", "The number of sessions cannot be negative."
    )
    _unique_version = models.UniqueIndex(
        "(match_id, version)", "This version is there already."
    )
    _one_open = models.UniqueIndex(
        "(match_id) WHERE state IN ('draft', 'asked')",
        "A version of this match's agreement is being drawn up already.",
    )
    _one_agreed = models.UniqueIndex(
        "(match_id) WHERE state = 'agreed'",
        "One version of an agreement stands at a time.",
    )

    @api.depends("match_id.number", "version")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for agreement in self:
            agreement.display_name = self.env._(
                "%(match)s, agreement, version %(version)s",
                match=agreement.sudo().match_id.number or "–",
                version=agreement.version,
            )

    # -- drawing up --------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            match = self.env["mbb.match"].browse(vals.get("match_id"))
            for name, value in self._prepare_text(match, vals).items():
                vals.setdefault(name, value)
        agreements = super().create(vals_list)
        for agreement in agreements:
            earlier = agreement.sudo().match_id.agreement_ids - agreement
            agreement._write_guarded(
                {"version": 1 + max(earlier.mapped("version"), default=0)}
            )
        agreements.flush_recordset(["version"])
        return agreements

    @api.model
    def _prepare_text(self, match, vals):
        """What the last version says, else the template and the applications."""
        last = match.agreement_ids.filtered(
            lambda a: a.state in ("agreed", "replaced", "declined")
        ).sorted("version")[-1:]
        if last:
            values = last.copy_data()[0]
            return {
                name: values.get(name)
                for name in self._consent_covered_fields
                if name not in ("change_note", "date_from", "date_to")
            } | self._prepare_period(match)
        template = self.env["mbb.agreement.template"].browse(
            vals.get("template_id") or self.default_get(["template_id"])["template_id"]
        )
        mentor, mentee = match.mentor_id, match.mentee_id
        modes = {
            (True, False): "online",
            (False, True): "onsite",
        }
        both = (
            mentor.mode_online and mentee.mode_online,
            mentor.mode_onsite and mentee.mode_onsite,
        )
        goals = (template.goals, mentee.summary, mentee.expectation)
        return {
            "goals": "\n\n".join(part for part in goals if part),
            "skill_ids": [(6, 0, match.subject_ids.ids)],
            "mode": modes.get(both, "both"),
            **{
                name: template[name]
                for name in (
                    "calendar",
                    "method",
                    "session_target",
                    "confidentiality",
                    "conduct",
                )
            },
        } | self._prepare_period(match)

    @api.model
    def _prepare_period(self, match):
        return {"date_from": match.date_from, "date_to": match.date_to}

    def write(self, vals):
        if "match_id" in vals:
            raise UserError(self.env._("An agreement stays with its match."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("An agreement cannot be deleted; cancel it with a reason.")
        )

    def _get_covered_change_hint(self):
        return self.env._("Draw up a new version.")

    # -- arrows ------------------------------------------------------------

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if not obstacle and target in ("asked", "agreed"):
            obstacle = self._get_text_obstacle() or self._get_match_obstacle()
        if not obstacle and target == "agreed":
            missing = self._get_missing_consents()
            obstacle = missing and self._get_missing_text(missing)
        return obstacle or False

    def _get_text_obstacle(self):
        """What the law wants determined has to be there (MPY m.6/1–2)."""
        needed = ("goals", "calendar", "method", "confidentiality", "conduct")
        empty = [name for name in needed if not (self[name] or "").strip()]
        if self.version > 1 and not (self.change_note or "").strip():
            empty.append("change_note")
        if not empty:
            return False
        return self.env._(
            "%(name)s: fill in %(fields)s (MPY m.6).",
            name=self.display_name,
            fields=self._get_field_labels(empty),
        )

    def _get_match_obstacle(self):
        """The match is under way, and nothing lies outside the new period."""
        match = self.sudo().match_id
        if match.state not in ("agreed", "active"):
            return self.env._(
                "%(match)s is not under way: an agreement is for an agreed match.",
                match=match.display_name,
            )
        outside = match.assignment_ids.filtered(
            lambda a: a.state in LIVE_ASSIGNMENT
            and (
                (self.date_from and a.date_from and a.date_from < self.date_from)
                or (self.date_to and a.date_to and a.date_to > self.date_to)
            )
        )
        if outside and self._changes_match():
            return self.env._(
                "%(assignments)s would lie outside the new period.",
                assignments=", ".join(outside.mapped("display_name")),
            )
        return False

    def _take_arrow(self, target, vals=None):
        if target == "agreed":
            vals = {**(vals or {}), "date_agreed": local_today()}
            # One stands at a time: the earlier one steps back in the same breath.
            self._replace_earlier()
        res = super()._take_arrow(target, vals)
        self.flush_recordset(["state"])
        return res

    def _replace_earlier(self):
        for agreement in self.sudo():
            obstacle = agreement._get_arrow_obstacle("agreed")
            if obstacle:
                raise UserError(obstacle)
        earlier = self.sudo().match_id.agreement_ids.filtered(
            lambda a: a.state == "agreed"
        )
        if earlier:
            earlier._take_arrow("replaced")

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        match = self.match_id
        if target == "agreed":
            if self._changes_match():
                match._write_covered(
                    {"date_from": self.date_from, "date_to": self.date_to}
                )
            match.message_post(
                body=self.env._(
                    "Both sides have agreed: %(name)s", name=self.display_name
                )
            )
        elif target == "declined":
            self._clock_activity(
                self.env._("The agreement was not agreed on: draw up a new version")
            )
        if target in ("cancelled", "declined", "replaced"):
            self.consent_ids._cancel(("requested",))
        return res

    def _consents_settled(self):
        """It stands as soon as all sides have agreed; the Birlik drew it up."""
        self.ensure_one()
        agreement = self.sudo()
        if agreement.state != "asked" or agreement._get_missing_consents():
            return False
        obstacle = agreement._get_arrow_obstacle("agreed")
        if obstacle:
            agreement.message_post(body=obstacle)
            agreement._clock_activity(
                self.env._("All sides have agreed; the version cannot stand yet")
            )
            return False
        return agreement._take_arrow("agreed")

    def _consent_withdrawn(self, consent):
        """Nobody stays bound to what they take back; the officer goes on from there."""
        if self.state in self._consent_open_states:
            self._consent_failed(consent)
        elif self.state == "agreed":
            reason = consent._get_outcome_text()
            self._take_arrow("cancelled", {"cancel_reason": reason})
            self._clock_activity(
                self.env._("Consent withdrawn: draw up a new version or end the match")
            )

    def _stop(self, reason):
        """The match has ended: what is open is off, what stood stays readable."""
        open_ones = self.sudo().filtered(lambda a: a.state in ("draft", "asked"))
        if open_ones:
            open_ones._take_arrow("cancelled", {"cancel_reason": reason})

    # -- buttons -----------------------------------------------------------

    def action_ask(self):
        return self._take_arrow("asked")

    def action_settle(self):
        """All have agreed, but the version could not stand at that moment."""
        for agreement in self:
            obstacle = agreement._get_authority_obstacle("officer")
            if obstacle:
                raise UserError(obstacle)
            agreement.check_access("read")
            agreement.sudo()._take_arrow("agreed")
        return True

    def action_take_back(self, reason):
        """Back to the desk; the answers given so far are cancelled."""
        return self._take_arrow("draft", {"return_reason": self._check_reason(reason)})

    def action_cancel(self, reason):
        return self._take_arrow(
            "cancelled", {"cancel_reason": self._check_reason(reason)}
        )

    def action_revise(self):
        """Open a new version with the words of this one."""
        self.ensure_one()
        return self.match_id.action_draw_up_agreement()

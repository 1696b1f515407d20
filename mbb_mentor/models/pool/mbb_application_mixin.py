# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import sys

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..base.mbb_approval_mixin import MbbApprovalMixin
from ..base.mbb_state_mixin import MbbStateMixin, lock_or_tell
from .changes import is_changed_by

ASKING_KEY = "mbb_asking_acceptance"
#: An object, which no remote caller's context can hold.
_ASKING = object()
#: States in which the applicant may still change what was written.
EDITABLE_STATES = ("draft", "incomplete")


class MbbApplicationMixin(models.AbstractModel):
    """What an application of a mentor and of a mentee have in common (MPY m.5/1).

    Application and pool entry are one record. Until it is submitted, and again while
    it is incomplete, the applicant writes it; from then on only the Sekreterya.
    """

    _name = "mbb.application.mixin"
    _inherit = ["mbb.approval.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Application"
    _order = "id desc"
    _check_company_auto = True

    #: The state in which an accepted application waits for a match.
    _accepted_state = None
    #: Nothing is done with it any more: it stays with the unit that answered.
    _closed_states = ("closed", "rejected", "retired", "withdrawn")
    #: What the application says; closed to the applicant after submission.
    _content_fields = (
        "applicant_type",
        "institution_id",
        "unit_id",
        "person_id",
        "person_title",
        "contact_id",
        "summary",
        "background",
        "expectation",
        "mode_online",
        "mode_onsite",
        "language_ids",
        "date_from",
        "date_to",
        "skill_ids",
    )
    #: What the parties of a match read and consent to; so do the subjects.
    _shown_fields = (
        "applicant_type",
        "institution_id",
        "unit_id",
        "person_id",
        "person_title",
        "summary",
    )
    #: {link: origin that follows from it}
    _origin_fields = {"call_id": "call", "event_id": "event"}
    #: What only the Sekreterya decides.
    _office_fields = (
        "company_id",
        "origin",
        "on_behalf",
        "person_confirmed",
        "responsible_id",
    )
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        *MbbApprovalMixin._guarded_fields,
        "number",
        "date_submitted",
        "incomplete_reason",
        "reject_reason",
    )
    _reason_methods = ("action_return", "action_reject", "action_refuse_approval")

    number = fields.Char(readonly=True, copy=False, index="trigram", tracking=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    applicant_type = fields.Selection(
        [("institution", "Institution"), ("unit", "Unit"), ("person", "Staff Member")],
        string="Applicant",
        required=True,
        default="institution",
        tracking=True,
    )
    institution_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("is_mentor_institution", "=", True)],
        tracking=True,
    )
    unit_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('is_mentor_unit', '=', True), ('id', 'child_of', institution_id)]",
        tracking=True,
    )
    person_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('is_company', '=', False), ('is_mentor_unit', '=', False),"
        " ('id', 'child_of', institution_id)]",
        tracking=True,
    )
    bearer_name = fields.Char(related="bearer_id.name", string="Applicant Name")
    person_confirmed = fields.Boolean(
        string="Person Confirmed by the Sekreterya",
        copy=False,
        help="The person works for the institution although the address book does "
        "not list them there.",
    )
    person_title = fields.Char(string="Title", tracking=True)
    bearer_id = fields.Many2one(
        "res.partner",
        string="On Whose Account",
        compute="_compute_bearer_id",
        store=True,
        index=True,
        help="The person, the unit or the whole institution: who carries the load.",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Applied By",
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_contact(),
        help="Who applied, and who is written to about the application.",
    )
    origin = fields.Selection(
        [
            ("portal", "Portal"),
            ("officer", "Sekreterya"),
            ("call", "Thematic Call"),
            ("event", "Networking Event"),
        ],
        required=True,
        default=lambda self: self._default_origin(),
        tracking=True,
        help="A call or an event that it belongs to decides.",
    )
    call_id = fields.Many2one(
        "mbb.call",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="The thematic call that it belongs to (MPY m.5/2-c).",
    )
    event_id = fields.Many2one(
        "event.event",
        string="Networking Event",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        check_company=True,
        domain=[("is_mentor_event", "=", True)],
        tracking=True,
        help="Where its two sides met (MPY m.5/2-ç).",
    )
    on_behalf = fields.Boolean(
        string="Entered on Behalf",
        help="The institution applied on paper; the Sekreterya entered it. The paper "
        "is kept as evidence.",
    )
    evidence_ids = fields.One2many(
        "mbb.evidence",
        "res_id",
        domain=lambda self: [("res_model", "=", self._name)],
        readonly=True,
    )
    evidence_count = fields.Integer(compute="_compute_evidence_count")
    summary = fields.Text(tracking=True)
    background = fields.Text(tracking=True)
    expectation = fields.Text(tracking=True)
    mode_online = fields.Boolean(string="Online", default=True, tracking=True)
    mode_onsite = fields.Boolean(string="On Site", tracking=True)
    language_ids = fields.Many2many(
        "res.lang",
        string="Languages",
        context={"active_test": False},
        default=lambda self: self._default_languages(),
    )
    date_from = fields.Date(string="From", tracking=True)
    date_to = fields.Date(string="To", tracking=True)
    subject_ids = fields.Many2many(
        "hr.skill", string="Subjects", compute="_compute_subject_ids", store=True
    )
    answering_unit_id = fields.Many2one(
        "hr.department",
        compute="_compute_answering_unit_id",
        store=True,
        index="btree_not_null",
        help="The unit of the Birlik that answers for the main subject. Once the "
        "application is closed it stays as it was.",
    )
    waits_for_unit = fields.Boolean(compute="_compute_waits_for_unit")
    date_submitted = fields.Datetime(string="Submitted On", readonly=True, copy=False)
    incomplete_reason = fields.Text(
        string="What Is Missing", readonly=True, copy=False
    )
    reject_reason = fields.Text(
        string="Why It Was Not Found Suitable", readonly=True, copy=False
    )
    notice_version = fields.Char(
        string="Privacy Notice", readonly=True, copy=False, help="The version seen."
    )
    notice_date = fields.Datetime(
        string="Privacy Notice Seen On", readonly=True, copy=False
    )
    responsible_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        copy=False,
        domain=[("share", "=", False)],
        tracking=True,
    )

    _check_dates = models.Constraint(
        "CHECK(date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "The period cannot end before it starts.",
    )

    @api.model
    def _default_origin(self):
        return "portal" if self.env.user.share else "officer"

    @api.model
    def _default_contact(self):
        return self.env.user.partner_id if self.env.user.share else False

    @api.model
    def _default_languages(self):
        code = self.env.company.sudo().partner_id.lang or self.env.lang
        return self.env["res.lang"]._lang_get(code) or False

    @api.depends("evidence_ids")
    def _compute_evidence_count(self):
        for record in self:
            record.evidence_count = len(record.evidence_ids)

    @api.depends("skill_ids.skill_id")
    def _compute_subject_ids(self):
        for record in self:
            record.subject_ids = record.skill_ids.skill_id

    @api.depends("skill_ids.skill_type_id.mentor_unit_id")
    def _compute_answering_unit_id(self):
        for record in self:
            if record.state in self._closed_states and record.answering_unit_id:
                record.answering_unit_id = record.answering_unit_id
            else:
                record.answering_unit_id = record._get_main_unit()

    @api.depends("state", "approval_ids.state")
    def _compute_waits_for_unit(self):
        for record in self:
            record.waits_for_unit = record.state == "review" and any(
                row.state == "waiting" for row in record.sudo().approval_ids
            )

    @api.depends("applicant_type", "institution_id", "unit_id", "person_id")
    def _compute_bearer_id(self):
        for record in self:
            by_type = {"person": record.person_id, "unit": record.unit_id}
            bearer = by_type.get(record.applicant_type) or record.institution_id
            record.bearer_id = bearer

    @api.depends("number", "bearer_id")
    def _compute_display_name(self):
        for record in self.sudo():
            name = record.bearer_id.name or self.env._("New Application")
            record.display_name = f"{name} ({record.number})" if record.number else name

    # -- who the application may speak for ---------------------------------

    @api.constrains("institution_id", "unit_id", "person_id", "person_confirmed")
    def _check_parties(self):
        for record in self.sudo():
            institution = record.institution_id
            if not institution.is_mentor_institution:
                raise ValidationError(
                    self.env._(
                        "%(name)s is not registered as an institution of the "
                        "programme.",
                        name=institution.name,
                    )
                )
            if institution.mentor_closed_on and record.state == "draft":
                raise ValidationError(
                    self.env._(
                        "%(institution)s was closed.", institution=institution.name
                    )
                )
            unit = record.unit_id
            if unit and not (
                unit.is_mentor_unit and record._lies_under(unit, institution)
            ):
                raise ValidationError(
                    self.env._(
                        "%(unit)s is not a unit of %(institution)s.",
                        unit=unit.name,
                        institution=institution.name,
                    )
                )
            if not record._is_person_of_institution():
                raise ValidationError(
                    self.env._(
                        "%(person)s is not known as working for %(institution)s.",
                        person=record.person_id.name,
                        institution=institution.name,
                    )
                )

    def _is_person_of_institution(self):
        """Listed under the institution, or confirmed by the Sekreterya."""
        self.ensure_one()
        person, institution = self.person_id, self.institution_id
        if not person:
            return True
        if person.sudo().mentor_left_on:
            return False
        if self.person_confirmed:
            return True
        return self._lies_under(person, institution) or any(
            institution._is_represented_by(
                user,
                roles=("representative", "applicant", "viewer"),
                unit=institution.child_ids,
            )
            for user in person.user_ids
        )

    @api.model
    def _lies_under(self, partner, institution):
        """Whether `partner` is a contact of `institution`, at any depth."""
        parent = partner.parent_id
        while parent and parent != institution:
            parent = parent.parent_id
        return bool(parent)

    # -- writing -----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_office():
            for vals in vals_list:
                # An applicant cannot dress an application up as somebody else's.
                vals.update(origin="portal", on_behalf=False, person_confirmed=False)
                vals["responsible_id"] = False
                vals["contact_id"] = self.env.user.partner_id.id
        for vals in vals_list:
            self._derive_origin(vals)
        records = super().create(vals_list)
        for record in records:
            obstacle = record._get_authority_obstacle("applicant")
            if obstacle:
                raise AccessError(obstacle)
        return records

    def write(self, vals):
        if not self._is_office():
            if set(vals).intersection(self._office_fields):
                raise AccessError(
                    self.env._("Only the Sekreterya can change this field.")
                )
            if set(vals).intersection(self._content_fields):
                self._check_content_open()
        if set(vals).intersection(self._origin_fields):
            self._check_origin_open(vals)
            vals = dict(vals)
            self._derive_origin(vals)
        shown = set(vals).intersection(self._shown_fields)
        self.filtered(lambda r: is_changed_by(r, vals, shown))._shown_content_changes()
        return super().write(vals)

    @api.model
    def _derive_origin(self, vals):
        """What it belongs to says where it comes from: that is not typed in."""
        given = [name for name in self._origin_fields if name in vals]
        for name in given:
            if vals[name]:
                vals["origin"] = self._origin_fields[name]
                return
        if given and vals.get("origin") in (None, *self._origin_fields.values()):
            vals["origin"] = self._default_origin()

    def _check_origin_open(self, vals):
        names = set(vals).intersection(self._origin_fields)
        for record in self.filtered(lambda r: is_changed_by(r, vals, names)):
            if record.state != "draft":
                raise UserError(
                    self.env._(
                        "%(name)s was submitted: what it belongs to does not change.",
                        name=record.display_name,
                    )
                )

    @api.constrains("origin", "call_id", "event_id")
    def _check_origin(self):
        for record in self:
            for name, origin in self._origin_fields.items():
                if (record.origin == origin) != bool(record[name]):
                    raise ValidationError(
                        self.env._(
                            "The origin follows from the call or the event: name it."
                        )
                    )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(record.state != "draft" for record in self):
            raise UserError(
                self.env._(
                    "Only a draft can be deleted; withdraw or reject it instead."
                )
            )

    def _is_office(self):
        """Whether the user acts for the Sekreterya (or the code for the system)."""
        return self.env.su or self.env.user.has_group(
            "mbb_mentor.group_mentor_officer"
        )

    def _shown_content_changes(self):
        """What others consented to is about to change: a hook for what rests on it."""

    def _check_content_open(self):
        """UserError where the applicant may no longer change the content."""
        if self._is_office():
            return
        closed = self.filtered(lambda r: r.state not in EDITABLE_STATES)
        if closed:
            raise UserError(
                self.env._(
                    "%(name)s was submitted; ask the Sekreterya to correct it.",
                    name=closed[0].display_name,
                )
            )

    # -- the arrows --------------------------------------------------------

    def _get_authority_obstacle(self, authority):
        if authority != "applicant":
            return super()._get_authority_obstacle(authority)
        if self._is_office():
            return False
        record = self.sudo()
        user = self.env.user
        if record.institution_id._is_represented_by(
            user, roles=("representative", "applicant"), unit=record.unit_id
        ):
            return False
        if record.applicant_type == "person" and record.person_id == user.partner_id:
            return False
        return self.env._(
            "You may not act for %(institution)s.",
            institution=record.institution_id.name,
        )

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle:
            return obstacle
        if self.state == "incomplete" and target == "rejected":
            return self._get_unfinished_obstacle()
        goes_on = self.state in EDITABLE_STATES and target != "withdrawn"
        if goes_on or target == self._accepted_state:
            obstacle = self._get_party_obstacle() or self._get_content_obstacle()
        return obstacle or self._get_acceptance_obstacle(target)

    def _get_unfinished_obstacle(self):
        """Who was asked for more has the time that was given, or False."""
        if self.env.su or self.is_overdue:
            return False
        return self.env._(
            "%(name)s: the applicant still has time to complete it.",
            name=self.display_name,
        )

    # -- a unit's approval, where a rule asks for it -------------------------

    def _get_parties(self):
        return super()._get_parties() | (
            self.institution_id | self.unit_id | self.person_id | self.contact_id
        )

    def _get_units(self):
        """The first subject is the main one."""
        lines = self.skill_ids.sorted(lambda line: line._origin.id or sys.maxsize)
        return lines.skill_type_id.mentor_unit_id

    def _get_acceptance_obstacle(self, target):
        if self.state != "review" or target != self._accepted_state:
            return False
        if self.env.context.get(ASKING_KEY) is _ASKING:
            # Everything else has to be in order before the unit is asked.
            return False
        record = self.sudo()
        rules = self.env["mbb.approval.rule"]._get_rules(record, target)
        if not rules or record._is_approved(record._get_round(target), target):
            return False
        return self.env._(
            "%(name)s: the approval is still missing.", name=self.display_name
        )

    def _ask_acceptance(self):
        """Ask those whom the rules name; the application stays in review."""
        self.ensure_one()
        target = self._accepted_state
        this = self.with_context(**{ASKING_KEY: _ASKING})
        obstacle = this._get_arrow_obstacle(target) or self._get_asking_obstacle(target)
        if not obstacle and self._get_round(target):
            obstacle = self._get_acceptance_obstacle(target)
        if obstacle:
            raise UserError(obstacle)
        self.check_access("read")
        lock_or_tell(self)
        self._ask_approvals(target)
        self.sudo().message_post(body=self.env._("The answering unit was asked."))

    def _decision_ends(self, decision):
        res = super()._decision_ends(decision)
        if self.state == "review":
            self._take_arrow(
                "rejected", {"reject_reason": decision._get_reference_text()}
            )
        return res

    def _approval_refused(self, approval):
        res = super()._approval_refused(approval)
        self._take_arrow("rejected", {"reject_reason": approval.reason})
        return res

    def _get_party_obstacle(self):
        """Why nobody can go on for this institution or person, or False."""
        self.ensure_one()
        record = self.sudo()
        institution = record.institution_id
        if institution.mentor_closed_on:
            return self.env._(
                "%(institution)s was closed.", institution=institution.name
            )
        if record.person_id and not record._is_person_of_institution():
            return self.env._(
                "%(person)s is not known as working for %(institution)s.",
                person=record.person_id.name,
                institution=institution.name,
            )
        return False

    def _get_content_obstacle(self):
        """What the application still lacks, as one sentence; or False."""
        self.ensure_one()
        missing = self.sudo()._get_missing_content()
        if not missing:
            return False
        return self.env._(
            "%(name)s cannot go on yet. Missing: %(missing)s.",
            name=self.display_name,
            missing="; ".join(missing),
        )

    def _get_missing_content(self):
        """Readable names of what is missing, in the order of the form."""
        self.ensure_one()
        checks = [
            (self.applicant_type != "unit" or self.unit_id, self.env._("the unit")),
            (
                self.applicant_type != "person" or self.person_id,
                self.env._("the person"),
            ),
            (self.skill_ids, self.env._("at least one subject with its level")),
            ((self.summary or "").strip(), self._get_summary_label()),
            (
                self.mode_online or self.mode_onsite,
                self.env._("online, on site or both"),
            ),
            (self.language_ids, self.env._("at least one language")),
            (
                not self.on_behalf
                or self.evidence_ids.filtered(lambda e: e.kind == "application"),
                self.env._("the paper of the application, as evidence"),
            ),
            (
                not self.date_to or self.date_to >= fields.Date.context_today(self),
                self.env._("a period that is not over"),
            ),
        ]
        return [name for present, name in checks if not present]

    def _get_summary_label(self):
        return self._fields["summary"]._description_string(self.env)

    def action_submit(self):
        """Hand it in; a completed one goes back to review."""
        for record in self:
            if record.state == "incomplete":
                record._take_arrow("review")
            else:
                record._take_arrow(
                    "submitted", {"date_submitted": fields.Datetime.now()}
                )
        return True

    def action_review(self):
        for record in self:
            responsible = record.responsible_id or self.env.user
            record._take_arrow("review", {"responsible_id": responsible.id})
        return True

    def action_return(self, reason):
        """Ask the applicant for what is missing."""
        reason = self._check_reason(reason)
        return self._take_arrow("incomplete", {"incomplete_reason": reason})

    def action_accept(self):
        """Into the pool; where a rule asks for a unit's approval, ask it first."""
        for record in self:
            if record._get_acceptance_obstacle(record._accepted_state):
                record._ask_acceptance()
            else:
                record._take_arrow(record._accepted_state)
        return True

    def action_reject(self, reason):
        reason = self._check_reason(reason)
        return self._take_arrow("rejected", {"reject_reason": reason})

    def action_withdraw(self):
        return self._take_arrow("withdrawn")

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == "submitted":
            self._take_number()
        if target == "review":
            # Another review, another approval.
            self._write_guarded({"approval_round": self.approval_round + 1})
        if source == "review":
            self._cancel_approvals()
        if source == "incomplete":
            self._tell_responsible()
        events = {
            "incomplete": "incomplete",
            self._accepted_state: "accepted",
            "rejected": "rejected",
        }
        answers = source == "review" and target in events
        if answers or target == "rejected":
            self._notify_applicant(self._get_applicant_event(events[target]))
        return res

    def _get_applicant_event(self, event):
        """Which letter tells the applicant of `event`; a hook."""
        return event

    # -- telling people ----------------------------------------------------

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["contact_id"]

    def _tell_responsible(self):
        self.ensure_one()
        user = self.responsible_id
        if user and user != self.env.user:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("The missing parts were sent"),
                user_id=user.id,
            )

    def _notify_applicant(self, event):
        """Mail to who applied, in their language; a note where there is no address."""
        self.ensure_one()
        partner = self.contact_id or self.institution_id
        if not partner.email:
            self.message_post(
                body=self.env._(
                    "%(name)s has no e-mail address: inform them by letter.",
                    name=partner.name,
                )
            )
            return
        kind = self._name.partition(".")[2]
        template = self.env.ref(
            f"mbb_mentor.mail_template_{kind}_{event}", raise_if_not_found=False
        )
        if template:
            self.message_post_with_source(
                template,
                subtype_xmlid="mail.mt_comment",
                email_layout_xmlid="mail.mail_notification_light",
            )

    # -- buttons -----------------------------------------------------------

    def action_record_evidence(self):
        """Record the paper of the application, or a later one."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record a Paper"),
            "res_model": "mbb.evidence",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_id": self.id,
                "default_kind": "application",
                "default_company_id": self.company_id.id,
            },
        }

    def action_view_evidence(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Evidence"),
            "res_model": "mbb.evidence",
            "view_mode": "list,form",
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
            "context": {"create": False},
        }

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..base.mbb_approval_mixin import MbbApprovalMixin
from ..base.mbb_state_mixin import MbbStateMixin
from .changes import is_changed_by
from .mbb_application_arrow_mixin import EDITABLE_STATES


class MbbApplicationMixin(models.AbstractModel):
    """What an application of a mentor and of a mentee have in common (MPY m.5/1).

    Application and pool entry are one record. Until it is submitted, and again while
    it is incomplete, the applicant writes it; from then on only the Sekreterya.
    """

    _name = "mbb.application.mixin"
    # The last names put each subject before what it builds on.
    _inherit = [
        "mbb.application.party.mixin",
        "mbb.application.origin.mixin",
        "mbb.application.content.mixin",
        "mbb.application.arrow.mixin",
        "mbb.application.expert.mixin",
        "mbb.application.correction.mixin",
        "mbb.application.paper.mixin",
        "mbb.application.mail.mixin",
        "mbb.approval.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Application"
    _order = "id desc"
    _check_company_auto = True

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
        "date_accepted",
        "incomplete_reason",
        "reject_reason",
        "withdrawal_reason",
    )
    _reason_methods = (
        "action_return",
        "action_reject",
        "action_withdraw_for",
        "action_refuse_approval",
    )

    number = fields.Char(readonly=True, copy=False, index="trigram", tracking=True)
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

    @api.depends("number", "bearer_id")
    def _compute_display_name(self):
        for record in self.sudo():
            name = record.bearer_id.name or self.env._("New Application")
            record.display_name = f"{name} ({record.number})" if record.number else name

    @api.model
    def _get_kind(self):
        """`mentor` or `mentee`."""
        return self._name.partition(".")[2]

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

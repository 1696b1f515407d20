# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..base.mbb_state_mixin import MbbStateMixin

FROZEN_FIELDS = ("mentor_id", "mentee_id", "old_values", "new_values", "reason")


class MbbApplicationCorrection(models.Model):
    """One correction of a submitted application: what stood there, what stands now.

    Nobody changes or deletes one. It is made by `_correct()` of the application only.
    """

    _name = "mbb.application.correction"
    _description = "Correction"
    _inherit = [
        "mbb.application.part.mixin",
        "mbb.state.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"

    _first_state = "asked"
    _arrows = {
        "asked": {
            "applied": "officer",
            "refused": "officer",
            "withdrawn": "applicant",
        },
    }
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "version",
        "decided_by_id",
        "date_decided",
        "decision_reason",
    )
    _reason_methods = ("action_refuse",)

    state = fields.Selection(
        [
            ("asked", "Correction Requested"),
            ("applied", "Made"),
            ("refused", "Not Made"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="asked",
        copy=False,
        readonly=True,
        tracking=True,
        index=True,
    )
    version = fields.Integer(
        readonly=True, copy=False, help="1 is what was submitted."
    )
    old_values = fields.Json(readonly=True)
    new_values = fields.Json(readonly=True)
    field_names = fields.Char(string="What Is Corrected", compute="_compute_changes")
    changes = fields.Html(compute="_compute_changes", sanitize=False)
    reason = fields.Text(required=True, readonly=True)
    responsible_id = fields.Many2one(
        "res.users", compute="_compute_responsible_id", search="_search_responsible_id"
    )
    decided_by_id = fields.Many2one(
        "res.users", string="Made or Refused By", readonly=True, copy=False
    )
    date_decided = fields.Datetime(
        string="Made or Refused On", readonly=True, copy=False
    )
    decision_reason = fields.Text(
        string="Why It Was Not Made", readonly=True, copy=False
    )

    _unique_mentor = models.UniqueIndex(
        "(mentor_id) WHERE mentor_id IS NOT NULL AND state = 'asked'",
        "Another correction waits for an answer.",
    )
    _unique_mentee = models.UniqueIndex(
        "(mentee_id) WHERE mentee_id IS NOT NULL AND state = 'asked'",
        "Another correction waits for an answer.",
    )
    _unique_version_mentor = models.UniqueIndex(
        "(mentor_id, version) WHERE mentor_id IS NOT NULL AND state = 'applied'",
        "There is such a version already.",
    )
    _unique_version_mentee = models.UniqueIndex(
        "(mentee_id, version) WHERE mentee_id IS NOT NULL AND state = 'applied'",
        "There is such a version already.",
    )

    @api.depends("old_values", "new_values")
    @api.depends_context("lang")
    def _compute_changes(self):
        for correction in self:
            rows = correction._get_changes()
            correction.field_names = ", ".join(row["label"] for row in rows)
            correction.changes = self.env["ir.qweb"]._render(
                "mbb_mentor.application_changes", {"rows": rows}
            )

    @api.depends("mentor_id.responsible_id", "mentee_id.responsible_id")
    def _compute_responsible_id(self):
        for correction in self.sudo():
            correction.responsible_id = correction._get_application().responsible_id

    def _search_responsible_id(self, operator, value):
        return [
            "|",
            ("mentor_id.responsible_id", operator, value),
            ("mentee_id.responsible_id", operator, value),
        ]

    @api.depends("version", "mentor_id", "mentee_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for correction in self:
            correction.display_name = self.env._(
                "Correction of %(application)s",
                application=correction.application_name,
            )

    def _get_changes(self):
        """[{label, old, new}] in the order of the form."""
        self.ensure_one()
        old, new = self.old_values or {}, self.new_values or {}
        model = self._get_application()
        names = [*model._corrected_fields, *model._further_corrected_fields]
        return [
            {
                "label": model._fields[name]._description_string(self.env),
                "old": old.get(name) or "",
                "new": new[name] or "",
            }
            for name in names
            if name in new
        ]

    # -- kept as it was made -----------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("A correction is made on the application."))
        # One that was answered just now is not in the way of the next.
        self.flush_model(["state"])
        return super().create(vals_list)

    def write(self, vals):
        if any(name in vals for name in FROZEN_FIELDS):
            raise UserError(self.env._("A correction stays as it was made."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A correction is kept with its application."))

    # -- the arrows --------------------------------------------------------

    def _get_authority_obstacle(self, authority):
        if authority == "applicant":
            application = self.sudo()._get_application().with_env(self.env)
            return application._get_authority_obstacle("applicant")
        return super()._get_authority_obstacle(authority)

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle or target != "applied":
            return obstacle
        correction = self.sudo()
        application = correction._get_application()
        obstacle = application._get_correction_obstacle(correction.new_values)
        if not obstacle and any(
            (application[name] or False) != (value or False)
            for name, value in correction.old_values.items()
        ):
            obstacle = self.env._(
                "%(name)s was changed in the meantime: what was to be corrected is not "
                "there any more.",
                name=correction.application_name,
            )
        return obstacle

    def _prepare_decision(self):
        return {
            "decided_by_id": self.env.uid,
            "date_decided": fields.Datetime.now(),
        }

    def action_apply(self):
        return self._take_arrow("applied", self._prepare_decision())

    def action_refuse(self, reason):
        reason = self._check_reason(reason)
        return self._take_arrow(
            "refused", {**self._prepare_decision(), "decision_reason": reason}
        )

    def action_withdraw(self):
        return self._take_arrow("withdrawn")

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        application = self._get_application()
        if target == "applied":
            made = application.correction_ids.filtered(
                lambda row: row.state == "applied"
            )
            self._write_guarded({"version": len(made) + 1})
            application._apply_correction(self.new_values)
            application.message_post(
                body=self.env._("Correction: %(reason)s", reason=self.reason)
            )
        # The applicant knows of what they did themself.
        decider = self.decided_by_id
        office = decider and decider.has_group("mbb_mentor.group_mentor_officer")
        if office and application._is_told():
            self._notify_applicant()
        return res

    # -- telling people ----------------------------------------------------

    def _mail_get_partner_fields(self, introspect_fields=False):
        return []

    def _clock_user(self):
        return self._get_application().responsible_id or super()._clock_user()

    def _tell_responsible(self):
        """An activity for the officer of the application, or the lead."""
        self.ensure_one()
        lead = self.env["mbb.secretariat"]._get_lead(self.company_id)
        user = self._get_application().responsible_id or lead
        if user:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("A correction is asked for"),
                user_id=user.id,
            )

    def _get_recipient(self):
        application = self._get_application()
        return application.contact_id or application.institution_id

    def _notify_applicant(self):
        """In their language; a note where there is no address."""
        self.ensure_one()
        partner = self._get_recipient()
        if not partner.email:
            self._get_application().message_post(
                body=self.env._(
                    "%(name)s has no e-mail address: inform them by letter.",
                    name=partner.name,
                )
            )
            return
        self.message_post_with_source(
            self.env.ref("mbb_mentor.mail_template_correction"),
            subtype_xmlid="mail.mt_comment",
            email_layout_xmlid="mail.mail_notification_light",
        )

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..base.mbb_state_mixin import MbbStateMixin


class MbbObjection(models.Model):
    """An applicant asks to look once more at why they were rejected (m.5/6).

    Once an application, within the time that a setting gives, and decided by somebody
    else.
    """

    _name = "mbb.objection"
    _description = "Objection"
    _inherit = ["mbb.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _first_state = "lodged"
    _arrows = {
        "lodged": {
            "upheld": "decider",
            "dismissed": "decider",
            "withdrawn": "objector",
        },
    }
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "decision_reason",
        "decided_by_id",
    )
    _reason_methods = ("action_uphold", "action_dismiss", "action_withdraw_for")

    mentor_id = fields.Many2one(
        "mbb.mentor",
        string="Mentor Application",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    mentee_id = fields.Many2one(
        "mbb.mentee",
        string="Mentee Application",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    application_name = fields.Char(
        string="Application", compute="_compute_application_name"
    )
    contact_id = fields.Many2one(
        "res.partner", string="Objected By", readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("lodged", "Lodged"),
            ("upheld", "Upheld"),
            ("dismissed", "Dismissed"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="lodged",
        copy=False,
        readonly=True,
        tracking=True,
        index=True,
    )
    reason = fields.Text(string="Objection", required=True, readonly=True)
    contested_reason = fields.Text(
        string="Why It Was Rejected",
        readonly=True,
        help="As it was when the objection was lodged.",
    )
    rejected_by_id = fields.Many2one("res.users", readonly=True)
    responsible_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        domain=[("share", "=", False)],
        tracking=True,
    )
    decision_reason = fields.Text(
        string="Why It Was Decided So", readonly=True, copy=False
    )
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    _check_application = models.Constraint(
        "CHECK((mentor_id IS NULL) != (mentee_id IS NULL))",
        "An objection is about one application.",
    )
    _once_mentor = models.UniqueIndex(
        "(mentor_id) WHERE mentor_id IS NOT NULL",
        "An objection can be made once.",
    )
    _once_mentee = models.UniqueIndex(
        "(mentee_id) WHERE mentee_id IS NOT NULL",
        "An objection can be made once.",
    )

    @api.depends("mentor_id", "mentee_id")
    def _compute_application_name(self):
        for objection in self:
            objection.application_name = objection._get_application().display_name

    @api.depends("application_name")
    def _compute_display_name(self):
        for objection in self:
            objection.display_name = objection.application_name

    def _get_application(self):
        self.ensure_one()
        return self.mentor_id or self.mentee_id

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("An objection is made on the application."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and set(vals) - {"responsible_id", "activity_ids"}:
            guarded = self._get_guarded_fields()
            if not guarded.intersection(vals):
                raise UserError(self.env._("What was objected stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An objection is kept with its application."))

    def _get_authority_obstacle(self, authority):
        if authority == "objector":
            application = self.sudo()._get_application().with_env(self.env)
            obstacle = application._get_authority_obstacle("applicant")
            # Who rejected it does not make the objection disappear either.
            if not obstacle and application._is_office() and not self.env.su:
                obstacle = self._get_exclusion_obstacle()
            return obstacle
        if authority != "decider":
            return super()._get_authority_obstacle(authority)
        obstacle = super()._get_authority_obstacle("manager")
        if obstacle or self.env.su:
            return obstacle
        return self._get_exclusion_obstacle()

    def _get_exclusion_obstacle(self):
        """Why the user is kept from deciding, or False."""
        objection, user = self.sudo(), self.env.user
        application = objection._get_application()
        if user == objection.rejected_by_id:
            return self.env._("Who rejected it does not decide on the objection.")
        if user in application._get_involved_users():
            return self.env._(
                "Who scored it or had a part in the list does not decide on the "
                "objection."
            )
        return application._get_tie(user)

    def _get_decision_vals(self, reason):
        return {
            "decision_reason": self._check_reason(reason),
            "decided_by_id": self.env.uid,
        }

    def action_uphold(self, reason):
        """The application is looked at anew."""
        return self._take_arrow("upheld", self._get_decision_vals(reason))

    def action_dismiss(self, reason):
        return self._take_arrow("dismissed", self._get_decision_vals(reason))

    def action_withdraw(self):
        """The applicant's own step."""
        for objection in self:
            if objection._get_application()._is_office():
                raise UserError(
                    self.env._(
                        "Say how the applicant withdrew the objection: it is theirs."
                    )
                )
        return self._take_arrow("withdrawn")

    def action_withdraw_for(self, reason):
        """The Sekreterya enters that the applicant withdrew it, and by which paper."""
        return self._take_arrow("withdrawn", self._get_decision_vals(reason))

    def action_view_application(self):
        self.ensure_one()
        application = self._get_application()
        return {
            "type": "ir.actions.act_window",
            "res_model": application._name,
            "res_id": application.id,
            "views": [(False, "form")],
        }

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == "upheld":
            self._get_application()._take_arrow("review")
        if target in ("upheld", "dismissed") or self.decision_reason:
            self._notify_applicant()
        return res

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["contact_id"]

    def _notify_applicant(self):
        """In their language; a note where there is no address."""
        self.ensure_one()
        partner = self.contact_id
        if not partner.email:
            self.message_post(
                body=self.env._(
                    "%(name)s has no e-mail address: inform them by letter.",
                    name=partner.name,
                )
            )
            return
        self.message_post_with_source(
            self.env.ref("mbb_mentor.mail_template_objection"),
            subtype_xmlid="mail.mt_comment",
            email_layout_xmlid="mail.mail_notification_light",
        )

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.tools import format_date


class MbbMatch(models.Model):
    # The last name puts the consent mixin before the approval mixin it builds on.
    _name = "mbb.match"
    _inherit = ["mbb.match", "mbb.consent.mixin", "mbb.approval.mixin"]

    _consent_field = "match_id"
    _consent_request = "match"
    _consent_covered_fields = ("mentor_id", "mentee_id", "date_from", "date_to")
    _consent_failed_state = "declined"
    _consent_failed_field = "decline_reason"

    consent_ids = fields.One2many("mbb.consent", "match_id", string="Consents")
    assignment_ids = fields.One2many("mbb.assignment", "match_id", string="Assignments")
    session_ids = fields.One2many("mbb.session", "match_id", string="Sessions")
    mentor_expert_ids = fields.One2many(
        related="mentor_id.expert_ids", string="Experts of the Mentor's Side"
    )
    mentee_expert_ids = fields.One2many(
        related="mentee_id.expert_ids", string="Experts of the Mentee's Side"
    )
    assignment_count = fields.Integer(
        compute="_compute_relation_counts", compute_sudo=True
    )
    session_count = fields.Integer(
        compute="_compute_relation_counts", compute_sudo=True
    )

    @api.depends("assignment_ids", "session_ids")
    def _compute_relation_counts(self):
        for match in self:
            match.assignment_count = len(match.assignment_ids)
            match.session_count = len(match.session_ids)

    # -- who belongs to it -------------------------------------------------

    def _is_of_side(self, partner, side):
        """Whether a person belongs to the mentor's or the mentee's side."""
        entry = self.sudo()[f"{side}_id"]
        if partner in (entry.person_id | entry.contact_id):
            return True
        institution = entry.institution_id
        return partner.commercial_partner_id == institution or any(
            institution._is_represented_by(user) for user in partner.user_ids
        )

    def _is_known(self, partner):
        """Whether something of the match may be given to a person: of one of the two
        sides, or of the house."""
        self.ensure_one()
        return any(
            self._is_of_side(partner, side) for side in ("mentor", "mentee")
        ) or any(not user.share for user in partner.user_ids)

    def _is_party(self, user, sides=("mentor", "mentee")):
        """One of the sides: the person, or who acts for the institution."""
        self.ensure_one()
        match, partner = self.sudo(), user.sudo().partner_id
        return any(
            partner == match[f"{side}_person_id"]
            or match[f"{side}_institution_id"]._is_represented_by(
                user, ("representative", "applicant"), match[f"{side}_id"].unit_id
            )
            for side in sides
        )

    # -- consents ----------------------------------------------------------

    def _get_consent_parties(self):
        """Both institutions, and the mentor person where one is named.

        As the applications say, not the match's copies of it. A mentee who applied
        as a person has consented by applying.
        """
        self.ensure_one()
        mentor, mentee = self.mentor_id, self.mentee_id
        return self._prepare_parties(
            [
                ("mentor_institution", mentor.institution_id),
                ("mentee_institution", mentee.institution_id),
            ],
            mentor.person_id,
        )

    def _get_consent_text(self):
        self.ensure_one()
        match = self.sudo()
        mentor, mentee = match.mentor_id, match.mentee_id
        lines = [
            self.env._(
                "The Birlik proposes the following match under the Mentor Programme "
                "and asks for your consent (Mentor Programme Regulation, Art. 5/4)."
            ),
            "",
            self.env._(
                "Mentor: %(name)s", name=match._get_side_name(mentor)
            ),
            self.env._("What is offered: %(text)s", text=mentor.summary or "–"),
            self.env._(
                "Mentee: %(name)s", name=match._get_side_name(mentee)
            ),
            self.env._("What is needed: %(text)s", text=mentee.summary or "–"),
            self.env._(
                "Period: %(period)s",
                period=self._get_period_text(match.date_from, match.date_to),
            ),
            "",
            self.env._(
                "Taking part is voluntary. A consent can be withdrawn with a reason; "
                "what rests on it then stops. It is consent to take part in the "
                "programme, not explicit consent to the processing of personal data "
                "(KVKK)."
            ),
        ]
        return "\n".join(lines)

    @api.model
    def _get_side_name(self, application):
        parts = [
            application.person_id.name,
            application.person_title if application.person_id else False,
            application.unit_id.name,
            application.institution_id.name,
        ]
        return ", ".join(part for part in parts if part)

    @api.model
    def _get_period_text(self, date_from, date_to):
        if not date_from and not date_to:
            return self.env._("to be agreed")
        return self.env._(
            "%(start)s – %(end)s",
            start=format_date(self.env, date_from) if date_from else "…",
            end=format_date(self.env, date_to) if date_to else "…",
        )

    def _get_covered_change_hint(self):
        return self.env._(
            "A new version of the mentoring agreement is needed, with its own consents."
        )

    def _consent_withdrawn(self, consent):
        """What rests on the match stops: it is declined, or ends."""
        if self.state in self._consent_open_states:
            self._consent_failed(consent)
        elif self.state in ("agreed", "active"):
            self._take_arrow("ended", {"end_reason": consent._get_outcome_text()})

    # -- what rests on the match -------------------------------------------

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if not obstacle and target in ("evaluation", "done"):
            open_ones = self.sudo().assignment_ids.filtered(
                lambda a: a.state in ("consent", "approval", "approved", "ongoing")
            )
            if open_ones:
                obstacle = self.env._(
                    "%(name)s: complete or cancel %(assignments)s first.",
                    name=self.display_name,
                    assignments=", ".join(open_ones.mapped("display_name")),
                )
        return obstacle

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target in ("ended", "cancelled", "declined"):
            reason = self.env._(
                "The match %(number)s has ended.", number=self.display_name
            )
            self.assignment_ids._stop(reason)
            self.session_ids._stop(reason)
        return res

    # -- buttons -----------------------------------------------------------

    def action_view_assignments(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_assignment_action"
        )
        action["domain"] = [("match_id", "=", self.id)]
        action["context"] = self._get_assignment_context()
        return action

    def action_draw_up_assignment(self):
        """Open a new assignment with what the match already says."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Assignment"),
            "res_model": "mbb.assignment",
            "views": [(False, "form")],
            "context": self._get_assignment_context(),
        }

    def _get_assignment_context(self):
        return {
            "default_match_id": self.id,
            "default_expert_id": self.mentor_id._get_only_expert().id,
            "default_sending_institution_id": self.mentor_institution_id.id,
            "default_host_institution_id": self.mentee_institution_id.id,
            "default_place_state_id": self.mentee_institution_id.state_id.id,
        }

    def action_view_sessions(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_session_action"
        )
        action["domain"] = [("match_id", "=", self.id)]
        action["context"] = {"default_match_id": self.id}
        return action

    def action_schedule_session(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Session"),
            "res_model": "mbb.session",
            "views": [(False, "form")],
            "context": {"default_match_id": self.id},
        }

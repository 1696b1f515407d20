# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.mbb_mentor.models.organisation.fold import fold
from odoo.addons.mbb_mentor.models.pairing.match_states import ASKED_STATES

from .mbb_match_message import SIDES, WRITERS


class MbbMatch(models.Model):
    """The other side is on the portal by the disclosed fields alone (MPY m.5/6)."""

    _name = "mbb.match"
    _inherit = ["mbb.portal.mixin", "mbb.match"]

    _portal_path = "/my/mentoring/matches/%s"
    _portal_closed_states = ("done", "declined", "cancelled", "ended")
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "number",
            "state",
            "date_state",
            "date_from",
            "date_to",
            "date_asked",
            "method",
            "decline_reason",
            "cancel_reason",
            "end_reason",
            "disclosed_mentor_institution",
            "disclosed_mentor_name",
            "disclosed_mentor_title",
            "disclosed_offer",
            "disclosed_mentor_email",
            "disclosed_mentor_phone",
            "disclosed_mentee_institution",
            "disclosed_mentee_name",
            "disclosed_mentee_title",
            "disclosed_need",
            "disclosed_mentee_email",
            "disclosed_mentee_phone",
        }
    )

    match_message_ids = fields.One2many(
        "mbb.match.message", "match_id", string="Messages of the Sides", readonly=True
    )
    match_message_count = fields.Integer(
        string="Number of Messages", compute="_compute_match_message_count"
    )

    @api.depends("match_message_ids")
    def _compute_match_message_count(self):
        counts = dict(
            self.env["mbb.match.message"]._read_group(
                [("match_id", "in", self.ids)], ["match_id"], ["__count"]
            )
        )
        for match in self:
            match.match_message_count = counts.get(match._origin, 0)

    def action_view_match_messages(self):
        """The Sekreterya reads along, and writes to both sides."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor_portal.mbb_match_message_action"
        )
        return {
            **action,
            "domain": [("match_id", "=", self.id)],
            "context": {"default_match_id": self.id},
        }

    @api.model
    def _get_portal_institution_domain(self, institutions):
        return Domain("mentor_institution_id", "in", institutions.ids) | Domain(
            "mentee_institution_id", "in", institutions.ids
        )

    def _get_portal_sides(self):
        """Each disclosed side as "institution, unit or person", the mentor first."""
        self.ensure_one()
        sides = []
        for side in ("mentor", "mentee"):
            name = self[f"disclosed_{side}_name"]
            institution = self[f"disclosed_{side}_institution"]
            # Units of two institutions often have the same name.
            parts = dict.fromkeys(part for part in (institution, name) if part)
            if parts:
                sides.append(", ".join(parts))
        return sides or [self.display_name]

    def _get_portal_haystack(self):
        """The other side is found by name only where its name is shown."""
        self.ensure_one()
        return fold(" ".join([self.number or "", *self._get_portal_sides()]))

    # -- messages ------------------------------------------------------------

    def _get_message_sides(self, user, roles=WRITERS):
        """The sides of the match for which `user` stands today, by these roles."""
        self.ensure_one()
        match_sudo = self.sudo()  # who the two sides are
        partner = user.sudo().partner_id
        return [
            side
            for side in SIDES
            if partner == match_sudo[f"{side}_person_id"]
            or any(
                institution._is_represented_by(
                    user, roles, match_sudo[f"{side}_id"].unit_id
                )
                for institution in match_sudo[f"{side}_institution_id"]
            )
        ]

    def _get_message_obstacle(self):
        """Why nobody can write on the match now, or False."""
        self.ensure_one()
        if self.state not in ASKED_STATES:
            return self.env._(
                "%(name)s: messages are written from the request for consent until the "
                "mentoring is over.",
                name=self.display_name,
            )
        return False

    def _get_message_partners(self, side):
        """Who of a side is told of a message (as superuser)."""
        self.ensure_one()
        representatives = self.env["mbb.representative"]
        rows = representatives.search(
            Domain("institution_id", "in", self[f"{side}_institution_id"].ids)
            & Domain("unit_id", "in", [False, *self[f"{side}_id"].unit_id.ids])
            & Domain("role", "in", WRITERS)
            & representatives._get_current_domain()
        )
        users = rows.user_id.filtered("active")
        return self[f"{side}_person_id"] | users.partner_id

    def _write_message(self, body):
        """A message of the user to the other side.

        :raise AccessError: where the user stands for neither of the sides
        """
        self.ensure_one()
        self.check_access("read")
        sides = self._get_message_sides(self.env.user)
        if not sides:
            raise AccessError(self.env._("Only the sides of the match write here."))
        # sudo: who writes, and for whom, was asked above.
        message_sudo = self.env["mbb.match.message"].sudo()
        return message_sudo.create(
            {"match_id": self.id, "side": sides[0], "body": body}
        ).with_env(self.env)

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain


class MbbConsent(models.Model):
    """Nobody's reason for refusing is on the portal: it is for the Sekreterya."""

    _name = "mbb.consent"
    _inherit = ["mbb.portal.mixin", "mbb.consent"]

    _portal_path = "/my/mentoring/consents/%s"
    _portal_closed_states = (
        "granted",
        "refused",
        "expired",
        "withdrawn",
        "cancelled",
    )
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "subject",
            "party_name",
            "side",
            "state",
            "date_state",
            "date_due",
            "is_overdue",
            "date_asked",
            "request_text",
            "text_sha256",
            "text_version",
            "date_answered",
            "answer_note",
            "capacity",
            "channel",
            "date_withdrawn",
            "can_answer",
        }
    )

    @api.model
    def _get_portal_institution_domain(self, institutions):
        return Domain("institution_id", "in", institutions.ids)

    @api.model
    def _get_portal_own_domain(self):
        """Those that the user gives, for themselves or for an institution."""
        partner = self.env.user.partner_id
        return Domain("partner_id", "=", partner.id) | (
            Domain("partner_id", "=", False)
            & Domain("institution_id", "in", partner._get_mine_to_answer())
        )

    @api.model
    def _get_portal_todo_domain(self):
        return Domain("state", "=", "requested") & self._get_portal_own_domain()

    def _is_portal_mine(self):
        self.ensure_one()
        # sudo: whether a consent that the user reads is theirs to give.
        return bool(self.sudo().filtered_domain(self._get_portal_own_domain()))

    # -- the way -------------------------------------------------------------

    def _get_portal_way(self):
        return {
            "requested": {
                "now": self.env._(
                    "The answer is awaited. Silence does not count as consent."
                ),
                "then": self.env._("The consent was asked for."),
                "entered": True,
                "who": self._get_portal_waited_for(self.sudo()),
            },
            "granted": {"now": self.env._("The consent was given."), "then": ""},
        }

    def _get_portal_stops(self):
        return {
            "refused": self.env._("The consent was not given."),
            "expired": self.env._("No answer came in time: there is no consent."),
            "withdrawn": self.env._(
                "The consent was withdrawn; what rests on it stops."
            ),
            "cancelled": self.env._("The request was cancelled."),
        }

    def _get_portal_after(self):
        # sudo: where what the consent is about stands.
        record_sudo = self.sudo()._get_record()
        if record_sudo.state != record_sudo._consent_state:
            return []
        if self.sudo().request == "agreement":
            return [(self.env._("When both sides agree, the text holds."), False)]
        return [
            (
                self.env._(
                    "When all parties have consented, it goes to the Birlik for "
                    "approval."
                ),
                False,
            )
        ]

    def _get_portal_others(self):
        """Who else is asked, as the other parties may know it."""
        self.ensure_one()
        # sudo: names of the parties to what the user is asked themselves.
        consents_sudo = self.sudo()._get_record().consent_ids
        return [
            consent.party_name
            for consent in consents_sudo.sorted("id")
            if consent.id != self.id and consent.state != "cancelled"
        ]

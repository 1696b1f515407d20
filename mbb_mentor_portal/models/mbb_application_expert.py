# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain


class MbbApplicationExpert(models.Model):
    """The person answers; who named them sees whether they did, never why not."""

    _name = "mbb.application.expert"
    _inherit = ["mbb.portal.notice.mixin", "mbb.application.expert"]

    _portal_path = "/my/mentoring/experts/%s"
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "application_name",
            "state",
            "date_state",
            "date_due",
            "is_overdue",
            "date_answered",
            "date_withdrawn",
            "create_date",
        }
    )

    @api.depends("person_id.name")
    def _compute_display_name(self):
        # sudo: the name alone; the contact may lie where the reader sees none.
        for expert in self.sudo():
            expert.display_name = expert.person_id.name

    def _is_portal_mine(self):
        """Whether the user is the person who was named."""
        self.ensure_one()
        return self.sudo().person_id == self.env.user.sudo().partner_id

    def _is_portal_to_answer(self):
        self.ensure_one()
        return self.state == "named" and self._is_portal_mine()

    def _is_portal_to_withdraw(self):
        """The person takes back what they confirmed, the applicant the name."""
        self.ensure_one()
        states = ("confirmed",) if self._is_portal_mine() else ("named", "confirmed")
        return self.state in states and not self._get_arrow_obstacle("withdrawn")

    def action_confirm(self):
        # Whom somebody else named is told at the first contact.
        self._check_notice_known()
        return super().action_confirm()

    @api.model
    def _get_portal_todo_domain(self):
        """Those in which the user was named and has not answered."""
        return Domain("state", "=", "named") & Domain(
            "person_id", "=", self.env.user.partner_id.id
        )

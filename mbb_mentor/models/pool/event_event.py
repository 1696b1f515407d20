# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models

OFFICER = "mbb_mentor.group_mentor_officer"


class EventEvent(models.Model):
    _inherit = "event.event"  # pylint: disable=consider-merging-classes-inherited

    is_mentor_event = fields.Boolean(
        string="Networking Event of the Mentor Programme",
        help="Mentors and mentees meet there (MPY m.5/2-ç).",
    )
    mentor_interest_count = fields.Integer(
        string="Interests", compute="_compute_mentor_interests", groups=OFFICER
    )
    mentor_mutual_count = fields.Integer(
        string="Mutual Interests", compute="_compute_mentor_interests", groups=OFFICER
    )

    @api.depends("registration_ids")
    def _compute_mentor_interests(self):
        groups = self.env["mbb.event.interest"]._read_group(
            [("event_id", "in", self.ids), ("state", "!=", "withdrawn")],
            ["event_id", "state"],
            ["__count"],
        )
        counts = {(event, state): count for event, state, count in groups}
        for event in self:
            own = {
                state: counts.get((event._origin, state), 0)
                for state in ("expressed", "mutual", "proposed")
            }
            event.mentor_interest_count = sum(own.values())
            event.mentor_mutual_count = own["mutual"] // 2

    def action_view_mentor_interests(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_event_interest_action"
        )
        return {
            **action,
            "domain": [("event_id", "=", self.id)],
            "context": {"default_event_id": self.id},
        }

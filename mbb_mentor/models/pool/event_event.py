# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class EventEvent(models.Model):
    _inherit = "event.event"

    is_mentor_event = fields.Boolean(
        string="Networking Event of the Mentor Programme",
        help="Mentors and mentees meet there (MPY m.5/2-ç).",
    )

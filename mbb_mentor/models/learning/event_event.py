# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models

OFFICER = "mbb_mentor.group_mentor_officer"


class EventEvent(models.Model):
    """An event that carries on what was learnt (MPY m.7/3)."""

    _inherit = "event.event"

    mentor_practice_id = fields.Many2one(
        "mbb.practice",
        string="Carries On",
        index="btree_not_null",
        copy=False,
        groups=OFFICER,
    )
    mentor_subject_ids = fields.Many2many(
        "hr.skill",
        "event_event_mentor_subject_rel",
        string="Subjects",
        domain=[("skill_type_id.is_mentor_subject", "=", True)],
    )
    mentor_invited_ids = fields.Many2many(
        "res.partner",
        "event_event_mentor_invited_rel",
        string="Institutions to Invite",
        domain=[("is_mentor_institution", "=", True)],
        groups=OFFICER,
    )
    mentor_offered_ids = fields.Many2many(
        "mbb.mentor",
        "event_event_mentor_offered_rel",
        string="Mentors Who Could Speak",
        domain=[("state", "=", "available")],
        groups=OFFICER,
    )

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import Command

from .common import ApplicationCommon


class EventCommon(ApplicationCommon):
    """A networking event with three participants."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.event = cls._create_event()
        cls.one = cls._register(cls.expert)
        cls.two = cls._register(cls.learner)
        cls.three = cls._register(cls.user_other.partner_id)

    @classmethod
    def _create_event(cls, **values):
        return (
            cls.env["event.event"]
            .with_user(cls.user_officer)
            .create(
                {
                    "name": "An Afternoon of Planners",
                    "is_mentor_event": True,
                    "date_begin": f"{cls.today} 10:00:00",
                    "date_end": f"{cls.today} 15:00:00",
                    **values,
                }
            )
        )

    @classmethod
    def _register(cls, partner, event=None, **values):
        return (
            cls.env["event.registration"]
            .with_user(cls.user_officer)
            .create(
                {
                    "event_id": (event or cls.event).id,
                    "partner_id": partner.id,
                    "mentor_listed": True,
                    "mentor_subject_ids": [Command.set(cls.skill.ids)],
                    **values,
                }
            )
        )

    @classmethod
    def _interest(cls, one, other, role="talk", **values):
        return (
            cls.env["mbb.event.interest"]
            .with_user(cls.user_officer)
            .create({"from_id": one.id, "to_id": other.id, "role": role, **values})
        )

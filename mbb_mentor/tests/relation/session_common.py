# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import datetime, timedelta

from .common import RelationCommon


class SessionCommon(RelationCommon):
    """An agreed match and what is scheduled for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._agree()
        cls.start = datetime.combine(cls.today, datetime.min.time())
        cls.later = cls.start + timedelta(days=3, hours=7)
        cls.asker = cls.user_asking.partner_id

    @classmethod
    def _schedule(cls, **values):
        """A session of yesterday, by the officer."""
        return (
            cls.env["mbb.session"]
            .with_user(cls.user_officer)
            .create(
                {
                    "match_id": cls.match.id,
                    "kind": "online",
                    "date_start": cls.start - timedelta(days=1),
                    "date_stop": cls.start - timedelta(hours=22),
                    "link": "https://meet.example/1",
                    "agenda": "A confidential subject",
                    **values,
                }
            )
        )

    @classmethod
    def _schedule_later(cls, **values):
        return cls._schedule(
            date_start=cls.later, date_stop=cls.later + timedelta(hours=2), **values
        )

    @classmethod
    def _hold(cls, session):
        session.write(
            {"minutes": "Agreed on the notes", "attended_ids": session.attendee_ids.ids}
        )
        session.action_hold()

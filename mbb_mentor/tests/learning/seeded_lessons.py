# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What was carried on in the generated year: practices, needs, calls and events."""

from datetime import datetime, time, timedelta

from odoo import Command


class SeededLessons:
    """A part of SeededYear. It throws its own dice: the year before it stays as it is."""

    def _make_lessons(self):
        self._make_practices()
        self._make_needs()
        self._make_gatherings()

    def _day(self):
        """A day of the year or of the last months before it, and not after today."""
        first = self.today.replace(year=self.year - 1, month=11, day=1)
        return first + timedelta(
            days=self.random.randint(0, (self.today - first).days)
        )

    def _make_practices(self):
        skills = list(self.subjects)
        total = 24 * self.scale
        self.practices = self.env["mbb.practice"].create(
            [
                {
                    "name": f"Seeded Practice {number:04d}",
                    "problem": "What was wrong",
                    "institution_id": self._choose(self.givers).id,
                    "skill_ids": [Command.set(skills[:1])],
                }
                for number in range(total)
            ]
        )
        states = self._spread({"draft": 4, "published": 16, "archived": 4}, total)
        rows = [
            {
                "state": state,
                "date_published": state != "draft" and self._day(),
            }
            for state in states
        ]
        self._set_rows(self.practices, rows)
        # Another version of the first one is no other practice.
        shown = self.practices.filtered(lambda row: row.state == "published")
        version = shown[0].copy()
        self._set_rows(
            version,
            [
                {
                    "state": "published",
                    "date_published": self.today,
                    "previous_id": shown[0].id,
                }
            ],
        )
        for row in self.recommendations:
            if self.random.random() < 0.3:
                self.env.cr.execute(
                    "UPDATE mbb_recommendation SET practice_id = %s WHERE id = %s",
                    [self.random.choice(shown).id, row.id],
                )
        self.env.invalidate_all()

    def _make_needs(self):
        analyses = self.env["mbb.need.analysis"].create([{}] * 4)
        self._set_rows(
            analyses, [{"state": "sent", "date_sent": self._day()} for _n in analyses]
        )
        for line in analyses.line_ids:
            if self.random.random() < 0.4:
                held = self.random.choice((1, 1, 2))
                line.write(
                    {
                        "training": "A seminar",
                        "training_count": held,
                        "participant_count": held * self.random.randint(8, 40),
                    }
                )
        self._set_rows(
            analyses[:3],
            [
                {"state": "answered", "date_answered": day}
                for day in (self.today, self.today, self.today.replace(
                    year=self.year - 1, month=12, day=1))
            ],
        )

    def _make_gatherings(self):
        skills = list(self.subjects)[:1]
        calls = self.env["mbb.call"].create(
            [
                {
                    "name": f"Seeded Call {number}",
                    "basis_name": "A cooperation",
                    "skill_ids": [Command.set(skills)],
                    "date_close": self.today,
                }
                for number in range(7 * self.scale)
            ]
        )
        states = self._spread({"draft": 1, "open": 2, "concluded": 4}, len(calls))
        rows = []
        for state in states:
            opened = state != "draft" and self._day()
            since = datetime.combine(self._day(), time(9))
            rows.append({"state": state, "date_open": opened, "date_state": since})
        self._set_rows(calls, rows)
        vals_list = []
        for number in range(8 * self.scale):
            begin = datetime.combine(self._day(), time(9))
            if number % 4 == 3:
                begin = datetime.combine(self.today, time(9)) + timedelta(days=20)
            vals_list.append(
                {
                    "name": f"Seeded Event {number}",
                    "is_mentor_event": number % 5 != 4,
                    "kanban_state": "cancel" if number % 7 == 6 else "normal",
                    "date_begin": begin,
                    "date_end": begin + timedelta(hours=3),
                    "event_mail_ids": [Command.clear()],
                }
            )
        self.env["event.event"].create(vals_list)

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from collections import Counter
from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from ...models.base.working_days import WorkingDays
from ...models.base.zone import local_today
from ..common import PDF
from .common import RelationCommon

FIRST = date(2027, 1, 4)
#: The server is down on these days: over a bayram, over a due date, at the year's end.
DOWN = (
    *(date(2027, 3, 5) + timedelta(n) for n in range(12)),
    *(date(2027, 6, 10) + timedelta(n) for n in range(25)),
    *(date(2027, 11, 20) + timedelta(n) for n in range(4)),
)


@tagged("post_install", "-at_install")
class TestYear(RelationCommon):
    """A year of the programme, day by day, as the scheduler lives it.

    Every event of the clock is written down as it happens and looked at in the end:
    each came once, on the day the rule says, and none granted anything.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(
            patch.object(
                type(cls.env["ir.cron"]), "_commit_progress", lambda *a, **k: 1
            )
        )
        # Only what this year is about keeps time; the rest has tests of its own.
        keep = ("mbb.consent", "mbb.match", "mbb.assignment", "mbb.agreement")
        rules = cls.env["mbb.clock.rule"].search([])
        rules.filtered(lambda rule: rule.model not in keep).active = False
        cls.consent_rule = cls.env.ref("mbb_mentor.mbb_clock_rule_consent_requested")
        cls.consent_rule.write({"expire_after": 5, "remind_before": 3, "days": 10})
        cls.events = []

    def _watch(self):
        """Write down each reminder, escalation and expiry of any record."""
        models = ("mbb.consent", "mbb.match", "mbb.assignment", "mbb.agreement")
        for name in models:
            cls = self.env.registry[name]
            for event in ("_clock_remind", "_clock_escalate", "_clock_expire"):
                self._watch_method(cls, event)

    def _watch_method(self, cls, event):
        original = getattr(cls, event)
        events = self.events

        def watched(records):
            for record in records:
                events.append(
                    (
                        record._name,
                        record.id,
                        event,
                        record._get_today(),
                        record.date_state.date(),
                        record.state,
                    )
                )
            return original(records)

        patcher = patch.object(cls, event, watched)
        patcher.start()
        self.addCleanup(patcher.stop)

    def _create_pairs(self, count):
        pairs = []
        for number in range(count):
            town = self._create_institution(f"Town {number}", "town")
            user = self._create_representative(f"town{number}", town)
            mentor = self._create_mentor(
                capacity=9, date_from="2027-01-01", date_to="2028-12-31"
            )
            expert = mentor.with_user(self.user_officer)._name_expert(self.expert)
            expert._record_paper("confirmed", content=PDF, file_name="imza.pdf")
            mentee = self._create_mentee(
                institution=town, date_from="2027-01-01", date_to="2028-12-31"
            )
            pairs.append((mentor, mentee, user))
        return pairs

    def _at(self, day, step, *arguments):
        self.plan.setdefault(day, []).append((step, arguments))

    def _ask(self, pair):
        mentor, mentee, _user = pair
        match = self._propose(mentor_id=mentor.id, mentee_id=mentee.id)
        match.action_ask_consents()
        self.matches[pair] = match

    def _leave_proposed(self, pair):
        """Nobody asks the consents: five working days, with a bayram in between."""
        mentor, mentee, _user = pair
        self.left = self._propose(mentor_id=mentor.id, mentee_id=mentee.id)

    def _answer(self, pair):
        for consent in self.matches[pair].sudo().consent_ids:
            user = pair[2] if consent.side == "mentee_institution" else self.user_giving
            if consent.state == "requested":
                consent.with_user(user).action_grant()

    def _approve_match(self, pair):
        self._approve(self.matches[pair], self.user_manager)

    def _agree_on(self, pair):
        agreement = (
            self.env["mbb.agreement"]
            .with_user(self.user_officer)
            .create({"match_id": self.matches[pair].id})
        )
        agreement.action_ask()
        for consent in agreement.sudo().consent_ids:
            user = pair[2] if consent.side == "mentee_institution" else self.user_giving
            consent.with_user(user).action_grant()

    def _assign(self, pair, first, last):
        assignment = self._draw_up(
            self.matches[pair],
            host_institution_id=pair[1].institution_id.id,
            date_from=first,
            date_to=last,
        )
        assignment.action_ask_consents()
        for consent in assignment.sudo().consent_ids:
            users = {
                "mentor_institution": self.user_giving,
                "mentee_institution": pair[2],
                "expert": self.user_expert,
            }
            consent.with_user(users[consent.side]).action_grant()
        assignment._record_sending_letter(
            channel="ebys",
            number="E-1",
            date=local_today(),
            file_name="letter.pdf",
            content=b"%PDF-1.4\n%%EOF\n",
        )
        self._approve(assignment, self.user_approver)
        self.assignments[pair] = assignment

    def _extend(self, pair, last):
        extension = (
            self.env["mbb.assignment.extension"]
            .with_user(self.user_officer)
            .create(
                {
                    "assignment_id": self.assignments[pair].id,
                    "date_to_new": last,
                    "reason": "The work takes longer",
                }
            )
        )
        extension.action_ask_consents()
        for consent in extension.sudo().consent_ids:
            users = {
                "mentor_institution": self.user_giving,
                "mentee_institution": pair[2],
                "expert": self.user_expert,
            }
            consent.with_user(users[consent.side]).action_grant()
        self._attach_letter(extension)
        self._approve(extension, self.user_approver)

    def _live(self):
        """365 days: what people do in the morning, the scheduler at nine."""
        starts = self.env.ref("mbb_mentor.ir_cron_assignment_start")
        for number in range(365):
            day = FIRST + timedelta(number)
            with freeze_time(f"{day} 06:00:00"):
                self.env.invalidate_all()
                for step, arguments in self.plan.get(day, ()):
                    step(*arguments)
                if day in DOWN:
                    continue
                self.env[starts.model_id.model]._cron_start()
                self.env["mbb.clock.rule"]._cron_tick()
                if not number % 30:
                    # Started again on the same day, as after a crash: nothing twice.
                    self.env["mbb.clock.rule"]._cron_tick()

    def test_a_year(self):
        self.plan, self.matches, self.assignments = {}, {}, {}
        with freeze_time("2027-01-01 06:00:00"):
            self.env["mbb.holiday"]._fill_ahead()
            *pairs, left = self._create_pairs(13)
        self._at(date(2027, 5, 11), self._leave_proposed, left)
        # One match a month is asked; every third is never answered.
        for number, pair in enumerate(pairs):
            asked = FIRST + timedelta(number * 26)
            self._at(asked, self._ask, pair)
            if number % 3:
                self._at(asked + timedelta(4), self._answer, pair)
                self._at(asked + timedelta(6), self._approve_match, pair)
                self._at(asked + timedelta(8), self._agree_on, pair)
        travelling = pairs[1]
        self._at(
            date(2027, 4, 5),
            self._assign,
            travelling,
            date(2027, 4, 12),
            date(2027, 4, 16),
        )
        self._at(date(2027, 4, 14), self._extend, travelling, date(2027, 4, 23))
        self._watch()
        self._live()
        self._look_at_events()
        self.assertEqual(
            [
                event[2:4]
                for event in self.events
                if event[:2] == ("mbb.match", self.left.id)
            ],
            [
                ("_clock_remind", date(2027, 5, 14)),
                ("_clock_escalate", date(2027, 5, 24)),
            ],
        )
        self._look_at_matches(pairs)
        assignment = self.assignments[travelling]
        self.assertEqual(assignment.date_to, date(2027, 4, 23))
        self.assertEqual(assignment.state, "ongoing")

    def _look_at_events(self):
        twice = {
            key: count
            for key, count in Counter(
                (model, record, event, since)
                for model, record, event, _day, since, _state in self.events
            ).items()
            if count > 1
        }
        self.assertFalse(twice)
        self.assertFalse([event for event in self.events if event[3] in DOWN])
        rules = self.env["mbb.clock.rule"].search([("working_days", "=", True)])
        steps = {(rule.model, rule.state) for rule in rules}
        days = WorkingDays(self.env.company)
        counted = [event for event in self.events if (event[0], event[5]) in steps]
        self.assertTrue(counted)
        for model, record, event, day, _since, _state in counted:
            with self.subTest(model=model, record=record, event=event, day=day):
                self.assertTrue(days.is_working(day))
        self.assertIn("_clock_escalate", {event[2] for event in self.events})

    def _look_at_matches(self, pairs):
        for number, pair in enumerate(pairs):
            match = self.matches[pair]
            with self.subTest(number=number):
                if number % 3:
                    self.assertIn(match.state, ("agreed", "active"))
                    self.assertTrue(match.agreement_id)
                    continue
                self.assertEqual(match.state, "declined")
                states = set(match.sudo().consent_ids.mapped("state"))
                self.assertFalse(states & {"granted", "requested"})
                # Reminded once before it lapsed, mailed on a day the server lived.
                expired = match.sudo().consent_ids.filtered(
                    lambda c: c.state == "expired"
                )
                self.assertTrue(expired)
                if number == 6:
                    # Its reminder and its last day fell into the long downtime.
                    self.assertGreater(match.date_state.date(), date(2027, 7, 8))
                for consent in expired:
                    self.assertEqual(consent.remind_count, 1)
                    lapsed = consent.date_state.date()
                    self.assertGreater(
                        lapsed - consent.date_asked.date(), timedelta(15)
                    )

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .session_common import SessionCommon


@tagged("post_install", "-at_install")
class TestSession(SessionCommon):
    def test_first_session_held_makes_the_match_active(self):
        session = self._schedule()
        self.assertEqual(
            session.attendee_ids, self.expert | self.user_asking.partner_id
        )
        self.assertEqual(session.hours, 2)
        self.assertEqual(self.match.state, "agreed")
        self._hold(session)
        self.assertEqual(session.state, "held")
        self.assertEqual(self.match.state, "active")
        self._hold(self._schedule())
        self.assertEqual(self.match.state, "active")

    def test_minutes_and_attendance_are_needed(self):
        session = self._schedule()
        with self.assertRaises(UserError):
            session.action_hold()
        self.assertIn("minutes", session.hold_hint)
        session.minutes = "Agreed"
        with self.assertRaises(UserError):
            session.action_hold()
        self.assertIn("who attended", session.hold_hint)
        session.attended_ids = self.expert
        self.assertFalse(session.hold_hint)
        session.action_hold()
        for values in (
            {"minutes": "Something else"},
            {"outputs": "Something else"},
            {"purpose": "preparatory"},
            {"attended_ids": False},
            {"attendee_ids": [(4, self.user_other.partner_id.id)]},
            {"agenda": "Something else"},
            {"link": "https://meet.example/2"},
            {"date_start": self.start - timedelta(days=3)},
        ):
            for record in (session, session.sudo()):
                with self.subTest(values=values), self.assertRaises(UserError):
                    record.write(values)
        with self.assertRaises(UserError):
            session.unlink()

    def test_not_before_it_took_place(self):
        later = self.start + timedelta(days=3)
        session = self._schedule(
            date_start=later, date_stop=later + timedelta(hours=1)
        )
        session.write({"minutes": "x", "attended_ids": self.expert.ids})
        self.assertFalse(session.is_begun)
        self.assertFalse(session.hold_hint, "nothing is missing before its time")
        with self.assertRaises(UserError):
            session.action_hold()
        with freeze_time(later + timedelta(hours=2)):
            session.action_hold()

    def test_only_for_an_agreed_match(self):
        mentor = self._create_mentor()
        mentee = self._create_mentee(institution=self.other)
        match = self._propose(mentor_id=mentor.id, mentee_id=mentee.id)
        with self.assertRaises(ValidationError):
            self._schedule(match_id=match.id)

    def test_travel_only_inside_an_assignment(self):
        with self.assertRaises(ValidationError):
            self._schedule(kind="site_visit")
        draft = self._draw_up(self.match)
        with self.assertRaises(ValidationError):
            self._schedule(kind="site_visit", assignment_id=draft.id)
        self._to_approval(draft)
        self._approve(draft, self.user_approver)
        with self.assertRaises(ValidationError):
            self._schedule(kind="site_visit", assignment_id=draft.id)
        inside = self.start + timedelta(days=1, hours=8)
        session = self._schedule(
            kind="site_visit",
            assignment_id=draft.id,
            date_start=inside,
            date_stop=inside + timedelta(hours=2),
        )
        self.assertTrue(session.needs_travel)
        with self.assertRaises(ValidationError):
            session.date_stop = self.start + timedelta(days=6)
        # The assignment's end is the travel's end.
        draft.action_cancel("Not needed")
        self.assertEqual(session.state, "cancelled")

    def test_the_day_is_istanbuls(self):
        """23:30 in Istanbul on the eve is the eve, wherever the user sits."""
        assignment = self._approved(self.match)
        eve = self.start - timedelta(hours=3, minutes=30)
        for zone in ("UTC", "America/Los_Angeles", "Europe/Istanbul"):
            self.user_officer.tz = zone
            with self.subTest(zone=zone), self.assertRaises(ValidationError):
                self._schedule(
                    kind="site_visit",
                    assignment_id=assignment.id,
                    date_start=eve,
                    date_stop=eve + timedelta(minutes=20),
                )
        first = self.start - timedelta(hours=2, minutes=30)
        session = self._schedule(
            kind="site_visit",
            assignment_id=assignment.id,
            date_start=first,
            date_stop=first + timedelta(hours=1),
        )
        self.assertIn("00:30", session.time_text)

    def test_calendar_entry_says_when_and_where_only(self):
        self.env["mail.mail"].search([]).unlink()
        later = self.start + timedelta(days=3)
        session = self._schedule(
            date_start=later,
            date_stop=later + timedelta(hours=1),
            place="Town Hall",
            private_note="A secret",
        )
        event = session.sudo().calendar_event_id
        self.assertEqual(event.start, session.date_start)
        self.assertEqual(event.stop, session.date_stop)
        self.assertEqual(event.location, "Town Hall")
        self.assertFalse(event.description)
        self.assertFalse(event.res_model)
        self.assertEqual(event.partner_ids, self.user_officer.partner_id)
        for word in (self.expert.name, self.giving.name, self.match.number):
            self.assertNotIn(word, event.name)
        session.date_stop = later + timedelta(hours=3)
        self.assertEqual(event.stop, session.date_stop)
        session.action_postpone("The room is taken")
        self.assertFalse(event.active)
        session.action_plan()
        self.assertTrue(event.active)
        session.action_cancel("Not needed")
        self.assertFalse(event.active)
        self.assertFalse(
            self.env["mail.mail"].search([("model", "=", "calendar.attendee")])
        )
        with self.assertRaises(UserError):
            session.write({"calendar_event_id": False})

    def test_reasons_and_illegal_arrows(self):
        session = self._schedule()
        for state in ("held", "postponed", "cancelled"):
            self._try_to_forge(session, state)
        for method in ("action_postpone", "action_cancel"):
            with self.assertRaises(UserError):
                getattr(session, method)(" ")
        session.action_postpone("Ill")
        with self.assertRaises(UserError):
            session.action_hold()
        self.assertEqual(session.postpone_reason, "Ill")

    def test_minutes_by_who_took_part(self):
        for user in (self.user_other, self.user_viewer):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self._schedule().with_user(user).action_record_minutes(
                    "x", self.expert.ids
                )
        for user in (self.user_expert, self.user_asking):
            session = self._schedule().with_user(user)
            session.action_record_minutes("Agreed", self.expert.ids)
            self.assertEqual(session.sudo().state, "held")
            self.assertEqual(session.sudo().attended_ids, self.expert)

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_model")
    def test_private_note(self):
        """The Sekreterya's alone, whatever way it is asked for."""
        session = self._schedule(private_note="A secret")
        for user in (
            self.user_expert,
            self.user_asking,
            self.user_other,
            self.user_approver,
            self.user_registry,
            self.user_employee,
        ):
            other = session.with_user(user)
            domain = [("private_note", "like", "secret")]
            ways = {
                "read": lambda o=other: o.read(["private_note"]),
                "search": lambda o=other, d=domain: o.search(d),
                "group": lambda o=other: o._read_group([], ["private_note"]),
                "write": lambda o=other: o.write({"private_note": "Mine"}),
            }
            for way, attempt in ways.items():
                with self.subTest(user=user.login, way=way):
                    with self.assertRaises(AccessError):
                        attempt()
        self.assertEqual(
            session.with_user(self.user_officer).private_note, "A secret"
        )
        self.assertFalse(session.copy().private_note)
        messages = session.sudo().message_ids
        tracked = messages.tracking_value_ids.mapped("new_value_text")
        self.assertNotIn("A secret", str(messages.mapped("body") + tracked))

    # -- purposes and stages -----------------------------------------------

    def _proposed(self):
        mentor = self._create_mentor()
        mentee = self._create_mentee(institution=self.other)
        return self._propose(mentor_id=mentor.id, mentee_id=mentee.id)

    def test_preparatory_call_with_one_side(self):
        """Before they are asked, neither side learns of the other (m.5/6)."""
        match = self._proposed()
        values = {"match_id": match.id, "purpose": "preparatory"}
        other = self.user_other.partner_id
        with self.assertRaises(ValidationError):
            self._schedule(**values, attendee_ids=(self.expert | other).ids)
        call = self._schedule(**values, attendee_ids=self.expert.ids)
        with self.assertRaises(ValidationError):
            call.attendee_ids = [(4, other.id)]
        self.assertEqual(call.number, 0)
        self._hold(call)
        self.assertEqual(match.state, "proposed")
        match.action_ask_consents()
        self._schedule(**values, attendee_ids=(self.expert | other).ids)

    def test_preparatory_call_makes_nothing_active(self):
        self._hold(self._schedule(purpose="preparatory"))
        self.assertEqual(self.match.state, "agreed")
        session = self._schedule()
        self.assertEqual(session.number, 1)
        self._hold(session)
        self.assertEqual(self.match.state, "active")

    def test_meeting_at_an_event(self):
        with self.assertRaises(ValidationError):
            self._schedule(purpose="event")
        event = self.env["event.event"].create(
            {"name": "Networking", "is_mentor_event": True}
        )
        with self.assertRaises(ValidationError):
            self._schedule(
                match_id=self._proposed().id,
                purpose="event",
                event_id=event.id,
                attendee_ids=self.expert.ids,
            )
        meeting = self._schedule(purpose="event", event_id=event.id)
        self._hold(meeting)
        self.assertEqual(self.match.state, "agreed")

    def test_work_shadowing_is_travel(self):
        with self.assertRaises(ValidationError):
            self._schedule(kind="shadowing")

    def test_number_follows_the_dates(self):
        second = self._schedule()
        first = self._schedule(
            date_start=self.start - timedelta(days=9),
            date_stop=self.start - timedelta(days=9) + timedelta(hours=1),
        )
        self._schedule(purpose="preparatory")
        third = self._schedule_later()
        self.assertEqual(
            [session.number for session in first + second + third], [1, 2, 3]
        )
        first.action_cancel("Not needed")
        self.assertEqual([s.number for s in first + second + third], [0, 1, 2])

    # -- attendance --------------------------------------------------------

    def test_each_one_came_or_not(self):
        session = self._schedule(minutes="Agreed")
        rows = session.attendance_ids
        self.assertEqual(rows.partner_id, self.expert | self.asker)
        ours, theirs = rows.sorted(lambda row: row.partner_id != self.expert)
        ours.presence = "present"
        self.assertEqual(ours.hours, 2)
        ours.hours = 1.5
        with self.assertRefused(self.asker.name):
            session.action_hold()
        theirs.write({"presence": "excused", "note": "Ill"})
        session.action_hold()
        self.assertEqual(session.attended_ids, self.expert)
        self.assertEqual(rows.mapped("hours"), [1.5, 0])
        for record in (theirs, theirs.sudo()):
            with self.assertRaises(UserError):
                record.presence = "present"
            with self.assertRaises(UserError):
                record.unlink()

    def test_nobody_came(self):
        session = self._schedule(minutes="We waited")
        session.attendance_ids.presence = "absent"
        with self.assertRefused("Nobody attended"):
            session.action_hold()

    def test_who_is_not_named_was_absent(self):
        session = self._schedule()
        session.attended_ids = self.expert
        self.assertEqual(
            {row.partner_id: row.presence for row in session.attendance_ids},
            {self.expert: "present", self.asker: "absent"},
        )

    def test_attendance_rows_follow_the_list(self):
        session = self._schedule()
        session.attendee_ids = [(3, self.asker.id)]
        self.assertEqual(session.attendance_ids.partner_id, self.expert)
        officer = session.attendance_ids.with_user(self.user_officer)
        for values in (
            {"partner_id": self.asker.id},
            {"uid": "x"},
            {"invite_method": "request"},
            {"invite_sequence": 9},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                officer.write(values)
        with self.assertRaises(AccessError):
            officer.create(
                {"session_id": session.id, "partner_id": self.learner.id}
            )

    def test_end_of_the_match_cancels(self):
        session = self._schedule()
        self.match.action_end("The need is gone")
        self.assertEqual(session.state, "cancelled")

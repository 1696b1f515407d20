# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..pool.common import ApplicationCommon


@tagged("post_install", "-at_install")
class TestMatch(ApplicationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mentor = cls._create_mentor(
            capacity=2, contact_id=cls.user_giving.partner_id.id
        )
        cls.mentee = cls._create_mentee(contact_id=cls.user_asking.partner_id.id)

    def _propose(self, mentor=None, mentee=None, **values):
        return (
            self.env["mbb.match"]
            .with_user(self.user_officer)
            .create(
                {
                    "mentor_id": (mentor or self.mentor).id,
                    "mentee_id": (mentee or self.mentee).id,
                    **values,
                }
            )
        )

    def _put(self, match, state):
        """Set the scene: the state alone, without what leads there."""
        match._write_guarded({"state": state})
        return match

    def _ask_approval(self, match, user=None):
        """The way to the approval past the consents: the next room asks them."""
        model = self.env.registry["mbb.match"]
        if hasattr(model, "_get_missing_consents"):
            self.patch(model, "_get_missing_consents", lambda record: [])
        self._put(match, "approval")
        match.with_user(user or self.user_officer).sudo()._ask_approvals("agreed")
        return match

    def _agree(self, match):
        self._ask_approval(match)
        match.approval_ids.with_user(self.user_manager)._do_approve()
        self.assertEqual(match.state, "agreed")

    # -- proposing ---------------------------------------------------------

    def test_proposed(self):
        match = self._propose()
        self.assertEqual(match.state, "proposed")
        self.assertEqual(match.proposed_by_id, self.user_officer)
        self.assertEqual(match.responsible_id, self.user_officer)
        self.assertRegex(match.number, r"^ESL-\d{4}-\d{4}$")
        self.assertEqual(match.date_from, self.mentee.date_from)
        self.assertEqual(match.date_to, self.mentee.date_to)
        self.assertEqual(match.mentor_institution_id, self.giving)
        self.assertEqual(match.mentee_institution_id, self.asking)
        self.assertEqual(self.mentor.occupied, 1)
        self.assertEqual(self.mentor.capacity_left, 1)

    def test_method(self):
        cases = [
            ("portal", "portal", False, "both_applied"),
            ("officer", "portal", True, "both_applied"),
            ("officer", "portal", False, "mentor_sought"),
            ("officer", "call", False, "call"),
            ("call", "call", False, "call"),
            ("portal", "event", False, "event"),
            ("event", "portal", False, "event"),
        ]
        match = self._propose()
        call = self.env["mbb.call"].create({"name": "A call", "basis_name": "B"})
        event = self.env["event.event"].create(
            {"name": "A meeting", "is_mentor_event": True}
        )
        links = {"call": {"call_id": call.id}, "event": {"event_id": event.id}}
        none = {"call_id": False, "event_id": False}
        self.mentor._write_guarded({"state": "draft"})
        self.mentee._write_guarded({"state": "draft"})
        for mentor_origin, mentee_origin, on_behalf, method in cases:
            with self.subTest(mentor=mentor_origin, mentee=mentee_origin):
                for entry, origin in (
                    (self.mentor, mentor_origin),
                    (self.mentee, mentee_origin),
                ):
                    entry.write(
                        {"origin": origin, **none, **links.get(origin, {})}
                    )
                self.mentor.on_behalf = on_behalf
                self.assertEqual(match.method, method)

    def test_sides_are_open(self):
        draft = self._create_mentor(accepted=False)
        with self.assertRaisesRegex(UserError, "not in the pool"):
            self._propose(mentor=draft)
        asked = self._create_mentee(accepted=False)
        with self.assertRaisesRegex(UserError, "does not wait"):
            self._propose(mentee=asked)
        self.mentor.action_suspend("Away")
        with self.assertRaises(UserError):
            self._propose()

    def test_not_with_oneself(self):
        values = {
            "institution": self.giving,
            "applicant_type": "person",
            "person_id": self.expert.id,
        }
        mentor = self._create_mentor(**values)
        mentee = self._create_mentee(**values)
        with self.assertRaisesRegex(UserError, "their own mentor"):
            self._propose(mentor, mentee)

    @mute_logger("odoo.sql_db")
    def test_one_live_pair(self):
        match = self._propose()
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            self._propose()
        match.action_cancel("Another one is meant")
        self._propose()

    def test_capacity(self):
        self._propose()
        self._propose(mentee=self._create_mentee())
        with self.assertRaisesRegex(UserError, "2 of 2"):
            self._propose(mentee=self._create_mentee())
        self.mentor.capacity = 0
        other = self._create_mentor(institution=self.other, capacity=0)
        with self.assertRaisesRegex(UserError, "0 of 0"):
            self._propose(mentor=other, mentee=self._create_mentee())

    def test_capacity_of_a_person_is_one(self):
        """Two offers of one person share the person's places; learning is load."""
        values = {"applicant_type": "person", "person_id": self.expert.id}
        first = self._create_mentor(**values)
        second = self._create_mentor(**values)
        self._propose(mentor=first)
        self.assertEqual(second.occupied, 1)
        with self.assertRaises(UserError):
            self._propose(mentor=second, mentee=self._create_mentee())
        learning = self._create_mentee(institution=self.giving, **values)
        teacher = self._create_mentor(institution=self.other)
        self._propose(mentor=teacher, mentee=learning)
        self.assertEqual(first.occupied, 1)
        self.assertEqual(first.current_load, 2)
        self.assertEqual(self.mentor.current_load, 0)

    def test_capacity_when_agreeing(self):
        first = self._propose()
        second = self._propose(mentee=self._create_mentee())
        self._agree(first)
        self._ask_approval(second)
        self.mentor.capacity = 1
        approval = second.approval_ids.with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "1 of 1"), self.cr.savepoint():
            approval._do_approve()
        self.env.invalidate_all()
        self.assertEqual(second.state, "approval")
        self.mentor.capacity = 2
        approval._do_approve()
        self.assertEqual(second.state, "agreed")

    # -- the arrows --------------------------------------------------------

    def test_arrows_of_states(self):
        self.assertEqual(
            {
                source: dict(sorted(targets.items()))
                for source, targets in self.env["mbb.match"]._arrows.items()
            },
            {
                "proposed": {"cancelled": "officer", "consent": "officer"},
                "consent": {
                    "approval": "system",
                    "cancelled": "officer",
                    "declined": "system",
                    "proposed": "officer",
                },
                "approval": {
                    "agreed": "system",
                    "cancelled": "officer",
                    "declined": "system",
                    "proposed": "officer",
                },
                "agreed": {
                    "active": "system",
                    "cancelled": "officer",
                    "ended": "officer",
                },
                "active": {"ended": "officer", "evaluation": "officer"},
                "evaluation": {"done": "officer"},
            },
        )

    def test_arrows_by_role(self):
        """No role reaches what follows by itself; outsiders reach nothing."""
        match = self._propose()
        states = self._states("mbb.match")
        roles = {
            "officer": self.user_officer,
            "manager": self.user_manager,
            "approver": self.user_approver,
            "employee": self.user_employee,
            "giving": self.user_giving,
            "other": self.user_other,
        }
        for source in states:
            self._put(match, source)
            for target in states:
                authority = match._arrows.get(source, {}).get(target)
                for role, user in roles.items():
                    office = role in ("officer", "manager")
                    if authority == "officer" and office:
                        continue
                    with self.subTest(source=source, target=target, role=role):
                        with self.assertRaises(UserError):
                            match.with_user(user)._take_arrow(target)
        self.assertEqual(match.state, states[-1])

    def test_state_is_guarded(self):
        self.assertGuarded(
            self._propose(),
            (
                self.user_officer,
                self.user_manager,
                self.user_approver,
                self.user_employee,
                self.user_giving,
            ),
        )

    def test_created_as_proposed_only(self):
        with self.assertRaises(UserError):
            self._propose(state="agreed")

    def test_sides_are_kept(self):
        match = self._propose()
        other = self._create_mentee()
        for vals in (
            {"mentee_id": other.id},
            {"mentor_id": self._create_mentor().id},
            {"score": 0.9},
            {"parts": {"text": 1}},
        ):
            with self.assertRaises(UserError):
                match.sudo().write(vals)
        match.write({"mentee_id": self.mentee.id, "date_to": self.today})
        for vals in (
            {"number": "ESL-1"},
            {"proposed_by_id": self.user_manager.id},
            {"decline_reason": "x"},
            {"cancel_reason": "x"},
            {"end_reason": "x"},
            {"date_asked": "2026-01-01 00:00:00"},
        ):
            with self.assertRaises(UserError):
                match.sudo().write(vals)
        with self.assertRaises(UserError):
            match.sudo().unlink()

    def test_whole_life(self):
        match = self._propose()
        self._agree(match)
        self.assertEqual(self.mentee.state, "matched")
        match.sudo()._take_arrow("active")
        match.action_start_evaluation()
        self.assertEqual(match.state, "evaluation")
        self.assertEqual(self.mentor.occupied, 1)
        self._close(match)
        self.assertEqual(self.mentee.state, "closed")
        self.assertEqual(self.mentor.occupied, 0)

    def _close(self, match):
        """Rooms to the right ask for more before a match is done."""
        super_obstacle = type(match)._get_arrow_obstacle

        def patched(record, target):
            return False if target == "done" else super_obstacle(record, target)

        self.patch(type(match), "_get_arrow_obstacle", patched)
        match.action_close()

    def test_ask_and_take_back(self):
        match = self._propose()
        match.action_ask_consents()
        self.assertEqual(match.state, "consent")
        self.assertEqual(match.asked_by_id, self.user_officer)
        self.assertTrue(match.date_asked)
        match.action_take_back()
        self.assertEqual(match.state, "proposed")

    def test_one_asked_match_of_a_mentee(self):
        first = self._propose()
        second = self._propose(mentor=self._create_mentor(institution=self.other))
        first.action_ask_consents()
        with self.assertRaisesRegex(UserError, "under way"):
            second.action_ask_consents()
        with self.assertRaisesRegex(UserError, "under way"):
            self._propose(mentor=self._create_mentor(institution=self.other))
        first.action_cancel("The institution asked for another date")
        second.action_ask_consents()
        self.assertEqual(second.state, "consent")

    @mute_logger("odoo.sql_db")
    def test_one_asked_match_in_the_database(self):
        first = self._propose()
        second = self._propose(mentor=self._create_mentor(institution=self.other))
        self._put(first, "consent")
        self.env.flush_all()
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            self._put(second, "consent")
            self.env.flush_all()

    def test_alternatives_are_cancelled(self):
        first = self._propose()
        second = self._propose(mentor=self._create_mentor(institution=self.other))
        self._agree(first)
        self.assertEqual(second.state, "cancelled")
        self.assertTrue(second.cancel_reason)

    def test_back_to_waiting(self):
        for method in ("action_cancel", "action_end"):
            with self.subTest(method=method):
                match = self._propose()
                self._agree(match)
                with self.assertRaises(UserError):
                    getattr(match, method)(" ")
                getattr(match, method)("The mentor left the institution")
                self.assertEqual(self.mentee.state, "waiting")

    def test_live_match_keeps_both_sides(self):
        self._propose()
        with self.assertRaisesRegex(UserError, "is in a match"):
            self.mentor.with_user(self.user_officer).action_retire()
        with self.assertRaisesRegex(UserError, "is in a match"):
            self.mentee.with_user(self.user_officer).action_withdraw_for("They rang")

    def test_applicant_does_not_hear_of_a_proposal(self):
        """What is only proposed is on the Sekreterya's desk (m.5/6)."""
        match = self._propose()
        sides = (
            (self.mentor.with_user(self.user_giving), "retired"),
            (self.mentee.with_user(self.user_asking), "withdrawn"),
        )
        for record, target in sides:
            for own in (record.sudo(), record):
                record.sudo().fetch([])
                with self.subTest(target=target, su=own.env.su):
                    self._put(match, "proposed")
                    obstacle = own._get_arrow_obstacle(target)
                    self.assertTrue(obstacle)
                    self.assertNotIn(match.number, obstacle)
                    self.assertNotIn("match", obstacle.replace("matched", ""))
                    self._put(match, "consent")
                    self.assertIn(match.number, own._get_arrow_obstacle(target))
            self._put(match, "proposed")
            officer = record.with_user(self.user_officer)
            self.assertIn(match.number, officer._get_arrow_obstacle(target))

    def test_expiry_declines(self):
        for state in ("consent", "approval"):
            match = self._put(self._propose(), state)
            match._clock_expire()
            self.assertEqual(match.state, "declined")
            self.assertTrue(match.decline_reason)
        match = self._propose()
        match._clock_expire()
        self.assertEqual(match.state, "proposed")

    # -- approvals ---------------------------------------------------------

    def test_approval(self):
        match = self._ask_approval(self._propose())
        approval = match.approval_ids
        self.assertEqual(approval.state, "waiting")
        self.assertIn(self.user_manager, approval.approver_ids)
        self.assertNotIn(self.user_officer, approval.approver_ids)
        self.assertTrue(approval.rule_id.directive_id)
        with self.assertRaises(UserError):
            match.sudo()._take_arrow("agreed")
        for user in (self.user_officer, self.user_approver, self.user_giving):
            with self.assertRaises(UserError):
                approval.with_user(user)._do_approve()
        approval.with_user(self.user_manager)._do_approve()
        self.assertEqual(match.state, "agreed")

    def test_proposer_does_not_approve(self):
        match = (
            self.env["mbb.match"]
            .with_user(self.user_manager)
            .create({"mentor_id": self.mentor.id, "mentee_id": self.mentee.id})
        )
        self._ask_approval(match)
        approvers = match.sudo().approval_ids.approver_ids
        self.assertNotIn(self.user_manager, approvers)
        self.assertIn(self.user_manager2, approvers)

    def test_party_does_not_approve(self):
        """An approver who represents one of the institutions is out (GÇY)."""
        approvers = self.user_approver | self.user_approver2
        self.env.ref("mbb_mentor.mbb_approval_rule_match").write(
            {"approver_type": "users", "user_ids": [(6, 0, approvers.ids)]}
        )
        self.env["mbb.representative"].create(
            {
                "user_id": self.user_approver.id,
                "institution_id": self.asking.id,
                "role": "viewer",
                "date_from": self.today,
            }
        )
        match = self._ask_approval(self._propose())
        self.assertEqual(match.approval_ids.approver_ids, self.user_approver2)

    def test_refusal_declines(self):
        match = self._ask_approval(self._propose())
        match.approval_ids.with_user(self.user_manager)._do_refuse("Not this year")
        self.assertEqual(match.state, "declined")
        self.assertEqual(match.decline_reason, "Not this year")
        self.assertEqual(self.mentee.state, "waiting")

    # -- who sees what (m.5/6) ---------------------------------------------

    def test_disclosure(self):
        mentor = self._create_mentor(
            applicant_type="person",
            person_id=self.expert.id,
            person_title="City Planner",
        )
        match = self._propose(mentor)
        early = ("institution", "name", "title")
        late = ("email", "phone")
        known = "consent approval agreed active evaluation done ended".split()
        reachable = "agreed active evaluation done ended".split()
        for state in self._states("mbb.match"):
            self._put(match, state)
            with self.subTest(state=state):
                for name in early:
                    value = match[f"disclosed_mentor_{name}"]
                    self.assertEqual(bool(value), state in known, name)
                self.assertEqual(bool(match.disclosed_offer), state in known)
                self.assertEqual(bool(match.disclosed_need), state in known)
                self.assertEqual(
                    bool(match.disclosed_mentee_institution), state in known
                )
                for name in late:
                    value = match[f"disclosed_mentor_{name}"]
                    self.assertEqual(bool(value), state in reachable, name)
                self.assertEqual(bool(match.disclosed_mentee_email), state in reachable)
        self._put(match, "agreed")
        self.assertEqual(match.disclosed_mentor_name, self.expert.name)
        self.assertEqual(match.disclosed_mentor_email, self.expert.email)
        self.assertEqual(match.display_name, match.number)

    # -- access ------------------------------------------------------------

    def test_access_matrix(self):
        match = self._propose()
        users = {
            self.user_officer: "rwc",
            self.user_manager: "rwc",
            self.user_approver: "",
            self.user_registry: "",
            self.user_employee: "",
        }
        values = {"mentor_id": self.mentor.id, "mentee_id": self.mentee.id}
        self.assertAccess(match, users, values)
        weights = self.env["mbb.weights"].search([], limit=1)
        self.assertAccess(
            weights,
            {
                self.user_officer: "r",
                self.user_manager: "rwc",
                self.user_approver: "",
                self.user_registry: "",
                self.user_employee: "",
                self.user_giving: "",
            },
            {"name": "x"},
        )

    def test_approver_reads_what_is_asked(self):
        rule = self.env.ref("mbb_mentor.mbb_approval_rule_match")
        rule.write(
            {"approver_type": "users", "user_ids": [(6, 0, self.user_approver.ids)]}
        )
        match = self._propose()
        records = (match, self.mentor, self.mentee, self.mentor.skill_ids)
        for record in records:
            self.assertFalse(record.with_user(self.user_approver).has_access("read"))
        self._ask_approval(match)
        for record in records:
            own = record.with_user(self.user_approver)
            self.assertTrue(own.has_access("read"), record)
            self.assertFalse(own.has_access("write"))
            self.assertFalse(
                record.with_user(self.user_approver2).has_access("read"), record
            )
        found = self.env["mbb.match"].with_user(self.user_approver).search([])
        self.assertEqual(found, match)
        match.action_take_back()
        for record in records:
            self.assertFalse(record.with_user(self.user_approver).has_access("read"))

    def test_deputy_reads_what_is_asked(self):
        rule = self.env.ref("mbb_mentor.mbb_approval_rule_match")
        rule.write(
            {"approver_type": "users", "user_ids": [(6, 0, self.user_approver.ids)]}
        )
        deputy = self.env["mbb.deputy"].create(
            {
                "principal_id": self.user_approver.id,
                "deputy_id": self.user_approver2.id,
                # Today is each user's own: a day on either side.
                "date_from": self.today - timedelta(days=1),
                "date_to": self.today + timedelta(days=1),
                "ground": "Onay 1",
            }
        )
        match = self._ask_approval(self._propose())
        own = match.with_user(self.user_approver2)
        self.assertTrue(own.has_access("read"))
        deputy.write({"date_from": "2020-01-01", "date_to": "2020-01-02"})
        own.invalidate_recordset()
        self.assertFalse(own.has_access("read"))

    def test_other_company(self):
        company = self.env["res.company"].create({"name": "Another Union"})
        mentor = self._create_mentor(accepted=False, company_id=company.id)
        mentor._write_guarded({"state": "available"})
        with self.assertRaises(UserError):
            self.env["mbb.match"].create(
                {"mentor_id": mentor.id, "mentee_id": self.mentee.id}
            )
        with self.assertRaises(AccessError):
            mentor.with_user(self.user_officer).read(["number"])

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .call_common import CallCommon


@tagged("post_install", "-at_install")
class TestReview(CallCommon):
    """Conditions, duplicates, age and objections of applications."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mentee = cls._create_mentee(accepted=False)
        cls.mentee.action_submit()
        cls.officer = cls.mentee.with_user(cls.user_officer)
        cls.condition = cls.env.ref("mbb_mentor.mbb_check_condition_mentee_need")

    def _row(self, record=None, condition=None):
        return (record or self.officer).check_ids.filtered(
            lambda row: row.condition_id == (condition or self.condition)
        )

    # -- conditions ------------------------------------------------------------

    def test_conditions_of_its_kind(self):
        self.assertFalse(self.officer.check_ids)
        self.officer.action_review()
        expected = self.env["mbb.check.condition"].search(
            [("kind", "=", "mentee"), ("only_calls", "=", False)]
        )
        self.assertEqual(self.officer.check_ids.condition_id, expected)
        self.assertTrue(expected)
        person = self._create_mentor(
            applicant_type="person", person_id=self.expert.id
        )
        expert = self.env.ref("mbb_mentor.mbb_check_condition_mentor_expert")
        self.assertIn(expert, person.check_ids.condition_id)
        self.assertNotIn(expert, self._create_mentor().check_ids.condition_id)
        self.call.action_open()
        of_call = self.env.ref("mbb_mentor.mbb_check_condition_mentee_call")
        self.assertIn(of_call, self._apply().check_ids.condition_id)

    def test_missing_stands_in_the_way(self):
        self.officer.action_review()
        row = self._row()
        row.write({"result": "missing", "note": "It asks for money"})
        self.assertEqual(row.checked_by_id, self.user_officer)
        self.assertTrue(row.date_checked)
        with self.assertRaisesRegex(UserError, "not met"):
            self.officer.action_accept()
        with self.assertRaisesRegex(UserError, "not met"):
            self.mentee.sudo().action_accept()
        self.officer.action_return("Please look again")
        self.assertIn("Please look again", self.officer.incomplete_reason)
        self.assertIn("It asks for money", self.officer.incomplete_reason)
        with self.assertRaisesRegex(UserError, "during the review"):
            row.result = "met"
        self.mentee.sudo().action_submit()
        self.assertEqual(row.result, "open")
        self.assertFalse(row.checked_by_id)
        row.result = "met"
        self.officer.action_accept()
        self.assertEqual(self.mentee.state, "waiting")

    def test_required_is_looked_at(self):
        self.condition.is_required = True
        self.officer.action_review()
        with self.assertRaisesRegex(UserError, "look at these"):
            self.officer.action_accept()
        with Form(self.officer) as form:
            for index in range(len(self.officer.check_ids)):
                with form.check_ids.edit(index) as line:
                    line.result = "met"
        self.officer.action_accept()

    def test_reason_in_their_language(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.condition.with_context(lang="tr_TR").name = "İhtiyaç bir sorudur"
        self.condition.with_context(lang="en_US").name = "The need is a question"
        self.mentee.contact_id = self.user_asking.partner_id
        self.officer.action_review()
        self._row().result = "missing"
        self.user_asking.partner_id.lang = "tr_TR"
        self.officer.with_context(lang="en_US").action_return("?")
        self.assertIn("İhtiyaç bir sorudur", self.mentee.incomplete_reason)

    def test_matrix(self):
        self.officer.action_review()
        self.officer.action_reject("No")
        self.officer.action_object("Why?")
        users = (
            self.user_officer,
            self.user_manager,
            self.user_approver,
            self.user_registry,
            self.user_employee,
            self.user_reviewer1,
            self.user_asking,
        )
        # Who objected reads it where there is a portal, another addon's.
        own = "r" if "mbb.portal.mixin" in self.env else ""
        matrix = {
            self._row(): ("rw", "rw", "", "", "", "", ""),
            self.condition: ("r", "rwcu", "", "", "", "", ""),
            self.officer.objection_ids: ("rw", "rw", "", "", "", "", own),
        }
        vals = {
            "mbb.application.check": {
                "mentee_id": self.mentee.id,
                "condition_id": self.condition.id,
                "company_id": self.env.company.id,
            },
            "mbb.check.condition": {"name": "X"},
            "mbb.objection": {
                "mentee_id": self.mentee.id,
                "company_id": self.env.company.id,
                "reason": "X",
            },
        }
        for record, letters in matrix.items():
            self.assertAccess(
                record, dict(zip(users, letters, strict=True)), vals[record._name]
            )
        with self.assertRaises(AccessError):
            self._row().condition_id = self.condition
        with self.assertRaises(UserError):
            self.officer.objection_ids.reason = "Another"
        with self.assertRaises(UserError):
            self.officer.objection_ids.sudo().unlink()

    def test_other_company(self):
        company = self.env["res.company"].create({"name": "Another Union"})
        mentee = self._create_mentee(accepted=False, company_id=company.id)
        mentee.sudo().action_submit()
        mentee.sudo().action_review()
        mentee.sudo().action_reject("No")
        mentee.sudo().action_object("Why?")
        for record in (mentee.check_ids, mentee.objection_ids):
            self.assertTrue(record)
            self.assertFalse(record.with_user(self.user_officer).has_access("read"))

    # -- objections --------------------------------------------------------------

    def _reject(self, reason="Outside the programme"):
        self.officer.action_review()
        self.officer.action_reject(reason)
        return self.mentee.with_user(self.user_asking).sudo(False)

    def _object(self, reason="It is inside"):
        self._reject()
        self.officer.action_object(reason)
        return self.mentee.objection_ids

    def test_objection_upheld(self):
        objection = self._object()
        self.assertEqual(objection.contested_reason, "Outside the programme")
        self.assertEqual(objection.rejected_by_id, self.user_officer)
        self.assertTrue(objection.date_due)
        self.user_asking.partner_id.email = "asking@example.org"
        manager = objection.with_user(self.user_manager)
        with self.assertRaises(UserError):
            manager.action_uphold(" ")
        before = objection.message_ids
        manager.action_uphold("The field is one of ours")
        self.assertEqual(self.mentee.state, "review")
        self.assertEqual(objection.decided_by_id, self.user_manager)
        told = (objection.message_ids - before).filtered("partner_ids")
        self.assertIn("The field is one of ours", told.body)
        # Once.
        self.officer.action_reject("Still outside")
        with self.assertRaisesRegex(UserError, "once"):
            self.officer.action_object("Again")

    def test_objection_dismissed(self):
        objection = self._object()
        objection.with_user(self.user_manager).action_dismiss("Nothing new")
        self.assertEqual((self.mentee.state, objection.state), ("rejected", "dismissed"))
        with self.assertRaises(UserError):
            objection.with_user(self.user_manager).action_uphold("Yet")

    def test_somebody_else_decides(self):
        manager = self.mentee.with_user(self.user_manager)
        manager.action_review()
        manager.action_reject("No")
        manager.action_object("Why?")
        objection = self.mentee.objection_ids
        for step in ("action_uphold", "action_dismiss"):
            with self.assertRaisesRegex(UserError, "Who rejected"):
                getattr(objection.with_user(self.user_manager), step)("Because")
            with self.assertRaisesRegex(UserError, "Only the Sekreterya"):
                getattr(objection.with_user(self.user_officer), step)("Because")
        self.user_manager2.partner_id.parent_id = self.asking
        with self.assertRaisesRegex(UserError, "has a tie"):
            objection.with_user(self.user_manager2).action_uphold("Because")
        self.user_manager2.partner_id.parent_id = False
        objection.with_user(self.user_manager2).action_uphold("Because")

    def test_who_rejected_it_does_not_withdraw_it(self):
        objection = self._object()
        with self.assertRaises(UserError):
            objection.with_user(self.user_officer).action_withdraw_for("They rang")
        manager = objection.with_user(self.user_manager)
        with self.assertRaises(UserError):
            manager.action_withdraw()
        before = objection.message_ids
        manager.action_withdraw_for("By their letter of yesterday")
        self.assertEqual(objection.state, "withdrawn")
        told = (objection.message_ids - before).filtered("partner_ids")
        self.assertEqual(told.partner_ids, objection.contact_id)

    def test_time_for_it(self):
        self._reject()
        since = self.mentee.date_state
        days = self.env.company.mbb_objection_days
        self.mentee._write_guarded({"date_state": since - timedelta(days=days)})
        self.assertEqual(self.mentee._get_objection_until(), self.today)
        self.assertFalse(self.officer._get_objection_obstacle())
        self.mentee._write_guarded({"date_state": since - timedelta(days=days + 1)})
        with self.assertRaisesRegex(UserError, "is over"):
            self.officer.action_object("Late")
        self.env.company.mbb_objection_days = 0
        with self.assertRaisesRegex(UserError, "nothing to object"):
            self.officer.action_object("None")

    @mute_logger("odoo.sql_db")
    def test_limits(self):
        for name in ("mbb_objection_days", "mbb_stale_days"):
            with self.assertRaises(CheckViolation), self.cr.savepoint():
                self.env.company[name] = -1
        objection = self._object()
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            objection.sudo().create(
                {
                    "mentee_id": self.mentee.id,
                    "company_id": self.env.company.id,
                    "reason": "Again",
                }
            )

    def test_who_may_object(self):
        self._reject()
        model = self.mentee.with_user(self.user_other)
        self.mentee.with_user(self.user_asking)
        for user, may in ((self.user_asking, True), (self.user_other, False)):
            own = self.mentee.with_user(user)
            own.sudo().fetch([])
            if "mbb.portal.mixin" in self.env:
                own = own._portal_inside()
            self.assertEqual(not own._get_objection_obstacle(), may)
        with self.assertRaises(UserError):
            model.action_object("Not mine")
        with self.assertRaises(UserError):
            self.mentee.with_user(self.user_employee).action_object("Not mine")

    def test_nothing_to_object(self):
        for state in ("draft", "submitted", "review", "waiting", "withdrawn"):
            self.mentee._write_guarded({"state": state})
            with self.subTest(state), self.assertRaises(UserError):
                self.officer.action_object("Why?")

    def test_objection_arrows(self):
        objection = self._object()
        self.assertEqual(
            {s: set(t) for s, t in objection._arrows.items()},
            {"lodged": {"upheld", "dismissed", "withdrawn"}},
        )
        roles = {
            "officer": self.user_officer,
            "manager": self.user_manager,
            "own": self.user_asking,
            "other": self.user_other,
            "employee": self.user_employee,
        }

        def allowed(authority, role):
            if authority == "objector":
                # The officer is who rejected it.
                return role in ("manager", "own")
            return role == "manager"

        self.assertObstacles(objection, allowed, roles)

    def test_objection_is_guarded(self):
        objection = self._object()
        self.assertGuarded(objection, (self.user_officer, self.user_manager))

    def test_objection_to_the_list(self):
        """Who was wrongly left out gets a place, beyond the quota too."""
        call, mentees = self._ranked_call([90, 80], quota=1)
        call.action_rank()
        call.action_conclude()
        left = mentees[1].with_user(self.user_officer)
        left.action_object("A page was not read")
        objection = mentees[1].objection_ids
        for user in (self.user_manager, mentees[1].sudo().review_ids.reviewer_id[:1]):
            with self.assertRaises(UserError):
                objection.with_user(user).action_uphold("Right")
        objection.with_user(self.user_manager2).action_uphold("It was not read")
        self.assertEqual(mentees[1].state, "review")
        with self.assertRaises(UserError):
            left.action_accept()
        mentees[1].with_user(self.user_manager).action_call_promote("It was not read")
        self.assertEqual(mentees[1].state, "waiting")

    # -- duplicates and age --------------------------------------------------------

    def test_duplicates(self):
        self.assertFalse(self.mentee.has_duplicate)
        second = self._create_mentee(accepted=False)
        self.assertTrue(second.has_duplicate)
        self.assertFalse(self.mentee.has_duplicate)  # a draft is none yet
        second.action_submit()
        self.mentee.invalidate_recordset()
        self.assertEqual(self.mentee.duplicate_count, 1)
        found = self.env["mbb.mentee"].search([("has_duplicate", "=", True)])
        self.assertLessEqual(self.mentee | second, found)
        action = self.officer.action_view_duplicates()
        self.assertEqual(
            self.env["mbb.mentee"].search(action["domain"]), self.mentee | second
        )
        other = self._create_mentee(
            accepted=False, skill_ids=self._skill_commands(2, self._skill_other())
        )
        other.action_submit()
        self.assertFalse(other.has_duplicate)
        second.action_withdraw()
        found = self.env["mbb.mentee"].search([("has_duplicate", "=", True)])
        self.assertFalse(self.mentee & found)
        none = self.env["mbb.mentee"].search([("has_duplicate", "=", False)])
        self.assertIn(self.mentee, none)

    def test_duplicates_cost_no_query_a_row(self):
        mentees = self.mentee.browse()
        for institution in self._institutions(6):
            mentees |= self._create_mentee(institution=institution)
        self.env.flush_all()

        def count(records):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            records.mapped("has_duplicate")
            return self.cr.sql_log_count - before

        count(mentees)
        self.assertEqual(count(mentees), count(mentees[:2]))

    def test_stale(self):
        mentor = self._create_mentor()
        self.assertEqual(mentor.date_confirmed, self.today)
        self.assertFalse(mentor.is_stale)
        days = self.env.company.mbb_stale_days
        mentor._write_guarded({"date_confirmed": self.today - timedelta(days + 1)})
        self.assertTrue(mentor.is_stale)
        stale = self.env["mbb.mentor"].search([("is_stale", "=", True)])
        self.assertIn(mentor, stale)
        self.assertNotIn(
            mentor, self.env["mbb.mentor"].search([("is_stale", "=", False)])
        )
        with self.assertRaises(UserError):
            mentor.with_user(self.user_other).sudo(False).action_confirm_current()
        mentor.with_user(self.user_officer).action_confirm_current()
        self.assertFalse(mentor.is_stale)
        with self.assertRaisesRegex(UserError, "not open"):
            self.officer.action_confirm_current()
        with self.assertRaises(UserError):
            mentor.date_confirmed = self.today
        self.env.company.mbb_stale_days = 0
        self.assertFalse(self.env["mbb.mentor"].search([("is_stale", "=", True)]))

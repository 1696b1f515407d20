# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from ..base.test_approval import ApprovalCommon


@tagged("post_install", "-at_install")
class TestAuthority(ApprovalCommon):
    """Who holds a post decides; who is named decides instead, with a reason."""

    def _by_post(self, position):
        self.rule.write({"approver_type": "position", "position": position})

    def test_post_of_the_secretary_general(self):
        self._by_post("secretary_general")
        self.assertEqual(self._ask().approver_ids, self.user_approver)

    def test_vacant_post_goes_up(self):
        self._by_post("secretary_general")
        self.secretariat.manager_id = False
        self.assertEqual(self._ask().approver_ids, self.user_approver2)

    def test_nobody_eligible(self):
        self._by_post("secretary_general")
        self.secretariat.manager_id = False
        self.president.member_ids.date_to = self.today - timedelta(days=1)
        self.assertIn(self.rule.name, self.match._get_asking_obstacle("agreed"))

    def test_excluded_holder_is_no_vacancy(self):
        """A party's post does not go up by itself: it is forwarded or deputised."""
        self._by_post("secretary_general")
        self.env["mbb.representative"].create(
            {
                "user_id": self.user_approver.id,
                "institution_id": self.giving.id,
                "role": "viewer",
                "date_from": self.today,
            }
        )
        self.assertTrue(self.match._get_asking_obstacle("agreed"))

    def test_new_holder_is_asked_from_that_day(self):
        self._by_post("president")
        row = self._ask()
        self.assertEqual(row.approver_ids, self.user_approver2)
        self.president.member_ids.date_to = self.today - timedelta(days=1)
        self._seat(self.president, self.user_manager2, "head", date_from=self.today)
        self.assertEqual(row.approver_ids, self.user_manager2)
        with self.assertRaises(AccessError):
            row.with_user(self.user_approver2)._do_approve()
        row.with_user(self.user_manager2)._do_approve()
        self.assertEqual(self.match.state, "agreed")

    def test_subject_unit(self):
        unit = self._create_unit("Planlama", "test.unit")
        other = self._create_unit("Çevre", "test.other.unit")
        self.skill_type.mentor_unit_id = unit
        extra = self.env.ref("mbb_mentor.hr_skill_type_environment")
        extra.mentor_unit_id = other
        self.match.mentee_id.skill_ids = self._skill_commands(
            1, extra.skill_ids[:1]
        )
        self._by_post("subject_unit")
        row = self._ask()
        self.assertEqual(row.approver_ids, unit.manager_id.user_id)
        told = self.env["mail.message"].search(
            [
                ("model", "=", "mbb.match"),
                ("res_id", "=", self.match.id),
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", other.manager_id.user_id.partner_id.ids),
            ]
        )
        self.assertTrue(told)
        unit.manager_id = False
        self.env["mbb.approval"]._refresh_approvers()
        self.assertEqual(row.approver_ids, self.user_approver)

    def test_match_by_the_unit_is_a_setting(self):
        rule = self.env.ref("mbb_mentor.mbb_approval_rule_match_unit")
        rule.active = True
        rules = self.env["mbb.approval.rule"]
        self.assertNotIn(rule, rules._get_rules(self.match, "agreed"))
        self.env.company.mbb_head_approves_match = True
        self.assertIn(rule, rules._get_rules(self.match, "agreed"))

    def test_nobody_makes_themselves_a_decider(self):
        """Neither by a rule nor by the post that a rule names."""
        manager, hr_officer = self.user_manager, self.user_employee
        hr_officer.group_ids += self.env.ref("hr.group_hr_user")
        hr_officer.group_ids += self.env.ref("mbb_mentor.group_mentor_approver")
        own = self._create_unit("Planlama")
        heads = self.env["hr.employee"].create(
            [{"name": user.name, "user_id": user.id} for user in (manager, hr_officer)]
        )
        own.manager_id, theirs = heads
        subject = self.skill_type
        subject.mentor_unit_id = False
        rule = self.rule.with_user(manager)
        rule.sudo().write(
            {
                "approver_type": "position",
                "position": "president",
                "company_id": self.env.company.id,
            }
        )
        group = self.env.ref("mbb_mentor.group_mentor_manager")
        head = self.secretariat.manager_id
        for record, user, vals in (
            (rule, manager, {"approver_type": "users", "user_ids": manager.ids}),
            (rule, manager, {"approver_type": "group", "group_id": group.id}),
            (rule, manager, {"approver_type": "unit_head", "department_id": own.id}),
            (subject, manager, {"mentor_unit_id": own.id}),
            (self.secretariat, hr_officer, {"manager_id": theirs.id}),
            (own, hr_officer, {"manager_id": theirs.id}),
            (head, hr_officer, {"user_id": hr_officer.id}),
        ):
            if record == head:
                theirs.user_id = False
            with (
                self.subTest(record=record, vals=vals),
                self.assertRaisesRegex(UserError, "Nobody makes themselves"),
                self.cr.savepoint(),
            ):
                record.with_user(user).write(vals)
        with self.assertRaisesRegex(UserError, "Nobody makes themselves"):
            rule.copy({"approver_type": "group", "group_id": group.id})
        # A colleague may.
        self.secretariat.with_user(hr_officer).manager_id = own.manager_id
        # Who is a decider already may go on keeping the rule.
        rule.sudo().write({"approver_type": "group", "group_id": group.id})
        rule.name = "Worded better"

    # -- forwarding ----------------------------------------------------------

    def test_forward_to_a_named_person(self):
        self.rule.user_ids = self.user_approver
        row = self._ask()
        new = row.with_user(self.user_approver)._do_forward(
            self.user_manager2, "Knows the place"
        )
        self.assertEqual(row.state, "forwarded")
        self.assertEqual(new.approver_ids, self.user_manager2)
        self.assertEqual(new.forwarded_from_id, row)
        # Who asked first stays out, and who handed it on decides no more.
        self.assertEqual(new.asked_by_id, self.user_officer)
        for user in (self.user_officer, self.user_approver):
            with self.subTest(user.login), self.assertRaises(AccessError):
                new.with_user(user)._do_approve()
        self.env["mbb.approval"]._refresh_approvers()
        self.assertEqual(new.approver_ids, self.user_manager2)
        new.with_user(self.user_manager2)._do_approve()
        self.assertEqual(self.match.state, "agreed")

    def test_forward_not_to_a_party_nor_the_asker(self):
        row = self._ask().with_user(self.user_approver)
        self.user_officer.group_ids += self.env.ref("mbb_mentor.group_mentor_approver")
        self.env["mbb.representative"].create(
            {
                "user_id": self.user_approver2.id,
                "institution_id": self.asking.id,
                "role": "viewer",
                "date_from": self.today,
            }
        )
        for user in (
            self.user_officer,
            self.user_approver2,
            self.user_employee,
            self.user_approver,
        ):
            with self.subTest(user.login), self.assertRaises(UserError):
                row._do_forward(user, "You")
        with self.assertRaises(UserError):
            row._do_forward(self.user_manager, " ")
        self.assertEqual(row.state, "waiting")

    def test_named_person_who_leaves(self):
        self.rule.user_ids = self.user_approver
        new = self._ask().with_user(self.user_approver)._do_forward(
            self.user_manager2, "Yours"
        )
        self.user_manager2.active = False
        self.env["mbb.approval"]._refresh_approvers()
        self.assertEqual(new.sudo().approver_ids, self.user_approver)

    def test_forward_needs_a_session(self):
        row = self._ask()
        with self.assertRaises(AccessError):
            row.with_user(self.user_approver).action_forward(
                self.user_manager2.id, "Yours"
            )

    # -- the list --------------------------------------------------------------

    def test_waiting_for_me(self):
        self.rule.user_ids = self.user_approver
        row = self._ask()
        rows = self.env["mbb.approval"]
        domain = [("is_for_me", "=", True)]
        self.assertIn(row, rows.with_user(self.user_approver).search(domain))
        self.assertNotIn(row, rows.with_user(self.user_manager2).search(domain))
        deputyship = self.env["mbb.deputy"].create(
            {
                "principal_id": self.user_approver.id,
                "deputy_id": self.user_manager2.id,
                "date_from": self.today,
                "date_to": self.today + timedelta(days=1),
                "ground": "2026/12",
            }
        )
        self.assertIn(row, rows.with_user(self.user_manager2).search(domain))
        self.assertTrue(row.with_user(self.user_manager2).is_for_me)
        # One for other approvals does not list what it does not decide.
        deputyship.rule_ids = self.rule.copy({"name": "Another"})
        self.assertNotIn(row, rows.with_user(self.user_manager2).search(domain))
        deputyship.rule_ids = self.rule
        self.assertIn(row, rows.with_user(self.user_manager2).search(domain))
        self.assertEqual(row.document_kind, "Match")

    def test_second_step_without_anybody_is_not_asked(self):
        second = self.rule.copy({"sequence": 20, "name": "Then"})
        self.rule.user_ids = self.user_approver
        second.user_ids = self.user_approver
        row = self._ask()
        with self.assertRaisesRegex(UserError, "Then"), self.cr.savepoint():
            row.with_user(self.user_approver)._do_approve()
        self.assertEqual(row.state, "waiting")

    # -- into the pool -----------------------------------------------------------

    def test_acceptance_by_the_unit(self):
        self.env.company.mbb_head_approves_pool = True
        unit = self._create_unit("Planlama", "test.unit")
        self.skill_type.mentor_unit_id = unit
        head = unit.manager_id.user_id
        mentor = self._create_mentor(accepted=False).with_user(self.user_officer)
        self.assertEqual(mentor.answering_unit_id, unit)
        mentor.sudo().action_submit()
        mentor.action_review()
        self.assertIn("approval", mentor._get_arrow_obstacle("available"))
        mentor.action_accept()
        self.assertEqual(mentor.state, "review")
        self.assertTrue(mentor.waits_for_unit)
        with self.assertRaises(UserError):
            mentor.action_accept()
        row = mentor.sudo().approval_ids
        self.assertEqual(row.approver_ids, head)
        self.assertTrue(mentor.with_user(head).has_access("read"))
        self.assertFalse(mentor.with_user(self.user_approver).has_access("read"))
        row.with_user(head)._do_approve()
        self.assertEqual(mentor.state, "available")
        # Who comes back is looked at, and asked about, once more.
        mentor.action_retire()
        mentor.action_return_to_pool()
        self.assertTrue(mentor._get_arrow_obstacle("available"))

    def test_acceptance_refused_or_left(self):
        self.env.company.mbb_head_approves_pool = True
        unit = self._create_unit("Planlama", "test.unit")
        self.skill_type.mentor_unit_id = unit
        mentees = self._create_mentee(accepted=False)
        mentees |= self._create_mentee(accepted=False, institution=self.other)
        for mentee in mentees.with_user(self.user_officer):
            mentee.sudo().action_submit()
            mentee.action_review()
            mentee.action_accept()
        first, second = mentees
        first.sudo().approval_ids.with_user(unit.manager_id.user_id)._do_refuse("No")
        self.assertEqual(first.state, "rejected")
        self.assertEqual(first.reject_reason, "No")
        second.with_user(self.user_officer).action_return("A paper is missing")
        self.assertEqual(second.sudo().approval_ids.state, "cancelled")

    def test_acceptance_is_the_secretariat_s_by_default(self):
        self.assertEqual(self._create_mentor().state, "available")

    # -- deputies ----------------------------------------------------------------

    def test_papers_name_the_deputy(self):
        self._by_post("secretary_general")
        self.secretariat.manager_id.job_title = "Genel Sekreter"
        self.env["mbb.deputy"].create(
            {
                "principal_id": self.user_approver.id,
                "deputy_id": self.user_manager2.id,
                "date_from": self.today,
                "date_to": self.today + timedelta(days=1),
                "ground": "2026/12",
            }
        )
        row = self._ask()
        row.with_user(self.user_manager2)._do_approve()
        self.assertEqual(
            row.with_context(lang="en_US").signature,
            f"{self.user_manager2.name}, by proxy for Genel Sekreter",
        )
        # The paper says the office of that day.
        self.secretariat.manager_id.job_title = "Danışman"
        row.invalidate_recordset()
        self.assertIn("Genel Sekreter", row.signature)

    def test_mails_reach_those_who_may(self):
        self.rule.user_ids = self.user_approver
        for user, rules in (
            (self.user_manager2, self.rule.copy({"active": False})),
            (self.user_manager, self.env["mbb.approval.rule"]),
        ):
            deputy = self.env["mbb.deputy"].create(
                {
                    "principal_id": self.user_approver.id,
                    "deputy_id": user.id,
                    "date_from": self.today,
                    "date_to": self.today + timedelta(days=1),
                    "ground": "2026/12",
                    "rule_ids": rules.ids,
                }
            )
            row = self._ask()
            asked = row._get_deciders()
            self.assertEqual(user in asked, not rules)
            self.match._cancel_approvals()
            deputy.sudo().unlink()

    def test_deputy_learns_what_waits(self):
        self.rule.user_ids = self.user_approver
        self.user_manager2.email = "vekil@mbb.example"
        row = self._ask()
        deputy = self.env["mbb.deputy"].create(
            {
                "principal_id": self.user_approver.id,
                "deputy_id": self.user_manager2.id,
                "date_from": self.today + timedelta(days=2),
                "date_to": self.today + timedelta(days=3),
                "ground": "2026/12",
            }
        )
        self.assertFalse(deputy.is_told)
        deputy.write({"date_from": self.today})
        self.assertTrue(deputy.is_told)
        mails = self.env["mail.mail"].search(
            [("model", "=", "mbb.approval"), ("res_id", "=", row.id)]
        )
        self.assertIn(self.user_manager2.partner_id, mails.recipient_ids)

    def test_forward_dialog(self):
        row = self._ask().with_user(self.user_approver)
        action = row.action_open_forward()
        form = Form(
            self.env[action["res_model"]]
            .with_user(self.user_approver)
            .with_context(**action["context"])
        )
        form.user_id = self.user_manager2
        form.reason = "Yours"
        wizard = form.save()
        with self.assertRaises(AccessError):  # no session here
            wizard.action_forward()

    def test_new_user_in_the_group_is_no_holder(self):
        self._by_post("president")
        new_test_user(self.env, "x", groups="mbb_mentor.group_mentor_approver")
        self.assertEqual(self._ask().approver_ids, self.user_approver2)

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError
from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import PDF
from .common import RelationCommon


@tagged("post_install", "-at_install")
class TestAssignment(RelationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._agree()
        cls.startClassPatcher(
            patch.object(
                type(cls.env["ir.cron"]), "_commit_progress", lambda *a, **k: 1
            )
        )

    def test_an_empty_form_opens(self):
        form = Form(self.env["mbb.assignment"].with_user(self.user_officer))
        self.assertEqual(form.state, "draft")
        form.match_id = self.match
        self.assertEqual(form.expert_id, self.match.mentor_person_id)

    def test_the_way_through(self):
        assignment = self._draw_up(self.match, date_to=self.today)
        self.assertFalse(assignment.number)
        assignment.action_ask_consents()
        self.assertEqual(assignment.prepared_by_id, self.user_officer)
        self.assertEqual(len(assignment.consent_ids), 3)
        self._grant_all(assignment)
        self.assertEqual(assignment.state, "approval")
        self._record_sending_letter(assignment)
        self._approve(assignment, self.user_approver)
        self.assertEqual(assignment.state, "approved")
        self.assertRegex(assignment.number, r"^GRV-\d{4}-\d{4}$")
        self.assertEqual(assignment.date_approved, self.today)
        self.assertEqual(len(assignment.letter_ids), 1)
        assignment.action_start()
        self.assertEqual(assignment.state, "ongoing")
        self.assertEqual(self.match.state, "active")
        assignment.action_complete()
        self.assertEqual(assignment.state, "done")

    def test_illegal_arrows(self):
        assignment = self._draw_up(self.match)
        for state in ("consent", "approval", "approved", "ongoing", "done", "ended"):
            self._try_to_forge(assignment, state)
        for method in ("action_start", "action_complete"):
            with self.assertRaises(UserError):
                getattr(assignment, method)()
        with self.assertRaises(UserError):
            assignment.action_end("Reason")
        with self.assertRaises(UserError):
            self._draw_up(self.match, state="approved")
        hidden = (
            self.env["mbb.assignment"]
            .with_context(default_state="approved")
            .create(self._assignment_values(self.match))
        )
        self.assertEqual(hidden.state, "draft")
        # Consent and approval are nobody's to skip, the system's included.
        for target in ("approval", "approved", "ongoing"):
            with self.assertRaises(UserError):
                assignment.sudo()._take_arrow(target)
        assignment.action_ask_consents()
        with self.assertRaises(UserError):
            assignment.sudo()._take_arrow("approval")
        self._grant_all(assignment)
        self._record_sending_letter(assignment)
        with self.assertRaises(UserError):
            assignment.sudo()._take_arrow("approved")
        for user in (self.user_approver, self.user_employee, self.user_registry):
            with self.assertRaises(UserError):
                assignment.with_user(user).action_cancel("No")

    def test_number_reasons_and_letter_cannot_be_written(self):
        assignment = self._draw_up(self.match)
        for values in (
            {"number": "GRV-2026-9999"},
            {"reject_reason": "x"},
            {"prepared_by_id": self.user_officer2.id},
            {"sending_letter_number": "E-1"},
            {"date_ended": self.today},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                assignment.sudo().write(values)
        copied = assignment.copy()
        self.assertEqual(copied.state, "draft")

    def test_checks_of_the_database(self):
        for values in (
            {"date_to": self.today - timedelta(days=1)},
            {"coverage_allowance": 1.2},
            {"coverage_lodging": -0.1},
            {"coverage_transport": 2},
            {"coverage_ceiling": -1},
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._draw_up(self.match, **values)

    def test_match_not_agreed(self):
        mentee = self._create_mentee(institution=self.other)
        mentor = self._create_mentor()
        match = self._propose(mentor_id=mentor.id, mentee_id=mentee.id)
        assignment = self._draw_up(match)
        with self.assertRefused(match.number):
            assignment.action_ask_consents()
        self.assertIn(match.number, assignment.obstacles)

    def test_inside_the_period_of_the_match(self):
        assignment = self._draw_up(
            self.match, date_to=self.match.date_to + timedelta(days=1)
        )
        self.assertTrue(assignment.obstacles)
        with self.assertRaises(UserError):
            assignment.action_ask_consents()
        assignment.date_to = self.match.date_to
        self.assertFalse(assignment.obstacles)

    def test_every_party_is_needed(self):
        assignment = self._draw_up(self.match)
        assignment.action_ask_consents()
        for side, user in list(self._users_by_side().items()):
            self.assertEqual(assignment.state, "consent")
            assignment.sudo().consent_ids.filtered(
                lambda c, side=side: c.side == side
            ).with_user(user).action_grant()
        self.assertEqual(assignment.state, "approval")

    def test_sending_letter_is_needed_for_the_approval(self):
        assignment = self._draw_up(self.match)
        assignment.action_ask_consents()
        self._grant_all(assignment)
        self.assertIn(self.giving.name, assignment.obstacles)
        with self.assertRefused(self.giving.name):
            self._approve(assignment, self.user_approver)
        self.assertEqual(assignment.state, "approval")
        for missing in ("channel", "number", "date"):
            values = {
                "channel": "kep",
                "number": "1",
                "date": self.today,
                "file_name": "a.pdf",
                "content": PDF,
                missing: False,
            }
            with self.assertRaises(UserError):
                assignment._record_sending_letter(**values)
        with self.assertRaises(UserError):
            assignment._record_sending_letter(
                channel="kep", number="1", date=self.today, file_name="a", content=b""
            )
        with self.assertRaises(AccessError):
            assignment.with_user(self.user_approver)._record_sending_letter(
                channel="kep", number="1", date=self.today, file_name="a", content=PDF
            )
        self._record_sending_letter(assignment)
        self._approve(assignment, self.user_approver)
        self.assertEqual(assignment.state, "approved")
        with self.assertRaises(UserError):
            self._record_sending_letter(assignment)

    def test_overlap_is_an_obstacle(self):
        first = self._approved(self.match)
        second = self._draw_up(self.match, date_from=self.today + timedelta(days=4),
                               date_to=self.today + timedelta(days=9))
        self.assertIn(first.number, second.obstacles)
        with self.assertRefused(first.number):
            second.action_ask_consents()
        second.date_from = self.today + timedelta(days=5)
        second.action_ask_consents()

    def test_overlap_of_two_approvals_at_once(self):
        """The database decides where both got past the obstacle."""
        first = self._draw_up(self.match)
        second = self._draw_up(self.match)
        self._to_approval(first)
        self._to_approval(second)
        self._approve(first, self.user_approver)
        with self.assertRefused(first.number):
            self._approve(second, self.user_approver)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(ExclusionViolation),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE mbb_assignment SET state = 'approved' WHERE id = %s",
                [second.id],
            )

    def test_change_of_a_covered_field(self):
        assignment = self._draw_up(self.match)
        self._to_approval(assignment)
        consents = assignment.sudo().consent_ids
        assignment.write({"responsible_id": self.user_officer2.id})
        self.assertEqual(assignment.state, "approval")
        assignment.write({"place": "Another town"})
        self.assertEqual(assignment.state, "draft")
        self.assertEqual(set(consents.mapped("state")), {"cancelled"})
        assignment.action_ask_consents()
        self._grant_all(assignment)
        self._approve(assignment, self.user_approver)
        for name, value in (
            ("place", "A third town"),
            ("date_to", self.today + timedelta(days=9)),
            ("coverage_allowance", 0.5),
            ("expert_id", self.learner.id),
        ):
            for record in (assignment, assignment.sudo()):
                with self.subTest(name=name), self.assertRaises(UserError):
                    record.write({name: value})

    def test_take_back(self):
        assignment = self._draw_up(self.match)
        self._to_approval(assignment)
        with self.assertRaises(UserError):
            assignment.action_take_back(" ")
        assignment.action_take_back("The place is not fixed")
        self.assertEqual(assignment.state, "draft")
        self.assertEqual(assignment.sudo().approval_ids.state, "cancelled")
        self.assertEqual(
            set(assignment.sudo().consent_ids.mapped("state")), {"cancelled"}
        )

    def test_who_may_approve(self):
        assignment = self._draw_up(self.match)
        self._to_approval(assignment)
        row = assignment.sudo().approval_ids
        # The mayor who heads the Birlik is a party's representative too.
        self.env["mbb.representative"].create(
            {
                "user_id": self.user_approver2.id,
                "institution_id": self.giving.id,
                "role": "representative",
                "date_from": self.today,
            }
        )
        for user in (self.user_approver2, self.user_officer, self.user_employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                row.with_user(user)._do_approve()
        row.with_user(self.user_approver)._do_approve()
        self.assertEqual(assignment.state, "approved")
        with self.assertRaises(UserError):
            row.with_user(self.user_approver)._do_approve()

    def test_who_asked_does_not_approve(self):
        both = self.user_manager
        assignment = self._draw_up(self.match).with_user(both)
        assignment.action_ask_consents()
        self._grant_all(assignment)
        self._record_sending_letter(assignment)
        self.assertNotIn(both, assignment.sudo().approval_ids.approver_ids)
        with self.assertRaises(AccessError):
            assignment.sudo().approval_ids.with_user(both)._do_approve()

    def test_refused_approval_rejects(self):
        assignment = self._draw_up(self.match)
        self._to_approval(assignment)
        assignment.sudo().approval_ids.with_user(self.user_approver)._do_refuse(
            "No budget"
        )
        self.assertEqual(assignment.state, "rejected")
        self.assertEqual(assignment.reject_reason, "No budget")

    def test_refused_consent_rejects(self):
        assignment = self._draw_up(self.match)
        assignment.action_ask_consents()
        assignment.sudo().consent_ids.filtered(
            lambda c: c.side == "expert"
        ).with_user(self.user_expert).action_refuse("A family matter")
        self.assertEqual(assignment.state, "rejected")
        self.assertNotIn("family", assignment.reject_reason)

    def _withdraw(self, record, side="expert"):
        consent = record.sudo().consent_ids.filtered(
            lambda c: c.side == side and c.state == "granted"
        )
        consent.with_user(self._users_by_side()[side]).action_withdraw("Ill")

    def test_withdrawn_consent_stops_from_now_on(self):
        approved = self._approved(self.match)
        self._withdraw(approved)
        self.assertEqual(approved.state, "cancelled")
        ongoing = self._approved(self.match)
        ongoing.action_start()
        self._withdraw(ongoing, "mentor_institution")
        self.assertEqual(ongoing.state, "ended")
        self.assertEqual(ongoing.date_ended, self.today)
        self.assertIn(self.giving.name, ongoing.end_reason)

    def test_end_of_the_match_stops_its_assignments(self):
        ongoing = self._approved(self.match, date_to=self.today)
        ongoing.action_start()
        draft = self._draw_up(self.match, date_from=self.today + timedelta(days=9),
                              date_to=self.today + timedelta(days=9))
        self.match.action_end("The need is gone")
        self.assertEqual(ongoing.state, "ended")
        self.assertEqual(draft.state, "cancelled")

    def test_evaluation_waits_for_open_assignments(self):
        assignment = self._approved(self.match, date_to=self.today)
        assignment.action_start()
        with self.assertRefused(assignment.number):
            self.match.action_start_evaluation()
        assignment.action_complete()
        self.match.action_start_evaluation()
        self.assertEqual(self.match.state, "evaluation")

    def test_start_and_end_by_the_calendar(self):
        start = self.today + timedelta(days=3)
        assignment = self._approved(
            self.match, date_from=start, date_to=start + timedelta(days=2)
        )
        with self.assertRaises(UserError):
            assignment.action_start()
        self.env["mbb.assignment"]._cron_start()
        self.assertEqual(assignment.state, "approved")
        with freeze_time(start):
            self.env["mbb.assignment"]._cron_start()
            self.assertEqual(assignment.state, "ongoing")
            with self.assertRaises(UserError):
                assignment.action_complete()
        with freeze_time(start + timedelta(days=3)):
            assignment.action_complete()
        self.assertEqual(assignment.state, "done")

    def test_end_early_needs_a_reason(self):
        assignment = self._approved(self.match)
        assignment.action_start()
        with self.assertRaises(UserError):
            assignment.action_end("")
        assignment.action_end("Done sooner")
        self.assertEqual(assignment.state, "ended")
        self.assertEqual(assignment.date_ended, self.today)

    def test_who_pays(self):
        assignment = self._draw_up(self.match)
        self.assertFalse(assignment.birlik_pays)
        self.assertIn(self.giving.name, assignment._get_payment_text())
        assignment.payer = "host"
        self.assertIn(self.asking.name, assignment._get_payment_text())
        assignment.payer = "birlik"
        self.assertFalse(assignment.birlik_pays)
        assignment.coverage_allowance = 0.5
        self.assertTrue(assignment.birlik_pays)
        self.assertIn("50", assignment._get_payment_text())
        self.assertIn("6245", assignment._get_payment_text())
        self.assertEqual(assignment.expected_cost, assignment._get_expected_cost())

    def test_secondment_to_the_birlik_asks_two(self):
        birlik = self.match.company_id.partner_id
        assignment = self._draw_up(
            self.match, kind="secondment", host_institution_id=birlik.id
        )
        assignment.action_ask_consents()
        self.assertEqual(
            sorted(assignment.consent_ids.mapped("side")),
            ["expert", "mentor_institution"],
        )

    def test_the_birliks_own_staff_is_sent_by_the_birlik(self):
        """No application names them, and the Birlik's side is an approval."""
        birlik = self.match.company_id.partner_id
        employee = self.env["hr.employee"].sudo().create(
            {"name": "Kemal", "company_id": self.match.company_id.id}
        )
        values = {
            "expert_id": employee.work_contact_id.id,
            "host_institution_id": self.asking.id,
        }
        assignment = self._draw_up(
            self.match, sending_institution_id=birlik.id, **values
        )
        self.assertFalse(assignment._get_assignment_obstacles())
        assignment.action_ask_consents()
        self.assertEqual(
            sorted(assignment.consent_ids.mapped("side")),
            ["expert", "mentee_institution"],
        )
        other = self._draw_up(
            self.match, sending_institution_id=self.giving.id, **values
        )
        self.assertIn(birlik.name, other._get_assignment_obstacles()[0])

    def test_a_stranger_is_not_sent_by_the_birlik(self):
        """The Birlik sends its own personnel, nobody else."""
        birlik = self.match.company_id.partner_id
        stranger = self.env["res.partner"].sudo().create({"name": "Stranger"})
        assignment = self._draw_up(
            self.match,
            sending_institution_id=birlik.id,
            expert_id=stranger.id,
            host_institution_id=self.asking.id,
        )
        self.assertTrue(assignment._get_assignment_obstacles())

    def test_numbers_are_unique(self):
        first = self._approved(self.match, date_to=self.today)
        day = self.today + timedelta(days=1)
        second = self._approved(self.match, date_from=day, date_to=day)
        self.assertNotEqual(first.number, second.number)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE mbb_assignment SET number = %s WHERE id = %s",
                [first.number, second.id],
            )

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import RelationCommon


@tagged("post_install", "-at_install")
class TestLegalGround(RelationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._agree(
            date_from=cls.today - timedelta(days=400),
            date_to=cls.today + timedelta(days=900),
        )
        cls.programme = cls.env.ref("mbb_mentor.mbb_legal_ground_programme")
        cls.civil = cls.env.ref("mbb_mentor.mbb_legal_ground_657")
        cls.secondment = cls.env.ref("mbb_mentor.mbb_legal_ground_secondment")
        cls.year = cls.today.year + 1
        # Long ones are not for the Başkan here.
        cls.env.company.mbb_president_days = 0

    def _on_657(self, start, end, **values):
        return self._draw_up(
            self.match,
            legal_ground=self.civil.id,
            date_from=start,
            date_to=end,
            **values,
        )

    def test_ground_follows_the_kind(self):
        self.assertEqual(self._draw_up(self.match).legal_ground, self.programme)
        birlik = self.match.company_id.partner_id
        birlik.write({"is_mentor_institution": True, "institution_type": "birlik"})
        assignment = self._draw_up(
            self.match, kind="secondment", host_institution_id=birlik.id
        )
        self.assertEqual(assignment.legal_ground, self.secondment)
        form = Form(assignment)
        form.kind = "visit"
        self.assertEqual(form.legal_ground, self.programme)
        form.kind = "exchange"
        self.assertEqual(form.legal_ground, self.programme)
        assignment.legal_ground = self.programme
        with self.assertRefused("is not one for"):
            assignment.action_ask_consents()
        assignment.legal_ground = False
        with self.assertRefused("Name the legal ground"):
            assignment.action_ask_consents()

    def test_six_months_a_year(self):
        """657 Ek m.8: up to six months a year."""
        assignment = self._on_657(date(self.year, 1, 1), date(self.year, 6, 30))
        self.assertFalse(assignment.obstacles)
        assignment.date_to = date(self.year, 7, 1)
        self.assertIn("6 months a year", assignment.obstacles)
        with self.assertRefused("6 months a year"):
            assignment.action_ask_consents()
        # The year that ends counts for itself.
        assignment.write(
            {"date_from": date(self.year, 9, 1), "date_to": date(self.year + 1, 3, 1)}
        )
        self.assertFalse(assignment.obstacles)

    def test_days_of_the_same_person_and_ground_add_up(self):
        first = self._on_657(date(self.year, 1, 1), date(self.year, 4, 30))
        self._to_approval(first)
        self._approve(first, self.user_approver)
        start = date(self.year, 6, 1)
        second = self._on_657(start, date(self.year, 7, 31))
        self.assertFalse(second.obstacles)
        second.date_to = date(self.year, 8, 1)
        self.assertIn(str(self.year), second.obstacles)
        with self.assertRefused("6 months a year"):
            second.action_ask_consents()
        # Another person, another ground: nothing adds up.
        colleague = self.learner.copy({"parent_id": self.giving.id})
        other = self._on_657(start, date(self.year, 8, 1), expert_id=colleague.id)
        self.assertFalse(other.obstacles)
        second.legal_ground = self.programme
        self.assertFalse(second.obstacles)
        # What was cancelled does not count any more.
        second.legal_ground = self.civil
        first.action_cancel("It does not take place")
        self.assertFalse(second.obstacles)

    def test_limit_holds_at_the_approval(self):
        start = date(self.year, 6, 1)
        first = self._on_657(date(self.year, 1, 1), date(self.year, 4, 30))
        second = self._on_657(start, date(self.year, 9, 30))
        self._to_approval(first)
        self._to_approval(second)
        self._approve(first, self.user_approver)
        with self.assertRefused("6 months a year"):
            self._approve(second, self.user_approver)

    def test_limit_holds_for_an_extension(self):
        assignment = self._on_657(date(self.year, 1, 1), date(self.year, 6, 15))
        self._to_approval(assignment)
        self._approve(assignment, self.user_approver)
        extension = (
            self.env["mbb.assignment.extension"]
            .with_user(self.user_officer)
            .create(
                {
                    "assignment_id": assignment.id,
                    "date_to_new": date(self.year, 7, 1),
                    "reason": "The work takes longer",
                }
            )
        )
        with self.assertRefused("6 months a year"):
            extension.action_ask_consents()
        extension.date_to_new = date(self.year, 6, 30)
        extension.action_ask_consents()

    def test_limit_by_days(self):
        self.programme.max_days = 10
        assignment = self._draw_up(
            self.match, date_to=self.today + timedelta(days=10)
        )
        self.assertIn("10 days a year", assignment.obstacles)
        assignment.date_to = self.today + timedelta(days=9)
        self.assertFalse(assignment.obstacles)

    def test_ended_early_counts_what_was_served(self):
        first = self._approved(self.match, legal_ground=self.civil.id)
        first.action_start()
        first.action_end("Sooner")
        self.civil.write({"max_months": 0, "max_days": 5})
        start = self.today + timedelta(days=1)
        second = self._on_657(start, start + timedelta(days=3))
        if start.year == self.today.year:
            self.assertFalse(second.obstacles)
            second.date_to += timedelta(days=1)
            self.assertIn("5 days a year", second.obstacles)

    def test_secondment_needs_the_birliks_request(self):
        birlik = self.match.company_id.partner_id
        birlik.write({"is_mentor_institution": True, "institution_type": "birlik"})
        assignment = self._draw_up(
            self.match, kind="secondment", host_institution_id=birlik.id
        )
        assignment.action_ask_consents()
        consents = assignment.consent_ids
        request = consents.filtered(lambda c: c.side == "mentor_institution")
        self._grant_all(assignment)
        self._record_sending_letter(assignment)
        with self.assertRefused("written request"):
            self._approve(assignment, self.user_approver)
        assignment.action_take_back("The request was forgotten")
        assignment.action_ask_consents()
        assignment.action_issue_requests()
        request = assignment.consent_ids.filtered(
            lambda c: c.side == "mentor_institution" and c.state == "requested"
        )
        letter = request.letter_ids
        self.assertEqual(letter.kind, "consent_request")
        self.assertEqual(letter.assignment_id, assignment)
        self._grant_all(assignment)
        self._approve(assignment, self.user_approver)
        self.assertEqual(assignment.state, "approved")

    @mute_logger("odoo.sql_db")
    def test_checks_of_the_database(self):
        for values in ({"max_months": 13}, {"max_days": -1}, {"max_days": 400}):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.programme.write(values)
                self.programme.flush_recordset()

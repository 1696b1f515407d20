# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import PDF
from .common import RelationCommon


class SpendingCommon(RelationCommon):
    """An assignment that the Birlik pays for, 100 a day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(
            patch.object(
                type(cls.env["mbb.assignment"]),
                "_get_expected_cost",
                lambda self: 100.0 * self.days,
            )
        )
        cls.match = cls._agree()
        cls.assignment = cls._draw_up_paid()

    @classmethod
    def _draw_up_paid(cls, **values):
        return cls._draw_up(
            cls.match,
            **{
                "date_from": cls.today + timedelta(days=5),
                "date_to": cls.today + timedelta(days=9),
                "payer": "birlik",
                "coverage_transport": 1,
                **values,
            },
        )

    @classmethod
    def _to_decision(cls, assignment):
        """All but the spending order is there."""
        assignment.action_ask_consents()
        cls._grant_all(assignment)
        cls._record_sending_letter(assignment)

    @classmethod
    def _draw_up_order(cls, assignments, **values):
        order = cls.env["mbb.spending.order"].browse(
            assignments.with_user(cls.user_officer).action_draw_up_order()["res_id"]
        )
        order = order.with_user(cls.user_officer)
        order.write({"appropriation": "03.3.1.01", **values})
        return order


@tagged("post_install", "-at_install")
class TestSpendingOrder(SpendingCommon):
    def test_the_way_through(self):
        order = self._draw_up_order(self.assignment)
        self.assertEqual(order.amount, 500)
        self.assertEqual(order.expected_amount, 500)
        self.assertEqual(order.date_from, self.assignment.date_from)
        self.assertFalse(order.number)
        order.action_ask_approval()
        self._approve(order, self.user_approver)
        self.assertEqual(order.state, "approved")
        self.assertRegex(order.number, r"^HT-\d{4}-\d{4}$")
        self.assertEqual(order.date, self.today)
        self.assertIn(self.user_approver.name, order.authoriser)
        letter = order.letter_ids
        self.assertEqual((letter.kind, letter.standing), ("spending_order", "valid"))
        self.assertFalse(letter.assignment_id)
        self.assertEqual(letter._get_initials(), "A. U.")
        self._to_decision(self.assignment)
        self._approve(self.assignment, self.user_approver)
        self.assertEqual(self.assignment.state, "approved")

    def test_no_assignment_is_approved_without_one(self):
        """5018 m.32."""
        self._to_decision(self.assignment)
        self.assertIn("5018", self.assignment.obstacles)
        with self.assertRefused("5018 m.32"):
            self._approve(self.assignment, self.user_approver)
        order = self._draw_up_order(self.assignment)
        with self.assertRefused("not approved"):
            self._approve(self.assignment, self.user_approver)
        order.action_ask_approval()
        with self.assertRefused("not approved"):
            self._approve(self.assignment, self.user_approver)
        self._approve(order, self.user_approver)
        self._approve(self.assignment, self.user_approver)
        self.assertEqual(self.assignment.state, "approved")

    def test_none_is_needed_where_the_birlik_pays_nothing(self):
        assignment = self._draw_up_paid(payer="host")
        self._to_decision(assignment)
        with self.assertRefused("no order is needed"):
            assignment.action_draw_up_order()
        self._approve(assignment, self.user_approver)
        self.assertEqual(assignment.state, "approved")

    def test_ordered_before_the_departure(self):
        self._to_decision(self.assignment)
        order = self._draw_up_order(self.assignment)
        departure = self.assignment.date_from
        with freeze_time(f"{departure} 09:00:00"):
            order.action_ask_approval()
            self._approve(order, self.user_approver)
            self.assertEqual(order.date, departure)
            with self.assertRefused("before the departure"):
                self._approve(self.assignment, self.user_approver)

    def test_the_signed_paper_bears_the_date(self):
        order = self._draw_up_order(self.assignment)
        paper = {"number": "E-9", "file_name": "a.pdf", "content": PDF}
        with self.assertRefused("coming day"):
            order._record_document(date=self.today + timedelta(days=1), **paper)
        with self.assertRaises(AccessError):
            order.with_user(self.user_approver)._record_document(
                date=self.today, **paper
            )
        day = self.today - timedelta(days=3)
        order._record_document(date=day, **paper)
        self.assertEqual(order.evidence_id.note, "E-9")
        order.action_ask_approval()
        with self.assertRaises(UserError):
            order._record_document(date=self.today, **paper)
        self._approve(order, self.user_approver)
        self.assertEqual(order.date, day)

    def test_amount_covers_what_is_expected(self):
        order = self._draw_up_order(self.assignment, amount=499.99)
        with self.assertRefused("expected to cost"):
            order.action_ask_approval()
        order.amount = 500
        order.action_ask_approval()
        self._approve(order, self.user_approver)
        # A second one is put under it: then it is too small for both.
        later = self._draw_up_paid(
            date_from=self.today + timedelta(days=12),
            date_to=self.today + timedelta(days=12),
        )
        later.spending_order_id = order
        self._to_decision(self.assignment)
        with self.assertRefused("expected to cost"):
            self._approve(self.assignment, self.user_approver)
        later.spending_order_id = False
        self._approve(self.assignment, self.user_approver)

    def test_period_holds_what_is_covered(self):
        order = self._draw_up_order(self.assignment)
        order.date_to = self.assignment.date_to - timedelta(days=1)
        with self.assertRefused("outside the period"):
            order.action_ask_approval()

    def test_what_the_law_asks_for_is_there(self):
        order = self._draw_up_order(self.assignment, appropriation=False)
        self.assertIn("tertip", order.obstacles)
        with self.assertRefused("tertip"):
            order.action_ask_approval()
        order.write({"appropriation": "03.3", "amount": 0})
        with self.assertRefused("5018"):
            order.action_ask_approval()
        order.amount = 500
        self.assignment.spending_order_id = False
        with self.assertRefused("Name the assignments"):
            order.action_ask_approval()

    def test_one_order_for_a_visit(self):
        second = self._draw_up_paid(expert_id=self.learner.id)
        both = self.assignment | second
        order = self._draw_up_order(both)
        self.assertEqual(order.amount, 1000)
        self.assertEqual(order.assignment_ids, both)
        order.action_ask_approval()
        self._approve(order, self.user_approver)
        for assignment in both:
            self.assertEqual(assignment._get_spending_obstacles(), [])

    def test_what_was_ordered_stays(self):
        order = self._draw_up_order(self.assignment)
        order.action_ask_approval()
        for values in ({"amount": 9999}, {"appropriation": "x"}, {"ground": "x"}):
            with self.subTest(values=values), self.assertRefused("Take it back"):
                order.write(values)
            with self.subTest(values=values), self.assertRefused("Take it back"):
                order.sudo().write(values)
        order.write({"amount": 500, "responsible_id": self.user_officer2.id})
        for values in (
            {"number": "HT-1"},
            {"date": "2020-01-01"},
            {"document_date": "2020-01-01"},
            {"evidence_id": False},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                order.sudo().write(values)
        with self.assertRaises(UserError):
            order.unlink()
        for state in ("approved", "closed", "cancelled"):
            self._try_to_forge(order, state)
        order.action_take_back("Another amount")
        order.amount = 600
        self.assertEqual(order.state, "draft")

    def test_who_may_order(self):
        order = self._draw_up_order(self.assignment, performer_id=self.user_approver.id)
        # Who carries it out does not order it (5018 m.33).
        with self.assertRefused("nobody may decide"):
            order.action_ask_approval()
        order.performer_id = self.user_officer
        order.action_ask_approval()
        with self.assertRaises(UserError):
            self._approve(order, self.user_officer)
        # A party, here as the host's own representative, decides nothing.
        self.user_approver.partner_id.parent_id = self.asking
        with self.assertRaises(AccessError):
            self._approve(order, self.user_approver)

    def test_above_the_delegation(self):
        self.env.company.mbb_president_amount = 400
        order = self._draw_up_order(self.assignment)
        self.assertTrue(order.is_president_matter)
        order.action_ask_approval()
        self.assertEqual(order.sudo().approval_ids.approver_ids, self.user_approver2)

    def test_refused(self):
        order = self._draw_up_order(self.assignment)
        order.action_ask_approval()
        row = order.sudo().approval_ids
        row.with_user(self.user_approver)._do_refuse("No appropriation is left")
        self.assertEqual(order.state, "rejected")
        self.assertEqual(order.reject_reason, "No appropriation is left")

    def test_order_stays_while_something_rests_on_it(self):
        order = self._order_spending(self.assignment)
        self._to_decision(self.assignment)
        self._approve(self.assignment, self.user_approver)
        for step in (lambda: order.action_cancel("x"), order.action_close):
            with self.assertRefused("rests on the spending order"):
                step()
        with self.assertRefused("on the strength of"):
            self.assignment.spending_order_id = False
        self.assignment.action_cancel("The visit is put off")
        self.assertEqual(order.expected_amount, 0)
        self.assertIn("Nothing rests on", order.activity_ids.mapped("summary")[-1])
        order.action_cancel("The visit is put off")
        self.assertEqual(order.letter_ids.standing, "cancelled")

    def test_closed_once_the_duty_is_over(self):
        order = self._order_spending(self.assignment)
        self._to_decision(self.assignment)
        self._approve(self.assignment, self.user_approver)
        with freeze_time(f"{self.assignment.date_to} 12:00:00"):
            self.assignment.action_start()
            self.assignment.action_complete()
            with self.assertRefused("rests on the spending order"):
                order.action_cancel("x")
            order.action_close()
        self.assertEqual(order.state, "closed")

    @mute_logger("odoo.sql_db")
    def test_checks_of_the_database(self):
        order = self._draw_up_order(self.assignment)
        for values in (
            {"amount": -1},
            {"date_to": order.date_from - timedelta(days=1)},
        ):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                order.write(values)
                order.flush_recordset()

    def test_approver_reads_what_he_is_asked_for(self):
        order = self._draw_up_order(self.assignment)
        approver = self.user_approver
        orders = self.env["mbb.spending.order"].with_user(approver)
        self.assertFalse(orders.search([]))
        order.action_ask_approval()
        self.assertEqual(orders.search([]), order)
        form = Form(order.with_user(approver))
        self.assertTrue(form.can_approve)
        self.assertFalse(self.env["mbb.spending.order"].with_user(
            self.user_approver2).search([]))
        self._approve(order, approver)
        self.assertTrue(order.letter_ids.with_user(approver).number)

    def test_wizard_records_the_paper(self):
        order = self._draw_up_order(self.assignment)
        action = order.action_record_document()
        wizard = (
            self.env["mbb.spending.paper"]
            .with_user(self.user_officer)
            .with_context(**action["context"])
            .create({"number": "E-4", "date": self.today, "file": b"JVBERi0xLjQK"})
        )
        wizard.action_record()
        self.assertEqual(order.document_number, "E-4")


@tagged("post_install", "-at_install")
class TestSpendingOfExtension(SpendingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._order_spending(cls.assignment)
        cls._to_decision(cls.assignment)
        cls._approve(cls.assignment, cls.user_approver)
        cls.extension = (
            cls.env["mbb.assignment.extension"]
            .with_user(cls.user_officer)
            .create(
                {
                    "assignment_id": cls.assignment.id,
                    "date_to_new": cls.assignment.date_to + timedelta(days=2),
                    "reason": "The work takes longer",
                }
            )
        )
        cls.extension.action_ask_consents()
        cls._grant_all(cls.extension)

    def test_further_days_need_a_further_order(self):
        old = self.assignment.date_to
        with self.assertRefused("Draw up a further order"):
            self._approve(self.extension, self.user_approver)
        self.extension.action_draw_up_order()
        further = self.extension.spending_order_id
        self.assertEqual(further.amount, 200)
        self.assertEqual(further.date_from, old + timedelta(days=1))
        further.appropriation = "03.3.1.01"
        further.action_ask_approval()
        self._approve(further, self.user_approver)
        self._approve(self.extension, self.user_approver)
        self.assertEqual(self.assignment.date_to, old + timedelta(days=2))
        # Each order goes on covering its own days, no more.
        self.assertEqual(self.order.expected_amount, 500)
        self.assertEqual(further.expected_amount, 200)
        self.assertFalse(self.order._get_cover_obstacles())
        with self.assertRefused("rests on the spending order"):
            further.action_cancel("x")

    def test_an_order_with_room_is_enough(self):
        roomy = self._draw_up_paid(
            date_from=self.today + timedelta(days=20),
            date_to=self.today + timedelta(days=21),
        )
        order = self._order_spending(
            roomy, amount=400, date_to=self.today + timedelta(days=23)
        )
        self._to_decision(roomy)
        self._approve(roomy, self.user_approver)
        extension = (
            self.env["mbb.assignment.extension"]
            .with_user(self.user_officer)
            .create(
                {
                    "assignment_id": roomy.id,
                    "date_to_new": self.today + timedelta(days=23),
                    "reason": "The work takes longer",
                }
            )
        )
        extension.action_ask_consents()
        self._grant_all(extension)
        self._approve(extension, self.user_approver)
        self.assertEqual(roomy.date_to, self.today + timedelta(days=23))
        self.assertEqual(order.expected_amount, 400)

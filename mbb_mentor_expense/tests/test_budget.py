# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from psycopg2 import IntegrityError
from psycopg2.errors import ExclusionViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.tests.common import PDF

from .common import TravelCommon


class BudgetCommon(TravelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        plan = cls.env["account.analytic.plan"].create({"name": "Travel"})
        cls.account = cls.env["account.analytic.account"].create(
            {"name": "Mentor Programme", "plan_id": plan.id}
        )
        cls.budget = cls.env["mbb.travel.appropriation"].create(
            {
                "code": "03.3.1.01",
                "analytic_account_id": cls.account.id,
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
                "amount": 10000,
            }
        )
        cls.trip = cls._create_assignment(
            approved=False, date_from="2026-07-01", date_to="2026-07-02", travel_fare=500
        )

    def _draw_up_order(self, **values):
        action = self.trip.action_draw_up_order()
        order = self.env["mbb.spending.order"].with_user(self.user_officer)
        order = order.browse(action["res_id"])
        order.write({"appropriation_id": self.budget.id, **values})
        return order

    def _order(self, day="2026-06-01", **values):
        order = self._draw_up_order(**values)
        order._record_document(
            number="HT-1", date=day, file_name="a.pdf", content=PDF
        )
        order.action_ask_approval()
        self._decide(order)
        return order

    def _send(self, day="2026-06-01"):
        """The sending institution and the parties agree to the trip."""
        self.trip._record_sending_letter(
            channel="ebys",
            number="E-1",
            date=day,
            file_name="letter.pdf",
            content=PDF,
        )
        self.trip.action_ask_consents()
        self._grant(self.trip)

    def _claim_with_order(self):
        """An approved claim whose order of 4,000 names the appropriation."""
        self.trip = self._create_assignment(
            approved=False, date_from="2026-03-20", date_to="2026-03-21"
        )
        self._order(day="2026-03-01", amount=4000)
        self._send(day="2026-03-01")
        self._decide(self.trip)
        return self._approved_claim(
            assignment=self.trip,
            leg_ids=[
                self._leg("2026-03-20T08:00", "2026-03-20T12:00", amount=500),
                self._leg("2026-03-21T10:00", "2026-03-21T15:00", amount=500),
            ],
            lodging_ids=[],
        ).with_user(self.user_accountant)


@tagged("post_install", "-at_install")
class TestBudget(BudgetCommon):
    def test_an_order_is_given_within_the_budget(self):
        order = self._draw_up_order(amount=10000.01)
        with self.assertRaisesRegex(UserError, "left of the appropriation"):
            order.action_ask_approval()
        order.amount = 4000
        order.action_ask_approval()
        self._decide(order)
        self.assertEqual(self.budget.reserved, 4000)
        self.assertEqual(self.budget.left, 6000)
        second = self._create_assignment(
            approved=False, date_from="2026-08-01", date_to="2026-08-02"
        )
        self.trip = second
        other = self._draw_up_order(amount=6000.01)
        with self.assertRaisesRegex(UserError, "left of the appropriation"):
            other.action_ask_approval()
        other.amount = 6000
        other.action_ask_approval()

    def test_once_there_is_a_budget_it_is_named(self):
        order = self._draw_up_order(appropriation_id=False, appropriation="03.3")
        with self.assertRaisesRegex(UserError, "Choose the appropriation"):
            order.action_ask_approval()
        self.budget.active = False
        order.action_ask_approval()

    def test_the_one_appropriation_of_the_days_is_taken(self):
        action = self.trip.action_draw_up_order()
        order = self.env["mbb.spending.order"].browse(action["res_id"])
        self.assertEqual(order.appropriation_id, self.budget)
        self.assertEqual(order.appropriation, self.budget.code)
        self.budget.active = False
        self.trip.spending_order_id = False
        order = order.browse(self.trip.action_draw_up_order()["res_id"])
        self.assertFalse(order.appropriation_id)

    def test_period_of_the_budget(self):
        order = self._draw_up_order(date_to="2027-01-01")
        with self.assertRaisesRegex(UserError, "outside the appropriation"):
            order.action_ask_approval()

    def test_the_appropriation_is_part_of_what_was_ordered(self):
        order = self._order()
        with self.assertRaisesRegex(UserError, "Take it back"):
            order.appropriation_id = False
        self.assertIn("03.3.1.01", order._get_appropriation_text())

    def test_cut_since_the_order_was_given(self):
        order = self._order(amount=5000)
        self._send()
        self.budget.amount = 4000
        with (
            self.assertRaisesRegex(UserError, "overdrawn"),
            self.env.cr.savepoint(),
        ):
            self._decide(self.trip)
        self.budget.amount = 5000
        self._decide(self.trip)
        self.assertEqual(self.trip.state, "approved")
        self.assertEqual(order.appropriation_left, 0)

    def test_what_is_booked_is_spent_and_no_longer_reserved(self):
        claim = self._claim_with_order()
        claim.action_post()
        self.budget.invalidate_recordset()
        self.assertEqual(self.budget.spent, claim.gross)
        self.assertEqual(self.budget.reserved, 4000 - claim.gross)
        self.assertEqual(self.budget.left, 6000)

    @mute_logger("odoo.sql_db")
    def test_checks_of_the_database(self):
        for values in ({"amount": -1}, {"date_to": "2025-01-01"}):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.budget.write(values)
                self.budget.flush_recordset()
        with self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
            self.budget.copy()
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestLimits(TravelCommon):
    def test_days_approved_elsewhere_count(self):
        """6245 m.42: 180 days for the same person, place and work in a year."""
        self.env.company.mbb_president_days = 0
        first = self._create_assignment(date_from="2026-04-01", date_to="2026-07-09")
        self.assertEqual(first.days, 100)
        # 2 days of the common assignment, 100 of the first: 78 are left.
        second = self._create_assignment(
            approved=False, date_from="2026-08-01", date_to="2026-10-17"
        )
        self.assertEqual(second.days, 78)
        self.assertNotIn("m.42", second.obstacles or "")
        second.date_to += timedelta(days=1)
        with self.assertRaisesRegex(UserError, "m.42"):
            second.action_ask_consents()
        # Another place is another matter; so is what the Birlik does not pay.
        second.host_institution_id = self.other
        self.assertNotIn("m.42", second.obstacles or "")
        second.write({"host_institution_id": self.asking.id, "payer": "host"})
        self.assertNotIn("m.42", second.obstacles or "")

    def test_abroad_it_goes_on_at_two_thirds(self):
        assignment = self._create_assignment(
            approved=False,
            date_from="2026-07-01",
            date_to="2026-12-30",
            place_country_id=self.env.ref("base.de").id,
        )
        self.assertNotIn("m.42", assignment.obstacles or "")

    def test_an_extension_keeps_the_border(self):
        self.env.company.mbb_president_days = 0
        first = self._create_assignment(date_from="2026-04-01", date_to="2026-09-24")
        self.assertEqual(first.days, 177)
        extension = (
            self.env["mbb.assignment.extension"]
            .with_user(self.user_officer)
            .create(
                {
                    "assignment_id": first.id,
                    "date_to_new": "2026-09-26",
                    "reason": "The work takes longer",
                }
            )
        )
        with self.assertRaisesRegex(UserError, "m.42"):
            extension.action_ask_consents()
        extension.date_to_new = "2026-09-25"
        extension.action_ask_consents()

    def test_the_cost_is_known_before_anybody_signs(self):
        self.env["mbb.travel.rate"].search([]).active = False
        assignment = self._create_assignment(
            approved=False, date_from="2026-07-01", date_to="2026-07-02"
        )
        with self.assertRaisesRegex(UserError, "cannot be foreseen"):
            assignment.action_ask_consents()

    def test_no_fee_for_an_expert(self):
        """MPY m.8."""
        employee = self.env["hr.employee"]._mbb_get_expert(self.expert, self.company)
        product = self.env.ref("mbb_mentor_expense.product_travel_allowance")
        values = {
            "name": "Fee",
            "product_id": product.id,
            "total_amount_currency": 100,
            "payment_mode": "own_account",
        }
        with self.assertRaisesRegex((UserError, ValidationError), "no fee"):
            self.env["hr.expense"].create({**values, "employee_id": employee.id})
        staff = self.env["hr.employee"].create({"name": "Own Staff"})
        expense = self.env["hr.expense"].create({**values, "employee_id": staff.id})
        with self.assertRaisesRegex((UserError, ValidationError), "no fee"):
            expense.employee_id = employee

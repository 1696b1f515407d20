# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from psycopg2 import IntegrityError
from psycopg2.errors import ExclusionViolation

from odoo.exceptions import UserError
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

    @classmethod
    def _draw_up_order(cls, trip=None, **values):
        action = (trip or cls.trip).action_draw_up_order()
        order = cls.env["mbb.spending.order"].with_user(cls.user_officer)
        order = order.browse(action["res_id"])
        order.write({"appropriation_id": cls.budget.id, **values})
        return order

    @classmethod
    def _order(cls, day="2026-06-01", **values):
        order = cls._draw_up_order(**values)
        order._record_document(
            number="HT-1", date=day, file_name="a.pdf", content=PDF
        )
        order.action_ask_approval()
        cls._decide(order)
        return order

    @classmethod
    def _send(cls, trip=None, day="2026-06-01"):
        """The sending institution and the parties agree to the trip."""
        trip = trip or cls.trip
        trip._record_sending_letter(
            channel="ebys",
            number="E-1",
            date=day,
            file_name="letter.pdf",
            content=PDF,
        )
        trip.action_ask_consents()
        cls._grant(trip)

    @classmethod
    def _claim_with_order(cls):
        """An approved claim whose order of 4,000 names the appropriation."""
        trip = cls._create_assignment(
            approved=False, date_from="2026-03-20", date_to="2026-03-21"
        )
        cls._order(trip=trip, day="2026-03-01", amount=4000)
        cls._send(trip, day="2026-03-01")
        cls._decide(trip)
        return cls._approved_claim(
            assignment=trip,
            leg_ids=[
                cls._leg("2026-03-20T08:00", "2026-03-20T12:00", amount=500),
                cls._leg("2026-03-21T10:00", "2026-03-21T15:00", amount=500),
            ],
            lodging_ids=[],
        ).with_user(cls.user_accountant)


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
        other = self._draw_up_order(second, amount=6000.01)
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

    @mute_logger("odoo.sql_db")
    def test_checks_of_the_database(self):
        for values in ({"amount": -1}, {"date_to": "2025-01-01"}):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.budget.write(values)
                self.budget.flush_recordset()
        with self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
            self.budget.copy()
            self.env.flush_all()

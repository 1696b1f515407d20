# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import TravelCommon


@tagged("post_install", "-at_install")
class TestAssignment(TravelCommon):
    def test_expected_cost(self):
        """Two days with one night: 5 thirds of 860, the night at 1.6 × 860, fares."""
        assignment = self._create_assignment(
            approved=False,
            date_from="2026-07-01",
            date_to="2026-07-02",
            travel_fare=500,
        )
        self.assertAlmostEqual(assignment.expected_allowance, 1433.33)
        self.assertEqual(assignment.expected_lodging, 1376)
        self.assertEqual(assignment.expected_transport, 1000)
        self.assertAlmostEqual(assignment.expected_cost, 3809.33)
        assignment.coverage_ceiling = 1000
        self.assertEqual(assignment.expected_cost, 1000)
        assignment.payer = "host"
        self.assertEqual(assignment.expected_cost, 0)

    def test_forecast_stays_from_the_approval_on(self):
        """What is approved, and the order's cover, are not talked down afterwards."""
        assignment = self._create_assignment(
            approved=False, date_from="2026-07-01", date_to="2026-07-02"
        )
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                assignment.travel_fare = -500
        assignment.action_ask_consents()
        assignment.travel_fare = 500
        self._grant(assignment)
        self.assertEqual(assignment.state, "approval")
        for record in (assignment, self.assignment.with_user(self.user_officer)):
            for vals in ({"travel_fare": 1}, {"travel_rate_row": "b_a"}):
                with self.assertRaisesRegex(UserError, "expected cost"):
                    record.write(vals)
            # A form sends back what was there.
            record.write({"travel_fare": record.travel_fare})

    def test_limit_of_a_year(self):
        assignment = self._create_assignment(
            approved=False, date_from="2026-07-01", date_to="2026-12-26"
        )
        with self.assertRaisesRegex(UserError, "m.42"):
            assignment.action_ask_consents()
        # With the two days of the assignment in March it is 180.
        assignment.date_to = "2026-12-25"
        assignment.action_ask_consents()

    def test_employee_of_the_expert(self):
        employee = self.env["hr.employee"].search(
            [("work_contact_id", "=", self.expert.id)]
        )
        self.assertEqual(len(employee), 1)
        self.assertTrue(employee.is_mentor_expert)
        self.assertEqual(employee.employee_type, "mentor_expert")
        self.assertFalse(employee.user_id)
        self.assertFalse(employee.department_id)
        self.assertEqual(employee.name, self.expert.name)
        self._create_assignment(date_from="2026-08-01", date_to="2026-08-02")
        again = self.env["hr.employee"].search(
            [("work_contact_id", "=", self.expert.id)]
        )
        self.assertEqual(again, employee)

    def test_own_staff_is_not_doubled(self):
        staff = self.env["hr.employee"].create(
            {"name": "Own Staff", "work_contact_id": self.learner.id}
        )
        found = self.env["hr.employee"]._mbb_get_or_create_expert(
            self.learner, self.company
        )
        self.assertEqual(found, staff)

    @mute_logger("odoo.sql_db")
    def test_one_record_a_person(self):
        employee = self.env["hr.employee"]._mbb_get_expert(self.expert, self.company)
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            self.env["hr.employee"].create(
                {
                    "name": "Again",
                    "work_contact_id": employee.work_contact_id.id,
                    "is_mentor_expert": True,
                }
            )
        self.assertIn("unique_mentor_expert", str(caught.exception))

    def test_none_where_the_birlik_does_not_pay(self):
        new_test_user(
            self.env,
            "test.travel.learner",
            groups="base.group_portal",
            partner_id=self.learner.id,
        )
        self._create_assignment(
            date_from="2026-08-05",
            date_to="2026-08-06",
            payer="host",
            expert_id=self.learner.id,
        )
        self.assertFalse(
            self.env["hr.employee"].search([("work_contact_id", "=", self.learner.id)])
        )

    def test_kept_out_of_the_personnel(self):
        employee = self.env["hr.employee"]._mbb_get_expert(self.expert, self.company)
        name = self.expert.name
        names = self.env["hr.employee"].name_search(name)
        self.assertNotIn(employee.id, [row[0] for row in names])
        public = self.env["hr.employee.public"].with_user(self.user_employee)
        self.assertFalse(public.search([("id", "=", employee.id)]))
        self.assertFalse(
            self.env["hr.employee"]
            .with_user(self.user_employee)
            .search([("id", "=", employee.id)])
        )
        self.assertTrue(
            public.with_user(self.user_checker).search([("id", "=", employee.id)])
        )
        for xmlid in (
            "hr.open_view_employee_list_my",
            "hr.open_view_employee_list",
            "hr.action_hr_employee_all_activities",
            "hr.hr_employee_public_action",
        ):
            self.assertIn("is_mentor_expert", self.env.ref(xmlid).domain)
        self.assertFalse(employee.parent_id or employee.child_ids)

    def test_claims_of_an_assignment(self):
        self._create_claim()
        self.assertEqual(self.assignment.travel_claim_count, 1)
        action = self.assignment.action_view_travel_claims()
        self.assertEqual(action["res_model"], "mbb.travel.claim")

    # -- the limits of a year --------------------------------------------------

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

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What people with an account tried, and how it is refused."""

import math
from contextlib import contextmanager
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import TravelCommon


@tagged("post_install", "-at_install")
class TestAttack(TravelCommon):
    @contextmanager
    def _refused(self, text, error=UserError):
        """Refused with these words, and undone."""
        with self.assertRaises(error) as caught:
            yield
        self.assertIn(text, str(caught.exception))

    def test_dates_of_a_submitted_claim_are_not_shifted(self):
        """The same hours cannot be claimed again behind a shifted exclusion."""
        claim = self._create_claim()
        for state in ("draft", "submitted"):
            self.assertEqual(claim.state, state)
            for vals in (
                {"date_departure": "2026-01-01 05:00:00"},
                {"date_return": "2026-01-01 06:00:00"},
                {"host_institution_id": self.other.id},
            ):
                for record in (claim, claim.sudo()):
                    with self.assertRaises(UserError, msg=vals):
                        record.write(vals)
            if state == "draft":
                claim.action_submit()
        self.assertEqual(claim.date_departure, self._utc("2026-03-10T08:00"))
        self.assertEqual(claim.host_institution_id, self.asking)
        other = self._create_claim(date_departure="2026-01-01 05:00:00")
        self.assertEqual(other.date_departure, claim.date_departure)

    def test_a_returned_claim_goes_round_again(self):
        """Offices with one seat each: who decided before the return decides again."""
        self.user_manager2.active = False
        claim = self._create_claim()
        seats = (
            self.user_manager,
            self.user_checker,
            self.user_control,
            self.user_authoriser,
        )
        for count in range(1, len(seats) + 1):
            claim.action_submit()
            self._approve(claim, *seats[:count])
            claim.with_user(self.user_accountant).action_return("Once more")
        claim.action_submit()
        self._approve(claim, *seats)
        self.assertEqual(claim.state, "approved")
        claim.with_user(self.user_accountant).action_post()
        self.assertEqual(claim.state, "posted")

    def test_who_took_part_is_of_the_present_round(self):
        claim = self._create_claim()
        claim.action_submit()
        self.user_manager.group_ids += self.env.ref(
            "mbb_mentor_expense.group_travel_checker"
        )
        self._approve(claim, self.user_manager)
        self.assertIn(self.user_manager, claim._get_participants())
        with self.assertRaises(AccessError):
            self._approve(claim, self.user_manager)
        claim.action_return("Once more")
        self.assertEqual(
            claim._get_participants(), self.user_officer | self.expert.user_ids
        )
        claim.action_submit()
        self.assertEqual(
            claim._get_participants(), self.user_officer | self.expert.user_ids
        )

    def test_a_context_links_nothing_to_a_claim(self):
        claim = self._approved_claim()
        user = new_test_user(
            self.env,
            "test.planter",
            groups="hr_expense.group_hr_expense_manager,account.group_account_manager",
        )
        keys = {
            "default_travel_claim_id": claim.id,
            "default_travel_element": "allowance",
        }
        expense = (
            self.env["hr.expense"]
            .with_user(user)
            .with_context(**keys)
            .create(
                {
                    "name": "A taxi",
                    "employee_id": self.env["hr.employee"]
                    .create({"name": "Own Staff"})
                    .id,
                    "product_id": self.env.ref(
                        "mbb_mentor_expense.product_travel_lodging"
                    ).id,
                    "total_amount_currency": 5,
                }
            )
        )
        self.assertFalse(expense.travel_claim_id or expense.travel_element)
        move = (
            self.env["account.move"]
            .with_user(user)
            .with_context(**keys)
            .create({"move_type": "in_receipt", "partner_id": self.expert.id})
        )
        self.assertFalse(move.travel_claim_id)
        self.assertEqual(claim.sudo().expense_count, 3)

    def test_a_foreign_expense_is_named(self):
        """However it got there: the accountant reads what is wrong."""
        claim = self._approved_claim()
        employee = self.env["hr.employee"].create({"name": "Another"})
        expense = self.env["hr.expense"].create(
            {
                "name": "A taxi",
                "employee_id": employee.id,
                "product_id": self.env.ref(
                    "mbb_mentor_expense.product_travel_lodging"
                ).id,
                "total_amount_currency": 5,
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_expense SET travel_claim_id = %s WHERE id = %s",
            (claim.id, expense.id),
        )
        self.env.invalidate_all()
        with self._refused("Return the claim"):
            claim.with_user(self.user_accountant).action_post()

    def test_a_rule_gives_nobody_a_duty(self):
        """Who writes a rule does not become harcama yetkilisi by it."""
        claim = self._create_claim()
        for target, duty in (
            ("confirmed", self.user_manager),
            ("checked", self.user_checker),
            ("approved", self.user_authoriser),
        ):
            rule = self.env.ref(f"mbb_mentor_expense.mbb_approval_rule_{target}")
            rule.write(
                {
                    "approver_type": "users",
                    "user_ids": [
                        Command.set((self.user_approver | duty).ids),
                    ],
                }
            )
            self.assertEqual(rule._get_users(claim), duty)
        rule.user_ids = self.user_manager2
        self.assertFalse(rule._get_users(claim))
        claim.action_submit()
        self._approve(claim, self.user_manager)
        with self._refused("nobody may decide"):
            self._approve(claim, self.user_checker, self.user_control)

    def _deputise(self, deputy):
        self.env["mbb.deputy"].create(
            {
                "principal_id": self.user_authoriser.id,
                "deputy_id": deputy.id,
                "date_from": self.today,
                "date_to": self.today + timedelta(days=1),
                "ground": "Onay E-7",
            }
        )

    def _checked_claim(self):
        claim = self._create_claim()
        claim.action_submit()
        self._approve(
            claim, self.user_manager, self.user_checker, self.user_control
        )
        return claim

    def test_a_deputy_decides_in_the_name_of_the_authoriser(self):
        self._deputise(self.user_approver)
        claim = self._checked_claim()
        self._approve(claim, self.user_approver)
        self.assertEqual(claim.state, "approved")
        row = claim.sudo().approval_ids.filtered(lambda a: a.target == "approved")
        self.assertEqual(row.principal_id, self.user_authoriser)

    def test_an_accountant_stands_in_for_no_authoriser(self):
        self.user_accountant.group_ids += self.env.ref(
            "mbb_mentor.group_mentor_approver"
        )
        self._deputise(self.user_accountant)
        claim = self._checked_claim()
        with self._refused("5018 m.60", AccessError):
            self._approve(claim, self.user_accountant)

    def test_who_took_part_stands_in_for_nobody(self):
        self._deputise(self.user_checker)
        claim = self._checked_claim()
        with self._refused("taken part", AccessError):
            self._approve(claim, self.user_checker)

    def test_a_rate_in_use_stands(self):
        rate = self.env.ref("mbb_mentor_expense.mbb_travel_rate_2026_b_c")
        rate = rate.with_user(self.user_manager)
        claim = self._create_claim()
        # A draft rests on nothing yet.
        rate.amount = 900
        rate.amount = 870
        claim.action_submit()
        for vals in (
            {"amount": 99999},
            {"rate_row": "b_a"},
            {"company_id": self.company.id},
            {"active": False},
            {"date_from": "2026-03-11"},
            {"date_to": "2026-03-09"},
        ):
            with self._refused("rest on this row"):
                rate.write(vals)
        with self._refused("rest on this row"):
            rate.sudo().unlink()
        # What is said again, or leaves the claims where they are, is no change.
        rate.write({"amount": 870, "date_to": "2026-06-30", "certainty": "verified"})
        self.env.flush_all()
        rate.copy({"date_from": "2026-07-01", "date_to": False, "amount": 950})
        # Another row of the table is free, and what changes is written down.
        free = self.env.ref("mbb_mentor_expense.mbb_travel_rate_2026_b_a")
        free = free.with_user(self.user_manager).with_context(
            tracking_disable=False, mail_notrack=False
        )
        free.amount = 895
        self.env.flush_all()
        self.cr.precommit.run()
        values = free.message_ids.sudo().tracking_value_ids
        self.assertIn(895, values.mapped("new_value_float"))

    def test_parameters_in_use_stand(self):
        policy = self.env.ref("mbb_mentor_expense.mbb_travel_policy_2026")
        policy = policy.with_user(self.user_manager)
        self._create_claim().action_submit()
        for vals in (
            {"stamp_tax_permille": 0},
            {"first_factor": 9},
            {"active": False},
            {"date_to": "2026-02-01"},
        ):
            with self._refused("rest on this row"):
                policy.write(vals)
        policy.date_to = "2026-06-30"
        self.env.ref("mbb_mentor_expense.mbb_travel_policy_2025").first_factor = 1.5

    def test_a_line_stays_with_its_claim(self):
        staff = new_test_user(self.env, "test.staff.expert")
        assignment = self._create_assignment(
            date_from="2026-09-01",
            date_to="2026-09-01",
            expert_id=staff.partner_id.id,
        )
        own = (
            self.env["mbb.travel.claim"]
            .with_user(staff)
            .create(
                {
                    "assignment_id": assignment.id,
                    "leg_ids": [self._taxi(50)],
                    "lodging_ids": [self._stay("2026-09-01", 1, 10)],
                }
            )
        )
        other = self._create_claim()
        for line in (own.leg_ids, own.lodging_ids):
            for record in (line, line.sudo(), line.with_user(self.user_officer)):
                with self._refused("stays with its claim"):
                    record.claim_id = other
            line.claim_id = own
        with self._refused("stays with its claim"):
            other.leg_ids = [Command.link(own.leg_ids.id)]

    def test_access_is_asked_first(self):
        """A stranger does not learn from the refusal that a claim was submitted."""
        claim = self._approved_claim()
        staff = new_test_user(
            self.env, "test.stranger", groups="hr_expense.group_hr_expense_user"
        )
        for record, vals in (
            (claim, {"degree": 1}),
            (claim.leg_ids[0], {"amount": 1}),
            (claim.lodging_ids, {"nights": 2}),
        ):
            for method, args in (("write", (vals,)), ("unlink", ())):
                with self.assertRaises(AccessError):
                    getattr(record.with_user(staff), method)(*args)
        employee = new_test_user(self.env, "test.nobody")
        expense = claim.sudo().expense_ids[0].with_user(employee)
        for method, args in (("write", ({"name": "x"},)), ("action_reset", ())):
            with self.assertRaises(AccessError):
                getattr(expense, method)(*args)

    def test_limits(self):
        """What no person can mean is refused in words, before the database."""
        claim = self._create_claim()
        leg, stay = claim.leg_ids[0], claim.lodging_ids
        rate = self.env.ref("mbb_mentor_expense.mbb_travel_rate_2026_b_a")
        policy = self.env.ref("mbb_mentor_expense.mbb_travel_policy_2026")
        numbers = (math.nan, math.inf, -math.inf, 1e300, 10**400, "NaN", "many", [1])
        numbers += (2**40,)
        days = ("9999-12-31 23:59:59", "1999-12-31", "0001-01-01", "soon", 7)
        days += ("2026-13-01",)
        texts = ("x" * 201, "x" * 2_000_000, "a\x00b")
        for values, targets in (
            (
                numbers,
                (
                    (leg, "amount"),
                    (leg, "count"),
                    (stay, "invoice_total"),
                    (stay, "nights"),
                    (claim, "own_car_cost"),
                    (claim, "degree"),
                    (claim, "additional_indicator"),
                    (rate, "amount"),
                    (policy, "first_days"),
                    (policy, "first_factor"),
                ),
            ),
            (
                days,
                (
                    (leg, "date_departure"),
                    (leg, "date_arrival"),
                    (stay, "date_from"),
                    (claim, "usual_departure"),
                    (rate, "date_to"),
                    (policy, "date_to"),
                ),
            ),
            (
                texts,
                (
                    (leg, "place_from"),
                    (leg, "document_name"),
                    (stay, "name"),
                    (stay, "invoice_number"),
                    (claim, "title"),
                    (rate, "source"),
                ),
            ),
            (("x" * 5001,), ((claim, "status_reason"), (claim, "inside_reason"))),
        ):
            for record, name in targets:
                for value in values:
                    with (
                        self.subTest(name=name, value=str(value)[:30]),
                        self.assertRaises(ValidationError),
                    ):
                        record.write({name: value})
        with self.assertRaises(ValidationError):
            self._create_claim(degree=2**40)
        with self.assertRaises(ValidationError):
            self._create_claim(assignment_id=2**40)
        with self.assertRaises(ValidationError):
            leg.create({"claim_id": 2**40, "kind": "taxi"})
        with self.assertRaises(ValidationError):
            self._create_claim(leg_ids=[self._taxi(math.nan)])
        with self.assertRaises(ValidationError):
            leg.with_context(default_amount=math.nan).create(
                {"claim_id": claim.id, "kind": "taxi"}
            )
        with self._refused("whole", ValidationError):
            stay.document = "abc"
        with self.assertRaises(ValidationError):
            self.assignment.travel_fare = math.nan
        # An unsaved form says it, too.
        draft = self.env["mbb.travel.claim"].new(
            {
                "assignment_id": self.assignment.id,
                "leg_ids": [
                    Command.create(
                        {
                            "kind": "bus",
                            "amount": 1e300,
                            "date_departure": fields.Datetime.to_datetime(
                                "9999-12-31 23:00:00"
                            ),
                            "date_arrival": fields.Datetime.to_datetime(
                                "9999-12-31 23:30:00"
                            ),
                        }
                    )
                ],
            }
        )
        self.assertIn("has to be", draft.problem)
        self.assertFalse(draft.result)
        self.assertFalse(draft.leg_ids.local_departure)

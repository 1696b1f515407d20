# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.models.base.mbb_state_mixin import PASSAGE_KEY
from odoo.addons.mbb_mentor_expense.harcirah import CATALOGUE
from odoo.addons.mbb_mentor_expense.harcirah_texts import ARTICLES, NOTES

from .common import TravelCommon


@tagged("post_install", "-at_install")
class TestEntitlement(TravelCommon):
    """The worked examples of the law, through the records, to the kuruş."""

    def _assert_amounts(self, claim, allowance, lodging, transport):
        self.assertFalse(claim.problem)
        self.assertEqual(
            (claim.allowance, claim.lodging, claim.transport),
            (allowance, lodging, transport),
        )
        self.assertEqual(claim.gross, round(allowance + lodging + transport, 2))
        self.assertEqual(claim.net, round(claim.gross - claim.stamp_tax, 2))

    def test_d1_no_meal_time(self):
        claim = self._day_claim("2026-03-10T07:00", "2026-03-10T12:30", 180)
        self._assert_amounts(claim, 0, 0, 360)

    def test_d2_one_meal_time(self):
        claim = self._day_claim("2026-03-10T08:00", "2026-03-10T17:00", 250)
        self._assert_amounts(claim, 290, 0, 500)

    def test_d3_two_meal_times(self):
        claim = self._day_claim("2026-03-10T08:00", "2026-03-10T21:30", 250)
        self._assert_amounts(claim, 580, 0, 500)

    def test_d4_a_night_with_invoice(self):
        claim = self._create_claim()
        self._assert_amounts(claim, 1160, 1250, 1200)
        self.assertEqual(claim.rate_row, "b_c")
        self.assertEqual(claim.daily_rate, 870)
        self.assertEqual(claim.stamp_tax, 27.40)
        self.assertEqual(claim.thirds, 4)

    def test_d13_inside_the_duty_station(self):
        claim = self._day_claim("2026-03-10T08:00", "2026-03-10T21:30", 30)
        claim.inside_duty_station = True
        self._assert_amounts(claim, 0, 0, 60)

    def test_stamp_tax_bases(self):
        claim = self._create_claim()
        for base, tax in (("without_lodging", 17.91), ("allowance", 8.80)):
            self.company.mbb_stamp_tax_base = base
            self.assertEqual(claim.stamp_tax, tax)
        self.company.mbb_stamp_tax_base = False
        self.assertEqual(claim.stamp_tax, 0)

    def test_lodging_ceiling(self):
        claim = self._create_claim(lodging_ids=[self._stay("2026-03-10", 1, 2000)])
        self.assertEqual(claim.lodging, 1392)

    def test_shares_and_ceiling_of_the_assignment(self):
        assignment = self._create_assignment(
            date_from="2026-04-10",
            date_to="2026-04-11",
            coverage_lodging=0.5,
            coverage_transport=0,
            coverage_ceiling=1700,
        )
        claim = self._create_claim(
            assignment,
            leg_ids=[
                self._leg("2026-04-10T08:00", "2026-04-10T12:00", amount=500),
                self._leg("2026-04-11T10:00", "2026-04-11T15:00", amount=500),
            ],
            lodging_ids=[self._stay("2026-04-10", 1, 1250)],
        )
        # 1160 + 625 is 85 above the ceiling, which is taken off the allowance.
        self._assert_amounts(claim, 1075, 625, 0)

    def test_the_readers_zone_changes_nothing(self):
        for tz in ("America/New_York", "Asia/Tokyo", "UTC"):
            self.user_officer.tz = tz
            claim = self._create_claim()
            self.assertEqual(claim.with_context(tz=tz).gross, 3610)
            claim.unlink()

    def test_the_zone_of_the_place_counts(self):
        """12:30 to 13:30 in İstanbul is a lunch; in Berlin it would be over."""
        claim = self._day_claim("2026-03-10T12:30", "2026-03-10T13:30", 0)
        self.assertEqual(claim.allowance, 290)
        claim.leg_ids.tz = "Europe/Berlin"
        self.assertEqual(claim.allowance, 0)

    def test_own_car(self):
        claim = self._create_claim(
            leg_ids=[
                self._leg(
                    "2026-03-10T08:00", "2026-03-10T12:00", "own_car", amount=550
                ),
                self._leg(
                    "2026-03-11T10:00", "2026-03-11T15:00", "own_car", amount=550
                ),
            ],
            own_car_cost=2400,
        )
        self._assert_amounts(claim, 1160, 1250, 1100)

    def test_rows_of_the_table(self):
        claim = self._create_claim()
        for degree, indicator, status, row, rate in (
            (1, 8000, "civil_servant", "b_a", 890),
            (1, 7999, "civil_servant", "b_b", 880),
            (1, 6400, "civil_servant", "b_b", 880),
            (1, 6399, "civil_servant", "b_c", 870),
            (1, 3599, "civil_servant", "b_d", 860),
            (4, 0, "civil_servant", "b_d", 860),
            (5, 0, "civil_servant", "b_e", 850),
            # Never above the amount of degree 4 (m.7, m.8).
            (1, 8000, "other", "b_d", 860),
            (9, 8000, "worker", "b_e", 850),
        ):
            claim.write(
                {
                    "degree": degree,
                    "additional_indicator": indicator,
                    "claimant_status": status,
                }
            )
            self.assertEqual((claim.rate_row, claim.daily_rate), (row, rate))
            self.assertTrue(claim.rate_reason)

    def test_thirds_of_earlier_claims_count(self):
        first = self._create_claim()
        first.action_submit()
        assignment = self._create_assignment(
            date_from="2026-05-10", date_to="2026-05-10"
        )
        second = self._day_claim(
            "2026-05-10T08:00", "2026-05-10T21:30", 10, assignment=assignment
        )
        self.assertEqual(second.result["trip"]["thirds_already_paid"], 4)

    def test_pending_claims_do_not_disturb_each_other(self):
        """Earlier claims that wait to be computed leave a new one its amounts."""
        first = self._create_claim()
        first.action_submit()
        assignment = self._create_assignment(
            date_from="2026-05-10", date_to="2026-05-10"
        )
        self.env.flush_all()
        self.company.mbb_stamp_tax_base = "allowance"
        second = self._day_claim(
            "2026-05-10T08:00", "2026-05-10T21:30", 10, assignment=assignment
        )
        self.assertEqual(second.gross, 600)

    def test_rate_changes_within_the_trip(self):
        self.env["mbb.travel.rate"].search([("date_from", "=", "2026-01-01")]).write(
            {"date_to": "2026-03-10"}
        )
        self.env.flush_all()
        self.env["mbb.travel.rate"].create(
            {"rate_row": "b_c", "date_from": "2026-03-11", "amount": 900}
        )
        claim = self._create_claim()
        # Three thirds of the 10th at 870, one of the 11th at 900.
        self._assert_amounts(claim, 1170, 1250, 1200)
        self.assertEqual(
            claim.result["trip"]["rates"],
            [{"from": "2026-03-11", "daily_rate": "900.00"}],
        )

    def test_problems_in_the_words_of_the_form(self):
        claim = self._create_claim(lodging_ids=[self._stay("2026-03-10", 3, 1250)])
        self.assertIn("Lodging, row 1", claim.problem)
        with self.assertRaisesRegex(UserError, "Lodging, row 1"):
            claim.action_submit()
        claim = self._create_claim(leg_ids=[])
        self.assertIn("journeys", claim.problem)

    def test_result_is_never_written(self):
        claim = self._create_claim()
        for vals in (
            {"gross": 9999},
            {"result": {}},
            {"payable": 1},
            {"thirds": 0},
        ):
            with self.assertRaises(UserError):
                claim.write(vals)
            with self.assertRaises(UserError):
                claim.sudo().write(vals)
        claim.unlink()
        self.assertEqual(self._create_claim(gross=9999).gross, 3610)

    def test_texts_are_those_of_the_calculation(self):
        kinds = {kind.code: kind for kind in CATALOGUE}
        self.assertEqual(NOTES.keys(), kinds.keys())
        for code, kind in kinds.items():
            self.assertEqual(NOTES[code]._source, kind.template)
            if "table" in kind.article:
                self.assertEqual(ARTICLES[kind.article]._source, kind.article)

    def test_calculation_is_shown(self):
        html = str(self._create_claim().result_html)
        self.assertIn("6245 m.39", html)
        self.assertIn("6245 m.33/d", html)


@tagged("post_install", "-at_install")
class TestLife(TravelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountants = cls.env.ref("mbb_mentor_expense.group_travel_accountant")

    def test_form(self):
        form = Form(self.env["mbb.travel.claim"].with_user(self.user_officer))
        form.assignment_id = self.assignment
        form.degree = 3
        form.additional_indicator = 3600
        for departure, arrival, places in (
            ("2026-03-10T08:00", "2026-03-10T12:00", ("İstanbul", "Ankara")),
            ("2026-03-11T10:00", "2026-03-11T15:00", ("Ankara", "İstanbul")),
        ):
            with form.leg_ids.new() as leg:
                leg.kind = "bus"
                leg.place_from, leg.place_to = places
                leg.date_departure = self._utc(departure)
                leg.date_arrival = self._utc(arrival)
                leg.amount = 500
        self.assertEqual(form.gross, 2160)
        claim = form.save()
        self.assertEqual(claim.gross, 2160)
        self.assertEqual(claim.expert_id, self.expert)
        # The next claim of the person starts from this one.
        form = Form(self.env["mbb.travel.claim"].with_user(self.user_officer))
        form.assignment_id = self.assignment
        self.assertEqual((form.degree, form.additional_indicator), (3, 3600))

    def test_whole_life(self):
        claim = self._create_claim()
        self.assertFalse(claim.number)
        claim.action_submit()
        self.assertEqual(claim.state, "submitted")
        self.assertRegex(claim.number, r"^YB-[0-9]{4}-[0-9]{4}$")
        for user, state in (
            (self.user_manager, "confirmed"),
            (self.user_checker, "confirmed"),
            (self.user_control, "checked"),
            (self.user_authoriser, "approved"),
        ):
            self._approve(claim, user)
            self.assertEqual(claim.state, state)
        claim.with_user(self.user_accountant).action_post()
        self.assertEqual(claim.state, "posted")
        self._pay(claim)
        self.assertEqual(claim.state, "paid")

    def test_what_is_missing_is_said_in_one_go(self):
        claim = self._create_claim(
            claimant_status="other",
            inside_duty_station=True,
            lodging_ids=[self._stay("2026-03-10", 1, 1250, paper=False)],
        )
        with self.assertRaises(UserError) as caught:
            claim.action_submit()
        for part in ("comparison", "duty station", "Invoice of the lodging"):
            self.assertIn(part, str(caught.exception))

    def test_plane_needs_its_ticket(self):
        claim = self._create_claim()
        claim.leg_ids[0].kind = "plane"
        with self.assertRaisesRegex(UserError, "Ticket"):
            claim.action_submit()

    def test_trip_outside_the_assignment(self):
        claim = self._day_claim("2026-05-10T08:00", "2026-05-10T21:30", 10)
        with self.assertRaisesRegex(UserError, "outside the dates"):
            claim.action_submit()

    def test_the_birlik_does_not_pay(self):
        assignment = self._create_assignment(
            date_from="2026-06-10", date_to="2026-06-10", payer="host"
        )
        claim = self._day_claim(
            "2026-06-10T08:00", "2026-06-10T21:30", 10, assignment=assignment
        )
        with self.assertRaisesRegex(UserError, "pays nothing"):
            claim.action_submit()

    @mute_logger("odoo.sql_db")
    def test_the_same_hours_twice(self):
        self._create_claim().action_submit()
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            self._create_claim().action_submit()
        self.assertIn("mbb_travel_claim_no_overlap", str(caught.exception))

    def test_submitted_is_closed(self):
        claim = self._create_claim()
        claim.action_submit()
        for record in (claim, claim.sudo()):
            for vals in (
                {"degree": 1},
                {"title": "x"},
                {"leg_ids": [Command.clear()]},
                {"inside_duty_station": True},
            ):
                with self.assertRaises(UserError):
                    record.write(vals)
            with self.assertRaises(UserError):
                record.leg_ids[0].amount = 1
            with self.assertRaises(UserError):
                record.leg_ids[0].unlink()
            with self.assertRaises(UserError):
                record.lodging_ids.invoice_total = 1
            with self.assertRaises(UserError):
                self.env["mbb.travel.leg"].create(
                    {"claim_id": claim.id, "kind": "taxi", "amount": 5}
                )
            with self.assertRaises(UserError):
                record.unlink()

    def test_return_and_correct(self):
        claim = self._create_claim()
        claim.action_submit()
        number = claim.number
        self._approve(claim, self.user_manager)
        row = claim.sudo().approval_ids.filtered(lambda a: a.state == "waiting")
        row.with_user(self.user_checker)._do_refuse("The bus ticket says 450.")
        self.assertEqual(claim.state, "draft")
        self.assertEqual(claim.return_reason, "The bus ticket says 450.")
        told = claim.message_ids.filtered(
            lambda message: self.expert in message.notified_partner_ids
        )
        self.assertIn("450", "".join(told.mapped("body")))
        claim.leg_ids[0].amount = 450
        self.assertEqual(claim.gross, 3560)
        claim.action_submit()
        self.assertEqual(claim.number, number)
        self.assertFalse(claim.return_reason)

    def test_accountant_returns_an_approved_claim(self):
        claim = self._approved_claim()
        self.assertTrue(claim.sudo().expense_ids)
        claim.with_user(self.user_accountant).action_return(
            "The payee's IBAN is wrong", self.ground.id
        )
        self.assertEqual(claim.state, "draft")
        self.assertFalse(claim.sudo().expense_ids)

    def test_reason_is_needed(self):
        claim = self._create_claim()
        claim.action_submit()
        with self.assertRaises(UserError):
            claim.action_return(" ")

    def test_refusal_for_good(self):
        claim = self._create_claim()
        claim.action_submit()
        with self.assertRaises(UserError):
            claim.with_user(self.user_checker).action_refuse("No ground")
        claim.with_user(self.user_authoriser).action_refuse("No ground")
        self.assertEqual(claim.state, "refused")

    def test_separation_of_duties(self):
        """Nobody decides twice, nor on what they asked; the accountant neither."""
        self.user_checker.group_ids += self.env.ref(
            "mbb_mentor_expense.group_travel_control"
        )
        self.user_manager.group_ids += self.env.ref(
            "mbb_mentor_expense.group_travel_checker"
        )
        self.user_control.group_ids += self.env.ref(
            "mbb_mentor_expense.group_travel_accountant"
        )
        claim = self._create_claim()
        claim.action_submit()
        self._approve(claim, self.user_manager)
        with self.assertRaises(AccessError):
            self._approve(claim, self.user_manager)
        self._approve(claim, self.user_checker)
        with self.assertRaises(AccessError):
            self._approve(claim, self.user_checker)
        self._approve(claim, self.user_control, self.user_authoriser)
        with self.assertRaisesRegex(UserError, "5018 m.60"):
            claim.with_user(self.user_control).action_post()
        with self.assertRaises(UserError):
            claim.with_user(self.user_officer).action_post()
        claim.with_user(self.user_accountant).action_post()

    def test_nobody_decides_on_ones_own(self):
        self.user_manager.partner_id = self.expert
        claim = self._create_claim()
        self.user_manager2.active = False
        with self.assertRaisesRegex(UserError, "nobody may decide"):
            claim.action_submit()

    def test_illegal_arrows(self):
        claim = self._create_claim()
        states = [key for key, _label in claim._fields["state"].selection]
        forged = {PASSAGE_KEY: object(), "mbb_travel_pass": True}
        for record in (claim, claim.sudo(), claim.with_context(**forged)):
            for state in states[1:]:
                with self.assertRaises(UserError):
                    record.write({"state": state})
                with self.assertRaises(UserError):
                    self._create_claim(state=state)
        claims = self.env["mbb.travel.claim"].with_user(self.user_officer)
        result = claims.load(
            [".id", "state"], [[str(claim.id), "paid"]]
        )
        self.assertTrue(result["messages"])
        self.assertEqual(claim.state, "draft")
        claim.action_submit()
        for state in ("confirmed", "checked", "approved", "posted", "paid"):
            for user in (self.user_officer, self.user_manager, self.user_accountant):
                with self.assertRaises(UserError):
                    claim.with_user(user)._take_arrow(state)
        with self.assertRaises(UserError):
            claim.with_user(self.user_accountant).action_post()
        with self.assertRaises(UserError):
            claim.write({"number": "X"})
        with self.assertRaises(UserError):
            claim.write({"submitted_by_id": self.user_control.id})

    def test_sync_cannot_be_misused(self):
        """What follows the ledger says nothing without an entry."""
        claim = self._approved_claim()
        claim._sync_ledger()
        self.assertEqual(claim.state, "approved")

    def test_separation_of_groups_by_user(self):
        with self.assertRaisesRegex(UserError, "5018"):
            self.user_authoriser.group_ids += self.accountants

    def test_separation_of_groups_by_group(self):
        with self.assertRaisesRegex(UserError, "5018"):
            self.accountants.write({"user_ids": [Command.link(self.user_authoriser.id)]})

    def test_separation_of_groups_by_implication(self):
        group = self.env["res.groups"].create(
            {"name": "Both", "user_ids": [Command.link(self.user_authoriser.id)]}
        )
        with self.assertRaisesRegex(UserError, "5018"):
            group.implied_ids += self.accountants

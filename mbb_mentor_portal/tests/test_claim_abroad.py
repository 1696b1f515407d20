# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.tests.common import PDF

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestClaimAbroad(PortalCase):
    """An expert files a claim abroad without knowing rates or zones."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_relation()
        cls.url = f"/my/mentoring/claims/{cls.claim.id}"
        cls.day = cls.assignment.date_from
        cls.company = cls.claim.company_id
        cls.company.currency_id = cls.env.ref("base.TRY")
        cls.claim.write({"degree": 4})
        tier = cls.env.ref("mbb_mentor_expense.mbb_travel_tier_abroad_d")
        cls.rate = cls.env["mbb.travel.rate"].create(
            {
                "table": "abroad",
                "tier_id": tier.id,
                "country_id": cls.env.ref("base.de").id,
                "date_from": "2020-01-01",
                "amount": 164,
                "currency_id": cls.env.ref("base.EUR").id,
            }
        )

    def setUp(self):
        super().setUp()
        self._sign_in(self.user_expert)

    def _moment(self, hour, days=0):
        return f"{(self.day + timedelta(days)).isoformat()}T{hour:02}:00"

    def _stay(self, status=303, line="new", **values):
        data = {"place": "DE", "date_from": self._moment(9), **values}
        response = self._post(f"{self.url}/stay/{line}", data, status)
        self.env.invalidate_all()
        return response

    def _leg(self, hour, days=0, status=303, **values):
        data = {
            "vehicle": "bus",
            "place_from": "İstanbul",
            "place_to": "Berlin",
            "date_departure": self._moment(hour, days),
            "date_arrival": self._moment(hour, days),
            "amount": "100",
            "count": "1",
            **values,
        }
        self._post(f"{self.url}/leg/new", data, status)
        self.env.invalidate_all()

    def test_only_a_currency_of_the_list(self):
        """At home there is none; abroad those of the law and of the rates."""
        for code in ("USD", "JPY", "XXX"):
            self._leg(8, status=422, currency=code)
        self._stay()
        for code in ("JPY", "XXX"):
            self._leg(8, status=422, currency=code)
        self.assertFalse(self.claim.leg_ids)

    def test_from_the_countries_to_the_submission(self):
        page = self._get(self.url).text
        self.assertIn("stays_title", page)
        self.assertNotIn('name="currency"', self._get(f"{self.url}/leg/new").text)
        self._stay()
        stay = self.claim.stay_ids
        self.assertEqual(stay.country_id.code, "DE")
        self.assertEqual((stay.day, stay.hour, stay.tz), (self.day, 9, "Europe/Berlin"))
        self.assertIn('name="currency"', self._get(f"{self.url}/leg/new").text)
        self._leg(8, currency="EUR")
        self._leg(20, days=2, currency="TRY")
        self._post(
            f"{self.url}/lodging/new",
            {
                "name": "Hotel",
                "date_from": self.day.isoformat(),
                "nights": "2",
                "invoice_number": "R-1",
                "invoice_total": "360",
                "currency": "EUR",
            },
            files={"document": ("rechnung.pdf", PDF)},
        )
        self.env.invalidate_all()
        self.assertEqual(self.claim.leg_ids.currency_id.mapped("name"), ["EUR", "TRY"])
        self.assertEqual(self.claim.missing_exchange, "EUR")
        amounts = self.claim.result["entitlement"]["amounts"]["EUR"]
        self.assertEqual(amounts["lodging"], "114.24")
        self.assertEqual(amounts["transport"], "100.00")
        page = self._get(self.url).text
        self.assertIn("amounts_title", page)
        # A sum in lira is not shown before there is one.
        self.assertNotIn("mbb-sums", page)
        self._post(f"{self.url}/submit", {"true": "1"})
        self.env.invalidate_all()
        self.assertEqual(self.claim.state, "submitted")
        with mute_logger("odoo.http"):
            self._stay(403)
            self._post(f"{self.url}/stay/{stay.id}/delete", {}, 403)

    def test_changed_and_removed(self):
        self._stay()
        stay = self.claim.stay_ids
        self._get(f"{self.url}/stay/{stay.id}")
        self._stay(line=stay.id, place="kktc", date_from=self._moment(7))
        self.assertEqual((stay.table, stay.country_id.id), ("kktc", False))
        self.assertEqual((stay.hour, stay.tz), (7, "Asia/Famagusta"))
        self._post(f"{self.url}/stay/{stay.id}/delete")
        self.env.invalidate_all()
        self.assertFalse(self.claim.stay_ids)

    def test_a_country_with_several_zones(self):
        response = self._stay(422, place="US")
        self.assertIn('id="tz_error"', response.text)
        self._stay(422, place="US", tz="Europe/Berlin")
        self._stay(place="US", tz="America/New_York")
        self.assertEqual(self.claim.stay_ids.tz, "America/New_York")

    def test_errors(self):
        for values in (
            {"place": ""},
            {"place": "TR"},
            {"place": "Atlantis"},
            {"date_from": ""},
            {"date_from": "yesterday"},
        ):
            with self.subTest(values=values):
                name = next(iter(values))
                self.assertIn(f'id="{name}_error"', self._stay(422, **values).text)
        self.assertFalse(self.claim.stay_ids)

    def test_only_the_currencies_of_the_claim(self):
        """One list for the form, the check behind it, and who writes without it."""
        leg = {"vehicle": "taxi", "amount": "90", "count": "1"}
        vals = {"claim_id": self.claim.id, "kind": "taxi", "amount": 90}
        lines = self.env["mbb.travel.leg"].with_user(self.user_expert)
        jpy = self.env["res.currency"].with_context(active_test=False)
        jpy = jpy.search([("name", "=", "JPY")])
        jpy.active = False

        def refused(code):
            page = self._post(f"{self.url}/leg/new", {**leg, "currency": code}, 422)
            self.assertIn("mbb_errors", page.text)
            currency = jpy if code == "JPY" else self.env.ref(f"base.{code}")
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                lines.create({**vals, "currency_id": currency.id})
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.claim.with_user(self.user_expert).write(
                    {
                        "lodging_ids": [
                            Command.create(
                                {
                                    "name": "Hotel",
                                    "date_from": self.day,
                                    "nights": 1,
                                    "invoice_total": 90,
                                    "currency_id": currency.id,
                                }
                            )
                        ]
                    }
                )

        refused("USD")  # at home
        self._post(f"{self.url}/leg/new", {**leg, "currency": "TRY"})
        self._stay()
        refused("JPY")
        line = lines.create({**vals, "currency_id": self.env.ref("base.USD").id})
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            line.currency_id = jpy
        # The Sekreterya may accept a paper of a country on the way.
        line.with_env(self.env).currency_id = jpy
        self._leg(8, currency="USD")

    @mute_logger("odoo.http")
    def test_not_somebody_elses(self):
        self._stay()
        stay = self.claim.stay_ids
        self._sign_in(self.user_giving)
        self._get(f"{self.url}/stay/{stay.id}", 404)
        self._post(f"{self.url}/stay/{stay.id}/delete", {}, 404)
        self.assertTrue(stay.exists())

    def test_what_is_the_offices(self):
        """Neither the rate nor its share, nor a rate of exchange."""
        self._stay()
        stay = self.claim.stay_ids.with_user(self.user_expert)
        for vals in (
            {"share_percent": 200},
            {"share_percent": 50, "share_reason": "x"},
            {"rate_id": self.rate.id},
            {"utc_offset": "+14:00"},
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                stay.write(vals)
        for name in ("rate_id", "rate_amount", "share_reason"):
            with self.assertRaises(AccessError):
                stay.read([name])
        for model in ("mbb.travel.exchange", "mbb.travel.tier", "mbb.travel.rate"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.user_expert).search([])

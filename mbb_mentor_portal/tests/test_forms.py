# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import re
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.tests.common import PDF

from .common import PortalCase, make_png

SCRIPT = "<script>alert('x')</script>"


@tagged("post_install", "-at_install")
class TestRelationForms(PortalCase):
    def _asked(self):
        match = self._propose()
        match.action_ask_consents()
        return match.sudo()

    def _answer(self, user, consent, answer, status=303, **data):
        self._sign_in(user)
        response = self._post(
            f"/my/mentoring/consents/{consent.id}/{answer}", data, status
        )
        self.env.invalidate_all()
        return response

    def test_consents_to_approval(self):
        match = self._asked()
        for side, user in self._users_by_side().items():
            consent = self._consent(match, side)
            self.assertEqual(match.state, "consent")
            self._answer(user, consent, "grant", 422)
            self.assertEqual(consent.state, "requested")
            self._answer(user, consent, "grant", read="1")
            self.assertEqual(consent.state, "granted")
            self.assertEqual(consent.answered_by_id, user)
        self.assertEqual(match.state, "approval")

    @mute_logger("odoo.http")
    def test_refusal_is_for_the_sekreterya(self):
        match = self._asked()
        consent = self._consent(match, "expert")
        self._answer(self.user_expert, consent, "refuse", 422, refuse_reason="  ")
        self._answer(self.user_expert, consent, "refuse", refuse_reason="My own matter")
        self.assertEqual(consent.state, "refused")
        self.assertEqual(match.state, "declined")
        self.assertEqual(consent.reason, "My own matter")
        for user in (self.user_giving, self.user_asking, self.user_expert):
            self._sign_in(user)
            for url in (
                "/my/mentoring",
                f"/my/mentoring/matches/{match.id}",
                f"/my/mentoring/consents/{consent.id}",
            ):
                self.assertNotIn("My own matter", self.url_open(url).text)

    def test_answered_once(self):
        match = self._asked()
        consent = self._consent(match, "mentee_institution")
        self._answer(self.user_asking, consent, "grant", read="1")
        self._answer(self.user_asking, consent, "refuse", 422, refuse_reason="Later")
        self.assertEqual(consent.state, "granted")
        self._answer(self.user_asking, consent, "withdraw", withdraw_reason="Budget")
        self.assertEqual(consent.state, "withdrawn")
        self.assertEqual(match.state, "declined")

    def test_what_the_other_side_learns(self):
        """Institution and name from the consents on; addresses once it is agreed."""
        match = self._asked()
        self._sign_in(self.user_asking)
        page = self._get(f"/my/mentoring/matches/{match.id}").text
        self.assertIn("Ayşe Uzman", page)
        self.assertNotIn(self.expert.email, page)
        self.assertNotIn(self.expert.phone, page)
        self._grant_all(match)
        self._approve(match, self.user_manager)
        page = self._get(f"/my/mentoring/matches/{match.id}").text
        self.assertIn(self.expert.email, page)
        self.assertIn(self.expert.phone, page)

    def test_minutes(self):
        match = self._agree(date_from=self.today - timedelta(days=30))
        start = self.env.cr.now() - timedelta(hours=3)
        session = match.session_ids.create(
            {
                "match_id": match.id,
                "date_start": start,
                "date_stop": start + timedelta(hours=1),
                "private_note": "Only for us",
            }
        )
        url = f"/my/mentoring/sessions/{session.id}"
        self._sign_in(self.user_expert)
        self.assertNotIn("Only for us", self._get(url).text)
        self._post(f"{url}/minutes", {"minutes": "Kept"}, 422)
        self._post(
            f"{url}/minutes",
            {"minutes": f"Agreed {SCRIPT}", "attended": str(self.expert.id)},
        )
        self.env.invalidate_all()
        self.assertEqual(session.state, "held")
        self.assertEqual(match.sudo().state, "active")
        self._sign_in(self.user_asking)
        page = self._get(url).text
        self.assertIn("Agreed &lt;script&gt;", page)


@tagged("post_install", "-at_install")
class TestClaimForms(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_relation()
        cls.url = f"/my/mentoring/claims/{cls.claim.id}"

    def setUp(self):
        super().setUp()
        self._sign_in(self.user_expert)

    def _leg(self, day, hour, back=False, **values):
        date = (self.assignment.date_from + timedelta(days=day)).isoformat()
        places = ["İstanbul", "Edremit"]
        if back:
            places.reverse()
        return {
            "vehicle": "bus",
            "place_from": places[0],
            "place_to": places[1],
            "date_departure": f"{date}T{hour:02}:00",
            "date_arrival": f"{date}T{hour + 3:02}:00",
            "amount": "1.250,50",
            "count": "1",
            **values,
        }

    def _lodging(self, **values):
        return {
            "name": "Öğretmenevi",
            "date_from": self.assignment.date_from.isoformat(),
            "nights": "1",
            "invoice_number": "A-1",
            "invoice_total": "900,00",
            **values,
        }

    def _line(self, kind, data, status=303, file=None, line="new"):
        files = {"document": file} if file else None
        response = self._post(f"{self.url}/{kind}/{line}", data, status, files)
        self.env.invalidate_all()
        return response

    def test_from_assignment_to_submission(self):
        self.claim.unlink()
        new = "/my/mentoring/claims/new"
        self._get(f"{new}?assignment={self.assignment.id}")
        vals = {
            "assignment": str(self.assignment.id),
            "title": "Şehir Plancısı",
            "claimant_status": "civil_servant",
            "degree": "3",
        }
        self._post(new, {**vals, "degree": "16"}, 422)
        self._post(new, {**vals, "claimant_status": "other"}, 422)
        self._post(new, vals)
        claim = self.env["mbb.travel.claim"].search([], order="id desc", limit=1)
        self.assertEqual(claim.expert_id, self.expert)
        self.assertEqual(claim.title, "Şehir Plancısı")
        self.url = f"/my/mentoring/claims/{claim.id}"
        self._line("leg", self._leg(0, 8))
        self._line("leg", self._leg(1, 16, back=True))
        self._line("lodging", self._lodging(), file=("fatura.pdf", PDF))
        leg = claim.leg_ids[0]
        # Eight o'clock in Istanbul.
        self.assertEqual(leg.date_departure.hour, 5)
        self.assertEqual(leg.amount, 1250.5)
        page = self._get(self.url).text
        self.assertIn("6245 m.39", page)
        self._post(f"{self.url}/submit", {}, 422)
        self._post(f"{self.url}/submit", {"true": "1"})
        self.env.invalidate_all()
        self.assertEqual(claim.state, "submitted")
        self.assertEqual(claim.submitted_by_id, self.user_expert)
        with mute_logger("odoo.http"):
            self._post(f"{self.url}/edit", vals, 403)
            self._post(f"{self.url}/leg/{leg.id}/delete", {}, 403)
            self._line("leg", self._leg(0, 8), 403)

    def test_the_plan_is_proposed(self):
        self.claim.unlink()
        self._post(
            "/my/mentoring/claims/new",
            {
                "assignment": str(self.assignment.id),
                "title": "Şehir Plancısı",
                "claimant_status": "civil_servant",
                "degree": "6",
                "post_degree": "3",
            },
        )
        claim = self.env["mbb.travel.claim"].search([], order="id desc", limit=1)
        self.assertEqual((len(claim.leg_ids), len(claim.lodging_ids)), (2, 1))
        self.assertEqual(claim.post_degree, 3)
        self.url = f"/my/mentoring/claims/{claim.id}"
        self.assertIn("mbb-line-proposed", self._get(self.url).text)
        # Filled in, it counts; what is left alone is not claimed.
        for leg, day, back in zip(claim.leg_ids, (0, 1), (False, True), strict=True):
            self._line("leg", self._leg(day, 9, back=back), line=leg.id)
        self.assertFalse(any(claim.leg_ids.mapped("is_proposed")))
        self._post(f"{self.url}/submit", {"true": "1"})
        self.env.invalidate_all()
        self.assertEqual(claim.state, "submitted")
        self.assertFalse(claim.lodging_ids)

    def test_what_an_expert_can_know_of_a_fare(self):
        self._line(
            "leg",
            self._leg(
                0,
                8,
                vehicle="plane",
                folded="1",
                fare_class="economy",
                document_number="TK 123",
                missing_reason="The airline is bankrupt",
                paid_fare="900",
                is_approved="1",
            ),
        )
        leg = self.claim.leg_ids
        self.assertEqual(
            (leg.fare_class, leg.document_number, leg.paid_fare, leg.is_approved),
            ("economy", "TK 123", 900, True),
        )
        self.assertEqual(leg.missing_reason, "The airline is bankrupt")
        page = self._get(f"{self.url}/leg/{leg.id}").text
        self.assertIn("TK 123", page)
        self._line("leg", self._leg(0, 8, fare_class="sleeper"), 422)
        self._line("leg", self._leg(0, 8, is_free="1", amount=""))
        for kind in ("meal", "car_rental", "city_transport"):
            response = self._line("leg", {"vehicle": kind, "amount": "9"}, 422)
            self.assertIn('id="vehicle_error"', response.text)
        self._line(
            "leg",
            {"vehicle": "taxi", "amount": "9", "count": "1", "route": "at_destination"},
            422,
        )

    def test_particulars(self):
        day = self.assignment.date_from.isoformat()
        wait = {"absence": "waiting", "date_from": day, "date_to": day}
        self._line("absence", wait, 422)
        self._line("absence", {**wait, "cause": "road_closed"}, file=("a.pdf", PDF))
        self._line("benefit", {"name": "Host", "element": "lodging", "amount": "0"}, 422)
        self._line("benefit", {"name": "Host", "element": "lodging", "amount": "90"})
        self.assertTrue(self.claim.absence_ids.evidence_id)
        self.assertEqual(self.claim.benefit_ids.amount, 90)
        self.assertIn("Host", self._get(self.url).text)
        for kind, line in (
            ("absence", self.claim.absence_ids),
            ("benefit", self.claim.benefit_ids),
        ):
            self._get(f"{self.url}/{kind}/{line.id}")
            self._post(f"{self.url}/{kind}/{line.id}/delete")
        self._line("lodging", self._lodging(is_provided="1", invoice_number=""))
        edit = {
            "title": "Planner",
            "claimant_status": "civil_servant",
            "degree": "3",
            "particulars": "1",
            "is_training": "1",
            "interim_to": f"{day}T18:00",
        }
        self._post(f"{self.url}/edit", {**edit, "interim_from": f"{day}T19:00"}, 422)
        self._post(f"{self.url}/edit", edit)
        self.env.invalidate_all()
        # Six in the evening in Istanbul.
        self.assertEqual(self.claim.interim_to.hour, 15)
        self.assertTrue(self.claim.is_training)
        self.assertIn("T18:00", self._get(f"{self.url}/edit").text)

    def test_what_is_missing_is_said(self):
        response = self._post(f"{self.url}/submit", {"true": "1"}, 422)
        self.assertIn("mbb_errors", response.text)
        self.assertEqual(self.claim.state, "draft")

    def test_a_missing_paper_is_one_tap_away(self):
        self._line("leg", self._leg(0, 8, vehicle="plane"))
        leg = self.claim.leg_ids
        address = f"{self.url}/leg/{leg.id}"
        rule = self.env.ref("mbb_mentor_expense.mbb_travel_document_rule_plane")
        name = rule.with_context(lang=self.user_expert.lang).name
        link = re.compile(rf'href="{address}">[^<]+: {name}')
        self.assertRegex(self._get(self.url).text, link)
        # What can be written instead is not behind the fold.
        self.assertIn('mbb-details" open', self._get(address).text)
        values = self._leg(0, 8, vehicle="plane", missing_reason="Bankrupt")
        self._line("leg", values, line=leg.id)
        self.assertNotRegex(self._get(self.url).text, link)

    def test_a_line_is_changed_and_removed(self):
        self._line("leg", self._leg(0, 8), file=("bilet.png", make_png()))
        leg = self.claim.leg_ids
        evidence = leg.evidence_id
        self.assertEqual(evidence.name, "bilet.png")
        self.assertEqual(
            (evidence.res_model, evidence.res_id), ("mbb.travel.leg", leg.id)
        )
        self._get(f"{self.url}/leg/{leg.id}")
        self._line("leg", self._leg(0, 9, amount="10"), line=leg.id)
        self.assertEqual(leg.amount, 10)
        self.assertEqual(leg.evidence_id, evidence)
        response = self._get(f"{self.url}/leg/{leg.id}/document")
        self.assertEqual(response.content, evidence._get_content())
        self._post(f"{self.url}/leg/{leg.id}/delete")
        self.env.invalidate_all()
        self.assertFalse(self.claim.leg_ids)

    def test_errors_of_a_line(self):
        for values in (
            {"vehicle": "rocket"},
            {"place_from": ""},
            {"date_departure": ""},
            {"date_arrival": "2026-01-01T00:00"},
            {"date_departure": "2026-01-01T00:00+05:00"},
            {"amount": "-5"},
            {"amount": "1,234,567"},
            {"amount": "NaN"},
            {"count": "0"},
            {"count": "1e3"},
            # Digits of other scripts; dates of another kind.
            {"amount": "٩٠"},
            {"count": "２"},
            {"date_arrival": "２０２６-01-01T10:00"},
            {"date_arrival": "2026-01-01T10:00:00"},
            {"date_arrival": "2026-W10-1T10:00"},
        ):
            with self.subTest(values=values):
                response = self._line("leg", self._leg(0, 8, **values), 422)
                name = next(iter(values))
                if name != "date_departure":
                    self.assertIn(f'id="{name}_error"', response.text)
        self.assertFalse(self.claim.leg_ids)
        self._line("leg", {"vehicle": "taxi", "amount": "90", "count": "2"})
        self.assertEqual(self.claim.leg_ids.total, 180)

    def test_hostile_files(self):
        png = make_png()
        for name, content in (
            ("empty.pdf", b""),
            ("page.pdf", b"<html><script>alert(1)</script></html>"),
            ("run.pdf", b"MZ\x90\x00" + b"\x00" * 64),
            ("cut.png", png[: len(png) // 2]),
            ("cut.pdf", b"%PDF-1.7\n1 0 obj"),
            ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("huge.pdf", PDF[:-6] + b"\n" * (10 * 1024 * 1024) + b"%%EOF\n"),
        ):
            with self.subTest(name=name):
                response = self._line(
                    "lodging", self._lodging(), 422, file=(name, content)
                )
                self.assertIn('id="document_error"', response.text)
                self.assertIn("Öğretmenevi", response.text)
        self._line("lodging", self._lodging(), 422)
        self.assertFalse(self.claim.lodging_ids)
        for value in ("2026W101", "20260305", "٢٠٢٦-03-05"):
            response = self._line("lodging", self._lodging(date_from=value), 422)
            self.assertIn('id="date_from_error"', response.text)
        self._line("lodging", self._lodging(), file=("../../etc/<b>.exe", png))
        evidence = self.claim.lodging_ids.evidence_id
        self.assertEqual(evidence.name, "<b>.exe.png")
        self.assertEqual(self.claim.lodging_ids.document_name, "<b>.exe.png")
        self.assertEqual(evidence.mimetype, "image/png")
        self.assertFalse(
            self.env["ir.attachment"].search(
                [("res_model", "=", "mbb.travel.claim"), ("res_id", "=", self.claim.id)]
            )
        )

    @mute_logger("odoo.http")
    def test_line_of_another_claim(self):
        self._line("leg", self._leg(0, 8))
        leg = self.claim.leg_ids
        for url in (
            f"/my/mentoring/claims/999999999/leg/{leg.id}",
            f"{self.url}/lodging/{leg.id + 10**6}",
        ):
            self._get(url, 404)
        self._sign_in(self.user_giving)
        self._get(f"{self.url}/leg/{leg.id}/document", 404)
        self._post(f"{self.url}/leg/{leg.id}/delete", {}, 404)
        self.assertTrue(self.claim.leg_ids)

    def test_direct_write_of_a_document(self):
        """By RPC, too, a file is judged by its content."""
        with self.assertRaises(UserError):
            self.env["mbb.travel.lodging"].with_user(self.user_expert).create(
                {
                    "claim_id": self.claim.id,
                    "name": "Hotel",
                    "date_from": self.assignment.date_from,
                    "nights": 1,
                    "invoice_number": "1",
                    "invoice_total": 1,
                    "document": base64.b64encode(b"<html>"),
                    "document_name": "x.pdf",
                }
            )

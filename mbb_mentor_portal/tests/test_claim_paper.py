# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import io
from datetime import datetime, time, timedelta

from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestClaimPaper(PortalCase):
    """The expert prints their own declaration, an institution none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_relation()
        day = cls.assignment.date_from
        start = datetime.combine(day, time(5))
        for offset in (0, 13):
            cls.claim.leg_ids.create(
                {
                    "claim_id": cls.claim.id,
                    "kind": "bus",
                    "place_from": "Iğdır",
                    "place_to": "Şişli",
                    "date_departure": start + timedelta(hours=offset),
                    "date_arrival": start + timedelta(hours=offset),
                    "amount": 250,
                }
            )
        cls.url = f"/my/mentoring/claims/{cls.claim.id}/paper"

    def test_expert(self):
        self._sign_in(self.user_expert)
        page = self._get(f"/my/mentoring/claims/{self.claim.id}").text
        for kind in ("declaration", "calculation"):
            self.assertIn(f"/paper/{kind}", page)
            response = self._get(f"{self.url}/{kind}")
            self.assertEqual(response.headers["Content-Type"], "application/pdf")
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            # The printer is a stand-in here: what it is given says what is printed.
            self.assertEqual(len(PdfReader(io.BytesIO(response.content)).pages), 1)
            claim = self.env["mbb.travel.claim"].browse(self.claim.id)
            text = claim.with_user(self.user_expert)._render_travel_paper(kind)
            self.assertIn("Iğdır", text)
            self.assertIn("Şişli", text)
        self._get(f"{self.url}/payment_order", 404)

    @mute_logger("odoo.http")
    def test_others(self):
        for user in (
            self.user_asking,
            self.user_giving,
            self.user_viewer,
            self.user_other,
        ):
            self._sign_in(user)
            with self.subTest(user=user.login):
                self._get(f"{self.url}/declaration", 404)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_no_other_way(self):
        """Core's address of a report asks the same question."""
        claims = self.env["mbb.travel.claim"].browse(self.claim.id)
        for user in (self.user_giving, self.user_other):
            for kind in ("declaration", "calculation", "payment_order"):
                with self.assertRaises(AccessError):
                    claims.with_user(user)._render_travel_paper(kind)
        own = claims.with_user(self.user_expert)
        for kind in ("payment_order", "payment_list"):
            with self.assertRaises(AccessError):
                own._render_travel_paper(kind)
        for method in ("action_export_claim", "action_download_dossier"):
            with self.assertRaises(AccessError):
                getattr(own, method)()
        self._sign_in(self.user_giving)
        name = "mbb_mentor_expense.report_travel_claim_document"
        for kind in ("html", "pdf"):
            response = self.url_open(f"/report/{kind}/{name}/{self.claim.id}")
            self.assertGreaterEqual(response.status_code, 400)

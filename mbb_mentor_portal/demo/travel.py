# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
from datetime import date, timedelta

from .practices import Practices
from .tables import paper


class Travel(Practices):
    """The money side: what Malî Hizmetler has set; a claim begun, another posted."""

    def load(self):  # pylint: disable=missing-return
        # First, as what an assignment will cost is known before anybody signs.
        for model in ("mbb.travel.rate", "mbb.travel.policy"):
            self._continue_table(model)
        super().load()
        self._load_settings()
        self._load_payees()
        self._load_posted_claim()
        self._load_begun_claim()

    def _load_settings(self):
        self.company._mbb_setup_travel_accounts()
        self.company.write(
            {
                "mbb_stamp_tax_base": "all",
                "mbb_stamp_tax_note": "Malî Hizmetler Müdürlüğünün görüşü (gösterim)",
            }
        )

    def _load_payees(self):
        """Specimen accounts with right check digits, entered by the experts."""
        for login, iban, number in (
            ("uzman.ayse", "TR330006100519786457841326", "10000000146"),
            ("uzman.mehmet", "TR320010009999901234567890", "10000000078"),
        ):
            payee = (
                self.as_user(login, "mbb.travel.payee")
                .sudo()
                .create(
                    {
                        "expert_id": self.people[login].id,
                        "company_id": self.company.id,
                        "iban": iban,
                        "identity_number": number,
                    }
                )
            )
            self.as_user("muhasebe", payee).action_check()

    def _continue_table(self, model):
        """Where no amounts are shipped for this year yet, last year's stand in."""
        rows = self.env[model].search([("company_id", "=", False)])
        last, needed = max(rows.mapped("date_to")), self.calendar.day(60)
        if last >= needed:
            return
        for row in rows.filtered(lambda row: row.date_to == last):
            row.copy(
                {
                    "date_from": last + timedelta(days=1),
                    "date_to": date(needed.year, 12, 31),
                    "certainty": "unverified",
                    "source": "Gösterim: önceki dönemin tutarı",
                }
            )

    # -- claims ------------------------------------------------------------

    def _claim(self, login, assignment, **vals):
        return self.as_user(login, "mbb.travel.claim").create(
            {
                "assignment_id": assignment.id,
                "title": self.people[login].function,
                "claimant_status": "civil_servant",
                **vals,
            }
        )

    def _add_journey(self, claim, places, day, hours, amount):
        departure, arrival = (self.calendar.at(day, hour) for hour in hours)
        claim.leg_ids.create(
            {
                "claim_id": claim.id,
                "kind": "bus",
                "place_from": places[0],
                "place_to": places[1],
                "date_departure": departure,
                "date_arrival": arrival,
                "amount": amount,
            }
        )

    def _load_posted_claim(self):
        trip = self.past_trip.sudo()
        claim = self._claim("uzman.ayse", trip, degree=3, additional_indicator=3600)
        there = ("İstanbul", "Lüleburgaz")
        self._add_journey(claim, there, trip.date_from, (8, 11), 420)
        self._add_journey(claim, there[::-1], trip.date_to, (16, 19), 420)
        claim.lodging_ids.create(
            {
                "claim_id": claim.id,
                "name": "Lüleburgaz Öğretmenevi",
                "date_from": trip.date_from,
                "nights": 2,
                "invoice_number": "ABC2026000000123",
                "invoice_total": 2400,
                "document": base64.b64encode(paper("KONAKLAMA FATURASI", "2 gece")),
                "document_name": "konaklama.pdf",
            }
        )
        claim.action_submit()
        for login in (
            "sekreterya.yonetici",
            "gerceklestirme",
            "malihizmetler.kontrol",
            "genelsekreter",
        ):
            self._approve(claim, login)
            if login == "sekreterya.yonetici":
                self._record_signed(claim)
        self.as_user("muhasebe", claim).action_post()

    def _record_signed(self, claim):
        """The declaration came back with both signatures."""
        self.as_user("sekreterya2", claim)._record_signed(
            date=self.calendar.today,
            unit_name="Hande Sayıner, Sekreterya Sorumlusu",
            content=paper("GEÇİCİ GÖREV YOLLUĞU BİLDİRİMİ", claim.number),
            file_name="bildirim-imzali.pdf",
        )

    def _load_begun_claim(self):
        trip = self.present_trip.sudo()
        claim = self._claim("uzman.mehmet", trip, degree=5)
        there = ("Bursa", "Çanakkale")
        self._add_journey(claim, there, trip.date_from, (7, 12), 650)

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from contextlib import nullcontext
from unittest.mock import patch

from lxml import html

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.http_routing.models.ir_http import IrHttp

from .routes import FILLED, FORMS, GET, POST, WHO, answer, as_markdown
from .world import PortalWorld


@tagged("post_install", "-at_install")
class TestRoutes(PortalWorld):
    """Each address × each kind of user has one expected answer: routes.py."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.language = cls._main_language()
        # What the error page looks like is asked once, below; drawing it for each
        # refusal is most of the time that the table takes.
        cls.drawn = patch.object(
            IrHttp, "_get_error_html", lambda env, code, values: (code, "")
        )

    def _ask(self, method, rows):
        """Ask every cell; all that are wrong are told at once."""
        wrong = []
        for who, user in self._users(WHO).items():
            self._sign_in(user)
            # The address is asked for in the language that needs no prefix.
            self.opener.cookies["frontend_lang"] = self.language
            for address, row in rows.items():
                expected = answer(row, who)
                leads = user is None and "nobody" not in row.get(303, "")
                url = self._at(address)
                data = self._form(address) if method == "POST" else None
                with self._undone() if method == "POST" else nullcontext():
                    response = self.url_open(url, data=data, allow_redirects=False)
                if response.status_code == expected != 303:
                    continue
                told = f"{method} {address} {who}: {response.status_code}"
                if response.status_code != expected:
                    wrong.append(f"{told}, expected {expected}")
                elif ("/web/login" in response.headers["Location"]) != leads:
                    wrong.append(f"{told}, to {response.headers['Location']}")
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    @mute_logger("odoo.http")
    def test_reading(self):
        with self.drawn:
            self._ask("GET", GET)

    @mute_logger("odoo.http")
    def test_writing(self):
        self._read_filled()
        with self.drawn:
            self._ask("POST", POST)

    def test_every_address_has_a_row(self):
        """Who adds a page says who gets it."""
        asked = {
            self._rule_of(address, method)
            for method, rows in (("GET", GET), ("POST", POST))
            for address in rows
        }
        left = sorted(self._own_rules() - asked)
        self.assertFalse(left, "Say in routes.py who gets these")

    def test_the_table_names_what_there_is(self):
        for rows in (GET, POST):
            for address, row in rows.items():
                named = " ".join(row.values()).split()
                self.assertLessEqual(set(named), set(WHO), address)
                self.assertEqual(len(named), len(set(named)), address)
        self.assertLessEqual({*FORMS, *FILLED}, set(POST))
        self.assertEqual(len(as_markdown().splitlines()), len(GET) + len(POST) + 2)

    @mute_logger("odoo.http")
    def test_contact_of_another_institution(self):
        """Whose contact lies elsewhere works for the institution all the same."""
        for user in (self.user_asking, self.user_giving):
            user.partner_id.parent_id = self.other
        table = {self._at(address): row for address, row in GET.items()}
        for kind in (
            *("mentees", "mentors", "matches", "consents", "sessions"),
            "assignments",
        ):
            table[f"/my/mentoring/all/{kind}"] = {200: "asking giving"}
        sides = {"mentee_institution": "asking", "mentor_institution": "giving"}
        for consent in self.match.sudo().consent_ids | (
            self.assignment.sudo().consent_ids
        ):
            table[consent._get_portal_url()] = {200: sides.get(consent.side, "")}
        with self.drawn:
            for who, user in self._users(("asking", "giving")).items():
                self._sign_in(user)
                for url, row in table.items():
                    with self.subTest(who=who, url=url):
                        self.env.invalidate_all()
                        self._get(url, answer(row, who))
        self._sign_in(self.user_asking)
        self._post("/my/mentoring/apply/mentee", self._application())
        self._post(
            f"/my/mentoring/consents/{self.consent.id}/withdraw",
            {"withdraw_reason": "A change of plans"},
        )

    @mute_logger("odoo.http")
    def test_match_names_the_institution_of_a_unit(self):
        twin = self.unit.copy({"name": self.unit.name, "parent_id": self.giving.id})
        mentor = self._create_mentor(applicant_type="unit", unit_id=twin.id)
        mentee = self._create_mentee(applicant_type="unit", unit_id=self.unit.id)
        match = self._propose(mentor_id=mentor.id, mentee_id=mentee.id)
        match.action_ask_consents()
        self._sign_in(self.user_asking)
        for url in ("/my/mentoring", "/my/mentoring/all/matches"):
            page = html.fromstring(self._get(url).text)
            [row] = page.xpath(f"//a[@href='{match._get_portal_url()}']")
            [title] = row.xpath(".//*[contains(@class, 'mbb-row-title')]")
            self.assertEqual(
                " ".join(title.text_content().split()),
                "Giving Municipality, Zoning Department – "
                "Asking Municipality, Zoning Department",
            )

    @mute_logger("odoo.http")
    def test_an_institution_and_an_expert_consent_in_their_words(self):
        for user, side, words in (
            (
                self.user_asking,
                "mentee_institution",
                ("Institution Has Consented", "Muvafakat Verildi"),
            ),
            (self.user_expert, "expert", ("Expert Has Consented", "Rıza Verildi")),
        ):
            self._sign_in(user)
            consent = self._consent(self.match, side)
            page = html.fromstring(self._get(consent._get_portal_url()).text)
            badge = page.xpath("//main//*[contains(@class, 'mbb-badge')]")[0]
            # In the language of the page, whichever the database serves first.
            self.assertIn(badge.text_content().strip(), words)

    @mute_logger("odoo.http")
    def test_not_yours_is_as_not_there(self):
        self._sign_in(self.user_other)
        pages = []
        for record_id in (self.mentee.id, 999999999):
            response = self._get(f"/my/mentoring/mentees/{record_id}", 404)
            main = html.fromstring(response.text).find(".//main")
            pages.append(main.text_content())
        self.assertEqual(pages[0], pages[1])

    @mute_logger("odoo.http", "odoo.addons.http_routing.models.ir_http")
    def test_every_post_needs_its_token(self):
        for who in ("asking", "expert"):
            self._sign_in(getattr(self, f"user_{who}"))
            for address, row in POST.items():
                if answer(row, who) not in (200, 303, 422):
                    continue
                for token in ({}, {"csrf_token": "x" * 40 + "o99999999999"}):
                    with self.subTest(address=address, token=token), self.drawn:
                        form = {**self._form(address), "x": "1"}
                        form.pop("csrf_token")
                        form.update(token)
                        self.assertEqual(
                            self.url_open(self._at(address), form).status_code, 400
                        )

    @mute_logger("odoo.http")
    def test_no_step_by_get(self):
        self._sign_in(self.user_asking)
        pages = {self._rule_of(address, "GET")[0] for address in GET}
        for address in POST:
            if self._rule_of(address, "POST")[0] not in pages:
                with self.subTest(address=address), self.drawn:
                    response = self.url_open(self._at(address))
                    self.assertIn(response.status_code, (404, 405))

    def test_public_page(self):
        for user in (None, self.user_asking, self.user_officer):
            self._sign_in(user)
            # The reader's language may be in the address: one redirect.
            response = self.url_open("/mentoring")
            self.assertEqual(response.status_code, 200)
            self.assertIn("/my/mentoring", response.text)

    def test_home_has_the_card(self):
        self._sign_in(self.user_asking)
        self.assertIn('href="/my/mentoring"', self._get("/my").text)

    def test_officer_sees_only_what_is_theirs(self):
        """On the portal an officer is a visitor: no list of everybody's records."""
        self._sign_in(self.user_officer)
        page = self._get("/my/mentoring").text
        self.assertNotIn(self.mentee.number, page)
        with mute_logger("odoo.http"):
            self._get(f"/my/mentoring/mentees/{self.mentee.id}", 404)

    def test_letter_is_the_issued_file(self):
        self._sign_in(self.user_asking)
        response = self._get(f"/my/mentoring/letters/{self.letter.id}")
        self.assertEqual(response.content, self.letter.evidence_id._get_content())
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("attachment", response.headers["Content-Disposition"])

    def test_personal_pages_are_not_cached_nor_framed(self):
        self._sign_in(self.user_asking)
        headers = self._get("/my/mentoring").headers
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertIn("frame-ancestors", headers["Content-Security-Policy"])

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import threading
from unittest.mock import patch

from lxml import html

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PortalCase

#: The columns of the table.
WHO = ("nobody", "giving", "asking", "applicant", "viewer", "former", "other", "expert")
ASKING = {"asking", "applicant", "viewer"}
BOTH = {"giving", "expert"} | ASKING


@tagged("post_install", "-at_install")
class TestRoutes(PortalCase):
    """Each address × each kind of user has one expected answer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_relation()
        cls.second = cls._create_mentee(contact_id=cls.user_asking.partner_id.id)
        mentor = cls._create_mentor()
        cls.proposed = (
            cls.env["mbb.match"]
            .with_user(cls.user_officer)
            .create({"mentor_id": mentor.id, "mentee_id": cls.second.id})
            .sudo()
        )
        cls.incomplete = cls._create_mentee(accepted=False)
        cls.incomplete.sudo().action_submit()
        cls.incomplete.with_user(cls.user_officer).action_review()
        cls.incomplete.with_user(cls.user_officer).action_return("The map is missing")
        cls.report = (
            cls.env["mbb.duty.report"]
            .create({"assignment_id": cls.assignment.id, "text": "What was done"})
            .sudo()
        )
        cls.named = cls.second._name_expert(cls.learner).sudo()
        cls.agreement = cls._agree_on(cls.match)
        cls.task = cls._give_task(cls.meeting)
        cls.step = cls.env["mbb.plan.step"].create(
            {
                "match_id": cls.match.id,
                "name": "Name the contact person",
                "owner_id": cls.expert.id,
            }
        )

    def _users(self):
        return {
            "nobody": None,
            **{who: getattr(self, f"user_{who}") for who in WHO[1:]},
        }

    def _get_table(self):
        """{address: those who get 200, or {who: status}}; the rest gets 404."""
        my = "/my/mentoring"
        consent = self._consent
        everybody = set(WHO[1:])
        edit = {"asking": 200, "applicant": 200, "viewer": 403}
        closed = {"asking": 403, "applicant": 403, "viewer": 403}
        claim = f"{my}/claims/{self.claim.id}"
        return {
            my: everybody,
            f"{my}/all/mentees": everybody,
            f"{my}/all/claims/page/2": everybody,
            f"{my}/all/secrets": set(),
            f"{my}/apply/mentee": everybody,
            f"{my}/apply/mentor": everybody,
            f"{my}/mentees/{self.mentee.id}": ASKING,
            f"{my}/mentees/{self.draft.id}": ASKING,
            f"{my}/mentees/{self.draft.id}/edit": edit,
            f"{my}/mentees/{self.incomplete.id}/edit": edit,
            f"{my}/mentees/{self.mentee.id}/edit": closed,
            f"{my}/mentors/{self.mentor.id}": {"giving", "expert"},
            f"{my}/mentees/999999999": set(),
            f"{my}/matches/{self.match.id}": BOTH,
            f"{my}/matches/{self.proposed.id}": set(),
            f"{my}/consents/{consent(self.match, 'mentee_institution').id}": ASKING,
            f"{my}/consents/{consent(self.match, 'mentor_institution').id}": {"giving"},
            f"{my}/consents/{consent(self.match, 'expert').id}": {"expert"},
            f"{my}/sessions/{self.meeting.id}": BOTH,
            f"{my}/sessions/{self.meeting.id}/calendar.ics": {"asking", "expert"},
            f"{my}/agreements/{self.agreement.id}": BOTH,
            f"{my}/tasks/{self.task.id}": BOTH,
            f"{my}/steps/{self.step.id}": {"expert"},
            f"{my}/reports/{self.report.id}": {"expert"},
            f"{my}/reports/{self.report.id}/papers/999999999": set(),
            f"{my}/experts/{self.named.id}": ASKING,
            f"{my}/mentees/{self.second.id}/correct": edit,
            f"{my}/mentees/{self.draft.id}/correct": closed,
            f"{my}/assignments/{self.assignment.id}": BOTH,
            f"{my}/letters/{self.letter.id}": BOTH,
            claim: {"expert"},
            f"{claim}/edit": {"expert"},
            # Nothing to print yet; see test_claim_paper for what there is later.
            f"{claim}/paper/declaration": set(),
            # For the accountant only; see test_dossier.
            f"/mentoring/travel/{self.claim.id}/dossier": {"expert": 403},
            f"{claim}/payee": {"expert"},
            f"{my}/claims/999999999/payee": set(),
            f"{my}/advances/999999999": set(),
            f"{my}/advances/999999999/payee": set(),
            f"{my}/advances/new": set(),
            # Its trip is over.
            f"{my}/advances/new?assignment={self.assignment.id}": dict.fromkeys(
                BOTH, 403
            ),
            f"{claim}/leg/new": {"expert"},
            f"{claim}/lodging/new": {"expert"},
            f"{claim}/stay/new": {"expert"},
            f"{claim}/stay/999999999": set(),
            f"{claim}/leg/999999999": set(),
            f"{claim}/leg/999999999/document": set(),
            f"{my}/claims/new": set(),
            f"{my}/claims/new?assignment=x": set(),
            # Claimed already; and never somebody else's.
            f"{my}/claims/new?assignment={self.assignment.id}": dict.fromkeys(
                BOTH, 403
            ),
            f"{my}/evaluations/999999999": set(),
            f"/mentoring/letters/{self.letter.id}/download": BOTH,
            f"/mentoring/letters/{self.letter.id}/metadata": BOTH,
            f"/mentoring/letters/print/{self.letter.id}": BOTH,
            f"/mentoring/letters/print/{self.letter.id},999999999": BOTH,
            "/mentoring/letters/999999999/download": set(),
            "/mentoring/letters/print/x": set(),
        }

    @mute_logger("odoo.http")
    def test_reading(self):
        table = self._get_table()
        for who, user in self._users().items():
            self._sign_in(user)
            for url, allowed in table.items():
                if isinstance(allowed, set):
                    allowed = dict.fromkeys(allowed, 200)
                expected = 303 if who == "nobody" else allowed.get(who, 404)
                with self.subTest(who=who, url=url):
                    response = self.url_open(url, allow_redirects=False)
                    self.assertEqual(response.status_code, expected)

    @mute_logger("odoo.http")
    def test_contact_of_another_institution(self):
        """Whose contact lies elsewhere works for the institution all the same."""
        for user in (self.user_asking, self.user_giving):
            user.partner_id.parent_id = self.other
        consents = self.match.sudo().consent_ids | self.assignment.sudo().consent_ids
        table = {
            **self._get_table(),
            **{
                f"/my/mentoring/all/{kind}": {"asking", "giving"}
                for kind in ("mentees", "mentors", "matches", "consents", "sessions")
            },
            "/my/mentoring/all/assignments": {"asking", "giving"},
        }
        for consent in consents:
            who = {"mentee_institution": "asking", "mentor_institution": "giving"}
            table[consent._get_portal_url()] = {who.get(consent.side)}
        for who in ("asking", "giving"):
            self._sign_in(getattr(self, f"user_{who}"))
            for url, allowed in table.items():
                if isinstance(allowed, set):
                    allowed = dict.fromkeys(allowed, 200)
                with self.subTest(who=who, url=url):
                    self.env.invalidate_all()
                    self._get(url, allowed.get(who, 404))
        self._sign_in(self.user_asking)
        self._post("/my/mentoring/apply/mentee", self._application())
        own = self._consent(self.match, "mentee_institution")
        self._post(
            f"/my/mentoring/consents/{own.id}/withdraw",
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

    def _get_posts(self):
        """{address: {who: status}} of what is posted; the rest gets 404."""
        my = "/my/mentoring"
        claim = f"{my}/claims/{self.claim.id}"
        own = self._consent(self.match, "mentee_institution")
        person = self._consent(self.match, "expert")
        seen = {"asking": 403, "applicant": 403, "viewer": 403}
        return {
            f"{my}/mentees/{self.draft.id}/edit": {"viewer": 403},
            f"{my}/mentees/{self.draft.id}/delete": {"viewer": 403},
            f"{my}/mentees/{self.second.id}/withdraw": {"viewer": 403},
            f"{my}/mentees/{self.mentee.id}/delete": seen,
            f"{my}/mentees/{self.mentee.id}/retire": seen,
            f"{my}/mentees/{self.mentee.id}/edit": seen,
            f"{my}/mentors/{self.mentor.id}/return": {"giving": 403, "expert": 403},
            f"{my}/consents/{own.id}/grant": {"applicant": 403, "viewer": 403},
            f"{my}/consents/{own.id}/withdraw": {"applicant": 403, "viewer": 403},
            f"{my}/consents/{person.id}/withdraw": {},
            f"{my}/sessions/{self.meeting.id}/minutes": dict.fromkeys(BOTH, 403),
            f"{my}/mentees/{self.second.id}/current": seen,
            f"{my}/mentees/{self.draft.id}/correct": seen,
            f"{my}/mentees/{self.draft.id}/experts": seen,
            f"{my}/mentees/{self.second.id}/corrections/999999999/withdraw": {},
            f"{my}/experts/{self.named.id}/confirm": seen,
            f"{my}/experts/{self.named.id}/refuse": seen,
            f"{my}/reports/{self.report.id}/write": {},
            f"{my}/reports/{self.report.id}/confirm": {},
            f"{my}/reports/{self.report.id}/return": {},
            f"{my}/tasks/{self.task.id}/done": {**seen, "giving": 403},
            f"{my}/steps/{self.step.id}/done": {},
            f"{claim}/submit": {},
            f"{claim}/delete": {},
            f"{claim}/edit": {},
            f"{claim}/payee": {},
            f"{my}/advances/new": {},
            f"{claim}/leg/new": {},
            f"{claim}/lodging/new": {},
            f"{claim}/stay/new": {},
            f"{claim}/stay/1": {},
            f"{claim}/stay/1/delete": {},
            f"{claim}/leg/1": {},
            f"{claim}/leg/1/delete": {},
            f"{my}/claims/new": {},
        }

    @mute_logger("odoo.http")
    def test_writing(self):
        """The same for what is posted; those who may do it come in other tests."""
        my = "/my/mentoring"
        claim = f"{my}/claims/{self.claim.id}"
        own = self._consent(self.match, "mentee_institution")
        person = self._consent(self.match, "expert")
        table = self._get_posts()
        may = {
            "draft": {"asking", "applicant"},
            "second": {"asking", "applicant"},
            "own": {"asking"},
            "person": {"expert"},
            "claim": {"expert"},
        }
        skipped = {
            f"{my}/mentees/{self.draft.id}": may["draft"],
            f"{my}/mentees/{self.second.id}": may["second"],
            f"{my}/consents/{own.id}": may["own"],
            f"{my}/consents/{person.id}": may["person"],
            claim: may["claim"],
            f"{my}/reports/{self.report.id}": {"expert"},
            f"{my}/tasks/{self.task.id}": {"expert"},
            f"{my}/steps/{self.step.id}": {"expert"},
        }
        # Steps that nobody takes as things are: tried by everybody.
        closed = {
            f"{my}/mentees/{self.second.id}/current",
            f"{my}/mentees/{self.draft.id}/correct",
            f"{my}/mentees/{self.draft.id}/experts",
        }
        before = self._picture()
        for who, user in self._users().items():
            self._sign_in(user)
            for url, expected in table.items():
                if any(
                    url.startswith(f"{start}/") and who in names
                    for start, names in skipped.items()
                    if url not in closed
                ):
                    continue
                status = 303 if who == "nobody" else expected.get(who, 404)
                with self.subTest(who=who, url=url):
                    self._post(url, {"reason": "x", "do": "submit"}, status)
        self.env.invalidate_all()
        self.assertEqual(before, self._picture())

    def test_every_address_has_a_row(self):
        """Who adds a page says who gets it."""
        public = ("/mentoring", "/mentoring/verify", "/mentoring/verify/x")
        rows = [(url.partition("?")[0], "GET") for url in (*self._get_table(), *public)]
        # Whose applications it is does not show in the address alone.
        posts = [*self._get_posts(), "/my/mentoring/apply/mentee"]
        rows += [(url, "POST") for url in posts]
        # The platform asks the thread for its database, as in a request.
        thread = threading.current_thread()
        with patch.object(thread, "dbname", self.env.cr.dbname, create=True):
            routes = self.env["ir.http"].routing_map()
        adapter = routes.bind("localhost")

        def address(rule):
            methods = sorted((rule.methods or {"GET"}) - {"HEAD", "OPTIONS"})
            return rule.rule, *methods

        asked = {
            address(adapter.match(url, method, return_rule=True)[0])
            for url, method in rows
        }
        left = {
            address(rule)
            for rule in routes.iter_rules()
            if rule.endpoint.original_endpoint.__module__.startswith(
                "odoo.addons.mbb_mentor"
            )
        } - asked
        self.assertFalse(left, "Say in the tables who gets these")

    def _picture(self):
        records = (
            self.draft,
            self.second,
            self.mentee,
            self.mentor,
            self.match,
            self.meeting,
            self.claim,
            self.match.sudo().consent_ids,
            self.report,
            self.named,
            self.agreement,
            self.task,
            self.step,
        )
        return [record.sudo().mapped("state") for record in records]

    @mute_logger("odoo.http")
    def test_every_post_needs_its_token(self):
        self._sign_in(self.user_asking)
        consent = self._consent(self.match, "mentee_institution")
        for url in (
            f"/my/mentoring/consents/{consent.id}/withdraw",
            f"/my/mentoring/mentees/{self.second.id}/withdraw",
            "/my/mentoring/apply/mentee",
        ):
            response = self.url_open(url, data={"withdraw_reason": "x"})
            self.assertEqual(response.status_code, 400, url)

    @mute_logger("odoo.http")
    def test_no_step_by_get(self):
        self._sign_in(self.user_asking)
        consent = self._consent(self.match, "mentee_institution")
        for url in (
            f"/my/mentoring/consents/{consent.id}/withdraw",
            f"/my/mentoring/mentees/{self.second.id}/withdraw",
            f"/my/mentoring/mentees/{self.draft.id}/delete",
        ):
            self.assertIn(self.url_open(url).status_code, (404, 405), url)

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

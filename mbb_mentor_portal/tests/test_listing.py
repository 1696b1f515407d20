# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.tests import new_test_user, tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestListing(PortalCase):
    """Lists that are found in, and where each record stands."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_relation()

    def _rows(self, url):
        page = html.fromstring(self._get(url).text)
        rows = page.xpath("//a[contains(@class,'mbb-row')]")
        return [row.get("href") for row in rows]

    def _add(self, summary):
        return self._create_mentee(accepted=False, summary=summary)

    # -- lists -----------------------------------------------------------------

    def test_words_are_found_however_they_are_spelled(self):
        found = self._add("ISIL ısıtma, ŞEHİR İçi ulaşım")._get_portal_url()
        self._sign_in(self.user_asking)
        url = "/my/mentoring/all/mentees"
        for text in ("isil ISITMA", "sehir", "ŞEHİR iÇİ", "ulasim", "ULAŞIM"):
            with self.subTest(text=text):
                self.assertEqual(self._rows(f"{url}?q={text}"), [found])
        self.assertEqual(self._rows(f"{url}?q=nowhere"), [])
        self.assertIn("mbb-filters", self._get(f"{url}?q=nowhere").text)

    def test_open_and_closed(self):
        gone = self._create_mentee()
        gone.sudo().action_withdraw_for("By letter")
        self._sign_in(self.user_asking)
        url = "/my/mentoring/all/mentees"
        everything = self._rows(url)
        closed = self._rows(f"{url}?show=closed")
        self.assertEqual(closed, [gone._get_portal_url()])
        self.assertEqual(
            set(self._rows(f"{url}?show=open")), set(everything) - set(closed)
        )
        self.assertEqual(self._rows(f"{url}?sort=oldest"), everything[::-1])
        # What somebody typed into the address changes nothing.
        for params in ("show=x", "sort=id%20desc;", "q=", "page=x", "show=x&show=y"):
            self.assertEqual(self._rows(f"{url}?{params}"), everything)

    def test_nobody_finds_the_other_side_before_its_stage(self):
        """The search reads what the page shows, and nothing behind it."""
        mentor = self._create_mentor(
            applicant_type="person",
            person_id=self.env["res.partner"]
            .create({"name": "Hidden Mentor", "parent_id": self.giving.id})
            .id,
        )
        match = self._propose(mentor_id=mentor.id, mentee_id=self._create_mentee().id)
        match.action_ask_consents()
        self._sign_in(self.user_asking)
        url = "/my/mentoring/all/matches?q=hidden"
        self.assertEqual(self._rows(url), [match._get_portal_url()])
        match.sudo()._write_guarded({"state": "declined"})
        self.assertEqual(self._rows(url), [])

    def test_an_empty_list_says_what_to_do(self):
        self._sign_in(self.user_other)
        for kind, link in {
            "mentees": "/my/mentoring/apply/mentee",
            "claims": "/my/mentoring/all/assignments",
            "matches": "/my/mentoring",
        }.items():
            page = html.fromstring(self._get(f"/my/mentoring/all/{kind}").text)
            links = page.xpath("//main//p[contains(@class,'mbb-more')]/a/@href")
            self.assertIn(link, links)

    def test_who_has_nothing_sees_a_way_in(self):
        self._sign_in(self.user_stranger)
        self.assertIn('href="/mentoring/register"', self._get("/my/mentoring").text)
        self._sign_in(self.user_asking)
        self.assertNotIn('href="/mentoring/register"', self._get("/my/mentoring").text)

    # -- where it stands ---------------------------------------------------------

    def _steps(self, record, user):
        own = record.with_user(user).sudo(False).with_context(lang="en_US")
        return own._get_portal_steps()

    def test_a_page_says_once_where_it_stands(self):
        pages = {
            self.match: self.user_asking,
            self._consent(self.match, "mentee_institution"): self.user_asking,
            self.mentee: self.user_asking,
            self.mentor: self.user_giving,
            self.meeting: self.user_expert,
            self.assignment: self.user_expert,
            self.claim: self.user_expert,
            self._advance(): self.user_expert,
        }
        for record, user in pages.items():
            self._sign_in(user)
            with self.subTest(model=record._name):
                page = html.fromstring(self._get(record._get_portal_url()).text)
                # Beside them a draft has the steps of its form.
                [steps] = page.xpath("//ol[@class='mbb-steps']")
                shown = [
                    " ".join(step.text_content().split())
                    for step in steps.xpath("li/span")
                ]
                lang = page.get("lang").replace("-", "_")
                own = record.with_user(user).with_context(lang=lang).sudo(False)
                told = own._get_portal_steps()
                self.assertEqual(len(shown), len(told))
                for text, step in zip(shown, told, strict=True):
                    self.assertIn(step[0], text)

    def _advance(self):
        group = "mbb_mentor_expense.group_travel_authoriser"
        new_test_user(self.env, "test.authoriser", groups=group)
        assignment = self._approved(
            self.match,
            date_from=self.today + timedelta(days=5),
            date_to=self.today + timedelta(days=7),
            payer="birlik",
            coverage_allowance=1,
            coverage_lodging=1,
            coverage_transport=1,
        )
        advances = self.env["mbb.travel.advance"].with_user(self.user_expert)
        return advances.create({"assignment_id": assignment.id, "amount": 1}).sudo()

    def test_each_state_has_its_words(self):
        """No state of a model on the portal shows a bare label or fails."""
        own = {
            self.match: self.user_asking,
            self._consent(self.match, "expert"): self.user_expert,
            self.meeting.sudo(): self.user_expert,
            self.assignment.sudo(): self.user_expert,
            self.claim: self.user_expert,
            self.mentee: self.user_asking,
            self.mentor: self.user_giving,
        }
        for record, user in own.items():
            first = record._first_state
            states = dict(record._fields["state"].selection)
            if record._name == "mbb.match":
                del states["proposed"]  # not on the portal
            if record._name == "mbb.assignment":
                del states["draft"]
            for state in states:
                with self.subTest(model=record._name, state=state):
                    record.sudo()._write_guarded({"state": state})
                    steps = self._steps(record, user)
                    self.assertTrue(all(step[0] for step in steps))
                    now = [step for step in steps if step[2] in ("now", "stop")]
                    self.assertEqual(len(now), 1, steps)
                    label = record.with_context(lang="en_US")._get_state_label()
                    self.assertNotEqual(now[0][0], label)
                    if state != first:
                        self.assertTrue(now[0][1])

    def test_a_step_that_was_left_for_another_way_is_not_over(self):
        mentee = self._create_mentee(accepted=False).sudo()
        mentee.action_submit()
        officer = mentee.with_user(self.user_officer)
        officer.action_review()
        officer.action_return("The map is missing")
        tones = [step[2] for step in self._steps(mentee, self.user_asking)]
        self.assertEqual(tones, ["done", "done", "now", *["next"] * 4])
        mentee.action_submit()
        officer.action_reject("Outside the programme")
        steps = self._steps(mentee, self.user_asking)
        self.assertEqual([step[2] for step in steps], ["done", "done", "stop"])
        self.assertEqual(steps[0][1].date(), mentee.date_submitted.date())

    def test_who_has_to_act(self):
        match = self._propose(
            mentor_id=self._create_mentor().id, mentee_id=self._create_mentee().id
        )
        match.action_ask_consents()

        def who(user):
            return next(
                step[3] for step in self._steps(match, user) if step[2] == "now"
            )

        self.assertIn("you", who(self.user_asking))
        self.assertIn("Giving Municipality", who(self.user_asking))
        self.assertNotIn("you", who(self.user_viewer))
        self._consent(match, "mentee_institution").with_user(
            self.user_asking
        ).action_grant()
        self.assertEqual(who(self.user_asking), "Giving Municipality")

    def test_a_consent_says_who_else_is_asked(self):
        own = self._consent(self.match, "mentee_institution")
        others = own.with_user(self.user_asking).sudo(False)._get_portal_others()
        self.assertIn("Giving Municipality", others)
        self.assertNotIn("Asking Municipality", others)

    def test_session_that_is_over_waits_for_its_minutes(self):
        session = self.meeting.sudo()
        session._write_guarded({"state": "planned"})
        now = [s for s in self._steps(session, self.user_expert) if s[2] == "now"][0]
        self.assertLess(session.date_start, fields.Datetime.now())
        self.assertIn("minutes", now[0])
        self.assertIn("you", now[3])
        # Of one that has not begun nobody is to write minutes yet.
        later = fields.Datetime.now() + timedelta(hours=1)
        session._write_guarded(
            {"date_start": later, "date_stop": later + timedelta(hours=1)}
        )
        now = [s for s in self._steps(session, self.user_expert) if s[2] == "now"][0]
        self.assertNotIn("minutes", now[0])
        self.assertFalse(now[3])

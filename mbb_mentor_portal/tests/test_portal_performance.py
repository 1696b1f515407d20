# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.mbb_mentor.tests.common import PDF

from .common import PortalCase

#: More than two pages of a list.
MANY = 45
#: Enough to tell one query from one a row, where each row takes long to make.
FEW = 6


@tagged("post_install", "-at_install")
class TestPortalPerformance(PortalCase):
    def _count(self, url):
        # Twice: caches of templates, rules and languages are not what is counted.
        self.url_open(url)
        self.url_open(url)
        return self._count_once(url)

    def _count_once(self, url):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(self.url_open(url).status_code, 200)
        return self.cr.sql_log_count - before

    # Rows are made by asking and deciding; here only their number matters, and
    # each state is written as it would have come about.

    def _create_applications(self, model, state, number, **values):
        institution = values.pop("institution", self.asking)
        level = 4 if model == "mbb.mentor" else 2
        records = self.env[model].create(
            [
                self._application_values(institution, level, **values)
                for _index in range(number)
            ]
        )
        records.sudo()._write_guarded({"state": state})
        return records

    def _fill(self, number):
        """Drafts and incomplete ones, matches that are asked, sessions, messages."""
        half = number // 2
        self._create_applications("mbb.mentee", "draft", number - half)
        if half:
            self._create_applications(
                "mbb.mentee", "incomplete", half
            ).sudo()._write_guarded({"incomplete_reason": "Something"})
        start = self.env.cr.now() + timedelta(days=1)
        self.env["mbb.session"].create(
            [
                {
                    "match_id": self.match.id,
                    "date_start": start + timedelta(hours=2 * index),
                    "date_stop": start + timedelta(hours=2 * index + 1),
                }
                for index in range(number)
            ]
        )
        asked = self._consent(self.match, "mentee_institution")
        matches = self._create_side_matches(number)
        self.env["mbb.consent"].create(
            [
                {
                    "match_id": match.id,
                    "side": "mentee_institution",
                    "institution_id": self.asking.id,
                    "request_text": asked.request_text,
                    "date_asked": asked.date_asked,
                    "company_id": asked.company_id.id,
                }
                for match in matches
            ]
        )
        self._write_messages([*matches, *[self.match] * number])
        self._fill_waiting(min(number, FEW))

    def _write_messages(self, matches):
        messages = self.env["mbb.match.message"].sudo()
        with patch.object(self.env.registry[messages._name], "_notify_sides"):
            messages.create(
                [
                    {"match_id": match.id, "side": "mentor", "body": "When?"}
                    for match in matches
                ]
            )

    def _fill_waiting(self, number):
        """What else waits for the representative: each of it `number` times."""
        me = self.user_asking.partner_id
        # One asks for it, one answers by paper: here only the rows matter.
        me.parent_id = self.asking
        mentees = self._create_applications("mbb.mentee", "waiting", number)
        mentees.sudo()._write_guarded({"date_confirmed": "2020-01-01"})
        for index, mentee in enumerate(mentees):
            mentee._name_expert(me)
            task = self._give_task(self.match.session_ids[:1], owner_id=me.id)
            task.date_deadline += timedelta(days=index)
            self.env["mbb.plan.step"].create(
                {"match_id": self.match.id, "name": "Step", "owner_id": me.id}
            )
            self._create_report()
            # A match of its own as mentor, with nobody named for it.
            offer = self._create_applications(
                "mbb.mentor",
                "available",
                1,
                applicant_type="unit",
                unit_id=self.unit.copy({"parent_id": self.asking.id}).id,
            )
            need = self._create_applications(
                "mbb.mentee", "waiting", 1, institution=self.other
            )
            match = self._propose(mentor_id=offer.id, mentee_id=need.id)
            match.sudo()._write_guarded({"state": "agreed"})

    def _create_report(self):
        assignment = self._draw_up(self.match)
        report = self.env["mbb.duty.report"].create({"assignment_id": assignment.id})
        report._write_guarded({"state": "submitted"})

    def _create_side_matches(self, number):
        people = self.env["res.partner"].create(
            [{"name": "Colleague", "parent_id": self.other.id}] * number
        )
        mentors = self.env["mbb.mentor"].create(
            [
                self._application_values(
                    self.other, 4, applicant_type="person", person_id=person.id
                )
                for person in people
            ]
        )
        mentors.sudo()._write_guarded({"state": "available"})
        mentees = self._create_applications("mbb.mentee", "waiting", number)
        matches = (
            self.env["mbb.match"]
            .with_user(self.user_officer)
            .create(
                [
                    {"mentor_id": mentor.id, "mentee_id": mentee.id}
                    for mentor, mentee in zip(mentors, mentees, strict=True)
                ]
            )
        ).sudo()
        matches._write_guarded({"state": "consent", "date_asked": self.env.cr.now()})
        return matches

    def test_the_overview_asks_the_same_for_few_and_many(self):
        self.match = self._agree()
        self.company.mbb_stale_days = 30
        # Where there is one of each, lists share what is read; among some they do not.
        self._fill(FEW)
        self._sign_in(self.user_asking)
        asked = self._consent(self.match, "mentee_institution")
        urls = [
            "/my/mentoring",
            "/my/mentoring/all/mentees",
            "/my/mentoring/all/matches",
            "/my/mentoring/all/consents",
            "/my/mentoring/all/sessions",
            "/my/mentoring/all/mentees?q=zoning&show=open&sort=changed",
            "/my/mentoring/all/matches?q=asking&sort=oldest",
            self.match._get_portal_url(),
            self.match.session_ids[:1]._get_portal_url(),
            asked._get_portal_url(),
        ]
        messages = f"{self.match._get_portal_url()}/messages"
        few = {url: self._count(url) for url in urls}
        self._fill(MANY - FEW)
        many = {url: self._count(url) for url in urls}
        # Reading them is a fact that is kept: once, however many they are.
        self._count(messages)
        self._write_messages([self.match])
        once = self._count_once(messages)
        self._write_messages([self.match] * MANY)
        self.assertLessEqual(self._count_once(messages), once)
        # Fewer is fine: a few records leave some of the lists short.
        for url in urls:
            self.assertLessEqual(many[url], few[url], url)
        # The overview counts no further than it tells; the list has the number.
        with patch(
            "odoo.addons.mbb_mentor_portal.controllers.overview.COUNTED", MANY - 10
        ):
            page = self.url_open("/my/mentoring").text
        self.assertIn(f'<span class="mbb-tab-count">{MANY - 10}+</span>', page)


@tagged("post_install", "-at_install")
class TestClaimPerformance(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_relation()

    def _count(self, url):
        self.url_open(url)
        self.url_open(url)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(self.url_open(url).status_code, 200)
        return self.cr.sql_log_count - before

    def _add_lines(self, number):
        start = self.env.cr.now() - timedelta(days=9)
        for index in range(number):
            moment = start + timedelta(days=index % 2, minutes=10 * index)
            self.env["mbb.travel.leg"].create(
                {
                    "claim_id": self.claim.id,
                    "kind": "bus",
                    "place_from": "A",
                    "place_to": "B",
                    "date_departure": moment,
                    "date_arrival": moment,
                    "amount": 10,
                }
            )
            self.env["mbb.travel.lodging"].create(
                {
                    "claim_id": self.claim.id,
                    "name": "Hotel",
                    "date_from": start.date(),
                    "invoice_number": f"A{index}",
                    "invoice_total": 100,
                    "document": base64.b64encode(PDF + str(index).encode()),
                    "document_name": "invoice.pdf",
                }
            )

    def test_a_claim_asks_the_same_for_few_and_many_lines(self):
        self._sign_in(self.user_expert)
        url = self.claim._get_portal_url()
        self._add_lines(2)
        few = self._count(url)
        self._add_lines(20)
        self.assertLessEqual(self._count(url), few)

    def test_the_page_says_that_the_signed_paper_is_awaited(self):
        """Whatever was clicked: that is no signature."""
        self._sign_in(self.user_expert)
        claim = self.claim
        claim._write_guarded({"state": "confirmed", "number": "H-1"})
        url = claim._get_portal_url()
        # By the box: its words are in the language of who asks.
        self.assertIn("mbb-callout-info", self._get(url).text)
        claim._write_guarded({"signed_on": self.env.cr.now()})
        self.assertNotIn("mbb-callout-info", self._get(url).text)


@tagged("post_install", "-at_install")
class TestFormPerformance(PortalCase):
    def _count(self, url):
        self.url_open(url)
        self.url_open(url)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(self.url_open(url).status_code, 200)
        return self.cr.sql_log_count - before

    def test_the_form_asks_the_same_for_few_and_many_subjects(self):
        self._sign_in(self.user_asking)
        url = self.draft._get_portal_url()
        urls = [f"{url}/edit/{step}" for step in ("subjects", "review")]
        urls.append(f"{url}/edit/subjects?q=subject")
        few = {address: self._count(address) for address in urls}
        field = self.skill.skill_type_id
        subjects = self.env["hr.skill"].create(
            [
                {"name": f"Subject {index}", "skill_type_id": field.id}
                for index in range(150)
            ]
        )
        self.env["mbb.mentee.skill"].sudo().create(
            [
                {
                    "mentee_id": self.draft.id,
                    "skill_type_id": field.id,
                    "skill_id": subject.id,
                    "skill_level_id": self.levels[1].id,
                }
                for subject in subjects[:12]
            ]
        )
        for address in urls:
            self.assertLessEqual(self._count(address), few[address], address)

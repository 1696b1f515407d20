# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from lxml import html

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PortalCase

SCRIPT = "<script>alert('x')</script>"


class ApplicationCase(PortalCase):
    def _apply(self, kind="mentee", status=303, **values):
        """The first step; returns the draft."""
        response = self._post(
            f"/my/mentoring/apply/{kind}", self._application(**values), status
        )
        return self._last(f"mbb.{kind}") if status == 303 else response

    def _last(self, model="mbb.mentee"):
        return self.env[model].sudo().search([], order="id desc", limit=1)


@tagged("post_install", "-at_install")
class TestApplicationSteps(ApplicationCase):
    def test_a_whole_application(self):
        self._sign_in(self.user_asking)
        mentee = self._apply(applicant_type="unit", unit=str(self.unit.id))
        self.assertEqual(mentee.state, "draft")
        self.assertEqual(mentee.contact_id, self.user_asking.partner_id)
        self.assertEqual(mentee.origin, "portal")
        self._post_step(mentee, "subjects")
        self._post_step(mentee, "content")
        response = self._post_step(mentee, "terms", mode_onsite="1")
        self.assertIn("/edit/files", response.headers["Location"])
        response = self._post_step(mentee, "files")
        self.assertIn("/edit/review", response.headers["Location"])
        self.assertEqual(mentee.state, "draft")
        response = self._submit(mentee)
        self.assertIn(
            f"/my/mentoring/mentees/{mentee.id}?done=submitted",
            response.headers["Location"],
        )
        self.assertEqual(mentee.state, "submitted")
        self.assertEqual(mentee.institution_id, self.asking)
        self.assertEqual(mentee.unit_id, self.unit)
        self.assertEqual(mentee.skill_ids.skill_level_id, self.levels[2])
        self.assertEqual(mentee.notice_version, "1")
        self.assertTrue(mentee.notice_date)
        self.assertTrue(mentee.mode_onsite)

    def test_mentor_person(self):
        """The person becomes a contact of the institution; once."""
        self._sign_in(self.user_giving)
        values = {
            "acting": f"{self.giving.id}-0",
            "applicant_type": "person",
            "person_name": "İpek Ilgın Şahin",
            "person_email": "IPEK@giving.example",
            "person_title": "Mühendis",
        }
        first = self._apply("mentor", **values)
        self.assertEqual(first.person_id.name, "İpek Ilgın Şahin")
        self.assertEqual(first.person_id.email_normalized, "ipek@giving.example")
        self.assertEqual(first.person_id.parent_id, self.giving)
        self.assertEqual(first.person_title, "Mühendis")
        self._post_step(
            first,
            "subjects",
            **{f"level_{self.skill.id}": "4", f"note_{self.skill.id}": "1/1000"},
        )
        self._post_step(first, "content")
        self._post_step(first, "terms", capacity="2")
        self._submit(first)
        self.assertEqual(first.state, "submitted")
        self.assertEqual(first.capacity, 2)
        self.assertEqual(first.skill_ids.note, "1/1000")
        self.assertEqual(self._apply("mentor", **values).person_id, first.person_id)

    def test_person_of_another_institution_is_not_found(self):
        """An address known elsewhere makes a new contact: nothing is told by it."""
        self._sign_in(self.user_asking)
        mentee = self._apply(
            applicant_type="person",
            person_name="Somebody",
            person_email=self.expert.email,
        )
        self.assertNotEqual(mentee.person_id, self.expert)
        self.assertEqual(mentee.person_id.parent_id, self.asking)

    def test_each_step_goes_where_its_button_says(self):
        self._sign_in(self.user_applicant)
        mentee = self._apply()
        url = mentee._get_portal_url()
        for button, address in (
            ("next", f"{url}/edit/content"),
            ("back", f"{url}/edit/who"),
            ("exit", f"{url}?done=draft"),
        ):
            response = self._post_step(mentee, "subjects", do=button)
            self.assertURLEqual(response.headers["Location"], address)
            self.assertEqual(mentee.skill_ids.skill_id, self.skill)
        page = self._get(f"{url}/edit/content").text
        self.assertIn('aria-current="step"', page)

    def test_a_draft_may_have_holes_and_is_resumed(self):
        self._sign_in(self.user_applicant)
        mentee = self._apply()
        url = mentee._get_portal_url()
        self._post_step(mentee, "subjects", skill_ids=[])
        self._post_step(mentee, "content", summary="", background="So far")
        self.assertFalse(mentee.skill_ids)
        # Another of the institution goes on, where something is missing.
        self._sign_in(self.user_asking)
        response = self._get(f"{url}/edit", 303)
        self.assertURLEqual(response.headers["Location"], f"{url}/edit/subjects")
        self.assertIn(f"{url}/edit/subjects", self._get(url).text)
        self.assertIn(">So far</textarea>", self._get(f"{url}/edit/content").text)
        self._post_step(mentee, "subjects")
        response = self._get(f"{url}/edit", 303)
        self.assertURLEqual(response.headers["Location"], f"{url}/edit/content")
        self._post_step(mentee, "content")
        self._post_step(mentee, "terms")
        response = self._get(f"{url}/edit", 303)
        self.assertURLEqual(response.headers["Location"], f"{url}/edit/review")

    def test_review_says_what_is_missing(self):
        self._sign_in(self.user_asking)
        mentee = self._apply(applicant_type="unit")
        url = mentee._get_portal_url()
        self._post_step(mentee, "terms", mode_online="", language_ids=[], date_to="")
        page = html.fromstring(self._get(f"{url}/edit/review").text)
        links = page.xpath("//*[@id='mbb_errors']//a/@href")
        self.assertEqual(
            links,
            [
                f"{url}/edit/who#field_unit",
                f"{url}/edit/subjects#field_skill_ids",
                f"{url}/edit/content#field_summary",
                f"{url}/edit/terms#field_mode_online",
                f"{url}/edit/terms#field_language_ids",
                f"{url}/edit/terms#field_date_from",
            ],
        )
        for link in links:
            address, _hash, name = link.partition("#")
            self.assertIn(f'id="{name}"', self._get(address).text)
        # What is missing for the form is missing for the model.
        self._submit(mentee, 422)
        self.assertEqual(mentee.state, "draft")

    def test_incomplete_is_mended(self):
        self._sign_in(self.user_asking)
        mentee = self._apply()
        self._post_steps(mentee)
        self._submit(mentee)
        mentee.with_user(self.user_officer).action_review()
        mentee.with_user(self.user_officer).action_return("Which <b>plan</b>?")
        url = mentee._get_portal_url()
        for page in (url, f"{url}/edit/content", "/my/mentoring"):
            self.assertIn("Which &lt;b&gt;plan&lt;/b&gt;?", self._get(page).text)
        self._post_step(mentee, "content", summary="Plan 1/5000")
        self._post_step(mentee, "subjects", **{f"level_{self.skill.id}": "3"})
        self.assertEqual(mentee.state, "incomplete")
        response = self._submit(mentee)
        self.assertIn("done=mended", response.headers["Location"])
        self.assertEqual(mentee.state, "review")
        self.assertEqual(mentee.summary, "Plan 1/5000")
        self.assertEqual(mentee.skill_ids.skill_level_id, self.levels[3])
        with mute_logger("odoo.http"):
            for step in ("who", "subjects", "content", "terms", "files", "review"):
                self._get(f"{url}/edit/{step}", 403)

    def test_errors_stand_at_their_field(self):
        self._sign_in(self.user_asking)
        count = self.env["mbb.mentee"].search_count([])
        response = self._apply(
            status=422,
            notice="",
            applicant_type="person",
            person_name="Kept",
            person_email="nobody",
        )
        self.assertIn('href="#field_notice"', response.text)
        self.assertIn('id="field_notice"', response.text)
        self.assertIn('id="person_email_error"', response.text)
        self.assertIn('value="Kept"', response.text)
        self.assertEqual(self.env["mbb.mentee"].search_count([]), count)
        mentee = self._apply()
        yesterday = (self.today - timedelta(days=9)).isoformat()
        response = self._post_step(mentee, "terms", 422, date_to=yesterday)
        self.assertIn('id="date_to_error"', response.text)
        self.assertFalse(mentee.date_from)

    def test_hostile_input(self):
        self._sign_in(self.user_asking)
        mentee = self._apply(
            applicant_type="person",
            person_name=SCRIPT,
            person_email="x@asking.example",
        )
        self._post_step(mentee, "content", summary=f"{SCRIPT} İIıi \x00\x08 ş")
        self.assertEqual(mentee.summary, f"{SCRIPT} İIıi  ş")
        for page in ("", "/edit/content", "/edit/review"):
            text = self._get(f"{mentee._get_portal_url()}{page}").text
            self.assertNotIn(SCRIPT, text)
        for values in (
            {"acting": f"{self.giving.id}-0"},
            {"acting": "1 OR 1=1"},
            {"applicant_type": "owner"},
            {"applicant_type": "unit", "unit": str(self.expert.id)},
            {"person_email": "x" * 300, "applicant_type": "person"},
            {"call": "1"},
            {"call": "-1"},
            {"call": "x"},
        ):
            with self.subTest(values=values):
                response = self._apply(status=422, **values)
                self.assertNotIn(SCRIPT, response.text)
        many = [str(skill.id) for skill in self.env["hr.skill"].search([], limit=40)]
        for step, values in (
            ("content", {"summary": "x" * 6001}),
            ("subjects", {"skill_ids": ["999999999"]}),
            ("subjects", {"skill_ids": ["-1"]}),
            ("subjects", {"skill_ids": [SCRIPT]}),
            ("subjects", {"skill_ids": many}),
            ("subjects", {f"level_{self.skill.id}": "6"}),
            ("terms", {"date_from": "0001-01-01"}),
            ("terms", {"date_from": "tomorrow"}),
        ):
            with self.subTest(step=step, values=values):
                response = self._post_step(mentee, step, 422, version="x", **values)
                self.assertNotIn(SCRIPT, response.text)
        # What no step asks for is not read.
        self._post_step(mentee, "content", priority="9", state="waiting", number="1")
        self.assertEqual((mentee.priority, mentee.state), (1, "draft"))

    def test_acting_is_checked_when_it_is_posted(self):
        """A right that ended between the form and its posting is none."""
        self._sign_in(self.user_asking)
        mentee = self._apply()
        version = self._get_version(f"{mentee._get_portal_url()}/edit/content")
        self.env["mbb.representative"].sudo().search(
            [("user_id", "=", self.user_asking.id)]
        ).write({"date_to": self.today - timedelta(days=2)})
        with mute_logger("odoo.http"):
            self._apply(status=403)
            self._post_step(mentee, "content", 404, version=version)
            self._submit(mentee, 404)
        self.assertFalse(mentee.summary)

    def test_two_institutions(self):
        self.env["mbb.representative"].sudo().create(
            {
                "user_id": self.user_asking.id,
                "institution_id": self.other.id,
                "role": "applicant",
                "date_from": self.today - timedelta(days=5),
            }
        )
        self._sign_in(self.user_asking)
        self.assertIn('name="acting"', self._get("/my/mentoring/apply/mentee").text)
        mentee = self._apply(acting=f"{self.other.id}-0")
        self.assertEqual(mentee.institution_id, self.other)
        # A unit of the one under the other.
        self._apply(
            status=422,
            acting=f"{self.other.id}-0",
            applicant_type="unit",
            unit=str(self.unit.id),
        )
        self._post_step(
            mentee,
            "who",
            acting=f"{self.asking.id}-0",
            applicant_type="unit",
            unit=str(self.unit.id),
        )
        self.assertEqual((mentee.institution_id, mentee.unit_id), (self.asking, self.unit))

    def test_representative_of_a_unit(self):
        user = self._create_representative(
            "unit", self.asking, role="applicant", unit=self.unit
        )
        self._sign_in(user)
        with mute_logger("odoo.http"):
            self._get(f"/my/mentoring/mentees/{self.draft.id}", 404)
        key = f"{self.asking.id}-{self.unit.id}"
        self._apply(status=422, acting=key)
        self._apply(status=422, acting=f"{self.asking.id}-0")
        mentee = self._apply(acting=key, applicant_type="unit")
        self.assertEqual(mentee.unit_id, self.unit)
        self._get(f"/my/mentoring/mentees/{mentee.id}")

    @mute_logger("odoo.http")
    def test_person_writes_the_content_of_their_own(self):
        """Nothing that they post says whose application it is."""
        mentor = self._create_mentor(
            accepted=False, applicant_type="person", person_id=self.expert.id
        )
        self._sign_in(self.user_expert)
        url = mentor._get_portal_url()
        self._get(f"{url}/edit/who", 404)
        self._post(f"{url}/edit/who", self._application(), 404)
        people = self.env["res.partner"].search_count([])
        self._post_step(mentor, "subjects", **{f"level_{self.skill.id}": "5"})
        self._post_step(
            mentor,
            "content",
            summary="My own words",
            applicant_type="institution",
            person_name="Somebody",
            person_email="else@giving.example",
        )
        self._post_step(mentor, "terms", capacity="3")
        # The notice for who was named is theirs to read.
        self._submit(mentor, 422, notice="")
        self._submit(mentor)
        self.assertEqual(mentor.state, "submitted")
        self.assertEqual(mentor.summary, "My own words")
        self.assertEqual(mentor.institution_id, self.giving)
        self.assertEqual(mentor.person_id, self.expert)
        self.assertEqual(self.env["res.partner"].search_count([]), people)

    def test_withdraw_and_delete(self):
        self._sign_in(self.user_asking)
        self._post(f"/my/mentoring/mentees/{self.draft.id}/delete")
        self.assertFalse(self.draft.exists())
        self._post(f"/my/mentoring/mentees/{self.mentee.id}/withdraw")
        self.env.invalidate_all()
        self.assertEqual(self.mentee.state, "withdrawn")

    def test_mentor_leaves_and_returns(self):
        self._sign_in(self.user_expert)
        url = f"/my/mentoring/mentors/{self.mentor.id}"
        self._post(f"{url}/retire")
        self.env.invalidate_all()
        self.assertEqual(self.mentor.state, "retired")
        self._post(f"{url}/return")
        self.env.invalidate_all()
        self.assertEqual(self.mentor.state, "review")

    def test_refused_step_is_undone_and_said(self):
        """What the model refuses comes back to the form with what was typed."""
        self._sign_in(self.user_asking)
        self.asking.mentor_closed_on = self.today
        count = self.env["mbb.mentee"].search_count([])
        people = self.env["res.partner"].search_count([])
        response = self._apply(
            status=422,
            applicant_type="person",
            person_name="New Person",
            person_email="new@asking.example",
        )
        self.assertIn("mbb_errors", response.text)
        self.assertIn("New Person", response.text)
        self.assertEqual(self.env["mbb.mentee"].search_count([]), count)
        self.assertEqual(self.env["res.partner"].search_count([]), people)


@tagged("post_install", "-at_install")
class TestApplicationTwoWrite(ApplicationCase):
    """Two people write the same draft at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.url = cls.draft._get_portal_url()

    def _write_between(self, step, **values):
        """The version that one opened, before the other saved `values`."""
        self._sign_in(self.user_asking)
        version = self._get_version(f"{self.url}/edit/{step}")
        self._sign_in(self.user_applicant)
        self._post_step(self.draft, step, **values)
        self._sign_in(self.user_asking)
        return version

    def test_the_second_is_told_and_loses_nothing(self):
        version = self._write_between("content", summary="Of the first")
        response = self._post_step(
            self.draft, "content", 422, version=version, summary="Of the second"
        )
        self.assertEqual(self.draft.summary, "Of the first")
        page = html.fromstring(response.text)
        self.assertEqual(page.find(".//textarea[@name='summary']").text, "Of the second")
        self.assertIn("Of the first", page.find(".//*[@id='summary_theirs']").text_content())
        # Having seen it, the second one may save.
        seen = page.find(".//input[@name='version']").get("value")
        self._post_step(
            self.draft, "content", version=seen, summary="Of both", background="More"
        )
        self.assertEqual(self.draft.summary, "Of both")

    def test_subjects_too(self):
        other = self.skill.copy({"name": "Water"})
        version = self._write_between(
            "subjects", **{"skill_ids": [str(other.id)], f"level_{other.id}": "3"}
        )
        response = self._post_step(self.draft, "subjects", 422, version=version)
        theirs = html.fromstring(response.text).find(".//*[@id='skill_ids_theirs']")
        self.assertIn(other.name, theirs.text_content())
        self.assertEqual(self.draft.skill_ids.skill_id, other)

    def test_another_step_or_the_same_words_are_no_conflict(self):
        version = self._write_between("content", summary="The same")
        self._post_step(self.draft, "content", version=version, summary="The same")
        version = self._write_between("terms", mode_onsite="1")
        self._post_step(self.draft, "content", summary="Else")
        self.assertEqual(self.draft.summary, "Else")

    def test_without_a_version_nothing_is_replaced(self):
        self._write_between("content", summary="Of the first")
        self._post_step(self.draft, "content", 422, version="", summary="Blind")
        self.assertEqual(self.draft.summary, "Of the first")

    def test_an_old_token_loses_nothing(self):
        """The page was open for too long: it comes back with what was typed."""
        self._sign_in(self.user_asking)
        version = self._get_version(f"{self.url}/edit/content")
        for token in ("", "0" * 40, "ao1", None):
            response = self.url_open(
                f"{self.url}/edit/content",
                data={"csrf_token": token, "version": version, "summary": "Typed"},
                allow_redirects=False,
            )
            self.assertEqual(response.status_code, 400)
            page = html.fromstring(response.text)
            self.assertEqual(page.find(".//textarea[@name='summary']").text, "Typed")
            self.assertTrue(page.find(".//input[@name='csrf_token']").get("value"))
        self.env.invalidate_all()
        self.assertNotEqual(self.draft.summary, "Typed")
        for url in (f"{self.url}/edit/review", "/my/mentoring/apply/mentee"):
            response = self.url_open(url, data=self._application())
            self.assertEqual(response.status_code, 400, url)
        self.env.invalidate_all()
        self.assertEqual(self.draft.state, "draft")


@tagged("post_install", "-at_install")
class TestApplicationSubjects(ApplicationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.field = cls.skill.skill_type_id
        cls.subjects = cls.env["hr.skill"].create(
            [
                {"name": name, "skill_type_id": cls.field.id}
                for name in ("İMAR IŞIĞI", "Su şebekesi")
            ]
        )
        cls.url = f"{cls.draft._get_portal_url()}/edit/subjects"

    def _get_offered(self, response):
        boxes = html.fromstring(response.text).xpath("//input[@name='skill_ids']/@value")
        return {int(value) for value in boxes}

    def test_search_folds_and_saves_nothing(self):
        self._sign_in(self.user_asking)
        light, water = self.subjects
        for words, found in (
            ("imar isigi", light),
            ("İmar ışığı", light),
            ("SU SEBEKESI", water),
            ("şebeke", water),
        ):
            with self.subTest(words=words):
                offered = self._get_offered(
                    self._post_step(self.draft, "subjects", 200, do="search", q=words)
                )
                # What is ticked stays beside what was found.
                self.assertEqual(offered, {found.id, self.skill.id})
        lines = self.draft.sudo().skill_ids
        offered = self._get_offered(self._get(f"{self.url}?q=nothing+like+this"))
        self.assertEqual(offered, set(lines.skill_id.ids))
        self.assertEqual(self.draft.sudo().skill_ids, lines)

    def test_levels_and_their_meaning(self):
        self._sign_in(self.user_asking)
        water = self.subjects[1]
        page = html.fromstring(self._get(self.url).text)
        radios = page.xpath(f"//input[@name='level_{water.id}']/@value")
        self.assertEqual(radios, ["0", "1", "2", "3", "4", "5"])
        self._post_step(self.draft, "subjects", skill_ids=[str(water.id)])
        line = self.draft.sudo().skill_ids
        self.assertEqual((line.skill_id, line.mentor_level), (water, 0))
        # A mentor says at which level it can be taught.
        mentor = self._create_mentor(accepted=False)
        self._sign_in(self.user_giving)
        response = self._post_step(
            mentor, "subjects", 422, skill_ids=[str(water.id)], **{f"level_{water.id}": ""}
        )
        self.assertIn(f'id="level_{water.id}_error"', response.text)

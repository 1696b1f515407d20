# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import PortalCase

OTHERS = ("giving", "former", "other", "expert", "stranger")


class AfterCase(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.url = f"/my/mentoring/mentees/{cls.mentee.id}"

    def _get_waiting(self):
        """The part of the overview that says what waits for the user."""
        page = self._get("/my/mentoring").text
        return page.partition('id="waiting_title"')[2].partition("</section>")[0]

    def _try_each(self, url, expected, data=None):
        """Who gets what for a post; whoever is not named gets 404."""
        for who in ("asking", "applicant", "viewer", *OTHERS):
            if expected.get(who) == 303:
                continue
            self._sign_in(getattr(self, f"user_{who}"))
            with self.subTest(url=url, who=who):
                self._post(url, data, expected.get(who, 404))


@tagged("post_install", "-at_install")
class TestExperts(AfterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = new_test_user(
            cls.env,
            "test.colleague",
            groups="base.group_portal",
            partner_id=cls.learner.id,
        )

    def _name(self, status=303, **values):
        values = {
            "expert_name": "İpek Şahin",
            "expert_email": "ipek@asking.example",
            "expert_title": "Mühendis",
            **values,
        }
        return self._post(f"{self.url}/experts", values, status)

    def _named(self, person=None):
        expert = self.mentee.with_user(self.user_asking).sudo(False)
        return expert._name_portal_expert(person or self.learner).sudo()

    def test_applicant_names(self):
        self._sign_in(self.user_applicant)
        self._name()
        expert = self.mentee.sudo().expert_ids
        self.assertEqual(expert.state, "named")
        self.assertEqual(expert.person_id.name, "İpek Şahin")
        self.assertEqual(expert.person_id.parent_id, self.asking)
        self.assertIn("İpek Şahin", self._get(self.url).text)
        self.assertIn("İpek Şahin", self._get(expert._get_portal_url()).text)
        # Once, and not without a name.
        self._name(422)
        self._name(422, expert_name="", expert_email="new@asking.example")
        self._name(422, expert_email="nobody")
        self.assertEqual(len(self.mentee.sudo().expert_ids), 1)

    def test_names_are_counted(self):
        """Each is a mail to an address that somebody typed."""
        self._sign_in(self.user_applicant)
        for number in range(20):
            self._name(expert_email=f"e{number}@asking.example")
        # A name that was withdrawn was written to, too.
        expert = self.mentee.sudo().expert_ids[0]
        expert.with_user(self.user_applicant).sudo(False).action_withdraw("Mistaken")
        self._name(422, expert_email="more@asking.example")
        self.assertEqual(len(self.mentee.sudo().expert_ids), 20)
        self.env.cr.execute(
            "UPDATE mbb_application_expert SET create_date = create_date"
            " - INTERVAL '2 days'"
        )
        self.env.invalidate_all()
        self._name(expert_email="more@asking.example")

    def test_name_and_address_as_typed(self):
        self._sign_in(self.user_applicant)
        # With caps lock on: an address that reaches nobody.
        self._name(422, expert_email="İPEK@ASKING.EXAMPLE")
        self._name(
            expert_name="İpek\u202e Şahin\u2066", expert_email="IPEK@asking.example"
        )
        person = self.mentee.sudo().expert_ids.person_id
        self.assertEqual(person.name, "İpek Şahin")
        self.assertEqual(person.email, "ipek@asking.example")

    @mute_logger("odoo.http")
    def test_who_may_name(self):
        count = self.env["res.partner"].search_count([])
        values = {"expert_name": "x", "expert_email": "x@asking.example"}
        expected = {"asking": 303, "applicant": 303, "viewer": 403}
        self._try_each(f"{self.url}/experts", expected, values)
        # Nobody on the application of a person, nor before it was submitted.
        self._sign_in(self.user_asking)
        self._post(f"{self.draft._get_portal_url()}/experts", values, 403)
        self._sign_in(self.user_giving)
        self._post(f"{self.mentor._get_portal_url()}/experts", values, 403)
        self.assertFalse(self.mentee.sudo().expert_ids)
        self.assertEqual(self.env["res.partner"].search_count([]), count)

    @mute_logger("odoo.http")
    def test_person_confirms(self):
        expert = self._named()
        url = expert._get_portal_url()
        self._sign_in(self.colleague)
        self.assertIn(url, self._get("/my/mentoring").text)
        page = self._get(url).text
        self.assertIn(self.mentee.summary, page)
        # What they are named for is on the page; the application is not theirs.
        self._get(self.url, 404)
        self._post(f"{url}/confirm", {}, 422)
        self.assertEqual(expert.state, "named")
        self._post(f"{url}/confirm", {"read": "1"})
        self.assertEqual(expert.state, "confirmed")
        self.assertEqual(expert.answered_by_id, self.colleague)
        self.assertNotIn(url, self._get("/my/mentoring").text)
        self._post(f"{url}/confirm", {"read": "1"}, 403)
        self._post(f"{url}/withdraw", {"withdraw_reason": ""}, 422)
        self._post(f"{url}/withdraw", {"withdraw_reason": "I am leaving"})
        self.assertEqual(expert.state, "withdrawn")

    @mute_logger("odoo.http")
    def test_reason_stays_with_the_sekreterya(self):
        expert = self._named()
        url = expert._get_portal_url()
        self._sign_in(self.colleague)
        self._post(f"{url}/refuse", {"refuse_reason": " "}, 422)
        self._post(f"{url}/refuse", {"refuse_reason": "My health"})
        self.assertEqual((expert.state, expert.reason), ("refused", "My health"))
        # It is over for them: what is offered goes on without them.
        self.assertNotIn(self.mentee.summary, self._get(url).text)
        self._sign_in(self.user_asking)
        for page in (url, self.url):
            self.assertNotIn("My health", self._get(page).text)

    @mute_logger("odoo.http")
    def test_who_reads_and_answers(self):
        expert = self._named()
        url = expert._get_portal_url()
        for who in ("asking", "applicant", "viewer", *OTHERS):
            self._sign_in(getattr(self, f"user_{who}"))
            with self.subTest(who=who):
                self._get(url, 404 if who in OTHERS else 200)
        seen = {"asking": 403, "applicant": 403, "viewer": 403}
        self._try_each(f"{url}/confirm", seen, {"read": "1"})
        self._try_each(f"{url}/refuse", seen, {"refuse_reason": "x"})
        may = {"asking": 303, "applicant": 303, "viewer": 403}
        self._try_each(f"{url}/withdraw", may, {"withdraw_reason": "x"})
        self.assertEqual(expert.state, "named")
        self._sign_in(self.user_applicant)
        self._post(f"{url}/withdraw", {"withdraw_reason": "Another colleague"})
        self.assertEqual(expert.state, "withdrawn")
        with self.assertRaises(AccessError):
            expert.with_user(self.user_other).read(["display_name"])

    @mute_logger("odoo.http")
    def test_unit(self):
        """Who stands for one unit names for it, and for no other."""
        user = self._create_representative(
            "zoning", self.asking, role="applicant", unit=self.unit
        )
        self._sign_in(user)
        self._name(404)
        mentee = self._create_mentee(applicant_type="unit", unit_id=self.unit.id)
        self.url = mentee._get_portal_url()
        self._name()
        self.assertEqual(mentee.sudo().expert_ids.state, "named")


    @mute_logger("odoo.http")
    def test_naming_waits_once_there_is_a_match(self):
        """Nobody can be sent before the mentor's institution has named them."""
        mentor = self._create_mentor()
        match = self._propose(mentor_id=mentor.id)
        link = f'href="{mentor._get_portal_url()}"'
        self._sign_in(self.user_giving)
        self.assertNotIn(link, self._get_waiting())
        match.sudo()._write_guarded({"state": "agreed"})
        self.assertIn(link, self._get_waiting())
        self._sign_in(self.user_asking)
        self.assertNotIn(link, self._get_waiting())
        mentor._name_expert(self.expert)
        self._sign_in(self.user_giving)
        self.assertNotIn(link, self._get_waiting())


@tagged("post_install", "-at_install")
class TestCorrections(AfterCase):
    def _correct(self, status=303, **values):
        values = {
            "summary": "Zoning plan notes, 1/1000",
            "background": self.mentee.background or "",
            "expectation": self.mentee.expectation or "",
            "correction_reason": "The scale was left out",
            **values,
        }
        return self._post(f"{self.url}/correct", values, status)

    def test_officer_says_whether_it_is_a_slip(self):
        before = self.mentee.summary
        self._sign_in(self.user_applicant)
        self.assertIn(f"{self.url}/correct", self._get(self.url).text)
        self.assertIn(before, self._get(f"{self.url}/correct").text)
        self._correct(422, correction_reason=" ")
        self._correct(422, summary="")
        self._correct(422, summary=before)
        self._correct()
        correction = self.mentee.sudo().correction_ids
        self.assertEqual(correction.state, "asked")
        new = {"summary": "Zoning plan notes, 1/1000"}
        self.assertEqual(correction.new_values, new)
        self.assertEqual(self.mentee.summary, before)
        page = self._get(self.url).text
        self.assertIn("The scale was left out", page)
        with mute_logger("odoo.http"):
            self._correct(403)
        correction.with_user(self.user_officer).action_refuse("It is another scale")
        self.assertIn("It is another scale", self._get(self.url).text)
        self._correct()
        asked = self.mentee.sudo().correction_ids - correction
        asked.with_user(self.user_officer).action_apply()
        self.assertEqual(self.mentee.summary, "Zoning plan notes, 1/1000")
        # What stood there stays readable.
        self.assertIn(before, self._get(self.url).text)

    def test_at_once_before_the_review(self):
        self.mentee = self._create_mentee(
            accepted=False, contact_id=self.user_asking.partner_id.id
        )
        self.mentee.sudo().action_submit()
        self.url = self.mentee._get_portal_url()
        self._sign_in(self.user_asking)
        self._correct()
        self.assertEqual(self.mentee.sudo().correction_ids.state, "applied")
        self.assertEqual(self.mentee.summary, "Zoning plan notes, 1/1000")

    @mute_logger("odoo.http")
    def test_nothing_else_by_a_correction(self):
        self._sign_in(self.user_asking)
        self._correct(priority="9", applicant_type="person", person_title="Mayor")
        new = self.mentee.sudo().correction_ids.new_values
        self.assertEqual(set(new), {"summary"})

    @mute_logger("odoo.http")
    def test_who(self):
        values = {"summary": "x", "correction_reason": "x"}
        expected = {"asking": 303, "applicant": 303, "viewer": 403}
        self._try_each(f"{self.url}/correct", expected, values)
        self.assertFalse(self.mentee.sudo().correction_ids)
        for who in ("viewer", *OTHERS):
            self._sign_in(getattr(self, f"user_{who}"))
            status = 403 if who == "viewer" else 404
            self._get(f"{self.url}/correct", status)
        # A draft is written, not corrected.
        self._sign_in(self.user_asking)
        self._get(f"{self.draft._get_portal_url()}/correct", 403)

    @mute_logger("odoo.http")
    def test_withdraw(self):
        self._sign_in(self.user_asking)
        self._correct()
        correction = self.mentee.sudo().correction_ids
        step = f"corrections/{correction.id}/withdraw"
        expected = {"asking": 303, "applicant": 303, "viewer": 403}
        self._try_each(f"{self.url}/{step}", expected)
        # Only by the address of its own application.
        self._sign_in(self.user_asking)
        self._post(f"{self.draft._get_portal_url()}/{step}", status=404)
        self.assertEqual(correction.state, "asked")
        self._post(f"{self.url}/{step}")
        self.assertEqual(correction.state, "withdrawn")
        with self.assertRaises(AccessError):
            correction.with_user(self.user_other).read(["reason"])


@tagged("post_install", "-at_install")
class TestStillCurrent(AfterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.mbb_stale_days = 30
        cls.mentee.sudo()._write_guarded(
            {"date_confirmed": cls.today - timedelta(days=40)}
        )

    def test_answered(self):
        self._sign_in(self.user_applicant)
        self.assertIn(self.url, self._get("/my/mentoring").text)
        self.assertIn(f"{self.url}/current", self._get(self.url).text)
        self._post(f"{self.url}/current")
        self.assertEqual(self.mentee.date_confirmed, self.today)
        self.assertNotIn(f"{self.url}/current", self._get(self.url).text)
        with mute_logger("odoo.http"):
            self._post(f"{self.url}/current", status=403)

    @mute_logger("odoo.http")
    def test_who(self):
        expected = {"asking": 303, "applicant": 303, "viewer": 403}
        self._try_each(f"{self.url}/current", expected)
        self.assertLess(self.mentee.date_confirmed, self.today)
        self._sign_in(self.user_viewer)
        self.assertNotIn(f"{self.url}/current", self._get(self.url).text)
        # A reader is asked nothing.
        self.assertNotIn(self.url, self._get_waiting())

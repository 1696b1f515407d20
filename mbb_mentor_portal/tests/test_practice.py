# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.models.base.mbb_evidence import MAX_SIZE
from odoo.addons.mbb_mentor.tests.common import PDF
from odoo.addons.mbb_mentor.tests.learning.practice_common import (
    PracticeCommon,
    make_picture,
)

from .common import PortalCase

LIST = "/mentoring/practices"


@tagged("post_install", "-at_install")
class TestPublicPractice(HttpCase, PracticeCommon):
    """What is published is there for everybody, and nothing else is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.cr.execute("DELETE FROM mbb_practice_consent")
        cls.env.cr.execute("DELETE FROM mbb_practice")
        cls.env.invalidate_all()
        cls.practice = cls._write_practice(
            **cls._english(),
            picture_ids=[(0, 0, cls._picture_values(alt_text_en="A truck"))],
            file_ids=[
                (
                    0,
                    0,
                    {
                        "name": "sartname.pdf",
                        "file": cls._picture_values(PDF)["file"],
                    },
                )
            ],
            result_ids=[
                (
                    0,
                    0,
                    {
                        "name": "Şikâyet",
                        "name_en": "Complaints",
                        "value_before": 1250000,
                        "value_after": 15.5,
                        "unit": "adet",
                        "unit_en": "pieces",
                    },
                )
            ],
        )
        cls._publish(cls.practice)

    def _get(self, url, status=200, lang="tr"):
        prefix = f"/{lang}" if lang else ""
        # Who asks for the main language is led to the address without it.
        response = self.url_open(f"{prefix}{url}", allow_redirects=lang == "tr")
        self.assertEqual(response.status_code, status, url)
        return response

    def _page(self, url, lang="tr"):
        return html.fromstring(self._get(url, lang=lang).content.decode())

    def _titles(self, query="", lang="tr"):
        page = self._page(f"{LIST}{query}", lang)
        return page.xpath("//*[@class='mbb-tile-title']/a/text()")

    def _own(self, practice=None):
        practice = (practice or self.practice).sudo()
        url = practice._get_public_url()
        return {
            "page": url,
            "picture": f"{url}/pictures/{practice.picture_ids.id}",
            "card": f"{url}/pictures/{practice.picture_ids.id}/card",
            "file": f"{url}/files/{practice.file_ids.id}",
        }

    def test_both_languages(self):
        url = self.practice._get_public_url()
        turkish = self._page(url).text_content()
        self.assertIn("Bahçe atığı randevuyla toplanır", turkish)
        self.assertIn("Şikâyet", turkish)
        # Whole, and as each language writes it.
        self.assertIn("1.250.000", turkish)
        self.assertIn("15,5 ", turkish)
        page = self._page(url, "en")
        english = page.text_content()
        self.assertIn("Garden waste is collected by appointment", english)
        self.assertIn("Complaints", english)
        self.assertIn("1,250,000", english)
        self.assertNotIn("Bahçe", english)
        self.assertEqual(page.xpath("//ul[@class='mbb-pictures']//img/@alt"), ["A truck"])
        self.assertIn(self.giving.name, english)
        self.assertNotIn(self.giving.email, english)

    def test_without_english_only_turkish(self):
        practice = self._publish(self._write_practice(name="Yalnız Türkçe"))
        url = practice.sudo()._get_public_url()
        self.assertIn("Yalnız Türkçe", self._page(url).text_content())
        response = self._get(url, 302, "en")
        self.assertTrue(response.headers["Location"].endswith(f"/tr{url}"))
        self.assertEqual(len(self._titles()), 2)
        self.assertEqual(len(self._titles(lang="en")), 1)

    def test_pictures_and_files(self):
        own = self._own()
        response = self._get(own["picture"], lang=None)
        self.assertEqual(response.headers["Content-Type"], "image/jpeg")
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        self.assertNotIn(b"SecretCamera", response.content)
        self._get(own["card"], lang=None)
        response = self._get(own["file"], lang=None)
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(response.content, PDF)

    @mute_logger("odoo.http")
    def test_gone_at_once(self):
        own = self._own()
        consent = self._consent_of(self.practice, self.giving)
        consent.with_user(self.user_officer)._record_paper(
            "withdrawn", content=PDF, file_name="geri.pdf", reason="Changed our mind"
        )
        for what, url in own.items():
            with self.subTest(what=what):
                self._get(url, 410, "tr" if what == "page" else None)
        self.assertFalse(self._titles())

    @mute_logger("odoo.http")
    def test_nothing_unpublished(self):
        draft = self._write_practice(
            name="Gizli", picture_ids=[(0, 0, self._picture_values())]
        )
        draft.action_submit()
        picture = draft.picture_ids
        url = f"{LIST}/{draft.number.lower()}"
        for address in (
            url,
            f"{url}/pictures/{picture.id}",
            # By the address of a published one, too.
            f"{self._own()['page']}/pictures/{picture.id}",
            f"{LIST}/{draft.id}",
            f"{LIST}/%00",
        ):
            with self.subTest(address=address):
                response = self.url_open(address, allow_redirects=True)
                self.assertIn(response.status_code, (400, 404))
        self.assertNotIn("Gizli", self._get(LIST).text)
        # Nor by the platform's own addresses.
        for address in (
            f"/web/image/mbb.practice.picture/{picture.id}/file",
            f"/web/content/mbb.practice.picture/{picture.id}/file",
            f"/web/image/mbb.practice.picture/{self.practice.picture_ids.id}/file",
        ):
            response = self.url_open(address)
            self.assertNotIn(picture._get_content(), response.content)

    def test_search_and_filters(self):
        self.giving.state_id = self.env.ref("base.state_tr_34", False)
        self._publish(
            self._write_practice(
                name="IŞIKLI yaya geçidi",
                year=2021,
                source="foreign",
                country_id=self.env.ref("base.de").id,
            )
        )
        for query in ("isikli", "IŞIKLI", "ışıklı geçidi", "yaya+gecidi"):
            self.assertEqual(self._titles(f"?q={query}"), ["IŞIKLI yaya geçidi"], query)
        self.assertFalse(self._titles("?q=yokboyle"))
        self.assertEqual(self._titles("?year=2021"), ["IŞIKLI yaya geçidi"])
        self.assertEqual(self._titles("?where=abroad"), ["IŞIKLI yaya geçidi"])
        self.assertEqual(len(self._titles("?where=home")), 1)
        self.assertEqual(len(self._titles(f"?field={self.skill_type.id}")), 2)
        self.assertEqual(len(self._titles("?type=metropolitan")), 2)
        # What is no filter shows the list as it is.
        for query in ("?year=x", "?field=99999999", "?where=moon", "?page=9", "?q=%25"):
            self._get(f"{LIST}{query}")

    def _publish_more(self, number):
        for turn in range(number):
            self._publish(
                self._write_practice(
                    name=f"Örnek {turn}",
                    picture_ids=[(0, 0, self._picture_values())],
                )
            )

    def test_pages_do_not_cost_more(self):
        """The number of queries does not grow with the rows."""
        self._get(LIST)

        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            practices = self.env["mbb.practice"].sudo().with_context(lang="tr_TR")
            practices._get_public_options()
            cards = [p._get_public_card() for p in practices._find_public_sudo(12)]
            return len(cards), self.env.cr.sql_log_count - before

        self._publish_more(2)
        count()
        few = count()
        self._publish_more(8)
        many = count()
        self.assertEqual(many[0], few[0] + 8)
        self.assertLessEqual(many[1], few[1] + 2)


@tagged("post_install", "-at_install")
class TestPortalPractice(PortalCase, PracticeCommon):
    """Written by a representative, consented to by whom it concerns."""

    def _form(self, **values):
        return {
            **{
                name: value
                for name, value in self._practice_values().items()
                if isinstance(value, str)
            },
            "institution_id": str(self.giving.id),
            "year": "2025",
            "skill_ids": str(self.skill.id),
            "what_0": "Şikâyet",
            "before_0": "120",
            "after_0": "15,5",
            "unit_0": "adet",
            "do": "save",
            **values,
        }

    def _write(self):
        self._sign_in(self.user_giving)
        response = self._post("/my/mentoring/practices/new", self._form())
        self.env.invalidate_all()
        number = int(response.headers["Location"].split("/practices/")[1].split("/")[0])
        return self.env["mbb.practice"].browse(number)

    def _add_picture(self, practice, content=None, status=303, **values):
        content = make_picture() if content is None else content
        return self._post(
            f"{practice._get_portal_url()}/pictures",
            {"alt_text": "Bir kamyon", "nobody": "1", **values},
            status,
            files={"picture": ("foto.jpg", content, "image/jpeg")},
        )

    def test_written_and_submitted(self):
        practice = self._write()
        self.assertEqual(practice.institution_id, self.giving)
        self.assertEqual(practice.result_ids.value_after, 15.5)
        self._add_picture(practice)
        self.assertNotIn(b"SecretCamera", practice.picture_ids._get_content())
        url = practice._get_portal_url()
        self.assertIn(f"{url}/edit", self._get("/my/mentoring").text)
        self._post(f"{url}/edit", self._form(name="Yeni ad", do="submit"))
        self.env.invalidate_all()
        self.assertEqual((practice.state, practice.name), ("review", "Yeni ad"))
        self._get(url)
        self._get(f"{url}/edit", 403)
        self._get("/my/mentoring/all/practices")

    def test_named_and_consented(self):
        practice = self._write()
        url = practice._get_portal_url()
        self._post(
            f"{url}/people",
            {"person_name": "Ayşe Uzman", "person_email": self.expert.email},
        )
        self.env.invalidate_all()
        self.assertEqual(practice.person_ids, self.expert)
        self._add_picture(practice, nobody="", person_ids=str(self.expert.id))
        self._post(f"{url}/edit", self._form(do="submit"))
        self.env.invalidate_all()
        self._give_points(practice)
        self._approve(practice, self.user_unit)
        own = self._consent_of(practice, self.giving)
        person = self._consent_of(practice, self.expert)
        self.assertIn(own._get_portal_url(), self._get("/my/mentoring").text)
        self._post(f"{own._get_portal_url()}/grant", {}, 422)
        self._post(f"{own._get_portal_url()}/grant", {"read": "1"})
        self._get(person._get_portal_url(), 404)
        self._sign_in(self.user_expert)
        page = self._get(person._get_portal_url()).text
        self.assertIn("Telefonla randevu verildi.", page)
        self._get(f"{person._get_portal_url()}/pictures/{practice.picture_ids.id}")
        self._get(own._get_portal_url(), 404)
        self._post(f"{person._get_portal_url()}/grant", {"read": "1"})
        self.env.invalidate_all()
        self._approve(practice, self.user_publisher)
        self.assertEqual(practice.state, "published")
        self._post(
            f"{person._get_portal_url()}/withdraw", {"withdraw_reason": "I moved"}
        )
        self.env.invalidate_all()
        self.assertEqual((practice.state, practice.archive_kind), ("archived", "withdrawn"))

    def test_uploads_are_judged_by_content(self):
        practice = self._write()
        hostile = {
            "empty": b"",
            "php": b"<?php echo 1;",
            "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
            "large": make_picture() + b"\x00" * MAX_SIZE,
            "pdf": PDF,
        }
        for what, content in hostile.items():
            with self.subTest(what=what):
                self._add_picture(practice, content, 422)
        self._add_picture(practice, status=422, nobody="")
        self._add_picture(practice, status=422, alt_text="")
        self.env.invalidate_all()
        self.assertFalse(practice.picture_ids)

    def test_another_institution(self):
        practice = self._write()
        self._add_picture(practice)
        url = practice._get_portal_url()
        picture = f"{url}/pictures/{practice.picture_ids.id}"
        for user in (self.user_other, self.user_asking, self.user_stranger):
            self._sign_in(user)
            for address in (url, f"{url}/edit", picture):
                with self.subTest(user=user.login, address=address):
                    self._get(address, 404)
            with mute_logger("odoo.http"):
                self._post(f"{url}/edit", self._form(do="submit"), 404)
                self._post(f"{picture}/remove", {}, 404)
        # Its own applicant reads it and does not write.
        self._sign_in(self.user_applying)
        self._get(url)
        self._get(f"{url}/edit", 403)
        self._get("/my/mentoring/practices/new", 403)
        self._sign_in(self.user_other)
        self._post(
            "/my/mentoring/practices/new",
            self._form(institution_id=str(self.giving.id)),
            422,
        )
        self.env.invalidate_all()
        self.assertEqual(practice.state, "draft")

    def test_without_the_buttons(self):
        """By RPC: no more than the forms give."""
        practice = self._write()
        own = practice.with_user(self.user_giving)
        practices = self.env["mbb.practice"]
        with self.assertRaises(AccessError):
            practice.with_user(self.user_other).read(["name"])
        with self.assertRaises(AccessError):
            practices.with_user(self.user_giving).create(
                self._practice_values(institution_id=self.asking.id)
            )
        for vals in (
            {"institution_id": self.asking.id},
            {"match_id": False},
            {"person_ids": [(4, self.learner.id)]},
            {"responsible_id": self.user_giving.id},
            {"number": "IUO-1"},
            {"picture_ids": [(0, 0, self._picture_values())]},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                own.write(vals)
        with self.assertRaises(UserError):
            own.write({"state": "published"})
        with self.assertRaises(AccessError):
            own.unlink()
        for model in (
            "mbb.practice.picture",
            "mbb.practice.file",
            "mbb.practice.result",
            "mbb.practice.score",
            "mbb.practice.criterion",
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.user_giving).search([])
        # Points, reasons and who decides are nobody's outside.
        for name in ("score_percent", "consent_ids", "approval_ids", "search_key"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                own.read([name])
        own.action_submit()
        with self.assertRaises(AccessError):
            own.write({"problem": "Other"})
        for step in ("action_score", "action_approve", "action_ask_consents"):
            with self.subTest(step=step), self.assertRaises(UserError):
                getattr(own, step)()
        with self.assertRaises(UserError):
            own.action_return("Mine")

    def test_consents_of_others(self):
        practice = self._write()
        practice.with_user(self.user_giving).action_submit()
        self._give_points(practice)
        self._approve(practice, self.user_unit)
        consent = self._consent_of(practice, self.giving)
        for user in (self.user_other, self.user_asking, self.user_expert):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                consent.with_user(user).action_grant()
            self._sign_in(user)
            self._get(consent._get_portal_url(), 404)
        with self.assertRaises(AccessError):
            consent.with_user(self.user_giving).read(["reason"])

    def test_a_new_version_from_the_portal(self):
        practice = self._publish(self._write_practice())
        self._sign_in(self.user_giving)
        response = self._post(f"{practice._get_portal_url()}/revise")
        self.env.invalidate_all()
        version = practice.sudo().next_ids
        self.assertIn(version._get_portal_url(), response.headers["Location"])
        self._get(f"{version._get_portal_url()}/edit")

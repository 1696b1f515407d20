# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import re
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from lxml import html

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.tests.common import PDF

from .common import PortalCase, make_png

FORM = "/mentoring/register/form"


class RegistrationCase(PortalCase):
    """What is sent by mail is caught here: the links stand in it and nowhere else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.limits = cls.env["mbb.portal.limit"].search([])
        cls.limits.attempts = 500
        cls.giving.state_id = cls.env.ref("base.state_tr_34")
        cls.asking.email = "info@asking.example"

    def setUp(self):
        super().setUp()
        self.mails = []
        sent = self.mails

        def catch(record, template, email, **context):
            sent.append((template, email, context.get("link_url")))

        patcher = patch.object(
            self.env.registry["mbb.portal.link.mixin"], "_mail_link", catch
        )
        patcher.start()
        self.addCleanup(patcher.stop)

    def _get(self, url, status=200):
        """The reader's language may be in the address of a public page."""
        response = self.url_open(url)
        self.assertEqual(response.status_code, status, url)
        return response

    def _fields(self, **values):
        return {
            "institution": str(self.asking.id),
            "person_name": "Işıl Çağrı",
            "person_title": "Özel Kalem Müdürü",
            "email": "isil@asking.example",
            "phone": "0216 555 00 00",
            "notice": "1",
            "notice_version": "1",
            **values,
        }

    def _send(self, status=303, file=PDF, **values):
        files = {"file": ("yetki.pdf", file, "application/pdf")} if file else None
        return self._post(FORM, self._fields(**values), status, files)

    def _registration(self, **values):
        self._sign_in(None)
        self._send(**values)
        return self.env["mbb.registration"].search([], limit=1)

    def _link(self):
        """The path of the last link that was sent."""
        return re.sub(r"^https?://[^/]+", "", self.mails[-1][2])

    def _submitted(self, **values):
        registration = self._registration(**values)
        self._post(self._link())
        registration.invalidate_recordset()
        self.assertEqual(registration.state, "submitted")
        return registration


@tagged("post_install", "-at_install")
class TestRegistration(RegistrationCase):
    # -- from outside ------------------------------------------------------

    def test_found_however_it_is_spelt(self):
        self.giving.name = "Şişli Belediye Başkanlığı"
        self.asking.state_id = self.env.ref("base.state_tr_16")
        self._sign_in(None)
        for query, found in (
            ("name=sisli", True),
            ("name=ŞİŞLİ+BELEDİYESİ", True),
            ("name=belediyesi+şişli", True),
            ("name=sisli&province=%s" % self.giving.state_id.id, True),
            ("name=sisli&province=%s" % self.asking.state_id.id, False),
            ("name=100%25", False),
        ):
            page = html.fromstring(self._get(f"/mentoring/register?{query}").text)
            links = page.xpath(f"//a[contains(@href, '={self.giving.id}')]")
            self.assertEqual(bool(links), found, query)

    def test_the_visitor_signs_nothing(self):
        """A note or task of somebody without an address could not be sent on."""
        registration = self._submitted()
        noted = registration.message_ids.create_uid | registration.activity_ids.create_uid
        self.assertNotIn(self.env.ref("base.public_user"), noted)

    def test_a_registration_from_the_form_to_the_first_page(self):
        registration = self._registration()
        self.assertEqual(registration.state, "unverified")
        self.assertEqual(registration.notice_id, registration._get_portal_notice())
        self.assertNotIn(self._link().split("/")[-1], registration.sudo().link_digest)
        link = self._link()
        # A scanner of mails opens the page; it presses no button.
        self.assertIn("Işıl", self._get(link).text)
        registration.invalidate_recordset()
        self.assertEqual(registration.state, "unverified")
        self._post(link)
        registration.invalidate_recordset()
        self.assertEqual(registration.state, "submitted")
        self.assertTrue(registration.number)
        self.assertTrue(registration.date_due)
        registration.with_user(self.user_officer).action_approve()
        row = registration.representative_id
        self.assertEqual(row.role, "representative")
        self.assertEqual(row.institution_id, self.asking)
        self.assertEqual(row.evidence_id.sha256, registration.file_sha256)
        self.assertEqual(row.evidence_id._get_content(), PDF)
        self.assertFalse(registration.file)
        user = row.user_id
        self.assertTrue(user.share)
        self.assertEqual(user.login, "isil@asking.example")
        self.assertEqual(user.partner_id.parent_id, self.asking)
        self.assertTrue(self.asking._is_represented_by(user))
        template, address, link = self.mails[-1]
        self.assertEqual(template, "mail_template_registration_approved")
        self.assertEqual(address, "isil@asking.example")
        self.assertIn("/web/signup?", link)

    def test_errors_keep_what_was_typed(self):
        self._sign_in(None)
        response = self._send(422, email="no address", notice="", file=None)
        page = html.fromstring(response.text)
        errors = {a.get("href") for a in page.xpath("//*[@id='mbb_errors']//a")}
        self.assertEqual(errors, {"#field_email", "#field_file", "#field_notice"})
        [name] = page.xpath("//input[@name='person_name']/@value")
        self.assertEqual(name, "Işıl Çağrı")
        self.assertFalse(self.mails)

    def test_the_paper_is_judged_by_its_content(self):
        self._sign_in(None)
        script = b"<html><script>alert(1)</script></html>"
        for content in (script, b"", b"%PDF-1.4 cut"):
            self._send(422, file=content)
        self._send(file=make_png())

    def test_a_foreign_institution_in_english(self):
        self._sign_in(None)
        self._send(
            institution="",
            institution_name="Gemeente Utrecht",
            institution_type="foreign",
            country_id=str(self.env.ref("base.nl").id),
            city="Utrecht",
            email="mentor@utrecht.example",
        )
        registration = self.env["mbb.registration"].search([], limit=1)
        self.assertEqual(registration.country_id, self.env.ref("base.nl"))
        self.assertFalse(registration.state_id)
        response = self._send(422, institution="", institution_type="birlik")
        self.assertIn("field_institution_type", response.text)

    @mute_logger("odoo.http")
    def test_only_what_may_register_is_chosen(self):
        self.other.sudo().write({"mentor_closed_on": self.today})
        self._sign_in(None)
        for value in (self.other.id, self.expert.id, 999999999, "x", "1 or 1"):
            self._get(f"{FORM}?institution={value}", 404)
            self._send(404, institution=str(value))

    def test_the_same_answer_whoever_it_is(self):
        """Known or not: the address, the person, the institution's representative."""
        self._sign_in(None)
        pages = set()
        for email in ("new@asking.example", self.user_asking.login, "o@mbb.example"):
            response = self._send(email=f"{email.split('@')[0]}@asking.example")
            pages.add(response.headers["Location"])
        self.assertEqual(len(pages), 1)
        self.assertEqual(len(self.mails), 3)

    def test_too_many(self):
        self.limits.attempts = 1
        self._sign_in(None)
        self._send()
        self._send(429)
        self.assertEqual(len(self.mails), 1)

    # -- the link ----------------------------------------------------------

    @mute_logger("odoo.http")
    def test_wrong_used_and_late_links_are_one_page(self):
        self._registration()
        used = self._link()
        self._post(used)
        late_registration = self._registration(email="late@asking.example")
        late = self._link()
        late_registration.sudo()._write_guarded(
            {"date_link_end": fields.Datetime.now() - timedelta(minutes=1)}
        )
        wrong = "/mentoring/register/confirm/" + "x" * 43
        pages = set()
        for url in (used, late, wrong, "/mentoring/invitation/" + "x" * 43):
            for response in (self._get(url, 404), self._post(url, status=404)):
                [main] = html.fromstring(response.text).xpath("//*[@id='wrap']")
                pages.add(" ".join(main.text_content().split()))
        self.assertEqual(len(pages), 1)
        late_registration.invalidate_recordset()
        self.assertEqual(late_registration.state, "unverified")

    @mute_logger("odoo.http")
    def test_who_tries_links_is_stopped(self):
        limit = self.env.ref("mbb_mentor_portal.mbb_portal_limit_token")
        limit.attempts = 2
        for status in (404, 404, 429):
            self._get("/mentoring/invitation/" + "x" * 43, status)

    def test_a_link_of_one_kind_opens_no_other(self):
        registration = self._registration()
        token = self._link().split("/")[-1]
        self.assertFalse(self.env["mbb.invitation"]._find_by_link(token))
        for token in (False, "", None):
            self.assertFalse(registration._find_by_link(token))

    def test_unverified_ones_expire_and_go_with_their_paper(self):
        registration = self._registration()
        kept = self._submitted(email="kept@asking.example")
        attachment = self.env["ir.attachment"].sudo().search(
            [
                ("res_model", "=", "mbb.registration"),
                ("res_field", "=", "file"),
                ("res_id", "=", registration.id),
            ]
        )
        self.assertTrue(attachment)
        now = fields.Datetime.now()
        with freeze_time(now + timedelta(hours=47)):
            registration._expire_links()
            self.assertEqual(registration.state, "unverified")
        with freeze_time(now + timedelta(hours=49)):
            registration._expire_links()
            registration._drop_expired()
            self.assertEqual(registration.state, "expired")
        with freeze_time(now + timedelta(days=10)):
            registration._drop_expired()
        self.assertFalse(registration.exists())
        self.assertFalse(attachment.exists())
        self.assertTrue(kept.exists())

    # -- the Sekreterya ----------------------------------------------------

    def _obstacle(self, registration, user=None):
        registration = registration.with_user(user or self.user_officer)
        return registration._get_arrow_obstacle("approved")

    def test_who_registered_does_not_approve(self):
        registration = self._submitted()
        self.assertFalse(self._obstacle(registration))
        registration.sudo().registered_by_id = self.user_officer
        self.assertTrue(self._obstacle(registration))
        with self.assertRaises(UserError):
            registration.with_user(self.user_officer).action_approve()
        self.assertFalse(self._obstacle(registration, self.user_officer2))
        self.user_officer2.partner_id.email = registration.email
        self.assertTrue(self._obstacle(registration, self.user_officer2))

    def test_only_the_secretariat_decides(self):
        registration = self._submitted()
        for user in (self.user_asking, self.user_employee, self.user_approver):
            for step in ("action_approve", "action_refuse"):
                args = ("No",) if step == "action_refuse" else ()
                with self.subTest(user.login), self.assertRaises(UserError):
                    getattr(registration.with_user(user), step)(*args)

    def test_refused_with_a_reason_that_is_mailed(self):
        registration = self._submitted().with_user(self.user_officer)
        with self.assertRaises(UserError):
            registration.action_refuse(" ")
        registration.action_refuse("The signature is missing")
        self.assertEqual(registration.state, "refused")
        self.assertEqual(self.mails[-1][0], "mail_template_registration_refused")
        self.assertFalse(registration.representative_id)

    def test_what_was_stated_stays(self):
        registration = self._submitted().with_user(self.user_officer)
        for values in (
            {"email": "mine@officer.example"},
            {"person_name": "Me"},
            {"file": False},
            {"evidence_id": False},
            {"link_digest": "x"},
            {"notice_id": False},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                registration.write(values)
        registration.institution_id = self.giving
        registration.action_refuse("No")
        with self.assertRaises(UserError):
            registration.institution_id = self.asking
        with self.assertRaises(AccessError):
            self.env["mbb.registration"].with_user(self.user_officer).create(
                {"email": "a@b.example"}
            )
        with self.assertRaises(UserError):
            registration.sudo().unlink()

    def test_a_new_institution_is_no_member_by_that(self):
        registration = self._submitted(
            institution="",
            institution_name="Yeni Belediyesi",
            institution_type="district",
            state_id=str(self.env.ref("base.state_tr_34").id),
            unit_name="İmar Müdürlüğü",
        ).with_user(self.user_officer)
        self.assertTrue(self._obstacle(registration))
        registration.action_add_institution()
        institution = registration.institution_id
        self.assertTrue(institution.is_mentor_institution)
        self.assertFalse(institution.is_member)
        self.assertTrue(self._obstacle(registration))
        registration.action_add_unit()
        registration.action_approve()
        row = registration.representative_id
        self.assertEqual(row.unit_id.parent_id, institution)
        self.assertFalse(institution._is_represented_by(row.user_id))

    def test_possible_duplicates_are_shown(self):
        self.giving.name = "Şişli Belediyesi"
        registration = self._submitted(
            institution="",
            institution_name="T.C. ŞİŞLİ BELEDİYE BAŞKANLIĞI",
            institution_type="district",
            state_id=str(self.giving.state_id.id),
        ).with_user(self.user_officer)
        self.assertIn("Şişli Belediyesi", registration.duplicates)

    def test_hint_of_the_domain(self):
        registration = self._submitted()
        for email, hint in (
            ("a@asking.example", False),
            ("a@imar.asking.example", False),
            ("a@notasking.example", "other"),
            ("a@gmail.com", "free"),
        ):
            registration.sudo().email = email
            self.assertEqual(registration.email_hint, hint, email)
        self.asking.email = "asking@gmail.com"
        registration.sudo().email = "a@asking.example"
        self.assertEqual(registration.email_hint, "unknown")

    # -- the account -------------------------------------------------------

    def _user(self, login, group="base.group_portal", **values):
        values = {"email": login, **values}
        return new_test_user(self.env, login, groups=group, **values)

    def test_an_account_that_is_there_is_used_as_it_is(self):
        user = self._user("isil@asking.example")
        before = (user.group_ids, user.partner_id.name, user.partner_id.parent_id)
        registration = self._submitted()
        registration.with_user(self.user_officer).action_approve()
        self.assertEqual(registration.representative_id.user_id, user)
        self.assertEqual(
            before, (user.group_ids, user.partner_id.name, user.partner_id.parent_id)
        )
        self.assertNotIn("signup", self.mails[-1][2])

    def test_a_replaced_address_takes_no_role(self):
        """Login and address both have to be the one that was verified."""
        user = self._user("isil@asking.example")
        registration = self._submitted()
        user.partner_id.email = "elsewhere@asking.example"
        self.assertTrue(self._obstacle(registration))
        user.partner_id.email = "isil@asking.example"
        user.login = "another@asking.example"
        self.assertTrue(self._obstacle(registration))
        user.login = "Isil@Asking.example"
        self.assertFalse(self._obstacle(registration))
        user.active = False
        self.assertTrue(self._obstacle(registration))

    def test_the_wildcards_of_an_address_are_letters(self):
        self._user("isXl@asking.example", email="other@asking.example")
        registration = self._submitted(email="is_l@asking.example")
        self.assertFalse(self._obstacle(registration))
        self.assertFalse(registration._find_account())

    def test_the_secretariat_acts_for_nobody(self):
        self._user("isil@asking.example", "mbb_mentor.group_mentor_officer")
        registration = self._submitted()
        self.assertTrue(self._obstacle(registration, self.user_officer2))
        with self.assertRaises(UserError):
            registration.with_user(self.user_officer2).action_approve()
        self.assertEqual(registration.state, "submitted")
        self.assertFalse(registration.evidence_id)

    def test_all_or_nothing(self):
        """Nothing of an approval is left where its last step fails."""
        registration = self._submitted().with_user(self.user_officer)
        model = self.env.registry["mbb.representative"]
        with (
            patch.object(model, "create", side_effect=UserError("no")),
            self.assertRaises(UserError),
            self.env.cr.savepoint(),
        ):
            registration.action_approve()
        registration.invalidate_recordset()
        self.assertEqual(registration.state, "submitted")
        self.assertTrue(registration.file)
        self.assertFalse(registration._find_account())

    def test_a_lesser_role_gives_way(self):
        user = self._user("isil@asking.example")
        row = self.env["mbb.representative"].create(
            {
                "user_id": user.id,
                "institution_id": self.asking.id,
                "role": "viewer",
                "date_from": self.today,
            }
        )
        registration = self._submitted()
        registration.with_user(self.user_officer).action_approve()
        self.assertFalse(row.is_current)
        self.assertTrue(self.asking._is_represented_by(user))
        again = self._submitted()
        self.assertTrue(self._obstacle(again))

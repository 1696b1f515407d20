# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from lxml import html
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.tests.common import PDF

from .test_registration import RegistrationCase

MY = "/my/mentoring/institution"


class InvitationCase(RegistrationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.url = f"{MY}/{cls.asking.id}"
        cls.row = cls._row(cls.user_asking)

    @classmethod
    def _row(cls, user, institution=None):
        institution = institution or cls.asking
        return cls.env["mbb.representative"].search(
            [("user_id", "=", user.id), ("institution_id", "=", institution.id)]
        )

    def _invite(self, status=303, user=None, url=None, file=None, **values):
        self._sign_in(user or self.user_asking)
        files = {"file": ("yetki.pdf", file, "application/pdf")} if file else None
        data = {
            "invite_name": "Işıl Çağrı",
            "invite_email": "isil@asking.example",
            "invite_role": "applicant",
            **values,
        }
        self._post(f"{url or self.url}/invite", data, status, files)
        return self.env["mbb.invitation"].search([], limit=1)

    def _user(self, group="base.group_portal"):
        """The account of the address that is invited."""
        login = "isil@asking.example"
        return new_test_user(self.env, login, group, email=login)

    def _accept(self, status=303, **values):
        self._sign_in(None)
        data = {"notice": "1", "notice_version": "1", **values}
        return self._post(self._link(), data, status)


@tagged("post_install", "-at_install")
class TestInvitation(InvitationCase):
    def test_from_the_invitation_to_the_role(self):
        invitation = self._invite()
        self.assertEqual(invitation.state, "sent")
        self.assertIn("isil@asking.example", self._get(self.url).text)
        self._sign_in(None)
        self.assertIn("Asking", self._get(self._link()).text)
        self._accept(422, notice="")
        response = self._accept()
        self.assertIn("/web/signup?", response.headers["Location"])
        invitation.invalidate_recordset()
        self.assertEqual(invitation.state, "accepted")
        self.assertEqual(invitation.notice_id, invitation._get_portal_notice())
        user = invitation.representative_id.user_id
        self.assertTrue(self.asking._is_represented_by(user, ("applicant",)))
        self.assertFalse(self.asking._is_represented_by(user))
        with mute_logger("odoo.http"):
            self._accept(404)

    def test_the_account_that_is_there(self):
        user = self._user()
        groups = user.group_ids
        invitation = self._invite(invite_role="viewer")
        self._accept()
        self.assertEqual(invitation.representative_id.user_id, user)
        self.assertEqual(user.group_ids, groups)

    def test_a_representative_goes_to_the_secretariat(self):
        self._invite(422, invite_role="representative")
        invitation = self._invite(invite_role="representative", file=PDF)
        response = self._accept()
        self.assertIn("/register/confirmed", response.headers["Location"])
        registration = invitation.registration_id
        self.assertEqual(registration.state, "submitted")
        self.assertFalse(invitation.representative_id)
        self.assertFalse(registration._find_account())
        self.assertFalse(invitation.file)
        registration.with_user(self.user_officer).action_approve()
        row = registration.representative_id
        self.assertTrue(self.asking._is_represented_by(row.user_id))
        self.assertEqual(row.evidence_id._get_content(), PDF)

    @mute_logger("odoo.http")
    def test_who_may_not_invite(self):
        for user, status in (
            (self.user_viewer, 403),
            (self.user_applicant, 403),
            (self.user_former, 404),
            (self.user_other, 404),
            (self.user_stranger, 404),
            (self.user_expert, 404),
        ):
            with self.subTest(user.login):
                self._invite(status, user)
        self.assertFalse(self.mails)
        with self.assertRaises(AccessError):
            self.env["mbb.invitation"].with_user(self.user_asking).create(
                {
                    "institution_id": self.asking.id,
                    "role": "representative",
                    "email": "a@b.example",
                    "invited_by_id": self.user_asking.id,
                }
            )

    def test_a_role_of_ones_own_making(self):
        for values in (
            {"invite_role": "president"},
            {"invite_role": ""},
            {"invite_unit": str(self.giving.id)},
            {"invite_unit": "999999999"},
        ):
            with self.subTest(values):
                self._invite(422, **values)
        # What is not asked for is not taken.
        invitation = self._invite(
            institution_id=str(self.giving.id), role="representative", state="accepted"
        )
        self.assertEqual(invitation.institution_id, self.asking)
        self.assertEqual((invitation.role, invitation.state), ("applicant", "sent"))

    def test_who_stands_for_a_unit_invites_for_it(self):
        user = self._create_representative("unit", self.asking, unit=self.unit)
        self._invite(422, user)
        invitation = self._invite(303, user, invite_unit=str(self.unit.id))
        self.assertEqual(invitation.unit_id, self.unit)
        other = self.unit.copy({"name": "Another", "parent_id": self.asking.id})
        self._invite(422, user, invite_unit=str(other.id), invite_email="b@c.example")

    def test_the_same_person_twice(self):
        self._invite()
        self._invite(422, invite_email="ISIL@asking.example")
        self._accept()
        self._invite(422)
        self.assertEqual(len(self.mails), 1)

    @mute_logger("odoo.sql_db")
    def test_the_database_keeps_one_open_invitation(self):
        invitation = self._invite()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["mbb.invitation"].sudo().create(
                {
                    "institution_id": invitation.institution_id.id,
                    "email": invitation.email,
                    "role": "viewer",
                    "invited_by_id": self.user_asking.id,
                }
            )

    def test_known_and_unknown_addresses_get_one_answer(self):
        officer = new_test_user(
            self.env,
            "memur@mbb.example",
            "mbb_mentor.group_mentor_officer",
            email="memur@mbb.example",
        )
        new_test_user(
            self.env, "known@b.example", "base.group_portal", email="known@b.example"
        )
        for email in (officer.login, "known@b.example", "unknown@b.example"):
            self._invite(invite_email=email)
        self.assertEqual(len(self.mails), 3)

    def test_the_secretariat_accepts_nothing(self):
        self._user("mbb_mentor.group_mentor_officer")
        invitation = self._invite()
        self._accept(422)
        self.assertEqual(invitation.state, "sent")
        self.assertFalse(invitation.representative_id)

    def test_a_replaced_address_accepts_nothing(self):
        user = self._user()
        self._invite()
        user.partner_id.email = "thief@asking.example"
        self._accept(422)
        user.login, user.partner_id.email = "thief", "isil@asking.example"
        self._accept(422)

    def test_one_of_two_acceptances(self):
        """Both have read the page; the second finds the row as the first left it."""
        invitation = self._invite()
        first = invitation._find_by_link(self._link().split("/")[-1])
        second = invitation._find_by_link(self._link().split("/")[-1])
        first._accept(first._get_portal_notice())
        with self.assertRaises(UserError):
            second._accept(second._get_portal_notice())
        rows = self._row(invitation.representative_id.user_id)
        self.assertEqual(len(rows), 1)

    @mute_logger("odoo.http")
    def test_withdrawn_by_its_institution_only(self):
        invitation = self._invite()
        url = f"{self.url}/invitations/{invitation.id}/withdraw"
        for user in (self.user_viewer, self.user_applicant, self.user_other):
            self._sign_in(user)
            self._post(url, status=404)
        self._sign_in(self.user_other)
        other = f"{MY}/{self.other.id}/invitations/{invitation.id}/withdraw"
        self._post(other, status=404)
        with self.assertRaises(UserError):
            invitation.with_user(self.user_other).action_withdraw()
        link = self._link()
        self._sign_in(self.user_asking)
        self._post(url)
        self._sign_in(None)
        self._get(link, 404)

    @mute_logger("odoo.http")
    def test_it_ends_with_the_authority_of_who_invited(self):
        invitation = self._invite()
        self.row.sudo()._end_now()
        invitation.invalidate_recordset()
        self.assertEqual(invitation.state, "withdrawn")
        self._accept(404)

    @mute_logger("odoo.http")
    def test_it_expires(self):
        invitation = self._invite(invite_role="representative", file=PDF)
        invitation.sudo()._write_guarded(
            {"date_link_end": fields.Datetime.now() - timedelta(minutes=1)}
        )
        self._accept(404)
        invitation._expire_links()
        self.assertEqual(invitation.state, "expired")
        self.assertFalse(invitation.sudo().file)

    def test_too_many(self):
        self.limits.attempts = 1
        self._invite()
        self._invite(429, invite_email="b@asking.example")


@tagged("post_install", "-at_install")
class TestEnd(InvitationCase):
    """Leaving takes the rights away in the same minute."""

    def _end_url(self, user):
        return f"{self.url}/people/{self._row(user).id}/end"

    @mute_logger("odoo.http")
    def test_a_colleague_is_out_at_once(self):
        mentee = f"/my/mentoring/mentees/{self.draft.id}"
        self.draft._message_subscribe(self.user_applicant.partner_id.ids)
        self._sign_in(self.user_applicant)
        self._get(mentee)
        own = self.draft.with_user(self.user_applicant)
        self.assertTrue(own.has_access("write"))
        self._sign_in(self.user_asking)
        self._post(self._end_url(self.user_applicant))
        row = self._row(self.user_applicant)
        self.assertFalse(row.is_current)
        self.assertEqual(row.date_to, self.today)
        self.env.invalidate_all()
        self.assertFalse(own.has_access("read"))
        self.assertFalse(
            self.asking._is_represented_by(self.user_applicant, ("applicant",))
        )
        self.assertNotIn(
            self.user_applicant.partner_id, self.draft.message_partner_ids
        )
        self._sign_in(self.user_applicant)
        self._get(mentee, 404)
        self._get(self.url, 404)

    @mute_logger("odoo.http")
    def test_begun_today_and_ended_today(self):
        user = new_test_user(self.env, "test.today", groups="base.group_portal")
        row = self.env["mbb.representative"].create(
            {
                "user_id": user.id,
                "institution_id": self.asking.id,
                "role": "viewer",
                "date_from": self.today,
            }
        )
        row._end_now()
        self.assertFalse(row.is_current)
        # The day is free again: another role begins the same day.
        again = row.copy({"date_from": self.today, "date_to": False})
        self.assertTrue(again.is_current)

    def test_the_model_says_who_may_end(self):
        """The page offers what the model lets through, and nothing else."""
        unit = self.env["mbb.representative"].create(
            {
                "user_id": self.user_stranger.id,
                "institution_id": self.asking.id,
                "unit_id": self.unit.id,
                "role": "representative",
            }
        )
        rows = self.asking.representative_ids.filtered("is_current") | unit
        own = {user: self._row(user) for user in (self.user_viewer, self.user_asking)}
        for user, endable in (
            (self.user_viewer, own[self.user_viewer]),
            (self.user_asking, rows),
            (self.user_stranger, unit),
            (self.user_other, rows.browse()),
        ):
            with self.subTest(user=user.name):
                asked = rows.with_user(user).sudo(False)
                self.assertEqual(asked._filter_endable(), endable)
                for row in asked - endable:
                    with self.assertRaises(AccessError):
                        row._end_from_portal()

    @mute_logger("odoo.http")
    def test_who_may_not_end(self):
        target = self._end_url(self.user_viewer)
        for user, status in (
            (self.user_applicant, 403),
            (self.user_former, 404),
            (self.user_other, 404),
            (self.user_stranger, 404),
        ):
            self._sign_in(user)
            self._post(target, status=status)
        # By the address of one's own institution: the row is not there.
        self._sign_in(self.user_other)
        row = self._row(self.user_viewer)
        self._post(f"{MY}/{self.other.id}/people/{row.id}/end", status=404)
        self.assertTrue(row.is_current)

    def test_whoever_leaves(self):
        self._sign_in(self.user_viewer)
        response = self._post(self._end_url(self.user_viewer))
        self.assertIn("role_left", response.headers["Location"])
        self.assertFalse(self._row(self.user_viewer).is_current)

    def test_the_last_representative_may_leave_and_the_secretariat_is_told(self):
        self._sign_in(self.user_asking)
        self.assertIn("mbb-callout-warning", self._get(self.url).text)
        self._post(self._end_url(self.user_asking))
        self.assertFalse(self.asking._has_representative())
        [activity] = self.asking.activity_ids
        self.assertFalse(activity.user_id.share)

    def test_an_authority_is_given_to_oneself_by_nobody(self):
        row = self.row.with_user(self.user_asking)
        for values in ({"date_to": False}, {"role": "representative"}, {"note": "x"}):
            with self.assertRaises(UserError):
                row.write(values)
        with self.assertRaises(AccessError):
            row.action_end()

    def test_what_has_ended_does_not_begin_again(self):
        self.row._end_now()
        for env in (self.row.with_user(self.user_officer), self.row.sudo()):
            with self.assertRaises(UserError):
                env.write({"date_to": False})
        with self.assertRaises(UserError):
            self.row.with_user(self.user_officer).write({"ended_at": False})
        row = self._row(self.user_viewer).with_user(self.user_officer)
        with self.assertRaises(UserError):
            row.write({"ended_at": fields.Datetime.now()})
        row.action_end()
        self.assertFalse(row.is_current)


@tagged("post_install", "-at_install")
class TestSwitch(InvitationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.env["mbb.representative"].create(
            {
                "user_id": cls.user_asking.id,
                "institution_id": cls.other.id,
                "role": "applicant",
                "date_from": cls.today - timedelta(days=3),
            }
        )
        cls.elsewhere = cls._create_mentee(accepted=False, institution=cls.other)

    def _choose(self, institution, status=303):
        value = str(institution.id) if institution else ""
        self._post("/my/mentoring/switch", {"institution": value}, status)

    def _listed(self):
        page = html.fromstring(self._get("/my/mentoring/all/mentees").text)
        return {
            record
            for record in (self.draft, self.elsewhere)
            if page.xpath(f"//a[@href='/my/mentoring/mentees/{record.id}']")
        }

    @mute_logger("odoo.http")
    def test_lists_are_of_the_chosen_one(self):
        self._sign_in(self.user_asking)
        self.assertEqual(self._listed(), {self.draft, self.elsewhere})
        self._choose(self.other)
        self.assertEqual(self._listed(), {self.elsewhere})
        # Links of mails go on working.
        self._get(f"/my/mentoring/mentees/{self.draft.id}")
        self._choose(None)
        self.assertEqual(self._listed(), {self.draft, self.elsewhere})
        self._choose(self.giving, 404)

    def test_the_choice_ends_with_the_right(self):
        self._sign_in(self.user_asking)
        self._choose(self.other)
        self.second._end_now()
        self.assertEqual(self._listed(), {self.draft})

    def test_the_form_begins_with_the_chosen_one(self):
        self._sign_in(self.user_asking)
        for institution in (self.other, self.asking):
            self._choose(institution)
            page = html.fromstring(self._get("/my/mentoring/apply/mentee").text)
            values = page.xpath("//*[@name='acting']//option[@selected]/@value")
            values += page.xpath("//input[@name='acting'][@checked]/@value")
            self.assertEqual(values[:1], [f"{institution.id}-0"])

    def test_only_who_serves_several_sees_the_switch(self):
        for user, seen in ((self.user_asking, True), (self.user_viewer, False)):
            self._sign_in(user)
            page = self._get("/my/mentoring").text
            self.assertEqual("/my/mentoring/switch" in page, seen)

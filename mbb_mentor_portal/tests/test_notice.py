# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from lxml import html

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .test_application_steps import ApplicationCase


@tagged("post_install", "-at_install")
class TestNotice(ApplicationCase):
    """KVKK m.10: people are told before they give data, and it is known what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notices = cls.env["mbb.notice"]
        cls.first = cls.notices._get_in_force("application")
        cls.rows = cls.env["mbb.notice.acknowledgement"]

    def _new_version(self, kind="application", **values):
        return self.notices.create(
            {
                "name": "Privacy notice",
                "kind": kind,
                "text": "<p>The second text</p>",
                "date_from": self.notices._get_today(),
                **values,
            }
        )

    def test_shipped_for_both(self):
        for kind in ("application", "person"):
            notice = self.notices._get_in_force(kind)
            self.assertEqual(notice.version, 1)
            self.assertFalse(notice.date_confirmed)
            text = notice.with_context(lang="en_US").text
            for element in ("Data controller", "purpose", "passed on", "Art. 5/2", "11"):
                self.assertIn(element, text)
        # Nothing rests on an explicit consent.
        self.assertFalse(self.notices._get_in_force("consent_application"))
        self.assertFalse(self.notices._get_in_force("consent_person"))

    def test_in_force_it_stays_as_it_is(self):
        for user in (self.user_manager, self.env.user):
            notice = self.first.with_user(user)
            for vals in ({"text": "<p>x</p>"}, {"date_from": False}, {"name": "x"}):
                with self.assertRaises(UserError):
                    notice.write(vals)
            with self.assertRaises(UserError):
                notice.unlink()
        new = self._new_version(date_from=False)
        with self.assertRaises(AccessError):
            new.with_user(self.user_officer).sudo(False).write({"text": "<p>x</p>"})
        self.assertEqual((new.version, new.status), (2, "written"))
        new.text = "<p>Better</p>"
        with self.assertRaises(UserError):
            new.version = 7
        with self.assertRaises(UserError):
            new.write({"date_confirmed": self.env.cr.now()})
        self.assertEqual(self.notices._get_in_force("application"), self.first)
        new.date_from = self.notices._get_today()
        self.env.invalidate_all()
        self.assertEqual(self.notices._get_in_force("application"), new)
        self.assertEqual((self.first.status, new.status), ("replaced", "in_force"))
        with self.assertRaises(UserError):
            new.text = "<p>Worse</p>"

    def test_not_into_the_past_and_not_before_its_day(self):
        with self.assertRaises(ValidationError):
            self._new_version(date_from=self.today - timedelta(days=3))
        later = self._new_version(date_from=self.today + timedelta(days=3))
        self.assertEqual(later.status, "awaited")
        self.assertEqual(self.notices._get_in_force("application"), self.first)
        self.assertFalse(self.notices._get_by_key("application-2"))

    def test_confirmed_once(self):
        notice = self.first.with_user(self.user_manager).sudo(False)
        with self.assertRaises(AccessError):
            self.first.with_user(self.user_officer).sudo(False).action_confirm()
        notice.action_confirm()
        self.assertEqual(notice.confirmed_by_id, self.user_manager)
        with self.assertRaises(UserError):
            notice.action_confirm()
        action = notice.action_new_version()
        new = self.notices.browse(action["res_id"])
        self.assertEqual((new.version, new.date_from), (2, False))
        self.assertFalse(new.date_confirmed)

    def test_recorded_with_the_draft(self):
        self._sign_in(self.user_asking)
        mentee = self._apply()
        row = self.rows.search([("res_id", "=", mentee.id), ("res_model", "=", "mbb.mentee")])
        self.assertEqual(row.notice_id, self.first)
        self.assertEqual(row.user_id, self.user_asking)
        self.assertEqual(row.partner_id, self.user_asking.partner_id)
        self.assertTrue(row.date)
        for user in (self.user_manager, self.env.user):
            with self.assertRaises(UserError):
                row.with_user(user).write({"date": False})
            with self.assertRaises(UserError):
                row.with_user(user).unlink()
        own = self.rows.with_user(self.user_asking)
        self.assertIn(row, own.search([]))
        self.assertNotIn(row, self.rows.with_user(self.user_other).search([]))
        with self.assertRaises(AccessError):
            own.browse(row.id).read(["user_id"])
        with self.assertRaises(AccessError):
            own.create({"notice_id": self.first.id})

    def test_a_new_notice_is_read_before_the_submission(self):
        self._sign_in(self.user_asking)
        self._apply(status=422, notice_version="0")
        mentee = self._apply()
        self._post_steps(mentee)
        self._new_version()
        page = self._get(f"{mentee._get_portal_url()}/edit/review").text
        self.assertIn("The second text", page)
        self._submit(mentee, 422, notice="")
        self._submit(mentee, 422)
        self._submit(mentee, notice_version="2")
        self.assertEqual(mentee.notice_version, "2")
        rows = self.rows.search([("res_id", "=", mentee.id)])
        self.assertEqual(rows.mapped("version"), [2, 1])

    def test_who_goes_on_reads_it_too(self):
        self._sign_in(self.user_asking)
        mentee = self._apply()
        self._post_steps(mentee)
        page = self._get(f"{mentee._get_portal_url()}/edit/review").text
        self.assertNotIn('name="notice"', page)
        self._sign_in(self.user_applicant)
        page = self._get(f"{mentee._get_portal_url()}/edit/review").text
        self.assertIn('name="notice"', page)
        self._submit(mentee, 422, notice="")
        self._submit(mentee)
        rows = self.rows.search([("res_id", "=", mentee.id)])
        self.assertEqual(rows.user_id, self.user_asking | self.user_applicant)

    def test_explicit_consent_apart_unticked_and_taken_back(self):
        self._new_version("consent_application", text="<p>My photograph</p>")
        self._sign_in(self.user_asking)
        with_it, without = self._apply(), self._apply()
        for mentee in (with_it, without):
            self._post_steps(mentee)
            page = html.fromstring(
                self._get(f"{mentee._get_portal_url()}/edit/review").text
            )
            box = page.find(".//input[@name='consent']")
            self.assertIsNone(box.get("checked"))
        # Nobody has to give it.
        self._submit(without)
        self.assertEqual(without.state, "submitted")
        self._submit(with_it, consent="1")
        consents = self.rows.search([("kind", "=", "consent_application")])
        self.assertEqual(consents.res_id, with_it.id)
        url = with_it._get_portal_url()
        address = f"{url}/consent/{consents.id}/withdraw"
        self.assertIn(address, self._get(url).text)
        with mute_logger("odoo.http"):
            self._sign_in(self.user_applicant)
            self._post(address, status=404)
            self._sign_in(self.user_asking)
            self._post(f"{without._get_portal_url()}/consent/{consents.id}/withdraw", status=404)
        self._post(address)
        self.env.invalidate_all()
        self.assertTrue(consents.date_withdrawn)
        self.assertNotIn(address, self._get(url).text)

    def test_person_who_was_named(self):
        """The first contact of whom somebody else named."""
        colleague = new_test_user(
            self.env,
            "test.colleague",
            groups="base.group_portal",
            partner_id=self.learner.id,
        )
        expert = self.mentee._name_expert(self.learner).sudo()
        self._sign_in(colleague)
        page = self._get(expert._get_portal_url()).text
        self.assertIn("/mentoring/privacy/person-1", page)
        self._post(f"{expert._get_portal_url()}/confirm", {"read": "1"})
        row = self.rows.search([("res_model", "=", "mbb.application.expert")])
        self.assertEqual((row.kind, row.user_id), ("person", colleague))

    def test_nobody_submits_unread_by_a_remote_call(self):
        """The rule is the model's: the page only asks what it asks."""
        self._sign_in(self.user_asking)
        draft = self._apply()
        self._post_steps(draft)
        draft = draft.with_user(self.user_applicant)
        with self.assertRaisesRegex(UserError, "privacy notice"):
            draft.action_submit()
        self.assertEqual(draft.state, "draft")
        # A marker in the context is the models' own object, not a caller's word.
        with self.assertRaisesRegex(UserError, "privacy notice"):
            draft.with_context(mbb_portal_inside=True).action_submit()
        self.rows.with_user(self.user_applicant)._record(self.first, draft)
        self._new_version()
        with self.assertRaisesRegex(UserError, "privacy notice"):
            draft.action_submit()
        draft._record_notice()
        draft.action_submit()
        self.assertEqual(draft.sudo().state, "submitted")

    def test_nobody_confirms_unread_by_a_remote_call(self):
        colleague = new_test_user(
            self.env,
            "test.colleague",
            groups="base.group_portal",
            partner_id=self.learner.id,
        )
        expert = self.mentee._name_expert(self.learner).sudo(False)
        expert = expert.with_user(colleague)
        with self.assertRaisesRegex(UserError, "privacy notice"):
            expert.action_confirm()
        self.assertEqual(expert.state, "named")
        # What is read for something else is not read for this.
        self.rows.with_user(colleague)._record(self.first, expert)
        with self.assertRaisesRegex(UserError, "privacy notice"):
            expert.action_confirm()
        self.rows.with_user(colleague)._record(expert._get_own_notice(), expert)
        expert.action_confirm()
        self.assertEqual(expert.state, "confirmed")

    def test_each_birlik_its_own_text(self):
        """Of two that share the database each shows and records its own."""
        here, there = self.env.company, self.env["res.company"].create({"name": "There"})
        shared = self.notices._get_in_force("registration")
        ours, theirs, draft = self.notices.create(
            [
                self._version_of("registration", here),
                self._version_of("registration", there),
                {**self._version_of("registration", there), "date_from": False},
            ]
        )
        self.assertEqual((ours + theirs + draft).mapped("version"), [2, 2, 3])
        # A shared one that comes later takes the place of nobody's own.
        later = self._new_version("registration")
        self.assertEqual(later.version, 4)
        for company, own in ((here, ours), (there, theirs)):
            notices = self.notices.with_company(company)
            self.assertEqual(notices._get_in_force("registration"), own)
            self.assertEqual(self.notices._get_in_force("registration", company), own)
            self.assertEqual(notices._get_by_key("registration-2"), own)
            self.assertEqual(notices._get_by_key("registration-1"), shared)
        self.env.invalidate_all()
        self.assertEqual(
            (shared + ours + theirs + draft + later).mapped("status"),
            ["replaced", "in_force", "in_force", "written", "in_force"],
        )

    def _version_of(self, kind, company):
        return {
            "name": f"Notice of {company.name}",
            "kind": kind,
            "text": "<p>Own</p>",
            "date_from": self.notices._get_today(),
            "company_id": company.id,
        }

    def test_the_record_has_the_text_of_its_birlik(self):
        """What is tied to the account is the row that was shown, not its number."""
        there = self.env["res.company"].create({"name": "There"})
        ours, theirs = self.notices.create(
            [self._version_of("registration", row) for row in (self.env.company, there)]
        )
        registrations = self.env["mbb.registration"]
        self.assertEqual(registrations._get_portal_notice(), ours)
        registration = registrations.create(
            {
                "institution_id": self.giving.id,
                "person_name": "New Person",
                "email": "new@giving.example",
                "company_id": there.id,
                "notice_id": theirs.id,
                "notice_date": self.env.cr.now(),
            }
        )
        self.assertEqual(registration._get_portal_notice(), theirs)
        row = registration._record_notice(self.user_asking)
        self.assertEqual((row.notice_id, row.company_id), (theirs, there))

    def test_what_is_given_to_create_stays_the_callers(self):
        values = {"name": "A", "kind": "event", "text": "x", "date_confirmed": "2026-01-01"}
        rows = self.notices.create([values, values])
        self.assertEqual(values["date_confirmed"], "2026-01-01")
        self.assertNotIn("version", values)
        self.assertFalse(any(rows.mapped("date_confirmed")))
        self.assertEqual(rows[1].version, rows[0].version + 1)

    @mute_logger("odoo.http")
    def test_public_page(self):
        self._sign_in(None)
        self._new_version(date_from=self.today + timedelta(days=3))
        page = self.url_open("/mentoring/privacy").text
        self.assertIn('id="application-1"', page)
        self.assertIn('id="person-1"', page)
        self.assertNotIn("The second text", page)
        self.assertEqual(self.url_open("/mentoring/privacy/application-1").status_code, 200)
        for key in ("application-2", "application-99999999999", "application-²", "x"):
            self.assertEqual(self.url_open(f"/mentoring/privacy/{key}").status_code, 404)


@tagged("post_install", "-at_install")
class TestApplicationCall(ApplicationCase):
    """An application that answers a call (MPY m.5/2-c)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call = cls._create_call()
        cls.call._write_guarded({"state": "open"})
        cls.address = f"/my/mentoring/apply/mentee?call={cls.call.id}"

    @classmethod
    def _create_call(cls, **values):
        return cls.env["mbb.call"].create(
            {
                "name": "Zoning that lasts",
                "basis_kind": "project",
                "basis_name": "Marmara Plan",
                "skill_ids": [(6, 0, cls.skill.ids)],
                "date_close": cls.today + timedelta(days=10),
                **values,
            }
        )

    def test_from_the_call_to_the_submission(self):
        other = self.skill.copy({"name": "Another subject"})
        self._sign_in(self.user_asking)
        self.assertIn("Zoning that lasts", self._get(self.address).text)
        mentee = self._apply(call=str(self.call.id))
        self.assertEqual((mentee.call_id, mentee.origin), (self.call, "call"))
        page = html.fromstring(
            self._get(f"{mentee._get_portal_url()}/edit/subjects").text
        )
        boxes = page.xpath("//input[@name='skill_ids']/@value")
        self.assertEqual(boxes, [str(self.skill.id)])
        self._post_step(mentee, "subjects", 422, skill_ids=[str(other.id)])
        self._post_steps(mentee)
        self._submit(mentee)
        self.assertEqual(mentee.state, "submitted")
        # Once only: the call itself says so.
        again = self._apply(call=str(self.call.id))
        self._post_steps(again)
        self._submit(again, 422)
        self.assertEqual(again.state, "draft")

    @mute_logger("odoo.http")
    def test_only_an_open_call_of_mentees(self):
        hidden = self._create_call(name="Nobody knows of it")
        over = self._create_call()
        over._write_guarded({"state": "open"})
        self.env.flush_all()
        self.cr.execute(
            "UPDATE mbb_call SET date_close = %s WHERE id = %s",
            [self.today - timedelta(days=1), over.id],
        )
        self.env.invalidate_all()
        self._sign_in(self.user_asking)
        for value in (hidden.id, over.id, 999999999, "x", "-1"):
            self._get(f"/my/mentoring/apply/mentee?call={value}", 404)
            self._apply(status=422, call=str(value))
        self._get(f"/my/mentoring/apply/mentor?call={self.call.id}", 404)
        self._apply("mentor", 422, call=str(self.call.id))

    def test_only_those_whom_it_is_for(self):
        call = self._create_call(members_only=True)
        call._write_guarded({"state": "open"})
        self.asking.membership_from = False
        self.env.invalidate_all()
        self.assertFalse(self.asking.is_member)
        self._sign_in(self.user_asking)
        page = self._get(f"/my/mentoring/apply/mentee?call={call.id}").text
        self.assertNotIn('name="applicant_type"', page)
        self.assertIn("Zoning that lasts", page)
        self._apply(status=422, call=str(call.id))

    def test_by_a_remote_call(self):
        """The link is on the list of fields, to an open call and in a draft only."""
        draft = self.draft.with_user(self.user_asking)
        draft.write({"call_id": self.call.id})
        self.assertEqual(draft.sudo().origin, "call")
        hidden = self._create_call(name="Nobody knows of it")
        with self.assertRaises(AccessError):
            draft.write({"call_id": hidden.id})
        with self.assertRaises(AccessError):
            draft.create({"institution_id": self.asking.id, "call_id": hidden.id})
        with self.assertRaises(UserError):
            self.mentee.with_user(self.user_asking).write({"call_id": self.call.id})
        with self.assertRaises(AccessError):
            self.mentor.with_user(self.user_expert).write({"call_id": self.call.id})

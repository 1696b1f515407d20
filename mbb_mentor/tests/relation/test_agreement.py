# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import io
from datetime import timedelta
from unittest.mock import patch

from markupsafe import escape
from psycopg2 import IntegrityError
from reportlab.pdfgen import canvas

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import format_date, mute_logger

from odoo.addons.base.models.ir_actions_report import IrActionsReport

from .common import RelationCommon


@tagged("post_install", "-at_install")
class TestAgreement(RelationCommon):
    """What both sides agreed on stands until both have agreed to something new."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_learner = new_test_user(
            cls.env,
            "test.learner",
            groups="base.group_portal",
            partner_id=cls.learner.id,
        )
        cls.match = cls._agree()

    @classmethod
    def _users_by_side(cls):
        return {**super()._users_by_side(), "mentee": cls.user_learner}

    def _draft(self, **values):
        agreement = (
            self.env["mbb.agreement"]
            .with_user(self.user_officer)
            .create({"match_id": self.match.id, **values})
        )
        return agreement

    def _agreed_version(self, **values):
        agreement = self._draft(**values)
        agreement.action_ask()
        self._grant_all(agreement)
        return agreement

    def _revised(self, **values):
        self._agreed_version()
        return self._draft(change_note="The calendar was too dense", **values)

    # -- drawing up --------------------------------------------------------

    def test_starts_with_the_template_and_the_applications(self):
        agreement = self._draft()
        template = self.env.ref("mbb_mentor.mbb_agreement_template_standard")
        self.assertEqual(agreement.version, 1)
        self.assertEqual(agreement.state, "draft")
        self.assertIn(self.mentee.summary, agreement.goals)
        self.assertEqual(agreement.skill_ids, self.mentee.subject_ids)
        self.assertEqual(agreement.confidentiality, template.confidentiality)
        self.assertEqual(agreement.conduct, template.conduct)
        self.assertEqual(agreement.mode, "online")
        self.assertEqual(agreement.date_to, self.match.date_to)

    def test_form_and_button(self):
        action = self.match.with_user(self.user_officer).action_draw_up_agreement()
        agreement = self.env["mbb.agreement"].browse(action["res_id"])
        with Form(agreement.with_user(self.user_officer)) as form:
            form.goals = "Two plan notes of their own"
        self.assertEqual(agreement.goals, "Two plan notes of their own")
        again = self.match.with_user(self.user_officer).action_draw_up_agreement()
        self.assertEqual(again["res_id"], agreement.id)

    def test_one_version_at_a_time_is_drawn_up(self):
        self._draft()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                self._draft()

    def test_an_empty_section_is_not_put_before_the_sides(self):
        for field in ("goals", "calendar", "method", "confidentiality", "conduct"):
            agreement = self._draft(**{field: " "})
            label = agreement._fields[field]._description_string(agreement.env)
            with self.subTest(field=field), self.assertRefused(label):
                agreement.action_ask()
            agreement.action_cancel("Once more")

    # -- who agrees --------------------------------------------------------

    def test_the_named_person_else_the_institution(self):
        agreement = self._draft()
        agreement.action_ask()
        asked = {c.side: c._get_party() for c in agreement.sudo().consent_ids}
        self.assertEqual(
            asked, {"expert": self.expert, "mentee_institution": self.asking}
        )

    def test_a_named_mentee_answers_in_person(self):
        self.match.with_user(self.user_officer).action_cancel("Another mentee")
        mentee = self._create_mentee(
            applicant_type="person", person_id=self.learner.id
        )
        self.match = self._agree(mentee_id=mentee.id)
        agreement = self._draft()
        agreement.action_ask()
        consent = agreement.sudo().consent_ids.filtered(lambda c: c.side == "mentee")
        self.assertEqual(consent.partner_id, self.learner)
        with self.assertRaises(UserError):
            consent.with_user(self.user_asking).action_grant()
        consent.with_user(self.user_learner).action_grant()
        self.assertIn("in person", consent.capacity)

    def test_stands_when_both_have_agreed(self):
        agreement = self._draft()
        agreement.action_ask()
        first, second = agreement.sudo().consent_ids
        users = self._users_by_side()
        first.with_user(users[first.side]).action_grant()
        self.assertEqual(agreement.state, "asked")
        second.with_user(users[second.side]).action_grant()
        self.assertEqual(agreement.state, "agreed")
        self.assertEqual(agreement.date_agreed, self.today)
        self.assertEqual(self.match.agreement_id, agreement)
        self.assertIn(agreement.goals, first.request_text)
        self.assertIn(agreement.conduct, first.request_text)

    def test_nobody_agrees_for_a_side(self):
        agreement = self._draft()
        agreement.action_ask()
        for user in (self.user_officer, self.user_manager, self.user_giving):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                agreement.with_user(user)._take_arrow("agreed")
        with self.assertRefused(self.asking.name):
            agreement.action_settle()
        with self.assertRaises(UserError):
            agreement.sudo()._take_arrow("agreed")
        for state in ("agreed", "replaced", "declined", "cancelled"):
            self._try_to_forge(agreement, state)

    def test_refused_is_not_agreed_on(self):
        agreement = self._draft()
        agreement.action_ask()
        consent = agreement.sudo().consent_ids.filtered(lambda c: c.side == "expert")
        consent.with_user(self.user_expert).action_refuse("No time on Fridays")
        self.assertEqual(agreement.state, "declined")
        self.assertNotIn("Fridays", agreement.decline_reason)
        self.assertEqual(self.match.state, "agreed")
        again = self._draft(change_note="Not on Fridays")
        self.assertEqual(again.version, 2)
        self.assertEqual(again.calendar, agreement.calendar)

    # -- what was asked is frozen ------------------------------------------

    def test_a_change_while_it_is_asked_starts_again(self):
        agreement = self._draft()
        agreement.action_ask()
        consents = agreement.sudo().consent_ids
        consents[:1].with_user(
            self._users_by_side()[consents[:1].side]
        ).action_grant()
        agreement.goals = "Something else"
        self.assertEqual(agreement.state, "draft")
        self.assertEqual(set(consents.mapped("state")), {"cancelled"})

    def test_what_was_agreed_on_is_never_changed(self):
        agreement = self._agreed_version()
        for values in (
            {"goals": "Another"},
            {"conduct": "Another"},
            {"skill_ids": [(5,)]},
            {"date_to": self.today + timedelta(days=1)},
            {"match_id": self.match.id + 1},
            {"version": 7},
        ):
            for record in (agreement, agreement.sudo()):
                with self.subTest(values=values), self.assertRaises(UserError):
                    record.write(values)
        with self.assertRaises(AccessError):
            agreement.unlink()
        with self.assertRaises(UserError):
            agreement.sudo().unlink()

    # -- revising ----------------------------------------------------------

    def test_a_new_version_needs_both_again(self):
        revised = self._revised(calendar="Every second Monday")
        first = self.match.agreement_id
        self.assertEqual(revised.version, 2)
        revised.action_ask()
        consents = revised.sudo().consent_ids
        users = self._users_by_side()
        consents[0].with_user(users[consents[0].side]).action_grant()
        # One side alone moves nothing: the old version stands.
        self.assertEqual((first.state, revised.state), ("agreed", "asked"))
        consents[1].with_user(users[consents[1].side]).action_grant()
        self.assertEqual((first.state, revised.state), ("replaced", "agreed"))
        self.assertEqual(self.match.agreement_id, revised)
        self.assertNotEqual(first.calendar, revised.calendar)
        with self.assertRaises(UserError):
            first.sudo().write({"calendar": revised.calendar})

    def test_a_revision_says_what_is_new(self):
        revised = self._revised()
        revised.change_note = False
        with self.assertRefused(revised._fields["change_note"].string):
            revised.action_ask()

    def test_a_refused_revision_leaves_the_old_one(self):
        revised = self._revised()
        first = self.match.agreement_id
        revised.action_ask()
        consent = revised.sudo().consent_ids.filtered(lambda c: c.side == "expert")
        consent.with_user(self.user_expert).action_refuse("As it was")
        self.assertEqual((first.state, revised.state), ("agreed", "declined"))

    # -- what the match covers ---------------------------------------------

    def test_the_period_of_the_match_changes_through_a_version_alone(self):
        last = self.match.date_to + timedelta(days=30)
        with self.assertRefused("new version"):
            self.match.with_user(self.user_officer).write({"date_to": last})
        revised = self._revised(date_to=last)
        revised.action_ask()
        # Who consented to the match consented to the old period.
        self.assertEqual(
            set(revised.sudo().consent_ids.mapped("side")),
            {"expert", "mentee_institution", "mentor_institution"},
        )
        users = self._users_by_side()
        for consent in revised.sudo().consent_ids:
            self.assertNotEqual(self.match.date_to, last)
            consent.with_user(users[consent.side]).action_grant()
        self.assertEqual(revised.state, "agreed")
        self.assertEqual(self.match.date_to, last)
        self.assertEqual(self.match.state, "agreed")

    def test_no_live_assignment_is_left_outside_the_new_period(self):
        assignment = self._approved(self.match)
        revised = self._revised(date_to=assignment.date_to - timedelta(days=1))
        with self.assertRefused(assignment.number):
            revised.action_ask()

    # -- endings -----------------------------------------------------------

    def test_withdrawn_agreement_stands_no_more(self):
        agreement = self._agreed_version()
        consent = agreement.sudo().consent_ids.filtered(lambda c: c.side == "expert")
        consent.with_user(self.user_expert).action_withdraw("Other duties")
        self.assertEqual(agreement.state, "cancelled")
        self.assertFalse(self.match.agreement_id)
        # The match goes on until somebody ends it: the officer has it on the desk.
        self.assertEqual(self.match.state, "agreed")
        self.assertTrue(agreement.activity_ids)

    def test_the_end_of_the_match_ends_what_is_open(self):
        first = self._agreed_version()
        revised = self._draft(change_note="More")
        revised.action_ask()
        self.match.with_user(self.user_officer).action_end("It is enough")
        self.assertEqual(revised.state, "cancelled")
        self.assertEqual(first.state, "agreed")
        self.assertEqual(
            set(revised.sudo().consent_ids.mapped("state")), {"cancelled"}
        )
        with self.assertRefused("not under way"):
            self._draft(change_note="More").action_ask()

    def test_silence_is_no_agreement(self):
        agreement = self._draft()
        agreement.action_ask()
        agreement.sudo().consent_ids[:1]._clock_expire()
        self.assertEqual(agreement.state, "declined")

    # -- the gate ----------------------------------------------------------

    def _session(self, days):
        start = f"{self.today - timedelta(days=days)} 09:00:00"
        return (
            self.env["mbb.session"]
            .with_user(self.user_officer)
            .create(
                {
                    "match_id": self.match.id,
                    "date_start": start,
                    "date_stop": start.replace("09:", "10:"),
                }
            )
        )

    def _hold(self, session):
        session.sudo().action_record_minutes("We met", session.attendee_ids.ids)

    def test_no_condition_unless_the_birlik_makes_it_one(self):
        self._hold(self._session(3))
        self._hold(self._session(2))
        self.assertTrue(self._approved(self.match))

    def test_required_before_the_second_session_and_any_assignment(self):
        self.env.company.mbb_agreement_required = True
        self._hold(self._session(3))
        with self.assertRefused("no mentoring agreement"):
            self._session(2)
        assignment = self._draw_up(self.match)
        with self.assertRefused("no mentoring agreement"):
            assignment.action_ask_consents()
        self._agreed_version()
        self._session(2)
        assignment.action_ask_consents()
        self.assertEqual(assignment.state, "consent")

    # -- on paper ----------------------------------------------------------

    def _print(self, agreement):
        """The page as text, with the slow printer left out."""
        pages = []

        def keep(_report, bodies, **_kwargs):
            pages.extend(bodies)
            buffer = io.BytesIO()
            page = canvas.Canvas(buffer)
            page.showPage()
            page.save()
            return buffer.getvalue()

        with patch.object(IrActionsReport, "_run_wkhtmltopdf", keep):
            content = agreement._print_paper()
        self.assertEqual(content[:5], b"%PDF-")
        return pages[0]

    def test_the_paper_says_who_agreed_to_what_and_when(self):
        agreement = self._agreed_version(goals="Three streets for walking")
        page = self._print(agreement)
        day = format_date(
            self.env(context={"lang": "tr_TR"}),
            agreement.date_agreed,
            date_format="dd.MM.yyyy",
        )
        match = agreement.match_id
        for text in (
            "Three streets for walking",
            agreement.confidentiality,
            match.number,
            match._get_side_name(match.mentor_id),
            match._get_side_name(match.mentee_id),
            *agreement.consent_ids.mapped("party_name"),
            day,
        ):
            self.assertIn(str(escape(text)), page)
        answers = agreement._prepare_paper()["answers"]
        self.assertEqual([row["date"] for row in answers], [day] * len(answers))
        self.assertEqual(len(answers), len(agreement.consent_ids))

    def test_the_paper_keeps_why_a_person_did_not_agree(self):
        agreement = self._draft()
        agreement.action_ask()
        consent = agreement.consent_ids.filtered(lambda c: c.side == "expert")
        consent.with_user(self.user_expert).action_refuse("My mother is ill")
        page = self._print(agreement)
        self.assertNotIn("My mother is ill", page)
        self.assertIn(consent.with_context(lang="tr_TR").institution_view_state, page)

    def test_the_paper_is_for_who_may_read_it(self):
        agreement = self._agreed_version()
        stranger = new_test_user(self.env, "test.stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            agreement.with_user(stranger)._print_paper()

    def test_shows_for_whom_it_waits_and_reminds_them(self):
        agreement = self._draft()
        self.assertFalse(agreement.waits_for)
        agreement.action_ask()
        names = agreement.consent_ids.mapped("party_name")
        self.assertEqual(agreement.waits_for, ", ".join(names))
        self.assertEqual(agreement.action_remind_parties()["type"], "ir.actions.client")
        self._grant_all(agreement)
        self.assertFalse(agreement.waits_for)

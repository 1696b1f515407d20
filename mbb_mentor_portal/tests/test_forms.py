# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import re
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.tests.common import PDF

from .common import PortalCase, make_png

SCRIPT = "<script>alert('x')</script>"


@tagged("post_install", "-at_install")
class TestApplicationForm(PortalCase):
    def _apply(self, kind="mentee", status=303, **values):
        return self._post(
            f"/my/mentoring/apply/{kind}", self._application(**values), status
        )

    def _last(self, model="mbb.mentee"):
        return self.env[model].sudo().search([], order="id desc", limit=1)

    def test_a_whole_application(self):
        self._sign_in(self.user_asking)
        response = self._apply(
            applicant_type="unit", unit=str(self.unit.id), mode_onsite="1"
        )
        mentee = self._last()
        self.assertIn(
            f"/my/mentoring/mentees/{mentee.id}?done=submitted",
            response.headers["Location"],
        )
        self.assertEqual(mentee.state, "submitted")
        self.assertEqual(mentee.institution_id, self.asking)
        self.assertEqual(mentee.unit_id, self.unit)
        self.assertEqual(mentee.contact_id, self.user_asking.partner_id)
        self.assertEqual(mentee.origin, "portal")
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
            "capacity": "2",
            "note_0": "1/1000",
            "level_0": "4",
        }
        self._apply("mentor", **values)
        first = self._last("mbb.mentor")
        self.assertEqual(first.person_id.name, "İpek Ilgın Şahin")
        self.assertEqual(first.person_id.email_normalized, "ipek@giving.example")
        self.assertEqual(first.person_id.parent_id, self.giving)
        self.assertEqual(first.person_title, "Mühendis")
        self.assertEqual(first.capacity, 2)
        self.assertEqual(first.skill_ids.note, "1/1000")
        self._apply("mentor", **values, skill_1="", rows="3")
        self.assertEqual(self._last("mbb.mentor").person_id, first.person_id)

    def test_person_of_another_institution_is_not_found(self):
        """An address known elsewhere makes a new contact: nothing is told by it."""
        self._sign_in(self.user_asking)
        self._apply(
            applicant_type="person",
            person_name="Somebody",
            person_email=self.expert.email,
        )
        person = self._last().person_id
        self.assertNotEqual(person, self.expert)
        self.assertEqual(person.parent_id, self.asking)

    def test_draft_with_holes_then_submit(self):
        self._sign_in(self.user_applicant)
        self._apply(do="draft", summary="", skill_0="", date_from="", date_to="")
        mentee = self._last()
        self.assertEqual(mentee.state, "draft")
        self.assertFalse(mentee.skill_ids)
        url = f"/my/mentoring/mentees/{mentee.id}/edit"
        self.assertEqual(self._get(url).status_code, 200)
        self._post(url, self._application(do="submit", summary=""), 422)
        self.env.invalidate_all()
        self.assertEqual(mentee.state, "draft")
        self._post(url, self._application())
        self.env.invalidate_all()
        self.assertEqual(mentee.state, "submitted")
        self.assertEqual(mentee.skill_ids.skill_id, self.skill)

    def test_incomplete_is_mended(self):
        self._sign_in(self.user_asking)
        self._apply()
        mentee = self._last()
        mentee.with_user(self.user_officer).action_review()
        mentee.with_user(self.user_officer).action_return("Which <b>plan</b>?")
        url = f"/my/mentoring/mentees/{mentee.id}"
        for page in (url, f"{url}/edit", "/my/mentoring"):
            self.assertIn("Which &lt;b&gt;plan&lt;/b&gt;?", self._get(page).text)
        self._post(f"{url}/edit", self._application(summary="Plan 1/5000", level_0="3"))
        self.env.invalidate_all()
        self.assertEqual(mentee.state, "review")
        self.assertEqual(mentee.summary, "Plan 1/5000")
        self.assertEqual(mentee.skill_ids.skill_level_id, self.levels[3])

    def test_more_rows_keep_what_was_typed(self):
        self._sign_in(self.user_asking)
        response = self._apply(status=200, do="more", summary="Typed", rows="3")
        self.assertIn('name="skill_5"', response.text)
        self.assertNotIn('name="skill_6"', response.text)
        self.assertIn(">Typed</textarea>", response.text)
        response = self._apply(status=200, do="more", rows="9999999999")
        self.assertNotIn('name="skill_15"', response.text)

    def test_errors_stand_at_their_field(self):
        self._sign_in(self.user_asking)
        count = self.env["mbb.mentee"].search_count([])
        response = self._apply(
            status=422,
            summary="",
            skill_0="",
            date_to=(self.today - timedelta(days=9)).isoformat(),
            mode_online="",
            notice="",
            applicant_type="person",
            person_email="nobody",
            background="Kept",
        )
        for name in ("summary", "skill_0", "date_to", "mode_online", "notice"):
            self.assertIn(f'href="#field_{name}"', response.text)
            self.assertIn(f'id="field_{name}"', response.text)
        self.assertIn('id="person_email_error"', response.text)
        self.assertIn(">Kept</textarea>", response.text)
        self.assertEqual(self.env["mbb.mentee"].search_count([]), count)

    def test_a_new_notice_is_read_again(self):
        self._sign_in(self.user_asking)
        self._apply(status=422, notice_version="0")
        self.env["ir.config_parameter"].set_param(
            "mbb_mentor_portal.notice_version", "2"
        )
        self._apply(status=422)
        self._apply(notice_version="2")
        self.assertEqual(self._last().notice_version, "2")

    def test_hostile_input(self):
        self._sign_in(self.user_asking)
        self._apply(
            summary=f"{SCRIPT} İIıi \x00\x08 ş",
            applicant_type="person",
            person_name=SCRIPT,
            person_email="x@asking.example",
        )
        mentee = self._last()
        self.assertEqual(mentee.summary, f"{SCRIPT} İIıi  ş")
        page = self._get(f"/my/mentoring/mentees/{mentee.id}").text
        self.assertNotIn(SCRIPT, page)
        for values in (
            {"summary": "x" * 6001},
            {"acting": f"{self.giving.id}-0"},
            {"acting": "1 OR 1=1"},
            {"applicant_type": "owner"},
            {"applicant_type": "unit", "unit": str(self.expert.id)},
            {"skill_0": "999999999"},
            {"skill_0": "-1"},
            {"level_0": "6"},
            {"date_from": "0001-01-01"},
            {"date_from": "tomorrow"},
            {"skill_1": str(self.skill.id)},
        ):
            with self.subTest(values=values):
                response = self._apply(status=422, **values)
                self.assertNotIn(SCRIPT, response.text)

    def test_acting_is_checked_when_it_is_posted(self):
        """A right that ended between the form and its posting is none."""
        self._sign_in(self.user_asking)
        self._get("/my/mentoring/apply/mentee")
        self.env["mbb.representative"].sudo().search(
            [("user_id", "=", self.user_asking.id)]
        ).write({"date_to": self.today - timedelta(days=2)})
        with mute_logger("odoo.http"):
            self._apply(status=403)
            self._get(f"/my/mentoring/mentees/{self.draft.id}", 404)

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
        self._apply(acting=f"{self.other.id}-0")
        self.assertEqual(self._last().institution_id, self.other)
        # A unit of the one under the other.
        self._apply(
            status=422,
            acting=f"{self.other.id}-0",
            applicant_type="unit",
            unit=str(self.unit.id),
        )

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
        self._apply(acting=key, applicant_type="unit")
        mentee = self._last()
        self.assertEqual(mentee.unit_id, self.unit)
        self._get(f"/my/mentoring/mentees/{mentee.id}")

    def test_person_writes_the_content_of_their_own(self):
        """What else they post says nothing about whose application it is."""
        mentor = self._create_mentor(
            accepted=False, applicant_type="person", person_id=self.expert.id
        )
        self._sign_in(self.user_expert)
        url = f"/my/mentoring/mentors/{mentor.id}/edit"
        self.assertNotIn('name="applicant_type"', self._get(url).text)
        people = self.env["res.partner"].search_count([])
        self._post(
            url,
            self._application(
                level_0="5",
                capacity="3",
                summary="My own words",
                applicant_type="person",
                person_name="Somebody",
                person_email="else@giving.example",
            ),
        )
        self.env.invalidate_all()
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
        yesterday = self.today - timedelta(days=3)
        count = self.env["mbb.mentee"].search_count([])
        people = self.env["res.partner"].search_count([])
        response = self._apply(
            status=422,
            date_from=yesterday.isoformat(),
            date_to=yesterday.isoformat(),
            applicant_type="person",
            person_name="New Person",
            person_email="new@asking.example",
        )
        self.assertIn("mbb_errors", response.text)
        self.assertIn("New Person", response.text)
        self.assertEqual(self.env["mbb.mentee"].search_count([]), count)
        self.assertEqual(self.env["res.partner"].search_count([]), people)


@tagged("post_install", "-at_install")
class TestRelationForms(PortalCase):
    def _asked(self):
        match = self._propose()
        match.action_ask_consents()
        return match.sudo()

    def _answer(self, user, consent, answer, status=303, **data):
        self._sign_in(user)
        response = self._post(
            f"/my/mentoring/consents/{consent.id}/{answer}", data, status
        )
        self.env.invalidate_all()
        return response

    def test_consents_to_approval(self):
        match = self._asked()
        for side, user in self._users_by_side().items():
            consent = self._consent(match, side)
            self.assertEqual(match.state, "consent")
            self._answer(user, consent, "grant", 422)
            self.assertEqual(consent.state, "requested")
            self._answer(user, consent, "grant", read="1")
            self.assertEqual(consent.state, "granted")
            self.assertEqual(consent.answered_by_id, user)
        self.assertEqual(match.state, "approval")

    @mute_logger("odoo.http")
    def test_refusal_is_for_the_sekreterya(self):
        match = self._asked()
        consent = self._consent(match, "expert")
        self._answer(self.user_expert, consent, "refuse", 422, refuse_reason="  ")
        self._answer(self.user_expert, consent, "refuse", refuse_reason="My own matter")
        self.assertEqual(consent.state, "refused")
        self.assertEqual(match.state, "declined")
        self.assertEqual(consent.reason, "My own matter")
        for user in (self.user_giving, self.user_asking, self.user_expert):
            self._sign_in(user)
            for url in (
                "/my/mentoring",
                f"/my/mentoring/matches/{match.id}",
                f"/my/mentoring/consents/{consent.id}",
            ):
                self.assertNotIn("My own matter", self.url_open(url).text)

    def test_answered_once(self):
        match = self._asked()
        consent = self._consent(match, "mentee_institution")
        self._answer(self.user_asking, consent, "grant", read="1")
        self._answer(self.user_asking, consent, "refuse", 422, refuse_reason="Later")
        self.assertEqual(consent.state, "granted")
        self._answer(self.user_asking, consent, "withdraw", withdraw_reason="Budget")
        self.assertEqual(consent.state, "withdrawn")
        self.assertEqual(match.state, "declined")

    def test_what_the_other_side_learns(self):
        """Institution and name from the consents on; addresses once it is agreed."""
        match = self._asked()
        self._sign_in(self.user_asking)
        page = self._get(f"/my/mentoring/matches/{match.id}").text
        self.assertIn("Ayşe Uzman", page)
        self.assertNotIn(self.expert.email, page)
        self.assertNotIn(self.expert.phone, page)
        self._grant_all(match)
        self._approve(match, self.user_manager)
        page = self._get(f"/my/mentoring/matches/{match.id}").text
        self.assertIn(self.expert.email, page)
        self.assertIn(self.expert.phone, page)

    def test_minutes(self):
        match = self._agree(date_from=self.today - timedelta(days=30))
        start = self.env.cr.now() - timedelta(hours=3)
        session = match.session_ids.create(
            {
                "match_id": match.id,
                "date_start": start,
                "date_stop": start + timedelta(hours=1),
                "private_note": "Only for us",
            }
        )
        url = f"/my/mentoring/sessions/{session.id}"
        self._sign_in(self.user_expert)
        self.assertNotIn("Only for us", self._get(url).text)
        self._post(f"{url}/minutes", {"minutes": "Kept"}, 422)
        self._post(
            f"{url}/minutes",
            {"minutes": f"Agreed {SCRIPT}", "attended": str(self.expert.id)},
        )
        self.env.invalidate_all()
        self.assertEqual(session.state, "held")
        self.assertEqual(match.sudo().state, "active")
        self._sign_in(self.user_asking)
        page = self._get(url).text
        self.assertIn("Agreed &lt;script&gt;", page)

    def test_evaluation(self):
        self._load_relation()
        self.assignment.with_user(self.user_officer).action_start()
        self.assignment.with_user(self.user_officer).action_complete()
        self.match.with_user(self.user_officer).action_start_evaluation()
        evaluation = self.match.sudo().evaluation_ids.filtered(
            lambda e: e.side == "mentor"
        )
        self._sign_in(self.user_expert)
        self.assertIn(
            f"/my/mentoring/evaluations/{evaluation.id}",
            self._get("/my/mentoring").text,
        )
        page = self._get(f"/my/mentoring/evaluations/{evaluation.id}").text
        address = evaluation.survey_input_id.get_start_url()
        self.assertIn(address.replace("&", "&amp;"), page)
        self.assertEqual(self.url_open(address).status_code, 200)
        with mute_logger("odoo.http"):
            self._sign_in(self.user_giving)
            self._get(f"/my/mentoring/evaluations/{evaluation.id}", 404)


@tagged("post_install", "-at_install")
class TestClaimForms(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_relation()
        cls.url = f"/my/mentoring/claims/{cls.claim.id}"

    def setUp(self):
        super().setUp()
        self._sign_in(self.user_expert)

    def _leg(self, day, hour, back=False, **values):
        date = (self.assignment.date_from + timedelta(days=day)).isoformat()
        places = ["İstanbul", "Edremit"]
        if back:
            places.reverse()
        return {
            "vehicle": "bus",
            "place_from": places[0],
            "place_to": places[1],
            "date_departure": f"{date}T{hour:02}:00",
            "date_arrival": f"{date}T{hour + 3:02}:00",
            "amount": "1.250,50",
            "count": "1",
            **values,
        }

    def _lodging(self, **values):
        return {
            "name": "Öğretmenevi",
            "date_from": self.assignment.date_from.isoformat(),
            "nights": "1",
            "invoice_number": "A-1",
            "invoice_total": "900,00",
            **values,
        }

    def _line(self, kind, data, status=303, file=None, line="new"):
        files = {"document": file} if file else None
        response = self._post(f"{self.url}/{kind}/{line}", data, status, files)
        self.env.invalidate_all()
        return response

    def test_from_assignment_to_submission(self):
        self.claim.unlink()
        new = "/my/mentoring/claims/new"
        self._get(f"{new}?assignment={self.assignment.id}")
        vals = {
            "assignment": str(self.assignment.id),
            "title": "Şehir Plancısı",
            "claimant_status": "civil_servant",
            "degree": "3",
        }
        self._post(new, {**vals, "degree": "16"}, 422)
        self._post(new, {**vals, "claimant_status": "other"}, 422)
        self._post(new, vals)
        claim = self.env["mbb.travel.claim"].search([], order="id desc", limit=1)
        self.assertEqual(claim.expert_id, self.expert)
        self.assertEqual(claim.title, "Şehir Plancısı")
        self.url = f"/my/mentoring/claims/{claim.id}"
        self._line("leg", self._leg(0, 8))
        self._line("leg", self._leg(1, 16, back=True))
        self._line("lodging", self._lodging(), file=("fatura.pdf", PDF))
        leg = claim.leg_ids[0]
        # Eight o'clock in Istanbul.
        self.assertEqual(leg.date_departure.hour, 5)
        self.assertEqual(leg.amount, 1250.5)
        page = self._get(self.url).text
        self.assertIn("6245 m.39", page)
        self._post(f"{self.url}/submit", {}, 422)
        self._post(f"{self.url}/submit", {"true": "1"})
        self.env.invalidate_all()
        self.assertEqual(claim.state, "submitted")
        self.assertEqual(claim.submitted_by_id, self.user_expert)
        with mute_logger("odoo.http"):
            self._post(f"{self.url}/edit", vals, 403)
            self._post(f"{self.url}/leg/{leg.id}/delete", {}, 403)
            self._line("leg", self._leg(0, 8), 403)

    def test_the_plan_is_proposed(self):
        self.claim.unlink()
        self._post(
            "/my/mentoring/claims/new",
            {
                "assignment": str(self.assignment.id),
                "title": "Şehir Plancısı",
                "claimant_status": "civil_servant",
                "degree": "6",
                "post_degree": "3",
            },
        )
        claim = self.env["mbb.travel.claim"].search([], order="id desc", limit=1)
        self.assertEqual((len(claim.leg_ids), len(claim.lodging_ids)), (2, 1))
        self.assertEqual(claim.post_degree, 3)
        self.url = f"/my/mentoring/claims/{claim.id}"
        self.assertIn("mbb-line-proposed", self._get(self.url).text)
        # Filled in, it counts; what is left alone is not claimed.
        for leg, day, back in zip(claim.leg_ids, (0, 1), (False, True), strict=True):
            self._line("leg", self._leg(day, 9, back=back), line=leg.id)
        self.assertFalse(any(claim.leg_ids.mapped("is_proposed")))
        self._post(f"{self.url}/submit", {"true": "1"})
        self.env.invalidate_all()
        self.assertEqual(claim.state, "submitted")
        self.assertFalse(claim.lodging_ids)

    def test_what_an_expert_can_know_of_a_fare(self):
        self._line(
            "leg",
            self._leg(
                0,
                8,
                vehicle="plane",
                folded="1",
                fare_class="economy",
                document_number="TK 123",
                missing_reason="The airline is bankrupt",
                paid_fare="900",
                is_approved="1",
            ),
        )
        leg = self.claim.leg_ids
        self.assertEqual(
            (leg.fare_class, leg.document_number, leg.paid_fare, leg.is_approved),
            ("economy", "TK 123", 900, True),
        )
        self.assertEqual(leg.missing_reason, "The airline is bankrupt")
        page = self._get(f"{self.url}/leg/{leg.id}").text
        self.assertIn("TK 123", page)
        self._line("leg", self._leg(0, 8, fare_class="sleeper"), 422)
        self._line("leg", self._leg(0, 8, is_free="1", amount=""))
        for kind in ("meal", "car_rental", "city_transport"):
            response = self._line("leg", {"vehicle": kind, "amount": "9"}, 422)
            self.assertIn('id="vehicle_error"', response.text)
        self._line(
            "leg",
            {"vehicle": "taxi", "amount": "9", "count": "1", "route": "at_destination"},
            422,
        )

    def test_particulars(self):
        day = self.assignment.date_from.isoformat()
        wait = {"absence": "waiting", "date_from": day, "date_to": day}
        self._line("absence", wait, 422)
        self._line("absence", {**wait, "cause": "road_closed"}, file=("a.pdf", PDF))
        self._line("benefit", {"name": "Host", "element": "lodging", "amount": "0"}, 422)
        self._line("benefit", {"name": "Host", "element": "lodging", "amount": "90"})
        self.assertTrue(self.claim.absence_ids.evidence_id)
        self.assertEqual(self.claim.benefit_ids.amount, 90)
        self.assertIn("Host", self._get(self.url).text)
        for kind, line in (
            ("absence", self.claim.absence_ids),
            ("benefit", self.claim.benefit_ids),
        ):
            self._get(f"{self.url}/{kind}/{line.id}")
            self._post(f"{self.url}/{kind}/{line.id}/delete")
        self._line("lodging", self._lodging(is_provided="1", invoice_number=""))
        edit = {
            "title": "Planner",
            "claimant_status": "civil_servant",
            "degree": "3",
            "particulars": "1",
            "is_training": "1",
            "interim_to": f"{day}T18:00",
        }
        self._post(f"{self.url}/edit", {**edit, "interim_from": f"{day}T19:00"}, 422)
        self._post(f"{self.url}/edit", edit)
        self.env.invalidate_all()
        # Six in the evening in Istanbul.
        self.assertEqual(self.claim.interim_to.hour, 15)
        self.assertTrue(self.claim.is_training)
        self.assertIn("T18:00", self._get(f"{self.url}/edit").text)

    def test_what_is_missing_is_said(self):
        response = self._post(f"{self.url}/submit", {"true": "1"}, 422)
        self.assertIn("mbb_errors", response.text)
        self.assertEqual(self.claim.state, "draft")

    def test_a_missing_paper_is_one_tap_away(self):
        self._line("leg", self._leg(0, 8, vehicle="plane"))
        leg = self.claim.leg_ids
        address = f"{self.url}/leg/{leg.id}"
        rule = self.env.ref("mbb_mentor_expense.mbb_travel_document_rule_plane")
        name = rule.with_context(lang=self.user_expert.lang).name
        link = re.compile(rf'href="{address}">[^<]+: {name}')
        self.assertRegex(self._get(self.url).text, link)
        # What can be written instead is not behind the fold.
        self.assertIn('mbb-details" open', self._get(address).text)
        values = self._leg(0, 8, vehicle="plane", missing_reason="Bankrupt")
        self._line("leg", values, line=leg.id)
        self.assertNotRegex(self._get(self.url).text, link)

    def test_a_line_is_changed_and_removed(self):
        self._line("leg", self._leg(0, 8), file=("bilet.png", make_png()))
        leg = self.claim.leg_ids
        evidence = leg.evidence_id
        self.assertEqual(evidence.name, "bilet.png")
        self.assertEqual(
            (evidence.res_model, evidence.res_id), ("mbb.travel.leg", leg.id)
        )
        self._get(f"{self.url}/leg/{leg.id}")
        self._line("leg", self._leg(0, 9, amount="10"), line=leg.id)
        self.assertEqual(leg.amount, 10)
        self.assertEqual(leg.evidence_id, evidence)
        response = self._get(f"{self.url}/leg/{leg.id}/document")
        self.assertEqual(response.content, evidence._get_content())
        self._post(f"{self.url}/leg/{leg.id}/delete")
        self.env.invalidate_all()
        self.assertFalse(self.claim.leg_ids)

    def test_errors_of_a_line(self):
        for values in (
            {"vehicle": "rocket"},
            {"place_from": ""},
            {"date_departure": ""},
            {"date_arrival": "2026-01-01T00:00"},
            {"date_departure": "2026-01-01T00:00+05:00"},
            {"amount": "-5"},
            {"amount": "1,234,567"},
            {"amount": "NaN"},
            {"count": "0"},
            {"count": "1e3"},
            # Digits of other scripts; dates of another kind.
            {"amount": "٩٠"},
            {"count": "２"},
            {"date_arrival": "２０２６-01-01T10:00"},
            {"date_arrival": "2026-01-01T10:00:00"},
            {"date_arrival": "2026-W10-1T10:00"},
        ):
            with self.subTest(values=values):
                response = self._line("leg", self._leg(0, 8, **values), 422)
                name = next(iter(values))
                if name != "date_departure":
                    self.assertIn(f'id="{name}_error"', response.text)
        self.assertFalse(self.claim.leg_ids)
        self._line("leg", {"vehicle": "taxi", "amount": "90", "count": "2"})
        self.assertEqual(self.claim.leg_ids.total, 180)

    def test_hostile_files(self):
        png = make_png()
        for name, content in (
            ("empty.pdf", b""),
            ("page.pdf", b"<html><script>alert(1)</script></html>"),
            ("run.pdf", b"MZ\x90\x00" + b"\x00" * 64),
            ("cut.png", png[: len(png) // 2]),
            ("cut.pdf", b"%PDF-1.7\n1 0 obj"),
            ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("huge.pdf", PDF[:-6] + b"\n" * (10 * 1024 * 1024) + b"%%EOF\n"),
        ):
            with self.subTest(name=name):
                response = self._line(
                    "lodging", self._lodging(), 422, file=(name, content)
                )
                self.assertIn('id="document_error"', response.text)
                self.assertIn("Öğretmenevi", response.text)
        self._line("lodging", self._lodging(), 422)
        self.assertFalse(self.claim.lodging_ids)
        for value in ("2026W101", "20260305", "٢٠٢٦-03-05"):
            response = self._line("lodging", self._lodging(date_from=value), 422)
            self.assertIn('id="date_from_error"', response.text)
        self._line("lodging", self._lodging(), file=("../../etc/<b>.exe", png))
        evidence = self.claim.lodging_ids.evidence_id
        self.assertEqual(evidence.name, "<b>.exe.png")
        self.assertEqual(self.claim.lodging_ids.document_name, "<b>.exe.png")
        self.assertEqual(evidence.mimetype, "image/png")
        self.assertFalse(
            self.env["ir.attachment"].search(
                [("res_model", "=", "mbb.travel.claim"), ("res_id", "=", self.claim.id)]
            )
        )

    @mute_logger("odoo.http")
    def test_line_of_another_claim(self):
        self._line("leg", self._leg(0, 8))
        leg = self.claim.leg_ids
        for url in (
            f"/my/mentoring/claims/999999999/leg/{leg.id}",
            f"{self.url}/lodging/{leg.id + 10**6}",
        ):
            self._get(url, 404)
        self._sign_in(self.user_giving)
        self._get(f"{self.url}/leg/{leg.id}/document", 404)
        self._post(f"{self.url}/leg/{leg.id}/delete", {}, 404)
        self.assertTrue(self.claim.leg_ids)

    def test_direct_write_of_a_document(self):
        """By RPC, too, a file is judged by its content."""
        with self.assertRaises(UserError):
            self.env["mbb.travel.lodging"].with_user(self.user_expert).create(
                {
                    "claim_id": self.claim.id,
                    "name": "Hotel",
                    "date_from": self.assignment.date_from,
                    "nights": 1,
                    "invoice_number": "1",
                    "invoice_total": 1,
                    "document": base64.b64encode(b"<html>"),
                    "document_name": "x.pdf",
                }
            )

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import io
import json
from datetime import timedelta

from lxml import html
from psycopg2 import IntegrityError
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.tests.common import PDF

from .common import PortalCase

DATA = "/my/mentoring/data"


@tagged("post_install", "-at_install")
class TestPerson(PortalCase):
    """Everybody reads what is kept of themself, and of nobody else (KVKK m.11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._mark(cls.expert, "Own")
        cls._mark(cls.learner, "Foreign")
        cls._load_relation()
        cls.offer = cls._create_mentor(
            applicant_type="person", person_id=cls.expert.id, background="Own-Story"
        )
        cls.need = cls._create_mentee(
            accepted=False,
            applicant_type="person",
            person_id=cls.learner.id,
            background="Foreign-Story",
        )
        cls.payee = cls.env["mbb.travel.payee"].create(
            {
                "expert_id": cls.expert.id,
                "iban": "TR330006100519786457841326",
                "identity_number": "10000000146",
            }
        )
        cls.evaluation = cls.env["mbb.evaluation"].sudo()._ask(cls.match.sudo(), "close")
        cls.ground = cls.env.ref("mbb_mentor_portal.mbb_data_ground_law")
        cls.retention = cls.env.ref("mbb_mentor_portal.mbb_data_ground_retention")

    @classmethod
    def _mark(cls, partner, mark):
        partner.write(
            {"name": f"{mark}-Name", "email": f"{mark}@e.example", "phone": f"{mark}-1"}
        )

    def _collect(self, partner):
        return self.env["mbb.personal.data"]._collect_personal_data(partner)

    def _records(self, partner, key):
        kinds = {kind["key"]: kind for kind in self._collect(partner)["categories"]}
        return [
            {value["name"]: value["value"] for value in entry["values"]}
            for entry in kinds[key]["records"]
        ]

    def _ask(self, user=None, kind="erasure", **values):
        partner = (user or self.user_expert).partner_id
        requests = self.env["mbb.data.request"]
        return requests._receive(partner, kind, "Erase it", **values).with_env(self.env)

    # -- what is told ----------------------------------------------------------

    def test_every_kind_is_described(self):
        """No model keeps something under a kind of which nothing is said."""
        source = self.env.registry["mbb.personal.data.mixin"]
        keys = {
            model._personal_category
            for model in self.env.registry.values()
            if issubclass(model, source) and not model._abstract
        }
        kinds = self.env["mbb.data.category"].search([])
        self.assertLessEqual(keys, set(kinds.mapped("key")))
        # Shipped as proposals; the Birlik says what holds.
        self.assertEqual(set(kinds.mapped("certainty")), {"unverified"})

    def test_own_data(self):
        [contact] = self._records(self.expert, "contact")
        self.assertEqual(contact["email"], "Own@e.example")
        numbers = [row["number"] for row in self._records(self.expert, "applications")]
        self.assertIn(self.offer.number, numbers)
        [assignment] = self._records(self.expert, "assignments")
        self.assertEqual(assignment["number"], self.assignment.number)
        self.assertTrue(self._records(self.expert, "travel"))
        [session] = self._records(self.expert, "sessions")
        self.assertEqual(session["presence"], "present")
        sides = {row["side"] for row in self._records(self.expert, "consents")}
        self.assertEqual(sides, {"expert"})

    def test_numbers_are_masked(self):
        [bank] = self._records(self.expert, "bank")
        self.assertEqual(bank["iban"], "•••• 1326")
        self.assertEqual(bank["identity_number"], "•••• 0146")
        whole = json.dumps(self._collect(self.expert))
        for number in (self.payee.iban, self.payee.identity_number):
            self.assertNotIn(number, whole)

    def test_nothing_of_another_person(self):
        """Whatever is seeded of others: a name, an address, a note, minutes."""
        partner = self.user_asking.partner_id
        self._mark(partner, "Foreign-Contact")
        self.match.message_post(body="Foreign-Chatter")
        consent = self._consent(self.match, "mentee_institution")
        consent.with_user(self.user_asking).action_withdraw("Foreign-Reason")
        for user in (self.user_expert, self.user_giving, self.user_former):
            data = self.env["mbb.personal.data"]
            told = data._export_personal_data(user.partner_id).decode()
            for seed in ("Foreign-", self.meeting.minutes, self.meeting.private_note):
                self.assertNotIn(seed, told)

    def test_contact_of_an_application_reads_no_content(self):
        """Who handed it in keeps that they did; what it says is the institution's."""
        contact = self.user_asking.partner_id
        entry = self._create_mentee(
            accepted=False,
            applicant_type="person",
            person_id=self.learner.id,
            contact_id=contact.id,
            summary="Foreign-Need",
        )
        rows = self._records(contact, "applications")
        [row] = [row for row in rows if row["number"] == (entry.number or None)][-1:]
        self.assertEqual(row["part"], ["contact"])
        self.assertNotIn("summary", row)
        self.assertNotIn("Foreign-", json.dumps(self._collect(contact)))

    def test_own_reason_is_told_to_who_wrote_it(self):
        consent = self._consent(self.match, "expert")
        consent.with_user(self.user_expert).action_withdraw("I fell ill")
        rows = self._records(self.expert, "consents")
        self.assertIn("I fell ill", [row.get("withdraw_reason") for row in rows])
        for user in (self.user_giving, self.user_asking):
            told = json.dumps(self._collect(user.partner_id))
            self.assertNotIn("I fell ill", told)

    def test_evaluation_tells_own_answers_alone(self):
        for evaluation in self.evaluation:
            answer = evaluation.survey_input_id
            question = answer.survey_id.question_ids.filtered(
                lambda q: q.question_type == "text_box"
            )[:1]
            answer._save_lines(question, f"Said by {evaluation.side}")
            evaluation.partner_id = (
                self.expert if evaluation.side == "mentor" else self.learner
            )
            answer.partner_id = evaluation.partner_id
        told = json.dumps(self._collect(self.expert))
        self.assertIn("Said by mentor", told)
        self.assertNotIn("Said by mentee", told)

    def test_service_of_the_birlik_is_not_told(self):
        officer = self.user_officer.partner_id
        self.match.with_user(self.user_officer).message_post(body="Foreign-Comment")
        for key in ("messages", "steps", "papers"):
            self.assertFalse(self._records(officer, key))

    # -- pages -----------------------------------------------------------------

    @mute_logger("odoo.http")
    def test_page_and_files(self):
        for user in (self.user_expert, self.user_former, self.user_stranger):
            self._sign_in(user)
            page = self._get(DATA)
            self.assertIn(user.partner_id.name, page.text)
            self.assertNotIn("Foreign-", page.text)
            response = self._get(f"{DATA}/export/json")
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            self.assertIn("attachment", response.headers["Content-Disposition"])
            data = json.loads(response.content)
            self.assertEqual(data["person"]["name"], user.partner_id.name)
            # Whoever is named in the address changes nothing.
            other = self._get(f"{DATA}/export/json?partner_id={self.learner.id}")
            self.assertEqual(json.loads(other.content)["person"], data["person"])
            self._get(f"{DATA}/export/xml", 404)

    def test_pdf(self):
        self._sign_in(self.user_expert)
        response = self._get(f"{DATA}/export/pdf")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        pages = PdfReader(io.BytesIO(response.content)).pages
        text = " ".join(page.extract_text() for page in pages)
        self.assertIn("Own-Name", text)
        self.assertNotIn("Foreign-", text)

    def test_more_rows_take_no_more_queries(self):
        counts = []
        for _more in range(2):
            self._create_mentor(applicant_type="person", person_id=self.expert.id)
            self._collect(self.expert)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._collect(self.expert)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)

    # -- requests --------------------------------------------------------------

    @mute_logger("odoo.http")
    def test_request_from_the_page_to_the_answer(self):
        self._sign_in(self.user_former)
        self._post(f"{DATA}/requests/new", {"kind": "erasure"}, 422)
        self._post(f"{DATA}/requests/new", {"kind": "x", "text": "y"}, 422)
        self._post(
            f"{DATA}/requests/new",
            # Whose it is, and what came of it, is nothing to fill in.
            {
                "kind": "erasure",
                "text": "All of it",
                "partner_id": self.learner.id,
                "state": "answered",
            },
        )
        [asked] = self.env["mbb.data.request"].search(
            [("partner_id", "=", self.user_former.partner_id.id)]
        )
        self.assertEqual((asked.state, asked.kind), ("received", "erasure"))
        self.assertRegex(asked.number, r"^KVK-\d{4}-\d{4}$")
        self.assertEqual(asked.date_due, asked.date_received + timedelta(days=30))
        asked.with_user(self.user_officer)._answer(
            "refused", "It is part of a claim", self.retention, "2036-12-31"
        )
        page = self._get(f"{DATA}/requests/{asked.id}").text
        main = html.fromstring(page).find(".//main").text_content()
        self.assertIn("It is part of a claim", main)
        self.assertIn("2036", main)
        mail = asked.message_ids.filtered("partner_ids")[:1]
        self.assertEqual(mail.partner_ids, self.user_former.partner_id)
        self.assertIn(asked._get_portal_url(), mail.body)
        self.assertNotIn("claim", mail.body)
        self._post(f"{DATA}/requests/{asked.id}/withdraw", status=403)

    @mute_logger("odoo.http")
    def test_limit(self):
        limit = self.env.ref("mbb_mentor_portal.mbb_portal_limit_data_request")
        self.patch(
            type(limit), "_is_exceeded", lambda self, key, *who: key == "data_request"
        )
        self._sign_in(self.user_expert)
        values = {"kind": "access", "text": "What I typed"}
        response = self._post(f"{DATA}/requests/new", values, 429)
        self.assertIn("What I typed", response.text)

    @mute_logger("odoo.http")
    def test_request_of_another_is_as_not_there(self):
        asked = self._ask()
        for user in (self.user_giving, self.user_asking, self.user_stranger):
            self._sign_in(user)
            self._get(f"{DATA}/requests/{asked.id}", 404)
            self._post(f"{DATA}/requests/{asked.id}/withdraw", status=404)
        self.assertEqual(asked.state, "received")
        # An officer on the portal sees there what is their own.
        self._sign_in(self.user_officer)
        self._get(f"{DATA}/requests/{asked.id}", 404)
        self._sign_in(self.user_expert)
        self._post(f"{DATA}/requests/{asked.id}/withdraw")
        self.assertEqual(asked.state, "withdrawn")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_remote_calls(self):
        asked = self._ask()
        own = asked.with_user(self.user_expert)
        self.assertEqual(own.read(["text"])[0]["text"], "Erase it")
        for name in ("responsible_id", "evidence_id", "answered_by_id", "message_ids"):
            with self.assertRaises(AccessError, msg=name):
                own.read([name])
        for method, *arguments in (
            ("write", {"text": "Other"}),
            ("write", {"outcome": "accepted"}),
            ("unlink",),
            ("action_answer",),
            ("action_withdraw_for", "A reason"),
            ("action_print_data",),
            ("copy",),
        ):
            with self.assertRaises(UserError, msg=method):
                getattr(own, method)(*arguments)
        values = {"partner_id": self.expert.id, "kind": "access", "text": "x"}
        for user in (self.user_expert, self.user_officer, self.user_manager):
            with self.assertRaises(AccessError):
                own.with_user(user).create(values)
        for user in (self.user_giving, self.user_asking, self.user_stranger):
            foreign = self.env["mbb.data.request"].with_user(user)
            self.assertFalse(foreign.search([("id", "=", asked.id)]))
            with self.assertRaises(AccessError):
                foreign.browse(asked.id).read(["kind"])
            with self.assertRaises(UserError):
                foreign.browse(asked.id).action_withdraw()
        for model in ("mbb.data.category", "mbb.data.ground"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.user_expert).search([])

    def test_nobody_answers_their_own(self):
        asked = self._ask(self.user_officer)
        own = asked.with_user(self.user_officer)
        with self.assertRaisesRegex(UserError, "of their own"):
            own._answer("accepted", "Done")
        with self.assertRaisesRegex(UserError, "of their own"):
            own.action_answer()
        asked.with_user(self.user_manager)._answer("accepted", "Done")
        self.assertEqual(asked.answered_by_id, self.user_manager)

    def test_answer_is_the_office_s(self):
        asked = self._ask()
        for user in (self.user_expert, self.user_giving, self.user_employee):
            with self.assertRaises(UserError):
                asked.with_user(user)._answer("accepted", "Done")

    def test_refusal_names_its_ground(self):
        asked = self._ask().with_user(self.user_officer)
        for outcome in ("refused", "partial"):
            with self.assertRaisesRegex(UserError, "Name the ground"):
                asked._answer(outcome, "No")
        with self.assertRaisesRegex(UserError, "until when"):
            asked._answer("refused", "No", self.retention)
        with self.assertRaisesRegex(UserError, "Write the answer"):
            asked._answer("refused", " ", self.ground)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            asked._write_guarded({"outcome": "refused"})
            self.env.flush_all()

    def test_dialog_answers(self):
        asked = self._ask()
        action = asked.with_user(self.user_officer).action_answer()
        dialog = (
            self.env[action["res_model"]]
            .with_user(self.user_officer)
            .with_context(**action["context"])
            .create({"outcome": "partial", "ground_id": self.ground.id, "answer": "So"})
        )
        dialog.action_send()
        self.assertEqual((asked.state, asked.outcome), ("answered", "partial"))
        self.assertIn("KVKK", asked.ground_text)

    def test_paper_counts_from_its_arrival(self):
        entry = self.env["mbb.data.request.entry"].with_user(self.user_officer)
        values = {
            "partner_id": self.learner.id,
            "kind": "access",
            "text": "By letter",
            "origin": "kep",
            "date_received": self.today - timedelta(days=5),
            "file": base64.b64encode(PDF),
        }
        action = entry.create(values).action_enter()
        asked = self.env["mbb.data.request"].browse(action["res_id"])
        self.assertEqual(asked.date_due, self.today + timedelta(days=25))
        self.assertTrue(asked.evidence_id.sha256)
        # Nobody opens a link who has no account: in writing, then.
        asked.with_user(self.user_officer)._answer("accepted", "Enclosed")
        self.assertIn("in writing", asked.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "lies ahead"):
            ahead = {**values, "date_received": self.today + timedelta(days=1)}
            entry.create(ahead).action_enter()
        with self.assertRaises(AccessError):
            entry.with_user(self.user_expert).create(values)

    def test_clock(self):
        """Reminded before, escalated after; nothing is decided by silence."""
        asked = self._ask()
        rule = self.env.ref("mbb_mentor_portal.mbb_clock_rule_data_request")
        asked.responsible_id = self.user_officer
        due = asked.date_due
        rule._tick(asked, due - timedelta(days=11))
        self.assertFalse(asked.date_reminded)
        rule._tick(asked, due - timedelta(days=10))
        self.assertTrue(asked.date_reminded)
        rule._tick(asked, due + timedelta(days=1))
        self.assertTrue(asked.date_escalated)
        self.assertEqual(asked.state, "received")

    def test_goes_on_with_the_successor(self):
        asked = self._ask()
        asked.responsible_id = self.user_officer
        self.user_officer._mentor_hand_over(self.user_manager, asked.company_id)
        self.assertEqual(asked.responsible_id, self.user_manager)

    def test_company(self):
        company = self.env["res.company"].create({"name": "Another Union"})
        user = new_test_user(
            self.env,
            "test.elsewhere",
            groups="mbb_mentor.group_mentor_officer",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        asked = self._ask()
        requests = self.env["mbb.data.request"].with_user(user)
        self.assertFalse(requests.search([("id", "=", asked.id)]))

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from lxml import html

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PortalCase

SCRIPT = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestEvaluationPages(PortalCase):
    """Answered from the link of the mail or signed in, by whom it was asked of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_relation()
        asked = cls._ask_pulse(cls.match)
        cls.evaluation, cls.theirs = asked["mentor"], asked["mentee"]
        cls.scale, cls.text = cls.evaluation.survey_input_id.survey_id.question_ids
        cls.token = cls.evaluation.survey_input_id.access_token
        cls.link = f"/mentoring/evaluate/{cls.token}"

    def setUp(self):
        super().setUp()
        self._sign_in(None)

    def _get(self, url, status=200):
        """The reader's language may be in the address of a public page."""
        response = self.url_open(url)
        self.assertEqual(response.status_code, status, url)
        return response

    def _answers(self, score="4", text="Nothing is missing"):
        return {f"q{self.scale.id}": score, f"q{self.text.id}": text}

    def _has_form(self, url):
        page = html.fromstring(self._get(url).text)
        return bool(page.xpath(f"//input[@name='q{self.scale.id}']"))

    def _kept(self, evaluation=None):
        lines = (evaluation or self.evaluation).survey_input_id.user_input_line_ids
        return {line.question_id: line._get_answer_value() for line in lines}

    def test_mail_leads_to_our_page_with_the_number_chosen(self):
        mail = self.env["mail.mail"].search(
            [
                ("model", "=", "mbb.evaluation"),
                ("res_id", "=", self.evaluation.id),
            ]
        )
        self.assertEqual(mail.recipient_ids, self.expert)
        for score in range(1, 6):
            self.assertIn(f"{self.link}?score={score}", mail.body_html)
        page = html.fromstring(self._get(f"{self.link}?score=4").text)
        chosen = page.xpath(f"//input[@name='q{self.scale.id}'][@checked]/@value")
        self.assertEqual(chosen, ["4"])
        # Filters of mails open links, too: nothing is recorded by that.
        self.env.invalidate_all()
        self.assertEqual(self.evaluation.state, "asked")
        self.assertFalse(self._kept())
        for wrong in ("6", "0", "x", SCRIPT):
            page = self._get(f"{self.link}?score={wrong}").text
            self.assertNotIn("checked", page)
            self.assertNotIn(SCRIPT, page)

    def test_answered_without_an_account(self):
        self._post(self.link, self._answers(score=""), 422)
        page = self._post(self.link, self._answers(score="9", text="Kept"), 422)
        self.assertIn("Kept", page.text)
        self._post(self.link, self._answers(text=f"More time {SCRIPT}"))
        self.env.invalidate_all()
        self.assertEqual(self.evaluation.state, "done")
        self.assertEqual(self.evaluation.score, 4)
        self.assertEqual(
            self._kept(), {self.scale: 4, self.text: f"More time {SCRIPT}"}
        )
        self.assertFalse(self._has_form(self.link))
        # Once: the second time changes nothing.
        self._post(self.link, self._answers(score="1"), 422)
        self.env.invalidate_all()
        self.assertEqual(self.evaluation.score, 4)

    def test_a_low_one_is_told_in_a_name_with_an_address(self):
        """Not in that of the public user, from whom no mail can be sent."""
        self._post(self.link, self._answers(score="1"))
        self.env.invalidate_all()
        self.assertEqual(self.evaluation.activity_ids.user_id, self.user_officer)
        self.env.cr.flush()
        authors = self.evaluation.message_ids.author_id
        self.assertIn(self.expert, authors)
        self.assertNotIn(self.env.ref("base.public_partner"), authors)
        self.assertNotIn(
            self.env.ref("base.public_user"), self.evaluation.activity_ids.create_uid
        )

    def test_an_officer_with_the_link_is_named(self):
        """Not in the name of whom it was asked of."""
        self._sign_in(self.user_officer)
        self._post(self.link, self._answers(score="1"))
        self.env.invalidate_all()
        self.assertEqual(self.evaluation.entered_by_id, self.user_officer)
        self.env.cr.flush()
        self.assertNotIn(self.expert, self.evaluation.message_ids.author_id)

    def test_answered_signed_in(self):
        url = f"/my/mentoring/evaluations/{self.evaluation.id}"
        self._sign_in(self.user_expert)
        self.assertIn(url, self._get("/my/mentoring").text)
        self.assertTrue(self._has_form(url))
        self._post(f"{url}/answer", self._answers())
        self.env.invalidate_all()
        self.assertEqual((self.evaluation.state, self.evaluation.score), ("done", 4))
        self.assertEqual(self.theirs.state, "asked")

    def test_nobody_else_answers(self):
        url = f"/my/mentoring/evaluations/{self.evaluation.id}"
        with mute_logger("odoo.http"):
            for user in (self.user_giving, self.user_asking, self.user_other):
                self._sign_in(user)
                self._get(url, 404)
                self._post(f"{url}/answer", self._answers(), 404)
        self.assertEqual(self.evaluation.state, "asked")

    def test_tokens_are_not_guessed(self):
        odd = ("%C4%B0" + "a" * 35, "%00" + "a" * 35, "%00" * 12)
        for token in ("x", self.token[:-1], self.token.upper() + "x", *odd):
            self._get(f"/mentoring/evaluate/{token}", 404)

    def test_expired_is_over(self):
        self.evaluation._expire()
        self.assertFalse(self._has_form(self.link))
        self._post(self.link, self._answers(), 422)
        self.env.invalidate_all()
        self.assertEqual(self.evaluation.state, "expired")
        self.assertFalse(self._kept())

    def test_other_questions_are_answered_on_the_surveys_page(self):
        self.text.question_type = "date"
        page = self._get(self.link).text
        self.assertIn("/survey/start/", page)
        self.assertIn("/survey/start/", self.evaluation._get_answer_url())

    def test_choices(self):
        self.assignment.with_user(self.user_officer).action_start()
        self.assignment.with_user(self.user_officer).action_complete()
        self.match.with_user(self.user_officer).action_start_evaluation()
        close = self.match.sudo().evaluation_ids.filtered(
            lambda e: (e.kind, e.party, e.side) == ("close", "person", "mentor")
        )
        questions = close.survey_input_id.survey_id.question_ids
        answers = {
            f"q{question.id}": {
                "scale": "5",
                "simple_choice": str(question.suggested_answer_ids[:1].id),
            }.get(question.question_type, "Good")
            for question in questions
        }
        choice = questions.filtered(lambda q: q.question_type == "simple_choice")[0]
        link = f"/mentoring/evaluate/{close.survey_input_id.access_token}"
        self._post(link, {**answers, f"q{choice.id}": "999999999"}, 422)
        self._post(link, answers)
        self.env.invalidate_all()
        self.assertEqual(close.state, "done")
        chosen = close.survey_input_id.user_input_line_ids.suggested_answer_id
        self.assertIn(choice.suggested_answer_ids[0], chosen)

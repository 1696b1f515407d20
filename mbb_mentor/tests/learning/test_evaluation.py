# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from ..relation.common import RelationCommon


class EvaluationCommon(RelationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._agree()
        start = datetime.combine(cls.today, datetime.min.time()) - timedelta(days=1)
        session = (
            cls.env["mbb.session"]
            .with_user(cls.user_officer)
            .create(
                {
                    "match_id": cls.match.id,
                    "date_start": start,
                    "date_stop": start + timedelta(hours=1),
                    "minutes": "Done",
                    "attended_ids": cls.expert.ids,
                }
            )
        )
        session.action_hold()

    def _evaluation(self, side, kind="close", party="person"):
        return self.match.sudo().evaluation_ids.filtered(
            lambda e: (e.side, e.kind, e.party) == (side, kind, party)
        )

    def _answer(self, evaluation, score):
        """Every scale of the survey with `score`, as the survey's page hands it in."""
        answer = evaluation.sudo().survey_input_id
        for question in answer.survey_id.question_ids:
            if question.question_type == "scale":
                answer._save_lines(question, str(score))
        answer._mark_done()


@tagged("post_install", "-at_install")
class TestEvaluation(EvaluationCommon):
    def test_both_sides_are_asked_and_needed(self):
        self.match.action_start_evaluation()
        self.assertEqual(self._evaluation("mentor").partner_id, self.expert)
        self.assertEqual(
            self._evaluation("mentee").partner_id, self.user_asking.partner_id
        )
        with self.assertRefused(self.expert.name):
            self.match.action_close()
        self._evaluation("mentor").survey_input_id._mark_done()
        self.assertEqual(self._evaluation("mentor").state, "done")
        with self.assertRefused(self.user_asking.name):
            self.match.action_close()
        self._evaluation("mentee").survey_input_id._mark_done()
        self.match.action_close()
        self.assertEqual(self.match.state, "done")
        self.assertEqual(self.mentee.state, "closed")

    def test_state_follows_the_answer_only(self):
        self.match.action_start_evaluation()
        evaluation = self._evaluation("mentor")
        self._try_to_forge(evaluation, "done")
        with self.assertRaises(UserError):
            evaluation.with_user(self.user_officer)._take_arrow("done")
        with self.assertRaises(UserError):
            evaluation.with_user(self.user_officer).unlink()

    def test_single_answers_are_the_sekreteryas(self):
        self.match.action_start_evaluation()
        answer = self._evaluation("mentor").survey_input_id
        answer.with_user(self.user_officer).read(["state", "access_token"])
        surveyor = new_test_user(
            self.env, "test.surveyor", groups="survey.group_survey_manager"
        )
        self.assertNotIn(
            answer, self.env["survey.user_input"].with_user(surveyor).search([])
        )
        with self.assertRaises(AccessError):
            answer.with_user(surveyor).read(["state"])
        # And the Sekreterya sees no other survey's answers by this.
        survey = self.env["survey.survey"].create({"title": "Another"})
        other = self.env["survey.user_input"].create({"survey_id": survey.id})
        self.assertNotIn(
            other, self.env["survey.user_input"].with_user(self.user_officer).search([])
        )
        self.assertIn(
            other, self.env["survey.user_input"].with_user(surveyor).search([])
        )

    def test_mail_holds_the_link_of_the_one_answer(self):
        self.match.action_start_evaluation()
        evaluation = self._evaluation("mentor")
        mail = self.env["mail.mail"].search(
            [("model", "=", "mbb.evaluation"), ("res_id", "=", evaluation.id)]
        )
        self.assertEqual(mail.recipient_ids, self.expert)
        self.assertIn(evaluation.survey_input_id.access_token, mail.body_html)


@tagged("post_install", "-at_install")
class TestEvaluationPages(EvaluationCommon, HttpCase):
    def test_answered_by_the_token(self):
        self.match.action_start_evaluation()
        evaluation = self._evaluation("mentor")
        answer = evaluation.survey_input_id
        page = self.url_open(answer.get_start_url())
        self.assertEqual(page.status_code, 200)
        survey = answer.survey_id
        self.assertIn(answer.access_token, page.url)
        base = f"/survey/submit/{survey.access_token}/{answer.access_token}"
        self.make_jsonrpc_request(
            f"/survey/begin/{survey.access_token}/{answer.access_token}", {}
        )
        values = {}
        for question in survey.question_ids:
            if question.question_type == "scale":
                values[str(question.id)] = 5
            elif question.question_type == "simple_choice":
                values[str(question.id)] = question.suggested_answer_ids[0].id
            else:
                values[str(question.id)] = "Good"
        self.make_jsonrpc_request(base, values)
        self.assertEqual(evaluation.state, "done")
        self.assertEqual(self._evaluation("mentee").state, "asked")

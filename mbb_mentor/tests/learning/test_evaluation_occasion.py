# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_evaluation import EvaluationCommon


@tagged("post_install", "-at_install")
class TestEvaluationOccasion(EvaluationCommon):
    """Who is asked on which occasion, once each (MPY m.4/e, m.6/2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cron = type(cls.env["ir.cron"])
        patcher = patch.object(cron, "_commit_progress", lambda *a, **k: 1)
        patcher.start()
        cls.addClassCleanup(patcher.stop)

    def _ask_on(self, day):
        """What the scheduler asks on that day."""
        before = self.match.sudo().evaluation_ids
        # Noon in Istanbul.
        with freeze_time(f"{day} 09:00:00"):
            self.env["mbb.evaluation"]._cron_ask()
        self.match.invalidate_recordset(["evaluation_ids"])
        return self.match.sudo().evaluation_ids - before

    def _day(self, **delta):
        return self.today + relativedelta(**delta)

    def test_pulse_on_day_30_and_every_60_days(self):
        self.assertFalse(self._ask_on(self._day(days=29)))
        first = self._ask_on(self._day(days=30))
        self.assertEqual(set(first.mapped("side")), {"mentor", "mentee"})
        self.assertEqual(set(first.mapped("kind")), {"pulse"})
        self.assertEqual(
            first.partner_id, self.expert | self.user_asking.partner_id
        )
        self.assertFalse(self._ask_on(self._day(days=89)))
        second = self._ask_on(self._day(days=90))
        self.assertEqual(set(second.mapped("occasion")), {2})
        # A scheduler that stood still asks once, not once for each that it missed.
        late = self._ask_on(self._day(days=275))
        self.assertEqual(late.mapped("occasion"), [5, 5])

    def test_pulse_counts_from_the_first_day(self):
        """A match that begins later has nothing to tell before."""
        self.env.cr.execute(
            "UPDATE mbb_match SET date_from = %s WHERE id = %s",
            (self._day(days=10), self.match.id),
        )
        self.match.invalidate_recordset()
        self.assertFalse(self._ask_on(self._day(days=30)))
        self.assertTrue(self._ask_on(self._day(days=40)))

    def test_no_pulse_after_the_end(self):
        self.match.action_end("It is over")
        self.assertFalse(self._ask_on(self._day(days=30)))

    def test_session_asks_who_came(self):
        """The session of the set-up: the expert came, the mentee's contact did not."""
        asked = self._evaluation("mentor", "session")
        self.assertEqual(asked.partner_id, self.expert)
        self.assertTrue(asked.session_id)
        self.assertFalse(self._evaluation("mentee", "session"))

    def test_close_asks_both_sides_and_both_institutions(self):
        self.match.action_start_evaluation()
        close = self.match.sudo().evaluation_ids.filtered(lambda e: e.kind == "close")
        self.assertEqual(
            {(e.party, e.side): e.partner_id for e in close},
            {
                ("person", "mentor"): self.expert,
                ("person", "mentee"): self.user_asking.partner_id,
                ("institution", "mentor"): self.user_giving.partner_id,
                ("institution", "mentee"): self.user_asking.partner_id,
            },
        )
        # Institutions are asked; the match is closed with the answers of the persons.
        for side in ("mentor", "mentee"):
            self._answer(self._evaluation(side), 5)
        self.match.action_close()
        self.assertEqual(self.match.state, "done")

    def test_later_evaluations_after_the_close(self):
        self._close()
        self.assertFalse(self._ask_on(self._day(months=6, days=-1)))
        half = self._ask_on(self._day(months=6))
        self.assertEqual(set(half.mapped("kind")), {"six_months"})
        self.assertEqual(set(half.mapped("side")), {"mentee"})
        self.assertEqual(set(half.mapped("party")), {"person", "institution"})
        self.assertFalse(self._ask_on(self._day(months=7)))
        whole = self._ask_on(self._day(months=12))
        self.assertEqual(set(whole.mapped("kind")), {"twelve_months"})

    def test_one_institution_on_both_sides_answers_once(self):
        self.env.cr.execute(
            "UPDATE mbb_match SET mentor_institution_id = %s WHERE id = %s",
            (self.asking.id, self.match.id),
        )
        self.match.invalidate_recordset()
        rules = self.env["mbb.evaluation.rule"]
        rule = rules._get_rules("close", self.match.company_id).filtered(
            lambda r: r.party == "institution"
        )
        self.assertEqual(rule._get_sides(self.match), ("mentee",))

    def _close(self):
        self.match.action_start_evaluation()
        for side in ("mentor", "mentee"):
            self._answer(self._evaluation(side), 5)
        self.match.action_close()

    def test_each_party_has_its_own_day(self):
        """What one rule says of the person does not date the institution's."""
        rules = self.env["mbb.evaluation.rule"]._get_rules(
            "six_months", self.match.company_id
        )
        rules.filtered(lambda rule: rule.party == "institution").after_months = 8
        self._close()
        half = self._ask_on(self._day(months=6))
        self.assertEqual(half.mapped("party"), ["person"])
        later = self._ask_on(self._day(months=8))
        self.assertEqual(later.mapped("party"), ["institution"])

    def test_old_matches_are_not_looked_at(self):
        self._close()
        for months, found in ((12, True), (14, True), (16, False)):
            with freeze_time(f"{self._day(months=months)} 09:00:00"):
                domain = self.env["mbb.evaluation"]._get_closed_domain()
            matches = self.env["mbb.match"].sudo().search(domain)
            self.assertEqual(self.match in matches, found, months)

    def _get_authorities(self, institution):
        return self.env["mbb.representative"].search(
            [("institution_id", "=", institution.id), ("role", "=", "representative")]
        )

    def test_nobody_to_ask_is_told_to_the_officer_once(self):
        """And who represents the institution by then is asked the next night."""
        self._get_authorities(self.asking)._end_now()
        self.match.action_start_evaluation()
        self.assertFalse(self._evaluation("mentee", party="institution"))
        for _night in range(2):
            self.assertFalse(self._ask_on(self.today))
            told = self.match.sudo().activity_ids.filtered(
                lambda row: self.asking.name in (row.summary or "")
            )
            self.assertEqual(len(told), 1)
            self.assertEqual(told.user_id, self.match.responsible_id)
        self._appoint(self.user_applying, self.asking, "representative")
        asked = self._ask_on(self.today)
        self.assertEqual(asked.partner_id, self.user_applying.partner_id)

    def test_who_no_longer_represents_does_not_answer(self):
        """The next one is asked, in a survey of their own; nobody: it lapses."""
        self.match.action_start_evaluation()
        evaluation = self._evaluation("mentor", party="institution")
        before = evaluation.survey_input_id
        self._appoint(self.user_expert, self.giving, "representative")
        authorities = self._get_authorities(self.giving)
        authorities.filtered(lambda row: row.user_id == self.user_giving)._end_now()
        self.assertEqual(evaluation.partner_id, self.expert)
        self.assertTrue(before.deadline, "the old address is closed")
        self.assertEqual(evaluation.survey_input_id.partner_id, self.expert)
        authorities._end_now()
        self.assertEqual(evaluation.state, "expired")
        self.assertEqual(self._evaluation("mentor").state, "asked", "the person's own")

    def test_silence_is_reminded_and_expires(self):
        """Nobody holds up the close for ever; and nobody lapses unreminded."""
        self.match.action_start_evaluation()
        evaluation = self._evaluation("mentor")
        rule = self.env.ref("mbb_mentor.mbb_clock_rule_evaluation_asked")
        due = evaluation.date_due
        rule._tick(evaluation, today=due - timedelta(days=2))
        self.assertTrue(evaluation.date_reminded)
        rule._tick(evaluation, today=due + timedelta(days=15))
        self.assertEqual(evaluation.state, "asked")
        rule._tick(evaluation, today=due + timedelta(days=16))
        self.assertEqual(evaluation.state, "expired")
        self.assertTrue(evaluation.survey_input_id.deadline)
        self._answer(self._evaluation("mentee"), 4)
        self.match.action_close()
        self.assertEqual(self.match.state, "done")

    def test_match_that_ends_asks_no_more(self):
        self.match.action_end("It is over")
        self.assertEqual(
            set(self.match.sudo().evaluation_ids.mapped("state")), {"expired"}
        )

    # -- scores ------------------------------------------------------------

    def test_score_is_the_mean_of_the_scales(self):
        self.match.action_start_evaluation()
        evaluation = self._evaluation("mentor")
        answer = evaluation.survey_input_id
        scales = answer.survey_id.question_ids.filtered(
            lambda q: q.question_type == "scale"
        )
        for question, score in zip(scales, (1, 2, 3, 5), strict=True):
            answer._save_lines(question, str(score))
        answer._mark_done()
        self.assertEqual(evaluation.score, 2.75)
        self.assertFalse(evaluation.is_low)

    def test_a_mean_is_of_the_answers(self):
        """What waits for its answer is no 0."""
        first, second = self._ask_on(self._day(days=30))
        self._answer(first, 4)
        rows = self.env["mbb.evaluation"]._read_group(
            [("id", "in", (first | second).ids)], [], ["score:avg", "__count"]
        )
        self.assertEqual(rows, [(4, 2)])

    def test_low_pulse_becomes_work_and_joins_the_health(self):
        pulse = self._ask_on(self._day(days=30))
        low, high = pulse.sorted("side")
        self._answer(low, 2)
        self._answer(high, 5)
        self.assertTrue(low.is_low)
        self.assertEqual(low.activity_ids.user_id, self.match.responsible_id)
        self.assertFalse(high.activity_ids)
        part = {
            part["part"]: part
            for part in self.match.with_user(self.user_officer).health_parts
        }["pulse"]
        self.assertEqual((part["value"], part["colour"]), (2, "red"))
        self.match.invalidate_recordset()
        self.match.sudo()._sync_alerts()
        self.assertIn("pulse", self.match.sudo().alert_ids.mapped("part"))
        # The next one is better: the alert closes.
        for evaluation in self._ask_on(self._day(days=90)):
            self._answer(evaluation, 5)
        self.match.invalidate_recordset()
        self.match.sudo()._sync_alerts()
        alert = self.match.sudo().alert_ids.filtered(lambda a: a.part == "pulse")
        self.assertTrue(alert.date_to)

    def test_score_is_the_sekreteryas(self):
        """Neither the number nor a colour that follows from it (MPY m.5/6)."""
        pulse = self._ask_on(self._day(days=30))
        self._answer(pulse[0], 1)
        names = {"mbb.evaluation": ["score", "is_low"], "mbb.match": ["health"]}
        records = {"mbb.evaluation": pulse[0], "mbb.match": self.match}
        for user in (self.user_employee, self.user_approver, self.user_registry):
            for model, fields_ in names.items():
                with self.subTest(user=user.login, model=model):
                    with self.assertRaises(AccessError):
                        records[model].with_user(user).read(fields_)
        self.match.with_user(self.user_officer).read(["health", "health_parts"])

    @mute_logger("odoo.sql_db")
    def test_no_number_beside_the_scale(self):
        """The platform's own address takes any; one would carry the mean of all."""
        self.match.action_start_evaluation()
        answer = self._evaluation("mentor").survey_input_id
        question = answer.survey_id.question_ids[0]
        for wrong in ("0", "6", "1000", "-1"):
            with self.subTest(wrong=wrong), self.assertRaises(ValidationError):
                answer._save_lines(question, wrong)
        choice = answer.survey_id.question_ids.filtered(
            lambda q: q.question_type == "simple_choice"
        )
        with self.assertRaises(ValidationError):
            answer._save_lines(choice[0], str(choice[1].suggested_answer_ids[0].id))

    def test_score_cannot_be_written(self):
        evaluation = self._evaluation("mentor", "session")
        with self.assertRefused("Score"):
            evaluation.sudo().write({"score": 5})

    def test_entered_on_behalf(self):
        evaluation = self._evaluation("mentor", "session")
        with self.assertRaises(AccessError):
            evaluation.with_user(self.user_employee).action_enter_answer()
        action = evaluation.with_user(self.user_officer).action_enter_answer()
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertEqual(evaluation.entered_by_id, self.user_officer)
        self._answer(evaluation, 4)
        with self.assertRefused("waits for no answer"):
            evaluation.with_user(self.user_officer).action_enter_answer()

    def test_asking_costs_the_same_for_many(self):
        """Looking at matches that are not due costs no queries of their own."""
        ask = self.env["mbb.evaluation"]
        matches = self.match.sudo()
        ask._ask_due(matches, "pulse")
        with self.assertQueryCount(4):
            ask._ask_due(matches, "pulse")

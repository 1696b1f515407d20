# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_match_run import MatchRunCommon


@tagged("post_install", "-at_install")
class TestScore(MatchRunCommon):
    """A score is the core's or none, and what it rests on stays as it was."""

    def _create_match(self, **values):
        model = self.env["mbb.match"].with_user(self.user_officer)
        return model.create(
            {"mentor_id": self.mentor.id, "mentee_id": self.mentee.id, **values}
        )

    def _suggest(self):
        action = self.mentee.with_user(self.user_officer).action_suggest()
        wizards = self.env["mbb.match.suggest"].with_user(self.user_officer)
        return wizards.browse(action["res_id"])

    # -- nobody types it in --------------------------------------------------------

    def test_score_is_not_typed_in(self):
        forged = {"score": 0.99, "parts": {"text": 0.99}, "weights": {"text": 1}}
        match = self._create_match(**forged)
        self.assertFalse(match.score or match.parts or match.weights)
        with self.assertRaises(UserError):
            match.write(forged)
        again = {f"default_{name}": value for name, value in forged.items()}
        match = (
            self.env["mbb.match"]
            .with_user(self.user_officer)
            .with_context(mbb_score_passage=True, **again)
            .create(
                {"mentor_id": self.mentor.id, "mentee_id": self.second_mentee.id}
            )
        )
        self.assertFalse(match.score or match.parts or match.weights)

    def test_suggestion_is_not_rewritten(self):
        wizard = self._suggest()
        line = wizard.line_ids[0]
        score = line.score
        for vals in (
            {"score": 0.99},
            {"parts": {"text": 0.99}},
            {"weights": {"text": 1}},
            {"mentor_id": wizard.line_ids[-1].mentor_id.id},
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "is computed"):
                line.write(vals)
        with self.assertRaises(UserError):
            wizard.mentee_id = self.second_mentee
        own = line.create(
            {"wizard_id": wizard.id, "mentor_id": line.mentor_id.id, "score": 0.99}
        )
        self.assertFalse(own.score)
        match = self.env["mbb.match"].browse(line.action_propose()["res_id"])
        self.assertEqual(match.score, score)
        self.assertTrue(match.parts_html)

    def test_run_hands_its_score_on(self):
        run = self._compute()
        line = run.pair_ids.with_user(self.user_officer)[0]
        line.action_accept()
        self.assertEqual(line.match_id.score, line.score)
        self.assertEqual(line.match_id.parts, line.parts)

    def test_odd_parts_break_no_form(self):
        for parts, weights in (
            ({"text": "<img>"}, {"text": 1}),
            ({"text": {}}, {"text": 1}),
            ([1], {"text": 1}),
            ({"text": 1}, "abc"),
        ):
            with self.subTest(parts=parts, weights=weights):
                match = self._create_match().sudo()
                match._write_guarded({"state": "cancelled"})
                self.env.cr.execute(
                    "UPDATE mbb_match SET parts = %s, weights = %s WHERE id = %s",
                    [
                        match._fields["parts"].convert_to_column(parts, match),
                        match._fields["weights"].convert_to_column(weights, match),
                        match.id,
                    ],
                )
                match.invalidate_recordset()
                self.assertFalse(match.parts_html)

    # -- what is in the way --------------------------------------------------------

    @mute_logger("odoo.sql_db")
    def test_accept_all_after_one_by_hand(self):
        run = self._compute()
        taken = run.pair_ids[0]
        self.env["mbb.match"].with_user(self.user_officer).create(
            {"mentor_id": taken.mentor_id.id, "mentee_id": taken.mentee_id.id}
        )
        run.action_accept_all()
        self.assertEqual(run.state, "applied")
        self.assertEqual(taken.decision, "gone")
        self.assertIn("in a match already", taken.note)
        self.assertEqual(run.accepted_count, 1)

    def test_kept_apart_is_not_proposed(self):
        rule = self.env["mbb.pair.rule"].with_user(self.user_officer).create(
            {
                "mentor_id": self.mentor.id,
                "mentee_id": self.mentee.id,
                "reason": "A lawsuit.",
            }
        )
        with self.assertRaisesRegex(UserError, "A lawsuit"), self.cr.savepoint():
            self._create_match()
        rule.active = False
        self.assertEqual(self._create_match().state, "proposed")

    # -- weights -------------------------------------------------------------------

    def test_used_weights_stay(self):
        weights = self._compute().weights_id.with_user(self.user_manager)
        company = self.env["res.company"].create({"name": "Another Union"})
        self.user_manager.company_ids += company
        for vals in ({"company_id": company.id}, {"name": "Others"}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "new version"):
                weights.write(vals)
        with self.assertRaisesRegex(UserError, "counted"):
            weights.version = 77
        weights.write({"name": weights.name, "version": weights.version})
        new = weights.copy({"version": 77, "active": False})
        self.assertEqual(new.version, 1)

    @mute_logger("odoo.sql_db")
    def test_weight_is_a_number(self):
        weights = self.env["mbb.weights"].create({"name": "W", "active": False})
        for weight in (float("nan"), float("inf"), 1e308, -1):
            with self.subTest(weight), self.assertRaises(CheckViolation):
                with self.cr.savepoint():
                    weights.line_ids[0].weight = weight

    # -- traces --------------------------------------------------------------------

    def _traces(self, record, name):
        self.env.flush_all()
        self.cr.precommit.run()
        values = record.sudo().message_ids.tracking_value_ids
        return values.filtered(lambda row: row.field_id.name == name)

    def test_no_step_without_a_trace(self):
        silent = {"tracking_disable": True, "mail_notrack": True}
        match = self._create_match()
        rule = self.env["mbb.pair.rule"].with_user(self.user_officer).create(
            {
                "mentor_id": self.second_mentor.id,
                "mentee_id": self.second_mentee.id,
                "reason": "A lawsuit",
            }
        )
        self.env.flush_all()
        self.cr.precommit.run()
        match.with_context(**silent).action_cancel("Off")
        self.assertTrue(self._traces(match, "state"))
        rule.with_context(**silent).active = False
        self.assertTrue(self._traces(rule, "active"))

    def test_why_not_asks_about_who_took_part(self):
        run = self._compute()
        other = self._create_mentee()
        wizard = (
            self.env["mbb.match.why"]
            .with_user(self.user_officer)
            .create(
                {
                    "run_id": run.id,
                    "mentee_id": other.id,
                    "mentor_id": self.mentor.id,
                }
            )
        )
        with self.assertRaisesRegex(UserError, "took part"):
            wizard.action_ask()

    def test_dialogs_have_their_ground(self):
        for model in ("mbb.match.suggest", "mbb.call.propose"):
            with self.subTest(model), self.assertRaisesRegex(UserError, "Open this"):
                self.env[model].with_user(self.user_officer).create([{}])
        match = self._create_match()
        match.action_cancel(5)
        self.assertEqual(match.cancel_reason, "5")

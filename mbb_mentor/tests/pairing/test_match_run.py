# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from contextlib import nullcontext
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ... import matching
from ..pool.common import ApplicationCommon


class MatchRunCommon(ApplicationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The pool of the test alone, also on a filled database.
        for model, state in (("mbb.mentor", "available"), ("mbb.mentee", "waiting")):
            cls.env[model].search([("state", "=", state)])._write_guarded(
                {"state": "review"}
            )
        cls.mentor = cls._create_mentor(capacity=2)
        cls.second_mentor = cls._create_mentor(institution=cls.other, capacity=1)
        cls.mentee = cls._create_mentee()
        cls.second_mentee = cls._create_mentee()

    def _create_run(self, **values):
        return self.env["mbb.match.run"].with_user(self.user_officer).create(values)

    def _tick(self):
        """What the scheduler does, on a connection that may commit.

        The lock on a second connection is tried in tests/races.
        """
        model = self.env.registry["mbb.match.run"]
        self.patch(model, "_hold", lambda run: nullcontext(True))
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr, su=True)["mbb.match.run"]._cron_compute()
        self.env.invalidate_all()

    def _compute(self, **values):
        run = self._create_run(**values)
        run.action_compute()
        self._tick()
        return run


@tagged("post_install", "-at_install")
class TestMatchRun(MatchRunCommon):
    # -- computing ---------------------------------------------------------

    def test_compute(self):
        run = self._create_run()
        self.assertRegex(run.number, r"^TEC-\d{4}-\d{4}$")
        self.assertEqual(run.state, "draft")
        run.action_compute()
        self.assertEqual(run.state, "running")
        self._tick()
        self.assertEqual(run.state, "computed", run.stop_reason)
        self.assertEqual((run.mentor_count, run.mentee_count), (2, 2))
        self.assertEqual(run.served_count, 2)
        self.assertEqual(run.line_ids.mentee_id, self.mentee | self.second_mentee)
        self.assertGreaterEqual(run.total_score, run.greedy_score)
        line = run.line_ids[0]
        self.assertTrue(line.parts_html)
        self.assertAlmostEqual(line.score, sum(line.parts.values()), 6)
        self.assertFalse(
            self.env["mbb.match"].search_count([("mentee_id", "=", self.mentee.id)]),
            "people propose, a run does not",
        )

    def test_computed_again_from_what_it_keeps(self):
        run = self._compute()
        plan = matching.plan(run._get_cohort())
        self.assertEqual(
            {(int(row["mentor"]), int(row["mentee"])) for row in plan["matches"]},
            {(line.mentor_id.id, line.mentee_id.id) for line in run.pair_ids},
        )
        self.assertAlmostEqual(plan["objective"], run.total_score, 3)

    def test_who_goes_away_empty_is_told_why(self):
        third = self._create_mentee(level=5)
        run = self._compute()
        line = run.unserved_ids
        self.assertEqual(line.mentee_id, third)
        self.assertEqual(line.reason, "skill")

    def test_places_taken(self):
        self.mentor.action_suspend("Away")
        run = self._compute()
        self.assertEqual(run.served_count, 1)
        self.assertEqual(run.unserved_ids.reason, "places_taken")
        self.assertEqual(run.unserved_ids.alternate_ids, self.second_mentor)

    def test_only_some_subjects(self):
        other = self._skill_other()
        types = other.skill_type_id - self.skill.skill_type_id
        with self.assertRaisesRegex(UserError, "Nobody waits"):
            self._create_run(
                skill_type_ids=(types or self._other_type(other)).ids
            ).action_compute()

    def _other_type(self, skill):
        return self.env["hr.skill.type"].search(
            [("is_mentor_subject", "=", True), ("id", "!=", skill.skill_type_id.id)],
            limit=1,
        )

    def test_nobody_waits(self):
        (self.mentee | self.second_mentee)._write_guarded({"state": "closed"})
        with self.assertRaisesRegex(UserError, "Nobody waits"):
            self._create_run().action_compute()

    # -- stopping and failing ------------------------------------------------

    def test_stop_before_it_begins(self):
        run = self._create_run()
        run.action_compute()
        run.action_stop()
        self.assertEqual(run.state, "stopped")
        self._tick()
        self.assertEqual(run.state, "stopped")
        self.assertFalse(run.line_ids)
        run.action_reset()
        run.action_compute()
        self._tick()
        self.assertEqual(run.state, "computed")

    def test_stop_in_the_middle(self):
        # A run says why in the language of who is responsible for it.
        self.user_officer.lang = "en_US"
        run = self._create_run()
        run.action_compute()

        def plan(cohort, progress=None):
            """Somebody presses the button while the scores are computed."""
            self.assertIsNot(progress("scoring", 1, 2), False)
            self.env.cr.execute(
                "UPDATE mbb_match_run SET stop_asked = TRUE WHERE id = %s", [run.id]
            )
            if progress("scoring", 2, 2) is False:
                raise matching.Stopped("scoring")

        with patch.object(matching, "plan", plan):
            self._tick()
        self.assertEqual(run.state, "stopped")
        self.assertIn("request", run.stop_reason)
        self.assertFalse(run.line_ids)

    def test_cut_off(self):
        """The process died: nobody holds the lock of a run that was begun."""
        run = self._create_run()
        run.action_compute()
        run._write_guarded({"date_begun": "2026-01-01 10:00:00", "progress": 40})
        self._tick()
        self.assertEqual(run.state, "stopped")
        self.assertFalse(run.line_ids)
        run.action_reset()
        self.assertFalse(run.date_begun)
        run.action_compute()
        self._tick()
        self.assertEqual(run.state, "computed")

    def test_language(self):
        """What the background writes is in the language of who reads it."""
        self.env["res.lang"]._activate_lang("tr_TR")
        self.env["ir.module.module"]._load_module_terms(["mbb_mentor"], ["tr_TR"])
        self.user_officer.lang = "tr_TR"
        run = self._create_run()
        run.action_compute()
        with patch.object(matching, "plan", side_effect=matching.Stopped("scoring")):
            self._tick()
        self.assertEqual(run.state, "stopped")
        self.assertNotIn("Stopped", run.stop_reason)

    @mute_logger("odoo.addons.mbb_mentor.models.pairing.mbb_match_run_work_mixin")
    def test_failure(self):
        run = self._create_run()
        run.action_compute()
        with patch.object(matching, "plan", side_effect=RuntimeError("no memory")):
            self._tick()
        self.assertEqual(run.state, "failed")
        self.assertEqual(run.stop_reason, "no memory")

    @mute_logger("odoo.addons.mbb_mentor.models.pairing.mbb_match_run_work_mixin")
    def test_failure_before_and_after_the_plan(self):
        """It is not tried again and again, nor taken for a server that stopped."""
        model = self.env.registry["mbb.match.run"]
        for method in ("_prepare_cohort", "_store"):
            run = self._create_run()
            run.action_compute()
            with (
                self.subTest(method=method),
                patch.object(model, method, side_effect=RuntimeError("no disk")),
            ):
                self._tick()
                self.assertEqual(run.state, "failed")
                self.assertEqual(run.stop_reason, "no disk")
                self.assertFalse(run.line_ids)

    def test_a_used_set_takes_no_line(self):
        used = self._compute().weights_id.sudo()
        other = used.copy({"active": False})
        with self.assertRaisesRegex(UserError, "new version"):
            other.line_ids[0].with_user(self.user_manager).weights_id = used
            self.env.flush_all()

    # -- deciding ----------------------------------------------------------

    def test_accept(self):
        run = self._compute()
        line = run.pair_ids[0]
        line.action_accept()
        match = line.match_id
        self.assertEqual(match.state, "proposed")
        self.assertEqual((match.mentor_id, match.mentee_id), (line.mentor_id, line.mentee_id))
        self.assertEqual(match.score, line.score)
        self.assertEqual(match.proposed_by_id, self.user_officer)
        self.assertEqual(line.decision, "accepted")
        self.assertEqual(line.decided_by_id, self.user_officer)
        with self.assertRaisesRegex(UserError, "not open"):
            line.action_accept()

    def test_what_was_accepted_is_left_alone(self):
        run = self._compute()
        line = run.pair_ids[0]
        line.action_accept()
        action = run.action_run_again()
        again = self.env["mbb.match.run"].with_user(self.user_officer).browse(
            action["res_id"]
        )
        self.assertEqual(again.state, "draft")
        again.action_compute()
        self._tick()
        self.assertEqual(
            again.line_ids.mentee_id,
            (self.mentee | self.second_mentee) - line.mentee_id,
        )
        self.assertEqual(line.match_id.state, "proposed")

    def test_accept_all(self):
        run = self._compute()
        run.action_accept_all()
        self.assertEqual(run.state, "applied")
        self.assertEqual(run.accepted_count, 2)
        self.assertEqual(set(run.pair_ids.mapped("decision")), {"accepted"})

    def test_accept_all_leaves_out_what_is_gone(self):
        run = self._compute()
        gone = run.pair_ids[0]
        gone.mentee_id.action_withdraw_for("They rang")
        run.action_accept_all()
        self.assertEqual(gone.decision, "gone")
        self.assertIn("does not wait", gone.note)
        self.assertEqual(run.accepted_count, 1)

    def _propose_in_background(self, run, meanwhile=None):
        """The officer's button where a batch is one pair; then the scheduler."""
        mixin = "odoo.addons.mbb_mentor.models.pairing.mbb_match_run_accept_mixin"
        with (
            patch(f"{mixin}._BATCH", 1),
            patch.object(
                self.env.registry["ir.cron"], "_commit_progress", lambda *a, **k: 1
            ),
            patch.object(self.env.cr, "rollback", self.env.cr.clear),
        ):
            run.action_accept_all()
            self.assertEqual(run.accepting_user_id, self.user_officer)
            self.assertFalse(run.accepted_count)
            if meanwhile:
                meanwhile()
            self.env["mbb.match.run"].with_user(SUPERUSER_ID)._cron_accept()

    def test_accept_many_in_background(self):
        run = self._compute()
        self._propose_in_background(run)
        self.assertEqual(run.state, "applied")
        self.assertFalse(run.accepting_user_id)
        self.assertEqual(run.accepted_count, 2)
        # As if the officer had pressed each.
        self.assertEqual(run.pair_ids.decided_by_id, self.user_officer)
        self.assertEqual(run.pair_ids.match_id.create_uid, self.user_officer)

    def test_accept_many_twice(self):
        run = self._compute()
        with self.assertRaisesRegex(UserError, "already"):
            self._propose_in_background(run, meanwhile=run.action_accept_all)

    def test_accept_many_stopped(self):
        run = self._compute()
        self._propose_in_background(run, meanwhile=run.action_stop)
        self.assertEqual(run.state, "computed")
        self.assertEqual(run.open_count, 2)

    def test_accept_many_by_one_who_lost_the_right(self):
        run = self._compute()

        def leave():
            self.user_officer.sudo().group_ids = self.env.ref("base.group_user")

        self._propose_in_background(run, meanwhile=leave)
        self.assertFalse(run.sudo().accepting_user_id)
        self.assertEqual(set(run.sudo().pair_ids.mapped("decision")), {"open"})

    def test_forbid(self):
        run = self._compute()
        line = run.pair_ids.filtered(lambda x: x.mentee_id == self.mentee)
        with self.assertRaises(UserError):
            line.action_forbid(" ")
        line.action_forbid("The two institutions are in a lawsuit")
        self.assertEqual(line.decision, "forbidden")
        again = self._compute()
        pair = again.pair_ids.filtered(lambda x: x.mentee_id == self.mentee)
        self.assertTrue(pair.mentor_id)
        self.assertNotEqual(pair.mentor_id, line.mentor_id)
        wizard = self.env["mbb.match.suggest"].browse(
            self.mentee.with_user(self.user_officer).action_suggest()["res_id"]
        )
        self.assertNotIn(line.mentor_id, wizard.line_ids.mentor_id)

    def test_pin(self):
        run = self._compute()
        line = run.pair_ids.filtered(lambda x: x.mentee_id == self.mentee)
        other = (self.mentor | self.second_mentor) - line.mentor_id
        self.env["mbb.pair.rule"].create(
            {
                "kind": "required",
                "mentor_id": other.id,
                "mentee_id": self.mentee.id,
                "reason": "They have begun to work together",
            }
        )
        again = self._compute()
        pair = again.pair_ids.filtered(lambda x: x.mentee_id == self.mentee)
        self.assertEqual(pair.mentor_id, other)
        self.assertTrue(pair.pinned)

    def test_pins_that_contradict(self):
        for mentee in (self.mentee, self.second_mentee):
            self.env["mbb.pair.rule"].create(
                {
                    "kind": "required",
                    "mentor_id": self.second_mentor.id,
                    "mentee_id": mentee.id,
                    "reason": "Both want them",
                }
            )
        run = self._compute()
        self.assertEqual(run.state, "no_solution")
        self.assertIn(self.second_mentor.display_name, run.stop_reason)
        self.assertFalse(run.line_ids)

    # -- questions -----------------------------------------------------------

    def test_what_is_short(self):
        """Nobody has a place left for the third: one more mentor would serve one."""
        for _index in range(2):
            self._create_mentee()
        run = self._compute()
        self.assertEqual(run.served_count, 3)
        self.assertIn(self.skill.name, run.shortages_html)
        self.assertIn("+1", run.shortages_html)

    def test_what_is_short_by_province(self):
        province = self.env["res.country.state"].search(
            [("country_id.code", "=", "TR"), ("code", "=", "59")]
        )
        self.asking.state_id = province
        for _index in range(2):
            self._create_mentee()
        run = self._compute()
        self.assertEqual(run.province_shortages[0]["province"], "59")
        self.assertIn("by Subject and Province", run.shortages_html)
        self.assertIn(province.name, run.shortages_html)

    def test_equality(self):
        run = self._compute()
        self.assertEqual(run.fairness["all"]["served"], 2)
        self.assertEqual(set(run.fairness["what_if"]), {"distance", "cost"})
        self.assertIn("By Population", run.fairness_html)
        # Who carries how much, and what other weights would change (m.5/6).
        for text in (
            "Mentees per Mentor",
            "Those Who Carry Most",
            self.mentor.display_name,
            "If this counted, too",
            "Share Served, by Population",
            "Expected cost",
        ):
            self.assertIn(text, run.fairness_html)

    def test_compare(self):
        run = self._compute()
        run.pair_ids[0].action_forbid("They do not get along")
        again = self._compute()
        self.assertFalse(again.comparison_html)
        again.compare_run_id = run
        self.assertIn(run.number, again.comparison_html)
        self.assertIn(run.pair_ids[0].mentee_id.display_name, again.comparison_html)

    def test_why_not(self):
        run = self._compute()
        line = run.pair_ids.filtered(lambda x: x.mentee_id == self.mentee)
        other = (self.mentor | self.second_mentor) - line.mentor_id
        hopeless = self._create_mentor(level=1, institution=self.other)
        run = self._compute()
        for mentor, answer in (
            (line.mentor_id, "chose this pair"),
            (hopeless, "not possible"),
            (other, "would be"),
        ):
            with self.subTest(answer=answer):
                wizard = (
                    self.env["mbb.match.why"]
                    .with_user(self.user_officer)
                    .create(
                        {
                            "run_id": run.id,
                            "mentee_id": self.mentee.id,
                            "mentor_id": mentor.id,
                        }
                    )
                )
                self.assertIn(mentor, wizard.run_mentor_ids)
                wizard.action_ask()
                self.assertIn(answer, wizard.answer)

    # -- weights -----------------------------------------------------------

    def test_weights_are_kept(self):
        weights = self.env["mbb.weights"]._get_in_use(self.env.company)
        run = self._compute()
        self.assertEqual(run.weights_id, weights)
        with self.assertRaisesRegex(UserError, "new version"):
            weights.line_ids[0].weight = 50
        action = weights.with_user(self.user_manager).action_new_version()
        new = self.env["mbb.weights"].browse(action["res_id"])
        self.assertEqual(new.version, weights.version + 1)
        self.assertFalse(weights.active)
        new.line_ids[0].weight = 50
        again = self._compute()
        self.assertEqual(again.weights_id, new)
        self.assertNotEqual(again.weights, run.weights)

    # -- rules -------------------------------------------------------------

    def test_pair_rule(self):
        values = {
            "mentor_id": self.mentor.id,
            "mentee_id": self.mentee.id,
            "reason": "A lawsuit",
        }
        rule = self.env["mbb.pair.rule"].with_user(self.user_officer).create(values)
        with self.assertRaises(UserError):
            rule.reason = "Another one"
        with self.assertRaises(UserError):
            rule.sudo().unlink()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            with self.cr.savepoint():
                rule.create(values)
        rule.active = False
        rule.create(values)

    # -- the guard ---------------------------------------------------------

    def test_guard(self):
        run = self._create_run()
        self.assertGuarded(run, [self.user_officer, self.user_manager])
        for vals in (
            {"served_count": 99},
            {"weights": {}},
            {"progress": 100},
            {"cohort": False},
            {"number": "TEC-1"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                run.sudo().write(vals)
        self.assertObstacles(
            self._create_run(),
            lambda authority, role: authority == "officer" and role != "approver",
            {
                "officer": self.user_officer,
                "manager": self.user_manager,
                "approver": self.user_approver,
            },
        )

    def test_the_file_of_a_guarded_field_is_guarded(self):
        """The cohort lies in an attachment: no way round through that one."""
        run = self._compute()
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", run._name), ("res_field", "=", "cohort")])
        )
        own = attachment.with_user(self.user_officer)
        for values in ({"raw": b"{}"}, {"public": True}, {"res_id": 0}):
            with self.subTest(values=values), self.assertRaises(UserError):
                own.write(values)
        with self.assertRaises(UserError):
            own.unlink()
        values = {
            "name": "cohort",
            "raw": b"{}",
            "res_model": run._name,
            "res_id": run.id,
        }
        with self.assertRaises(UserError):
            own.create({**values, "res_field": "cohort"})
        with self.assertRaises(UserError):
            own.with_context(default_res_field="cohort").create(values)
        free = own.create(values)
        with self.assertRaises(UserError):
            free.res_field = "cohort"

    def test_inputs_are_kept(self):
        run = self._compute()
        with self.assertRaisesRegex(UserError, "keeps what it was computed from"):
            run.objective = "coverage"
        with self.assertRaises(UserError):
            run.sudo().unlink()
        self._create_run().unlink()

    def test_lines_are_nobodys(self):
        line = self._compute().pair_ids[0]
        for user in (self.user_officer, self.user_manager):
            own = line.with_user(user)
            with self.assertRaises(AccessError):
                own.write({"score": 1.0})
            with self.assertRaises(AccessError):
                own.create({"run_id": line.run_id.id, "mentee_id": line.mentee_id.id})
            with self.assertRaises(AccessError):
                own.unlink()

    def test_access_matrix(self):
        run = self._compute()
        nobody = dict.fromkeys(
            (
                self.user_approver,
                self.user_registry,
                self.user_employee,
                self.user_giving,
            ),
            "",
        )
        both = (self.user_officer, self.user_manager)
        self.assertAccess(run, {**dict.fromkeys(both, "rwcu"), **nobody}, {})
        self.assertAccess(
            run.line_ids[0],
            {**dict.fromkeys(both, "r"), **nobody},
            {"run_id": run.id, "mentee_id": self.mentee.id},
        )
        rule = self.env["mbb.pair.rule"].create(
            {
                "mentor_id": self.mentor.id,
                "mentee_id": self.mentee.id,
                "reason": "A lawsuit",
            }
        )
        self.assertAccess(rule, {**dict.fromkeys(both, "rwc"), **nobody}, {})
        for method in ("action_accept", "action_suggest"):
            with self.assertRaises(AccessError):
                getattr(run.line_ids[0].with_user(self.user_approver), method)()

    # -- size --------------------------------------------------------------

    def test_queries_do_not_grow(self):
        """What is read and stored is read and stored at once."""
        counts = []
        for size in (5, 20):
            for _index in range(size):
                self._create_mentee()
            run = self._create_run()
            run._take_arrow("running")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            cohort = run.sudo()._prepare_cohort()
            run.sudo()._store(cohort, matching.plan(cohort), {})
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
            run._write_guarded({"state": "applied"})
        self.assertLessEqual(counts[1], counts[0] + 2, counts)

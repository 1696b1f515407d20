# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..pool.call_common import CallCommon
from .test_match_run import MatchRunCommon


@tagged("post_install", "-at_install")
class TestMatchRunCall(MatchRunCommon, CallCommon):
    """A run on a call: its mentors, whom it selected, its weights (MPY m.5/2-c)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.concluded, cls.selected = cls._ranked_call([90, 80, 30], quota=2)
        cls.concluded.action_rank()
        cls.concluded.action_conclude()
        cls.named = cls._create_mentor(call_id=cls.concluded.id, level=5, capacity=2)
        cls.selected = cls.selected[0] | cls.selected[1]

    def test_who_takes_part(self):
        run = self._compute(call_id=self.concluded.id)
        self.assertEqual(run.state, "computed", run.stop_reason)
        self.assertEqual(run.line_ids.mentee_id, self.selected)
        self.assertEqual(run.pair_ids.mentor_id, self.named)
        self.assertEqual(run.mentor_count, 1)
        run.action_accept_all()
        self.assertEqual(set(run.line_ids.match_id.mapped("method")), {"call"})

    def test_no_mentor(self):
        self.named.action_suspend("Away")
        with self.assertRaisesRegex(UserError, "no mentor"):
            self._create_run(call_id=self.concluded.id).action_compute()

    def test_button(self):
        action = self.concluded.with_user(self.user_officer).action_match_run()
        runs = self.env["mbb.match.run"].with_user(self.user_officer)
        with Form(runs.with_context(**action["context"])) as form:
            self.assertEqual(form.call_id, self.concluded)
            self.assertEqual(form.plan_mentee_count, 2)
        self.assertEqual(form.record.call_id, self.concluded)

    def test_preview(self):
        """Who takes part, with how many places, by which weights and rules."""
        run = self._create_run()
        pool = self.mentor | self.second_mentor | self.named
        self.assertEqual(run.plan_mentor_count, len(pool))
        self.assertEqual(run.plan_mentee_count, len(run._get_mentees()))
        # Two entries of `giving`: its places count once.
        self.assertEqual(run.plan_place_count, 2 + 1)
        self.assertEqual(
            run.plan_weights_id, self.env["mbb.weights"]._get_in_use(self.env.company)
        )
        self.assertFalse(run.plan_rule_ids)
        rule = self.env["mbb.pair.rule"].create(
            {
                "mentor_id": self.mentor.id,
                "mentee_id": self.mentee.id,
                "reason": "A lawsuit",
            }
        )
        run.invalidate_recordset()
        self.assertEqual(run.plan_rule_ids, rule)
        run.call_id = self.concluded
        self.assertEqual((run.plan_mentor_count, run.plan_mentee_count), (1, 2))
        self.assertFalse(run.plan_rule_ids)

    def test_weights_of_a_call(self):
        weights = self.env["mbb.weights"].with_user(self.user_manager)
        general = weights._get_in_use(self.env.company)
        with self.assertRaises(AccessError):
            self.concluded.with_user(self.user_officer).action_weights()
        action = self.concluded.with_user(self.user_manager).action_weights()
        own = weights.browse(action["res_id"])
        self.assertEqual(own.call_id, self.concluded)
        self.assertEqual(own.version, 1)
        self.assertEqual(own._get_weights(), general._get_weights())
        again = self.concluded.with_user(self.user_manager).action_weights()
        self.assertEqual(again["res_id"], own.id)
        own.line_ids[0].weight += 10
        self.assertEqual(weights._get_in_use(self.env.company, self.concluded), own)
        self.assertEqual(weights._get_in_use(self.env.company, self.call), general)
        self.assertEqual(weights._get_in_use(self.env.company), general)
        run = self._compute(call_id=self.concluded.id)
        self.assertEqual(run.weights_id, own)
        self.assertEqual(run.weights, own._get_weights())
        self.assertEqual(self._compute().weights_id, general)
        suggestion = self.env["mbb.cohort"]._suggest(self.selected[0])[0]
        self.assertEqual(suggestion["weights"], own._get_weights())
        with self.assertRaisesRegex(UserError, "new version"):
            own.call_id = False
        new = weights.browse(own.action_new_version()["res_id"])
        self.assertEqual((new.version, new.call_id), (2, self.concluded))
        # What an earlier version would have meant.
        run = self._compute(call_id=self.concluded.id, asked_weights_id=own.id)
        self.assertEqual(run.weights_id, own)
        with self.assertRaisesRegex(UserError, "another call"):
            self._create_run(asked_weights_id=own.id).action_compute()

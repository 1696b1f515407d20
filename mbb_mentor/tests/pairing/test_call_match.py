# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..pool.call_common import CallCommon


@tagged("post_install", "-at_install")
class TestCallMatch(CallCommon):
    """m.5/2-c: the selected are matched with the mentors of the call."""

    def _named_mentor(self, call, **values):
        return self._create_mentor(call_id=call.id, origin="officer", **values)

    def test_matches_of_a_call(self):
        call, mentees = self._ranked_call([90, 80, 30], quota=2)
        mentor = self._named_mentor(call, level=5, capacity=1)
        self._create_mentor(level=5, institution=self.other)  # not of the call
        with self.assertRaisesRegex(UserError, "concluded"):
            call.action_propose_matches()
        call.action_rank()
        call.action_conclude()
        officer = call.with_user(self.user_officer)
        action = officer.action_propose_matches()
        wizard = self.env[action["res_model"]].with_user(self.user_officer)
        wizard = wizard.browse(action["res_id"])
        self.assertEqual(wizard.line_ids.mentee_id, mentees[0] | mentees[1])
        self.assertEqual(wizard.line_ids.mentor_id, mentor)
        self.assertEqual(wizard.pair_count, 1)
        short = wizard.line_ids.filtered(lambda line: not line.mentor_id)
        self.assertIn("given to others", short.note)
        wizard.action_propose()
        match = self.env["mbb.match"].search([("mentee_id.call_id", "=", call.id)])
        self.assertEqual(match.method, "call")
        self.assertEqual(match.state, "proposed")
        self.assertEqual(match.mentor_id, mentor)
        self.assertTrue(match.score)
        self.assertEqual(call.match_count, 1)
        # Who has a proposal is not proposed again; the others hear why.
        mentor.sudo().capacity = 2
        again = self.env["mbb.call.propose"].create({"call_id": call.id})
        self.assertEqual(len(again.line_ids), 1)
        self.assertTrue(again.line_ids.mentor_id)

    def test_dialogs_are_the_sekreterya_s(self):
        for model in ("mbb.call.propose", "mbb.call.propose.line", "mbb.event.match"):
            for role in ("officer", "manager"):
                user = getattr(self, f"user_{role}")
                self.assertTrue(self.env[model].with_user(user).has_access("create"))
            for role in ("reviewer1", "approver", "registry", "employee", "giving"):
                user = getattr(self, f"user_{role}")
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(model=model, role=role, operation=operation):
                        model_as = self.env[model].with_user(user)
                        self.assertFalse(model_as.has_access(operation))

    def test_why_nobody(self):
        call, _mentees = self._ranked_call([90], quota=1)
        call.action_rank()
        call.action_conclude()
        wizard = self.env["mbb.call.propose"].create({"call_id": call.id})
        self.assertIn("no mentor", wizard.line_ids.note)
        with self.assertRaisesRegex(UserError, "no pair"):
            wizard.action_propose()
        self._named_mentor(call, level=1)
        wizard = self.env["mbb.call.propose"].create({"call_id": call.id})
        self.assertIn(self.giving.name, wizard.line_ids.note)

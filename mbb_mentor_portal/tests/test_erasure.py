# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.mbb_mentor.tests.learning.retention_common import RetentionCommon

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestErasure(PortalCase, RetentionCommon):
    """A request for erasure is answered by the rules, with ground and day (KVKK m.11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        progress = patch.object(
            IrCron, "_commit_progress", lambda *_args, **_kwargs: float("inf")
        )
        progress.start()
        cls.addClassCleanup(progress.stop)
        cls.asked = cls.env["mbb.data.request"]._receive(
            cls.expert, "erasure", "Please erase all of it"
        )
        cls.rules = cls.env["mbb.retention.rule"]

    def _dialog(self, user=None):
        request = self.asked.with_user(user or self.user_officer)
        action = request.action_answer()
        return Form(
            request.env["mbb.data.answer"].with_context(**action["context"])
        )

    def _end_all(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE mbb_match SET state = 'done'")
        self.env.cr.execute("UPDATE mbb_mentor SET state = 'retired'")
        self.env.cr.execute("UPDATE mbb_mentee SET state = 'closed'")
        self._age()
        # Asked today, of all that is long ago.
        self.env.cr.execute("UPDATE mbb_data_request SET date_received = now()")
        self.env.cr.execute("UPDATE res_partner SET create_date = now()")
        self.env.invalidate_all()

    def test_open_procedure(self):
        """While the match goes on it is refused, with the ground."""
        table = str(self.asked.with_user(self.user_officer).erasure_table)
        self.assertIn("procedure is open", table)
        dialog = self._dialog()
        self.assertEqual(dialog.outcome, "refused")
        self.assertTrue(dialog.ground_id)
        self.assertIn("KVKK", dialog.answer)
        dialog.save().action_send()
        self.assertEqual(self.asked.state, "answered")
        self.assertFalse(self.asked.destruction_id)

    def test_inside_a_retention(self):
        """It is over, but not for long: until which day is said."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE mbb_match SET state = 'done'")
        self.env.cr.execute("UPDATE mbb_mentor SET state = 'retired'")
        self.env.invalidate_all()
        dialog = self._dialog()
        self.assertEqual(dialog.outcome, "refused")
        self.assertTrue(dialog.is_retention)
        self.assertGreater(dialog.retain_until, self.today)

    def test_kept_until_a_day_that_is_to_come(self):
        dialog = self._dialog()
        ground = dialog.ground_id
        with self.assertRaises(UserError):
            self.asked.with_user(self.user_officer)._answer(
                "refused", "It is kept", ground, self.today - timedelta(days=1)
            )

    def test_nothing_holds_any_more(self):
        """Accepted: on the list at once, destroyed after approval, the person told."""
        self._end_all()
        dialog = self._dialog()
        self.assertEqual(dialog.outcome, "accepted")
        dialog.save().action_send()
        destruction = self.asked.destruction_id
        line = destruction.line_ids
        self.assertEqual(
            (line.res_model, line.res_id, line.is_requested),
            ("res.partner", self.expert.id, True),
        )
        destruction.with_user(self.user_officer2).action_ask_approval()
        self._approve(destruction, self.user_approver)
        mails = []
        with patch.object(
            type(self.env["mail.template"]),
            "send_mail",
            lambda template, res_id, **values: mails.append((template, values)),
        ):
            self.env["mbb.destruction"]._cron_destroy()
        self.assertEqual(
            [template for template, _values in mails],
            [self.env.ref("mbb_mentor_portal.mail_template_data_erased")],
        )
        self.assertTrue(self.asked.date_erased)
        self.assertGone()
        self.assertNotIn("Please erase", self.asked.text)
        self.assertEqual(self.asked.outcome, "accepted")

    def test_nobody_is_told_of_what_failed(self):
        """The mail goes out after the destruction, not before it."""
        self._end_all()
        self._dialog().save().action_send()
        destruction = self.asked.destruction_id
        destruction.with_user(self.user_officer2).action_ask_approval()
        self._approve(destruction, self.user_approver)
        fail = patch.object(
            type(self.env["mbb.anonymiser"]),
            "_anonymise_person",
            side_effect=ValueError("no"),
        )
        told = patch.object(type(self.env["mail.template"]), "send_mail")
        log = mute_logger("odoo.addons.mbb_mentor.models.learning.mbb_destruction_line")
        with fail, told as send_mail, log:
            self.env["mbb.destruction"]._cron_destroy()
        self.assertEqual(destruction.line_ids.state, "failed")
        send_mail.assert_not_called()
        self.assertFalse(self.asked.date_erased)
        self.assertEqual(self.expert.name, self.name)

    def test_the_mail_reaches_the_old_address(self):
        """And nothing of it is left behind, sent or not."""
        self._end_all()
        self._dialog().save().action_send()
        destruction = self.asked.destruction_id
        destruction.with_user(self.user_officer2).action_ask_approval()
        self._approve(destruction, self.user_approver)
        sent = []
        with patch.multiple(
            type(self.env["ir.mail_server"]),
            _disable_send=lambda server: False,
            _connect__=lambda server, **values: None,
            send_email=lambda server, message, **values: sent.append(message["To"])
            or "id",
        ):
            self.env["mbb.destruction"]._cron_destroy()
        self.assertEqual(sent, [self.email])
        self.assertGone()

    def test_what_has_no_ground_goes(self):
        """A draft is erased on request, the rest is kept."""
        draft = self._create_mentee(
            accepted=False,
            applicant_type="person",
            institution=self.giving,
            person_id=self.expert.id,
            background="Zumrudanka in a draft",
        )
        dialog = self._dialog()
        self.assertEqual(dialog.outcome, "partial")
        dialog.save().action_send()
        line = self.asked.destruction_id.line_ids
        self.assertEqual((line.res_model, line.res_id), (draft._name, draft.id))
        self.asked.destruction_id.with_user(self.user_officer2).action_ask_approval()
        self._approve(self.asked.destruction_id, self.user_approver)
        self.env["mbb.destruction"]._cron_destroy()
        self.assertNotIn("Zumrudanka", draft.background)
        self.assertEqual(self.expert.name, self.name)
        self.assertTrue(self.asked.date_erased)

    def test_a_hold_is_told(self):
        self._end_all()
        self.expert.with_user(self.user_manager).write(
            {"mentor_is_held": True, "mentor_hold_reason": "Law suit 2026/12"}
        )
        dialog = self._dialog()
        self.assertEqual(dialog.outcome, "refused")
        self.assertNotIn("2026/12", dialog.answer)

    def test_who_answers_does_not_approve(self):
        self._end_all()
        self._dialog().save().action_send()
        destruction = self.asked.destruction_id
        self.assertIn(
            self.user_officer, destruction._get_excluded_users("approved")
        )

    def test_the_person_sees_their_answer_alone(self):
        for name in ("erasure_table", "destruction_id"):
            with self.subTest(name), self.assertRaises(AccessError):
                self.asked.with_user(self.user_expert).read([name])
        with self.assertRaises(UserError):
            self.asked.with_user(self.user_officer).write({"date_erased": False})

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.base import mbb_state_mixin
from ..common import MentorCommon


@tagged("post_install", "-at_install")
class TestState(MentorCommon):
    """`state` moves along its arrows and no other way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mentor = cls._create_mentor(accepted=False)

    def _states(self, record):
        return [key for key, _label in record._fields["state"].selection]

    def test_create_takes_the_first_state_only(self):
        values = self._application_values(self.giving, 4)
        for state in self._states(self.mentor)[1:]:
            with self.subTest(state), self.assertRaises(UserError):
                self.env["mbb.mentor"].sudo().create({**values, "state": state})

    def test_default_key_of_the_context_is_no_way_in(self):
        values = self._application_values(self.giving, 4)
        model = self.env["mbb.mentor"].sudo()
        record = model.with_context(
            default_state="available", default_number="X", default_date_due="2001-01-01"
        ).create(values)
        self.assertEqual(record.state, "draft")
        self.assertFalse(record.number)
        self.assertFalse(record.date_due)

    def test_write_is_refused_for_everybody(self):
        users = (
            self.user_officer,
            self.user_manager,
            self.env.ref("base.user_admin"),
            self.env.ref("base.user_root"),
        )
        for user in users:
            for state in self._states(self.mentor):
                with self.subTest(user=user.login, state=state):
                    with self.assertRaises(UserError):
                        self.mentor.with_user(user).write({"state": state})
        with self.assertRaises(UserError):
            self.mentor.sudo().write({"state": "available"})

    def test_import_is_refused(self):
        xmlid = self.mentor.export_data(["id"])["datas"][0][0]
        result = (
            self.env["mbb.mentor"].sudo().load(["id", "state"], [[xmlid, "available"]])
        )
        self.assertFalse(result["ids"])
        self.assertEqual(self.mentor.state, "draft")

    def test_forged_context(self):
        class Forged:
            """Looks like a passage and says yes to everything."""

            open = True

            def covers(self, *args):
                return True

        key = mbb_state_mixin.PASSAGE_KEY
        for forged in (True, "open", {"open": True}, object(), Forged()):
            with self.subTest(forged=str(forged)), self.assertRaises(UserError):
                self.mentor.sudo().with_context(**{key: forged}).write(
                    {"state": "available"}
                )

    def test_passage_is_bound_and_ends(self):
        key = mbb_state_mixin.PASSAGE_KEY
        other = self._create_mentor(accepted=False)
        passage = mbb_state_mixin._Passage(self.mentor, {"state"}, "submitted")
        bound = {key: passage}
        with self.assertRaises(UserError):
            other.sudo().with_context(**bound).write({"state": "submitted"})
        with self.assertRaises(UserError):
            self.mentor.sudo().with_context(**bound).write({"state": "available"})
        with self.assertRaises(UserError):
            self.mentor.sudo().with_context(**bound).write(
                {"state": "submitted", "date_due": "2030-01-01"}
            )
        passage.open = False
        with self.assertRaises(UserError):
            self.mentor.sudo().with_context(**bound).write({"state": "submitted"})

    def test_what_follows_from_other_data_is_not_typed_in(self):
        match = (
            self.env["mbb.match"]
            .with_user(self.user_officer)
            .create(
                {
                    "mentor_id": self._create_mentor().id,
                    "mentee_id": self._create_mentee().id,
                }
            )
        )
        for values in (
            {"mentor_institution_id": self.other.id},
            {"mentee_institution_id": self.env.company.partner_id.id},
            {"method": "event"},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                match.write(values)
        other = self._create_mentee(institution=self.other)
        values = {"mentor_id": match.mentor_id.id, "mentee_id": other.id}
        model = self.env["mbb.match"].with_user(self.user_officer)
        match.mentor_id.sudo().capacity = 5
        with self.assertRaises(UserError):
            model.create({**values, "mentee_institution_id": self.giving.id})
        made = model.with_context(default_mentee_institution_id=self.giving.id).create(
            values
        )
        self.assertEqual(made.mentee_institution_id, self.other)

    def test_history_is_not_rewritten(self):
        body = self.env._("Evidence")
        message = self.mentor.message_post(body=body, message_type="notification")
        with self.assertRaises(UserError):
            message.with_user(self.user_officer).write({"body": "Forged"})
        with self.assertRaises(UserError):
            message.with_user(self.user_officer).unlink()

    def test_the_clock_cannot_be_set_by_hand(self):
        for name in ("date_state", "date_due", "date_reminded", "date_escalated"):
            with self.subTest(name), self.assertRaises(UserError):
                self.mentor.sudo().write({name: "2030-01-01"})

    def test_copy_starts_anew(self):
        mentor = self._create_mentor()
        copied = mentor.sudo().copy()
        self.assertEqual(copied.state, "draft")
        self.assertFalse(copied.number)

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from unittest.mock import patch

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_evaluation import EvaluationCommon


@tagged("post_install", "-at_install")
class TestRecommendation(EvaluationCommon):
    """What came out of a match is followed, not forgotten (MPY m.6/2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.model.access"].create(
            {
                "name": "test portal recommendation",
                "model_id": cls.env["ir.model"]._get_id("mbb.recommendation"),
                "group_id": cls.env.ref("base.group_portal").id,
                "perm_read": True,
            }
        )
        cron = type(cls.env["ir.cron"])
        patcher = patch.object(cron, "_commit_progress", lambda *a, **k: 1)
        patcher.start()
        cls.addClassCleanup(patcher.stop)
        cls.row = cls._recommend()

    @classmethod
    def _recommend(cls, **values):
        return (
            cls.env["mbb.recommendation"]
            .with_user(cls.user_officer)
            .create(
                {
                    "match_id": cls.match.id,
                    "name": "Publish the zoning notes as a map",
                    "date_deadline": cls.today + relativedelta(months=3),
                    **values,
                }
            )
        )

    def _follow_on(self, **delta):
        day = self.today + relativedelta(**delta)
        with freeze_time(f"{day} 09:00:00"):
            self.env["mbb.recommendation"]._cron_follow()

    def test_owner_is_of_the_mentees_institution(self):
        self.assertEqual(self.row.owner_id, self.user_asking.partner_id)
        self.assertEqual(self.row.institution_id, self.asking)
        with self.assertRaises(ValidationError):
            self.row.owner_id = self.expert

    def test_what_became_of_it(self):
        with self.assertRefused("why it was not adopted"):
            self.row.with_user(self.user_asking).action_report("declined", " ")
        self.row.with_user(self.user_asking).action_report("partly", "A draft is up")
        self.assertEqual(self.row.state, "partly")
        self.row.with_user(self.user_asking).action_report("adopted", "It is online")
        self.assertEqual(
            self.row.followup_ids.sorted("id").mapped("state"), ["partly", "adopted"]
        )
        self.assertEqual(self.row.result_note, "It is online")
        self._try_to_forge(self.row, "declined")

    def test_who_may_say_it(self):
        for user in (self.user_giving, self.user_expert, self.user_other):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.row.with_user(user).action_report("adopted", "Done")
        with self.assertRaises(AccessError):
            self.row.with_user(self.user_employee).action_report("adopted", "Done")
        self.assertEqual(self.row.state, "open")
        with self.assertRaises(UserError):
            self.row.with_user(self.user_asking).action_report("open", "Not yet")

    def test_no_answer_changes(self):
        self.row.action_report("declined", "No budget this year")
        followup = self.row.followup_ids
        for vals in ({"state": "adopted"}, {"note": "Another"}, {"date": self.today}):
            with self.assertRaises(UserError):
                followup.sudo().write(vals)
        with self.assertRaises(UserError):
            followup.sudo().unlink()
        for vals in ({"name": "Another"}, {"date_given": self.today}):
            with self.assertRefused("stays as it was"):
                self.row.write(vals)
        with self.assertRefused("stays as it was"):
            self.row.unlink()

    def test_followed_after_six_and_twelve_months(self):
        self.row.action_report("partly", "A draft is up")
        self._follow_on(months=6, days=-1)
        self.assertFalse(self.row.is_asked)
        self._follow_on(months=6)
        self.assertTrue(self.row.is_asked)
        self.assertEqual(self.row.asked_stage, "six_months")
        with freeze_time(f"{self.today + relativedelta(months=6)} 10:00:00"):
            self.row.action_report("partly", "Still a draft")
        self.assertFalse(self.row.is_asked)
        self.assertEqual(self.row.followup_ids.sorted("id")[-1].stage, "six_months")
        # Asked once a stage, however often the scheduler runs.
        self._follow_on(months=7)
        self.assertFalse(self.row.is_asked)
        self._follow_on(months=12)
        self.assertEqual(self.row.asked_stage, "twelve_months")
        with freeze_time(f"{self.today + relativedelta(months=12)} 10:00:00"):
            self.row.action_report("adopted", "It is online")
        self.assertEqual(self.row.followup_ids.sorted("id")[-1].stage, "twelve_months")

    def test_one_that_fails_stops_no_other(self):
        other = self._recommend(name="Open the counter on Saturdays")
        model = type(self.row)
        kept = model._send_request

        def fail(rows):
            if rows == self.row:
                raise ValueError("no mail")
            return kept(rows)

        log = mute_logger("odoo.addons.mbb_mentor.models.learning.mbb_recommendation")
        with patch.object(model, "_send_request", fail), log:
            self._follow_on(months=6)
        self.assertEqual((self.row.is_asked, other.is_asked), (False, True))
        self._follow_on(months=6, days=1)
        self.assertTrue(self.row.is_asked, "asked the next night")

    def test_a_scheduler_that_stood_still_asks_once(self):
        self._follow_on(months=13)
        self.assertEqual(self.row.asked_stage, "twelve_months")
        mails = self.env["mail.mail"].search(
            [("model", "=", self.row._name), ("res_id", "=", self.row.id)]
        )
        self.assertEqual(len(mails), 1)
        self.assertEqual(mails.recipient_ids, self.row.owner_id)

    def test_only_out_of_a_match_that_was_agreed(self):
        other = self._create_mentee(contact_id=self.user_asking.partner_id.id)
        match = self._propose(
            mentee_id=other.id, mentor_id=self._create_mentor().id
        )
        with self.assertRefused("that was agreed"):
            self._recommend(match_id=match.id)

    def test_dates(self):
        with self.assertRaises(ValidationError):
            self._recommend(date_deadline=self.today - relativedelta(days=1))
        with self.assertRaises(ValidationError):
            self._recommend(date_given=self.today + relativedelta(days=1))

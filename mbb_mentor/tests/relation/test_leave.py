# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.tests import tagged

from .common import RelationCommon


@tagged("post_install", "-at_install")
class TestLeave(RelationCommon):
    """Who leaves takes nothing along: what was asked expires, what runs is seen to."""

    def _leave(self, person, **values):
        self.env["mbb.person.leave"].with_user(self.user_officer).create(
            {"person_id": person.id, "kind": "left", **values}
        ).action_apply()

    def test_open_consents_expire(self):
        match = self._propose()
        match.action_ask_consents()
        self._leave(self.expert)
        self.assertEqual(match.state, "declined")
        self.assertNotIn("requested", match.sudo().consent_ids.mapped("state"))
        expert = match.sudo().consent_ids.filtered(lambda c: c.side == "expert")
        self.assertIn(expert.state, ("expired", "cancelled"))
        self.assertEqual(self.mentor.state, "suspended")
        self.assertEqual(self.mentee.state, "waiting")

    def test_running_work_goes_to_the_sekreterya(self):
        match = self._agree()
        assignment = self._approved(match)
        before = len(match.activity_ids), len(assignment.activity_ids)
        self._leave(self.expert, note="2026/5")
        self.assertEqual(match.state, "agreed")
        self.assertEqual(assignment.state, "approved")
        for record, number in zip((match, assignment), before, strict=True):
            self.assertEqual(len(record.activity_ids), number + 1)
            self.assertTrue(
                record.activity_ids.filtered(lambda a: "2026/5" in a.summary)
            )

    def test_open_work_is_handed_over(self):
        match = self._agree()
        assignment = self._approved(match)
        match.responsible_id = self.user_officer
        assignment.responsible_id = self.user_officer
        self.user_officer._mentor_hand_over(self.user_officer2, self.env.company)
        self.assertEqual(match.responsible_id, self.user_officer2)
        self.assertEqual(assignment.responsible_id, self.user_officer2)
        self.assertEqual(assignment.state, "approved")

    def test_closed_institution(self):
        match = self._propose()
        match.action_ask_consents()
        self.env["mbb.institution.change"].with_user(self.user_officer).create(
            {"institution_id": self.asking.id, "kind": "close", "ground": "Law 1"}
        ).action_apply()
        self.assertEqual(match.state, "declined")
        self.assertFalse(self.asking._is_represented_by(self.user_asking))
        self.assertTrue(self.mentee.activity_ids)

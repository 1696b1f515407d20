# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..pool.event_common import EventCommon


@tagged("post_install", "-at_install")
class TestEventMatch(EventCommon):
    """m.5/2-ç: what both wish becomes a proposal that says where it came from."""

    def _mutual(self, role="share", other="learn"):
        first = self._interest(self.one, self.two, role, skill_id=self.skill.id)
        self._interest(self.two, self.one, other)
        return first

    def _fill(self, interest, **values):
        action = interest.action_propose_match()
        wizard = self.env[action["res_model"]].with_user(self.user_officer)
        form = Form(wizard.browse(action["res_id"]))
        form.offered_level_id = self.levels[4]
        form.present_level_id = self.levels[2]
        form.offer = "How we wrote our plan"
        form.need = "How to write one"
        for name, value in values.items():
            form[name] = value
        return form.save()

    def test_proposal(self):
        interest = self._mutual()
        wizard = self._fill(interest)
        self.assertEqual(wizard.mentee_registration_id, self.two)
        action = wizard.action_propose()
        match = self.env["mbb.match"].browse(action["res_id"])
        self.assertEqual(match.method, "event")
        self.assertEqual(match.state, "proposed")
        self.assertEqual(match.event_id, self.event)
        self.assertEqual(match.mentor_person_id, self.expert)
        self.assertEqual(match.mentee_person_id, self.learner)
        for entry in (match.mentor_id, match.mentee_id):
            self.assertEqual(entry.origin, "event")
            self.assertEqual(entry.event_id, self.event)
        both = interest | interest.counterpart_id
        self.assertEqual(set(both.mapped("state")), {"proposed"})
        self.assertEqual(both.match_id, match)
        with self.assertRaises(UserError):
            interest.action_withdraw()
        with self.assertRaises(UserError):
            interest.action_propose_match()
        with self.assertRaises(UserError):
            wizard.action_propose()

    def test_the_same_application_again(self):
        first = self._fill(self._mutual()).action_propose()
        match = self.env["mbb.match"].browse(first["res_id"])
        match.mentor_id.sudo().capacity = 2
        self._interest(self.one, self.three, "share", skill_id=self.skill.id)
        interest = self._interest(self.three, self.one, "learn")
        second = self._fill(interest).action_propose()
        other = self.env["mbb.match"].browse(second["res_id"])
        self.assertEqual(other.mentor_id, match.mentor_id)
        self.assertNotEqual(other.mentee_id, match.mentee_id)

    def test_places_are_counted_with_those_of_the_pool(self):
        entry = self._create_mentor(
            applicant_type="person", person_id=self.expert.id, capacity=2
        )
        other = self._create_mentee(institution=self.other)
        values = {"mentor_id": entry.id, "mentee_id": other.id}
        self.env["mbb.match"].with_user(self.user_officer).create(values)
        action = self._fill(self._mutual()).action_propose()
        match = self.env["mbb.match"].browse(action["res_id"])
        self.assertEqual(match.mentor_id.capacity, 2)
        self.assertEqual(match.mentor_id.capacity_left, 0)

    def test_somebody_chooses_who_learns(self):
        interest = self._mutual("talk", "talk")
        action = interest.action_propose_match()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertFalse(wizard.mentee_registration_id)
        wizard.write({"offer": "A", "need": "B", "offered_level_id": self.levels[4].id})
        with self.assertRaisesRegex(UserError, "who of the two"):
            wizard.action_propose()
        wizard.mentee_registration_id = self.three
        with self.assertRaisesRegex(UserError, "who of the two"):
            wizard.action_propose()
        wizard.mentee_registration_id = self.one
        wizard.date_to = "2099-01-01"
        match = self.env["mbb.match"].browse(wizard.action_propose()["res_id"])
        self.assertEqual(match.mentee_person_id, self.expert)

    def test_only_mutual(self):
        one_sided = self._interest(self.one, self.two)
        with self.assertRaisesRegex(UserError, "not mutual"):
            one_sided.action_propose_match()

    def test_participant_without_institution(self):
        guest = self._register(self.env["res.partner"].create({"name": "A Guest"}))
        self._interest(self.one, guest, "share", skill_id=self.skill.id)
        interest = self._interest(guest, self.one, "learn")
        with self.assertRaisesRegex(UserError, "no institution"):
            self._fill(interest).action_propose()

    def test_unit_is_asked_first(self):
        self.env.company.mbb_head_approves_pool = True
        unit = self._create_unit("Planning", "test.head")
        self.skill_type.mentor_unit_id = unit
        interest = self._mutual()
        wizard = self._fill(interest)
        action = wizard.action_propose()
        mentor = self.env["mbb.mentor"].browse(action["res_id"])
        self.assertEqual((mentor._name, mentor.state), ("mbb.mentor", "review"))
        self.assertEqual(interest.state, "mutual")
        mentee = self.env["mbb.mentee"].search([("event_id", "=", self.event.id)])
        for entry in (mentor, mentee):
            row = entry.sudo().approval_ids
            row.with_user(unit.manager_id.user_id)._do_approve()
        action = wizard.action_propose()
        self.assertEqual(action["res_model"], "mbb.match")
        self.assertEqual(interest.state, "proposed")

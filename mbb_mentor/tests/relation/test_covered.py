# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from contextlib import contextmanager
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from .common import RelationCommon


@tagged("post_install", "-at_install")
class TestCovered(RelationCommon):
    """Who was asked, and for what, is what the match rests on (MPY m.5/4)."""

    other_skill = "mbb_mentor.hr_skill_planning_urban_design"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._propose()
        cls.birlik = cls.match.company_id.partner_id

    def _changes(self):
        """Every way to say something else in an application."""
        unit = self.env["res.partner"].create(
            {
                "name": "Planning Department",
                "parent_id": self.giving.id,
                "is_mentor_unit": True,
            }
        )
        second = self.env["res.partner"].create(
            {"name": "Ali Öteki", "parent_id": self.giving.id}
        )
        mentor = self.mentor.with_user(self.user_officer)
        mentee = self.mentee.with_user(self.user_officer)
        line = mentor.skill_ids[0]
        values = self._skill_commands(3, self.env.ref(self.other_skill))[0][2]
        return {
            "person": lambda: mentor.write({"person_id": second.id}),
            "title": lambda: mentor._correct({"person_title": "Another"}, "A slip"),
            "unit": lambda: mentor.write({"unit_id": unit.id}),
            "institution of the mentor": lambda: mentor.write(
                {"person_confirmed": True, "institution_id": self.other.id}
            ),
            "offer": lambda: mentor._correct({"summary": "Something else"}, "A slip"),
            "need": lambda: mentee._correct({"summary": "Something else"}, "A slip"),
            "kind of applicant": lambda: mentor.write(
                {"applicant_type": "institution"}
            ),
            "institution": lambda: mentee.write({"institution_id": self.other.id}),
            "level": lambda: line.write({"skill_level_id": self.levels[1].id}),
            "note": lambda: line.write({"note": "Something else"}),
            "new line": lambda: line.create({**values, "mentor_id": mentor.id}),
            "line of the form": lambda: mentee.write(
                {"skill_ids": [Command.create(values)]}
            ),
            "no line": line.unlink,
        }

    @contextmanager
    def _scene(self, name):
        """A change by itself: the next one starts from the same scene."""
        with self.subTest(change=name):
            savepoint = self.env.cr.savepoint()
            try:
                yield
            finally:
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    # -- who was asked -----------------------------------------------------

    def test_copies_of_the_parties_decide_nothing(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mbb_match SET mentor_institution_id = %s, mentee_institution_id "
            "= %s, mentor_person_id = NULL WHERE id = %s",
            [self.birlik.id, self.birlik.id, self.match.id],
        )
        self.env.invalidate_all()
        self.match.action_ask_consents()
        self.assertEqual(self.match.state, "consent")
        self.assertEqual(
            set(self.match.consent_ids.mapped("side")),
            {"mentor_institution", "mentee_institution", "expert"},
        )

    def test_each_party_asked_has_to_grant(self):
        """Also one that, by what the record says now, had not to be asked."""
        self.match.action_ask_consents()
        nobody = patch.object(
            type(self.match), "_get_consent_parties", lambda record: []
        )
        with nobody, self.assertRefused(self.expert.name):
            self.match.sudo()._take_arrow("approval")
        for consent in self.match.consent_ids.filtered(lambda c: c.side != "expert"):
            user = self._users_by_side()[consent.side]
            consent.with_user(user).action_grant()
        with nobody, self.assertRefused(self.expert.name):
            self.match.sudo()._take_arrow("approval")
        self._grant_all(self.match)
        self.assertEqual(self.match.state, "approval")

    def test_party_not_asked_is_missing(self):
        self.match.action_ask_consents()
        other = self._create_institution("Third Municipality", "district")
        parties = [
            {"side": "mentor_institution", "institution_id": self.giving.id},
            {"side": "mentee_institution", "institution_id": other.id},
        ]
        with patch.object(
            type(self.match),
            "_get_consent_parties",
            lambda record: [{"partner_id": False, **party} for party in parties],
        ):
            self._grant_all(self.match)
            self.assertEqual(self.match.state, "consent")
            with self.assertRefused(other.name):
                self.match.sudo()._take_arrow("approval")

    def test_birlik_on_both_sides(self):
        """Its own consent is the approval."""
        self.birlik.write(
            {"is_mentor_institution": True, "institution_type": "birlik"}
        )
        match = self._propose(
            mentor_id=self._create_mentor(institution=self.birlik).id,
            mentee_id=self._create_mentee(institution=self.birlik).id,
        )
        match.action_ask_consents()
        self.assertFalse(match.consent_ids)
        self.assertEqual(match.state, "approval")

    # -- for what ----------------------------------------------------------

    def test_change_while_asked_starts_again(self):
        self.match.action_ask_consents()
        consents = self.match.sudo().consent_ids
        consents[0].with_user(
            self._users_by_side()[consents[0].side]
        ).action_grant()
        for name, change in self._changes().items():
            with self._scene(name):
                change()
                self.assertEqual(self.match.state, "proposed")
                self.assertEqual(set(consents.mapped("state")), {"cancelled"})
                bodies = "".join(self.match.message_ids.mapped("body"))
                self.assertIn("was changed", bodies)
        self.assertEqual(self.match.state, "consent")

    def test_change_before_the_approval_starts_again(self):
        self.match.action_ask_consents()
        self._grant_all(self.match)
        self.assertEqual(self.match.state, "approval")
        approval = self.match.sudo().approval_ids
        self.mentor.with_user(self.user_officer)._correct(
            {"summary": "Something else"}, "A slip"
        )
        self.assertEqual(self.match.state, "proposed")
        self.assertEqual(approval.state, "cancelled")
        self.match.action_ask_consents()
        for consent in self.match.sudo().consent_ids:
            if consent.state == "requested":
                self.assertIn("Something else", consent.request_text)
        self._grant_all(self.match)
        self.assertEqual(self.match.state, "approval")

    def test_change_after_agreed_is_refused(self):
        self.match.action_ask_consents()
        self._grant_all(self.match)
        self._approve(self.match, self.user_manager)
        for state in ("agreed", "active", "evaluation"):
            self.match._write_guarded({"state": state})
            for name, change in self._changes().items():
                with self._scene(name), self.assertRefused(self.match.number):
                    change()
        self.match._write_guarded({"state": "done"})
        self.mentor._correct({"summary": "Something else"}, "A slip")

    def test_other_changes_leave_the_match(self):
        self.match.action_ask_consents()
        mentor = self.mentor.with_user(self.user_officer)
        mentor._correct({"background": "More of it"}, "A slip")
        mentor.write(
            {
                "summary": mentor.summary,
                "person_id": mentor.person_id.id,
                "capacity": 3,
                "skill_ids": [
                    Command.update(
                        mentor.skill_ids.id,
                        {"skill_level_id": mentor.skill_ids.skill_level_id.id},
                    )
                ],
            }
        )
        self.assertEqual(self.match.state, "consent")

    def test_change_of_what_is_only_proposed(self):
        self.mentor.with_user(self.user_officer)._correct(
            {"summary": "Something else"}, "A slip"
        )
        self.assertEqual(self.match.state, "proposed")

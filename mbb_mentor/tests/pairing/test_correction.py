# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import MentorCommon


@tagged("post_install", "-at_install")
class TestCapacityCorrection(MentorCommon):
    """Fewer places than are taken are more than a correction."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mentor = cls._create_mentor(capacity=3)
        for institution in (cls.asking, cls.other):
            cls.env["mbb.match"].with_user(cls.user_officer).create(
                {
                    "mentor_id": cls.mentor.id,
                    "mentee_id": cls._create_mentee(institution=institution).id,
                }
            )
        cls.officer = cls.mentor.with_user(cls.user_officer)
        cls.applicant = cls.mentor.with_user(cls.user_giving).sudo()

    def test_not_below_what_is_carried(self):
        with self.assertRaisesRegex(UserError, "supports 2 at present"):
            self.officer._correct({"capacity": 1}, "One")
        self.officer._correct({"capacity": 2}, "Two")
        self.assertEqual(self.mentor.capacity, 2)

    def test_applicant_learns_of_nothing_proposed(self):
        """m.5/6: what is only proposed stays on the desk of the Sekreterya."""
        obstacle = self.applicant._get_correction_obstacle({"capacity": 1})
        self.assertFalse(obstacle)
        self.mentor.match_ids[0].with_user(self.user_officer).action_ask_consents()
        self.mentor.match_ids[1].with_user(self.user_officer).action_ask_consents()
        obstacle = self.applicant._get_correction_obstacle({"capacity": 1})
        self.assertIn("supports 2", obstacle)

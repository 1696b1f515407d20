# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..pool.common import ApplicationCommon


@tagged("post_install", "-at_install")
class TestHouseCapacity(ApplicationCommon):
    """What a unit or an institution gives as a whole."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit = cls.env["res.partner"].create(
            {
                "name": "Planning Unit",
                "parent_id": cls.giving.id,
                "is_company": True,
                "is_mentor_unit": True,
            }
        )
        cls.mentor = cls._create_mentor(capacity=5)
        cls.of_unit = cls._create_mentor(
            capacity=5, applicant_type="unit", unit_id=cls.unit.id
        )
        cls.mentee = cls._create_mentee()

    def _propose(self, mentor, mentee):
        return (
            self.env["mbb.match"]
            .with_user(self.user_officer)
            .create({"mentor_id": mentor.id, "mentee_id": mentee.id})
        )

    def test_no_limit_by_default(self):
        self.assertEqual(self.giving._get_mentor_places_left(), {})
        cohort = self.env["mbb.cohort"]._prepare_cohort(
            self.mentee, self.mentor | self.of_unit
        )
        self.assertEqual(cohort["institution_capacity"], {})
        self.assertEqual(cohort["unit_capacity"], {})

    def test_institution(self):
        self.giving.write({"mentor_capacity_limited": True, "mentor_capacity": 1})
        self._propose(self.of_unit, self.mentee)
        cohort = self.env["mbb.cohort"]._prepare_cohort(self.mentee, self.mentor)
        self.assertEqual(cohort["institution_capacity"], {str(self.giving.id): 0})
        other = self._create_mentee(institution=self.other)
        with self.assertRaisesRegex(UserError, "as a whole"), self.cr.savepoint():
            self._propose(self.mentor, other)
        _cohort, found, excluded = self.env["mbb.cohort"]._suggest(other)
        self.assertNotIn(str(self.mentor.id), [row["mentor"] for row in found])
        codes = {row["code"] for row in excluded[str(self.mentor.id)]}
        self.assertEqual(codes, {"institution_full"})
        self.giving.mentor_capacity = 2
        self._propose(self.mentor, other)

    def test_unit(self):
        self.unit.write({"mentor_capacity_limited": True, "mentor_capacity": 0})
        with self.assertRaisesRegex(UserError, "Planning Unit"), self.cr.savepoint():
            self._propose(self.of_unit, self.mentee)
        cohort = self.env["mbb.cohort"]._prepare_cohort(self.mentee, self.of_unit)
        self.assertEqual(cohort["unit_capacity"], {str(self.unit.id): 0})
        self._propose(self.mentor, self.mentee)

    @mute_logger("odoo.sql_db")
    def test_never_negative(self):
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            self.giving.mentor_capacity = -1

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import itertools

from odoo.tests import tagged

from .test_match_run import MatchRunCommon


@tagged("post_install", "-at_install")
class TestMatchRunSize(MatchRunCommon):
    """A run asks the database by kinds of records, not record by record."""

    #: What is read ahead a thousand at a time, at most, and flushed together.
    MOST_PER_MATCH = 0.5

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(user=cls.user_officer)
        cls.houses = cls.env["res.partner"].sudo().create(
            [
                {
                    "name": f"Municipality {number}",
                    "is_company": True,
                    "is_mentor_institution": True,
                    "institution_type": "district",
                    "mentor_capacity_limited": True,
                    "mentor_capacity": 5,
                }
                for number in range(120)
            ]
        )

    def setUp(self):
        super().setUp()
        self.free_houses = iter(self.houses)

    def _fill(self, count):
        """So many more on each side, each mentor of a house of its own."""
        houses = itertools.islice(self.free_houses, count)
        mentors = self.env["mbb.mentor"].create(
            [self._application_values(house, 4) for house in houses]
        )
        mentees = self.env["mbb.mentee"].create(
            [self._application_values(self.asking, 2) for _number in range(count)]
        )
        mentors._write_guarded({"state": "available"})
        mentees._write_guarded({"state": "waiting"})
        return mentors, mentees

    def _count(self, method, *args):
        """Queries of a call, when what is read once was read."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        method(*args)
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def _propose(self, count):
        mentors, mentees = self._fill(count)
        pairs = [
            {"mentor_id": mentor, "mentee_id": mentee, "score": 0.5}
            for mentor, mentee in zip(mentors.ids, mentees.ids, strict=True)
        ]
        return self._count(self.env["mbb.match"].create, pairs)

    def test_proposing(self):
        self._propose(2)
        few, many = self._propose(10), self._propose(100)
        self.assertLess((many - few) / 90, self.MOST_PER_MATCH)

    def test_numbers(self):
        """Taken together, they are those that would have been taken one by one."""
        sequences = self.env["ir.sequence"].sudo()
        last = sequences.next_by_code("mbb.match")
        start = int(last.rpartition("-")[2])
        many = sequences._next_many("mbb.match", 3)
        following = sequences.next_by_code("mbb.match")
        numbers = [int(number.rpartition("-")[2]) for number in (*many, following)]
        self.assertEqual(numbers, [start + place for place in (1, 2, 3, 4)])
        prefixes = {number.rpartition("-")[0] for number in (last, *many, following)}
        self.assertEqual(len(prefixes), 1)

    def test_accepting(self):
        counts = []
        for count in (3, 10, 100):
            self.env["mbb.mentee"].search([("state", "=", "waiting")])._write_guarded(
                {"state": "review"}
            )
            self._fill(count)
            run = self._compute()
            self.assertEqual(run.served_count, count)
            counts.append(self._count(run.action_accept_all))
            self.assertEqual(run.accepted_count, count)
            run.line_ids.match_id.action_cancel("The next size")
        _first, few, many = counts
        self.assertLess((many - few) / 90, self.MOST_PER_MATCH)

    def test_preparing_and_storing(self):
        """Not one query more for a hundred than for ten."""
        counts = []
        for count in (3, 10, 100):
            mentors, mentees = self._fill(count)
            cohort = self.env["mbb.cohort"]
            counts.append(self._count(cohort._prepare_cohort, mentees, mentors))
        self.assertEqual(counts[1], counts[2])

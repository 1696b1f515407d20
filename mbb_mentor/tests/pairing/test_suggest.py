# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ... import matching
from ...matching import DEFAULT_WEIGHTS, PARTS
from ..pool.common import ApplicationCommon

#: However large the pool is.
MOST_QUERIES = 25


@tagged("post_install", "-at_install")
class TestSuggest(ApplicationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The pool of the test alone, also on a filled database.
        cls.env["mbb.mentor"].search([("state", "=", "available")])._write_guarded(
            {"state": "suspended"}
        )
        cls.mentee = cls._create_mentee()
        cls.mentor = cls._create_mentor(capacity=2)

    def _wizard(self, mentee=None):
        mentee = (mentee or self.mentee).with_user(self.user_officer)
        action = mentee.action_suggest()
        return self.env[action["res_model"]].with_user(self.user_officer).browse(
            action["res_id"]
        )

    def test_cohort(self):
        self.giving.write(
            {
                "population": 900000,
                "state_id": self.env["res.country.state"]
                .search([("country_id.code", "=", "TR"), ("code", "=", "34")])
                .id,
            }
        )
        cohort = self.env["mbb.cohort"]._prepare_cohort(self.mentee, self.mentor)
        self.assertEqual(
            cohort["mentors"],
            [
                {
                    "id": str(self.mentor.id),
                    "institution": str(self.giving.id),
                    "unit": None,
                    "province": "34",
                    "capacity": 2,
                    "load": 0,
                    "languages": ["tr"],
                    "modes": ["online"],
                    "available_from": self.today.isoformat(),
                    "available_to": (self.today + timedelta(days=300)).isoformat(),
                    "skills": {str(self.skill.id): 4},
                    "text": "Zoning plan notes and their changes",
                }
            ],
        )
        mentee = cohort["mentees"][0]
        self.assertEqual(mentee["skills"], {str(self.skill.id): 2})
        self.assertEqual(mentee["priority"], 1)
        self.assertEqual(mentee["waiting_days"], 0)
        self.assertEqual(
            cohort["institutions"][str(self.giving.id)],
            {"type": "metropolitan", "population": 900000},
        )
        self.assertEqual(cohort["declines"], [])
        self.assertEqual(set(cohort["weights"]), set(PARTS))

    def test_suggestion(self):
        wizard = self._wizard()
        self.assertEqual(wizard.line_ids.mentor_id, self.mentor)
        line = wizard.line_ids
        self.assertAlmostEqual(line.score, sum(line.parts.values()), 6)
        self.assertIn("Subjects covered", line.parts_html)
        self.assertEqual(line.subjects, f"{self.skill.name}: 2 → 4")
        action = line.action_propose()
        match = self.env["mbb.match"].browse(action["res_id"])
        self.assertEqual(match.mentor_id, self.mentor)
        self.assertEqual(match.mentee_id, self.mentee)
        self.assertEqual(match.proposed_by_id, self.user_officer)
        self.assertAlmostEqual(match.score, line.score, 6)
        self.assertEqual(match.parts, line.parts)
        self.assertEqual(match.parts_html, line.parts_html)
        # Proposed once, it is not offered again, and the reason says so.
        again = self._wizard()
        self.assertFalse(again.line_ids)
        self.assertIn("already", again.exclusions_html)

    def test_exclusions(self):
        cases = {
            "none of the subjects": {
                "skill_ids": self._skill_commands(5, self._skill_other())
            },
            "no level above": {"level": 2},
            "not available": {
                "date_from": self.today + timedelta(days=900),
                "date_to": self.today + timedelta(days=901),
            },
            "no language": {
                "language_ids": [Command.set(self.env.ref("base.lang_en").ids)]
            },
            "online only": {"mode_online": False, "mode_onsite": True},
            "own institution": {"institution": self.asking},
            "no place": {"capacity": 0},
        }
        mentors = {
            words: self._create_mentor(**{"institution": self.other, **values})
            for words, values in cases.items()
        }
        wizard = self._wizard()
        self.assertEqual(wizard.line_ids.mentor_id, self.mentor)
        self.assertEqual(wizard.excluded_count, len(cases))
        self.assertEqual(wizard.pool_size, len(cases) + 1)
        rows = str(wizard.exclusions_html).split("<tr>")
        for words, mentor in mentors.items():
            with self.subTest(words=words):
                own = [row for row in rows if mentor.number in row]
                self.assertEqual(len(own), 1)
                self.assertIn(words, own[0])

    def test_declined_pair_is_avoided(self):
        """A decline avoids the pair; elsewhere it counts nothing (m.5/6)."""
        before = self._wizard(self._create_mentee()).line_ids.score
        match = self.env["mbb.match"].create(
            {"mentor_id": self.mentor.id, "mentee_id": self.mentee.id}
        )
        match._write_guarded({"state": "declined"})
        wizard = self._wizard()
        self.assertFalse(wizard.line_ids)
        self.assertIn("declined before", wizard.exclusions_html)
        after = self._wizard(self._create_mentee()).line_ids.score
        self.assertEqual(before, after)

    def test_best_first(self):
        self._create_mentor(institution=self.other, level=3)
        self._create_mentor(institution=self.other, level=5, summary="Something else")
        lines = self._wizard().line_ids
        scores = lines.mapped("score")
        self.assertEqual(len(scores), 3)
        self.assertEqual(scores, sorted(scores, reverse=True))

    def test_weights(self):
        company = self.mentee.company_id
        weights = self.env["mbb.weights"]._get_in_use(company)._get_weights()
        self.assertEqual(weights, {k: float(v) for k, v in DEFAULT_WEIGHTS.items()})
        record = self.env["mbb.weights"].search([("company_id", "=", company.id)])
        line = record.line_ids.filtered(lambda row: row.part == "text")
        line.with_user(self.user_manager).weight = 0
        self.assertNotIn("text", self._wizard().line_ids.parts)
        other = self.env["res.company"].create({"name": "Another Union"})
        self.assertEqual(
            self.env["mbb.weights"]._get_in_use(other)._get_weights(),
            dict(DEFAULT_WEIGHTS),
        )
        self.assertAlmostEqual(sum(record.line_ids.mapped("share")), 100, delta=0.5)

    def test_seek(self):
        """m.5/2-b: a mentor who never applied."""
        form = Form(
            self.env["mbb.match.suggest.seek"]
            .with_user(self.user_officer)
            .with_context(default_mentee_id=self.mentee.id)
        )
        form.institution_id = self.other
        form.applicant_type = "institution"
        form.summary = "They rewrote their plan notes last year"
        seek = form.save()
        self.assertEqual(seek.line_ids.skill_id, self.skill)
        self.assertEqual(seek.line_ids.skill_level_id.mentor_level, 3)
        match = self.env["mbb.match"].browse(seek.action_propose()["res_id"])
        self.assertEqual(match.method, "mentor_sought")
        self.assertEqual(match.mentor_id.state, "available")
        self.assertEqual(match.mentor_id.origin, "officer")
        self.assertEqual(match.mentor_id.capacity, 1)
        self.assertFalse(match.mentor_id.message_ids.partner_ids)

    def test_seek_person_of_the_institution(self):
        seek = (
            self.env["mbb.match.suggest.seek"]
            .with_user(self.user_officer)
            .create(
                {
                    "mentee_id": self.mentee.id,
                    "institution_id": self.other.id,
                    "person_id": self.expert.id,
                    "summary": "x",
                }
            )
        )
        with self.assertRaises(UserError):
            seek.action_propose()

    def test_only_the_office(self):
        for user in (self.user_approver, self.user_employee, self.user_giving):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["mbb.match.suggest"].with_user(user).create(
                    {"mentee_id": self.mentee.id}
                )

    def test_side_by_side(self):
        """Two or three candidates, a fact a row; not one alone, not four."""
        self.other.population = 41250
        self._create_mentor(institution=self.other, level=5, capacity=3)
        for _index in range(2):
            self._create_mentor(institution=self.other, level=3)
        wizard = self._wizard()
        lines = wizard.line_ids
        lines[0].action_compare()
        self.assertFalse(wizard.comparison_html)
        lines[1].action_compare()
        lines[2].action_compare()
        html = wizard.comparison_html
        for line in lines[:3]:
            self.assertIn(line.mentor_id.display_name, html)
        self.assertNotIn(lines[3].mentor_id.display_name, html)
        for fact in (
            "progress-bar",
            "2 → 5",
            "District Municipality, 41",
            "Turkish",
            "of 3 places left",
        ):
            self.assertIn(fact, html)
        with self.assertRaisesRegex(UserError, "Take one out"):
            lines[3].action_compare()
        lines[1].action_compare()
        lines[2].action_compare()
        self.assertFalse(wizard.comparison_html)

    def test_entries_of_one_share_their_places(self):
        """Two entries of one institution: a run gives out its places once."""
        second = self._create_mentor(capacity=1)
        self.mentor.capacity = 1
        mentees = self.mentee | self._create_mentee()
        cohort = self.env["mbb.cohort"]._prepare_cohort(mentees, self.mentor | second)
        plan = matching.plan(cohort)
        self.assertEqual(len(plan["matches"]), 1)
        self.assertEqual((self.mentor | second)._count_places_left(), 1)

    def test_queries_do_not_grow(self):
        """The same number of queries whatever the pool's size.

        Records are read ahead a thousand at a time; ten here, so that a small pool
        shows what a large one would.
        """
        counts = []
        for module in ("odoo.orm.fields", "odoo.orm.fields_relational"):
            self.startPatcher(patch(f"{module}.PREFETCH_MAX", 10))
        for size in (15, 75):
            missing = size - self.env["mbb.mentor"].search_count(
                [("state", "=", "available")]
            )
            mentors = self.env["mbb.mentor"].create(
                [
                    self._application_values(
                        self.other if k % 2 else self.giving, 3 + k % 3
                    )
                    for k in range(missing)
                ]
            )
            mentors._write_guarded({"state": "available"})
            for _cold_and_warm in range(2):
                self._wizard()
                self.env.cr.flush()
                self.env.invalidate_all()
            mentee = self.mentee.with_user(self.user_officer)
            before = self.cr.sql_log_count
            with self.assertQueryCount(MOST_QUERIES):
                mentee.action_suggest()
                self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

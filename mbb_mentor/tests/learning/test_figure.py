# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import json
import os
from dataclasses import replace
from datetime import date
from statistics import median
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.learning.figure_frozen import localise
from ...models.learning.figure_public import COUNTS
from ...models.learning.mbb_figure_ledger_mixin import LEDGER
from ..common import MentorCommon
from .seeded_year import SeededYear

#: Ten times as much with --long.
SCALE = 10 if os.environ.get("MBB_LONG") else 1
#: The year as moments in UTC, from the day in Istanbul.
YEAR = """(%(column)s AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Istanbul')
          >= make_date(%(year)s, 1, 1)
          AND (%(column)s AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Istanbul')
          < make_date(%(year)s + 1, 1, 1)"""


@tagged("post_install", "-at_install")
class TestFigure(MentorCommon):
    """Every figure is recomputed from the raw rows by a query of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.year = cls.today.year
        SeededYear(cls.env, cls.year, cls.today, SCALE).generate()
        cls.figures = cls.env["mbb.figure"]._get_figures(cls.env.company, cls.year)
        cls.numbers = {
            key: number["value"] for key, number in cls.figures.numbers.items()
        }

    def _ask(self, query, **values):
        """Rows of a query; `{year:column}` is the year of a stored moment."""
        for column in (
            "m.date_submitted", "date_submitted", "date_agreed", "date_done",
            "date_state", "e.date_state", "s.date_start", "date_start", "date_begin",
        ):
            mark = "{year:%s}" % column
            text = YEAR.replace("%(column)s", column).replace(
                "%(year)s", str(self.year)
            )
            query = query.replace(mark, text)
        query = query.replace("{company}", str(self.env.company.id))
        query = query.replace("{year}", str(self.year))
        self.env.cr.execute(query, values)
        return self.env.cr.fetchall()

    def _one(self, query, **values):
        [(value,)] = self._ask(query, **values)
        return value

    def _cells(self, table):
        return [tuple(line["cells"]) for line in self.figures.tables[table]["rows"]]

    # -- the year itself ---------------------------------------------------

    def test_it_is_a_year_as_in_real_life(self):
        """So large, and skewed: few subjects and few givers carry most."""
        count = self.env["mbb.match"].search_count([])
        self.assertGreaterEqual(count, 180 * SCALE)
        subjects = sorted((line[1] for line in self._cells("demand_subject")))[::-1]
        self.assertGreater(subjects[0], 3 * median(subjects))
        given = sorted((line[1] for line in self._cells("ledger")))[::-1]
        self.assertGreater(sum(given[: len(given) // 5]), sum(given) / 2)
        early = self._one(
            "SELECT COUNT(*) FROM mbb_mentee WHERE date_submitted < "
            "make_date({year}, 1, 1)"
        )
        self.assertTrue(early, "Some rows are not of the year")

    # -- numbers -----------------------------------------------------------

    def test_applications(self):
        own = "company_id = {company} AND {year:date_submitted}"
        met = (
            "EXISTS (SELECT 1 FROM mbb_match x WHERE x.mentee_id = mbb_mentee.id "
            "AND x.date_agreed IS NOT NULL)"
        )
        for key, query in {
            "mentee_applications": f"SELECT COUNT(*) FROM mbb_mentee WHERE {own}",
            "mentor_applications": f"SELECT COUNT(*) FROM mbb_mentor WHERE {own}",
            "pool": "SELECT COUNT(*) FROM mbb_mentor WHERE state = 'available' "
            "AND company_id = {company}",
            "requests": "SELECT COUNT(*) FROM mbb_mentee "
            f"WHERE date_accepted IS NOT NULL AND {own}",
            "requests_met": "SELECT COUNT(*) FROM mbb_mentee "
            f"WHERE date_accepted IS NOT NULL AND {own} AND {met}",
            "requests_unmet": "SELECT COUNT(*) FROM mbb_mentee "
            f"WHERE date_accepted IS NOT NULL AND {own} AND NOT {met}",
            "waiting": "SELECT COUNT(*) FROM mbb_mentee WHERE state = 'waiting' "
            "AND company_id = {company}",
        }.items():
            with self.subTest(figure=key):
                self.assertTrue(self.numbers[key])
                self.assertEqual(self.numbers[key], self._one(query))

    def test_matches(self):
        own = "company_id = {company}"
        for key, query in {
            "matches_agreed": "SELECT COUNT(*) FROM mbb_match "
            f"WHERE {own} AND {{year:date_agreed}}",
            "matches_running": "SELECT COUNT(*) FROM mbb_match "
            f"WHERE {own} AND state IN ('agreed', 'active', 'evaluation')",
            "matches_done": "SELECT COUNT(*) FROM mbb_match "
            f"WHERE {own} AND {{year:date_done}}",
            "matches_ended": "SELECT COUNT(*) FROM mbb_match "
            f"WHERE {own} AND state = 'ended' AND {{year:date_state}}",
            "institutions": "SELECT COUNT(DISTINCT side) FROM mbb_match, "
            "LATERAL (VALUES (mentor_institution_id), (mentee_institution_id)) "
            f"AS sides(side) WHERE {own} AND {{year:date_agreed}}",
        }.items():
            with self.subTest(figure=key):
                self.assertTrue(self.numbers[key])
                self.assertEqual(self.numbers[key], self._one(query))

    def test_work(self):
        held = (
            "s.company_id = {company} AND s.state = 'held' AND s.purpose = 'session' "
            "AND {year:s.date_start}"
        )
        served = """
            SELECT GREATEST(0, LEAST(
                COALESCE(date_ended, date_to), make_date({year}, 12, 31), %(today)s
            ) - GREATEST(date_from, make_date({year}, 1, 1)) + 1) AS days
              FROM mbb_assignment
             WHERE company_id = {company} AND state IN ('ongoing', 'done', 'ended')
               AND date_from <= make_date({year}, 12, 31)
               AND COALESCE(date_ended, date_to) >= make_date({year}, 1, 1)"""
        for key, query in {
            "sessions": f"SELECT COUNT(*) FROM mbb_session s WHERE {held}",
            "session_hours": "SELECT ROUND(SUM(EXTRACT(EPOCH FROM "
            f"s.date_stop - s.date_start)) / 3600, 1) FROM mbb_session s WHERE {held}",
            "participants": "SELECT COUNT(DISTINCT a.partner_id) FROM mbb_session s "
            "JOIN mbb_session_attendance a ON a.session_id = s.id "
            f"AND a.presence = 'present' WHERE {held}",
            "assignments": f"SELECT COUNT(*) FROM ({served}) AS x",
            "assignment_days": f"SELECT SUM(days) FROM ({served}) AS x",
        }.items():
            with self.subTest(figure=key):
                self.assertTrue(self.numbers[key])
                expected = float(self._one(query, today=self.today))
                self.assertEqual(self.numbers[key], expected)

    def test_outcomes(self):
        ended = (
            "SELECT COUNT(*) FROM mbb_goal WHERE company_id = {company} "
            "AND {year:date_state} AND state IN "
        )
        given = (
            "SELECT COUNT(*) FROM mbb_recommendation WHERE company_id = {company} "
            "AND EXTRACT(YEAR FROM date_given) = {year}"
        )
        for key, query in {
            "goals": f"{ended} ('reached', 'partly', 'missed')",
            "goals_reached": f"{ended} ('reached')",
            "goals_partly": f"{ended} ('partly')",
            "recommendations": given,
            "recommendations_adopted": f"{given} AND state = 'adopted'",
            "recommendations_partly": f"{given} AND state = 'partly'",
            "satisfaction": "SELECT ROUND(AVG(score)::numeric, 2) FROM mbb_evaluation "
            "WHERE company_id = {company} AND state = 'done' AND score > 0 "
            "AND {year:date_state}",
            "change": "SELECT ROUND(AVG(a.mentor_level - COALESCE(b.mentor_level, 0)), 2)"
            " FROM mbb_self_assessment s "
            "JOIN hr_skill_level a ON a.id = s.level_after_id "
            "LEFT JOIN hr_skill_level b ON b.id = s.level_before_id "
            "WHERE s.company_id = {company} AND date_before IS NOT NULL "
            "AND EXTRACT(YEAR FROM date_after) = {year}",
        }.items():
            with self.subTest(figure=key):
                self.assertTrue(self.numbers[key])
                self.assertAlmostEqual(self.numbers[key], float(self._one(query)), 2)

    def test_lessons(self):
        own = "company_id = {company}"
        published = (
            f"{own} AND EXTRACT(YEAR FROM date_published) = {{year}} "
            "AND previous_id IS NULL"
        )
        answered = f"{own} AND EXTRACT(YEAR FROM date_answered) = {{year}}"
        lines = (
            "mbb_need_analysis_line l JOIN mbb_need_analysis n ON n.id = l.analysis_id "
            "WHERE n.company_id = {company} "
            "AND EXTRACT(YEAR FROM n.date_answered) = {year}"
        )
        for key, query in {
            "practices_published": f"SELECT COUNT(*) FROM mbb_practice WHERE {published}",
            "practices": f"SELECT COUNT(*) FROM mbb_practice WHERE {own} "
            "AND state = 'published'",
            "practice_adopters": "SELECT COUNT(DISTINCT institution_id) "
            f"FROM mbb_recommendation WHERE {own} AND state = 'adopted' "
            "AND practice_id IS NOT NULL AND {year:date_state}",
            "needs_answered": f"SELECT COUNT(*) FROM mbb_need_analysis WHERE {answered}",
            "trainings": f"SELECT SUM(l.training_count) FROM {lines}",
            "training_participants": f"SELECT SUM(l.participant_count) FROM {lines}",
            "calls_opened": f"SELECT COUNT(*) FROM mbb_call WHERE {own} "
            "AND EXTRACT(YEAR FROM date_open) = {year}",
            "calls_concluded": f"SELECT COUNT(*) FROM mbb_call WHERE {own} "
            "AND state = 'concluded' AND {year:date_state}",
            "events": f"SELECT COUNT(*) FROM event_event WHERE {own} "
            "AND is_mentor_event AND kanban_state <> 'cancel' AND {year:date_begin} "
            "AND (date_end AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Istanbul')::date "
            "<= %(today)s",
        }.items():
            with self.subTest(figure=key):
                self.assertTrue(self.numbers[key])
                self.assertEqual(self.numbers[key], self._one(query, today=self.today))

    # -- tables ------------------------------------------------------------

    def test_funnel(self):
        stages = self._ask(
            """
            WITH stage AS (
                SELECT m.id, m.date_submitted AS d0, m.date_accepted AS d1,
                       MIN(x.date_asked) AS d2, MIN(x.date_agreed) AS d3,
                       MIN(x.date_active) AS d4, MIN(x.date_done) AS d5
                  FROM mbb_mentee m
                  LEFT JOIN mbb_match x ON x.mentee_id = m.id
                 WHERE m.company_id = {company} AND {year:m.date_submitted}
                 GROUP BY m.id
            )
            SELECT n, COUNT(now), ROUND(100.0 * COUNT(now) / MAX(whole), 1),
                   PERCENTILE_CONT(0.5) WITHIN GROUP (
                       ORDER BY EXTRACT(EPOCH FROM now - before) / 86400
                   )
              FROM stage,
                   (SELECT COUNT(*) AS whole FROM stage) AS total,
                   LATERAL (VALUES
                       (0, d0, NULL), (1, d1, d0), (2, d2, d1), (3, d3, d2),
                       (4, d4, d3), (5, d5, d4)
                   ) AS steps(n, now, before)
             GROUP BY n ORDER BY n
            """
        )
        for told, (_n, count, share, days) in zip(
            self._cells("funnel"), stages, strict=True
        ):
            with self.subTest(stage=told[0]):
                self.assertEqual(told[1:3], (count, float(share)))
                self.assertEqual(told[3], days and round(float(days), 1))
        self.assertGreater(stages[0][1], stages[5][1])

    def _demand(self, key, join=""):
        """{group: (requests, met, unmet)} by an expression of the mentee `m`."""
        rows = self._ask(
            f"""
            SELECT {key} AS key, COUNT(DISTINCT m.id), COUNT(DISTINCT m.id) FILTER (
                WHERE EXISTS (SELECT 1 FROM mbb_match x WHERE x.mentee_id = m.id
                                 AND x.date_agreed IS NOT NULL))
              FROM mbb_mentee m
              JOIN res_partner p ON p.id = m.institution_id {join}
             WHERE m.company_id = {{company}} AND {{year:m.date_submitted}}
               AND m.date_accepted IS NOT NULL
             GROUP BY key
            """
        )
        return {key: (count, met, count - met) for key, count, met in rows}

    def test_demand(self):
        types = dict(
            self.env["res.partner"]._fields["institution_type"]._description_selection(
                self.env
            )
        )
        sizes = self._cells("demand_size")
        expected = {
            "demand_subject": self._demand(
                "k.name ->> 'en_US'",
                "JOIN mbb_mentee_skill l ON l.mentee_id = m.id "
                "JOIN hr_skill k ON k.id = l.skill_id",
            ),
            "demand_province": self._demand(
                "c.name", "JOIN res_country_state c ON c.id = p.state_id"
            ),
            "demand_type": {
                types[key]: value
                for key, value in self._demand("p.institution_type").items()
            },
        }
        for table, rows in expected.items():
            with self.subTest(table=table):
                told = {line[0]: line[1:] for line in self._cells(table)}
                self.assertEqual(told, rows)
                self.assertGreater(len(rows), 3)
        bands = self._demand(
            "width_bucket(COALESCE(p.population, 0), "
            "ARRAY[1, 20000, 50000, 100000, 250000])"
        )
        self.assertEqual(sorted(line[1:] for line in sizes), sorted(bands.values()))

    def test_ledger(self):
        rows = self._ask(
            """
            SELECT p.name, SUM(mg), SUM(mt), ROUND(SUM(hg)::numeric, 1),
                   ROUND(SUM(ht)::numeric, 1), SUM(dg), SUM(dt), SUM(dg) - SUM(dt)
              FROM (
                SELECT mentor_institution_id AS id, 1 AS mg, 0 AS mt, 0.0 AS hg,
                       0.0 AS ht, 0 AS dg, 0 AS dt FROM mbb_match
                 WHERE company_id = {company} AND {year:date_agreed}
                UNION ALL
                SELECT mentee_institution_id, 0, 1, 0, 0, 0, 0 FROM mbb_match
                 WHERE company_id = {company} AND {year:date_agreed}
                UNION ALL
                SELECT x.mentor_institution_id, 0, 0,
                       EXTRACT(EPOCH FROM s.date_stop - s.date_start) / 3600, 0, 0, 0
                  FROM mbb_session s JOIN mbb_match x ON x.id = s.match_id
                 WHERE s.company_id = {company} AND s.state = 'held'
                   AND s.purpose = 'session' AND {year:s.date_start}
                UNION ALL
                SELECT x.mentee_institution_id, 0, 0, 0,
                       EXTRACT(EPOCH FROM s.date_stop - s.date_start) / 3600, 0, 0
                  FROM mbb_session s JOIN mbb_match x ON x.id = s.match_id
                 WHERE s.company_id = {company} AND s.state = 'held'
                   AND s.purpose = 'session' AND {year:s.date_start}
                UNION ALL
                SELECT side, 0, 0, 0, 0, days * given, days * (1 - given) FROM (
                    SELECT side, given, GREATEST(0, LEAST(
                        COALESCE(date_ended, date_to), make_date({year}, 12, 31),
                        %(today)s
                    ) - GREATEST(date_from, make_date({year}, 1, 1)) + 1) AS days
                      FROM mbb_assignment, LATERAL (VALUES
                        (sending_institution_id, 1), (host_institution_id, 0)
                      ) AS sides(side, given)
                     WHERE company_id = {company}
                       AND state IN ('ongoing', 'done', 'ended')
                       AND date_from <= make_date({year}, 12, 31)
                       AND COALESCE(date_ended, date_to) >= make_date({year}, 1, 1)
                ) AS served
              ) AS ledger
              JOIN res_partner p ON p.id = ledger.id
             GROUP BY p.id
            """,
            today=self.today,
        )
        expected = {line[0]: tuple(float(cell) for cell in line[1:]) for line in rows}
        told = {line[0]: tuple(map(float, line[1:])) for line in self._cells("ledger")}
        self.assertEqual(told, expected)
        # What is given by somebody is taken by somebody.
        for given, taken in ((1, 2), (3, 4), (5, 6)):
            self.assertAlmostEqual(
                sum(line[given] for line in self._cells("ledger")),
                sum(line[taken] for line in self._cells("ledger")),
            )

    def test_report_tells_the_same(self):
        """The year's report is made of these figures; outside, of those that may be
        told, and of no institution by its name."""
        report = self.env["mbb.activity.report"].create({"year": self.year})
        report.with_user(self.user_manager).action_issue()
        told = {row["key"]: row["value"] for row in report.figures["numbers"]}
        self.assertEqual(told, self.numbers)
        lang = report._get_paper_lang()
        figures = self.env["mbb.figure"].with_context(lang=lang)
        tables = figures._get_figures(self.env.company, self.year).tables
        for table in localise(report.figures, lang)["tables"]:
            cells = [line["cells"] for line in tables[table["key"]]["rows"]]
            self.assertEqual([row["cells"] for row in table["rows"]], cells)
        names = self.env["res.partner"].search(
            [("is_mentor_institution", "=", True)]
        ).mapped("name")
        outside = json.dumps(report.public_figures, ensure_ascii=False)
        data = report._get_data_file("csv").decode("utf-8-sig")
        for name in names:
            self.assertNotIn(name, outside)
            self.assertNotIn(name, data)
        for table in localise(report.public_figures, lang)["tables"]:
            keys = [column["key"] for column in table["columns"]]
            for row in table["rows"]:
                counts = [row["cells"][keys.index(key)] for key in COUNTS[table["key"]]]
                self.assertFalse([c for c in counts if c and c < 5], table["key"])
            self.assertTrue(any(not row["hidden"] for row in table["rows"]))

    def test_own_ledger(self):
        """An institution reads its own row; what was said of it once the year is over,
        and of five persons or more."""
        figures = self.env["mbb.figure"]
        for line in self.figures.tables["ledger"]["rows"][:10]:
            institution = self.env["res.partner"].browse(line["source"][1][-1][2])
            [own] = figures._get_own_ledger(institution, [self.year])
            self.assertEqual(
                [own[name] for name in LEDGER], line["cells"][1:7], institution.name
            )
            self.assertIsNone(own["satisfaction"])
        said = self._ask(
            "SELECT x.mentor_institution_id, COUNT(DISTINCT e.partner_id), AVG(e.score) "
            "FROM mbb_evaluation e JOIN mbb_match x ON x.id = e.match_id "
            "WHERE e.company_id = {company} AND e.state = 'done' AND e.score > 0 "
            "AND e.side = 'mentee' AND {year:e.date_state} GROUP BY 1 ORDER BY 2 DESC"
        )
        over = replace(self.figures.scope, today=date(self.year + 1, 1, 1))
        self.assertGreaterEqual(said[0][1], 5)
        for institution_id, people, mean in said:
            institution = self.env["res.partner"].browse(institution_id)
            told = figures.sudo()._get_own_satisfaction(over, institution)
            self.assertEqual(told, round(mean, 1) if people >= 5 else None)

    def test_network(self):
        pairs = self._ask(
            """
            SELECT g.name, t.name, COUNT(*) FROM mbb_match
              JOIN res_partner g ON g.id = mentor_institution_id
              JOIN res_partner t ON t.id = mentee_institution_id
             WHERE mbb_match.company_id = {company} AND {year:date_agreed}
             GROUP BY g.id, t.id
            """
        )
        self.assertEqual(sorted(self._cells("network")), sorted(pairs))
        flows = self._ask(
            """
            SELECT gs.name, ts.name, COUNT(*), gs.code, ts.code FROM mbb_match
              JOIN res_partner g ON g.id = mentor_institution_id
              JOIN res_partner t ON t.id = mentee_institution_id
              JOIN res_country_state gs ON gs.id = g.state_id
              JOIN res_country_state ts ON ts.id = t.state_id
             WHERE mbb_match.company_id = {company} AND {year:date_agreed}
             GROUP BY gs.id, ts.id
            """
        )
        self.assertEqual(sorted(self._cells("flows")), sorted(flows))

    def test_months(self):
        columns = (
            ("mbb_mentee", "date_submitted", ""),
            ("mbb_match", "date_agreed", ""),
            ("mbb_session", "date_start", "AND state = 'held' AND purpose = 'session'"),
        )
        for place, (table, column, more) in enumerate(columns, 1):
            rows = dict(
                self._ask(
                    f"""
                    SELECT to_char({column} AT TIME ZONE 'UTC'
                                   AT TIME ZONE 'Europe/Istanbul', 'YYYY-MM'), COUNT(*)
                      FROM {table}
                     WHERE company_id = {{company}} AND {{year:{column}}} {more}
                     GROUP BY 1
                    """
                )
            )
            told = {line[0]: line[place] for line in self._cells("months")}
            self.assertEqual({k: v for k, v in told.items() if v}, rows)

    def test_means_of_few_are_not_shown(self):
        rows = self._ask(
            """
            SELECT kind, party, COUNT(*), ROUND(AVG(score)::numeric, 2)
              FROM mbb_evaluation
             WHERE company_id = {company} AND state = 'done' AND score > 0
               AND {year:date_state}
             GROUP BY kind, party
            """
        )
        told = {line[2:] for line in self._cells("satisfaction")}
        self.assertEqual(
            told, {(n, float(mean) if n >= 5 else None) for _k, _p, n, mean in rows}
        )
        for field, count, before, after, change in self._cells("change"):
            with self.subTest(field=field):
                shown = [value is not None for value in (before, after, change)]
                self.assertEqual(set(shown), {count >= 5})

    def test_before_and_after(self):
        rows = self._ask(
            """
            SELECT s.skill_type_id, COUNT(*), COUNT(DISTINCT s.match_id),
                   AVG(COALESCE(b.mentor_level, 0)),
                   AVG(COALESCE(a.mentor_level, 0)),
                   AVG(COALESCE(a.mentor_level, 0) - COALESCE(b.mentor_level, 0))
              FROM mbb_self_assessment s
              LEFT JOIN hr_skill_level b ON b.id = s.level_before_id
              LEFT JOIN hr_skill_level a ON a.id = s.level_after_id
             WHERE s.company_id = {company} AND date_before IS NOT NULL
               AND EXTRACT(YEAR FROM date_after) = {year}
             GROUP BY s.skill_type_id
            """
        )
        fields = self.env["hr.skill.type"]
        told = {line[0]: line[1:] for line in self._cells("change")}
        self.assertEqual(len(told), len(rows))
        for field, count, people, *means in rows:
            name = fields.browse(field).name
            with self.subTest(field=name):
                self.assertEqual(told[name][0], count)
                for value, mean in zip(told[name][1:], means, strict=True):
                    # A mean of few is hidden; where it stands alone, another one, too.
                    self.assertTrue(people >= 5 or value is None)
                    if value is not None:
                        self.assertAlmostEqual(value, float(mean), delta=0.0051)

    def test_who_waits_longest(self):
        rows = self._ask(
            """
            SELECT m.number, p.name, %(today)s - (m.date_accepted AT TIME ZONE 'UTC'
                   AT TIME ZONE 'Europe/Istanbul')::date AS days
              FROM mbb_mentee m JOIN res_partner p ON p.id = m.institution_id
             WHERE m.state = 'waiting' AND m.company_id = {company}
               AND m.date_accepted IS NOT NULL
             ORDER BY days DESC, m.id LIMIT 10
            """,
            today=self.today,
        )
        self.assertEqual(self._cells("waiting_longest"), rows)

    # -- what lies behind --------------------------------------------------

    def test_each_number_opens_its_records(self):
        """As many as it says, wherever it counts records of the kind it opens."""
        counted = {
            "session_hours", "participants", "assignment_days", "satisfaction",
            "change", "waiting_days", "trainings", "training_participants",
        }
        for key, number in self.figures.numbers.items():
            model, domain = number["source"]
            found = self.env[model].search_count(domain)
            with self.subTest(number=key):
                if key not in counted and number["value"] is not None:
                    self.assertEqual(found, number["value"])
        for key in ("demand_subject", "demand_province", "demand_type", "demand_size",
                    "network", "flows", "funnel"):
            place = {"network": 2, "flows": 2}.get(key, 1)
            for line in self.figures.tables[key]["rows"]:
                model, domain = line["source"]
                with self.subTest(table=key, row=line["cells"][0]):
                    self.assertEqual(
                        self.env[model].search_count(domain), line["cells"][place]
                    )

    def test_who_looks(self):
        figures = self.env["mbb.figure"]
        for user in (self.user_employee, self.user_giving, self.user_registry):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                figures.with_user(user).get_dashboard()
        for year in (10**9, -1, "2026", {"year": 2026}, None):
            told = figures.with_user(self.user_officer).get_dashboard(year)
            self.assertEqual(told["year"], self.today.year)
        told = figures.with_user(self.user_officer).get_dashboard(self.year)
        numbers = {number["key"]: number for number in told["numbers"]}
        self.assertEqual(numbers["sessions"]["value"], self.numbers["sessions"])
        self.assertTrue(numbers["sessions"]["source"])
        # An approver sees the number; what lies behind it stays the Sekreterya's.
        told = figures.with_user(self.user_approver).get_dashboard(self.year)
        numbers = {number["key"]: number for number in told["numbers"]}
        self.assertEqual(numbers["goals"]["value"], self.numbers["goals"])
        self.assertFalse(numbers["goals"]["source"])
        # While the year runs they would see what the next answer says.
        tables = {table["key"]: table for table in told["tables"]}
        for key in ("satisfaction", "change"):
            self.assertIsNone(numbers[key]["value"])
            cells = [cell for line in tables[key]["rows"] for cell in line["cells"][3:]]
            self.assertFalse(list(filter(None, cells)))
            self.assertIn("Sekreterya", tables[key]["note"])

    def test_another_company_has_its_own(self):
        company = self.env["res.company"].create({"name": "Another Union"})
        figures = self.env["mbb.figure"]._get_figures(company, self.year)
        self.assertFalse(any(n["value"] for n in figures.numbers.values()))

    def _count_queries(self):
        # What the platform remembers of rights and fields was forgotten by new rows.
        self.env["mbb.figure"]._get_figures(self.env.company, self.year)
        self.env.flush_all()
        self.env.invalidate_all()
        begin = self.env.cr.sql_log_count
        # As if the platform read ahead so few: what is left to it goes by the rows.
        few = 40
        with (
            patch("odoo.orm.fields.PREFETCH_MAX", few),
            patch("odoo.orm.models.PREFETCH_MAX", few),
        ):
            self.env["mbb.figure"]._get_figures(self.env.company, self.year)
        return self.env.cr.sql_log_count - begin

    def test_queries_do_not_depend_on_the_rows(self):
        """The same number on a year and on twice as much."""
        whole = self._count_queries()
        SeededYear(self.env, self.year, self.today, SCALE, seed=7).generate()
        self.assertEqual(self._count_queries(), whole)
        self.assertLessEqual(whole, 60)

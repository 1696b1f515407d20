# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import io
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import MentorCommon

#: model: {role: operations}; a role that is not named has none.
MATRIX = {
    "mbb.activity.report": {"officer": "rwcu", "manager": "rwcu", "approver": "r"},
    "mbb.indicator": {"officer": "r", "manager": "rwcu", "approver": "r"},
    "mbb.indicator.target": {"officer": "r", "manager": "rwcu", "approver": "r"},
}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}


@tagged("post_install", "-at_install")
class TestActivityReport(MentorCommon):
    """What is issued does not change; what is told outside is what may be."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.year = cls.today.year
        cls.env.cr.execute("UPDATE mbb_activity_report SET year = year - 20")
        cls.env.invalidate_all()
        cls.reports = cls.env["mbb.activity.report"].with_user(cls.user_officer)

    def _draw_up(self, year=None, **values):
        return self.reports.create({"year": year or self.year, **values})

    def _issue(self, report):
        report.with_user(self.user_manager).action_issue()
        return report

    def _correct(self, report, reason="A number was wrong"):
        action = report.action_correct(reason)
        return report.browse(action["res_id"])

    def _get(self, report, key, public=False):
        contents = report.sudo()[("public_" if public else "") + "figures"]
        return next(row for row in contents["numbers"] if row["key"] == key)

    def test_access(self):
        roles = {
            "officer": self.user_officer,
            "manager": self.user_manager,
            "approver": self.user_approver,
            "portal": self.user_giving,
        }
        for model, granted in MATRIX.items():
            for role, user in roles.items():
                records = self.env[model].with_user(user)
                for letter, operation in OPERATIONS.items():
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            records.has_access(operation),
                            letter in granted.get(role, ""),
                        )

    def test_drawn_up_in_the_form(self):
        form = Form(self.reports)
        self.assertEqual(form.year, self.year - 1)
        form.introduction = "The year"
        report = form.save()
        self.assertEqual((report.state, report.version), ("draft", 1))
        self.assertIn("table", str(report.figures_html))
        self.assertFalse(report.figures)

    def test_a_year_that_runs_says_so(self):
        for year, said in ((self.year, True), (self.year - 1, False)):
            report = self._draw_up(year).with_context(lang="en_US")
            self.assertEqual("is not over" in str(report.figures_html), said)

    # -- issuing -----------------------------------------------------------

    def test_only_the_manager_issues_and_publishes(self):
        report = self._draw_up()
        with self.assertRaises(UserError):
            report.action_issue()
        self.assertEqual(report.state, "draft")
        with self.assertRaises(UserError):
            report.with_user(self.user_manager).action_publish()
        self._issue(report)
        with self.assertRaises(UserError):
            report.action_publish()
        for vals in (
            {"state": "draft"},
            {"is_public": True},
            {"figures": {}},
            {"public_figures": {}},
            {"number": "X"},
            {"version": 7},
            {"csv_file": b"eA=="},
            {"date_issued": "2020-01-01"},
        ):
            for user in (self.user_officer, self.user_manager):
                with self.assertRaises(UserError):
                    report.with_user(user).write(vals)
        for vals in ({"year": self.year - 3}, {"introduction": "Other"}):
            with self.assertRaises(UserError):
                report.write(vals)
        with self.assertRaises(UserError):
            report.unlink()

    def test_figures_stand_as_they_were(self):
        mentee = self._create_mentee(accepted=False)
        mentee.action_submit()
        report = self._issue(self._draw_up())
        before = report.sudo().figures
        count = self._get(report, "mentee_applications")["value"]
        self.assertGreaterEqual(count, 1)
        paper = report._print_paper()
        self._create_mentee(accepted=False, institution=self.other).action_submit()
        self.env.invalidate_all()
        self.assertEqual(report.sudo().figures, before)
        self.assertEqual(report._print_paper(), paper)
        self.assertIn(f">{count}<", str(report.figures_html).replace(" ", ""))
        draft = self._correct(report)
        self._issue(draft)
        self.assertEqual(self._get(draft, "mentee_applications")["value"], count + 1)

    def test_one_report_a_year_and_versions_with_their_reason(self):
        report = self._draw_up(introduction="Kept")
        with self.assertRaises(UserError):
            self._draw_up()
        with self.assertRaises(UserError):
            self.reports.with_context(mbb_report_version=True).create(
                {"year": self.year}
            )
        other = self._draw_up(self.year - 1)
        with self.assertRaises(UserError):
            other.year = self.year
        with self.assertRaises(UserError):
            self._correct(report)
        self._issue(report)
        for reason in ("", "   "):
            with self.assertRaises(UserError):
                self._correct(report, reason)
        draft = self._correct(report)
        self.assertEqual(draft.introduction, "Kept")
        self.assertEqual(
            (draft.version, draft.previous_id, draft.reason),
            (2, report, "A number was wrong"),
        )
        with self.assertRaises(UserError):
            draft.year = self.year - 2
        # While one is being written there is no other one.
        with self.assertRaises(UserError):
            self._correct(report)
        self._issue(draft)
        self.assertEqual(self._correct(report).version, 3)

    def test_a_correction_is_held_against_what_was_told(self):
        """What one person said follows from two versions of a mean."""
        model = type(self.reports)
        count = model._count_figures

        def tell(answers, after):
            def count_so(report, year, langs):
                contents = count(report, year, langs)
                for table in contents["tables"]:
                    if table["key"] == "change":
                        names = [{"text": dict.fromkeys(langs, name)} for name in "AB"]
                        table["rows"] = [
                            {"cells": [names[0], answers, 2.0, after, after - 2]},
                            {"cells": [names[1], 9, 1.0, 2.0, 1.0]},
                        ]
                return contents

            return patch.object(model, "_count_figures", count_so)

        def get_means(report, public):
            contents = report.sudo()[("public_" if public else "") + "figures"]
            [table] = [row for row in contents["tables"] if row["key"] == "change"]
            return [row["cells"][3] for row in table["rows"]]

        report = self._draw_up()
        with tell(10, 2.5):
            self._issue(report)
        self.assertEqual(get_means(report, public=True), [2.5, 2.0])
        draft = self._correct(report)
        with tell(11, 2.36):
            self._issue(draft)
        self.assertEqual(get_means(draft, public=True), [None, 2.0])
        self.assertEqual(get_means(draft, public=False), [2.36, 2.0])

    def test_a_year_that_has_not_begun(self):
        with self.assertRaises(UserError):
            self._issue(self._draw_up(self.year + 1))

    # -- beside the year before --------------------------------------------

    def test_compared_with_the_report_of_the_year_before(self):
        """As that report has it, whatever was changed since."""
        last = self._issue(self._draw_up(self.year - 1))
        figures = last.sudo().figures
        for row in figures["numbers"]:
            if row["key"] == "sessions":
                row["value"] = 4711
        last.sudo()._write_guarded({"figures": figures})
        report = self._issue(self._draw_up())
        self.assertEqual(self._get(report, "sessions")["previous"], 4711)
        self.assertEqual(report.sudo().figures["previous"]["number"], last.number)

    def test_without_one_it_is_counted(self):
        """But what is so on one day only: nobody knows it of the past."""
        report = self._issue(self._draw_up())
        self.assertEqual(report.sudo().figures["previous"]["from"], "counted")
        self.assertIsNone(self._get(report, "pool")["previous"])
        self.assertEqual(self._get(report, "sessions")["previous"], 0)

    def test_indicators(self):
        self.env["mbb.indicator"].search([]).active = False
        manager = self.env["mbb.indicator"].with_user(self.user_manager)
        rows = manager.create(
            [
                {
                    "code": f"PG {number}",
                    "name": f"Indicator {number}",
                    "figure_key": "mentee_applications",
                    "direction": direction,
                    "target_ids": [(0, 0, {"year": self.year, "value": 10_000})],
                }
                for number, direction in enumerate(("more", "less"))
            ]
        )
        rows |= manager.create(
            {"code": "PG 9", "name": "No target", "figure_key": "sessions"}
        )
        report = self._issue(self._draw_up())
        told = {row["code"]: row for row in report.sudo().figures["indicators"]}
        self.assertEqual(set(told), {"PG 0", "PG 1", "PG 9"})
        self.assertIs(told["PG 0"]["reached"], False)
        self.assertIs(told["PG 1"]["reached"], True)
        self.assertIsNone(told["PG 9"]["reached"])
        self.assertEqual(
            told["PG 0"]["value"], self._get(report, "mentee_applications")["value"]
        )
        # A target that is changed later changes no report.
        rows[0].target_ids.value = 0
        self.env.invalidate_all()
        told = {row["code"]: row for row in report.sudo().figures["indicators"]}
        self.assertEqual(told["PG 0"]["target"], 10_000)

    def test_an_indicator_is_measured_by_a_figure_that_there_is(self):
        """What measures nothing would be left out of the report without a word."""
        indicator = self.env["mbb.indicator"].search([], limit=1)
        with self.assertRaisesRegex(ValidationError, "nothing_known"):
            indicator.with_user(self.user_manager).figure_key = "nothing_known"

    def test_a_hidden_number_tells_nothing_by_its_target(self):
        """Of a number that is too small, whether a target was reached is not told."""
        self.env["mbb.indicator"].search([]).active = False
        self.env["mbb.indicator"].create(
            {
                "code": "PG 1",
                "name": "In the pool",
                "figure_key": "pool",
                "target_ids": [(0, 0, {"year": self.year, "value": 3})],
            }
        )
        self.env.cr.execute("UPDATE mbb_mentor SET state = 'withdrawn'")
        self.env.invalidate_all()
        self._create_mentor()
        report = self._issue(self._draw_up())
        [row] = report.sudo().public_figures["indicators"]
        self.assertEqual((row["value"], row["mark"], row["reached"]), (None, "<5", None))
        [row] = report.sudo().figures["indicators"]
        self.assertEqual(row["value"], 1)

    # -- on paper and as data ----------------------------------------------

    def test_paper_and_data(self):
        report = self._issue(self._draw_up(introduction="Ağaçlı İğneada şöleni"))
        self.assertTrue(report._print_paper().startswith(b"%PDF"))
        page = str(
            self.env["ir.qweb"]._render(
                "mbb_mentor.report_activity_page",
                report.with_context(lang="en_US")._prepare_paper(),
            )
        )
        # Turkish, whoever prints it.
        lang = report._get_paper_lang()
        tag = f'lang="{lang.replace("_", "-")}"'
        for text in ("Ağaçlı İğneada şöleni", report.number, "<svg", tag):
            self.assertIn(text, page)
        book = load_workbook(io.BytesIO(report._get_data_file("xlsx")))
        numbers = {row[0]: row[2] for row in book.worksheets[0].values}
        for row in report.sudo().public_figures["numbers"]:
            label = row["label"]["text"][lang]
            self.assertEqual(numbers[label], row["mark"] or row["value"], label)
        self.assertTrue(report._get_data_file("csv").startswith(b"\xef\xbb\xbfyear;"))

    # -- who reads ---------------------------------------------------------

    def test_approvers_read_what_was_issued(self):
        report = self._draw_up()
        own = report.with_user(self.user_approver)
        self.assertFalse(own.search([("id", "=", report.id)]))
        with self.assertRaises(AccessError):
            own.action_print()
        self._issue(report)
        self.assertTrue(own.search([("id", "=", report.id)]))
        self.assertTrue(own._print_paper().startswith(b"%PDF"))
        with self.assertRaises(UserError):
            own.action_publish()

    def test_one_version_is_public(self):
        report = self._issue(self._draw_up()).with_user(self.user_manager)
        report.action_publish()
        draft = self._issue(self._correct(report)).with_user(self.user_manager)
        self.assertTrue(report.is_public)
        draft.action_publish()
        self.assertEqual((report.is_public, draft.is_public), (False, True))
        draft.action_unpublish()
        self.assertFalse(draft.is_public)

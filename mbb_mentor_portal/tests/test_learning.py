# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from lxml import html

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PortalCase

SCRIPT = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestLearningPages(PortalCase):
    """Goals, levels and recommendations, as the two sides see and answer them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_relation()
        cls.goal = cls._set_goal(cls.match)
        cls.advice = cls._recommend(cls.match, description="As GIS layer")
        cls.row = cls.match.sudo().self_assessment_ids

    def test_match_page_shows_what_it_is_for(self):
        self._sign_in(self.user_asking)
        page = self._get(f"/my/mentoring/matches/{self.match.id}").text
        levels = f"/my/mentoring/matches/{self.match.id}/levels"
        for text in (self.goal.name, self.advice.name, levels):
            self.assertIn(text, page)
        # The levels are the mentee's own word: the other side does not read them.
        self._sign_in(self.user_expert)
        page = self._get(f"/my/mentoring/matches/{self.match.id}").text
        self.assertIn(self.goal.name, page)
        self.assertNotIn(levels, page)

    def test_progress_and_result_of_a_goal(self):
        url = f"/my/mentoring/goals/{self.goal.id}"
        self._sign_in(self.user_expert)
        self._post(f"{url}/progress", {"value": "sixty", "note": "Kept"}, 422)
        self._post(f"{url}/progress", {"value": "60,5", "note": f"Half {SCRIPT}"})
        self.env.invalidate_all()
        self.assertEqual(self.goal.value_now, 60.5)
        self.assertEqual(self.goal.progress_ids.user_id, self.user_expert)
        self._sign_in(self.user_asking)
        self.assertIn("Half &lt;script&gt;", self._get(url).text)
        self._post(f"{url}/result", {"result": "reached"}, 422)
        self._post(f"{url}/result", {"result": "dropped", "result_note": "No"}, 422)
        self._post(f"{url}/result", {"result": "reached", "result_note": "28 days"})
        self.env.invalidate_all()
        self.assertEqual((self.goal.state, self.goal.result_note), ("reached", "28 days"))
        with mute_logger("odoo.http"):
            self._post(f"{url}/progress", {"note": "Late"}, 403)

    def test_ledger_is_the_institutions_own(self):
        """Given and taken: read by who represents the institution, by nobody else."""
        self.assignment.action_start()
        self.assignment.action_complete()
        url = f"/my/mentoring/institution/{self.asking.id}"
        self._sign_in(self.user_asking)
        page = html.fromstring(self._get(url).text)
        [table] = page.xpath("//section[@aria-labelledby='ledger_title']//table")
        [row] = table.xpath(".//tbody/tr")
        words = " ".join(row.text_content().split())
        year = self.match.date_agreed.year
        self.assertTrue(words.startswith(str(year)), words)
        self.assertEqual(
            [cell.text for cell in row.xpath(".//strong")], ["0", "0", "0", "1", "1", "5"]
        )
        self._sign_in(self.user_looks)
        self.assertNotIn("ledger_title", self._get(url).text)
        self._sign_in(self.user_giving)
        self._get(url, 404)

    def test_levels(self):
        url = f"/my/mentoring/matches/{self.match.id}/levels"
        name = f"level{self.row.id}"
        other = self.env["hr.skill.level"].search(
            [("skill_type_id", "!=", self.row.skill_type_id.id)], limit=1
        )
        self._sign_in(self.user_asking)
        self._post(url, {}, 422)
        self._post(url, {name: str(other.id)}, 422)
        self._post(url, {name: str(self.levels[5].id)})
        self.env.invalidate_all()
        self.assertEqual(self.row.level_after, 5)
        self.assertEqual(self.row.user_after_id, self.user_asking)
        self._post(url, {name: "none"})
        self.env.invalidate_all()
        self.assertEqual((self.row.level_after, self.row.is_complete), (0, True))

    def test_recommendation(self):
        url = f"/my/mentoring/recommendations/{self.advice.id}"
        self._sign_in(self.user_asking)
        self.assertIn("As GIS layer", self._get(url).text)
        self._post(f"{url}/report", {"state": "declined"}, 422)
        self._post(f"{url}/report", {"state": "open", "note": "Not yet"}, 422)
        self._post(f"{url}/report", {"state": "adopted", "note": "It is online"})
        self.env.invalidate_all()
        self.assertEqual(self.advice.state, "adopted")
        self.assertEqual(self.advice.followup_ids.user_id, self.user_asking)
        self._sign_in(self.user_expert)
        page = self._get(url).text
        self.assertIn("It is online", page)
        self.assertNotIn("report_title", page)

    def _waits(self):
        """Whether the recommendation is among what waits for who is signed in."""
        page = html.fromstring(self._get("/my/mentoring").text)
        waiting = page.xpath("//a[contains(@class, 'mbb-row-waiting')]/@href")
        return f"/my/mentoring/recommendations/{self.advice.id}" in waiting

    def test_follow_up_waits_on_the_overview(self):
        self.advice._write_guarded({"is_asked": True, "date_asked": self.today})
        self._sign_in(self.user_asking)
        self.assertTrue(self._waits())
        self._post(
            f"/my/mentoring/recommendations/{self.advice.id}/report",
            {"state": "partly", "note": "A draft"},
        )
        self.assertFalse(self._waits())
        # The mentor's side has nothing to answer.
        self.advice._write_guarded({"is_asked": True})
        self._sign_in(self.user_giving)
        self.assertFalse(self._waits())

    def test_another_institution_and_a_key(self):
        """By guessing ids, and by calls that skip the pages."""
        records = (self.goal, self.advice, self.row)
        self._sign_in(self.user_other)
        with mute_logger("odoo.http"):
            for url in (
                f"/my/mentoring/goals/{self.goal.id}",
                f"/my/mentoring/recommendations/{self.advice.id}",
                f"/my/mentoring/matches/{self.match.id}/levels",
            ):
                self._get(url, 404)
        for record in records:
            for user in (self.user_other, self.user_former):
                seen = record.with_user(user).sudo(False)
                self.assertFalse(seen.search([("id", "=", record.id)]))
                with self.assertRaises(AccessError):
                    seen.read(["display_name"])
        goal = self.goal.with_user(self.user_asking).sudo(False)
        for attempt in (
            lambda: goal.write({"value_target": 80}),
            lambda: goal.read(["progress_ids"]),
            lambda: goal.create([{"match_id": self.match.id, "name": "Mine"}]),
            lambda: goal.write({"progress_ids": [Command.create({"note": "Forged"})]}),
            lambda: goal.unlink(),
            lambda: self.env["mbb.goal.progress"]
            .with_user(self.user_asking)
            .search([]),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_certificate_is_its_persons(self):
        """Each has their own paper; thanks go to the institution."""
        row, goal = self.row, self.goal
        self.assignment.with_user(self.user_officer).action_start()
        self.assignment.with_user(self.user_officer).action_complete()
        goal.action_reach("28 days")
        row._say("after", self.levels[5])
        self.match.with_user(self.user_officer).action_start_evaluation()
        for evaluation in self.match.sudo().evaluation_ids:
            if evaluation.state == "asked":
                evaluation.survey_input_id._mark_done()
        self.match.with_user(self.user_officer).action_close()
        self.match.with_user(self.user_officer).action_issue_certificates()
        rows = self.match.sudo().certificate_ids
        letters = {(r.kind, r.partner_id): r.letter_id for r in rows}
        own = letters["certificate", self.expert]
        thanks = letters["thanks", self.asking]
        self._sign_in(self.user_expert)
        page = self._get(f"/my/mentoring/matches/{self.match.id}").text
        self.assertIn(f"/my/mentoring/letters/{own.id}", page)
        self.assertNotIn(f"/my/mentoring/letters/{thanks.id}", page)
        self._get(f"/my/mentoring/letters/{own.id}")
        with mute_logger("odoo.http"):
            self._get(f"/my/mentoring/letters/{thanks.id}", 404)
            self._sign_in(self.user_asking)
            self._get(f"/my/mentoring/letters/{thanks.id}")
            self._get(f"/my/mentoring/letters/{own.id}", 404)
            self._sign_in(self.user_other)
            for letter in letters.values():
                self._get(f"/my/mentoring/letters/{letter.id}", 404)

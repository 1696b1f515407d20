# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""A thematic call, from its preparation to a proposed match (MPY m.5/2-c)."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from english import tr
from playwright.sync_api import expect

TODAY = datetime.now(ZoneInfo("Europe/Istanbul")).date()
TITLE = "Yaya öncelikli cadde düzenleyecek belediyeler çağrısı"
FIELD, SUBJECT = "Transport and Mobility", "Sustainable Urban Mobility Plan"
REVIEWERS = {"cevre": "Tolga Yeşilbağ", "gerceklestirme": "Sibel Durukanlı"}
POINTS = {"cevre": ("50", "35"), "gerceklestirme": ("45", "30")}
# The smallest PDF that readers take.
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def typed(date):
    """A date as a Turkish form takes it."""
    return date.strftime("%d.%m.%Y")


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "basvuru.pdf"
    path.write_bytes(PDF)
    return path


class Story:
    """What the people refer to on their way: the call and the application to it."""

    def __init__(self, walk, paper):
        self.walk, self.paper = walk, paper
        self.officer = walk.office("sekreterya")
        self.manager = walk.office("sekreterya.yonetici")

    def open_call(self, person):
        person.reopen(self.call)

    # -- the manager prepares and opens the call -------------------------------

    def prepare(self):
        manager = self.manager
        manager.open("mbb_mentor.mbb_call_action")
        manager.look("60-calls")
        manager.page.locator(".o_control_panel .o-kanban-button-new").click()
        manager.fill(name=TITLE, basis_name="Marmara Hareketlilik Projesi", quota="1")
        manager.choose(skill_ids=tr(SUBJECT))
        manager.fill_dates(
            date_close=typed(TODAY),
            date_from=typed(TODAY),
            date_to=typed(TODAY + timedelta(days=240)),
        )
        manager.tab("criteria")
        for name, points in (("İhtiyacın açıklığı", "60"), ("Kurumun hazırlığı", "40")):
            manager.add_row("criterion_ids")
            manager.cell("name").fill(name)
            manager.cell("points").fill(points)
        manager.tab("panel")
        for name in REVIEWERS.values():
            manager.add_row("panel_ids")
            manager.choose_cell(user_id=name)
        manager.save()
        manager.look("61-call-draft")

    def open(self):
        self.manager.agree("action_open")
        self.manager.state("open")
        self.call = self.manager.page.url
        self.manager.look("62-call-open")

    # -- the officer names a mentor and enters an application --------------------

    def name_mentor(self):
        officer = self.officer
        self.open_call(officer)
        officer.press("action_name_mentor")
        officer.choose(institution_id="Nilüfer")
        officer.tab("subjects")
        officer.field("skill_ids").locator(".o_data_row td[name=skill_level_id]").click()
        officer.choose_cell(skill_level_id=tr("Expert"))
        officer.tab("text")
        officer.fill(summary="Proje kapsamında üç caddeyi yaya öncelikli düzenlemiştir.")
        officer.save()
        officer.look("63-mentor-named")
        officer.press("action_submit")
        officer.state("submitted")
        officer.press("action_review")
        officer.state("review")
        officer.press("action_accept")
        officer.state("available")

    def enter_application(self):
        officer = self.officer
        self.open_call(officer)
        officer.press("action_view_mentees")
        officer.begin()
        officer.choose(institution_id="Keşan")
        officer.tab("subjects")
        officer.add_row("skill_ids")
        officer.choose_cell(skill_type_id=tr(FIELD))
        officer.choose_cell(skill_id=tr(SUBJECT))
        officer.choose_cell(skill_level_id=tr("Beginner"))
        officer.tab("text")
        officer.fill(summary="İki caddemizi yaya öncelikli düzenlemek istiyoruz.")
        officer.save()
        officer.tab("evidence")
        officer.press("action_record_evidence", dialog=True)
        officer.attach("file", self.paper)
        officer.save_dialog()
        officer.press("action_submit")
        officer.state("submitted")
        officer.press("action_review")
        officer.state("review")
        officer.look("64-application-to-call")
        title = officer.page.locator(".oe_title").inner_text()
        self.number = re.search(r"M[A-Z]+-\d{4}-\d{4}", title).group()

    # -- it is scored ------------------------------------------------------------

    def close(self):
        """Its last day passes: nobody can close a call before."""
        record = int(re.search(r"\d+$", self.call).group())
        self.walk.sql(
            f"UPDATE mbb_call SET date_close = '{TODAY - timedelta(days=1)}' "
            f"WHERE id = {record}"
        )
        self.open_call(self.officer)
        self.officer.press("action_assess")
        self.officer.state("assessment")
        self.officer.look("65-call-in-assessment")

    def score(self, login):
        reviewer = self.walk.office(login)
        reviewer.open("mbb_mentor.mbb_call_review_action")
        reviewer.look(f"66-reviews-{login}")
        reviewer.open_row(self.number)
        reviewer.tab("points")
        cells = reviewer.field("line_ids").locator(".o_data_row td[name=points]")
        for place, points in enumerate(POINTS[login]):
            cells.nth(place).click()
            expect(cells.nth(place).locator("input")).to_be_visible()
            reviewer.cell("points").fill(points)
        reviewer.fill(note="Başvuru belgeleriyle birlikte incelendi.")
        reviewer.save()
        reviewer.look(f"67-review-{login}")
        reviewer.agree("action_submit")
        reviewer.state("submitted")

    def see_no_points(self):
        """One has scored: nobody reads the points before the other has (m.5/6)."""
        self.open_call(self.manager)
        self.manager.press("action_view_mentees")
        row = self.manager.page.locator(".o_data_row", has_text=self.number)
        expect(row.locator("td[name=review_progress]")).to_have_text("1/2")
        expect(row.locator("td[name=call_points]")).to_have_text("")

    # -- the list, and the match ---------------------------------------------------

    def conclude(self):
        manager = self.manager
        self.open_call(manager)
        manager.press("action_rank")
        expect(manager.scope.locator("button[name=action_conclude]")).to_be_visible()
        manager.agree("action_conclude")
        manager.state("concluded")
        manager.tab("ranking")
        # The mean of 85 and 75.
        expect(manager.field("ranking_html")).to_contain_text("80,00")
        manager.look("68-call-concluded")

    def propose(self):
        officer = self.officer
        self.open_call(officer)
        officer.press("action_propose_matches", dialog=True)
        expect(officer.field("line_ids")).to_contain_text("Nilüfer")
        officer.look_dialog("69-matches-of-call")
        officer.press("action_propose")
        officer.open_card(re.compile(r"Nilüfer[\s\S]*Keşan"))
        officer.state("proposed")
        expect(officer.field("method")).to_have_text(tr("Thematic Call"))
        officer.look("70-match-of-call")


def test_call(walk, paper):
    story = Story(walk, paper)
    story.prepare()
    story.open()
    story.name_mentor()
    story.enter_application()
    story.close()
    story.score("cevre")
    story.see_no_points()
    story.score("gerceklestirme")
    story.conclude()
    story.propose()

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Units are merged, a duty moves, and a matter goes to the Encümen and comes back."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from english import tr
from playwright.sync_api import expect

TODAY = datetime.now(ZoneInfo("Europe/Istanbul")).date()
SMART_CITY = "Şehir Teknolojileri ve İnovasyon Merkezi"
COMPUTING = "Bilgi Teknolojileri Koordinatörlüğü"
GIVING, TAKING = "Şehir Politikaları Merkezi", "Yönetim Geliştirme Merkezi"
MATTER = "Bağlı kuruluş personelinin menti olarak başvurması"
# The smallest PDF that readers take.
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "karar.pdf"
    path.write_bytes(PDF)
    return path


def typed(date):
    """A date as a Turkish form takes it."""
    return date.strftime("%d.%m.%Y")


class Story:
    """What the people refer to on their way: units, plans, and an application."""

    def __init__(self, walk):
        self.walk = walk
        self.officer = walk.office("sekreterya")
        self.manager = walk.office("sekreterya.yonetici")

    # -- units ---------------------------------------------------------------

    def open_unit(self, name):
        self.manager.open("mbb_mentor.hr_department_action")
        self.manager.page.locator(".o_hierarchy_node", has_text=name).first.click()
        expect(self.manager.field("mentor_duty_ids")).to_be_visible()

    def see_organisation(self):
        manager = self.manager
        manager.open("mbb_mentor.hr_department_action")
        # The Genel Sekreterlik and its eighteen units.
        expect(manager.page.locator(".o_hierarchy_node")).to_have_count(19)
        manager.look("31-organisation")
        self.open_unit(SMART_CITY)
        manager.look("32-unit")
        manager.press("action_view_mentees")
        manager.page.locator(".o_kanban_record:not(.o_kanban_ghost)").first.click()
        # The address follows a little after the form.
        expect(manager.page).to_have_url(re.compile(r"/\d+/[^/]+/\d+$"))
        self.application = manager.page.url
        self.see_answering_unit(SMART_CITY)

    def see_answering_unit(self, name):
        manager = self.manager
        manager.reopen(self.application)
        manager.tab("office")
        expect(manager.field("answering_unit_id")).to_contain_text(name)

    # -- two units are merged ------------------------------------------------

    def open_plan(self, text):
        self.manager.open("mbb_mentor.mbb_reorganisation_action")
        self.manager.open_row(text)

    def approve(self, about):
        """Of the Genel Sekreter, whose password is asked."""
        self.walk.office("genelsekreter").decide(about, signed=True)
        self.open_plan(about)
        self.manager.state("done")

    def merge(self):
        manager = self.manager
        self.open_plan(SMART_CITY)
        manager.press_with_reason("Withdraw from Approval", "Dayanak yazısı tamamlanacaktır.")
        manager.state("draft")
        manager.fill(ground="Akıllı şehir çalışmalarının tek birimden yürütülmesi.")
        manager.press("action_dry_run")
        expect(manager.field("line_ids")).to_contain_text("Ece Bulutlugil")
        manager.look("33-merge-dry-run")
        # Until it is approved nothing has moved.
        manager.press("action_ask_approval")
        manager.state("approval")
        plan = manager.page.url
        self.see_answering_unit(SMART_CITY)
        self.approve(SMART_CITY)
        assert manager.page.url.split("/")[-1] == plan.split("/")[-1]
        expect(manager.field("line_ids")).to_contain_text(COMPUTING)
        manager.look("34-merge-done")

    def see_merged(self):
        manager = self.manager
        self.see_answering_unit(COMPUTING)
        manager.look("35-application-moved")
        manager.open("mbb_mentor.hr_department_action")
        expect(manager.page.locator(".o_hierarchy_node")).to_have_count(18)
        self.open_unit(COMPUTING)
        expect(manager.field("mentor_duty_ids")).to_contain_text("m.42/2")
        expect(manager.page.locator(".o-mail-Chatter")).to_contain_text(SMART_CITY)
        manager.look("36-unit-merged")

    # -- a duty moves --------------------------------------------------------

    def move_duty(self):
        manager = self.manager
        manager.open("mbb_mentor.mbb_reorganisation_action")
        manager.begin()
        manager.select(kind="Move a Duty")
        manager.choose(source_ids=GIVING, target_id=TAKING)
        manager.fill(ground="Araştırmaların tek birimden yürütülmesi (2026/71 sayılı onay).")
        manager.press("action_dry_run")
        rows = manager.field("line_ids").locator(".o_data_row")
        expect(rows.first).to_be_visible()
        self.duty = re.search(r"m\.\d+/\S+", rows.first.inner_text()).group()
        while rows.count() > 1:
            manager.remove_row("line_ids")
        manager.save()
        manager.look("37-duty-draft")
        manager.press("action_ask_approval")
        manager.state("approval")
        self.approve(GIVING)
        manager.look("38-duty-moved")
        self.open_unit(TAKING)
        expect(manager.field("mentor_duty_ids")).to_contain_text(self.duty)
        self.open_unit(GIVING)
        expect(manager.field("mentor_duty_ids")).not_to_contain_text(self.duty)
        manager.tab("mentor_past")
        expect(manager.field("mentor_past_duty_ids")).to_contain_text(self.duty)
        manager.look("39-duty-past")

    def see_history(self):
        manager = self.manager
        manager.open("mbb_mentor.mbb_reorganisation_action")
        for name in (SMART_CITY, GIVING):
            row = manager.page.locator(".o_data_row", has_text=name)
            expect(row.locator("td[name=state]")).to_have_text(tr("Carried Out"))
        manager.look("40-history")

    # -- a matter goes to the Encümen and comes back ---------------------------

    def put_before_committee(self):
        officer = self.officer
        officer.open("mbb_mentor.mbb_mentee_action")
        column = officer.page.locator(".o_kanban_group", has_text="Eşleştirme Bekliyor")
        column.locator(".o_kanban_record").first.click()
        expect(officer.page).to_have_url(re.compile(r"/\d+$"))
        self.mentee = officer.page.url
        officer.press("action_put_before_organ", dialog=True)
        officer.choose(organ_id="Encümen")
        officer.fill(
            subject=MATTER,
            question="Bağlı kuruluş personeli menti olarak başvurabilir mi?",
            ground="Yönetmelikte hüküm bulunmamaktadır.",
            keywords="bağlı kuruluş",
        )
        # What was decided on a near matter is shown before it is put.
        expect(officer.field("precedent_ids")).to_contain_text("41")
        officer.look_dialog("41-matter")
        officer.confirm("action_confirm")
        expect(officer.field("decision_notice")).to_contain_text(MATTER)
        officer.look("42-mentee-waits")

    def decide_in_committee(self, paper):
        registry = self.walk.office("yaziisleri")
        registry.open("mbb_mentor.mbb_decision_action_agenda")
        row = registry.page.locator(".o_data_row", has_text=MATTER)
        expect(row).to_be_visible()
        registry.look("43-agenda")
        registry.open_row(MATTER)
        registry.fill_dates(meeting_date=typed(TODAY))
        registry.press("action_put_on_agenda")
        registry.state("agenda")
        registry.look("44-matter-on-agenda")
        registry.print_paper("Agenda")
        registry.press("action_record", dialog=True)
        registry.fill(number="57", text="Başvurabileceğine oy birliğiyle karar verildi.")
        registry.fill_dates(date=typed(TODAY))
        registry.pick("outcome", "Goes On")
        registry.attach("file", paper)
        registry.look_dialog("45-record-decision")
        registry.confirm("action_record")
        registry.state("decided")
        registry.look("46-decided")
        registry.print_paper("Extract for an Information Request")

    def see_decided(self):
        officer = self.officer
        officer.reopen(self.mentee)
        # What was decided stands where it said that it waits.
        expect(officer.field("decision_notice")).to_contain_text("57")
        officer.look("47-mentee-decided")
        officer.press("action_view_decisions")
        officer.open_row(MATTER)
        officer.state("decided")
        expect(officer.field("number")).to_have_text("57")


def test_reorganisations(walk):
    story = Story(walk)
    story.see_organisation()
    story.merge()
    story.see_merged()
    story.move_duty()
    story.see_history()


def test_matter_before_committee(walk, paper):
    story = Story(walk)
    story.put_before_committee()
    story.decide_in_committee(paper)
    story.see_decided()

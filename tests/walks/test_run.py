# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""The workbench: everybody who waits is matched at once, and people decide (MPY m.5/2)."""

import re

import pytest
from english import tr
from playwright.sync_api import expect

# The smallest PDF that readers take.
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class Story:
    """What the officer refers to on the way: the runs, and a pair."""

    def __init__(self, walk, paper):
        self.officer, self.paper = walk.office("sekreterya"), paper

    # -- two mentors more, from paper: so that there is somebody to choose from --------

    def enter_mentor(self, institution, field, subject):
        officer = self.officer
        officer.open("mbb_mentor.mbb_mentor_action")
        officer.page.locator(".o_control_panel .o-kanban-button-new").click()
        officer.choose(institution_id=institution)
        officer.tab("subjects")
        officer.add_row("skill_ids")
        officer.choose_cell(skill_type_id=tr(field))
        officer.choose_cell(skill_id=tr(subject))
        officer.choose_cell(skill_level_id=tr("Expert"))
        officer.tab("text")
        officer.fill(summary="Yürütülen çalışmanın deneyimi paylaşılabilecektir.")
        officer.save()
        officer.tab("evidence")
        officer.press("action_record_evidence", dialog=True)
        officer.attach("file", self.paper)
        officer.save_dialog()
        for method, state in (
            ("action_submit", "submitted"),
            ("action_review", "review"),
            ("action_accept", "available"),
        ):
            officer.press(method)
            officer.state(state)

    # -- candidates of one mentee, side by side ----------------------------------------

    def compare_candidates(self):
        officer = self.officer
        officer.open("mbb_mentor.mbb_mentee_action")
        officer.open_card(re.compile(r"Malî Hizmetler Müdürlüğü[\s\S]*Bilecik"))
        officer.press("action_suggest", dialog=True)
        buttons = officer.scope.locator("button[name=action_compare]")
        expect(buttons).to_have_count(2)
        title = officer.page.locator(".o_form_view .oe_title h1").first.inner_text()
        self.accepted = title.strip()
        for place in (0, 1):
            buttons.nth(place).click()
            expect(officer.scope.locator("button .fa-check-square-o")).to_have_count(place + 1)
        columns = officer.field("comparison_html").locator("thead th")
        expect(columns).to_have_count(3)
        officer.look_dialog("71-side-by-side")

    # -- a run -----------------------------------------------------------------------

    def compute(self, name):
        """What takes part is seen before; it is computed in the background."""
        officer = self.officer
        expect(officer.field("plan_mentee_count")).not_to_have_text("0")
        officer.look(f"{name}-run-draft")
        officer.press("action_compute")
        computed = officer.page.locator(".o_statusbar_status [data-value=computed][aria-current]")
        refresh = officer.page.locator("button[name=action_refresh]:visible")
        for _attempt in range(60):
            if computed.count():
                break
            if refresh.count():
                refresh.click()
            officer.page.wait_for_timeout(1000)
        officer.state("computed")
        return officer.page.url

    def first_run(self):
        officer = self.officer
        officer.open("mbb_mentor.mbb_match_run_action")
        officer.begin()
        officer.save()
        self.first = self.compute("72")
        officer.look("73-run-computed")
        for tab in ("short", "equality"):
            link = officer.page.locator(f".o_notebook_headers a[name={tab}]")
            if link.count():
                officer.tab(tab)
                officer.look(f"74-run-{tab}")

    def _row(self, mentee):
        self.officer.reopen(self.first)
        return self.officer.field("pair_ids").locator(".o_data_row", has_text=mentee)

    def accept_one(self):
        officer = self.officer
        self._row(self.accepted).locator("button[name=action_accept]").click()
        officer.state("proposed")
        expect(officer.field("mentee_id")).to_contain_text(self.accepted)
        officer.look("75-match-of-run")

    # -- it is declined, and the next in line is proposed ------------------------------

    def decline(self):
        officer = self.officer
        mentor = officer.field("mentor_id").inner_text()
        officer.press("action_ask_consents")
        officer.state("consent")
        officer.tab("consents")
        officer.field("consent_ids").locator("button:has(.fa-upload)").first.click()
        expect(officer.page.locator(".o_dialog .modal-footer")).to_be_visible()
        officer.pick("answer", "Consent is not given")
        officer.attach("file", self.paper)
        officer.fill(reason="Bu dönem iş yükü uygun değildir.")
        officer.confirm("action_record")
        officer.state("declined")
        officer.look("79-match-declined")
        # The one of whom it was said stays apart from this mentee, nobody else.
        expect(officer.field("alternate_id")).not_to_have_text(mentor)
        self.next = officer.field("alternate_id").inner_text()
        officer.field("mentee_id").locator("a").click()
        expect(officer.field("declined_match_id")).to_be_visible()
        officer.look("80-mentee-declined")
        officer.press("action_propose_alternate")
        officer.state("proposed")
        expect(officer.field("mentor_id")).to_have_text(self.next)

    def keep_one_apart(self):
        officer = self.officer
        officer.reopen(self.first)
        open_rows = officer.field("pair_ids").locator(
            ".o_data_row", has=officer.page.locator("button[name=action_accept]")
        )
        row = open_rows.first
        self.apart = row.locator("td[name=mentee_id]").inner_text()
        self.kept_from = row.locator("td[name=mentor_id]").inner_text()
        label = re.escape(tr("Keep Apart"))
        row.get_by_role("button", name=re.compile(label)).click()
        expect(officer.page.locator(".o_dialog .modal-footer")).to_be_visible()
        officer.fill(reason="İki kurum arasında dava sürmektedir.")
        officer.confirm("action_confirm")
        row = self._row(self.apart)
        expect(row.locator("td[name=decision]")).to_have_text(tr("Kept Apart"))
        officer.look("76-run-decided")

    # -- and again -------------------------------------------------------------------

    def second_run(self):
        """What was accepted is left alone, the two stay apart; both runs are compared."""
        officer = self.officer
        number = officer.field("number").inner_text()
        officer.press("action_run_again")
        officer.page.wait_for_url(lambda url: url != self.first)
        expect(officer.field("plan_rule_ids")).to_contain_text(self.apart)
        self.compute("77")
        pairs = officer.field("pair_ids")
        expect(pairs.locator("td[name=mentee_id]", has_text=self.accepted)).to_have_count(0)
        same = pairs.locator(".o_data_row", has_text=self.apart)
        expect(same.filter(has_text=self.kept_from)).to_have_count(0)
        officer.tab("comparison")
        officer.choose(compare_run_id=number)
        officer.save()
        expect(officer.field("comparison_html")).to_contain_text(number)
        officer.look("78-runs-compared")


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "cevap.pdf"
    path.write_bytes(PDF)
    return path


def test_workbench(walk_with_clock, paper):
    story = Story(walk_with_clock, paper)
    story.enter_mentor("Yalova", "Municipal Finance", "Revenue Management")
    story.enter_mentor("Edremit", "Environment and Climate", "Climate Action Plan")
    story.compare_candidates()
    story.first_run()
    story.accept_one()
    story.decline()
    story.keep_one_apart()
    story.second_run()

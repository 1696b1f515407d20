# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""One mentoring relation, from the portal's form to the payment and the farewell.

Everybody does their own part in a real browser, in Turkish.
"""

import base64
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from english import tr
from playwright.sync_api import expect

TODAY = datetime.now(ZoneInfo("Europe/Istanbul")).date()
SUBJECT = "Sustainable Urban Mobility Plan"
EXPERT = "Ayşe Kocatepeli"
ORDER = "Çanakkale görevlendirmesinin yolluk giderleri"
NEED = (
    "Merkezdeki üç caddede yaya ve bisiklet ulaşımını önceleyen bir hareketlilik planı "
    "hazırlamak istiyoruz."
)
# The smallest PDF and PNG that readers take.
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5E"
    "rkJggg=="
)


def day(offset):
    return TODAY + timedelta(days=offset)


def typed(date):
    """A date as a Turkish form takes it."""
    return date.strftime("%d.%m.%Y")


@pytest.fixture
def papers(tmp_path):
    """Files to hand in."""
    for name, content in (("yazi.pdf", PDF), ("fatura.png", PNG)):
        (tmp_path / name).write_bytes(content)
    return tmp_path


class Story:
    """What the people refer to on their way: numbers and addresses."""

    def __init__(self, walk, papers):
        self.walk, self.papers = walk, papers
        self.officer = walk.office("sekreterya")

    # -- 1: applications on the portal -------------------------------------

    def _begin(self, login, kind):
        """The overview, and the first step of the form."""
        person = self.walk.portal(login)
        person.goto("/my/mentoring")
        person.look(f"01-{login}-overview")
        person.page.click(f"a[href='/my/mentoring/apply/{kind}']")
        return person

    def _write(self, person, level, note=None, summary="", **terms):
        """The steps from the subjects on, up to the review."""
        person.choose_subject(tr(SUBJECT), level, note)
        person.look(f"02-{person.login}-subjects")
        person.next_step("content")
        person.fill(summary=summary)
        person.next_step("terms")
        person.tick("mode_onsite")
        person.tick_language()
        person.fill(date_from=str(day(-30)), date_to=str(day(150)), **terms)
        person.next_step("files")
        person.next_step("review")

    def _number(self, page):
        return re.search(r"M[A-Z]+-\d{4}-\d{4}", page.locator("h1").inner_text()).group()

    def apply_as_mentee(self):
        person = self._begin("canakkale", "mentee")
        # Without the privacy notice it is not taken, and what was typed stays.
        person.page.click(".mbb-actions button[value=next]")
        expect(person.page.locator("#mbb_errors")).to_be_visible()
        person.look("03-mentee-form-refused")
        person.tick("notice")
        person.next_step("subjects")
        self._write(person, "1", summary="Plan istiyoruz.")
        person.look("02-mentee-form")
        person.page.click(".mbb-actions button[value=submit]")
        person.told()
        person.look("04-mentee-submitted")
        self.mentee = self._number(person.page)
        self.mentee_page = person.page.url.partition("?")[0]

    def apply_as_mentor(self):
        person = self._begin("kadikoy", "mentor")
        person.tick("applicant_type", "person")
        person.fill(
            person_name=EXPERT,
            person_title="Çevre Yüksek Mühendisi",
            person_email="ayse@kadikoy.example",
        )
        person.tick("notice")
        person.look("05-mentor-form")
        person.next_step("subjects")
        self._write(
            person,
            "5",
            note="Moda bölgesi uygulaması",
            summary="İlçemizde hazırladığımız hareketlilik planının deneyimini aktarabiliriz.",
            capacity="4",
        )
        person.page.click(".mbb-actions button[value=submit]")
        person.told()
        self.mentor = self._number(person.page)

    # -- 2: the Sekreterya -------------------------------------------------

    def return_as_incomplete(self):
        officer = self.officer
        officer.open("mbb_mentor.mbb_mentee_action")
        officer.look("06-mentee-board")
        officer.open_card(self.mentee)
        officer.press("action_review")
        officer.state("review")
        officer.press_with_reason(
            "Return as Incomplete", "Hangi caddeler için destek istendiği yazılmalıdır."
        )
        officer.state("incomplete")
        officer.look("07-mentee-incomplete")

    def mend(self):
        person = self.walk.portal("canakkale")
        person.goto("/my/mentoring")
        person.page.locator(".mbb-row-waiting", has_text="Hangi caddeler").click()
        person.look("08-mentee-mend")
        # Nothing is missing for the form: the review leads to what is to be changed.
        person.page.click("a[href$='/edit/content']")
        person.fill(summary=NEED, background="Sayım yapıldı.", expectation="Uygulanabilir plan.")
        for step in ("terms", "files", "review"):
            person.next_step(step)
        person.page.click(".mbb-actions button[value=submit]")
        person.told()

    def accept(self):
        officer = self.officer
        officer.open("mbb_mentor.mbb_mentee_action")
        officer.open_card(self.mentee)
        officer.press("action_accept")
        officer.state("waiting")
        officer.open("mbb_mentor.mbb_mentor_action")
        officer.open_card(self.mentor)
        officer.press("action_review")
        officer.state("review")
        officer.press("action_accept")
        officer.state("available")

    def enter_from_paper(self):
        officer = self.officer
        officer.open("mbb_mentor.mbb_mentor_action")
        officer.look("09-mentor-board")
        officer.page.locator(".o_control_panel .o-kanban-button-new").click()
        officer.choose(institution_id="Serdivan")
        officer.tab("subjects")
        officer.field("skill_ids").locator(".o_field_x2many_list_row_add a").click()
        officer.choose(skill_type_id=tr("Transport and Mobility"))
        officer.choose(skill_id=tr(SUBJECT))
        officer.choose(skill_level_id=tr("Experienced"))
        officer.tab("text")
        officer.fill(summary="Üniversite çevresinde yapılan ulaşım planı paylaşılabilecektir.")
        officer.save()
        officer.tab("evidence")
        officer.press("action_record_evidence", dialog=True)
        officer.attach("file", self.papers / "yazi.pdf")
        officer.save_dialog()
        officer.look("10-mentor-from-paper")
        officer.press("action_submit")
        officer.state("submitted")
        officer.press("action_review")
        officer.state("review")
        officer.press("action_accept")
        officer.state("available")

    # -- 3, 4: the match ---------------------------------------------------

    def propose(self):
        officer = self.officer
        officer.open("mbb_mentor.mbb_mentee_action")
        officer.open_card(self.mentee)
        officer.press("action_suggest", dialog=True)
        card = officer.page.locator(".o_dialog .o_kanban_record", has_text=EXPERT)
        expect(card).to_be_visible()
        officer.look_dialog("11-suggestions")
        card.locator("button[name=action_propose]").click()
        officer.state("proposed")
        self.match = re.search(
            r"E\w+-\d{4}-\d{4}", officer.page.locator(".o_form_sheet").inner_text()
        ).group()
        officer.press("action_ask_consents")
        officer.state("consent")
        officer.look("12-match-consent")

    def consent(self, about):
        """Both institutions and the expert answer, each on their own page."""
        for login in ("kadikoy", "canakkale", "uzman.ayse"):
            self.walk.portal(login).answer(about)

    def approve_match(self):
        manager = self.walk.office("sekreterya.yonetici")
        manager.decide(self.match)
        self.open_match()
        self.officer.state("agreed")

    def open_match(self):
        self.officer.open("mbb_mentor.mbb_match_action")
        self.officer.open_card(self.match)

    # -- 5: the assignment -------------------------------------------------

    def draw_up_assignment(self):
        officer = self.officer
        self.open_match()
        officer.press("action_draw_up_assignment")
        expect(officer.field("tasks")).to_be_visible()
        officer.fill(place="Çanakkale, Ulaşım Hizmetleri Müdürlüğü")
        officer.fill_dates(date_from=typed(day(-3)), date_to=typed(day(-1)))
        officer.tab("plan")
        officer.fill(tasks="Üç caddede yerinde inceleme ve plan taslağının hazırlanması.")
        officer.tab("payment")
        officer.pick("payer", "The Birlik")
        officer.fill(coverage_transport="100", coverage_allowance="100", coverage_lodging="100")
        officer.save()
        officer.look("13-assignment-draft")
        officer.press("action_record_sending_letter", dialog=True)
        officer.select(channel="EBYS")
        officer.fill(number="E-12345-903.07")
        officer.fill_dates(date=typed(day(-4)))
        officer.attach("file", self.papers / "yazi.pdf")
        officer.confirm("action_record")
        officer.press("action_ask_consents")
        officer.state("consent")
        self.assignment_page = officer.page.url
        self.draw_up_order()

    def draw_up_order(self):
        """Signed before the departure, put before who orders the spending."""
        officer = self.officer
        officer.press("action_draw_up_order")
        expect(officer.field("appropriation")).to_be_visible()
        # With room for the day by which the stay is extended.
        officer.fill(name=ORDER, appropriation="38.34.00.01-03.3.1.01", amount="40000")
        officer.fill_dates(date_from=typed(day(-3)), date_to=typed(day(2)))
        officer.save()
        officer.press("action_record_document", dialog=True)
        officer.fill(number="E-12345-841.02")
        officer.fill_dates(date=typed(day(-4)))
        officer.attach("file", self.papers / "yazi.pdf")
        officer.confirm("action_record")
        officer.press("action_ask_approval")
        officer.state("approval")
        officer.look("13b-spending-order")
        self.walk.office("genelsekreter").decide(ORDER, signed=True)

    def open_assignment(self):
        self.officer.reopen(self.assignment_page)

    def approve_assignment(self):
        self.walk.office("genelsekreter").decide(EXPERT, signed=True)
        self.open_assignment()
        self.officer.state("approved")
        self.assignment = re.search(
            r"[A-Z]+-\d{4}-\d{4}", self.officer.field("number").inner_text()
        ).group()
        self.officer.look("14-assignment-approved")

    def download_letter(self):
        with self.officer.page.expect_download() as download:
            self.officer.press("action_print_letter")
        assert download.value.path().read_bytes().startswith(b"%PDF-")

    def extend(self):
        officer = self.officer
        officer.press("action_start")
        officer.state("ongoing")
        officer.press("action_extend")
        officer.fill(reason="İnceleme bir gün daha sürecektir.")
        officer.fill_dates(date_to_new=typed(TODAY))
        officer.save()
        officer.press("action_ask_consents")
        officer.state("consent")
        extension_page = officer.page.url
        self.consent(self.assignment)
        officer.reopen(extension_page)
        officer.state("approval")
        sending = officer.field("consent_ids").locator(".o_data_row", has_text="Kadıköy")
        sending.locator("button .fa-upload").click()
        expect(officer.page.locator(".o_dialog .modal-footer")).to_be_visible()
        officer.select(channel="EBYS")
        officer.fill(document_number="E-12345-903.08")
        officer.attach("file", self.papers / "yazi.pdf")
        officer.confirm("action_record")
        self.walk.office("genelsekreter").decide(self.assignment, signed=True)
        self.open_assignment()
        expect(officer.field("days")).to_have_text("4")

    # -- 6: a session ------------------------------------------------------

    def hold_session(self):
        officer = self.officer
        self.open_match()
        officer.press("action_schedule_session")
        officer.tab("agenda")
        officer.fill(agenda="Sayım sonuçlarının değerlendirilmesi.")
        officer.fill_dates(
            date_start=f"{typed(day(-2))} 10:00:00", date_stop=f"{typed(day(-2))} 12:00:00"
        )
        officer.save()
        officer.tab("attendance")
        rows = officer.field("attendance_ids").locator(".o_data_row")
        expect(rows).to_have_count(2)
        for place in range(rows.count()):
            cell = rows.nth(place).locator("td[name=presence]")
            cell.click()
            officer.select_cell(presence="Present")
            # What is chosen while the row is drawn again would be shown and not kept.
            expect(cell.locator("input")).to_have_value(tr("Present"))
        officer.save()
        officer.tab("minutes")
        officer.fill(minutes="Üç cadde için öncelik sırası belirlendi.")
        officer.look("15-session")
        officer.press("action_hold")
        officer.state("held")

    # -- 7: the travel claim -----------------------------------------------

    def claim(self):
        expert = self.walk.portal("uzman.ayse")
        expert.goto("/my/mentoring")
        expert.page.locator(".mbb-row", has_text=self.assignment).last.click()
        expert.look("16-assignment-of-expert")
        expert.page.click("a[href*='/claims/new']")
        expert.fill(title="Çevre Yüksek Mühendisi", degree="3", additional_indicator="3600")
        expert.page.click("form.mbb-form button[type=submit]")
        there, back = ("İstanbul", "Çanakkale"), ("Çanakkale", "İstanbul")
        self._add_journey(expert, there, day(-3), "08:00", "14:00")
        self._add_journey(expert, back, day(-1), "15:00", "21:00")
        expert.page.click("a[href$='/lodging/new']")
        expert.fill(
            name="Çanakkale Öğretmenevi",
            date_from=str(day(-3)),
            nights="2",
            invoice_number="CNK2026000000042",
            invoice_total="2.600,00",
        )
        expert.page.set_input_files("[name=document]", self.papers / "fatura.png")
        expert.look("17-lodging")
        expert.page.click(".mbb-actions button[type=submit]")
        expert.told()
        expert.look("18-claim-draft")
        expert.tick("true")
        expert.page.click("form[action$='/submit'] button[type=submit]")
        expert.told()
        expert.look("19-claim-submitted")
        self.claim_page = expert.page.url.partition("?")[0]
        self.claim_number = re.search(
            r"[A-Z]+-\d{4}-\d{4}", expert.page.locator("h1").inner_text()
        ).group()

    def _add_journey(self, expert, places, date, departure, arrival):
        expert.page.click("a[href$='/leg/new']")
        expert.fill(
            vehicle="bus",
            place_from=places[0],
            place_to=places[1],
            date_departure=f"{date}T{departure}",
            date_arrival=f"{date}T{arrival}",
            amount="750,00",
        )
        expert.page.click(".mbb-actions button[type=submit]")
        expert.told()

    def record_signed_declaration(self):
        """Both signed it on paper; who checks the claim keeps the scan."""
        checker = self.walk.office("gerceklestirme")
        checker.open("mbb_mentor_expense.mbb_travel_claim_action")
        checker.open_card(self.claim_number)
        checker.press("action_record_signed", dialog=True)
        checker.attach("file", self.papers / "fatura.png")
        checker.page.locator(".o_dialog .o_field_widget[name=by_claimant] input").check()
        checker.fill(unit_name="Hande Sayıner, Sekreterya Sorumlusu")
        checker.look("19-signed-declaration")
        checker.confirm("action_record")

    def decide_on_claim(self):
        for login, signed in (
            ("sekreterya.yonetici", False),
            ("gerceklestirme", False),
            ("malihizmetler.kontrol", False),
            ("genelsekreter", True),
        ):
            self.walk.office(login).decide(self.claim_number, signed=signed)

    def post_and_pay(self):
        accountant = self.walk.office("muhasebe")
        accountant.open("mbb_mentor_expense.mbb_travel_claim_action")
        accountant.open_card(self.claim_number)
        accountant.look("20-claim-approved")
        claim = accountant.page.url
        accountant.press("action_post")
        accountant.state("posted")
        accountant.press("action_view_moves")
        accountant.open_row(EXPERT)
        expect(accountant.field("invoice_line_ids")).to_contain_text(self.claim_number)
        accountant.look("21-journal-entry")
        accountant.reopen(claim)
        accountant.press("action_register_payment", dialog=True)
        accountant.confirm("action_create_payments")
        expect(accountant.field("amount")).to_be_visible()
        accountant.reopen(claim)
        accountant.state("paid")
        accountant.look("22-claim-paid")
        expert = self.walk.portal("uzman.ayse")
        expert.page.goto(self.claim_page)
        expert.look("23-claim-paid-of-expert")

    # -- 8: the end --------------------------------------------------------

    def evaluate_and_close(self):
        officer = self.officer
        self.open_assignment()
        officer.press("action_complete")
        officer.state("done")
        self.open_match()
        officer.press("action_start_evaluation")
        officer.state("evaluation")
        for login in ("uzman.ayse", "canakkale"):
            self._evaluate(login)
        self.open_match()
        officer.press("action_close")
        officer.state("done")
        officer.look("26-match-done")

    def _evaluate(self, login):
        """At the close; of the session, too, where it was asked."""
        person = self.walk.portal(login)
        person.goto("/my/mentoring")
        asked = person.page.locator(".mbb-row-waiting[href*='/evaluations/']")
        own = asked.filter(has_text=self.match)
        for left in range(own.count(), 0, -1):
            expect(own).to_have_count(left)
            person.go(own)
            person.look(f"24-evaluation-{login}-{left}")
            person.evaluate("Birlikte çalışmak verimli oldu.")
            person.look(f"25-evaluation-sent-{login}-{left}")
            person.goto("/my/mentoring")


def test_path(walk, papers):
    story = Story(walk, papers)
    story.apply_as_mentee()
    story.apply_as_mentor()
    story.return_as_incomplete()
    story.mend()
    story.accept()
    story.enter_from_paper()
    story.propose()
    story.consent(story.match)
    story.approve_match()
    story.draw_up_assignment()
    story.consent(EXPERT)
    story.approve_assignment()
    story.download_letter()
    story.extend()
    story.hold_session()
    story.claim()
    story.record_signed_declaration()
    story.decide_on_claim()
    story.post_and_pay()
    story.evaluate_and_close()

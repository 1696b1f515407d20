# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""A match is closed, and what was good in it goes on: from there to the page of a good
practice in two languages (MPY m.7)."""

import re

import pytest
from english import tr
from playwright.sync_api import expect

#: A match of Nilüfer and Edremit on the budget, whose sessions are held. Which unit
#: answers for a practice is data: here the one whose head has an account in the demo.
SCENE = """
from odoo.addons.mbb_mentor_portal.demo.relations import Relations

field = env.ref("mbb_mentor.hr_skill_type_finance")
field.mentor_unit_id = env.ref("mbb_mentor.hr_skill_type_environment").mentor_unit_id
demo = Relations(env)
demo.users = {user.login: user for user in env["res.users"].search([])}
demo.people = {login: user.partner_id for login, user in demo.users.items()}
demo.institutions["edremit"] = env["res.partner"].search(
    [("is_mentor_institution", "=", True), ("name", "=", "Edremit Belediyesi")]
)
demo.mentors["butce"] = env["mbb.match"].search([("state", "=", "done")]).mentor_id
demo.mentees["takvim"] = demo._apply(
    "mbb.mentee",
    {
        "by": "edremit.basvuru",
        "institution": "edremit",
        "unit": "",
        "person": "",
        "type": "institution",
        "skills": "finance_budget:2",
        "modes": "online",
        "date_from": "-60",
        "date_to": "120",
        "state": "waiting",
        "reason": "",
        "summary": "Bütçe takvimini birimlerle birlikte kurmak istiyoruz.",
        "background": "",
        "expectation": "",
    },
)
match = demo._agree("butce", "takvim")
demo._meet(match, demo.calendar.day(-30), "Takvimin kurulması.", "Takvim kuruldu.")
demo._meet(match, demo.calendar.day(-9), "Takvimin izlenmesi.", "Teklifler zamanında.")
demo.as_user("sekreterya", "mbb.goal").create(
    {
        "match_id": match.id,
        "name": "Bütçe tekliflerinin takvime uygun verilmesi",
        "measure": "Zamanında gelen birim teklifi sayısı",
        "owner_id": demo.people["edremit.basvuru"].id,
        "date_deadline": demo.calendar.day(20),
    }
)
env.cr.commit()
"""
MATCH = """
    SELECT m.number FROM mbb_match m JOIN res_partner i ON i.id = m.mentee_institution_id
    WHERE m.state IN ('agreed', 'active') AND i.name LIKE 'Edremit%'
"""
CLOSING = ".mbb-row-waiting[href*='/evaluations/']"
AT_CLOSE = tr("At the Close")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TURKISH = {
    "name": "Bütçe takvimi birimlerle birlikte",
    "problem": "Birimler bütçe teklifini geç veriyor, performans hedefleri eksik kalıyordu.",
    "solution": "Takvim ocak ayında birimlerle kuruldu, her ay kısa bir görüşme yapıldı.",
    "result": "Teklifler zamanında geldi.",
    "cost": "Yılda on iki toplantı.",
    "conditions": "Bütçe biriminde bir kişi yeterlidir.",
}
ENGLISH = {
    "name_en": "A budget calendar made with the units",
    "problem_en": "Units sent their drafts late, and targets were missing.",
    "solution_en": "The calendar was made with the units in January, with a short talk a month.",
    "result_en": "Drafts came in time.",
    "cost_en": "Twelve meetings a year.",
    "conditions_en": "One person in the budget unit is enough.",
}


@pytest.fixture(scope="module")
def scene():
    return SCENE


@pytest.fixture(scope="module")
def walk(walk_of_module):
    return walk_of_module


def test_practice(walk, tmp_path):
    [(number,)] = walk.sql(MATCH)
    _close(walk, number)
    _write(walk)
    _review(walk)
    _consent(walk, "nilufer")
    _record(walk, tmp_path)
    _publish(walk)
    _read(walk)


def _close(walk, number):
    """Both sides evaluate, and what was set out to be reached has its answer."""
    officer = walk.office("sekreterya")
    officer.open("mbb_mentor.mbb_match_action")
    officer.open_card(number)
    officer.press("action_start_evaluation")
    officer.state("evaluation")
    match = officer.page.url
    mentee = walk.portal("edremit.basvuru")
    mentee.goto("/my/mentoring")
    mentee.look("190-to-do-of-mentee")
    _evaluate(mentee, "Takvim birimlerle birlikte kuruldu.")
    mentee.goto("/my/mentoring/all/matches")
    mentee.go(mentee.page.locator(".mbb-row", has_text=number))
    mentee.go(mentee.page.locator("a[href*='/goals/']"))
    mentee.look("192-goal")
    mentee.tick("result", "reached")
    mentee.fill(result_note="On bir birimin tamamı teklifini zamanında verdi.")
    mentee.go("form[action$='/result'] button[type=submit]")
    mentee.told()
    mentor = walk.portal("nilufer")
    _evaluate(mentor, "Birimler hazırlıklı geldi.")
    officer.reopen(match)
    officer.press("action_close")
    officer.state("done")
    officer.look("194-match-closed")


def _evaluate(person, words):
    """For themself and, where they represent it, for the institution."""
    person.goto("/my/mentoring")
    for left in range(person.page.locator(CLOSING, has_text=AT_CLOSE).count(), 0, -1):
        waiting = person.page.locator(CLOSING, has_text=AT_CLOSE)
        expect(waiting).to_have_count(left)
        person.go(waiting)
        person.look(f"191-evaluation-of-{person.login}-{left}")
        person.evaluate(words)
        person.goto("/my/mentoring")


def _write(walk):
    """The officer writes it out of the match, and sends it to the unit."""
    officer = walk.office("sekreterya")
    officer.press("action_draw_up_practice")
    officer.state("draft")
    officer.fill(**TURKISH)
    officer.tab("english")
    officer.fill(**ENGLISH)
    officer.save()
    officer.look("200-practice-draft")
    officer.press("action_submit")
    officer.state("review")


def _open(person):
    person.open("mbb_mentor.mbb_practice_action")
    person.open_card(TURKISH["name"])


def _review(walk):
    """The head of the unit gives points for each criterion, then agrees."""
    head = walk.office("cevre")
    _open(head)
    head.press("action_score")
    rows = head.page.locator(".o_list_view .o_data_row")
    expect(rows.first).to_be_visible()
    for number in range(rows.count()):
        rows.nth(number).locator("td[name='points']").click()
        expect(rows.nth(number)).to_contain_class("o_selected_row")
        cell = head.cell("points")
        cell.fill("12")
        cell.press("Tab")
    head.page.locator(".o_list_button_save").first.click()
    expect(head.page.locator(".o_selected_row")).to_have_count(0)
    _open(head)
    head.approve(state=None)
    # It waits for the institutions now.
    expect(head.page.locator("a[name='consents']")).to_be_visible()
    head.look("202-practice-reviewed")


def _consent(walk, login):
    """The representative reads what is to be published, and consents."""
    person = walk.portal(login)
    person.goto("/my/mentoring")
    link = person.page.locator("a[href*='/my/mentoring/publications/']").first
    link.click()
    expect(person.page.locator(".mbb-document")).to_contain_text(TURKISH["solution"])
    # No look: what is asked about stands there in both languages.
    person.page.check("#field_read")
    person.page.locator("form[action$='/grant'] button").click()
    expect(person.page.locator("#mbb_notice")).to_be_visible()


def _record(walk, folder):
    """Edremit has nobody who may consent on the portal: it has signed a paper."""
    paper = folder / "izin.pdf"
    paper.write_bytes(PDF)
    officer = walk.office("sekreterya")
    _open(officer)
    officer.tab("consents")
    row = officer.field("consent_ids").locator(".o_data_row", has_text="Edremit")
    row.locator("button .fa-upload").click()
    expect(officer.page.locator(".o_dialog .modal-footer")).to_be_visible()
    officer.fill(capacity="Belediye Başkanı")
    officer.attach("file", paper)
    officer.confirm("action_record")


def _publish(walk):
    """Kurumsal İletişim has no head in the demo: the Genel Sekreter stands above."""
    head = walk.office("genelsekreter")
    _open(head)
    head.approve(state="published")
    head.look("204-practice-published")


def _read(walk):
    """Anybody finds it by a word of its title, in both languages."""
    guest = walk.guest("okur")
    guest.goto("/mentoring/practices?q=butce+takvimi")
    guest.look("205-practices")
    guest.page.get_by_role("link", name=TURKISH["name"]).click()
    expect(guest.page.locator("h1")).to_have_text(TURKISH["name"])
    expect(guest.page.locator("main")).to_contain_text("Nilüfer Belediyesi")
    guest.look("206-practice")
    guest.page.get_by_role("link", name=re.compile("English")).first.click()
    expect(guest.page.locator("h1")).to_have_text(ENGLISH["name_en"])
    guest.page.locator(".mbb-crumbs a").last.click()
    expect(guest.page.get_by_role("link", name=ENGLISH["name_en"])).to_be_visible()

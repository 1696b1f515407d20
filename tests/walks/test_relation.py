# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What rests on consents (MPY m.5/4–6): given on a phone, withdrawn; visits, exchanges.

The demo has the relations; each test has one of its own, or days of its own.
"""

import re

import pytest
from english import tr
from playwright.sync_api import expect
from relation import SCENE, Asking, Together, day, pictured, typed

EXPERTS = ("Mehmet Uluderin", "Elif Karaçalı", "Onur Bozdağlı")
# The smallest PDF that readers take.
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(scope="module")
def scene():
    return SCENE


@pytest.fixture(scope="module")
def walk(walk_of_module):
    return walk_of_module


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "yazi.pdf"
    path.write_bytes(PDF)
    return path


# -- consents ------------------------------------------------------------------------


def test_consents_on_a_phone(walk):
    """Nobody meets before both institutions and the expert have answered (m.5/4)."""
    number = walk.sql(
        "SELECT number FROM mbb_match WHERE state = 'consent' ORDER BY id DESC LIMIT 1"
    )[0][0]
    for login in ("kadikoy", "uzman.ayse", "canakkale"):
        person = walk.phone(login)
        person.goto("/my/mentoring")
        person.look(f"80-overview-{login}")
        person.answer(number)
        person.look(f"81-answered-{login}")
    manager = walk.office("sekreterya.yonetici")
    manager.decide(number)
    person = walk.phone("canakkale")
    person.goto("/my/mentoring/all/matches")
    person.page.locator(".mbb-row", has_text="Ayşe Kocatepeli").first.click()
    expect(person.page.locator(".mbb-headline")).to_contain_text(tr("Agreed"))
    # From now on the two may reach each other (m.5/6).
    expect(person.page.locator("a[href='mailto:ayse@kadikoy.example']")).to_be_visible()
    person.look("82-match-agreed")


def test_withdrawn(walk):
    """The expert takes the consent back: what rests on it stops, and only the
    Sekreterya reads why."""
    reason = "Ailevi nedenlerle bir süre seyahat edemeyeceğim."
    match = walk.sql(
        "SELECT m.number FROM mbb_match m JOIN mbb_assignment a ON a.match_id = m.id "
        "JOIN res_users u ON u.partner_id = a.expert_id "
        "WHERE a.state = 'approved' AND u.login = 'uzman.ayse' ORDER BY a.id LIMIT 1"
    )[0][0]
    expert = walk.phone("uzman.ayse")
    # The consent to the match, not one to a version of its agreement.
    expert.withdraw(f"{match} – ", reason)
    expert.look("83-withdrawn")
    officer = walk.office("sekreterya")
    officer.open("mbb_mentor.mbb_match_action")
    officer.open_card(match)
    officer.state("ended")
    officer.look("84-match-ended")
    officer.press("action_view_assignments")
    states = officer.page.locator(".o_data_row td[name=state]")
    expect(states.filter(has_text=tr("Cancelled"))).to_have_count(1)
    expect(states.filter(has_text=tr("Duty Completed"))).to_have_count(1)
    person = walk.phone("luleburgaz")
    person.goto("/my/mentoring/all/matches")
    person.page.locator(".mbb-row", has_text="Ayşe Kocatepeli").first.click()
    expect(person.page.locator(".mbb-callout-danger")).to_be_visible()
    expect(person.page.locator("main")).not_to_contain_text(reason)
    person.look("85-match-ended-of-host")


# -- a group visit -------------------------------------------------------------------


def test_group_visit(walk, paper):
    """Three experts: drawn up, ordered, approved and printed together."""
    story = Together(walk, paper)
    officer = story.officer
    story.open_match()
    officer.press("action_draw_up_visit", dialog=True)
    for name in EXPERTS[1:]:
        officer.choose(expert_ids=name)
    officer.fill(place="Çanakkale, Bilgi İşlem Müdürlüğü")
    officer.fill_dates(date_from=typed(day(10)), date_to=typed(day(12)))
    officer.pick("payer", "The Birlik")
    officer.fill(coverage_transport="100", coverage_allowance="100", coverage_lodging="100")
    officer.fill(tasks="Numarataj verisinin aktarılması ve birimlerin eğitimi.")
    officer.look_dialog("86-visit-dialog")
    officer.confirm("action_draw_up")
    expect(officer.field("assignment_ids").locator(".o_data_row")).to_have_count(3)
    officer.page.wait_for_url("**/mbb.visit/*")
    visit = officer.page.url
    officer.look("87-visit-draft")
    story.record_letter("E-54321-903.07")
    officer.press("action_ask_consents")
    states = officer.field("assignment_ids").locator("td[name=state]")
    expect(states.filter(has_text=tr("Awaiting Consents"))).to_have_count(3)
    # Above what the Genel Sekreter may order (5355 m.14).
    story.order("60000", "baskan")
    for login in ("nilufer", "canakkale"):
        for name in EXPERTS:
            walk.phone(login).answer(name, look=False)
    walk.phone("uzman.mehmet").answer(EXPERTS[0])
    for name in EXPERTS[1:]:
        officer.reopen(visit)
        officer.field("assignment_ids").locator(".o_data_row", has_text=name).click()
        officer.state("consent")
        story.record_consent(name)
        officer.state("approval")
    officer.reopen(visit)
    head = story.head
    head.open("mbb_mentor.mbb_approval_action")
    head.open_row(EXPERTS[1])
    head.press("action_open_record")
    head.field("visit_id").locator("a").click()
    expect(head.field("assignment_ids")).to_be_visible()
    head.approve(signed=True, state=False)
    states = head.field("assignment_ids").locator("td[name=state]")
    expect(states.filter(has_text="Onaylandı")).to_have_count(3)
    head.look("89-visit-approved")
    officer.reopen(visit)
    pages = pictured(officer.download("action_print_letters", "90-letters-of-visit"))
    assert len(pages) == 3
    for name in EXPERTS:
        assert any(name in page and "DAĞITIM YERLERİNE" in page for page in pages), name


# -- an exchange ---------------------------------------------------------------------


def test_exchange(walk, paper):
    """Each institution sends one of its own to the other."""
    story = Together(walk, paper)
    officer = story.officer
    story.open_match()
    officer.press("action_draw_up_assignment")
    officer.select(kind="Staff Exchange")
    officer.fill(place="Çanakkale, Bilgi İşlem Müdürlüğü")
    officer.fill_dates(date_from=typed(day(20)), date_to=typed(day(24)))
    officer.tab("plan")
    officer.fill(tasks="Kent bilgi sisteminin günlük işletimine katılmak.")
    officer.save()
    first = story.ask("E-54321-903.08")
    officer.press("action_draw_up_exchange", dialog=True)
    officer.choose(expert_id="Gonca Sahilbaşı")
    officer.fill(place="Nilüfer, Bilgi İşlem Müdürlüğü")
    officer.fill(tasks="Nilüfer’deki uygulamayı yerinde öğrenmek.")
    officer.look_dialog("91-exchange-dialog")
    officer.confirm("action_draw_up")
    officer.state("draft")
    second = story.ask("E-98765-903.01")
    for login in ("nilufer", "canakkale"):
        for name in ("Mehmet Uluderin", "Gonca Sahilbaşı"):
            walk.phone(login).answer(name, look=False)
    walk.phone("uzman.mehmet").answer("Mehmet Uluderin", look=False)
    officer.reopen(second)
    story.record_consent("Gonca Sahilbaşı")
    officer.state("approval")
    for name in ("Mehmet Uluderin", "Gonca Sahilbaşı"):
        story.head.decide(name, signed=True)
    for page, host in ((first, "Çanakkale"), (second, "Nilüfer")):
        officer.reopen(page)
        officer.state("approved")
        texts = pictured(officer.download("action_print_letter", f"93-exchange-{host}"))
        assert "Gonca Sahilbaşı" in texts[0] and "Mehmet Uluderin" in texts[0]
    officer.look("94-exchange-approved")


# -- longer, and over ----------------------------------------------------------------


def test_extended_and_completed(walk, paper):
    """With its own consents, order and approval; the report came on paper. The
    extension that was asked for before is given up first."""
    story = Together(walk, paper)
    officer = story.officer
    number, record = walk.sql(
        "SELECT number, id FROM mbb_assignment WHERE state = 'ongoing' LIMIT 1"
    )[0]
    officer.open("mbb_mentor.mbb_assignment_extension_action")
    officer.open_row(number)
    officer.press_with_reason("Cancel", "Üç güne gerek kalmadı.")
    officer.state("cancelled")
    officer.open("mbb_mentor.mbb_assignment_action")
    officer.open_row(number)
    assignment = officer.page.url
    officer.press("action_extend")
    officer.fill(reason="Veri aktarımı bir gün daha sürecektir.")
    officer.fill_dates(date_to_new=typed(day(3)))
    officer.save()
    officer.page.wait_for_url(re.compile(r"mbb\.assignment\.extension/\d+|/\d+$"))
    extension = officer.page.url
    # As much as the Genel Sekreter may order, and no more (5355 m.14).
    story.order("50000", "genelsekreter")
    officer.reopen(extension)
    officer.press("action_ask_consents")
    officer.state("consent")
    for login in ("nilufer", "canakkale", "uzman.mehmet"):
        walk.phone(login).answer(number, look=False)
    officer.reopen(extension)
    officer.state("approval")
    warning = officer.page.locator(".alert-warning .o_field_widget[name=obstacles]")
    expect(warning).to_contain_text("Nilüfer Belediyesi")
    officer.look("95-extension-without-letter")
    story.attach_letter("Nilüfer", "E-54321-903.09")
    story.head.decide(number, signed=True)
    officer.reopen(assignment)
    expect(officer.field("days")).to_have_text("6")
    texts = pictured(officer.download("action_print_letter", "96-extension-letter"))
    assert number in texts[0] and "E-54321-903.09" in texts[0]
    # Its last day passes.
    walk.sql(
        "UPDATE mbb_assignment SET date_from = date_from - 4, date_to = date_to - 4 "
        f"WHERE id = {record}"
    )
    officer.reopen(assignment)
    officer.press("action_complete")
    officer.state("done")
    story.report()
    officer.reopen(assignment)
    for method, name in (
        ("action_issue_certificate", "certificate"),
        ("action_issue_thanks", "thanks"),
    ):
        texts = pictured(officer.download(method, f"99-{name}"))
        assert "Mehmet Uluderin" in texts[0]


# -- is it real, and does it stand ---------------------------------------------------


def test_letter_verified(walk):
    """Whoever holds the paper asks; a corrected letter names the one that stands."""
    number, code, sha256 = walk.sql(
        "SELECT l.number, l.code, l.sha256 FROM mbb_letter l "
        "JOIN mbb_assignment a ON a.id = l.assignment_id "
        "WHERE a.state = 'done' AND l.kind = 'assignment' ORDER BY l.id LIMIT 1"
    )[0]
    asking = Asking(walk)
    asking.ask(code.lower())
    expect(asking.page.locator(".valid")).to_be_visible()
    expect(asking.page.locator("dl")).to_contain_text(sha256)
    asking.look("100-valid")
    manager = walk.office("sekreterya.yonetici")
    manager.open("mbb_mentor.mbb_letter_action")
    manager.open_row(number)
    with manager.page.expect_download() as download:
        manager.press_with_reason(
            "Correct and Reissue", "Görev yerinin adresi eksik yazılmıştır."
        )
    path = walk.pictures / "102-corrected.pdf"
    download.value.save_as(path)
    assert number in pictured(path)[0]
    standing = walk.sql(
        "SELECT new.number FROM mbb_letter new JOIN mbb_letter old "
        f"ON old.replaced_by_id = new.id WHERE old.number = '{number}'"
    )[0][0]
    asking.ask(code)
    expect(asking.page.locator(".other")).to_be_visible()
    expect(asking.page.locator("dl")).to_contain_text(standing)
    asking.look("103-replaced")
    changed = ("A" if code[0] != "A" else "B") + code[1:]
    asking.ask(changed)
    expect(asking.page.locator(".unknown")).to_be_visible()
    expect(asking.page.locator("dl")).to_have_count(0)
    asking.look("104-unknown")
    asking.context.close()

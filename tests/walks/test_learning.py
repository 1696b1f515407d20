# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What is said of a match on its way, and what became of a recommendation (MPY m.4/e)."""

import re

import pytest
from english import tr
from people import SMALL
from playwright.sync_api import expect

#: Of what the demo has: Nilüfer and Çanakkale, on the map. As if agreed a month ago.
SCENE = """
match = env["mbb.match"].search(
    [("state", "=", "active"), ("mentee_institution_id.name", "like", "Çanakkale%")]
)
match.ensure_one()
env.cr.execute(
    "UPDATE mbb_match SET date_agreed = date_agreed - interval '31 days', date_from = NULL "
    "WHERE id = %s",
    [match.id],
)
env.invalidate_all()
env["mbb.evaluation"]._cron_ask()
env.cr.commit()
"""
ASKED = """
    SELECT p.email, m.number FROM mbb_evaluation e
    JOIN mbb_match m ON m.id = e.match_id JOIN res_partner p ON p.id = e.partner_id
    JOIN res_partner i ON i.id = m.mentee_institution_id
    WHERE e.kind = 'pulse' AND e.side = 'mentee' AND e.state = 'asked'
    AND i.name LIKE 'Çanakkale%'
"""
COMPLAINT = "Üç haftadır görüşme yapılamadı."
NOTE = "On bir noktanın tamamı taşındı, muhtarlıklara yazı gönderildi."


@pytest.fixture(scope="module")
def scene():
    return SCENE


def test_pulse_from_mail(walk_with_clock):
    """Two questions, from the mail, without an account; a low one becomes work."""
    walk = walk_with_clock
    [(address, number)] = walk.sql(ASKED)
    guest = walk.guest("menti", size=SMALL)
    guest.goto("/mentoring")
    walk.await_mail(guest, address, tr("Mentor Programme: how is your match going?"))
    link = walk.link(address, "score=1")
    guest.goto(link)
    guest.look("220-pulse")
    # The number of the mail is chosen already; opening the link has said nothing.
    expect(guest.page.locator("input[type=radio][value='1']")).to_be_checked()
    expect(guest.page.locator("main")).not_to_contain_text("@")
    guest.write(guest.page.locator("form.mbb-form textarea").first, COMPLAINT)
    guest.go("form.mbb-form button[type=submit]")
    guest.told()
    guest.look("221-pulse-answered")
    guest.goto(link)
    expect(guest.page.locator("form.mbb-form")).to_have_count(0)
    _find_answer(walk, number)
    # The other side reads nothing of it.
    expert = walk.phone("uzman.mehmet")
    expert.goto("/my/mentoring/all/matches")
    expert.page.locator(".mbb-row", has_text=number).first.click()
    expect(expert.page.locator("main")).not_to_contain_text(COMPLAINT)


def _find_answer(walk, number):
    """The officer of the match has it as work, and reads the answer."""
    officer = walk.office("sekreterya2")
    officer.open("mbb_mentor.mbb_evaluation_action")
    row = officer.page.locator(".o_data_row", has_text=number).filter(has_text=tr("Mentee"))
    row.locator("td[name=partner_id]").click()
    officer.state("done")
    expect(officer.page.locator(".o-mail-Activity").first).to_be_attached()
    officer.look("222-low-pulse")
    officer.press("action_view_answer")
    expect(officer.page.locator(".o_data_row", has_text=COMPLAINT)).to_have_count(1)
    officer.open("mbb_mentor.mbb_match_action")
    officer.open_card(number)
    officer.look("223-match-with-low-pulse")


def test_recommendation_adopted(walk):
    """The institution says what became of it; the dashboard counts it, and leads to it."""
    officer = walk.office("sekreterya")
    before = _count(officer)
    person = walk.portal("luleburgaz")
    person.goto("/my/mentoring/all/recommendations")
    person.look("230-recommendations")
    person.go(person.page.locator(".mbb-row", has_text="toplama noktasının"))
    person.look("231-recommendation")
    person.go("form[action$='/report'] button[type=submit]")
    expect(person.page.locator("#mbb_errors")).to_be_visible()
    person.tick("state", "adopted")
    person.fill(note=NOTE)
    person.go("form[action$='/report'] button[type=submit]")
    person.told()
    expect(person.page.locator("main")).to_contain_text(NOTE)
    person.look("232-recommendation-adopted")
    assert _count(officer) == before + 1
    officer.look("233-figures")
    _get_tile(officer).click()
    expect(officer.page.locator(".o_data_row", has_text="toplama noktasının")).to_have_count(1)


def _get_tile(officer):
    label = re.compile(rf"^{tr('Recommendations Adopted')}$")
    return officer.page.locator(".o_mbb_tile").filter(
        has=officer.page.locator(".o_mbb_label", has_text=label)
    )


def _count(officer):
    officer.open("mbb_mentor.mbb_figure_action")
    return int(_get_tile(officer).locator(".o_mbb_value").inner_text())

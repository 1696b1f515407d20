# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What comes after an application, by the people of the portal: in Turkish on a phone,
in English on a wide screen, and without a mouse.

Each pair of institutions has records of its own for each test.
"""

import base64
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from sides import PAIRS, PASSWORD, make_scene

TODAY = datetime.now(ZoneInfo("Europe/Istanbul")).date()
# The smallest PNG that readers take.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5E"
    "rkJggg=="
)
# Specimens with right check digits.
IBAN, IDENTITY = "TR330006100519786457841326", "10000000146"
pytestmark = pytest.mark.parametrize("pair", PAIRS, ids=str)


@pytest.fixture(scope="module")
def scene():
    return make_scene()


@pytest.fixture(scope="module")
def walk(walk_of_module):
    return walk_of_module


@pytest.fixture(scope="module")
def people():
    """Who has signed in already: one window each for all tests."""
    return {}


@pytest.fixture
def enter(walk, pair, people):
    """One of the pair, signed in, before what waits."""

    def enter(who):
        login = pair.login(who)
        if login not in people:
            walk.passwords[login] = PASSWORD
            person = walk.guest(login, keys=pair.keys, lang=pair.lang, size=pair.size)
            person.enter(login)
            people[login] = person
        people[login].goto("/my/mentoring")
        return people[login]

    return enter


def test_mended(enter):
    """The Sekreterya asked for more: it is written, and sent again."""
    person = enter("host")
    person.look("q01-overview")
    person.go(person.page.locator(".mbb-row-waiting", has_text="2024"))
    person.look("q02-what-is-missing")
    person.go("a[href$='/edit/content']")
    person.fill(background="2024: 14 t")
    person.look("q03-mended")
    for step in ("terms", "files", "review"):
        person.next_step(step)
    person.go(".mbb-actions button[value=submit]")
    person.told()
    person.look("q04-sent-again")


def test_corrected(walk, pair, enter):
    """A slip in what is accepted is asked to be corrected; the office corrects it."""
    person = enter("host")
    application, number = walk.sql(
        "SELECT m.id, m.number FROM mbb_mentee m JOIN res_users u ON u.id = m.create_uid "
        f"WHERE u.login = '{pair.login('host')}' AND m.state = 'waiting' "
        "AND m.id NOT IN (SELECT mentee_id FROM mbb_match)"
    )[0]
    person.goto("/my/mentoring/all/mentees")
    person.look("q10-mentees")
    person.go(person.page.locator("a.mbb-row", has_text=number))
    person.look("q11-accepted")
    person.go("a[href$='/correct']")
    person.fill(background="2023: 21 t", correction_reason="12 ≠ 21")
    person.look("q12-correction")
    person.go("form[action$='/correct'] button[type=submit]")
    person.told()
    person.look("q13-correction-asked")
    officer = walk.office("sekreterya")
    officer.open("mbb_mentor.mbb_application_correction_action")
    officer.open_row(number)
    officer.agree("action_apply")
    officer.state("applied")
    person.goto(f"/my/mentoring/mentees/{application}")
    expect(person.page.locator("dl").first).to_contain_text("2023: 21 t")


def test_consents(enter):
    """The host consents, the expert refuses: nobody but the Sekreterya reads why."""
    reason = "Izin: 01–30"
    host, expert = enter("host"), enter("expert")
    host.go(".mbb-row-waiting[href*='/consents/']")
    host.look("q20-consent")
    host.go("form[action$='/grant'] button[type=submit]")
    # Not before it is said to have been read.
    expect(host.page.locator("#mbb_errors")).to_be_visible()
    host.look("q21-not-read")
    host.tick("read")
    host.go("form[action$='/grant'] button[type=submit]")
    host.told()
    host.look("q22-granted")
    about = host.page.locator("main a[href*='/matches/']").first.get_attribute("href")
    expert.go(".mbb-row-waiting[href*='/consents/']")
    expert.press("summary")
    expert.fill(refuse_reason=reason)
    expert.look("q23-refusing")
    expert.go("form[action$='/refuse'] button[type=submit]")
    expert.told()
    expert.look("q24-refused")
    host.goto(about)
    expect(host.page.locator("main")).not_to_contain_text(reason)
    host.look("q25-match-declined")


def test_attended(enter):
    """The expert records who came and what was said; the host reads it. What was taken
    on is marked as done, what is to come goes into a calendar."""
    expert, host = enter("expert"), enter("host")
    expert.look("q30-overview-of-expert")
    expert.go(expert.page.locator(".mbb-row-waiting[href*='/tasks/']"))
    expert.look("q31-task")
    expert.fill(done_note="Tablo 1: 100 %")
    expert.go("form[action$='/done'] button[type=submit]")
    expert.told()
    expert.look("q32-task-done")
    expert.go(expert.page.locator("main a[href*='/matches/']"))
    expert.look("q33-match")
    sessions = expert.page.locator("a.mbb-row[href*='/sessions/']")
    expect(sessions).to_have_count(3)
    addresses = [session.get_attribute("href") for session in sessions.all()]
    for address in addresses:
        expert.goto(address)
        if expert.page.locator("form[action$='/minutes']").count():
            break
    expert.look("q34-session")
    expert.go("form[action$='/minutes'] button[type=submit]")
    expect(expert.page.locator("#mbb_errors")).to_be_visible()
    expert.look("q35-nobody-ticked")
    for box in expert.page.locator("input[name=attended]").all():
        expert.check(box)
    expert.fill(minutes="2 / 3: 50 dk")
    expert.go("form[action$='/minutes'] button[type=submit]")
    expert.told()
    expert.look("q36-held")
    host.goto(address)
    expect(host.page.locator(".mbb-document")).to_contain_text("2 / 3: 50 dk")
    expect(host.page.locator("form[action$='/minutes']")).to_have_count(0)
    host.look("q37-minutes-of-host")
    # What is to come goes into a calendar.
    dates = [host.context.request.get(f"{host.walk.url}{url}/calendar.ics") for url in addresses]
    assert any(b"BEGIN:VEVENT" in date.body() for date in dates)


def test_evaluated(enter):
    """Both sides answer the same questions, each alone."""
    for who in ("expert", "host"):
        person = enter(who)
        page = person.page
        person.go(".mbb-row-waiting[href*='/evaluations/']")
        person.look(f"q40-asked-{who}")
        person.go("form.mbb-form button[type=submit]")
        # Not before the questions are answered.
        expect(page.locator("#mbb_errors")).to_be_visible()
        person.look(f"q41-not-answered-{who}")
        person.evaluate("5 / 5")
        expect(page.locator("form.mbb-form")).to_have_count(0)
        person.look(f"q42-answered-{who}")


def test_claimed(enter, tmp_path):
    """From the trip that is over to the submitted claim, with a fare and an invoice."""
    invoice = tmp_path / "fatura.png"
    invoice.write_bytes(PNG)
    expert = enter("expert")
    expert.go(".mbb-row-waiting[href*='/claims/new']")
    expert.fill(degree="3", additional_indicator="3600")
    expert.look("q50-claim-form")
    expert.go("form.mbb-form button[type=submit]", re.compile(r"/claims/\d+"))
    expert.look("q51-claim-begun")
    # The way there and back is proposed, with the places and the days.
    ways = expert.page.locator(".mbb-line-proposed a[href*='/leg/']")
    for left in (2, 1):
        expect(ways).to_have_count(left)
        expert.go(ways.first)
        expert.fill(amount="750,00")
        expert.look(f"q52-journey-{left}")
        expert.go(".mbb-actions button[type=submit]")
        expert.told()
    expert.go(".mbb-line-proposed a[href*='/lodging/']")
    expert.fill(
        name="Öğretmenevi",
        date_from=str(TODAY - timedelta(days=6)),
        nights="2",
        invoice_number="EDN2026000000042",
        invoice_total="2.600,00",
    )
    expert.page.set_input_files("[name=document]", invoice)
    expert.look("q53-lodging")
    expert.go(".mbb-actions button[type=submit]")
    expert.told()
    expect(expert.page.locator(".mbb-line-proposed")).to_have_count(0)
    expert.go("a[href$='/payee']")
    expert.fill(iban=IBAN, identity_number=IDENTITY)
    expert.look("q54-account")
    expert.go("form.mbb-form button[type=submit]")
    expert.told()
    expert.look("q55-claim-filled")
    expert.tick("true")
    expert.go("form[action$='/submit'] button[type=submit]")
    expert.told()
    expert.look("q56-claim-submitted")

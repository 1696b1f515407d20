# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""The portal, from an institution's registration to the answer to a request about
personal data: in Turkish on a phone, in English on a wide screen, and without a mouse.

Mending, correcting, consents, sessions, evaluations and claims: see test_both_sides.
"""

import json
import os
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from english import tr
from people import NARROW, WIDE
from playwright.sync_api import expect

TODAY = datetime.now(ZoneInfo("Europe/Istanbul")).date()
PASSWORD = "Marmara-2026-deneme"
SUBJECT = "Cycling and Walking"
# The smallest PDF that readers take.
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
LANGUAGES = {
    "tr": {
        "lang": "tr",
        "size": NARROW,
        "institution": "Keşan Belediyesi",
        "email": "yazi.isleri@kesan.example",
        "person": "Hatice Korudağlı",
        "title": "Yazı İşleri Müdürü",
        "colleague": "meclis@kesan.example",
        "colleague_name": "Okan Saroslu",
        "role": "viewer",
        "need": "Sahil yolunda kesintisiz bir bisiklet hattı planlamak istiyoruz.",
    },
    "en": {
        "lang": "en",
        "size": WIDE,
        "institution": "Obshtina Varna",
        "email": "office@varna.example",
        "person": "Elena Marinova",
        "title": "Direktor",
        "colleague": "mobility@varna.example",
        "colleague_name": "Petar Kolev",
        "role": "applicant",
        "need": "We want to share how our cycle lanes were planned and are kept.",
    },
    "keys": {
        "lang": "tr",
        "size": WIDE,
        "institution": "Silivri Belediyesi",
        "email": "ozel.kalem@silivri.example",
        "person": "Müge Çantaköylü",
        "title": "Özel Kalem Müdürü",
        "colleague": "ulasim@silivri.example",
        "colleague_name": "Tarık Gazitepeli",
        "role": "viewer",
        "need": "Okul çevrelerinde güvenli bisiklet yolları kurmak istiyoruz.",
    },
    "tr-wide": {
        "lang": "tr",
        "size": WIDE,
        "institution": "Çatalca Belediyesi",
        "email": "yazi.isleri@catalca.example",
        "person": "Şükran İnceğizli",
        "title": "Yazı İşleri Müdürü",
        "colleague": "fen.isleri@catalca.example",
        "colleague_name": "Uğur Karacaköylü",
        "role": "applicant",
        "need": "Köyler arası bisiklet yollarımızın yapımını anlatmak istiyoruz.",
    },
    "en-narrow": {
        "lang": "en",
        "size": NARROW,
        "institution": "Obshtina Burgas",
        "email": "office@burgas.example",
        "person": "Ivana Dimitrova",
        "title": "Direktor",
        "colleague": "mobility@burgas.example",
        "colleague_name": "Georgi Petrov",
        "role": "viewer",
        "need": "We want to plan one cycle lane along the whole of our shore.",
    },
}
# The steps are the same: what is only another width is walked where there is time.
STORIES = [("tr", "mentee"), ("en", "mentor"), ("keys", "mentee")]
if os.environ.get("MBB_LONG"):
    STORIES += [("tr-wide", "mentor"), ("en-narrow", "mentee")]


@pytest.fixture(scope="module")
def walk(walk_of_module):
    return walk_of_module


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "yetki-yazisi.pdf"
    path.write_bytes(PDF)
    return path


class Newcomer:
    """An institution that nobody knew before, and those who act for it."""

    def __init__(self, walk, paper, story):
        self.walk, self.paper, self.story = walk, paper, story
        self.says = LANGUAGES[story]
        self.lang = self.says["lang"]
        self.prefix = "" if self.lang == "tr" else "/en"
        for email in (self.says["email"], self.says["colleague"]):
            walk.passwords[email] = PASSWORD
        self.guest = self._guest("guest")

    def _guest(self, name):
        return self.walk.guest(
            f"{name}-{self.story}",
            keys=self.story == "keys",
            lang=self.lang,
            size=self.says["size"],
        )

    # -- registration ------------------------------------------------------

    def find_or_add(self):
        guest = self.guest
        guest.goto(f"{self.prefix}/mentoring")
        guest.look("p01-programme")
        guest.go("main a[href$='/mentoring/register']")
        if self.lang == "en":
            guest.look("p02-which-institution")
            guest.go("a[href*='foreign=1']")
            guest.fill(institution_name=self.says["institution"], city="Varna")
            guest.page.select_option("[name=institution_type]", "foreign")
            guest.page.select_option("[name=country_id]", label="Bulgaria")
        else:
            # As it is typed on a keyboard without ş, Ç and İ.
            town = self.says["institution"].split()[0]
            guest.fill(name=town.lower().translate(str.maketrans("şçı", "sci")))
            guest.go("form[action$='/register'] button[type=submit]")
            guest.look("p02-which-institution")
            guest.go(f"#found a:has-text('{self.says['institution']}')")

    def register(self):
        self.find_or_add()
        guest, says = self.guest, self.says
        guest.fill(
            person_name=says["person"],
            person_title=says["title"],
            email=says["email"],
            phone="+90 284 000 00 00",
        )
        guest.page.set_input_files("[name=file]", self.paper)
        guest.tick("notice")
        guest.look("p03-person-and-paper")
        guest.go("form.mbb-form button[type=submit]", "**/mentoring/register/sent")
        guest.look("p04-mail-sent")
        guest.goto(self.walk.link(says["email"], "/register/confirm/"))
        guest.look("p05-confirm")
        guest.go(
            "form[action*='/confirm/'] button[type=submit]", "**/mentoring/register/confirmed"
        )
        guest.look("p06-confirmed")

    def approve(self):
        officer = self.walk.office("sekreterya")
        officer.open("mbb_mentor_portal.mbb_registration_action")
        officer.open_row(self.says["person"])
        if self.lang == "en":
            officer.agree("action_add_institution")
            expect(officer.field("institution_id").locator("input, a").first).to_be_visible()
        officer.look(f"p07-registration-{self.story}")
        officer.agree("action_approve")
        officer.state("approved")

    def begin(self):
        """By the link of the mail: a password, then the institution's page."""
        self._choose_password(self.guest, self.walk.link(self.says["email"], "token="))
        expect(self.guest.page.locator("h1")).to_contain_text(self.says["institution"])
        self.guest.look("p09-institution")

    def _choose_password(self, guest, link):
        guest.goto(link)
        guest.look(f"p08-password-{guest.login}")
        guest.fill(password=PASSWORD, confirm_password=PASSWORD)
        guest.go(
            ".oe_login_buttons button[type=submit]", re.compile("/my/mentoring/institution")
        )

    # -- a colleague -------------------------------------------------------

    def invite(self):
        guest, says = self.guest, self.says
        guest.fill(invite_name=says["colleague_name"], invite_email=says["colleague"])
        guest.tick("invite_role", says["role"])
        guest.go("form[action$='/invite'] button[type=submit]")
        guest.told()
        guest.look("p10-invited")
        colleague = self.colleague = self._guest("colleague")
        colleague.goto(self.walk.link(says["colleague"], "/invitation/"))
        colleague.tick("notice")
        colleague.look("p11-invitation")
        colleague.go("form[action*='/invitation/'] button[type=submit]", re.compile("/web/"))
        self._choose_password(colleague, colleague.page.url.removeprefix(self.walk.url))
        colleague.look("p12-institution-of-colleague")

    def follow(self, number, applies):
        """The colleague sees what is the institution's, and does what the role lets."""
        page = self.colleague.page
        self.colleague.goto("/my/mentoring")
        expect(page.locator("a.mbb-row", has_text=number).first).to_be_visible()
        expect(page.locator("a[href*='/apply/']")).to_have_count(2 if applies else 0)
        expect(page.locator("form[action*='/invite']")).to_have_count(0)
        self.colleague.look("p20-overview-of-colleague")

    def end_right(self, address):
        """Gone at once: the colleague's window is still open."""
        guest = self.guest
        guest.goto("/my/mentoring/institution")
        row = guest.page.locator(".mbb-person", has_text=self.says["colleague_name"])
        guest.press(row.locator("summary"))
        guest.look("p21-end-role")
        guest.go(row.locator("form button"))
        guest.told()
        assert self.colleague.page.goto(address).status == 404
        self.colleague.goto("/my/mentoring")
        expect(self.colleague.page.locator("a.mbb-row")).to_have_count(0)
        expect(self.colleague.page.locator("a[href*='/apply/']")).to_have_count(0)
        self.colleague.look("p22-nothing-left")

    # -- an application ----------------------------------------------------

    def write(self, kind):
        """The first two steps; then other work comes between."""
        guest = self.guest
        guest.goto("/my/mentoring")
        guest.look("p13-overview")
        guest.go(f"a[href$='/my/mentoring/apply/{kind}']")
        guest.tick("notice")
        guest.look("p14-who")
        guest.next_step("subjects")
        subject = tr(SUBJECT) if self.lang == "tr" else SUBJECT
        guest.choose_subject(subject, "1" if kind == "mentee" else "4")
        guest.look("p15-subjects")
        guest.go(".mbb-actions button[value=exit]")
        guest.told()
        guest.look("p16-draft")
        guest.leave()

    def resume(self, kind):
        """On another device: what is still to be written comes first."""
        guest = self.guest = self._guest("elsewhere")
        guest.enter(self.says["email"])
        guest.goto("/my/mentoring")
        guest.go(".mbb-row-waiting", "**/edit/content")
        guest.fill(summary=self.says["need"])
        guest.next_step("terms")
        guest.tick("mode_online")
        guest.tick_language()
        guest.fill(
            date_from=str(TODAY + timedelta(days=10)), date_to=str(TODAY + timedelta(days=200))
        )
        if kind == "mentor":
            guest.fill(capacity="2")
        guest.look("p17-terms")
        guest.next_step("files")
        guest.page.set_input_files("[name=document]", self.paper)
        guest.go("button[value=add]")
        expect(guest.page.locator(".mbb-file")).to_be_visible()
        guest.look("p18-files")
        guest.next_step("review")
        guest.look("p19-review")
        guest.go(".mbb-actions button[value=submit]")
        guest.told()
        guest.look("p19b-submitted")

    def print_paper(self):
        """What was submitted, as a paper; and the number of the application."""
        page = self.guest.page
        with page.expect_download() as download:
            page.click("a[href$='/paper']")
        path = self.walk.pictures / f"submitted-{self.story}.pdf"
        download.value.save_as(path)
        assert path.read_bytes().startswith(b"%PDF-")
        number = re.search(r"M[A-Z]+-\d{4}-\d{4}", page.locator("h1").inner_text())
        return number.group()


@pytest.mark.parametrize("name, kind", STORIES)
def test_institution(walk, paper, name, kind):
    """From the public page to a submitted application, and a colleague beside."""
    story = Newcomer(walk, paper, name)
    story.register()
    story.approve()
    story.begin()
    story.invite()
    story.write(kind)
    story.resume(kind)
    number = story.print_paper()
    address = story.guest.page.url.partition("?")[0]
    story.follow(number, applies=story.says["role"] == "applicant")
    story.end_right(address)


# -- after the submission --------------------------------------------------------------


def test_objection(walk):
    """A rejected application: why, until when, and the way to have it looked at again."""
    officer = walk.office("sekreterya")
    officer.open("mbb_mentor.mbb_mentee_action")
    officer.open_card("Kadıköy")
    officer.press("action_review")
    officer.state("review")
    officer.press_with_reason("Not Suitable", "Bu alanda açılacak eğitim programı kapsamındadır.")
    officer.state("rejected")
    person = walk.guest("kadikoy")
    person.enter("kadikoy")
    person.goto("/my/mentoring/all/mentees")
    person.page.locator("a.mbb-row").first.click()
    person.page.locator("#objection summary").click()
    person.fill(objection="Talebimiz eğitim değil, kurulu bir hizmetin yerinde görülmesidir.")
    person.look("p40-objection")
    person.page.click("form[action$='/object'] button[type=submit]")
    person.told()
    person.look("p41-objected")
    expect(person.page.locator("form[action$='/object']")).to_have_count(0)


def test_call(walk):
    """From the public page of an open call, through the sign-in, into its form."""
    person = walk.guest("caller", size=NARROW)
    person.goto("/mentoring/calls")
    person.look("p50-calls")
    person.page.locator(".mbb-tile a", has_text="Sıfır atık").click()
    person.look("p51-call")
    person.page.click("a[href*='/apply/mentee?call=']")
    person.fill(login="edremit.basvuru", password=walk.passwords["edremit.basvuru"])
    person.page.click(".oe_login_form button[type=submit]")
    person.page.wait_for_url("**/my/mentoring/apply/mentee?call=*")
    person.login = "edremit.basvuru"
    person.tick("notice")
    person.look("p52-form-of-call")
    person.next_step("subjects")
    # Only what the call is about.
    expect(person.page.locator("[name=skill_ids]")).to_have_count(1)
    person.page.check("[name=skill_ids]")
    person.page.click(".mbb-actions button[value=exit]")
    person.told()


# -- a relation, seen from both sides ----------------------------------------------------


def test_messages_and_calendar(walk):
    """Messages reach the other side through the match; sessions come into a calendar."""
    match = walk.sql(
        "SELECT m.id FROM mbb_match m JOIN mbb_session s ON s.match_id = m.id "
        "JOIN mbb_mentor o ON o.id = m.mentor_id JOIN res_users u "
        "ON u.partner_id = o.person_id WHERE u.login = 'uzman.ayse' "
        "AND s.state = 'planned' ORDER BY m.id LIMIT 1"
    )[0][0]
    person = walk.guest("writer", size=NARROW)
    person.enter("luleburgaz")
    person.goto(f"/my/mentoring/matches/{match}")
    person.look("p60-match")
    person.page.click(f"a[href$='/matches/{match}/messages']")
    person.fill(body="Tartım kayıtlarımız hazır; toplantıdan önce göndereyim mi?")
    person.page.click("form[action$='/messages'] button[type=submit]")
    person.told()
    person.look("p61-message")
    expert = walk.guest("uzman.ayse", size=NARROW)
    expert.enter("uzman.ayse")
    expert.goto("/my/mentoring")
    expert.look("p62-overview-of-expert")
    expert.page.locator(f".mbb-row-waiting[href$='/matches/{match}/messages']").click()
    expect(expert.page.locator(".mbb-messages")).to_contain_text("Tartım kayıtlarımız hazır")
    expert.look("p63-message-read")
    expert.goto("/my/mentoring/calendar")
    expert.page.click("form[action$='/renew'] button[type=submit]")
    address = expert.page.input_value("#field_address")
    expert.look("p64-calendar")
    # A calendar has no session of the portal.
    reader = walk.browser.new_context()
    answer = reader.request.get(walk.url + re.sub(r"^\w+://[^/]+", "", address))
    assert answer.ok and answer.headers["content-type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in answer.text() and "Tartım" not in answer.text()
    reader.close()


# -- without an account ------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["tr", "en"])
def test_event_and_feedback(walk, lang):
    says, prefix = LANGUAGES[lang], "" if lang == "tr" else "/en"
    guest = walk.guest(f"event-{lang}", lang=lang, size=says["size"])
    guest.goto(f"{prefix}/mentoring/events")
    guest.look("p70-events")
    guest.page.locator(".mbb-tile-title a").first.click()
    guest.look("p71-event")
    guest.page.click("a[href$='/register'].btn")
    guest.page.click("#mbb_event_form button[type=submit]")
    expect(guest.page.locator("#mbb_errors")).to_be_visible()
    guest.look("p72-event-errors")
    guest.fill(
        name=says["person"],
        company_name=says["institution"],
        email=f"event.{says['email']}",
    )
    guest.page.click("#mbb_event_form button[type=submit]")
    guest.told()
    guest.look("p73-registered")
    guest.page.locator("a[href*='/accessibility/feedback']").last.click()
    guest.fill(text="Tablo / table: 400 %", email=says["email"])
    guest.look("p74-feedback")
    guest.page.click("#mbb_feedback_form button[type=submit]")
    guest.told()
    guest.look("p75-statement")


# -- the person's own --------------------------------------------------------------------


def test_my_data(walk):
    """What is kept of me, as page and as files; a request, and its answer."""
    person = walk.guest("menti.deniz", size=NARROW)
    person.enter("menti.deniz")
    person.goto("/my/mentoring")
    person.page.click("a[href$='/my/mentoring/data']")
    person.look("p80-my-data")
    for kind, start in (("json", b"{"), ("pdf", b"%PDF-")):
        with person.page.expect_download() as download:
            person.page.click(f"#data_{kind}")
        path = walk.pictures / f"my-data.{kind}"
        download.value.save_as(path)
        assert path.read_bytes().startswith(start)
    assert "Deniz Ergeneli" in json.dumps(
        json.loads((walk.pictures / "my-data.json").read_text()), ensure_ascii=False
    )
    person.page.click("#data_request_new")
    person.tick("kind", "correction")
    person.fill(text="Unvanım Şehir Plancısı değil, Yüksek Şehir Plancısıdır.")
    person.look("p81-request")
    person.page.click("form.mbb-form button[type=submit]")
    person.told()
    person.look("p82-request-sent")
    address = person.page.url.partition("?")[0]
    officer = walk.office("sekreterya")
    officer.open("mbb_mentor_portal.mbb_data_request_action")
    officer.open_row("Deniz Ergeneli")
    officer.look("p83-request")
    officer.press("action_answer", dialog=True)
    officer.fill(answer="Unvanınız kayıtlarımızda düzeltilmiştir.")
    officer.look_dialog("p84-answer")
    officer.confirm("action_send")
    officer.state("answered")
    person.page.goto(address)
    expect(person.page.locator("main")).to_contain_text("kayıtlarımızda düzeltilmiştir")
    person.look("p85-answered")

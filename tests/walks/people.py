# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""People who use the programme in a real browser, each in a window of their own."""

import os
import re
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from english import TEXTS, english, tr, turkish
from playwright.sync_api import TimeoutError, expect

expect.set_options(timeout=45_000)
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
SMALL = {"width": 360, "height": 740}
LOCALES = {"tr": "tr-TR", "en": "en-GB"}
#: Looking at pictures takes somebody, taking them takes time: where they are wanted.
PICTURED = bool(os.environ.get("MBB_LONG") or os.environ.get("MBB_PICTURES"))


class Walk:
    """A served database, its people, and what was wrong on the way."""

    def __init__(self, browser, url, passwords, pictures):
        self.browser, self.url, self.passwords = browser, url, passwords
        self.pictures = Path(pictures)
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.remarks = []
        #: Runs SQL on the database: what only time can do.
        self.sql = None
        #: Where the mails are kept that the server sends.
        self.mails = None
        self._people = {}

    def portal(self, login):
        return self._get(Portal, login)

    def phone(self, login):
        return self._get(Phone, login)

    def office(self, login):
        return self._get(Office, login)

    def guest(self, name, keys=False, **options):
        """Somebody who has not signed in, in a window of their own; with `keys`, one
        who has no mouse."""
        kind = Keyed if keys else Guest
        guest = self._people[kind, name] = kind(self, name, **options)
        return guest

    def mail(self, address, subject=""):
        """The last mail to an address, as a message of Python."""
        found = [
            message
            for path in sorted(self.mails.glob("*.eml"))
            if address in (message := _read_mail(path))["To"]
            and subject in message["Subject"]
        ]
        assert found, f"no mail to {address}"
        return found[-1]

    def link(self, address, word):
        """The way on our server to which the last mail to an address leads."""
        text = self.mail(address).get_body(("html",)).get_content()
        links = [unescape(link) for link in re.findall(r'href="([^"]+)"', text)]
        parts = urlsplit(next(link for link in links if word in link))
        return parts._replace(scheme="", netloc="").geturl()

    def _get(self, kind, login):
        key = (kind, login)
        if key not in self._people:
            self._people[key] = kind(self, login)
        return self._people[key]

    def close(self, broken=False):
        """Keep what each one saw last where a walk broke off: that tells why."""
        for (_kind, login), person in self._people.items():
            if broken or PICTURED:
                person._shoot(person.page, f"last-{login}", person.size)
            person.context.close()


def _read_mail(path):
    return message_from_bytes(path.read_bytes(), policy=policy.default)


class Person:
    size, lang = WIDE, "tr"

    def __init__(self, walk, login):
        self.walk, self.login = walk, login
        self._open_window()
        self._sign_in()

    def _open_window(self):
        self.context = self.walk.browser.new_context(
            locale=LOCALES[self.lang], timezone_id="Europe/Istanbul", viewport=self.size
        )
        self.context.set_default_timeout(45_000)
        self.context.set_default_navigation_timeout(90_000)
        self.page = self._open_page()

    def _open_page(self):
        page = self.context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._remark("console", error))
        page.on("response", self._receive)
        return page

    def _hear(self, message):
        if message.type == "error":
            self._remark("console", f"{message.text} ({message.location.get('url')})")

    def _receive(self, response):
        if response.status >= 500:
            self._remark("answer", f"{response.status} {response.url}")

    def _remark(self, kind, text):
        line = f"{kind}: {text} [{self.login}, {self.page.url}]"
        self.walk.remarks.append(line.replace(self.walk.url, ""))

    def _sign_in(self):
        self.goto("/web/login")
        self.page.fill("input[name=login]", self.login)
        self.page.fill("input[name=password]", self.walk.passwords[self.login])
        with self.page.expect_navigation(url=re.compile(r"/(odoo|my)(/|\?|$)")):
            self.page.click(".oe_login_form button[type=submit]")

    def goto(self, path):
        self.page.goto(self.walk.url + path)

    def look(self, name):
        """Read the screen, and keep a picture of it, wide and at a phone's width."""
        other, find = ("English", english) if self.lang == "tr" else ("Turkish", turkish)
        for text in find(self.page.evaluate(TEXTS)):
            self._remark("screen", f"{other} on {name}: {text}")
        self._picture(self.page, name, self.size)

    def _picture(self, page, name, size):
        if PICTURED:
            self._shoot(page, name, size)

    def _shoot(self, page, name, size):
        path = self.walk.pictures / f"{name}-{size['width']}.png"
        page.screenshot(path=path, full_page=self.full_pages)


class Portal(Person):
    full_pages = True

    def look(self, name):
        self.page.wait_for_load_state()
        super().look(name)
        self.page.set_viewport_size(NARROW)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > NARROW["width"]:
            self._remark("screen", f"{name} is {wide} pixels wide on a phone")
        self._picture(self.page, name, NARROW)
        self.page.set_viewport_size(WIDE)

    # What a hand does, by one place of the page each: `Keyed` has no mouse.

    def press(self, place):
        """A link or a button, or what unfolds."""
        self._find(place).click()

    def write(self, place, value):
        field = self._find(place)
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)

    def check(self, place):
        """A box to tick, or one of several to choose."""
        self._find(place).check()

    def _find(self, place):
        return self.page.locator(place).first if isinstance(place, str) else place.first

    # What is made of it.

    def go(self, place, url=None):
        """Follow a link or send a form, to the page that answers."""
        with self.page.expect_navigation(url=url):
            self.press(place)

    def fill(self, **values):
        for name, value in values.items():
            self.write(f"[name={name}]:not([type=hidden])", value)

    def tick(self, name, value="1"):
        self.check(f"input[name={name}][value='{value}']")

    def next_step(self, step):
        """Save the step of the form, and go on to the one that follows."""
        self.go(".mbb-actions button[value=next]", re.compile(rf"/edit/{step}"))

    def choose_subject(self, name, level, note=None):
        """Tick a subject of the form, with its level."""
        self.write("#field_q", name)
        subject = self.page.locator(".mbb-subject:not([hidden])", has_text=name).first
        self.check(subject.locator("[name=skill_ids]"))
        self.check(subject.locator(f".mbb-levels input[type=radio][value='{level}']"))
        if note:
            self.write(subject.locator(".mbb-levels input[type=text]"), note)

    def tick_language(self):
        """The first of the languages: Turkish."""
        self.check("[name=language_ids]")

    def told(self):
        """The word of the page on what was done."""
        expect(self.page.locator("#mbb_notice")).to_be_visible()

    def answer(self, about, look=True):
        """Give the consent that waits on the overview."""
        self.goto("/my/mentoring")
        self.page.locator(".mbb-row-waiting", has_text=about).first.click()
        if look:
            self.look(f"consent-{self.login}")
        self.tick("read")
        self.page.click("form[action$='/grant'] button[type=submit]")
        self.told()


class Guest(Portal):
    """Somebody who comes without an account, in the language and at the width given;
    what they see is looked at on a phone and on a wide screen."""

    def __init__(self, walk, login, lang="tr", size=WIDE):
        self.walk, self.login, self.lang, self.size = walk, login, lang, size
        self._open_window()

    def look(self, name):
        name = f"{name}-{self.lang}{'-keys' if isinstance(self, Keyed) else ''}"
        self.page.wait_for_load_state()
        Person.look(self, name)
        other = WIDE if self.size == NARROW else NARROW
        for size in (other, self.size):
            self.page.set_viewport_size(size)
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            if wide > size["width"]:
                self._remark("screen", f"{name} is {wide} pixels wide")
            if size is other:
                self._picture(self.page, name, size)

    def enter(self, login):
        """Sign in."""
        self.login = login
        self._sign_in()

    def leave(self):
        """Sign out."""
        self.goto("/web/session/logout?redirect=/mentoring")
        expect(self.page.locator("a[href*='/mentoring/register']").first).to_be_visible()


class Keyed(Guest):
    """One who has a keyboard and nothing else."""

    def press(self, place):
        self._come_to(self._find(place))
        self.page.keyboard.press("Enter")

    def write(self, place, value):
        field = self._find(place)
        self._come_to(field)
        kind = field.evaluate("field => field.type")
        if kind.startswith("date"):
            self._write_date(value)
        elif kind == "select-one":
            # A list goes to what is typed of its words.
            self.page.keyboard.type(
                field.locator(f"option[value='{value}']").inner_text().strip()
            )
        else:
            self.page.keyboard.press("ControlOrMeta+A")
            self.page.keyboard.type(value)
        expect(field).to_have_value(value)

    def _write_date(self, value):
        """Part by part, as Chromium has them here: month, day, year; hours, minutes."""
        date, _apart, hours = value.partition("T")
        year, month, day = date.split("-")
        self.page.keyboard.type(month + day + year)
        if hours:
            # A year may have more than four digits.
            self.page.keyboard.press("ArrowRight")
            self.page.keyboard.type(hours.replace(":", ""))

    def check(self, place):
        field = self._find(place)
        group = field.evaluate("field => field.type == 'radio' && field.name")
        if not group:
            self._come_to(field)
            if not field.is_checked():
                self.page.keyboard.press("Space")
        else:
            # One of a group is stopped at; the arrows lead to the others, and choose.
            self._come_to(self.page.locator(f"input[type=radio][name='{group}']"))
            for _count in range(20):
                if field.is_checked():
                    break
                at_it = field.evaluate("field => field === document.activeElement")
                self.page.keyboard.press("Space" if at_it else "ArrowDown")
        expect(field).to_be_checked()

    def _come_to(self, places):
        """Tab on until the focus is at one of them."""
        found = places.element_handles()
        for _count in range(300):
            if self.page.evaluate("found => found.includes(document.activeElement)", found):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the focus does not come to {places}")

    def told(self):
        """The word of the page is read out: the focus is there."""
        expect(self.page.locator("#mbb_notice")).to_be_focused()

    def _sign_in(self):
        self.goto("/web/login")
        self.fill(login=self.login, password=self.walk.passwords[self.login])
        self.go(".oe_login_form button[type=submit]", re.compile(r"/my(/|\?|$)"))


class Phone(Portal):
    """The same pages, from first to last on a small phone."""

    size = SMALL

    def look(self, name):
        self.page.wait_for_load_state()
        Person.look(self, name)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > SMALL["width"]:
            self._remark("screen", f"{name} is {wide} pixels wide on a small phone")

    def withdraw(self, about, reason):
        """Take back a consent that was given."""
        self.goto("/my/mentoring/all/consents")
        self.page.locator(".mbb-row", has_text=about).first.click()
        self.page.locator("details summary", has_text=tr("Withdraw consent")).click()
        self.fill(withdraw_reason=reason)
        self.look(f"withdraw-{self.login}")
        self.page.click("form[action$='/withdraw'] button[type=submit]")
        self.told()


class Office(Person):
    full_pages = False
    signed = False

    def look(self, name):
        self._settled()
        super().look(name)
        if PICTURED:
            self._look_on_a_phone(name)

    def _look_on_a_phone(self, name):
        """It has to be loaded anew for that, which takes seconds."""
        phone = self._open_page()
        phone.set_viewport_size(NARROW)
        phone.goto(self.page.url)
        expect(phone.locator(".o_view_controller")).to_be_visible()
        expect(phone.locator(".o_loading_indicator")).to_have_count(0)
        self._picture(phone, name, NARROW)
        phone.close()

    def _settled(self):
        expect(self.page.locator(".o_view_controller").first).to_be_visible()
        expect(self.page.locator(".o_loading_indicator")).to_have_count(0)
        expect(self.page.locator(".o_blockUI")).to_have_count(0)

    def open(self, action, record=None):
        """A menu's list, or one record of it."""
        self._lead_to(f"/odoo/action-{action}" + (f"/{record}" if record else ""))
        self._settled()

    def reopen(self, address):
        """The record that stood there, as it is now."""
        self._lead_to(address)
        expect(self.page.locator(".o_form_view")).to_be_visible()
        self._settled()

    def _lead_to(self, address):
        """Loaded anew: a list that the web client keeps shows what was there before."""
        self.page.goto(urljoin(self.walk.url, address))

    def begin(self):
        """A new record from its list."""
        self.page.locator(".o_control_panel .o_list_button_add").click()
        expect(self.page.locator(".o_form_view")).to_be_visible()
        self._settled()

    def open_card(self, text):
        self.page.locator(".o_kanban_record", has_text=text).first.click()
        expect(self.page.locator(".o_form_view")).to_be_visible()
        self._settled()

    def open_row(self, text):
        self.page.locator(".o_data_row", has_text=text).first.locator("td").nth(1).click()
        expect(self.page.locator(".o_form_view")).to_be_visible()
        self._settled()

    @property
    def scope(self):
        """The dialog on top, or the page."""
        dialogs = self.page.locator(".o_dialog")
        return dialogs.last if dialogs.count() else self.page.locator(".o_action_manager")

    def press(self, method, dialog=False):
        """The button of a step; with `dialog`, wait for the one that it opens."""
        self.scope.locator(f"button[name='{method}']:visible").first.click()
        if dialog:
            expect(self.page.locator(".o_dialog .modal-footer")).to_be_visible()

    def press_with_reason(self, text, reason):
        """A button that asks for a reason first, by what stands on it."""
        # A slash would end the pattern in the browser.
        label = re.escape(tr(text)).replace("/", r"\/")
        self.scope.get_by_role("button", name=re.compile(rf"^\W*{label}\W*$")).click()
        expect(self.page.locator(".o_dialog .modal-footer")).to_be_visible()
        self.fill(reason=reason)
        self.confirm("action_confirm")

    def confirm(self, method):
        """The button that closes the dialog."""
        self.press(method)
        expect(self.page.locator(".o_dialog")).to_have_count(0)

    def agree(self, method):
        """A button that asks whether to go on."""
        self.press(method, dialog=True)
        self.page.locator(".o_dialog .modal-footer .btn-primary").click()
        expect(self.page.locator(".o_dialog")).to_have_count(0)

    def save_dialog(self):
        self.page.locator(".o_dialog .o_form_button_save").click()
        expect(self.page.locator(".o_dialog")).to_have_count(0)

    def save(self):
        saved = self.page.locator(".o_form_status_indicator_buttons.invisible")
        for attempt in range(3):
            if attempt and saved.count():
                return
            # The first click may only shut a calendar that is still open.
            self.page.locator(".o_form_button_save").click()
            try:
                return expect(saved).to_be_attached(timeout=15_000)
            except AssertionError:
                continue
        expect(saved).to_be_attached()

    def tab(self, name):
        self.scope.locator(f".o_notebook_headers a[name='{name}']").click()

    def field(self, name):
        return self.scope.locator(f".o_field_widget[name='{name}']").first

    def fill(self, **values):
        for name, value in values.items():
            field = self.field(name).locator("input, textarea").first
            field.fill(value)
            field.press("Tab")

    def choose(self, **values):
        """A link to another record, by what is typed."""
        for name, value in values.items():
            self._choose(self.field(name).locator("input").first, value)

    def add_row(self, name):
        """A new row of an editable list."""
        rows = self.field(name).locator(".o_data_row")
        count = rows.count()
        self.field(name).locator(".o_field_x2many_list_row_add a").click()
        # Until then what is typed would go to the row before.
        expect(rows.nth(count)).to_contain_class("o_selected_row")

    def cell(self, name):
        """A field of the row that is being written."""
        return self.scope.locator(f".o_selected_row [name='{name}'] input").first

    def choose_cell(self, **values):
        """A link to another record in the row that is being written."""
        for name, value in values.items():
            self._choose(self.cell(name), value)

    def _choose(self, typing, value):
        option = self.page.locator(
            ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option)", has_text=value
        ).first

        def type_it():
            typing.fill("")
            typing.fill(value)

        self._take(option, type_it)

    def select(self, **values):
        """One of a fixed list, by its label."""
        for name, label in values.items():
            self._select(self.field(name).locator("input"), label)

    def select_cell(self, **values):
        """One of a fixed list in the row that is being written."""
        for name, label in values.items():
            self._select(self.cell(name), label)

    def _select(self, opener, label):
        option = self.page.locator(".o_select_menu_item", has_text=tr(label)).first
        self._take(option, opener.click)

    def _take(self, option, unfold):
        """Choose from a list that another field's change may shut meanwhile."""
        for _attempt in range(3):
            unfold()
            try:
                return option.click(timeout=10_000)
            except TimeoutError:
                continue
        return option.click()

    def pick(self, name, label):
        """A radio button."""
        self.field(name).get_by_label(tr(label), exact=True).check()

    def attach(self, name, path):
        self.field(name).locator("input[type=file]").set_input_files(path)
        expect(self.field(name).locator("input.o_input, span").first).to_be_visible()

    def state(self, value):
        """Wait until the record stands there."""
        current = self.page.locator(f".o_statusbar_status [data-value='{value}'][aria-current]")
        expect(current.first).to_be_attached(timeout=60_000)
        self._settled()

    def fill_dates(self, **values):
        """Dates: the one that is not being written is shown as a button.

        Typed with the calendar open, and read back when it has shut: a date that is
        typed while the form is drawn again would be shown and not kept.
        """
        calendar = self.page.locator(".o_datetime_picker")
        for name, value in values.items():
            kept = self.scope.locator(f"button[data-field={name}]")
            for _attempt in range(3):
                self._settled()
                self.scope.locator(f"[data-field={name}]").click()
                expect(calendar).to_be_visible()
                field = self.scope.locator(f"input[data-field={name}]")
                field.fill(value)
                field.press("Enter")
                expect(calendar).to_have_count(0)
                self._settled()
                if kept.count():
                    break
            expect(kept).to_be_visible()

    def look_dialog(self, name):
        """A dialog has no address of its own: read and pictured where it stands."""
        super().look(name)
        if PICTURED:
            self.page.set_viewport_size(NARROW)
            self._picture(self.page, name, NARROW)
            self.page.set_viewport_size(WIDE)

    def print_paper(self, name):
        """A paper from the menu of the record."""
        self.page.locator(".o_cp_action_menus button").first.click()
        self.page.get_by_text("Yazdır", exact=True).hover()
        with self.page.expect_download() as download:
            self.page.get_by_text(tr(name), exact=True).last.click()
        path = self.walk.pictures / f"{name}.pdf"
        download.value.save_as(path)
        assert path.read_bytes().startswith(b"%PDF-")

    def download(self, method, name):
        """The paper that a button hands out, kept beside the pictures."""
        with self.page.expect_download() as download:
            self.press(method)
        path = self.walk.pictures / f"{name}.pdf"
        download.value.save_as(path)
        return path

    def decide(self, about, signed=False):
        """Approve what waits; with the password where it weighs as a signature.

        Odoo asks for it once in ten minutes.
        """
        self.open("mbb_mentor.mbb_approval_action")
        self.open_row(about)
        self.approve(signed)

    def approve(self, signed=False, state="approved"):
        """Approve what stands on the screen."""
        asked = signed and not self.signed
        self.press("action_approve", dialog=asked)
        if asked:
            self.page.fill(
                ".o_dialog input[type=password]", self.walk.passwords[self.login]
            )
            self.press("run_check")
            expect(self.page.locator(".o_dialog")).to_have_count(0, timeout=90_000)
            self.signed = True
        if state:
            self.state(state)

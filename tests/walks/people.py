# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""People who use the programme in a real browser, each in a window of their own."""

import os
import re

from english import TEXTS, english, tr, turkish
from playwright.sync_api import expect

expect.set_options(timeout=45_000)
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
SMALL = {"width": 360, "height": 740}
LOCALES = {"tr": "tr-TR", "en": "en-GB"}
#: Looking at pictures takes somebody, taking them takes time: where they are wanted.
PICTURED = bool(os.environ.get("MBB_LONG") or os.environ.get("MBB_PICTURES"))


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

    def evaluate(self, words, place=-2):
        """Answer the questions: of each list the last but one, of each text `words`."""
        for question in self.page.locator("form.mbb-form fieldset").all():
            choices = question.locator("input")
            self.check(choices.nth(max(choices.count() + place, 0)))
        for text in self.page.locator("form.mbb-form textarea").all():
            self.write(text, words)
        self.go("form.mbb-form button[type=submit]")
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

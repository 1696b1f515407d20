# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Who works in the back office."""

import re
from urllib.parse import urljoin

from english import tr
from people import NARROW, PICTURED, WIDE, Person
from playwright.sync_api import TimeoutError, expect

#: A view, or the figures.
SHOWN = ".o_view_controller, .o_mbb_figures"


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
        expect(phone.locator(SHOWN).first).to_be_visible()
        expect(phone.locator(".o_loading_indicator")).to_have_count(0)
        self._picture(phone, name, NARROW)
        phone.close()

    def _settled(self):
        expect(self.page.locator(SHOWN).first).to_be_visible()
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

    def remove_row(self, name):
        """The last row of a list. A click is lost where the form is drawn again under it."""
        self._settled()
        rows = self.field(name).locator(".o_data_row")
        left = rows.count() - 1
        for _attempt in range(3):
            if rows.count() > left:
                rows.nth(left).locator(".o_list_record_remove").click()
            try:
                return expect(rows).to_have_count(left, timeout=10_000)
            except AssertionError:
                continue
        expect(rows).to_have_count(left)

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

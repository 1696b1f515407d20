# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What the walks through consents and assignments share: scene, people, papers."""

import re
import shutil
import subprocess
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from english import TEXTS, english
from people import SMALL
from playwright.sync_api import expect
from pypdf import PdfReader

TODAY = datetime.now(ZoneInfo("Europe/Istanbul")).date()
#: A match whose consents are asked; colleagues of the expert; an expert of the other side.
SCENE = """
from odoo.addons.mbb_mentor_portal.demo.relations import Relations
from odoo.addons.mbb_mentor_portal.demo.tables import paper, read

demo = Relations(env)
demo.users = {user.login: user for user in env["res.users"].search([])}
demo.people = {login: user.partner_id for login, user in demo.users.items()}
for row in read("institutions"):
    demo.institutions[row["key"]] = env["res.partner"].search(
        [("is_mentor_institution", "=", True), ("name", "=", row["name"])], limit=1
    )
demo.mentors["ayse"] = env["mbb.mentor"].search(
    [("person_id", "=", demo.people["uzman.ayse"].id)]
)
demo.mentees["market"] = demo._apply(
    "mbb.mentee",
    {
        "by": "canakkale",
        "institution": "canakkale",
        "unit": "",
        "person": "",
        "type": "institution",
        "skills": "environment_zero_waste:1",
        "modes": "online onsite",
        "date_from": "0",
        "date_to": "200",
        "state": "waiting",
        "reason": "",
        "summary": "Pazar yerlerinde ayrı toplama düzenini kurmak istiyoruz.",
        "background": "",
        "expectation": "",
    },
)
demo._propose("ayse", "market").action_ask_consents()
people = {}
for name, function, key in (
    ("Elif Karaçalı", "Şehir Plancısı", "nilufer"),
    ("Onur Bozdağlı", "Bilgisayar Mühendisi", "nilufer"),
    ("Gonca Sahilbaşı", "Harita Mühendisi", "canakkale"),
):
    people[name] = env["res.partner"].create(
        {
            "name": name,
            "function": function,
            "parent_id": demo.institutions[key].id,
            "lang": "tr_TR",
        }
    )
trip = env["mbb.assignment"].search([("state", "=", "ongoing")])
mentee = demo.as_user("sekreterya2", trip.match_id.mentee_id)
mentee._name_expert(people["Gonca Sahilbaşı"])._record_paper(
    "confirmed",
    content=paper("UZMAN TEYİT BEYANI", "Gonca Sahilbaşı"),
    file_name="uzman-teyidi.pdf",
    date=demo.calendar.day(-1),
)
env.cr.commit()
"""


def day(offset):
    return TODAY + timedelta(days=offset)


def typed(date):
    """A date as a Turkish form takes it."""
    return date.strftime("%d.%m.%Y")


class Asking:
    """Somebody who holds a letter, and has no account."""

    def __init__(self, walk):
        self.walk = walk
        self.context = walk.browser.new_context(locale="tr-TR", viewport=SMALL)
        self.page = self.context.new_page()

    def ask(self, code):
        self.page.goto(f"{self.walk.url}/mentoring/verify")
        self.page.fill("input[name=code]", code)
        self.page.click("button[type=submit]")

    def look(self, name):
        assert english(self.page.evaluate(TEXTS)) == []
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= SMALL["width"]
        path = self.walk.pictures / f"{name}-{SMALL['width']}.png"
        self.page.screenshot(path=path, full_page=True)


def pictured(path):
    """The pages of a PDF as pictures beside it, where the tool is there; their texts."""
    assert path.read_bytes().startswith(b"%PDF-")
    if shutil.which("pdftoppm"):
        command = ["pdftoppm", "-r", "80", "-png", str(path), str(path.with_suffix(""))]
        subprocess.run(command, check=True)
    reader = PdfReader(path)
    return [" ".join(page.extract_text().split()) for page in reader.pages]


class Together:
    """The relation of Nilüfer and Çanakkale: who is sent, by whom, and who decides."""

    def __init__(self, walk, paper):
        self.walk, self.paper = walk, paper
        self.officer = walk.office("sekreterya2")
        self.head = walk.office("genelsekreter")

    def open_match(self):
        self.officer.open("mbb_mentor.mbb_match_action")
        self.officer.open_card(re.compile(r"Mehmet Uluderin[\s\S]*Çanakkale"))

    def record_letter(self, number):
        officer = self.officer
        officer.press("action_record_sending_letter", dialog=True)
        officer.select(channel="EBYS")
        officer.fill(number=number)
        officer.attach("file", self.paper)
        officer.confirm("action_record")

    def record_consent(self, name):
        """What somebody without an account has signed."""
        officer = self.officer
        officer.tab("consents")
        row = officer.field("consent_ids").locator(".o_data_row", has_text=name)
        # From a visit the assignment itself is a dialog.
        dialogs = officer.page.locator(".o_dialog")
        count = dialogs.count()
        row.locator("button .fa-upload").click()
        expect(dialogs).to_have_count(count + 1)
        officer.fill(capacity=name)
        officer.attach("file", self.paper)
        officer.press("action_record")
        expect(dialogs).to_have_count(count)

    def ask(self, number):
        """The letter of the own institution recorded, the consents asked."""
        officer = self.officer
        self.record_letter(number)
        officer.press("action_ask_consents")
        officer.state("consent")
        return officer.page.url

    def attach_letter(self, party, number):
        """The letter that follows the click in the portal, put to that answer."""
        officer = self.officer
        row = officer.field("consent_ids").locator(".o_data_row", has_text=party)
        row.locator("button .fa-upload").click()
        expect(officer.page.locator(".o_dialog .modal-footer")).to_be_visible()
        officer.select(channel="EBYS")
        officer.fill(document_number=number)
        officer.attach("file", self.paper)
        officer.confirm("action_record")

    def report(self):
        """The expert's report, then what the host signed: both came on paper."""
        officer = self.officer
        officer.press("action_view_report")
        officer.state("draft")
        self._add_paper()
        officer.fill(text="İki mahallenin verisi aktarıldı, birim personeli eğitildi.")
        officer.save()
        officer.press("action_submit")
        officer.state("submitted")
        self._add_paper()
        officer.press("action_confirm")
        officer.state("confirmed")
        officer.look("98-report-confirmed")

    def _add_paper(self):
        officer = self.officer
        officer.press("action_attach", dialog=True)
        officer.attach("file", self.paper)
        officer.confirm("action_record")

    def order(self, amount, login):
        """The order of the spending, put before who decides on that much."""
        officer = self.officer
        officer.press("action_draw_up_order")
        expect(officer.field("appropriation")).to_be_visible()
        officer.fill(appropriation="38.34.00.01-03.3.1.01", amount=amount)
        officer.choose(performer_id="Sibel Durukanlı")
        officer.save()
        name = officer.field("name").locator("textarea, input").first.input_value()
        officer.press("action_ask_approval")
        officer.state("approval")
        self.walk.office(login).decide(name, signed=True)
        return name

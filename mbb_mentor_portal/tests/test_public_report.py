# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import io

from lxml import html
from openpyxl import load_workbook

from odoo.tests import tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestPublicReport(PortalCase):
    """Everybody reads what was published, and nothing besides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_relation()
        cls.env.cr.execute("UPDATE mbb_activity_report SET is_public = false, "
                           "year = year - 20")
        cls.env.invalidate_all()
        reports = cls.env["mbb.activity.report"].with_user(cls.user_manager)
        cls.report = reports.create(
            {"year": cls.today.year, "introduction": "<script>alert(1)</script>"}
        )
        cls.url = f"/mentoring/reports/{cls.today.year}"
        cls.addresses = [cls.url, *(f"{cls.url}/{kind}" for kind in ("pdf", "csv", "xlsx"))]

    def _get(self, url, status=200):
        response = self.url_open(url)
        self.assertEqual(response.status_code, status, url)
        return response

    def _publish(self):
        self.report.action_issue()
        self.report.action_publish()

    def test_only_while_it_is_published(self):
        for address in self.addresses:
            self._get(address, 404)
        self.report.action_issue()
        for address in self.addresses:
            self._get(address, 404)
        self.report.action_publish()
        for address in self.addresses:
            self.assertEqual(self._get(address).headers["Cache-Control"], "no-store")
        self.assertIn(self.report.number, self._get("/mentoring/reports").text)
        self.report.action_unpublish()
        for address in self.addresses:
            self._get(address, 404)
        self.assertNotIn(self.report.number, self._get("/mentoring/reports").text)

    def test_in_both_languages(self):
        self._publish()
        turkish = self._get(f"/tr{self.url}").text
        english = self._get(f"/en{self.url}").text
        self.assertIn("Rakamlarla yıl", turkish)
        self.assertIn("The year in numbers", english)
        for page in (turkish, english):
            self.assertIn("&lt;script&gt;alert(1)", page)
            page = html.fromstring(page)
            self.assertTrue(page.xpath("//table//th[@scope='row']"))

    def test_what_is_small_and_who_it_was_stay_inside(self):
        """The one match of this relation is neither counted by persons nor named."""
        self._publish()
        page = html.fromstring(self._get(f"/en{self.url}").text)
        cells = {
            " ".join(row.xpath("./th")[0].text_content().split()): row.xpath("./td")[0]
            for row in page.xpath("//table//tr[th[@scope='row'] and td]")
        }
        self.assertEqual(cells["Institutions in Matches"].text_content().strip(), "<5")
        everything = page.text_content() + self._get(f"{self.url}/csv").text
        book = load_workbook(io.BytesIO(self._get(f"{self.url}/xlsx").content))
        for sheet in book.worksheets:
            everything += str([list(row) for row in sheet.values])
        for name in (self.giving.name, self.asking.name, self.expert.name):
            self.assertNotIn(name, everything)

    def test_a_correction_takes_its_place(self):
        self._publish()
        action = self.report.action_correct("Two sessions were counted twice")
        draft = self.report.browse(action["res_id"])
        draft.action_issue()
        self.assertIn(self.report.number, self._get(self.url).text)
        draft.action_publish()
        page = self._get(self.url).text
        self.assertIn(draft.number, page)
        self.assertIn("Two sessions were counted twice", page)
        self.assertNotIn(self.report.number, page)

    def test_found_from_the_first_page(self):
        page = html.fromstring(self._get("/mentoring").text)
        links = page.xpath("//main//a/@href | //div[@id='wrap']//a/@href")
        for target in ("/mentoring/reports", "/mentoring/practices"):
            self.assertTrue([link for link in links if link.endswith(target)], target)

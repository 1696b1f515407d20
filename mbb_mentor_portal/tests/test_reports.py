# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.http_routing.models.ir_http import IrHttp

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestReports(PortalCase):
    """The platform's way to reports leads no share user to a paper of ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_relation()
        # Drawing the error page is most of the time.
        cls.drawn = patch.object(
            IrHttp, "_get_error_html", lambda env, code, values: (code, "")
        )
        recovery = cls.env["mbb.travel.recovery"].sudo()
        # That something was paid takes a whole claim, and is not asked here.
        with patch.object(type(recovery), "_get_most", lambda recovery: 1):
            cls.recovery = recovery.create(
                {
                    "claim_id": cls.claim.id,
                    "ground": "loss",
                    "amount": 1,
                    "company_id": cls.company.id,
                    "date_interest_from": cls.today,
                }
            )
        #: {model of a report: a record that there is}
        cls.targets = {
            "mbb.mentor": cls.mentor,
            "mbb.mentee": cls.mentee,
            "mbb.agreement": cls._agree_on(cls.match),
            "mbb.travel.claim": cls.claim,
            "mbb.travel.recovery": cls.recovery,
            "mbb.data.request": cls.env["mbb.data.request"]._receive(
                cls.user_expert.partner_id, "access", "All of it"
            ),
        }

    def _get_reports(self):
        data = self.env["ir.model.data"].search(
            [
                ("model", "=", "ir.actions.report"),
                ("module", "=like", "mbb_mentor%"),
            ]
        )
        return self.env["ir.actions.report"].browse(data.mapped("res_id"))

    def _get_names(self):
        """{name in an address: id}, with pages that are no report."""
        names = {
            report.report_name: self.targets.get(report.model, report).id
            for report in self._get_reports()
        }
        pages = self.env["ir.ui.view"].search(
            [("type", "=", "qweb"), ("key", "=like", "mbb_mentor%.report_%")]
        )
        self.assertGreater(len(pages), len(names))
        return {**dict.fromkeys(pages.mapped("key"), 1), **names}

    def test_every_report_says_whose_it_is(self):
        reports = self._get_reports()
        self.assertLessEqual(set(self.targets), set(reports.mapped("model")))
        share = self.env.ref("base.group_portal") | self.env.ref("base.group_public")
        for report in reports:
            with self.subTest(report=report.report_name):
                self.assertTrue(report.group_ids)
                self.assertFalse(report.group_ids & share)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_no_report_for_share_users(self):
        names = self._get_names()
        for user in (self.user_other, self.user_stranger):
            self._sign_in(user)
            for name, record_id in names.items():
                for kind in ("html", "pdf"):
                    url = f"/report/{kind}/{name}/{record_id}"
                    with self.subTest(user=user.login, url=url), self.drawn:
                        status = self.url_open(url).status_code
                        self.assertIn(status, (403, 404))

    @mute_logger("odoo.http")
    def test_no_paper_of_a_draft(self):
        """What its own page refuses is not printed on another way."""
        self._sign_in(self.user_asking)
        for address in (
            f"{self.draft._get_portal_url()}/paper",
            f"/report/html/mbb_mentor.report_application_mentee/{self.draft.id}",
            f"/report/pdf/mbb_mentor.report_application_mentee/{self.draft.id}",
        ):
            self._get(address, 403)

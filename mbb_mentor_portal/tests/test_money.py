# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.http import Request
from odoo.tests import new_test_user, tagged
from odoo.tools import html2plaintext, mute_logger

from .common import PortalCase

IBAN = "TR330006100519786457841326"
TCKN = "10000000146"


@tagged("post_install", "-at_install")
class TestMoney(PortalCase):
    """The expert says where to be paid and asks for an advance, by the pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_relation()
        new_test_user(
            cls.env,
            "test.authoriser",
            groups="mbb_mentor_expense.group_travel_authoriser",
        )

    def _send(self, url, **values):
        values["csrf_token"] = Request.csrf_token(self)
        return self.url_open(url, data=values, allow_redirects=True)

    def test_account(self):
        self.authenticate(self.user_expert.login, self.user_expert.login)
        url = f"/my/mentoring/claims/{self.claim.id}/payee"
        page = self._send(url, iban="TR12", identity_number=TCKN)
        self.assertEqual(page.status_code, 422)
        self.assertFalse(self.claim.sudo()._get_payee("waiting"))
        page = self._send(url, iban=IBAN, identity_number=TCKN)
        self.assertEqual(page.status_code, 200)
        payee = self.claim.sudo()._get_payee("waiting")
        self.assertEqual((payee.iban, payee.create_uid), (IBAN, self.user_expert))
        # Shown by its last four digits, there and in the form.
        self.assertIn(IBAN[-4:], page.text)
        self.assertNotIn(IBAN, page.text)
        self.assertNotIn(TCKN, self.url_open(url).text)

    def test_advance(self):
        today = self.today
        assignment = self._approved(
            self.match,
            date_from=today + timedelta(days=3),
            date_to=today + timedelta(days=4),
            payer="birlik",
            coverage_allowance=1,
        ).sudo()
        self.authenticate(self.user_expert.login, self.user_expert.login)
        url = f"/my/mentoring/advances/new?assignment={assignment.id}"
        self.assertEqual(self.url_open(url).status_code, 200)
        self.assertEqual(self._send(url, amount="999999,00").status_code, 422)
        page = self._send(url, amount="100,00", reason="Bus")
        self.assertEqual(page.status_code, 200, html2plaintext(page.text))
        advance = assignment.travel_advance_ids
        self.assertEqual((advance.amount, advance.state), (100, "requested"))
        self.assertEqual(advance.requested_by_id, self.user_expert)
        own = f"/my/mentoring/advances/{advance.id}"
        self.assertEqual(self.url_open(own).status_code, 200)
        # Found again from the overview, not only from the assignment.
        self.assertIn(own, self.url_open("/my/mentoring").text)
        self.assertIn(own, self.url_open("/my/mentoring/all/advances").text)
        self.authenticate(self.user_asking.login, self.user_asking.login)
        self.assertEqual(self.url_open(own).status_code, 404)

    def test_shares_as_the_reader_writes_them(self):
        assignment = self.claim.assignment_id
        url = f"/my/mentoring/assignments/{assignment.id}"
        for lang, said in (("en_US", "100%"), ("tr_TR", "%100")):
            self.user_expert.lang = lang
            self.authenticate(self.user_expert.login, self.user_expert.login)
            self.assertIn(said, html2plaintext(self.url_open(url).text))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_nobody_elses(self):
        for user in (self.user_giving, self.user_asking):
            with self.assertRaises(AccessError):
                self.claim.with_user(user).sudo(False)._record_payee(iban=IBAN)

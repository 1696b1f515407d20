# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PortalCase

BOTH = ("asking", "applicant", "viewer", "giving", "expert")
EVERYBODY = (*BOTH, "former", "other", "stranger")


@tagged("post_install", "-at_install")
class TestAgreementPages(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._agree()
        cls.first = cls._agree_on(cls.match)

    def _agree_to(self, agreement):
        users = {**self._users_by_side(), "mentee": self.user_asking}
        for consent in agreement.consent_ids:
            consent.with_user(users[consent.side]).action_grant()

    @mute_logger("odoo.http")
    def test_who_reads_a_version(self):
        for who in EVERYBODY:
            self._sign_in(getattr(self, f"user_{who}"))
            with self.subTest(who=who):
                status = 200 if who in BOTH else 404
                response = self._get(self.first._get_portal_url(), status)
                if status == 200:
                    self.assertIn("Drafts stay between us", response.text)
                    match = self._get(self.match._get_portal_url())
                    self.assertIn(self.first._get_portal_url(), match.text)

    def test_consent_shows_the_whole_text(self):
        """Each party reads what it agrees to, and finds the version from there."""
        users = self._users_by_side()
        for consent in self.first.consent_ids:
            self._sign_in(users[consent.side])
            page = self._get(consent._get_portal_url()).text
            for words in (
                "A zoning plan",
                "Every second week",
                "Reading drafts together",
                "Drafts stay between us",
                "On time",
                self.first._get_portal_url(),
            ):
                self.assertIn(words, page)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.models")
    def test_earlier_versions_stay_readable(self):
        self._agree_to(self.first)
        self.assertEqual(self.first.state, "agreed")
        draft = self.env["mbb.agreement"].with_user(self.user_officer)
        draft = draft.create(
            {
                "match_id": self.match.id,
                "goals": "Another goal",
                "change_note": "The goal has changed",
            }
        )
        url = draft.sudo()._get_portal_url()
        self._sign_in(self.user_asking)
        # What is being drawn up is the Sekreterya's.
        self._get(url, 404)
        page = self._get(self.match._get_portal_url()).text
        self.assertNotIn(f'href="{url}"', page)
        with self.assertRaises(AccessError):
            draft.with_user(self.user_asking).read(["goals"])
        draft.action_ask()
        self.assertIn("The goal has changed", self._get(url).text)
        self._agree_to(draft.sudo())
        self.assertEqual(self.first.state, "replaced")
        page = self._get(self.first._get_portal_url()).text
        self.assertIn("A zoning plan", page)
        self.assertNotIn("Another goal", page)
        self.assertIn(url, page)
        self.match.with_user(self.user_officer).action_end("Moved away")
        self._get(self.first._get_portal_url())
        self._get(url)

    @mute_logger("odoo.http")
    def test_taken_back_is_a_draft_again(self):
        self.first.with_user(self.user_officer).action_take_back("A mistake")
        self._sign_in(self.user_asking)
        self._get(self.first._get_portal_url(), 404)
        self.first.with_user(self.user_officer).action_cancel("Not needed")
        self._get(self.first._get_portal_url(), 404)

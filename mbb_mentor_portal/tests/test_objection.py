# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestObjection(PortalCase):
    """A rejected applicant asks once to look again, within the time (MPY m.5/6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.mbb_objection_days = 10
        cls.rejected = cls._create_mentee(accepted=False)
        cls.rejected.sudo().action_submit()
        officer = cls.rejected.with_user(cls.user_officer)
        officer.action_review()
        officer.action_reject("Outside the programme")
        cls.rejected = cls.rejected.sudo()
        cls.url = cls.rejected._get_portal_url()

    def _object(self, user=None):
        self._sign_in(user or self.user_asking)
        self._post(f"{self.url}/object", {"objection": "It is within m.5/1"})
        return self.rejected.objection_ids

    def test_the_way_of_an_objection(self):
        self._sign_in(self.user_applicant)
        page = self._get(self.url).text
        self.assertIn('id="field_objection"', page)
        self.assertIn("objection_error", self._post(f"{self.url}/object", {}, 422).text)
        objection = self._object(self.user_applicant)
        self.assertEqual(objection.reason, "It is within m.5/1")
        self.assertEqual(objection.contested_reason, "Outside the programme")
        page = self._get(self.url).text
        self.assertIn("It is within m.5/1", page)
        self.assertNotIn('id="field_objection"', page)
        objection.with_user(self.user_manager).action_dismiss("It is not")
        self.assertIn("It is not", self._get(self.url).text)

    @mute_logger("odoo.http")
    def test_who_may(self):
        for who, status in {
            "viewer": 403,
            "former": 404,
            "other": 404,
            "giving": 404,
            "expert": 404,
            "stranger": 404,
        }.items():
            with self.subTest(who=who):
                self._sign_in(getattr(self, f"user_{who}"))
                self._post(f"{self.url}/object", {"objection": "x"}, status)
        self.assertFalse(self.rejected.objection_ids)

    @mute_logger("odoo.http")
    def test_once_and_in_time(self):
        end = self.env.cr.now() + timedelta(days=12)
        self._sign_in(self.user_asking)
        with freeze_time(end):
            self.assertNotIn('id="field_objection"', self._get(self.url).text)
            self._post(f"{self.url}/object", {"objection": "x"}, 403)
        self._object()
        self._post(f"{self.url}/object", {"objection": "x"}, 403)
        self.assertEqual(len(self.rejected.objection_ids), 1)

    @mute_logger("odoo.http")
    def test_withdrawing(self):
        objection = self._object()
        for who, status in {"viewer": 403, "former": 404, "other": 404}.items():
            self._sign_in(getattr(self, f"user_{who}"))
            self._post(f"{self.url}/object/withdraw", {}, status)
        self._sign_in(self.user_asking)
        self._post(f"{self.url}/object/withdraw")
        self.assertEqual(objection.state, "withdrawn")
        self._post(f"{self.url}/object/withdraw", {}, 403)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_by_the_models(self):
        own = self.rejected.with_user(self.user_asking).sudo(False)
        for reason in ("x" * 6001, "a\x00b"):
            with self.assertRaises(ValidationError):
                own.action_object(reason)
        with self.assertRaises(AccessError):
            self.rejected.with_user(self.user_other).sudo(False).action_object("x")
        with self.assertRaises(UserError):
            self.rejected.with_user(self.user_viewer).sudo(False).action_object("x")
        own.action_object("Once more, please")
        objection = self.rejected.objection_ids
        for who, error in {"other": AccessError, "viewer": UserError}.items():
            user = getattr(self, f"user_{who}")
            with self.assertRaises(error):
                objection.with_user(user).sudo(False).action_withdraw()
        with self.assertRaises(UserError):
            objection.with_user(self.user_asking).sudo(False).action_uphold("Mine")
        objection.with_user(self.user_asking).sudo(False).action_withdraw()
        self.assertEqual(objection.state, "withdrawn")

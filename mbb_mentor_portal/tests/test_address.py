# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PortalCase

SUBMIT = "/my/address/submit"


@tagged("post_install", "-at_install")
class TestAddress(PortalCase):
    """Odoo's own pages for contacts and addresses write as superuser: nobody becomes
    somebody else by them, and no institution is renamed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.country = cls.env.ref("base.tr")

    def _submit(self, status, **values):
        form = {
            "csrf_token": Request.csrf_token(self),
            "name": self.user_viewer.name,
            "email": self.user_viewer.email or "viewer@asking.example",
            "phone": "0216 555 00 00",
            "street": "A street",
            "city": "A city",
            "zip": "34000",
            "country_id": self.country.id,
            "address_type": "billing",
            **values,
        }
        response = self.url_open(SUBMIT, form)
        self.assertEqual(response.status_code, status)
        return response

    @mute_logger("odoo.http", "odoo.addons.http_routing.models.ir_http")
    def test_nobody_adds_a_person_to_the_institution(self):
        people = self.env["res.partner"]
        inside = [("id", "child_of", self.asking.id)]
        before = people.search(inside)
        for user in (self.user_viewer, self.user_former, self.user_asking):
            self._sign_in(user)
            self._submit(403, name="Planted", email="planted@asking.example")
            self.assertEqual(self.url_open("/my/address").status_code, 403)
            self.assertIn("/my/account", self.url_open("/my/addresses").url)
        self.assertEqual(people.search(inside), before)

    @mute_logger("odoo.http", "odoo.addons.http_routing.models.ir_http")
    def test_nobody_edits_another_contact(self):
        other = self.env["res.partner"].create(
            {
                "name": "Planted",
                "type": "delivery",
                "email": "planted@asking.example",
                "parent_id": self.asking.id,
            }
        )
        self._sign_in(self.user_viewer)
        self._submit(403, partner_id=other.id, email="mine@evil.example")
        self.assertEqual(other.email, "planted@asking.example")
        # And it is not taken for the person of that address.
        mentee = self.draft.with_user(self.user_asking)
        person = mentee._get_portal_person(self.asking, "P", other.email, "Planner")
        self.assertNotEqual(person.id, other.id)

    def test_the_institution_keeps_its_name(self):
        name = self.asking.name
        self._sign_in(self.user_viewer)
        own = self.user_viewer.partner_id
        self._submit(200, partner_id=own.id, company_name="Renamed")
        self.env.invalidate_all()
        self.assertEqual(self.asking.name, name)
        self.assertEqual(own.street, "A street")
        written = self.asking.with_user(self.user_viewer).sudo()
        for values in ({"name": "Renamed"}, {"email": "x@evil.example"}):
            with self.assertRaises(AccessError):
                written.write(values)
        with self.assertRaises(AccessError):
            self.user_asking.partner_id.with_user(self.user_viewer).sudo().write(
                {"email": "x@evil.example"}
            )


@tagged("post_install", "-at_install")
class TestDay(PortalCase):
    """A right ends with the Birlik's day, wherever the user says to be."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_relation()

    @mute_logger("odoo.http")
    def test_no_time_zone_prolongs_a_right(self):
        row = self.asking.representative_ids.filtered(
            lambda row: row.user_id == self.user_asking
        )
        consent = self._consent(self.match, "mentee_institution")
        # As far from the Birlik's day as the earth allows.
        for date_to, allowed in ((self.today - timedelta(days=1), False), (self.today, True)):
            row.sudo().date_to = date_to
            for zone in ("Etc/GMT+12", "Pacific/Kiritimati", "UTC", False):
                self.user_asking.tz = zone
                records = self.env["mbb.mentee"].with_user(self.user_asking)
                records = records.with_context(tz=zone)
                self.assertEqual(bool(records.search_count([])), allowed, zone)
                self._sign_in(self.user_asking)
                self._get(consent._get_portal_url(), 200 if allowed else 404)
                self.assertEqual(row.with_context(tz=zone).is_current, allowed)

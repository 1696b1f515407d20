# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What this room keeps of a person: their contact data, account and authorities."""

from odoo import api, models
from odoo.fields import Domain


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "mbb.personal.data.mixin"]

    _personal_category = "contact"
    _personal_fields = (
        "name",
        "email",
        "phone",
        "function",
        "parent_id",
        "street",
        "street2",
        "zip",
        "city",
        "state_id",
        "country_id",
        "lang",
        "tz",
        "create_date",
    )

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("id", "=", partner.id)


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "mbb.personal.data.mixin"]

    _personal_category = "account"
    _personal_fields = ("login", "lang", "tz", "create_date", "login_date", "active")

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("partner_id", "=", partner.id)


class ResDeviceLog(models.Model):
    _name = "res.device.log"
    _inherit = ["res.device.log", "mbb.personal.data.mixin"]

    _personal_category = "account"
    _personal_fields = (
        "platform",
        "browser",
        "device_type",
        "ip_address",
        "country",
        "city",
        "first_activity",
        "last_activity",
    )

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("user_id.partner_id", "=", partner.id)


class MbbRepresentative(models.Model):
    _name = "mbb.representative"
    _inherit = ["mbb.representative", "mbb.personal.data.mixin"]

    _personal_category = "roles"
    _personal_fields = ("institution_id", "unit_id", "role", "date_from", "date_to")

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("user_id.partner_id", "=", partner.id)

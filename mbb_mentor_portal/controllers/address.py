# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden

from odoo.http import request, route

from .portal import MentoringPortal


class AddressPortal(MentoringPortal):
    """Odoo keeps addresses for invoices and deliveries under the company of who signed
    in: here that is an institution, whose people are not theirs to add or to change."""

    @route()
    def my_addresses(self, **query_params):
        if self._mentoring_belongs():
            return request.redirect("/my/account")
        return super().my_addresses(**query_params)

    @route()
    def portal_address(self, partner_id=None, **query_params):
        if not partner_id and self._mentoring_belongs():
            raise Forbidden()
        return super().portal_address(partner_id=partner_id, **query_params)

    @route()
    def portal_address_submit(self, partner_id=None, **form_data):
        if not partner_id and self._mentoring_belongs():
            raise Forbidden()
        return super().portal_address_submit(partner_id=partner_id, **form_data)

    def _mentoring_belongs(self):
        # sudo: whether the user's own contact lies under an institution.
        return bool(request.env.user.partner_id.sudo()._get_institution())

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from urllib.parse import quote

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.urls import urljoin


class MbbPublicMixin(models.AbstractModel):
    """What anybody may look at, without signing in.

    Nobody from outside has a right on the model: the pages get plain values, exactly
    those that they show, and only of the records of `_get_public_domain`.
    """

    _name = "mbb.public.mixin"
    _description = "Public Pages"

    #: Where the pages of the model are.
    _public_path = ""

    @api.model
    def _get_public_domain(self):
        """The records that are published today; a hook."""
        raise NotImplementedError

    @api.model
    def _find_public_sudo(self, limit=None):
        return self.sudo().search(self._get_public_domain(), limit=limit)

    @api.model
    def _get_public_sudo(self, record_id):
        """The published record of that number, or an empty one."""
        domain = self._get_public_domain() & Domain("id", "=", record_id)
        return self.sudo().search(domain, limit=1)

    def _get_public_url(self):
        """Its address below the language, with its name in it for people to read."""
        self.ensure_one()
        # The platform's slug keeps the Turkish ı, which addresses then escape.
        name = (self.name or "").replace("ı", "i")
        slug = self.env["ir.http"]._slug((self.id, name))
        return f"{self._public_path}/{quote(slug)}"

    def _get_public_link(self):
        """The whole address, for a calendar or a mail."""
        return urljoin(self.get_base_url(), self._get_public_url())

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models

from ..demo.reports import Reports


class MbbDemo(models.AbstractModel):
    """A living programme to look at: invented people, real steps."""

    _name = "mbb.demo"
    _description = "Demo Data"

    def _load(self):
        """Load the demo once; a database that has its people is left alone."""
        if self.env["res.users"].sudo().search_count([("login", "=", "sekreterya")]):
            return False
        Reports(self.sudo().env).load()
        return True

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models
from odoo.fields import Domain


class MbbDestruction(models.Model):
    _inherit = "mbb.destruction"

    def _finish(self):
        """Who asked for it is told that it was done."""
        res = super()._finish()
        # Where something failed, nobody is told that all of it is gone.
        done = self.filtered(
            lambda row: row.state == "done" and "failed" not in row.line_ids.mapped("state")
        )
        requests = self.env["mbb.data.request"].sudo()
        requests.search(
            Domain("destruction_id", "in", done.ids) & Domain("date_erased", "=", False)
        )._tell_erased()
        return res


class MbbDestructionLine(models.Model):
    _inherit = "mbb.destruction.line"

    def _destroy(self):
        """Who asked is told once it is done; at the address that is gone by then."""
        requests = self.env["mbb.data.request"].sudo()
        if self.is_requested and self.action == "person":
            requests = requests.search(
                Domain("destruction_id", "=", self.destruction_id.id)
                & Domain("partner_id", "=", self.res_id)
                & Domain("date_erased", "=", False)
            )
        addresses = requests._get_addresses()
        res = super()._destroy()
        if self.state == "done" and addresses:
            requests._tell_erased(addresses)
        return res

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

    def _destroy_person(self, partner):
        """Before the address is gone: afterwards there is nobody to tell."""
        if self.is_requested:
            requests = self.env["mbb.data.request"].sudo()
            requests.search(
                Domain("destruction_id", "=", self.destruction_id.id)
                & Domain("partner_id", "=", partner.id)
            )._tell_erased(force_send=True)
        return super()._destroy_person(partner)

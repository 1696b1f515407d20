# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _mentor_leave(self, reason, date):
        """The pool entry is suspended; other open applications are looked at."""
        res = super()._mentor_leave(reason, date)
        party = (
            Domain("person_id", "=", self.id)
            | Domain("unit_id", "=", self.id)
            | Domain("institution_id", "=", self.id)
        )
        work = self.env["res.users"]._get_mentor_open_work()
        for model in ("mbb.mentor", "mbb.mentee"):
            entries = self.env[model].sudo().search(party & Domain(work[model]))
            available = entries.filtered(lambda entry: entry.state == "available")
            if available:
                available._take_arrow("suspended", {"suspend_reason": reason})
            self._mentor_tell_secretariat(entries, reason)
        return res

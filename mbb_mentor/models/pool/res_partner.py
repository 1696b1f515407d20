# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models
from odoo.fields import Domain

from .mbb_application_expert import CURRENT_STATES


class ResPartner(models.Model):
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    mentor_capacity_limited = fields.Boolean(
        string="Limit Mentees at One Time",
        groups="mbb_mentor.group_mentor_officer",
        help="Of the whole institution or unit, whatever its applications say.",
    )
    mentor_capacity = fields.Integer(
        string="Mentees of All at One Time",
        groups="mbb_mentor.group_mentor_officer",
    )

    _mentor_capacity_positive = models.Constraint(
        "CHECK(mentor_capacity IS NULL OR mentor_capacity >= 0)",
        "A capacity cannot be negative.",
    )

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
        experts = self.env["mbb.application.expert"].sudo().search(
            [("person_id", "=", self.id), ("state", "in", CURRENT_STATES)]
        )
        if experts:
            experts.action_withdraw(reason)
        return res

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

_HOLD = {"mentor_is_held", "mentor_hold_reason"}

# Each room says what it knows of a partner: they are kept apart on purpose.
# pylint: disable=consider-merging-classes-inherited


class ResPartner(models.Model):
    _inherit = "res.partner"

    mentor_practice_count = fields.Integer(
        string="Good Practices",
        compute="_compute_mentor_practice_count",
        groups="mbb_mentor.group_mentor_officer",
    )
    mentor_is_held = fields.Boolean(
        string="Legal Hold",
        copy=False,
        groups="mbb_mentor.group_mentor_officer",
        help="Nothing of this person is destroyed while it is set: a law suit, an "
        "inquiry, an audit.",
    )
    mentor_hold_reason = fields.Char(
        string="Reason of the Hold",
        copy=False,
        groups="mbb_mentor.group_mentor_officer",
    )
    mentor_date_anonymised = fields.Datetime(
        string="Anonymised On",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="mbb_mentor.group_mentor_officer",
    )

    _mentor_hold_reason = models.Constraint(
        "CHECK(mentor_is_held IS NOT TRUE OR mentor_hold_reason IS NOT NULL)",
        "A legal hold has a reason.",
    )

    # -- good practices ----------------------------------------------------

    @api.depends("is_mentor_institution")
    def _compute_mentor_practice_count(self):
        groups = self.env["mbb.practice"]._read_group(
            [("institution_id", "in", self.ids)], ["institution_id"], ["__count"]
        )
        counts = {partner.id: count for partner, count in groups}
        for partner in self:
            partner.mentor_practice_count = counts.get(partner._origin.id, 0)

    def action_view_mentor_practices(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_practice_action"
        )
        return {
            **action,
            "domain": [("institution_id", "=", self.id)],
            "context": {"default_institution_id": self.id},
        }

    # -- a hold on what is to be destroyed ---------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_retention(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_retention(vals)
        return super().write(vals)

    @api.model
    def _check_retention(self, vals):
        if self.env.su:
            return
        if "mentor_date_anonymised" in vals:
            raise UserError(self.env._("It follows from the destruction alone."))
        if _HOLD.intersection(vals) and not self.env.user.has_group(
            "mbb_mentor.group_mentor_manager"
        ):
            raise AccessError(
                self.env._("The managers of the Sekreterya set and lift a hold.")
            )

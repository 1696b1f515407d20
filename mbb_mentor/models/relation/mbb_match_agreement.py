# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbMatch(models.Model):
    """The mentoring agreement of a match: the version that stands, and the earlier."""

    _inherit = "mbb.match"  # pylint: disable=consider-merging-classes-inherited

    agreement_ids = fields.One2many("mbb.agreement", "match_id", string="Agreements")
    agreement_id = fields.Many2one(
        "mbb.agreement", string="Agreement That Stands", compute="_compute_agreement_id"
    )
    open_agreement_id = fields.Many2one(
        "mbb.agreement", string="Agreement in Work", compute="_compute_agreement_id"
    )

    @api.depends("agreement_ids.state")
    def _compute_agreement_id(self):
        for match in self:
            rows = match.agreement_ids
            match.agreement_id = rows.filtered(lambda a: a.state == "agreed")[:1]
            match.open_agreement_id = rows.filtered(
                lambda a: a.state in ("draft", "asked")
            )[:1]

    def _get_agreement_obstacle(self):
        """What the settings of the company hold back until the sides have agreed.

        The regulation obliges both to keep to goals, calendar and method (MPY m.6);
        it makes no paper a condition of meeting. The Birlik may.
        """
        self.ensure_one()
        match = self.sudo()
        if match.agreement_id or not match.company_id.mbb_agreement_required:
            return False
        return self.env._(
            "%(match)s has no mentoring agreement yet: draw it up and have both sides "
            "agree (MPY m.6).",
            match=match.display_name,
        )

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target in ("ended", "cancelled", "declined", "done"):
            self.agreement_ids._stop(
                self.env._("The match %(number)s has ended.", number=self.display_name)
            )
        return res

    def action_draw_up_agreement(self):
        """The version in work, or a new one with what is known already."""
        self.ensure_one()
        agreement = self.open_agreement_id
        if not agreement:
            agreement = self.env["mbb.agreement"].create({"match_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mentoring Agreement"),
            "res_model": "mbb.agreement",
            "res_id": agreement.id,
            "views": [(False, "form")],
        }

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.fields import Domain


class MbbOrgan(models.Model):
    """The organs of the Birlik: Meclis, Encümen, Başkan (GÇY m.5)."""

    _name = "mbb.organ"
    _description = "Organ"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("council", "Meclis"),
            ("committee", "Encümen"),
            ("president", "Başkan"),
        ],
        required=True,
        tracking=True,
    )
    head_title = fields.Char(
        string="Title of the Head",
        required=True,
        translate=True,
        help="As papers name the office, e.g. Birlik Başkanı.",
    )
    member_ids = fields.One2many("mbb.organ.member", "organ_id", string="Members")
    member_count = fields.Integer(
        string="Members in Office", compute="_compute_current"
    )
    head_id = fields.Many2one(
        "res.partner", compute="_compute_current"
    )
    decision_ids = fields.One2many("mbb.decision", "organ_id", string="Decisions")
    decision_count = fields.Integer(compute="_compute_decision_count")
    directive_id = fields.Many2one(
        "mbb.directive",
        string="Rests On",
        required=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env["mbb.directive"]._get_unseen(),
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)

    _one_of_a_kind = models.UniqueIndex(
        "(company_id, kind) WHERE active", "There is one such organ."
    )

    @api.depends("member_ids.date_from", "member_ids.date_to", "member_ids.role")
    def _compute_current(self):
        for organ in self:
            current = organ.member_ids.filtered("is_current")
            organ.member_count = len(current)
            organ.head_id = current.filtered(lambda m: m.role == "head").partner_id[:1]

    def _compute_decision_count(self):
        groups = self.env["mbb.decision"]._read_group(
            [("organ_id", "in", self.ids)], ["organ_id"], ["__count"]
        )
        counts = {organ.id: count for organ, count in groups}
        for organ in self:
            organ.decision_count = counts.get(organ.id, 0)

    def write(self, vals):
        res = super().write(vals)
        if {"active", "kind", "company_id"} & vals.keys():
            self.env["mbb.approval"]._refresh_approvers()
        return res

    @api.model
    def _get_organ(self, kind, company):
        return self.sudo().search(
            [("kind", "=", kind), ("company_id", "=", company.id)], limit=1
        )

    @api.model
    def _get_president_users(self, company):
        """The users of the Başkan in office."""
        member = self.env["mbb.organ.member"].sudo()
        rows = member.search(
            Domain("organ_id.kind", "=", "president")
            & Domain("organ_id.active", "=", True)
            & Domain("organ_id.company_id", "=", company.id)
            & member._get_current_domain()
        )
        return rows.partner_id.user_ids

    def action_view_decisions(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_decision_action"
        )
        action["domain"] = [("organ_id", "=", self.id)]
        action["context"] = {"default_organ_id": self.id}
        return action

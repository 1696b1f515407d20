# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbTravelReturn(models.Model):
    """One return of a claim: by whom, from which step, after how long, and why."""

    _name = "mbb.travel.return"
    _description = "Return of a Claim"
    _inherit = ["mbb.register.mixin"]
    _order = "id desc"
    _rec_name = "claim_id"
    _check_company_auto = True

    claim_id = fields.Many2one(
        "mbb.travel.claim",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    expert_id = fields.Many2one(related="claim_id.expert_id", store=True)
    reason_id = fields.Many2one(
        "mbb.travel.return.reason",
        string="Kind of Reason",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    document_rule_id = fields.Many2one(
        "mbb.travel.document.rule",
        string="Document",
        readonly=True,
        ondelete="restrict",
        check_company=True,
    )
    reason = fields.Text(readonly=True)
    source = fields.Selection(
        selection=lambda self: self.env["mbb.travel.claim"]
        ._fields["state"]
        ._description_selection(self.env),
        string="Returned From",
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one("res.users", string="By", readonly=True)
    date = fields.Datetime(string="On", required=True, readonly=True)
    days = fields.Float(
        string="Days at This Step", readonly=True, aggregator="avg", digits=(16, 1)
    )
    was_late = fields.Boolean(string="After Its Due Date", readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

#: What all experts of a visit have in common.
COMMON_FIELDS = (
    "kind",
    "legal_ground",
    "host_institution_id",
    "place",
    "place_state_id",
    "date_from",
    "date_to",
    "tasks",
    "conditions",
    "transport",
    "transport_reason",
    "payer",
    "coverage_transport",
    "coverage_allowance",
    "coverage_lodging",
    "coverage_ceiling",
)


class MbbVisitDrawUp(models.TransientModel):
    """Draw up the assignments of all experts of one visit."""

    _name = "mbb.visit.draw.up"
    _description = "Draw Up a Group Visit"

    match_id = fields.Many2one("mbb.match", required=True, readonly=True)
    expert_ids = fields.Many2many(
        "res.partner",
        string="Experts",
        required=True,
        domain=[("is_company", "=", False)],
    )
    host_institution_id = fields.Many2one(
        "res.partner", required=True, domain=[("is_mentor_institution", "=", True)]
    )
    kind = fields.Selection(
        selection="_selection_kind", required=True, default="visit"
    )
    legal_ground = fields.Many2one("mbb.legal.ground")
    place = fields.Char(required=True)
    place_state_id = fields.Many2one(
        "res.country.state",
        string="Province",
        domain=[("country_id.code", "=", "TR")],
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    tasks = fields.Text(required=True)
    conditions = fields.Text()
    transport = fields.Selection(selection="_selection_transport", default="bus")
    transport_reason = fields.Text(string="Reason for Plane or Own Car")
    payer = fields.Selection(
        selection="_selection_payer", required=True, default="sending"
    )
    coverage_transport = fields.Float(string="Transport (Share)")
    coverage_allowance = fields.Float(string="Daily Allowance (Share)")
    coverage_lodging = fields.Float(string="Lodging (Share)")
    coverage_ceiling = fields.Monetary(string="Ceiling for Each")
    currency_id = fields.Many2one(related="match_id.company_id.currency_id")

    @api.model
    def _selection_kind(self):
        return self._get_selection("kind")

    @api.model
    def _selection_transport(self):
        return self._get_selection("transport")

    @api.model
    def _selection_payer(self):
        return self._get_selection("payer")

    @api.model
    def _get_selection(self, name):
        field = self.env["mbb.assignment"]._fields[name]
        return field._description_selection(self.env)

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind and not (
            self.legal_ground and self.legal_ground._serves(self.kind)
        ):
            self.legal_ground = self.env["mbb.legal.ground"]._get_default(
                self.kind, self.match_id.company_id or self.env.company
            )

    def action_draw_up(self):
        self.ensure_one()
        if len(self.expert_ids) < 2:
            raise UserError(
                self.env._("A group visit has two experts at least; name them.")
            )
        assignments = self.env["mbb.assignment"].create(
            [self._prepare_assignment(expert) for expert in self.expert_ids]
        )
        visit = self.env["mbb.visit"].create(
            {"match_id": self.match_id.id, "company_id": self.match_id.company_id.id}
        )
        visit._add(assignments)
        return visit._get_records_action()

    def _prepare_assignment(self, expert):
        vals = {}
        for name in COMMON_FIELDS:
            value = self[name]
            vals[name] = value.id if isinstance(value, models.BaseModel) else value
        if not vals["legal_ground"]:
            # The one that serves the kind is then taken by itself.
            del vals["legal_ground"]
        own = expert.commercial_partner_id
        if not own.is_mentor_institution:
            own = self.match_id.mentor_institution_id
        return {
            **vals,
            "match_id": self.match_id.id,
            "expert_id": expert.id,
            "sending_institution_id": own.id,
            "company_id": self.match_id.company_id.id,
        }

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models

VEHICLES = [
    ("bus", "Bus"),
    ("minibus", "Minibus"),
    ("train", "Train"),
    ("ship", "Ship"),
    ("plane", "Plane"),
    ("own_car", "Own Car"),
    ("provided", "Provided Free"),
    ("taxi", "Taxi"),
    ("baggage", "Baggage"),
    ("porter", "Porter"),
    ("nearest_lodging", "Daily Fare to the Nearest Bed"),
]


class MbbTravelDocumentRule(models.Model):
    """Which paper a line needs: no other may be asked for (5018 m.61)."""

    _name = "mbb.travel.document.rule"
    _inherit = "mail.thread"
    _description = "Required Document"
    _order = "kind, id"
    _check_company_auto = True

    kind = fields.Selection(
        [*VEHICLES, ("lodging", "Lodging")],
        string="For",
        required=True,
        index=True,
        tracking=True,
    )
    name = fields.Char(string="Document", required=True, translate=True, tracking=True)
    article = fields.Char(
        required=True,
        tracking=True,
        help="The rule that asks for it: without one nothing may be asked (5018 m.61).",
    )
    is_replaceable = fields.Boolean(
        string="A Written Reason Replaces It",
        default=True,
        tracking=True,
        help="What cannot be had is replaced by a reason that the unit accepts (6245 "
        "m.59).",
    )
    company_id = fields.Many2one(
        "res.company", index=True, tracking=True, help="Empty: for all."
    )
    active = fields.Boolean(default=True, tracking=True)

    _unique_kind = models.UniqueIndex(
        "(kind, COALESCE(company_id, 0)) WHERE active",
        "There is a document for this already.",
    )

    @api.model
    def _get_rules(self, company):
        """{kind: rule}; the company's own goes before the one for all."""
        rules = self.sudo().search([("company_id", "in", [False, company.id])])
        rules = rules.sorted(lambda rule: bool(rule.company_id))
        return {rule.kind: rule for rule in rules}

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbConsentRule(models.Model):
    """Which ways of answering suffice, by what is asked (MPY m.5/4: in writing)."""

    _name = "mbb.consent.rule"
    _description = "Consent Rule"
    _inherit = ["mbb.rule.mixin"]
    _order = "request, company_id"

    name = fields.Char(required=True, translate=True)
    request = fields.Selection(
        [
            ("match", "Match"),
            ("agreement", "Mentoring Agreement"),
            ("assignment", "Assignment"),
            ("extension", "Extension"),
        ],
        string="Asked For",
        required=True,
    )
    by_portal = fields.Boolean(
        string="Portal",
        default=True,
        help="A click of the party's signed-in user. It is no signature.",
    )
    by_paper = fields.Boolean(string="Signed Paper", default=True)
    by_kep = fields.Boolean(string="KEP", default=True)
    by_ebys = fields.Boolean(string="EBYS", default=True)
    needs_letter = fields.Boolean(
        string="Letter of the Sending Institution",
        help="The approval waits for it: KEP or EBYS, with number, date and file.",
    )

    _one_way = models.Constraint(
        "CHECK(by_portal OR by_paper OR by_kep OR by_ebys)",
        "Leave at least one way of answering.",
    )
    _letter = models.Constraint(
        "CHECK(NOT needs_letter OR request IN ('assignment', 'extension'))",
        "Only an assignment and its extension have a sending institution.",
    )
    _unique_request = models.UniqueIndex(
        "(request, COALESCE(company_id, 0)) WHERE active",
        "There is a rule for this already.",
    )

    @api.model
    def _get_rule(self, request, company):
        """The company's own rule, or the one for all."""
        rules = self.sudo().search(
            [("request", "=", request), ("company_id", "in", [False, company.id])]
        )
        return rules.sorted(lambda rule: not rule.company_id)[:1]

    def _get_channels(self):
        """The channels of mbb.consent that suffice; none without a rule."""
        names = ("portal", "paper", "kep", "ebys")
        return {name for name in names if any(rule[f"by_{name}"] for rule in self)}

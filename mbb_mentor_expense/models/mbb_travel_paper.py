# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

from .mbb_travel_rate import CERTAINTY

KINDS = [
    ("declaration", "Travel Declaration (Bildirim)"),
    ("calculation", "Calculation Sheet"),
    ("payment_order", "Payment Order"),
    ("accounting_slip", "Accounting Slip"),
    ("payment_list", "Payment List"),
]


class MbbTravelPaper(models.Model):
    """How a paper of finance looks: title, form number, what stands where, who signs.

    What the rules do not show us is data here, so that the finance staff put it right
    themselves when they have the official form before them.
    """

    _name = "mbb.travel.paper"
    _inherit = "mail.thread"
    _description = "Layout of a Travel Paper"
    _order = "kind, id"
    _check_company_auto = True

    kind = fields.Selection(KINDS, string="Paper", required=True, tracking=True)
    name = fields.Char(
        string="Title of the Paper", required=True, translate=True, tracking=True
    )
    title_abroad = fields.Char(
        string="Title of a Trip Abroad", translate=True, tracking=True
    )
    form_number = fields.Char(
        translate=True, tracking=True, help="As it stands on the form: Örnek: 19."
    )
    basis = fields.Char(
        string="Legal Basis",
        translate=True,
        tracking=True,
        help="Printed under the title.",
    )
    footnote = fields.Text(translate=True)
    certainty = fields.Selection(
        CERTAINTY,
        required=True,
        default="unverified",
        tracking=True,
        help="While it is not verified, the paper says so.",
    )
    source = fields.Text(
        translate=True, tracking=True, help="Where the layout was read."
    )
    line_ids = fields.One2many(
        "mbb.travel.paper.line", "paper_id", string="Content", copy=True
    )
    company_id = fields.Many2one(
        "res.company", index=True, tracking=True, help="Empty: for all."
    )
    active = fields.Boolean(default=True, tracking=True)

    _unique_kind = models.UniqueIndex(
        "(kind, COALESCE(company_id, 0)) WHERE active",
        "There is a layout of this paper already.",
    )

    @api.model
    def _get_layout(self, kind, company):
        """The company's own layout of a paper, or the one for all."""
        found = self.sudo().search(
            [("kind", "=", kind), ("company_id", "in", [False, company.id])]
        )
        if not found:
            labels = dict(self._fields["kind"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "There is no layout for “%(paper)s”. Add it under Travel, "
                    "Configuration, Papers.",
                    paper=labels[kind],
                )
            )
        return found.sorted(lambda paper: not paper.company_id)[0]

    def _get_title(self, abroad=False):
        self.ensure_one()
        return (abroad and self.title_abroad) or self.name

    def _get_lines(self, place):
        self.ensure_one()
        return self.line_ids.filtered(lambda line: line.place == place)

    def copy_data(self, default=None):
        """The copy of a layout for all is the company's own."""
        data = super().copy_data(default)
        for vals in data:
            vals["company_id"] = vals.get("company_id") or self.env.company.id
        return data

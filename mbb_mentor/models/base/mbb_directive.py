# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbDirective(models.Model):
    """What a rule, a limit or a clock rests on (GÇY m.46; MPY m.10–11)."""

    _name = "mbb.directive"
    _description = "Directive"
    _order = "date desc, name"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("law", "Law"),
            ("regulation", "Regulation"),
            ("directive", "Directive"),
            ("decision", "Decision"),
        ],
        required=True,
        default="directive",
    )
    number = fields.Char()
    date = fields.Date()
    date_from = fields.Date(string="In Force From")
    date_to = fields.Date(string="In Force To")
    is_seen = fields.Boolean(
        string="Text Seen",
        help="Unset: what the product ships here was not read in the Birlik's own "
        "directive and has to be confirmed.",
    )
    note = fields.Text()
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    company_id = fields.Many2one("res.company", index=True)
    active = fields.Boolean(default=True)

    _check_dates = models.Constraint(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_from <= date_to)",
        "A directive cannot end before it starts.",
    )

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbCheckCondition(models.Model):
    """What the Sekreterya looks at before an application is accepted, as data."""

    _name = "mbb.check.condition"
    _description = "Condition of Acceptance"
    _inherit = ["mbb.rule.mixin"]
    _order = "kind, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(string="Condition", required=True, translate=True)
    description = fields.Text(translate=True, help="How it is looked at.")
    kind = fields.Selection(
        [("mentor", "Mentor Applications"), ("mentee", "Mentee Applications")],
        string="Asked Of",
        required=True,
        default="mentor",
    )
    applicant_type = fields.Selection(
        [("institution", "Institution"), ("unit", "Unit"), ("person", "Staff Member")],
        string="Only Of",
        help="Empty: of every applicant.",
    )
    only_calls = fields.Boolean(string="Only in Calls")
    is_required = fields.Boolean(
        string="Has to Be Ticked",
        help="Nothing is accepted before somebody looked at it. A condition that is "
        "found missing always stands in the way.",
    )

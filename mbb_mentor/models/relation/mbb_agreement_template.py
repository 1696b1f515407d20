# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbAgreementTemplate(models.Model):
    """The words that a mentoring agreement starts with (MPY m.6)."""

    _name = "mbb.agreement.template"
    _description = "Template of Mentoring Agreements"
    _inherit = ["mbb.rule.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    goals = fields.Text(translate=True, help="Put before the need of the mentee.")
    calendar = fields.Text(translate=True)
    method = fields.Text(string="Way of Working", translate=True)
    session_target = fields.Integer(string="Sessions Planned", default=6)
    confidentiality = fields.Text(translate=True)
    conduct = fields.Text(translate=True)

    _check_sessions = models.Constraint(
        "CHECK(session_target >= 0)", "The number of sessions cannot be negative."
    )

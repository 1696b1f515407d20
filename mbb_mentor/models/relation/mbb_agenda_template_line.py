# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbAgendaTemplateLine(models.Model):
    """The agenda of one session of a course."""

    _name = "mbb.agenda.template.line"
    _description = "Agenda of a Session"
    _order = "template_id, number, kind, id"
    _rec_name = "agenda"

    template_id = fields.Many2one(
        "mbb.agenda.template", required=True, index=True, ondelete="cascade"
    )
    number = fields.Integer(
        string="Session", help="Which session of the match; 0: every other one."
    )
    kind = fields.Selection(
        selection="_selection_kind",
        string="Only If",
        help="Empty: of every kind.",
    )
    agenda = fields.Text(required=True, translate=True)
    company_id = fields.Many2one(
        related="template_id.company_id", store=True, index=True
    )

    _check_number = models.Constraint(
        "CHECK(number >= 0)", "Sessions are numbered from 1."
    )

    @api.model
    def _selection_kind(self):
        kind = self.env["mbb.session"]._fields["kind"]
        return kind._description_selection(self.env)

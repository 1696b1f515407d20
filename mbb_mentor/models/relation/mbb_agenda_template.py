# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbAgendaTemplate(models.Model):
    """What the sessions of a course are about, one after the other."""

    _name = "mbb.agenda.template"
    _description = "Agenda Template"
    _inherit = ["mbb.shipped.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    line_ids = fields.One2many(
        "mbb.agenda.template.line", "template_id", string="Sessions", copy=True
    )
    session_count = fields.Integer(
        string="Sessions Planned",
        compute="_compute_session_count",
        help="The highest number of a line.",
    )
    company_id = fields.Many2one("res.company", index=True)
    active = fields.Boolean(default=True)

    @api.depends("line_ids.number")
    def _compute_session_count(self):
        for template in self:
            template.session_count = max(template.line_ids.mapped("number"), default=0)

    @api.model
    def _get_default(self, company):
        return self.search([("company_id", "in", (False, company.id))], limit=1)

    def _get_line(self, number, kind):
        """The line of a session: its number's, of its kind before of any; else the
        line without a number."""
        for wanted in (number, 0):
            lines = self.line_ids.filtered(lambda row, n=wanted: row.number == n)
            found = lines.filtered(lambda row: row.kind == kind) or lines.filtered(
                lambda row: not row.kind
            )
            if found:
                return found[0]
        return self.line_ids.browse()

    def _is_own(self, text):
        """Whether a text is one of the template's, as nobody has touched it."""
        return text in {(line.agenda or "").strip() for line in self.line_ids}

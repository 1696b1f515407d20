# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

CAUSES = [
    ("transfer", "Waiting for a connection"),
    ("quarantine", "Quarantine"),
    ("order", "Order of the institution"),
    ("road_closed", "Road closed"),
    ("illness", "Illness on the way"),
    ("accident", "Accident on the way"),
    ("personal", "Personal reason"),
]


class MbbTravelAbsence(models.Model):
    """Days of sickness on duty, or of forced waiting on the way (6245 m.19, m.40)."""

    _name = "mbb.travel.absence"
    _inherit = "mbb.travel.document.mixin"
    _description = "Days of Sickness or Waiting"
    _order = "claim_id, date_from, id"
    _check_company_auto = True

    kind = fields.Selection(
        [("sickness", "Sickness"), ("waiting", "Forced Waiting")],
        required=True,
        default="sickness",
        help="Sickness on duty: the allowance of at most seven days (m.19). Waiting on "
        "the way: of each day, if it was forced (m.40).",
    )
    cause = fields.Selection(
        CAUSES, help="Illness and accident are paid with a medical report only (m.40)."
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    is_hospital = fields.Boolean(
        string="In Hospital",
        help="At the institution's cost: no allowance for these days (m.19, m.40).",
    )

    _check_dates = models.Constraint(
        "CHECK(date_from <= date_to)", "These days end before they begin."
    )

    @api.depends("kind", "date_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for row in self:
            date = row.date_from and format_date(self.env, row.date_from)
            row.display_name = " ".join(filter(None, [date, kinds.get(row.kind)]))

    @api.constrains("kind", "cause")
    def _check_cause(self):
        for row in self:
            if row.kind == "waiting" and not row.cause:
                raise ValidationError(
                    self.env._("%(days)s: say why you waited.", days=row.display_name)
                )

    @api.depends("kind")
    def _compute_number_key(self):
        self.number_key = False

    def _get_document_kind(self):
        return "absence"

    def _get_claimed_amounts(self):
        """The row as the calculation takes it."""
        self.ensure_one()
        row = {
            "from": self.date_from.isoformat() if self.date_from else None,
            "to": self.date_to.isoformat() if self.date_to else None,
            "hospital": self.is_hospital,
        }
        if self.kind == "waiting":
            row |= {"cause": self.cause or None, "report": bool(self.evidence_id)}
        return row

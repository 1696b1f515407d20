# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models
from odoo.tools import SQL


class MbbStepReport(models.Model):
    """How long each step takes, month by month: a middle value and the slow tenth.

    A step counts in the month in which it ended. One that still waits is not in it:
    the lists of what is overdue show those.
    """

    _name = "mbb.step.report"
    _description = "Length of Steps"
    _auto = False
    _order = "month desc, kind, step"
    _rec_name = "step"
    _depends = {
        "mbb.step": ["company_id", "date", "days", "res_model", "source", "was_late"]
    }

    kind = fields.Char(string="Kind of Record", readonly=True)
    step = fields.Char(readonly=True)
    res_model = fields.Char(string="Technical Name", readonly=True)
    source = fields.Char(string="Technical Name of the Step", readonly=True)
    month = fields.Date(readonly=True)
    steps = fields.Integer(string="Times", readonly=True)
    late_steps = fields.Integer(string="Late", readonly=True)
    average_days = fields.Float(readonly=True, aggregator="avg")
    median_days = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Half of them took no longer. A total is the mean of its rows.",
    )
    slow_days = fields.Float(
        string="90th Percentile",
        readonly=True,
        aggregator="avg",
        help="Nine of ten took no longer. A total is the mean of its rows.",
    )
    longest_days = fields.Float(string="Longest", readonly=True, aggregator="max")
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        """With the names as the user reads them, so that they group and sort."""
        lang = self.env.lang or "en_US"
        return SQL(
            """
            SELECT MIN(step.id) AS id,
                   step.company_id,
                   step.res_model,
                   step.source,
                   COALESCE(model.name ->> %(lang)s, model.name ->> 'en_US') AS kind,
                   COALESCE(selection.name ->> %(lang)s, selection.name ->> 'en_US')
                       AS step,
                   DATE_TRUNC('month', step.date AT TIME ZONE 'UTC'
                       AT TIME ZONE 'Europe/Istanbul')::date AS month,
                   COUNT(*) AS steps,
                   COUNT(*) FILTER (WHERE step.was_late) AS late_steps,
                   AVG(step.days) AS average_days,
                   PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY step.days)
                       AS median_days,
                   PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY step.days)
                       AS slow_days,
                   MAX(step.days) AS longest_days
              FROM mbb_step AS step
              JOIN ir_model AS model ON model.model = step.res_model
              JOIN ir_model_fields AS field
                ON field.model_id = model.id AND field.name = 'state'
              JOIN ir_model_fields_selection AS selection
                ON selection.field_id = field.id AND selection.value = step.source
             GROUP BY step.company_id, step.res_model, step.source, model.id,
                      selection.id, month
            """,
            lang=lang,
        )

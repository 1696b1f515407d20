# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    def _mark_done(self):
        res = super()._mark_done()
        evaluations = (
            self.env["mbb.evaluation"]
            .sudo()
            .search([("survey_input_id", "in", self.ids), ("state", "=", "asked")])
        )
        if evaluations:
            evaluations._take_arrow("done")
        return res

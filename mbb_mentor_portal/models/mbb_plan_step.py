# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbPlanStep(models.Model):
    """The owner's own; the rest of the checklist is the Sekreterya's."""

    _name = "mbb.plan.step"
    _inherit = ["mbb.portal.task", "mbb.plan.step"]

    _portal_path = "/my/mentoring/steps/%s"

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbMentee(models.Model):
    _name = "mbb.mentee"
    _inherit = ["mbb.portal.application", "mbb.mentee"]

    _portal_path = "/my/mentoring/mentees/%s"

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models

from ..models.pairing.mbb_score_mixin import MbbScoreMixin


class MbbCallProposeLine(models.TransientModel):
    _name = "mbb.call.propose.line"
    _inherit = ["mbb.score.mixin"]
    _description = "Pair of a Call"

    _scored_fields = (
        *MbbScoreMixin._scored_fields,
        "wizard_id",
        "mentor_id",
        "mentee_id",
        "alternates",
    )

    wizard_id = fields.Many2one("mbb.call.propose", required=True, ondelete="cascade")
    mentee_id = fields.Many2one("mbb.mentee", required=True, readonly=True)
    number = fields.Char(related="mentee_id.number")
    mentor_id = fields.Many2one("mbb.mentor", readonly=True)
    alternates = fields.Json(string="Alternates as Numbers", readonly=True)
    note = fields.Text(string="Why Nobody", readonly=True)

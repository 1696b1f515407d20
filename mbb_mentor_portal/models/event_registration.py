# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class EventRegistration(models.Model):
    _inherit = "event.registration"

    mentor_notice_id = fields.Many2one(
        "mbb.notice",
        string="Privacy Notice",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="The text that stood on the form when the person registered.",
    )

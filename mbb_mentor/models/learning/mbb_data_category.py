# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbDataCategory(models.Model):
    """A kind of personal data: what for, on which ground and how long it is kept.

    What a notice has to say of it (KVKK m.10) and what a person may ask (m.11). The
    data itself is found by the key, which the models name.
    """

    _name = "mbb.data.category"
    _description = "Kind of Personal Data"
    _inherit = ["mbb.rule.mixin"]
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    key = fields.Char(
        string="Technical Name",
        required=True,
        copy=False,
        help="By which the models say what they keep of this kind.",
    )
    description = fields.Text(
        string="What It Is", required=True, translate=True, help="In plain words."
    )
    purpose = fields.Text(string="What For", required=True, translate=True)
    ground = fields.Text(
        required=True,
        translate=True,
        help="The condition of KVKK m.5 (or m.6) on which it is processed.",
    )
    retention = fields.Text(string="How Long", required=True, translate=True)
    recipients = fields.Text(string="Who Receives It", translate=True)
    certainty = fields.Selection(
        [("verified", "Confirmed"), ("unverified", "To Be Confirmed")],
        required=True,
        default="unverified",
        help="Shipped rows are proposals until the Birlik has confirmed them.",
    )

    _unique_key = models.UniqueIndex(
        "(key, COALESCE(company_id, 0)) WHERE active",
        "There is a row for this kind of data already.",
    )

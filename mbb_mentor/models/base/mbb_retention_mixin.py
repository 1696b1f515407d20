# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbRetentionMixin(models.AbstractModel):
    """A record whose content goes when its own retention ends, and that stays."""

    _name = "mbb.retention.mixin"
    _description = "Record with a Retention"

    #: Whoever could write it would keep a record out of the lists.
    _guarded_fields = ("date_destroyed",)

    date_destroyed = fields.Datetime(
        string="Content Destroyed On",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The retention of what stood here has ended (KVKK Art. 7).",
    )

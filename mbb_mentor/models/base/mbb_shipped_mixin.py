# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models

PARAMETER = "mbb_mentor.deleted_records"


class MbbShippedMixin(models.AbstractModel):
    """Shipped master data that stays away once somebody deleted it.

    An upgrade makes again what it does not find, also where it may not be updated.
    """

    _name = "mbb.shipped.mixin"
    _description = "Shipped Master Data"

    @api.model
    def _get_deleted_keys(self):
        value = self.env["ir.config_parameter"].sudo().get_param(PARAMETER)
        return set((value or "").split())

    def _get_records_with(self):
        """What goes with these records, of whatever model: theirs by cascade."""
        return [self]

    @api.ondelete(at_uninstall=False)
    def _unlink_for_good(self):
        found = [
            key
            for records in self._get_records_with()
            for key in records._get_external_ids().values()
        ]
        ours = {key for keys in found for key in keys if key.startswith("mbb_mentor")}
        if ours:
            self.env["ir.config_parameter"].sudo().set_param(
                PARAMETER, " ".join(sorted(ours | self._get_deleted_keys()))
            )

    @api.model
    def _load_records(self, data_list, update=False):
        gone = self._get_deleted_keys()
        kept = [data for data in data_list if data.get("xml_id") not in gone]
        return super()._load_records(kept, update)

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.exceptions import UserError

from .mbb_state_mixin import PASSAGE_KEY, _Passage


class MbbRegisterMixin(models.AbstractModel):
    """Rows that private code alone makes and writes, and nobody deletes.

    Superuser and import are refused, too: what is in a register is what happened.
    """

    _name = "mbb.register.mixin"
    _description = "Register"

    def _get_closed_text(self):
        """Why nobody enters or changes a row by hand."""
        return self.env._(
            "%(model)s is a register: its rows are written by the steps of the "
            "procedure only.",
            model=self.env["ir.model"]._get(self._name).name,
        )

    def _check_passage(self, names=()):
        passage = self.env.context.get(PASSAGE_KEY)
        if (
            type(passage) is not _Passage
            or not passage.open
            or passage.model != self._name
            or not passage.ids.issuperset(self._ids)
            or not passage.names.issuperset(names)
        ):
            raise UserError(self._get_closed_text())

    @api.model_create_multi
    def create(self, vals_list):
        self.browse()._check_passage()
        return super().create(vals_list)

    def write(self, vals):
        self._check_passage(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._get_closed_text())

    @api.model
    def _create_private(self, vals_list):
        passage = _Passage(self.browse(), ())
        try:
            rows = self.sudo().with_context(**{PASSAGE_KEY: passage}).create(vals_list)
        finally:
            passage.open = False
        return rows.with_context(**{PASSAGE_KEY: None})

    def _write_private(self, vals):
        if not self:
            return
        passage = _Passage(self, vals)
        try:
            self.sudo().with_context(**{PASSAGE_KEY: passage}).write(vals)
        finally:
            passage.open = False

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models

from odoo.addons.base.models.ir_sequence import _update_nogap


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    @api.model
    def _next_many(self, code, count):
        """So many numbers in a row, as `next_by_code` would give them one by one.

        Of a gapless sequence they are taken in one step; core asks five times a number.
        """
        sequence = self.search(
            [("code", "=", code), ("company_id", "in", [self.env.company.id, False])],
            order="company_id",
            limit=1,
        )
        if count < 2 or sequence.implementation != "no_gap":
            return [self.next_by_code(code) for _number in range(count)]
        counter = sequence
        if sequence.use_date_range:
            today = fields.Date.today()
            ranges = self.env["ir.sequence.date_range"]
            counter = ranges.search(
                [
                    ("sequence_id", "=", sequence.id),
                    ("date_from", "<=", today),
                    ("date_to", ">=", today),
                ],
                limit=1,
            ) or sequence._create_date_range_seq(today)
            sequence = sequence.with_context(ir_sequence_date_range=counter.date_from)
        step = sequence.number_increment
        first = _update_nogap(counter, step * count)
        return [sequence.get_next_char(first + step * place) for place in range(count)]

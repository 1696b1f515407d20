# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.tools import SQL


class MbbPortalSearch(models.AbstractModel):
    """The searches of the pages, with as few questions to the database as they need."""

    _inherit = "mbb.portal.mixin"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _search_page(self, domain, **options):
        """search() and read at once, for a domain of which no name is the caller's.

        The rows are those of the user's record rules. What is read along goes into the
        cache; the fence of the fields is asked when a page takes it from there.
        """
        inside = self._portal_inside()
        names = [
            name
            for name, field in self._fields.items()
            if field.store
            and field.column_type
            and field.prefetch is True
            and inside._has_field_access(field, "read")
        ]
        return inside.search_fetch(domain, names, **options).with_env(self.env)

    @api.model
    def _count_pages(self, searches):
        """How many rows each of the searches has: one statement for all of them.

        :param searches: [(records, domain)], with the rights of the records; who may
            not read them has none
        """
        counts = [0] * len(searches)
        queries = {
            number: records._search(domain)
            for number, (records, domain) in enumerate(searches)
            if records.has_access("read")
        }
        # SQL: the ORM counts one model at a time.
        parts = [
            query.select(SQL("%s", number), SQL("COUNT(*)"))
            for number, query in queries.items()
            if not query.is_empty()
        ]
        if parts:
            together = SQL(" UNION ALL ").join(parts)
            for number, count in self.env.execute_query(together):
                counts[number] = count
        return counts

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models, tools
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
        names = inside._get_page_fields()
        return inside.search_fetch(domain, names, **options).with_env(self.env)

    @api.model
    @tools.ormcache("self._name", "self.env.uid", "self.env.su")
    def _get_page_fields(self):
        """The columns that this user may read, by their groups."""
        return tuple(
            name
            for name, field in self._fields.items()
            if field.store
            and field.column_type
            and field.prefetch is True
            and self._has_field_access(field, "read")
        )

    @api.model
    def _count_pages(self, searches, limit=None):
        """How many rows each of the searches has: one statement for all of them.

        :param searches: [(records, domain)], with the rights of the records; who may
            not read them has none
        :param limit: where the counting of each ends
        """
        counts = [0] * len(searches)
        queries = {
            number: records._search(domain, limit=limit)
            for number, (records, domain) in enumerate(searches)
            if records.has_access("read")
        }
        # SQL: the ORM counts one model at a time.
        parts = [
            SQL(
                "SELECT %s, COUNT(*) FROM %s AS found",
                number,
                query.subselect(SQL("1")),
            )
            for number, query in queries.items()
            if not query.is_empty()
        ]
        if parts:
            together = SQL(" UNION ALL ").join(parts)
            for number, count in self.env.execute_query(together):
                counts[number] = count
        return counts

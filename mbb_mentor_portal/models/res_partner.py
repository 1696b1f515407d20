# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: {field: the roles of mbb.representative that it asks for}
ROLES = {
    "is_mine_to_see": ("representative", "applicant", "viewer"),
    "is_mine_to_apply": ("representative", "applicant"),
    "is_mine_to_answer": ("representative",),
}
#: What of a row of mbb.representative decides.
REPRESENTATION = ("user_id", "role", "date_from", "date_to", "ended_at", "unit_id")


class ResPartner(models.Model):
    """Whom the user represents today.

    The searches are made when each query runs: the cache of record rules never keeps
    a right that has ended.
    """

    _inherit = "res.partner"

    unit_representative_ids = fields.One2many(
        "mbb.representative", "unit_id", string="Representatives of the Unit"
    )
    is_mine_to_see = fields.Boolean(
        string="I Represent It",
        compute="_compute_is_mine",
        search="_search_is_mine_to_see",
        compute_sudo=True,
    )
    is_mine_to_apply = fields.Boolean(
        string="I Apply for It",
        compute="_compute_is_mine",
        search="_search_is_mine_to_apply",
        compute_sudo=True,
    )
    is_mine_to_answer = fields.Boolean(
        string="I Answer for It",
        compute="_compute_is_mine",
        search="_search_is_mine_to_answer",
        compute_sudo=True,
    )

    @api.depends(
        *(
            f"{rows}.{name}"
            for rows in ("representative_ids", "unit_representative_ids")
            for name in REPRESENTATION
        )
    )
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for name, roles in ROLES.items():
            own = Domain("id", "in", self.ids) & self._get_representation_domain(roles)
            mine = self.search(own)
            for partner in self:
                partner[name] = partner in mine

    def _search_is_mine_to_see(self, operator, value):
        return self._search_is_mine("is_mine_to_see", operator, value)

    def _search_is_mine_to_apply(self, operator, value):
        return self._search_is_mine("is_mine_to_apply", operator, value)

    def _search_is_mine_to_answer(self, operator, value):
        return self._search_is_mine("is_mine_to_answer", operator, value)

    def _search_is_mine(self, name, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_representation_domain(ROLES[name])
        return domain if True in value else ~domain

    @api.model
    def _get_representation_domain(self, roles):
        """Institutions for which the user stands as a whole, and units for which
        they stand; a right over one unit is none over its institution."""
        current = [
            ("user_id", "=", self.env.uid),
            ("role", "in", roles),
            ("ended_at", "=", False),
            ("date_from", "<=", "today"),
            "|",
            ("date_to", "=", False),
            ("date_to", ">=", "today"),
        ]
        # sudo: the user's own rows alone. Of each the unit or, without one, the
        # institution; as one subquery, since every record rule of the portal has it
        # and two paths would be worked out anew for each of them.
        rows_sudo = self.env["mbb.representative"].sudo()
        query = rows_sudo._search(current)
        of = [
            rows_sudo._field_to_sql(query.table, name, query)
            for name in ("unit_id", "institution_id")
        ]
        represented = query.subselect(SQL("COALESCE(%s, %s)", *of))
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IN %s", model._field_to_sql(alias, "id", query), represented
            )
        )

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.fields import Domain

#: {field: the roles of mbb.representative that it asks for}
ROLES = {
    "is_mine_to_see": ("representative", "applicant", "viewer"),
    "is_mine_to_apply": ("representative", "applicant"),
    "is_mine_to_answer": ("representative",),
}


class ResPartner(models.Model):
    """Whom the user represents today.

    The searches return a path with relative dates, resolved when each query runs:
    the cache of record rules never keeps a right that has ended.
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
            for name in ("user_id", "role", "date_from", "date_to", "unit_id")
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
            ("date_from", "<=", "today"),
            "|",
            ("date_to", "=", False),
            ("date_to", ">=", "today"),
        ]
        return Domain(
            "representative_ids", "any", [*current, ("unit_id", "=", False)]
        ) | Domain("unit_representative_ids", "any", current)

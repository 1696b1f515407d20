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
#: What of a row of mbb.representative decides.
REPRESENTATION = ("user_id", "role", "date_from", "date_to", "ended_at", "unit_id")


class ResPartner(models.Model):
    """Whom the user represents today.

    Whom that is is asked when each query is made: the cache of record rules never
    keeps a right that has ended.
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
            mine = set(self._get_represented_ids(roles))
            for partner in self:
                partner[name] = partner._origin.id in mine

    def _search_is_mine_to_see(self, operator, value):
        return self._search_is_mine("is_mine_to_see", operator, value)

    def _search_is_mine_to_apply(self, operator, value):
        return self._search_is_mine("is_mine_to_apply", operator, value)

    def _search_is_mine_to_answer(self, operator, value):
        return self._search_is_mine("is_mine_to_answer", operator, value)

    def _search_is_mine(self, name, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("id", "in", self._get_represented_ids(ROLES[name]))
        return domain if True in value else ~domain

    # For domains that are made anew each time, and not followed through the partner.

    @api.model
    def _get_mine_to_apply(self):
        return self._get_represented_ids(ROLES["is_mine_to_apply"])

    @api.model
    def _get_mine_to_answer(self):
        return self._get_represented_ids(ROLES["is_mine_to_answer"])

    @api.model
    def _get_represented_ids(self, roles):
        """Institutions for which the user stands as a whole, and units for which
        they stand; a right over one unit is none over its institution."""
        rows = self.env["mbb.representative"]._get_mine_rows()
        return [party for _id, role, party in rows if role in roles]

    # -- what Odoo's own pages let through -----------------------------------------

    @api.model
    def _get_frontend_writable_fields(self):
        """The name of the company is the institution's, which the Sekreterya keeps."""
        return super()._get_frontend_writable_fields() - {"company_name"}

    def _can_be_edited_by_current_customer(self, **kwargs):
        """Nobody but oneself: what lies under an institution is other people."""
        return super()._can_be_edited_by_current_customer(**kwargs) and (
            self == self._get_current_partner(**kwargs)
            or not self.sudo()._get_institution()
        )

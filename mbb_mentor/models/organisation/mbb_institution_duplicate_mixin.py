# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import re

from odoo import api, fields, models
from odoo.tools import email_domain_extract

from .fold import fold

#: What tells one institution from another.
MARK_FIELDS = ("detsis", "vat", "name", "email", "state_id")
#: Addresses of these say nothing about whose they are.
PUBLIC_MAIL = {
    "gmail.com",
    "hotmail.com",
    "hotmail.com.tr",
    "icloud.com",
    "mynet.com",
    "outlook.com",
    "outlook.com.tr",
    "windowslive.com",
    "yahoo.com",
    "yahoo.com.tr",
    "yandex.com",
    "yandex.com.tr",
}


class MbbInstitutionDuplicateMixin(models.AbstractModel):
    """By what an institution is known again, however its name is spelt."""

    _name = "mbb.institution.duplicate.mixin"
    _description = "Duplicates of an Institution"

    mentor_name_key = fields.Char(
        compute="_compute_mentor_name_key",
        store=True,
        index="btree_not_null",
        groups="mbb_mentor.group_mentor_officer",
        help="The name without what two people spell differently.",
    )
    mentor_duplicates = fields.Text(
        string="Looks Like",
        compute="_compute_mentor_duplicates",
        groups="mbb_mentor.group_mentor_officer",
    )

    @api.model
    def _get_mentor_name_key(self, name):
        key = fold(name).replace("belediye baskanligi", "belediyesi")
        return re.sub(r"^t c ", "", key)

    @api.depends("name", "is_mentor_institution")
    def _compute_mentor_name_key(self):
        for partner in self:
            partner.mentor_name_key = (
                self._get_mentor_name_key(partner.name)
                if partner.is_mentor_institution
                else False
            )

    def _get_mentor_mark_values(self):
        self.ensure_one()
        return {name: self[name] for name in MARK_FIELDS}

    @api.model
    def _get_mentor_marks(self, values):
        """What tells an institution, surest first, as (kind, value)."""
        number = re.sub(r"[^0-9]", "", values.get("vat") or "")
        detsis = re.sub(r"[^0-9]", "", values.get("detsis") or "")
        domain = email_domain_extract(values.get("email") or "") or ""
        marks = [
            ("detsis", detsis),
            ("vat", number),
            ("name", self._get_mentor_name_key(values.get("name"))),
            ("email", "" if domain in PUBLIC_MAIL else domain),
        ]
        return [(kind, value) for kind, value in marks if value]

    @api.model
    def _get_mentor_duplicate_index(self):
        """{mark: institutions}, read once for any number of questions."""
        index = {}
        institutions = self.sudo().search([("is_mentor_institution", "=", True)])
        institutions.fetch(MARK_FIELDS)
        for partner in institutions:
            for mark in self._get_mentor_marks(partner._get_mentor_mark_values()):
                index[mark] = index.get(mark, self.browse()) | partner
        former = self.env["mbb.institution.name"].sudo().search_fetch(
            [], ["name_key", "institution_id"]
        )
        for row in former:
            mark = ("name", row.name_key)
            index[mark] = index.get(mark, self.browse()) | row.institution_id
        return index

    @api.model
    def _find_mentor_duplicates(self, values, index=None, exclude=None):
        """Institutions that this may be, as [(partner, kind)], surest first.

        The same name in another province is another institution.
        """
        if index is None:
            index = self._get_mentor_duplicate_index()
        found, seen = [], exclude or self.browse()
        state = values.get("state_id")
        state_id = getattr(state, "id", state)
        for mark in self._get_mentor_marks(values):
            for partner in index.get(mark, ()):
                other = partner.state_id.id
                elsewhere = state_id and other and state_id != other
                if partner in seen or (mark[0] == "name" and elsewhere):
                    continue
                seen |= partner
                found.append((partner.with_env(self.env), mark[0]))
        return found

    @api.model
    def _get_mentor_duplicate_text(self, kind):
        return {
            "detsis": self.env._("same DETSİS number"),
            "vat": self.env._("same tax number"),
            "name": self.env._("same name"),
            "email": self.env._("same e-mail domain"),
        }[kind]

    @api.depends("name", "detsis", "vat", "email", "state_id", "is_mentor_institution")
    def _compute_mentor_duplicates(self):
        institutions = self.filtered("is_mentor_institution")
        (self - institutions).mentor_duplicates = False
        index = self._get_mentor_duplicate_index() if institutions else {}
        for partner in institutions:
            found = self._find_mentor_duplicates(
                partner._get_mentor_mark_values(), index, exclude=partner._origin
            )
            partner.mentor_duplicates = "\n".join(
                f"{other.name} ({self._get_mentor_duplicate_text(kind)})"
                for other, kind in found
            )

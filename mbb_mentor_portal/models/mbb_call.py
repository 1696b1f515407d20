# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import groupby


class MbbCall(models.Model):
    """What a call says to everybody while it takes applications (MPY m.5/2-c).

    Not published: who scores, who applied, the mentors, the budget.
    """

    _name = "mbb.call"
    _inherit = ["mbb.call", "mbb.public.mixin"]

    _public_path = "/mentoring/calls"

    @api.model
    def _get_public_domain(self):
        return (
            Domain("company_id", "=", self.env.company.id)
            & Domain("state", "=", "open")
            & Domain("date_close", ">=", self._get_today())
        )

    @api.model
    def _find_public_sudo(self, limit=None):
        """First the one that closes first."""
        domain = self._get_public_domain()
        return self.sudo().search(domain, order="date_close, id", limit=limit)

    def _get_public_card(self):
        """Plain values for a list."""
        self.ensure_one()
        return {
            "id": self.id,
            "url": self._get_public_url(),
            "name": self.name,
            "number": self.number,
            "subjects": self._get_public_subjects(),
            "date_close": self.date_close,
            "days_left": (self.date_close - self._get_today()).days,
            "quota": self.quota,
        }

    def _get_public_page(self):
        """Plain values for its own page."""
        return {
            **self._get_public_card(),
            "description": self.description,
            "basis": self.basis_name,
            "basis_kind": self._get_label("basis_kind"),
            "date_open": self.date_open,
            "date_from": self.date_from,
            "date_to": self.date_to,
            "least_points": self.least_points,
            "max_points": self.max_points,
            "criteria": [
                {
                    "name": row.name,
                    "description": row.description,
                    "points": row.points,
                }
                for row in self.criterion_ids
            ],
            "members_only": self.members_only,
            "targets": self._get_public_targets(),
        }

    def _get_label(self, name):
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels.get(self[name])

    def _get_public_subjects(self):
        """[(field, [subjects])]; of a field named as a whole no subjects."""
        whole = [(field.name, []) for field in self.skill_type_ids]
        single = self.skill_ids.filtered(
            lambda skill: skill.skill_type_id not in self.skill_type_ids
        )
        return whole + [
            (field.name, [skill.name for skill in skills])
            for field, skills in groupby(single, lambda skill: skill.skill_type_id)
        ]

    def _get_public_targets(self):
        """Types of institution, and those that are named."""
        types = dict(
            self.target_ids._fields["institution_type"]._description_selection(self.env)
        )
        return [
            row.institution_id.name or types.get(row.institution_type)
            for row in self.target_ids
        ]

    def _get_portal_subjects(self):
        """What it is about: every subject of its fields, and those that it names."""
        return self.skill_ids | self.skill_type_ids.skill_ids

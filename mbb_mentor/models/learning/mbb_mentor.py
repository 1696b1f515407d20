# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbMentor(models.Model):
    _inherit = "mbb.mentor"  # pylint: disable=consider-merging-classes-inherited

    def _get_evidence_texts(self, subjects):
        """What the mentor's institution has published of these subjects (MPY m.7)."""
        texts = super()._get_evidence_texts(subjects)
        practices = self.env["mbb.practice"].sudo()
        found = practices.search(
            practices._get_published_domain()
            & practices._get_quoted_domain(self.sudo().institution_id, subjects)
        )
        for mentor in self:
            own = found.filtered(
                lambda p, mentor=mentor: mentor.sudo().institution_id
                in p.institution_id | p.match_id.mentor_institution_id
            )
            texts.setdefault(mentor, []).extend(
                self.env._("Published good practice: %(name)s", name=practice.display_name)
                for practice in own
            )
        return texts

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models

from .fold import fold

#: Words that say nothing about a matter.
_IDLE_WORDS = frozenset("bir icin olan olarak veya ile gibi the and for with that".split())


def stems(text):
    """The first letters of each word that says something: Turkish adds at the end."""
    words = (word for word in fold(text).split() if len(word) > 3)
    return {word[:6] for word in words if word not in _IDLE_WORDS}


class MbbDecisionPrecedentMixin(models.AbstractModel):
    """What was decided before on the nearest matters (emsal)."""

    _name = "mbb.decision.precedent.mixin"
    _description = "Precedents of a Decision"

    precedent_ids = fields.Many2many(
        "mbb.decision", string="Precedents", compute="_compute_precedent_ids"
    )

    @api.depends("subject", "question", "keywords", "res_model")
    def _compute_precedent_ids(self):
        for decision in self:
            words = f"{decision.subject} {decision.question} {decision.keywords or ''}"
            decision.precedent_ids = self._find_precedents(
                words, decision.res_model, decision.company_id, decision._origin
            )

    @api.model
    def _find_precedents(self, words, model, company, but=None, limit=10):
        """Decisions taken before on the nearest matters (emsal), nearest first."""
        wanted = stems(words)
        earlier = self.search(
            [
                ("state", "=", "decided"),
                ("company_id", "=", (company or self.env.company).id),
                ("id", "not in", but.ids if but else []),
            ]
        )
        weights = {}
        for decision in earlier:
            title = stems(f"{decision.subject} {decision.keywords or ''}")
            body = stems(f"{decision.question} {decision.text}")
            weight = 2 * len(wanted & title) + len(wanted & body)
            if weight:
                same = bool(model) and decision.res_model == model
                weights[decision.id] = (weight + same, decision.date, decision.id)
        nearest = sorted(weights, key=weights.get, reverse=True)[:limit]
        return self.browse(nearest)

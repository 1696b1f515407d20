# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_round
from odoo.tools.misc import formatLang

from ..pool.changes import is_changed_by

_CORE = object()
#: For what the core computed. No remote caller's context can hold the object.
SCORE_PASSAGE = {"mbb_score_passage": _CORE}


def _are_numbers(values):
    """Whether `values` are named numbers: a Json field takes whatever it is given."""
    return isinstance(values, dict) and all(
        type(value) in (int, float) for value in values.values()
    )


class MbbScoreMixin(models.AbstractModel):
    """A score with the named parts that add up to it, and how they are shown."""

    _name = "mbb.score.mixin"
    _description = "Score with its Parts"

    #: What belongs to a score; a model adds those whom it is about.
    _scored_fields = ("score", "parts", "weights")

    score = fields.Float(readonly=True, copy=False, digits=(7, 6))
    parts = fields.Json(readonly=True, copy=False)
    weights = fields.Json(readonly=True, copy=False)
    score_percent = fields.Integer(
        string="Score (%)", compute="_compute_score_percent"
    )
    parts_html = fields.Html(
        string="What the Score Is Made Of",
        compute="_compute_parts_html",
        sanitize=False,
    )

    def _has_score_passage(self):
        return self.env.su or self.env.context.get("mbb_score_passage") is _CORE

    @api.model_create_multi
    def create(self, vals_list):
        if not self._has_score_passage():
            # A score is the core's, or there is none.
            none = {"score": 0.0, "parts": False, "weights": False}
            vals_list = [{**vals, **none} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        scored = vals.keys() & set(self._scored_fields)
        if scored and not self._has_score_passage():
            self.check_access("write")
            if any(is_changed_by(record, vals, scored) for record in self):
                raise UserError(
                    self.env._("A score is computed, and stays with its two sides.")
                )
        return super().write(vals)

    @api.model
    def _create_scored(self, vals_list):
        """Create with the scores that the core gave."""
        records = self.with_context(**SCORE_PASSAGE).create(vals_list)
        return records.with_env(self.env)

    @api.model
    def _get_part_labels(self):
        return {
            "skill_coverage": self.env._("Subjects covered"),
            "skill_level": self.env._("Distance of levels"),
            "text": self.env._("Need and offer in words"),
            "institution": self.env._("Likeness of the institutions"),
            "waiting": self.env._("Waiting time"),
            "load": self.env._("Places left"),
            "equality": self.env._("Equality: small institutions"),
            "distance": self.env._("Distance"),
            "cost": self.env._("Expected cost"),
        }

    @api.depends("score")
    def _compute_score_percent(self):
        for record in self:
            record.score_percent = int(float_round(100 * record.score, 0))

    @api.depends("parts", "weights")
    def _compute_parts_html(self):
        labels = self._get_part_labels()
        for record in self:
            record.parts_html = record._draw_parts(labels)

    def _draw_parts(self, labels):
        """A bar a part: how much of what it could give it gives, in hundredths."""
        parts, weights = self.parts or {}, self.weights or {}
        if not (_are_numbers(parts) and _are_numbers(weights)):
            return False
        total = sum(weights.get(name, 0) for name in parts)
        if not total:
            return False
        row = Markup(
            '<div class="d-flex align-items-center mb-1">'
            '<span class="me-2 text-truncate" style="width: 45%%">%(label)s</span>'
            '<span class="progress flex-grow-1" style="height: 0.6rem" '
            'aria-hidden="true">'
            '<span class="progress-bar" style="width: %(width)s%%"></span></span>'
            '<span class="ms-2 text-end text-nowrap small" style="width: 5.5rem">'
            "%(value)s / %(most)s</span></div>"
        )
        rows = []
        for name in (name for name in labels if name in parts):
            most = 100 * weights.get(name, 0) / total
            value = 100 * parts[name]
            rows.append(
                row
                % {
                    "label": labels[name],
                    "width": round(100 * value / most) if most else 0,
                    "value": formatLang(self.env, value, digits=1),
                    "most": formatLang(self.env, most, digits=1),
                }
            )
        return Markup('<div class="o_mbb_parts">%s</div>') % Markup().join(rows)

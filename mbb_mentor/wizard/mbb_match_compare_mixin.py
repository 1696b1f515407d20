# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang


class MbbMatchCompareMixin(models.AbstractModel):
    """Two or three candidates of one mentee side by side, a fact a row."""

    _name = "mbb.match.compare.mixin"
    _description = "Candidates Side by Side"

    comparison_html = fields.Html(
        string="Side by Side", compute="_compute_comparison_html", sanitize=False
    )

    @api.depends("line_ids.compared")
    @api.depends_context("lang")
    def _compute_comparison_html(self):
        for wizard in self:
            lines = wizard.line_ids.filtered("compared")
            wizard.comparison_html = (
                wizard._draw_comparison(lines) if len(lines) > 1 else False
            )

    def _draw_comparison(self, lines):
        head = Markup('<th scope="col">%s</th>')
        row = Markup('<tr><th scope="row">%s</th>%s</tr>')
        cell = Markup("<td>%s</td>")
        columns = [self._prepare_column(line) for line in lines]
        rows = Markup().join(
            row % (label, Markup().join(cell % column[name] for column in columns))
            for name, label in self._get_comparison_labels().items()
        )
        return Markup(
            '<div class="table-responsive"><table class="table table-sm align-top">'
            "<thead><tr><th></th>%s</tr></thead><tbody>%s</tbody></table></div>"
        ) % (
            Markup().join(head % line.mentor_id.display_name for line in lines),
            rows,
        )

    @api.model
    def _get_comparison_labels(self):
        return {
            "score": self.env._("Score"),
            "parts": self.env._("What the Score Is Made Of"),
            "skills": self.env._("Subjects and Levels"),
            "period": self.env._("Period"),
            "modes": self.env._("Way of Working"),
            "languages": self.env._("Languages"),
            "load": self.env._("Load"),
            "institution": self.env._("Institution"),
            "kind": self.env._("Type and Population"),
            "province": self.env._("Province"),
        }

    def _prepare_column(self, line):
        mentor = line.mentor_id
        institution = mentor.institution_id
        modes = {
            self.env._("Online"): mentor.mode_online,
            self.env._("On Site"): mentor.mode_onsite,
        }
        return {
            "score": f"{line.score_percent} / 100",
            "parts": line.parts_html or "–",
            "skills": self._draw_skills(mentor),
            "period": self._draw_period(mentor),
            "modes": ", ".join(filter(modes.get, modes)) or "–",
            "languages": ", ".join(mentor.language_ids.mapped("name")) or "–",
            "load": self.env._(
                "carries %(load)s; %(left)s of %(capacity)s places left",
                load=mentor.current_load,
                left=mentor.capacity_left,
                capacity=mentor.capacity,
            ),
            "institution": institution.name,
            "kind": self._draw_kind(institution),
            "province": institution.state_id.name or "–",
        }

    def _draw_skills(self, mentor):
        """What the mentor offers; first what the mentee needs, with both levels."""
        own = {line.skill_id: line.mentor_level for line in self.mentee_id.skill_ids}
        offered = mentor.skill_ids.sorted(lambda line: line.skill_id not in own)
        return Markup("<br/>").join(
            Markup("<strong>%s: %s → %s</strong>")
            % (line.skill_id.name, own[line.skill_id], line.mentor_level)
            if line.skill_id in own
            else Markup('<span class="text-muted">%s: %s</span>')
            % (line.skill_id.name, line.mentor_level)
            for line in offered
        )

    def _draw_period(self, mentor):
        if not mentor.date_from and not mentor.date_to:
            return self.env._("not limited")
        start, end = (
            format_date(self.env, day) if day else "…"
            for day in (mentor.date_from, mentor.date_to)
        )
        return f"{start} – {end}"

    def _draw_kind(self, institution):
        field = institution._fields["institution_type"]
        labels = dict(field._description_selection(self.env))
        facts = [labels.get(institution.institution_type)]
        if institution.population:
            facts.append(formatLang(self.env, institution.population, digits=0))
        return ", ".join(fact for fact in facts if fact) or "–"

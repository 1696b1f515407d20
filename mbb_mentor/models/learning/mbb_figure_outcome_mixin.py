# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from collections import Counter

from odoo import api, models

from .figure_public import get_told
from .figure_scope import FEW, row


class MbbFigureOutcomeMixin(models.AbstractModel):
    """What came of it: goals, recommendations, satisfaction, change."""

    _name = "mbb.figure.outcome.mixin"
    _description = "Figures of Outcome"

    @api.model
    def _collect(self, figures):  # pylint: disable=missing-return
        super()._collect(figures)
        self._collect_goals(figures)
        self._collect_recommendations(figures)
        self._collect_satisfaction(figures)
        self._collect_change(figures)

    @api.model
    def _collect_goals(self, figures):
        ended = [
            *figures.scope.moments("date_state"),
            ("state", "in", ("reached", "partly", "missed")),
        ]
        counts = Counter(
            dict(self.env["mbb.goal"]._read_group(ended, ["state"], ["__count"]))
        )
        told = {
            "goals": [self.env._("Goals Answered For"), "reached", "partly", "missed"],
            "goals_reached": [self.env._("Goals Reached"), "reached"],
            "goals_partly": [self.env._("Goals Partly Reached"), "partly"],
        }
        for key, [label, *states] in told.items():
            figures.number(
                key,
                label,
                sum(counts[state] for state in states),
                source=("mbb.goal", [*ended, ("state", "in", states)]),
            )

    @api.model
    def _collect_recommendations(self, figures):
        given = figures.scope.days("date_given")
        counts = Counter(
            dict(
                self.env["mbb.recommendation"]._read_group(given, ["state"], ["__count"])
            )
        )
        told = {
            "recommendations": [
                self.env._("Recommendations Given"),
                "open",
                "adopted",
                "partly",
                "declined",
            ],
            "recommendations_adopted": [
                self.env._("Recommendations Adopted"),
                "adopted",
            ],
            "recommendations_partly": [
                self.env._("Recommendations Partly Adopted"),
                "partly",
            ],
        }
        for key, [label, *states] in told.items():
            figures.number(
                key,
                label,
                sum(counts[state] for state in states),
                source=("mbb.recommendation", [*given, ("state", "in", states)]),
            )

    @api.model
    def _tells_means(self, scope):
        """While the year runs to the Sekreterya alone: who looks before and after an
        answer could work it out (MPY m.5/6)."""
        # Not `su`: figures are counted as superuser, whoever asks for them.
        user = self.env.user
        officer = user.has_group("mbb_mentor.group_mentor_officer")
        return user._is_superuser() or officer or scope.last < scope.today

    @api.model
    def _get_means_note(self, scope):
        if not self._tells_means(scope):
            return self.env._("While the year runs, means are for the Sekreterya alone.")
        return self.env._(
            "Means of fewer than five answers are not shown, nor others from which "
            "these could be worked out."
        )

    @api.model
    def _get_told(self, scope, counts):
        if not self._tells_means(scope):
            return [False] * len(counts)
        return get_told(counts)

    @api.model
    def _collect_satisfaction(self, figures):
        """Means of five or more answers only: also here, so that what is printed is
        what was seen (MPY m.5/6)."""
        done = [
            *figures.scope.moments("date_state"),
            ("state", "=", "done"),
            ("score", ">", 0),
        ]
        groups = self.env["mbb.evaluation"]._read_group(
            done,
            ["kind", "party"],
            ["__count", "score:avg", "partner_id:count_distinct"],
        )
        evaluations = self.env["mbb.evaluation"]
        # Of one person there may be several answers.
        told = self._get_told(figures.scope, [people for *_row, people in groups])
        [(people,)] = evaluations._read_group(done, [], ["partner_id:count_distinct"])
        kinds = dict(evaluations._fields["kind"]._description_selection(self.env))
        parties = dict(evaluations._fields["party"]._description_selection(self.env))
        total = sum(count for *_keys, count, _mean, _people in groups)
        mean = sum(count * mean for *_keys, count, mean, _people in groups)
        figures.number(
            "satisfaction",
            self.env._("Satisfaction (1–5)"),
            mean / total if people >= FEW and self._tells_means(figures.scope) else None,
            digits=2,
            source=("mbb.evaluation", done),
        )
        figures.table(
            "satisfaction",
            self.env._("Satisfaction by Occasion"),
            {
                "occasion": self.env._("Occasion"),
                "party": self.env._("Asked Of"),
                "answers": self.env._("Answers"),
                "mean": self.env._("Mean (1–5)"),
            },
            [
                row(
                    [
                        kinds[kind],
                        parties[party],
                        count,
                        round(mean, 2) if is_told else None,
                    ],
                    "mbb.evaluation",
                    [*done, ("kind", "=", kind), ("party", "=", party)],
                )
                for (kind, party, count, mean, _people), is_told in zip(
                    groups, told, strict=True
                )
            ],
            public=True,
            note=self._get_means_note(figures.scope),
        )

    @api.model
    def _collect_change(self, figures):
        """By the mentees' own word, before and after."""
        said = [*figures.scope.days("date_after"), ("is_complete", "=", True)]
        groups = self.env["mbb.self.assessment"]._read_group(
            said,
            ["skill_type_id"],
            [
                "__count",
                "level_before:avg",
                "level_after:avg",
                "change:avg",
                "match_id:count_distinct",
            ],
        )
        # One mentee says it of each subject.
        told = self._get_told(figures.scope, [people for *_row, people in groups])
        [(people,)] = self.env["mbb.self.assessment"]._read_group(
            said, [], ["match_id:count_distinct"]
        )
        total = sum(count for _field, count, *_means in groups)
        gained = sum(
            count * change for _field, count, _before, _after, change, _people in groups
        )
        figures.number(
            "change",
            self.env._("Levels Gained (Mean)"),
            gained / total if people >= FEW and self._tells_means(figures.scope) else None,
            digits=2,
            source=("mbb.self.assessment", said),
        )
        figures.table(
            "change",
            self.env._("Before and After, by Field"),
            {
                "field": self.env._("Field"),
                "answers": self.env._("Answers"),
                "before": self.env._("Before (0–5)"),
                "after": self.env._("After (0–5)"),
                "change": self.env._("Levels Gained"),
            },
            [
                row(
                    [
                        skill_type.name,
                        count,
                        *(
                            round(mean, 2) if is_told else None
                            for mean in (before, after, change)
                        ),
                    ],
                    "mbb.self.assessment",
                    [*said, ("skill_type_id", "=", skill_type.id)],
                )
                for (skill_type, count, before, after, change, _people), is_told in zip(
                    groups, told, strict=True
                )
            ],
            public=True,
            note=self._get_means_note(figures.scope),
        )

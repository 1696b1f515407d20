# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbFigurePracticeMixin(models.AbstractModel):
    """What is carried on: good practices, trainings, calls and events (MPY m.7)."""

    _name = "mbb.figure.practice.mixin"
    _description = "Figures of Lessons"

    @api.model
    def _collect(self, figures):  # pylint: disable=missing-return
        super()._collect(figures)
        self._collect_practices(figures)
        self._collect_needs(figures)
        self._collect_gatherings(figures)

    @api.model
    def _collect_practices(self, figures):
        scope = figures.scope
        count = self.env["mbb.practice"].search_count
        # Another version of what was published is no other practice.
        new = [*scope.days("date_published"), ("previous_id", "=", False)]
        figures.number(
            "practices_published",
            self.env._("Good Practices Published"),
            count(new),
            source=("mbb.practice", new),
        )
        present = [*scope.own(), ("state", "=", "published")]
        figures.number(
            "practices",
            self.env._("Good Practices Published Today"),
            count(present),
            source=("mbb.practice", present),
        )
        adopted = [
            *scope.moments("date_state"),
            ("state", "=", "adopted"),
            ("practice_id", "!=", False),
        ]
        groups = self.env["mbb.recommendation"]._read_group(adopted, ["institution_id"])
        institutions = [institution.id for (institution,) in groups if institution]
        figures.number(
            "practice_adopters",
            self.env._("Institutions That Adopted a Good Practice"),
            len(institutions),
            source=("res.partner", [("id", "in", institutions)]),
        )

    @api.model
    def _collect_needs(self, figures):
        """What Eğitim Müdürlüğü made of the needs that nobody could meet."""
        answered = figures.scope.days("date_answered")
        [(count, trainings, participants)] = self.env["mbb.need.analysis"]._read_group(
            answered, [], ["__count", "training_count:sum", "participant_count:sum"]
        )
        told = {
            "needs_answered": [self.env._("Needs Analyses Answered"), count],
            "trainings": [self.env._("Trainings That Came of Needs"), trainings],
            "training_participants": [
                self.env._("Participants of These Trainings"),
                participants,
            ],
        }
        for key, [label, value] in told.items():
            source = ("mbb.need.analysis", answered)
            figures.number(key, label, value or 0, source=source)

    @api.model
    def _collect_gatherings(self, figures):
        scope = figures.scope
        until = scope.get_midnight_after(scope.today)
        labels = {
            "calls_opened": self.env._("Thematic Calls Opened"),
            "calls_concluded": self.env._("Thematic Calls Concluded"),
            "events": self.env._("Networking Events Held"),
        }
        sources = {
            "calls_opened": ("mbb.call", scope.days("date_open")),
            "calls_concluded": (
                "mbb.call",
                [*scope.moments("date_state"), ("state", "=", "concluded")],
            ),
            "events": (
                "event.event",
                [
                    *scope.moments("date_begin"),
                    ("date_end", "<", fields.Datetime.to_string(until)),
                    ("is_mentor_event", "=", True),
                    ("kanban_state", "!=", "cancel"),
                ],
            ),
        }
        for key, [model, domain] in sources.items():
            count = self.env[model].search_count(domain)
            figures.number(key, labels[key], count, source=(model, domain))

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from .turn import take_turn


class MbbCallRankingMixin(models.AbstractModel):
    """The list of a call: who is on it in which place, and who gets a place."""

    _name = "mbb.call.ranking.mixin"
    _description = "Ranked List of a Call"
    _guarded_fields = ("date_ranked", "ranked_by_id", "list_tick")

    date_ranked = fields.Datetime(
        string="List Drawn Up On", readonly=True, copy=False
    )
    ranked_by_id = fields.Many2one(
        "res.users", string="List Drawn Up By", readonly=True, copy=False
    )
    ranking_html = fields.Html(
        string="Ranked List", compute="_compute_ranking_html", sanitize=False
    )
    list_tick = fields.Integer(readonly=True, copy=False)

    def _get_ranking_obstacle(self):
        """Why the list cannot be drawn up, or False."""
        self.ensure_one()
        call = self.sudo()
        if call.state != "assessment":
            return self.env._(
                "%(call)s is not in assessment (%(state)s).",
                call=self.display_name,
                state=self._get_state_label(),
            )
        pending = call.mentee_ids.filtered(
            lambda m: m.state in ("submitted", "incomplete")
        )
        if pending:
            return self.env._(
                "These applications wait for the Sekreterya or for their applicant: "
                "%(numbers)s.",
                numbers=", ".join(pending.mapped("number")),
            )
        unscored = call._get_unscored()
        if unscored:
            return self.env._(
                "These applications are not scored yet: %(numbers)s.",
                numbers=", ".join(unscored.mapped("number")),
            )
        return False

    def _get_unscored(self):
        """Applications under review that lack points."""
        return self.mentee_ids.filtered(
            lambda m: m.state == "review" and not m.call_scored
        )

    def _get_ranked(self):
        """The applications of the list, best first."""
        return self.mentee_ids.filtered(
            lambda m: m.call_scored and m.state != "withdrawn"
        ).sorted(lambda m: (m.call_rank, m.number or ""))

    def _get_selected(self):
        """Who has a place now."""
        return self.mentee_ids.filtered(
            lambda m: m.call_result == "selected"
            and m.state not in ("withdrawn", "rejected")
        )

    def _update_ranking(self):
        """Ranks of those who have all their points: equal points, the same rank."""
        for call in self.sudo().filtered(lambda c: c.state == "assessment"):
            ranked = call._get_ranked().filtered(lambda m: m.state == "review")
            points = ranked.mapped("call_points")
            for mentee in ranked:
                own = mentee.call_points
                rank = 1 + sum(other > own for other in points)
                tied = points.count(own) > 1
                if (mentee.call_rank, mentee.call_tied) != (rank, tied):
                    mentee._write_guarded({"call_rank": rank, "call_tied": tied})

    def action_rank(self):
        """Draw up the list: the places go by rank.

        Where they end inside a shared rank, a person decides, nobody's order of arrival.
        """
        for call in self:
            obstacle = (
                call._get_authority_obstacle("decider") or call._get_ranking_obstacle()
            )
            if obstacle:
                raise UserError(obstacle)
            take_turn(call, "list_tick")
            call._check_undecided()
            call._update_ranking()
            call.sudo()._set_results()
            call._write_guarded(
                {"date_ranked": fields.Datetime.now(), "ranked_by_id": self.env.uid}
            )
        return True

    def _outdate_list(self):
        """Who is on the list has changed: it has to be drawn up anew."""
        for call in self.sudo():
            if call.state == "assessment" and call.date_ranked:
                call._write_guarded({"date_ranked": False, "ranked_by_id": False})

    def _check_undecided(self):
        """A decision between equal points stands as long as the list does.

        Where the list is out of date, what was decided stays in the chatter.
        """
        self.ensure_one()
        call = self.sudo()
        decided = call.mentee_ids.filtered("call_decided_by_id")
        if decided and call.date_ranked:
            raise UserError(
                self.env._(
                    "It was decided between equal points, and the list has not changed "
                    "since: %(numbers)s.",
                    numbers=", ".join(decided.mapped("number")),
                )
            )
        labels = self._get_result_labels()
        for row in decided:
            call.message_post(
                body=self.env._(
                    "The list was drawn up anew. Before, %(user)s had decided on "
                    "%(number)s (%(result)s): %(reason)s",
                    user=row.call_decided_by_id.name,
                    number=row.number,
                    result=labels.get(row.call_result, ""),
                    reason=row.call_result_reason,
                )
            )

    def _set_results(self):
        self.ensure_one()
        ranked = self._get_ranked().filtered(lambda m: m.state == "review")
        for rank, group in ranked.grouped("call_rank").items():
            left = self.quota - rank + 1
            if group[0].call_points < self.least_points or left <= 0:
                result = "not_selected"
            elif len(group) <= left:
                result = "selected"
            else:
                result = "undecided"
            group._write_guarded(
                {
                    "call_result": result,
                    "call_result_reason": False,
                    "call_decided_by_id": False,
                }
            )

    @api.model
    def _get_result_labels(self):
        field = self.env["mbb.mentee"]._fields["call_result"]
        return dict(field._description_selection(self.env))

    def _get_published_ranking(self):
        """The list as it is published: by application number, nobody's name.

        :return: rows of number, rank, shared, points, result; empty before the end
        """
        self.ensure_one()
        call = self.sudo()
        if call.state != "concluded":
            return []
        labels = self._get_result_labels()
        return [
            {
                "number": row.number,
                "rank": row.call_rank,
                "tied": row.call_tied,
                "points": row.call_points,
                "result": row.call_result,
                "result_label": labels.get(row.call_result, ""),
            }
            for row in call._get_ranked()
        ]

    @api.depends("state")
    def _compute_ranking_html(self):
        head = (
            self.env._("Rank"),
            self.env._("Application"),
            self.env._("Points"),
            self.env._("Result"),
        )
        for call in self:
            rows = call._get_published_ranking()
            if not rows:
                call.ranking_html = False
                continue
            shared = self.env._("(shared)")
            call.ranking_html = Markup(
                '<table class="table table-sm"><thead><tr>%s</tr></thead>'
                "<tbody>%s</tbody></table>"
            ) % (
                Markup().join(Markup('<th scope="col">%s</th>') % cell for cell in head),
                Markup().join(
                    Markup("<tr><td>%s %s</td><td>%s</td><td>%s</td><td>%s</td></tr>")
                    % (
                        row["rank"],
                        shared if row["tied"] else "",
                        row["number"],
                        formatLang(self.env, row["points"], digits=2),
                        row["result_label"],
                    )
                    for row in rows
                ),
            )

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..pairing.match_states import SETTLED_STATES


class MbbSelfAssessment(models.Model):
    """A mentee's own level of one subject, before and after a match.

    A level that is empty is "none yet", where its date says that it was answered. What
    was said before is not changed once the work has begun: there would be no change to
    show.
    """

    _name = "mbb.self.assessment"
    _description = "Self-Assessment"
    _inherit = ["mbb.register.mixin"]
    _order = "match_id desc, skill_id"
    _rec_name = "skill_id"
    _check_company_auto = True

    match_id = fields.Many2one(
        "mbb.match",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    skill_id = fields.Many2one(
        "hr.skill", string="Subject", required=True, readonly=True, ondelete="restrict"
    )
    skill_type_id = fields.Many2one(
        related="skill_id.skill_type_id", string="Field", store=True
    )
    level_before_id = fields.Many2one(
        "hr.skill.level", readonly=True, ondelete="restrict"
    )
    level_after_id = fields.Many2one(
        "hr.skill.level", readonly=True, ondelete="restrict"
    )
    date_before = fields.Date(string="Asked Before", readonly=True)
    date_after = fields.Date(string="Asked After", readonly=True)
    user_before_id = fields.Many2one("res.users", string="Said By", readonly=True)
    user_after_id = fields.Many2one("res.users", string="Said by (After)", readonly=True)
    level_before = fields.Integer(
        string="Before (0–5)",
        related="level_before_id.mentor_level",
        store=True,
        aggregator="avg",
    )
    level_after = fields.Integer(
        string="After (0–5)",
        related="level_after_id.mentor_level",
        store=True,
        aggregator="avg",
    )
    change = fields.Integer(
        compute="_compute_change",
        store=True,
        aggregator="avg",
        help="Levels gained, by the mentee's own word; where both were answered.",
    )
    is_complete = fields.Boolean(
        string="Before and After", compute="_compute_change", store=True
    )
    company_id = fields.Many2one(related="match_id.company_id", store=True, index=True)

    _unique_skill = models.UniqueIndex(
        "(match_id, skill_id)", "This subject is in the list already."
    )

    @api.depends("level_before", "level_after", "date_before", "date_after")
    def _compute_change(self):
        for row in self:
            row.is_complete = bool(row.date_before and row.date_after)
            row.change = row.level_after - row.level_before if row.is_complete else 0

    def _read_group_select(self, aggregate_spec, query):
        """A mean is of what was answered: before that 0 is kept."""
        answered = {
            "level_before:avg": "date_before",
            "level_after:avg": "date_after",
            "change:avg": "is_complete",
        }.get(aggregate_spec)
        if not answered:
            return super()._read_group_select(aggregate_spec, query)
        condition = self._field_to_sql(self._table, answered, query)
        if answered != "is_complete":
            condition = SQL("%s IS NOT NULL", condition)
        # SQL: the platform's mean takes the zeros along.
        return SQL(
            "AVG(%s) FILTER (WHERE %s)",
            self._field_to_sql(self._table, aggregate_spec.split(":")[0], query),
            condition,
        )

    def _get_closed_text(self):
        return self.env._(
            "A self-assessment is what the mentee said: it is given on its form only."
        )

    @api.model
    def _open(self, match):
        """A row for each subject that is needed, with the level of the application."""
        match = match.sudo()
        known = self.sudo().search([("match_id", "=", match.id)]).skill_id
        today = match._get_today()
        return self._create_private(
            [
                {
                    "match_id": match.id,
                    "skill_id": line.skill_id.id,
                    "level_before_id": line.skill_level_id.id,
                    "date_before": today,
                }
                for line in match.mentee_id.skill_ids
                if line.skill_id not in known
            ]
        )

    def _get_obstacle(self, stage):
        """Why nobody may say this now, or False."""
        self.ensure_one()
        match = self.sudo().match_id
        if match.state not in SETTLED_STATES:
            return self.env._(
                "%(match)s is over: what was said of it stays.",
                match=match.display_name,
            )
        if stage == "before" and (match.state != "agreed" or self.date_after):
            return self.env._(
                "The work has begun: the level before it does not change any more."
            )
        officer = self.env.user.has_group("mbb_mentor.group_mentor_officer")
        if officer or self.env.su or match._is_party(self.env.user, ("mentee",)):
            return False
        return self.env._("Only the mentee's side may say this.")

    def _say(self, stage, level):
        """Keep the mentee's level `stage` ("before" or "after") the match.

        :param level: an `hr.skill.level` of the subject's field, or none
        """
        self.ensure_one()
        self.check_access("read")
        obstacle = self._get_obstacle(stage)
        if obstacle:
            raise UserError(obstacle)
        if level and level.skill_type_id != self.sudo().skill_type_id:
            raise UserError(
                self.env._(
                    "“%(level)s” is no level of this subject.", level=level.name
                )
            )
        self._write_private(
            {
                f"level_{stage}_id": level.id,
                f"date_{stage}": self.sudo().match_id._get_today(),
                f"user_{stage}_id": self.env.uid,
            }
        )

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..base.mbb_state_mixin import MbbStateMixin
from ..pairing.match_states import SETTLED_STATES

#: What was agreed on: it stays as it was once somebody said what was reached.
AGREED_FIELDS = {
    "match_id",
    "name",
    "measure",
    "is_measured",
    "unit",
    "value_start",
    "value_target",
    "owner_id",
    "date_deadline",
}


class MbbGoal(models.Model):
    """What a match is to reach, so that it can be said whether it was (MPY m.6/2)."""

    _name = "mbb.goal"
    _description = "Goal"
    _inherit = ["mbb.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_deadline, id"
    _check_company_auto = True

    _first_state = "open"
    _arrows = {
        "open": {
            "reached": "owner",
            "partly": "owner",
            "missed": "owner",
            "dropped": "officer",
        },
        "reached": {"open": "officer"},
        "partly": {"open": "officer"},
        "missed": {"open": "officer"},
        "dropped": {"open": "officer"},
    }
    _guarded_fields = (*MbbStateMixin._guarded_fields, "result_note", "drop_reason")
    _reason_methods = (
        "action_drop",
        "action_reach",
        "action_reach_partly",
        "action_miss",
    )

    match_id = fields.Many2one(
        "mbb.match",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain=[("state", "in", SETTLED_STATES)],
    )
    match_sides = fields.Char(related="match_id.sides")
    name = fields.Char(string="What Is to Be Reached", required=True, tracking=True)
    measure = fields.Text(
        string="How It Is Measured",
        required=True,
        help="By what both sides will see that it was reached.",
    )
    is_measured = fields.Boolean(string="By a Number", tracking=True)
    unit = fields.Char(string="Unit of Measure", help="e.g. days, %, staff trained")
    value_start = fields.Float(string="At the Beginning", tracking=True)
    value_target = fields.Float(string="Target", tracking=True)
    value_now = fields.Float(
        string="Present Value", compute="_compute_progress", store=True, aggregator=None
    )
    progress = fields.Float(
        string="Way Covered (%)",
        compute="_compute_progress",
        store=True,
        aggregator="avg",
        help="Of the way from the beginning to the target; of goals by a number only.",
    )
    owner_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        tracking=True,
        ondelete="restrict",
    )
    date_deadline = fields.Date(string="To Be Reached By", required=True, tracking=True)
    state = fields.Selection(
        [
            ("open", "Under Way"),
            ("reached", "Reached"),
            ("partly", "Partly Reached"),
            ("missed", "Not Reached"),
            ("dropped", "Dropped"),
        ],
        required=True,
        readonly=True,
        default="open",
        copy=False,
        index=True,
        tracking=True,
    )
    result_note = fields.Text(string="What Came of It", readonly=True, copy=False)
    drop_reason = fields.Text(string="Why It Was Dropped", readonly=True, copy=False)
    progress_ids = fields.One2many(
        "mbb.goal.progress", "goal_id", string="Notes of Progress", readonly=True
    )
    date_progress = fields.Date(
        string="Last Noted", compute="_compute_progress", store=True
    )
    can_open_again = fields.Boolean(compute="_compute_can_open_again")
    responsible_id = fields.Many2one(
        related="match_id.responsible_id", store=True, index=True
    )
    company_id = fields.Many2one(related="match_id.company_id", store=True, index=True)

    # No number at all ("NaN") is greater than any other to the database.
    _check_values = models.Constraint(
        "CHECK(value_start BETWEEN -1e12 AND 1e12 "
        "AND value_target BETWEEN -1e12 AND 1e12)",
        "A value is missing, or it is too large.",
    )
    _check_way = models.Constraint(
        "CHECK(NOT is_measured OR value_start <> value_target)",
        "A goal by a number has another target than where it begins.",
    )

    @api.depends(
        "is_measured",
        "value_start",
        "value_target",
        "progress_ids.value",
        "progress_ids.date",
        "progress_ids.is_measured",
    )
    def _compute_progress(self):
        for goal in self:
            notes = goal.progress_ids.sorted(lambda note: (note.date, note.id))
            goal.date_progress = notes[-1:].date
            measured = notes.filtered("is_measured")
            way = goal.value_target - goal.value_start
            now = measured[-1:].value if measured else goal.value_start
            goal.value_now = now if goal.is_measured else 0
            covered = (now - goal.value_start) / way if goal.is_measured and way else 0
            goal.progress = 100 * min(max(covered, 0), 1)

    def _read_group_select(self, aggregate_spec, query):
        """A mean is of the goals by a number: of the others 0 is kept."""
        if aggregate_spec == "progress:avg":
            # SQL: the platform's mean takes the zeros along.
            return SQL(
                "AVG(%s) FILTER (WHERE %s)",
                self._field_to_sql(self._table, "progress", query),
                self._field_to_sql(self._table, "is_measured", query),
            )
        return super()._read_group_select(aggregate_spec, query)

    @api.constrains("owner_id", "match_id")
    def _check_owner(self):
        for goal in self.sudo():
            if not goal.match_id._is_known(goal.owner_id):
                raise ValidationError(
                    self.env._(
                        "%(name)s has nothing to do with this match: a goal is given "
                        "to one of the two sides or to a colleague.",
                        name=goal.owner_id.name,
                    )
                )

    @api.constrains("match_id", "date_deadline")
    def _check_match(self):
        for goal in self.sudo():
            first = goal.match_id.date_from
            if first and goal.date_deadline < first:
                raise ValidationError(
                    self.env._("A goal is reached within the match, not before it.")
                )

    # -- what was agreed on stays ------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        goals = super().create(vals_list)
        for goal in goals.sudo():
            if goal.match_id.state not in SETTLED_STATES:
                raise UserError(
                    self.env._(
                        "%(match)s is “%(state)s”: goals are set while a match runs.",
                        match=goal.match_id.display_name,
                        state=goal.match_id._get_state_label(),
                    )
                )
        return goals

    def write(self, vals):
        if AGREED_FIELDS.intersection(vals):
            self._check_open()
        res = super().write(vals)
        if "date_deadline" in vals:
            self._set_clock()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        self._check_open()
        if self.sudo().progress_ids:
            raise UserError(
                self.env._("Something was noted of this goal: drop it instead.")
            )

    def _check_open(self):
        for goal in self:
            if goal.state != "open":
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(state)s” and stays as it is. Open it again "
                        "first.",
                        name=goal.name,
                        state=goal._get_state_label(),
                    )
                )

    # -- the clock: the date that was agreed on ----------------------------

    def _set_clock(self):
        for goal in self.sudo():
            due = goal.date_deadline if goal.state == "open" else False
            goal._write_guarded({"date_due": due})

    # -- progress ----------------------------------------------------------

    def _note_progress(self, note, value=None, session=None, date=None):
        """Keep what was said of a goal; a row, never changed.

        :param value: of a goal by a number: where it stands
        """
        self.ensure_one()
        self.check_access("read")
        obstacle = self._get_authority_obstacle("owner")
        if obstacle:
            raise UserError(obstacle)
        self._check_open()
        note = str(note or "").strip()
        if not note and value is None:
            raise UserError(self.env._("Say how far it is."))
        return self.env["mbb.goal.progress"]._create_private(
            [
                {
                    "goal_id": self.id,
                    "date": date or self._get_today(),
                    "is_measured": self.is_measured and value is not None,
                    "value": value or 0,
                    "note": note or False,
                    "session_id": session.id if session else False,
                    "user_id": self.env.uid,
                }
            ]
        )

    def action_note_progress(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Note Progress"),
            "res_model": "mbb.goal.note",
            "views": [(False, "form")],
            "target": "new",
            "context": {**self.env.context, "default_goal_id": self.id},
        }

    # -- arrows ------------------------------------------------------------

    def _get_authority_obstacle(self, authority):
        """The two sides answer for their goals together: each may say it."""
        if authority != "owner" or self.env.su:
            return super()._get_authority_obstacle(authority)
        if not super()._get_authority_obstacle("officer"):
            return False
        user, goal = self.env.user, self.sudo()
        if goal.match_id._is_party(user) or goal.owner_id == user.partner_id:
            return False
        return self.env._("Only the two sides of the match may do this.")

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if not obstacle and target == "open":
            match = self.sudo().match_id
            if match.state not in SETTLED_STATES:
                obstacle = self.env._(
                    "%(match)s is over: its goals stay as they are.",
                    match=match.display_name,
                )
        return obstacle

    @api.depends_context("uid")
    @api.depends("state", "match_id.state")
    def _compute_can_open_again(self):
        for goal in self:
            goal.can_open_again = goal.state != "open" and not (
                goal._get_authority_obstacle("officer")
                or goal._get_arrow_obstacle("open")
            )

    def _end(self, target, note):
        return self._take_arrow(target, {"result_note": self._check_result(note)})

    @api.model
    def _check_result(self, note):
        note = str(note or "").strip()
        if not note:
            raise UserError(self.env._("Say in a sentence what came of it."))
        return note

    def action_reach(self, note):
        return self._end("reached", note)

    def action_reach_partly(self, note):
        return self._end("partly", note)

    def action_miss(self, note):
        return self._end("missed", note)

    def action_drop(self, reason):
        return self._take_arrow("dropped", {"drop_reason": self._check_reason(reason)})

    def action_open_again(self):
        return self._take_arrow("open", {"result_note": False, "drop_reason": False})

    def _stop(self, reason):
        goals = self.sudo().filtered(lambda goal: goal.state == "open")
        if goals:
            goals._take_arrow("dropped", {"drop_reason": reason})

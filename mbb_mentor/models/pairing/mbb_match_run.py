# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.mbb_state_mixin import MbbStateMixin

#: What is computed; closed once it is.
_INPUTS = (
    "objective",
    "candidates",
    "call_id",
    "skill_type_ids",
    "asked_weights_id",
    "company_id",
)


class MbbMatchRun(models.Model):
    """One answer to "who with whom, for everyone at once", and all it rests on.

    It is computed in the background (see `mbb_match_run_work_mixin.py`) and keeps its
    cohort, weights and result as they were: what is accepted or refused afterwards
    stands beside them. Whoever is in a live match does not take part, so that a
    later run leaves what was accepted alone.
    """

    _name = "mbb.match.run"
    _description = "Matching Run"
    _inherit = [
        "mbb.state.mixin",
        "mbb.match.run.cohort.mixin",
        "mbb.match.run.work.mixin",
        "mbb.match.run.accept.mixin",
        "mbb.match.run.report.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_name = "number"
    _check_company_auto = True

    _arrows = {
        "draft": {"running": "officer"},
        "running": {
            "computed": "system",
            "stopped": "system",
            "no_solution": "system",
            "failed": "system",
        },
        "computed": {"applied": "officer"},
        "stopped": {"draft": "officer"},
        "no_solution": {"draft": "officer"},
        "failed": {"draft": "officer"},
    }
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "number",
        "cohort",
        "weights",
        "date_begun",
        "date_computed",
        "stop_asked",
        "stop_reason",
        "mentor_count",
        "mentee_count",
        "served_count",
        "total_score",
        "greedy_score",
        "progress",
        "weights_id",
        "accepting_user_id",
    )

    number = fields.Char(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("running", "Being Computed"),
            ("computed", "Computed"),
            ("applied", "Applied"),
            ("stopped", "Stopped"),
            ("no_solution", "No Solution"),
            ("failed", "Failed"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    objective = fields.Selection(
        [
            ("score", "The best pairs on the whole"),
            ("coverage", "As many mentees as possible"),
        ],
        required=True,
        default="score",
        tracking=True,
        help="What the plan makes as large as it can: the sum of the scores, or first "
        "the number of mentees served and then the sum.",
    )
    candidates = fields.Integer(
        string="Candidates per Mentee",
        required=True,
        default=20,
        help="The best so many mentors are weighed for each mentee; who goes away "
        "empty is tried with all of them.",
    )
    weights_id = fields.Many2one(
        "mbb.weights",
        string="Weights Used",
        readonly=True,
        index="btree_not_null",
        copy=False,
        check_company=True,
    )
    weights = fields.Json(readonly=True, copy=False)
    cohort = fields.Binary(
        attachment=True,
        readonly=True,
        copy=False,
        help="What was computed, as JSON: python3 mbb_mentor/matching computes it again.",
    )
    cohort_name = fields.Char(compute="_compute_cohort_name")
    responsible_id = fields.Many2one(
        "res.users",
        index=True,
        copy=False,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    date_begun = fields.Datetime(readonly=True, copy=False)
    date_computed = fields.Datetime(string="Computed On", readonly=True, copy=False)
    progress = fields.Integer(string="Progress (%)", readonly=True, copy=False)
    stop_asked = fields.Boolean(readonly=True, copy=False)
    stop_reason = fields.Text(string="Why There Is No Result", readonly=True, copy=False)
    line_ids = fields.One2many(
        "mbb.match.run.line", "run_id", readonly=True, copy=False
    )
    pair_ids = fields.One2many(
        "mbb.match.run.line",
        "run_id",
        string="Pairs",
        domain=[("mentor_id", "!=", False)],
        readonly=True,
        copy=False,
    )
    unserved_ids = fields.One2many(
        "mbb.match.run.line",
        "run_id",
        string="Without a Mentor",
        domain=[("mentor_id", "=", False)],
        readonly=True,
        copy=False,
    )
    mentor_count = fields.Integer(string="Mentors", readonly=True, copy=False)
    mentee_count = fields.Integer(string="Mentees", readonly=True, copy=False)
    served_count = fields.Integer(string="Mentees Served", readonly=True, copy=False)
    total_score = fields.Float(
        string="Sum of Scores", readonly=True, copy=False, digits=(16, 6)
    )
    greedy_score = fields.Float(
        string="The Same, First Come First Served",
        readonly=True,
        copy=False,
        digits=(16, 6),
        help="What would come of taking the best pair left, one after another.",
    )
    open_count = fields.Integer(compute="_compute_counts")
    accepted_count = fields.Integer(compute="_compute_counts")

    _unique_number = models.UniqueIndex(
        "(number) WHERE number IS NOT NULL", "This number was given already."
    )
    _check_candidates = models.Constraint(
        "CHECK(candidates BETWEEN 1 AND 1000)",
        "Weigh between 1 and 1,000 candidates for each mentee.",
    )

    @api.depends("line_ids.decision", "line_ids.mentor_id")
    def _compute_counts(self):
        counts = {
            (run, decision): count
            for run, decision, count in self.env["mbb.match.run.line"]._read_group(
                [("run_id", "in", self.ids), ("mentor_id", "!=", False)],
                ["run_id", "decision"],
                ["__count"],
            )
        }
        for run in self:
            run.open_count = counts.get((run._origin, "open"), 0)
            run.accepted_count = counts.get((run._origin, "accepted"), 0)

    @api.depends("number")
    def _compute_cohort_name(self):
        for run in self:
            run.cohort_name = f"{run.number or 'cohort'}.json"

    # -- writing -----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        runs = super().create(vals_list)
        runs._take_number()
        return runs

    def write(self, vals):
        if vals.keys() & set(_INPUTS):
            for run in self:
                if run.state != "draft":
                    raise UserError(
                        self.env._(
                            "%(run)s keeps what it was computed from. Make a new run.",
                            run=run.number,
                        )
                    )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        if self.filtered(lambda run: run.state != "draft"):
            raise UserError(self.env._("A run that was computed is kept."))

    def _check_officer(self):
        for run in self:
            obstacle = run._get_authority_obstacle("officer")
            if obstacle:
                raise UserError(obstacle)

    # -- the arrows --------------------------------------------------------

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if not obstacle and target == "running":
            return self._get_cohort_obstacle()
        return obstacle

    def action_compute(self):
        """Hand the run to the background."""
        self._take_arrow("running")
        self.env.ref("mbb_mentor.ir_cron_match_run")._trigger()
        return True

    def action_stop(self):
        """Ask the work in the background to stop; what has not begun stops at once."""
        self._check_officer()
        for run in self:
            if run.accepting_user_id:
                run._stop_accepting()
                continue
            if run.state != "running":
                raise UserError(
                    self.env._("%(run)s is not being computed.", run=run.number)
                )
            if run.date_begun:
                run._write_guarded({"stop_asked": True})
            else:
                run._stop(self.env._("Stopped by %(user)s.", user=self.env.user.name))
        return True

    def action_reset(self):
        """Back to the draft, for another try."""
        return self._take_arrow(
            "draft", {"date_begun": False, "stop_asked": False, "stop_reason": False}
        )

    def action_apply(self):
        """Nothing more is decided here."""
        return self._take_arrow("applied")

    def action_run_again(self):
        """A new run with the same settings; what was accepted is not touched."""
        self.ensure_one()
        return self.copy()._open()

    def action_refresh(self):
        """See how far it is."""
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_view_matches(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_match_action"
        )
        matches = self.line_ids.match_id
        return {**action, "domain": [("id", "in", matches.ids)], "context": {}}

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    # -- the result --------------------------------------------------------

    def _stop(self, reason):
        return self.sudo()._take_arrow("stopped", {"stop_reason": reason})

    def _store(self, cohort, plan, report):
        """Keep what was computed: all of it, or nothing."""
        self.ensure_one()
        run = self.sudo()
        served = {row["mentee"]: row for row in plan["matches"]}
        reasons = {row["mentee"]: row["reason"] for row in plan["unmatched"]}
        pinned = {tuple(pair) for pair in cohort["required"]}
        run._write_guarded(
            {
                "cohort": base64.b64encode(json.dumps(cohort).encode()),
                "mentor_count": len(cohort["mentors"]),
                "mentee_count": len(cohort["mentees"]),
                "served_count": len(served),
                "total_score": plan["objective"],
                "greedy_score": plan["greedy"],
                "date_computed": fields.Datetime.now(),
                **report,
            }
        )
        lines = []
        for mentee in cohort["mentees"]:
            row = served.get(mentee["id"], {})
            mentor = row.get("mentor")
            lines.append(
                {
                    "run_id": run.id,
                    "mentee_id": int(mentee["id"]),
                    "mentor_id": int(mentor) if mentor else False,
                    "score": row.get("score", 0.0),
                    "parts": row.get("parts"),
                    "pinned": (mentor, mentee["id"]) in pinned,
                    "reason": reasons.get(mentee["id"]),
                    "alternates": [
                        int(other) for other in plan["alternates"].get(mentee["id"], [])
                    ],
                }
            )
        run.line_ids.unlink()
        run.env["mbb.match.run.line"].create(lines)
        run._take_arrow("computed")

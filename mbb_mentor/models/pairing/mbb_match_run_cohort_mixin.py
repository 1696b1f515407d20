# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import json

from odoo import api, fields, models

from .match_states import LIVE_STATES


class MbbMatchRunCohortMixin(models.AbstractModel):
    """Who takes part in a run, by which weights, and what an officer sees of it before.

    On the pool: everybody who waits, and every mentor. On a call: its mentors, named
    from the project, and whom it selected (MPY m.5/2-c).
    """

    _name = "mbb.match.run.cohort.mixin"
    _description = "Who Takes Part in a Run"

    call_id = fields.Many2one(
        "mbb.call",
        string="Only the Call",
        index="btree_not_null",
        check_company=True,
        domain=[("state", "=", "concluded")],
        tracking=True,
        help="Its mentors and whom it selected. Empty: the pool.",
    )
    skill_type_ids = fields.Many2many(
        "hr.skill.type",
        string="Only These Subjects",
        domain=[("is_mentor_subject", "=", True)],
        help="Empty: every mentee who waits.",
    )
    asked_weights_id = fields.Many2one(
        "mbb.weights",
        string="Other Weights",
        check_company=True,
        context={"active_test": False},
        domain="[('company_id', '=', company_id), "
        "('call_id', 'in', (False, call_id))]",
        help="Empty: those in use for the call or the company. An earlier version "
        "shows what it would have meant.",
    )
    plan_weights_id = fields.Many2one(
        "mbb.weights", string="Weights Taken", compute="_compute_preview"
    )
    plan_mentor_count = fields.Integer(
        string="Mentors Taking Part", compute="_compute_preview"
    )
    plan_place_count = fields.Integer(
        string="Places Left in All", compute="_compute_preview"
    )
    plan_mentee_count = fields.Integer(
        string="Mentees Taking Part", compute="_compute_preview"
    )
    plan_rule_ids = fields.Many2many(
        "mbb.pair.rule", string="Pinned or Kept Apart", compute="_compute_preview"
    )

    @api.depends(
        "state", "call_id", "skill_type_ids", "asked_weights_id", "company_id"
    )
    def _compute_preview(self):
        """What the run would be computed from now."""
        rules = self.env["mbb.pair.rule"]
        for run in self:
            is_draft = run.state == "draft"
            mentors = run._get_mentors() if is_draft else self.env["mbb.mentor"]
            mentees = run._get_mentees() if is_draft else self.env["mbb.mentee"]
            run.plan_weights_id = run._get_weights_to_use() if is_draft else False
            run.plan_mentor_count = len(mentors)
            run.plan_mentee_count = len(mentees)
            run.plan_place_count = mentors._count_places_left()
            run.plan_rule_ids = rules._find(mentees, mentors) if is_draft else rules

    def _get_mentees(self):
        """Who waits and is in no live match."""
        self.ensure_one()
        domain = [
            ("state", "=", "waiting"),
            ("company_id", "=", self.company_id.id),
            ("match_ids", "not any", [("state", "in", LIVE_STATES)]),
        ]
        if self.call_id:
            domain.append(("id", "in", self.call_id._get_selected().ids))
        if self.skill_type_ids:
            domain.append(
                ("skill_ids.skill_type_id", "in", self.skill_type_ids.ids)
            )
        return self.env["mbb.mentee"].search(domain)

    def _get_mentors(self):
        """The mentors of the pool, or those named for the call."""
        self.ensure_one()
        if self.call_id:
            return self.call_id._get_available_mentors()
        return self.env["mbb.mentor"].search(
            [("state", "=", "available"), ("company_id", "=", self.company_id.id)]
        )

    def _get_weights_to_use(self):
        self.ensure_one()
        return self.asked_weights_id or self.env["mbb.weights"]._get_in_use(
            self.company_id, self.call_id
        )

    def _get_cohort_obstacle(self):
        """Why there is nothing to compute, or False."""
        self.ensure_one()
        if not self._get_mentees()[:1]:
            return self.env._(
                "Nobody waits for a mentor: every accepted mentee is in a match, or "
                "none needs one of the chosen subjects."
            )
        if self.call_id and not self._get_mentors():
            return self.env._("The call has no mentor in the pool.")
        if self.asked_weights_id.call_id - self.call_id:
            return self.env._(
                "%(weights)s are for another call.",
                weights=self.asked_weights_id.display_name,
            )
        return False

    def _prepare_cohort(self):
        """The cohort of this run, as plain data."""
        self.ensure_one()
        mentors, mentees = self._get_mentors(), self._get_mentees()
        cohort = self.env["mbb.cohort"]._prepare_cohort(
            mentees, mentors, self._get_weights_to_use()
        )
        pairs = self.env["mbb.pair.rule"]._get_pairs(mentees, mentors)
        return {
            **cohort,
            "required": sorted([str(one), str(two)] for one, two in pairs["required"]),
            "objective": self.objective,
            "candidates": self.candidates,
        }

    def _get_cohort(self):
        """The cohort as it was computed, or None before."""
        self.ensure_one()
        content = self.sudo().with_context(bin_size=False).cohort
        return json.loads(base64.b64decode(content)) if content else None

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError


class MbbPracticeReviewMixin(models.AbstractModel):
    """Looked at and scored by the unit that answers for the subject; then the consents;
    then Kurumsal İletişim.

    Who is asked, and in which order, is said by the approval rules.
    """

    _name = "mbb.practice.review.mixin"
    _description = "Review of a Good Practice"

    score_ids = fields.One2many(
        "mbb.practice.score", "practice_id", string="Points", readonly=True
    )
    score_percent = fields.Float(
        string="Score (%)", compute="_compute_score_percent", digits=(5, 1)
    )
    can_score = fields.Boolean(compute="_compute_can_score")
    can_publish = fields.Boolean(compute="_compute_can_publish")

    @api.depends("score_ids.points", "score_ids.is_given", "score_ids.max_points")
    def _compute_score_percent(self):
        """The mean of the reviewers, each by what their criteria have to give."""
        for practice in self:
            shares = []
            given = practice.sudo().score_ids.filtered("is_given")
            for scores in given.grouped("user_id").values():
                most = sum(scores.mapped("max_points"))
                shares.append(100 * sum(scores.mapped("points")) / most)
            practice.score_percent = sum(shares) / len(shares) if shares else 0

    @api.depends_context("uid")
    @api.depends("state", "approval_ids.state")
    def _compute_can_score(self):
        for practice in self:
            practice.can_score = practice._may_score(self.env.user)

    @api.depends_context("uid")
    def _compute_can_publish(self):
        for practice in self:
            practice.can_publish = practice._is_publisher(self.env.user)

    # -- who ---------------------------------------------------------------

    def _get_units(self):
        units = super()._get_units()
        skills = self.sudo().skill_ids.sorted()
        return units | skills.skill_type_id.mentor_unit_id

    def _get_parties(self):
        practice = self.sudo()
        return (
            super()._get_parties()
            | practice.institution_id
            | practice.match_id.mentor_institution_id
            | practice.match_id.mentee_institution_id
            | practice._get_people()
        )

    def _get_approval_subject(self):
        return self.institution_id.name

    def _get_publishing_rules(self):
        """Those asked last: the ones who publish."""
        rules = self.env["mbb.approval.rule"]._get_rules(self, "published")
        last = max(rules.mapped("sequence"), default=0)
        return rules.filtered(lambda rule: rule.sequence == last)

    def _is_publisher(self, user):
        """Whether `user` may publish, or stands in for somebody who may."""
        self.ensure_one()
        practice = self.sudo()
        users = practice.env["res.users"].union(
            *(rule._get_users(practice) for rule in practice._get_publishing_rules())
        )
        if user in users:
            return True
        deputies = self.env["mbb.deputy"].sudo()
        rows = deputies.search(
            [("principal_id", "in", users.ids), ("company_id", "=", self.company_id.id)]
        ).filtered("is_current")
        return user in rows.filtered(
            lambda row: not row.rule_ids
            or row.rule_ids & practice._get_publishing_rules()
        ).deputy_id

    # -- points ------------------------------------------------------------

    def _may_score(self, user):
        """Whoever is asked to decide in this round, for as long as it is open."""
        self.ensure_one()
        if self.state != "review":
            return False
        rows = self.sudo()._get_round("published")
        return any(
            row.decided_by_id == user
            or (row.state == "waiting" and not row._get_decider_obstacle(user))
            for row in rows
        )

    def _get_criteria(self):
        return self.env["mbb.practice.criterion"].sudo().search(
            [("company_id", "in", (False, self.company_id.id))]
        )

    def _get_scoring_obstacle(self):
        """Why it has not been judged by every criterion yet, or False."""
        self.ensure_one()
        given = self.sudo().score_ids.filtered("is_given").criterion_id
        missing = self._get_criteria() - given
        if missing:
            return self.env._(
                "%(name)s has no points for %(missing)s yet.",
                name=self.display_name,
                missing=", ".join(missing.mapped("name")),
            )
        return False

    def action_score(self):
        """One's own points, a row for each criterion."""
        self.ensure_one()
        self.check_access("read")
        if not self._may_score(self.env.user):
            raise AccessError(
                self.env._(
                    "Points are given by who was asked to decide on this practice."
                )
            )
        scores = self.env["mbb.practice.score"]
        own = [("practice_id", "=", self.id), ("user_id", "=", self.env.uid)]
        there = scores.sudo().search(own).criterion_id
        # sudo: the rows as such are ours to make; what stands in them is the user's.
        scores.sudo().create(
            [
                {
                    "practice_id": self.id,
                    "criterion_id": criterion.id,
                    "user_id": self.env.uid,
                    "max_points": criterion.points,
                }
                for criterion in self._get_criteria() - there
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_practice_score_action"
        )
        return {**action, "domain": own, "name": self.display_name}

    # -- approvals ---------------------------------------------------------

    def _on_approval(self, approval):
        """The unit that agrees has judged; then the parties are asked."""
        obstacle = self._get_scoring_obstacle()
        if obstacle:
            self._refuse(obstacle)
        return super()._on_approval(approval)

    def _ask_approvals(self, target):
        """Nobody publishes what its parties have not seen: they come in between."""
        approved = self._get_round(target).filtered(lambda a: a.state == "approved")
        if approved and self._get_missing_consents():
            return self._ask_consents()
        return super()._ask_approvals(target)

    def _approval_refused(self, approval):
        self._take_arrow("draft", {"return_reason": approval.reason})

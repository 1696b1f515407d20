# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbMatch(models.Model):
    """The course of a match: its agenda, its tasks and its checklist."""

    _name = "mbb.match"
    _inherit = ["mbb.match", "mbb.plan.mixin"]

    agenda_template_id = fields.Many2one(
        "mbb.agenda.template",
        check_company=True,
        index="btree_not_null",
        compute="_compute_agenda_template_id",
        store=True,
        readonly=False,
        help="Gives the sessions their agenda, by their number.",
    )
    session_target = fields.Integer(
        string="Sessions Planned",
        compute="_compute_session_target",
        store=True,
        readonly=False,
        help="How many sessions the match is meant to have; 0: nothing is planned.",
    )
    task_ids = fields.One2many("mbb.session.task", "match_id", string="Tasks")
    # The steps of its assignments stand with them.
    step_ids = fields.One2many(
        "mbb.plan.step",
        "match_id",
        string="Checklist",
        domain=[("assignment_id", "=", False)],
    )

    _check_session_target = models.Constraint(
        "CHECK(session_target BETWEEN 0 AND 100)",
        "Between 0 and 100 sessions can be planned.",
    )

    @api.depends("company_id")
    def _compute_agenda_template_id(self):
        templates = self.env["mbb.agenda.template"].sudo()
        for company, matches in self.grouped("company_id").items():
            matches.agenda_template_id = templates._get_default(company)

    @api.depends("agenda_template_id")
    def _compute_session_target(self):
        for match in self:
            match.session_target = match.agenda_template_id.sudo().session_count

    def _get_plan_owner(self, who):
        match = self.sudo()
        entry = {"host": match.mentee_id, "visitor": match.mentor_id}.get(who)
        if entry is None:
            return match.responsible_id.partner_id
        return entry.person_id or entry.contact_id

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target in ("ended", "cancelled", "declined"):
            reason = self.env._(
                "The match %(number)s has ended.", number=self.display_name
            )
            self.task_ids._stop(reason)
            self.step_ids._stop(reason)
        return res

    def action_view_tasks(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_session_task_action"
        )
        action["domain"] = [("match_id", "=", self.id)]
        action["context"] = {}
        return action

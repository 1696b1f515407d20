# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models

from ..base.zone import to_zone
from .mbb_application_mixin import MbbApplicationMixin


class MbbMentee(models.Model):
    """A need for knowledge: a mentee's application, and its wait for a match."""

    _name = "mbb.mentee"
    _inherit = "mbb.call.application"
    _description = "Mentee Application"

    _accepted_state = "waiting"
    _arrows = {
        "draft": {"submitted": "applicant"},
        "submitted": {
            "review": "officer",
            "withdrawn": "applicant",
            "rejected": "system",
        },
        "review": {
            "incomplete": "officer",
            "waiting": "officer",
            "rejected": "officer",
            "withdrawn": "applicant",
        },
        "incomplete": {
            "review": "applicant",
            "withdrawn": "applicant",
            "rejected": "officer",
        },
        "waiting": {"matched": "system", "withdrawn": "applicant"},
        "matched": {"waiting": "system", "closed": "system"},
        "rejected": {"review": "system"},
    }
    _office_fields = (*MbbApplicationMixin._office_fields, "priority")

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("review", "Under Review"),
            ("incomplete", "Returned as Incomplete"),
            ("waiting", "Waiting for a Match"),
            ("matched", "Matched"),
            ("closed", "Closed"),
            ("rejected", "Not Found Suitable"),
            ("withdrawn", "Application Withdrawn"),
        ],
        required=True,
        default="draft",
        copy=False,
        readonly=True,
        tracking=True,
        index=True,
        group_expand="_group_expand_state",
    )
    summary = fields.Text(
        string="What You Need",
        help="Which question, task or problem do you want support for?",
    )
    background = fields.Text(
        string="Where You Stand",
        help="What have you done about it so far?",
    )
    expectation = fields.Text(
        string="What You Expect",
        help="What should be different when the mentoring ends?",
    )
    priority = fields.Integer(
        default=1, required=True, tracking=True, help="1 is served first."
    )
    skill_ids = fields.One2many("mbb.mentee.skill", "mentee_id", string="Needs")

    expert_ids = fields.One2many(
        "mbb.application.expert", "mentee_id", string="Experts"
    )
    correction_ids = fields.One2many(
        "mbb.application.correction", "mentee_id", string="Corrections", readonly=True
    )
    check_ids = fields.One2many(
        "mbb.application.check", "mentee_id", string="Conditions"
    )
    objection_ids = fields.One2many(
        "mbb.objection", "mentee_id", string="Objections", readonly=True
    )
    objection_state = fields.Selection(
        related="objection_ids.state", string="State of the Objection"
    )

    _check_priority = models.Constraint(
        "CHECK(priority BETWEEN 1 AND 9)", "The priority is a number from 1 to 9."
    )
    _unique_number = models.UniqueIndex(
        "(number) WHERE number IS NOT NULL", "This number was given already."
    )

    def _group_expand_state(self, states, domain):
        return ["submitted", "review", "incomplete", "waiting", "matched"]

    def _get_missing(self):
        missing = super()._get_missing()
        if not (self.date_from and self.date_to):
            missing["date_from"] = self.env._("from when to when support is needed")
        return missing

    def _count_days_waiting(self, today):
        """{mentee: days since it was accepted}: who is back from a match that came to
        nothing has waited all the while."""
        return {
            mentee: (today - to_zone(mentee.date_accepted).date()).days
            for mentee in self
            if mentee.date_accepted
        }

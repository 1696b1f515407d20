# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models

from .mbb_application_mixin import MbbApplicationMixin
from .mbb_application_review import MbbApplicationReview


class MbbMentor(models.Model):
    """An offer of knowledge: a mentor's application and their entry in the pool."""

    _name = "mbb.mentor"
    _inherit = "mbb.application.review"
    _description = "Mentor Application"

    _accepted_state = "available"
    _arrows = {
        "draft": {"submitted": "applicant"},
        "submitted": {
            "review": "officer",
            "withdrawn": "applicant",
            "rejected": "system",
        },
        "review": {
            "incomplete": "officer",
            "available": "officer",
            "rejected": "officer",
            "withdrawn": "applicant",
        },
        "incomplete": {
            "review": "applicant",
            "withdrawn": "applicant",
            "rejected": "officer",
        },
        "available": {"suspended": "officer", "retired": "applicant"},
        "suspended": {"available": "officer", "retired": "applicant"},
        "retired": {"review": "applicant"},
        "rejected": {"review": "system"},
    }
    _content_fields = (*MbbApplicationMixin._content_fields, "capacity")
    # How many one can support is one's own to say; below what is carried it is more
    # than a correction.
    _further_corrected_fields = ("capacity",)
    _guarded_fields = (*MbbApplicationReview._guarded_fields, "suspend_reason")
    _reason_methods = (*MbbApplicationReview._reason_methods, "action_suspend")

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("review", "Under Review"),
            ("incomplete", "Returned as Incomplete"),
            ("available", "In the Pool"),
            ("suspended", "Suspended"),
            ("retired", "Left the Pool"),
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
        string="What You Can Offer",
        help="Which knowledge and experience do you want to share?",
    )
    background = fields.Text(
        string="What It Rests On",
        help="Which work, projects and results does it come from?",
    )
    expectation = fields.Text(
        string="How You Would Like to Work",
        help="What should a mentee bring along, and how would you work together?",
    )
    capacity = fields.Integer(
        string="Mentees at One Time", default=1, required=True, tracking=True
    )
    skill_ids = fields.One2many("mbb.mentor.skill", "mentor_id", string="Offers")
    expert_ids = fields.One2many(
        "mbb.application.expert", "mentor_id", string="Experts"
    )
    correction_ids = fields.One2many(
        "mbb.application.correction", "mentor_id", string="Corrections", readonly=True
    )
    check_ids = fields.One2many(
        "mbb.application.check", "mentor_id", string="Conditions"
    )
    objection_ids = fields.One2many(
        "mbb.objection", "mentor_id", string="Objections", readonly=True
    )
    objection_state = fields.Selection(
        related="objection_ids.state", string="State of the Objection"
    )
    suspend_reason = fields.Text(readonly=True, copy=False)

    _check_capacity = models.Constraint(
        "CHECK(capacity BETWEEN 0 AND 50)",
        "A mentor can support between 0 and 50 mentees at one time.",
    )
    _unique_number = models.UniqueIndex(
        "(number) WHERE number IS NOT NULL", "This number was given already."
    )

    def _group_expand_state(self, states, domain):
        return ["submitted", "review", "incomplete", "available"]

    def _is_sought(self):
        """m.5/2-b: found by the Sekreterya, without an application."""
        self.ensure_one()
        return self.origin == "officer" and not self.on_behalf

    def _is_told(self):
        # Who did not apply is first written to by the request for consent.
        named = self.call_id and not self.on_behalf
        return super()._is_told() and not named and not self._is_sought()

    def _get_content_as_text(self):
        return {**super()._get_content_as_text(), "capacity": self.capacity}

    def action_suspend(self, reason):
        reason = self._check_reason(reason)
        return self._take_arrow("suspended", {"suspend_reason": reason})

    def action_resume(self):
        return self._take_arrow("available")

    def action_retire(self):
        return self._take_arrow("retired")

    def action_return_to_pool(self):
        """Come back: looked at once more before the pool is open again."""
        return self._take_arrow("review")

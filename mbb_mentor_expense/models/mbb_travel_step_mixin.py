# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""The steps of a claim and what follows from them."""

from odoo import fields, models
from odoo.exceptions import UserError


class MbbTravelStepMixin(models.AbstractModel):
    """Submitted, returned, refused, approved: buttons and consequences."""

    _name = "mbb.travel.step.mixin"
    _description = "Steps of a Claim"

    def _on_approval(self, approval):
        # Said to the first who checks, not only to the last.
        if approval.target == "checked":
            obstacles = self._get_checking_obstacles()
            if obstacles:
                raise UserError("\n".join(obstacles))
        return super()._on_approval(approval)

    def _on_arrow(self, source, target):
        if target == "submitted":
            self._take_number()
            self.assignment_id._mbb_ensure_travel_employee()
        if target == "confirmed":
            self._accept_missing_papers()
        if target == "draft":
            self._write_guarded(
                {"missing_accepted_by_id": False, "missing_accepted_date": False}
            )
        if target == "checked":
            self._keep_ground()
        if (source, target) == ("checked", "approved"):
            self._create_expenses()
        if target in ("draft", "refused"):
            self._drop_expenses()
            self._tell_expert(self.return_reason if target == "draft" else None)
        return super()._on_arrow(source, target)

    def _approval_refused(self, approval):
        self._take_arrow("draft", {"return_reason": approval.reason})

    def _tell_expert(self, reason):
        """Each return and refusal has a reason that the applicant sees (m.5/6)."""
        claim = self.with_context(lang=self.expert_id.lang or self.env.lang)
        if claim.state == "draft":
            body = claim.env._(
                "Your travel claim %(number)s was returned to be corrected: %(reason)s",
                number=claim.number,
                reason=reason or "",
            )
        else:
            body = claim.env._(
                "Your travel claim %(number)s was refused: %(reason)s",
                number=claim.number,
                reason=claim.refuse_reason or "",
            )
        claim.message_post(
            body=body,
            partner_ids=claim.expert_id.ids,
            message_type="notification",
            subtype_xmlid="mail.mt_comment",
        )

    def action_submit(self):
        self.check_access("read")
        for claim in self:
            claim._refresh_result()
            claim._take_arrow(
                "submitted",
                {
                    "date_submitted": fields.Datetime.now(),
                    "submitted_by_id": self.env.uid,
                    "submitted_round": claim.sudo().approval_round + 1,
                    "return_reason": False,
                },
            )
        return True

    def action_refuse(self, reason):
        """Refuse a claim for good."""
        return self._take_arrow(
            "refused", {"refuse_reason": self._check_reason(reason)}
        )

    def action_recover(self, reason):
        """Open the recovery of what was paid without ground (6245 m.59–60)."""
        return self._take_arrow(
            "recovery", {"recovery_reason": self._check_reason(reason)}
        )

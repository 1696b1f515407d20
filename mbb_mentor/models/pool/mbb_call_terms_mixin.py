# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

from .changes import is_changed_by


class MbbCallTermsMixin(models.AbstractModel):
    """What a call says, for whom it is, and that it stays as it was published."""

    _name = "mbb.call.terms.mixin"
    _description = "Terms of a Call"

    #: What was published; it does not change while somebody may rely on it.
    _term_fields = (
        "company_id",
        "name",
        "description",
        "basis_kind",
        "basis_name",
        "skill_ids",
        "skill_type_ids",
        "members_only",
        "date_from",
        "date_to",
        "quota",
        "least_points",
        "reviewer_count",
        "budget",
    )

    def write(self, vals):
        terms = set(vals).intersection(self._term_fields)
        self.filtered(lambda call: is_changed_by(call, vals, terms))._check_terms_open()
        if "date_close" in vals:
            self._check_close_date(fields.Date.to_date(vals["date_close"]))
        res = super().write(vals)
        if "date_close" in vals:
            self.filtered(lambda call: call.state == "open")._set_clock()
        return res

    def _check_terms_open(self):
        """UserError where the terms were published."""
        closed = self.filtered(lambda call: call.state != "draft")
        if closed:
            raise UserError(
                self.env._(
                    "%(call)s was published: its terms stay as they are. Cancel it "
                    "with a reason and draw up another one.",
                    call=closed[0].display_name,
                )
            )

    def _check_close_date(self, date):
        """While the call is open its last day only moves on (m.5/6)."""
        for call in self:
            if call.state == "draft" or call.date_close == date:
                continue
            over = not call.date_close or self._get_today() > call.date_close
            if call.state != "open" or over or not date or date < call.date_close:
                raise UserError(
                    self.env._(
                        "The last day of %(call)s was published: while it is open it "
                        "can be moved to a later one.",
                        call=call.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(call.state != "draft" for call in self):
            raise UserError(
                self.env._("Only a draft can be deleted; cancel the call instead.")
            )

    # -- whom it is for ------------------------------------------------------

    def _is_for(self, institution):
        """Whether `institution` may apply (as superuser)."""
        self.ensure_one()
        if self.members_only and not institution.is_member:
            return False
        targets = self.target_ids
        return not targets or any(
            row.institution_id == institution
            if row.institution_id
            else row.institution_type == institution.institution_type
            for row in targets
        )

    def _get_applying_obstacle(self, mentee):
        """Why `mentee` cannot be handed in to this call now, or False."""
        self.ensure_one()
        call = self.sudo()
        today = self._get_today()
        if call.state != "open" or today > call.date_close:
            return self.env._(
                "%(call)s takes no applications (%(state)s).",
                call=call.display_name,
                state=call._get_state_label(),
            )
        obstacle = call._get_eligibility_obstacle(mentee)
        if obstacle:
            return obstacle
        mentee = mentee.sudo()
        again = call.mentee_ids.filtered(
            lambda m: m != mentee
            and m.bearer_id == mentee.bearer_id
            and m.state not in ("draft", "withdrawn", "rejected")
        )
        if again:
            return self.env._(
                "%(name)s applied to this call already (%(number)s).",
                name=mentee.bearer_id.name,
                number=again[0].number,
            )
        return False

    def _get_eligibility_obstacle(self, mentee, without=None):
        """Why the call is not for `mentee`, or False."""
        self.ensure_one()
        call, mentee = self.sudo(), mentee.sudo()
        if not call._is_for(mentee.institution_id):
            return self.env._(
                "%(call)s is not for %(institution)s.",
                call=call.display_name,
                institution=mentee.institution_id.name,
            )
        subjects = call.skill_ids | call.skill_type_ids.skill_ids
        lines = mentee.skill_ids - (without or mentee.skill_ids.browse())
        if not lines.skill_id & subjects:
            return self.env._(
                "%(call)s is about other subjects: %(subjects)s.",
                call=call.display_name,
                subjects=", ".join((call.skill_type_ids or call.skill_ids).mapped("name")),
            )
        return False

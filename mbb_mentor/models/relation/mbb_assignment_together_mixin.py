# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..base.mbb_state_mixin import lock_or_tell

LINK_KEY = "mbb_exchange_linking"
#: No remote caller's context can hold this object.
LINKING = object()


class MbbAssignmentTogetherMixin(models.AbstractModel):
    """Assignments that belong together: a group visit, an exchange both ways."""

    _name = "mbb.assignment.together.mixin"
    _description = "Assignments That Belong Together"
    _guarded_fields = ("visit_id", "exchange_id")

    visit_id = fields.Many2one(
        "mbb.visit",
        string="Group Visit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    exchange_id = fields.Many2one(
        "mbb.assignment",
        string="Other Way of the Exchange",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    _unique_exchange = models.UniqueIndex(
        "(exchange_id) WHERE exchange_id IS NOT NULL",
        "This assignment is exchanged for another one already.",
    )
    _exchange_with_another = models.Constraint(
        "CHECK(exchange_id IS NULL OR exchange_id != id)",
        "An exchange is made with another assignment.",
    )

    # -- exchange ----------------------------------------------------------

    @api.constrains("kind", "exchange_id", "sending_institution_id", "host_institution_id")
    def _check_exchange(self):
        if self.env.context.get(LINK_KEY) is LINKING:
            return
        for assignment in self.filtered("exchange_id"):
            other = assignment.exchange_id.sudo()
            if (
                {assignment.kind, other.kind} != {"exchange"}
                or other.exchange_id != assignment
                or other.sending_institution_id != assignment.host_institution_id
                or other.host_institution_id != assignment.sending_institution_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(name)s and %(other)s are one exchange: each one's host is "
                        "the other's own institution.",
                        name=assignment.display_name,
                        other=other.display_name,
                    )
                )

    def _link_exchange(self, other):
        """Link both ways at once."""
        self.ensure_one()
        if self.exchange_id or other.exchange_id:
            raise UserError(
                self.env._(
                    "%(name)s is exchanged for another assignment already.",
                    name=(self if self.exchange_id else other).display_name,
                )
            )
        first, second = self.sudo(), other.sudo()
        lock_or_tell(first | second)
        # The check looks at both: it runs once both are written.
        first.with_context(**{LINK_KEY: LINKING})._write_guarded(
            {"exchange_id": second.id}
        )
        second._write_guarded({"exchange_id": first.id})

    def _get_exchange_obstacles(self):
        """One half is not approved while the other is not drawn up."""
        self.ensure_one()
        assignment = self.sudo()
        if assignment.kind != "exchange" or assignment.state != "approval":
            return []
        other = assignment.exchange_id
        if not other or other.state in ("rejected", "cancelled"):
            return [
                self.env._(
                    "A staff exchange goes both ways: draw up the assignment from "
                    "%(host)s to %(own)s, too.",
                    host=assignment.host_institution_id.name,
                    own=assignment.sending_institution_id.name,
                )
            ]
        return []

    def _get_assignment_obstacles(self):
        return super()._get_assignment_obstacles() + self._get_exchange_obstacles()

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        other = self.exchange_id
        if target in ("rejected", "cancelled", "ended") and other.state in (
            "draft",
            "consent",
            "approval",
            "approved",
            "ongoing",
        ):
            text = self.env._(
                "The other way of the exchange, %(other)s, does not go on: decide "
                "whether this one does.",
                other=self.display_name,
            )
            other.message_post(body=text)
            other._clock_activity(text)
        return res

    def action_draw_up_exchange(self):
        """The way back: another expert, the institutions swapped."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Other Way of the Exchange"),
            "res_model": "mbb.exchange.draw.up",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_assignment_id": self.id},
        }

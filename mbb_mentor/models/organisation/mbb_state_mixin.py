# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models

#: What ends a record. It stays open to what follows by itself: a party withdraws or
#: refuses, what the record rested on has ended.
CLOSING_STATES = (
    "cancelled",
    "declined",
    "ended",
    "expired",
    "refused",
    "rejected",
    "retired",
    "suspended",
    "withdrawn",
)


class MbbStateMixin(models.AbstractModel):
    _inherit = "mbb.state.mixin"

    def _get_arrow_obstacle(self, target):
        return super()._get_arrow_obstacle(target) or self._get_decision_obstacle(target)

    def _get_decision_obstacle(self, target):
        """Why an organ's decision keeps the record where it is, or False (MPY m.9)."""
        self.ensure_one()
        decision = self._get_open_decision()
        if decision:
            if self.env.su and target in CLOSING_STATES:
                return False
            return decision._get_waiting_text()
        last = self._get_last_decision()
        if last.outcome != "end" or target in (*CLOSING_STATES, self._first_state):
            return False
        return self.env._(
            "%(name)s does not go on: %(decision)s.",
            name=self.display_name,
            decision=last._get_reference_text(),
        )

    def _get_decisions(self):
        decisions = self.env["mbb.decision"].sudo()
        origin = self._origin
        if not origin:
            return decisions
        return decisions.search(
            [("res_model", "=", self._name), ("res_id", "=", origin.id)]
        )

    def _get_open_decision(self):
        self.ensure_one()
        decisions = self._get_decisions()
        return decisions.filtered(lambda d: d.state in ("awaiting", "agenda"))[:1]

    def _get_last_decision(self):
        self.ensure_one()
        decided = self._get_decisions().filtered(lambda d: d.state == "decided")
        return decided.sorted(lambda d: (d.date, d.id))[-1:]

    def _is_clock_stopped(self):
        """Nothing lapses while an organ has it."""
        return super()._is_clock_stopped() or bool(self._get_open_decision())

    def _on_decision(self, decision):
        """The record goes on by what was decided (as superuser)."""
        self.ensure_one()
        reference = decision._get_reference_text()
        if "message_ids" in self._fields:
            self.message_post(
                body=self.env._(
                    "%(reference)s: %(text)s", reference=reference, text=decision.text
                )
            )
        self._clock_activity(reference)
        if decision.outcome == "end":
            self._decision_ends(decision)

    def _decision_ends(self, decision):
        """Take the arrow that ends the record, where there is one (as superuser)."""

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models
from odoo.tools import format_amount


class MbbAssignmentTextMixin(models.AbstractModel):
    """Who consents to an assignment, and to which words (MPY m.5/4, m.8)."""

    _name = "mbb.assignment.text.mixin"
    _description = "Assignment in Words"

    def _get_consent_parties(self):
        """Both institutions and the expert, always (MPY m.5/4)."""
        self.ensure_one()
        sides = [
            ("mentor_institution", self.sending_institution_id),
            ("mentee_institution", self.host_institution_id),
        ]
        return self._prepare_parties(sides, self.expert_id)

    def _get_consent_text(self):
        self.ensure_one()
        assignment = self.sudo()
        label = assignment._get_selection_label
        place = ", ".join(
            part for part in (assignment.place, assignment.place_state_id.name) if part
        )
        lines = [
            self.env._(
                "The following assignment under the Mentor Programme is put before you "
                "for your consent (Mentor Programme Regulation, Art. 5/4)."
            ),
            "",
            self.env._("Match: %(number)s", number=assignment.match_id.display_name),
            self.env._(
                "Expert: %(name)s, %(institution)s",
                name=assignment.expert_id.name,
                institution=assignment.sending_institution_id.name,
            ),
            self.env._(
                "Host institution: %(name)s", name=assignment.host_institution_id.name
            ),
            self.env._("Kind: %(kind)s", kind=label("kind")),
            self.env._(
                "Legal ground: %(ground)s",
                ground=assignment.legal_ground.display_name or "–",
            ),
            self.env._("Place: %(place)s", place=place),
            self.env._(
                "Period: %(period)s",
                period=assignment.match_id._get_period_text(
                    assignment.date_from, assignment.date_to
                ),
            ),
            self.env._("Tasks: %(text)s", text=assignment.tasks),
            self.env._("Conditions: %(text)s", text=assignment.conditions or "–"),
            self.env._("Transport: %(transport)s", transport=label("transport") or "–"),
            "",
            assignment._get_rights_text(),
            assignment._get_payment_text(),
            "",
            self.env._(
                "Consent is voluntary and can be withdrawn with a reason; the "
                "assignment then stops, and the days already served stay payable."
            ),
        ]
        return "\n".join(lines)

    def _get_covered_change_hint(self):
        return self.env._("Draw up an extension, or a new assignment.")

    def _get_selection_label(self, name):
        field = self._fields[name]
        return dict(field._description_selection(self.env)).get(self[name], "")

    def _get_rights_text(self):
        return self.env._(
            "Throughout the assignment all financial, social and similar rights of the "
            "expert continue to be paid by the expert's own institution (Mentor "
            "Programme Regulation, Art. 8)."
        )

    def _get_payment_text(self):
        """Who pays which part, in a sentence (MPY m.8)."""
        self.ensure_one()
        if self.payer == "host":
            return self.env._(
                "Travel costs (transport, daily allowance, lodging) are borne by the "
                "host institution, %(institution)s.",
                institution=self.host_institution_id.name,
            )
        if not self.birlik_pays:
            return self.env._(
                "Travel costs (transport, daily allowance, lodging) are borne by the "
                "expert's own institution, %(institution)s.",
                institution=self.sending_institution_id.name,
            )
        shares = self._get_shares()
        text = self.env._(
            "On condition that it accords with the Travel Expenses Act No. 6245, the "
            "Birlik's budget bears %(transport)s of the transport, %(allowance)s of "
            "the daily allowance and %(lodging)s of the lodging costs.",
            **{name: self._format_share(share) for name, share in shares.items()},
        )
        if not self.currency_id.is_zero(self.coverage_ceiling):
            text += " " + self.env._(
                "What the Birlik pays does not exceed %(ceiling)s in total.",
                ceiling=format_amount(
                    self.env, self.coverage_ceiling, self.currency_id
                ),
            )
        if any(share < 1 for share in shares.values()):
            text += " " + self.env._(
                "The remainder is borne by the expert's own institution."
            )
        return text

    def _get_shares(self):
        return {
            "transport": self.coverage_transport,
            "allowance": self.coverage_allowance,
            "lodging": self.coverage_lodging,
        }

    def _format_share(self, share):
        percent = round(share * 100, 2)
        return self.env._("%(percent)s%%", percent=f"{percent:g}")

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbAgreementTextMixin(models.AbstractModel):
    """Who agrees, and to which words (MPY m.6)."""

    _name = "mbb.agreement.text.mixin"
    _description = "Mentoring Agreement in Words"

    def _get_consent_parties(self):
        """The named person of each side, else the institution's representative.

        Where the period of the match changes, whoever consented to the match is
        asked, too: they consented to the old one (MPY m.5/4).
        """
        self.ensure_one()
        match = self.match_id
        sides = [
            ("expert", "mentor_institution", match.mentor_id),
            ("mentee", "mentee_institution", match.mentee_id),
        ]
        parties = []
        for person_side, institution_side, entry in sides:
            if entry.person_id:
                parties.append(
                    {
                        "side": person_side,
                        "institution_id": entry.institution_id.id,
                        "partner_id": entry.person_id.id,
                    }
                )
            else:
                parties += self._prepare_parties(
                    [(institution_side, entry.institution_id)]
                )
        if self._changes_match():
            parties += match._get_consent_parties()
        found = {}
        for party in parties:
            found.setdefault(party["partner_id"] or party["institution_id"], party)
        return list(found.values())

    def _changes_match(self):
        """Whether the match's period becomes another one with this version."""
        self.ensure_one()
        match = self.match_id
        return (self.date_from, self.date_to) != (match.date_from, match.date_to)

    def _get_consent_text(self):
        self.ensure_one()
        agreement = self.sudo()
        match = agreement.match_id
        period = match._get_period_text
        lines = [
            self.env._(
                "Mentoring agreement of the match %(match)s, version %(version)s "
                "(MPY m.6).",
                match=match.number,
                version=agreement.version,
            ),
            "",
            self.env._("Mentor: %(name)s", name=match._get_side_name(match.mentor_id)),
            self.env._("Mentee: %(name)s", name=match._get_side_name(match.mentee_id)),
            self.env._(
                "Period: %(period)s",
                period=period(agreement.date_from, agreement.date_to),
            ),
        ]
        if agreement._changes_match():
            lines.append(
                self.env._(
                    "Period so far: %(period)s. It changes with this version.",
                    period=period(match.date_from, match.date_to),
                )
            )
        if agreement.change_note:
            lines.append(
                self.env._("What is new: %(text)s", text=agreement.change_note)
            )
        for title, text in agreement._get_sections().items():
            if text:
                lines += ["", title, text]
        lines += [
            "",
            self.env._(
                "The version that stands applies until all sides have agreed to a "
                "new one."
            ),
        ]
        return "\n".join(lines)

    def _get_sections(self):
        """{title: text} in the order of the paper."""
        self.ensure_one()
        modes = dict(self._fields["mode"]._description_selection(self.env))
        sessions = self.session_target and self.env._(
            "Sessions planned: %(count)s", count=self.session_target
        )
        method = (modes.get(self.mode), self.method)
        calendar = (sessions, self.calendar)
        return {
            self.env._("Goals"): self.goals,
            self.env._("Subjects"): ", ".join(self.skill_ids.mapped("name")),
            self.env._("Calendar"): "\n".join(part for part in calendar if part),
            self.env._("Way of Working"): "\n".join(part for part in method if part),
            self.env._("Confidentiality"): self.confidentiality,
            self.env._("Conduct"): self.conduct,
        }

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang


class MbbPracticeConsentMixin(models.AbstractModel):
    """A good practice rests on the written consent of everybody whom it concerns.

    Each answer is to one version, told by the hash of what it says: an answer to
    anything else is none.
    """

    _name = "mbb.practice.consent.mixin"
    _description = "Consents to a Good Practice"

    consent_ids = fields.One2many(
        "mbb.practice.consent", "practice_id", string="Consents", readonly=True
    )
    consent_progress = fields.Char(
        string="Consents Given", compute="_compute_consent_progress"
    )

    @api.depends("consent_ids.state")
    def _compute_consent_progress(self):
        for practice in self.sudo():
            live = practice.consent_ids.filtered(lambda c: c.state != "cancelled")
            granted = live.filtered(lambda c: c.state == "granted")
            practice.consent_progress = f"{len(granted)}/{len(live)}" if live else False

    def _refuse(self, reason):
        raise UserError(reason)

    # -- who ---------------------------------------------------------------

    def _get_people(self):
        """Everybody whom it names or shows."""
        return self.person_ids | self.picture_ids.person_ids

    def _get_consent_parties(self):
        """[(side, partner)]: both institutions of the match and the contact; persons.

        The Birlik's own side is the approval.
        """
        self.ensure_one()
        practice = self.sudo()
        institutions = (
            practice.match_id.mentor_institution_id
            | practice.match_id.mentee_institution_id
            | practice.institution_id
        ) - practice.company_id.partner_id
        return [("institution", row) for row in institutions] + [
            ("person", row) for row in practice._get_people()
        ]

    def _is_over(self):
        """Whether nothing rests on the consents any more."""
        return self.state == "archived"

    def _get_missing_consents(self):
        """Names of those who have not consented to what it says now."""
        self.ensure_one()
        practice = self.sudo()
        sha256 = practice._get_content_sha256()
        granted = practice.consent_ids.filtered(
            lambda c: c.state == "granted" and c.text_sha256 == sha256
        )
        given = {consent._get_party() for consent in granted}
        return [
            party.name
            for _side, party in practice._get_consent_parties()
            if party not in given
        ]

    def _get_waited_for(self):
        waiting = super()._get_waited_for()
        asked = self.consent_ids.filtered(lambda c: c.state == "requested")
        return [*waiting, *asked.mapped("party_name")]

    @api.depends("consent_ids.state")
    def _compute_waits_for(self):
        return super()._compute_waits_for()

    # -- asking ------------------------------------------------------------

    def action_ask_consents(self):
        """The officer asks before the unit has answered."""
        if not self.env.user.has_group("mbb_mentor.group_mentor_officer"):
            raise UserError(self.env._("Only the Sekreterya may take this step."))
        self.check_access("write")
        for practice in self:
            if practice.state != "review":
                raise UserError(
                    self.env._(
                        "%(name)s: consents are asked for what is in review.",
                        name=practice.display_name,
                    )
                )
            practice.sudo()._ask_consents()
        return True

    def _ask_consents(self):
        """Ask everybody who has not been asked for this version (as superuser)."""
        self.ensure_one()
        self._void_changed()
        live = self.consent_ids.filtered(lambda c: c.state in ("requested", "granted"))
        asked = {consent._get_party() for consent in live}
        parties = [row for row in self._get_consent_parties() if row[1] not in asked]
        consents = self.env["mbb.practice.consent"]._ask(self, parties)
        self._consents_settled()
        return consents

    def _void_changed(self):
        """Answers to another version are none (as superuser)."""
        for practice in self:
            live = practice.consent_ids.filtered(
                lambda c: c.state in ("requested", "granted")
            )
            if not live:
                continue
            sha256 = practice._get_content_sha256()
            void = live.filtered(lambda c, sha256=sha256: c.text_sha256 != sha256)
            if void:
                void._take_arrow("cancelled")
                practice.message_post(
                    body=self.env._(
                        "What it says was changed: the answers given so far are void "
                        "and consent is asked again."
                    )
                )

    def _content_changes(self):
        res = super()._content_changes()
        self.sudo()._void_changed()
        return res

    def _consents_settled(self):
        """When the last one has consented, Kurumsal İletişim is asked."""
        self.ensure_one()
        if self.state != "review" or self._get_missing_consents():
            return
        rows = self._get_round("published")
        if rows and not rows.filtered(lambda a: a.state == "waiting"):
            self._ask_approvals("published")

    def _consent_failed(self, consent):
        """Without them it is not published as it is (as superuser)."""
        if self.state == "review":
            self._take_arrow("draft", {"return_reason": consent._get_outcome_text()})
            self._clock_activity(consent._get_outcome_text())

    def _consent_withdrawn(self, consent):
        """Gone at once, and to the archive (as superuser)."""
        text = consent._get_outcome_text()
        if self.state == "published":
            self._archive("withdrawn", text)
            self._clock_activity(text)
        else:
            self._consent_failed(consent)

    # -- the text that is put before them ------------------------------------

    def _get_consent_text(self):
        """Everything that is going to be published, in the language of the context."""
        self.ensure_one()
        practice = self.sudo()
        head = self.env._(
            "The good practice below is to be published on the public pages of the "
            "Mentor Programme of %(company)s, with its pictures and files. You are "
            "asked for your consent to the publication of this very version; if it is "
            "changed, you are asked again. You can withdraw the consent at any time: "
            "the page is then taken away at once.",
            company=practice.company_id.name,
        )
        return "\n\n".join([head, *practice._get_consent_sections()])

    def _get_consent_sections(self):
        names = [*self._text_fields, *(f"{name}_en" for name in self._text_fields)]
        sections = [
            f"{self._fields[name]._description_string(self.env)}:\n{self[name]}"
            for name in names
            if self[name]
        ]
        numbers = [
            f"{row.name}: {formatLang(self.env, row.value_before)} → "
            f"{formatLang(self.env, row.value_after)} {row.unit or ''}".strip()
            for row in self.result_ids
        ]
        pictures = [
            f"{row.name}: {row.alt_text}"
            + (f" ({', '.join(row.person_ids.mapped('name'))})" if row.person_ids else "")
            for row in self.picture_ids
        ]
        facts = {
            "institution_id": [self.institution_id.name],
            "person_ids": self._get_shown_people(),
            "result_ids": numbers,
            "picture_ids": pictures,
            "file_ids": self.file_ids.mapped("name"),
        }
        for name, rows in facts.items():
            if rows:
                label = self._fields[name]._description_string(self.env)
                sections.append(f"{label}:\n" + "\n".join(rows))
        return sections

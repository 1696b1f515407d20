# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..base.mbb_state_mixin import _Passage
from ..pool.changes import is_changed_by

COVERED_KEY = "mbb_covered_passage"


class MbbConsentMixin(models.AbstractModel):
    """A record that rests on the consents of its parties (MPY m.5/4).

    Entering `_consent_state` asks each party; when all have granted, the record goes
    to approval by itself. What a request covers is frozen when it is asked.
    """

    _name = "mbb.consent.mixin"
    _inherit = "mbb.approval.mixin"
    _description = "Record with Consents"

    _consent_state = "consent"
    #: The states in which a change of a covered field starts all over again.
    _consent_open_states = ("consent", "approval")
    #: The field of mbb.consent that points here.
    _consent_field = None
    #: What the parties agree to. Concrete models name it.
    _consent_covered_fields = ()
    #: The request by which mbb.consent.rule knows it.
    _consent_request = None
    #: Where a refused or expired consent leads, and the field for its reason.
    _consent_failed_state = "rejected"
    _consent_failed_field = "reject_reason"
    #: Nothing rests on the consents of a record in one of these any more.
    _consent_over_states = (
        "done",
        "ended",
        "declined",
        "rejected",
        "replaced",
        "cancelled",
    )

    consent_progress = fields.Char(
        string="Consents Given", compute="_compute_consent_progress"
    )

    consents_given = fields.Boolean(
        string="All Consents Given", compute="_compute_consent_progress"
    )

    @api.depends("consent_ids.state")
    def _compute_consent_progress(self):
        for record in self.sudo():
            live = record.consent_ids.filtered(lambda c: c.state != "cancelled")
            granted = live.filtered(lambda c: c.state == "granted")
            record.consent_progress = f"{len(granted)}/{len(live)}" if live else False
            record.consents_given = live == granted

    @api.depends("consent_ids.state")
    def _compute_waits_for(self):
        return super()._compute_waits_for()

    def _get_waited_for(self):
        asked = self.consent_ids.filtered(lambda c: c.state == "requested")
        return asked.mapped("party_name") or super()._get_waited_for()

    def action_remind_parties(self):
        """Remind those who have not answered yet."""
        return self.consent_ids.filtered(lambda c: c.state == "requested").action_remind()

    # -- hooks of the models -----------------------------------------------

    def _get_consent_parties(self):
        """Who is asked: [{side, institution_id, partner_id}] with record ids."""
        return []

    def _get_consent_text(self):
        """The text that is put to a party, in the language of the context.

        The context's `consent_side` says to whom.
        """
        return ""

    def _get_covered_change_hint(self):
        """What to do instead of changing what was agreed."""
        return ""

    def _is_over(self):
        """Whether what was consented to has come to its end."""
        return self.state in self._consent_over_states

    def _consent_withdrawn(self, consent):
        """Stop what rests on a consent that was withdrawn (as superuser)."""

    def _prepare_parties(self, institutions, person=None):
        """[{…}] from [(side, institution)] and a person.

        The Birlik's own side is an approval, not a consent; one institution on both
        sides answers once.
        """
        own = self.company_id.partner_id
        parties = []
        seen = own
        for side, institution in institutions:
            if institution and institution not in seen:
                seen |= institution
                parties.append(
                    {
                        "side": side,
                        "institution_id": institution.id,
                        "partner_id": False,
                    }
                )
        if person:
            parties.append(
                {
                    "side": "expert",
                    "institution_id": institutions[0][1].id,
                    "partner_id": person.id,
                }
            )
        return parties

    # -- asking ------------------------------------------------------------

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == self._consent_state:
            self.env["mbb.consent"]._ask(self, self._get_consent_parties())
            # Both sides may be the Birlik itself.
            self._consents_settled()
        elif target == self._first_state:
            self.consent_ids._cancel(("requested", "granted"))
        elif source in self._consent_open_states and target not in (
            "approval",
            self._approval_arrows.get("approval"),
        ):
            self.consent_ids._cancel(("requested",))
        return res

    def _get_missing_consents(self):
        """Names of the parties whose consent is not there.

        Who has to be asked by what the record says now, and who was asked in the
        present round: each of them. What was cancelled belongs to an earlier round.
        """
        self.ensure_one()
        record = self.sudo()
        asked = record.consent_ids.filtered(lambda c: c.state != "cancelled")
        granted = asked.filtered(lambda c: c._suffices())
        there = {consent._get_party_key() for consent in granted}
        missing = {
            party["partner_id"] or party["institution_id"]
            for party in record._get_consent_parties()
        } - there
        missing.update(consent._get_party_key() for consent in asked - granted)
        weak = {c._get_party_key() for c in asked - granted if c.state == "granted"}
        return [
            self.env._("%(party)s (by another way)", party=partner.name)
            if partner.id in weak
            else partner.name
            for partner in self.env["res.partner"].sudo().browse(sorted(missing))
        ]

    def _get_arrow_obstacle(self, target):
        return super()._get_arrow_obstacle(target) or self._get_consent_obstacle(target)

    def _get_consent_rule(self):
        """What suffices as an answer here, as data."""
        self.ensure_one()
        rules = self.env["mbb.consent.rule"]
        return rules._get_rule(self._consent_request, self.company_id)

    def _get_consent_obstacle(self, target):
        if target == self._consent_state and not self._get_consent_rule():
            return self.env._(
                "%(name)s: no rule says which answers suffice. Add one under "
                "Configuration, Consent Rules.",
                name=self.display_name,
            )
        approved = self._approval_arrows.get("approval")
        if target not in ("approval", approved):
            return False
        missing = self._get_missing_consents()
        if missing:
            return self._get_missing_text(missing)
        if target == approved and self._needs_official_letter():
            return self._get_letter_text()
        return False

    def _get_letter_text(self):
        return self.env._(
            "%(name)s: the official letter of %(institution)s is missing. Attach it "
            "to the institution's consent with its number, date and file.",
            name=self.display_name,
            institution=self._get_sending_consent().institution_id.name,
        )

    def _get_missing_text(self, missing):
        return self.env._(
            "%(name)s: consent is still missing from %(parties)s (MPY m.5/4).",
            name=self.display_name,
            parties=", ".join(missing),
        )

    def _get_sending_consent(self):
        """The consent of the institution that sends its expert, if it is asked."""
        return self.sudo().consent_ids.filtered(
            lambda c: c.side == "mentor_institution" and c.state != "cancelled"
        )[:1]

    def _needs_official_letter(self):
        """Whether the sending institution's letter is asked for and not there."""
        consent = self._get_sending_consent()
        needed = consent and self._get_consent_rule().needs_letter
        return bool(needed) and not consent._has_official_letter()

    # -- answers -----------------------------------------------------------

    def _join_answers(self):
        """Make whoever answers at the same moment see this answer.

        Two parties write two rows, and each would count the other's as missing. The
        same row written by both makes the database refuse the second, whose request
        is then tried again.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET write_date = write_date WHERE id IN %s",
                SQL.identifier(self._table),
                self._ids,
            )
        )

    def _consents_settled(self):
        """Go to approval when every party has granted.

        A party's answer stands even where the Birlik is not ready: then the reason
        goes to the officer, who sends it for approval later.
        """
        self.ensure_one()
        record = self.sudo()
        if record.state != record._consent_state or record._get_missing_consents():
            return False
        obstacle = record._get_arrow_obstacle("approval")
        if obstacle:
            record.message_post(body=obstacle)
            record._clock_activity(
                self.env._("All consents are given; approval cannot be asked yet")
            )
            return False
        # Put before the approver by who asked the parties, not by the last of them.
        asker = record.consent_ids.filtered(
            lambda c: c.state == "granted"
        ).responsible_id[:1]
        return record.with_user(asker or self.env.user).sudo()._take_arrow("approval")

    def action_send_to_approval(self):
        """All consents are there, but approval could not be asked at that moment."""
        for record in self:
            obstacle = record._get_authority_obstacle("officer")
            if obstacle:
                raise UserError(obstacle)
            record.check_access("read")
            record.sudo()._take_arrow("approval")
        return True

    def _on_decision(self, decision):
        """What waited for the organ alone goes on (MPY m.9)."""
        res = super()._on_decision(decision)
        if decision.outcome != "end":
            self._consents_settled()
        return res

    def _consent_failed(self, consent):
        """A consent was refused or has expired (as superuser)."""
        self.ensure_one()
        if self.state in self._consent_open_states:
            self._take_arrow(
                self._consent_failed_state,
                {self._consent_failed_field: consent._get_outcome_text()},
            )

    # -- what the request covers is frozen ---------------------------------

    def write(self, vals):
        covered = [name for name in vals if name in self._consent_covered_fields]
        restart = self.browse()
        if covered and not self._has_covered_passage(vals, covered):
            changed = self.filtered(lambda r: is_changed_by(r, vals, covered))
            restart = changed.filtered(lambda r: r.state in r._consent_open_states)
            for record in changed - restart:
                if record.state != record._first_state:
                    raise UserError(
                        self.env._(
                            "%(name)s: “%(fields)s” was agreed and approved. %(hint)s",
                            name=record.display_name,
                            fields=", ".join(
                                self._fields[name]._description_string(self.env)
                                for name in covered
                            ),
                            hint=record._get_covered_change_hint(),
                        )
                    )
        res = super().write(vals)
        for record in restart:
            record.sudo()._take_arrow(record._first_state)
            record.sudo().message_post(
                body=self.env._(
                    "What the request covers was changed: the answers given so far are "
                    "cancelled and consent is asked again."
                )
            )
        return res

    def _has_covered_passage(self, vals, names):
        passage = self.env.context.get(COVERED_KEY)
        return type(passage) is _Passage and passage.covers(self, vals, names)

    def _write_covered(self, vals):
        """Write covered fields on the strength of an approved extension."""
        passage = _Passage(self, vals)
        try:
            return self.with_context(**{COVERED_KEY: passage}).sudo().write(vals)
        finally:
            passage.open = False

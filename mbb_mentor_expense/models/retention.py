# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""How a person is taken out of travel; its papers name them until their own end."""

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.mbb_mentor.models.base.anonymising import (
    ACCOUNT,
    BLANK,
    ENDS,
    FILES,
    FULL_NAME,
    GOES,
    IDENTITY,
    MAIL,
    PHONE,
    STAYS,
    WORDS,
)

DOCUMENT = {"missing_reason": WORDS, FILES: GOES}
#: Papers that bear the name themselves, and the link by which it is known.
NAMED = ("mbb.travel.claim", "mbb.travel.advance", "mbb.travel.recovery")
DECLARED = {
    "hr.employee": {
        "work_contact_id": {
            "name": FULL_NAME,
            "legal_name": FULL_NAME,
            "work_email": MAIL,
            "work_phone": PHONE,
            "mobile_phone": PHONE,
            "private_phone": PHONE,
            "private_email": MAIL,
            "place_of_birth": BLANK,
            "emergency_contact": BLANK,
            "emergency_phone": BLANK,
            "private_car_plate": BLANK,
            FILES: GOES,
        }
    },
    "hr.version": {
        "employee_id.work_contact_id": {
            "identification_id": IDENTITY,
            "ssnid": IDENTITY,
            "passport_id": IDENTITY,
            "private_street": BLANK,
            "private_street2": BLANK,
            "private_city": BLANK,
            "private_zip": BLANK,
            "spouse_complete_name": BLANK,
            "job_title": BLANK,
            "departure_description": BLANK,
            "additional_note": BLANK,
        }
    },
    "res.partner.bank": {
        "partner_id": {
            "acc_number": ACCOUNT,
            "sanitized_acc_number": ACCOUNT,
            "acc_holder_name": FULL_NAME,
            "clearing_number": BLANK,
            "note": BLANK,
        }
    },
    "mbb.travel.claim": {
        "expert_id": {
            "person_name": FULL_NAME,
            "title": WORDS,
            "duplicates_note": WORDS,
            "duplicates_seen": STAYS,
            "status_reason": WORDS,
            "ground": WORDS,
            "inside_reason": WORDS,
            "return_reason": WORDS,
            "refuse_reason": WORDS,
            "recovery_reason": WORDS,
            "result": STAYS,
            FILES: GOES,
        }
    },
    "mbb.travel.advance": {
        "expert_id": {
            "person_name": FULL_NAME,
            "reason": WORDS,
            "refuse_reason": WORDS,
            "recovery_reason": WORDS,
            FILES: GOES,
        }
    },
    "mbb.travel.recovery": {
        "expert_id": {
            "person_name": FULL_NAME,
            "reason": WORDS,
            "explanation": WORDS,
            "lift_reason": WORDS,
            FILES: GOES,
        }
    },
    "mbb.travel.payee": {
        "expert_id": {
            "iban": ACCOUNT,
            "identity_number": IDENTITY,
            "passport_number": IDENTITY,
            "hint": BLANK,
            "request_number": BLANK,
            "refuse_reason": WORDS,
            FILES: GOES,
        }
    },
    "mbb.travel.status": {"partner_id": {"title": WORDS, "ground": WORDS}},
    "mbb.travel.leg": {"claim_id.expert_id": DOCUMENT},
    "mbb.travel.lodging": {"claim_id.expert_id": {"name": WORDS, **DOCUMENT}},
    "mbb.travel.stay": {"claim_id.expert_id": {"share_reason": WORDS}},
    "mbb.travel.absence": {"claim_id.expert_id": DOCUMENT},
    "mbb.travel.benefit": {"claim_id.expert_id": {"name": WORDS, **DOCUMENT}},
    "mbb.travel.cut": {
        "claim_id.expert_id": {"line_name": WORDS, "reason": WORDS},
    },
    "mbb.travel.return": {"claim_id.expert_id": {"reason": WORDS}},
    "mbb.travel.sample": {"claim_id.expert_id": {"note": ENDS}},
}


class MbbAnonymiser(models.AbstractModel):
    _inherit = "mbb.anonymiser"

    @api.model
    def _get_declarations(self):
        return {**super()._get_declarations(), **DECLARED}

    @api.model
    def _keep_name(self, partner, kept):
        """The contact becomes anonymous: what still names the person says it itself."""
        super()._keep_name(partner, kept)
        if partner.mentor_date_anonymised:
            return
        for name in NAMED:
            if kept.get(name):
                # By SQL: a paid claim refuses every write.
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET person_name = %s WHERE expert_id = %s "
                        "AND person_name IS NULL AND id IN %s",
                        SQL.identifier(self.env[name]._table),
                        partner.name,
                        partner.id,
                        tuple(kept[name]),
                    )
                )
        self.env.invalidate_all(flush=False)

    @api.model
    def _get_paper_parts(self, papers):
        """Lines, entries and payments, the account paid to, and what the claim rests
        on: assignment letters and consents."""
        parts = [*super()._get_paper_parts(papers), *self._get_ended_parts(papers)]
        if papers._name not in NAMED:
            return parts
        moves = papers.move_ids
        payments = self._bare(self.env["account.payment"]).search(
            ["|", ("move_id", "in", moves.ids), ("partner_id", "in", papers.expert_id.ids)]
        )
        payees = self._bare(self.env["mbb.travel.payee"]).search(
            [("expert_id", "in", papers.expert_id.ids)]
        )
        assignments = papers.assignment_id
        consents = assignments.consent_ids | assignments.extension_ids.consent_ids
        order = assignments.spending_order_id
        letters = assignments.letter_ids | order.letter_ids
        letters |= self._bare(self.env["mbb.letter"]).search(
            [("extension_id", "in", assignments.extension_ids.ids)]
        )
        evidence = letters.evidence_id | assignments.sending_letter_evidence_id
        evidence |= order.evidence_id | consents.evidence_id
        papers_of_consents = self._bare(self.env["mbb.consent.paper"]).search(
            [("consent_id", "in", consents.ids)]
        )
        evidence |= papers_of_consents.evidence_id
        moves |= payments.move_id
        return [
            *parts,
            moves,
            moves.line_ids,
            payments,
            payees,
            payees.bank_account_id,
            letters,
            consents,
            papers_of_consents,
            evidence,
        ]

    @api.model
    def _get_ended_parts(self, papers):
        """What ends together with the papers."""
        parts = super()._get_ended_parts(papers)
        if papers._name != "mbb.travel.claim":
            return parts
        return [
            *parts,
            papers.leg_ids,
            papers.lodging_ids,
            papers.stay_ids,
            papers.absence_ids,
            papers.benefit_ids,
            papers.cut_ids,
            papers.return_ids,
            self._bare(self.env["mbb.travel.sample"]).search(
                [("claim_id", "in", papers.ids)]
            ),
            papers.expense_ids,
        ]


class MbbDestructionHoldMixin(models.AbstractModel):
    _inherit = "mbb.destruction.hold.mixin"

    @api.model
    def _get_person_holds(self, partners):
        """Whoever is still owed money, or owes some, is needed."""
        holds = super()._get_person_holds(partners)
        for name, over in (
            ("mbb.travel.claim", ("paid", "refused")),
            ("mbb.travel.advance", ("settled", "repaid", "refused")),
            ("mbb.travel.recovery", ("closed", "lifted")),
        ):
            rows = self.env[name].sudo().with_context(active_test=False)
            for person in rows.search(
                [("expert_id", "in", partners.ids), ("state", "not in", over)]
            ).expert_id:
                holds.setdefault(person.id, self.env._("Money is still open."))
        return holds


class MbbTravelNameMixin(models.AbstractModel):
    """A paper whose person can become anonymous while it is still to be kept."""

    _name = "mbb.travel.name.mixin"
    _description = "Paper with a Name of Its Own"
    _inherit = ["mbb.retention.mixin"]

    _guarded_fields = ("person_name",)

    person_name = fields.Char(
        string="Name on the Paper",
        readonly=True,
        copy=False,
        help="Kept here when everything else was made anonymous, until the retention of "
        "the paper has ended.",
    )

    def _get_person_name(self):
        """Whom the paper names."""
        return self.person_name or self.expert_id.name


class MbbTravelClaim(models.Model):
    _name = "mbb.travel.claim"
    _inherit = ["mbb.travel.claim", "mbb.travel.name.mixin"]


class MbbTravelAdvance(models.Model):
    _name = "mbb.travel.advance"
    _inherit = ["mbb.travel.advance", "mbb.travel.name.mixin"]


class MbbTravelRecovery(models.Model):
    _name = "mbb.travel.recovery"
    _inherit = ["mbb.travel.recovery", "mbb.travel.name.mixin"]

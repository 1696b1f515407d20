# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import io
import re
import secrets

from pypdf import PdfWriter

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..base.mbb_state_mixin import lock_or_tell
from ..base.zone import local_today

#: Without I, L, O, U, 0 and 1: it is typed from paper.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 20


class MbbLetter(models.Model):
    """A letter as it was issued: number, date, the PDF's hash, a code to verify it.

    Nobody edits one. A correction is a new letter that replaces the old one, and the
    verification page says so.
    """

    _name = "mbb.letter"
    _description = "Letter"
    _inherit = [
        "mbb.letter.print.mixin",
        "mbb.letter.content.mixin",
        "mbb.register.mixin",
    ]
    _order = "id desc"
    _rec_name = "number"
    _check_company_auto = True
    _reason_methods = ("action_reissue",)
    #: The field of the letter that holds what it is about, by kind.
    _record_fields = {
        "assignment": "assignment_id",
        "extension": "extension_id",
        "spending_order": "spending_order_id",
        "consent_request": "consent_id",
        "thanks": "assignment_id",
        "certificate": "assignment_id",
    }

    assignment_id = fields.Many2one(
        "mbb.assignment",
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    extension_id = fields.Many2one(
        "mbb.assignment.extension",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    spending_order_id = fields.Many2one(
        "mbb.spending.order",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    consent_id = fields.Many2one(
        "mbb.consent",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    kind = fields.Selection(
        [
            ("assignment", "Assignment Letter"),
            ("extension", "Extension Letter"),
            ("spending_order", "Spending Order"),
            ("consent_request", "Request for Consent"),
            ("thanks", "Letter of Thanks"),
            ("certificate", "Certificate of Participation"),
        ],
        required=True,
        readonly=True,
    )
    number = fields.Char(required=True, readonly=True)
    date = fields.Date(required=True, readonly=True)
    code = fields.Char(string="Verification Code", required=True, readonly=True)
    sha256 = fields.Char(string="SHA-256", required=True, readonly=True)
    evidence_id = fields.Many2one(
        "mbb.evidence",
        string="File",
        required=True,
        readonly=True,
        ondelete="restrict",
        check_company=True,
    )
    signatory = fields.Char(readonly=True)
    correction_reason = fields.Text(
        readonly=True, help="Why this letter replaces an earlier one."
    )
    replaced_by_id = fields.Many2one("mbb.letter", readonly=True, check_company=True)
    expert_id = fields.Many2one(related="assignment_id.expert_id")
    standing = fields.Selection(
        [
            ("valid", "In Force"),
            ("replaced", "Replaced"),
            ("ended", "Duty Ended Early"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_standing",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )

    _has_record = models.Constraint(
        "CHECK(COALESCE(assignment_id, spending_order_id, consent_id) IS NOT NULL)",
        "A letter is about something.",
    )
    _unique_code = models.Constraint("UNIQUE(code)", "A code is given once.")
    _unique_number = models.Constraint(
        "UNIQUE(company_id, number)", "This number was given already."
    )

    @api.depends(
        "kind",
        "replaced_by_id",
        "assignment_id.state",
        "extension_id.state",
        "spending_order_id.state",
        "consent_id.state",
    )
    def _compute_standing(self):
        for letter in self:
            if letter.replaced_by_id:
                letter.standing = "replaced"
            else:
                letter.standing = letter._get_standing_of_record()

    def _get_standing_of_record(self):
        states = {record.state for record in self._get_standing_records()}
        if states & {"cancelled", "expired"}:
            return "cancelled"
        return "ended" if "ended" in states else "valid"

    def _get_standing_records(self):
        """What the letter stands and falls with."""
        self.ensure_one()
        if self.kind == "extension":
            return [self.assignment_id, self.extension_id]
        # Thanks and certificates tell what was; nothing ends that.
        told = self.kind in ("thanks", "certificate")
        return [] if told else [self._get_record()]

    # -- written by `_issue` only ------------------------------------------

    def _get_closed_text(self):
        return self.env._(
            "A letter is issued by the approval and cannot be changed. A correction "
            "is a new letter."
        )

    @api.model
    def _issue(self, record, kind, reason=False, replaced=None):
        """Print, keep and register a letter about `record`.

        :param replaced: the letter that it corrects, with the reason
        """
        company = record.company_id
        letters = self.sudo().with_company(company)
        record = record.sudo()
        vals = {
            **letters._prepare_links(record, kind),
            "kind": kind,
            "number": letters.env["ir.sequence"].next_by_code("mbb.letter"),
            "date": local_today(),
            "code": "".join(secrets.choice(CODE_ALPHABET) for _i in range(CODE_LENGTH)),
            "signatory": letters._get_signatory(record),
            "correction_reason": reason,
            "company_id": company.id,
        }
        evidence = letters.env["mbb.evidence"]._record(
            record,
            f"{vals['number'].replace('/', '-')}.pdf",
            letters._print({**vals, "replaced": replaced}, record),
            "issued",
            note=vals["number"],
        )
        vals.update(evidence_id=evidence.id, sha256=evidence.sha256)
        return letters._create_private([vals])

    # -- what it is about --------------------------------------------------

    @api.model
    def _prepare_links(self, record, kind):
        links = {self._record_fields[kind]: record.id}
        if kind == "extension":
            links["assignment_id"] = record.assignment_id.id
        elif kind == "consent_request":
            extension = record.extension_id
            assignment = record.assignment_id or extension.assignment_id
            links.update(assignment_id=assignment.id, extension_id=extension.id)
        return links

    def _get_record(self):
        self.ensure_one()
        return self[self._record_fields[self.kind]]

    def _get_experts(self):
        """The persons it was issued about."""
        self.ensure_one()
        record = self._get_record()
        if record._name == "mbb.spending.order":
            return record.assignment_ids.expert_id
        if record._name == "mbb.consent":
            return record._get_letter_person()
        return record.expert_id

    # -- verification ------------------------------------------------------

    @api.model
    def _get_verify_url(self, code):
        return f"{self.get_base_url()}/mentoring/verify/{self._format_code(code)}"

    @api.model
    def _format_code(self, code):
        return "-".join(re.findall(".{1,5}", code))

    @api.model
    def _find_by_code(self, code):
        """The letter of a code as somebody typed it, or none."""
        code = re.sub(r"[^0-9A-Z]", "", (code or "")[:64].upper())
        if len(code) != CODE_LENGTH:
            return self.browse()
        return self.search([("code", "=", code)], limit=1)

    def _get_initials(self):
        """To whom it was issued, for those who hold the paper anyway."""
        self.ensure_one()
        initials = (
            " ".join(f"{word[0]}." for word in (person.name or "").split())
            for person in self.sudo()._get_experts()
        )
        # An institution is named: who it is, is no secret.
        return ", ".join(initials) or self.sudo().consent_id.institution_id.name

    # -- buttons -----------------------------------------------------------

    def action_download(self):
        """The PDF as it was issued, never printed anew; several as one file."""
        self.check_access("read")
        ids = ",".join(map(str, self.ids))
        path = f"{ids}/download" if len(self) == 1 else f"print/{ids}"
        return {
            "type": "ir.actions.act_url",
            "url": f"/mentoring/letters/{path}",
            "target": "download",
        }

    def _get_joined_pdf(self):
        """The letters one after the other, as they were issued."""
        writer = PdfWriter()
        for letter in self:
            # Who may read the letter may read the file that it is.
            content = letter.sudo().evidence_id._get_content()
            writer.append(io.BytesIO(content))
        output = io.BytesIO()
        writer.write(output)
        return output.getvalue()

    def action_reissue(self, reason):
        """Correct a letter: a new one replaces it (düzeltme)."""
        self.ensure_one()
        if not self.env.user.has_group("mbb_mentor.group_mentor_manager"):
            raise AccessError(
                self.env._("Only a manager of the Sekreterya may take this step.")
            )
        self.check_access("read")
        reason = self.env["mbb.state.mixin"]._check_reason(reason)
        letter = self.sudo()
        lock_or_tell(letter)
        if letter.replaced_by_id or letter.standing != "valid":
            raise UserError(
                self.env._("%(number)s is not in force.", number=letter.number)
            )
        new = self._issue(
            letter._get_record(), letter.kind, reason=reason, replaced=letter
        )
        letter._write_private({"replaced_by_id": new.id})
        return new.action_download()

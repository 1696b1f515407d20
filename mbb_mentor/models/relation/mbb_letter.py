# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import io
import re
import secrets

import qrcode
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..base.mbb_state_mixin import PASSAGE_KEY, _Passage
from ..base.paper import get_letterhead, get_logo, number_pages
from .zone import local_today, to_zone

#: Without I, L, O, U, 0 and 1: it is typed from paper.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 20
DOCTYPE = Markup("<!DOCTYPE html>")


class MbbLetter(models.Model):
    """A letter as it was issued: number, date, the PDF's hash, a code to verify it.

    Nobody edits one. A correction is a new letter that replaces the old one, and the
    verification page says so.
    """

    _name = "mbb.letter"
    _description = "Letter"
    _order = "id desc"
    _rec_name = "number"
    _check_company_auto = True
    _reason_methods = ("action_reissue",)

    assignment_id = fields.Many2one(
        "mbb.assignment",
        required=True,
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
    kind = fields.Selection(
        [("assignment", "Assignment Letter"), ("extension", "Extension Letter")],
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

    _unique_code = models.Constraint("UNIQUE(code)", "A code is given once.")
    _unique_number = models.Constraint(
        "UNIQUE(company_id, number)", "This number was given already."
    )

    @api.depends("replaced_by_id", "assignment_id.state", "extension_id.state")
    def _compute_standing(self):
        for letter in self:
            states = {letter.assignment_id.state, letter.extension_id.state}
            if letter.replaced_by_id:
                letter.standing = "replaced"
            elif "cancelled" in states:
                letter.standing = "cancelled"
            elif "ended" in states:
                letter.standing = "ended"
            else:
                letter.standing = "valid"

    # -- written by `_issue` only ------------------------------------------

    def _check_passage(self):
        passage = self.env.context.get(PASSAGE_KEY)
        if (
            type(passage) is not _Passage
            or not passage.open
            or passage.model != self._name
            or not passage.ids.issuperset(self._ids)
        ):
            raise UserError(
                self.env._(
                    "A letter is issued by the approval and cannot be changed. A "
                    "correction is a new letter."
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        self.browse()._check_passage()
        return super().create(vals_list)

    def write(self, vals):
        self._check_passage()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A letter cannot be deleted."))

    @api.model
    def _issue(self, assignment, extension=None, reason=False):
        """Print, keep and register the letter of an approval."""
        company = assignment.company_id
        letters = self.sudo().with_company(company)
        vals = {
            "assignment_id": assignment.id,
            "extension_id": extension.id if extension else False,
            "kind": "extension" if extension else "assignment",
            "number": letters.env["ir.sequence"].next_by_code("mbb.letter"),
            "date": local_today(self),
            "code": "".join(secrets.choice(CODE_ALPHABET) for _i in range(CODE_LENGTH)),
            "signatory": letters._get_signatory(extension or assignment),
            "correction_reason": reason,
            "company_id": company.id,
        }
        content = letters._print(vals, assignment.sudo(), extension)
        evidence = letters.env["mbb.evidence"]._record(
            assignment.sudo(),
            f"{vals['number'].replace('/', '-')}.pdf",
            content,
            "issued",
            note=vals["number"],
        )
        vals.update(evidence_id=evidence.id, sha256=evidence.sha256)
        passage = _Passage(letters.browse(), ())
        try:
            letter = letters.with_context(**{PASSAGE_KEY: passage}).create([vals])
        finally:
            passage.open = False
        return letter.with_context(**{PASSAGE_KEY: None})

    # -- printing ----------------------------------------------------------

    @api.model
    def _get_signatory(self, record):
        """Who approved, as it stands under the letter; lines of text."""
        approval = record.sudo().approval_ids.filtered(
            lambda a: a.state == "approved"
        ).sorted("date_decided")[-1:]
        lang = record.company_id.partner_id.lang or "tr_TR"
        return approval.with_context(lang=lang)._get_signature()

    @api.model
    def _print(self, vals, assignment, extension=None):
        """The PDF (bytes) of a letter that is about to be registered."""
        lang = assignment.company_id.partner_id.lang or "tr_TR"
        this = self.with_context(lang=lang)
        report = this.env["ir.actions.report"].new(
            {"paperformat_id": this.env.ref("mbb_mentor.paperformat_letter").id}
        )
        values = this._prepare_print(
            vals,
            assignment.with_context(lang=lang),
            extension.with_context(lang=lang) if extension else None,
        )
        html = this.env["ir.qweb"]._render(
            "mbb_mentor.report_assignment_letter", values
        )
        # Everything the page needs is in it: the printer fetches nothing.
        content = report._run_wkhtmltopdf([str(html)])
        # Letters of the standard fonts only: no word stands there.
        footer = f"{vals['number']}   {values['code_text']}"
        return number_pages(content, footer)

    @api.model
    def _prepare_print(self, vals, assignment, extension=None):
        company = assignment.company_id
        url = self._get_verify_url(vals["code"])
        # Not core's barcode(): that needs a renderer which Odoo does not ask for.
        qr_code = io.BytesIO()
        qrcode.make(url, border=0).save(qr_code, "PNG")
        return {
            "doctype": DOCTYPE,
            "company": company,
            "logo": get_logo(company),
            "letterhead": get_letterhead(company.with_env(self.env)),
            "assignment": assignment,
            "extension": extension,
            "number": vals["number"],
            "date": format_date(self.env, vals["date"], date_format="dd.MM.yyyy"),
            "references": self._get_references(assignment, extension),
            "addressees": self._get_addressees(assignment),
            "signatory": vals["signatory"],
            "correction_reason": vals["correction_reason"],
            "opening": self._get_opening(
                assignment, extension, vals["correction_reason"]
            ),
            "period_days": self.env._("%(count)s days", count=assignment.days),
            "kind": assignment._get_selection_label("kind"),
            "transport": assignment._get_selection_label("transport"),
            "format_date": lambda date: format_date(
                self.env, date, date_format="dd.MM.yyyy"
            ),
            "code_text": self._format_code(vals["code"]),
            "url": url,
            "qr_code": "data:image/png;base64,"
            + base64.b64encode(qr_code.getvalue()).decode(),
        }

    @api.model
    def _get_opening(self, assignment, extension=None, reason=False):
        """The first sentences, whole, so that a language may order its words."""
        if extension:
            text = self.env._(
                "The extension set out below of the assignment number %(number)s, made "
                "within the Mentor Programme, has been approved with the mutual "
                "consent of the institutions concerned and the consent of the expert "
                "(Mentor Programme Regulation, Art. 5/4 and 5/5).",
                number=assignment.number,
            )
        else:
            text = self.env._(
                "The assignment set out below, made within the Mentor Programme under "
                "the number %(number)s, has been approved with the mutual consent of "
                "the institutions concerned and the consent of the expert (Mentor "
                "Programme Regulation, Art. 5/4).",
                number=assignment.number,
            )
        if not reason:
            return [text]
        return [
            text,
            self.env._(
                "This letter replaces an earlier one. Reason of the correction: "
                "%(reason)s",
                reason=reason,
            ),
        ]

    @api.model
    def _get_references(self, assignment, extension=None):
        """İlgi: the papers and answers that the letter rests on."""
        references = []
        if assignment.sending_letter_number:
            references.append(
                self.env._(
                    "%(institution)s, letter of %(date)s, number %(number)s.",
                    institution=assignment.sending_institution_id.name,
                    date=format_date(
                        self.env,
                        assignment.sending_letter_date,
                        date_format="dd.MM.yyyy",
                    ),
                    number=assignment.sending_letter_number,
                )
            )
        for consent in (extension or assignment).consent_ids.sorted("id"):
            if consent.state != "granted":
                continue
            values = {
                "party": consent._get_party().name,
                "date": format_date(
                    self.env,
                    to_zone(self, consent.date_answered).date(),
                    date_format="dd.MM.yyyy",
                ),
                "number": consent.document_number,
            }
            references.append(self._get_consent_reference(consent.side, values))
        if extension:
            letter = assignment.letter_ids.filtered(
                lambda item: item.kind == "assignment" and not item.replaced_by_id
            )[:1]
            references.append(
                self.env._(
                    "Our letter of %(date)s, number %(number)s.",
                    date=format_date(self.env, letter.date, date_format="dd.MM.yyyy"),
                    number=letter.number,
                )
            )
        letters = "abcçdefgğhıijklmnoöprsştuüvyz"
        return list(zip(letters, references, strict=False))

    @api.model
    def _get_consent_reference(self, side, values):
        """Turkish has two words: an institution's muvafakat, a person's rıza."""
        if side == "expert" and values["number"]:
            return self.env._(
                "Consent of the expert %(party)s, %(date)s, number %(number)s.",
                **values,
            )
        if side == "expert":
            return self.env._("Consent of the expert %(party)s, %(date)s.", **values)
        if values["number"]:
            return self.env._(
                "Consent of %(party)s, %(date)s, number %(number)s.", **values
            )
        return self.env._("Consent of %(party)s, %(date)s.", **values)

    @api.model
    def _get_addressees(self, assignment):
        """Dağıtım: both institutions, once each, and the expert."""
        return (
            assignment.sending_institution_id
            | assignment.host_institution_id
            | assignment.expert_id
        ) - assignment.company_id.partner_id

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
        words = (self.sudo().expert_id.name or "").split()
        return " ".join(f"{word[0]}." for word in words)

    # -- buttons -----------------------------------------------------------

    def action_download(self):
        """The PDF as it was issued, never printed anew."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/mentoring/letters/{self.id}/download",
            "target": "download",
        }

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
        letter.lock_for_update(allow_referencing=True)
        if letter.replaced_by_id or letter.standing != "valid":
            raise UserError(
                self.env._("%(number)s is not in force.", number=letter.number)
            )
        new = self._issue(
            letter.assignment_id, letter.extension_id or None, reason=reason
        )
        passage = _Passage(letter, ("replaced_by_id",))
        try:
            letter.with_context(**{PASSAGE_KEY: passage}).write(
                {"replaced_by_id": new.id}
            )
        finally:
            passage.open = False
        return new.action_download()

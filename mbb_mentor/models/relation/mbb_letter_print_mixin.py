# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import io

import qrcode
from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_date

from ..base.paper import get_capitals, get_logo, print_page

DOCTYPE = Markup("<!DOCTYPE html>")


class MbbLetterPrintMixin(models.AbstractModel):
    """From values to a PDF, in the order of parts of an official letter.

    Resmî Yazışmalarda Uygulanacak Usul ve Esaslar Hakkında Yönetmelik (31151).
    """

    _name = "mbb.letter.print.mixin"
    _description = "Letter on Paper"

    @api.model
    def _print(self, vals, record):
        """The PDF (bytes) of a letter that is about to be registered."""
        lang = record.company_id.partner_id.lang or "tr_TR"
        this = self.with_context(lang=lang)
        values = this._prepare_print(vals, record.with_context(lang=lang))
        # Letters of the standard fonts only: no word stands there.
        footer = f"{vals['number']}   {values['code_text']}"
        return print_page(this.env, "mbb_mentor.report_letter", values, footer)

    @api.model
    def _prepare_print(self, vals, record):
        company = record.company_id
        url = self._get_verify_url(vals["code"])
        return {
            "references": [],
            "body": False,
            "approval": False,
            "proposer": False,
            "closing": self.env._("Submitted for your information and necessary action."),
            **getattr(self, f"_get_content_{vals['kind']}")(vals, record),
            "kind": vals["kind"],
            "doctype": DOCTYPE,
            "company": company,
            "logo": get_logo(company),
            "letterhead": self._get_capitals(company.name),
            "number": vals["number"],
            "date": self._format_day(vals["date"]),
            "signatory": vals["signatory"],
            "correction_reason": vals["correction_reason"],
            "initialled": self._get_initialled(record),
            "contact": self._get_contact(company),
            "code_text": self._format_code(vals["code"]),
            "url": url,
            "qr_code": self._get_qr_code(url),
        }

    @api.model
    def _get_qr_code(self, url):
        # Not core's barcode(): that needs a renderer which Odoo does not ask for.
        picture = io.BytesIO()
        qrcode.make(url, border=0).save(picture, "PNG")
        return "data:image/png;base64," + base64.b64encode(picture.getvalue()).decode()

    @api.model
    def _format_day(self, date):
        return format_date(self.env, date, date_format="dd.MM.yyyy")

    @api.model
    def _get_capitals(self, name):
        return get_capitals(self.env, name)

    @api.model
    def _get_signatory(self, record):
        """Who approved, as it stands under the letter; lines of text.

        What needs no approval is signed by the Genel Sekreter.
        """
        lang = record.company_id.partner_id.lang or "tr_TR"
        approval = self.env["mbb.approval"]
        if "approval_ids" in record._fields:
            approval = record.sudo().approval_ids.filtered(
                lambda a: a.state == "approved"
            ).sorted("date_decided")[-1:]
        if approval:
            return approval.with_context(lang=lang)._get_signature()
        head = record.company_id.sudo()._mbb_get_general_secretariat().manager_id
        parts = (head.name, head.job_title or head.user_id.partner_id.function)
        return ", ".join(part for part in parts if part) or False

    @api.model
    def _get_initialled(self, record):
        """Paraf: who prepared it and, above, who heads the Sekreterya."""
        users = self.env["res.users"]
        for name in ("prepared_by_id", "responsible_id"):
            if not users and name in record._fields:
                users = record.sudo()[name]
        return [
            ", ".join(part for part in (user.name, user.partner_id.function) if part)
            for user in users
        ]

    @api.model
    def _get_contact(self, company):
        """The lines at the foot of an official letter."""
        partner = company.partner_id
        parts = {
            "address": ", ".join(
                part
                for part in (company.street, company.city, company.state_id.name)
                if part
            ),
            "phone": company.phone,
            "email": company.email,
            "kep": partner.kep and self.env._("KEP: %(address)s", address=partner.kep),
            "detsis": partner.detsis
            and self.env._("DETSİS No.: %(number)s", number=partner.detsis),
            "website": company.website,
        }
        return " · ".join(part for part in parts.values() if part)

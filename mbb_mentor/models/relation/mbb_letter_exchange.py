# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import uuid

from lxml import etree

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..base.zone import local_today

#: Namespaces of the metadata of e-Yazışma packages, version 2.
METADATA = "urn:dpt:eyazisma:schema:xsd:Ustveri-2"
TYPES = "urn:dpt:eyazisma:schema:xsd:Tipler-2"


class MbbLetter(models.Model):
    """The letter in the official correspondence: EBYS number, metadata, packages."""

    _inherit = "mbb.letter"  # pylint: disable=consider-merging-classes-inherited

    ebys_number = fields.Char(
        string="EBYS Number",
        readonly=True,
        help="The number that the official system gave the letter.",
    )
    ebys_date = fields.Date(string="EBYS Date", readonly=True)
    exchange_evidence_ids = fields.Many2many(
        "mbb.evidence", string="Packages and KEP Evidence", readonly=True
    )

    def _check_exchange_right(self):
        self.ensure_one()
        groups = ("mbb_mentor.group_mentor_officer", "mbb_mentor.group_mentor_registry")
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(
                self.env._("Only the Sekreterya and Yazı İşleri may take this step.")
            )
        self.check_access("read")

    def _record_ebys(self, number, date):
        """The official number, once: what was given is not changed."""
        self._check_exchange_right()
        number = (number or "").strip()
        date = fields.Date.to_date(date)
        if not (number and date):
            raise UserError(self.env._("Give the letter's number and date."))
        if self.ebys_number:
            raise UserError(
                self.env._(
                    "%(number)s has its EBYS number already.", number=self.number
                )
            )
        if date > local_today():
            raise UserError(self.env._("A number of a coming day was not given yet."))
        self._write_private({"ebys_number": number, "ebys_date": date})

    def _attach_exchange(self, file_name, content, kind):
        """An .eyp package or KEP evidence, beside the letter as it was issued."""
        self._check_exchange_right()
        if kind not in ("eyp", "kep"):
            raise UserError(self.env._("A package or KEP evidence is recorded here."))
        letter = self.sudo()
        evidence = letter.env["mbb.evidence"]._record(
            letter, file_name, content, kind, note=letter.number
        )
        letter._write_private({"exchange_evidence_ids": [(4, evidence.id)]})
        return evidence

    def action_record_exchange(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Official Correspondence"),
            "res_model": "mbb.letter.exchange",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_letter_id": self.id},
        }

    def action_download_metadata(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/mentoring/letters/{self.id}/metadata",
            "target": "download",
        }

    def _get_metadata(self):
        """Üstveri of the letter for the institution's own EBYS, as XML (bytes).

        By the names and the order of the e-Yazışma metadata; signature and seal are
        the EBYS's own.
        """
        self.ensure_one()
        letter = self.sudo().with_context(lang="tr_TR")
        company = letter.company_id
        root = etree.Element(
            etree.QName(METADATA, "UstVeri"), nsmap={None: METADATA, "tipler": TYPES}
        )

        def add(parent, name, text=None, **attributes):
            child = etree.SubElement(parent, etree.QName(TYPES, name), **attributes)
            child.text = text
            return child

        # The same letter has the same id whenever it is asked for.
        known = uuid.uuid5(uuid.NAMESPACE_URL, letter._get_verify_url(letter.code))
        add(root, "BelgeId", str(known).upper())
        add(root, "Konu", letter._get_subject())
        add(root, "GuvenlikKodu", "YOK")
        add(root, "MimeTuru", "application/pdf")
        add(root, "OzId", letter.number, schemeID="MBB-MENTOR")
        targets = add(root, "DagitimListesi")
        for partner in letter._get_addressees_of():
            target = add(targets, "Dagitim")
            if partner.is_mentor_institution:
                body = add(target, "KurumKurulus")
                add(body, "KKK", partner.detsis or "")
                add(body, "Adi", partner.name)
            else:
                person = add(add(target, "GercekSahis"), "Kisi")
                first, _space, last = partner.name.rpartition(" ")
                add(person, "IlkAdi", first or last)
                add(person, "Soyadi", last)
            add(target, "Ivedilik", "NRM")
            add(target, "DagitimTuru", "GRG")
        add(root, "Dil", "tur")
        body = add(add(root, "Olusturan"), "KurumKurulus")
        add(body, "KKK", company.partner_id.detsis or "")
        add(body, "Adi", company.name)
        add(root, "DosyaAdi", letter.evidence_id.name)
        check = add(root, "DogrulamaBilgisi")
        add(check, "DogrulamaAdresi", letter._get_verify_url(letter.code))
        return etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", pretty_print=True
        )

    def _prepare_content(self):
        """What the letter says, as it would be printed now."""
        self.ensure_one()
        vals = {"kind": self.kind, "correction_reason": self.correction_reason}
        record = self._get_record().with_context(lang=self.env.lang)
        return getattr(self, f"_get_content_{self.kind}")(vals, record)

    def _get_subject(self):
        return self._prepare_content()["subject"]

    def _get_addressees_of(self):
        return self._prepare_content()["addressees"]

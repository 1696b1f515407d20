# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import hashlib

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from .anonymising import Outcome
from .file_text import read_text

#: What lies with records of the programme, with its evidence and with messages.
_PLACES = (
    Domain("res_model", "=like", "mbb.%")
    | Domain("res_model", "in", ("mail.message", "mail.compose.message"))
    | Domain("res_model", "in", ("res.partner", "res.users", "hr.employee"))
    | Domain("res_model", "=like", "account.%")
    | Domain("res_model", "=like", "hr.expense%")
    | Domain("res_model", "=like", "event.%")
    | Domain("res_model", "=like", "calendar.%")
    | Domain("res_model", "=", False)
)


class MbbAnonymiserFileMixin(models.AbstractModel):
    """Files: the bytes go, hash and dates of an evidence stay."""

    _name = "mbb.anonymiser.file.mixin"
    _description = "Anonymisation of Files"

    @api.model
    def _search_files(self, domain):
        files = self._bare(self.env["ir.attachment"]).with_context(bin_size=False)
        # A domain on `res_field` also finds the files of fields.
        return files.search(domain & Domain("res_field", "in", (False, *self._names())))

    @api.model
    def _names(self):
        self.env.cr.execute(
            "SELECT DISTINCT res_field FROM ir_attachment WHERE res_field IS NOT NULL"
        )
        return [name for (name,) in self.env.cr.fetchall()]

    @api.model
    def _get_files(self, records):
        """What lies with `records`: attachments, files of fields, their evidence."""
        domain = self._at(records)
        evidence = self._bare(self.env["mbb.evidence"])
        found = evidence.search(self._at(records))
        for name, field in records._fields.items():
            if field.comodel_name == "mbb.evidence" and field.store and (
                field.type in ("many2one", "many2many")
            ):
                found |= evidence.browse(records.mapped(name).ids)
        return self._search_files(domain | self._at(found))

    @api.model
    def _at(self, records):
        return Domain("res_model", "=", records._name) & Domain(
            "res_id", "in", records.ids
        )

    @api.model
    def _get_field_files(self, records, name):
        return self._search_files(self._at(records) & Domain("res_field", "=", name))

    @api.model
    def _destroy_files(self, files, spared=()):
        """Delete the bytes; the file store drops them with its next clearing."""
        outcome = Outcome()
        files = files.filtered(lambda file: file.id not in spared)
        if not files:
            return outcome
        evidence = files.filtered(
            lambda file: file.res_model == "mbb.evidence" and file.res_field
        ).mapped("res_id")
        for file in files:
            content = file.raw or b""
            outcome.hashes.append(hashlib.sha256(content).hexdigest())
            if file.store_fname:
                # The clearing looks whether another row has the same bytes.
                file._file_delete(file.store_fname)
        # By SQL: an evidence's file refuses to go for everybody.
        self.env.cr.execute(SQL("DELETE FROM ir_attachment WHERE id IN %s", files._ids))
        outcome.files = self.env.cr.rowcount
        if evidence:
            # Hash, size and dates stay. Its name is words that somebody typed.
            self.env.cr.execute(
                SQL(
                    "UPDATE mbb_evidence SET name = %s, note = NULL, "
                    "date_destroyed = now() AT TIME ZONE 'UTC' WHERE id IN %s",
                    self.env._("(destroyed)"),
                    tuple(evidence),
                )
            )
        self.env.invalidate_all(flush=False)
        return outcome

    @api.model
    def _destroy_named_files(self, found, spared):
        """Files that name the person in their words, wherever they lie."""
        outcome = Outcome()
        if not found:
            return outcome
        for ids in split_every(200, self._search_files(_PLACES).ids):
            files = self._bare(self.env["ir.attachment"]).browse(ids)
            named = files.filtered(
                lambda file: file.id not in spared
                and (file.type == "binary" and found.is_in(read_text(file.raw or b"")))
            )
            outcome.add(self._destroy_files(named))
            files.invalidate_recordset()
        return outcome

    @api.model
    def _get_spared_files(self, kept):
        """Ids of the files of papers that are still to be kept, whoever they name."""
        spared = set()
        for model, ids in kept.items():
            if model == "ir.attachment":
                spared |= set(ids)
            elif ids:
                records = self._bare(self.env[model]).browse(sorted(ids))
                spared |= set(self._get_files(records).ids)
        return spared

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Denetim dosyası: all that a claim rests on, in one file that can be checked."""

import base64
import hashlib
import json
import re
import zipfile

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext

from ..harcirah.notes import CATALOGUE
from ..sheet import safe_name, write_csv

ACCOUNTANT = "mbb_mentor_expense.group_travel_accountant"
#: What an archive of a claim has for a date, so that its bytes do not depend on when
#: it is made.
NO_DATE = (1980, 1, 1, 0, 0, 0)
CREATED = re.compile(rb"(/(?:Creation|Mod)Date \(D:)\d{14}")
#: A part of a font is named with six letters that are others at each printing.
FONT = re.compile(rb"(/(?:FontName|BaseFont) /)([A-Z]{6})\+")
SUMS = "SHA256SUMS"
#: Kept with the frozen calculation, and no part of what the calculation answers.
CARRIED = ("thirds", "due_date", "sickness_days", "return_day_thirds")


class MbbTravelDossierMixin(models.AbstractModel):
    """The audit file of a claim; the same claim gives the same file."""

    _name = "mbb.travel.dossier.mixin"
    _description = "Audit File of a Claim"

    def _check_dossier_access(self):
        """Only who may see all of it: account numbers and entries are in it."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(ACCOUNTANT):
            raise AccessError(
                self.env._("The audit file is taken by the accountant's office.")
            )
        if not self.result:
            raise UserError(
                self.env._(
                    "The claim has no calculation yet: there is nothing to file."
                )
            )

    def action_download_dossier(self):
        self._check_dossier_access()
        return {
            "type": "ir.actions.act_url",
            "url": f"/mentoring/travel/{self.id}/dossier",
            "target": "download",
        }

    def _get_dossier_name(self):
        return safe_name(
            self.env._("%(claim)s audit file", claim=self._get_report_file_name())
            + ".zip"
        )

    def _write_dossier(self, stream):
        """Write the archive to `stream`, and into the history who took it."""
        self._check_dossier_access()
        claim = self._in_paper_language()
        sums, contents = [], []
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, title, content in claim._get_dossier_files():
                digest = hashlib.sha256(content).hexdigest()
                sums.append(f"{digest}  {path}\n")
                contents.append((path, title, len(content), digest))
                _add(archive, path, content)
            header = [
                claim.env._("File"),
                claim.env._("What it is"),
                claim.env._("Bytes"),
                "SHA-256",
            ]
            table = write_csv(header, contents)
            _add(archive, "contents.csv", table)
            sums.append(f"{hashlib.sha256(table).hexdigest()}  contents.csv\n")
            manifest = "".join(sums).encode()
            _add(archive, SUMS, manifest)
        self._log_dossier(hashlib.sha256(manifest).hexdigest())

    def _log_dossier(self, digest):
        self.message_post(
            body=self.env._(
                "%(user)s took the audit file (SHA-256 of its list: %(digest)s).",
                user=self.env.user.name,
                digest=digest,
            ),
            subtype_xmlid="mbb_mentor_expense.mt_dossier",
        )

    # -- contents ----------------------------------------------------------------

    def _get_dossier_files(self):
        """(path, title, bytes) of each file, in order; other parts add theirs."""
        yield from self._get_dossier_papers()
        yield from self._get_dossier_calculation()
        yield from self._get_dossier_ledger()
        yield from self._get_dossier_evidence()
        yield from self._get_dossier_trail()

    def _get_dossier_papers(self):
        papers = self.env["mbb.travel.paper"]
        kinds = ["declaration", "calculation"]
        if self.sudo()._get_step_approvals("approved"):
            kinds.append("payment_order")
        for number, kind in enumerate(kinds, 1):
            layout = papers._get_layout(kind, self._get_printing_company())
            yield (
                f"1-papers/{number}-{kind.replace('_', '-')}.pdf",
                layout.name,
                _without_chance(self._print_travel_paper(kind)),
            )
        entries = self.sudo().move_ids.filtered(lambda move: move.state == "posted")
        layout = papers._get_layout("accounting_slip", self._get_printing_company())
        for move in entries.sorted("id"):
            slip = move.with_env(self.env)._print_travel_paper("accounting_slip")
            name = safe_name(move.name.replace("/", "-"))
            yield (
                f"1-papers/{len(kinds) + 1}-{name}.pdf",
                f"{layout.name} {move.name}",
                _without_chance(slip),
            )

    def _get_dossier_calculation(self):
        """As `harcirah` takes it and answers, so that an auditor computes it again."""
        result = self.sudo().result
        yield (
            "2-calculation/trip.json",
            self.env._("The trip as it was computed"),
            _json(result["trip"]),
        )
        yield (
            "2-calculation/entitlement.json",
            self.env._(
                "What it entitles to; computed again by: python3 harcirah < trip.json"
            ),
            _json(_answer(result["entitlement"])),
        )

    def _get_dossier_ledger(self):
        claim = self.sudo()
        header = [
            self.env._("Entry"),
            self.env._("Date"),
            self.env._("State"),
            self.env._("Official account"),
            self.env._("Budget item"),
            self.env._("Account"),
            self.env._("Account name"),
            self.env._("Person"),
            self.env._("Text"),
            self.env._("Debit"),
            self.env._("Credit"),
        ]
        rows = [
            (
                move.name,
                move.date.isoformat(),
                move.state,
                row["official_code"],
                row["budget_code"],
                row["code"],
                row["account"],
                move.partner_id.name,
                row["label"],
                f"{row['debit_amount']:.2f}",
                f"{row['credit_amount']:.2f}",
            )
            for move in claim.move_ids.sorted("id")
            for row in move._prepare_paper_rows()
        ]
        yield "3-ledger/entries.csv", self.env._("Journal entries"), write_csv(
            header, rows
        )

    # -- evidence ----------------------------------------------------------------

    def _get_dossier_records(self):
        """The records whose papers belong to the claim."""
        claim = self.sudo()
        assignment = claim.assignment_id
        return [
            *claim.lodging_ids,
            *claim.leg_ids,
            claim,
            assignment,
            *assignment.spending_order_id,
        ]

    def _find_dossier_evidence(self):
        """Papers of these records, earlier versions too, and issued letters."""
        evidence = self.env["mbb.evidence"].sudo()
        found = evidence.browse()
        for record in self._get_dossier_records():
            found |= evidence.search(
                [("res_model", "=", record._name), ("res_id", "=", record.id)],
                order="id",
            )
        return found | self.sudo().assignment_id.letter_ids.sorted("id").evidence_id

    def _get_dossier_evidence(self):
        rows = []
        for number, paper in enumerate(self._find_dossier_evidence(), 1):
            content = base64.b64decode(paper.with_context(bin_size=False).file or b"")
            digest = content and hashlib.sha256(content).hexdigest()
            path = f"4-evidence/{number:03d}-{safe_name(paper.name)}"
            rows.append(
                (
                    path,
                    paper.name,
                    self._get_evidence_subject(paper),
                    paper.note,
                    paper.user_id.name,
                    _moment(paper.date),
                    paper.sha256,
                    self.env._("yes") if digest == paper.sha256 else self.env._("NO"),
                )
            )
            if content:
                yield path, self._get_evidence_subject(paper), content
        header = [
            self.env._("File"),
            self.env._("Name as it came in"),
            self.env._("Of"),
            self.env._("Note"),
            self.env._("Recorded by"),
            self.env._("Recorded on (UTC)"),
            self.env._("SHA-256 when it was recorded"),
            self.env._("Unchanged since"),
        ]
        yield "4-evidence/evidence.csv", self.env._("List of the papers"), write_csv(
            header, rows
        )

    def _get_evidence_subject(self, paper):
        record = self.env[paper.res_model].sudo().browse(paper.res_id).exists()
        return record.display_name or ""

    # -- trail -------------------------------------------------------------------

    def _get_dossier_trail(self):
        yield (
            "5-trail/approvals.csv",
            self.env._("Decisions in the system"),
            self._write_approvals(),
        )
        yield (
            "5-trail/messages.csv",
            self.env._("History of the claim"),
            self._write_messages(),
        )

    def _write_approvals(self):
        claim = self.sudo()
        records = claim.assignment_id, claim.assignment_id.spending_order_id, claim
        header = [
            self.env._("Of"),
            self.env._("Rule"),
            self.env._("Round"),
            self.env._("Asked by"),
            self.env._("Asked on (UTC)"),
            self.env._("State"),
            self.env._("Decided by"),
            self.env._("Decided as"),
            self.env._("Decided on (UTC)"),
            self.env._("Reason"),
        ]
        rows = [
            (
                record.display_name,
                row.rule_id.name,
                row.round,
                row.asked_by_id.name,
                _moment(row.date_asked),
                row.state,
                row.decided_by_id.name,
                row._get_signature(),
                _moment(row.date_decided),
                row.reason,
            )
            for record in records
            if record
            for row in record.approval_ids.sorted("id")
        ]
        return write_csv(header, rows)

    def _write_messages(self):
        taken = self.env.ref("mbb_mentor_expense.mt_dossier")
        messages = self.sudo().message_ids.filtered(
            # Who took the file before is no part of it: it would never be the same.
            lambda message: message.subtype_id != taken
        )
        header = [
            self.env._("On (UTC)"),
            self.env._("By"),
            self.env._("Kind"),
            self.env._("Text"),
            self.env._("Changes"),
        ]
        rows = [
            (
                _moment(message.date),
                message.author_id.name or message.email_from,
                message.subtype_id.name or message.message_type,
                html2plaintext(message.body or "").strip(),
                _changes(message),
            )
            for message in messages.sorted("id")
        ]
        return write_csv(header, rows)


def _add(archive, path, content):
    entry = zipfile.ZipInfo(path, NO_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    # Whatever system made it.
    entry.create_system = 3
    archive.writestr(entry, content)


def _without_chance(content):
    """A PDF without the moment at which it was printed; as long as before."""
    names = {}

    def rename(match):
        number = len(names)
        first, second = chr(65 + number // 26 % 26), chr(65 + number % 26)
        name = names.setdefault(match[2], f"MBBF{first}{second}".encode())
        return match[1] + name + b"+"

    return FONT.sub(rename, CREATED.sub(rb"\g<1>20000101000000", content))


def _json(value):
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{text}\n".encode()


def _answer(frozen):
    """The frozen calculation in the form in which `harcirah` answers."""
    texts = {kind.code: kind.template for kind in CATALOGUE}
    answer = {key: value for key, value in frozen.items() if key not in CARRIED}
    answer["notes"] = [
        {
            "article": note["article"],
            "text": texts[note["code"]] % note["params"],
        }
        for note in frozen["notes"]
    ]
    return answer


def _moment(value):
    return value.strftime("%Y-%m-%d %H:%M:%S") if value else ""


def _changes(message):
    return "; ".join(
        f"{row['fieldInfo']['changedField']}: {row['oldValue']} → {row['newValue']}"
        for row in message.tracking_value_ids.sorted("id")._tracking_value_format()
    )

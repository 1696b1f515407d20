# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import logging

from odoo import api, fields, models
from odoo.fields import Domain

from ..base.anonymising import Outcome

_logger = logging.getLogger(__name__)


class MbbDestructionLine(models.Model):
    """One record of a destruction list; afterwards its line in the log.

    While the list is open it shows whom it is about. The log keeps model, number, rule,
    dates, counts and hashes: nothing that identifies (Regulation on Erasure m.7/3).
    """

    _name = "mbb.destruction.line"
    _description = "Line of a Destruction List"
    _inherit = ["mbb.register.mixin"]
    _order = "destruction_id, state, res_model, id"
    _check_company_auto = True

    destruction_id = fields.Many2one(
        "mbb.destruction",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="destruction_id.company_id", store=True, index=True
    )
    list_state = fields.Selection(
        related="destruction_id.state", string="State of the List"
    )
    rule_id = fields.Many2one(
        "mbb.retention.rule", required=True, readonly=True, ondelete="restrict"
    )
    action = fields.Selection(related="rule_id.action")
    category_id = fields.Many2one(related="rule_id.category_id")
    res_model = fields.Char(string="Technical Name", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record ID", model_field="res_model", required=True, readonly=True
    )
    document_kind = fields.Char(string="Record", compute="_compute_document_kind")
    record_name = fields.Char(
        string="What It Is", compute="_compute_record_name", compute_sudo=True
    )
    person_name = fields.Char(
        string="Whom It Is About", compute="_compute_record_name", compute_sudo=True
    )
    date_end = fields.Date(string="Kept Until", readonly=True)
    state = fields.Selection(
        [
            ("listed", "To Be Destroyed"),
            ("left_out", "Left Out"),
            ("done", "Destroyed"),
            ("failed", "Failed"),
        ],
        required=True,
        readonly=True,
        default="listed",
        index=True,
    )
    is_requested = fields.Boolean(
        string="On Request", readonly=True, help="The person asked for it (KVKK m.11)."
    )
    reason = fields.Char(string="Why It Is Left Out", readonly=True)
    field_count = fields.Integer(string="Fields Emptied", readonly=True)
    file_count = fields.Integer(string="Files Destroyed", readonly=True)
    row_count = fields.Integer(string="Records Deleted", readonly=True)
    hashes = fields.Text(string="SHA-256 of the Files", readonly=True)
    date_done = fields.Datetime(string="Destroyed On", readonly=True)

    _unique_record = models.UniqueIndex(
        "(destruction_id, res_model, res_id, rule_id)",
        "The record is in this list already.",
    )
    _record = models.Index("(res_model, res_id)")

    @api.depends("res_model")
    @api.depends_context("lang")
    def _compute_document_kind(self):
        for line in self:
            line.document_kind = self.env["ir.model"]._get(line.res_model).name

    @api.depends("res_model", "res_id", "state", "destruction_id.state")
    @api.depends_context("lang")
    def _compute_record_name(self):
        """As the record stands; nothing once it is destroyed."""
        holds = self.env["mbb.destruction.hold.mixin"]
        self.record_name = self.person_name = False
        shown = self.filtered(
            lambda line: line.state in ("listed", "left_out")
            and line.destruction_id.state not in ("done", "cancelled")
        )
        for model, lines in shown.grouped("res_model").items():
            if model not in self.env:
                continue
            found = lines._get_records()
            persons = holds._get_persons(found)
            for line in lines:
                record = found.filtered(lambda row, line=line: row.id == line.res_id)
                if record:
                    names = persons[record].mapped("name")
                    line.record_name = record.display_name
                    line.person_name = ", ".join(filter(None, names)) or False

    def _get_records(self):
        """The records of lines of one model."""
        model = self.env[self[:1].res_model].sudo().with_context(active_test=False)
        return model.browse(self.mapped("res_id")).exists()

    # -- doing it ------------------------------------------------------------

    def _destroy(self):
        """Do it, or say why not; one line, in a savepoint of its own."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._destroy_now()
        except Exception as error:
            # Neither the message nor the values: they could name the person.
            kind = type(error).__name__
            self.env.invalidate_all(flush=False)
            _logger.error("Destruction line %s failed: %s", self.id, kind)
            self._write_private({"state": "failed", "reason": kind})

    def _destroy_now(self):
        record = self._get_records()
        reason = self._get_obstacle(record)
        if reason:
            self._write_private({"state": "left_out", "reason": reason})
            return
        anonymiser = self.env["mbb.anonymiser"].sudo()
        if not record:
            outcome = Outcome()
        elif self.action == "person":
            outcome = self._destroy_person(record)
        elif self.action == "delete":
            outcome = anonymiser._delete_rows(record)
        else:
            outcome = anonymiser._end_records(record, self.rule_id)
        self._write_private(
            {
                "state": "done",
                "reason": False,
                "field_count": outcome.fields,
                "file_count": outcome.files,
                "row_count": outcome.rows,
                "hashes": "\n".join(sorted(outcome.hashes)) or False,
                "date_done": fields.Datetime.now(),
            }
        )

    def _destroy_person(self, partner):
        return self.env["mbb.anonymiser"].sudo()._anonymise_person(partner)

    def _get_obstacle(self, record):
        """Why it is not destroyed after all; asked again at the last moment."""
        if not record:
            return False
        holds = self.env["mbb.destruction.hold.mixin"]._get_holds(record)
        if holds:
            return holds[record.id]
        if self.is_requested and self.rule_id.erase_on_request:
            return False
        domain = self.rule_id._get_past_domain()
        if self.action == "person":
            # Who asked does not wait for the months of the contact itself.
            domain = Domain.TRUE if self.is_requested else domain
            domain &= self.rule_id._get_person_domain(self.company_id)
        if not record.search_count(domain & Domain("id", "=", record.id)):
            return self.env._("Its retention goes on: something happened since.")
        return False

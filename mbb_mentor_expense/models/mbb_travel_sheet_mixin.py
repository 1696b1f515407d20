# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Claims in spreadsheets: one with all its lines, many as a table, a payment list."""

from odoo import models
from odoo.exceptions import AccessError

from ..sheet import safe_name, write_xlsx
from .mbb_travel_paper_mixin import READERS

#: Columns of the management table; who may not read one of them does not get it.
TABLE_FIELDS = (
    "number",
    "state",
    "expert_id",
    "title",
    "host_institution_id",
    "assignment_id",
    "place",
    "date_departure",
    "date_return",
    "date_submitted",
    "date_file_due",
    "waiting_days",
    "daily_rate",
    "allowance",
    "lodging",
    "transport",
    "gross",
    "stamp_tax",
    "net",
    "payable",
    "return_reason",
    "responsible_id",
)


class MbbTravelSheetMixin(models.AbstractModel):
    """Spreadsheets of claims."""

    _name = "mbb.travel.sheet.mixin"
    _description = "Claims in a Spreadsheet"

    # -- buttons -----------------------------------------------------------------

    def action_export_claim(self):
        """The claim with its lines and its calculation."""
        self.ensure_one()
        return self._download_sheet(
            self._write_claim_sheet(), self._get_report_file_name()
        )

    def action_export_table(self):
        """The chosen claims as a table for the management."""
        return self._download_sheet(
            self._write_table_sheet(), self.env._("Travel claims")
        )

    def action_export_payment_list(self):
        """The payment list as a spreadsheet."""
        return self._download_sheet(
            self._write_payment_sheet(), self.env._("Payment list")
        )

    def _download_sheet(self, content, name):
        export = self.env["mbb.travel.export"]._make(f"{safe_name(name)}.xlsx", content)
        return export._get_download_action()

    def _check_sheet_access(self):
        """Tables are for the office; the expert sees the claim on the portal."""
        self.check_access("read")
        if not self.env.user.has_groups(READERS):
            raise AccessError(self.env._("Tables are made by the office."))

    # -- one claim ---------------------------------------------------------------

    def _write_claim_sheet(self):
        self.ensure_one()
        self._check_sheet_access()
        claim = self.sudo()
        return write_xlsx(
            [
                (
                    self.env._("Claim"),
                    [self.env._("Fact"), self.env._("Value")],
                    [
                        (self.env._("Number"), claim.number or "–"),
                        *claim._prepare_person_facts(),
                        *claim._prepare_duty_facts(),
                        *(
                            (row["label"], claim._get_result_amount(row["name"]))
                            for row in claim._prepare_sheet_sums()
                        ),
                    ],
                ),
                claim._prepare_leg_sheet(),
                claim._prepare_lodging_sheet(),
                claim._prepare_day_sheet(),
                claim._prepare_note_sheet(),
            ]
        )

    def _prepare_leg_sheet(self):
        legs = self.leg_ids
        kinds = dict(legs._fields["kind"]._description_selection(self.env))
        names = (
            "kind",
            "place_from",
            "place_to",
            "local_departure",
            "local_arrival",
            "amount",
            "count",
            "total",
            "document_number",
            "missing_reason",
        )
        rows = [
            [kinds[leg.kind], *(leg[name] for name in names[1:])] for leg in legs
        ]
        return self.env._("Journeys"), self._get_headers(legs, names), rows

    def _prepare_lodging_sheet(self):
        lines = self.lodging_ids
        names = ("date_from", "nights", "name", "invoice_number", "invoice_total")
        rows = [[line[name] for name in names] for line in lines]
        return self.env._("Stays"), self._get_headers(lines, names), rows

    def _prepare_day_sheet(self):
        header = [
            self.env._("From"),
            self.env._("Until"),
            self.env._("Part of a day"),
            self.env._("Daily allowance"),
            self.env._("Amount"),
            self.env._("Currency"),
            self.env._("Article"),
        ]
        rows = [
            (
                self._localise(day["from"]),
                self._localise(day["to"]),
                day["fraction"],
                float(self._get_day_rate(day)[0]),
                float(day["amount"]),
                day.get("currency") or self.currency_id.name,
                self._get_article(day["article"]),
            )
            for day in self._get_found("days")
        ]
        return self.env._("Days"), header, rows

    def _prepare_note_sheet(self):
        header = [self.env._("Article"), self.env._("Explanation")]
        rows = [
            (note["article"], note["text"])
            for note in self._get_result_values()["notes"]
        ]
        return self.env._("Grounds"), header, rows

    def _get_headers(self, records, names):
        return [records._fields[n]._description_string(self.env) for n in names]

    # -- many claims -------------------------------------------------------------

    def _write_table_sheet(self):
        self._check_sheet_access()
        names = [
            name
            for name in TABLE_FIELDS
            if self._has_field_access(self._fields[name], "read")
        ]
        rows = [
            [claim._get_cell(name) for name in names]
            for claim in self.sorted(lambda claim: (claim.number or "", claim.id))
        ]
        return write_xlsx(
            [(self.env._("Travel claims"), self._get_headers(self, names), rows)]
        )

    def _get_cell(self, name):
        """A value as a spreadsheet takes it; hours are those of the first journey."""
        field, value = self._fields[name], self[name]
        if field.type == "many2one":
            return value.sudo().display_name
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "datetime" and value:
            # A claim without a journey yet: the zone that legs have by default.
            legs = self.sudo().leg_ids
            leg = legs.filtered("is_journey")[:1] or legs.new()
            return leg._to_local(value)
        return value

    def _write_payment_sheet(self):
        rows = self._prepare_payment_rows()
        header = {
            "number": self.env._("Claim"),
            "name": self.env._("Payee"),
            "institution": self.env._("Own institution"),
            "identity": self.env._("Identity number"),
            "account": self.env._("Account"),
            "gross": self.env._("Accrued"),
            "stamp_tax": self.env._("Stamp tax"),
            "advance": self.env._("Advance"),
            "payable": self.env._("To pay"),
        }
        # Columns that hold nothing for this reader are left out.
        names = [
            name
            for name in header
            if name not in ("identity", "account") or any(row[name] for row in rows)
        ]
        return write_xlsx(
            [
                (
                    self.env._("Payment list"),
                    [header[name] for name in names],
                    [[row[name] for name in names] for row in rows],
                )
            ]
        )

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models

VALUE_FIELDS = (
    "name",
    "institution_type",
    "state_id",
    "detsis",
    "vat",
    "email",
    "kep",
    "population",
    "membership_from",
    "membership_to",
)


class MbbInstitutionImportLine(models.TransientModel):
    _name = "mbb.institution.import.line"
    _description = "Institution to Import"
    _order = "number, id"

    wizard_id = fields.Many2one(
        "mbb.institution.import", required=True, ondelete="cascade"
    )
    number = fields.Integer(string="Row", readonly=True)
    name = fields.Char(readonly=True)
    institution_type = fields.Selection(
        selection=lambda self: self.env["res.partner"]
        ._fields["institution_type"]
        ._description_selection(self.env),
        string="Type",
        readonly=True,
    )
    state_id = fields.Many2one("res.country.state", string="Province", readonly=True)
    detsis = fields.Char(string="DETSİS Number", readonly=True)
    vat = fields.Char(string="Tax Number", readonly=True)
    email = fields.Char(readonly=True)
    kep = fields.Char(string="KEP Address", readonly=True)
    population = fields.Integer(readonly=True)
    membership_from = fields.Date(string="Member Since", readonly=True)
    membership_to = fields.Date(string="Member Until", readonly=True)
    duplicate_id = fields.Many2one(
        "res.partner",
        string="Present Institution",
        domain=[("is_mentor_institution", "=", True)],
    )
    note = fields.Char(string="Remark", readonly=True)
    error = fields.Char(string="What Is Wrong", readonly=True)
    action = fields.Selection(
        [
            ("create", "Create"),
            ("update", "Complete the Present One"),
            ("skip", "Leave Out"),
            ("ask", "To Be Decided"),
        ],
        required=True,
        default="create",
    )

    def _is_unsettled(self):
        self.ensure_one()
        return self.action != "skip" and bool(
            self.error
            or self.action == "ask"
            or (self.action == "update" and not self.duplicate_id)
        )

    def _apply(self):
        """The institution, made or completed: what is written there stays."""
        self.ensure_one()
        values = {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in VALUE_FIELDS
            if self[name]
        }
        if self.action == "update":
            partner = self.duplicate_id
            if partner.membership_from:
                values.pop("membership_to", None)
            partner.write(
                {name: value for name, value in values.items() if not partner[name]}
            )
            return partner
        if self.state_id:
            values["country_id"] = self.state_id.country_id.id
        return self.env["res.partner"].create(
            {**values, "is_company": True, "is_mentor_institution": True}
        )

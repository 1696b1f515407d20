# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class MbbRetentionSearchMixin(models.AbstractModel):
    """Whose file is over: one query, however many people and records there are."""

    _name = "mbb.retention.search.mixin"
    _description = "Search of People past Their Retention"

    @api.model
    def _get_person_domain(self, company, day=None):
        """Natural persons of the programme of whom no record holds them any more."""
        natural = (
            Domain("is_company", "=", False)
            & Domain("is_mentor_institution", "=", False)
            & Domain("is_mentor_unit", "=", False)
            & Domain("partner_share", "=", True)
            & Domain("mentor_date_anonymised", "=", False)
            & Domain("id", "not in", self._get_staff_sql())
        )
        involved, held = [], []
        for model, rules in self._get_in_force(company).grouped("model").items():
            if model == "res.partner" or model.startswith(("mail.", "res.")):
                continue
            involved += self._get_person_sqls(model, Domain.TRUE)
            if any(rules.mapped("holds_person")):
                past = Domain.OR(rule._get_past_domain(day) for rule in rules)
                held += self._get_person_sqls(model, ~past)
        return natural & self._in_any(involved) & ~self._in_any(held)

    @api.model
    def _in_any(self, queries):
        if not queries:
            return Domain.FALSE
        union = SQL(" UNION ").join(queries)
        return Domain("id", "in", SQL("(%s)", union))

    @api.model
    def _get_staff_sql(self):
        """Who works at the Birlik asks its personnel office."""
        employees = self.env["hr.employee"].sudo().with_context(active_test=True)
        query = employees._search(
            Domain("employee_type", "!=", "mentor_expert")
            & Domain("work_contact_id", "!=", False)
        )
        return query.subselect(SQL.identifier(query.table, "work_contact_id"))

    @api.model
    def _get_person_sqls(self, model, domain):
        """Selects of the persons of the records in `domain`, one for each path that
        leads there by stored links alone."""
        declared = self.env["mbb.anonymiser"]._get_declarations()
        selects = []
        for path in declared.get(model, {}):
            select = self._get_path_sql(model, path, domain)
            if select is not None:
                selects.append(select)
        return selects

    @api.model
    def _get_path_sql(self, model, path, domain):
        records = self.env[model].sudo().with_context(active_test=False)
        for name in path.split("."):
            field = records._fields.get(name)
            if field is None or not field.relational or not field.store:
                return None
            select = self._get_step_sql(records, field, domain)
            records = self.env[field.comodel_name].sudo()
            records = records.with_context(active_test=False)
            domain = Domain("id", "in", SQL("(%s)", select))
        return select if records._name == "res.partner" else None

    @api.model
    def _get_step_sql(self, records, field, domain):
        """Select of what `field` leads to from the records in `domain`."""
        query = records._search(domain & Domain(field.name, "!=", False))
        if field.type == "many2one":
            return query.subselect(SQL.identifier(query.table, field.name))
        if field.type == "many2many":
            # SQL: the ORM has no search of what a set of records is linked to.
            return SQL(
                "SELECT %s FROM %s WHERE %s IN %s",
                SQL.identifier(field.column2),
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
                query.subselect(),
            )
        rows = self.env[field.comodel_name].sudo().with_context(active_test=False)
        found = rows._search(Domain(field.inverse_name, "in", query))
        return found.subselect()

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.anonymising import FILES, Outcome
from .retention import DECLARED, UNDECLARED


class MbbAnonymiser(models.AbstractModel):
    """Held against the retention rules: which papers go on naming somebody."""

    _inherit = "mbb.anonymiser"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_declarations(self):
        return {**super()._get_declarations(), **DECLARED}

    @api.model
    def _get_undeclared(self):
        return {**super()._get_undeclared(), **UNDECLARED}

    @api.model
    def _get_kept(self):
        """Papers inside a retention of their own, with what belongs to them."""
        kept = super()._get_kept()
        for records in self._search_papers():
            for part in (records, *self._get_paper_parts(records)):
                kept.setdefault(part._name, set()).update(part.ids)
        return kept

    @api.model
    def _search_papers(self):
        for company in self.env["res.company"].sudo().search([("active", "=", True)]):
            rules = self.env["mbb.retention.rule"]._get_in_force(company)
            papers = rules.filtered("is_financial").mapped("model")
            for model, own in rules.grouped("model").items():
                if model in papers:
                    past = Domain.OR(rule._get_past_domain() for rule in own)
                    in_company = own[:1]._get_company_domain(company)
                    records = self._bare(self.env[model])
                    yield records.search(~past & in_company)

    @api.model
    def _get_paper_parts(self, papers):
        """What belongs to papers of one model: rows and evidence kept with them."""
        return []

    @api.model
    def _get_ended_parts(self, papers):
        """What of it ends together with the papers."""
        return []

    @api.model
    def _anonymise_person(self, partner):
        outcome = super()._anonymise_person(partner)
        self._mark(partner, "mentor_date_anonymised")
        return outcome

    @api.model
    def _mark(self, records, name):
        """When it was; by SQL, since registers refuse every write."""
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s = COALESCE(%s, now() AT TIME ZONE 'UTC') "
                "WHERE id IN %s",
                SQL.identifier(records._table),
                SQL.identifier(name),
                SQL.identifier(name),
                records._ids,
            )
        )
        self.env.invalidate_all(flush=False)

    @api.model
    def _end_records(self, records, rule):
        """The own retention of `records` has ended: their content goes."""
        outcome = Outcome()
        if rule.action == "files":
            records = self._bare(records)
            spared = self._get_spared_files(self._get_kept())
            outcome.add(self._anonymise_fields(records, {FILES: True}, None, spared))
        else:
            parts = self._get_ended_parts(self._bare(records))
            outcome.add(self._release_persons(records, rule))
            for part in (records, *parts):
                outcome.add(self._anonymise_records(part))
        self._mark(records, "date_destroyed")
        return outcome

    @api.model
    def _release_persons(self, records, rule):
        """Of who is anonymous by now the paper was the last to know the name."""
        outcome = Outcome()
        if rule.is_financial:
            persons = self.env["mbb.destruction.hold.mixin"]._get_persons(records)
            partners = self.env["res.partner"].union(*persons.values())
            for partner in partners.filtered("mentor_date_anonymised"):
                outcome.add(self._anonymise_person(partner))
        return outcome

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import datetime

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..base.zone import get_midnight, to_zone


class MbbRetentionRule(models.Model):
    """How long records of a model keep what is in them, and what is done afterwards.

    Periods are the Birlik's to set (KVKK m.7): rows are data, shipped ones proposals.
    """

    _name = "mbb.retention.rule"
    _description = "Retention Rule"
    _inherit = ["mail.thread", "mbb.retention.search.mixin", "mbb.rule.mixin"]
    _order = "sequence, model, id"

    sequence = fields.Integer(default=10)
    model_id = fields.Many2one(
        "ir.model", string="Record", required=True, ondelete="cascade", index=True
    )
    model = fields.Char(
        string="Technical Name", related="model_id.model", store=True, index=True
    )
    category_id = fields.Many2one(
        "mbb.data.category",
        string="Kind of Data",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="Says what for and on which ground it is kept (KVKK m.5).",
    )
    action = fields.Selection(
        [
            ("person", "Anonymise the Person"),
            ("content", "Destroy Texts and Files"),
            ("files", "Destroy the Files"),
            ("delete", "Delete the Record"),
            ("follow", "Goes with the Person"),
        ],
        string="What Is Done",
        required=True,
        default="content",
        tracking=True,
    )
    months = fields.Integer(string="Kept for (months)", tracking=True)
    date_field = fields.Char(
        string="Counted from",
        tracking=True,
        help="Technical name of the date from which the months are counted.",
    )
    date_label = fields.Char(string="From When", compute="_compute_labels")
    states = fields.Char(
        string="In the States",
        tracking=True,
        help="Technical names, with commas. In any other state the procedure is open, "
        "and nothing ends. Empty: in every state.",
    )
    state_labels = fields.Char(string="States", compute="_compute_labels")
    holds_person = fields.Boolean(
        string="Holds the Person",
        tracking=True,
        help="As long as it is kept, the person is not anonymised.",
    )
    is_financial = fields.Boolean(
        string="Names the Person Until Its Own End",
        tracking=True,
        help="A paper that has to go on naming the person while everything else is "
        "anonymised (financial papers).",
    )
    erase_on_request = fields.Boolean(
        string="Erased on Request",
        tracking=True,
        help="No ground is left once the person asks for its erasure (KVKK m.11).",
    )
    due_count = fields.Integer(
        string="Ends within Six Months",
        compute="_compute_due_count",
        groups="mbb_mentor.group_mentor_officer",
    )
    note = fields.Text(translate=True)
    certainty = fields.Selection(
        [("verified", "Confirmed"), ("unverified", "To Be Confirmed")],
        required=True,
        default="unverified",
        tracking=True,
        help="Shipped rows are proposals until the Birlik has confirmed them.",
    )
    active = fields.Boolean(default=True, tracking=True)

    _check_months = models.Constraint(
        "CHECK(months BETWEEN 0 AND 1200)",
        "Something is kept for a hundred years (1200 months) at most.",
    )
    _check_timed = models.Constraint(
        "CHECK((action = 'follow' AND date_field IS NULL) "
        "OR (date_field IS NOT NULL AND months > 0))",
        "Say from which date and for how many months it is kept.",
    )
    _unique_rule = models.UniqueIndex(
        "(model_id, COALESCE(states, ''), COALESCE(company_id, 0)) WHERE active",
        "There is a rule for these records already.",
    )

    @api.depends("model", "date_field", "states")
    @api.depends_context("lang")
    def _compute_labels(self):
        for rule in self:
            model = self.env.get(rule.model)
            known = model._fields if model is not None else {}
            date = known.get(rule.date_field)
            rule.date_label = date and date._description_string(self.env)
            labels = {}
            if "state" in known:
                labels = dict(known["state"]._description_selection(self.env))
            names = rule._get_states()
            rule.state_labels = ", ".join(labels.get(name, name) for name in names)

    @api.depends("model", "date_field", "months", "states", "action")
    @api.depends_context("company")
    def _compute_due_count(self):
        """What will be on the lists by then, what is past already included."""
        for rule in self:
            rule.due_count = len(rule._search_due()) if rule.model in self.env else 0

    def _search_due(self):
        """A period that is at most as long as the time between two destructions."""
        self.ensure_one()
        if self.action == "follow":
            return self.env[self.model]
        today = self.env["mbb.state.mixin"]._get_today()
        company = self.company_id or self.env.company
        return self._search_past(company, today + relativedelta(months=6))

    def action_view_due(self):
        """The records themselves, as far as the user may read them."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self.model,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.sudo()._search_due().ids)],
            "context": {"active_test": False, "create": False},
        }

    @api.depends("model_id", "states")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for rule in self:
            parts = (rule.model_id.sudo().name, rule.state_labels)
            rule.display_name = ": ".join(filter(None, parts))

    @api.constrains("model_id", "date_field", "states", "action")
    def _check_model(self):
        declared = self.env["mbb.anonymiser"]._get_declarations()
        for rule in self:
            model = self.env.get(rule.model)
            if model is None:
                continue
            field = model._fields.get(rule.date_field or "")
            if (rule.action != "follow" or rule.date_field) and (
                not field or not field.store or field.type not in ("date", "datetime")
            ):
                raise ValidationError(
                    self.env._(
                        "%(rule)s: “%(field)s” is no stored date of this record.",
                        rule=rule.display_name,
                        field=rule.date_field,
                    )
                )
            if rule.action in ("content", "files") and (
                "date_destroyed" not in model._fields
            ):
                raise ValidationError(
                    self.env._(
                        "%(rule)s: this record goes with the person, or is deleted.",
                        rule=rule.display_name,
                    )
                )
            known = model._fields.get("state")
            states = {key for key, _label in known.selection} if known else set()
            if set(rule._get_states()) - states:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: a state in “%(states)s” is not known.",
                        rule=rule.display_name,
                        states=rule.states,
                    )
                )
            if rule.model not in (*declared, "mbb.destruction") or (
                rule.action == "person" and rule.model != "res.partner"
            ):
                raise ValidationError(
                    self.env._(
                        "%(rule)s: this record does not say what of it is personal.",
                        rule=rule.display_name,
                    )
                )

    def _get_states(self):
        self.ensure_one()
        return [name.strip() for name in (self.states or "").split(",") if name.strip()]

    # -- what is past it -----------------------------------------------------

    @api.model
    def _get_in_force(self, company):
        """The rules of a company; its own stand before the shipped ones of a model."""
        rules = self.sudo().search([("company_id", "in", (False, company.id))])
        own = set(rules.filtered("company_id").mapped("model"))
        return rules.filtered(
            lambda rule: rule.model in self.env
            and (rule.company_id or rule.model not in own)
        )

    def _get_past_domain(self, day=None):
        """Records whose retention by this rule ends before `day` (default: today)."""
        self.ensure_one()
        if not self.date_field:
            # Without a period of its own it holds nobody.
            return Domain.TRUE
        day = day or self.env["mbb.state.mixin"]._get_today()
        limit = day - relativedelta(months=self.months)
        field = self.env[self.model]._fields[self.date_field]
        if field.type == "datetime":
            # The day is the Birlik's, as in `_get_end_date`.
            limit = get_midnight(limit)
        domain = Domain(self.date_field, "<", limit)
        states = self._get_states()
        return domain & Domain("state", "in", states) if states else domain

    def _get_end_date(self, record):
        """The last day on which `record` is kept, or False while nothing ends."""
        self.ensure_one()
        since = record[self.date_field] if self.date_field else False
        states = self._get_states()
        if not since or states and record.state not in states or not self.months:
            return False
        if isinstance(since, datetime):
            since = to_zone(since).date()
        return since + relativedelta(months=self.months)

    def _get_company_domain(self, company):
        """Records of the company; those of nobody are of the first one."""
        model = self.env[self.model]
        first = self.env["res.company"].sudo().search([], order="id", limit=1)
        if "company_id" not in model._fields or not model._fields["company_id"].store:
            return Domain.TRUE if company == first else Domain.FALSE
        ids = (company.id, False) if company == first else (company.id,)
        return Domain("company_id", "in", ids)

    def _search_past(self, company, day=None, limit=None):
        """The records whose retention has ended and whose content is still there."""
        self.ensure_one()
        model = self.env[self.model].sudo().with_context(active_test=False)
        domain = self._get_past_domain(day) & self._get_company_domain(company)
        if self.action == "person":
            domain &= self._get_person_domain(company, day)
        elif self.action in ("content", "files") and "date_destroyed" in model._fields:
            domain &= Domain("date_destroyed", "=", False) & self._get_about_domain()
        return model.search(domain, order="id", limit=limit)

    def _get_about_domain(self):
        """Records that are about a person: what an institution wrote is not personal."""
        declared = self.env["mbb.anonymiser"]._get_declarations()[self.model]
        paths = [path for path, hows in declared.items() if hows]
        if "email" in paths or not paths:
            return Domain.TRUE
        return Domain.OR(Domain(path, "!=", False) for path in paths)

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.mbb_state_mixin import MbbStateMixin

#: What the officer writes.
CONTENT = ("company_id", "year", "introduction", "assessment")


class MbbActivityReport(models.Model):
    """The programme's part of the yearly activity report for the Meclis (GÇY m.24).

    What is issued does not change, with its figures; a correction is another version
    that says why.
    """

    _name = "mbb.activity.report"
    _description = "Activity Report"
    _inherit = [
        "mbb.activity.report.paper.mixin",
        "mbb.activity.report.figure.mixin",
        "mbb.state.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "year desc, version desc, id desc"
    _check_company_auto = True

    _arrows = {"draft": {"issued": "manager"}}
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "number",
        "version",
        "previous_id",
        "reason",
        "date_issued",
        "figures",
        "public_figures",
        "evidence_id",
        "csv_file",
        "xlsx_file",
        "is_public",
        "date_public",
    )
    _reason_methods = ("action_correct",)

    number = fields.Char(readonly=True, copy=False, index="trigram")
    year = fields.Integer(
        required=True,
        default=lambda self: self._get_today().year - 1,
        aggregator=None,
        tracking=True,
    )
    version = fields.Integer(readonly=True, copy=False, aggregator=None)
    previous_id = fields.Many2one(
        "mbb.activity.report",
        string="Takes the Place Of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    reason = fields.Text(string="Why It Was Corrected", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Issued")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
        group_expand="_group_expand_state",
    )
    introduction = fields.Text(help="What the year was about, before the figures.")
    assessment = fields.Text(
        string="What the Figures Mean",
        help="And what is to be done; after the figures.",
    )
    date_issued = fields.Date(string="Issued On", readonly=True, copy=False)
    is_public = fields.Boolean(
        string="Published",
        readonly=True,
        copy=False,
        tracking=True,
        help="It stands on the public pages, with its open data.",
    )
    date_public = fields.Date(string="Published On", readonly=True, copy=False)
    responsible_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        copy=False,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _unique_version = models.UniqueIndex(
        "(company_id, year, version) WHERE version > 0",
        "This year has a report of this version already.",
    )
    _unique_number = models.UniqueIndex(
        "(number) WHERE number IS NOT NULL", "This number was given already."
    )
    _unique_public = models.UniqueIndex(
        "(company_id, year) WHERE is_public",
        "Another version of this year is published.",
    )
    _check_year = models.Constraint(
        "CHECK(year BETWEEN 2000 AND 2100)", "A year has four digits."
    )

    def _group_expand_state(self, states, domain):
        return ["draft", "issued"]

    @api.depends("year", "version")
    def _compute_display_name(self):
        for report in self:
            name = self.env._("Activity Report %(year)s", year=report.year)
            if report.version > 1:
                name = self.env._(
                    "%(report)s, Version %(version)s",
                    report=name,
                    version=report.version,
                )
            report.display_name = name

    # -- records -----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        for report in reports:
            report._check_first(report.company_id.id, report.year)
        reports._write_guarded({"version": 1})
        return reports

    def _check_first(self, company_id, year):
        for report in self:
            # sudo: also one that the user may not read has the year.
            taken = self.sudo().search_count(
                [
                    ("company_id", "=", company_id),
                    ("year", "=", year),
                    ("id", "!=", report.id),
                ],
                limit=1,
            )
            if taken:
                raise UserError(
                    self.env._(
                        "%(year)s has its report already. Once it is issued, a "
                        "correction is another version of it.",
                        year=year,
                    )
                )

    def write(self, vals):
        if set(CONTENT).intersection(vals):
            self._check_draft()
        if {"company_id", "year"}.intersection(vals):
            if self.previous_id:
                raise UserError(self.env._("A correction is of the same year."))
            for report in self:
                report._check_first(
                    vals.get("company_id", report.company_id.id),
                    vals.get("year", report.year),
                )
        return super().write(vals)

    def _check_draft(self):
        for report in self:
            if report.state != "draft":
                raise UserError(
                    self.env._(
                        "%(report)s is issued: nothing of it changes. A correction is "
                        "another version.",
                        report=report.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        self._check_draft()

    # -- the arrows --------------------------------------------------------

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle:
            return obstacle
        if self.year > self._get_today().year:
            return self.env._("The year has not begun: there is nothing to report.")
        return False

    def action_issue(self):
        """From now on its figures stand as they are at this moment."""
        for report in self:
            exact, public = report._get_contents(report._get_langs())
            report._take_arrow(
                "issued",
                {
                    "figures": exact,
                    "public_figures": public,
                    "date_issued": report._get_today(),
                },
            )
            report._take_number()
            # sudo: the steps write what nobody writes by hand.
            report.sudo()._make_files()
        return True

    def action_correct(self, reason):
        """A draft of the next version, with the texts of this one."""
        self.ensure_one()
        self.check_access("write")
        reason = self._check_reason(reason)
        latest = self.search(
            [("company_id", "=", self.company_id.id), ("year", "=", self.year)],
            order="version desc",
            limit=1,
        )
        if latest.state != "issued":
            raise UserError(
                self.env._(
                    "%(report)s is still a draft: correct it there.",
                    report=latest.display_name,
                )
            )
        draft = self._create_version(latest, reason)
        return draft._get_records_action(views=[(False, "form")])

    def _create_version(self, latest, reason):
        """Beside `create`, which takes the first of a year only."""
        values = {name: latest[name] for name in ("introduction", "assessment")}
        values.update(company_id=latest.company_id.id, year=latest.year)
        draft = super().create([values])  # pylint: disable=super-method-mismatch
        draft._write_guarded(
            {
                "version": latest.version + 1,
                "previous_id": latest.id,
                "reason": reason,
            }
        )
        return draft

    # -- in public ---------------------------------------------------------

    def _check_publisher(self):
        obstacle = self._get_authority_obstacle("manager")
        if obstacle:
            raise UserError(obstacle)
        if any(report.state != "issued" for report in self):
            raise UserError(self.env._("A report is published once it is issued."))

    def action_publish(self):
        """One version of a year at a time."""
        for report in self:
            report._check_publisher()
            others = self.search(
                [
                    ("company_id", "=", report.company_id.id),
                    ("year", "=", report.year),
                    ("is_public", "=", True),
                    ("id", "!=", report.id),
                ]
            )
            others._write_guarded({"is_public": False})
            others.flush_recordset(["is_public"])
            report._write_guarded(
                {"is_public": True, "date_public": report._get_today()}
            )
        return True

    def action_unpublish(self):
        for report in self:
            report._check_publisher()
            report._write_guarded({"is_public": False, "date_public": False})
        return True

    def action_compare(self):
        """The other years and versions."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_activity_report_action"
        )
        return {
            **action,
            "domain": [
                ("company_id", "=", self.company_id.id),
                ("id", "!=", self.id),
                ("year", "in", (self.year, self.year - 1)),
            ],
            "context": {"create": False},
        }

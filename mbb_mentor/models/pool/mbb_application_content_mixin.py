# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbApplicationContentMixin(models.AbstractModel):
    """What an application says, and what it still lacks."""

    _name = "mbb.application.content.mixin"
    _description = "Content of an Application"

    summary = fields.Text(tracking=True)
    background = fields.Text(tracking=True)
    expectation = fields.Text(tracking=True)
    mode_online = fields.Boolean(string="Online", default=True, tracking=True)
    mode_onsite = fields.Boolean(string="On Site", tracking=True)
    language_ids = fields.Many2many(
        "res.lang",
        string="Languages",
        context={"active_test": False},
        default=lambda self: self._default_languages(),
    )
    date_from = fields.Date(string="From", tracking=True)
    date_to = fields.Date(string="To", tracking=True)
    subject_ids = fields.Many2many(
        "hr.skill", string="Subjects", compute="_compute_subject_ids", store=True
    )
    answering_unit_id = fields.Many2one(
        "hr.department",
        compute="_compute_answering_unit_id",
        store=True,
        index="btree_not_null",
        help="The unit of the Birlik that answers for the main subject. Once the "
        "application is closed it stays as it was.",
    )

    _check_dates = models.Constraint(
        "CHECK(date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "The period cannot end before it starts.",
    )

    @api.model
    def _default_languages(self):
        code = self.env.company.sudo().partner_id.lang or self.env.lang
        return self.env["res.lang"]._lang_get(code) or False

    @api.depends("skill_ids.skill_id")
    def _compute_subject_ids(self):
        for record in self:
            record.subject_ids = record.skill_ids.skill_id

    @api.depends("skill_ids.skill_type_id.mentor_unit_id")
    def _compute_answering_unit_id(self):
        for record in self:
            if record.state in self._closed_states and record.answering_unit_id:
                record.answering_unit_id = record.answering_unit_id
            else:
                record.answering_unit_id = record._get_main_unit()

    def _get_content_obstacle(self):
        """What the application still lacks, as one sentence; or False."""
        self.ensure_one()
        missing = self.sudo()._get_missing_content()
        if not missing:
            return False
        return self.env._(
            "%(name)s cannot go on yet. Missing: %(missing)s.",
            name=self.display_name,
            missing="; ".join(missing),
        )

    def _get_missing_content(self):
        """Readable names of what is missing, in the order of the form."""
        return list(self._get_missing().values())

    def _get_missing(self):
        """The same by the field that has to be filled in."""
        self.ensure_one()
        paper = self.evidence_ids.filtered(lambda e: e.kind == "application")
        today = fields.Date.context_today(self)
        present = {
            "unit_id": self.applicant_type != "unit" or self.unit_id,
            "person_id": self.applicant_type != "person" or self.person_id,
            "skill_ids": self.skill_ids,
            "summary": (self.summary or "").strip(),
            "mode_online": self.mode_online or self.mode_onsite,
            "language_ids": self.language_ids,
            "evidence_ids": not self.on_behalf or paper,
            "date_to": not self.date_to or self.date_to >= today,
        }
        names = {
            "unit_id": self.env._("the unit"),
            "person_id": self.env._("the person"),
            "skill_ids": self.env._("at least one subject with its level"),
            "summary": self._get_summary_label(),
            "mode_online": self.env._("online, on site or both"),
            "language_ids": self.env._("at least one language"),
            "evidence_ids": self.env._("the paper of the application, as evidence"),
            "date_to": self.env._("a period that is not over"),
        }
        return {name: names[name] for name in names if not present[name]}

    def _get_summary_label(self):
        return self._fields["summary"]._description_string(self.env)

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

SOURCES = [
    ("programme", "Own Programme"),
    ("national", "National Example"),
    ("foreign", "Foreign Example"),
]


class MbbPracticeContentMixin(models.AbstractModel):
    """What a good practice says, in Turkish and, where somebody wrote it, in English.

    The two languages are two fields: what is published in English was written in
    English by somebody, and never the Turkish text under another name.
    """

    _name = "mbb.practice.content.mixin"
    _description = "Content of a Good Practice"

    #: Each has a twin with `_en`.
    _text_fields = ("name", "problem", "solution", "result", "cost", "conditions")
    #: Without these nobody learns anything from it.
    _needed_fields = ("name", "problem", "solution", "result", "conditions")
    #: Said in the version that everybody consents to, besides the texts.
    _fact_fields = (
        "source",
        "year",
        "country_id",
        "institution_id",
        "match_id",
        "skill_ids",
        "person_ids",
    )
    _part_fields = ("result_ids", "picture_ids", "file_ids")

    name = fields.Char(string="Title of the Practice", required=True, tracking=True)
    name_en = fields.Char(string="Title (English)")
    problem = fields.Text(help="What was wrong, for whom, since when?")
    problem_en = fields.Text(string="Problem (English)")
    solution = fields.Text(string="What Was Done")
    solution_en = fields.Text(string="What Was Done (English)")
    result = fields.Text(
        string="What Came of It", help="In words; the numbers stand below."
    )
    result_en = fields.Text(string="What Came of It (English)")
    cost = fields.Text(help="Money, people and time that it took.")
    cost_en = fields.Text(string="Cost (English)")
    conditions = fields.Text(
        string="Conditions of Transfer",
        help="What another institution needs to do the same.",
    )
    conditions_en = fields.Text(string="Conditions of Transfer (English)")
    source = fields.Selection(
        SOURCES,
        required=True,
        default="programme",
        tracking=True,
        help="National and foreign examples are followed, too (MPY Art. 7/2).",
    )
    year = fields.Integer(
        required=True,
        default=lambda self: self.env["mbb.state.mixin"]._get_today().year,
        aggregator=None,
    )
    country_id = fields.Many2one(
        "res.country", default=lambda self: self.env.ref("base.tr", False)
    )
    institution_id = fields.Many2one(
        "res.partner",
        string="Contact Institution",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_mentor_institution", "=", True)],
        tracking=True,
        help="Whom readers turn to.",
    )
    institution_type = fields.Selection(
        related="institution_id.institution_type", store=True
    )
    state_id = fields.Many2one(
        related="institution_id.state_id", string="Province", store=True
    )
    skill_ids = fields.Many2many(
        "hr.skill",
        string="Subjects",
        domain=[("skill_type_id.is_mentor_subject", "=", True)],
    )
    person_ids = fields.Many2many(
        "res.partner",
        "mbb_practice_person_rel",
        "practice_id",
        "partner_id",
        string="Named Persons",
        domain=[("is_company", "=", False)],
        help="Everybody whom the texts name. Each of them is asked for consent.",
    )
    result_ids = fields.One2many(
        "mbb.practice.result", "practice_id", string="Numbers", copy=True
    )
    picture_ids = fields.One2many(
        "mbb.practice.picture", "practice_id", string="Pictures", copy=True
    )
    file_ids = fields.One2many(
        "mbb.practice.file", "practice_id", string="Files", copy=True
    )
    has_english = fields.Boolean(
        string="Published in English",
        compute="_compute_has_english",
        store=True,
        help="Only where every text has its English one.",
    )

    _check_year = models.Constraint(
        "CHECK(year BETWEEN 1950 AND 2100)", "Give the year with four digits."
    )

    @api.depends(
        *_text_fields,
        *(f"{name}_en" for name in _text_fields),
        "result_ids.name_en",
        "result_ids.unit",
        "result_ids.unit_en",
        "picture_ids.alt_text_en",
    )
    def _compute_has_english(self):
        for practice in self:
            practice.has_english = bool(practice.name_en) and not (
                practice._get_missing_english()
            )

    def _get_missing_english(self):
        """Labels of what is said in Turkish alone."""
        self.ensure_one()
        fields_ = [
            name
            for name in self._text_fields
            if self[name] and not (self[f"{name}_en"] or "").strip()
        ]
        missing = [self._fields[f"{name}_en"]._description_string(self.env) for name in fields_]
        rows = self.result_ids.filtered(
            lambda row: not row.name_en or (row.unit and not row.unit_en)
        )
        if rows:
            missing.append(self._fields["result_ids"]._description_string(self.env))
        if self.picture_ids.filtered(lambda picture: not picture.alt_text_en):
            missing.append(self._fields["picture_ids"]._description_string(self.env))
        return missing

    def _get_text(self, name):
        """The text in the language of the reader, where there is one."""
        self.ensure_one()
        if not (self.env.lang or "").startswith("tr") and self[f"{name}_en"]:
            return self[f"{name}_en"]
        return self[name]

    # -- open and frozen ---------------------------------------------------

    @api.model
    def _get_content_fields(self):
        english = tuple(f"{name}_en" for name in self._text_fields)
        return {*self._text_fields, *english, *self._fact_fields, *self._part_fields}

    def _check_content_open(self):
        """What is in review, published or archived does not change, for nobody."""
        for practice in self.sudo():
            if practice.state and practice.state != "draft":
                raise UserError(
                    self.env._(
                        "%(name)s is “%(state)s”: what it says does not change. Return "
                        "it to its author, or draw up a new version.",
                        name=practice.display_name,
                        state=practice._get_state_label(),
                    )
                )

    def write(self, vals):
        content = self._get_content_fields().intersection(vals)
        if content:
            self.check_access("write")
            self._check_content_open()
        res = super().write(vals)
        if content:
            self._content_changes()
        return res

    def _content_changes(self):
        """A hook: what the practice says was written."""

    def _get_content_payload(self):
        """What is published of it, as plain values in a fixed order."""
        self.ensure_one()
        practice = self.sudo().with_context(lang="en_US", bin_size=True)
        payload = {}
        for name in sorted(self._get_content_fields()):
            value = practice[name]
            if name in self._part_fields:
                payload[name] = value._get_content_payload()
            elif practice._fields[name].relational:
                payload[name] = sorted(value.ids)
            else:
                payload[name] = value or ""
        payload["people"] = practice._get_shown_people()
        return payload

    def _get_shown_people(self):
        """Those whom it names, in the words that everybody was asked about: what is
        written of a contact afterwards was consented to by nobody."""
        self.ensure_one()
        if self.state != "draft" and self.people_shown:
            return self.people_shown
        return self._get_people_lines()

    def _get_people_lines(self):
        return [
            ", ".join(part for part in (person.name, person.function) if part)
            for person in self.person_ids
        ]

    def _get_content_sha256(self):
        """The one value that every answer is held against."""
        text = json.dumps(
            self._get_content_payload(), ensure_ascii=False, sort_keys=True
        )
        return hashlib.sha256(text.encode()).hexdigest()

    def _get_content_obstacle(self):
        """What is still missing before somebody else looks at it, or False."""
        self.ensure_one()
        missing = [
            self._fields[name]._description_string(self.env)
            for name in (*self._needed_fields, "institution_id", "skill_ids", "year")
            if not self[name]
        ]
        if missing:
            return self.env._(
                "%(name)s: fill in %(missing)s first.",
                name=self.display_name,
                missing=", ".join(missing),
            )
        if self.source == "foreign" and self.country_id.code in (False, "TR"):
            return self.env._("A foreign example names its country.")
        return self.picture_ids._get_people_obstacle()

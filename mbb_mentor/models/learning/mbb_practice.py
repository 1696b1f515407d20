# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..base.mbb_approval_mixin import MbbApprovalMixin
from ..organisation.fold import fold

#: A practice that is looked at a year after it was published, if no rule says else.
REVIEW_DAYS = 365


class MbbPractice(models.Model):
    """A good practice of an institution, at home or abroad (MPY m.7).

    Reviewed by the unit that answers for its subject, published by Kurumsal İletişim
    (GÇY m.22) with the consent of everybody whom it names or shows. One record is one
    version: what was published does not change, another version takes its place.
    """

    _name = "mbb.practice"
    _description = "Good Practice"
    _inherit = [
        "mbb.practice.consent.mixin",
        "mbb.practice.review.mixin",
        "mbb.practice.content.mixin",
        "mbb.approval.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_published desc, id desc"
    _check_company_auto = True

    _arrows = {
        "draft": {"review": "author"},
        "review": {"draft": "officer", "published": "system"},
        "published": {"archived": "publisher"},
    }
    _approval_arrows = {"review": "published"}
    _guarded_fields = (
        *MbbApprovalMixin._guarded_fields,
        "number",
        "version",
        "previous_id",
        "date_published",
        "date_review",
        "date_confirmed",
        "return_reason",
        "archive_kind",
        "archive_reason",
        "search_key",
        "search_key_en",
        "people_shown",
    )
    _reason_methods = ("action_return", "action_end_publication", "action_refuse_approval")

    number = fields.Char(readonly=True, copy=False, index="trigram")
    version = fields.Integer(readonly=True, copy=False)
    previous_id = fields.Many2one(
        "mbb.practice",
        string="Takes the Place Of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    next_ids = fields.One2many("mbb.practice", "previous_id", readonly=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("review", "Under Review"),
            ("published", "Published"),
            ("archived", "Archived"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
        group_expand="_group_expand_state",
    )
    match_id = fields.Many2one(
        "mbb.match",
        string="Born From",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=True,
        tracking=True,
    )
    responsible_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        copy=False,
        default=lambda self: self._default_responsible(),
        domain=[("share", "=", False)],
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    date_published = fields.Date(string="Published On", readonly=True, copy=False)
    date_review = fields.Date(
        string="Look at It Again On",
        readonly=True,
        copy=False,
        help="On this day the officer is asked whether it is still valid.",
    )
    date_confirmed = fields.Date(
        string="Last Confirmed On", readonly=True, copy=False
    )
    return_reason = fields.Text(
        string="Why It Was Returned", readonly=True, copy=False
    )
    archive_kind = fields.Selection(
        [
            ("replaced", "Replaced by a New Version"),
            ("withdrawn", "Consent Withdrawn"),
            ("outdated", "No Longer Valid"),
        ],
        string="Archived Because",
        readonly=True,
        copy=False,
        tracking=True,
    )
    archive_reason = fields.Text(
        string="Why It Was Archived", readonly=True, copy=False
    )
    search_key = fields.Text(readonly=True, copy=False)
    search_key_en = fields.Text(readonly=True, copy=False)
    people_shown = fields.Json(
        readonly=True, copy=False, help="In the words that everybody was asked about."
    )
    adoption_count = fields.Integer(
        string="Adopted By", compute="_compute_adoption_count"
    )

    _unique_number = models.UniqueIndex(
        "(number, version) WHERE number IS NOT NULL",
        "This number was given already.",
    )
    _one_published = models.UniqueIndex(
        "(number) WHERE state = 'published'",
        "Another version of this practice is published.",
    )
    _one_open = models.UniqueIndex(
        "(number) WHERE state IN ('draft', 'review')",
        "Another version of this practice is being written.",
    )

    @api.model
    def _default_responsible(self):
        return False if self.env.user.share else self.env.user

    def _group_expand_state(self, states, domain):
        return ["draft", "review", "published"]

    @api.depends("number", "name", "name_en")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for practice in self:
            name = practice._get_text("name") or self.env._("New Practice")
            parts = (practice.number, name)
            practice.display_name = " ".join(part for part in parts if part)

    @api.depends("state")
    def _compute_adoption_count(self):
        counts = self.sudo()._get_adoption_counts()
        for practice in self:
            practice.adoption_count = counts.get(practice._origin.id, 0)

    def _get_adoption_counts(self):
        """{id: by how many institutions it was adopted} (as superuser); a hook of what
        follows a recommendation up."""
        return {}

    # -- records -----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        practices = super().create(vals_list)
        practices._write_guarded({"version": 1})
        return practices

    @api.ondelete(at_uninstall=False)
    def _unlink_never_submitted(self):
        if any(practice.number or practice.state != "draft" for practice in self):
            raise UserError(
                self.env._(
                    "What was submitted once is kept: return it, or archive it."
                )
            )

    # -- the arrows --------------------------------------------------------

    def _get_authority_obstacle(self, authority):
        if self.env.su or authority not in ("author", "publisher"):
            return super()._get_authority_obstacle(authority)
        user = self.env.user
        if authority == "author":
            institution = self.sudo().institution_id
            if user.has_group("mbb_mentor.group_mentor_officer") or (
                institution._is_represented_by(user)
            ):
                return False
            return self.env._(
                "Only the Sekreterya or a representative of the institution may."
            )
        if self._is_publisher(user):
            return False
        return self.env._(
            "Only Kurumsal İletişim publishes good practices and takes them back "
            "(GÇY Art. 22)."
        )

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle:
            return obstacle
        if target in ("review", "published"):
            obstacle = self.sudo()._get_content_obstacle()
        if not obstacle and target == "published":
            obstacle = self.sudo()._get_publishing_obstacle()
        return obstacle

    def _get_publishing_obstacle(self):
        """Why it cannot be published though it says all it has to, or False."""
        missing = self._get_missing_consents()
        if missing:
            return self.env._(
                "%(name)s: the consent of %(missing)s to this very version is missing.",
                name=self.display_name,
                missing=", ".join(missing),
            )
        return self._get_scoring_obstacle()

    def _take_arrow(self, target, vals=None):
        if target == "published":
            # Of two versions one is published: the index looks at the state.
            # Not only the one before: a version may follow an archived one.
            old = self.sudo().search(
                [
                    ("number", "in", self.mapped("number")),
                    ("state", "=", "published"),
                    ("id", "not in", self.ids),
                ]
            )
            for practice in old:
                practice._archive(
                    "replaced", self.env._("A new version was published.")
                )
            old.flush_recordset(["state"])
        res = super()._take_arrow(target, vals)
        self.flush_recordset(["state"])
        return res

    def _on_arrow(self, source, target):
        if target == "review":
            self._take_number()
            practice = self.sudo()
            practice._write_guarded({"people_shown": practice._get_people_lines()})
            if not self.responsible_id:
                # What comes from an institution is somebody's from now on.
                lead = self.env["mbb.secretariat"]._get_lead(self.company_id)
                self.responsible_id = lead
                self._clock_activity(self.env._("A good practice was handed in"))
        res = super()._on_arrow(source, target)
        if target == "published":
            today = self._get_today()
            self._write_guarded(
                {
                    "date_published": today,
                    "search_key": fold(" ".join(self._get_search_words(""))),
                    "search_key_en": fold(" ".join(self._get_search_words("_en"))),
                }
            )
            self._set_review_day()
        elif target == "archived":
            self.activity_unlink(["mail.mail_activity_data_todo"])
        return res

    def _get_search_words(self, suffix):
        """What a reader may type to find it."""
        lang = "en_US" if suffix else self.company_id.partner_id.lang or "tr_TR"
        practice = self.with_context(lang=lang)
        words = [practice[f"{name}{suffix}"] for name in self._text_fields]
        words += practice.result_ids.mapped(f"name{suffix}")
        words += practice.skill_ids.mapped("name")
        words += practice.skill_ids.skill_type_id.mapped("name")
        words += [practice.institution_id.name, practice.country_id.name, self.number]
        return [word for word in words if word]

    def action_submit(self):
        """To the unit that answers for its subject."""
        return self._take_arrow("review", {"return_reason": False})

    def action_return(self, reason):
        """Back to whoever writes it."""
        reason = self._check_reason(reason)
        return self._take_arrow("draft", {"return_reason": reason})

    def action_end_publication(self, reason):
        """From this moment on nobody outside reads it."""
        reason = self._check_reason(reason)
        return self._take_arrow(
            "archived", {"archive_kind": "outdated", "archive_reason": reason}
        )

    def _archive(self, kind, reason):
        """What follows by itself (as superuser)."""
        vals = {"archive_kind": kind, "archive_reason": reason}
        return self.sudo()._take_arrow("archived", vals)

    # -- versions ----------------------------------------------------------

    def action_revise(self):
        """Another version to write; this one stays published until that one is."""
        self.ensure_one()
        obstacle = self._get_authority_obstacle("author")
        if not obstacle and self.state not in ("published", "archived"):
            obstacle = self.env._("A draft is changed as it is.")
        if obstacle:
            raise UserError(obstacle)
        self.check_access("read")
        last = self.sudo().search(
            [("number", "=", self.number)], order="version desc", limit=1
        )
        # sudo: a copy of what the user reads; the rows have no rights of their own.
        version = self.sudo().copy({"responsible_id": self.sudo().responsible_id.id})
        version._write_guarded(
            {
                "number": self.number,
                "version": last.version + 1,
                "previous_id": self.id,
            }
        )
        version.flush_recordset(["number"])
        return version.with_env(self.env)._open()

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Good Practice"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_open_match(self):
        self.ensure_one()
        return self.match_id._open()

    def action_view_adoptions(self):
        """Who adopted it; a hook of what follows a recommendation up."""
        self.ensure_one()
        return False

    # -- kept current ------------------------------------------------------

    def _set_review_day(self):
        """The next day on which somebody looks whether it still holds."""
        rules = self.env["mbb.clock.rule"].sudo()._get_by_state(self._name)
        for practice in self:
            rule = rules.get(("published", practice.company_id)) or rules.get(
                ("published", self.env["res.company"])
            )
            days = rule.days if rule else REVIEW_DAYS
            day = fields.Date.add(practice._get_today(), days=days)
            practice._write_guarded(
                {
                    "date_review": day,
                    "date_due": day,
                    "date_reminded": False,
                    "date_escalated": False,
                }
            )

    def _clock_remind(self):
        published = self.filtered(lambda p: p.state == "published")
        published._clock_activity(self.env._("Is this practice still valid?"))
        return super(MbbPractice, self - published)._clock_remind()

    def action_confirm_valid(self):
        """It was looked at and still holds."""
        if not self.env.user.has_group("mbb_mentor.group_mentor_officer"):
            raise UserError(self.env._("Only the Sekreterya may take this step."))
        self.check_access("write")
        for practice in self:
            if practice.state != "published":
                raise UserError(
                    self.env._(
                        "%(name)s is not published.", name=practice.display_name
                    )
                )
            practice.sudo()._set_review_day()
            practice._write_guarded({"date_confirmed": practice._get_today()})
            practice.activity_unlink(["mail.mail_activity_data_todo"])
            practice.message_post(
                body=self.env._("It was looked at and is still valid.")
            )
        return True

    # -- for others --------------------------------------------------------

    @api.model
    def _get_published_domain(self):
        """What anybody may read now."""
        return Domain("state", "=", "published") & Domain(
            "company_id", "=", self.env.company.id
        )

    @api.model
    def _get_quoted_domain(self, institutions, subjects):
        """Of these institutions, of these subjects."""
        return Domain("skill_ids", "in", subjects.ids) & (
            Domain("institution_id", "in", institutions.ids)
            | Domain("match_id.mentor_institution_id", "in", institutions.ids)
        )

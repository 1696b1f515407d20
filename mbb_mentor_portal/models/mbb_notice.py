# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class MbbNotice(models.Model):
    """What people are told before they give their data (KVKK m.10), by version.

    Once in force it is what people were told: it does not change any more. Another
    text is another version. An explicit consent (m.3/1-a, m.5/1) is a text of its own,
    asked apart from the notice, and only where one is in force: what an application
    needs rests on m.5/2 and on no consent.
    """

    _name = "mbb.notice"
    _description = "Privacy Notice"
    _inherit = ["mbb.shipped.mixin"]
    _order = "kind, version desc, id desc"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("application", "Notice: Who Applies"),
            ("person", "Notice: Person Named in an Application"),
            ("registration", "Notice: Who Registers for an Institution"),
            ("event", "Notice: Who Takes Part in an Event"),
            ("consent_application", "Explicit Consent: Who Applies"),
            ("consent_person", "Explicit Consent: Person Named in an Application"),
        ],
        required=True,
        index=True,
    )
    is_consent = fields.Boolean(string="Explicit Consent", compute="_compute_is_consent")
    version = fields.Integer(readonly=True, copy=False)
    text = fields.Html(required=True, translate=True, sanitize=True)
    date_from = fields.Date(
        string="In Force From",
        copy=False,
        help="From this day on everybody is shown this version, and it does not change "
        "any more. Empty: it is being written.",
    )
    status = fields.Selection(
        [
            ("written", "Being Written"),
            ("awaited", "Not in Force Yet"),
            ("in_force", "In Force"),
            ("replaced", "Replaced"),
        ],
        compute="_compute_status",
    )
    date_confirmed = fields.Datetime(
        string="Confirmed On",
        readonly=True,
        copy=False,
        help="When the Birlik confirmed the text. What is shipped is a draft.",
    )
    confirmed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: shown by each Birlik of this database."
    )

    _unique_version = models.UniqueIndex(
        "(kind, version, COALESCE(company_id, 0))",
        "There is one text of each version.",
    )

    @api.depends("kind")
    def _compute_is_consent(self):
        for notice in self:
            notice.is_consent = (notice.kind or "").startswith("consent_")

    @api.depends("kind", "company_id", "date_from")
    def _compute_status(self):
        # A shared text is replaced by a shared one: a company that has its own says
        # nothing of what the others show.
        current = {
            (kind, company): self._get_latest(
                [("kind", "=", kind), ("company_id", "=", company.id)]
            )
            for kind, company in {(row.kind, row.company_id) for row in self}
        }
        for notice in self:
            if not notice.date_from:
                notice.status = "written"
            elif not notice._is_published():
                notice.status = "awaited"
            else:
                latest = current[notice.kind, notice.company_id]
                is_current = latest == notice._origin
                notice.status = "in_force" if is_current else "replaced"

    @api.depends("name", "version")
    def _compute_display_name(self):
        for notice in self:
            notice.display_name = self.env._(
                "%(name)s, version %(version)s",
                name=notice.name or "",
                version=notice.version,
            )

    # -- what is in force ----------------------------------------------------

    @api.model
    def _get_today(self):
        return self.env["mbb.state.mixin"]._get_today()

    def _is_published(self):
        """Whether people may have been shown it."""
        self.ensure_one()
        return bool(self.date_from) and self.date_from <= self._get_today()

    @api.model
    def _get_published_domain(self, company=None):
        company = company or self.env.company
        return [
            ("date_from", "<=", self._get_today()),
            ("company_id", "in", (False, company.id)),
        ]

    @api.model
    def _get_latest(self, domain):
        """Of published texts the one that is shown, as superuser: a company's own
        before the one of all."""
        # sudo: a text that is put before everybody.
        published = [("date_from", "<=", self._get_today()), *domain]
        found = self.sudo().search(published, order="date_from desc, version desc")
        return (found.filtered("company_id") or found)[:1]

    @api.model
    def _get_in_force(self, kind, company=None):
        """The text that is shown today, as superuser; empty where there is none."""
        return self._get_latest(
            [("kind", "=", kind), *self._get_published_domain(company)]
        )

    @api.model
    def _get_by_key(self, key):
        """The published text of an address, as superuser."""
        kind, _dash, version = (key or "").rpartition("-")
        if not (version.isascii() and version.isdigit() and len(version) < 7):
            return self.sudo().browse()
        return self._get_latest(
            [
                ("kind", "=", kind),
                ("version", "=", int(version)),
                *self._get_published_domain(),
            ]
        )

    def _get_key(self):
        self.ensure_one()
        return f"{self.kind}-{self.version}"

    def _get_public_url(self):
        return f"/mentoring/privacy/{self._get_key()}"

    # -- writing -------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        rows = []
        for vals in vals_list:
            row = {
                name: value
                for name, value in vals.items()
                if name not in ("date_confirmed", "confirmed_by_id")
            }
            rows.append({**row, "version": self._get_last_version(row, rows) + 1})
        return super().create(rows)

    @api.model
    def _get_last_version(self, vals, before):
        """The number from which a text counts on. No company has two texts of one
        number before it, its own and the shared one: an address leads to one text."""
        kind, company_id = vals.get("kind"), vals.get("company_id")
        domain = [("kind", "=", kind)]
        if company_id:
            domain.append(("company_id", "in", (False, company_id)))
        last = self.sudo().search(domain, order="version desc", limit=1)
        beside = [
            row["version"]
            for row in before
            if row.get("kind") == kind
            and (not company_id or row.get("company_id") in (None, False, company_id))
        ]
        return max(last.version, *beside, 0)

    def write(self, vals):
        if vals:
            for notice in self:
                if notice._is_published():
                    raise UserError(
                        self.env._(
                            "%(name)s is in force: people have read it as it is. "
                            "Write a new version.",
                            name=notice.display_name,
                        )
                    )
            if set(vals) & {"version", "kind", "date_confirmed", "confirmed_by_id"}:
                raise UserError(
                    self.env._("Kind, number and confirmation are not typed in.")
                )
        return super().write(vals)

    @api.constrains("date_from")
    def _check_date_from(self):
        for notice in self:
            # The server counts in UTC; its day is never ahead of Istanbul's.
            if notice.date_from and notice.date_from < fields.Date.today():
                raise ValidationError(
                    self.env._("Nobody can have been told before today.")
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_unpublished(self):
        if any(notice._is_published() for notice in self):
            raise UserError(
                self.env._("What people were told is kept. Write a new version.")
            )

    def action_confirm(self):
        """The Birlik stands by the text: it is no shipped draft any more."""
        self.check_access("write")
        if self.filtered("date_confirmed"):
            raise UserError(self.env._("It is confirmed already."))
        # The text stays as it is; only who answers for it is added.
        # pylint: disable-next=super-method-mismatch
        return super().write(
            {"date_confirmed": fields.Datetime.now(), "confirmed_by_id": self.env.uid}
        )

    def action_new_version(self):
        """A copy to be written, to replace this one from its day on."""
        self.ensure_one()
        new = self.copy()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": new.id,
            "views": [(False, "form")],
        }

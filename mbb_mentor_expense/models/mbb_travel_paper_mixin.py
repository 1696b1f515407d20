# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""The papers of a claim: what is missing, and what came in twice."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

FINANCE = (
    "mbb_mentor_expense.group_travel_checker,mbb_mentor_expense.group_travel_control"
)
READERS = (
    "mbb_mentor.group_mentor_officer,"
    f"{FINANCE},"
    "mbb_mentor_expense.group_travel_authoriser,"
    "mbb_mentor_expense.group_travel_accountant"
)
OFFICE_FIELDS = frozenset({"duplicates_note", "duplicates_seen"})
LINES = ("mbb.travel.leg", "mbb.travel.lodging")
#: Claims whose papers count as used.
UNUSED = ("draft", "refused")


class MbbTravelPaperMixin(models.AbstractModel):
    """Papers that are needed, replaced by a reason, or seen before."""

    _name = "mbb.travel.paper.mixin"
    _description = "Papers of a Claim"

    _guarded_fields = (
        "missing_accepted_by_id",
        "missing_accepted_date",
        "duplicates_note",
        "duplicates_seen",
        "duplicates_by_id",
        "duplicates_date",
    )

    missing_papers = fields.Text(
        compute="_compute_missing_papers",
        help="Papers that cannot be had, with the claimant's reason (6245 m.59).",
    )
    missing_accepted_by_id = fields.Many2one(
        "res.users", string="Reasons Accepted By", readonly=True, copy=False
    )
    missing_accepted_date = fields.Datetime(
        string="Reasons Accepted On", readonly=True, copy=False
    )
    duplicates = fields.Text(
        string="Possible Duplicates",
        compute="_compute_duplicates",
        groups=READERS,
    )
    duplicates_open = fields.Boolean(compute="_compute_duplicates", groups=READERS)
    duplicates_note = fields.Text(
        string="What Finance Found", readonly=True, copy=False
    )
    duplicates_seen = fields.Json(readonly=True, copy=False)
    duplicates_by_id = fields.Many2one(
        "res.users", string="Duplicates Checked By", readonly=True, copy=False
    )
    duplicates_date = fields.Datetime(
        string="Duplicates Checked On", readonly=True, copy=False
    )

    def _has_field_access(self, field, operation):
        """What finance found may speak of other people's claims.

        Not by `groups` of the fields: a claimant's own `create` empties them.
        """
        if (
            operation == "read"
            and field.name in OFFICE_FIELDS
            and not (self.env.su or self.env.user.has_groups(READERS))
        ):
            return False
        return super()._has_field_access(field, operation)

    # -- missing ---------------------------------------------------------------

    def _get_missing_documents(self):
        """{line: rule} of papers that neither came nor are replaced by a reason."""
        self.ensure_one()
        rules = self.env["mbb.travel.document.rule"]._get_rules(self.company_id)
        missing = {}
        for line in (*self.lodging_ids, *self.leg_ids):
            rule = rules.get(line._get_document_kind())
            if not rule or line.evidence_id:
                continue
            if not (rule.is_replaceable and (line.missing_reason or "").strip()):
                missing[line] = rule
        return missing

    def _get_paper_obstacles(self):
        """What is said of the papers that a rule asks for."""
        obstacles = []
        for line, rule in self._get_missing_documents().items():
            values = {
                "line": line.display_name,
                "document": rule.name,
                "article": rule.article,
            }
            if not rule.is_replaceable:
                obstacles.append(
                    self.env._(
                        "%(line)s: “%(document)s” is missing (%(article)s).", **values
                    )
                )
            else:
                obstacles.append(
                    self.env._(
                        "%(line)s: “%(document)s” is missing (%(article)s). Add it, "
                        "or write in the line why it cannot be had (6245 m.59).",
                        **values,
                    )
                )
        return obstacles

    @api.depends(
        "leg_ids.missing_reason",
        "leg_ids.evidence_id",
        "lodging_ids.missing_reason",
        "lodging_ids.evidence_id",
    )
    def _compute_missing_papers(self):
        for claim in self:
            lines = (*claim.lodging_ids, *claim.leg_ids)
            claim.missing_papers = "\n".join(
                f"{line.display_name}: {line.missing_reason.strip()}"
                for line in lines
                if (line.missing_reason or "").strip() and not line.sudo().evidence_id
            )

    def _accept_missing_papers(self):
        """Who confirms the duty accepts the reasons (6245 m.59)."""
        for claim in self:
            rows = claim.sudo().approval_ids.filtered(
                lambda row: row.target == "confirmed" and row.state == "approved"
            )
            last = rows.sorted("date_decided")[-1:]
            if claim.missing_papers and last:
                claim._write_guarded(
                    {
                        "missing_accepted_by_id": last.decided_by_id.id,
                        "missing_accepted_date": last.date_decided,
                    }
                )

    # -- twice -----------------------------------------------------------------

    @api.depends(
        "state",
        "date_departure",
        "date_return",
        "duplicates_seen",
        "leg_ids.evidence_id",
        "leg_ids.number_key",
        "lodging_ids.evidence_id",
        "lodging_ids.number_key",
    )
    @api.depends_context("lang")
    def _compute_duplicates(self):
        for claim in self:
            found = claim.sudo()._find_duplicates()
            claim.duplicates = "\n".join(found.values())
            claim.duplicates_open = bool(
                found.keys() - set(claim.sudo().duplicates_seen or [])
            )

    def _find_duplicates(self):
        """{key: text} of papers, numbers and hours that stand elsewhere, too."""
        self.ensure_one()
        return {
            **self._find_same_papers(),
            **self._find_same_numbers(),
            **self._find_same_hours(),
        }

    def _get_lines(self):
        return {"mbb.travel.leg": self.leg_ids, "mbb.travel.lodging": self.lodging_ids}

    def _find_same_papers(self):
        """The same bytes on another line, of this claim or of a filed one."""
        own = self._get_lines()
        hashes = {
            digest
            for lines in own.values()
            for digest in lines.evidence_id.mapped("sha256")
        }
        found = {}
        for model in LINES if hashes else ():
            for line in self.env[model].search(
                [
                    ("evidence_id.sha256", "in", list(hashes)),
                    "|",
                    ("claim_id", "in", self._origin.ids),
                    ("claim_id.state", "not in", UNUSED),
                ]
            ):
                same = [
                    mine
                    for lines in own.values()
                    for mine in lines
                    if mine.evidence_id.sha256 == line.evidence_id.sha256
                    and mine._origin != line
                ]
                if same:
                    found[f"paper:{model}:{line.id}"] = self.env._(
                        "The file of “%(own)s” is that of “%(other)s” in %(claim)s.",
                        own=same[0].display_name,
                        other=line.display_name,
                        claim=line.claim_id.display_name,
                    )
        return found

    def _find_same_numbers(self):
        """One ticket or invoice number in two claims."""
        found = {}
        for model, lines in self._get_lines().items():
            keys = list(filter(None, lines.mapped("number_key")))
            others = keys and self.env[model].search(
                [
                    ("number_key", "in", keys),
                    ("claim_id", "not in", self._origin.ids),
                    ("claim_id.state", "not in", UNUSED),
                ]
            )
            for line in others or ():
                found[f"number:{model}:{line.id}"] = self.env._(
                    "The number %(number)s stands in %(claim)s, too.",
                    number=line._get_document_number(),
                    claim=line.claim_id.display_name,
                )
        return found

    def _find_same_hours(self):
        """Another trip of the person at the same time."""
        if not (self.date_departure and self.date_return and self.expert_id):
            return {}
        others = self.search(
            [
                ("id", "not in", self._origin.ids),
                ("expert_id", "=", self.expert_id.id),
                ("state", "!=", "refused"),
                ("date_departure", "<=", self.date_return),
                ("date_return", ">=", self.date_departure),
            ]
        )
        return {
            f"hours:{other.id}": self.env._(
                "%(claim)s is of the same person for the same hours.",
                claim=other.display_name,
            )
            for other in others
        }

    def _get_duplicate_obstacle(self):
        self.ensure_one()
        claim = self.sudo()
        if claim._find_duplicates().keys() - set(claim.duplicates_seen or []):
            return self.env._(
                "Possible duplicates: look at them and write down what was found."
            )
        return False

    def action_settle_duplicates(self, reason):
        """Finance says what it found; what comes later is asked again."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_groups(FINANCE) or self._is_own(self.env.user):
            raise AccessError(
                self.env._("Those who check claims look at the duplicates.")
            )
        if self.state not in ("submitted", "confirmed"):
            raise UserError(self.env._("This is settled before the claim is checked."))
        return self._write_guarded(
            {
                "duplicates_note": self._check_reason(reason),
                "duplicates_seen": sorted(self.sudo()._find_duplicates()),
                "duplicates_by_id": self.env.uid,
                "duplicates_date": fields.Datetime.now(),
            }
        )

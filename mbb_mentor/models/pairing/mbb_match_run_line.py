# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError


class MbbMatchRunLine(models.Model):
    """What a run found for one mentee, and what an officer made of it.

    Only the run's own methods write it.
    """

    _name = "mbb.match.run.line"
    _description = "Result of a Matching Run"
    _inherit = ["mbb.score.mixin"]
    _order = "run_id desc, score desc, id"
    _check_company_auto = True

    #: What the dialog "give a reason" may call.
    _reason_methods = ("action_forbid", "action_pin")

    run_id = fields.Many2one(
        "mbb.match.run",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    run_state = fields.Selection(related="run_id.state")
    mentee_id = fields.Many2one(
        "mbb.mentee",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    mentor_id = fields.Many2one(
        "mbb.mentor",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    mentee_institution_id = fields.Many2one(
        related="mentee_id.institution_id", string="Mentee's Institution"
    )
    mentor_institution_id = fields.Many2one(
        related="mentor_id.institution_id", string="Mentor's Institution"
    )
    subject_ids = fields.Many2many(related="mentee_id.subject_ids")
    weights = fields.Json(related="run_id.weights")
    pinned = fields.Boolean(readonly=True)
    reason = fields.Selection(
        selection=lambda self: self._select_reason(),
        string="Why Nobody",
        readonly=True,
    )
    alternates = fields.Json(string="Alternates as Numbers", readonly=True)
    alternate_ids = fields.Many2many(
        "mbb.mentor", string="Alternates", compute="_compute_alternate_ids"
    )
    decision = fields.Selection(
        [
            ("open", "Not Decided"),
            ("accepted", "Accepted"),
            ("pinned", "Pinned for the Next Run"),
            ("forbidden", "Kept Apart"),
            ("gone", "No Longer Possible"),
        ],
        readonly=True,
        default="open",
        required=True,
    )
    decided_by_id = fields.Many2one("res.users", readonly=True)
    note = fields.Char(string="What Stood in the Way", readonly=True)
    match_id = fields.Many2one(
        "mbb.match",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    _unique_mentee = models.UniqueIndex(
        "(run_id, mentee_id)", "A run answers once for each mentee."
    )

    @api.model
    def _select_reason(self):
        labels = {
            "no_mentor": self.env._("There is no mentor in the pool"),
            "skill": self.env._("Nobody offers the subject above the mentee's level"),
            "period": self.env._("Nobody is available in that period"),
            "language": self.env._("No shared language"),
            "mode": self.env._("No shared way of working"),
            "same_institution": self.env._("Only the mentee's own institution"),
            "forbidden": self.env._("Only mentors who are kept apart"),
            "declined": self.env._("Only mentors of a match that was declined"),
            "full": self.env._("Everyone possible is full"),
            "places_taken": self.env._("Others took the places"),
        }
        return list(labels.items())

    @api.depends("alternates")
    def _compute_alternate_ids(self):
        for line in self:
            line.alternate_ids = line.alternates or []

    def _check_open(self):
        """Only what a computed run proposes and nobody has decided is decided."""
        self.check_access("read")
        self.run_id._check_officer()
        for line in self:
            if line.run_id.state != "computed" or line.decision != "open":
                raise UserError(
                    self.env._(
                        "%(mentee)s: this result is not open any more.",
                        mentee=line.mentee_id.display_name,
                    )
                )
            if not line.mentor_id:
                raise UserError(
                    self.env._(
                        "The run found nobody for %(mentee)s.",
                        mentee=line.mentee_id.display_name,
                    )
                )

    def _decide(self, decision, **values):
        self.sudo().write(
            {"decision": decision, "decided_by_id": self.env.uid, **values}
        )

    def action_accept(self):
        """Propose these pairs. People decide: a run by itself proposes nobody."""
        self._check_open()
        matches = self.env["mbb.match"]._create_scored(
            [line._prepare_match() for line in self]
        )
        matches._keep_alternates([line.alternates or [] for line in self])
        for line, match in zip(self, matches, strict=True):
            line._decide("accepted", match_id=match.id)
        return matches._open() if len(matches) == 1 else True

    def _prepare_match(self):
        self.ensure_one()
        return {
            "mentor_id": self.mentor_id.id,
            "mentee_id": self.mentee_id.id,
            "score": self.score,
            "parts": self.parts,
            "weights": self.weights,
        }

    def _make_pair_rule(self, kind, reason):
        self._check_open()
        self.env["mbb.pair.rule"].create(
            [
                {
                    "kind": kind,
                    "mentor_id": line.mentor_id.id,
                    "mentee_id": line.mentee_id.id,
                    "reason": reason,
                    "company_id": line.company_id.id,
                }
                for line in self
            ]
        )

    def action_forbid(self, reason):
        """Keep the two apart, here and in every later run."""
        self._make_pair_rule("forbidden", reason)
        self._decide("forbidden")

    def action_pin(self, reason):
        """Keep the two together in the runs to come."""
        self._make_pair_rule("required", reason)
        self._decide("pinned")

    def action_suggest(self):
        """The ranked mentors for this mentee: parts, reasons, alternates."""
        self.ensure_one()
        return self.mentee_id.action_suggest()

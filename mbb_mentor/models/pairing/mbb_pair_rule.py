# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.mbb_state_mixin import TRACED


class MbbPairRule(models.Model):
    """Two that the Sekreterya keeps apart, or brings together, and why.

    A forbidden pair is neither suggested nor planned; a pinned one is in every plan
    in which both take part. It holds until it is archived.
    """

    _name = "mbb.pair.rule"
    _description = "Rule for a Pair"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    kind = fields.Selection(
        [("forbidden", "Kept Apart"), ("required", "Pinned")],
        required=True,
        default="forbidden",
        tracking=True,
    )
    mentor_id = fields.Many2one(
        "mbb.mentor",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    mentee_id = fields.Many2one(
        "mbb.mentee",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    reason = fields.Text(required=True, help="Read by the Sekreterya only.")
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _unique_pair = models.UniqueIndex(
        "(mentor_id, mentee_id) WHERE active",
        "There is a rule for this pair already. Archive it first.",
    )
    _one_pin = models.UniqueIndex(
        "(mentee_id) WHERE active AND kind = 'required'",
        "This mentee is pinned to a mentor already. Archive that rule first.",
    )

    @api.depends("kind", "mentor_id", "mentee_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for rule in self:
            rule.display_name = (
                f"{kinds.get(rule.kind)}: {rule.mentor_id.display_name} – "
                f"{rule.mentee_id.display_name}"
            )

    @api.model_create_multi
    def create(self, vals_list):
        # The unique indexes look at what is archived: it goes ahead of the new row.
        self.flush_model(["active"])
        rules = super().create(
            [
                {**vals, "reason": str(vals.get("reason") or "").strip()}
                for vals in vals_list
            ]
        )
        if not all(rule.reason for rule in rules):
            raise UserError(
                self.env._("Say why this pair is treated differently.")
            )
        return rules

    def write(self, vals):
        """A rule keeps what it says; another reason is another rule."""
        if vals.keys() & {"kind", "mentor_id", "mentee_id", "reason", "company_id"}:
            raise UserError(
                self.env._("A rule is not rewritten: archive it and make another one.")
            )
        return super(MbbPairRule, self.with_context(**TRACED)).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A rule is archived, not deleted."))

    @api.model
    def _find(self, mentees, mentors):
        """The rules between these."""
        return self.search(
            [("mentee_id", "in", mentees.ids), ("mentor_id", "in", mentors.ids)]
        )

    @api.model
    def _get_apart(self, mentees, mentors):
        """{(mentor id, mentee id): the rule that keeps them apart}."""
        rules = self.sudo()._find(mentees, mentors)
        return {
            (rule.mentor_id.id, rule.mentee_id.id): rule
            for rule in rules
            if rule.kind == "forbidden"
        }

    @api.model
    def _get_pairs(self, mentees, mentors):
        """The rules between these as {kind: {(mentor id, mentee id)}}."""
        rules = self.sudo()._find(mentees, mentors)
        rules.fetch(["kind", "mentor_id", "mentee_id"])
        pairs = {"forbidden": set(), "required": set()}
        for rule in rules:
            pairs[rule.kind].add((rule.mentor_id.id, rule.mentee_id.id))
        return pairs

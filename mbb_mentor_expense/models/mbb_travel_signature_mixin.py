# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""The Bildirim as a signed paper: recorded, never clicked."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

RECORDERS = (
    "mbb_mentor.group_mentor_officer,mbb_mentor_expense.group_travel_checker"
)
CHANNELS = [("paper", "Signed Paper"), ("kep", "KEP"), ("ebys", "EBYS")]
#: Lapses when the claim is returned: what was signed is then another sum.
SIGNED_FIELDS = (
    "signed_channel",
    "signed_number",
    "signed_date",
    "signed_unit_name",
    "signed_evidence_id",
    "signed_by_id",
    "signed_on",
)


class MbbTravelSignatureMixin(models.AbstractModel):
    """The declaration signed by the claimant and the birim yetkilisi, as evidence.

    A click in the portal and a password are no signature (imza): what is kept is the
    paper, or the number and date under which it came.
    """

    _name = "mbb.travel.signature.mixin"
    _description = "Signed Declaration of a Claim"

    _guarded_fields = (*SIGNED_FIELDS, "on_behalf", "source_evidence_id")

    signed_channel = fields.Selection(
        CHANNELS, string="Signed Declaration: Came As", readonly=True, copy=False
    )
    signed_number = fields.Char(
        string="Signed Declaration: Number", readonly=True, copy=False
    )
    signed_date = fields.Date(
        string="Signed Declaration: Date", readonly=True, copy=False
    )
    signed_unit_name = fields.Char(
        string="Signed for the Unit By",
        readonly=True,
        copy=False,
        help="The superior who knows of the duty (birim yetkilisi).",
    )
    signed_evidence_id = fields.Many2one(
        "mbb.evidence",
        string="Evidence of the Signed Declaration",
        readonly=True,
        copy=False,
        ondelete="restrict",
        check_company=True,
    )
    signed_by_id = fields.Many2one(
        "res.users",
        string="Signed Declaration: Recorded By",
        readonly=True,
        copy=False,
    )
    signed_on = fields.Datetime(
        string="Signed Declaration: Recorded On", readonly=True, copy=False
    )
    signed_file = fields.Binary(
        string="Signed Declaration", compute="_compute_signed_files"
    )
    signed_file_name = fields.Char(compute="_compute_signed_files")
    on_behalf = fields.Boolean(
        string="Entered on Behalf",
        readonly=True,
        copy=False,
        help="Entered by an officer from the expert's signed paper.",
    )
    source_evidence_id = fields.Many2one(
        "mbb.evidence",
        string="Evidence of the Paper It Was Entered From",
        readonly=True,
        copy=False,
        ondelete="restrict",
        check_company=True,
    )
    source_file = fields.Binary(
        string="Paper It Was Entered From", compute="_compute_signed_files"
    )
    source_file_name = fields.Char(compute="_compute_signed_files")
    can_record_signed = fields.Boolean(compute="_compute_can_record_signed")

    @api.depends("signed_evidence_id", "source_evidence_id")
    def _compute_signed_files(self):
        for claim in self:
            # The papers of a claim are read by who may read the claim.
            signed, source = claim.sudo().signed_evidence_id, claim.sudo().source_evidence_id
            claim.signed_file, claim.signed_file_name = signed.file, signed.name
            claim.source_file, claim.source_file_name = source.file, source.name

    @api.depends("state", "signed_on", "expert_id")
    @api.depends_context("uid")
    def _compute_can_record_signed(self):
        may = self.env.user.has_groups(RECORDERS)
        for claim in self:
            claim.can_record_signed = (
                may
                and claim.state in ("submitted", "confirmed")
                and not claim.signed_on
                and not claim._is_own(self.env.user)
            )

    def _get_signature_obstacle(self):
        """`checked` rests on the declaration signed by both (Örnek 19)."""
        self.ensure_one()
        if self.signed_on:
            return False
        return self.env._(
            "The declaration signed by the claimant and the unit is not recorded: add "
            "the paper, or its EBYS or KEP number and date."
        )

    def _get_checking_obstacles(self):
        obstacle = self._get_signature_obstacle()
        return super()._get_checking_obstacles() + ([obstacle] if obstacle else [])

    def _check_recorder(self, groups):
        self.ensure_one()
        self.check_access("read")
        user = self.env.user
        if not self.env.su and (not user.has_groups(groups) or self._is_own(user)):
            raise AccessError(
                self.env._(
                    "The Sekreterya or who checks claims records the papers of others."
                )
            )

    def _record_signed(
        self,
        channel="paper",
        number=False,
        date=False,
        unit_name=False,
        content=None,
        file_name=False,
    ):
        """Keep the declaration that both signed.

        :param content: bytes of the scan; a paper needs it, KEP and EBYS a number
        """
        self._check_recorder(RECORDERS)
        if self.state not in ("submitted", "confirmed"):
            raise UserError(
                self.env._(
                    "The signed declaration is recorded after the claim was submitted "
                    "and before it is checked."
                )
            )
        if self.signed_on:
            raise UserError(
                self.env._(
                    "The signed declaration is recorded already. To replace it, return "
                    "the claim."
                )
            )
        if not (unit_name or "").strip():
            raise UserError(
                self.env._("Say who signed for the unit: both signatures are needed.")
            )
        if channel == "paper" and not content:
            raise UserError(self.env._("Add the scan of the signed paper."))
        if channel != "paper" and not ((number or "").strip() and date):
            raise UserError(self.env._("Give the number and the date of the document."))
        evidence = self._keep_paper(content, file_name) if content else False
        self._write_guarded(
            {
                "signed_channel": channel,
                "signed_number": number,
                "signed_date": date,
                "signed_unit_name": unit_name.strip(),
                "signed_evidence_id": evidence and evidence.id,
                "signed_by_id": self.env.uid,
                "signed_on": fields.Datetime.now(),
            }
        )
        self.sudo()._on_signed()
        return True

    def _record_source(self, content, file_name):
        """An officer enters the whole claim from this paper of the expert."""
        self._check_recorder("mbb_mentor.group_mentor_officer")
        self._check_is_open()
        if not content:
            raise UserError(self.env._("Add the scan of the signed paper."))
        evidence = self._keep_paper(content, file_name)
        return self._write_guarded(
            {"on_behalf": True, "source_evidence_id": evidence.id}
        )

    def _keep_paper(self, content, file_name):
        name = file_name or self.env._("Signed declaration")
        return self.env["mbb.evidence"].sudo()._record(self, name, content, "travel")

    def _on_signed(self):
        """What follows from the signed paper (as superuser)."""

    def _on_arrow(self, source, target):
        if target == "draft":
            self._write_guarded(dict.fromkeys(SIGNED_FIELDS, False))
        return super()._on_arrow(source, target)

    def action_record_signed(self):
        """The dialog for the signed declaration, or for the paper of a draft."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record the Signed Declaration"),
            "res_model": "mbb.travel.signature",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_claim_id": self.id,
                "default_kind": "source" if self.state == "draft" else "declaration",
            },
        }

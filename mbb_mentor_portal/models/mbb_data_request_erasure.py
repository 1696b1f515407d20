# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.tools import format_date


class MbbDataRequest(models.Model):
    """A request for erasure, held against the retention rules (KVKK m.7, m.11)."""

    _inherit = "mbb.data.request"

    _guarded_fields = ("destruction_id", "date_erased")

    erasure_table = fields.Html(
        string="What Can Be Erased",
        compute="_compute_erasure_table",
        sanitize=False,
        groups="mbb_mentor.group_mentor_officer",
    )
    destruction_id = fields.Many2one(
        "mbb.destruction",
        string="Destruction List",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="mbb_mentor.group_mentor_officer",
    )
    date_erased = fields.Datetime(
        string="Told That It Was Destroyed", readonly=True, copy=False
    )

    @api.depends("partner_id", "kind", "state")
    @api.depends_context("lang")
    def _compute_erasure_table(self):
        for request in self:
            request.erasure_table = False
            if request.kind == "erasure" and request.state == "received":
                # sudo: the template is ours, what it shows is counts and dates.
                request.erasure_table = self.env["ir.qweb"].sudo()._render(
                    "mbb_mentor_portal.data_erasure_table",
                    {
                        "erasure": self.env["mbb.erasure"]._get_erasure(
                            request.partner_id
                        ),
                        "tell_date": lambda day: format_date(self.env, day),
                    },
                )

    def _propose_answer(self):
        """{outcome, ground_id, retain_until, answer} by the rules, in the language of
        the person."""
        self.ensure_one()
        lang = self.sudo().partner_id.lang or self.env.lang
        service = self.env["mbb.erasure"].with_context(lang=lang)
        erasure = service._get_erasure(self.partner_id)
        outcome = service._get_outcome(erasure)
        values = {"outcome": outcome, "answer": service._propose_text(erasure)}
        if outcome != "accepted":
            last = service._get_last_day(erasure)
            name = "retention" if last else "law"
            ground = self.env.ref(
                f"mbb_mentor_portal.mbb_data_ground_{name}", raise_if_not_found=False
            )
            values["ground_id"] = ground.id if ground else False
            values["retain_until"] = last
        return values

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == "answered" and self.kind == "erasure" and (
            self.outcome in ("accepted", "partial")
        ):
            # As the one who answered: they do not approve their own list.
            erasure = self.env["mbb.erasure"]
            lines = erasure._list_for_destruction(self.partner_id)
            if lines:
                destruction = lines.destruction_id[:1]
                self._write_guarded({"destruction_id": destruction.id})
                self.message_post(
                    body=self.env._(
                        "%(count)s records were put on the destruction list %(number)s.",
                        count=len(lines),
                        number=destruction.number,
                    )
                )
        return res

    def _get_addresses(self):
        """{request: (address, language)} of who is told, as long as both are known."""
        return {
            request: (
                request.partner_id.email,
                request.partner_id.lang or request.company_id.partner_id.lang,
            )
            for request in self.sudo()
        }

    def _tell_erased(self, addresses=None):
        """Tell the person; by a mail of which nothing is kept.

        :param addresses: kept from before the person was made anonymous
        """
        template = self.env.ref(
            "mbb_mentor_portal.mail_template_data_erased", raise_if_not_found=False
        )
        mails = self.env["mail.mail"].sudo()
        requests = self.sudo().filtered(lambda row: not row.date_erased)
        for request, (address, lang) in (addresses or self._get_addresses()).items():
            if template and address and request in requests:
                mails |= mails.browse(
                    template.with_context(recipient_lang=lang).send_mail(
                        request.id,
                        email_values={"email_to": address, "auto_delete": True},
                    )
                )
        requests._write_guarded({"date_erased": fields.Datetime.now()})
        if addresses:
            # At once: no address waits in a queue. What is not sent goes as well.
            mails.send()
            mails.exists().unlink()

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import formataddr

from odoo.addons.mbb_mentor.models.pairing.match_states import (
    ASKED_STATES,
    REACHABLE_STATES,
)

from .res_partner import ROLES

#: Who of an institution writes for it; a viewer reads.
WRITERS = ROLES["is_mine_to_apply"]
READERS = ROLES["is_mine_to_see"]
SIDES = ("mentor", "mentee")
#: Of several messages in a row the other side is told once in this time.
MAIL_EVERY = timedelta(hours=1)


class MbbMatchMessage(models.Model):
    """What the two sides of a match write to each other, and the Sekreterya to both.

    From `consent` on, when each side knows who the other is; addresses show from
    `agreed` only, so that until then they meet here and nowhere else (MPY m.5/6).
    Written once: what was said to the other side stays as it was said.
    """

    _name = "mbb.match.message"
    _inherit = ["mbb.portal.mixin", "mbb.personal.data.mixin"]
    _description = "Message of a Match"
    _order = "date desc, id desc"
    _rec_name = "match_id"
    _check_company_auto = True

    _portal_readable_fields = frozenset(
        {"display_name", "match_id", "side", "date", "body", "author_label"}
    )

    #: What the person wrote; what was written to them is the other side's.
    _personal_category = "messages"
    _personal_fields = ("match_id.number", "date", "body")

    match_id = fields.Many2one(
        "mbb.match",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain=[("state", "in", ASKED_STATES)],
    )
    side = fields.Selection(
        [("mentor", "Mentor"), ("mentee", "Mentee"), ("office", "Sekreterya")],
        required=True,
        readonly=True,
    )
    author_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict", index=True
    )
    author_label = fields.Char(
        string="Author as Shown to the Reader", compute="_compute_author_label"
    )
    date = fields.Datetime(required=True, readonly=True)
    body = fields.Text(string="Message", required=True)
    date_read_mentor = fields.Datetime(
        string="Read by the Mentor's Side", readonly=True
    )
    date_read_mentee = fields.Datetime(
        string="Read by the Mentee's Side", readonly=True
    )
    company_id = fields.Many2one(
        related="match_id.company_id", store=True, index=True
    )

    _unread_mentor = models.Index("(match_id) WHERE date_read_mentor IS NULL")
    _unread_mentee = models.Index("(match_id) WHERE date_read_mentee IS NULL")

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("author_id.partner_id", "=", partner.id)

    @api.depends("side", "author_id")
    @api.depends_context("uid", "lang")
    def _compute_author_label(self):
        """Until the match is agreed the other side is known as the stage of the match
        discloses it (MPY m.5/6); one's own colleagues are always known by name."""
        user = self.env.user
        sides = {}
        # sudo: the name that the reader may see, by the stage of the match.
        for shown, message in zip(self, self.sudo(), strict=True):
            match = message.match_id
            if match not in sides:
                own = match.with_env(self.env)
                sides[match] = own._get_message_sides(user, READERS)
            known = not user.share or match.state in REACHABLE_STATES
            if message.side == "office":
                shown.author_label = self.env._("Sekreterya")
            elif known or message.side in sides[match]:
                shown.author_label = message.author_id.name
            else:
                shown.author_label = match[f"disclosed_{message.side}_name"]

    # -- written once --------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        now = fields.Datetime.now()
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            if not self.env.su:
                # The Sekreterya's own; the sides write by `_write_message`.
                if set(vals) - {"match_id", "body"}:
                    raise AccessError(
                        self.env._("Only the text of a message can be given.")
                    )
                vals["side"] = "office"
            vals["body"] = self._check_body(vals.get("body"))
            # Explicit values also shut out `default_…` keys of the context.
            vals.update(
                author_id=self.env.uid,
                date=now,
                date_read_mentor=False,
                date_read_mentee=False,
            )
        messages = super().create(vals_list)
        for message in messages.sudo():
            obstacle = message.match_id._get_message_obstacle()
            if obstacle:
                raise UserError(obstacle)
        messages.sudo()._notify_sides()
        return messages

    @api.model
    def _check_body(self, body):
        body = body.strip() if isinstance(body, str) else ""
        if not body:
            raise ValidationError(self.env._("Write the message."))
        self._check_portal_text(self._fields["body"], body)
        return body

    def write(self, vals):
        self.check_access("write")
        if not self.env.su or set(vals) - {"date_read_mentor", "date_read_mentee"}:
            raise UserError(self.env._("A message cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A message cannot be deleted."))

    # -- who is told -----------------------------------------------------------

    def _notify_sides(self):
        """A mail to each person of the other side: a link, no name, no address."""
        template = self.env.ref(
            "mbb_mentor_portal.mail_template_match_message", raise_if_not_found=False
        )
        for message in self:
            if not template:
                return
            for side in SIDES:
                if side != message.side and not message._was_told(side):
                    message._mail_side(template, side)

    def _was_told(self, side):
        """Whether the side has a fresh mail about a message it has not read."""
        self.ensure_one()
        return bool(
            self.search_count(
                [
                    ("match_id", "=", self.match_id.id),
                    ("id", "!=", self.id),
                    ("side", "!=", side),
                    (f"date_read_{side}", "=", False),
                    ("date", ">", self.date - MAIL_EVERY),
                ],
                limit=1,
            )
        )

    def _mail_side(self, template, side):
        company = self.company_id
        people = self.match_id._get_message_partners(side)
        for partner in people - self.author_id.partner_id:
            if not partner.email:
                continue
            lang = partner.lang or company.partner_id.lang
            template.with_context(recipient_lang=lang).send_mail(
                self.id,
                email_values={
                    "recipient_ids": [(6, 0, partner.ids)],
                    "email_to": False,
                    "email_cc": False,
                    "author_id": company.partner_id.id,
                },
            )

    def _get_mail_from(self):
        """The Birlik's, whatever is set up: never that of who wrote the message."""
        company = self.company_id
        host = urlsplit(self.get_base_url()).hostname
        return (
            company.email_formatted
            or company.catchall_formatted
            or formataddr((company.name, f"noreply@{host}"))
        )

    def _get_portal_link(self):
        return f"{self.get_base_url()}{self.match_id._get_portal_url()}/messages"

    # -- who has read ------------------------------------------------------------

    @api.model
    def _get_portal_todo_domain(self):
        """What the user's own side has not read, where they write for it."""
        partner = self.env.user.partner_id
        mine = partner._get_mine_to_apply()
        return Domain.OR(
            Domain(f"date_read_{side}", "=", False)
            & Domain("side", "!=", side)
            & Domain("match_id.state", "in", ASKED_STATES)
            & (
                Domain(f"match_id.{side}_person_id", "=", partner.id)
                | Domain(f"match_id.{side}_institution_id", "in", mine)
                | Domain(f"match_id.{side}_id.unit_id", "in", mine)
            )
            for side in SIDES
        )

    @api.model
    def _find_portal_unread(self, matches=None):
        """The unread ones of the user, the oldest first."""
        domain = self._get_portal_todo_domain()
        if matches is not None:
            domain &= Domain("match_id", "in", matches.ids)
        # sudo: the domain says whose they are, by fields that the user does not read.
        return self.sudo().search(domain, order="date, id").with_env(self.env)

    def _mark_read(self):
        """Read by the sides for which the user writes; a viewer only looks."""
        now = fields.Datetime.now()
        for match, messages in self.grouped("match_id").items():
            for side in match._get_message_sides(self.env.user, WRITERS):
                # sudo: the one fact that reading leaves behind.
                unread_sudo = messages.sudo().filtered(
                    lambda message, side=side: (
                        message.side != side and not message[f"date_read_{side}"]
                    )
                )
                if unread_sudo:
                    unread_sudo.write({f"date_read_{side}": now})

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What share users (portal) may read and write of our models, field by field.

Record rules say which rows; the two sets of each model say which fields. Everything
else is refused by read, search, grouping, export, write and create alike.

The sets guard the surface: what a caller names. The models' own methods run below
it (a constraint, the obstacle of an arrow) need fields that the caller must not
see. They run with a marker in the context, a Python object that no remote caller
can send, and stay under the user's record rules.
"""

import re
from itertools import chain

from odoo import api, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools.safe_eval import safe_eval

_INSIDE = object()

#: Characters of one answer. Enough for three pages; a paste of a book is none.
MAX_TEXT = 6000


class MbbPortalMixin(models.AbstractModel):
    _name = "mbb.portal.mixin"
    _description = "Shown on the Portal"

    #: Fields that portal users may read. Writable ones are readable.
    _portal_readable_fields = frozenset()
    #: Fields that portal users may write and give at creation.
    _portal_writable_fields = frozenset()
    #: The portal page of a record: "/my/mentoring/…/%s".
    _portal_path = False

    # -- the fence ---------------------------------------------------------

    @api.model
    def _is_portal_guarded(self):
        return not self.env.su and self.env.user.share

    def _portal_inside(self):
        context = {
            key: value
            for key, value in self.env.context.items()
            if not key.startswith("default_")
        }
        context["mbb_portal_inside"] = _INSIDE
        # The whole context is replaced: `default_…` of a caller stays outside.
        return self.with_context(context)  # pylint: disable=context-overridden

    @api.model
    def _has_field_access(self, field, operation):
        if not super()._has_field_access(field, operation):
            return False
        if not self._is_portal_surface():
            return True
        return self._is_portal_field(field.name, operation)

    @api.model
    def _is_portal_field(self, name, operation):
        if operation == "read" and name in ("id", *self._portal_readable_fields):
            return True
        return name in self._portal_writable_fields

    # -- what a search tells without reading -------------------------------

    # The platform asks for access where a column is read. A related field is followed
    # to the column that it ends in, a field with a search method is replaced by what
    # that returns, and a many2many is grouped by its table: the name that the caller
    # gave is asked nowhere on these ways.

    # Names are asked for before there is a statement: who sees no row gets none, and
    # would be told nothing of the name.

    @api.model
    def _search(
        self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs
    ):
        if not bypass_access and self._is_portal_surface():
            domain = Domain(domain)
            self._check_portal_domain(self, domain)
            if order and order != self._order:
                self._check_portal_specs(order.split(","))
        return super()._search(
            domain, offset, limit, order, bypass_access=bypass_access, **kwargs
        )

    @api.model
    def _read_group(
        self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None
    ):
        if self._is_portal_surface():
            self._check_portal_specs([*groupby, *aggregates])
        return super()._read_group(domain, groupby, aggregates, having, offset, limit, order)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        if self._is_portal_surface():
            self._check_portal_specs([*chain(*grouping_sets), *aggregates])
        return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)

    @api.model
    def _check_portal_specs(self, specs):
        """Of an order, a grouping or an aggregate: "name:…", "name.…" or "name desc"."""
        for spec in specs:
            self._check_portal_name(re.split(r"[.:\s]", spec.strip())[0])

    @api.model
    def _check_portal_domain(self, model, domain):
        """Ask for each name of the domain, also behind a relation."""
        for condition in domain.iter_conditions():
            name, _dot, rest = condition.field_expr.partition(".")
            field = model._fields.get(name)
            if isinstance(model, self.env.registry["mbb.portal.mixin"]):
                model._check_portal_name(name)
            if field is None or not field.relational:
                continue
            value = condition.value
            if rest:
                value = Domain(rest, condition.operator, value)
            elif "any" in condition.operator and isinstance(value, (list, tuple)):
                value = Domain(value)
            if isinstance(value, Domain):
                self._check_portal_domain(self.env[field.comodel_name], value)

    @api.model
    def _check_portal_name(self, name):
        """Refuse a field that is not on the list; what is none is the platform's."""
        if name in self._fields:
            self._check_field_access(self._fields[name], "read")

    def _field_to_sql(self, alias, field_expr, query=None):
        if self._is_portal_surface():
            self._check_portal_name(field_expr.partition(".")[0])
        return super()._field_to_sql(alias, field_expr, query)

    def _read_group_groupby(self, alias, groupby_spec, query):
        if self._is_portal_surface():
            self._check_portal_name(re.split(r"[.:]", groupby_spec)[0])
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _is_portal_surface(self):
        """Whether the user names the fields here, not a method of the models."""
        return (
            self.env.context.get("mbb_portal_inside") is not _INSIDE
            and self._is_portal_guarded()
        )

    @api.model
    def _check_portal_vals(self, vals):
        for name, value in vals.items():
            field = self._fields.get(name)
            if field is None:
                raise ValueError(f"Invalid field {name!r} in {self._name!r}")
            self._check_field_access(field, "write")
            if field.relational and value:
                self._check_portal_relation(field, value)
            self._check_portal_text(field, value)

    @api.model
    def _check_portal_text(self, field, value):
        """What the forms of the portal let through, and no more: for those who write
        without them."""
        if field.type not in ("char", "text") or not value:
            return
        if not isinstance(value, str) or "\x00" in value:
            raise ValidationError(
                self.env._(
                    "“%(field)s” is not a text.",
                    field=field._description_string(self.env),
                )
            )
        if len(value) > MAX_TEXT:
            raise ValidationError(
                self.env._(
                    "“%(field)s” is too long: at most %(limit)s characters.",
                    field=field._description_string(self.env),
                    limit=MAX_TEXT,
                )
            )

    @api.model
    def _check_portal_relation(self, field, value):
        comodel = self.env[field.comodel_name]
        if field.type == "many2one":
            self._check_portal_link(field, comodel.browse(value))
            return
        linked = []
        for command in value:
            if isinstance(command, int):
                linked.append(command)
            elif command[0] == Command.LINK:
                linked.append(command[1])
            elif command[0] == Command.SET:
                linked.extend(command[2])
            elif command[0] in (Command.CREATE, Command.UPDATE):
                if not isinstance(comodel, self.env.registry["mbb.portal.mixin"]):
                    raise AccessError(
                        self.env._("Records of another kind cannot be changed here.")
                    )
                comodel._check_portal_vals(command[2])
        self._check_portal_link(field, comodel.browse(linked))

    @api.model
    def _check_portal_link(self, field, records):
        """A link shows the name of what it points to: nobody links what they may
        not read. Models widen this for the partners of one's own institution."""
        records.check_access("read")

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_portal_surface():
            return super().create(vals_list)
        for vals in vals_list:
            self._check_portal_vals(vals)
        records = super(MbbPortalMixin, self._portal_inside()).create(vals_list)
        return records.with_env(self.env)

    def write(self, vals):
        if not self._is_portal_surface():
            return super().write(vals)
        self._check_portal_vals(vals)
        return super(MbbPortalMixin, self._portal_inside()).write(vals)

    def unlink(self):
        if not self._is_portal_surface():
            return super().unlink()
        return super(MbbPortalMixin, self._portal_inside()).unlink()

    def onchange(self, values, field_names, fields_spec):
        # The portal has forms of its own. This one would name what it is pointed at.
        if self._is_portal_guarded():
            raise AccessError(self.env._("This is not available on the portal."))
        return super().onchange(values, field_names, fields_spec)

    def _compute_field_value(self, field):
        # What a computed field says was decided by who put it on the list.
        if self._is_portal_surface():
            inside = self._portal_inside()
            return super(MbbPortalMixin, inside)._compute_field_value(field)
        return super()._compute_field_value(field)

    # -- what waits --------------------------------------------------------

    @api.model
    def _get_portal_todo_domain(self):
        """The rows that wait for the user, of those that they read."""
        return Domain.FALSE

    def _filter_portal_todo(self):
        """Those that wait for the user: one search, not one by one."""
        # sudo: which of the given rows, that the user reads, wait for them.
        own_sudo = self.sudo().search(
            Domain("id", "in", self.ids) & self._get_portal_todo_domain()
        )
        return self.filtered(lambda record: record.id in own_sudo._ids)

    # -- chatter -----------------------------------------------------------

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """The chatter is the Sekreterya's: the other side reads along there.
        What an applicant is told stands on the page and in their mails."""
        if self.env.user.share and self.env.context.get("mbb_portal_inside") is not (
            _INSIDE
        ):
            return dict.fromkeys(self, False)
        return super()._mail_get_operation_for_mail_message_operation(message_operation)

    def _mail_group_by_operation_for_mail_message_operation(self, message_operation):
        operations = super()._mail_group_by_operation_for_mail_message_operation(
            message_operation
        )
        operations.pop(False, None)
        return operations

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        # Who follows is told in mails what the Sekreterya writes, after their own
        # right has ended, too: they cannot put themselves or others there.
        if self._is_portal_surface():
            raise AccessError(self.env._("This is not available on the portal."))
        return super().message_subscribe(partner_ids, subtype_ids)

    def message_unsubscribe(self, partner_ids=None):
        # Themselves they may: the platform asks that they still read the record.
        own = set(self.env.user.partner_id.ids)
        if self._is_portal_surface() and set(partner_ids or ()) - own:
            raise AccessError(self.env._("This is not available on the portal."))
        return super().message_unsubscribe(partner_ids)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Followers outside are written to while they may read the record; whom the
        Sekreterya chooses by name is written to."""
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        named = (msg_vals or {}).get("partner_ids")
        named = set(message.sudo().partner_ids.ids if named is None else named)
        return [
            data
            for data in recipients
            if not (data["is_follower"] and data["share"])
            or data["id"] in named
            or self._may_follow(self.env["res.partner"].browse(data["id"]))
        ]

    def _may_follow(self, partner):
        """Whether `partner` reads the record today, by any of their accounts. Who
        never had one follows because the Sekreterya put them there."""
        # sudo: the accounts of a follower; each then reads as itself.
        users_sudo = partner.sudo().with_context(active_test=False).user_ids
        return not users_sudo or any(
            user.active and self.with_user(user).has_access("read")
            for user in users_sudo
        )

    def _drop_ended_followers(self):
        """Take off those outside who may not read the record any more."""
        for record in self:
            gone = record.sudo().message_partner_ids.filtered(
                lambda partner, record=record: (
                    partner.partner_share and not record._may_follow(partner)
                )
            )
            if gone:
                record.sudo().message_unsubscribe(gone.ids)

    # -- the state mixin's steps -------------------------------------------

    def _take_arrow(self, target, vals=None):
        if not self._is_portal_surface():
            return super()._take_arrow(target, vals)
        # The rules are asked before the marker widens what the methods read.
        self.check_access("read")
        for name, value in (vals or {}).items():
            self._check_portal_text(self._fields[name], value)
        return super(MbbPortalMixin, self._portal_inside())._take_arrow(target, vals)

    def _get_arrow_obstacle(self, target):
        if not self._is_portal_surface():
            return super()._get_arrow_obstacle(target)
        inside = self._portal_inside()
        return super(MbbPortalMixin, inside)._get_arrow_obstacle(target)

    # -- pages -------------------------------------------------------------

    @api.model
    def _get_portal_domain(self):
        """The rows of the portal. For share users the record rules say it already;
        an officer on the portal sees there what is their own, by the same rules."""
        if self.env.user.share:
            return Domain.TRUE
        rules = self.env["ir.rule"].sudo()
        domains = rules.search(
            [
                ("model_id.model", "=", self._name),
                ("groups", "=", self.env.ref("base.group_portal").id),
                ("perm_read", "=", True),
            ]
        ).mapped("domain_force")
        context = rules._eval_context()
        return Domain.OR([Domain(safe_eval(domain, context)) for domain in domains])

    @api.model
    def _get_portal_institution_domain(self, institutions):
        """The rows of these institutions; a hook. What belongs to a person alone is
        nobody else's: it stands in every list."""
        return Domain.FALSE

    @api.model
    def _narrow_portal(self, chosen, others):
        """The lists of who serves several institutions and has chosen one: what
        belongs to the others only is left out."""
        domain = self._get_portal_institution_domain(chosen)
        if domain.is_false() or not others:
            return Domain.TRUE
        domain |= ~self._get_portal_institution_domain(others)
        # sudo: the fields of the other side. This only takes away from what the
        # user's own search finds.
        return Domain("id", "in", self.sudo()._search(domain))

    def _get_portal_url(self):
        self.ensure_one()
        return self._portal_path % self.id if self._portal_path else "/my/mentoring"

    def _get_access_action(self, access_uid=None, force_website=False):
        """Links in mails lead share users to their page."""
        self.ensure_one()
        user = self.env["res.users"].sudo().browse(access_uid) or self.env.user
        if self._portal_path and (user.share or force_website):
            if self.with_user(user).has_access("read"):
                return {
                    "type": "ir.actions.act_url",
                    "url": self._get_portal_url(),
                    "target": "self",
                    "res_id": self.id,
                }
        return super()._get_access_action(
            access_uid=access_uid, force_website=force_website
        )

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""The guard of every `state` in the product.

`state` is a fact of record, not a field to fill in. It changes in one place,
`_take_arrow()`, which asks `_get_arrow_obstacle()` first. `create` takes only the
first state; `write` refuses the guarded fields for everybody, superuser and import
included, unless the context carries a passage: a Python object that only this
module makes. A remote caller's context is JSON and can never hold one.
"""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain

from .zone import local_today

PASSAGE_KEY = "mbb_passage"
#: Keys of a caller's context that would keep a step out of the chatter.
TRACED = {"tracking_disable": False, "mail_notrack": False}


class _Passage:
    """Permission for one write: these records, these fields, this target."""

    __slots__ = ("model", "ids", "names", "target", "open")

    def __init__(self, records, names, target=None):
        self.model = records._name
        self.ids = frozenset(records._ids)
        self.names = frozenset(names)
        self.target = target
        self.open = True

    def covers(self, records, vals, guarded):
        return (
            self.open
            and self.model == records._name
            and self.ids.issuperset(records._ids)
            and self.names.issuperset(guarded)
            and vals.get("state", self.target) == self.target
        )


def lock_or_tell(records):
    """Lock the rows; of two people at once the second is told so, in plain words."""
    try:
        records.sudo().lock_for_update(allow_referencing=True)
    except LockError as error:
        raise LockError(
            records.env._(
                "Somebody else is working on this at this very moment. Look at it "
                "again and, if need be, repeat your step."
            )
        ) from error


class MbbStateMixin(models.AbstractModel):
    _name = "mbb.state.mixin"
    _description = "Guarded State"

    #: The only state in which a record can be created.
    _first_state = "draft"
    #: {source: {target: authority}}; see `_get_authority_obstacle`.
    _arrows = {}
    #: Fields that only a passage may write; each class adds its own.
    _guarded_fields = (
        "state",
        "date_state",
        "date_due",
        "date_reminded",
        "date_escalated",
    )
    #: Methods that the dialog "give a reason" may call.
    _reason_methods = ()
    #: Whether a party outside answers here: nothing lapses without a reminder.
    _clock_notice = False

    date_state = fields.Datetime(
        string="In This State Since",
        readonly=True,
        copy=False,
        default=fields.Datetime.now,
    )
    date_due = fields.Date(string="Due", readonly=True, copy=False, index=True)
    date_reminded = fields.Date(string="Reminded On", readonly=True, copy=False)
    date_escalated = fields.Date(string="Escalated On", readonly=True, copy=False)
    waiting_days = fields.Integer(
        string="Days Waiting", compute="_compute_waiting_days"
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )

    @api.depends("date_state")
    def _compute_waiting_days(self):
        now = fields.Datetime.now()
        for record in self:
            since = record.date_state or now
            record.waiting_days = max((now - since).days, 0)

    @api.depends("date_due")
    def _compute_is_overdue(self):
        today = self._get_today()
        for record in self:
            record.is_overdue = bool(record.date_due and record.date_due < today)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("date_due", "<", self._get_today())
        return overdue if True in value else ~overdue

    # -- the guard ---------------------------------------------------------

    def _get_guarded_fields(self):
        """All `_guarded_fields` along the inheritance."""
        classes = type(self).mro()
        return set().union(*(vars(c).get("_guarded_fields", ()) for c in classes))

    def _get_derived_fields(self):
        """Stored fields that follow from others: what a rule asks is not typed in.

        A recomputation does not pass through `write`.
        """
        return {
            name
            for name, field in self._fields.items()
            if field.store and (field.compute or field.related) and field.readonly
        }

    @api.model_create_multi
    def create(self, vals_list):
        first = self._first_state
        hidden = self._get_guarded_fields() - {"state"}
        derived = self._get_derived_fields() - hidden
        if not self.env.su:
            for vals in vals_list:
                self._check_not_derived(derived.intersection(vals))
        given = {f"default_{name}" for name in derived}
        if given.intersection(self.env.context):
            kept = {k: v for k, v in self.env.context.items() if k not in given}
            # A key cannot be taken out of a context but by giving it whole.
            self = self.with_context(kept)  # pylint: disable=context-overridden
        now = fields.Datetime.now()
        for vals in vals_list:
            if vals.setdefault("state", first) != first:
                raise UserError(
                    self.env._(
                        "A new record (%(model)s) starts as “%(state)s”.",
                        model=self.env["ir.model"]._get(self._name).name,
                        state=self._get_state_label(first),
                    )
                )
            # Explicit values also shut out `default_…` keys of the context.
            vals.update(dict.fromkeys(hidden, False), date_state=now)
        records = super().create(vals_list)
        records._set_clock()
        return records

    def _check_not_derived(self, names):
        if names:
            raise UserError(
                self.env._(
                    "“%(fields)s” follows from other data and cannot be written.",
                    fields=self._get_field_labels(names),
                )
            )

    def _get_field_labels(self, names):
        labels = (self._fields[name]._description_string(self.env) for name in names)
        return ", ".join(sorted(labels))

    def write(self, vals):
        if not self.env.su:
            derived = self._get_derived_fields() - self._get_guarded_fields()
            self._check_not_derived(derived.intersection(vals))
        guarded = self._get_guarded_fields().intersection(vals)
        if guarded:
            passage = self.env.context.get(PASSAGE_KEY)
            if type(passage) is not _Passage or not passage.covers(self, vals, guarded):
                raise UserError(
                    self.env._(
                        "“%(fields)s” of %(model)s cannot be written: it changes by "
                        "the steps of the procedure only.",
                        fields=self._get_field_labels(guarded),
                        model=self.env["ir.model"]._get(self._name).name,
                    )
                )
        return super().write(vals)

    def _write_guarded(self, vals):
        """Write guarded fields. For the methods of the models only."""
        if not self:
            return True
        passage = _Passage(self, vals, vals.get("state"))
        try:
            own = self.with_context(**TRACED, **{PASSAGE_KEY: passage}).sudo()
            return own.write(vals)
        finally:
            passage.open = False

    def _write_each_guarded(self, vals_list):
        """The same with values of its own for each record.

        In one environment: mail keeps every one that wrote until the transaction ends,
        and the next takes the longer the more there are.
        """
        names = set().union(*vals_list)
        passage = _Passage(self, names)
        own = self.with_context(**TRACED, **{PASSAGE_KEY: passage}).sudo()
        try:
            for record, vals in zip(own, vals_list, strict=True):
                record.write(vals)
        finally:
            passage.open = False

    # -- the arrows --------------------------------------------------------

    def _get_state_label(self, state=None):
        """The label of a state in the user's language."""
        states = dict(self._fields["state"]._description_selection(self.env))
        return states.get(state or self.state, state or self.state)

    def _get_authority_obstacle(self, authority):
        """Why the user has not the authority that an arrow asks for, or False.

        `officer` and `manager` are groups of the Sekreterya; `system` is what
        follows from something else (an approval, the clock, the ledger). Models
        add their own. Code that acts for the system runs as superuser.
        """
        self.ensure_one()
        groups = {
            "officer": "mbb_mentor.group_mentor_officer",
            "manager": "mbb_mentor.group_mentor_manager",
        }
        if self.env.su:
            return False
        if authority in groups:
            if self.env.user.has_group(groups[authority]):
                return False
            return self.env._("Only the Sekreterya may take this step.")
        return self.env._("This step follows by itself and cannot be taken by hand.")

    def _get_arrow_obstacle(self, target):
        """Why this record cannot go to `target` now, or False.

        Buttons, errors and tests share this one answer.
        """
        self.ensure_one()
        authority = self._arrows.get(self.state, {}).get(target)
        if not authority:
            return self.env._(
                "%(name)s: from “%(present)s” there is no step to “%(target)s”.",
                name=self.display_name,
                present=self._get_state_label(),
                target=self._get_state_label(target),
            )
        return self._get_authority_obstacle(authority)

    def _take_arrow(self, target, vals=None):
        """Move each record to `target` and write `vals` with it.

        :raise UserError: with the reason of the first record that may not go
        """
        self.check_access("read")
        sources = defaultdict(lambda: self.browse())
        for record in self:
            obstacle = record._get_arrow_obstacle(target)
            if obstacle:
                raise UserError(obstacle)
            sources[record.state] |= record
        lock_or_tell(self)
        self.env["mbb.step"]._log(self, target)
        self._write_guarded(
            {
                **(vals or {}),
                "state": target,
                "date_state": fields.Datetime.now(),
                "date_due": False,
                "date_reminded": False,
                "date_escalated": False,
            }
        )
        self._set_clock()
        for source, records in sources.items():
            for record in records.sudo():
                record._on_arrow(source, target)
        return True

    def _on_arrow(self, source, target):
        """Consequences of an arrow, as superuser, after the state is written."""
        self.ensure_one()

    @api.model
    def _check_reason(self, reason):
        """The reason without its outer blanks; UserError where there is none."""
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Give the reason: the other side reads it."))
        return reason

    def _take_number(self):
        """Give each record its number, once (sequence code = model name)."""
        missing = self.filtered(lambda r: not r.number)
        by_company = missing.grouped(lambda r: r.company_id or self.env.company)
        for company, records in by_company.items():
            sequences = self.env["ir.sequence"].sudo().with_company(company)
            numbers = sequences._next_many(self._name, len(records))
            records._write_each_guarded([{"number": number} for number in numbers])

    # -- the clock ---------------------------------------------------------

    def _set_clock(self):
        """Set the due date of the present state from the rules of the clock."""
        rules = self.env["mbb.clock.rule"].sudo()._get_by_state(self._name)
        if not rules:
            return
        own = self.sudo()
        together = defaultdict(own.browse)
        for record in own:
            rule = rules.get((record.state, record.company_id)) or rules.get(
                (record.state, self.env["res.company"])
            )
            if rule:
                together[rule, record.company_id, record.date_state] |= record
        # Who begins at one moment is due on one day: the calendar is asked once.
        for (rule, _company, _since), records in together.items():
            records._write_guarded({"date_due": rule._get_due_date(records[:1])})

    def _clock_user(self):
        """Who is reminded inside the Birlik."""
        self.ensure_one()
        user = self["responsible_id"] if "responsible_id" in self._fields else None
        return user or self.create_uid

    def _clock_remind(self):
        """The reminder of a waiting step. Models with outside parties extend it."""
        self._clock_activity(self.env._("Due soon"))

    def _clock_escalate(self):
        """Tell the one above. A late clock never decides anything."""
        for record in self:
            user = record._clock_user()
            superior = record._get_superior(user)
            if superior:
                summary = self.env._(
                    "Overdue, and waiting for %(user)s", user=user.sudo().name
                )
            else:
                summary = self.env._("Overdue: bring it to your superior")
            record._clock_activity(summary, superior or user)

    def _get_superior(self, user):
        """The head of the user's unit, or of one above it, who may read this."""
        self.ensure_one()
        employee = user.sudo().employee_id
        head = employee.parent_id.user_id or employee.department_id.manager_id.user_id
        may = head != user and head.active and head._is_internal()
        if may and self.with_user(head).has_access("read"):
            return head
        return self.env["res.users"]

    @api.model
    def _get_today(self):
        """The day at the Birlik's seat, wherever the user or the scheduler is."""
        return local_today()

    def _is_clock_stopped(self):
        """Whether the record waits for something that no party can hurry."""
        self.ensure_one()
        return False

    def _clock_expire(self):
        """What a rule with expiry does; silence never grants (MPY m.5/4)."""

    def _clock_activity(self, summary, user=None):
        """Put it on the desk of `user`, or of whom the record waits for."""
        if "activity_ids" not in self._fields:
            return
        for record in self:
            told = user or record._clock_user()
            if told and told.active and told._is_internal():
                record.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=record.date_due,
                    summary=summary,
                    user_id=told.id,
                )

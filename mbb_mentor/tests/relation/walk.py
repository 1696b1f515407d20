# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Random walks over a relation, by everybody and by every way.

A walk is drawn from its number: who does what, in which order. After each step the
laws are asked; they read the rows themselves and use none of the methods whose
rules they watch. A walk that breaks a law is shortened to the steps that matter.
"""

import inspect
import random
from copy import copy
from datetime import datetime, timedelta
from functools import partial

from psycopg2 import Error as DatabaseError

from odoo.exceptions import AccessDenied, UserError

from ..common import PDF
from .walk_laws import Laws
from .walk_tables import COVERED, FORGERIES, OVER, ROLES, STAGES, STEPS

#: What a step may be refused with. Anything else is a fault of the product.
REFUSALS = (UserError, AccessDenied, DatabaseError)


def step(weight, **choices):
    """A method that a walk may take so often, with one of each of the choices."""

    def mark(method):
        method.weight, method.choices = weight, choices
        return method

    return mark


class Walk(Laws):
    """One walk: a match, what rests on it, and whoever gets at it."""

    def __init__(self, case, frozen, reached):
        #: The test case with the users and the two applications.
        self.case = case
        #: The clock of the walk.
        self.frozen = frozen
        #: {model: states} that any walk came by.
        self.reached = reached
        self.day = self.case.today
        self._set_clock()
        self.env = self.case.env
        self.savepoint = self.env.cr.savepoint()
        self.rows = {}
        self.before = {}
        self.sealed = {}
        self.last_days = {}

    def fork(self):
        """A walk that goes on from here, and is taken back by itself."""
        other = copy(self)
        other.rows = {}
        for memory in ("before", "sealed", "last_days"):
            setattr(other, memory, dict(getattr(self, memory)))
        other._set_clock()
        other.savepoint = self.env.cr.savepoint()
        return other

    def close(self):
        self.env.invalidate_all(flush=False)
        self.env.transaction.clear()
        self.savepoint.close(rollback=True)
        self.env.transaction.clear()

    @classmethod
    def draw(cls, number, length):
        """The steps of a walk: [(name, {argument: value})]."""
        dice = random.Random(number)
        names = [name for name in vars(cls) if hasattr(getattr(cls, name), "weight")]
        weights = [getattr(cls, name).weight for name in names]
        drawn = [("begin", {"stage": dice.choice(STAGES)})]
        for name in dice.choices(names, weights, k=length):
            choices = getattr(cls, name).choices
            values = {key: dice.choice(of) for key, of in choices.items()}
            drawn.append((name, values))
        return drawn

    def take(self, steps):
        """Take the steps, asking the laws after each."""
        for name, values in steps:
            getattr(self, name)(**values)
            self.ask_the_laws()

    def _set_clock(self):
        noon = datetime.combine(self.day, datetime.min.time()) + timedelta(hours=9)
        self.frozen.move_to(noon)

    # -- means -------------------------------------------------------------

    def _user(self, role):
        return getattr(self.case, f"user_{role}")

    def _all(self, model):
        """The rows of a book that belong to this walk, in a steady order."""
        if model not in self.rows:
            rows = self.env[model].sudo().search([], order="id")
            self.rows[model] = rows - self.case.rows_before[model]
        return self.rows[model]

    def _pick(self, model, number):
        rows = self._all(model)
        return rows[number % len(rows)] if rows else rows

    def _try(self, attempt):
        """A step that the product takes or refuses, whole or not at all."""
        savepoint = self.env.cr.savepoint()
        try:
            try:
                attempt()
                self.env.flush_all()
            except REFUSALS:
                savepoint.rollback()
                self.env.transaction.clear()
                return False
            return True
        finally:
            savepoint.close(rollback=False)
            self.env.invalidate_all()
            self.rows.clear()

    def _call(self, record, name, role):
        method = getattr(record.with_user(self._user(role)), name)
        arguments = [
            "A reason"
            for parameter in inspect.signature(method).parameters.values()
            if parameter.default is parameter.empty
            and parameter.kind == parameter.POSITIONAL_OR_KEYWORD
        ]
        return self._try(lambda: method(*arguments))

    # -- beginnings --------------------------------------------------------

    def begin(self, stage):
        case = self.case
        match = case._propose()
        if stage == "proposed":
            return
        match.action_ask_consents()
        case._grant_all(match)
        case._approve(match, case.user_manager2)
        if stage != "agreed":
            assignment = case._draw_up(
                match, date_from=self.day, date_to=self.day + timedelta(days=4)
            )
            if stage != "drafted":
                case._to_approval(assignment)
            if stage == "approved":
                case._approve(assignment, case.user_approver)
        self.env.flush_all()
        self.rows.clear()

    # -- the right step by the right person --------------------------------

    @step(8, number=range(10), times=range(1, 4))
    def go_on(self, number, times):
        """What a diligent Sekreterya and willing parties would do next."""
        for _time in range(times):
            steps = self._get_next_steps(number)
            if steps:
                self._try(steps[number % len(steps)])

    @step(3, number=range(10))
    def go_far(self, number):
        """The same until there is nothing left to do, or nobody who would."""
        for _time in range(12):
            if not any(self._try(step) for step in self._get_next_steps(number)):
                break

    def _get_next_steps(self, number):
        case, steps = self.case, []
        sides = case._users_by_side()
        for consent in self._all("mbb.consent"):
            if consent.state == "requested":
                user = sides[consent.side]
                steps.append(consent.with_user(user).action_grant)
        for approval in self._all("mbb.approval"):
            if approval.state == "waiting" and approval.approver_ids:
                user = approval.approver_ids[number % len(approval.approver_ids)]
                steps.append(approval.with_user(user)._do_approve)
        for assignment in self._all("mbb.assignment"):
            officer = assignment.with_user(case.user_officer)
            if assignment.state == "draft":
                steps.append(officer.action_ask_consents)
            elif assignment.state == "ongoing" and assignment.date_to <= self.day:
                steps.append(officer.action_complete)
            elif assignment.state in ("consent", "approval"):
                if not assignment.sending_letter_evidence_id:
                    steps.append(partial(case._record_sending_letter, assignment))
        for extension in self._all("mbb.assignment.extension"):
            if extension.state == "draft":
                officer = extension.with_user(case.user_officer)
                steps.append(officer.action_ask_consents)
            elif extension.state in ("consent", "approval"):
                if extension.sudo()._needs_official_letter():
                    steps.append(partial(case._attach_letter, extension))
        for match in self._all("mbb.match"):
            if match.state == "proposed":
                officer = match.with_user(case.user_officer)
                steps.append(officer.action_ask_consents)
        if not steps and match.state in OVER:
            steps.append(case._propose)
        return steps

    @step(2, number=range(10))
    def say_no(self, number):
        """A party or an approver refuses, who may."""
        sides = self.case._users_by_side()
        steps = [
            partial(consent.with_user(sides[consent.side]).action_refuse, "No")
            for consent in self._all("mbb.consent")
            if consent.state == "requested"
        ] + [
            partial(approval.with_user(approval.approver_ids[0])._do_refuse, "No")
            for approval in self._all("mbb.approval")
            if approval.state == "waiting" and approval.approver_ids
        ]
        if steps:
            self._try(steps[number % len(steps)])

    @step(
        2,
        role=("officer", "officer", "officer2", "manager", "other"),
        start=range(-3, 21),
        length=range(41),
    )
    def draw_up(self, role, start, length):
        match = self._all("mbb.match")[-1]
        first = self.day + timedelta(days=start)
        values = self.case._assignment_values(
            match, date_from=first, date_to=first + timedelta(days=length)
        )
        assignments = self.env["mbb.assignment"].with_user(self._user(role))
        self._try(lambda: assignments.create(values))

    @step(
        2,
        role=("officer", "officer", "manager", "expert"),
        number=range(4),
        days=(-5, 0, 1, 2, 3, 10, 20, 30, 200, 400),
    )
    def extend(self, role, number, days):
        assignment = self._pick("mbb.assignment", number)
        if assignment:
            extensions = self.env["mbb.assignment.extension"]
            values = {
                "assignment_id": assignment.id,
                "date_to_new": assignment.date_to + timedelta(days=days),
                "reason": "The work takes longer",
            }
            as_user = extensions.with_user(self._user(role))
            self._try(lambda: as_user.create(values))

    @step(
        2,
        role=("officer", "officer2", "manager", "expert", "giving"),
        days=range(-1, 4),
        hold=(False, True),
        purpose=("session", "session", "preparatory"),
    )
    def meet(self, role, days, hold, purpose):
        match = self._all("mbb.match")[-1]
        start = datetime.combine(self.day, datetime.min.time())
        start += timedelta(days=days, hours=7)
        sessions = self.env["mbb.session"].with_user(self._user(role))

        def attempt():
            session = sessions.create(
                {
                    "match_id": match.id,
                    "purpose": purpose,
                    "date_start": start,
                    "date_stop": start + timedelta(hours=1),
                    "link": "https://meet.example/1",
                    "minutes": "Agreed",
                }
            )
            if hold:
                session.attended_ids = session.attendee_ids
                session.action_hold()

        self._try(attempt)

    # -- anybody, anything -------------------------------------------------

    @step(
        6,
        role=ROLES,
        step=[(model, name) for model, names in STEPS.items() for name in names],
        number=range(10),
    )
    def act(self, role, step, number):
        model, name = step
        record = self._pick(model, number)
        if record:
            self._call(record, name, role)

    @step(
        3,
        role=ROLES,
        number=range(10),
        step=("_do_approve", "_do_approve", "_do_refuse"),
    )
    def decide(self, role, number, step):
        """Somebody decides what waits, whether they may or not."""
        waiting = self._all("mbb.approval").filtered(lambda a: a.state == "waiting")
        if waiting:
            self._call(waiting[number % len(waiting)], step, role)

    @step(
        3,
        role=ROLES,
        number=range(10),
        step=("action_grant", "action_grant", "action_refuse"),
    )
    def answer(self, role, number, step):
        """Somebody answers for a party, whether they may or not."""
        open_ones = self._all("mbb.consent").filtered(lambda c: c.state == "requested")
        if open_ones:
            self._call(open_ones[number % len(open_ones)], step, role)

    @step(
        1,
        role=("giving", "asking", "expert", "other", "viewer"),
        number=range(10),
    )
    def withdraw(self, role, number):
        granted = self._all("mbb.consent").filtered(lambda c: c.state == "granted")
        if granted:
            self._call(granted[number % len(granted)], "action_withdraw", role)

    @step(
        2,
        role=("officer", "manager", "expert", "approver"),
        number=range(10),
        answer=("granted", "granted", "refused", "withdrawn"),
        content=(PDF, PDF, b"", b"<html></html>"),
    )
    def record_paper(self, role, number, answer, content):
        consent = self._pick("mbb.consent", number)
        if consent:
            as_user = consent.with_user(self._user(role))
            self._try(
                lambda: as_user._record_paper(
                    answer,
                    content=content,
                    file_name="muvafakat.pdf",
                    number="E-1",
                    date=self.day,
                    capacity="Belediye Başkanı",
                    reason="A reason",
                )
            )

    @step(
        8,
        role=ROLES,
        forgery=FORGERIES,
        number=range(10),
        way=("write", "sudo", "sudo", "context", "import", "unlink", "copy"),
    )
    def forge(self, role, forgery, number, way):
        """Around the buttons: write, superuser, import, unlink, a made-up context."""
        model, values = forgery
        record = self._pick(model, number)
        if not record:
            return
        as_user = record.with_user(self._user(role))
        made_up = {"open": True, "model": model, "ids": record.ids}
        attempts = {
            "write": lambda: as_user.write(dict(values)),
            "sudo": lambda: record.sudo().write(dict(values)),
            "context": lambda: as_user.with_context(
                mbb_passage=made_up, mbb_covered_passage=made_up, import_file=True
            ).write(dict(values)),
            "import": lambda: as_user.load(
                [".id", *values], [[str(record.id), *map(str, values.values())]]
            ),
            "unlink": as_user.unlink,
            "copy": lambda: as_user.copy(dict(values)),
        }
        if way == "sudo" and model == "mbb.approval" and "state" not in values:
            # The superuser is the product itself: it names who may be asked.
            return
        self._try(attempts[way])

    @step(
        2,
        role=("officer", "manager", "expert", "giving", "approver"),
        change=COVERED,
        number=range(4),
        sudo=(False, True),
    )
    def change_what_is_covered(self, role, change, number, sudo):
        model, field, value = change
        record = self._pick(model, number)
        if record:
            if isinstance(value, int):
                value = self.day + timedelta(days=value)
            as_user = record.sudo() if sudo else record.with_user(self._user(role))
            self._try(lambda: as_user.write({field: value}))

    @step(
        2,
        role=ROLES,
        model=("mbb.match", "mbb.assignment", "mbb.consent"),
        state=("agreed", "active", "approved", "granted"),
        by_default=(False, True),
    )
    def create_in_a_late_state(self, role, model, state, by_default):
        match = self._all("mbb.match")[-1]
        values = {
            "mbb.match": {
                "mentor_id": match.mentor_id.id,
                "mentee_id": match.mentee_id.id,
            },
            "mbb.assignment": self.case._assignment_values(match),
            "mbb.consent": {
                "match_id": match.id,
                "side": "expert",
                "partner_id": self.case.expert.id,
                "institution_id": self.case.giving.id,
                "request_text": "x",
                "company_id": match.company_id.id,
            },
        }[model]
        records = self.env[model].with_user(self._user(role))
        if by_default:
            records = records.with_context(default_state=state)
        else:
            values = {**values, "state": state}
        self._try(lambda: records.create(values))

    # -- time and people ---------------------------------------------------

    @step(2, days=(1, 1, 3, 9, 15, 40))
    def days_pass(self, days):
        """The clocks run after some days, perhaps for the first time in weeks."""
        self.day += timedelta(days=days)
        self._set_clock()
        self.env.invalidate_all()
        self._try(self.env["mbb.clock.rule"].sudo()._cron_tick)
        self._try(self.env["mbb.assignment"].sudo()._cron_start)

    @step(1, role=("giving", "asking"), again=(False, True))
    def power_to_answer_ends(self, role, again):
        """A representative's term ends, or is given to them again."""
        rows = self.env["mbb.representative"].sudo()
        row = rows.search([("user_id", "=", self._user(role).id)], limit=1)
        end = False if again else self.day - timedelta(days=1)
        if row and (not end or row.date_from <= end):
            self._try(lambda: row.write({"date_to": end}))

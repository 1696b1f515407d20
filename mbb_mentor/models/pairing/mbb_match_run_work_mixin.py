# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import logging
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.tools import SQL

from ... import matching

_logger = logging.getLogger(__name__)

#: First half of the key of the advisory lock; the second is the run's id.
_LOCK = 0x6D6262
#: What share of the work is done when a step begins, in percent.
_STEPS = {"scoring": 0, "solving": 70, "full_lists": 80, "greedy": 85, "explaining": 90}


class MbbMatchRunWorkMixin(models.AbstractModel):
    """How a run is computed in the background.

    A dedicated connection holds an advisory lock while somebody computes. It goes with
    the process: a run that is marked as being computed while nobody holds its lock was
    cut off, and is marked as stopped. Until the result is stored, in one transaction,
    nothing but the progress is written.
    """

    _name = "mbb.match.run.work.mixin"
    _description = "Matching Run in the Background"

    @api.model
    def _cron_compute(self):
        """Compute what waits; mark what was cut off."""
        runs = self.search([("state", "=", "running")], order="id")
        cron = self.env["ir.cron"]
        for done, found in enumerate(runs, 1):
            # What it says is read by people; the clock itself speaks English.
            lang = found.responsible_id.lang or found.create_uid.lang
            run = found.with_context(lang=lang)
            with run._hold() as held:
                # Another server may have ended it since it was found.
                run._release()
                held = held and run.state == "running"
                if held and run.date_begun:
                    run._stop(
                        run.env._(
                            "The server stopped while it was being computed. Nothing "
                            "was stored; compute it again."
                        )
                    )
                elif held:
                    run._work()
            if not cron._commit_progress(1, remaining=len(runs) - done):
                break

    @contextmanager
    def _hold(self):
        """Hold the run's lock on a connection of its own; yields whether it is ours."""
        self.ensure_one()
        with self.env.registry.cursor() as cr:
            cr.execute(SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", _LOCK, self.id))
            yield cr.fetchone()[0]

    def _work(self):
        """Compute the run; whatever goes wrong, it ends with a reason to read."""
        self.ensure_one()
        try:
            self._compute_plan()
        except matching.Stopped:
            self._give_up("stopped", self.env._("Stopped on request."))
        except Exception as error:
            _logger.exception("Matching run %s failed", self.number)
            self._give_up("failed", str(error))

    def _give_up(self, state, reason):
        """Nothing of the result is kept."""
        self.env.cr.rollback()
        self.env.invalidate_all()
        self.sudo()._take_arrow(state, {"stop_reason": reason})

    def _compute_plan(self):
        self._write_guarded({"date_begun": fields.Datetime.now()})
        cohort = self._prepare_cohort()
        weights = self._get_weights_to_use()
        self._write_guarded(
            {"progress": 0, "weights": cohort["weights"], "weights_id": weights.id}
        )
        # The others see that it is being computed, and may ask to stop it.
        self._release()
        try:
            plan = matching.plan(cohort, progress=self._tell)
            report = self._prepare_report(cohort, plan)
        except matching.CohortError as error:
            self._give_up("no_solution", self._explain_error(cohort, error))
            return
        self._release()
        self._store(cohort, plan, report)
        self.env.flush_all()

    def _explain_error(self, cohort, error):
        """A refused cohort in the words of the people who made it."""
        for index, pair in enumerate(cohort["required"]):
            if error.field.startswith(f"required[{index}]"):
                mentor, mentee = map(int, pair)
                return self.env._(
                    "%(mentor)s is pinned to %(mentee)s, which is not possible: "
                    "%(error)s",
                    mentor=self.env["mbb.mentor"].browse(mentor).display_name,
                    mentee=self.env["mbb.mentee"].browse(mentee).display_name,
                    error=error,
                )
        return str(error)

    def _release(self):
        """End the transaction: the rows are read anew, and nobody waits for us."""
        self.env.cr.commit()  # pylint: disable=invalid-commit
        self.env.invalidate_all()

    def _tell(self, step, done, total):
        """Write the progress for others to see; False once somebody asked to stop.

        On a connection of its own: what it writes is seen at once. SQL, since the ORM
        would bring along everything that hangs on a run.
        """
        start = _STEPS[step]
        later = [share for share in _STEPS.values() if share > start]
        share = done / total if total else 0
        percent = int(start + (min(later, default=100) - start) * min(share, 1))
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    "UPDATE mbb_match_run SET progress = %s WHERE id = %s "
                    "RETURNING stop_asked",
                    percent,
                    self.id,
                )
            )
            return not cr.fetchone()[0]

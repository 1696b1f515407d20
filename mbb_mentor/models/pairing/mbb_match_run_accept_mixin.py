# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import logging

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

#: Pairs that are proposed together; more than these are proposed in the background.
_BATCH = 100


class MbbMatchRunAcceptMixin(models.AbstractModel):
    """How all that a run found is proposed.

    An officer decides it; with many pairs the work is done in the background, in their
    name and with their rights. Every batch is stored by itself, so that what was cut
    off goes on where it stood.
    """

    _name = "mbb.match.run.accept.mixin"
    _description = "Proposing What a Matching Run Found"

    accepting_user_id = fields.Many2one(
        "res.users",
        string="Proposed in the Background For",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    def action_accept_all(self):
        """Propose every pair that nobody has decided; what cannot be any more says so."""
        self.ensure_one()
        self._check_officer()
        if self.accepting_user_id:
            raise UserError(
                self.env._("%(run)s is being proposed already.", run=self.number)
            )
        lines = self._get_open_pairs(_BATCH + 1)
        if len(lines) <= _BATCH:
            self._accept(lines)
            return self.action_apply()
        lines[:1]._check_open()
        self._write_guarded({"accepting_user_id": self.env.uid})
        self.env.ref("mbb_mentor.ir_cron_match_run_accept")._trigger()
        return True

    def _get_open_pairs(self, limit):
        return self.env["mbb.match.run.line"].search(
            [
                ("run_id", "=", self.id),
                ("mentor_id", "!=", False),
                ("decision", "=", "open"),
            ],
            limit=limit,
        )

    def _accept(self, lines):
        """All at once; where one is in the way, half by half, to leave out that one."""
        if not lines:
            return
        try:
            with self.env.cr.savepoint():
                lines.action_accept()
        except (UserError, IntegrityError) as error:
            if len(lines) == 1:
                note = str(error)
                if isinstance(error, IntegrityError):
                    note = self.env["mbb.match"]._sql_error_to_message(error)
                lines._decide("gone", note=note)
                return
            half = len(lines) // 2
            self._accept(lines[:half])
            self._accept(lines[half:])

    def _stop_accepting(self):
        """What was proposed stays so; the rest can be decided."""
        self._write_guarded({"accepting_user_id": False})

    @api.model
    def _cron_accept(self):
        """Go on with what is to be proposed."""
        for found in self.search([("accepting_user_id", "!=", False)], order="id"):
            user = found.accepting_user_id
            run = found.with_user(user).with_context(lang=user.lang)
            try:
                if not run._accept_some():
                    break
            except UserError as error:
                self.env.cr.rollback()
                _logger.warning("Matching run %s: %s", found.number, error)
                found._stop_accepting()
                found._message_log(body=str(error))

    def _accept_some(self):
        """Batch by batch; False where the scheduler's time is over before the end."""
        cron = self.env["ir.cron"].sudo()
        # Somebody may have stopped it or finished the run since the last batch.
        while self.accepting_user_id and self.state == "computed":
            # Whoever has left or lost the right meanwhile proposes nothing more.
            self._check_officer()
            if not self.env.user.active:
                raise UserError(
                    self.env._(
                        "%(user)s is not active any more. The pairs that are left have "
                        "to be proposed by somebody else.",
                        user=self.env.user.name,
                    )
                )
            self._accept(self._get_open_pairs(_BATCH))
            if not self.open_count:
                self.action_apply()
                break
            if not cron._commit_progress(_BATCH, remaining=self.open_count):
                return False
            self.env.invalidate_all()
        self.sudo()._stop_accepting()
        return bool(cron._commit_progress(remaining=0))

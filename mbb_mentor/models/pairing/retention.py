# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""How a person is taken out of what this room keeps: matches and runs."""

from odoo import api, models

from ..base.anonymising import FILE, STAYS, WORDS

#: Why a match did not come about or ended may tell something of the person.
ENDED = {"decline_reason": WORDS, "cancel_reason": WORDS, "end_reason": WORDS}
#: {model: {path to the person: {field: how}}}
DECLARED = {
    "mbb.match": {
        "mentor_person_id": ENDED,
        "mentee_person_id": ENDED,
    },
    # The cohort of a run holds the words of the applications.
    "mbb.match.run": {
        "line_ids.mentor_id.person_id": {"cohort": FILE},
        "line_ids.mentee_id.person_id": {"cohort": FILE},
    },
    "mbb.match.run.line": {"mentor_id.person_id": {"note": STAYS}},
    "mbb.pair.rule": {
        "mentor_id.person_id": {"reason": WORDS},
        "mentee_id.person_id": {"reason": WORDS},
    },
}


class MbbAnonymiser(models.AbstractModel):
    _inherit = "mbb.anonymiser"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_declarations(self):
        return {**super()._get_declarations(), **DECLARED}

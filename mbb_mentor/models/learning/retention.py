# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""How a person is taken out of what this room keeps: their answers."""

from ..base.anonymising import BLANK, FILES, GOES, MAIL, ROW, STAYS, WORDS
from ..relation.retention import DECLARED as RELATION

#: What was learnt is the programme's: a name in it goes, the knowledge does not.
PRACTICE = dict.fromkeys(
    (
        "problem",
        "problem_en",
        "solution",
        "solution_en",
        "result",
        "result_en",
        "cost",
        "cost_en",
        "conditions",
        "conditions_en",
        "return_reason",
        "archive_reason",
        "search_key",
        "search_key_en",
        "people_shown",
    ),
    STAYS,
)
PUBLICATION = {
    "request_text": STAYS,
    "capacity": WORDS,
    "answer_note": WORDS,
    "reason": WORDS,
    "withdraw_reason": WORDS,
    "document_number": BLANK,
    FILES: GOES,
}
#: {model: {path to the person: {field: how}}}
DECLARED = {
    # Scores and choices stay: the means of the year rest on them.
    "mbb.evaluation": {"partner_id": {}},
    "survey.user_input": {"partner_id": {"email": MAIL, "nickname": BLANK}},
    "survey.user_input.line": {
        "user_input_id.partner_id": {"value_char_box": WORDS, "value_text_box": WORDS}
    },
    # What was to be reached and what came of it is the match's, with another side.
    "mbb.goal": {
        "owner_id": {"measure": STAYS, "result_note": STAYS, "drop_reason": WORDS}
    },
    "mbb.goal.progress": {"user_id.partner_id": {"note": WORDS}},
    "mbb.self.assessment": {"match_id.mentee_person_id": {}},
    "mbb.recommendation": {
        "owner_id": {"description": STAYS, "result_note": STAYS}
    },
    "mbb.recommendation.followup": {"user_id.partner_id": {"note": STAYS}},
    "mbb.certificate": {"partner_id": {}},
    "mbb.letter": {
        **RELATION["mbb.letter"],
        "certificate_id.partner_id": {"correction_reason": WORDS, FILES: GOES},
    },
    # Whom a picture of it shows it holds as well.
    "mbb.practice": {"person_ids": PRACTICE, "picture_ids.person_ids": {}},
    # A picture on which somebody is seen names them.
    "mbb.practice.picture": {"person_ids": {ROW: GOES}},
    "mbb.practice.consent": {
        "partner_id": PUBLICATION,
        "answered_by_id.partner_id": {"capacity": WORDS, "answer_note": WORDS},
        "withdrawn_by_id.partner_id": {"withdraw_reason": WORDS},
    },
}
#: What names somebody, and why no person has to be taken out of it.
UNDECLARED = {
    "mbb.destruction": "What somebody did in the service of the Birlik.",
    "mbb.need.analysis": "What somebody did in the service of the Birlik.",
    "mbb.activity.report": "What somebody did in the service of the Birlik.",
    "mbb.practice.score": "What somebody did in the service of the Birlik.",
}

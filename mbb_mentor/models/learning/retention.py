# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""How a person is taken out of what this room keeps: their answers."""

from ..base.anonymising import BLANK, MAIL, WORDS

#: {model: {path to the person: {field: how}}}
DECLARED = {
    # Scores and choices stay: the means of the year rest on them.
    "mbb.evaluation": {"partner_id": {}},
    "survey.user_input": {"partner_id": {"email": MAIL, "nickname": BLANK}},
    "survey.user_input.line": {
        "user_input_id.partner_id": {"value_char_box": WORDS, "value_text_box": WORDS}
    },
}
#: What names somebody, and why no person has to be taken out of it.
UNDECLARED = {"mbb.destruction": "What somebody did in the service of the Birlik."}

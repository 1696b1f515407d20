# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What the walks are made of: whose steps, which forgeries, by whom."""

import base64

from ..common import PDF

BOOKS = (
    "mbb.match",
    "mbb.consent",
    "mbb.approval",
    "mbb.assignment",
    "mbb.assignment.extension",
    "mbb.session",
    "mbb.session.task",
    "mbb.letter",
    "mbb.evidence",
)
STEPS = {
    "mbb.match": (
        "action_ask_consents",
        "action_take_back",
        "action_send_to_approval",
        "action_start_evaluation",
        "action_close",
        "action_cancel",
        "action_end",
        "action_refuse_approval",
    ),
    "mbb.consent": ("action_grant", "action_refuse", "action_withdraw"),
    "mbb.approval": ("_do_approve", "_do_refuse"),
    "mbb.assignment": (
        "action_ask_consents",
        "action_take_back",
        "action_send_to_approval",
        "action_start",
        "action_complete",
        "action_end",
        "action_cancel",
        "action_refuse_approval",
    ),
    "mbb.assignment.extension": (
        "action_ask_consents",
        "action_take_back",
        "action_send_to_approval",
        "action_cancel",
        "action_refuse_approval",
    ),
    "mbb.session": ("action_hold", "action_postpone", "action_plan", "action_cancel"),
    "mbb.session.task": ("action_done", "action_drop", "action_open_again"),
}
#: What somebody without scruples writes: (model, values).
FORGERIES = (
    *(
        (model, {"state": state})
        for model, states in {
            "mbb.match": ("agreed", "active", "proposed", "done"),
            "mbb.consent": ("granted", "requested", "cancelled"),
            "mbb.approval": ("approved", "waiting"),
            "mbb.assignment": ("approved", "ongoing", "draft", "done"),
            "mbb.assignment.extension": ("approved", "draft"),
            "mbb.session": ("held", "planned"),
        }.items()
        for state in states
    ),
    ("mbb.consent", {"answered_by_id": 1, "channel": "portal"}),
    ("mbb.consent", {"request_text": "Something else"}),
    ("mbb.consent", {"side": "expert"}),
    ("mbb.approval", {"decided_by_id": 1}),
    ("mbb.approval", {"reason": "Something else"}),
    ("mbb.approval", {"approver_ids": [(5, 0, 0)]}),
    ("mbb.assignment", {"sending_letter_number": "E-9"}),
    ("mbb.assignment", {"prepared_by_id": False}),
    ("mbb.match", {"proposed_by_id": False, "asked_by_id": False}),
    ("mbb.letter", {"sha256": "0" * 64}),
    ("mbb.letter", {"date": "2020-01-01"}),
    ("mbb.evidence", {"name": "another.pdf"}),
    ("mbb.evidence", {"file": base64.b64encode(PDF + b"%")}),
)
#: What may change only while nothing was agreed: (model, field, days or text).
COVERED = (
    ("mbb.match", "date_to", 400),
    ("mbb.match", "date_to", 5),
    ("mbb.assignment", "date_to", 30),
    ("mbb.assignment", "date_to", 400),
    ("mbb.assignment", "date_from", 0),
    ("mbb.assignment", "tasks", "Something else"),
    ("mbb.assignment", "place", "Somewhere else"),
    ("mbb.assignment.extension", "date_to_new", 12),
    ("mbb.assignment.extension", "date_to_new", 500),
)
OVER = ("declined", "cancelled", "ended", "done")
#: Walks that start late get far enough to break something.
STAGES = ("proposed", "agreed", "drafted", "submitted", "approved")
ROLES = (
    "officer",
    "officer2",
    "manager",
    "manager2",
    "approver",
    "approver2",
    "registry",
    "employee",
    "mayor",
    "giving",
    "asking",
    "expert",
    "applicant",
    "viewer",
    "other",
)

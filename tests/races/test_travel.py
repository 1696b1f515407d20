"""Two people at the same moment: over one advance, one payment, one entry."""

from test_relation import AGREE, SCENE

MONEY = (
    SCENE
    + AGREE
    + """
PDF = b"%PDF-1.4\\n%%EOF\\n"
for duty in ("checker", "control", "authoriser"):
    user(f"race.{duty}", f"mbb_mentor_expense.group_travel_{duty}")
accountants = [
    user(f"race.accountant{number}", "mbb_mentor_expense.group_travel_accountant")
    for number in (1, 2)
]
env.company._mbb_setup_travel_accounts()
env.company.mbb_stamp_tax_base = "all"
bank = env["account.journal"].search(
    [("type", "=", "bank"), ("company_id", "=", env.company.id)], limit=1
)
payee = (
    env["mbb.travel.payee"]
    .with_user(expert_user)
    .sudo()
    .create(
        {
            "expert_id": expert.id,
            "iban": "TR330006100519786457841326",
            "identity_number": "10000000146",
            "company_id": env.company.id,
        }
    )
)
payee.with_user(accountants[0]).sudo(False).action_check()


def decide(record):
    rows = record.sudo().approval_ids.filtered(lambda row: row.state == "waiting")
    for row in rows:
        row.with_user(row.approver_ids[:1])._do_approve()


assignment = draw_up(
    today + timedelta(days=3),
    today + timedelta(days=4),
    payer="birlik",
    coverage_allowance=1,
    coverage_lodging=1,
    coverage_transport=1,
)
assignment.action_draw_up_order()
order = assignment.spending_order_id
order.write({"appropriation": "03.3.1.01", "amount": 9000})
order._record_document(
    number="HT-E-1", date=today, file_name="talimat.pdf", content=PDF
)
order.action_ask_approval()
decide(order)
to_approval(assignment)
decide(assignment)
"""
)

ADVANCE = """
request = {"assignment_id": assignment.id, "amount": 500}
"""

REQUESTS = (
    MONEY
    + ADVANCE
    + """
env.cr.commit()


def ask(own):
    own["mbb.travel.advance"].create(request)


run(*((login, uid, ask) for login, uid in (("a", officer.id), ("b", managers[0].id))))
advances = env["mbb.travel.advance"].search([("assignment_id", "=", assignment.id)])
print("ADVANCES", advances.mapped("state"), len(advances.approval_ids))
"""
)


def test_two_requests_for_an_advance_at_once(house):
    """Who has not accounted for one gets no other (5018 m.35): the database says so."""
    said = house.shell(house.clone("addons"), REQUESTS)
    assert "ANSWERS ['UniqueViolation', 'done']" in said, said
    assert "ADVANCES ['requested'] 1" in said, said


PAYMENTS = (
    MONEY
    + ADVANCE
    + """
advance = env["mbb.travel.advance"].with_user(officer).create(request).sudo()
decide(advance)
env.cr.commit()


def pay(own):
    own["mbb.travel.advance"].browse(advance.id)._pay(
        own["account.journal"].browse(bank.id), today
    )


run(*((row.login, row.id, pay) for row in accountants))
payments = advance.move_ids.origin_payment_id
print("ADVANCE", advance.state, advance.amount_open, payments.mapped("amount"))
"""
)


def test_two_payments_of_one_advance_at_once(house):
    """It is paid once; the other accountant is told so, and no entry is left."""
    said = house.shell(house.clone("addons"), PAYMENTS)
    assert "ANSWERS ['done', 'refused']" in said, said
    assert "ADVANCE paid 500.0 [500.0]" in said, said


ENTRIES = (
    MONEY
    + """
env.flush_all()
# Claims follow the return.
env.cr.execute(
    "UPDATE mbb_assignment SET date_from = '2026-03-10', date_to = '2026-03-11' "
    "WHERE id = %s",
    [assignment.id],
)
env.invalidate_all()
claim = (
    env["mbb.travel.claim"]
    .with_user(officer)
    .create(
        {
            "assignment_id": assignment.id,
            "title": "City Planner",
            "degree": 3,
            "leg_ids": [
                Command.create(
                    {
                        "kind": "bus",
                        "place_from": "Edremit",
                        "place_to": "Ankara",
                        "date_departure": f"2026-03-{day} 06:00:00",
                        "date_arrival": f"2026-03-{day} 12:00:00",
                        "amount": 500,
                    }
                )
                for day in (10, 11)
            ],
        }
    )
)
claim.action_submit()
decide(claim)
claim._record_signed(unit_name="Head of Unit", content=PDF, file_name="bildirim.pdf")
while claim.state != "approved":
    decide(claim)
env.cr.commit()


def post(own):
    own["mbb.travel.claim"].browse(claim.id).action_post()


run(*((row.login, row.id, post) for row in accountants))
moves = claim.sudo().move_ids
print("CLAIM", claim.state, moves.mapped("state"))
print("BALANCE", sum(moves.line_ids.mapped("balance")))
"""
)


def test_two_accountants_post_one_claim_at_once(house):
    """One entry stands in the ledger; the other accountant is told so."""
    said = house.shell(house.clone("addons"), ENTRIES)
    assert "ANSWERS ['done', 'refused']" in said, said
    assert "CLAIM posted ['posted']" in said, said
    assert "BALANCE 0.0" in said, said

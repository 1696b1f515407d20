# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
from datetime import datetime
from itertools import count

import pytz

from odoo import Command
from odoo.tests import Form

from odoo.addons.mbb_mentor.tests.common import PDF, MentorCommon


INVOICES = count()
#: Specimens with right check digits.
IBAN = "TR330006100519786457841326"
TCKN = "10000000146"


class TravelCommon(MentorCommon):
    """An approved assignment that the Birlik pays, and one user a duty of travel."""

    match_from = "2026-01-01"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company._mbb_setup_travel_accounts()
        cls.company.mbb_stamp_tax_base = "all"
        cls.ground = cls.env.ref("mbb_mentor_expense.mbb_travel_return_reason_error")
        cls.match = cls._create_match()
        cls.assignment = cls._create_assignment()
        cls.payee = cls._create_payee(cls.expert)

    @classmethod
    def _get_staff(cls):
        duties = ("checker", "control", "authoriser", "accountant")
        group = "mbb_mentor_expense.group_travel_"
        return {**super()._get_staff(), **{duty: group + duty for duty in duties}}

    @classmethod
    def _create_match(cls):
        match = (
            cls.env["mbb.match"]
            .with_user(cls.user_officer)
            .create(
                {
                    "mentor_id": cls._create_mentor().id,
                    "mentee_id": cls._create_mentee().id,
                    "date_from": cls.match_from,
                    "date_to": "2027-12-31",
                }
            )
        )
        match.action_ask_consents()
        cls._grant(match)
        cls._decide(match)
        return match

    @classmethod
    def _decide(cls, record):
        """Whoever is asked approves."""
        rows = record.sudo().approval_ids.filtered(lambda a: a.state == "waiting")
        for row in rows:
            row.with_user(row.approver_ids[:1])._do_approve()

    @classmethod
    def _grant(cls, record):
        """Each party answers for itself."""
        users = {cls.giving: cls.user_giving, cls.asking: cls.user_asking}
        for consent in record.sudo().consent_ids:
            if consent.state != "requested":
                continue
            person = consent.partner_id.user_ids[:1]
            user = person or users[consent.institution_id]
            consent.with_user(user).sudo().action_grant()

    @classmethod
    def _name(cls, person):
        """Named by the institution, and confirmed on paper."""
        mentor = cls.match.sudo().mentor_id
        if mentor._get_expert_obstacle(person):
            if not mentor._knows_person(person):
                person.sudo().parent_id = mentor.institution_id
            named = mentor.with_user(cls.user_officer)._name_expert(person)
            named._record_paper("confirmed", content=PDF, file_name="imza.pdf")

    @classmethod
    def _create_assignment(cls, approved=True, **values):
        cls._name(cls.env["res.partner"].browse(values.get("expert_id", cls.expert.id)))
        assignment = (
            cls.env["mbb.assignment"]
            .with_user(cls.user_officer)
            .create(
                {
                    "match_id": cls.match.id,
                    "expert_id": cls.expert.id,
                    "sending_institution_id": cls.giving.id,
                    "host_institution_id": cls.asking.id,
                    "place": "Ankara, town hall",
                    "date_from": "2026-03-10",
                    "date_to": "2026-03-11",
                    "tasks": "Review of the zoning plan notes",
                    "payer": "birlik",
                    "coverage_allowance": 1,
                    "coverage_lodging": 1,
                    "coverage_transport": 1,
                    **values,
                }
            )
        )
        if approved:
            assignment._record_sending_letter(
                channel="ebys",
                number="E-1",
                date="2026-03-01",
                file_name="letter.pdf",
                content=PDF,
            )
            assignment.action_ask_consents()
            cls._grant(assignment)
            if assignment.birlik_pays:
                cls._order_spending(assignment)
            cls._decide(assignment)
        return assignment

    @classmethod
    def _utc(cls, text, tz="Europe/Istanbul"):
        """A local time at the place, as it is stored."""
        local = pytz.timezone(tz).localize(datetime.fromisoformat(text))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    @classmethod
    def _leg(cls, departure, arrival, kind="bus", amount=0, **values):
        places = ("İstanbul", "Ankara")
        return Command.create(
            {
                "kind": kind,
                "place_from": values.pop("place_from", places[0]),
                "place_to": values.pop("place_to", places[1]),
                "date_departure": cls._utc(departure),
                "date_arrival": cls._utc(arrival),
                "amount": amount,
                **values,
            }
        )

    @classmethod
    def _taxi(cls, amount, count=1):
        return Command.create({"kind": "taxi", "amount": amount, "count": count})

    @classmethod
    def _stay(cls, date_from, nights, total, paper=True):
        return Command.create(
            {
                "name": "Otel Başkent",
                "date_from": date_from,
                "nights": nights,
                "invoice_number": f"A-{date_from}",
                "invoice_total": total,
                # Each stay has an invoice of its own.
                "document": paper
                and base64.b64encode(PDF + f"% {next(INVOICES)}".encode()),
                "document_name": "invoice.pdf" if paper else False,
            }
        )

    @classmethod
    def _create_claim(cls, assignment=None, **values):
        """D4 of the worked examples, unless told otherwise: 3,610.00."""
        return (
            cls.env["mbb.travel.claim"]
            .with_user(cls.user_officer)
            .create(
                {
                    "assignment_id": (assignment or cls.assignment).id,
                    "title": "City Planner",
                    "degree": 3,
                    "additional_indicator": 3600,
                    "leg_ids": [
                        cls._leg("2026-03-10T08:00", "2026-03-10T12:00", amount=500),
                        cls._leg(
                            "2026-03-11T10:00",
                            "2026-03-11T15:00",
                            amount=500,
                            place_from="Ankara",
                            place_to="İstanbul",
                        ),
                        cls._taxi(100, 2),
                    ],
                    "lodging_ids": [cls._stay("2026-03-10", 1, 1250)],
                    **values,
                }
            )
        )

    @classmethod
    def _day_claim(cls, departure, arrival, fare, **values):
        """A trip out and back within one day."""
        return cls._create_claim(
            **values,
            leg_ids=[
                cls._leg(departure, departure, amount=fare),
                cls._leg(arrival, arrival, amount=fare),
            ],
            lodging_ids=[],
        )

    @classmethod
    def _approve(cls, claim, *users):
        """Let each decide in turn on what waits; the signed paper comes between."""
        for user in users:
            if claim.state == "confirmed" and not claim.sudo().signed_on:
                cls._sign(claim)
            row = claim.sudo().approval_ids.filtered(lambda a: a.state == "waiting")
            row.with_user(user)._do_approve()

    @classmethod
    def _approve_all(cls, claim):
        """Everybody whom the rules of a submitted claim ask."""
        cls._approve(
            claim,
            cls.user_manager,
            cls.user_checker,
            cls.user_control,
            cls.user_authoriser,
        )

    @classmethod
    def _sign(cls, claim):
        """The declaration came back signed by the claimant and the unit."""
        claim.with_user(cls.user_officer)._record_signed(
            unit_name="Head of Unit", content=PDF, file_name="bildirim.pdf"
        )

    @classmethod
    def _approved_claim(cls, **values):
        claim = cls._create_claim(**values)
        claim.action_submit()
        cls._approve_all(claim)
        return claim

    @classmethod
    def _posted_claim(cls, **values):
        claim = cls._approved_claim(**values)
        claim.with_user(cls.user_accountant).action_post()
        return claim

    @classmethod
    def _create_payee(cls, expert, checked=True, **values):
        """An account as the person enters it, held against the papers by finance."""
        payee = (
            cls.env["mbb.travel.payee"]
            .with_user(expert.user_ids[:1] or cls.user_officer)
            .sudo()
            .create(
                {
                    "expert_id": expert.id,
                    "iban": IBAN,
                    "identity_number": TCKN,
                    "company_id": cls.company.id,
                    **values,
                }
            )
        )
        if checked:
            payee.with_user(cls.user_accountant).sudo(False).action_check()
        return payee

    @classmethod
    def _pay(cls, claim, **values):
        action = claim.with_user(cls.user_accountant).action_register_payment()
        wizard = Form.from_action(claim.with_user(cls.user_accountant).env, action)
        for name, value in values.items():
            setattr(wizard, name, value)
        wizard.save()._create_payments()

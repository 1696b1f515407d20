# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Who gets what at each address: the table that test_routes asks row by row.

A row is an address and, for each answer, who gets it. Who is not named gets 404, the
same for "not yours" as for "not there"; nobody (not signed in) is led to the sign-in
page (303) unless the row says what they get. `{name}` is the id of that record of
PortalWorld. A new route without a row fails test_every_address_has_a_row.

To print it: python3 mbb_mentor_portal/tests/routes.py
"""

#: The columns of the table: `asking` and `giving` are the representatives of the
#: two institutions of a relation, applicant, viewer and former are of `asking`.
WHO = {
    "nobody": "Not signed in",
    "viewer": "Viewer",
    "applicant": "Applicant",
    "asking": "Representative of the mentee's institution",
    "giving": "Representative of the mentor's institution",
    "expert": "Expert",
    "former": "Former representative",
    "other": "Representative of another institution",
    "officer": "Officer of the Sekreterya",
    "employee": "Employee without a group",
}
ASKING = "asking applicant viewer"
APPLYING = "asking applicant"
BOTH = f"{ASKING} giving expert"
SIGNED_IN = " ".join(who for who in WHO if who != "nobody")
ALL = " ".join(WHO)
INSIDE = f"{BOTH} former other"
LETTER = {200: f"{BOTH} officer"}

#: Pages and files.
GET = {
    "/mentoring": {200: ALL},
    "/mentoring/verify": {200: ALL},
    "/mentoring/verify/x": {404: ALL},
    # For everybody
    "/mentoring/calls": {200: ALL},
    "/mentoring/calls/{call}": {200: ALL},
    "/mentoring/calls/999999999": {404: ALL},
    "/mentoring/events": {200: ALL},
    "/mentoring/events/{event}": {200: ALL},
    "/mentoring/events/999999999": {404: ALL},
    "/mentoring/events/{event}/calendar.ics": {200: ALL},
    "/mentoring/events/{event}/register": {200: ALL},
    "/mentoring/practices": {200: ALL},
    "/mentoring/practices/page/2": {200: ALL},
    "/mentoring/practices/{practice_public}": {200: ALL},
    "/mentoring/practices/{practice_public}/pictures/{practice_picture}": {200: ALL},
    "/mentoring/practices/{practice_public}/pictures/{practice_picture}/card": {200: ALL},
    "/mentoring/practices/{practice_public}/pictures/999999999": {404: ALL},
    "/mentoring/practices/{practice_public}/files/999999999": {404: ALL},
    "/mentoring/practices/iuo-1999-0001": {404: ALL},
    "/mentoring/reports": {200: ALL},
    "/mentoring/reports/{report_year}": {200: ALL},
    "/mentoring/reports/{report_year}/pdf": {200: ALL},
    "/mentoring/reports/{report_year}/csv": {200: ALL},
    "/mentoring/reports/{report_year}/xlsx": {200: ALL},
    "/mentoring/reports/1999": {404: ALL},
    "/mentoring/reports/1999/pdf": {404: ALL},
    "/mentoring/reports/99999999999999999999": {404: ALL},
    "/mentoring/accessibility": {200: ALL},
    "/mentoring/accessibility/feedback": {200: ALL},
    "/mentoring/privacy": {200: ALL},
    "/mentoring/privacy/application-1": {200: ALL},
    "/mentoring/privacy/x": {404: ALL},
    "/mentoring/register": {200: ALL},
    "/mentoring/register/form": {200: ALL},
    "/mentoring/register/form?institution=999999999": {404: ALL},
    "/mentoring/register/sent": {200: ALL},
    "/mentoring/register/confirmed": {200: ALL},
    "/mentoring/invitations/accepted": {200: ALL},
    # Who holds the link; see test_registration, test_invitation, test_calendar_feed.
    "/mentoring/register/confirm/{registration_link}": {200: ALL},
    "/mentoring/register/confirm/x": {404: ALL},
    "/mentoring/invitation/{invitation_link}": {200: ALL},
    "/mentoring/invitation/x": {404: ALL},
    "/mentoring/calendar/x.ics": {404: ALL},
    # The platform's, whose answer is ours; see test_safety.
    "/web/reset_password": {200: ALL},
    # Who belongs to an institution adds nobody to it; see test_address.
    "/my/addresses": {303: INSIDE, 200: "officer employee"},
    "/my/address": {403: INSIDE, 200: "officer employee"},
    "/my/mentoring": {200: SIGNED_IN},
    "/my/mentoring/all/mentees": {200: SIGNED_IN},
    "/my/mentoring/all/claims/page/2": {200: SIGNED_IN},
    "/my/mentoring/all/secrets": {},
    # Everybody's own
    "/my/mentoring/calendar": {200: SIGNED_IN},
    "/my/mentoring/data": {200: SIGNED_IN},
    "/my/mentoring/data/export/json": {200: SIGNED_IN},
    "/my/mentoring/data/export/pdf": {200: SIGNED_IN},
    "/my/mentoring/data/requests/new": {200: SIGNED_IN},
    "/my/mentoring/data/requests/{asked}": {200: "expert"},
    "/my/mentoring/data/requests/999999999": {},
    # The institution
    "/my/mentoring/institution": {200: SIGNED_IN},
    "/my/mentoring/institution/{asking}": {200: ASKING},
    "/my/mentoring/institution/{giving}": {200: "giving"},
    "/my/mentoring/institution/999999999": {},
    # Applications
    "/my/mentoring/apply/mentee": {200: SIGNED_IN},
    "/my/mentoring/apply/mentor": {200: SIGNED_IN},
    "/my/mentoring/mentees/{mentee}": {200: ASKING},
    "/my/mentoring/mentees/{draft}": {200: ASKING},
    "/my/mentoring/apply/mentee?call={call_key}": {200: SIGNED_IN},
    "/my/mentoring/apply/mentor?call={call_key}": {},
    "/my/mentoring/apply/mentee?call=999999999": {},
    # To the step where it stands.
    "/my/mentoring/mentees/{draft}/edit": {303: APPLYING, 403: "viewer"},
    "/my/mentoring/mentees/{draft}/edit/who": {200: APPLYING, 403: "viewer"},
    "/my/mentoring/mentees/{draft}/edit/files": {200: APPLYING, 403: "viewer"},
    "/my/mentoring/mentees/{draft}/edit/review": {200: APPLYING, 403: "viewer"},
    "/my/mentoring/mentees/{incomplete}/edit/content": {200: APPLYING, 403: "viewer"},
    "/my/mentoring/mentees/{mentee}/edit": {403: ASKING},
    "/my/mentoring/mentees/{mentee}/edit/terms": {403: ASKING},
    "/my/mentoring/mentees/{mentee}/edit/files": {403: ASKING},
    "/my/mentoring/mentees/{mentee}/edit/review": {403: ASKING},
    "/my/mentoring/mentees/{mentee}/paper": {200: ASKING},
    "/my/mentoring/mentees/{draft}/paper": {403: ASKING},
    "/my/mentoring/mentees/{draft}/files/{file}": {200: ASKING},
    "/my/mentoring/mentees/{mentee}/files/{file}": {},
    "/my/mentoring/mentees/{draft}/files/999999999": {},
    "/my/mentoring/mentees/{second}/correct": {200: APPLYING, 403: "viewer"},
    "/my/mentoring/mentees/{draft}/correct": {403: ASKING},
    "/my/mentoring/mentors/{mentor}": {200: "giving expert"},
    "/my/mentoring/mentees/999999999": {},
    "/my/mentoring/experts/{named}": {200: ASKING},
    # The relation
    "/my/mentoring/matches/{match}": {200: BOTH},
    "/my/mentoring/matches/{match}/messages": {200: BOTH},
    "/my/mentoring/matches/{match}/messages/page/2": {200: BOTH},
    "/my/mentoring/matches/{proposed}": {},
    "/my/mentoring/matches/{proposed}/messages": {},
    "/my/mentoring/agreements/{agreement}": {200: BOTH},
    "/my/mentoring/consents/{consent}": {200: ASKING},
    "/my/mentoring/consents/{consent_giving}": {200: "giving"},
    "/my/mentoring/consents/{consent_expert}": {200: "expert"},
    "/my/mentoring/sessions/{meeting}": {200: BOTH},
    "/my/mentoring/sessions/{meeting}/calendar.ics": {200: "asking expert"},
    "/my/mentoring/tasks/{task}": {200: BOTH},
    "/my/mentoring/steps/{step}": {200: "expert"},
    "/my/mentoring/evaluations/999999999": {},
    "/my/mentoring/evaluations/{evaluation}": {200: "expert"},
    "/mentoring/evaluate/x": {404: ALL},
    "/mentoring/evaluate/{evaluation_token}": {200: ALL},
    "/my/mentoring/goals/{goal}": {200: BOTH},
    "/my/mentoring/matches/{match}/levels": {200: ASKING},
    "/my/mentoring/matches/{proposed}/levels": {},
    "/my/mentoring/recommendations/{recommendation}": {200: BOTH},
    # Good practices: `giving` answers, and the expert is named.
    "/my/mentoring/practices/new": {
        200: "asking giving other",
        403: "applicant viewer expert former officer employee",
    },
    "/my/mentoring/practices/{practice}": {200: "giving"},
    "/my/mentoring/practices/{practice}/edit": {403: "giving"},
    "/my/mentoring/practices/{practice_draft}/edit": {200: "giving"},
    "/my/mentoring/practices/{practice}/pictures/{practice_picture}": {200: "giving"},
    "/my/mentoring/practices/{practice}/files/999999999": {},
    "/my/mentoring/practices/999999999": {},
    "/my/mentoring/publications/{publication}": {200: "giving"},
    "/my/mentoring/publications/{publication_expert}": {200: "expert"},
    "/my/mentoring/publications/{publication}/pictures/{practice_picture}": {
        200: "giving"
    },
    "/my/mentoring/publications/{publication}/files/999999999": {},
    # The assignment
    "/my/mentoring/assignments/{assignment}": {200: BOTH},
    "/my/mentoring/letters/{letter}": {200: BOTH},
    "/my/mentoring/reports/{report}": {200: "expert"},
    "/my/mentoring/reports/{report}/papers/999999999": {},
    "/mentoring/letters/{letter}/download": LETTER,
    "/mentoring/letters/{letter}/metadata": LETTER,
    "/mentoring/letters/print/{letter}": LETTER,
    "/mentoring/letters/print/{letter},999999999": LETTER,
    "/mentoring/letters/999999999/download": {},
    "/mentoring/letters/print/x": {},
    # Money
    "/my/mentoring/claims/{claim}": {200: "expert"},
    "/my/mentoring/claims/{claim}/edit": {200: "expert"},
    # Nothing to print yet; see test_claim_paper for what there is later.
    "/my/mentoring/claims/{claim}/paper/declaration": {},
    # For the accountant only; see test_dossier.
    "/mentoring/travel/{claim}/dossier": {403: "expert officer"},
    "/my/mentoring/claims/{claim}/payee": {200: "expert"},
    "/my/mentoring/claims/999999999/payee": {},
    "/my/mentoring/claims/{claim}/leg/new": {200: "expert"},
    "/my/mentoring/claims/{claim}/leg/999999999": {},
    "/my/mentoring/claims/{claim}/leg/999999999/document": {},
    "/my/mentoring/claims/{claim}/lodging/new": {200: "expert"},
    "/my/mentoring/claims/{claim}/stay/new": {200: "expert"},
    "/my/mentoring/claims/{claim}/stay/999999999": {},
    "/my/mentoring/claims/new": {},
    "/my/mentoring/claims/new?assignment=x": {},
    # Claimed already, and its trip is over; and never somebody else's.
    "/my/mentoring/claims/new?assignment={assignment}": {403: BOTH},
    "/my/mentoring/advances/new": {},
    "/my/mentoring/advances/new?assignment={assignment}": {403: BOTH},
    "/my/mentoring/advances/999999999": {},
    "/my/mentoring/advances/999999999/payee": {},
}

#: What is posted, as FORMS below has it: 303 is done, 422 is shown again with what is
#: missing. Each is undone before the next one.
POST = {
    # For everybody
    "/mentoring/events/{event}/register": {303: ALL},
    "/mentoring/events/999999999/register": {404: ALL},
    "/mentoring/accessibility/feedback": {303: ALL},
    # Its paper is missing.
    "/mentoring/register/form": {422: ALL},
    "/mentoring/register/confirm/{registration_link}": {303: ALL},
    "/mentoring/register/confirm/x": {404: ALL},
    "/mentoring/invitation/{invitation_link}": {303: ALL},
    "/mentoring/invitation/x": {404: ALL},
    "/my/address/submit": {403: INSIDE, 200: "officer employee"},
    # Everybody's own
    "/my/mentoring/calendar/renew": {200: SIGNED_IN},
    "/my/mentoring/calendar/revoke": {303: SIGNED_IN},
    "/my/mentoring/data/requests/new": {303: SIGNED_IN},
    "/my/mentoring/data/requests/{asked}/withdraw": {303: "expert"},
    # The institution
    "/my/mentoring/switch": {303: ASKING},
    "/my/mentoring/institution/{asking}/invite": {303: "asking", 403: "applicant viewer"},
    "/my/mentoring/institution/{asking}/invitations/{invitation}/withdraw": {
        303: "asking",
    },
    "/my/mentoring/institution/{giving}/invitations/{invitation}/withdraw": {},
    # One's own role, or a colleague's.
    "/my/mentoring/institution/{asking}/people/{role}/end": {
        303: "asking viewer",
        403: "applicant",
    },
    "/my/mentoring/institution/{giving}/people/{role}/end": {},
    # Applications
    "/my/mentoring/apply/mentee": {
        422: f"{APPLYING} giving other",
        403: "viewer expert former officer employee",
    },
    # As their page has them: see FILLED.
    "/my/mentoring/mentees/{draft}/edit/who": {303: APPLYING, 403: "viewer"},
    "/my/mentoring/mentees/{draft}/edit/subjects": {303: APPLYING, 403: "viewer"},
    "/my/mentoring/mentees/{draft}/edit/content": {303: APPLYING, 403: "viewer"},
    "/my/mentoring/mentees/{draft}/edit/terms": {303: APPLYING, 403: "viewer"},
    # What it was filled with is not said: compared first.
    "/my/mentoring/mentees/{incomplete}/edit/content": {422: APPLYING, 403: "viewer"},
    "/my/mentoring/mentees/{draft}/edit/files": {303: APPLYING, 403: "viewer"},
    "/my/mentoring/mentees/{draft}/edit/review": {422: APPLYING, 403: "viewer"},
    "/my/mentoring/mentees/{mentee}/edit/content": {403: ASKING},
    "/my/mentoring/mentees/{mentee}/edit/files": {403: ASKING},
    "/my/mentoring/mentees/{mentee}/edit/review": {403: ASKING},
    "/my/mentoring/mentees/{draft}/files/{file}/delete": {303: APPLYING, 403: "viewer"},
    "/my/mentoring/mentees/{mentee}/files/{file}/delete": {403: ASKING},
    "/my/mentoring/mentees/{mentee}/consent/999999999/withdraw": {},
    "/my/mentoring/mentees/{rejected}/object": {303: APPLYING, 403: "viewer"},
    "/my/mentoring/mentees/{second}/object": {403: ASKING},
    "/my/mentoring/mentees/{rejected}/object/withdraw": {403: ASKING},
    "/my/mentoring/mentees/{draft}/delete": {303: APPLYING, 403: "viewer"},
    "/my/mentoring/mentees/{mentee}/delete": {403: ASKING},
    "/my/mentoring/mentees/{incomplete}/withdraw": {303: APPLYING, 403: "viewer"},
    # A match is proposed for it.
    "/my/mentoring/mentees/{second}/withdraw": {422: APPLYING, 403: "viewer"},
    "/my/mentoring/mentees/{mentee}/retire": {403: ASKING},
    "/my/mentoring/mentors/{mentor}/return": {403: "giving expert"},
    "/my/mentoring/mentees/{second}/current": {403: ASKING},
    "/my/mentoring/mentees/{second}/correct": {303: APPLYING, 403: "viewer"},
    "/my/mentoring/mentees/{draft}/correct": {403: ASKING},
    "/my/mentoring/mentees/{second}/corrections/999999999/withdraw": {},
    "/my/mentoring/mentees/{draft}/experts": {403: ASKING},
    "/my/mentoring/experts/{named}/confirm": {403: ASKING},
    "/my/mentoring/experts/{named}/refuse": {403: ASKING},
    "/my/mentoring/experts/{named}/withdraw": {303: APPLYING, 403: "viewer"},
    # The relation
    "/my/mentoring/consents/{consent}/grant": {
        422: "asking",
        403: "applicant viewer",
    },
    "/my/mentoring/consents/{consent}/withdraw": {
        303: "asking",
        403: "applicant viewer",
    },
    "/my/mentoring/consents/{consent_expert}/withdraw": {303: "expert"},
    "/my/mentoring/matches/{match}/messages": {
        303: f"{APPLYING} giving expert",
        403: "viewer",
    },
    "/my/mentoring/matches/{proposed}/messages": {},
    "/my/mentoring/sessions/{meeting}/minutes": {403: BOTH},
    "/my/mentoring/tasks/{task}/done": {303: "expert", 403: f"{ASKING} giving"},
    "/my/mentoring/steps/{step}/done": {303: "expert"},
    "/my/mentoring/evaluations/{evaluation}/answer": {422: "expert"},
    "/mentoring/evaluate/x": {404: ALL},
    "/mentoring/evaluate/{evaluation_token}": {422: ALL},
    "/my/mentoring/goals/{goal}/progress": {
        422: f"{APPLYING} giving expert",
        403: "viewer",
    },
    "/my/mentoring/goals/{goal}/result": {
        422: f"{APPLYING} giving expert",
        403: "viewer",
    },
    "/my/mentoring/matches/{match}/levels": {422: APPLYING, 403: "viewer"},
    "/my/mentoring/recommendations/{recommendation}/report": {
        422: APPLYING,
        403: "viewer giving expert",
    },
    # Good practices
    "/my/mentoring/practices/new": {
        422: "asking giving other",
        403: "applicant viewer expert former officer employee",
    },
    "/my/mentoring/practices/{practice_draft}/edit": {422: "giving"},
    "/my/mentoring/practices/{practice}/edit": {403: "giving"},
    "/my/mentoring/practices/{practice_draft}/pictures": {422: "giving"},
    "/my/mentoring/practices/{practice_draft}/files": {422: "giving"},
    "/my/mentoring/practices/{practice_draft}/people": {422: "giving"},
    "/my/mentoring/practices/{practice}/people": {403: "giving"},
    "/my/mentoring/practices/{practice_draft}/pictures/999999999/remove": {303: "giving"},
    "/my/mentoring/practices/{practice}/pictures/999999999/remove": {403: "giving"},
    "/my/mentoring/practices/{practice}/revise": {303: "giving"},
    "/my/mentoring/practices/{practice_draft}/revise": {403: "giving"},
    "/my/mentoring/publications/{publication}/grant": {422: "giving"},
    "/my/mentoring/publications/{publication}/withdraw": {303: "giving"},
    "/my/mentoring/publications/{publication_expert}/withdraw": {303: "expert"},
    "/my/mentoring/publications/{publication_expert}/refuse": {422: "expert"},
    # The assignment
    "/my/mentoring/reports/{report}/write": {303: "expert"},
    "/my/mentoring/reports/{report}/confirm": {403: "expert"},
    "/my/mentoring/reports/{report}/return": {403: "expert"},
    # Money
    "/my/mentoring/claims/{claim}/edit": {422: "expert"},
    "/my/mentoring/claims/{claim}/submit": {422: "expert"},
    "/my/mentoring/claims/{claim}/delete": {303: "expert"},
    "/my/mentoring/claims/{claim}/payee": {422: "expert"},
    "/my/mentoring/claims/{claim}/leg/new": {303: "expert"},
    "/my/mentoring/claims/{claim}/leg/999999999": {},
    "/my/mentoring/claims/{claim}/leg/999999999/delete": {},
    "/my/mentoring/claims/{claim}/lodging/new": {422: "expert"},
    "/my/mentoring/claims/{claim}/stay/new": {422: "expert"},
    "/my/mentoring/claims/{claim}/stay/999999999": {},
    "/my/mentoring/claims/{claim}/stay/999999999/delete": {},
    "/my/mentoring/claims/new": {},
    "/my/mentoring/claims/new?assignment={assignment}": {403: BOTH},
    "/my/mentoring/advances/new": {},
    "/my/mentoring/advances/new?assignment={assignment}": {403: BOTH},
}

#: Posted as the page of `asking` has it, with the version that it was filled with.
FILLED = tuple(
    f"/my/mentoring/mentees/{{draft}}/edit/{step}"
    for step in ("who", "subjects", "content", "terms")
)

#: What is posted where an empty form is not enough.
FORMS = {
    "/mentoring/events/{event}/register": {
        "name": "Zeynep Ak",
        "company_name": "Edremit",
        "email": "zeynep@example.org",
    },
    "/mentoring/accessibility/feedback": {"text": "The picture has no words"},
    "/mentoring/register/form": {
        "institution": "{giving}",
        "person_name": "New Person",
        "person_title": "Director",
        "email": "another@giving.example",
        "phone": "0216 555 00 00",
        "notice": "1",
        "notice_version": "1",
    },
    "/mentoring/invitation/{invitation_link}": {"notice": "1", "notice_version": "1"},
    "/my/mentoring/data/requests/new": {"kind": "access", "text": "All of it"},
    "/my/mentoring/switch": {"institution": "{asking}"},
    "/my/mentoring/institution/{asking}/invite": {
        "invite_name": "New Colleague",
        "invite_email": "colleague@asking.example",
        "invite_role": "viewer",
    },
    "/my/mentoring/mentees/{incomplete}/edit/content": {"summary": "Plan notes"},
    "/my/mentoring/mentees/{rejected}/object": {"objection": "It is within m.5/1"},
    "/my/mentoring/matches/{match}/messages": {"body": "See you on Monday"},
    "/my/mentoring/mentees/{second}/correct": {
        "summary": "Zoning plan notes",
        "background": "Ten years of planning",
        "correction_reason": "Left out",
    },
    "/my/mentoring/experts/{named}/withdraw": {"withdraw_reason": "Fell ill"},
    "/my/mentoring/consents/{consent}/withdraw": {"withdraw_reason": "Changed plans"},
    "/my/mentoring/consents/{consent_expert}/withdraw": {"withdraw_reason": "Changed"},
    "/my/mentoring/publications/{publication}/withdraw": {"withdraw_reason": "Changed"},
    "/my/mentoring/publications/{publication_expert}/withdraw": {
        "withdraw_reason": "Changed",
    },
    "/my/mentoring/claims/{claim}/leg/new": {
        "vehicle": "taxi",
        "amount": "90,50",
        "count": "2",
    },
}


def answer(row, who):
    """The expected status of one cell."""
    for status, names in row.items():
        if who in names.split():
            return status
    return 303 if who == "nobody" else 404


def as_markdown():
    """The whole table, to be printed."""
    lines = [
        f"| | address | {' | '.join(WHO.values())} |",
        f"|---|---|{'---:|' * len(WHO)}",
    ]
    for method, rows in (("GET", GET), ("POST", POST)):
        for address, row in rows.items():
            cells = " | ".join(str(answer(row, who)) for who in WHO)
            lines.append(f"| {method} | `{address}` | {cells} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(as_markdown())  # pylint: disable=print-used

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Every page and state that we render, one line a page.

`{mentee:draft}` in an address is the first mbb.mentee in that state which the person
sees; `{travel.claim:draft:leg_ids}` the first of that record's legs; `{call.page}` and
its like are made by the scene. A new address of ours without a line here, or in FILES,
fails test_every_address_has_a_line.
"""

from dataclasses import dataclass, field

NOBODY = ""
#: Has an account and nothing else; made by the scene.
NEWCOMER = "yeni.kullanici"
#: Acts for two institutions; made by the scene.
BOTH = "iki.kurum"


@dataclass(frozen=True)
class Page:
    #: Login of who opens it.
    who: str
    url: str
    #: What is sent: the form by its selector, filled with what is to be refused.
    form: str = ""
    fill: dict = field(default_factory=dict, hash=False)
    #: The button by which it is sent.
    button: str = "[type=submit]:not([tabindex='-1'])"
    status: int = 200
    #: Also in every other state that the record of the address can have.
    states: bool = False
    #: That state, where it is forced upon the record for the visit.
    state: str = ""

    def __str__(self):
        parts = (self.who or "nobody", self.url, self.state, "refused" if self.form else "")
        return " ".join(part for part in parts if part)


MY = "/my/mentoring"
CLAIM = f"{MY}/claims/{{travel.claim:draft}}"
FORM = "form.mbb-form"
GRANT = "form[action$='/grant']"
TRIP = "{assignment:ongoing}"
POSTED = "form.mbb-form[method=post]"
EVENT = "/mentoring/events/{event.page}"
PRACTICES = "/mentoring/practices"
PRACTICE = f"{MY}/practices/{{practice:published}}"
FEEDBACK = "/mentoring/accessibility/feedback"
REGISTER = "/mentoring/register"
INSTITUTION = f"{MY}/institution/{{institution}}"
MENTEE = f"{MY}/mentees/{{mentee:incomplete}}/edit"
MENTOR = f"{MY}/mentors/{{mentor:draft}}/edit"
STEPS = ("who", "subjects", "content", "terms", "files", "review")
OBJECTION = f"{MY}/mentees/{{mentee:rejected}}"
MESSAGES = f"{MY}/matches/{{match:active}}/messages"
REQUEST = f"{MY}/data/requests"
#: What a correction refuses: nothing was filled in.
EMPTY = dict.fromkeys(
    ("summary", "date_from", "date_to", "mode_online", "mode_onsite", "language_ids"), ""
)
#: The end before the beginning.
BACKWARDS = {"date_from": "2027-06-06", "date_to": "2027-05-05"}
#: The page was open for too long.
OLD = {"csrf_token": "x"}
#: Every box is ticked.
ALL = True
#: Somebody else has saved the step meanwhile.
OVERTAKEN = {"version": "0", "summary": "Başka bir metin", "background": "Başka"}

PAGES = (
    # -- public ------------------------------------------------------------
    Page(NOBODY, "/mentoring"),
    Page("nilufer", "/mentoring"),
    Page(NOBODY, "/mentoring/verify"),
    Page(NOBODY, "/mentoring/verify/{letter.code}"),
    Page(NOBODY, "/mentoring/verify/XXXXX-XXXXX-XXXXX-XXXXX", status=404),
    Page(NOBODY, "/mentoring/calls"),
    Page(NOBODY, "/mentoring/calls/{call.page}"),
    Page(NOBODY, "/mentoring/events"),
    Page(NOBODY, EVENT),
    Page(NOBODY, f"{EVENT}?done=registered"),
    Page(NOBODY, f"{EVENT}/register"),
    Page("nilufer", f"{EVENT}/register"),
    Page(NOBODY, f"{EVENT}/register", "#mbb_event_form", status=422),
    Page(NOBODY, "/mentoring/practices"),
    Page(NOBODY, "/mentoring/practices?q=yokboyle"),
    Page(NOBODY, "/mentoring/practices/page/1"),
    Page(NOBODY, f"{PRACTICES}/{{practice.page}}"),
    Page(NOBODY, f"{PRACTICES}/iuo-1999-0001", status=404),
    Page(NOBODY, "/mentoring/reports"),
    Page(NOBODY, "/mentoring/reports/{report.year}"),
    Page(NOBODY, "/mentoring/reports/1999", status=404),
    Page(NOBODY, "/mentoring/privacy"),
    Page(NOBODY, "/mentoring/privacy/{notice.key}"),
    Page(NOBODY, "/mentoring/accessibility?done=feedback"),
    Page(NOBODY, FEEDBACK),
    Page(NOBODY, FEEDBACK, "#mbb_feedback_form", status=422),
    # -- the institution -----------------------------------------------------
    Page(NOBODY, REGISTER),
    Page(NOBODY, f"{REGISTER}?name=bele"),
    Page(NOBODY, f"{REGISTER}?name=yokboyle"),
    Page(NOBODY, f"{REGISTER}/form"),
    Page(NOBODY, f"{REGISTER}/form?foreign=1"),
    Page(NOBODY, f"{REGISTER}/form?institution={{institution}}"),
    Page(NOBODY, f"{REGISTER}/form", POSTED, status=422),
    Page(NOBODY, f"{REGISTER}/form?foreign=1", POSTED, status=422),
    Page(NOBODY, f"{REGISTER}/sent"),
    Page(NOBODY, f"{REGISTER}/confirm/{{registration.link}}"),
    Page(NOBODY, f"{REGISTER}/confirm/x", status=404),
    Page(NOBODY, f"{REGISTER}/confirmed"),
    Page(NOBODY, "/mentoring/invitation/{invitation.link}"),
    Page(NOBODY, "/mentoring/invitation/{invitation.link}", POSTED, status=422),
    Page("kadikoy", "/mentoring/invitation/{invitation.link}"),
    Page(NOBODY, "/mentoring/invitation/x", status=404),
    Page(NOBODY, "/mentoring/invitations/accepted"),
    Page("nilufer", f"{MY}/institution"),
    Page("yalova.izleyici", f"{MY}/institution"),
    Page(NEWCOMER, f"{MY}/institution"),
    Page(BOTH, f"{MY}/institution"),
    Page("nilufer", INSTITUTION),
    Page("nilufer", INSTITUTION, "form[action$='/invite']", status=422),
    # -- overview and lists --------------------------------------------------
    Page("luleburgaz", MY),
    Page("uzman.ayse", MY),
    Page("yalova.izleyici", MY),
    Page(NEWCOMER, MY),
    Page(BOTH, MY),
    Page("luleburgaz", f"{MY}/all/mentees"),
    Page("nilufer", f"{MY}/all/mentors"),
    Page("kadikoy", f"{MY}/all/matches"),
    Page("yalova.izleyici", f"{MY}/all/consents"),
    Page("kadikoy", f"{MY}/all/sessions"),
    Page("yalova.izleyici", f"{MY}/all/assignments"),
    Page("uzman.ayse", f"{MY}/all/claims"),
    Page("uzman.mehmet", f"{MY}/all/advances"),
    Page("nilufer", f"{MY}/all/evaluations"),
    Page("nilufer", f"{MY}/all/claims/page/1"),
    Page("nilufer", f"{MY}/all/secrets", status=404),
    # -- applications --------------------------------------------------------
    Page("canakkale", f"{MY}/apply/mentee"),
    Page("canakkale", f"{MY}/apply/mentor"),
    Page(NEWCOMER, f"{MY}/apply/mentee"),
    Page("canakkale", f"{MY}/apply/mentee?call={{call.number}}"),
    Page(BOTH, f"{MY}/apply/mentee"),
    Page("canakkale", f"{MY}/apply/mentee", FORM, status=422),
    Page(BOTH, f"{MY}/apply/mentor", FORM, status=422),
    Page("luleburgaz", MENTEE),
    *(Page("luleburgaz", f"{MENTEE}/{step}") for step in STEPS),
    *(Page("nilufer", f"{MENTOR}/{step}") for step in STEPS),
    Page("luleburgaz", f"{MENTEE}/subjects?q=imar"),
    Page("luleburgaz", f"{MENTEE}/subjects?q=yokboyle"),
    Page("luleburgaz", f"{MENTEE}/content", FORM, OVERTAKEN, status=422),
    Page("luleburgaz", f"{MENTEE}/terms", FORM, BACKWARDS, status=422),
    Page("luleburgaz", f"{MENTEE}/files", FORM, button="[value=add]", status=422),
    Page("edremit.basvuru", f"{MY}/mentees/{{mentee:draft}}/edit/review"),
    Page("edremit.basvuru", f"{MY}/mentees/{{mentee:draft}}/edit/review", FORM, OLD, status=400),
    Page("nilufer", f"{MENTOR}/subjects", FORM, {"skill_ids": ALL}, "[value=next]", 422),
    Page("canakkale", f"{MY}/mentees/{{mentee:draft}}/edit/review"),
    Page("canakkale", f"{MY}/mentees/{{mentee:draft}}/edit/review", FORM, status=422),
    Page("nilufer", OBJECTION),
    Page("nilufer", OBJECTION, "form[action$='/object']", status=422),
    Page("canakkale", f"{MY}/mentees/{{mentee:waiting}}", states=True),
    Page("nilufer", f"{MY}/mentors/{{mentor:available}}", states=True),
    Page("kadikoy", f"{MY}/mentees/{{mentee:submitted}}?done=submitted"),
    Page("luleburgaz", f"{MY}/mentees/{{mentee:waiting}}/correct"),
    Page("luleburgaz", f"{MY}/mentees/{{mentee:waiting}}/correct", FORM, EMPTY, status=422),
    Page("uzman.ayse", f"{MY}/mentors/{{mentor:available}}/correct"),
    Page("canakkale", f"{MY}/mentees/999999999", status=404),
    Page("yalova.izleyici", f"{MY}/mentees/{{mentee}}/edit", status=403),
    Page("yalova.izleyici", f"{MY}/experts/{{application.expert}}", states=True),
    # -- the relation --------------------------------------------------------
    Page("kadikoy", f"{MY}/matches/{{match:active}}", states=True),
    Page("uzman.ayse", f"{MY}/matches/{{match:active}}"),
    Page("kadikoy", MESSAGES, states=True),
    Page("kadikoy", MESSAGES, FORM, status=422),
    Page("uzman.ayse", MESSAGES),
    Page("kadikoy", f"{MESSAGES}/page/1"),
    Page("kadikoy", f"{MY}/calendar"),
    Page("uzman.ayse", f"{MY}/calendar"),
    Page("uzman.ayse", f"{MY}/calendar", "form[action$='/renew']"),
    Page("luleburgaz", f"{MY}/consents/{{consent:requested}}", states=True),
    Page("luleburgaz", f"{MY}/consents/{{consent:requested}}", GRANT, status=422),
    Page("luleburgaz", f"{MY}/consents/{{consent:granted}}?done=granted"),
    Page("canakkale", f"{MY}/consents/{{consent:requested}}"),
    Page("luleburgaz", f"{MY}/agreements/{{agreement:agreed}}", states=True),
    Page("luleburgaz", f"{MY}/sessions/{{session:planned}}", states=True),
    Page("kadikoy", f"{MY}/sessions/{{session:held}}"),
    Page("uzman.ayse", f"{MY}/tasks/{{session.task:open}}", states=True),
    Page("luleburgaz", f"{MY}/steps/{{plan.step:open}}", states=True),
    Page("uzman.ayse", f"{MY}/assignments/{{assignment:ongoing,approved,done}}", states=True),
    Page("luleburgaz", f"{MY}/assignments/{{assignment:done}}"),
    Page("uzman.ayse", f"{MY}/reports/{{duty.report}}", states=True),
    Page("kadikoy", f"{MY}/reports/{{duty.report}}"),
    Page("nilufer", f"{MY}/evaluations/{{evaluation}}", states=True),
    Page("uzman.ayse", f"{MY}/evaluations/{{evaluation:asked}}", FORM, status=422),
    Page(NOBODY, "/mentoring/evaluate/{evaluation.token}?score=4"),
    Page(NOBODY, "/mentoring/evaluate/{evaluation.token}", FORM, status=422),
    Page(NOBODY, "/mentoring/evaluate/x", status=404),
    Page("luleburgaz", f"{MY}/goals/{{goal:open}}", states=True),
    Page("luleburgaz", f"{MY}/goals/{{goal:open}}", "form[action$='/result']", status=422),
    Page("luleburgaz", f"{MY}/matches/{{match:active}}/levels"),
    Page("luleburgaz", f"{MY}/matches/{{match:active}}/levels", FORM, status=422),
    Page("luleburgaz", f"{MY}/recommendations/{{recommendation}}", states=True),
    Page("luleburgaz", f"{MY}/recommendations/{{recommendation}}", FORM, status=422),
    Page("luleburgaz", f"{MY}/all/recommendations"),
    # -- good practices ------------------------------------------------------
    Page("nilufer", f"{MY}/all/practices"),
    Page("nilufer", f"{MY}/all/publications"),
    Page("nilufer", PRACTICE, states=True),
    Page("nilufer", f"{MY}/practices/new"),
    Page("nilufer", f"{MY}/practices/new", FORM, status=422),
    Page("nilufer", f"{PRACTICE}/edit", state="draft"),
    Page("nilufer", f"{MY}/publications/{{practice.consent:granted}}", states=True),
    # -- one's own data ------------------------------------------------------
    Page("uzman.ayse", f"{MY}/data"),
    Page("nilufer", f"{MY}/data"),
    Page(NEWCOMER, f"{MY}/data"),
    Page("uzman.ayse", f"{REQUEST}/new"),
    Page("uzman.ayse", f"{REQUEST}/new", FORM, status=422),
    Page("uzman.ayse", f"{REQUEST}/{{data.request:received}}", states=True),
    Page("luleburgaz", f"{REQUEST}/{{data.request:answered}}"),
    # -- travel money --------------------------------------------------------
    Page("uzman.mehmet", CLAIM, states=True),
    Page("uzman.mehmet", CLAIM, "form[action$='/submit']", status=422),
    Page("uzman.mehmet", f"{CLAIM}?done=saved"),
    Page("uzman.mehmet", f"{CLAIM}/edit"),
    Page("uzman.mehmet", f"{CLAIM}/leg/new"),
    Page("uzman.mehmet", f"{CLAIM}/leg/new", FORM, {"amount": "on lira"}, status=422),
    Page("uzman.mehmet", f"{CLAIM}/leg/{{travel.claim:draft:leg_ids}}"),
    Page("uzman.mehmet", f"{CLAIM}/lodging/new"),
    Page("uzman.mehmet", f"{CLAIM}/lodging/new", FORM, {"nights": "x"}, status=422),
    Page("uzman.mehmet", f"{CLAIM}/absence/new"),
    Page("uzman.mehmet", f"{CLAIM}/absence/new", FORM, status=422),
    Page("uzman.mehmet", f"{CLAIM}/benefit/new"),
    Page("uzman.mehmet", f"{CLAIM}/benefit/new", FORM, status=422),
    Page("uzman.mehmet", f"{CLAIM}/stay/new"),
    Page("uzman.mehmet", f"{CLAIM}/stay/new", FORM, status=422),
    Page("uzman.mehmet", f"{CLAIM}/stay/{{travel.claim:draft:stay_ids}}"),
    Page("uzman.mehmet", f"{CLAIM}/payee"),
    Page("uzman.mehmet", f"{CLAIM}/payee", FORM, {"iban": "TR00"}, status=422),
    Page("uzman.ayse", f"{MY}/claims/{{travel.claim:posted}}"),
    Page("uzman.ayse", f"{MY}/claims/new?assignment={{assignment:approved}}"),
    Page("uzman.mehmet", f"{MY}/advances/new?assignment={TRIP}"),
    Page("uzman.mehmet", f"{MY}/advances/new?assignment={TRIP}", FORM, status=422),
    Page("uzman.ayse", f"{MY}/advances/{{travel.advance}}", states=True),
    Page("uzman.ayse", f"{MY}/advances/{{travel.advance}}/payee"),
)

#: Addresses that answer with a file, or with the platform's own page.
FILES = {
    "/mentoring/calendar/<string:token>.ics": "iCalendar",
    "/mentoring/events/<string:slug>/calendar.ics": "iCalendar",
    "/mentoring/letters/<int:letter_id>/download": "PDF",
    "/mentoring/letters/<int:letter_id>/metadata": "XML",
    "/mentoring/letters/print/<string:letter_ids>": "PDF",
    "/mentoring/travel/<int:claim_id>/dossier": "ZIP",
    "/my/mentoring/<any(mentees, mentors):kind>/<int:record_id>/files/<int:file_id>": "PDF, JPEG",
    "/my/mentoring/<any(mentees, mentors):kind>/<int:record_id>/paper": "PDF",
    "/my/mentoring/data/export/<any(json, pdf):kind>": "JSON, PDF",
    "/my/mentoring/letters/<int:letter_id>": "PDF",
    "/mentoring/practices/<string:slug>/pictures/<int:picture_id>": "JPEG, PNG",
    "/mentoring/practices/<string:slug>/pictures/<int:picture_id>/<any(card):size>": "JPEG, PNG",
    "/mentoring/practices/<string:slug>/files/<int:file_id>": "PDF",
    "/mentoring/reports/<int:year>/<any(pdf, csv, xlsx):kind>": "PDF, CSV, XLSX",
    "/my/mentoring/practices/<int:practice_id>/<any(pictures, files):kind>/<int:row_id>": "JPEG, PDF",
    "/my/mentoring/publications/<int:consent_id>/<any(pictures, files):kind>/<int:row_id>": "JPEG, PDF",
    "/my/mentoring/sessions/<int:session_id>/calendar.ics": "iCalendar",
    "/my/mentoring/reports/<int:report_id>/papers/<int:paper_id>": "PDF",
    "/my/mentoring/claims/<int:claim_id>/<any(leg, lodging, absence, benefit):kind>"
    "/<int:line_id>/document": "PDF",
    "/my/mentoring/claims/<int:claim_id>/paper/<any(declaration, calculation):kind>": "PDF",
    "/web/reset_password": "Odoo's page",
    "/my/address": "Odoo's page",
    "/my/addresses": "Odoo's page",
}

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import datetime

from babel.numbers import format_decimal
from pytz import timezone, utc
from werkzeug.exceptions import Forbidden, NotFound

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.http import content_disposition, request
from odoo.tools import format_date, format_datetime
from odoo.tools.misc import get_lang

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.res_partner import ROLES

ZONE = "Europe/Istanbul"

TONES = {
    "warning": {"draft", "incomplete", "requested", "asked", "postponed", "partly"},
    "success": {
        "available",
        "agreed",
        "active",
        "granted",
        "approved",
        "ongoing",
        "held",
        "paid",
        "done",
        "waiting",
        "matched",
        "published",
        "applied",
        "settled",
        "repaid",
        "reached",
        "adopted",
    },
    "danger": {"rejected", "refused", "declined", "expired", "recovery", "missed"},
    "secondary": {
        "withdrawn",
        "retired",
        "suspended",
        "cancelled",
        "dropped",
        "replaced",
        "ended",
        "closed",
        "archived",
    },
}


class MentoringPortal(CustomerPortal):
    """What the pages share. Every read and write is the signed-in user's own;
    where sudo is needed its name says so and it ends in the same method."""

    # -- access ------------------------------------------------------------

    def _mentoring_can_read(self, model):
        return request.env[model].has_access("read")

    def _mentoring_domain(self, model):
        return request.env[model]._get_portal_domain()

    def _mentoring_get(self, model, record_id):
        """The record, or the one answer for "not yours" and "not there"."""
        records = request.env[model]
        if self._mentoring_can_read(model):
            # Links of mails go on working, whichever institution is chosen.
            domain = Domain("id", "=", record_id) & self._mentoring_domain(model)
            records = records.search(domain, limit=1)
        if not records:
            raise NotFound()
        return records

    def _mentoring_find(self, model, domain=(), **options):
        records = request.env[model]
        if not self._mentoring_can_read(model):
            return records
        domain = Domain(domain) & self._mentoring_domain(model)
        return records._search_page(domain, **options)

    def _mentoring_total(self, model, domain=()):
        """How many `_mentoring_find` would find, without reading them."""
        records = request.env[model]._portal_inside()
        domain = Domain(domain) & self._mentoring_domain(model)
        return records._count_pages([(records, domain)])[0]

    def _mentoring_narrowing(self, model, institutions_sudo=None):
        """What a list leaves out once the user has chosen an institution."""
        if institutions_sudo is None:
            institutions_sudo = self._mentoring_institutions()
        chosen_sudo = self._mentoring_institution(institutions_sudo)
        if not chosen_sudo:
            return Domain.TRUE
        return request.env[model]._narrow_portal(
            chosen_sudo, institutions_sudo - chosen_sudo
        )

    def _mentoring_try(self, form, method, *args):
        """Call a step of the procedure; its refusal becomes the form's message.

        What the call wrote before refusing is undone.
        """
        try:
            with request.env.cr.savepoint():
                method(*args)
        except AccessError as error:
            request.env.invalidate_all()
            raise Forbidden() from error
        except (UserError, ValidationError) as refusal:
            request.env.invalidate_all()
            form.error("", str(refusal))
        return form.ok

    def _mentoring_limit(self, form, key, *subjects):
        """Count the attempt; too many become the form's message (status 429).

        The sender is known by the address of the network, and by `subjects`.
        """
        limits = request.env["mbb.portal.limit"]
        if limits._is_exceeded(key, request.httprequest.remote_addr, *subjects):
            form.error(
                "",
                request.env._(
                    "This was sent too often. Please try again later; what you typed "
                    "is still here."
                ),
            )
            form.status = 429
        return form.ok

    def _mentoring_read_notice(self, form, notice):
        """That the notice on the page was read, in the version that is in force."""
        if not notice:
            return
        if not form.flag("notice"):
            form.error(
                "notice",
                request.env._("Please read the privacy notice and tick the box."),
            )
        elif form.raw("notice_version") != str(notice.version):
            form.values["notice"] = False
            form.error(
                "notice", request.env._("The notice has changed; please read it again.")
            )

    # -- rendering ---------------------------------------------------------

    def _mentoring_values(self, title, crumbs=(), **values):
        return {
            **self._prepare_portal_layout_values(),
            "page_name": "mentoring",
            "mentoring_crumbs": crumbs,
            "mentoring_title": title,
            "mentoring_tone": self._mentoring_tone,
            "mentoring_time": self._mentoring_time,
            "mentoring_day": self._mentoring_day,
            "mentoring_number": self._mentoring_number,
            "notice": self._mentoring_notice(),
            **self._mentoring_switcher(),
            **values,
        }

    def _mentoring_render(self, template, title, crumbs=(), form=None, **values):
        values = self._mentoring_values(title, crumbs, form=form, **values)
        response = request.render(template, values)
        if form is not None and not form.ok:
            response.status_code = form.status
        # Personal data: neither framed nor kept by caches on the way.
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
        response.headers["Cache-Control"] = "no-store"
        return response

    def _mentoring_tone(self, state):
        return next((tone for tone, states in TONES.items() if state in states), "info")

    def _mentoring_time(self, moment):
        """Day and hour where the programme happens, for those without a zone."""
        zone = request.env.user.tz or ZONE
        return moment and format_datetime(
            request.env, moment, tz=zone, dt_format="short"
        )

    def _mentoring_day(self, moment):
        if not isinstance(moment, datetime):
            return moment and format_date(request.env, moment)
        zone = timezone(request.env.user.tz or ZONE)
        return format_date(request.env, utc.localize(moment).astimezone(zone).date())

    def _mentoring_number(self, value, pattern="#,##0.##"):
        """As it is written in the language of the page, with the decimals it has."""
        locale = get_lang(request.env).code
        return format_decimal(value, format=pattern, locale=locale)

    def _mentoring_notice(self):
        """What the last step did: a word of ours, chosen by its key in the address."""
        return {
            "draft": request.env._(
                "Saved as a draft. You, and those who apply for your institution beside "
                "you, can go on with it at any time."
            ),
            "submitted": request.env._("Your application was submitted."),
            "mended": request.env._(
                "Your completed application went back to the Sekreterya."
            ),
            "withdrawn": request.env._("Withdrawn."),
            "deleted": request.env._("The draft was deleted."),
            "left": request.env._("You have left the pool."),
            "returned": request.env._(
                "Your return to the pool is with the Sekreterya."
            ),
            "granted": request.env._("Your consent was recorded."),
            "refused": request.env._("Your refusal was recorded."),
            "taken_back": request.env._("Your consent was withdrawn."),
            "saved": request.env._("Saved."),
            "removed": request.env._("Removed."),
            "claim": request.env._("Your travel claim was submitted."),
            "account": request.env._("Your account was saved. It will be checked."),
            "advance": request.env._("Your advance was asked for."),
            "named": request.env._(
                "The person was named and is asked to confirm by e-mail."
            ),
            "expert_confirmed": request.env._("You have confirmed to be an expert."),
            "expert_refused": request.env._("Your answer was recorded."),
            "current": request.env._("Thank you. It is known to be current again."),
            "correction": request.env._("Your correction was recorded."),
            "task": request.env._("Thank you. It is marked as done."),
            "progress": request.env._("Your note was kept."),
            "evaluation": request.env._("Thank you. Your answers were recorded."),
            "message": request.env._("Your message was sent to the other side."),
            "objection": request.env._("Your objection is with the Sekreterya."),
            "calendar_revoked": request.env._("Your calendar link was taken back."),
            "invited": request.env._(
                "The invitation was sent. It is open until your colleague accepts it."
            ),
            "invitation_withdrawn": request.env._("The invitation was withdrawn."),
            "role_ended": request.env._("The role has ended, from this moment on."),
            "role_left": request.env._(
                "You do not act for the institution any more, from this moment on."
            ),
            "role_accepted": request.env._("You have accepted the invitation."),
            "practice": request.env._(
                "Thank you. The good practice is with the Birlik for review."
            ),
            "practice_draft": request.env._("Saved. You can go on at any time."),
            "report": request.env._("Your report was submitted to the host."),
            "report_draft": request.env._(
                "Saved. The host sees it once you submit it."
            ),
            "report_confirmed": request.env._("The report was confirmed."),
            "report_returned": request.env._("The report went back to the expert."),
        }.get(request.params.get("done"))

    def _mentoring_download(self, evidence_sudo):
        content = evidence_sudo._get_content()
        return self._mentoring_file(content, evidence_sudo.mimetype, evidence_sudo.name)

    def _mentoring_file(self, content, mimetype, name):
        return request.make_response(
            content,
            [
                ("Content-Type", mimetype),
                ("Content-Disposition", content_disposition(name)),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )

    # -- for whom ----------------------------------------------------------

    def _mentoring_roles(self):
        """What the user is for whom today.

        sudo: names of the user's own institutions and their units, nothing else.
        """
        return request.env["mbb.representative"]._get_mine()

    def _mentoring_institutions(self):
        """The institutions that the user serves today, whatever the role."""
        return self._mentoring_roles().institution_id.sorted("name")

    def _mentoring_institution(self, institutions_sudo=None):
        """The one that the user has chosen, or an empty record: all of them.

        Whether it is still theirs is asked at every request.
        """
        if institutions_sudo is None:
            institutions_sudo = self._mentoring_institutions()
        chosen_id = request.session.get("mbb_institution")
        return institutions_sudo.filtered(lambda row: row.id == chosen_id)

    def _mentoring_switcher(self):
        if request.env.user._is_public():
            return {"mentoring_institutions": ()}
        institutions_sudo = self._mentoring_institutions()
        return {
            "mentoring_institutions": institutions_sudo,
            "mentoring_institution": self._mentoring_institution(institutions_sudo),
        }

    def _mentoring_acting(self):
        """{key: (institution, unit)} for which the user may apply today, what belongs
        to the chosen institution first."""
        rows_sudo = self._mentoring_roles().filtered(
            lambda row: row.role in ROLES["is_mine_to_apply"]
        )
        chosen_sudo = self._mentoring_institution(rows_sudo.institution_id)
        rows_sudo = rows_sudo.sorted(lambda row: row.institution_id != chosen_sudo)
        return {
            f"{row.institution_id.id}-{row.unit_id.id or 0}": (
                row.institution_id,
                row.unit_id,
            )
            for row in rows_sudo
        }

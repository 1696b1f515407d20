# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden, NotFound

from odoo.http import request, route

from odoo.addons.mbb_mentor.models.organisation.fold import fold
from odoo.addons.mbb_mentor.models.pool.turn import wait_turn

from ..models.ir_http import is_token
from .application import KIND_ROUTE, KINDS
from .application_reading import ApplicationReadingPortal
from .application_values import as_typed
from .forms import Form, is_number

STEP_ROUTE = "<any(who, subjects, content, terms):step>"
#: What stands in a box of another name.
_BESIDE = {"mode_onsite": "mode_online", "language_more": "language_ids"}
_BESIDE["person_title"] = "person_name"


class ApplicationFormPortal(ApplicationReadingPortal):
    """The steps of the form: each saves what it has, with holes."""

    # -- the way through the form ------------------------------------------

    def _mentoring_form_steps(self, kind, record=None):
        """{step: its name}, in order, for the signed-in user."""
        names = {
            "who": request.env._("For whom"),
            "subjects": request.env._("Subjects"),
            "content": request.env._("The need")
            if kind == "mentee"
            else request.env._("The offer"),
            "terms": request.env._("How and when"),
            "files": request.env._("Files"),
            "review": request.env._("Review and submit"),
        }
        if record and not record._is_portal_owner():
            names.pop("who")
        return names

    def _mentoring_step_url(self, record, step):
        return f"{record._get_portal_url()}/edit/{step}"

    def _mentoring_editable(self, kind, record_id, step=None):
        """The application that the user may write now, and the step of theirs."""
        record = self._mentoring_application(kind, record_id)
        if not record._is_portal_editable():
            raise Forbidden()
        if step and step not in self._mentoring_form_steps(kind[:-1], record):
            raise NotFound()
        return record

    def _mentoring_form_title(self, kind, record=None):
        if record:
            return record.display_name
        if kind == "mentee":
            return request.env._("Apply as Mentee")
        return request.env._("Apply as Mentor")

    def _mentoring_step_page(self, kind, form, step, record=None, call=None):
        """The page of a step; what it needs beside the values is asked for here."""
        steps = self._mentoring_form_steps(kind, record)
        names = list(steps)
        index = names.index(step)
        more = getattr(self, f"_mentoring_context_{step}", lambda *args: {})
        return self._mentoring_render(
            f"mbb_mentor_portal.application_step_{step}",
            steps[step],
            [(self._mentoring_form_title(kind, record), record._get_portal_url())]
            if record
            else (),
            form=form,
            kind=kind,
            record=record,
            call_sudo=call,
            step=step,
            form_steps=steps,
            step_number=index + 1,
            form_title=self._mentoring_form_title(kind, record),
            back=names[index - 1] if index else None,
            action=self._mentoring_step_url(record, step)
            if record
            else f"/my/mentoring/apply/{kind}",
            **more(kind, form, record, call),
        )

    def _mentoring_token_is_old(self, form, post):
        """Whether the token of the form has ended: nothing is saved then, and what
        was typed comes back with a new one. (The platform's own answer would be a
        page without it.)"""
        token = post.get("csrf_token")
        if is_token(token) and request.validate_csrf(token):
            return False
        form.errors.clear()
        form.status = 400
        form.error(
            "",
            request.env._(
                "The page was open for too long and nothing was saved. What you typed "
                "is still here: please press the button again."
            ),
        )
        return True

    # -- the first step makes the draft -------------------------------------

    @route(
        "/my/mentoring/apply/<any(mentee, mentor):kind>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_apply(self, kind, **params):
        call = self._mentoring_call(kind, params.get("call"))
        if call is None:
            raise NotFound()
        acting = self._mentoring_acting_for(call)
        if not acting:
            return self._mentoring_render(
                "mbb_mentor_portal.apply_nobody",
                self._mentoring_form_title(kind),
                call_sudo=call and self._mentoring_acting() and call,
            )
        form = Form(values=self._mentoring_application_defaults(acting))
        return self._mentoring_step_page(kind, form, "who", call=call)

    @route(
        "/my/mentoring/apply/<any(mentee, mentor):kind>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        # Checked in `_mentoring_token_is_old`.
        csrf=False,
    )
    def mentoring_apply_post(self, kind, **post):
        if not self._mentoring_acting():
            raise Forbidden()
        form = Form(post)
        call = self._mentoring_call(kind, post.get("call"))
        parts = self._mentoring_read_step(kind, form, "who", call=call)
        if call is None:
            form.error("", request.env._("This call takes no applications any more."))
        elif call:
            parts["vals"]["call_id"] = call.id
        notice = request.env[KINDS[kind]]._get_portal_notice()
        self._mentoring_read_notice(form, notice)
        saved = []
        if not self._mentoring_token_is_old(form, post) and form.ok:
            self._mentoring_try(form, self._mentoring_apply_save, kind, parts, saved)
        if not form.ok:
            return self._mentoring_step_page(kind, form, "who", call=call or None)
        return self._mentoring_go_on(form, kind, saved[0], "who")

    def _mentoring_call(self, kind, value):
        """The open call that is applied to; empty without one, None where it is not
        one to apply to."""
        calls = request.env["mbb.call"]
        if not value:
            return calls.sudo()
        if kind != "mentee" or not is_number(value):
            return None
        return calls._get_public_sudo(int(value)) or None

    def _mentoring_apply_save(self, kind, parts, saved):
        record = request.env[KINDS[kind]]
        vals = self._mentoring_with_person(record, parts)
        record = record.create(vals)
        record._record_notice()
        saved.append(record)

    def _mentoring_context_who(self, kind, form, record, call):
        acting = self._mentoring_acting_for(call)
        owner = True
        notice = request.env[KINDS[kind]]._get_portal_notice(owner)
        return {
            "acting": acting,
            "units": self._mentoring_units(acting),
            "privacy": not record and notice,
        }

    def _mentoring_units(self, acting):
        """Units that may be chosen: {id: name}, of the acting institutions."""
        units = {}
        several = len({institution.id for institution, _u in acting.values()}) > 1
        for institution, unit in acting.values():
            # sudo: names of the user's own institution's units.
            for own in unit or institution.sudo().child_ids:
                if own.is_mentor_unit and own.active:
                    name = f"{institution.name} – {own.name}" if several else own.name
                    units[str(own.id)] = name
        return units

    # -- the steps of a draft ------------------------------------------------

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/edit",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_application_edit(self, kind, record_id, **params):
        """Where it stands: the first step that lacks something."""
        record = self._mentoring_editable(kind, record_id)
        steps = self._mentoring_form_steps(kind[:-1], record)
        lacking = {where for where, _field in self._mentoring_missing(record).values()}
        step = next((name for name in steps if name in lacking), "review")
        return request.redirect(self._mentoring_step_url(record, step))

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/edit/{STEP_ROUTE}",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_application_edit_step(self, kind, record_id, step, **params):
        record = self._mentoring_editable(kind, record_id, step)
        values = self._mentoring_step_values(record, step)
        values["version"] = self._mentoring_version(values)
        # The search of the subjects without JavaScript.
        form = Form(params, values)
        form.raw("q")
        call = self._mentoring_record_call(record)
        return self._mentoring_step_page(kind[:-1], form, step, record, call)

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/edit/{STEP_ROUTE}",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        # Checked in `_mentoring_token_is_old`.
        csrf=False,
    )
    def mentoring_application_edit_post(self, kind, record_id, step, **post):
        record = self._mentoring_editable(kind, record_id, step)
        kind, form = kind[:-1], Form(post)
        call = self._mentoring_record_call(record)
        parts = self._mentoring_read_step(kind, form, step, record, call)
        form.raw("version")
        token_is_old = self._mentoring_token_is_old(form, post)
        if post.get("do") == "search" and not token_is_old:
            # A look at the list; nothing is saved or judged.
            form.errors.clear()
            return self._mentoring_step_page(kind, form, step, record, call)
        if form.ok:
            self._mentoring_try(
                form, self._mentoring_step_save, form, record, step, parts
            )
        if not form.ok:
            return self._mentoring_step_page(kind, form, step, record, call)
        return self._mentoring_go_on(form, kind, record, step)

    def _mentoring_resume(self, record):
        missing = self._mentoring_missing(record).values()
        lacking = {where for where, _field in missing}
        kind = record._name.partition(".")[2]
        steps = self._mentoring_form_steps(kind, record)
        steps.pop("review")
        return [
            {
                "name": name,
                "url": self._mentoring_step_url(record, step),
                "text": request.env._("Something is still missing")
                if step in lacking
                else request.env._("Nothing is missing"),
                "tone": "now" if step in lacking else "done",
            }
            for step, name in steps.items()
        ]

    def _mentoring_record_call(self, record):
        # sudo: the call of the user's own application.
        return record._name == "mbb.mentee" and record.sudo().call_id

    def _mentoring_go_on(self, form, kind, record, step):
        """After saving: to where the button said."""
        steps = list(self._mentoring_form_steps(kind, record))
        index = steps.index(step)
        if form.post.get("do") == "exit":
            done = "saved" if record.state == "incomplete" else "draft"
            return request.redirect(f"{record._get_portal_url()}?done={done}")
        if form.post.get("do") == "back" and index:
            return request.redirect(self._mentoring_step_url(record, steps[index - 1]))
        return request.redirect(self._mentoring_step_url(record, steps[index + 1]))

    # -- saving ------------------------------------------------------------

    def _mentoring_step_save(self, form, record, step, parts):
        wait_turn(record)
        stored = self._mentoring_step_values(record, step)
        version = self._mentoring_version(stored)
        if form.get("version") != version:
            theirs = {
                name
                for name, value in stored.items()
                if as_typed(value) != as_typed(form.values.get(name))
            }
            if theirs:
                self._mentoring_tell_conflict(form, record, step, theirs)
                # Who has seen what stands there may replace it.
                form.values["version"] = version
                return
        vals = self._mentoring_with_person(record, parts)
        record_sudo = record.sudo()  # what the record itself holds, to compare
        changed = {
            name: value
            for name, value in vals.items()
            if name == "language_ids"
            or as_typed(
                record_sudo[name].id if name.endswith("_id") else record_sudo[name]
            )
            != as_typed(value)
        }
        if changed:
            record.write(changed)
        if parts["skills"] is not None:
            self._mentoring_save_skills(record, parts["skills"])

    def _mentoring_tell_conflict(self, form, record, step, theirs):
        """What somebody else saved meanwhile stands beside what was typed."""
        words = self._mentoring_words(record)[step]
        for name in sorted(theirs):
            name = _BESIDE.get(name, name)
            if name.startswith(("level_", "note_")):
                name = "skill_ids"
            if name in words:
                form.theirs[name] = words[name]
        form.error(
            "",
            request.env._(
                "Somebody else has changed this step since you opened it. Nothing of "
                "yours is lost and nothing is saved yet: compare what stands there, "
                "then save."
            ),
        )

    def _mentoring_with_person(self, record, parts):
        vals, person = dict(parts["vals"]), parts["person"]
        if person:
            vals["person_id"] = False
        if person.get("name"):
            institution = request.env["res.partner"].browse(vals["institution_id"])
            vals["person_id"] = record._get_portal_person(institution, **person).id
        return vals

    def _mentoring_save_skills(self, record, skills):
        lines = {line.skill_id: line for line in record.skill_ids}
        for skill, line in lines.items():
            if skill not in skills:
                line.unlink()
        link = record._fields["skill_ids"].inverse_name
        for skill, vals in skills.items():
            if skill not in lines:
                record.skill_ids.create({link: record.id, **vals})
                continue
            line = lines[skill]
            changed = {
                name: value
                for name, value in vals.items()
                if as_typed(line[name].id if name.endswith("_id") else line[name])
                != as_typed(value)
            }
            if changed:
                line.write(changed)

    # -- the subjects --------------------------------------------------------

    def _mentoring_context_subjects(self, kind, form, record, call):
        """[(field, [(subject, scale)])]: what is offered, what is looked for first
        folded as people type it. A box that is ticked stays."""
        chosen = set(form.get("skill_ids", []))
        words = fold(form.get("q")).split()
        offered = self._mentoring_offered(record, call)
        groups = []
        for field in offered.skill_type_id.sorted():
            # One scale for all subjects of a field.
            found = field.skill_ids & offered
            scale = self._mentoring_scale(found[:1])
            rows = [
                (skill, scale)
                for skill in found
                if str(skill.id) in chosen
                or all(word in fold(f"{skill.name} {field.name}") for word in words)
            ]
            if rows:
                groups.append((field, rows))
        return {
            "groups": groups,
            "found": sum(len(rows) for _field, rows in groups),
            "searched": bool(words),
        }

    # -- how and when --------------------------------------------------------

    def _mentoring_context_terms(self, kind, form, record, call):
        return {
            "languages": self._mentoring_languages(),
            "more_languages": self._mentoring_more_languages(),
        }

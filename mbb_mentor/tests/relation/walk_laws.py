# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What holds after each step of a walk, whoever took it."""

import base64
import hashlib

from .walk_tables import STEPS


#: An approval is written once.
APPROVAL_ARROWS = {
    "waiting": dict.fromkeys(("approved", "refused", "forwarded", "cancelled"))
}


class Laws:
    """They read the rows themselves and use none of the methods they watch."""

    def ask_the_laws(self):
        self.rows.clear()
        for name in dir(self):
            if name.startswith("law_"):
                getattr(self, name)()

    def law_states_follow_the_arrows(self):
        for model in STEPS:
            arrows = getattr(self.env[model], "_arrows", APPROVAL_ARROWS)
            for row in self._all(model):
                was = self.before.get(row)
                if was and was != row.state:
                    seen, left = {was}, [was]
                    while left:
                        for target in arrows.get(left.pop(), ()):
                            if target not in seen:
                                seen.add(target)
                                left.append(target)
                    assert row.state in seen, f"{row}: {was} to {row.state}"
                self.before[row] = row.state
                self.reached.setdefault(model, set()).add(row.state)

    def _granted_to(self, record):
        granted = record.consent_ids.filtered(lambda c: c.state == "granted")
        return {
            (consent.partner_id if consent.side == "expert" else consent.institution_id)
            for consent in granted
        }

    def _check_consents(self, record, parties):
        own = record.company_id.partner_id
        missing = {party for party in parties if party and party != own}
        missing -= self._granted_to(record)
        assert not missing, f"{record} is {record.state} without {missing}"

    def law_nothing_runs_without_its_consents(self):
        """MPY m.5/4."""
        for match in self._all("mbb.match"):
            if match.state in ("agreed", "active"):
                entry = match.mentor_id
                self._check_consents(
                    match,
                    {
                        entry.institution_id,
                        match.mentee_id.institution_id,
                        entry.person_id,
                    },
                )
        for assignment in self._all("mbb.assignment"):
            if assignment.state in ("approved", "ongoing"):
                self._check_consents(assignment, self._get_parties(assignment))
        for extension in self._all("mbb.assignment.extension"):
            live = extension.assignment_id.state in ("approved", "ongoing")
            if extension.state == "approved" and live:
                self._check_consents(
                    extension, self._get_parties(extension.assignment_id)
                )

    def _get_parties(self, assignment):
        return {
            assignment.sending_institution_id,
            assignment.host_institution_id,
            assignment.expert_id,
        }

    def law_a_match_is_active_by_what_happened(self):
        for match in self._all("mbb.match"):
            if match.state == "active":
                held = match.session_ids.filtered(
                    lambda s: s.state == "held" and s.purpose == "session"
                )
                served = match.assignment_ids.filtered(
                    lambda a: a.state in ("ongoing", "done", "ended")
                )
                assert held or served, f"{match} is active, and nothing took place"

    def law_nothing_is_approved_without_its_approval_and_letter(self):
        for model, target, states in (
            ("mbb.match", "agreed", ("agreed", "active", "evaluation", "done")),
            ("mbb.assignment", "approved", ("approved", "ongoing", "done", "ended")),
            ("mbb.assignment.extension", "approved", ("approved",)),
        ):
            for record in self._all(model):
                if record.state not in states:
                    continue
                rows = self._all("mbb.approval").filtered(
                    lambda a, r=record, t=target: (a.res_model, a.res_id, a.target)
                    == (r._name, r.id, t)
                    and a.round == r.approval_round
                )
                found = set(rows.mapped("state"))
                assert "approved" in found, f"{record} without approval"
                assert not found & {"waiting", "refused"}, f"{record}: {found}"
                if model != "mbb.match":
                    assert self._has_official_letter(record), f"{record}: no letter"
                if model == "mbb.assignment":
                    assert record.letter_ids, f"{record}: none was issued"

    def _has_official_letter(self, record):
        """On the assignment, or with the sending institution's consent."""
        papers = record.consent_ids.paper_ids
        return bool(
            "sending_letter_evidence_id" in record._fields
            and record.sending_letter_evidence_id
        ) or bool({"kep", "ebys"} & set(papers.mapped("channel")))

    def law_nobody_decides_who_is_kept_from_it(self):
        """Who asked, who prepared, a party and who represents one."""
        for row in self._all("mbb.approval"):
            if row.state not in ("approved", "refused"):
                continue
            user, record = row.decided_by_id, row._get_record()
            taken_part = row.asked_by_id
            for field in ("proposed_by_id", "asked_by_id", "prepared_by_id"):
                if field in record._fields:
                    taken_part |= record[field]
            assert user not in taken_part, f"{user.login} decided on their own {record}"
            institutions = self.case.giving | self.case.asking
            partner = user.partner_id
            assert not (partner | partner.commercial_partner_id) & (
                institutions | self.case.expert
            ), f"{user.login} is a party of {record}"
            assert user.has_group("base.group_user"), user.login

    def law_answers_are_the_parties(self):
        for consent in self._all("mbb.consent"):
            if not consent.answered_by_id:
                assert consent.state in ("requested", "expired", "cancelled"), consent
                continue
            if consent.channel != "portal":
                assert consent.evidence_id, f"{consent}: no paper"
                continue
            users = self.case._users_by_side()
            assert consent.answered_by_id == users[consent.side], (
                f"{consent.answered_by_id.login} answered for {consent.side}"
            )

    def law_days_stay_within_what_was_approved(self):
        for assignment in self._all("mbb.assignment"):
            match, last = assignment.match_id, assignment.date_to
            if assignment.state not in ("approved", "ongoing"):
                continue
            assert match.date_from <= assignment.date_from, assignment
            assert last <= match.date_to, f"{assignment} is longer than its match"
            agreed = self.last_days.setdefault(assignment, last)
            if last > agreed:
                extended = assignment.extension_ids.filtered(
                    lambda e: e.state == "approved"
                ).mapped("date_to_new")
                assert last in extended, f"{assignment}: {agreed} became {last}"

    def law_nobody_is_in_two_places(self):
        live = self._all("mbb.assignment").filtered(
            lambda a: a.state in ("approved", "ongoing")
        )
        for one in live:
            for two in live - one:
                if one.expert_id == two.expert_id:
                    assert (
                        one.date_to < two.date_from or two.date_to < one.date_from
                    ), f"{one} and {two} overlap"

    def _get_seal(self, row):
        """What of a row may never change once it is there, or once it was said."""
        if row._name == "mbb.evidence":
            content = base64.b64decode(row.with_context(bin_size=False).file)
            assert hashlib.sha256(content).hexdigest() == row.sha256, row
            return row.sha256, row.name, row.res_model, row.res_id, row.user_id
        if row._name == "mbb.letter":
            return row.number, row.date, row.sha256, row.evidence_id
        if row._name == "mbb.approval":
            if row.state == "waiting":
                return None
            return row.state, row.decided_by_id, row.date_decided, row.reason
        text = hashlib.sha256(row.request_text.encode()).hexdigest()
        assert text == row.text_sha256, f"{row}: another text"
        said = (row.answered_by_id, row.date_answered, row.channel, row.evidence_id)
        return (text, row.side, *(said if row.answered_by_id else ()))

    def law_what_was_said_stays(self):
        for model in ("mbb.evidence", "mbb.letter", "mbb.approval", "mbb.consent"):
            rows = self._all(model)
            gone = {row for row in self.sealed if row._name == model} - set(rows)
            assert not gone, f"deleted: {gone}"
            for row in rows:
                seal = self._get_seal(row)
                old = self.sealed.get(row)
                if old:
                    assert seal[: len(old)] == old, f"{row}: {old} became {seal}"
                if seal:
                    self.sealed[row] = seal

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

#: What a destruction list does with a record by itself.
LISTED_ACTIONS = ("content", "delete")


class MbbErasure(models.AbstractModel):
    """What of a person can be erased today, and what has to be kept until when.

    Worked out from the retention rules alone (KVKK m.7, m.11): who answers a request
    reads it, and what has no ground left goes on a destruction list at once.
    """

    _name = "mbb.erasure"
    _description = "What Can Be Erased of a Person"

    @api.model
    def _get_erasure(self, partner):
        """{"whole": bool, "hold": reason, "rows": [row a kind of data]}.

        A row: `category`, `count`, `kept`, `free` (records), `end` (date or False while
        the procedure is open), `financial`.
        """
        partner = partner.sudo()
        company = partner.company_id or self.env.company
        today = self.env["mbb.state.mixin"]._get_today()
        rules = self.env["mbb.retention.rule"]._get_in_force(company)
        holds = self.env["mbb.destruction.hold.mixin"]._get_person_holds(partner)
        rows = {}
        for model, own in rules.grouped("model").items():
            timed = own.filtered("date_field")
            # What holds nobody goes with the person, whenever that is.
            if model == "res.partner" or not timed.filtered(
                lambda rule: (
                    rule.holds_person or rule.is_financial or rule.erase_on_request
                )
            ):
                continue
            for record in self._get_records(partner, model):
                rule = self._get_rule(timed, record)
                end = rule._get_end_date(record) if rule else False
                past = rule and (rule.erase_on_request or end and end < today)
                if past and rule.action not in LISTED_ACTIONS:
                    # It goes with the person: nothing to promise.
                    continue
                row = rows.setdefault(
                    timed[:1].category_id,
                    {"count": 0, "kept": 0, "free": [], "ends": [], "financial": False},
                )
                row["count"] += 1
                if past:
                    row["free"].append((rule, record))
                else:
                    row["kept"] += 1
                    row["ends"].append(end)
                    row["financial"] |= timed[:1].is_financial
        person = rules.filtered(lambda rule: rule.action == "person")[:1]
        whole = bool(
            person
            and not holds
            and partner.search_count(
                self._get_whole_domain(person, company)
                & Domain("id", "=", partner.id)
            )
        )
        return {
            "whole": whole,
            "person_rule": person,
            "company": company,
            "hold": holds.get(partner.id, False),
            "rows": [
                {
                    "category": category,
                    **row,
                    "end": False if False in row["ends"] else max(row["ends"], default=0),
                }
                for category, row in sorted(
                    rows.items(), key=lambda item: (item[0].sequence, item[0].id)
                )
            ],
        }

    @api.model
    def _get_whole_domain(self, rule, company):
        """Who asks does not wait for the months of the contact itself."""
        return rule._get_person_domain(company)

    @api.model
    def _get_records(self, partner, model):
        anonymiser = self.env["mbb.anonymiser"].sudo()
        records = anonymiser._bare(self.env[model])
        found = records
        for path in anonymiser._get_declarations().get(model, {}):
            found |= records.search(anonymiser._get_person_domain(path, partner))
        return found

    @api.model
    def _get_rule(self, rules, record):
        """The rule that governs a record in its present state, if any."""
        for rule in rules:
            states = rule._get_states()
            if not states or record.state in states:
                return rule
        return rules.browse()

    @api.model
    def _get_last_day(self, erasure):
        """Until when something is kept; False where a procedure is open, or nothing."""
        ends = [row["end"] for row in erasure["rows"] if row["kept"]]
        return False if not ends or False in ends else max(ends)

    @api.model
    def _get_outcome(self, erasure):
        if erasure["whole"] and not any(row["kept"] for row in erasure["rows"]):
            return "accepted"
        if erasure["hold"]:
            return "refused"
        free = erasure["whole"] or any(row["free"] for row in erasure["rows"])
        return "partial" if free else "refused"

    @api.model
    def _propose_text(self, erasure):
        """The answer as the person reads it; the officer goes over it."""
        outcome = self._get_outcome(erasure)
        if outcome == "accepted":
            return self.env._(
                "Your request for erasure is accepted. Everything that is kept of you "
                "will be destroyed or made anonymous; you will be told when it is done."
            )
        lines = []
        if outcome == "partial":
            lines.append(self.env._("Your request for erasure is accepted in part."))
            if erasure["whole"]:
                lines.append(
                    self.env._(
                        "Everything that is kept of you will be destroyed or made "
                        "anonymous, but for what is named below."
                    )
                )
            else:
                names = [
                    row["category"].name for row in erasure["rows"] if row["free"]
                ]
                lines.append(
                    self.env._("Will be destroyed: %(kinds)s.", kinds=", ".join(names))
                )
        else:
            lines.append(
                self.env._("Your request for erasure cannot be met at present.")
            )
        if erasure["hold"]:
            lines.append(self.env._("A procedure about you is open."))
        for row in erasure["rows"]:
            if row["kept"]:
                lines.append(self._explain(row))
        return "\n".join(lines)

    @api.model
    def _explain(self, row):
        category = row["category"]
        if row["end"]:
            return self.env._(
                "%(kind)s: to be kept until %(date)s. %(ground)s",
                kind=category.name,
                date=format_date(self.env, row["end"]),
                ground=category.ground,
            )
        return self.env._(
            "%(kind)s: to be kept, the procedure is not over. %(ground)s",
            kind=category.name,
            ground=category.ground,
        )

    @api.model
    def _list_for_destruction(self, partner):
        """Put what has no ground left on the open list; the lines, or none."""
        erasure = self._get_erasure(partner)
        lists, lines = self.env["mbb.destruction"], self.env["mbb.destruction.line"]
        if erasure["hold"]:
            return lines
        company = erasure["company"]
        if erasure["whole"]:
            return lists._add_new_lines(
                company, erasure["person_rule"], partner.sudo(), requested=True
            )
        by_rule = {}
        for row in erasure["rows"]:
            for rule, record in row["free"]:
                if rule.action in LISTED_ACTIONS and not (
                    "date_destroyed" in record._fields and record.date_destroyed
                ):
                    by_rule.setdefault(rule, []).append(record.id)
        for rule, ids in by_rule.items():
            records = self.env[rule.model].sudo().browse(ids)
            lines |= lists._add_new_lines(company, rule, records, requested=True)
        return lines

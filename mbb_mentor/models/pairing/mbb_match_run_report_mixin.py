# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from collections import Counter

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools.misc import formatLang

from ... import matching

#: Beyond so many mentees, questions that need more plans are not answered by the way.
MOST_FOR_QUESTIONS = 2000
#: Subjects for which one more mentor is tried.
SHORT_SUBJECTS = 10
#: Mentors shown by name with their load.
SHOWN_LOADS = 10
#: Pairs of a comparison shown by name.
SHOWN_CHANGES = 30


class MbbMatchRunReportMixin(models.AbstractModel):
    """What a run says beside its pairs: what is short, how equal it is (MPY m.5/6),
    what another run does differently. The figures are the core's; here they are drawn.
    """

    _name = "mbb.match.run.report.mixin"
    _description = "Report of a Matching Run"
    _guarded_fields = ("shortages", "province_shortages", "fairness")

    shortages = fields.Json(readonly=True, copy=False)
    province_shortages = fields.Json(readonly=True, copy=False)
    fairness = fields.Json(readonly=True, copy=False)
    shortages_html = fields.Html(
        string="What Is Short", compute="_compute_shortages_html", sanitize=False
    )
    fairness_html = fields.Html(
        string="Equality", compute="_compute_fairness_html", sanitize=False
    )
    compare_run_id = fields.Many2one(
        "mbb.match.run",
        string="Compare With",
        copy=False,
        check_company=True,
        domain="[('id', '!=', id), ('state', 'in', ('computed', 'applied'))]",
    )
    comparison_html = fields.Html(
        string="Comparison", compute="_compute_comparison_html", sanitize=False
    )

    def _get_plan(self):
        """The result as the core gave it, as far as its questions need it."""
        self.ensure_one()
        return {
            "matches": [
                {"mentor": str(line.mentor_id.id), "mentee": str(line.mentee_id.id)}
                for line in self.sudo().pair_ids
            ],
            "objective": self.total_score,
        }

    def _prepare_report(self, cohort, plan):
        """The figures of a plan that was just made."""
        small = len(cohort["mentees"]) <= MOST_FOR_QUESTIONS
        what_if = None if small else {}
        return {
            "fairness": matching.fairness(cohort, found=plan, what_if=what_if),
            "shortages": (
                matching.shortages(cohort, limit=SHORT_SUBJECTS) if small else False
            ),
            "province_shortages": (
                matching.shortages(cohort, by_province=True, limit=SHORT_SUBJECTS)
                if small
                else False
            ),
        }

    # -- drawing -----------------------------------------------------------

    @api.model
    def _draw_table(self, heads, rows):
        """A table; the first column is text, the others are numbers."""
        cell = Markup('<td class="text-end">%s</td>')
        body = Markup().join(
            Markup("<tr><td>%s</td>%s</tr>")
            % (row[0], Markup().join(cell % value for value in row[1:]))
            for row in rows
        )
        head = Markup('<th scope="col"%s>%s</th>')
        top = Markup().join(
            head % (Markup(' class="text-end"') if place else "", text)
            for place, text in enumerate(heads)
        )
        return Markup(
            '<table class="table table-sm"><thead><tr>%s</tr></thead>'
            "<tbody>%s</tbody></table>"
        ) % (top, body)

    @api.depends("shortages", "province_shortages")
    @api.depends_context("lang")
    def _compute_shortages_html(self):
        for run in self:
            tables = [
                run._draw_shortages(rows)
                for rows in (run.shortages, run.province_shortages)
            ]
            run.shortages_html = Markup().join(filter(None, tables)) or False

    def _draw_shortages(self, shortages):
        """By subject, or by subject and province."""
        rows = [row for row in shortages or [] if row["more"] > 0]
        if not rows:
            return False
        skills = self.env["hr.skill"].browse(int(row["skill"]) for row in rows).exists()
        names = {skill.id: skill.name for skill in skills}
        return self._draw_table(
            [
                self.env._("One More Mentor, by Subject and Province")
                if "province" in rows[0]
                else self.env._("One More Mentor, by Subject"),
                self.env._("Mentees Without a Mentor"),
                self.env._("Places Assumed"),
                self.env._("Would Serve More"),
            ],
            [
                (
                    self._get_shortage_name(row, names),
                    row["unserved"],
                    row["places"],
                    f"+{row['more']}",
                )
                for row in rows
            ],
        )

    def _get_shortage_name(self, row, names):
        name = names.get(int(row["skill"]), row["skill"])
        if "province" not in row:
            return name
        return f"{name} – {self._get_group_name('province', row['province'])}"

    def _get_group_titles(self):
        return {
            "institution_type": self.env._("By Type of Institution"),
            "size": self.env._("By Population"),
            "province": self.env._("By Province"),
        }

    def _get_group_name(self, kind, name):
        if not name:
            return self.env._("Not known")
        if kind == "institution_type":
            field = self.env["res.partner"]._fields["institution_type"]
            return dict(field._description_selection(self.env)).get(name, name)
        if kind == "province":
            state = self.env["res.country.state"].search(
                [("country_id.code", "=", "TR"), ("code", "=", name)], limit=1
            )
            return state.name or name
        low, _dash, high = name.partition("-")
        low = formatLang(self.env, int(low), digits=0)
        return f"{low} – {formatLang(self.env, int(high), digits=0)}" if high else f"{low} +"

    @api.depends("fairness")
    @api.depends_context("lang")
    def _compute_fairness_html(self):
        for run in self:
            run.fairness_html = run._draw_fairness(run.fairness or {})

    def _draw_fairness(self, figures):
        parts = []
        for kind, title in self._get_group_titles().items():
            groups = figures.get(kind)
            if not groups:
                continue
            rows = [
                (self._get_group_name(kind, name), *self._draw_group(group))
                for name, group in groups.items()
            ]
            heads = [
                title,
                self.env._("Mentees"),
                self.env._("Served"),
                self.env._("Share"),
                self.env._("Mean Waiting (Days)"),
            ]
            parts.append(self._draw_table(heads, rows))
        parts.append(self._draw_loads(figures))
        parts.append(self._draw_what_if(figures))
        return Markup().join(parts) or False

    def _draw_group(self, group):
        return (
            group["mentees"],
            group["served"],
            self._draw_share(group),
            formatLang(self.env, group["waiting"] or 0, digits=0),
        )

    def _draw_share(self, group):
        return f"%{formatLang(self.env, 100 * (group['share'] or 0), digits=0)}"

    def _draw_loads(self, figures):
        """How many mentors carry how much, and who carries most."""
        rows = figures.get("mentors") or []
        if not rows:
            return Markup()
        before = Counter(row["before"] for row in rows)
        after = Counter(row["before"] + row["given"] for row in rows)
        counts = self._draw_table(
            [
                self.env._("Mentees per Mentor"),
                self.env._("Mentors Before"),
                self.env._("Mentors With This Run"),
            ],
            [
                (load, before[load], after[load])
                for load in sorted(before.keys() | after.keys())
            ],
        )
        most = sorted(
            rows, key=lambda row: (-row["before"] - row["given"], row["mentor"])
        )
        mentors = self.env["mbb.mentor"].browse(
            int(row["mentor"]) for row in most[:SHOWN_LOADS]
        )
        return counts + self._draw_table(
            [
                self.env._("Those Who Carry Most"),
                self.env._("Mentees Before"),
                self.env._("Given by the Run"),
                self.env._("Places They Had"),
            ],
            [
                (mentor.display_name, row["before"], row["given"], row["capacity"])
                for mentor, row in zip(mentors, most, strict=False)
            ],
        )

    def _draw_what_if(self, figures):
        """What other weights would change, and for which size of institution."""
        effects = figures.get("what_if") or {}
        if not effects:
            return Markup()
        labels = self.env["mbb.score.mixin"]._get_part_labels()
        changes = self._draw_table(
            [
                self.env._("If this counted, too"),
                self.env._("Served"),
                self.env._("Pairs Kept"),
                self.env._("Would Get a Mentor"),
                self.env._("Would Lose Theirs"),
                self.env._("Would Change"),
            ],
            [
                (
                    labels.get(part, part),
                    effect["served"][1],
                    effect["kept"],
                    effect["gained"],
                    effect["lost"],
                    effect["moved"],
                )
                for part, effect in effects.items()
            ],
        )
        shares = self._draw_table(
            [
                self.env._("Share Served, by Population"),
                self.env._("In This Run"),
                *(labels.get(part, part) for part in effects),
            ],
            [
                (
                    self._get_group_name("size", name),
                    self._draw_share(group),
                    *(self._draw_share(one["size"][name]) for one in effects.values()),
                )
                for name, group in (figures.get("size") or {}).items()
            ],
        )
        return changes + shares

    @api.depends("compare_run_id", "state")
    @api.depends_context("lang")
    def _compute_comparison_html(self):
        for run in self:
            other = run.compare_run_id
            run.comparison_html = run._draw_comparison(other) if other else False

    def _draw_comparison(self, other):
        found = matching.compare(other._get_plan(), self._get_plan())
        sums = [formatLang(self.env, value, digits=3) for value in found["objective"]]
        figures = self._draw_table(
            ["", other.number, self.number],
            [
                (self.env._("Mentees Served"), *found["served"]),
                (self.env._("Sum of Scores"), *sums),
                (self.env._("The Same Pairs"), found["kept"], found["kept"]),
            ],
        )
        changes = [*found["gained"], *found["lost"], *found["moved"]]
        mentees, mentors = self.env["mbb.mentee"], self.env["mbb.mentor"]
        rows = [
            (
                mentees.browse(int(row["mentee"])).display_name,
                *(
                    mentors.browse(int(row[side])).display_name if row[side] else "–"
                    for side in ("before", "after")
                ),
            )
            for row in changes[:SHOWN_CHANGES]
        ]
        if rows:
            figures += self._draw_table(
                [self.env._("Mentee"), other.number, self.number], rows
            )
        return figures

    def action_why(self):
        """Ask why two are not a pair."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why Not This Pair?"),
            "res_model": "mbb.match.why",
            "view_mode": "form",
            "target": "new",
            "context": {"default_run_id": self.id},
        }

# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""A long assignment in several claims: what each takes over from those before."""

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_datetime


class MbbTravelInterimMixin(models.AbstractModel):
    """Claims of one duty in parts: together they never pay more than one would."""

    _name = "mbb.travel.interim.mixin"
    _description = "Claims of a Duty in Parts"

    interim_from = fields.Datetime(
        string="Claimed From",
        tracking=True,
        help="Of a duty claimed in parts: where the last claim ended. Empty: the "
        "departure.",
    )
    interim_to = fields.Datetime(
        string="Claimed Up To",
        tracking=True,
        help="Of a duty claimed in parts: the moment up to which this claim goes, "
        "while the person is still away. Empty: the return.",
    )
    is_interim = fields.Boolean(compute="_compute_is_interim")
    earlier_claim_ids = fields.Many2many(
        "mbb.travel.claim",
        string="Earlier Claims of This Duty",
        compute="_compute_earlier_claim_ids",
        compute_sudo=True,
    )

    _check_interim = models.Constraint(
        "CHECK(interim_from < interim_to)",
        "A part of a duty ends after it begins.",
    )

    @api.depends("interim_from", "interim_to")
    def _compute_is_interim(self):
        for claim in self:
            claim.is_interim = bool(claim.interim_from or claim.interim_to)

    @api.depends("assignment_id", "date_departure")
    def _compute_earlier_claim_ids(self):
        for claim in self:
            claim.earlier_claim_ids = claim._get_earlier_claims()

    @api.depends("interim_from", "interim_to")
    def _compute_dates(self):
        result = super()._compute_dates()
        for claim in self:
            claim.date_departure = claim.interim_from or claim.date_departure
            claim.date_return = claim.interim_to or claim.date_return
        return result

    @api.depends("interim_from", "interim_to")
    def _compute_result(self):
        return super()._compute_result()

    def _get_zone(self):
        """The zone of the place, as the first journey has it."""
        return pytz.timezone(self.leg_ids[:1].tz or "Europe/Istanbul")

    def _to_local(self, moment):
        local = pytz.utc.localize(moment).astimezone(self._get_zone())
        return local.replace(tzinfo=None)

    def _get_local_span(self):
        if not self.is_interim:
            return super()._get_local_span()
        ends = [
            self._to_local(moment) if moment else None
            for moment in (self.interim_from, self.interim_to)
        ]
        if None in ends:
            span = super()._get_local_span()
            ends = [end or given for end, given in zip(ends, span, strict=True)]
        self._check_inside_part(*ends)
        return tuple(ends)

    def _check_inside_part(self, start, end):
        for leg in self._get_counted_legs().filtered("is_journey"):
            if not leg.date_departure or not leg.date_arrival:
                continue
            first = leg._get_local("date_departure")
            if first < start or leg._get_local("date_arrival") > end:
                raise UserError(
                    self.env._(
                        "%(journey)s does not lie within the part of the duty that is "
                        "claimed.",
                        journey=leg.display_name,
                    )
                )

    # -- what earlier claims say -------------------------------------------------

    def _get_earlier_claims(self):
        """Submitted claims of this duty that depart before this one."""
        self.ensure_one()
        if not self.assignment_id or not self.date_departure:
            return self.browse()
        return self.search(
            [
                ("id", "not in", self._origin.ids),
                ("assignment_id", "=", self.assignment_id._origin.id),
                ("state", "not in", ("draft", "refused")),
                ("date_departure", "<", self.date_departure),
            ],
            order="date_departure",
        )

    def _prepare_carried(self, departure):
        earlier = self._get_earlier_claims()
        starts = [self.assignment_id.date_from, departure.date()]
        for claim in earlier:
            said = ((claim.result or {}).get("trip") or {}).get("assignment_start")
            starts.append(fields.Date.to_date(said) if said else None)
        return {
            "thirds_already_paid": self._get_thirds_already_paid(),
            "departure_day_thirds": self._get_departure_day_thirds(departure),
            "sickness_days_paid": sum(earlier.mapped("sickness_days")),
            "assignment_start": min(filter(None, starts)).isoformat(),
        }

    def _get_departure_day_thirds(self, departure):
        """Thirds of the departure's date that the claim before has paid (m.39)."""
        last = self.search(
            [
                ("id", "not in", self._origin.ids),
                ("expert_id", "=", self.expert_id.id),
                ("state", "not in", ("draft", "refused")),
                ("date_return", "<=", self.date_departure),
                (
                    "date_return",
                    ">",
                    fields.Datetime.subtract(self.date_departure, days=2),
                ),
            ],
            order="date_return desc",
            limit=1,
        )
        if last and last._get_local_span()[1].date() == departure.date():
            return last.return_day_thirds
        return 0

    def _get_thirds_already_paid(self):
        """Thirds of the same person, place and work within 365 days (m.42)."""
        since = fields.Datetime.subtract(self.date_departure, days=364)
        earlier = self.search(
            [
                ("id", "not in", self._origin.ids),
                ("expert_id", "=", self.expert_id.id),
                ("host_institution_id", "=", self.assignment_id.host_institution_id.id),
                ("assignment_id.match_id", "=", self.assignment_id.match_id.id),
                ("company_id", "=", (self.company_id or self.env.company).id),
                ("state", "not in", ("draft", "refused")),
                ("date_departure", ">=", since),
                ("date_departure", "<", self.date_departure),
            ]
        )
        return sum(self._filter_carried(earlier).mapped("thirds"))

    def _filter_carried(self, earlier):
        """The earlier claims whose thirds count with those of this one."""
        return earlier

    # -- one draft for the same days ---------------------------------------------

    @api.constrains("interim_from", "interim_to", "assignment_id")
    def _check_second_draft(self):
        """Two drafts for the same days would both be worked on; one is enough."""
        for claim in self.sudo():
            if claim.state != "draft" or not claim.date_departure:
                continue
            other = self.sudo().search(
                [
                    ("id", "!=", claim.id),
                    ("expert_id", "=", claim.expert_id.id),
                    ("state", "=", "draft"),
                    ("date_departure", "<", claim.date_return or claim.date_departure),
                    ("date_return", ">", claim.date_departure),
                ],
                limit=1,
            )
            if other:
                raise ValidationError(
                    self.env._(
                        "There is a draft for these days already: “%(claim)s” "
                        "(%(start)s – %(end)s). Go on with that one, or delete it.",
                        claim=other.display_name,
                        start=claim._format_local(other.date_departure),
                        end=claim._format_local(other.date_return),
                    )
                )

    def _format_local(self, moment):
        return format_datetime(
            self.env, moment, tz=self._get_zone().zone, dt_format="short"
        )

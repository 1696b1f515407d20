# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The sentences that explain an entitlement, each with its article.

Templates are English source strings with ``%(name)s`` places, so that a caller
can translate them by ``code`` or by template and fill in ``params`` itself.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Kind(NamedTuple):
    """A sentence that may be said: stable code, article, template."""

    code: str
    article: str
    template: str


class Note(NamedTuple):
    """A sentence that is said: ``params`` (all strings) fill ``template``."""

    article: str
    template: str
    params: Mapping[str, str]

    @property
    def code(self):
        """The stable code of the template in CATALOGUE."""
        return _CODES[self.template]

    @property
    def text(self):
        """The sentence in English."""
        return self.template % self.params


def note(kind, /, **params):
    """A Note of this kind; values are written with ``str``."""
    texts = {name: str(item) for name, item in params.items()}
    return Note(kind.article, kind.template, MappingProxyType(texts))


ALLOWANCE = Kind(
    "allowance",
    "6245 m.33/a, m.39",
    "Thirds of the daily rate of %(rate)s: %(lunches)s for %(lunch)s, %(dinners)s for "
    "%(dinner)s, %(nights)s for nights away from %(night_from)s to %(night_to)s; "
    "together %(thirds)s.",
)
INSIDE = Kind(
    "inside_duty_station",
    "6245 m.28, m.39",
    "Inside the duty station neither an allowance nor lodging is paid, only the cost "
    "of the usual vehicle.",
)
INSIDE_VEHICLE = Kind(
    "inside_vehicle",
    "6245 m.28",
    "Inside the duty station another vehicle than the usual one needs urgency and the "
    "superior's approval.",
)
REDUCED = Kind(
    "reduced",
    "6245 m.42",
    "Thirds after the first %(full)s days of allowance, paid at %(share)s: %(thirds)s.",
)
EXHAUSTED = Kind(
    "exhausted",
    "6245 m.42",
    "Thirds after %(days)s days of allowance, not paid: %(thirds)s.",
)
CALENDAR = Kind(
    "calendar_count",
    "6245 m.42",
    "The days are counted by the calendar from %(start)s; the thirds already paid "
    "(%(paid)s) are not used.",
)
YEAR = Kind(
    "year_ended",
    "6245 m.42",
    "The year that began on %(start)s ended on %(end)s, before the return. All thirds "
    "are counted in it: what belongs to a new year needs a claim of its own.",
)
CONTRACT_RATE = Kind(
    "contract_rate",
    "6245 m.8",
    "The daily rate of %(rate)s is the one that the person's contract names.",
)
PERSON_SERVANT = Kind(
    "person_servant",
    "6245 m.7, m.33/a",
    "Civil servant of degree %(degree)s: row %(row)s of the H cetveli, daily rate "
    "%(rate)s.",
)
PERSON_EMPLOYEE = Kind(
    "person_employee",
    "6245 m.7",
    "Employee paid like the civil servant with the nearest salary, degree "
    "%(degree)s: row %(row)s of the H cetveli, daily rate %(rate)s.",
)
PERSON_OUTSIDER = Kind(
    "person_outsider",
    "6245 m.8",
    "Neither civil servant nor employee: by the institution's choice compared to "
    "degree %(degree)s, row %(row)s of the H cetveli, daily rate %(rate)s.",
)
PERSON_DECIDED = Kind(
    "person_decided",
    "6245 m.7, m.8",
    "No rule settles the row of this status: by the ground recorded for the person row "
    "%(row)s of the H cetveli, daily rate %(rate)s.",
)
METHOD_L = Kind(
    "method_l",
    "6245 m.39",
    "By policy the day of a night away is full: %(thirds)s more thirds.",
)
RATES = Kind(
    "rates",
    "6245 m.33/a",
    "The daily rate changes during the trip: each third and night has that of its "
    "date.",
)
RATES_DEPARTURE = Kind(
    "rates_departure",
    "6245 m.33/a",
    "The daily rate changes during the trip: by policy that of the departure, "
    "%(rate)s, counts throughout.",
)
TRAINING = Kind(
    "training",
    "6245 m.37",
    "A course or school outside the duty station is paid like a temporary duty.",
)
SICKNESS = Kind(
    "sickness",
    "6245 m.19",
    "Thirds of days of sickness beyond the first %(days)s, or in hospital at the "
    "institution's cost, not paid: %(thirds)s.",
)
WAITING = Kind(
    "waiting", "6245 m.40", "Days of forced waiting, paid: %(days)s."
)
WAITING_UNPAID = Kind(
    "waiting_unpaid",
    "6245 m.40",
    "Thirds of waiting for personal reasons without a report, or in hospital at the "
    "institution's cost, not paid: %(thirds)s.",
)
ABROAD_HOURS = Kind(
    "abroad_hours",
    "6245 m.34, m.43",
    "Days abroad, counted by 24 hours from the exit, a part of one as a whole: "
    "%(days)s.",
)
ABROAD_RAISED = Kind(
    "abroad_raised",
    "6245 m.34, Karar m.4",
    "%(country)s: %(thirds)s thirds at %(rate)s %(currency)s × %(share)s, raised by "
    "the factor %(factor)s in the first days since the exit.",
)
ABROAD = Kind(
    "abroad",
    "6245 m.34",
    "%(country)s: %(thirds)s thirds at %(rate)s %(currency)s × %(share)s.",
)
NIGHT_HOME = Kind(
    "night_home",
    "6245 m.33/d",
    "Nights within the country: %(nights)s, at most %(ceiling)s each, never above the "
    "invoice.",
)
NIGHT_ABROAD = Kind(
    "night_abroad",
    "6245 m.34, Karar",
    "%(country)s: %(nights)s nights; of what is above %(free)s %(currency)s a night "
    "%(share)s is paid, at most %(ceiling)s %(currency)s.",
)
NIGHT_KKTC = Kind(
    "night_kktc",
    "6245 m.34, KKTC Karar",
    "KKTC: %(nights)s nights, at most %(ceiling)s each (%(share)s of the daily rate), "
    "never above the invoice.",
)
NIGHT_OVER = Kind(
    "night_over",
    "6245 m.34, Karar",
    "%(country)s: %(nights)s nights for which no lodging is paid: it is paid in the "
    "first %(days)s days since the exit, and not for days without an allowance.",
)
ABROAD_NO_INVOICE = Kind(
    "abroad_no_invoice",
    "6245 m.34, Karar",
    "Nights without an invoice, for which no lodging is paid: %(nights)s.",
)
LODGING_BAND = Kind(
    "lodging_band",
    "6245 m.33/d",
    "Nights in days %(first)s to %(last)s of the assignment: %(nights)s, at most "
    "%(ceiling)s each (%(factor)s of the daily rate), never above the invoice.",
)
LODGING_BAND_REDUCED = Kind(
    "lodging_band_reduced",
    "6245 m.33/d, m.42",
    "Nights in days %(first)s to %(last)s of the assignment: %(nights)s, at most "
    "%(ceiling)s each (%(factor)s of the %(of)s of the daily rate that is still due), "
    "never above the invoice.",
)
LODGING_OVER = Kind(
    "lodging_over",
    "6245 m.33/d",
    "Nights after day %(last)s of the assignment, for which no lodging is paid: "
    "%(nights)s.",
)
LODGING_UNPAID = Kind(
    "lodging_unpaid",
    "6245 m.33/d",
    "Nights of days without an allowance (sickness, waiting), for which no lodging is "
    "paid: %(nights)s.",
)
LODGING_EXCESS = Kind(
    "lodging_excess",
    "6245 m.33/d",
    "%(excess)s of the invoices is above the ceiling and is not paid.",
)
LODGING_NO_INVOICE = Kind(
    "lodging_no_invoice",
    "6245 m.33/d",
    "Nights without an invoice, for which no lodging is paid: %(nights)s. The "
    "allowance is not reduced for them (m.41 is repealed).",
)
FARES = Kind(
    "fares",
    "6245 m.6, m.27",
    "Fares of the usual and suitable vehicle: %(amount)s.",
)
FEEDERS = Kind(
    "feeders",
    "6245 m.14",
    "Taxi between home or workplace and the terminal, and baggage, if really used and "
    "declared: %(amount)s.",
)
NEAREST_LODGING = Kind(
    "nearest_lodging",
    "6245 m.21",
    "Daily fares to the nearest place with a bed and back: %(amount)s.",
)
FREE = Kind(
    "free",
    "6245 m.31",
    "Travel without charge (%(kind)s): no fare is paid.",
)
REDUCED_FARE = Kind(
    "reduced_fare",
    "6245 m.31",
    "Reduced fare: %(paid)s was paid and counts, not %(fare)s.",
)
MEAL_IN_FARE = Kind(
    "meal_in_fare",
    "6245 m.30",
    "The ticket cannot be had without its meal of %(meal)s, which counts as fare.",
)
MEAL_OFF = Kind(
    "meal_off",
    "6245 m.27, table 1 n.4",
    "The ticket counts without its meal of %(meal)s.",
)
PLANE_UNAPPROVED = Kind(
    "plane_unapproved",
    "6245 m.27, table 1 n.1",
    "Degree %(degree)s flies only with the institution's approval: the usual "
    "vehicle's fare of %(fare)s is paid.",
)
CLASS_ABOVE = Kind(
    "class_above",
    "6245 m.27, m.29, table 1 n.3",
    "Dearer class than degree %(degree)s is entitled to (%(kind)s): at most %(fare)s "
    "is paid.",
)
NO_CLASS = Kind(
    "no_class",
    "6245 m.27, table 1",
    "No class is given (%(kind)s): the class of the ticket is not checked.",
)
CANCELLED = Kind(
    "cancelled",
    "6245 m.26",
    "Called off before the departure and no money taken: nothing is paid.",
)
CANCELLED_TICKETS = Kind(
    "cancelled_tickets",
    "6245 m.26",
    "Called off before the departure, after money was taken: only the tickets that "
    "cannot be given back are paid, %(lost)s.",
)
CANCELLED_AFTER = Kind(
    "cancelled_after",
    "6245 m.26",
    "Called off on the way, known at %(notified)s: paid up to that place and back, "
    "with the tickets that cannot be given back, %(lost)s.",
)
NO_DEGREE = Kind(
    "no_degree",
    "6245 m.27, table 1",
    "No degree is given: the class of the ticket and the right to fly are not checked.",
)
OWN_VEHICLE = Kind(
    "own_vehicle",
    "6245 m.27, table 1 n.5",
    "Own vehicle: the fare of the usual vehicle is paid, %(fare)s each way; no fuel, "
    "toll or kilometres.",
)
OWN_VEHICLE_DAYS = Kind(
    "own_vehicle_days",
    "6245 m.27, table 1 n.5",
    "Own vehicle: the allowance is that of the usual vehicle's days, %(departure)s to "
    "%(return)s.",
)
OWN_VEHICLE_FEWER = Kind(
    "own_vehicle_fewer",
    "6245 m.27, table 1 n.5",
    "Own vehicle: the time really away earns fewer thirds than the usual vehicle's "
    "days and is paid.",
)
OWN_VEHICLE_NO_TIMES = Kind(
    "own_vehicle_no_times",
    "6245 m.27, table 1 n.5",
    "Own vehicle: the usual vehicle's times are not given, so the allowance is not "
    "limited to its days.",
)
OWN_VEHICLE_COST = Kind(
    "own_vehicle_cost",
    "6245 m.27, table 1 n.5",
    "Own vehicle: the actual cost of %(cost)s is information and limits nothing.",
)
OWN_VEHICLE_CAPPED = Kind(
    "own_vehicle_capped",
    "6245 m.27, table 1 n.5",
    "Own vehicle: by policy no more than the actual cost of %(cost)s is paid.",
)
OWN_VEHICLE_FEEDERS = Kind(
    "own_vehicle_feeders",
    "6245 m.14, table 1 n.5",
    "Own vehicle with taxi or baggage: check that these were needed beside it.",
)
COVERAGE = Kind(
    "coverage",
    "6245 m.57",
    "The Birlik bears %(allowance)s of the allowance, %(lodging)s of the lodging and "
    "%(transport)s of the transport.",
)
COVERAGE_CEILING = Kind(
    "coverage_ceiling",
    "6245 m.57",
    "Above the agreed ceiling of %(ceiling)s: %(allowance)s is taken off the "
    "allowance, %(lodging)s off the lodging, %(transport)s off the transport.",
)
OTHER_PAYER = Kind(
    "other_payer",
    "6245 m.57",
    "%(name)s bears %(allowance)s of the allowance, %(lodging)s of the lodging and "
    "%(transport)s of the transport.",
)
OTHER_DEDUCTED = Kind(
    "other_deducted",
    "6245 m.34, m.37",
    "%(amount)s paid by others for the allowance is deducted from it.",
)
EXCHANGE_ADVANCE = Kind(
    "exchange_advance",
    "6245 m.34, Karar",
    "%(amount)s %(currency)s was covered by the advance: the efektif satış rate of the "
    "accrual date, %(rate)s.",
)
EXCHANGE = Kind(
    "exchange",
    "6245 m.34, Karar",
    "%(amount)s %(currency)s: the döviz satış rate of the declaration's date, "
    "%(rate)s.",
)
STAMP_TAX = Kind(
    "stamp_tax",
    "488 table 1 IV/1-b",
    "Stamp tax of %(rate)s on %(base)s (the base is a choice of policy).",
)
STAMP_TAX_UNSET = Kind(
    "stamp_tax_unset",
    "488 table 1 IV/1-b",
    "No stamp tax is computed: the policy does not set both rate and base.",
)
ADVANCE = Kind(
    "advance",
    "6245 m.59",
    "The advance of %(advance)s is set off: %(payable)s to pay, %(refund)s to refund.",
)
DUE = Kind(
    "due",
    "6245 m.59",
    "The declaration and its papers are due within one month of the return, by "
    "%(date)s.",
)

CATALOGUE = tuple(item for item in list(globals().values()) if isinstance(item, Kind))
"""Every Kind, for translation."""

_CODES = {kind.template: kind.code for kind in CATALOGUE}

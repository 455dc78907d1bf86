"""The books of a simulated year, reckoned from the agreements and the statutes alone: nothing here is read back from the program.

renteloven § 5 (rate of the half-year and 8 points, days of the year), payments on costs, then interest, then principal; a share of
what came in runs on and is rounded as a whole; a fixed price falls due with the first letter or the filing; an hour's price by the
minute; an advance is paid back from what comes in, and is a loss or the client's when the case ends. Money is whole øre."""
import datetime
from fractions import Fraction

DAY = datetime.timedelta(days=1)


def half_away(x):
    whole, rest = divmod(abs(x.numerator), x.denominator)
    whole += 2 * rest >= x.denominator
    return whole if x >= 0 else -whole


def year_length(year):
    return (datetime.date(year + 1, 1, 1) - datetime.date(year, 1, 1)).days


class Rates:
    """Lending rate of each half-year in hundredths of a point, with the 8 points of renteloven § 5."""

    def __init__(self, halves):
        self.halves = {half: bp + 800 for half, bp in halves.items()}

    def interest(self, principal, after, to):
        """Exact øre on the days after the one and up to the other."""
        exact = Fraction(0)
        day = after + DAY
        while day <= to:
            half = (day.year, day.month > 6)
            end = min(to, datetime.date(day.year, 12, 31) if half[1] else datetime.date(day.year, 6, 30))
            exact += Fraction(principal * self.halves[half] * ((end - day).days + 1), 10000 * year_length(day.year))
            day = end + DAY
        return exact


class Price:
    """A fee agreement. share in hundredths of a percent, prices in øre; steps of a tariff [(from, price)]."""

    def __init__(self, name, start, **terms):
        self.name, self.start = name, start
        self.share = self.fixed = self.hour = self.court = 0
        self.court_steps = None
        self.keeps_fees = self.ours = False
        self.__dict__.update(terms)

    def of_court(self, principal):
        if self.court_steps is None:
            return self.court
        return [price for floor, price in self.court_steps if principal >= floor][-1]


class Debt:
    """A claim as it runs: what is open on a day, and what a payment goes to."""

    def __init__(self, rates, principal, due):
        self.rates, self.principal, self.counted_to = rates, principal, due
        self.interest = self.fee_costs = self.court_costs = 0
        self.rests = False

    def more(self, day):
        return half_away(self.rates.interest(self.principal, self.counted_to, day)) if day > self.counted_to and not self.rests else 0

    def run_to(self, day):
        self.interest += self.more(day)
        self.counted_to = max(day, self.counted_to)

    def owed(self, day):
        more = self.more(day)
        return self.principal + self.interest + more + self.fee_costs + self.court_costs

    def pay(self, amount, day):
        """(reminder fees, court's costs, interest, principal, surplus)"""
        self.run_to(day)
        parts = []
        for name in ("fee_costs", "court_costs", "interest", "principal"):
            part = min(amount, getattr(self, name))
            setattr(self, name, getattr(self, name) - part)
            amount -= part
            parts.append(part)
        return (*parts, amount)


PARTS = ("costs", "interest", "principal")


class Case:
    """What happened on one case, and what its books must say."""

    def __init__(self, creditor, principal, issued, due):
        self.creditor, self.principal, self.issued, self.due = creditor, principal, issued, due
        self.id, self.ended, self.serial = None, None, 0
        self.events = []  # [day, order, kind, value]; one that is taken back is taken out
        self.advances = []  # (day, øre)
        self.minutes = []  # (day, minutes)
        self.stuck = dict.fromkeys(PARTS, 0)  # split of a payment that was taken back after its money had left
        self.off = dict.fromkeys(PARTS, 0)  # set off against invoices
        self.out = dict.fromkeys(PARTS, 0)  # paid out
        self.billed = self.passed_on = 0  # fees, and advances, on standing invoices
        self.receivable = 0  # on standing invoices, and covered for the client, less what was set off or paid to us

    def add(self, day, kind, value=0):
        self.serial += 1
        event = [day, self.serial, kind, value]
        self.events.append(event)
        return event

    def filed(self):
        return min((e[0] for e in self.events if e[2] == "filed"), default=None)

    def replay(self, rates, day=None):
        """The debt after all events up to the day, and each payment's split: (event, parts)."""
        debt, splits = Debt(rates, self.principal, self.due), []
        for event in sorted(self.events, key=lambda e: (e[0], e[1])):
            on, _, kind, value = event
            if day is not None and on > day:
                break
            if kind == "reminder_fee":
                debt.fee_costs += value
            elif kind == "rests":  # a plan without interest
                debt.run_to(on)
                debt.rests = True
            elif kind == "endorsed":
                debt.court_costs += value
            elif kind == "judged":  # (principal, interest, costs): from its day on they are the claim
                debt.principal, debt.interest, debt.court_costs = value
                debt.fee_costs, debt.counted_to = 0, on
            elif kind in ("paid", "paid_direct"):
                splits.append((event, debt.pay(value, on)))
        return debt, splits

    def owed(self, rates, day):
        return self.replay(rates, day)[0].owed(day)

    def books(self, rates):
        """Sums by kind of posting, as they must stand."""
        sums = dict.fromkeys(("client_payment", "split_costs", "split_interest", "split_principal", "split_surplus", "fee_earned",
                              "court_fee_advanced", "advance_charged", "advance_lost"), 0)
        filed, splits = self.filed(), self.replay(rates)[1]
        self.fees(sums, filed, splits)
        advanced, recovered, charged = sum(a for _, a in self.advances), 0, 0
        for event, parts in splits:
            if event[2] == "paid":
                sums["client_payment"] += event[3]
                for kind, part in zip((*PARTS, "surplus"), (parts[0] + parts[1], *parts[2:])):
                    sums["split_" + kind] += part
            recovered += event[3]
            charged = max(charged, min(recovered, sum(a for d, a in self.advances if d <= event[0])))
        for kind, part in self.stuck.items():
            sums["split_" + kind] += part
        sums["court_fee_advanced"], sums["advance_charged"] = advanced, charged
        if self.ended is not None and advanced > charged:
            covered = max(0, min(advanced, recovered) - charged)
            lost = advanced - charged - covered if self.creditor.price(self.ended).ours else 0
            sums["advance_lost"], sums["advance_charged"] = lost, advanced - lost
        return sums

    def fees(self, sums, filed, splits):
        bases = {}  # a share runs on under each version
        for event, parts in splits:
            price = self.creditor.price(event[0])
            if price is None or (filed is not None and event[0] >= filed):
                continue
            if price.keeps_fees:
                sums["fee_earned"] += parts[0]
            if price.share:
                bases[price] = bases.get(price, 0) + parts[2] + parts[3]
        for price, base in bases.items():
            sums["fee_earned"] += half_away(Fraction(base * price.share, 10000))
        steps = [e[0] for e in self.events if e[2] in ("step", "paid", "paid_direct") and (filed is None or e[0] < filed)]
        if steps:
            sums["fee_earned"] += self.creditor.price(min(steps)).fixed
        if filed is not None:
            sums["fee_earned"] += self.creditor.price(filed).of_court(self.principal)
        hours = {}
        for day, minutes in self.minutes:
            price = self.creditor.price(day)
            if price.hour and (filed is None or day < filed):
                hours[price] = hours.get(price, 0) + minutes
        for price, minutes in hours.items():
            sums["fee_earned"] += half_away(Fraction(price.hour * minutes, 60))

    def held(self, rates):
        """What of the client's money stands on the case, by what it was paid for."""
        sums = self.books(rates)
        return {part: sums["split_" + part] - self.off[part] - self.out[part] for part in PARTS}

    def owes(self, rates):
        """What the client owes us on the case: an advance that was charged is owed before it is on an invoice."""
        return self.receivable - self.passed_on + self.books(rates)["advance_charged"]

    def bounce(self, rates, event):
        """A payment is taken back: what of it is still held goes, the rest is covered from own money, and owed. How much that is."""
        parts = next(p for e, p in self.replay(rates)[1] if e is event)
        held, released = self.held(rates), 0
        for name, part in zip(PARTS, (parts[0] + parts[1], *parts[2:4])):
            if held[name] >= part:
                released += part
            else:
                self.stuck[name] += part
        self.events.remove(event)
        self.receivable += event[3] - released
        return event[3] - released


def vat_of(net):
    return half_away(Fraction(net * 25, 100))


class Creditor:
    def __init__(self, cvr, name, prices):
        self.cvr, self.name, self.prices, self.cases = cvr, name, prices, []

    def price(self, day):
        held = [p for p in self.prices if p.start <= day]
        return held[-1] if held else None

"""What else happens in each need that starts or stops a limit of the law: begun, informed, decided, treated?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ovi.casework.states import MomentKind
from ovi.demo.assessing import HAND_OVER_ACCEPTED, Assessed
from ovi.demo.axis import DAY, HOUR, MINUTE, NEVER, Bools, Ints, working_day
from ovi.demo.closing import Ended
from ovi.demo.draws import Rng, lognormal
from ovi.demo.needs import Needs, Year, ages_at
from ovi.demo.patterns import Between, Patterns
from ovi.demo.residents import Residents

_OPENS = 8 * HOUR
_ADULT, _YOUNG = 18, 23
_OTHER_REASON = "other"
SUPPORT = "psychosocial_support"  # what THERAPY-SOC asks of a need in family social work


@dataclass(frozen=True, slots=True)
class Noted:
    """`at[kind]` has one local second per need, NEVER where it has not happened."""

    at: dict[MomentKind, Ints]
    special_support: Bools
    support: Bools

    def where(self, mask: Bools | Ints) -> Noted:
        at = {kind: one[mask] for kind, one in self.at.items()}
        return Noted(at, self.special_support[mask], self.support[mask])


def note(
    rng: Rng, needs: Needs, assessed: Assessed, ended: Ended, people: Residents, patterns: Patterns, year: Year
) -> Noted:
    """The moments of every need before the year's end. A case that was told or settled at once has few."""
    drawn = _Noting(rng, needs, assessed, ended, people, patterns)
    at = {
        MomentKind.ASSESSMENT_STARTED: np.where(drawn.of_service_needs, assessed.began, NEVER),
        MomentKind.SERVICE_STARTED: np.where(drawn.social, ended.first_visit, NEVER),
        **drawn.of_treatment(),
        **drawn.of_applications(),
    }
    last = np.minimum(ended.closed, year.cutoff - 1)
    at = {kind: np.where(one <= last, one, NEVER) for kind, one in at.items()}
    return Noted(at, drawn.special_support, drawn.support)


class _Noting:
    """The drawing of moments; one object keeps what every step needs."""

    def __init__(
        self, rng: Rng, needs: Needs, assessed: Assessed, ended: Ended, people: Residents, patterns: Patterns
    ) -> None:
        lines = list(patterns.lines.table.values())
        self.rng, self.needs, self.assessed, self.ended = rng, needs, assessed, ended
        self.patterns, self.names = patterns, np.array(list(patterns.lines.table))[needs.line]
        self.of_service_needs = np.array([one.assesses_service_needs for one in lines])[needs.line]
        self.social = np.array([one.sector == "social" for one in lines])[needs.line]
        self.goes_on = (assessed.at < NEVER) & ~assessed.resolved
        ages = ages_at(people, needs.person, needs.contact // DAY)
        self.young = ages < _YOUNG
        child = (ages < _ADULT) & np.isin(self.names, ("family_social_work", "child_protection"))
        self.special_support = child & self._of_share(patterns.moments.special_support.value)
        support = self._of_share(patterns.moments.support_under_23.value) & (self.names == "family_social_work")
        self.support = support & self.young & self.goes_on

    def of_treatment(self) -> dict[MomentKind, Ints]:
        """The need found by the assessment, where a limit asks; the treatment of those under 23 who need a therapy."""
        assessed = self.assessed
        reasons = list(self.patterns.lines.care_reasons.health)
        outside = assessed.plan_based | assessed.preventive | assessed.certificate_only | ~assessed.general_medicine
        outside |= assessed.care_reason == reasons.index(_OTHER_REASON)
        outside &= ~self.social & (self.names != "oral_health") & ~assessed.urgent & (self.needs.story < 0)
        therapy = (self.names == "mental_health") & self.young & ~assessed.urgent & (self.needs.story < 0)
        therapy &= self._of_share(self.patterns.moments.therapy_under_23.value)
        found = self.goes_on & (outside | therapy | self.support)
        treated = self.goes_on & therapy
        return {
            MomentKind.NEED_ESTABLISHED: np.where(found, assessed.at, NEVER),
            MomentKind.TREATMENT_STARTED: np.where(treated, self.ended.first_licensed, NEVER),
        }

    def of_applications(self) -> dict[MomentKind, Ints]:
        """What was asked of the client, when the application was complete, and when it was decided."""
        figures, assistance = self.patterns.moments, self.names == "social_assistance"
        assistance &= self.goes_on
        at_once = self._of_share(figures.application_complete_at_once.value) | self.assessed.urgent
        asked = self._later(self.needs.contact, figures.supplement_asked_after.value)
        complete = np.where(at_once, self.needs.contact, self._later(asked, figures.supplement_given_after.value))
        complete = np.where(assistance, np.minimum(complete, self.ended.closed), NEVER)
        child = (self.names == "child_protection") & (self.assessed.began < NEVER)
        informed = self._later(self.needs.contact, figures.child_protection_informed_after.value)
        informed = np.where(child, np.minimum(informed, self.ended.closed), NEVER)
        return {
            MomentKind.APPLICATION_COMPLETE: complete,
            MomentKind.INFORMED: np.where(assistance & ~at_once, np.minimum(asked, complete), informed),
            MomentKind.DECIDED: np.where(assistance, self._assistance(complete), self._decisions()),
        }

    def _assistance(self, complete: Ints) -> Ints:
        """Decided in working days from the complete application; in an urgent matter with the assessment."""
        later = self._later(
            np.where(complete < NEVER, complete, 0), self.patterns.moments.assistance_decided_after.value
        )
        later = np.where(self.assessed.urgent, self.assessed.at + 20 * MINUTE, later)
        later = np.maximum(np.minimum(later, self.ended.closed), self.assessed.at)
        return np.where(complete < NEVER, np.maximum(later, complete), NEVER)

    def _decisions(self) -> Ints:
        """Decided after the assessment and before the service begins."""
        accepted = self.assessed.hand_over == HAND_OVER_ACCEPTED
        from_ = np.where(accepted, self.assessed.answered, self.assessed.at)
        out = np.full(len(self.needs), NEVER, dtype=np.int64)
        figures = self.patterns.moments.decision_takes
        for line, (median, sigma) in figures.days.items():
            mask = (self.names == line) & self.goes_on & (from_ < NEVER) & self._of_share(figures.share[line])
            days = np.round(lognormal(self.rng, median, sigma, int(mask.sum()))).astype(np.int64)
            day = working_day(from_[mask] // DAY + np.maximum(days, 1))
            decided = day * DAY + _OPENS + self.rng.integers(0, 8 * HOUR, int(mask.sum()))
            out[mask] = np.maximum(np.minimum(decided, self.ended.first_visit[mask]), from_[mask])
        return out

    def _later(self, since: Ints, takes: Between) -> Ints:
        """So many working days later, at some hour of the day; never before."""
        days = np.round(lognormal(self.rng, takes[0], takes[1], len(since))).astype(np.int64)
        at = working_day(since // DAY, days) * DAY + _OPENS + self.rng.integers(0, 8 * HOUR, len(since))
        return np.asarray(np.maximum(at, since), dtype=np.int64)

    def _of_share(self, share: float) -> Bools:
        return np.asarray(self.rng.random(len(self.needs)) < share, dtype=np.bool_)

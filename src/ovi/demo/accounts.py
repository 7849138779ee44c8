"""As whom can one sign in to the invented county? A table; the accounts have no password at all."""

from __future__ import annotations

from dataclasses import dataclass

from ovi.foundation.text import Trilingual
from ovi.plumbing.actor import Role


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One demonstration identity. `kind` and `profession` say whose place in which unit it takes, if any.

    `person` is the invented name of who has no such place: an access log names people, not offices.
    """

    username: str
    role: Role
    name: Trilingual
    description: Trilingual
    kind: str = ""
    profession: str = ""
    person: str = ""


DEMO_ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount(
        "demo-resident",
        Role.RESIDENT,
        Trilingual("Asukas", "Invånare", "Resident"),
        Trilingual(
            "Ottaa yhteyttä, seuraa omia asioitaan ja näkee, kuka niitä on katsonut.",
            "Tar kontakt, följer sina egna ärenden och ser vem som har läst dem.",
            "Makes contact, follows their own matters and sees who has viewed them.",
        ),
    ),
    DemoAccount(
        "demo-nurse",
        Role.NURSE,
        Trilingual("Sairaanhoitaja", "Sjukskötare", "Nurse"),
        Trilingual(
            "Arvioi hoidon tarpeen, näkee terveysaseman työlistan ja määräajat.",
            "Bedömer vårdbehovet och ser hälsostationens arbetslista och tidsfrister.",
            "Assesses needs for care and sees the health station's worklist and time limits.",
        ),
        kind="health_station",
        profession="nurse",
    ),
    DemoAccount(
        "demo-doctor",
        Role.DOCTOR,
        Trilingual("Lääkäri", "Läkare", "Doctor"),
        Trilingual(
            "Hoitaa samalla terveysasemalla ja kirjaa vastaanotot.",
            "Arbetar på samma hälsostation och registrerar mottagningsbesök.",
            "Works at the same health station and records encounters.",
        ),
        kind="health_station",
        profession="doctor",
    ),
    DemoAccount(
        "demo-social-worker",
        Role.SOCIAL_WORKER,
        Trilingual("Sosiaalityöntekijä", "Socialarbetare", "Social worker"),
        Trilingual(
            "Arvioi palvelutarpeen sosiaaliasemalla; näkee vain sosiaalihuollon rekisterin.",
            "Bedömer servicebehovet på socialbyrån; ser endast socialvårdens register.",
            "Assesses service needs at the social office; sees the social welfare register only.",
        ),
        kind="social_office",
        profession="social_worker",
    ),
    DemoAccount(
        "demo-child-protection",
        Role.SOCIAL_WORKER,
        Trilingual("Lastensuojelun sosiaalityöntekijä", "Socialarbetare inom barnskyddet", "Child protection worker"),
        Trilingual(
            "Ottaa vastaan lastensuojeluilmoitukset ja arvioi lastensuojelun tarpeen.",
            "Tar emot barnskyddsanmälningar och bedömer behovet av barnskydd.",
            "Receives child-protection notifications and assesses the need for child protection.",
        ),
        kind="child_protection",
        profession="social_worker",
    ),
    DemoAccount(
        "demo-student-welfare",
        Role.STUDENT_WELFARE,
        Trilingual("Koulukuraattori", "Skolkurator", "School social worker"),
        Trilingual(
            "Tapaa oppilaita opiskeluhuollossa; näkee vain opiskeluhuollon rekisterin.",
            "Träffar elever inom elevhälsan; ser endast elevhälsans register.",
            "Meets pupils in student welfare; sees the student welfare register only.",
        ),
        kind="student_welfare",
        profession="social_worker",
    ),
    DemoAccount(
        "demo-manager",
        Role.MANAGER,
        Trilingual("Esihenkilö", "Chef", "Manager"),
        Trilingual(
            "Seuraa hoitoon pääsyä yksiköittäin ja kuukausittain.",
            "Följer tillgången till vård per enhet och månad.",
            "Follows access to care by unit and month.",
        ),
        person="Satu Leppänen",
    ),
    DemoAccount(
        "demo-programme",
        Role.PROGRAMME_OFFICE,
        Trilingual("Hanketoimisto", "Programkontor", "Programme office"),
        Trilingual(
            "Vertaa hankkeen tavoitteita mitattuihin arvoihin.",
            "Jämför programmets mål med uppmätta värden.",
            "Compares the programme's targets with measured values.",
        ),
        person="Ilkka Salmela",
    ),
    DemoAccount(
        "demo-operator",
        Role.OPERATOR,
        Trilingual("Ylläpitäjä", "Administratör", "Operator"),
        Trilingual(
            "Näkee järjestelmän tilan, tuonnit ja työt.",
            "Ser systemets tillstånd, importer och jobb.",
            "Sees the state of the system, imports and jobs.",
        ),
        person="Heidi Vainio",
    ),
)

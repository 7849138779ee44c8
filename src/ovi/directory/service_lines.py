"""Which service lines are there, what are they called, and to which sector and register does each belong?

The codes are those of design §8. Every matter of a line is recorded in the line's register, which stays apart
from the others by default (design §5.5).
"""

from __future__ import annotations

from dataclasses import dataclass

from ovi.foundation.text import Trilingual


@dataclass(frozen=True, slots=True)
class Line:
    """One service line: its proper name, and what residents come with it for."""

    code: str
    name: Trilingual
    about: Trilingual
    sector: str
    register: str


def _line(code: str, sector: str, register: str, name: tuple[str, str, str], about: tuple[str, str, str]) -> Line:
    return Line(code, Trilingual(*name), Trilingual(*about), sector, register)


def _health(code: str, name: tuple[str, str, str], about: tuple[str, str, str]) -> Line:
    return _line(code, "health", "patient", name, about)


def _social(code: str, name: tuple[str, str, str], about: tuple[str, str, str]) -> Line:
    return _line(code, "social", "social_welfare", name, about)


_ALL = (
    _health(
        "primary_care",
        ("Terveysasema", "Hälsostation", "Health centre"),
        (
            "Sairaus, oire, vamma tai lääkitys",
            "Sjukdom, symtom, skada eller medicinering",
            "Illness, symptoms, an injury or medicines",
        ),
    ),
    _health(
        "oral_health",
        ("Suun terveydenhuolto", "Munhälsovård", "Oral health care"),
        ("Hampaat ja suu", "Tänder och mun", "Teeth and mouth"),
    ),
    _health(
        "mental_health",
        ("Mielenterveyspalvelut", "Mentalvårdstjänster", "Mental health services"),
        (
            "Mieliala, ahdistus, uni tai kriisi",
            "Sinnesstämning, ångest, sömn eller kris",
            "Mood, anxiety, sleep or a crisis",
        ),
    ),
    _social(
        "substance_services",
        ("Päihde- ja riippuvuuspalvelut", "Missbrukar- och beroendetjänster", "Substance use and addiction services"),
        (
            "Alkoholi, huumeet, pelaaminen tai muu riippuvuus",
            "Alkohol, droger, spelande eller annat beroende",
            "Alcohol, drugs, gambling or another addiction",
        ),
    ),
    _health(
        "rehabilitation",
        ("Kuntoutus ja fysioterapia", "Rehabilitering och fysioterapi", "Rehabilitation and physiotherapy"),
        (
            "Liikkuminen, toimintakyky ja apuvälineet",
            "Rörlighet, funktionsförmåga och hjälpmedel",
            "Moving, daily functioning and assistive devices",
        ),
    ),
    _health(
        "maternity_child",
        ("Neuvola", "Rådgivning", "Maternity and child health clinic"),
        ("Raskaus, vauva ja pieni lapsi", "Graviditet, baby och småbarn", "Pregnancy, a baby or a small child"),
    ),
    _health(
        "school_health",
        ("Koulu- ja opiskeluterveydenhuolto", "Skol- och studerandehälsovård", "School and student health care"),
        ("Koululaisen ja opiskelijan terveys", "Skolelevers och studerandes hälsa", "Health of pupils and students"),
    ),
    _line(
        "student_welfare",
        "social",
        "student_welfare",
        ("Opiskeluhuolto", "Elev- och studerandevård", "Student welfare"),
        ("Koulun kuraattori ja psykologi", "Skolans kurator och psykolog", "School social worker and psychologist"),
    ),
    _health(
        "specialised_care",
        ("Erikoissairaanhoito", "Specialiserad sjukvård", "Specialised medical care"),
        (
            "Sairaalan tutkimukset ja hoidot lähetteellä",
            "Sjukhusets undersökningar och vård med remiss",
            "Hospital examinations and treatment by referral",
        ),
    ),
    _social(
        "home_care",
        ("Kotihoito", "Hemvård", "Home care"),
        ("Hoito ja apu kotona", "Vård och hjälp hemma", "Care and help at home"),
    ),
    _social(
        "elderly_services",
        ("Ikääntyneiden palvelut", "Tjänster för äldre", "Services for older people"),
        (
            "Ikääntyneen arki, asuminen ja omaishoito",
            "Äldres vardag, boende och närståendevård",
            "An older person's daily life, housing and informal care",
        ),
    ),
    _social(
        "adult_social_work",
        ("Aikuisten sosiaalityö", "Socialt arbete bland vuxna", "Social work for adults"),
        ("Arki, asuminen, raha ja velat", "Vardag, boende, pengar och skulder", "Daily life, housing, money and debts"),
    ),
    _social(
        "family_social_work",
        ("Lapsiperheiden sosiaalipalvelut", "Socialservice för barnfamiljer", "Social services for families"),
        (
            "Perheen arki, ero ja vanhemmuus",
            "Familjens vardag, skilsmässa och föräldraskap",
            "Family life, separation and parenthood",
        ),
    ),
    _social(
        "child_protection",
        ("Lastensuojelu", "Barnskydd", "Child protection"),
        ("Huoli lapsesta tai nuoresta", "Oro för ett barn eller en ung", "Worry about a child or a young person"),
    ),
    _social(
        "disability_services",
        ("Vammaispalvelut", "Funktionshinderservice", "Disability services"),
        (
            "Apu ja tuki vamman tai pitkäaikaisen sairauden vuoksi",
            "Hjälp och stöd på grund av funktionsnedsättning eller långvarig sjukdom",
            "Help and support because of a disability or a long-term illness",
        ),
    ),
    _social(
        "social_assistance",
        ("Toimeentulotuki", "Utkomststöd", "Social assistance"),
        (
            "Täydentävä ja ehkäisevä toimeentulotuki",
            "Kompletterande och förebyggande utkomststöd",
            "Supplementary and preventive social assistance",
        ),
    ),
    _health(
        "lifestyle_guidance",
        ("Elintapaohjaus", "Livsstilshandledning", "Lifestyle guidance"),
        (
            "Liikunta, ravitsemus, uni ja tupakoinnin lopettaminen",
            "Motion, kost, sömn och att sluta röka",
            "Exercise, food, sleep and quitting smoking",
        ),
    ),
)
LINES: dict[str, Line] = {line.code: line for line in _ALL}


def sector_of(code: str, register: str) -> str:
    """The sector of a matter: the line's, unless a service of the line keeps another register than its line does."""
    line = LINES[code]
    if register == line.register:
        return line.sector
    return "health" if register == "patient" else "social"


def line_name(code: str) -> Trilingual:
    """The line's name; an unknown code is shown as it is rather than hidden."""
    return LINES[code].name if code in LINES else Trilingual(code, code, code)

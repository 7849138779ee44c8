"""What can a reader choose in the tray: filters, needs they keep, and the box for another site? All optional."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language, get_language_info, pgettext_lazy
from django.utils.translation import gettext as _

from ovi.directory.choice import Choice
from ovi.directory.classifications import codes_named
from ovi.directory.kept_needs import LARGE
from ovi.directory.queries.offers import FORM, ONLINE, PHONE, VISIT, WRITE
from ovi.directory.tray import needs, themes, views
from ovi.foundation.text import Trilingual, sort_key

WAY_NAMES: dict[str, Any] = {
    WRITE: pgettext_lazy("way to reach a service", "Writing a message"),
    PHONE: pgettext_lazy("way to reach a service", "By telephone"),
    VISIT: pgettext_lazy("way to reach a service", "By visiting"),
    ONLINE: pgettext_lazy("way to reach a service", "On the web"),
    FORM: pgettext_lazy("way to reach a service", "With a form to print"),
}
SORT_NAMES: dict[str, Any] = {
    "": pgettext_lazy("order of services", "Best match first"),
    "near": pgettext_lazy("order of services", "Nearest first"),
    "name": pgettext_lazy("order of services", "By name"),
}
_OUR_LANGUAGES = ("fi", "sv", "en")


def language_name(code: str) -> str:
    """The language's name in the language of the page; the code itself where nobody has named it."""
    return get_language_info(code)["name_translated"].capitalize() if code in LANG_INFO else code


def languages_said(codes: Iterable[str]) -> str:
    """'Finnish, Swedish', in Finnish 'Suomi, ruotsi'."""
    names = [language_name(code) for code in codes]
    return ", ".join(
        name if get_language() == "en" or not number else name.lower() for number, name in enumerate(names)
    )


def _field(label: Any, rows: Iterable[tuple[str, Any]], empty: Any) -> forms.ChoiceField:
    # "Required" only so that no label says "optional": nothing in a search is obligatory.
    return forms.ChoiceField(label=label, choices=[("", empty), *rows])


def _flag(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label)


class TrayForm(forms.Form):
    """The filters of the list, filled in from the address. Never validated: the address is read by read_choice."""

    use_required_attribute = False

    def __init__(self, choice: Choice, municipalities: Mapping[str, Trilingual], languages: Iterable[str]) -> None:
        filled = {name: getattr(choice, name) for name in choice.__dataclass_fields__}
        super().__init__(initial={**filled, "needs": sorted(choice.needs)}, auto_id="tray-%s")
        reader = get_language() or "fi"
        towns = sorted(
            ((code, name.in_(reader)) for code, name in municipalities.items()), key=lambda one: sort_key(one[1])
        )
        shelves = [(one.id, one.name.in_(reader)) for one in (*views().values(), *themes().values())]
        spoken = [*_OUR_LANGUAGES, *sorted(set(languages) - set(_OUR_LANGUAGES))]
        self.fields["municipality"] = _field(_("Municipality"), towns, _("Everywhere"))
        self.fields["group"] = _field(_("Especially for"), _codes("KR1.", reader), _("Everybody"))
        self.fields["event"] = _field(_("Life event"), _codes("KE", reader), _("Any"))
        self.fields["shelf"] = _field(_("Theme"), shelves, _("All themes"))
        self.fields["way"] = _field(_("How to reach it"), WAY_NAMES.items(), _("Any way"))
        self.fields["language"] = _field(
            _("Service in"), [(code, language_name(code)) for code in spoken], _("Any language")
        )
        self.fields["sort"] = forms.ChoiceField(label=_("Order"), choices=list(SORT_NAMES.items()))
        self.fields["near"] = forms.CharField(label=_("Near to"), max_length=60)
        self.fields["near"].widget.attrs["list"] = "tray-towns"
        self.fields["open"] = _flag(_("Open now"))
        self.fields["free"] = _flag(_("Free of charge"))
        self.fields["groups"] = _flag(_("Groups with meeting times"))
        self.fields["needs"] = forms.MultipleChoiceField(
            label=_("Only those that tell of"),
            choices=[(one.id, one.name.in_(reader)) for one in needs().values()],
            widget=forms.CheckboxSelectMultiple,
        )


def _codes(prefix: str, reader: str) -> list[tuple[str, str]]:
    return [(code, name.in_(reader)) for code, name in codes_named(prefix)]


class NeedsForm(forms.Form):
    """What the reader keeps for themselves in their own browser."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        reader = get_language() or "fi"
        rows = [(one.id, f"{one.name.in_(reader)} \N{EN DASH} {one.hint.in_(reader)}") for one in needs().values()]
        self.fields["needs"] = forms.MultipleChoiceField(
            label=_("What do you need?"),
            choices=[*rows, (LARGE, _("Larger text on all pages"))],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )


class EmbedForm(forms.Form):
    """Which services stand in the box on another site, and in which language?"""

    use_required_attribute = False

    def __init__(self, initial: Mapping[str, str], municipalities: Mapping[str, Trilingual]) -> None:
        super().__init__(initial=dict(initial), auto_id="embed-%s")
        reader = get_language() or "fi"
        shelves = [(one.id, one.name.in_(reader)) for one in (*views().values(), *themes().values())]
        towns = sorted(
            ((code, name.in_(reader)) for code, name in municipalities.items()), key=lambda one: sort_key(one[1])
        )
        self.fields["shelf"] = _field(_("Theme"), shelves, _("All themes"))
        self.fields["municipality"] = _field(_("Municipality"), towns, _("Everywhere"))

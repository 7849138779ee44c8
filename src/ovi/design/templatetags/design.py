"""Which tags and filters do pages use to look alike? `{% load design %}`

`design/base.html` expects in the context (all but `county` may be missing):

- `county`: `.name` (text or Trilingual), `.theme` (file name in vendor/themes, e.g. "pirkanmaa"),
  `.social_emergency_phone` (text, may be empty)
- `invented_data`: True in the demo; every page then says so
- `nav`: list of shapes.Link for the audience; `home_href` (default "/")
- `actor_label`: who is signed in, e.g. "Aino Esimerkki, sairaanhoitaja"; empty if nobody
- `sign_in_url`, `sign_out_url` (the latter takes a POST)
- `language_links`: list of mappings `code`, `name`, `href`, `current`: this page's twins; `site_origin` goes
  before `href` in the hreflang alternates
- `footer_links`: list of shapes.Link: accessibility statement, privacy, about
- `form`: if it has errors, the title begins with "Error:"

Blocks: `title` (the page's own name), `heading` (inside the only h1), `lead`, `breadcrumbs`, `content`,
`aside` (write `<aside>` inside), `head_extra`, `emergency`, `main_class` ("wide" for tables and charts),
`size` ("md", or `type_size` where the reader keeps larger text; "sm" is dense), `skip_to` ("content"; "worklist"
lands on the rows).
`design/base_staff.html` is the dense, wide variant without the emergency box. A page that polls with htmx
includes `design/htmx.html` in `head_extra`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ovi.design import dates, form_fields
from ovi.design.shapes import Event, Figure, Link, Row, Section, Table, Task
from ovi.design.standings import STANDINGS
from ovi.foundation.text import Trilingual

register = template.Library()
_HERE = "design/components/"


# --- texts and dates ------------------------------------------------------------------------------


@register.filter
def text(value: Trilingual | str) -> SafeString | str:
    """A trilingual text in the page's language; another language is marked with `lang` for screen readers."""
    if not isinstance(value, Trilingual):
        return value
    found, language = value.best(dates.page_language())
    if language == dates.page_language():
        return found
    return format_html('<span lang="{}">{}</span>', language, found)


@register.filter
def plain(value: Trilingual | str) -> str:
    """As `text`, without mark-up: for titles and attributes."""
    return value.in_(dates.page_language()) if isinstance(value, Trilingual) else value


@register.filter(expects_localtime=True)
def people_date(day: date | datetime | None, today: date | None = None) -> SafeString | str:
    """'ti 3.2.' with the exact date in <time>; give `today` so that the year is left out within it."""
    if day is None:
        return ""
    plain_day = day.date() if isinstance(day, datetime) else day
    said = dates.said_date(plain_day, today=today, language=dates.page_language())
    return format_html('<time datetime="{}">{}</time>', plain_day.isoformat(), said)


@register.filter(expects_localtime=True)
def people_moment(instant: datetime | None, today: date | None = None) -> SafeString | str:
    """'ti 3.2. klo 9.12' with the exact instant in <time>."""
    if instant is None:
        return ""
    said = dates.said_moment(instant, today=today, language=dates.page_language())
    return format_html('<time datetime="{}">{}</time>', instant.isoformat(timespec="minutes"), said)


@register.filter
def relative_days(day: date | None, today: date) -> str:
    """'12 päivää jäljellä', 'tänään', '3 päivää myöhässä'."""
    return "" if day is None else dates.said_days_left(day, today=today)


@register.inclusion_tag(_HERE + "due_date.html")
def due_date(due_on: date | None, *, today: date, standing: str = "") -> dict[str, Any]:
    """The due date as people say it, days left, and the standing if given; None is 'kohtuullinen aika'."""
    return {"due_on": due_on, "today": today, "standing": standing}


# --- small parts ----------------------------------------------------------------------------------


@register.inclusion_tag(_HERE + "icon.html")
def icon(name: str, label: str = "") -> dict[str, Any]:
    """An icon of the sprite; decoration unless it has a label."""
    return {"name": name, "label": label}


@register.inclusion_tag(_HERE + "button.html")
def button(
    label: str, *, variant: str = "primary", icon: str = "", name: str = "", value: str = "", tone: str = ""
) -> dict[str, Any]:
    """A button that submits its form; variant primary (one a page), secondary, tertiary."""
    return {"label": label, "variant": variant, "icon": icon, "name": name, "value": value, "tone": tone}


@register.inclusion_tag(_HERE + "link_button.html")
def link_button(label: str, href: str, *, variant: str = "primary", icon: str = "") -> dict[str, Any]:
    """A link that looks like a button: the page's next step when it changes nothing."""
    return {"label": label, "href": href, "variant": variant, "icon": icon}


@register.inclusion_tag(_HERE + "tag.html")
def tag(label: str, *, tone: str = "neutral", icon: str = "") -> dict[str, Any]:
    """A word in a chip; tone neutral, info, success, warning, danger, accent."""
    return {"label": label, "tone": tone, "icon": icon}


@register.inclusion_tag(_HERE + "tag.html")
def standing(code: str, label: str = "") -> dict[str, Any]:
    """The standing of a deadline or goal (standings.STANDINGS), with its icon and word."""
    shown = STANDINGS[code]
    return {"label": label or shown.label, "tone": shown.tone, "icon": shown.icon}


@register.simple_block_tag
def alert(content: str, *, tone: str = "info", heading: str = "", level: int = 2, live: bool = False) -> str:
    """{% alert tone="warning" heading="…" %}…{% endalert %}; live=True is read out when it appears."""
    context = {"content": content, "tone": tone, "heading": heading, "level": level, "live": live}
    return render_to_string(_HERE + "alert.html", context)


@register.simple_block_tag
def empty_state(content: str, *, heading: str, icon: str = "inbox", level: int = 2) -> str:
    """{% empty_state heading="…" %}what to do now{% endempty_state %}"""
    return render_to_string(
        _HERE + "empty_state.html", {"content": content, "heading": heading, "icon": icon, "level": level}
    )


@register.simple_block_tag
def card(content: str, *, heading: str = "", level: int = 2, tinted: bool = False) -> str:
    """{% card heading="…" %}…{% endcard %}: a panel of things that belong together."""
    return render_to_string(
        _HERE + "card.html", {"content": content, "heading": heading, "level": level, "tinted": tinted}
    )


@register.inclusion_tag(_HERE + "emergency_box.html")
def emergency_box(social_phone: str = "") -> dict[str, Any]:
    """112, 116117 and the county's social emergency service: always in sight on residents' pages."""
    return {"social_phone": social_phone, "social_tel": social_phone.replace(" ", "")}


@register.inclusion_tag(_HERE + "search_box.html")
def search_box(action: str, *, label: str, value: str = "", name: str = "q", hint: str = "") -> dict[str, Any]:
    """The search of the front door and of results; a plain GET form."""
    return {"action": action, "label": label, "value": value, "name": name, "hint": hint}


# --- finding one's way ----------------------------------------------------------------------------


@register.inclusion_tag(_HERE + "breadcrumbs.html")
def breadcrumbs(items: Sequence[Link]) -> dict[str, Any]:
    """Where one is; the last item is the page itself and needs no href."""
    return {"items": items}


@register.inclusion_tag(_HERE + "steps.html")
def steps(labels: Sequence[str], current: int) -> dict[str, Any]:
    """Step `current` (from 1) of a form that asks one thing a page."""
    return {"labels": labels, "current": current, "label": labels[current - 1], "count": len(labels)}


@register.inclusion_tag(_HERE + "doors.html")
def doors(items: Sequence[Link], level: int = 2) -> dict[str, Any]:
    """Large links side by side, each with icon and a sentence: the doors of the front page."""
    return {"items": items, "level": level}


@register.inclusion_tag(_HERE + "pagination.html", takes_context=True)
def pagination(context: Mapping[str, Any], page: Page[Any], *, name: str = "page") -> dict[str, Any]:
    """Previous, next and the pages around; filters in the address are kept."""
    request = context.get("request")

    def href(number: int) -> str:
        query = request.GET.copy() if request else None
        if query is None:
            return f"?{name}={number}"
        query[name] = str(number)
        return f"?{query.urlencode()}"

    paginator = page.paginator
    numbers = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    pages = [(n, href(n) if isinstance(n, int) else "") for n in numbers]
    return {
        "page": page,
        "pages": pages,
        "previous": href(page.previous_page_number()) if page.has_previous() else "",
        "next": href(page.next_page_number()) if page.has_next() else "",
    }


# --- facts ----------------------------------------------------------------------------------------


@register.inclusion_tag(_HERE + "summary_list.html")
def summary_list(rows: Sequence[Row]) -> dict[str, Any]:
    """What is known, line by line: key, value, and where it is changed."""
    return {"rows": rows}


@register.inclusion_tag(_HERE + "check_answers.html")
def check_answers(sections: Sequence[Section], level: int = 2) -> dict[str, Any]:
    """All answers before sending, each with its link to change it."""
    return {"sections": sections, "level": level}


@register.inclusion_tag(_HERE + "task_list.html")
def task_list(tasks: Sequence[Task]) -> dict[str, Any]:
    """What is to be done, each with its state in words."""
    return {"tasks": tasks}


@register.inclusion_tag(_HERE + "timeline.html")
def timeline(events: Sequence[Event], *, today: date | None = None) -> dict[str, Any]:
    """What happened and what comes, in the given order."""
    shown = [(event, isinstance(event.at, datetime)) for event in events]
    return {"events": shown, "today": today}


@register.inclusion_tag(_HERE + "key_figures.html")
def key_figures(figures: Sequence[Figure]) -> dict[str, Any]:
    """A few figures with unit, verdict in words and standing."""
    return {"figures": figures}


@register.inclusion_tag(_HERE + "table.html")
def table(data: Table, *, caption: str, dense: bool = False, hide_caption: bool = False) -> dict[str, Any]:
    """A table with caption, in a scroll wrapper that the keyboard reaches."""
    cells = [list(zip(data.columns, row, strict=True)) for row in data.rows]
    return {"columns": data.columns, "rows": cells, "caption": caption, "dense": dense, "hide": hide_caption}


@register.simple_block_tag
def scroll_table(content: str, *, caption: str, dense: bool = False, worklist: bool = False) -> str:
    """{% scroll_table caption="…" %}<thead>…<tbody>…{% endscroll_table %}: the same with the page's own rows.

    worklist=True (one a page, id "worklist") gives the keys j and k on rows that hold a link.
    """
    return render_to_string(
        _HERE + "scroll_table.html",
        {"content": content, "caption": caption, "dense": dense, "worklist": worklist},
    )


@register.inclusion_tag(_HERE + "figure.html")
def figure(svg: str, *, finding: str, data: Table, csv_href: str = "", note: str = "") -> dict[str, Any]:
    """A chart (from charts.render_svg) with the finding as its caption, its data table, and a link to CSV."""
    return {"svg": mark_safe(svg), "finding": finding, "data": data, "csv_href": csv_href, "note": note}  # noqa: S308


# --- forms ----------------------------------------------------------------------------------------


@register.inclusion_tag(_HERE + "form_field.html")
def form_field(bound: BoundField, *, hint: str = "", label_hidden: bool = False, **attrs: str) -> dict[str, Any]:
    """One field with label, hint and error; other keywords become attributes: autocomplete, inputmode, width.

    An attribute's `_` is written `-`. label_hidden: for a page of one question, where the h1 already asks it.
    """
    dashed = {key.replace("_", "-"): value for key, value in attrs.items()}
    context = form_fields.field_context(bound, hint=hint, attrs=dashed)
    return {**context, "label_hidden": label_hidden}


@register.inclusion_tag(_HERE + "form_fields.html")
def form_all_fields(form: BaseForm) -> dict[str, Any]:
    """All fields of a form, the hidden ones too."""
    return {"form": form}


@register.inclusion_tag(_HERE + "error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """All faults first, each a link to its field; nothing if there are none."""
    faults: list[tuple[str, str]] = []
    if form.is_bound:
        faults = [("", str(message)) for message in form.non_field_errors()]
        for bound in form:
            faults += [(form_fields.first_input_id(bound), str(message)) for message in bound.errors]
    return {"faults": faults}

"""Where are picks, saved lists, opened lists and content gaps? Joined into the desks' urls."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.desks import pages_tray
from ovi.desks.pages_staff import gaps, saved_lists, tray
from ovi.desks.pages_staff.opening import signed_in

resident = [
    path(pgettext_lazy("url", "my-matters/<int:pk>/tray/<int:pick>/"), pages_tray.own_take_up, name="own_take_up"),
    path(pgettext_lazy("url", "my-matters/<int:pk>/tray/paper/"), pages_tray.own_paper, name="own_tray_paper"),
    path(pgettext_lazy("url", "service-list/<uuid:key>/"), pages_tray.open_list_page, name="open_list"),
    path(pgettext_lazy("url", "service-list/<uuid:key>/paper/"), pages_tray.open_list_paper, name="open_list_paper"),
]
staff = [
    path(pgettext_lazy("url", "work/<int:pk>/tray/"), signed_in(tray.tray_page), name="tray"),
    path(pgettext_lazy("url", "work/<int:pk>/tray/tell/"), signed_in(tray.tray_tell), name="tray_tell"),
    path(pgettext_lazy("url", "work/<int:pk>/tray/paper/"), signed_in(tray.tray_paper), name="tray_paper"),
    path(
        pgettext_lazy("url", "work/<int:pk>/tray/<int:pick>/take-back/"),
        signed_in(tray.tray_revoke),
        name="tray_revoke",
    ),
    path(
        pgettext_lazy("url", "work/<int:pk>/tray/<int:pick>/restore/"),
        signed_in(tray.tray_restore),
        name="tray_restore",
    ),
    path(
        pgettext_lazy("url", "work/<int:pk>/tray/<int:pick>/take-up/"),
        signed_in(tray.tray_take_up),
        name="tray_take_up",
    ),
    path(pgettext_lazy("url", "work/service-lists/"), signed_in(saved_lists.lists_page), name="saved_lists"),
    path(pgettext_lazy("url", "work/service-lists/new/"), signed_in(saved_lists.list_edit), name="saved_list_new"),
    path(pgettext_lazy("url", "work/service-lists/<int:pk>/"), signed_in(saved_lists.list_page), name="saved_list"),
    path(
        pgettext_lazy("url", "work/service-lists/<int:pk>/edit/"),
        signed_in(saved_lists.list_edit),
        name="saved_list_edit",
    ),
    path(
        pgettext_lazy("url", "work/service-lists/<int:pk>/change/"),
        signed_in(saved_lists.list_change),
        name="saved_list_change",
    ),
    path(
        pgettext_lazy("url", "work/service-lists/<int:pk>/copy/"),
        signed_in(saved_lists.list_copy),
        name="saved_list_copy",
    ),
    path(
        pgettext_lazy("url", "work/service-lists/<int:pk>/delete/"),
        signed_in(saved_lists.list_delete),
        name="saved_list_delete",
    ),
    path(
        pgettext_lazy("url", "work/service-lists/<int:pk>/restore/"),
        signed_in(saved_lists.list_restore),
        name="saved_list_restore",
    ),
    path(
        pgettext_lazy("url", "work/service-lists/<int:pk>/paper/"),
        signed_in(saved_lists.saved_list_paper),
        name="saved_list_paper",
    ),
    path(pgettext_lazy("url", "work/content-gaps/"), signed_in(gaps.gaps_page), name="gaps"),
    path(pgettext_lazy("url", "work/content-gaps/<int:pk>/mark/"), signed_in(gaps.gap_mark), name="gap_mark"),
]
urlpatterns = [*resident, *staff]

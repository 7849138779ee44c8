"""Where do the pages about the service itself answer?"""

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.desks import pages_help
from ovi.desks import pages_public as pages

urlpatterns = [
    path(pgettext_lazy("url", "help/"), pages_help.help_index, name="help"),
    path(pgettext_lazy("url", "help/language/<slug:language>/"), pages_help.help_language, name="help_language"),
    path(pgettext_lazy("url", "help/<slug:slug>/"), pages_help.help_page, name="help_page"),
    path(pgettext_lazy("url", "about/"), pages.about, name="about"),
    path(pgettext_lazy("url", "accessibility/"), pages.accessibility, name="accessibility"),
    path(pgettext_lazy("url", "data-protection/"), pages.privacy, name="privacy"),
]

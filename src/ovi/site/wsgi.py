"""The application that the web server runs."""

import atexit
import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovi.site.settings")
application = get_wsgi_application()

# These need the application's settings.
from django.conf import settings  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import translation  # noqa: E402

from ovi.directory.search_index import warm  # noqa: E402

warm()  # the first person who searches need not wait for the index
for language, _name in settings.LANGUAGES:
    with translation.override(language):
        reverse("sign_in")  # loads every page's code and every address in this language: the first visitor need not
gc.collect()
gc.freeze()  # what was loaded stays for good: looking through it again and again would hold up requests
atexit.register(gc.unfreeze)  # else libraries complain at the end of what was not given back

"""The application that the web server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovi.site.settings")
application = get_wsgi_application()

from ovi.directory.search_index import warm  # noqa: E402 - it needs the application's settings

warm()  # the first person who searches need not wait for the index
gc.collect()
gc.freeze()  # what was loaded stays for good: looking through it again and again would hold up requests

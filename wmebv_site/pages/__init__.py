"""Makes the pages a resident reads from a register, as files for any renderer."""

from wmebv_site.pages.artifact import Artifact, Crumb
from wmebv_site.pages.build import build_pages
from wmebv_site.pages.chrome import chrome
from wmebv_site.pages.inputs import is_input
from wmebv_site.pages.problem import problem_page
from wmebv_site.pages.prose import sanitise
from wmebv_site.pages.site import Site

__all__ = ["Artifact", "Crumb", "Site", "build_pages", "chrome", "is_input", "problem_page", "sanitise"]

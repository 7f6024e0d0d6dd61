"""Makes the pages a resident reads from a register, as files for any renderer."""

from wmebv_site.pages.artifact import SKELETON_KEYS, Artifact, Crumb, StaticFile
from wmebv_site.pages.build import build_files, build_pages
from wmebv_site.pages.chrome import chrome
from wmebv_site.pages.inputs import is_input
from wmebv_site.pages.markdown_parts import FOOTNOTES, ForResidents
from wmebv_site.pages.problem import problem_page
from wmebv_site.pages.prose import sanitise
from wmebv_site.pages.site import Site

__all__ = [
    "FOOTNOTES",
    "SKELETON_KEYS",
    "Artifact",
    "Crumb",
    "ForResidents",
    "Site",
    "StaticFile",
    "build_files",
    "build_pages",
    "chrome",
    "is_input",
    "problem_page",
    "sanitise",
]

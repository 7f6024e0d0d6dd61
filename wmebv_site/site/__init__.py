"""Makes the pages a resident reads from a register, as files for any renderer."""

from wmebv_site.pages.artifact import SKELETON_KEYS, Artifact, Crumb, StaticFile
from wmebv_site.pages.build import build_files, build_pages
from wmebv_site.pages.chrome import chrome
from wmebv_site.pages.decision_status import status_in_words
from wmebv_site.pages.inputs import is_input
from wmebv_site.pages.markdown_parts import FOOTNOTES, ForResidents
from wmebv_site.pages.problem import problem_page
from wmebv_site.pages.prose import EXTENSIONS, sanitise
from wmebv_site.pages.site import Download, Site, decision_url

__all__ = [
    "EXTENSIONS",
    "FOOTNOTES",
    "SKELETON_KEYS",
    "Artifact",
    "Crumb",
    "Download",
    "ForResidents",
    "Site",
    "StaticFile",
    "build_files",
    "build_pages",
    "chrome",
    "decision_url",
    "is_input",
    "problem_page",
    "sanitise",
    "status_in_words",
]

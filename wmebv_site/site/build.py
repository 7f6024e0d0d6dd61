"""Makes every page of a site, and the files beside them."""

from __future__ import annotations

from collections.abc import Iterable

from jinja2 import BaseLoader

from wmebv_site.site import _from_pages_about as about
from wmebv_site.site import _from_pages_annex_page as annex_page
from wmebv_site.site import _from_pages_decisions as decisions
from wmebv_site.site import _from_pages_which_channel as which_channel
from wmebv_site.site import changes, channels, home, messages, outages, policies, products, support
from wmebv_site.site._from_pages_feed import feeds
from wmebv_site.site._from_pages_outage_view import status_file
from wmebv_site.site.artifact import Artifact, StaticFile
from wmebv_site.site.render import Renderer
from wmebv_site.site.search import search_index
from wmebv_site.site.site import Site
from wmebv_site.site.woo import woo_files


def build_pages(site: Site, templates: BaseLoader) -> list[Artifact]:
    """All pages, in the order of their addresses. ``templates`` finds ``pages/*.html`` and ``components/*.html``."""
    renderer = Renderer(templates)
    makers = (home, products, channels, messages, decisions, changes, annex_page, which_channel, support, policies, outages, about)
    made = [page for maker in makers for page in maker.pages(site, renderer)]
    addresses = [page.url for page in made]
    if len(set(addresses)) < len(addresses):
        twice = sorted({address for address in addresses if addresses.count(address) > 1})
        raise ValueError(f"two pages at one address: {twice}")
    return sorted(made, key=lambda page: page.url)


def build_files(site: Site, pages: Iterable[Artifact], site_url: str | None = None) -> list[StaticFile]:
    """What is published beside the pages, made from them and from the register. ``site_url`` is where it will stand."""
    return [search_index(site, pages), status_file(site), *feeds(site, site_url), *woo_files(site, site_url)]

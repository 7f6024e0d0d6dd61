"""What a decision says that amends another: the annex changes row by row, the rest of the other stays."""

from __future__ import annotations

from wmebv_site.drafting.numbering import Provision
from wmebv_site.drafting.requirements import requirements
from wmebv_site.drafting.scope import Mark, Scope
from wmebv_site.drafting.words import the_title


def amendments(scope: Scope) -> tuple[Provision, ...]:
    """The articles of an amendment; its own annex holds the rows that come in the place of earlier ones."""
    assert scope.amends is not None
    changed = (
        f"Voor een type bericht dat de bijlage bij dit besluit vermeldt, treedt het kanaal dat daar is vermeld, in de plaats "
        f"van het kanaal dat op grond van {the_title(scope.amends.short_title)} is aangewezen."
    )
    ended = "Een aanwijzing die de bijlage bij dit besluit als ingetrokken vermeldt, vervalt."
    marks = [*(Mark(d.place, d.source, d.article) for d in scope.designations), *dict.fromkeys(own.said for own in scope.own_rules)]
    amendment = Provision("amendment", "amendment", "Wijziging", lambda refs: changed, tuple(marks))
    if not scope.withdrawals:
        return (amendment, *requirements(scope))
    withdrawal = Provision("ended", "amendment", "Wijziging", lambda refs: ended, scope.withdrawals)
    if not marks:
        return (withdrawal, *requirements(scope))
    return (amendment, withdrawal, *requirements(scope))

"""The words of the registers as frozen models, and how text becomes a Register."""

from wmebv_site.model.channels import (
    ANY_EXECUTOR,
    BY_EXECUTOR,
    BY_INVITATION,
    Channel,
    Designation,
    Entrance,
)
from wmebv_site.model.content import Decision, Home
from wmebv_site.model.decode import decode
from wmebv_site.model.policy import Policy
from wmebv_site.model.products import Message, Product
from wmebv_site.model.register import Register
from wmebv_site.model.support import HelpIndex, Support
from wmebv_site.model.values import Source

__all__ = [
    "ANY_EXECUTOR",
    "BY_EXECUTOR",
    "BY_INVITATION",
    "Channel",
    "Decision",
    "Designation",
    "Entrance",
    "HelpIndex",
    "Home",
    "Message",
    "Policy",
    "Product",
    "Register",
    "Source",
    "Support",
    "decode",
]

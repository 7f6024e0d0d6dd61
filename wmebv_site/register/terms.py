"""The closed lists of the registers, such as the kinds of channel: each member's value is the Dutch word an editor writes."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """Who sends: a resident, or a business (which stands for every organisation)."""

    RESIDENT = "inwoner"
    BUSINESS = "ondernemer"


class AuthorityKind(StrEnum):
    """The bestuursorgaan that decides; ``extern`` decides for itself."""

    COUNCIL = "raad"
    EXECUTIVE = "college"
    MAYOR = "burgemeester"
    TAX_OFFICER = "heffingsambtenaar"
    OFFICER = "ambtenaar"
    EXTERNAL = "extern"


class ChannelKind(StrEnum):
    WEB_FORM = "webformulier"
    CONTACT_FORM = "contactformulier"
    PORTAL = "portaal"
    EMAIL = "e-mail"
    UPLOAD = "upload"
    OMGEVINGSLOKET = "omgevingsloket"
    BERICHTENBOX_BUSINESS = "berichtenbox_bedrijven"
    BERICHTENBOX_RESIDENT = "berichtenbox_mijnoverheid"
    API = "api"
    MESSAGING_APP = "berichtenapp"
    SOCIAL_MEDIA = "sociale_media"
    OTHER = "ander"

    @property
    def is_typed_into(self) -> bool:
        """Whether people type their data into it, of which they then get a copy (Awb 2:17)."""
        return self in (ChannelKind.WEB_FORM, ChannelKind.CONTACT_FORM, ChannelKind.PORTAL)

    @property
    def is_website(self) -> bool:
        """Whether it is a website, of which a statement says how accessible it is."""
        return self.is_typed_into or self is ChannelKind.UPLOAD

    @property
    def is_weak(self) -> bool:
        """Whether what is sent is guarded less well, too little for what is sensitive (Awb 2:13)."""
        return self in (ChannelKind.EMAIL, ChannelKind.UPLOAD)

    @property
    def belongs_to_others(self) -> bool:
        """Whether it is an app or a medium of someone else, who can read along (Awb 2:13)."""
        return self in (ChannelKind.MESSAGING_APP, ChannelKind.SOCIAL_MEDIA)


class Owner(StrEnum):
    MUNICIPALITY = "gemeente"
    NATIONAL = "landelijk"
    EXECUTOR = "uitvoerder"


class Login(StrEnum):
    NONE = "geen"
    DIGID = "digid"
    EHERKENNING = "eherkenning"
    EIDAS = "eidas"
    OTHER = "ander"


class AssuranceLevel(StrEnum):
    """How sure one is of the sender (eIDAS: low, substantial, high)."""

    NONE = "geen"
    LOW = "laag"
    SUBSTANTIAL = "substantieel"
    HIGH = "hoog"


class Acknowledgement(StrEnum):
    """How the sender hears that the message arrived (Awb 2:17(1))."""

    AUTOMATIC = "automatisch"
    VISIBLE = "zichtbaar_in_systeem"
    MANUAL = "handmatig"
    NO_ELECTRONIC_ADDRESS = "geen_elektronisch_adres"
    NONE = "geen"
    UNKNOWN = "onbekend"


class SenderCopy(StrEnum):
    """How the sender gets what was typed in (Awb 2:17(2))."""

    DOWNLOAD = "download"
    MY_ENVIRONMENT = "mijn_omgeving"
    SENT = "toegezonden"
    NONE = "geen"
    NOT_APPLICABLE = "nvt"
    UNKNOWN = "onbekend"


class Fact(StrEnum):
    """Yes, no, or not known yet."""

    YES = "ja"
    NO = "nee"
    UNKNOWN = "onbekend"


class Statute(StrEnum):
    OMGEVINGSWET = "omgevingswet"
    DIENSTENWET = "dienstenwet"


class Initiative(StrEnum):
    """Whether the sender begins, or the municipality asked."""

    OWN = "eigen_initiatief"
    ON_REQUEST = "op_verzoek"


class Covers(StrEnum):
    """Whether a designation is about official messages, other messages (Awb 2:14), or both."""

    OFFICIAL = "officieel"
    OTHER = "ander"
    BOTH = "beide"


class Sensitivity(StrEnum):
    LOW = "laag"
    MIDDLE = "middel"
    HIGH = "hoog"


class Remedy(StrEnum):
    OBJECTION = "bezwaar"
    APPEAL = "beroep"
    NONE = "geen"


class MessageKind(StrEnum):
    APPLICATION = "aanvraag"
    SUPPLEMENT = "aanvulling"
    NOTICE_OF_DEFAULT = "ingebrekestelling"
    VIEW = "zienswijze"
    OBJECTION = "bezwaar"
    ADMINISTRATIVE_APPEAL = "administratief_beroep"
    COMPLAINT = "klacht"
    DECLARATION = "aangifte"
    INFORMATION_REQUEST = "verzoek_informatie"
    NOTIFICATION = "melding"
    QUESTION = "vraag"
    REQUEST = "verzoek"
    OTHER = "ander"


OFFICIAL_KINDS = frozenset(
    {
        MessageKind.APPLICATION,
        MessageKind.SUPPLEMENT,
        MessageKind.NOTICE_OF_DEFAULT,
        MessageKind.VIEW,
        MessageKind.OBJECTION,
        MessageKind.ADMINISTRATIVE_APPEAL,
        MessageKind.COMPLAINT,
        MessageKind.DECLARATION,
        MessageKind.INFORMATION_REQUEST,
    }
)


class Paper(StrEnum):
    """The ways that always exist beside the electronic one (Awb 2:7(2))."""

    POST = "post"
    DESK = "balie"
    TELEPHONE = "telefoon"


class VisitBy(StrEnum):
    """Whether one must make an appointment first."""

    APPOINTMENT = "afspraak"
    WALK_IN = "inloop"


class ExemptReason(StrEnum):
    IN_PERSON = "in_persoon"
    FORM_REQUIREMENT = "vormvoorschrift"
    EXCEPTION = "uitzondering_2_13_4"


class SignatureKind(StrEnum):
    ORDINARY = "gewoon"
    ADVANCED = "geavanceerd"
    QUALIFIED = "gekwalificeerd"


class DecisionKind(StrEnum):
    """What a decision is for; each kind says itself what follows from that."""

    DESIGNATION = "aanwijzing"
    AMENDMENT = "wijziging"
    MANDATE = "mandaat"
    OPENING = "openstelling_2_14"
    OLD_REGIME = "oud_regime"
    EXTERNAL = "extern"

    @property
    def designates(self) -> bool:
        """Whether rules can rest on it: a mandate says who signs, and the old law (Awb 2:15) designated nothing."""
        return self not in (DecisionKind.MANDATE, DecisionKind.OLD_REGIME)

    @property
    def is_ours(self) -> bool:
        """Whether the municipality takes it and publishes it in the Gemeenteblad; another body has a gazette of its own."""
        return self is not DecisionKind.EXTERNAL

    @property
    def is_own_designation(self) -> bool:
        """Whether the municipality designates with it where official messages go (Awb 2:13), or changes that."""
        return self in (DecisionKind.DESIGNATION, DecisionKind.AMENDMENT)

    @property
    def stands_alone(self) -> bool:
        """Whether it has rules of its own: an amendment ends with what it amends, and a mandate has none."""
        return self not in (DecisionKind.AMENDMENT, DecisionKind.MANDATE)


class AnnexState(StrEnum):
    """What front matter says of the annex of a decision; without the key there is none."""

    FROZEN = "frozen"


class RowRank(StrEnum):
    """How precise the rule behind a row of an annex was, the most precise first."""

    STATUTE = "statute"
    PRODUCT_MESSAGE = "product_message"
    EXECUTOR_MESSAGE = "executor_message"
    DOMAIN_MESSAGE = "domain_message"
    MESSAGE = "message"
    PRODUCT = "product"
    EXECUTOR = "executor"
    DOMAIN = "domain"
    FALLBACK = "fallback"


class RowState(StrEnum):
    """The states that a row of an annex can have: those in which there is a way to send."""

    DESIGNATED = "designated"
    EXECUTOR = "executor"
    INVITATION = "invitation"


class SupportKind(StrEnum):
    TELEPHONE = "telefoon"
    DESK = "balie"
    HOME_VISIT = "huisbezoek"
    CHAT = "chat"
    LIBRARY = "bibliotheek"
    FORM_HELP = "formulierenhulp"
    LANGUAGE = "taal"
    INTERPRETER = "tolk"
    SIGN_LANGUAGE = "gebarentolk"
    CLIENT_SUPPORT = "clientondersteuning"
    REPRESENTATION = "machtigen"
    COURSE = "cursus"
    PUBLIC_COMPUTER = "openbare_computer"
    OTHER = "ander"


class MenuPlace(StrEnum):
    """Where a link leads to a page of the municipality's own: in the menu, or below every page."""

    TOP = "boven"
    FOOT = "onder"


class PolicyKind(StrEnum):
    DUTY_OF_CARE = "zorgplicht"
    CHANNEL_STRATEGY = "kanaalstrategie"


class SupplierAnswer(StrEnum):
    COMPLIES = "voldoet"
    WILL_COMPLY = "gaat_voldoen"
    DOES_NOT_COMPLY = "voldoet_niet"
    NONE = "geen_antwoord"


class UplFlag(StrEnum):
    """What the national list of product names marks: which government, for whom, and of what nature."""

    STATE = "rijk"
    PROVINCE = "provincie"
    WATER_BOARD = "waterschap"
    MUNICIPALITY = "gemeente"
    CITIZEN = "burger"
    COMPANY = "bedrijf"
    SERVICES_ACT = "dienstenwet"
    AUTONOMY = "autonomie"
    JOINT_GOVERNMENT = "medebewind"
    APPLICATION = "aanvraag"
    SUBSIDY = "subsidie"
    NOTIFICATION = "melding"
    OBLIGATION = "verplichting"
    DIGID_MANDATE = "digid_machtigen"


class DataFormat(StrEnum):
    """As what the register is published as data; a municipality lists them in ``mkdocs.yml``."""

    JSON = "json"
    CSV = "csv"
    SQLITE = "sqlite"
    DCAT = "dcat"
    CPSV = "cpsv"
    SC = "sc"


class ToConfirm(StrEnum):
    """The fields that an import has to fill in without knowing."""

    DOMAIN = "domain"
    AUTHORITY = "authority"
    MESSAGES = "messages"
    STATUTES = "statutes"
    LEGAL_BASIS = "legal_basis"


class RoadmapStep(StrEnum):
    """The seven steps of digital contact, then the four of the duty of care (Awb 2:1, first member)."""

    LEAD = "trekker"
    COLLEAGUES = "collegas"
    STRATEGY = "kanaalstrategie"
    ANALYSIS = "analyse"
    ANNOUNCING = "bekendmaken"
    SUPPORT = "ondersteuning"
    UPKEEP = "bijhouden"
    BARRIERS = "zorg-belemmeringen"
    OFFER = "zorg-aanbod"
    POLICY = "zorg-beleid"
    PUBLISHED = "zorg-bekend"

    @property
    def of_the_duty_of_care(self) -> bool:
        return self.value.startswith("zorg-")

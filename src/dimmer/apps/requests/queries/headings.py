"""The headings of the ICO's two forms, each in its order: for a request to share data, and for the decision on one.

Data sharing: a code of practice (Data Protection Act 2018, s. 121), annex B. The form for the decision was read there,
at `SOURCE`: every field of it is here, under its term. The form for the request was not to be read: it has what the
other asks of whoever asks, without the decision, and three fields that such forms had under the code before this one
(the employer of whoever asks, the agreement's reference, the day by which it is needed). Not yet checked by a lawyer.
"""

from enum import StrEnum

SOURCE = (
    "https://ico.org.uk/for-organisations/uk-gdpr-guidance-and-resources/data-sharing/"
    "data-sharing-a-code-of-practice/annex-b-data-sharing-request-form-template/"
)
"""Where the ICO's own forms stand."""
NOT_RECORDED = "Not recorded"


class Heading(StrEnum):
    """A field of one of the forms, or of both, by its term."""

    ASKED = "Organisation receiving the request"
    ASKING = "Organisation requesting data"
    PERSON = "Person requesting data: name and position"
    EMPLOYER = "Employer of that person, if another"
    RECEIVED = "Date request received"
    REQUESTED = "Date of request"
    DATA = "Data requested"
    CONTROLLERS = "Data controller relationship"
    AGREEMENT = "Data sharing agreement"
    PURPOSE = "Purpose of sharing"
    BASIS = "Lawful basis for sharing"
    NECESSARY = "Why sharing is necessary"
    CONDITIONS = "Conditions for special category and criminal offence data"
    PART_3 = "Provisions of Part 3 of the Data Protection Act 2018"
    POWER = "Legal power for sharing"
    DPIA = "Whether a DPIA was considered"
    DPIA_DONE = "DPIA undertaken, and its outcome"
    DPO = "Views of the data protection officer"
    NEEDED_BY = "Date required by"
    KEPT = "Retention and deletion"
    SECURITY = "Security considerations"
    RIGHTS = "Information rights of individuals"
    DATES = "Dates of requested sharing"
    DECISION = "Decision on the request"
    REASONS = "Reasons for sharing or not sharing"
    TAKEN_BY = "Decision taken by: name and position"
    SIGNED = "Signed"
    DATED = "Dated"


_LAW = (
    *(Heading.PURPOSE, Heading.BASIS, Heading.NECESSARY, Heading.CONDITIONS, Heading.PART_3),
    *(Heading.POWER, Heading.DPIA, Heading.DPIA_DONE, Heading.DPO),
)
_AFTER = (Heading.KEPT, Heading.SECURITY, Heading.RIGHTS, Heading.DATES)
OF_DECISION = (
    *(Heading.ASKED, Heading.ASKING, Heading.PERSON, Heading.RECEIVED, Heading.DATA),
    *(Heading.CONTROLLERS, Heading.AGREEMENT, *_LAW, *_AFTER),
    *(Heading.DECISION, Heading.REASONS, Heading.TAKEN_BY, Heading.SIGNED, Heading.DATED),
)
OF_REQUEST = (
    *(Heading.ASKING, Heading.PERSON, Heading.EMPLOYER, Heading.ASKED, Heading.REQUESTED),
    *(Heading.DATA, Heading.CONTROLLERS, Heading.AGREEMENT, *_LAW, Heading.NEEDED_BY, *_AFTER),
    *(Heading.SIGNED, Heading.DATED),
)

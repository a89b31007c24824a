"""Which entries of the ledger tell that somebody looked, and in what words."""

LOOKS = {
    "person.opened": "The record opened",
    "person-whereabouts.opened": "Addresses and whereabouts opened",
    "contact.opened": "Ways of contact looked through",
    "contact-number.opened": "A number or address of contact opened",
    "concern.opened": "The concern opened",
    "glass.broken": "The glass broken: opened by somebody who was not named on it",
    "attachment.opened": "A file opened",
    "keeping.opened": "How long it is kept looked at",
    "record.opened": "The record of a decision taken away as a document",
    "telling-slip.opened": "What somebody may have on paper opened",
    "request.opened": "A request about it opened",
    "asking.opened": "What another team was asked about it opened",
    "request-form.opened": "A request about it taken away as a form",
    "proposal.opened": "Opened to look at it again",
    "disclosure.opened": "What was shared opened",
    "disclosure-file.opened": "A file that was shared opened",
    "document.made": "What was shared taken away as a document, for the first time",
    "document.opened": "What was shared taken away as a document",
    "plan-document.made": "The joint plan taken away as a document, for the first time",
    "plan-document.opened": "The joint plan taken away as a document",
    "notice.opened": "A notice about what was shared opened",
    "contact-notice.opened": "A notice about a way of contact opened",
    "onward.opened": "A question whether it may be passed on opened",
    "travel.made": "Sent or taken to somebody without an account",
    "link.opened": "Opened through a link, by somebody without an account",
    "link.file-opened": "A file opened through a link, by somebody without an account",
    "archive.made": "An archive made of it, to give account to somebody outside",
}
"""In what somebody sees or takes away what is about a person: the kind of the entry, and words for it."""
ASKED = {
    "seen.asked": "The lead asked who has looked",
    "seen.opened": "The lead read who has looked",
    "seen.taken": "Who has looked taken away as a file",
    "seen-lists.opened": "The lead read on whose lists it stood",
    "seen-sheet.opened": "The lead read what the person may have of it",
    "seen.given": "The person was given who has looked",
}
"""In what a lead looked at who had looked."""
WORDS = {**LOOKS, **ASKED}
NO_LOOKS = {
    "interest.opened": "the register of interests, which is about those who work here",
    "consultation.opened": "a question without a name",
    "precedent.opened": "an answer without a name, for everybody",
    "disposal.opened": "that something is to go; what it is stands on a page of its own, which is entered",
    "period.opened": "who asks for account of some days; what the archive holds is entered on each concern",
    "draw.opened": "a list of decisions, which names nobody",
    "drawn.opened": "a decision as an auditor sees it, which names nobody",
}
"""Other kinds of what is opened, and why nobody looks at a person in them."""

"""Small tools of those who corrupt histories."""


def first(sequence, test):
    return next((index for index, one in enumerate(sequence) if test(one)), None)


def renumber(events):
    return [event._replace(number=index + 1) for index, event in enumerate(events)]


def of_kind(kind):
    return lambda event: event.kind == kind

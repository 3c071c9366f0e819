"""Signatures of mails before dkimpy: both kinds on each mail, and that whoever changes a word breaks both."""

import collections

import dkim


def check(mails, records, expect):
    """Verifies two signatures of each mail by the DNS records of its keys, and says how many of which kind hold."""

    def look_up(name, timeout=5):
        return records.get(name)

    algorithms = collections.Counter()
    for octets in mails:
        verifier = dkim.DKIM(octets)
        for index in range(2):
            expect(verifier.verify(idx=index, dnsfunc=look_up), "a signature is not valid")
            algorithms[verifier.signature_fields[b"a"].decode()] += 1
    changed = dkim.DKIM(mails[0].replace(b"Subject: ", b"Subject: Not ", 1))
    expect(not changed.verify(dnsfunc=look_up), "a changed mail is still valid")
    expect(set(algorithms) == {"rsa-sha256", "ed25519-sha256"}, f"only {set(algorithms)}")
    print("signatures    " + ", ".join(f"{count} {name}" for name, count in sorted(algorithms.items())) + " hold for dkimpy")

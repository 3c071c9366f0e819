"""Corrupts copies of what was issued in ways a broken service might, and expects the checker to find each out."""
import copy
import hashlib


class Mutations:
    """Each method corrupts `self.issued`; its words say what then is wrong, and `breaks` which proof must fail."""

    def __init__(self, issued):
        self.issued = issued

    def a_decision_has_two_certificates(self):
        self.issued.certificate[1]["decision"] = self.issued.certificate[0]["decision"]

    a_decision_has_two_certificates.breaks = "once"

    def a_certificate_is_lost(self):
        del self.issued.certificate[3]

    a_certificate_is_lost.breaks = "once"

    def an_id_is_mistyped(self):
        row = self.issued.certificate[5]
        row["id"] = row["id"][1] + row["id"][0] + row["id"][2:-1] + ("0" if row["id"][-1] != "0" else "1")

    an_id_is_mistyped.breaks = "ids"

    def a_confirmed_name_is_not_heeded(self):
        decision = next(row for row in self.issued.decision if row["confirmed"])
        certificate = next(row for row in self.issued.certificate if row["decision"] == decision["id"])
        certificate["name"] = decision["registered"]

    a_confirmed_name_is_not_heeded.breaks = "names"

    def a_version_has_no_files(self):
        del self.issued.file[7]

    a_version_has_no_files.breaks = "versions"

    def an_event_is_written_twice(self):
        self.issued.event.append(dict(self.issued.event[2], number="2"))

    an_event_is_written_twice.breaks = "versions"

    def a_certificate_holds_for_too_long(self):
        for row in (self.issued.certificate[6], self.issued.version[6]):
            row["ends"] = "2099-01-01T00:00:00.000000Z"

    a_certificate_holds_for_too_long.breaks = "terms"

    def two_versions_share_a_place(self):
        first, second = self.issued.version[:2]
        second.update(list=first["list"], place=first["place"])

    two_versions_share_a_place.breaks = "places"

    def a_jwt_is_another_certificates(self):
        first, second = self.issued.file[:2]
        first["jwt"], second["jwt"] = second["jwt"], first["jwt"]

    a_jwt_is_another_certificates.breaks = "jwt"

    def redigest(self, file, name):
        """A forger who may write to the database would not forget the digest."""
        version = next(row for row in self.issued.version if row["id"] == file["id"])
        version[f"{name}_digest"] = hashlib.sha256(file[name].encode()).hexdigest()

    def a_signature_is_spoiled(self):
        file = self.issued.file[4]
        file["jwt"] = file["jwt"][:-100] + ("A" if file["jwt"][-100] != "A" else "B") + file["jwt"][-99:]
        self.redigest(file, "jwt")

    a_signature_is_spoiled.breaks = "jwt"

    def a_row_ends_at_another_time_than_its_jwt(self):
        self.issued.certificate[6]["ends"] = "2031-01-01T00:00:00.000000Z"

    a_row_ends_at_another_time_than_its_jwt.breaks = "jwt"

    def a_proof_is_spoiled(self):
        file = self.issued.file[8]
        file["proof"] = file["proof"].replace("Completed", "Exempted")
        self.redigest(file, "proof")

    a_proof_is_spoiled.breaks = "proof"

    def a_place_was_taken_for_nothing(self):
        row = self.issued.list[0]
        row["taken"] = str(int(row["taken"]) + 1)

    a_place_was_taken_for_nothing.breaks = "lists"

    def a_list_is_signed_in_an_older_edition(self):
        self.issued.list[0]["edition"] = str(int(self.issued.list[0]["edition"]) + 1)

    a_list_is_signed_in_an_older_edition.breaks = "lists"

    def a_bit_is_set(self):
        self.issued.list[0]["bits"] = "01" + self.issued.list[0]["bits"][2:]

    a_bit_is_set.breaks = "lists"

    def a_mail_is_queued_twice(self):
        self.issued.letter.append(dict(self.issued.letter[0]))

    a_mail_is_queued_twice.breaks = "letters"

    def a_mail_goes_to_somebody_else(self):
        self.issued.mail[0]["to"] = self.issued.mail[1]["to"]

    a_mail_goes_to_somebody_else.breaks = "letters"

    def a_step_is_audited_twice(self):
        self.issued.audit.append(dict(self.issued.audit[0]))

    a_step_is_audited_twice.breaks = "audit"


def mutate_all(issued, check):
    """Whether every corruption was found out by the proof that it breaks."""
    unseen = 0
    for name, mutate in vars(Mutations).items():
        if not hasattr(mutate, "breaks"):
            continue
        mutations = Mutations(copy.deepcopy(issued))
        mutate(mutations)
        found = check(mutations.issued).wrong[mutate.breaks]
        unseen += not found
        verdict = "found out" if found else "NOT FOUND"
        print(f"{verdict}     {name.replace('_', ' ')}: {found[0] if found else mutate.breaks}")
    return unseen == 0

import Domain
import Testing

@testable import Mail

@Suite("What a mail server's no means")
struct FaultTests {
    private func fault(_ said: String, at step: Conversation.Step) -> DeliveryFault {
        Conversation.fault("no", said: said, code: Int(said.prefix(3)), at: step)
    }

    @Test("before it took the sender it is about us, and all mail waits")
    func unreachable() {
        for said in ["", "421 4.7.0 Busy", "535 5.7.8 Who are you", "554 5.3.2 Not today"] {
            #expect(fault(said, at: .authentication) == .unreachable("no"))
        }
        for said in ["530 5.7.0 Authentication required", "535 5.7.8 Who are you", "421 4.7.0 Busy"] {
            #expect(fault(said, at: .sender) == .unreachable("no"))
        }
    }

    @Test("after it, about this mail alone, which stops no other", arguments: [530, 534, 535, 538, 421])
    func aboutOneMail(code: Int) {
        #expect(fault("\(code) 5.7.0 Not for this one", at: .recipient) == .postponed("no"))
        #expect(fault("\(code) 5.7.0 Not for this one", at: .end) == .postponed("no"))
    }

    @Test("a refusal has its status where it is of the recipient, and a full mailbox passes")
    func refused() {
        #expect(fault("550 5.1.1 No such user", at: .recipient) == .refused("no", MailStatus(in: "5.1.1")))
        #expect(fault("554 5.6.0 No", at: .end) == .refused("no", nil))
        #expect(fault("552 5.2.2 Full", at: .recipient) == .postponed("no"))
        #expect(fault("552 Full", at: .recipient) == .postponed("no") && fault("", at: .end) == .postponed("no"))
    }
}

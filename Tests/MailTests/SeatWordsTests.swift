import Domain
import Foundation
import Testing

@testable import Mail

@Suite("What letters say of places and money")
struct SeatWordsTests {
    let wording: Wording

    init() throws {
        wording = try Wording()
    }

    @Test("a wish for several cohorts reads every queue it waits in, each other one with a link of its own")
    func places() throws {
        let sample = SampleLetter(.waiting) { $0.waitsElsewhere = true }
        let text = try wording.text(of: .waiting, sample.letter.facts())
        #expect(
            text.contains(
                """
                WHERE YOU WAIT

                Saturday, 13 March 2027 (MES-2027-03): number 3 in the queue
                Saturday, 13 March 2027 (MES-2027-04): number 12 in the queue
                  https://registrar.meti.example/reservations/other-token

                """
            )
        )
        #expect(text.contains("on any of the dates that you named"))
        let alone = try wording.text(of: .waiting, SampleLetter(.waiting).letter.facts())
        #expect(alone.contains("as number 3 in the queue") && !alone.contains("WHERE YOU WAIT"))
        let lapsed = SampleLetter(.offerLapsed) { $0.waitsElsewhere = true }
        let ended = try wording.text(of: .offerLapsed, lapsed.letter.facts())
        #expect(ended.contains("your place there has ended. You still wait for the dates below."))
    }

    @Test("whoever has a seat and has not paid reads what is due, and how to pay it")
    func due() throws {
        let text = try wording.text(of: .confirmed, SampleLetter(.confirmed) { $0.dueMinor = 59_500 }.letter.facts())
        #expect(text.contains("Still due: 595.00 USD; please write REG-99 into the purpose of your payment"))
        #expect(!(try wording.text(of: .confirmed, SampleLetter(.confirmed).letter.facts()).contains("due:")))
    }
}

import Credentials
import Testing

@Suite("An ID as people type it")
struct ReadingTests {
    let id: CertificateID

    init() throws {
        id = try #require(CertificateID(rawValue: "7K3M9QRT2WR"))
    }

    @Test(
        "reads as the same ID",
        arguments: [
            "7K3M9-QRT2W-R", "MES-7K3M9-QRT2W-R", "mes-7k3m9-qrt2w-r", "  7K3M9 QRT2W R\r\n", "7K3M9QRT2WR",
            "7-K-3-M-9-Q-R-T-2-W-R", "PRCS 7k3m9qrt2wr", "CU-7K3M9-QRT2W-R", "Ünï-7K3M9-QRT2W-R",
            "https://registrar.example/verify/MES-7K3M9-QRT2W-R", "７Ｋ３Ｍ９－ＱＲＴ２Ｗ－Ｒ", "ｍｅｓ　７ｋ３ｍ９ｑｒｔ２ｗｒ",
            "7K3M9–QRT2W—R", "7K3M9\u{2011}QRT2W\u{2212}R", "7K3M9\u{A0}QRT2W\u{200B}R\u{200F}",
            "'; DROP TABLE certificate; -- 7K3M9QRT2WR", "<script>7K3M9QRT2WR",
        ]
    )
    func right(input: String) {
        #expect(CertificateID.read(input) == .id(id))
    }

    @Test(
        "O for 0, I and L for 1, in either case",
        arguments: ["OOOOO-OOOOO-I", "ooooo-ooooo-l", "00000-0000O-L", "0oO0oO0oO0i"]
    )
    func lookalikes(input: String) {
        #expect(CertificateID.read(input) == CertificateID(rawValue: "00000000001").map { .id($0) })
    }

    @Test(
        "is told as a typing error",
        arguments: [
            "7K3M9-QRT2W-S", "7K3M8-QRT2W-R", "K73M9-QRT2W-R", "7K3M9-QTR2W-R", "MES-7K3M9-QRT2W", "12345678901",
        ]
    )
    func mistyped(input: String) {
        #expect(CertificateID.read(input) == .typingError(.wrongCheck))
    }

    @Test("a U is refused, and said so", arguments: ["7K3M9-QRT2U-R", "U7K3M-9QRT2-W", "７Ｕ３Ｍ９ＱＲＴ２ＷＲ"])
    func letterU(input: String) {
        #expect(CertificateID.read(input) == .typingError(.letterU))
    }

    @Test(
        "is no ID at all",
        arguments: [
            "", " ", "-", "MES", "7K3M9-QRT2W", "7K3M9-QRT2W-R.", "7K3M9_QRT2W_R", "7K3M9QRT2WR' OR '1'='1",
            "МЕЅ7К3М9QRT2W",
            "7K3M9QRT2W*", "𝟕K3M9QRT2WR", "7K3M9-QRT2W-R</script>", "證書號碼一二三四五六七",
        ]
    )
    func none(input: String) {
        #expect(CertificateID.read(input) == .notAnID)
    }

    @Test("ten kilobytes, or ten megabytes, of anything before or instead of it")
    func long() {
        #expect(CertificateID.read(String(repeating: "A", count: 10_240)) == .typingError(.wrongCheck))
        #expect(CertificateID.read(String(repeating: "✗", count: 10_240)) == .notAnID)
        #expect(CertificateID.read(String(repeating: " -", count: 5_120) + "7K3M9QRT2WR") == .id(id))
        #expect(CertificateID.read(String(repeating: "x", count: 10_000_000) + "7K3M9QRT2WR") == .id(id))
    }
}

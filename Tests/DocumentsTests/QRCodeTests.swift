import Documents
import Testing

@Suite("A QR code")
struct QRCodeTests {
    let url = "https://registrar.meti.example/verify/MES-7K3M9-QRT2W-R"

    @Test("its corners are the finder patterns, and more correction needs more room")
    func matrix() throws {
        let code = try QRCode(url)
        #expect((code.side - 17) % 4 == 0)
        for (column, row) in [(0, 0), (code.side - 7, 0), (0, code.side - 7)] {
            #expect((0..<7).allSatisfy { code[column + $0, row] && code[column, row + $0] })
            #expect(!code[column + 1, row + 1] && code[column + 3, row + 3])
        }
        #expect(try QRCode(url, correction: .quartile).side > code.side)
        #expect(try QRCode(url) == code)
        #expect(try QRCode(url + "x") != code)
    }

    @Test("its path draws the dark modules and nothing else")
    func path() throws {
        let code = try QRCode(url)
        var drawn = 0
        for match in code.svgPath.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/) {
            let (column, row) = (try #require(Int(match.1)) - 4, try #require(Int(match.2)) - 4)
            let length = try #require(Int(match.3))
            #expect(match.3 == match.4)
            #expect((column..<column + length).allSatisfy { code[$0, row] })
            drawn += length
        }
        let dark = (0..<code.side).flatMap { row in (0..<code.side).filter { code[$0, row] } }.count
        #expect(drawn == dark)
        #expect(code.viewBoxSide == code.side + 8)
    }

    @Test(
        "what does not fit, or is nothing, is refused",
        arguments: ["", "a\u{0}b", String(repeating: "a", count: 3_000)]
    )
    func unfit(text: String) {
        #expect(throws: UnfitDocument.self) { try QRCode(text) }
    }
}

import Testing

@testable import App

@Suite("A database's address")
struct DatabaseAddressTests {
    @Test(
        "gives up its login and database, wherever they stand",
        arguments: [
            ("postgresql://registrar_owner:p%40ss%2Fw@db.example:5432/registrar?sslmode=require", "p@ss/w"),
            ("postgres://registrar_owner@one:1,two:2/registrar", nil),
            ("postgresql:///registrar?host=/var/run/x&port=5499&user=registrar_owner", nil),
            ("postgresql:///?host=/x&user=registrar_owner&dbname=registrar&password=a%26b", "a&b"),
        ]
    )
    func parts(text: String, password: String?) throws {
        let address = try DatabaseAddress(text, setting: "DATABASE_URL")
        #expect(address.user == "registrar_owner")
        #expect(address.database == "registrar")
        #expect(address.password == password)
    }

    @Test("must be a URI")
    func keywords() {
        #expect(throws: UsageProblem.self) { try DatabaseAddress("host=/x dbname=y", setting: "DATABASE_URL") }
    }
}

import Domain
import Foundation
import Glibc
import Testing

@testable import Mail

@Suite("The spool")
struct SpoolTests {
    let composer: Composer
    let folder: TemporaryFolder
    let spool: Spool

    init() throws {
        composer = try Composer(seal: .sample)
        folder = try TemporaryFolder()
        spool = Spool(folder: "\(folder.path)/var/spool")
    }

    @Test("a delivered mail lies in one private file and says what it is")
    func deliver() async throws {
        let message = try composer.compose(SampleLetter(.offered) { $0.name = "សុខ សុភា" }.letter)
        let place = try await spool.deliver(message)
        #expect(place == "\(spool.folder)/000042.eml")
        #expect(try FileManager.default.contentsOfDirectory(atPath: spool.folder) == ["000042.eml"])
        #expect(try mode(of: place) == 0o600 && mode(of: spool.folder) == 0o700)
        let mail = try #require(try spool.read(message.id))
        #expect(mail.bytes == message.bytes)
        #expect(
            mail.to == "amira@example.org" && mail.subject == message.subject && mail.messageID == message.messageID
        )
        #expect(mail.kind == .offered && mail.path == place)
        #expect(mail.text.contains("https://registrar.meti.example/reservations/acting-token"))
    }

    @Test("a job delivered again, even by many at once, is one file")
    func again() async throws {
        let first = try composer.compose(SampleLetter(.offered).letter)
        let later = try composer.compose(SampleLetter(.confirmed).letter)
        _ = try await spool.deliver(first)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { _ = try await spool.deliver(later) } }
            try await group.waitForAll()
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: spool.folder) == ["000042.eml"])
        #expect(try spool.read(first.id)?.bytes == later.bytes)
    }

    @Test("mails are listed with the newest job first, and strangers' files are passed over")
    func list() async throws {
        #expect(try spool.list().isEmpty)
        for id in [7, 1_000_007, 12] {
            _ = try await spool.deliver(composer.compose(SampleLetter(.known) { $0.jobID = id }.letter))
        }
        try Data("x".utf8).write(to: URL(filePath: "\(spool.folder)/notes.txt"))
        try Data("x".utf8).write(to: URL(filePath: "\(spool.folder)/.9-draft"))
        #expect(try spool.list().map(\.id.rawValue) == [1_000_007, 12, 7])
        #expect(try spool.list().allSatisfy { $0.kind == .known })
        #expect(try spool.read(JobID(rawValue: 8)) == nil)
    }

    @Test("what a crash left of a write is swept once its lease is over, and nothing else")
    func sweep() async throws {
        try await spool.sweep(olderThan: .seconds(60))
        _ = try await spool.deliver(composer.compose(SampleLetter(.known).letter))
        let (old, young) = (".42-\(UUID().uuidString)", ".42-\(UUID().uuidString)")
        for name in [old, young, ".notes", "42-draft"] {
            let path = "\(spool.folder)/\(name)"
            try Data("x".utf8).write(to: URL(filePath: path))
            guard name != young else { continue }
            let then = Date(timeIntervalSinceNow: -61)
            try FileManager.default.setAttributes([.modificationDate: then], ofItemAtPath: path)
        }
        try await spool.sweep(olderThan: .seconds(60))
        let left = try FileManager.default.contentsOfDirectory(atPath: spool.folder).sorted()
        #expect(left == [".notes", young, "000042.eml", "42-draft"].sorted())
    }

    @Test("an erased mail is gone with what a crash left of it, others stay, and erasing it again does no harm")
    func erase() async throws {
        let message = try composer.compose(SampleLetter(.known).letter)
        try await spool.erase([message.id])
        _ = try await spool.deliver(message)
        let other = try composer.compose(SampleLetter(.known) { $0.jobID = 420 }.letter)
        _ = try await spool.deliver(other)
        let (mine, theirs) = (".42-\(UUID().uuidString)", ".420-\(UUID().uuidString)")
        for name in [mine, theirs] { try Data("x".utf8).write(to: URL(filePath: "\(spool.folder)/\(name)")) }
        for _ in 1...2 {
            try await spool.erase([message.id, JobID(rawValue: 7)])
            #expect(try spool.list().map(\.id) == [other.id])
            let left = try FileManager.default.contentsOfDirectory(atPath: spool.folder).sorted()
            #expect(left == [theirs, "000420.eml"].sorted())
        }
    }

    @Test("a folder that cannot be is an error that names it")
    func refused() async throws {
        try Data().write(to: URL(filePath: "\(folder.path)/file"))
        let message = try composer.compose(SampleLetter(.known).letter)
        let error = await #expect(throws: SpoolFault.self) {
            try await Spool(folder: "\(folder.path)/file/spool").deliver(message)
        }
        #expect(
            error?.description == "The mail spool could not make the folder \(folder.path)/file/spool: Not a directory."
        )
        #expect(error?.code == ENOTDIR)
    }

    @Test("a disk that takes only half leaves the mail of before, and nothing of the new one")
    func full() async {
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryFolder()
            let spool = Spool(folder: folder.path)
            let composer = try Composer(seal: .sample)
            let before = try composer.compose(SampleLetter(.offered).letter)
            _ = try await spool.deliver(before)
            // Beyond this size the system refuses to write, as it does when the disk is full.
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
            try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            let error = await #expect(throws: SpoolFault.self) {
                try await spool.deliver(composer.compose(SampleLetter(.confirmed).letter))
            }
            #expect(error?.code == EFBIG && error?.description.hasSuffix("File too large.") == true)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["000042.eml"])
            #expect(try spool.read(before.id)?.bytes == before.bytes)
        }
    }

    private func mode(of path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }
}

/// A folder that goes when the test does.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "registrar-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

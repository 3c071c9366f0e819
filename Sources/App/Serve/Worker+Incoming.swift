import Domain
import Logging
import Mail

extension Worker {
    /// Reads what came back, where a folder for it is named.
    func readIncoming() async throws -> Bool {
        guard let (folder, desk) = incoming else { return false }
        try await desk.take(folder) { file, word in
            logger.log(
                level: word.isForPeople ? .warning : .notice,
                word.isForPeople ? "a mail that came back is left for you" : "a mail came back",
                metadata: ["file": "\(file)", "says": "\(word.words)"]
            )
        }
        return false
    }
}

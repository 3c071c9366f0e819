import Configuration
import Foundation
import Logging

/// All settings, read once: from the environment, then from the file that REGISTRAR_CONFIG names, if any.
struct Settings {
    let database: DatabaseSettings
    let service: ServiceSettings
    let mail: MailSettings
    /// - `REGISTRAR_STAFF`: acts as that staff member; for owners only.
    let staff: String?
    /// - `REGISTRAR_LOG` (trace, debug, info, notice, warning, error or critical).
    let logLevel: Logger.Level?

    /// - Throws: `UsageProblem` that names the key and says what it takes.
    init(_ reading: SettingsReading) throws {
        database = try DatabaseSettings(reading)
        service = try ServiceSettings(reading)
        mail = try MailSettings(reading)
        staff = reading.text("registrar.staff")
        logLevel = try reading.value("registrar.log", "trace, debug, info, notice, warning, error or critical") {
            Logger.Level(rawValue: $0.lowercased())
        }
    }

    static func read() async throws -> Settings {
        let environment = EnvironmentVariablesProvider()
        let fromEnvironment = ConfigReader(provider: environment)
        guard let file = fromEnvironment.string(forKey: "registrar.config"), !file.isEmpty else {
            return try Settings(SettingsReading(reader: fromEnvironment))
        }
        do {
            let place = InMemoryProvider(values: ["filePath": .init(.string(file), isSecret: false)])
            let provider = try await FileProvider<JSONSnapshot>(config: ConfigReader(provider: place))
            return try Settings(SettingsReading(reader: ConfigReader(providers: [environment, provider])))
        } catch let problem as UsageProblem {
            throw problem
        } catch {
            throw UsageProblem("The settings file \(file) (REGISTRAR_CONFIG) cannot be read: \(error)")
        }
    }
}

/// Reads one setting after another, and names a wrong one as people know it.
struct SettingsReading {
    let reader: ConfigReader

    /// Empty is the same as missing.
    func text(_ key: ConfigKey, isSecret: Bool = false) -> String? {
        reader.string(forKey: key, isSecret: isSecret).flatMap { $0.isEmpty ? nil : $0 }
    }

    func value<Value>(_ key: ConfigKey, _ expected: String, _ parse: (String) -> Value?) throws -> Value? {
        guard let text = text(key) else { return nil }
        guard let value = parse(text) else {
            let name = key.components.joined(separator: "_").uppercased()
            throw UsageProblem("\(name) is “\(text)”; it takes \(expected).")
        }
        return value
    }

    func number(_ key: ConfigKey, in range: ClosedRange<Int>) throws -> Int? {
        try value(key, "a number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func isOn(_ key: ConfigKey) throws -> Bool? {
        try value(key, "on or off") { ["on": true, "off": false][$0.lowercased()] }
    }
}

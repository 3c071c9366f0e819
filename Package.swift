// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let collections: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let metricsCore: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPTypesHTTP1: Target.Dependency = .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioLocks: Target.Dependency = .product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
    name: "registrar",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "registrar", targets: ["App"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // The rooms, in the direction of their doors: Web, Mail and App stand on Domain, Domain on Postgres.
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "Postgres", dependencies: ["CPostgres", collections, logging], swiftSettings: strict),
        .target(
            name: "Schema",
            path: "sql",
            exclude: ["schema.sql"],
            sources: ["Schema.swift"],
            resources: [.copy("migrations"), .copy("repeatable")],
            swiftSettings: strict
        ),
        .target(name: "Psychometrics", swiftSettings: strict),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Credentials", dependencies: ["CZlib", crypto, cryptoExtras], swiftSettings: strict),
        .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
        .systemLibrary(name: "CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
        .systemLibrary(name: "CQRencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .target(
            name: "Documents",
            dependencies: ["CCairo", "CPango", "CQRencode", "CZip", "CZlib"],
            resources: [.copy("Kit/Files")],
            swiftSettings: strict
        ),
        .target(
            name: "Domain",
            dependencies: ["Credentials", "Postgres", "Psychometrics", collections, crypto, logging, metrics, yams],
            resources: [.copy("Exams/SampleExams"), .copy("Programs/Samples")],
            swiftSettings: strict
        ),
        .target(
            name: "Web",
            dependencies: [
                "Credentials", "Documents", "Domain",
                httpTypes, hummingbird, hummingbirdCore, logging, metrics, metricsCore, mustache, nio, nioHTTP1,
                nioHTTPTypes, nioHTTPTypesHTTP1, nioLocks,
            ],
            resources: [.copy("Assets"), .copy("Templates"), .copy("openapi.json")],
            swiftSettings: strict
        ),
        .systemLibrary(name: "CMime", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
        .systemLibrary(name: "CCalendar", pkgConfig: "libical", providers: [.apt(["libical-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CIdn", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),
        .target(
            name: "Mail",
            dependencies: ["CCalendar", "CCurl", "CIdn", "CMime", "Credentials", "Domain", crypto, mustache],
            resources: [.copy("Templates")],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "App",
            dependencies: [
                "Credentials", "Documents", "Domain", "Mail", "Postgres", "Psychometrics", "Schema", "Web",
                argumentParser, configuration, hummingbird, logging, metrics, nio, serviceLifecycle, unixSignals,
            ],
            swiftSettings: strict
        ),
        // Tests: one suite per room, standing on real PostgreSQL.
        .target(
            name: "TestSupport",
            dependencies: [
                "CZlib", "Credentials", "Domain", "Mail", "Postgres", "Schema", "Web",
                crypto, hummingbird, hummingbirdTesting, logging, subprocess,
            ],
            path: "Tests/Support",
            swiftSettings: strict
        ),
        .testTarget(
            name: "PostgresTests",
            dependencies: ["Postgres", "TestSupport", logging, subprocess],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PsychometricsTests",
            dependencies: ["Psychometrics"],
            resources: [.copy("lsat6.csv")],
            swiftSettings: strict
        ),
        .testTarget(name: "CredentialsTests", dependencies: ["Credentials", crypto], swiftSettings: strict),
        .testTarget(
            name: "DocumentsTests",
            dependencies: ["Credentials", "Documents", "TestSupport", subprocess],
            resources: [.copy("KitStories")],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DomainTests",
            dependencies: ["Credentials", "Psychometrics", "TestSupport", crypto, yams],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Credentials", "Documents", "TestSupport", "Web",
                crypto, httpTypes, hummingbird, hummingbirdTesting, logging, metricsCore, mustache, nio, nioLocks,
                nioPosix, subprocess,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "MailTests",
            dependencies: ["Credentials", "Domain", "Mail", crypto, subprocess],
            resources: [.copy("read_mail.py")],
            swiftSettings: strict
        ),
        .testTarget(
            name: "AppTests",
            dependencies: [
                "App", "Domain", "Mail", "Postgres", "TestSupport", argumentParser, crypto, logging, subprocess,
            ],
            swiftSettings: strict
        ),
    ]
)

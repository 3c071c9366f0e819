/// A PostgreSQL type by its object identifier; the named ones are the same on every server.
public struct PostgresType: Hashable, Sendable {
    /// The row of pg_type.
    public let oid: UInt32

    /// Takes any identifier, such as that of an extension's type.
    public init(oid: UInt32) {
        self.oid = oid
    }

    /// The server infers the type from the statement; the value travels in text form.
    public static var unspecified: Self { Self(oid: 0) }
    /// True or false.
    public static var bool: Self { Self(oid: 16) }
    /// Bytes.
    public static var bytea: Self { Self(oid: 17) }
    /// One byte of the catalogs, `"char"`.
    public static var char: Self { Self(oid: 18) }
    /// A name in the catalogs.
    public static var name: Self { Self(oid: 19) }
    /// A 64-bit integer, bigint.
    public static var int8: Self { Self(oid: 20) }
    /// A 16-bit integer, smallint.
    public static var int2: Self { Self(oid: 21) }
    /// A 32-bit integer, integer.
    public static var int4: Self { Self(oid: 23) }
    /// Text of any length.
    public static var text: Self { Self(oid: 25) }
    /// An object identifier.
    public static var oid: Self { Self(oid: 26) }
    /// The place of a row's version in its table.
    public static var tid: Self { Self(oid: 27) }
    /// A transaction number of 32 bits.
    public static var xid: Self { Self(oid: 28) }
    /// JSON as text.
    public static var json: Self { Self(oid: 114) }
    /// An XML document.
    public static var xml: Self { Self(oid: 142) }
    /// A 32-bit float, real.
    public static var float4: Self { Self(oid: 700) }
    /// A 64-bit float, double precision.
    public static var float8: Self { Self(oid: 701) }
    /// A literal whose type the server left open.
    public static var unknown: Self { Self(oid: 705) }
    /// Text padded with blanks, character.
    public static var bpchar: Self { Self(oid: 1042) }
    /// Text of bounded length.
    public static var varchar: Self { Self(oid: 1043) }
    /// A day.
    public static var date: Self { Self(oid: 1082) }
    /// A moment, timestamp with time zone.
    public static var timestamptz: Self { Self(oid: 1184) }
    /// A span of months, days and microseconds.
    public static var interval: Self { Self(oid: 1186) }
    /// A UUID.
    public static var uuid: Self { Self(oid: 2950) }
    /// JSON in parsed form.
    public static var jsonb: Self { Self(oid: 3802) }
    /// A transaction number of 64 bits.
    public static var xid8: Self { Self(oid: 5069) }

    /// The type of an array of this one; unspecified where this library knows none.
    public var array: Self { Self(oid: Self.known[oid]?.array ?? 0) }

    /// True for the type of an array this library knows.
    public var isArray: Bool { Self.elements[oid] != nil }

    /// True for a type the database defines itself, such as an enum, whose identifier differs between databases.
    public var isUserDefined: Bool { oid >= 16384 }
}

extension PostgresType: CustomStringConvertible {
    /// The type's name; for one of the database itself, its identifier.
    public var description: String {
        if let known = Self.known[oid] { return known.name }
        if let element = Self.elements[oid] { return "\(element)[]" }
        return isUserDefined ? "a type of this database (oid \(oid))" : "type oid \(oid)"
    }

    /// From pg_type.dat of PostgreSQL's source: name and array type by identifier.
    private static let known: [UInt32: (name: String, array: UInt32)] = [
        16: ("bool", 1000), 17: ("bytea", 1001), 18: ("\"char\"", 1002), 19: ("name", 1003), 20: ("int8", 1016),
        21: ("int2", 1005), 23: ("int4", 1007), 25: ("text", 1009), 26: ("oid", 1028), 27: ("tid", 1010),
        28: ("xid", 1011), 114: ("json", 199), 142: ("xml", 143), 600: ("point", 1017), 650: ("cidr", 651),
        700: ("float4", 1021), 701: ("float8", 1022), 705: ("unknown", 0), 790: ("money", 791),
        829: ("macaddr", 1040), 869: ("inet", 1041), 1042: ("bpchar", 1014), 1043: ("varchar", 1015),
        1082: ("date", 1182), 1083: ("time", 1183), 1114: ("timestamp", 1115), 1184: ("timestamptz", 1185),
        1186: ("interval", 1187), 1266: ("timetz", 1270), 1560: ("bit", 1561), 1562: ("varbit", 1563),
        1700: ("numeric", 1231), 2205: ("regclass", 2210), 2206: ("regtype", 2211), 2249: ("record", 2287),
        2278: ("void", 0), 2950: ("uuid", 2951), 3220: ("pg_lsn", 3221), 3614: ("tsvector", 3643),
        3802: ("jsonb", 3807), 3904: ("int4range", 3905), 3910: ("tstzrange", 3911), 3926: ("int8range", 3927),
        5069: ("xid8", 271),
    ]

    private static let elements = Dictionary(
        known.compactMap { _, type in type.array == 0 ? nil : (type.array, type.name) },
        uniquingKeysWith: { first, _ in first }
    )
}

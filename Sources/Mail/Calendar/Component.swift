import CCalendar
import Foundation

/// Owns one component of libical's with all that was added to it; the library escapes and folds.
struct Component: ~Copyable {
    private let pointer: OpaquePointer

    init(_ kind: icalcomponent_kind) throws {
        guard let pointer = icalcomponent_new(kind) else { throw Self.refused }
        self.pointer = pointer
    }

    deinit {
        icalcomponent_free(pointer)
    }

    /// Takes over a property.
    func add(_ property: OpaquePointer?) throws {
        guard let property else { throw Self.refused }
        icalcomponent_add_property(pointer, property)
    }

    /// Takes over a component.
    func add(_ component: consuming Component) {
        icalcomponent_add_component(pointer, component.handOver())
    }

    private consuming func handOver() -> OpaquePointer {
        let pointer = pointer
        discard self
        return pointer
    }

    /// RFC 5545 §3.1: CRLF, lines of at most 75 octets.
    func octets() throws -> [UInt8] {
        guard let text = icalcomponent_as_ical_string_r(pointer) else { throw Self.refused }
        defer { free(text) }
        return Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }

    private static var refused: UnfitLetter { UnfitLetter("The calendar library refused a property.") }
}

import Foundation
import Mustache
import Synchronization

/// Wraps what a template shows, and notes every tag that names nothing: Mustache itself renders those as empty.
struct Strict: MustacheParent {
    final class Notes: Sendable {
        private let names = Mutex<Set<String>>([])
        var unknown: Set<String> { names.withLock { $0 } }
        func note(_ name: String) { _ = names.withLock { $0.insert(name) } }
    }

    private let value: Any
    private let notes: Notes
    /// Names are looked up from the inside out, so only the outermost can tell that nobody knows one.
    private let isOutermost: Bool

    init(_ value: Any, _ notes: Notes) {
        self.init(value, notes, isOutermost: true)
    }

    private init(_ value: Any, _ notes: Notes, isOutermost: Bool) {
        self.value = value
        self.notes = notes
        self.isOutermost = isOutermost
    }

    func child(named name: String) -> Any? {
        guard let child = Mirror(reflecting: value).children.first(where: { $0.label == name }) else {
            if isOutermost { notes.note(name) }
            return nil
        }
        return wrap(child.value)
    }

    private func wrap(_ value: Any) -> Any {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { wrap($0.value) } ?? NSNull()
        case .collection: return mirror.children.map { wrap($0.value) }
        case .struct where !(value is String || value is Int || value is Bool):
            return Strict(value, notes, isOutermost: false)
        default: return value
        }
    }
}

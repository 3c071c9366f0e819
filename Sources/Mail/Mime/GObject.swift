import CMime

/// Owns one reference to an object of GLib's and gives it back at the end of its life.
struct GObject<Pointee>: ~Copyable {
    let pointer: UnsafeMutablePointer<Pointee>

    /// Takes over the caller's reference.
    init(_ pointer: UnsafeMutablePointer<Pointee>?) throws {
        guard let pointer else { throw UnfitLetter("The MIME library refused an object.") }
        self.pointer = pointer
    }

    deinit {
        g_object_unref(pointer)
    }
}

/// GMime, started once; after that its objects may be used from any thread, each by one at a time.
enum GMime {
    private static let started: Void = g_mime_init()

    static func start() { started }
}

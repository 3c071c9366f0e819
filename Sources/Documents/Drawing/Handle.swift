/// Owns one object of a C library's and gives it back at the end of its life.
struct Handle: ~Copyable {
    let pointer: OpaquePointer
    private let release: (OpaquePointer) -> Void

    /// Takes over the caller's reference.
    init(_ pointer: OpaquePointer?, release: @escaping (OpaquePointer) -> Void) throws(UnfitDocument) {
        guard let pointer else { throw UnfitDocument("The drawing library refused an object.") }
        self.pointer = pointer
        self.release = release
    }

    deinit {
        release(pointer)
    }
}

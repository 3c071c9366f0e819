import Foundation
import Glibc

/// The disk refused something; says what, where, and the system's own words.
package struct SpoolFault: Error, CustomStringConvertible {
    package let description: String
    /// The system's number, such as ENOSPC.
    package let code: Int32

    /// Reads `errno`, so it must come right after the call that failed.
    init(_ verb: String, _ path: String) {
        code = errno
        description = "The mail spool could not \(verb) \(path): \(String(cString: strerror(code)))."
    }
}

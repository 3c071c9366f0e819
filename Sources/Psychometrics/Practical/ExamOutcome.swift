/// Where a candidate's exam stands. Written and practical are conjunctive: neither makes up for the other.
package enum ExamOutcome: String, Sendable {
    case passed, failed, pending

    /// Passed when every component is, failed as soon as one is; no component at all is pending.
    package init(of components: [ExamOutcome]) {
        if components.contains(.failed) {
            self = .failed
        } else {
            self = components.isEmpty || components.contains(.pending) ? .pending : .passed
        }
    }
}

/// A message sent with NOTIFY, or the news that listening has begun.
public struct Notification: Sendable, Hashable {
    /// The channel as it was listened to.
    public let channel: String
    /// What NOTIFY carried, at most 8000 bytes; empty for a beginning.
    public let payload: String
    /// The server process that sent it; 0 for a beginning.
    public let process: Int
    /// True for the element that opens each channel, at first and after every reconnection: what was sent before it has
    /// not been heard, so look for yourself.
    public let isBeginning: Bool
}

/// A message sent with NOTIFY, or the news that listening has begun.
public struct Notification: Sendable, Hashable {
    public let channel: String
    public let payload: String
    /// The server process that sent it.
    public let process: Int
    /// True for the element that opens each channel, at first and after every reconnection: what was sent before it has
    /// not been heard, so look for yourself.
    public let isBeginning: Bool
}

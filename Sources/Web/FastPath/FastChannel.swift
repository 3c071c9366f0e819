import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// A connection of HTTP/1.1 with the fast path before the usual way.
struct FastChannel: ServerChildChannel {
    let usual: HTTP1Channel
    let front: Front
    /// How long a connection may be at nothing. It is looked after before the fast path: behind it nobody sees all requests.
    let patience: TimeAmount

    func setup(
        channel: any Channel,
        logger: Logger
    ) -> EventLoopFuture<NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>> {
        usual.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
            let clock = IdleStateHandler(readTimeout: .nanoseconds(patience.nanoseconds / FastPath.looks))
            let wire = try pipeline.context(handlerType: HTTPResponseEncoder.self)
            let path = FastPath(front: front, wire: wire, peer: channel.remoteAddress, patience: patience)
            try pipeline.addHandlers(clock, path, position: .before(codec))
            return value
        }
    }

    func handle(value: NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>, logger: Logger) async {
        await usual.handle(value: value, logger: logger)
    }
}

import NIOCore
import NIOHTTP1

/// Answers questions that come in crowds right behind the HTTP codec, on the connection's own thread; passes on all else.
///
/// A question is asked on a connection that is at nothing else, and is over when its answer has left. Whatever arrives until
/// then waits its turn: answers keep the order of their requests, a connection is not closed over one, and a sender who
/// does not read is not read from.
final class FastPath: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum Arrival {
        case part(HTTPServerRequestPart)
        case event(Any)
        case error(any Error)
    }

    private enum State {
        case free
        /// A question's head has come, and its end is due.
        case asked(FastQuestion)
        case answering
        /// The answer is given, and has not yet left.
        case sending
        /// The last request is passed on: its answer ends the connection.
        case ending
        /// After that nothing is a request any more.
        case over
    }

    /// How often idleness is looked after in the time of patience.
    static let looks: Int64 = 4

    private let front: Front
    private let wire: ChannelHandlerContext
    /// What was sent last: its memory is the next answer's.
    private var head: [UInt8] = []
    private var octets = ByteBuffer()
    private let peer: InternetAddress
    private let patience: TimeAmount
    private var state = State.free
    private var waiting = CircularBuffer<Arrival>()
    private var isReadingOn = false
    /// Requests that were passed on and not yet answered to their end, and whether the last of them is still being read.
    private var passedOn = 0
    private var isPassing = false
    /// When anything last arrived or left.
    private var stirred = NIODeadline.now()

    /// - Parameters:
    ///   - wire: What stands between the codec and the socket.
    ///   - patience: How long a connection may be at nothing; looked after at every `Self.looks`th part of it.
    init(front: Front, wire: ChannelHandlerContext, peer: SocketAddress?, patience: TimeAmount) {
        self.front = front
        self.wire = wire
        self.peer = InternetAddress(peer: peer)
        self.patience = patience
    }

    private var isBusy: Bool {
        switch state {
        case .answering, .sending: true
        case .free, .asked, .ending, .over: false
        }
    }

    // MARK: What arrives

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        stirred = .now()
        take(.part(unwrapInboundIn(data)), context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        stirred = .now()
        take(.error(error), context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case IdleStateHandler.IdleStateEvent.read = event { idle(context) } else { take(.event(event), context) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        waiting.removeAll()
        context.fireChannelInactive()
    }

    /// Nothing more is read while something waits.
    func read(context: ChannelHandlerContext) {
        if waiting.isEmpty { context.read() } else { isReadingOn = true }
    }

    private func take(_ arrival: Arrival, _ context: ChannelHandlerContext) {
        guard !isBusy else { return waiting.append(arrival) }
        switch arrival {
        case .part where isOver: break
        case .part(.head(let head)):
            if case .free = state, passedOn == 0, let question = front.fastQuestion(in: head, from: peer) {
                state = .asked(question)
            } else {
                (passedOn, isPassing) = (passedOn + 1, true)
                if !head.isKeepAlive { state = .ending }
                context.fireChannelRead(wrapInboundOut(.head(head)))
            }
        case .part(.body(let body)):
            context.fireChannelRead(wrapInboundOut(.body(body)))
        case .part(.end(let trailers)):
            if case .asked(let question) = state { return answer(question, context) }
            isPassing = false
            if case .ending = state { state = .over }
            context.fireChannelRead(wrapInboundOut(.end(trailers)))
        case .event(let event):
            context.fireUserInboundEventTriggered(event)
        case .error(let error):
            state = .over
            context.fireErrorCaught(error)
        }
    }

    private var isOver: Bool {
        if case .over = state { true } else { false }
    }

    /// Closes a connection that is at nothing, or whose peer does not go on with its request or take its answer.
    private func idle(_ context: ChannelHandlerContext) {
        guard NIODeadline.now() - stirred >= patience else { return }
        switch state {
        case .answering: return
        case .sending: break
        case .free, .asked, .ending, .over: guard passedOn == 0 || isPassing else { return }
        }
        context.close(promise: nil)
    }

    // MARK: What leaves

    private func answer(_ question: FastQuestion, _ context: ChannelHandlerContext) {
        state = .answering
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        front.answer(question) { answer in
            bound.eventLoop.execute {
                let (path, context) = bound.value
                path.give(answer, context)
            }
        }
    }

    private func give(_ answer: FastAnswer, _ context: ChannelHandlerContext) {
        state = .sending
        stirred = .now()
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenComplete { self.goOn(context, isSent: (try? $0.get()) != nil) }
        head.removeAll(keepingCapacity: true)
        answer.writeHead(to: &head)
        octets.clear(minimumCapacity: head.count + answer.body.count)
        octets.writeBytes(head)
        octets.writeBytes(answer.body)
        wire.writeAndFlush(NIOAny(IOData.byteBuffer(octets)), promise: sent)
    }

    private func goOn(_ context: ChannelHandlerContext, isSent: Bool) {
        state = isSent ? .free : .over
        stirred = .now()
        guard !waiting.isEmpty else { return }
        while !isBusy, let arrival = waiting.popFirst() { take(arrival, context) }
        // What was passed on is delivered by this: the socket's own word of it came long ago.
        context.fireChannelReadComplete()
        guard isReadingOn, waiting.isEmpty else { return }
        isReadingOn = false
        context.read()
    }

    /// The usual way's answers; one about a request that could not be read is to none that was passed on.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            passedOn = max(0, passedOn - 1)
            stirred = .now()
        }
        context.write(data, promise: promise)
    }
}

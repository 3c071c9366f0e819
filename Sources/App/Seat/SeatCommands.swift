import ArgumentParser

/// The noun `seat`.
struct SeatCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seat",
        abstract: "Seats, and the queue for them.",
        subcommands: [
            SeatReserve.self, SeatConfirm.self, SeatAccept.self, SeatDecline.self, SeatWithdraw.self, SeatTransfer.self,
            SeatRemove.self, SeatRestore.self,
        ]
    )
}

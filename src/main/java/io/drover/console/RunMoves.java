package io.drover.console;

import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.send.Purpose;
import java.util.List;

/** What can be asked of a run in the state it is in. */
final class RunMoves {

    private RunMoves() {}

    /** @param isSendable whether its task is there and sends rows */
    static List<Move> of(Run run, boolean isSendable) {
        String link = Links.run(run.run());
        if (run.status() == RunStatus.RUNNING) {
            return List.of(Move.page("stop-run", "Stop Running Task", link + "/stop", "danger"));
        }
        if (run.status() != RunStatus.ENDED || !isSendable) {
            return List.of();
        }
        if (run.purpose() == Purpose.PREVIEW && run.isOk() && run.counts().written() > 0) {
            String send = Links.send(run.site(), run.task(), run.mode());
            return List.of(Move.post("send-previewed", run.mode().words(), send, "primary"));
        }
        if (run.purpose() == Purpose.SEND && run.guardRemovals() != null) {
            return List.of(Move.page("confirm-run", "Confirm removal…", link + "/confirm", "danger"));
        }
        if (run.purpose() == Purpose.SEND && run.isOk() && run.counts().written() > 0) {
            return List.of(Move.page("undo-run", "Undo…", link + "/undo", ""));
        }
        return List.of();
    }
}

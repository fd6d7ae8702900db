package io.drover.console;

import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.send.Purpose;
import java.util.ArrayList;
import java.util.List;

/** What can be asked of a run in the state it is in. */
final class RunMoves {

    private RunMoves() {}

    /**
     * @param isThere whether its task is there
     * @param isSendable whether it sends rows
     */
    static List<Move> of(Run run, boolean isThere, boolean isSendable) {
        String link = Links.run(run.run());
        if (run.status() == RunStatus.RUNNING) {
            return List.of(Move.page("stop-run", "Stop Running Task", link + "/stop", "danger"));
        }
        if (run.status() != RunStatus.ENDED || !isThere) {
            return List.of();
        }
        List<Move> moves = new ArrayList<>();
        if (run.purpose() != Purpose.UNDO) {
            moves.add(Move.post("run-again", "Run Again", link + "/again", ""));
        }
        if (isSendable) {
            moves.addAll(ofRows(run, link));
        }
        return moves;
    }

    private static List<Move> ofRows(Run run, String link) {
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

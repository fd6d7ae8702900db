package io.drover.run;

import io.drover.mail.RowMail;
import io.drover.mail.RunMails;
import io.drover.send.SendCounts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The mails of one attempt of a run. Belongs to the thread of the run. */
final class AskedMails implements RunMails {

    private final RunningRun current;
    private final RowLetterStore letters;
    private long taken;
    private long known;
    private long elsewhere;
    private long refused;

    /** Takes back what an earlier attempt of the run asked for. */
    AskedMails(RunningRun current, RowLetterStore letters) {
        this.current = current;
        this.letters = letters;
        letters.settle(current.run().run(), current.letters() == LetterFate.NONE ? LetterFate.NONE : LetterFate.DROP);
    }

    @Override
    public Set<String> ask(List<RowMail> mails) {
        Set<String> left = new TreeSet<>();
        for (RowMail mail : mails) {
            if (current.letters() == LetterFate.NONE) {
                // Before it is written down: an answer may be lost.
                current.letters(LetterFate.DROP);
            }
            switch (letters.ask(current.run(), mail)) {
                case TAKEN -> taken++;
                case KNOWN -> known++;
                case ELSEWHERE -> {
                    elsewhere++;
                    left.add(mail.key());
                }
            }
        }
        return left;
    }

    @Override
    public void refuse() {
        refused++;
    }

    /** Rows that are mailed count as inserted, those mailed before as equal. */
    SendCounts counts() {
        return new SendCounts(taken + known + elsewhere + refused, known, taken, 0, 0, refused, 0, elsewhere);
    }

    /** What there is to tell of them; empty where no row was read. */
    Optional<String> note() {
        return counts().read() == 0
                ? Optional.empty()
                : Optional.of("%,d mails%s%s"
                        .formatted(taken, told(known, "mailed before"), told(refused, "rows make no mail")));
    }

    private static String told(long rows, String what) {
        return rows == 0 ? "" : ", %,d %s".formatted(rows, what);
    }
}

package io.drover.mail;

import io.drover.config.DroverException;
import java.util.List;
import java.util.Set;

/** Takes the mails that the steps of a run ask for; they leave when the run has ended. */
public interface RunMails {

    /** The exchange property under which the steps of a run find it. */
    String PROPERTY = "DroverMails";

    /**
     * Writes them down. A row that was mailed before is not mailed again.
     *
     * @return keys of those that another run of the task has asked for and has not ended: they are that one's business
     * @throws DroverException where nobody could send a mail, or a key is asked for twice in this run
     */
    Set<String> ask(List<RowMail> mails);

    /** Counts a row that makes no mail. */
    void refuse();
}

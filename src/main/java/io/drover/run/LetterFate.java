package io.drover.run;

/** What becomes of the mails that the steps of a run asked for when it has ended. */
enum LetterFate {
    /** It asked for none. */
    NONE,
    SEND,
    /** The rows are as before, and the next run asks for them anew. */
    DROP
}

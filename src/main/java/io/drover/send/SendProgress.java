package io.drover.send;

/** Told by a session how far it is. Both methods return at once. */
public interface SendProgress {

    /** For whoever does not want to know. */
    SendProgress NONE = new SendProgress() {
        @Override
        public void rows(long done) {}

        @Override
        public void step(String words) {}
    };

    /** @param done rows of the source that were read so far, told about every thousand rows */
    void rows(long done);

    /** @param words what the run does from now on, e.g. {@code comparing web.product} */
    void step(String words);
}

package io.drover.send;

/** Is told how far a send has come. Called on the run's thread; must return at once. */
public interface SendProgress {

    /** @param done rows read so far, told about every thousand rows */
    void rows(long done);

    /** @param words what the run does from now on, e.g. {@code comparing web.product} */
    void step(String words);
}

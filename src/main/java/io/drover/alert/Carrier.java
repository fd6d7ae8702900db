package io.drover.alert;

/** Brings letters to people in one way. Thread-safe. */
interface Carrier {

    Way way();

    /**
     * Returns when whoever carries it on has taken it.
     *
     * @throws UndeliveredException when that is not so, or not known
     */
    void carry(Letter letter);
}

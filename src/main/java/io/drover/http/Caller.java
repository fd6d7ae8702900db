package io.drover.http;

/** Who asks. There is no sign-in yet: everyone who reaches the server is operator. */
public final class Caller {

    /** The name written beside every start, stop and send. */
    public static final String OPERATOR = "operator";

    private Caller() {}
}

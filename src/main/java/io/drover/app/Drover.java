package io.drover.app;

/** The program. */
public final class Drover {

    private Drover() {}

    public static void main(String[] arguments) {
        throw new UnsupportedOperationException(String.join(" ", arguments));
    }
}

package io.drover.send.value;

import java.util.HexFormat;

/**
 * A text of a source that does not say in which character set it is, and that is not UTF-8: nobody can know what it
 * means, so no column takes it.
 */
public final class UndecodedText {

    private static final int SHOWN = 20;

    private final byte[] bytes;

    /** @param bytes kept, not copied */
    public UndecodedText(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public String toString() {
        boolean isLong = bytes.length > SHOWN;
        return "\\x" + HexFormat.of().formatHex(bytes, 0, isLong ? SHOWN : bytes.length) + (isLong ? "…" : "");
    }
}

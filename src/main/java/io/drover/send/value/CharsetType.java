package io.drover.send.value;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Texts of MariaDB, whose columns have a character set and a size in bytes. CHAR gives texts back without the blanks at
 * their end, so these are no part of its values.
 */
final class CharsetType extends TextType {

    private static final int SHOWN = 40;

    private final @Nullable Charset charset;
    private final boolean basic;
    private final long bytes;
    private final boolean stripped;

    /**
     * @param length most characters; null = no limit but that of bytes
     * @param bytes most bytes in the column's character set
     * @param charset the column's, as the server calls it; one that is not known here is left to the server
     * @param stripped blanks at the end do not count
     */
    CharsetType(@Nullable Integer length, long bytes, String charset, boolean stripped) {
        super(Wire.TEXT, length, false);
        this.bytes = bytes;
        this.stripped = stripped;
        this.basic = charset.equals("utf8mb3") || charset.equals("utf8") || charset.equals("ucs2");
        this.charset = switch (charset) {
            case "latin1" -> Charset.forName("windows-1252");
            case "ascii" -> StandardCharsets.US_ASCII;
            case "utf8mb4", "utf8mb3", "utf8" -> StandardCharsets.UTF_8;
            default -> null;
        };
    }

    @Override
    public byte[] admit(byte[] field) {
        byte[] text = stripped ? strip(field) : field;
        super.admit(text);
        Charset known = charset;
        if (basic) {
            checkBasic(text);
        }
        if (known != null && (text.length > bytes || known != StandardCharsets.UTF_8)) {
            checkIn(known, new String(text, StandardCharsets.UTF_8));
        }
        return text;
    }

    private static byte[] strip(byte[] field) {
        int end = withoutBlanks(field);
        return end == field.length ? field : java.util.Arrays.copyOf(field, end);
    }

    private static void checkBasic(byte[] text) {
        for (byte each : text) {
            // The first byte of a character of four.
            if ((each & 0xF8) == 0xF0) {
                throw unknown(
                        new String(text, StandardCharsets.UTF_8)
                                .codePoints()
                                .filter(Character::isSupplementaryCodePoint)
                                .findFirst()
                                .orElseThrow(),
                        "utf8mb3");
            }
        }
    }

    private void checkIn(Charset known, String text) {
        CharsetEncoder encoder = known.newEncoder();
        if (!encoder.canEncode(text)) {
            throw unknown(
                    text.codePoints()
                            .filter(each -> !encoder.canEncode(Character.toString(each)))
                            .findFirst()
                            .orElseThrow(),
                    known.name());
        }
        int size = text.getBytes(known).length;
        if (size > bytes) {
            throw new UnfitValueException("text of %d bytes, the column takes %d: '%s…'"
                    .formatted(size, bytes, text.substring(0, text.offsetByCodePoints(0, SHOWN))));
        }
    }

    private static UnfitValueException unknown(int character, String charset) {
        return new UnfitValueException("text holds '%s' (U+%04X), which the column's character set %s does not have"
                .formatted(Character.toString(character), character, charset));
    }
}

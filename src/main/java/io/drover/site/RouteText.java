package io.drover.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an integrator wrote, within limits that hold before any parser sees it: a page of UTF-8 text (RELIABILITY
 * M18, S43). Never takes more memory than a file may be large.
 */
final class RouteText {

    /** A route file or a query is a page of text; anything larger would only cost a parser time and memory. */
    static final int MOST_BYTES = 256 * 1024;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private RouteText() {}

    /**
     * @throws BrokenRouteException naming the line of what is no text
     * @throws IOException when the file cannot be read, for instance because it is gone
     */
    static String read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw new BrokenRouteException(null, "The file is larger than %d kB".formatted(MOST_BYTES / 1024));
        }
        String text = decode(bytes);
        if (text.indexOf(BYTE_ORDER_MARK) == 0) {
            throw new BrokenRouteException(1, "The file begins with a byte order mark; save it as UTF-8 without one");
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i)) && "\t\r\n".indexOf(text.charAt(i)) < 0) {
                throw new BrokenRouteException(
                        lineAt(text, i), "The character U+%04X is no text".formatted((int) text.charAt(i)));
            }
        }
        return text;
    }

    private static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (result.isError()) {
            throw new BrokenRouteException(lineAt(text, text.length()), "The file is not UTF-8 text");
        }
        return text.toString();
    }

    /** The line, from 1, of the first place where the text says that; null where it does not. */
    static @Nullable Integer lineOf(String text, String words) {
        int at = text.indexOf(words);
        return at < 0 ? null : lineAt(text, at);
    }

    private static int lineAt(CharSequence text, int end) {
        return 1 + (int) text.chars().limit(end).filter(each -> each == '\n').count();
    }
}

package io.drover.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * The text of a file. Bytes that are no text of the charset are an error that names their line; none is replaced by
 * another character. A byte order mark is left out.
 */
final class StrictReader extends Reader {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String file;
    private final InputStream input;
    private final CharsetDecoder decoder;
    private final byte[] chunk = new byte[1 << 16];
    private final ByteBuffer bytes = ByteBuffer.wrap(chunk).flip();
    private boolean inputEnded;
    private boolean textEnded;
    private boolean begun;
    private long lineEnds;
    private char last = '\n';

    /** @param file its name, for messages */
    StrictReader(String file, InputStream input, Charset charset) {
        this.file = file;
        this.input = input;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** Whether what was read so far ends with a line end, or is nothing. */
    boolean isLineEnded() {
        return last == '\n' || last == '\r';
    }

    long line() {
        return lineEnds + 1;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        CharBuffer text = CharBuffer.wrap(buffer, offset, length).slice();
        while (!textEnded) {
            CoderResult result = decoder.decode(bytes, text, inputEnded);
            skipByteOrderMark(text);
            if (text.position() > 0) {
                return count(buffer, offset, text.position());
            }
            if (result.isError()) {
                throw new CsvException("%s line %d: its bytes are no text in %s; the option charset names the right one"
                        .formatted(file, line(), decoder.charset()));
            }
            if (inputEnded) {
                textEnded = true;
            } else {
                fill();
            }
        }
        return -1;
    }

    private void skipByteOrderMark(CharBuffer text) {
        if (!begun && text.position() > 0) {
            begun = true;
            if (text.get(0) == BYTE_ORDER_MARK) {
                text.flip().position(1);
                text.compact();
            }
        }
    }

    private void fill() throws IOException {
        bytes.compact();
        int count = input.read(chunk, bytes.position(), bytes.remaining());
        if (count < 0) {
            inputEnded = true;
        } else {
            bytes.position(bytes.position() + count);
        }
        bytes.flip();
    }

    private int count(char[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            char c = buffer[i];
            if (c == '\r' || (c == '\n' && last != '\r')) {
                lineEnds++;
            }
            last = c;
        }
        return length;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}

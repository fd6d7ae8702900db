package io.drover.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSpoolTest {

    private static final long SEED = Long.getLong("drover.fault.seed", System.nanoTime());
    private static final int FAR_BEYOND_THE_BUFFER = 700_000;

    private static List<byte[][]> rows(Random random) {
        List<byte[][]> rows = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            byte[][] row = new byte[random.nextInt(5)][];
            for (int field = 0; field < row.length; field++) {
                int kind = random.nextInt(100);
                row[field] = kind < 20 ? null : new byte[kind == 99 ? FAR_BEYOND_THE_BUFFER : random.nextInt(400)];
                if (row[field] != null) {
                    random.nextBytes(row[field]);
                }
            }
            rows.add(row);
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100_000, Long.MAX_VALUE})
    void rows_come_back_as_they_were_put_aside_again_and_again(long memory) {
        List<byte[][]> rows = rows(new Random(SEED));
        try (RowSpool spool = new RowSpool(memory)) {
            rows.forEach(spool::add);

            for (int pass = 0; pass < 2; pass++) {
                Iterator<byte[][]> back = spool.iterator();
                for (byte[][] row : rows) {
                    assertThat(back.next()).as("seed %d", SEED).isDeepEqualTo(row);
                }
                assertThat(back.hasNext()).isFalse();
            }
            assertThat(spool.count()).isEqualTo(rows.size());
        }
    }

    @Test
    void a_row_that_was_read_can_be_read_again_before_the_next() {
        List<byte[][]> rows = rows(new Random(SEED));
        try (RowSpool spool = new RowSpool(0)) {
            rows.forEach(spool::add);

            RowSpool.Reader back = (RowSpool.Reader) spool.iterator();
            for (byte[][] row : rows) {
                back.next();
                assertThat(back.again()).as("seed %d", SEED).isDeepEqualTo(row);
            }
            assertThat(back.hasNext()).isFalse();
        }
    }

    @Test
    void the_file_is_for_this_user_only_and_vanishes() throws Exception {
        List<Path> before = files();
        RowSpool spool = new RowSpool(0);
        spool.add(new byte[][] {{1}});

        List<Path> made = files();
        made.removeAll(before);
        assertThat(made).hasSize(1);
        assertThat(Files.getPosixFilePermissions(made.get(0))).hasToString("[OWNER_READ, OWNER_WRITE]");
        spool.close();
        assertThat(made.get(0)).doesNotExist();
    }

    private static List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return new ArrayList<>(
                    files.filter(file -> file.getFileName().toString().startsWith("drover-rows"))
                            .toList());
        }
    }
}

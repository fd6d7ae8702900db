package io.drover.site;

import io.drover.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.springframework.util.FileSystemUtils;

/**
 * F82: whatever is done to a site in whatever order, its answers and what it shows are those of a {@link SiteModel}, the
 * audit and the log tell the same story, and the shop has the rows of the runs that are OK and of no other.
 *
 * <p>{@code -Ddrover.moves=10000} tries about 10,000 sequences instead of 300; a failure prints its seed.
 */
class SiteModelTest {

    private static final int TRIES = 300;
    private static final int SEQUENCES_PER_TRY = Math.max(1, Integer.getInteger("drover.moves", TRIES) / TRIES);
    private static final int MOST_MOVES = 14;

    private static Installation drover;
    private static Path folder;
    private static ModelledSite real;
    private static SiteWalk walk;

    @BeforeContainer
    static void open() throws Exception {
        drover = Installation.start();
        folder = Files.createTempDirectory("drover-model");
        real = new ModelledSite(drover, folder);
        walk = new SiteWalk(real);
    }

    @AfterContainer
    static void close() throws Exception {
        if (walk != null) {
            walk.close();
            real.close();
        }
        drover.close();
        FileSystemUtils.deleteRecursively(folder);
    }

    @Provide
    Arbitrary<List<List<SiteMove>>> sequences() {
        return SiteMove.any()
                .list()
                .ofMinSize(1)
                .ofMaxSize(MOST_MOVES)
                .list()
                .ofMinSize(1)
                .ofMaxSize(2 * SEQUENCES_PER_TRY - 1);
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void F82_whatever_is_done_to_a_site_it_is_what_the_model_says(@ForAll("sequences") List<List<SiteMove>> sequences)
            throws Exception {
        for (List<SiteMove> moves : sequences) {
            walk.walk(moves);
        }
    }
}

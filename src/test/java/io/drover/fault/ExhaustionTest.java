package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.fault.DroverApi.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F10: a route that uses up the memory or the stack. Either its run fails, or the process ends; never anything between. */
class ExhaustionTest {

    private static final String ROUTE = """
            import java.util.ArrayList;
            import java.util.List;
            import org.apache.camel.builder.RouteBuilder;

            public class %1$s extends RouteBuilder {
                @Override
                public void configure() {
                    from("task:%2$s?queue=%1$s").routeId("%2$s").routeDescription("Uses up what there is")
                            .process(exchange -> use(new ArrayList<>()))
                            .to("send:shop.sales_order?key=order_no");
                }

                private static int use(List<byte[]> held) {
                    %3$s
                }
            }
            """;

    private static final String MEMORY = "while (true) { held.add(new byte[1 << 20]); }";
    private static final String STACK = "return use(held) + use(held);";

    private static CrashLab lab;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        lab = CrashLab.open(folder);
        Files.writeString(lab.routes().resolve("Memory.java"), ROUTE.formatted("Memory", "memory", MEMORY));
        Files.writeString(lab.routes().resolve("Stack.java"), ROUTE.formatted("Stack", "stack", STACK));
        lab.api().awaitTask("LIVE", "memory");
        lab.api().awaitTask("LIVE", "stack");
    }

    @BeforeEach
    void begin_with_a_Drover_that_is_ready() throws IOException {
        lab.restore();
    }

    @AfterAll
    static void close() throws InterruptedException {
        lab.close();
    }

    @Test
    void F10_a_route_without_end_fails_its_run_and_no_other() {
        for (int i = 0; i < 3; i++) {
            Ended run = lab.api().sendAndWait("LIVE", "stack", "all");
            assertThat(run.result()).as(run.message()).isEqualTo("Failed");
            lab.databases().change();
            assertThat(lab.send("changed").result()).isEqualTo("OK");
        }
        assertThat(lab.api().isReady()).isTrue();
        lab.checker().assertShopIsTrue("after a stack that was used up");
    }

    @Test
    void F10_a_process_without_memory_ends_and_comes_back_whole() throws Exception {
        lab.databases().change();
        long run = lab.api().ask("LIVE", "memory", "all");
        assertThat(lab.awaitOwnEnd(Duration.ofSeconds(60)))
                .as("exit code of a JVM without memory")
                .isEqualTo(3);
        lab.begin();
        lab.awaitReady();
        assertThat(lab.api().ended(run).result()).isEqualTo("Interrupted");
        assertThat(lab.send("changed").result()).isEqualTo("OK");
        lab.checker().assertShopIsTrue("after a memory that was used up");
        lab.checker().assertHistoryIsTrue("after a memory that was used up");
    }
}

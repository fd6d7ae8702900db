package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Bar;
import io.drover.fault.DroverApi.Ended;
import io.drover.fault.FailPoint.Held;
import io.drover.fault.FaultLab.LabSite;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * F19 and F21 with the firewall of the system itself. It needs root, iptables and a network of its own, which this makes:
 * {@code unshare -n sh -c 'ip link set lo up; ./mvnw -o -B test -Dtest=FirewallTest -Ddrover.fault.firewall=true'}.
 */
@EnabledIfSystemProperty(
        named = "drover.fault.firewall",
        matches = "true",
        disabledReason = "changes the firewall: only in a network of its own, see docs/reliability.md")
@ExtendWith(FaultLab.Shared.class)
class FirewallTest {

    private static final Duration FREE = Bar.ofSeconds(15);

    private final FaultLab lab;

    FirewallTest(FaultLab lab) {
        this.lab = lab;
    }

    /** A rule that is taken back at the end. */
    private record Rule(List<String> words) implements AutoCloseable {

        static Rule add(String... words) throws Exception {
            Rule rule = new Rule(List.of(words));
            rule.run("-I");
            return rule;
        }

        private void run(String act) throws Exception {
            List<String> command = new ArrayList<>(List.of("iptables", act, "INPUT"));
            command.addAll(words);
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                    .as(command.toString())
                    .isZero();
        }

        @Override
        public void close() throws Exception {
            run("-D");
        }
    }

    @ParameterizedTest
    @CsvSource({"MID_READ", "MID_APPLY"})
    void F19_behind_a_firewall_that_drops_client_and_server_are_free_in_15_s(FailPoint point) throws Exception {
        LabSite site = point == FailPoint.MID_READ ? lab.live() : lab.stage();
        site.databases().change();
        long run;
        try (Held held = point.hold(lab.shaken())) {
            run = lab.api().ask(site.name(), "orders", "all");
            int session = held.awaitReached().pid();
            String ownPort = Integer.toString(ownPort(held));
            String port = Integer.toString(lab.shaken().port());
            // The last rule is the first to be asked: the test itself goes on to see the server.
            try (Rule toServer = Rule.add("-p", "tcp", "--dport", port, "-j", "DROP");
                    Rule fromServer = Rule.add("-p", "tcp", "--sport", port, "-j", "DROP");
                    Rule toTest = Rule.add("-p", "tcp", "--dport", ownPort, "-j", "ACCEPT");
                    Rule fromTest = Rule.add("-p", "tcp", "--sport", ownPort, "-j", "ACCEPT")) {
                assertThat(List.of(toServer, fromServer, toTest, fromTest)).doesNotContainNull();
                Awaitility.await("client and server free of each other")
                        .atMost(FREE)
                        .pollInterval(Duration.ofMillis(100))
                        .untilAsserted(() -> {
                            assertThat(holdsLocks(held, session))
                                    .as("locks of the session in the server")
                                    .isFalse();
                            assertThat(lab.api().run(run).getLong("retries"))
                                    .as("retries of the run")
                                    .isPositive();
                        });
            }
        }
        Ended ended = lab.api().ended(run);
        assertThat(ended.result()).as(ended.message()).isEqualTo("OK");
        site.checker().assertShopIsTrue("after the firewall dropped");
        site.checker().assertNothingHeld("after the firewall dropped");
    }

    @Test
    void F21_a_network_that_loses_three_of_ten_packets_makes_a_slow_run() throws Exception {
        String port = Integer.toString(lab.shaken().port());
        lab.live().databases().change();
        long run;
        try (Rule losing = Rule.add(
                "-p",
                "tcp",
                "--dport",
                port,
                "-m",
                "statistic",
                "--mode",
                "random",
                "--probability",
                "0.3",
                "-j",
                "DROP")) {
            assertThat(losing).isNotNull();
            run = lab.api().ask("LIVE", "orders", "all");
            lab.api().ended(run, Duration.ofMinutes(5));
        }
        Ended ended = lab.api().ended(run);
        assertThat(ended.result()).as(ended.message()).isEqualTo("OK");
        lab.live().checker().assertShopIsTrue("after losses");
    }

    private static int ownPort(Held held) throws SQLException {
        try (Statement statement = held.connection().createStatement();
                ResultSet result = statement.executeQuery("select inet_client_port()")) {
            result.next();
            return result.getInt(1);
        }
    }

    /** The session itself may last: a message that nobody takes keeps it alive. Drover ends it when it comes back. */
    private static boolean holdsLocks(Held held, int session) throws SQLException {
        try (Statement statement = held.connection().createStatement();
                ResultSet result = statement.executeQuery(
                        "select exists (select from pg_locks where pid = %d)".formatted(session))) {
            result.next();
            return result.getBoolean(1);
        }
    }
}

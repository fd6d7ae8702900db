package io.drover.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.Bar;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server that is silent is told from one that takes its time (F19). */
class WatchedSocketTest {

    private static final Duration FREE = Bar.ofSeconds(15);

    /** More than the system keeps for a peer that does not read. */
    private static final byte[] MUCH = new byte[64 << 20];

    @Test
    void F19_a_write_to_a_silent_server_ends_and_a_read_from_one_that_lives_does_not() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ServerSocket slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Socket toSilent = connect(silent);
                Socket toSlow = connect(slow)) {
            CompletableFuture<Void> answers = CompletableFuture.runAsync(() -> answerLate(slow));
            CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> read(toSlow));
            OutputStream out = toSilent.getOutputStream();
            long begin = System.nanoTime();
            assertThatThrownBy(() -> out.write(MUCH))
                    .hasMessageContaining("127.0.0.1:" + silent.getLocalPort() + " has not answered for 12 s");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(FREE);
            answers.get(1, TimeUnit.MINUTES);
            assertThat(read.get(1, TimeUnit.MINUTES)).isEqualTo('Z');
        }
    }

    private static Socket connect(ServerSocket server) throws IOException {
        Socket socket = new KeepAliveSockets().createSocket();
        socket.connect(server.getLocalSocketAddress());
        return socket;
    }

    private static int read(Socket socket) {
        try {
            return socket.getInputStream().read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes the connection, answers three questions of others whether it lives, and only then what it was asked. */
    private static void answerLate(ServerSocket server) {
        try (Socket waiting = server.accept()) {
            for (int i = 0; i < 3; i++) {
                try (Socket asking = server.accept()) {
                    assertThat(asking.getInputStream().readNBytes(8))
                            .as("the request for TLS of the protocol")
                            .containsExactly(0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f);
                    asking.getOutputStream().write('N');
                }
            }
            waiting.getOutputStream().write('Z');
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

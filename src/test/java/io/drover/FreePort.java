package io.drover;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ports for servers that must be told one before they start, and may be started again on it. Each is the caller's for as
 * long as this JVM lives: it is below those that systems give to outgoing connections and to whoever asks for any port, and
 * the UDP port of the same number, held here, tells the JVMs of other tests that it is taken.
 */
public final class FreePort {

    private static final int FIRST = 20_000;
    private static final int END = 32_000;

    private static final Set<DatagramSocket> HELD = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /** @throws IllegalStateException if none is free */
    public static int take() {
        return new Random()
                .ints(FIRST, END)
                .limit(END - FIRST)
                .filter(FreePort::takes)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No port from %d to %d is free".formatted(FIRST, END)));
    }

    private static boolean takes(int port) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        DatagramSocket sign;
        try {
            sign = new DatagramSocket(port, loopback);
        } catch (IOException e) {
            return false;
        }
        try (ServerSocket door = new ServerSocket()) {
            door.setReuseAddress(true);
            door.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            sign.close();
            return false;
        }
        return HELD.add(sign);
    }
}

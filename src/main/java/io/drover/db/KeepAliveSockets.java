package io.drover.db;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketOption;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;

/**
 * Sockets that notice within 15 s that their server is gone without a word, such as behind a firewall that drops (F19). A
 * time limit on reading would notice it too, but it would also end every statement that takes longer than the limit; a
 * live server answers probes however long its statement takes. The driver makes it by its name.
 */
public final class KeepAliveSockets extends SocketFactory {

    static final int IDLE_SECONDS = 3;
    static final int INTERVAL_SECONDS = 2;
    static final int PROBES = 4;

    /** Several answers are held at once: the source's, the target's, and what is made of them. */
    private static final int ANSWERS_IN_MEMORY = 5;

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = new WatchedSocket(Runtime.getRuntime().maxMemory() / ANSWERS_IN_MEMORY);
        socket.setKeepAlive(true);
        set(socket, ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
        set(socket, ExtendedSocketOptions.TCP_KEEPINTERVAL, INTERVAL_SECONDS);
        set(socket, ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
        return socket;
    }

    /** Where the operating system lacks the option, its own times hold. */
    private static void set(Socket socket, SocketOption<Integer> option, int value) throws IOException {
        if (socket.supportedOptions().contains(option)) {
            socket.setOption(option, value);
        }
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw connected();
    }

    private static UnsupportedOperationException connected() {
        return new UnsupportedOperationException("The driver connects its sockets itself");
    }
}

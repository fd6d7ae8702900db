package io.drover.fault;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * People at work: writers who change whole orders in the ERP, each in one transaction that may stay open for some
 * milliseconds between the head of an order and its lines, and a reader of the shop who must never see half an order.
 */
final class OrderTraffic implements AutoCloseable {

    private static final Duration LONGEST_TRANSACTION = Duration.ofMillis(30);

    private final OwnPostgres erp;
    private final OwnPostgres shop;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean over;

    private OrderTraffic(OwnPostgres erp, OwnPostgres shop) {
        this.erp = erp;
        this.shop = shop;
    }

    /** @param seed of what the writers do */
    static OrderTraffic start(OwnPostgres erp, OwnPostgres shop, int writers, long seed) {
        OrderTraffic traffic = new OrderTraffic(erp, shop);
        for (int i = 0; i < writers; i++) {
            Random random = new Random(seed + i);
            traffic.start("writer " + i, () -> traffic.write(random));
        }
        traffic.start("reader", traffic::look);
        return traffic;
    }

    private void start(String name, Callable<?> work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.call();
                    } catch (Exception e) {
                        failures.add(e);
                    }
                },
                name);
        threads.add(thread);
        thread.start();
    }

    /** Orders that were changed so far. */
    int events() {
        return events.get();
    }

    /** How often the reader looked. */
    int looks() {
        return looks.get();
    }

    /** Half orders that the reader saw; to be asked for when the traffic is over. */
    List<String> torn() {
        return List.copyOf(seen);
    }

    private boolean write(Random random) throws SQLException {
        try (Connection connection = erp.connect("erp")) {
            connection.setAutoCommit(false);
            while (!over) {
                writeOrder(connection, random);
                connection.commit();
                events.incrementAndGet();
                pause(Duration.ofMillis(2));
            }
        }
        return true;
    }

    private static void writeOrder(Connection connection, Random random) throws SQLException {
        int kind = random.nextInt(10);
        int order = 1 + random.nextInt(OrderDatabases.SEEDED);
        // The order at which fail-points wait must stay.
        if (kind == 0 && order != FailPoint.MIDDLE) {
            execute(connection, "update erp.sales_order set gone = not gone, stamp = now() where order_no = ?", order);
            return;
        }
        if (kind < 4) {
            order += OrderDatabases.SEEDED;
        }
        execute(
                connection,
                "insert into erp.sales_order values (?, 'D1', 0) on conflict (order_no) do update set total = 0, stamp = now()",
                order);
        if (kind % 2 == 0) {
            pause(Duration.ofNanos(random.nextInt((int) LONGEST_TRANSACTION.toNanos())));
        }
        execute(connection, "delete from erp.order_line where order_no = ?", order);
        int lines = 1 + random.nextInt(4);
        for (int line = 1; line <= lines; line++) {
            execute(connection, "insert into erp.order_line values (?, ?, ?)", order, line, 1 + random.nextInt(9));
        }
        execute(
                connection,
                "update erp.sales_order set total = (select sum(qty) from erp.order_line where order_no = ?) where order_no = ?",
                order,
                order);
    }

    private static void execute(Connection connection, String sql, int... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setInt(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private boolean look() throws SQLException {
        try (Connection connection = shop.connect("shop");
                PreparedStatement statement = connection.prepareStatement(Checker.TORN)) {
            while (!over) {
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        seen.add(result.getString(1));
                    }
                }
                looks.incrementAndGet();
                pause(Duration.ofMillis(5));
            }
        }
        return true;
    }

    /** The pace of people, not a wait for anything. */
    static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    /** Ends the traffic: nothing changes any more when this returns. */
    @Override
    public void close() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("The traffic failed", failures.peek());
        }
    }
}

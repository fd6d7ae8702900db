package io.drover.site;

import io.drover.config.DroverException;
import io.drover.db.SiteDatabases;
import io.drover.db.SqlProblem;
import io.drover.run.EventLog;
import java.sql.Connection;
import java.sql.SQLException;

/** Tells after each start and stop of a site whether the shop can be reached: also a stopped site is connected (PR13). */
final class WebConnection {

    private static final String SHOP = "web";
    private static final int PATIENCE_SECONDS = 5;

    private final SiteDatabases databases;
    private final EventLog events;

    WebConnection(SiteDatabases databases, EventLog events) {
        this.databases = databases;
        this.events = events;
    }

    void test() {
        try (Connection connection = databases.get(SHOP).connect()) {
            if (connection.isValid(PATIENCE_SECONDS)) {
                events.line("Monitor", "Connection to web server established");
            }
        } catch (SQLException e) {
            events.line("Monitor", "Connection to web server failed: " + SqlProblem.describe(e));
        } catch (DroverException e) {
            events.line("Monitor", String.valueOf(e.getMessage()));
        }
    }
}

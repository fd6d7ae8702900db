package io.drover.db;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Makes the connections of a pool. What a server refused for a reason that does not heal, above all a wrong password, is
 * asked for again after 30 s at the earliest, because servers lock an account that is tried too often; until then the
 * refusal is repeated (F24). Thread-safe.
 */
final class CarefulSignIn extends AbstractDataSource {

    static final Duration PAUSE = Duration.ofSeconds(30);

    private final Driver driver;
    private final String url;
    private final Properties properties;
    private final LongSupplier nanoClock;
    private volatile @Nullable Refusal refusal;

    private record Refusal(SQLException problem, long since) {}

    /** @param properties for the driver, user and password among them */
    CarefulSignIn(Driver driver, String url, Properties properties, LongSupplier nanoClock) {
        this.driver = driver;
        this.url = url;
        this.properties = properties;
        this.nanoClock = nanoClock;
    }

    @Override
    public Connection getConnection() throws SQLException {
        refuse();
        try {
            Connection connection = driver.connect(url, (Properties) properties.clone());
            if (connection == null) {
                throw new SQLException("The driver does not take " + url);
            }
            refusal = null;
            return connection;
        } catch (SQLException e) {
            if (SqlClass.of(e) == SqlClass.NEVER) {
                refusal = new Refusal(e, nanoClock.getAsLong());
            }
            throw e;
        }
    }

    /** @throws SQLException the refusal of less than 30 s ago, if there was one */
    void refuse() throws SQLException {
        Refusal last = refusal;
        if (last != null && nanoClock.getAsLong() - last.since() < PAUSE.toNanos()) {
            SQLException problem = last.problem();
            throw new SQLException(problem.getMessage(), problem.getSQLState(), problem.getErrorCode(), problem);
        }
    }

    /** For all connections of this process, where their driver looks at it; PostgreSQL's has a setting of its own. */
    @Override
    public void setLoginTimeout(int seconds) {
        DriverManager.setLoginTimeout(seconds);
    }

    /** How long a pool that is closed waits for the connections that it is just making. */
    @Override
    public int getLoginTimeout() {
        return 1;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLException("User and password are settings of the data source");
    }
}

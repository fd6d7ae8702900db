package io.drover.site;

import io.drover.command.CommandFolder;
import io.drover.config.DroverException;
import io.drover.config.SiteSettings;
import io.drover.db.Database;
import io.drover.db.SiteDataSource;
import io.drover.db.SiteDatabases;
import io.drover.schedule.Bells;
import io.drover.send.RowReader;
import io.drover.task.RunRequest;
import io.drover.task.RunRequests;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;

/**
 * The Camel of one site: its own {@link Main} with the site's settings, data sources and nothing else. Its routes do not
 * start by themselves; {@link Site} starts them.
 */
final class SiteCamel implements AutoCloseable {

    private final Main main = new Main();

    /** Routes ask for runs here; whoever answers is known only once the rest of the site is there. */
    private volatile RunRequests requests = request -> {
        throw new DroverException("The site is not ready");
    };

    /**
     * @param routes the folder of the route files
     * @param beans further beans of the registry by name
     */
    SiteCamel(SiteSettings settings, SiteDatabases databases, Path routes, Map<String, Object> beans) {
        Properties properties = new Properties();
        properties.putAll(settings.properties());
        properties.putAll(Map.of(
                "camel.main.autoStartup", "false",
                "camel.main.sourceLocationEnabled", "true",
                "camel.main.startupSummaryLevel", "Off",
                "camel.main.shutdownTimeout", "5",
                "camel.main.jmxEnabled", "false",
                "camel.component.quartz.properties", "#quartzSettings"));
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setInitialProperties(properties);
        main.configure().withName("drover-" + settings.name());
        for (Database database : databases.all()) {
            main.bind(database.name(), new SiteDataSource(database));
        }
        beans.forEach(main::bind);
        main.bind("quartzSettings", Bells.quartzSettings());
        main.bind("rowReader", new RowReader());
        main.bind("commands", new CommandFolder(routes.resolve("commands"), settings.name()));
        main.bind("runRequests", (RunRequests) (RunRequest request) -> requests.ask(request));
        try {
            main.start();
        } catch (Exception e) {
            throw new DroverException(
                    "The Camel of site %s cannot be started: %s".formatted(settings.name(), RouteFault.describe(e)), e);
        }
        // What log: steps say goes to the logs of run and site; logback.xml keeps it out of the server's own.
        context().getGlobalOptions().put(Exchange.LOG_EIP_NAME, "route");
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    void answerRequests(RunRequests answering) {
        requests = answering;
    }

    @Override
    public void close() {
        main.stop();
    }
}

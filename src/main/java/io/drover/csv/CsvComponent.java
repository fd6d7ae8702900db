package io.drover.csv;

import java.time.Clock;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The Camel component of {@code csv:} endpoints. */
@Component("csv")
public class CsvComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        CsvEndpoint endpoint = new CsvEndpoint(uri, this);
        endpoint.setFolder(remaining);
        setProperties(endpoint, parameters);
        // Options that make no sense are told when the file is loaded, not when its first run comes.
        endpoint.format();
        endpoint.folder(Clock.systemUTC());
        return endpoint;
    }
}

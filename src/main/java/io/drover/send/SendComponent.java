package io.drover.send;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The Camel component of {@code send:} endpoints. */
@Component("send")
public class SendComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SendEndpoint endpoint = new SendEndpoint(uri, this);
        endpoint.setTable(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}

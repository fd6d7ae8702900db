package io.drover.site;

import io.drover.csv.CsvEndpoint;
import io.drover.send.SendEndpoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.component.sql.SqlEndpoint;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A send and the query whose rows it takes: the one before it.
 *
 * @param query null where the rows come from elsewhere
 * @param line where the send stands in its file; null where that is not known
 */
record SentQuery(
        @Nullable SqlEndpoint query,
        SendEndpoint send,
        @Nullable Integer line) {

    /** In the order of the steps. */
    static List<SentQuery> of(CamelContext context, RouteDefinition route) {
        List<SentQuery> all = new ArrayList<>();
        SqlEndpoint query = null;
        for (EndpointRequiredDefinition step :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), EndpointRequiredDefinition.class)) {
            Endpoint endpoint = context.getEndpoint(step.getEndpointUri());
            if (endpoint instanceof SqlEndpoint sql) {
                query = sql;
            } else if (endpoint instanceof CsvEndpoint) {
                query = null;
            } else if (endpoint instanceof SendEndpoint send) {
                all.add(new SentQuery(query, send, step instanceof NamedNode node ? RouteReader.line(node) : null));
            }
        }
        return all;
    }

    /**
     * The columns of a query, as its database tells them without executing it.
     *
     * @throws SQLException when it does not answer, or does not take the query
     */
    static List<CarriedTable.Column> columns(CamelContext context, SqlEndpoint query) throws Exception {
        try (Connection source = query.getDataSource().getConnection();
                PreparedStatement statement = source.prepareStatement(RouteReader.prepared(context, query))) {
            ResultSetMetaData meta = statement.getMetaData();
            List<CarriedTable.Column> columns = new ArrayList<>();
            for (int i = 1; meta != null && i <= meta.getColumnCount(); i++) {
                columns.add(new CarriedTable.Column(meta.getColumnLabel(i), meta.getColumnTypeName(i)));
            }
            return columns;
        }
    }
}

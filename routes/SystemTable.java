import org.apache.camel.builder.RouteBuilder;

/** Sends the ERP's code tables: the same kind of task file as the others, written in Java. */
public class SystemTable extends RouteBuilder {
    @Override
    public void configure() {
        from("task:system-table?title=System Table&changed=every 4 hours&all=every day at 00:45&freshWithin=9h"
                        + "&sendAfter=meta data of a product, table or grid")
                .routeId("system-table")
                .routeDescription("Sends the code tables to the shop")
                .to("sql:file:routes/sql/system-table.sql?dataSource=#pronto&outputType=StreamList")
                .to("send:web.system_table?key=table_type,code&compare=true");
    }
}

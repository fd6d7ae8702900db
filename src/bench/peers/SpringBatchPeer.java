import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.database.JdbcBatchItemWriter;
import org.springframework.batch.infrastructure.item.database.JdbcCursorItemReader;
import org.springframework.batch.infrastructure.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.batch.infrastructure.item.database.builder.JdbcCursorItemReaderBuilder;
import org.springframework.jdbc.core.ColumnMapRowMapper;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A Spring Batch job of one step: a cursor, chunks of a thousand, an upsert. Nothing is removed. */
final class SpringBatchPeer {

    private static final int CHUNK = 1000;

    private SpringBatchPeer() {}

    /** @param arguments the select, then the upsert */
    public static void main(String[] arguments) throws Exception {
        PGSimpleDataSource target = open("TARGET");
        target.setReWriteBatchedInserts(true);
        ResourcelessJobRepository repository = new ResourcelessJobRepository();
        Step step = new StepBuilder("products", repository)
                .<Map<String, Object>, Map<String, Object>>chunk(CHUNK)
                .transactionManager(new JdbcTransactionManager(target))
                .reader(reader(arguments[0]))
                .writer(writer(target, arguments[1]))
                .build();
        Job job = new JobBuilder("products", repository).start(step).build();
        TaskExecutorJobOperator operator = new TaskExecutorJobOperator();
        operator.setJobRepository(repository);
        operator.setJobRegistry(new MapJobRegistry());
        operator.afterPropertiesSet();
        long begin = System.nanoTime();
        JobExecution execution = operator.start(job, new JobParameters());
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (execution.getStatus() != BatchStatus.COMPLETED) {
            throw new IllegalStateException(execution.toString());
        }
        System.out.println("bench: " + seconds);
    }

    private static JdbcCursorItemReader<Map<String, Object>> reader(String select) {
        return new JdbcCursorItemReaderBuilder<Map<String, Object>>()
                .name("source")
                .dataSource(open("SOURCE"))
                .connectionAutoCommit(false)
                .fetchSize(CHUNK)
                .sql(select)
                .rowMapper(new ColumnMapRowMapper())
                .build();
    }

    private static JdbcBatchItemWriter<Map<String, Object>> writer(PGSimpleDataSource target, String upsert) {
        JdbcBatchItemWriter<Map<String, Object>> writer = new JdbcBatchItemWriterBuilder<Map<String, Object>>()
                .dataSource(target)
                .sql(upsert)
                .columnMapped()
                .assertUpdates(false)
                .build();
        writer.afterPropertiesSet();
        return writer;
    }

    private static PGSimpleDataSource open(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(System.getenv(database + "_URL"));
        source.setUser(System.getenv(database + "_USER"));
        source.setPassword(System.getenv(database + "_PASSWORD"));
        return source;
    }
}

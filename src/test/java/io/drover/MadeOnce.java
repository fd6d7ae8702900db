package io.drover;

import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests, as a parameter, what is made once for all test classes of a process: at its first use, and closed when all
 * of them are over. Kept in the launcher's session, because Surefire executes each class by itself where it forks more than
 * one process.
 */
public abstract class MadeOnce<T extends AutoCloseable> implements ParameterResolver {

    private final Class<T> type;
    private final Supplier<T> maker;

    protected MadeOnce(Class<T> type, Supplier<T> maker) {
        this.type = type;
        this.maker = maker;
    }

    /** The one of this process. */
    public static <T extends AutoCloseable> T get(ExtensionContext context, Class<T> type, Supplier<T> maker) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.GLOBAL)
                .getOrComputeIfAbsent(type, key -> maker.get(), type);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == type;
    }

    @Override
    public T resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return get(context, type, maker);
    }
}

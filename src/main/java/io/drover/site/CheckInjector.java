package io.drover.site;

import io.drover.config.DroverException;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.Injector;
import org.apache.camel.spi.PropertyConfigurer;

/**
 * Keeps a check from running what route files name: Camel makes some beans while it makes a route, and a constructor is
 * code (RELIABILITY S45). Only Camel's own objects, components and route builders are made.
 */
final class CheckInjector implements Injector {

    /** What components bring with them, and what a Java file is. */
    private static final List<Class<?>> PARTS =
            List.of(Component.class, EndpointUriFactory.class, PropertyConfigurer.class, RoutesBuilder.class);

    private final Injector camels;

    private CheckInjector(Injector camels) {
        this.camels = camels;
    }

    /** An object of a route file's was not made, so what needs it was not checked. */
    static final class NotMadeException extends DroverException {

        private static final long serialVersionUID = 1;

        NotMadeException(Class<?> type) {
            super("A check makes no object of " + type.getName());
        }
    }

    static void guard(CamelContext context) {
        context.setInjector(new CheckInjector(context.getInjector()));
    }

    private static void check(Class<?> type) {
        boolean isHarmless = type.getName().startsWith("org.apache.camel.")
                || PARTS.stream().anyMatch(part -> part.isAssignableFrom(type));
        if (!isHarmless) {
            throw new NotMadeException(type);
        }
    }

    @Override
    public <T> T newInstance(Class<T> type) {
        check(type);
        return camels.newInstance(type);
    }

    @Override
    public <T> T newInstance(Class<T> type, String factoryMethod) {
        check(type);
        return camels.newInstance(type, factoryMethod);
    }

    @Override
    public <T> T newInstance(Class<T> type, Class<?> factoryClass, String factoryMethod) {
        check(type);
        check(factoryClass);
        return camels.newInstance(type, factoryClass, factoryMethod);
    }

    @Override
    public <T> T newInstance(Class<T> type, boolean postProcessBean) {
        check(type);
        return camels.newInstance(type, postProcessBean);
    }

    @Override
    public boolean supportsAutoWiring() {
        return camels.supportsAutoWiring();
    }
}

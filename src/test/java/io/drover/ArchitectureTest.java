package io.drover;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/** The rooms of the house and who may use whom; docs/architecture.md draws the same picture. */
@AnalyzeClasses(packages = "io.drover", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** From the top of the house to its ground: a room uses only rooms further down. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("app"),
            List.of("cli", "console", "api", "metrics"),
            List.of("http"),
            List.of("alert"),
            List.of("fresh"),
            List.of("site"),
            List.of("schedule"),
            List.of("run"),
            List.of("task", "csv", "command", "mail"),
            List.of("send"),
            List.of("node"),
            List.of("db"),
            List.of("config"));

    @ArchTest
    static void rooms_use_only_rooms_further_down(com.tngtech.archunit.core.domain.JavaClasses all) {
        for (int floor = 1; floor < FLOORS.size(); floor++) {
            String[] here = packages(FLOORS.get(floor));
            String[] above = packages(
                    FLOORS.subList(0, floor).stream().flatMap(List::stream).toList());
            EvaluationResult result = noClasses()
                    .that()
                    .resideInAnyPackage(here)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .evaluate(all);
            Assertions.assertFalse(
                    result.hasViolation(), () -> result.getFailureReport().toString());
        }
    }

    private static String[] packages(List<String> rooms) {
        return rooms.stream().map(room -> "io.drover." + room + "..").toArray(String[]::new);
    }

    @ArchTest
    static final ArchRule every_class_lives_in_a_room = classes()
            .should()
            .resideInAnyPackage(packages(FLOORS.stream().flatMap(List::stream).toList()));

    @ArchTest
    static final ArchRule no_cycles =
            slices().matching("io.drover.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule neighbours_do_not_know_each_other =
            slices().matching("io.drover.(cli|console|api)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule components_of_one_floor_do_not_know_each_other =
            slices().matching("io.drover.(task|csv|command|mail)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule only_schedule_knows_quartz = noClasses()
            .that()
            .resideOutsideOfPackage("io.drover.schedule..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.quartz..");

    @ArchTest
    static final ArchRule only_the_web_rooms_know_vertx = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.drover.http..",
                    "io.drover.api..",
                    "io.drover.console..",
                    "io.drover.metrics..",
                    "io.drover.cli..",
                    "io.drover.app..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..");

    @ArchTest
    static final ArchRule the_command_line_knows_only_json = noClasses()
            .that()
            .resideInAnyPackage("io.drover.cli..")
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.vertx..")
                    .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage("io.vertx.core.json.."))));

    @ArchTest
    static final ArchRule pages_and_settings_know_no_camel = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.drover.console..", "io.drover.api..", "io.drover.cli..", "io.drover.config..", "io.drover.db..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule pages_do_no_sql = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.drover.console..",
                    "io.drover.api..",
                    "io.drover.cli..",
                    "io.drover.http..",
                    "io.drover.schedule.Timetable*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..");

    @ArchTest
    static final ArchRule leftovers_have_no_room =
            noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Service)");

    @ArchTest
    static final ArchRule time_is_told_by_a_clock = noClasses()
            .that()
            .resideOutsideOfPackages("io.drover.app..", "io.drover.cli..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule only_the_program_ends_the_program = noClasses()
            .that()
            .resideOutsideOfPackage("io.drover.app..")
            .should()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule every_room_is_null_marked = classes()
            .that(new DescribedPredicate<JavaClass>("are of our own hand") {
                @Override
                public boolean test(JavaClass type) {
                    return !type.getPackageName().startsWith("io.drover.console.pages")
                            && !type.getSimpleName().matches(".*(Configurer|UriFactory)");
                }
            })
            .should(new com.tngtech.archunit.lang.ArchCondition<JavaClass>("stand in a package that is @NullMarked") {
                @Override
                public void check(JavaClass type, com.tngtech.archunit.lang.ConditionEvents events) {
                    boolean marked = type.getPackage()
                            .tryGetPackageInfo()
                            .map(info -> info.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                            .orElse(false);
                    if (!marked) {
                        events.add(com.tngtech.archunit.lang.SimpleConditionEvent.violated(
                                type, type.getName() + " is not"));
                    }
                }
            });
}
